#include "cli-run.h"

#include "nn-trainer.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define BAR_WIDTH 24

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

static NnSpec *
spec_for (const FlCliInput *input, const FlRunOptions *options)
{
  NnSpec spec = *input->project->spec;

  if (options->epochs != 0)
    spec.stop_epochs = options->epochs;
  return nn_spec_new (&spec);
}

NnFrame *
fl_run (const FlCliInput *input, const FlRunOptions *options, GError **error)
{
  g_autoptr (NnSpec) spec = spec_for (input, options);
  g_autoptr (NnTrainer) trainer = nn_trainer_new (spec, input->data, options->threads, error);
  NnFrame *frame = NULL;
  gboolean told = FALSE;

  if (trainer == NULL)
    return NULL;
  nn_trainer_set_frame_rate (trainer, options->progress ? 10 : 0);
  if (options->weights != NULL)
    nn_trainer_set_weights (trainer, options->weights, input->plan->n_weights);
  nn_trainer_play (trainer);
  while (!nn_trainer_wait (trainer, 0.1))
    {
      if (fl_cli_interrupted () && !told)
        {
          nn_trainer_interrupt (trainer);
          told = TRUE;
        }
      if (take (trainer, &frame) && options->progress)
        draw_bar (frame);
    }
  take (trainer, &frame);
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

  g_string_append_printf (out, _("%" PRIu64 " epochs, %" PRIu64 " steps"), frame->epoch, frame->step);
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
  return g_file_set_contents (path, out->str, out->len, error);
}
