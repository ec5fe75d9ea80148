/* IDX (LeCun's format of MNIST): two zero bytes, a type byte (8: unsigned bytes), the number of dimensions, each dimension as
 * a big-endian 32-bit number, then the bytes. The header is read and checked before anything of its size is allocated, and
 * a compressed file is never unpacked beyond what its header announces. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "../ds-labels.h"
#include "../ds-memory.h"
#include "file.h"
#include "findings.h"

#define LIMIT (G_GUINT64_CONSTANT (2) << 30)
#define MAX_PIXELS (1 << 20)
#define MAX_DIMENSIONS 3
#define HEADER(dimensions) (4 + 4 * (dimensions))

typedef struct
{
  char *name;
  char *buffer; /* owned */
  const guchar *bytes; /* behind the header; NULL where something is wrong */
  guint32 size[MAX_DIMENSIONS];
  gboolean sized; /* size is what the header says, and possible */
  gsize length; /* product of the dimensions */
} Idx;

static void
idx_clear (Idx *idx)
{
  g_free (idx->name);
  g_free (idx->buffer);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Idx, idx_clear)

static guint32
big_endian (const guchar *p)
{
  return (guint32) p[0] << 24 | (guint32) p[1] << 16 | (guint32) p[2] << 8 | p[3];
}

/* Whether the bytes behind are of the type expected. *shaped: whether as many dimensions follow as expected. */
static gboolean
check_magic (const Idx *idx, const guchar *header, gsize length, guint dimensions, gboolean *shaped, DsFindings *findings)
{
  const char *what = dimensions == 3 ? _("images (00 00 08 03)") : _("labels (00 00 08 01)");
  gboolean marked = length >= 4 && !header[0] && !header[1] && header[2] == 8 && header[3] == dimensions;

  *shaped = length >= HEADER (dimensions) && !header[0] && !header[1] && header[3] == dimensions;
  if (length < 4)
    ds_find (findings, DS_ERROR_SYNTAX, _("%s has %zu bytes; expected an IDX header of %u"), idx->name, length, HEADER (dimensions));
  else if (!marked)
    ds_find (findings, DS_ERROR_SYNTAX, _("%s: byte 1: found %02x %02x %02x %02x; expected the IDX mark of %s"), idx->name, header[0],
          header[1], header[2], header[3], what);
  else if (!*shaped)
    ds_find (findings, DS_ERROR_SYNTAX, _("%s ends within its header: %zu bytes of %u"), idx->name, length, HEADER (dimensions));
  return marked && *shaped;
}

static void
check_size (Idx *idx, const guchar *header, guint dimensions, DsFindings *findings)
{
  guint64 length = 1;
  gboolean possible = TRUE;

  for (guint d = 0; d < dimensions; d++)
    {
      idx->size[d] = big_endian (header + 4 + 4 * d);
      if (idx->size[d] == 0)
        {
          ds_find (findings, DS_ERROR_VALUE, _("%s: byte %u: dimension %u is 0; there is nothing to learn from"), idx->name, 4 + 4 * d + 1,
                d + 1);
          possible = FALSE;
        }
      length = length > LIMIT ? length : length * idx->size[d];
    }
  if (length > LIMIT)
    ds_find (findings, DS_ERROR_TOO_BIG, _("%s: its header announces more than 2 GB; that much is not read"), idx->name);
  if (dimensions == 3 && (guint64) idx->size[1] * idx->size[2] > MAX_PIXELS)
    {
      ds_find (findings, DS_ERROR_TOO_BIG, _("%s: images of %u × %u pixels; at most %d pixels are possible"), idx->name, idx->size[2],
            idx->size[1], MAX_PIXELS);
      possible = FALSE;
    }
  idx->sized = possible && length <= LIMIT;
  idx->length = idx->sized ? length : 0;
}

/* Whether the data that the header announces may be looked at. */
static gboolean
check_header (Idx *idx, const guchar *header, gsize length, guint dimensions, DsFindings *findings)
{
  gboolean shaped, marked = check_magic (idx, header, length, dimensions, &shaped, findings);

  if (shaped)
    check_size (idx, header, dimensions, findings);
  return marked && idx->sized;
}

static gboolean
check_length (const Idx *idx, gsize found, gboolean more, DsFindings *findings)
{
  if (found == idx->length && !more)
    return TRUE;
  if (found < idx->length)
    ds_find (findings, DS_ERROR_SYNTAX, _("%s: its header announces %zu bytes of data, but only %zu follow; it was cut off"), idx->name,
          idx->length, found);
  else
    ds_find (findings, DS_ERROR_SYNTAX, _("%s: there are bytes behind the %zu of data that its header announces"), idx->name, idx->length);
  return FALSE;
}

