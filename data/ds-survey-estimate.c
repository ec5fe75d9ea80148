/* The memory of a table before it is read: from the first bytes of its file, or the list of its images. */
#include <glib/gstdio.h>
#include <string.h>

#include "ds-survey.h"
#include "readers/csv-survey.h"
#include "readers/file.h"
#include "readers/npy-header.h"

#define HEAD_BYTES (1 << 16)
#define IDX_HEADER 16

typedef struct
{
  guint64 size; /* of the file */
  gsize length;
  char bytes[HEAD_BYTES];
} Head;

/* FALSE: it cannot be read, or is no ordinary file (a pipe would keep one waiting). */
static gboolean
read_head (Head *head, const char *path)
{
  GStatBuf info;
  FILE *file = path && g_stat (path, &info) == 0 && S_ISREG (info.st_mode) ? g_fopen (path, "rb") : NULL;

  if (!file)
    return FALSE;
  head->size = (guint64) info.st_size;
  head->length = fread (head->bytes, 1, HEAD_BYTES, file);
  fclose (file);
  return head->length > 0;
}

/* Lines as long as the first ones. */
static guint64
estimate_csv (const Head *head, char delimiter)
{
  const char *text = head->bytes;
  const DsCsvOptions options = { .delimiter = delimiter };
  DsCsvSurvey shape = { .options = &options };
  gsize lines = 0, end = 0;

  for (gsize i = 0; i < head->length; i++)
    if (text[i] == '\n' && ++lines > 0)
      end = i + 1;
  if (lines < 2 || memchr (text, '\0', end) != NULL)
    return 0;
  ds_csv_preamble (&shape, text, end);
  guint columns = ds_csv_count_columns (shape.text, shape.length, shape.delimiter);
  return (guint64) ((double) head->size / (double) end * (double) lines) * columns * sizeof (float);
}

/* What its header announces: three numbers behind the mark. */
static guint64
estimate_idx (const Head *head, gboolean labelled)
{
  static const guint8 mark[] = { 0, 0, 8, 3 };
  guint8 header[IDX_HEADER];
  guint32 size[3];
  gboolean packed = ds_is_gzip (head->bytes, head->length), more;
  gsize made = MIN (head->length, IDX_HEADER);

  if (packed && !ds_gunzip_into (head->bytes, head->length, (char *) header, IDX_HEADER, &made, &more, "", NULL))
    return 0;
  if (!packed)
    memcpy (header, head->bytes, made);
  if (made < IDX_HEADER || memcmp (header, mark, sizeof mark) != 0)
    return 0;
  for (guint d = 0; d < 3; d++)
    size[d] = (guint32) header[4 + 4 * d] << 24 | header[5 + 4 * d] << 16 | header[6 + 4 * d] << 8 | header[7 + 4 * d];
  double cells = (double) size[0] * ((double) size[1] * size[2] + labelled);
  return cells < 1e15 ? (guint64) cells * sizeof (float) : 0; /* such a header lies; reading says so */
}

static guint64
estimate_npy (const Head *head, gboolean labelled)
{
  DsNpyHeader header;

  if (!ds_npy_header_read (&header, (const guint8 *) head->bytes, head->length, "", NULL))
    return 0;
  double cells = (double) header.count + (labelled ? (double) header.shape[0] : 0);
  return cells < 1e15 ? (guint64) cells * sizeof (float) : 0;
}

guint64
ds_survey_estimate (const DsSource *source)
{
  g_autofree Head *head = g_new (Head, 1);

  if (source->kind == DS_SOURCE_IMAGES)
    return ds_images_estimate (source->path, &(DsImageOptions){ source->width, source->height, source->color, NULL });
  if (!read_head (head, source->kind == DS_SOURCE_CSV ? source->path : source->images))
    return 0;
  switch (source->kind)
    {
    case DS_SOURCE_CSV:
      return estimate_csv (head, source->delimiter);
    case DS_SOURCE_IDX:
      return estimate_idx (head, source->labels != NULL);
    case DS_SOURCE_NPY:
      return estimate_npy (head, source->labels != NULL);
    default:
      return 0;
    }
}
