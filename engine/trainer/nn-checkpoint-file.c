/* Checkpoints in files: what they hold as tensors, what they belong to as text. */
#include "nn-checkpoint-private.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ds-readers.h"
#include "nn-safetensors.h"
#include "nn-weights.h"

#define FORMAT "fallline-checkpoint"
#define VERSION "1"

/* --- What a checkpoint belongs to -------------------------------------------------------------------------- */

/* Everything that the bits of the weights depend on, one string each. */
enum
{
  NETWORK,
  LOSS,
  OPTIMIZER,
  SCHEDULE,
  PENALTIES,
  BATCHES,
  SEED,
  DATA,
  N_IDENTITIES
};

static const char *const identity_keys[N_IDENTITIES] = { "network", "loss", "optimizer", "schedule", "regularization", "batches", "seed", "data" };

static const char *const identity_errors[N_IDENTITIES] = {
  N_("%s: this checkpoint is of another network: %s; the project has %s"),
  N_("%s: this checkpoint was trained with another loss: %s; the project has %s"),
  N_("%s: this checkpoint was trained with another optimizer: %s; the project has %s"),
  N_("%s: this checkpoint was trained with another schedule: %s; the project has %s"),
  N_("%s: this checkpoint was trained with other regularization: %s; the project has %s"),
  N_("%s: this checkpoint was trained with other batches: %s; the project has %s"),
  N_("%s: this checkpoint was trained with another seed: %s; the project has %s"),
  N_("%s: this checkpoint was trained on other data: %s; the project has %s"),
};

/* The shortest decimal that reads back the same. */
static void
add_number (GString *text, const char *key, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  for (int digits = 6; digits <= 17; digits++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (buffer, sizeof buffer, format, value);
      if (g_ascii_strtod (buffer, NULL) == value)
        break;
    }
  g_string_append_printf (text, "%s%s=%s", text->len > 0 ? " " : "", key, isnan (value) ? "none" : buffer);
}

static void
add_item (GString *text, const DsItem *item)
{
  g_string_append (text, item->type->id);
  for (guint i = 0; i < item->type->n_params; i++)
    {
      const DsParam *param = &item->type->params[i];

      if (ds_item_left_out (item, i))
        continue;
      if (param->kind == DS_PARAM_CHOICE)
        g_string_append_printf (text, " %s=%s", param->id, ds_item_choice (item, param->id)->id);
      else
        add_number (text, param->id, item->values[i]);
    }
}

static char *
item_text (const DsItem *item)
{
  GString *text = g_string_new (NULL);

  add_item (text, item);
  return g_string_free (text, FALSE);
}

static char *
network_text (const NnSpec *spec)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < spec->n_layers; i++)
    {
      if (i > 0)
        g_string_append (text, ", then ");
      add_item (text, &spec->layers[i]);
      for (guint k = 0; spec->frozen[i] != NULL && k < spec->frozen[i]->n; k++)
        {
          g_autofree char *name = nn_frozen_name (&spec->frozen[i]->entries[k]);

          g_string_append_printf (text, "%s%s", k == 0 ? " frozen=" : "+", name);
        }
    }
  return g_string_free (text, FALSE);
}

static char *
penalties_text (const NnSpec *spec)
{
  GString *text = g_string_new (NULL);

  add_number (text, "l1", spec->l1);
  add_number (text, "l2", spec->l2);
  add_number (text, "clip_norm", spec->clip_norm);
  add_number (text, "gradient_noise", spec->gradient_noise);
  return g_string_free (text, FALSE);
}

static char *
batches_text (const NnSpec *spec)
{
  GString *text = g_string_new (NULL);

  add_number (text, "size", (double) spec->batch_size);
  add_number (text, "shuffle", spec->shuffle ? 1 : 0);
  add_number (text, "growth", spec->batch_growth);
  if (spec->batch_growth != 1)
    {
      add_number (text, "every", (double) spec->batch_growth_every);
      add_number (text, "limit", (double) spec->batch_growth_limit);
    }
  return g_string_free (text, FALSE);
}

