#include "nn-safetensors.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ds-write.h"
#include "nn-error.h"

static gsize
element_size (const NnSafetensorSource *tensor)
{
  return tensor->dtype == NN_DTYPE_F64 ? 8 : 4;
}

static gsize
element_count (const NnSafetensorSource *tensor)
{
  gsize n = 1;

  for (guint i = 0; i < tensor->n_dims; i++)
    n *= (gsize) tensor->dims[i];
  return n;
}

static json_t *
shape_of (const NnSafetensorSource *tensor)
{
  json_t *shape = json_array ();

  for (guint i = 0; i < tensor->n_dims; i++)
    json_array_append_new (shape, json_integer ((json_int_t) tensor->dims[i]));
  return shape;
}

/* The header's text, or NULL without memory; *total gets the bytes of all tensors. */
static char *
header_text (const NnSafetensorSource *tensors, guint n, const char *const *metadata, gsize *total)
{
  json_t *header = json_object (), *strings = json_object ();
  gsize begin = 0;
  char *text;
  int failed = 0;

  for (guint i = 0; metadata != NULL && metadata[i] != NULL && metadata[i + 1] != NULL; i += 2)
    failed |= json_object_set_new (strings, metadata[i], json_string (metadata[i + 1]));
  if (json_object_size (strings) > 0)
    failed |= json_object_set (header, NN_SAFETENSORS_METADATA, strings);
  for (guint i = 0; i < n; i++)
    {
      gsize end = begin + element_count (&tensors[i]) * element_size (&tensors[i]);

      failed |= json_object_set_new (header, tensors[i].name,
                                     json_pack ("{s:s, s:o, s:[I,I]}", "dtype", tensors[i].dtype == NN_DTYPE_F64 ? "F64" : "F32", "shape",
                                                shape_of (&tensors[i]), "data_offsets", (json_int_t) begin, (json_int_t) end));
      begin = end;
    }
  *total = begin;
  text = failed ? NULL : json_dumps (header, JSON_COMPACT);
  json_decref (strings);
  json_decref (header);
  return text;
}

/* Little-endian, whatever the machine. */
static void
put (guint8 *to, gconstpointer from, gsize n, gsize size)
{
  if (n > 0)
    memcpy (to, from, n * size);
#if G_BYTE_ORDER != G_LITTLE_ENDIAN
  for (gsize i = 0; i < n; i++)
    for (gsize b = 0; b < size / 2; b++)
      {
        guint8 byte = to[i * size + b];

        to[i * size + b] = to[i * size + size - 1 - b];
        to[i * size + size - 1 - b] = byte;
      }
#endif
}

gboolean
nn_safetensors_write (const char *path, const NnSafetensorSource *tensors, guint n, const char *const *metadata, GError **error)
{
  gsize data, total = 0;
  char *text = header_text (tensors, n, metadata, &data);
  g_autofree guint8 *bytes = NULL;

  if (text != NULL)
    {
      gsize length = strlen (text), padded = (length + 7) / 8 * 8, at = 8 + padded;
      guint64 stored_length = GUINT64_TO_LE ((guint64) padded);

      total = at + data;
      bytes = g_try_malloc (total);
      if (bytes != NULL)
        {
          memcpy (bytes, &stored_length, 8);
          memcpy (bytes + 8, text, length);
          memset (bytes + 8 + length, ' ', padded - length);
          for (guint i = 0; i < n; i++)
            {
              gsize count = element_count (&tensors[i]), size = element_size (&tensors[i]);

              put (bytes + at, tensors[i].values, count, size);
              at += count * size;
            }
        }
      free (text);
    }
  if (bytes == NULL)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SYSTEM, _("Saving %s takes %zu bytes of memory, which are not free."), path, MAX (total, data));
      return FALSE;
    }
  return ds_write_file (path, bytes, total, error);
}
