#include "nn-safetensors.h"

#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "nn-error.h"

/* A header of this program is a few kilobytes; of the largest models in the world, a few megabytes. */
#define MAX_HEADER (16u << 20)

struct _NnSafetensors
{
  json_t *header;
  const guint8 *data;
  guint64 n_data;
  guint n_tensors;
  NnSafetensor *tensors; /* sorted by place */
  GHashTable *by_name;
};

static const struct
{
  const char *name;
  NnDtype dtype;
  guint bytes;
} dtypes[] = {
  { "F32", NN_DTYPE_F32, 4 },   { "F64", NN_DTYPE_F64, 8 },   { "F16", NN_DTYPE_F16, 2 },   { "BF16", NN_DTYPE_BF16, 2 },
  { "I64", NN_DTYPE_OTHER, 8 }, { "U64", NN_DTYPE_OTHER, 8 }, { "I32", NN_DTYPE_OTHER, 4 }, { "U32", NN_DTYPE_OTHER, 4 },
  { "I16", NN_DTYPE_OTHER, 2 }, { "U16", NN_DTYPE_OTHER, 2 }, { "I8", NN_DTYPE_OTHER, 1 },  { "U8", NN_DTYPE_OTHER, 1 },
  { "BOOL", NN_DTYPE_OTHER, 1 },
};

/* All the messages about one tensor start alike. */
static gboolean G_GNUC_PRINTF (4, 5)
fail (const char *name, const char *tensor, GError **error, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, NN_ERROR, NN_ERROR_FILE, _("%s: tensor \"%s\" %s"), name, tensor, what);
  return FALSE;
}

/* A whole number from 0 to 2^53, which is what JSON can carry exactly everywhere. */
static gboolean
get_count (json_t *value, guint64 *count)
{
  if (!json_is_integer (value) || json_integer_value (value) < 0 || json_integer_value (value) > ((json_int_t) 1 << 53))
    return FALSE;
  *count = (guint64) json_integer_value (value);
  return TRUE;
}

static gboolean
read_dtype (NnSafetensor *tensor, json_t *entry, guint *element, const char *name, GError **error)
{
  json_t *dtype = json_object_get (entry, "dtype");

  *element = 0;
  if (!json_is_string (dtype))
    return fail (name, tensor->name, error, _("has no \"dtype\" (expected \"F32\")"));
  tensor->dtype_name = json_string_value (dtype);
  tensor->dtype = NN_DTYPE_OTHER;
  for (guint i = 0; i < G_N_ELEMENTS (dtypes); i++)
    if (strcmp (dtypes[i].name, tensor->dtype_name) == 0)
      {
        tensor->dtype = dtypes[i].dtype;
        *element = dtypes[i].bytes;
      }
  return TRUE;
}

static gboolean
read_shape (NnSafetensor *tensor, json_t *entry, guint64 *elements, const char *name, GError **error)
{
  json_t *shape = json_object_get (entry, "shape");

  if (!json_is_array (shape))
    return fail (name, tensor->name, error, _("has no \"shape\" (expected a list of sizes such as [8, 2])"));
  if (json_array_size (shape) > NN_SAFETENSORS_MAX_DIMS)
    return fail (name, tensor->name, error, _("has %zu dimensions; at most %d are possible"), json_array_size (shape),
                 NN_SAFETENSORS_MAX_DIMS);
  tensor->n_dims = (guint) json_array_size (shape);
  *elements = 1;
  for (guint i = 0; i < tensor->n_dims; i++)
    {
      if (!get_count (json_array_get (shape, i), &tensor->dims[i]))
        return fail (name, tensor->name, error, _("has a shape whose size number %u is not a whole number of 0 or more"), i + 1);
      if (!g_uint64_checked_mul (elements, *elements, tensor->dims[i]))
        return fail (name, tensor->name, error, _("has a shape with more elements than a computer can count"));
    }
  return TRUE;
}