/* Guards against mistakes, not against forgers: FNV-1a over 32-bit words. */
static guint64
hash_floats (guint64 hash, const float *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      guint32 bits;

      memcpy (&bits, values + i, 4);
      hash = (hash ^ bits) * G_GUINT64_CONSTANT (0x100000001b3);
    }
  return hash;
}

static char *
data_text (const DsPrepared *data)
{
  gsize rows = data->n_train + data->n_validation;
  guint64 hash = hash_floats (G_GUINT64_CONSTANT (0xcbf29ce484222325), data->x, rows * data->inputs);

  hash = hash_floats (hash, data->y, rows * data->targets);
  return g_strdup_printf ("%zu training rows, %zu validation rows, %u inputs, %u classes, hash %016" PRIx64, data->n_train, data->n_validation,
                          data->inputs, data->n_classes, hash);
}

/* NULL-terminated, in the order of the enumeration. */
static char **
identities_of (const NnSpec *spec, const DsPrepared *data)
{
  char **texts = g_new0 (char *, N_IDENTITIES + 1);

  texts[NETWORK] = network_text (spec);
  texts[LOSS] = item_text (&spec->loss);
  texts[OPTIMIZER] = item_text (&spec->optimizer);
  texts[SCHEDULE] = item_text (&spec->schedule);
  texts[PENALTIES] = penalties_text (spec);
  texts[BATCHES] = batches_text (spec);
  texts[SEED] = g_strdup_printf ("%" PRIu64, spec->seed);
  texts[DATA] = data_text (data);
  return texts;
}

static gboolean
check_identity (const NnSafetensors *file, const char *name, const NnSpec *spec, const DsPrepared *data, GError **error)
{
  const char *format = nn_safetensors_metadata (file, "format");
  g_auto (GStrv) wanted = identities_of (spec, data);

  if (format == NULL || !g_str_equal (format, FORMAT " " VERSION))
    {
      g_autofree char *start = format != NULL ? nn_safetensors_excerpt (format, 40) : NULL;

      g_set_error (error, NN_ERROR, NN_ERROR_FILE, _("%s: this is no checkpoint (\"format\" in its __metadata__ is %.40s, expected %s); weights alone can be started from with --init-weights"),
                   name, start != NULL ? start : _("missing"), FORMAT " " VERSION);
      return FALSE;
    }
  for (guint i = 0; i < N_IDENTITIES; i++)
    {
      const char *found = nn_safetensors_metadata (file, identity_keys[i]);

      if (g_strcmp0 (found, wanted[i]) == 0)
        continue;
      g_set_error (error, NN_ERROR, NN_ERROR_FILE, _(identity_errors[i]), name, found != NULL ? found : _("none"), wanted[i]);
      return FALSE;
    }
  return TRUE;
}

/* --- Tensors ---------------------------------------------------------------------------------------------- */


/* Names of the rows of checkpoint->floats behind the weights. */
static void
row_name (const NnCheckpoint *checkpoint, guint row, char *name, gsize size)
{
  if (row == 1)
    g_strlcpy (name, "run.before", size);
  else if (row < 2 + checkpoint->optimizer->n_moments)
    g_snprintf (name, size, "optimizer.moment%u", row - 2);
  else
    g_strlcpy (name, "run.best", size);
}

static double *
curve_values (const NnCheckpointCurve *curve, guint columns)
{
  double *values = g_try_new (double, MAX (curve->rows, 1) * columns);

  for (guint64 row = 0; values != NULL && row < curve->rows; row++)
    memcpy (values + row * columns, nn_series_row (curve->series, row), columns * sizeof (double));
  return values;
}

