/* Losses. One file in this folder, one row in losses.inc. */
#pragma once
#include "nn-op.h"
#include "nn-registry.h"

typedef enum
{
  NN_TARGET_VALUES, /* (outputs, ld): values, encodings, one-hot */
  NN_TARGET_CLASS   /* (1, ld): class index */
} NnTargetKind;

typedef struct
{
  const DsItem *item;
  guint outputs;
  gsize ld, l0, l1, rows;
  const nn_real *y;      /* (outputs, ld) what the last layer gives */
  const nn_real *target; /* by NnTargetKind */
  const nn_real *class_weight; /* (classes) what a row of each counts, or NULL: all alike */
  const nn_real *lane_weight;  /* (ld) that of each lane's class, or NULL */
  nn_real *lane_loss;    /* (ld): summed over the outputs of a lane and weighed, without the mean's divisor; padding lanes are not written */
  nn_real *dy;           /* NULL: no gradient wanted; else (outputs, ld), already divided by `divisor`, padding lanes 0 */
  nn_real scale;         /* 1 / divisor of the mean */
} NnLossPass;

typedef struct
{
  DsType type;
  NnPrediction prediction;
  NnTargetKind target;
  gboolean regression;  /* may be used where targets are values */
  gboolean per_element; /* mean over rows * outputs; else over rows */
  gboolean weighted_mean; /* with class weights: the mean divides by their sum over the rows; else by rows as ever */
  gboolean one_unit;    /* two classes, told apart by one unit */
  gboolean unit_a_class; /* classes take a unit each, two classes too */
  void (*evaluate) (const NnLossPass *pass);
  /* In place, n lanes of (outputs, ld) from l0: logits to probabilities; NULL where outputs are predictions. */
  void (*predict) (nn_real *y, guint outputs, gsize ld, gsize l0, gsize l1);
  /* On which side of its kinks an output lies; NULL where it is smooth. */
  int (*side) (const DsItem *item, nn_real y, nn_real target);
  const char *slope; /* the derivative by an output y, in one line of mathematics */
} NnLoss;

/* For the end of evaluate(), where weights of rows are all that class weights do: losses and gradients of each lane times its weight. */
static inline void
nn_loss_weigh (const NnLossPass *pass)
{
  const nn_real *restrict weight = pass->lane_weight;
  gsize l1 = MIN (pass->l1, pass->rows);

  if (weight == NULL)
    return;
  for (gsize l = pass->l0; l < l1; l++)
    pass->lane_loss[l] *= weight[l];
  for (guint o = 0; pass->dy != NULL && o < pass->outputs; o++)
    for (gsize l = pass->l0; l < l1; l++)
      pass->dy[o * pass->ld + l] *= weight[l];
}