static gboolean
read_place (NnSafetensor *tensor, json_t *entry, guint64 n_data, const char *name, GError **error)
{
  json_t *place = json_object_get (entry, "data_offsets");

  if (!json_is_array (place) || json_array_size (place) != 2 || !get_count (json_array_get (place, 0), &tensor->begin)
      || !get_count (json_array_get (place, 1), &tensor->end))
    return fail (name, tensor->name, error, _("has no \"data_offsets\" (expected two byte numbers such as [0, 64])"));
  if (tensor->begin > tensor->end)
    return fail (name, tensor->name, error, _("ends at byte %" PRIu64 ", before its start at byte %" PRIu64),
                 tensor->end, tensor->begin);
  if (tensor->end > n_data)
    return fail (name, tensor->name, error,
                 _("ends at byte %" PRIu64 " of the data, but the file has only %" PRIu64
                   " bytes of data; it may have been cut off"),
                 tensor->end, n_data);
  return TRUE;
}

static gboolean
read_entry (NnSafetensors *file, NnSafetensor *tensor, json_t *entry, const char *name, GError **error)
{
  guint64 elements = 0, bytes;
  guint element;

  if (!json_is_object (entry))
    return fail (name, tensor->name, error, _("is not an object with \"dtype\", \"shape\" and \"data_offsets\""));
  if (!read_dtype (tensor, entry, &element, name, error) || !read_shape (tensor, entry, &elements, name, error)
      || !read_place (tensor, entry, file->n_data, name, error))
    return FALSE;
  if (element == 0)
    return TRUE; /* a type of the future: its size is its own affair */
  if (!g_uint64_checked_mul (&bytes, elements, element) || bytes != tensor->end - tensor->begin)
    {
      g_autofree char *shape = nn_safetensors_shape (tensor);

      return fail (name, tensor->name, error, _("of shape %s and type %s does not take the %" PRIu64 " bytes it has"), shape,
                   tensor->dtype_name, tensor->end - tensor->begin);
    }
  return TRUE;
}

static int
compare_places (const void *a, const void *b)
{
  const NnSafetensor *p = a, *q = b;

  if (p->begin != q->begin)
    return p->begin < q->begin ? -1 : 1;
  return (p->end > q->end) - (p->end < q->end);
}

static gboolean
check_places (NnSafetensors *file, const char *name, GError **error)
{
  guint64 end = 0;

  qsort (file->tensors, file->n_tensors, sizeof *file->tensors, compare_places);
  for (guint i = 0; i < file->n_tensors; i++)
    {
      const NnSafetensor *tensor = &file->tensors[i];

      if (tensor->begin < end)
        return fail (name, tensor->name, error, _("overlaps tensor \"%s\": it starts at byte %" PRIu64 ", the other ends at %" PRIu64),
                     file->tensors[i - 1].name, tensor->begin, end);
      if (tensor->begin > end)
        return fail (name, tensor->name, error,
                     _("starts at byte %" PRIu64 " of the data; the bytes from %" PRIu64 " on belong to no tensor"),
                     tensor->begin, end);
      end = tensor->end;
    }
  if (end != file->n_data)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_FILE,
                   _("%s: the tensors end at byte %" PRIu64 " of the data, but the file goes on to byte %" PRIu64), name,
                   end, file->n_data);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_entries (NnSafetensors *file, const char *name, GError **error)
{
  const char *key;
  json_t *entry;

  file->tensors = g_new0 (NnSafetensor, json_object_size (file->header) + 1);
  json_object_foreach (file->header, key, entry)
    {
      if (strcmp (key, NN_SAFETENSORS_METADATA) == 0)
        continue;
      file->tensors[file->n_tensors].name = key;
      if (!read_entry (file, &file->tensors[file->n_tensors], entry, name, error))
        return FALSE;
      file->n_tensors++;
    }
  if (!check_places (file, name, error))
    return FALSE;
  file->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < file->n_tensors; i++)
    g_hash_table_insert (file->by_name, (gpointer) file->tensors[i].name, &file->tensors[i]);
  return TRUE;
}