static void
list_floats (const NnCheckpoint *checkpoint, const NnPlan *plan, GArray *tensors, GPtrArray *names)
{
  for (guint i = 0; i < plan->n_tensors; i++)
    {
      const NnTensor *tensor = &plan->tensors[i];
      NnSafetensorSource source = { tensor->name, NN_DTYPE_F32, tensor->cols > 0 ? 2 : 1, { tensor->rows, tensor->cols },
                                    checkpoint->floats + tensor->offset };

      g_array_append_val (tensors, source);
    }
  for (guint row = 1; row < nn_checkpoint_rows (checkpoint); row++)
    {
      char *name = g_malloc (32);

      row_name (checkpoint, row, name, 32);
      g_ptr_array_add (names, name);
      NnSafetensorSource source = { name, NN_DTYPE_F32, 1, { checkpoint->n }, nn_checkpoint_floats (checkpoint, row) };
      g_array_append_val (tensors, source);
    }
}

static gboolean
write_file (const NnCheckpoint *checkpoint, const NnPlan *plan, const char *path, const char *const *metadata, GError **error)
{
  g_autoptr (GArray) tensors = g_array_new (FALSE, FALSE, sizeof (NnSafetensorSource));
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree double *epochs = curve_values (&checkpoint->epochs, NN_EPOCH_COLUMNS);
  g_autofree double *evaluated = curve_values (&checkpoint->evaluated, 1);
  g_autofree double *steps = curve_values (&checkpoint->steps, NN_STEP_COLUMNS);
  double appended[2] = { (double) checkpoint->epochs.appended, (double) checkpoint->steps.appended };
  const NnSafetensorSource rest[] = {
    { "optimizer.scalars", NN_DTYPE_F64, 1, { NN_MAX_SCALARS }, checkpoint->scalars },
    { "run.numbers", NN_DTYPE_F64, 1, { NN_CHECKPOINT_NUMBERS }, checkpoint->numbers },
    { "run.schedule", NN_DTYPE_F64, 1, { NN_SCHEDULE_STATE }, checkpoint->schedule_state },
    { "run.appended", NN_DTYPE_F64, 1, { 2 }, appended },
    { "run.epochs", NN_DTYPE_F64, 2, { checkpoint->epochs.rows, NN_EPOCH_COLUMNS }, epochs },
    { "run.evaluated", NN_DTYPE_F64, 2, { checkpoint->evaluated.rows, 1 }, evaluated },
    { "run.steps", NN_DTYPE_F64, 2, { checkpoint->steps.rows, NN_STEP_COLUMNS }, steps },
  };

  if (epochs == NULL || evaluated == NULL || steps == NULL)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SYSTEM, _("Saving %s takes more memory than is free."), path);
      return FALSE;
    }
  list_floats (checkpoint, plan, tensors, names);
  g_array_append_vals (tensors, rest, G_N_ELEMENTS (rest));
  return nn_safetensors_write (path, (const NnSafetensorSource *) tensors->data, tensors->len, metadata, error);
}

gboolean
nn_checkpoint_save (const NnCheckpoint *checkpoint, const char *path, GError **error)
{
  NnProblem problem = nn_problem (checkpoint->data);
  g_autoptr (NnPlan) plan = nn_plan_new (checkpoint->spec, &problem, NULL, error);
  g_auto (GStrv) identities = identities_of (checkpoint->spec, checkpoint->data);
  const char *metadata[2 * (N_IDENTITIES + 2) + 1] = { "program", "Fall Line", "format", FORMAT " " VERSION };

  if (plan == NULL)
    return FALSE;
  for (guint i = 0; i < N_IDENTITIES; i++)
    {
      metadata[4 + 2 * i] = identity_keys[i];
      metadata[5 + 2 * i] = identities[i];
    }
  return write_file (checkpoint, plan, path, metadata, error);
}

/* --- Reading ------------------------------------------------------------------------------------------------- */