static gboolean
unpack (Idx *idx, gsize packed_length, guint dimensions, DsFindings *findings)
{
  guchar header[HEADER (MAX_DIMENSIONS)];
  GError *error = NULL;
  gsize made;
  gboolean more;
  char *out = NULL;

  if (ds_gunzip_into (idx->buffer, packed_length, (char *) header, HEADER (dimensions), &made, &more, idx->name, &error))
    {
      if (!check_header (idx, header, made, dimensions, findings))
        return FALSE;
      out = ds_try_memory (HEADER (dimensions) + idx->length, &error);
    }
  char *packed = idx->buffer;
  idx->buffer = out;
  gboolean good = out && ds_gunzip_into (packed, packed_length, out, HEADER (dimensions) + idx->length, &made, &more, idx->name, &error);
  g_free (packed);
  if (!good)
    ds_findings_take (findings, error);
  return good && check_length (idx, made - HEADER (dimensions), more, findings);
}

static void
load (Idx *idx, const char *path, guint dimensions, DsFindings *findings)
{
  GError *error = NULL;
  gboolean good;
  gsize length;

  idx->name = g_path_get_basename (path);
  idx->buffer = ds_file_read (path, LIMIT + HEADER (MAX_DIMENSIONS), FALSE, &length, &error);
  if (!idx->buffer)
    {
      ds_findings_take (findings, error);
      return;
    }
  if (ds_is_gzip (idx->buffer, length))
    good = unpack (idx, length, dimensions, findings);
  else
    good = check_header (idx, (const guchar *) idx->buffer, length, dimensions, findings)
           && check_length (idx, length - HEADER (dimensions), FALSE, findings);
  if (good)
    idx->bytes = (const guchar *) idx->buffer + HEADER (dimensions);
}

/* Grey levels 0 .. 255 to 0 .. 1, and label bytes to class indices. */
static gboolean
fill (const Idx *images, const Idx *labels, const guint class_of[256], float *values, DsProgress progress, gpointer user_data,
      GError **error)
{
  gsize pixels = (gsize) images->size[1] * images->size[2];
  const guchar *from = images->bytes;

  for (gsize row = 0; row < images->size[0]; row++)
    {
      if (row % 4096 == 0 && !ds_report (progress, user_data, 0.5 + 0.5 * row / images->size[0], error))
        return FALSE;
      for (gsize i = 0; i < pixels; i++)
        *values++ = *from++ / 255.0f;
      if (labels->bytes)
        *values++ = class_of[labels->bytes[row]];
    }
  return ds_report (progress, user_data, 1, error);
}

/* Classes are the labels that occur, by value. */
static void
name_classes (const Idx *labels, guint class_of[256], DsColumn *column)
{
  gboolean present[256] = { FALSE };

  for (gsize i = 0; i < labels->length; i++)
    present[labels->bytes[i]] = TRUE;
  column->name = g_strdup ("label");
  column->role = DS_ROLE_TARGET;
  column->kind = DS_COLUMN_CLASS;
  column->classes = g_new0 (char *, 257);
  for (guint value = 0; value < 256; value++)
    if (present[value])
      {
        class_of[value] = column->n_classes;
        column->classes[column->n_classes++] = ds_label_text (value);
      }
}

static DsDataset *
make_table (const Idx *images, const Idx *labels, DsProgress progress, gpointer user_data, GError **error)
{
  gsize rows = images->size[0];
  guint height = images->size[1], width = images->size[2];
  guint n_columns = width * height + (labels->bytes != NULL);
  guint class_of[256] = { 0 };
  float *values = ds_try_memory (rows * n_columns * sizeof (float), error); /* at most 2^32 x 4: no overflow */

  if (!values)
    return NULL;
  DsColumn *columns = g_new0 (DsColumn, n_columns);
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      columns[y * width + x].name = g_strdup_printf ("p%u_%u", y, x);
  if (labels->bytes)
    name_classes (labels, class_of, &columns[n_columns - 1]);

  g_autoptr (DsDataset) dataset = ds_dataset_new_take (rows, n_columns, columns, values, images->name);
  ds_dataset_set_image_size (dataset, width, height);
  if (!fill (images, labels, class_of, values, progress, user_data, error))
    return NULL;
  return g_steal_pointer (&dataset);
}

static void
check_counts (const Idx *images, const Idx *labels, DsFindings *findings)
{
  if (images->sized && labels->sized && labels->size[0] != images->size[0])
    ds_find (findings, DS_ERROR_VALUE, _("%s has %u labels and %s has %u images; expected as many of one as of the other"), labels->name,
          labels->size[0], images->name, images->size[0]);
}

DsDataset *
ds_idx_read (const char *images, const char *labels, DsProblems *problems, DsProgress progress, gpointer user_data, GError **error)
{
  g_auto (Idx) pictures = { 0 }, answers = { 0 };
  DsFindings findings = { .problems = problems };

  if (!ds_report (progress, user_data, 0, error))
    return NULL;
  load (&pictures, images, 3, &findings);
  if (!ds_report (progress, user_data, 0.4, error))
    {
      g_clear_error (&findings.first);
      return NULL;
    }
  if (labels)
    load (&answers, labels, 1, &findings);
  check_counts (&pictures, &answers, &findings);
  if (!findings.first)
    return make_table (&pictures, &answers, progress, user_data, error);
  g_propagate_error (error, findings.first);
  return NULL;
}