static gboolean
read_header (NnSafetensors *file, const guint8 *bytes, gsize n, const char *name, GError **error)
{
  json_error_t where;
  guint64 length;

  if (n < 8)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_FILE, _("%s: %zu bytes are too few for a safetensors file, which starts with 8 bytes of header length"),
                   name, n);
      return FALSE;
    }
  memcpy (&length, bytes, 8);
  length = GUINT64_FROM_LE (length);
  if (length > n - 8 || length > MAX_HEADER || length < 2 || bytes[8] != '{')
    {
      if (length <= MAX_HEADER && length > n - 8)
        g_set_error (error, NN_ERROR, NN_ERROR_FILE,
                     _("%s: the header should be %" PRIu64 " bytes long, but only %zu follow; the file may have been cut off"), name,
                     length, n - 8);
      else
        g_set_error (error, NN_ERROR, NN_ERROR_FILE,
                     _("%s: this is not a safetensors file (expected 8 bytes of header length and then \"{\")"), name);
      return FALSE;
    }
  file->header = json_loadb ((const char *) bytes + 8, length, JSON_REJECT_DUPLICATES, &where);
  if (!json_is_object (file->header))
    {
      g_autofree char *trouble = g_utf8_make_valid (where.text, -1); /* Jansson quotes what it found, down to half a character */
      g_set_error (error, NN_ERROR, NN_ERROR_FILE, _("%s: the header is not JSON, at byte %d: %s"), name, 8 + where.position, trouble);
      return FALSE;
    }
  file->data = bytes + 8 + length;
  file->n_data = n - 8 - length;
  return TRUE;
}

char *
nn_safetensors_excerpt (const char *text, gsize bytes)
{
  char *excerpt = g_strndup (text, bytes);
  const char *end;

  g_utf8_validate (excerpt, -1, &end);
  excerpt[end - excerpt] = '\0';
  return excerpt;
}

NnSafetensors *
nn_safetensors_open (const guint8 *bytes, gsize n, const char *name, GError **error)
{
  NnSafetensors *file = g_new0 (NnSafetensors, 1);

  if (read_header (file, bytes, n, name, error) && read_entries (file, name, error))
    return file;
  nn_safetensors_free (file);
  return NULL;
}

void
nn_safetensors_free (NnSafetensors *file)
{
  if (file == NULL)
    return;
  g_clear_pointer (&file->by_name, g_hash_table_unref);
  g_free (file->tensors);
  json_decref (file->header);
  g_free (file);
}

const NnSafetensor *
nn_safetensors_list (const NnSafetensors *file, guint *n)
{
  *n = file->n_tensors;
  return file->tensors;
}

const NnSafetensor *
nn_safetensors_find (const NnSafetensors *file, const char *tensor)
{
  return g_hash_table_lookup (file->by_name, tensor);
}

const char *
nn_safetensors_metadata (const NnSafetensors *file, const char *key)
{
  return json_string_value (json_object_get (json_object_get (file->header, NN_SAFETENSORS_METADATA), key));
}

static double
half_to_double (guint16 half)
{
  guint exponent = (half >> 10) & 31;
  guint fraction = half & 1023;
  double value;

  if (exponent == 31)
    value = fraction != 0 ? (double) NAN : (double) INFINITY;
  else if (exponent == 0)
    value = ldexp (fraction, -24);
  else
    value = ldexp (fraction + 1024, (int) exponent - 25);
  return half & 0x8000 ? -value : value;
}

static double
single_to_double (guint32 bits)
{
  float value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

double
nn_safetensors_value (const NnSafetensors *file, const NnSafetensor *tensor, guint64 index)
{
  const guint8 *place = file->data + tensor->begin;
  guint16 two;
  guint32 four;
  guint64 eight;
  double value;

  switch (tensor->dtype)
    {
    case NN_DTYPE_F16:
    case NN_DTYPE_BF16:
      memcpy (&two, place + 2 * index, 2);
      two = GUINT16_FROM_LE (two);
      return tensor->dtype == NN_DTYPE_F16 ? half_to_double (two) : single_to_double ((guint32) two << 16);
    case NN_DTYPE_F32:
      memcpy (&four, place + 4 * index, 4);
      return single_to_double (GUINT32_FROM_LE (four));
    case NN_DTYPE_F64:
      memcpy (&eight, place + 8 * index, 8);
      eight = GUINT64_FROM_LE (eight);
      memcpy (&value, &eight, 8);
      return value;
    case NN_DTYPE_OTHER:
    default:
      g_return_val_if_reached (NAN);
    }
}

char *
nn_safetensors_shape (const NnSafetensor *tensor)
{
  GString *text = g_string_new ("[");

  for (guint i = 0; i < tensor->n_dims; i++)
    g_string_append_printf (text, "%s%" PRIu64, i > 0 ? ", " : "", tensor->dims[i]);
  g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}
