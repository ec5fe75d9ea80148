/* FlRace: descents of several optimizers over a surface of two weights, computed on a worker thread. UI thread; nothing blocks.
 *
 * Set what is to be raced, then fl_race_start(); of many calls before an answer the last one counts. */
#pragma once
#include "fl-zoom.h"
#include "nn-surface.h"

#define FL_RACERS 8
#define FL_RACE_GRID 129

G_BEGIN_DECLS

/* What is raced: a value. */
typedef struct
{
  const DsType *surface; /* or NULL: the loss of spec on data, which has two parameters */
  NnSpec *spec;          /* borrowed */
  DsPrepared *data;
  FlRange box;
  double start[2];
  guint n_racers, steps;
  DsItem racers[FL_RACERS];
  gsize batch;
  guint64 seed;
  gsize at[2];           /* of a model: which two of its parameters */
} FlRaceSetup;

typedef struct
{
  FlRaceSetup setup;      /* spec and data are refs here */
  char *problem;          /* why there is nothing, or NULL */
  float *grid;            /* (FL_RACE_GRID, FL_RACE_GRID) over setup.box, row 0 at y1 */
  NnDescent *descents[FL_RACERS];
  guint n_optima;
  double optima[4][2];
  NnTwoShape shape;       /* of two parameters; and how its classes are written, and where its decision turns: */
  double classes[2], middle;
  gboolean closed_form;   /* the optimum came in one step of Newton: the loss is a square */
  double hessian[3], eigenvalues[2]; /* at the optimum of two parameters; NaN else */
  char *names[2];         /* of the two weights; "x" and "y" on a surface */
  gsize rows, parameters; /* of the model: training rows used, and all its parameters */
  char **parameter_names; /* (parameters), NULL-terminated; NULL on a surface */
  NnTwoChoice choice;     /* which two they are, and where the others are */
  gint refs;
} FlRaceResult;

FlRaceResult *fl_race_result_ref (FlRaceResult *result);
void fl_race_result_unref (FlRaceResult *result);

typedef struct _FlRace FlRace;
/* done: UI thread; borrows the result. */
FlRace *fl_race_new (void (*done) (FlRaceResult *result, gpointer user_data), gpointer user_data);
void fl_race_free (FlRace *race); /* done is not called any more */
void fl_race_start (FlRace *race, const FlRaceSetup *setup);
gboolean fl_race_busy (FlRace *race);

G_END_DECLS
