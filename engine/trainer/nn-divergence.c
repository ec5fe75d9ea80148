/* A run that has blown up: which layer, at which step, and what to try; then back to the last weights that were sound. */
#include "nn-diagnose.h"
#include "nn-run.h"
#include "nn-words.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

/* The largest |value| of (rows, ld), of the samples loaded, or infinity where one is not finite. */
static double
largest_of (const nn_real *values, guint rows, gsize ld, gsize samples)
{
  double largest = 0;

  for (guint o = 0; o < rows; o++)
    for (gsize l = 0; l < samples; l++)
      {
        double v = fabs ((double) values[o * ld + l]);

        if (!isfinite (v))
          return INFINITY;
        largest = MAX (largest, v);
      }
  return largest;
}

static double
largest_output (const NnNetwork *network, guint layer)
{
  double largest = 0;

  for (guint i = 0; i < network->n_ops; i++)
    if (network->ops[i].layer == layer)
      largest = MAX (largest, largest_of (network->ops[i].y, network->ops[i].out, network->ops[i].ld, network->rows));
  return largest;
}

/* The first layer that puts out something not finite; else the one with the largest outputs. */
static int
guilty_layer (const NnNetwork *network, double *largest)
{
  int guilty = 0;

  *largest = -1;
  for (guint i = 0; i < network->plan->n_layers; i++)
    {
      double v = largest_output (network, i);

      if (v > *largest)
        {
          *largest = v;
          guilty = (int) i;
        }
      if (isinf (v))
        break;
    }
  return guilty;
}

static void
write_message (NnRun *run, double loss, int layer, double largest)
{
  g_autofree char *name = nn_layer_name (run->spec, layer), *start = nn_start_cause (run->spec, layer, run->diverged_input, run->diverged_target);
  double rate = run->learning_rate, advice = MIN (rate / 10, 0.1);
  char proposed[G_ASCII_DTOSTR_BUF_SIZE], present[G_ASCII_DTOSTR_BUF_SIZE];

  if (run->step == 0)
    {
      g_snprintf (run->message, sizeof run->message, _("Training cannot begin: the loss of the first batch is %s. %s"), NN_WORD (loss), start);
      return;
    }
  g_ascii_formatd (proposed, sizeof proposed, "%.2g", advice);
  g_ascii_formatd (present, sizeof present, "%.3g", rate);
  g_autofree char *what = isinf (largest) || isnan (largest)
                            ? g_strdup_printf (_("the outputs of %s are no longer numbers"), name)
                            : g_strdup_printf (_("the outputs of %s have grown to %s"), name, NN_WORD (largest));
  g_snprintf (run->message, sizeof run->message,
              isfinite (loss) ? _("Training diverged at step %s: %s and the loss has blown up to %s. The last sound weights were kept. Try a learning rate of %s or less (now %s), or gradient clipping.")
                              : _("Training diverged at step %s: %s and the loss is not a number (%s). The last finite weights were kept. Try a learning rate of %s or less (now %s), or gradient clipping."),
              NN_COUNT (run->step), what, NN_WORD (loss), proposed, present);
}

void
nn_run_diverge (NnRun *run, double loss)
{
  NnNetwork *network = run->network;
  double largest;

  /* The scores at an epoch's end were the evaluator's: pass the batch through once more to see each layer. */
  run->backend->forward (network, NN_EVALUATE, run->step);
  int layer = guilty_layer (network, &largest);
  run->diverged_input = largest_of (network->x, network->plan->inputs, network->ld, network->rows);
  run->diverged_target = run->data->n_classes == 0 ? largest_of (network->target, network->plan->outputs, network->ld, network->rows) : NAN;
  write_message (run, loss, layer, largest);
  run->stop = NN_STOP_DIVERGED;
  run->diverged_layer = layer;
  run->diverged_output = largest;
  run->diverged_loss = loss;
  nn_run_record_layers (run, TRUE);
  memcpy (network->w, network->before, network->n * sizeof (nn_real));
  run->backend->clear_moments (network);
  run->limit_loss = INFINITY;
  run->measured_at = 0;
}
