#include "nn-checkpoint-private.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "nn-plan-private.h"

#define EXACT 9007199254740992.0 /* 2^53 */

typedef enum
{
  WHOLE,    /* guint64 */
  SWITCH,   /* gboolean */
  ANY,      /* double: losses may be NaN */
  POSITIVE  /* double, 0 or more and finite */
} Kind;

/* What of NnRun is neither derived nor in arrays. The order is that of the file. */
static const struct
{
  const char *name;
  gsize offset;
  Kind kind;
} fields[NN_CHECKPOINT_NUMBERS] = {
  { "step", G_STRUCT_OFFSET (NnRun, step), WHOLE },
  { "epoch", G_STRUCT_OFFSET (NnRun, epoch), WHOLE },
  { "step_in_epoch", G_STRUCT_OFFSET (NnRun, step_in_epoch), WHOLE },
  { "best_epoch", G_STRUCT_OFFSET (NnRun, best_epoch), WHOLE },
  { "samples", G_STRUCT_OFFSET (NnRun, samples), WHOLE },
  { "weights_given", G_STRUCT_OFFSET (NnRun, weights_given), SWITCH },
  { "epoch_loss", G_STRUCT_OFFSET (NnRun, epoch_loss), ANY },
  { "batch_loss", G_STRUCT_OFFSET (NnRun, batch_loss), ANY },
  { "limit_loss", G_STRUCT_OFFSET (NnRun, limit_loss), ANY },
  { "best_loss", G_STRUCT_OFFSET (NnRun, best_loss), ANY },
  { "train_loss", G_STRUCT_OFFSET (NnRun, train_loss), ANY },
  { "validation_loss", G_STRUCT_OFFSET (NnRun, validation_loss), ANY },
  { "train_accuracy", G_STRUCT_OFFSET (NnRun, train_accuracy), ANY },
  { "validation_accuracy", G_STRUCT_OFFSET (NnRun, validation_accuracy), ANY },
  { "learning_rate", G_STRUCT_OFFSET (NnRun, learning_rate), ANY },
  { "seconds", G_STRUCT_OFFSET (NnRun, seconds), POSITIVE },
  { "updates", G_MAXSIZE, WHOLE }, /* the network's */
  { "evaluations", G_STRUCT_OFFSET (NnRun, evaluations), WHOLE },
  { "work", G_STRUCT_OFFSET (NnRun, work), WHOLE },
};

enum
{
  STEP,
  EPOCH,
  SAMPLES = 4,
  EVALUATIONS = NN_CHECKPOINT_UNCOUNTED,
  WORK
};

/* Rows of gradients counted with the epochs. */
#define EVALUATED_COLUMNS 1

static NnCheckpoint *
checkpoint_of_size (const NnSpec *spec, DsPrepared *data, gsize n, gboolean has_best, GError **error)
{
  NnCheckpoint *self = g_new0 (NnCheckpoint, 1);
  gsize count;

  nn_refs_init (&self->refs);
  self->spec = nn_spec_ref (spec);
  self->data = ds_prepared_ref (data);
  self->optimizer = nn_backend ()->tables->optimizers[nn_registry_index (NN_OPTIMIZERS, spec->optimizer.type)];
  self->n = n;
  self->balanced[0] = self->balanced[1] = NAN;
  self->has_best = has_best;
  if (g_size_checked_mul (&count, MAX (self->n, 1), nn_checkpoint_rows (self)))
    self->floats = g_try_new (float, count);
  if (self->floats == NULL)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SYSTEM, _("a checkpoint of %zu weights and %u moments each takes more memory than is free"),
                   self->n, self->optimizer->n_moments);
      nn_checkpoint_unref (self);
      return NULL;
    }
  return self;
}

NnCheckpoint *
nn_checkpoint_new (const NnSpec *spec, DsPrepared *data, gboolean has_best, GError **error)
{
  NnProblem problem = nn_problem (data);
  g_autoptr (NnPlan) plan = nn_plan_new (spec, &problem, NULL, error);

  return plan != NULL ? checkpoint_of_size (spec, data, (gsize) plan->n_weights, has_best, error) : NULL;
}

NnCheckpoint *
nn_checkpoint_ref (NnCheckpoint *self)
{
  nn_refs_inc (&self->refs);
  return self;
}

