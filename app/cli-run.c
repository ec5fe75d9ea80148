#include "cli-run.h"

#include "ds-write.h"
#include "nn-trainer.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define BAR_WIDTH 24
/* Microseconds between two checkpoints. */
#define CHECKPOINT_INTERVAL (60 * G_USEC_PER_SEC)

static void
draw_bar (const NnFrame *frame)
{
  char loss[32], validation[32];
  guint64 limit = frame->spec->stop_epochs;
  double share = limit != 0 ? MIN (1.0, frame->epoch / (double) limit) : 0;
  char bar[BAR_WIDTH + 1];

  memset (bar, '-', BAR_WIDTH);
  memset (bar, '#', (gsize) (share * BAR_WIDTH));
  bar[BAR_WIDTH] = '\0';
  g_printerr ("\r[%s] ", limit != 0 ? bar : "------ no limit: Ctrl+C -");
  g_printerr (_("epoch %" PRIu64 "  loss %s  validation %s  %.0f samples/s"), frame->epoch,
              fl_cli_short_number (frame->train_loss, loss, sizeof loss), fl_cli_short_number (frame->validation_loss, validation, sizeof validation),
              frame->samples_per_second);
  g_printerr ("\033[K");
}

/* The newest frame replaces `frame`; TRUE if there was one. */
static gboolean
take (NnTrainer *trainer, NnFrame **frame)
{
  NnFrame *next = nn_trainer_take_frame (trainer);

  if (next == NULL)
    return FALSE;
  nn_frame_unref (*frame);
  *frame = next;
  return TRUE;
}

NnSpec *
fl_run_spec (const FlCliInput *input, guint64 epochs)
{
  NnSpec spec = *input->project->spec;

  if (epochs != 0)
    spec.stop_epochs = epochs;
  return nn_spec_new (&spec);
}

/* Between two steps; the training waits for the copy alone, not for the disk. */
static gboolean
write_checkpoint (NnTrainer *trainer, const char *path, GError **error)
{
  g_autoptr (NnCheckpoint) checkpoint = path != NULL ? nn_trainer_capture (trainer, error) : NULL;

  return path == NULL || (checkpoint != NULL && nn_checkpoint_save (checkpoint, path, error));
}

static gboolean
start (NnTrainer *trainer, const FlCliInput *input, const FlRunOptions *options, const NnSpec *spec, GError **error)
{
  nn_trainer_set_frame_rate (trainer, options->progress ? 10 : 0);
  if (options->weights != NULL && !nn_trainer_set_weights (trainer, options->weights, input->plan->n_weights))
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SYSTEM, _("there is not enough memory for the weights"));
      return FALSE;
    }
  if (options->resume != NULL)
    nn_trainer_restore (trainer, options->resume);
  /* A run that had got that far before it was put away is over. */
  if (options->resume == NULL || spec->stop_epochs == 0 || nn_checkpoint_epoch (options->resume) < spec->stop_epochs)
    nn_trainer_play (trainer);
  return TRUE;
}

/* Until it rests. A checkpoint that cannot be written now may be written a minute later: it is said once. */
static void
follow (NnTrainer *trainer, const FlRunOptions *options, NnFrame **frame)
{
  gboolean told = FALSE, warned = FALSE;
  gint64 due = g_get_monotonic_time () + CHECKPOINT_INTERVAL;

  while (!nn_trainer_wait (trainer, 0.1))
    {
      g_autoptr (GError) error = NULL;

      if (!told && fl_cli_interrupted ())
        {
          nn_trainer_interrupt (trainer);
          told = TRUE;
        }
      if (take (trainer, frame) && options->progress)
        draw_bar (*frame);
      if (g_get_monotonic_time () < due)
        continue;
      if (!write_checkpoint (trainer, options->checkpoint, &error) && !warned)
        {
          fl_cli_fail (FL_EXIT_INPUT, error);
          warned = TRUE;
        }
      due = g_get_monotonic_time () + CHECKPOINT_INTERVAL;
    }
  take (trainer, frame);
  write_checkpoint (trainer, options->checkpoint, options->checkpoint_error);
}

NnFrame *
fl_run (const FlCliInput *input, const FlRunOptions *options, GError **error)
{
  g_autoptr (NnSpec) spec = fl_run_spec (input, options->epochs);
  g_autoptr (NnTrainer) trainer = nn_trainer_new (spec, input->data, options->threads, error);
  NnFrame *frame = NULL;

  if (trainer == NULL || !start (trainer, input, options, spec, error))
    return NULL;
  follow (trainer, options, &frame);
  if (options->progress)
    g_printerr ("\r\033[K");
  if (frame == NULL)
    g_set_error (error, NN_ERROR, NN_ERROR_SYSTEM, _("the training thread ended without a result"));
  return frame;
}

/* --- reports ----------------------------------------------------------------------------------------------------------- */

static void
append_share (GString *out, const char *format, double share)
{
  char buffer[32];

  if (isfinite (share))
    g_string_append_printf (out, format, g_ascii_formatd (buffer, sizeof buffer, "%.1f", 100 * share));
}

static void
append_number (GString *out, const char *format, double value)
{
  char buffer[32];

  if (isfinite (value))
    g_string_append_printf (out, format, fl_cli_short_number (value, buffer, sizeof buffer));
}

char *
fl_run_summary (const NnFrame *frame)
{
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, g_dngettext (GETTEXT_PACKAGE, "%" PRIu64 " epoch", "%" PRIu64 " epochs", frame->epoch), frame->epoch);
  g_string_append_printf (out, g_dngettext (GETTEXT_PACKAGE, ", %" PRIu64 " step", ", %" PRIu64 " steps", frame->step), frame->step);
  append_number (out, _(" · training loss %s"), frame->train_loss);
  append_share (out, _(", %s %% right"), frame->train_accuracy);
  append_number (out, _(" · validation loss %s"), frame->validation_loss);
  append_share (out, _(", %s %% right"), frame->validation_accuracy);
  append_number (out, _(" · %s s"), frame->seconds);
  return g_string_free (out, FALSE);
}

gboolean
fl_run_write_history (const NnFrame *frame, const char *path, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  guint64 rows = nn_series_length (frame->epochs);

  g_string_append (out, "epoch,step,batch_loss,train_loss,validation_loss,train_accuracy,validation_accuracy,learning_rate,seconds\n");
  for (guint64 i = 0; i < rows; i++)
    {
      const double *row = nn_series_row (frame->epochs, i);

      for (guint c = 0; c < NN_EPOCH_COLUMNS; c++)
        {
          char buffer[G_ASCII_DTOSTR_BUF_SIZE];

          if (c > 0)
            g_string_append_c (out, ',');
          if (isfinite (row[c])) /* a missing value is an empty cell */
            g_string_append (out, g_ascii_formatd (buffer, sizeof buffer, c <= NN_STEP ? "%.0f" : "%.9g", row[c]));
        }
      g_string_append_c (out, '\n');
    }
  return ds_write_file (path, out->str, out->len, error);
}