/* The tensor, which must be exactly so; *rows: what the first dimension must be, or G_MAXUINT64 for any, which is then put there. */
static const NnSafetensor *
find (const NnSafetensors *file, const char *name, const char *tensor, NnDtype dtype, guint64 *rows, guint cols, GError **error)
{
  const NnSafetensor *found = nn_safetensors_find (file, tensor);

  if (found == NULL)
    g_set_error (error, NN_ERROR, NN_ERROR_FILE, _("%s: there is no tensor \"%s\", which every checkpoint of this optimizer has"), name, tensor);
  else if (found->dtype != dtype || found->n_dims != (cols > 0 ? 2 : 1) || (cols > 0 && found->dims[1] != cols)
           || (*rows != G_MAXUINT64 && found->dims[0] != *rows))
    {
      g_autofree char *shape = nn_safetensors_shape (found), *type = nn_safetensors_excerpt (found->dtype_name, 16);

      g_set_error (error, NN_ERROR, NN_ERROR_FILE, _("%s: tensor \"%s\" is %.16s of shape %s, which does not fit the project's network"), name,
                   tensor, type, shape);
      found = NULL;
    }
  else
    *rows = found->dims[0];
  return found;
}

static gboolean
read_doubles (const NnSafetensors *file, const char *name, const char *tensor, double *values, guint64 n, GError **error)
{
  const NnSafetensor *found = find (file, name, tensor, NN_DTYPE_F64, &n, 0, error);

  for (guint64 i = 0; found != NULL && i < n; i++)
    values[i] = nn_safetensors_value (file, found, i);
  return found != NULL;
}

static gboolean
read_row (const NnSafetensors *file, const char *name, NnCheckpoint *checkpoint, guint row, GError **error)
{
  char tensor[32];
  guint64 n = checkpoint->n;
  const NnSafetensor *found;
  float *values = nn_checkpoint_floats (checkpoint, row);

  row_name (checkpoint, row, tensor, sizeof tensor);
  found = find (file, name, tensor, NN_DTYPE_F32, &n, 0, error);
  for (guint64 i = 0; found != NULL && i < n; i++)
    {
      values[i] = (float) nn_safetensors_value (file, found, i);
      /* Moments may have overflowed; weights that a run goes back to may not. */
      if (isfinite (values[i]) || (row >= 2 && row < 2 + checkpoint->optimizer->n_moments))
        continue;
      g_set_error (error, NN_ERROR, NN_ERROR_FILE, _("%s: tensor \"%s\" holds %g at [%" PRIu64 "]; every value must be a finite float32"), name,
                   tensor, (double) values[i], i);
      return FALSE;
    }
  return found != NULL;
}

static gboolean
read_curve (const NnSafetensors *file, const char *name, const char *tensor, guint columns, double appended, NnCheckpointCurve *curve,
            GError **error)
{
  guint64 rows = G_MAXUINT64;
  const NnSafetensor *found = find (file, name, tensor, NN_DTYPE_F64, &rows, columns, error);

  if (found == NULL)
    return FALSE;
  if (!(appended >= 0 && appended <= 9007199254740992.0) || rows != nn_series_kept ((guint64) appended))
    {
      g_set_error (error, NN_ERROR, NN_ERROR_FILE, _("%s: tensor \"%s\" has %" PRIu64 " rows, which cannot be all of %g"), name, tensor, rows, appended);
      return FALSE;
    }
  curve->series = nn_series_new (columns);
  for (guint64 row = 0; row < rows; row++)
    {
      double values[NN_EPOCH_COLUMNS];

      for (guint c = 0; c < columns; c++)
        values[c] = nn_safetensors_value (file, found, row * columns + c);
      nn_series_set_appended (curve->series, 0);
      if (!nn_series_append (curve->series, values))
        {
          g_set_error (error, NN_ERROR, NN_ERROR_SYSTEM, _("%s: its curves take more memory than is free"), name);
          return FALSE;
        }
    }
  nn_series_set_appended (curve->series, (guint64) appended);
  curve->rows = rows;
  curve->appended = (guint64) appended;
  return TRUE;
}

