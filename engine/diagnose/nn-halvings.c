/* How far the learning rate of a diverged run must come down. Short trainings at a rate that stays the same are range tests that hardly
 * climb; those that diverge end within a few steps, so that twenty of them cost little more than the one that holds. */
#include <math.h>

#include "nn-diagnose.h"
#include "nn-range-test.h"

#define MOST_HALVINGS 60 /* 1e6 is 1e-12 by then */
#define CLIMB 1e-6       /* of a range test from first to last step: it wants some */
/* A trial's length follows from what a step costs, in multiplications. */
#define WORK 2e10
#define LEAST_STEPS 50
#define MOST_STEPS 1000

typedef struct
{
  gboolean (*go_on) (gpointer user_data);
  gpointer user_data;
} Asking;

static gboolean
ask (guint step, guint steps, gpointer data)
{
  const Asking *asking = data;

  return asking->go_on == NULL || asking->go_on (asking->user_data);
}

static guint
trial_steps (const NnFrame *frame)
{
  double rows = frame->spec->batch_size == 0 ? (double) frame->data->n_train : (double) frame->spec->batch_size;

  return (guint) CLAMP (WORK / (3 * rows * (double) MAX (frame->n_weights, 1)), LEAST_STEPS, MOST_STEPS);
}

/* Means over the ends, for batches differ. */
static gboolean
holds (const NnRangeTest *test)
{
  return !test->blew_up && test->n > 0 && test->smoothed[test->n - 1] <= test->smoothed[0];
}

guint
nn_halvings_that_hold (const NnFrame *frame, gboolean (*go_on) (gpointer user_data), gpointer user_data)
{
  NnRangeOptions options = { .steps = trial_steps (frame), .weights = frame->weights };
  Asking asking = { go_on, user_data };

  if (ds_type_find_param (frame->spec->optimizer.type, "learning_rate") < 0)
    return 0;
  options.to = ds_item_get (&frame->spec->optimizer, "learning_rate");
  for (guint i = 1; i <= MOST_HALVINGS; i++)
    {
      g_autoptr (NnRangeTest) test = NULL;

      options.to /= 2;
      options.from = options.to * (1 - CLIMB);
      test = nn_range_test (frame->spec, frame->data, &options, 0, ask, &asking, NULL);
      if (test == NULL || test->cancelled)
        return 0;
      if (holds (test))
        return i;
    }
  return 0;
}