void
nn_checkpoint_unref (NnCheckpoint *self)
{
  if (self == NULL || !nn_refs_dec (&self->refs))
    return;
  nn_spec_unref (self->spec);
  ds_prepared_unref (self->data);
  nn_series_unref (self->epochs.series);
  nn_series_unref (self->evaluated.series);
  nn_series_unref (self->steps.series);
  nn_layer_series_unref (self->layer_series);
  g_free (self->floats);
  g_free (self);
}

guint64
nn_checkpoint_epoch (const NnCheckpoint *self)
{
  return (guint64) self->numbers[EPOCH];
}

guint64
nn_checkpoint_step (const NnCheckpoint *self)
{
  return (guint64) self->numbers[STEP];
}

guint64
nn_checkpoint_evaluations (const NnCheckpoint *self)
{
  return (guint64) self->numbers[EVALUATIONS];
}

guint
nn_checkpoint_rows (const NnCheckpoint *self)
{
  return 2 + self->optimizer->n_moments + (self->has_best ? 1 : 0);
}

float *
nn_checkpoint_floats (const NnCheckpoint *self, guint i)
{
  return self->floats + self->n * i;
}

static gboolean
number_sane (double value, Kind kind)
{
  switch (kind)
    {
    case WHOLE: return value >= 0 && value <= EXACT && value == floor (value);
    case SWITCH: return value == 0 || value == 1;
    case POSITIVE: return value >= 0 && isfinite (value);
    case ANY:
    default: return TRUE;
    }
}

gboolean
nn_checkpoint_sane (const NnCheckpoint *self, const char **what)
{
  for (guint i = 0; i < NN_CHECKPOINT_NUMBERS; i++)
    if (!number_sane (self->numbers[i], fields[i].kind))
      {
        *what = fields[i].name;
        return FALSE;
      }
  return TRUE;
}

void
nn_checkpoint_count_steps (NnCheckpoint *self)
{
  self->numbers[EVALUATIONS] = self->numbers[STEP];
  self->numbers[WORK] = self->numbers[SAMPLES];
  nn_series_unref (self->evaluated.series);
  self->evaluated = self->epochs;
  self->evaluated.series = nn_series_new (EVALUATED_COLUMNS);
  for (guint64 row = 0; row < self->epochs.rows; row++)
    {
      nn_series_set_appended (self->evaluated.series, 0); /* as those of epochs: what was kept once is kept again */
      nn_series_append (self->evaluated.series, &nn_series_row (self->epochs.series, row)[NN_STEP]);
    }
  nn_series_set_appended (self->evaluated.series, self->epochs.appended);
  self->evaluated.rows = nn_series_length (self->evaluated.series);
}

/* --- From a run --------------------------------------------------------------------------------- */

static double
get_number (NnRun *run, guint i)
{
  gconstpointer place = fields[i].offset == G_MAXSIZE ? (gconstpointer) &run->network->updates : G_STRUCT_MEMBER_P (run, fields[i].offset);

  switch (fields[i].kind)
    {
    case WHOLE: return (double) *(const guint64 *) place;
    case SWITCH: return *(const gboolean *) place ? 1 : 0;
    case ANY:
    case POSITIVE:
    default: return *(const double *) place;
    }
}

static NnCheckpointCurve
curve_of (NnSeries *series)
{
  return (NnCheckpointCurve) { nn_series_ref (series), nn_series_length (series), nn_series_appended (series) };
}

NnCheckpoint *
nn_run_capture (NnRun *run, GError **error)
{
  const NnNetwork *network = run->network;
  NnCheckpoint *self = checkpoint_of_size (run->spec, run->data, network->n, run->best != NULL, error);
  guint row = 0;
  gsize bytes = network->n * sizeof (float);

  if (self == NULL)
    return NULL;
  memcpy (nn_checkpoint_floats (self, row++), network->w, bytes);
  memcpy (nn_checkpoint_floats (self, row++), network->before, bytes);
  for (guint m = 0; m < network->optimizer->n_moments; m++)
    memcpy (nn_checkpoint_floats (self, row++), network->moments[m], bytes);
  if (run->best != NULL)
    memcpy (nn_checkpoint_floats (self, row++), run->best, bytes);
  for (guint i = 0; i < NN_CHECKPOINT_NUMBERS; i++)
    self->numbers[i] = get_number (run, i);
  self->balanced[0] = run->train_balanced;
  self->balanced[1] = run->validation_balanced;
  memcpy (self->scalars, network->scalars, sizeof self->scalars);
  memcpy (self->schedule_state, run->schedule_state, sizeof self->schedule_state);
  self->epochs = curve_of (run->epochs);
  self->evaluated = curve_of (run->evaluated);
  self->steps = curve_of (run->steps);
  self->layer_series = nn_layer_series_ref (run->layer_series);
  return self;
}