/* How many gradients were computed: not in files of before these were counted. */
static gboolean
read_counts (const NnSafetensors *file, const char *name, NnCheckpoint *checkpoint, double appended, GError **error)
{
  const NnSafetensor *numbers = nn_safetensors_find (file, "run.numbers");

  if (numbers == NULL || numbers->n_dims != 1 || numbers->dims[0] != NN_CHECKPOINT_UNCOUNTED)
    return read_doubles (file, name, "run.numbers", checkpoint->numbers, NN_CHECKPOINT_NUMBERS, error)
           && read_curve (file, name, "run.evaluated", 1, appended, &checkpoint->evaluated, error);
  if (!read_doubles (file, name, "run.numbers", checkpoint->numbers, NN_CHECKPOINT_UNCOUNTED, error))
    return FALSE;
  nn_checkpoint_count_steps (checkpoint);
  return TRUE;
}

static gboolean
read_run (const NnSafetensors *file, const char *name, NnCheckpoint *checkpoint, GError **error)
{
  double appended[2];
  const char *what;

  for (guint row = 1; row < nn_checkpoint_rows (checkpoint); row++)
    if (!read_row (file, name, checkpoint, row, error))
      return FALSE;
  if (!read_doubles (file, name, "optimizer.scalars", checkpoint->scalars, NN_MAX_SCALARS, error)
      || !read_doubles (file, name, "run.schedule", checkpoint->schedule_state, NN_SCHEDULE_STATE, error)
      || !read_doubles (file, name, "run.appended", appended, 2, error)
      || !read_curve (file, name, "run.epochs", NN_EPOCH_COLUMNS, appended[0], &checkpoint->epochs, error)
      || !read_curve (file, name, "run.steps", NN_STEP_COLUMNS, appended[1], &checkpoint->steps, error)
      || !read_counts (file, name, checkpoint, appended[0], error))
    return FALSE;
  if (nn_checkpoint_sane (checkpoint, &what))
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_FILE, _("%s: the number \"%s\" in tensor \"run.numbers\" cannot be a run's"), name, what);
  return FALSE;
}

static NnCheckpoint *
parse (const guint8 *bytes, gsize n, const char *name, const NnSpec *spec, DsPrepared *data, const NnPlan *plan, GError **error)
{
  g_autoptr (NnSafetensors) file = nn_safetensors_open (bytes, n, name, error);
  g_autoptr (NnCheckpoint) checkpoint = NULL;
  g_autofree float *weights = NULL;

  if (file == NULL || !check_identity (file, name, spec, data, error))
    return NULL;
  weights = nn_weights_parse (bytes, n, name, plan, error);
  if (weights == NULL)
    return NULL;
  checkpoint = nn_checkpoint_new (spec, data, nn_safetensors_find (file, "run.best") != NULL, error);
  if (checkpoint == NULL)
    return NULL;
  memcpy (checkpoint->floats, weights, checkpoint->n * sizeof (float));
  if (!read_run (file, name, checkpoint, error))
    return NULL;
  return g_steal_pointer (&checkpoint);
}

NnCheckpoint *
nn_checkpoint_load (const char *path, const NnSpec *spec, DsPrepared *data, GError **error)
{
  NnProblem problem = nn_problem (data);
  g_autoptr (NnPlan) plan = nn_plan_new (spec, &problem, NULL, error);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = g_filename_display_name (base);
  g_autofree char *bytes = NULL;
  gsize n;

  if (plan == NULL)
    return NULL;
  /* All moments that there can be, and the longest curves. */
  gsize limit = ((gsize) 1 << 30) + (gsize) MIN (plan->n_weights, G_MAXSIZE / 256) * 4 * (NN_MAX_MOMENTS + 4);
  bytes = ds_file_read (path, limit, FALSE, &n, error);
  return bytes != NULL ? parse ((const guint8 *) bytes, n, name, spec, data, plan, error) : NULL;
}
