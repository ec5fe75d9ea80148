/* Optimizers. One file in this folder, one row in optimizers.inc. */
#pragma once
#include <glib/gi18n-lib.h>
#include "nn-real.h"
#include "ds-type.h"
#include "nn-spec.h"

/* Parameters that several optimizers have. */
#define NN_LEARNING_RATE_PARAM(initial_)                                                                                \
  {                                                                                                                     \
    "learning_rate", N_("Learning rate"), NULL, N_("How far one step goes along the gradient."), DS_PARAM_REAL,         \
      DS_PARAM_LOG, 0, 1e9, initial_                                                                                    \
  }
#define NN_DECAY_PARAM(id_, title_, help_, initial_) { id_, title_, NULL, help_, DS_PARAM_REAL, DS_PARAM_PLAIN, 0, 0.999999, initial_, 0.001 }
#define NN_BETA1_PARAM NN_DECAY_PARAM ("beta1", N_("Beta 1"), N_("How long gradients are remembered."), 0.9)
#define NN_BETA2_PARAM NN_DECAY_PARAM ("beta2", N_("Beta 2"), N_("How long squared gradients are remembered."), 0.999)
#define NN_EPSILON_PARAM(initial_)                                                                                      \
  {                                                                                                                     \
    "epsilon", N_("Epsilon"), NULL, N_("Keeps the division safe; added outside the root."), DS_PARAM_REAL, DS_PARAM_LOG, \
      0, 1, initial_                                                                                                    \
  }
#define NN_WEIGHT_DECAY_PARAM(initial_)                                                                                 \
  {                                                                                                                     \
    "weight_decay", N_("Weight decay"), NULL,                                                                           \
      N_("The share of each parameter that one step takes away, times the learning rate."), DS_PARAM_REAL, DS_PARAM_LOG, \
      0, 100, initial_                                                                                                  \
  }
#define NN_MOMENTUM_PARAM                                                                                               \
  {                                                                                                                     \
    "momentum", N_("Momentum"), NULL, N_("How much of the last step is kept."), DS_PARAM_REAL, DS_PARAM_PLAIN, 0,       \
      0.9999, 0, 0.05                                                                                                   \
  }

#define NN_MAX_MOMENTS 24
#define NN_MAX_SCALARS 16

/* What one update knows besides the arrays. */
typedef struct
{
  const DsItem *item;
  double learning_rate; /* the schedule's value; the other parameters come from item */
  guint64 t;            /* updates since the moments were zero, from 1 */
  const double *scalars; /* (NN_MAX_SCALARS) as begin() left them */
} NnUpdate;

/* For optimizers that measure the loss themselves, on the full batch. */
typedef struct
{
  /* Loss and penalties at w, their gradient in g; may be called as often as needed. */
  double (*measure) (gpointer network);
  gpointer network;
  nn_real *w, *g; /* (n); g is measured at w when the search begins, with loss `value` */
  gsize n;
  const NnTensor *tensors; /* (n_tensors): what the parts of w are, and which of them may be moved */
  guint n_tensors;
  double value;
  nn_real *const *moments;
  double *scalars;
  /* The batch, for least squares: x (inputs, ld), target (outputs, ld), where w holds the layer: weight (outputs, inputs), then the
   * bias (outputs) if has_bias. penalty is what l2 comes to beside the sum of squares. */
  const nn_real *x, *target;
  gsize ld, rows;
  guint inputs, outputs;
  gboolean has_bias;
  double penalty;
} NnSearch;

/* One weight in one update: what slow motion shows. */
typedef struct
{
  double w, g;                   /* before the update; its gradient with penalties, clipped */
  const double *before, *after;  /* (n_moments) its moments */
} NnOneWeight;

/* A number of an update by its name in the papers: a moment, or what is made of the moments on the way to the new weight. */
typedef struct
{
  const char *symbol;  /* "m" */
  const char *title;   /* N_() marked: what it is; NULL where the formula says it all */
  const char *formula; /* one line of mathematics, the same in every language */
  /* Where the settings decide: the formula with them; NULL: with them this is not used. */
  const char *(*formula_for) (const DsItem *item);
  double (*value) (const NnUpdate *u, const NnOneWeight *one); /* not of moments */
} NnQuantity;

/* Bias-corrected moments of Adam's family, of moments 0 and 1. nn-adam-terms.c */
double nn_adam_m_hat (const NnUpdate *u, const NnOneWeight *one);
double nn_adam_v_hat (const NnUpdate *u, const NnOneWeight *one);
/* m_hat / (sqrt (v_hat) + epsilon) */
double nn_adam_direction (const NnUpdate *u, const NnOneWeight *one);
#define NN_ADAM_M { "m", N_("mean gradient"), "m ← β₁ m + (1 − β₁) g", NULL, NULL }
#define NN_ADAM_V { "v", N_("mean squared gradient"), "v ← β₂ v + (1 − β₂) g²", NULL, NULL }
#define NN_ADAM_M_HAT { "m̂", NULL, "m / (1 − β₁ᵗ)", NULL, nn_adam_m_hat }
#define NN_ADAM_V_HAT { "v̂", NULL, "v / (1 − β₂ᵗ)", NULL, nn_adam_v_hat }

typedef struct
{
  DsType type;
  gboolean full_batch;        /* the batch is always all rows */
  gboolean least_squares;     /* one linear dense layer and mean squared error only */
  void (*search) (const NnUpdate *u, NnSearch *search); /* instead of update */
  guint n_moments; /* flat arrays the size of the weights, zero at start */
  /* Once a step, before the updates: what depends on t alone. scalars are zero before t = 1. May be NULL. */
  void (*begin) (const NnUpdate *u, double *scalars);
  /* One update of n weights, elementwise: w, g and moments[i] are (n). Called for pieces of the weights, in any order. */
  void (*update) (const NnUpdate *u, nn_real *restrict w, const nn_real *restrict g, nn_real *const *moments, gsize n);
  /* The learning rate above which it runs away from the minimum of a square whose curvature is 1. NULL: there is none. */
  double (*stable_rate) (const DsItem *item);
  const NnQuantity *moments; /* (n_moments); NULL where there is a search */
  const NnQuantity *terms;   /* (n_terms) in the order of their making; the last is what is added to the weight */
  guint n_terms;
} NnOptimizer;
