/* A race: up to NN_RACE_LANES runs side by side.
 *
 * Fair means the same work: a lane's place is the number of rows it has computed gradients of, a row counted again each time (an
 * optimizer that searches computes several gradients a step), and no lane is more than NN_RACE_SLACK batches ahead of the slowest. Who
 * is ahead waits; time waited is not time trained. What a lane computes does not depend on the others. */
#pragma once
#include "nn-trainer.h"

G_BEGIN_DECLS

#define NN_RACE_LANES 8
#define NN_RACE_SLACK 32

typedef struct _NnPace NnPace;

NnPace *nn_pace_new (void);
NnPace *nn_pace_ref (NnPace *pace);
void nn_pace_unref (NnPace *pace); /* NULL is fine; any thread */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnPace, nn_pace_unref)

/* The trainer keeps step with the others of the pace (ref'd) until it is freed. lane < NN_RACE_LANES, nobody else's. Once, before the
 * trainer's first command and listener. */
void nn_trainer_set_pace (NnTrainer *trainer, NnPace *pace, guint lane);

/* Lets everybody run (again), or come to rest at one place a little ahead of the first, the same for all with the same batches: each
 * publishes a frame when it is there. Controlling thread. */
void nn_pace_go (NnPace *pace);
void nn_pace_hold (NnPace *pace);
gboolean nn_pace_is_held (NnPace *pace); /* holding, and nobody is on the way any more */

/* What a lane has come to, kept up to date row by row. Zero before the first update; one thread. */
typedef struct
{
  const NnSeries *series; /* what was read; another one begins anew */
  guint64 row;            /* next to be read */
  double best_validation, best_validation_step; /* NAN before there is one */
  double best_train, best_train_step;
  double target;          /* asked for: the loss to be reached */
  double reached_step, reached_epoch; /* of the first row whose loss is <= target (validation loss, or training loss without); NAN: not yet */
} NnStanding;

/* TRUE if anything is new. */
gboolean nn_standing_update (NnStanding *standing, const NnFrame *frame, double target);

/* A curve of one lane, smoothed exponentially by weight as drawn (0: not). */
typedef struct
{
  NnSeries *x, *y; /* rows of x and y go together */
  guint x_column, y_column;
} NnRaceCurve;

/* Where one curve came to lie below another and has stayed since. */
typedef struct
{
  guint winner, loser; /* lanes */
  double x, y;
} NnCrossing;

typedef struct _NnCrossings NnCrossings;

/* Curves' series are ref'd. A lane whose y is NULL takes no part. */
NnCrossings *nn_crossings_new (const NnRaceCurve *curves, guint n, double weight);
void nn_crossings_free (NnCrossings *crossings); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnCrossings, nn_crossings_free)
/* Follows the curves for at most max_rows rows of each pair (0: all there are). TRUE if there is more to follow at once. Between rows a
 * curve is a straight line. */
gboolean nn_crossings_update (NnCrossings *crossings, guint64 max_rows);
/* Of each pair the last one, in order of x; the return value is how many. Room for NN_RACE_LANES * (NN_RACE_LANES - 1) / 2. */
guint nn_crossings_get (const NnCrossings *crossings, NnCrossing *out);

G_END_DECLS
