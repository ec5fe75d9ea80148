#include "nn-weights.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ds-readers.h"
#include "nn-safetensors.h"

/* --- Writing ---------------------------------------------------------------------------------- */

static gsize
tensor_size (const NnTensor *tensor)
{
  return (gsize) tensor->rows * MAX (tensor->cols, 1);
}

gboolean
nn_weights_save (const char *path, const NnPlan *plan, const float *weights, const char *const *metadata, GError **error)
{
  g_autofree NnSafetensorSource *tensors = g_new0 (NnSafetensorSource, plan->n_tensors + 1);

  for (guint i = 0; i < plan->n_tensors; i++)
    {
      const NnTensor *tensor = &plan->tensors[i];

      tensors[i] = (NnSafetensorSource) { tensor->name, NN_DTYPE_F32, tensor->cols > 0 ? 2 : 1, { tensor->rows, tensor->cols },
                                          weights + tensor->offset };
    }
  return nn_safetensors_write (path, tensors, plan->n_tensors, metadata, error);
}

/* --- Reading ---------------------------------------------------------------------------------- */

static char *
needed_shape (const NnTensor *tensor)
{
  return tensor->cols > 0 ? g_strdup_printf ("[%u, %u]", tensor->rows, tensor->cols) : g_strdup_printf ("[%u]", tensor->rows);
}

static char *
list_names (const NnSafetensors *file)
{
  GString *text = g_string_new (NULL);
  guint n;
  const NnSafetensor *tensors = nn_safetensors_list (file, &n);

  if (n == 0)
    g_string_append (text, _("none at all"));
  for (guint i = 0; i < n && i < 6; i++)
    {
      g_autofree char *start = nn_safetensors_excerpt (tensors[i].name, 40);
      g_string_append_printf (text, "%s\"%s\"", i > 0 ? ", " : "", start);
    }
  if (n > 6)
    g_string_append (text, " …");
  return g_string_free (text, FALSE);
}

static const NnSafetensor *
find_fitting (const NnSafetensors *file, const NnTensor *need, const char *name, GError **error)
{
  const NnSafetensor *found = nn_safetensors_find (file, need->name);
  g_autofree char *shape = needed_shape (need);
  gboolean fits;

  if (found == NULL)
    {
      g_autofree char *names = list_names (file);

      g_set_error (error, NN_ERROR, NN_ERROR_FILE, _("%s: there is no tensor \"%s\", the project needs it with shape %s; the file has %s"), name,
                   need->name, shape, names);
      return NULL;
    }
  fits = need->cols > 0 ? found->n_dims == 2 && found->dims[0] == need->rows && found->dims[1] == need->cols
                        : found->n_dims == 1 && found->dims[0] == need->rows;
  if (!fits)
    {
      g_autofree char *has = nn_safetensors_shape (found);

      g_set_error (error, NN_ERROR, NN_ERROR_FILE, _("%s: tensor \"%s\" has shape %s, the project needs %s"), name, need->name, has, shape);
      return NULL;
    }
  if (found->dtype == NN_DTYPE_OTHER)
    {
      g_autofree char *type = nn_safetensors_excerpt (found->dtype_name, 16);

      g_set_error (error, NN_ERROR, NN_ERROR_FILE, _("%s: tensor \"%s\" is of type %.16s; possible are F32, F64, F16 and BF16"), name, need->name, type);
      return NULL;
    }
  return found;
}

static gboolean
read_tensor (const NnSafetensors *file, const NnTensor *need, const char *name, float *weights, GError **error)
{
  const NnSafetensor *found = find_fitting (file, need, name, error);
  gsize n = tensor_size (need);
  gboolean variance = g_str_has_suffix (need->name, ".running_var");

  if (found == NULL)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      double value = nn_safetensors_value (file, found, i);

      weights[need->offset + i] = (float) value;
      if (isfinite (weights[need->offset + i]) && !(variance && value < 0))
        continue;
      if (need->cols > 0)
        g_set_error (error, NN_ERROR, NN_ERROR_FILE, _("%s: tensor \"%s\" holds %g at [%zu, %zu]; every value must be a finite float32"), name,
                     need->name, value, i / need->cols, i % need->cols);
      else if (isfinite (value) && variance)
        g_set_error (error, NN_ERROR, NN_ERROR_FILE, _("%s: tensor \"%s\" holds %g at [%zu]; a variance cannot be negative"), name, need->name,
                     value, i);
      else
        g_set_error (error, NN_ERROR, NN_ERROR_FILE, _("%s: tensor \"%s\" holds %g at [%zu]; every value must be a finite float32"), name,
                     need->name, value, i);
      return FALSE;
    }
  return TRUE;
}