/* --- To a run ------------------------------------------------------------------------------------ */

static void
set_number (NnRun *run, guint i, double value)
{
  gpointer place = fields[i].offset == G_MAXSIZE ? (gpointer) &run->network->updates : G_STRUCT_MEMBER_P (run, fields[i].offset);

  switch (fields[i].kind)
    {
    case WHOLE: *(guint64 *) place = (guint64) value; break;
    case SWITCH: *(gboolean *) place = value != 0; break;
    case ANY:
    case POSITIVE: *(double *) place = value; break;
    }
}

/* A copy: the run appends to it, the checkpoint must not change. Without memory it is as long as it could be. */
static void
restore_curve (NnSeries **series, const NnCheckpointCurve *curve, guint columns)
{
  gboolean whole = TRUE;

  nn_series_unref (*series);
  *series = nn_series_new (columns);
  for (guint64 row = 0; whole && row < curve->rows; row++)
    {
      nn_series_set_appended (*series, 0); /* what was kept once is kept again */
      whole = nn_series_append (*series, nn_series_row (curve->series, row));
    }
  if (whole)
    nn_series_set_appended (*series, curve->appended);
}

gboolean
nn_run_restore_state (NnRun *run, const NnCheckpoint *checkpoint)
{
  NnNetwork *network = run->network;
  guint row = 0;
  gsize bytes = network->n * sizeof (float);

  if (checkpoint->n != network->n || checkpoint->optimizer != network->optimizer || checkpoint->data->n_train != run->data->n_train)
    return FALSE;
  memcpy (network->w, nn_checkpoint_floats (checkpoint, row++), bytes);
  memcpy (network->before, nn_checkpoint_floats (checkpoint, row++), bytes);
  for (guint m = 0; m < network->optimizer->n_moments; m++)
    memcpy (network->moments[m], nn_checkpoint_floats (checkpoint, row++), bytes);
  if (checkpoint->has_best && run->best != NULL)
    memcpy (run->best, nn_checkpoint_floats (checkpoint, row), bytes);
  for (guint i = 0; i < NN_CHECKPOINT_NUMBERS; i++)
    set_number (run, i, checkpoint->numbers[i]);
  memcpy (network->scalars, checkpoint->scalars, sizeof network->scalars);
  memcpy (run->schedule_state, checkpoint->schedule_state, sizeof run->schedule_state);
  run->id = nn_serial ();
  run->epoch_limit = run->spec->stop_epochs;
  run->stop = run->epoch_limit > 0 && run->epoch >= run->epoch_limit ? NN_STOP_EPOCHS : NN_STOP_NONE;
  run->diverged_layer = -1;
  run->message[0] = '\0';
  run->train_balanced = checkpoint->balanced[0];
  run->validation_balanced = checkpoint->balanced[1];
  run->stepped = FALSE;
  run->measured_at = 0;
  nn_run_take_up_epoch (run, checkpoint->has_best);
  return TRUE;
}

gboolean
nn_run_restore (NnRun *run, const NnCheckpoint *checkpoint)
{
  if (!nn_run_restore_state (run, checkpoint))
    return FALSE;
  restore_curve (&run->epochs, &checkpoint->epochs, NN_EPOCH_COLUMNS);
  restore_curve (&run->steps, &checkpoint->steps, NN_STEP_COLUMNS);
  restore_curve (&run->evaluated, &checkpoint->evaluated, EVALUATED_COLUMNS);
  nn_layer_series_unref (run->layer_series);
  run->layer_series = checkpoint->layer_series != NULL ? nn_layer_series_copy (checkpoint->layer_series, run->step)
                                                       : nn_layer_series_new (run->network->plan->n_layers);
  return TRUE;
}
