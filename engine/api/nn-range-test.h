/* Learning-rate range test (Smith 2017, "Cyclical learning rates for training neural networks"): one short training during which the
 * learning rate climbs exponentially, step by step. Blocking; any thread; it has a network of its own and leaves no trace on any run. */
#pragma once
#include "nn-spec.h"

G_BEGIN_DECLS

typedef struct
{
  double from, to;      /* learning rates of the first and the last step */
  guint steps;
  const float *weights; /* to start from, as in the plan; NULL: the initial weights of spec->seed */
} NnRangeOptions;

#define NN_RANGE_DEFAULTS ((NnRangeOptions) { 1e-7, 10, 200, NULL })
#define NN_RANGE_MIN_STEPS 10
#define NN_RANGE_MAX_STEPS 100000

typedef struct
{
  guint n;                /* steps taken: fewer than asked for where the loss blew up, or when cancelled */
  double *learning_rate;  /* (n) */
  double *loss;           /* (n): of the step's batch, before the step, penalties left out */
  double *smoothed;       /* (n): Gaussian mean over neighbouring steps (deviation: a 25th of the steps asked for), which
                           * unlike a running average does not lag behind the learning rate */
  gboolean blew_up;       /* it ended early: the loss was no number any more, or had risen to over four times its best and a quarter
                           * of the first */
  double end_rate, end_loss; /* where it ended so: the learning rate, and the loss (a short running mean; infinite where it was no
                           * number); NaN where the test went through */
  gboolean cancelled;
  double minimum;         /* learning rate at the lowest smoothed loss */
  double steepest;        /* where, before that, the smoothed loss falls fastest for each factor of learning rate */
  double suggestion;      /* the smaller of `steepest` and a tenth of `minimum`; NaN (all three) where the loss never fell by at
                           * least 1 % */
} NnRangeTest;

/* FALSE cancels: the curve so far is kept. Called on the calling thread. */
typedef gboolean (*NnRangeProgress) (guint step, guint steps, gpointer user_data);

/* Batches, order, penalties, clipping and optimizer are the spec's; its schedule and stop conditions play no part. threads: 0 for one
 * a core; the result does not depend on it. progress may be NULL.
 * Errors (NN_ERROR_VALUE): rates not 0 < from < to <= 1e6, steps out of range, an optimizer that looks for its steps by itself; and
 * what nn_plan_new() says. Free with nn_range_test_free(). */
NnRangeTest *nn_range_test (const NnSpec *spec, DsPrepared *data, const NnRangeOptions *options, guint threads,
                            NnRangeProgress progress, gpointer user_data, GError **error);
void nn_range_test_free (NnRangeTest *test); /* NULL is fine */
/* Did the loss leave all bounds (it was no number, or more than at the start), or rise again only? */
gboolean nn_range_test_is_lost (const NnRangeTest *test);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnRangeTest, nn_range_test_free)

G_END_DECLS