float *
nn_weights_parse (const guint8 *bytes, gsize n, const char *name, const NnPlan *plan, GError **error)
{
  g_autoptr (NnSafetensors) file = nn_safetensors_open (bytes, n, name, error);
  g_autofree float *weights = NULL;

  if (file == NULL)
    return NULL;
  /* Shapes before memory: a file that does not fit is refused however big the network is. */
  for (guint i = 0; i < plan->n_tensors; i++)
    if (find_fitting (file, &plan->tensors[i], name, error) == NULL)
      return NULL;
  weights = g_try_new0 (float, plan->n_weights);
  if (weights == NULL && plan->n_weights > 0)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SYSTEM, _("%s: its %" PRIu64 " weights take more memory than is free"), name,
                   plan->n_weights);
      return NULL;
    }
  for (guint i = 0; i < plan->n_tensors; i++)
    if (!read_tensor (file, &plan->tensors[i], name, weights, error))
      return NULL;
  return g_steal_pointer (&weights);
}

float *
nn_weights_load (const char *path, const NnPlan *plan, GError **error)
{
  /* Room for the weights as float64 and as much again for tensors nobody asks for, besides the header. */
  gsize limit = ((gsize) 64 << 20) + (gsize) MIN (plan->n_weights, G_MAXSIZE / 64) * 32;
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = g_filename_display_name (base);
  g_autofree char *bytes = NULL;
  gsize n;

  bytes = ds_file_read (path, limit, FALSE, &n, error);
  if (bytes == NULL)
    return NULL;
  return nn_weights_parse ((const guint8 *) bytes, n, name, plan, error);
}

/* --- Checksum ---------------------------------------------------------------------------------- */

static void
put_floats (guint8 *to, const float *from, gsize n)
{
  memcpy (to, from, n * sizeof *from);
#if G_BYTE_ORDER != G_LITTLE_ENDIAN
  for (gsize i = 0; i < n; i++)
    {
      guint32 bits;

      memcpy (&bits, to + 4 * i, 4);
      bits = GUINT32_TO_LE (bits);
      memcpy (to + 4 * i, &bits, 4);
    }
#endif
}

char *
nn_weights_sha256 (const float *weights, gsize n)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 block[4096];

  for (gsize at = 0; at < n; at += sizeof block / 4)
    {
      gsize some = MIN (n - at, sizeof block / 4);

      put_floats (block, weights + at, some);
      g_checksum_update (checksum, block, (gssize) (some * 4));
    }
  return g_strdup (g_checksum_get_string (checksum));
}

/* --- Carrying over ----------------------------------------------------------------------------- */

static const char *
role (const NnTensor *tensor)
{
  const char *dot = strrchr (tensor->name, '.');

  return dot != NULL ? dot : tensor->name;
}

/* The tensor of `layer` with that role ("weight", "running_mean" ...), or NULL. */
static const NnTensor *
find_role (const NnPlan *plan, guint layer, const char *wanted)
{
  for (guint i = 0; i < plan->n_tensors; i++)
    if (plan->tensors[i].layer == layer && strcmp (role (&plan->tensors[i]), wanted) == 0)
      return &plan->tensors[i];
  return NULL;
}

static gboolean
same_layer (const NnPlan *a, guint layer_a, const NnPlan *b, guint layer_b)
{
  guint n_a = 0, n_b = 0;

  if (a->layers[layer_a].in != b->layers[layer_b].in || a->layers[layer_a].out != b->layers[layer_b].out)
    return FALSE;
  for (guint i = 0; i < a->n_tensors; i++)
    if (a->tensors[i].layer == layer_a)
      {
        const NnTensor *other = find_role (b, layer_b, role (&a->tensors[i]));

        if (other == NULL || other->rows != a->tensors[i].rows || other->cols != a->tensors[i].cols)
          return FALSE;
        n_a++;
      }
  for (guint i = 0; i < b->n_tensors; i++)
    n_b += b->tensors[i].layer == layer_b;
  return n_a == n_b;
}

