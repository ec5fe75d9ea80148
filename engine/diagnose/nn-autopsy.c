/* The autopsy of a diverged run: from the frame, and from the last rows of its layer series, of which the last was measured with the
 * weights that blew up. */
#include <math.h>
#include <glib/gi18n-lib.h>
#include "nn-finding.h"

/* The steps before the end that are compared with it. */
#define BEFORE 20

/* What is larger than this in the data is to blame, whatever the learning rate: healthy values are about 1. */
#define HUGE_VALUE 1e6

char *
nn_layer_name_within (const char *name)
{
  /* Translators: how a layer's name ("Dense layer 2") is written in the middle of a sentence: "small" for a small first letter
   * ("dense layer 2"), "same" where nouns keep their capital. */
  gboolean small = g_str_equal (C_("layer name in a sentence", "small"), "small");
  g_autofree char *first = small ? g_utf8_strdown (name, g_utf8_next_char (name) - name) : NULL;

  return small ? g_strconcat (first, g_utf8_next_char (name), NULL) : g_strdup (name);
}

char *
nn_layer_name (const NnSpec *spec, int layer)
{
  guint number = 0;

  for (int i = 0; i <= layer; i++)
    number += spec->layers[i].type == spec->layers[layer].type;
  g_autofree char *name = g_strdup_printf (_("%s layer %u"), _(spec->layers[layer].type->title), number);
  return nn_layer_name_within (name);
}

static const NnLayerRow *
last_row (const NnFrame *frame)
{
  guint64 n = frame->layer_series != NULL ? nn_layer_series_length (frame->layer_series) : 0;

  for (guint64 i = n; i > 0; i--)
    if (nn_layer_series_row (frame->layer_series, i - 1)->last)
      return nn_layer_series_row (frame->layer_series, i - 1);
  return NULL;
}

/* The newest row at least BEFORE steps before `last`, else the first; NULL where there is no other. */
static const NnLayerRow *
row_before (const NnFrame *frame, const NnLayerRow *last)
{
  guint64 n = nn_layer_series_length (frame->layer_series);

  for (guint64 i = n; i > 0; i--)
    {
      const NnLayerRow *row = nn_layer_series_row (frame->layer_series, i - 1);

      if (row != last && (row->step + BEFORE <= last->step || i == 1))
        return row;
    }
  return NULL;
}

/* The layer with the largest update for its weights. */
static guint
most_moved (const NnLayerRow *row, guint n)
{
  guint most = 0;

  for (guint i = 1; i < n; i++)
    if (isnan (row->layers[most].update_ratio) || row->layers[i].update_ratio > row->layers[most].update_ratio)
      most = i;
  return most;
}

char *
nn_start_cause (const NnSpec *spec, int layer, double input, double target)
{
  g_autofree char *name = nn_layer_name (spec, layer);

  if (input > HUGE_VALUE && !(target > input))
    return g_strdup_printf (_("No step had been taken, so it is not the learning rate: inputs reach %s. Standardize the inputs, or scale them down."),
                            NN_WORD (input));
  if (target > HUGE_VALUE)
    return g_strdup_printf (_("No step had been taken, so it is not the learning rate: targets reach %s. Scale the targets down."),
                            NN_WORD (target));
  return g_strdup_printf (_("No step had been taken, so it is not the learning rate: the weights of %s are too large to begin with."), name);
}

/* Data so large that any step is too long; NULL: they are not. */
static char *
cause_in_data (const NnFrame *frame)
{
  if (frame->diverged_input > HUGE_VALUE)
    return g_strdup_printf (_("Inputs of that batch reach %s, and a step is as long as they are large. Standardize the inputs, or scale them down."),
                            NN_WORD (frame->diverged_input));
  if (frame->diverged_target > HUGE_VALUE)
    return g_strdup_printf (_("Targets of that batch reach %s, and a step is as long as the errors are large. Scale the targets down."),
                            NN_WORD (frame->diverged_target));
  return NULL;
}

static char *
cause_of (const NnFrame *frame)
{
  const NnLayerRow *last = last_row (frame), *before = last != NULL ? row_before (frame, last) : NULL;
  char *data = cause_in_data (frame);

  if (frame->step == 0)
    {
      g_free (data);
      return nn_start_cause (frame->spec, frame->diverged_layer, frame->diverged_input, frame->diverged_target);
    }
  if (data != NULL)
    return data;
  if (before == NULL || before->step >= last->step)
    return g_strdup_printf (_("The very first steps at learning rate %s were too long for these weights and data."), NN_WORD (frame->learning_rate));
  guint layer = most_moved (last, frame->n_layers);
  const NnLayerNumbers *now = &last->layers[layer], *then = &before->layers[layer];
  g_autofree char *name = nn_layer_name (frame->spec, (int) layer);
  double ratio = (double) now->update_ratio;
  NnWord from = nn_count ((double) before->step), to = nn_count ((double) last->step);

  if (!isfinite (ratio) || ratio > 10 * NN_UPDATE_RATIO_HIGH)
    return g_strdup_printf (_("The steps were too long: the last one changed %s by %s times its weights (healthy: %s to %s); its gradient norm went from %s to %s between steps %s and %s."),
                            name, isfinite (ratio) ? NN_WORD (ratio) : "∞", NN_WORD (NN_UPDATE_RATIO_LOW), NN_WORD (NN_UPDATE_RATIO_HIGH),
                            NN_WORD ((double) then->gradient_norm), NN_WORD ((double) now->gradient_norm), from.text, to.text);
  return g_strdup_printf (_("The weights grew step by step: the norm of %s went from %s to %s between steps %s and %s, and what they multiply grew with them."),
                          name, NN_WORD ((double) then->weight_norm), NN_WORD ((double) now->weight_norm), from.text, to.text);
}

NnAutopsy *
nn_autopsy_new (const NnFrame *frame)
{
  NnAutopsy *autopsy;

  if (frame->stop != NN_STOP_DIVERGED || frame->diverged_layer < 0)
    return NULL;
  g_autofree char *name = nn_layer_name (frame->spec, frame->diverged_layer);
  autopsy = g_new0 (NnAutopsy, 1);
  autopsy->step = frame->step;
  autopsy->layer = frame->diverged_layer;
  if (isfinite (frame->diverged_output) && isfinite (frame->diverged_loss))
    autopsy->what = g_strdup_printf (_("At step %s the outputs of %s had grown to about %s, and the loss to %s."), NN_COUNT (frame->step), name,
                                     NN_WORD (frame->diverged_output), NN_WORD (frame->diverged_loss));
  else if (isfinite (frame->diverged_output))
    autopsy->what = g_strdup_printf (_("At step %s the loss was no number any more, though the outputs, up to %s in %s, were."), NN_COUNT (frame->step),
                                     NN_WORD (frame->diverged_output), name);
  else
    autopsy->what = g_strdup_printf (_("At step %s the loss was no number any more; the first to overflow was %s."), NN_COUNT (frame->step), name);
  autopsy->cause = cause_of (frame);
  autopsy->kept = frame->step > 0 ? g_strdup_printf (_("Shown now: the last sound weights, those before step %s."), NN_COUNT (frame->step))
                                  : g_strdup (_("Shown now: the initial weights."));
  return autopsy;
}

void
nn_autopsy_free (NnAutopsy *autopsy)
{
  if (autopsy == NULL)
    return;
  g_free (autopsy->what);
  g_free (autopsy->cause);
  g_free (autopsy->kept);
  g_free (autopsy);
}
