#include "nn-test-run.h"

#include <math.h>
#include <string.h>

NnTrainer *
nn_test_start (const NnSpec *spec, DsPrepared *data, guint threads)
{
  g_autoptr (GError) error = NULL;
  NnTrainer *trainer = nn_trainer_new (spec, data, threads, &error);

  g_assert_no_error (error);
  nn_trainer_set_frame_rate (trainer, 0);
  return trainer;
}

/* The newest frame once idle. */
NnFrame *
nn_test_settle (NnTrainer *trainer)
{
  NnFrame *frame;

  g_assert_true (nn_trainer_wait (trainer, 60));
  frame = nn_trainer_take_frame (trainer);
  g_assert_nonnull (frame);
  return frame;
}

NnSpec *
nn_test_with (NnSpec *spec, guint64 batch, gboolean shuffle, guint64 epochs)
{
  NnSpec values = *spec;
  NnSpec *changed;

  values.batch_size = batch;
  values.shuffle = shuffle;
  values.stop_epochs = epochs;
  changed = nn_spec_new (&values);
  nn_spec_unref (spec); /* whose lists of frozen weights the copy has used */
  return changed;
}

NnFrame *
nn_test_train (const NnSpec *spec, DsPrepared *data, guint threads)
{
  g_autoptr (NnTrainer) trainer = nn_test_start (spec, data, threads);

  nn_trainer_play (trainer);
  return nn_test_settle (trainer);
}

void
nn_test_assert_same_weights (const NnFrame *a, const NnFrame *b)
{
  g_assert_cmpuint (a->n_weights, ==, b->n_weights);
  g_assert_cmpmem (a->weights, a->n_weights * sizeof (float), b->weights, b->n_weights * sizeof (float));
}

/* All columns but the clock's. */
void
nn_test_assert_same_curves (const NnSeries *a, const NnSeries *b, guint columns, int clock)
{
  g_assert_cmpuint (nn_series_length (a), ==, nn_series_length (b));
  for (guint64 row = 0; row < nn_series_length (a); row++)
    for (guint c = 0; c < columns; c++)
      if ((int) c != clock)
        {
          double x = nn_series_row (a, row)[c], y = nn_series_row (b, row)[c];

          g_assert_true (x == y || (isnan (x) && isnan (y)));
        }
}

void
nn_test_change (NnTrainer *trainer, DsPrepared *data, const NnSpec *values)
{
  g_autoptr (NnSpec) spec = nn_spec_new (values);

  nn_trainer_change (trainer, spec, data);
}
