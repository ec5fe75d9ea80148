/* The loss on a grid of a plane: the blocking part of NnLandscape, one thread's. */
#pragma once
#include "nn-channel.h"
#include "nn-plane.h"
#include "nn-predict.h"

/* Values shared by pictures. */
typedef struct
{
  NnRefs refs;
  guint size;
  float *values; /* (size, size) */
} NnGrid;
NnGrid *nn_grid_ref (NnGrid *grid);
void nn_grid_unref (NnGrid *grid); /* NULL is fine */

typedef struct
{
  NnPredictor *predictor;
  float *weights;
} NnEvaluator;

typedef struct
{
  NnPool *pool;
  guint n_evaluators;
  NnEvaluator *evaluators;  /* one a tile */
  NnSpec *spec;             /* owned refs: what all of this is made for */
  DsPrepared *data;
  NnPlan *plan;
  gsize max_rows;
  gsize rows;               /* training rows used */
  const float *x, *y;       /* (rows, inputs), (rows, targets): the data's own, or drawn: */
  float *drawn_x, *drawn_y;
} NnField;

/* Makes ready for a frame's network and data; what is there already stays. FALSE: the error says why. */
gboolean nn_field_prepare (NnField *field, const NnFrame *frame, gsize max_rows, GError **error);
void nn_field_clear (NnField *field);
/* The loss at weights: NaN when stopped. */
double nn_field_loss (NnField *field, const float *weights, NnStopFunc stop, gpointer stop_data);

/* A grid being filled: a finer one takes over what the coarser one has. */
typedef struct
{
  const NnPlane *plane;     /* borrowed */
  double x0, x1, y0, y1;
  NnGrid *grid;             /* owned */
  guint *todo;              /* indices still to evaluate */
  guint n_todo, done;
} NnSurvey;

/* coarser: NULL, or of an edge that divides (size - 1). FALSE: no memory. */
gboolean nn_survey_begin (NnSurvey *survey, const NnPlane *plane, const double box[4], guint size, const NnGrid *coarser);
void nn_survey_clear (NnSurvey *survey);
/* Evaluates the next `count` places. FALSE when stopped: those are then not done. */
gboolean nn_survey_go_on (NnSurvey *survey, NnField *field, guint count, NnStopFunc stop, gpointer stop_data);