static void
carry_layer (const NnPlan *from, guint from_layer, const float *from_weights, const NnPlan *to, guint to_layer, float *weights)
{
  for (guint i = 0; i < to->n_tensors; i++)
    {
      const NnTensor *new = &to->tensors[i];
      const NnTensor *old = new->layer == to_layer ? find_role (from, from_layer, role (new)) : NULL;
      guint rows, cols;

      if (old == NULL || (old->cols == 0) != (new->cols == 0))
        continue;
      rows = MIN (old->rows, new->rows);
      cols = MAX (MIN (old->cols, new->cols), 1);
      for (guint row = 0; row < rows; row++)
        memcpy (weights + new->offset + (gsize) row * MAX (new->cols, 1), from_weights + old->offset + (gsize) row * MAX (old->cols, 1),
                cols * sizeof *weights);
    }
}

/* The layers that are not paired yet, in their order. */
typedef struct
{
  guint layers[NN_MAX_LAYERS], n;
} Rest;

/* A layer that is still there and as it was takes its weights along, wherever it has come to stand. */
static void
carry_same (const NnPlan *from, const float *from_weights, const NnPlan *to, float *weights, Rest *rest_from, Rest *rest_to)
{
  gboolean paired[NN_MAX_LAYERS] = { FALSE };

  for (guint i = 0; i < to->n_layers; i++)
    {
      guint j = 0;

      while (j < from->n_layers && (to->layers[i].id == 0 || from->layers[j].id != to->layers[i].id || !same_layer (from, j, to, i)))
        j++;
      if (j == from->n_layers)
        rest_to->layers[rest_to->n++] = i;
      else
        {
          carry_layer (from, j, from_weights, to, i, weights);
          paired[j] = TRUE;
        }
    }
  for (guint j = 0; j < from->n_layers; j++)
    if (!paired[j])
      rest_from->layers[rest_from->n++] = j;
}

/* A unit z for the second of two classes, sigmoid(z), is the pair -z/2, z/2 under softmax; and that pair's difference is z again. */
static void
carry_two_classes (const NnPlan *from, const float *from_weights, const NnPlan *to, float *weights)
{
  gboolean spread = from->n_classes == 2 && from->outputs == 1 && to->n_classes >= 2 && to->outputs == to->n_classes;
  gboolean gather = to->n_classes == 2 && to->outputs == 1 && from->n_classes >= 2 && from->outputs == from->n_classes;
  const NnTensor *last = spread || gather ? find_role (to, to->n_layers - 1, ".weight") : NULL;

  if (last == NULL || last->cols == 0) /* a norm's numbers are no sums */
    return;
  for (guint i = 0; i < to->n_tensors; i++)
    {
      const NnTensor *new = &to->tensors[i];
      const NnTensor *old = new->layer == to->n_layers - 1 ? find_role (from, from->n_layers - 1, role (new)) : NULL;
      gsize wide_new = MAX (new->cols, 1), wide_old;

      if (old == NULL || old->rows != from->outputs || new->rows != to->outputs || (old->cols == 0) != (new->cols == 0))
        continue;
      wide_old = MAX (old->cols, 1);
      for (gsize col = 0; col < MIN (wide_old, wide_new); col++)
        {
          const float *was = from_weights + old->offset + col;
          float *is = weights + new->offset + col;

          if (spread)
            {
              is[0] = -0.5f * was[0];
              is[wide_new] = 0.5f * was[0];
            }
          else
            is[0] = was[wide_old] - was[0];
        }
    }
}

/* The others are paired from both ends as long as they are the same in shape, so that one put in or taken out in between leaves the
 * others what they have learned; those left are paired by place, counted from the output. From `to` back to `from` the pairs are the
 * same, so that an edit taken back at once loses nothing that both have. */
void
nn_weights_carry (const NnPlan *from, const float *from_weights, const NnPlan *to, float *weights)
{
  Rest a = { .n = 0 }, b = { .n = 0 };
  guint first = 0, n;

  carry_same (from, from_weights, to, weights, &a, &b);
  n = MIN (a.n, b.n);
  for (; first < n && same_layer (from, a.layers[first], to, b.layers[first]); first++)
    carry_layer (from, a.layers[first], from_weights, to, b.layers[first], weights);
  for (guint last = 1; first + last <= n; last++)
    carry_layer (from, a.layers[a.n - last], from_weights, to, b.layers[b.n - last], weights);
  carry_two_classes (from, from_weights, to, weights);
}
