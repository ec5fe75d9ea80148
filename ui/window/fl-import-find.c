#include "fl-import-find.h"
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

typedef enum
{
  FILE_TABLE,
  FILE_IDX_IMAGES,
  FILE_IDX_LABELS,
  FILE_NPY,
  FILE_IMAGE,
  FILE_FOLDER
} FileKind;

#define HEAD 16

/* The first bytes, unpacked where they are gzip; returns how many. What is no ordinary file is not looked into (a pipe would keep one
 * waiting); the reader of tables says so. */
static gsize
read_head (const char *path, guint8 *head)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  gboolean ordinary = g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) == G_FILE_TYPE_REGULAR;
  g_autoptr (GInputStream) raw = ordinary ? G_INPUT_STREAM (g_file_read (file, NULL, NULL)) : NULL;
  g_autoptr (GInputStream) stream = raw != NULL ? g_buffered_input_stream_new (raw) : NULL;
  gsize got = 0;

  if (stream == NULL || g_buffered_input_stream_fill (G_BUFFERED_INPUT_STREAM (stream), HEAD, NULL, NULL) < 2)
    return 0;
  g_buffered_input_stream_peek (G_BUFFERED_INPUT_STREAM (stream), head, 0, 2);
  if (head[0] == 0x1f && head[1] == 0x8b)
    {
      g_autoptr (GConverter) gunzip = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
      GInputStream *plain = g_converter_input_stream_new (stream, gunzip);

      g_object_unref (stream);
      stream = plain;
    }
  return g_input_stream_read_all (stream, head, HEAD, &got, NULL, NULL) ? got : 0;
}

/* IDX files begin with two zeros, the type of their numbers and how many dimensions they have. */
static FileKind
find_kind (const char *path)
{
  guint8 head[HEAD] = { 0xff };
  gsize got;

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return FILE_FOLDER;
  got = read_head (path, head);
  if (got >= 6 && memcmp (head, "\x93NUMPY", 6) == 0)
    return FILE_NPY;
  if (got >= 8 && (memcmp (head, "\x89PNG\r\n\x1a\n", 8) == 0 || memcmp (head, "\xff\xd8\xff", 3) == 0))
    return FILE_IMAGE;
  if (got < 4 || head[0] != 0 || head[1] != 0 || head[2] < 0x08 || head[2] > 0x0e)
    return FILE_TABLE;
  return head[3] == 1 ? FILE_IDX_LABELS : FILE_IDX_IMAGES;
}

/* The file beside `path` whose name has `to` where this one has `from`, with or without .gz; NULL where there is none. */
static char *
find_beside (const char *path, const char *from, const char *to)
{
  static const char *const endings[] = { "", ".gz" };
  g_autofree char *folder = g_path_get_dirname (path), *name = g_path_get_basename (path);
  g_autoptr (GString) other = g_string_new (name);

  if (g_string_replace (other, from, to, 1) == 0)
    return NULL;
  if (strcmp (to, "labels") == 0)
    g_string_replace (other, "idx3", "idx1", 1);
  else if (strcmp (to, "images") == 0)
    g_string_replace (other, "idx1", "idx3", 1);
  if (g_str_has_suffix (other->str, ".gz"))
    g_string_truncate (other, other->len - 3);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *with = g_strconcat (other->str, endings[i], NULL);
      g_autofree char *partner = g_build_filename (folder, with, NULL);

      if (g_file_test (partner, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&partner);
    }
  return NULL;
}

/* "x_train.npy" and "y_train.npy", "images.npy" and "labels.npy" ... */
static char *
find_npy_labels (const char *path)
{
  static const char *const pairs[][2]
      = { { "images", "labels" }, { "inputs", "labels" }, { "data", "labels" }, { "x", "y" }, { "X", "y" }, { "X", "Y" } };
  char *found = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (pairs) && found == NULL; i++)
    {
      found = find_beside (path, pairs[i][0], pairs[i][1]);
      if (found != NULL && find_kind (found) != FILE_NPY)
        g_clear_pointer (&found, g_free);
    }
  return found;
}

/* One dimension, or one column: labels. The shape stands in the first hundred bytes, as text. */
static gboolean
npy_is_flat (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  char head[256] = { 0 };
  gsize got = 0;
  const char *shape;

  if (stream == NULL || !g_input_stream_read_all (G_INPUT_STREAM (stream), head + 10, sizeof head - 11, &got, NULL, NULL))
    return FALSE;
  memset (head, ' ', 10);
  for (guint i = 0; i + 1 < sizeof head; i++)
    if (head[i] == '\0')
      head[i] = ' ';
  shape = strstr (head, "'shape':");
  return shape != NULL && g_regex_match_simple ("^'shape': *\\( *[0-9]+ *, *(1 *,? *)?\\)", shape, 0, 0);
}

static DsSource *
find_one (const char *path, GError **error)
{
  DsSource values = { .kind = DS_SOURCE_CSV, .path = (char *) path, .header = -1 };
  g_autofree char *partner = NULL;

  switch (find_kind (path))
    {
    case FILE_FOLDER:
      values = (DsSource) { .kind = DS_SOURCE_IMAGES, .path = (char *) path };
      break;
    case FILE_NPY:
      partner = npy_is_flat (path) ? NULL : find_npy_labels (path);
      values = (DsSource) { .kind = DS_SOURCE_NPY, .images = (char *) path, .labels = partner };
      break;
    case FILE_IDX_IMAGES:
      partner = find_beside (path, "images", "labels");
      values = (DsSource) { .kind = DS_SOURCE_IDX, .images = (char *) path, .labels = partner };
      break;
    case FILE_IDX_LABELS:
      partner = find_beside (path, "labels", "images");
      values = (DsSource) { .kind = DS_SOURCE_IDX, .images = partner, .labels = (char *) path };
      if (partner == NULL)
        {
          g_autofree char *name = g_path_get_basename (path);

          g_set_error (error, DS_ERROR, DS_ERROR_VALUE,
                       _("%s holds labels, and the images that belong to it are not beside it. Import the file with the images."),
                       name);
          return NULL;
        }
      break;
    case FILE_IMAGE:
      g_set_error_literal (error, DS_ERROR, DS_ERROR_VALUE,
                           _("This is a single image. Import the folder that holds a subfolder of images for each class."));
      return NULL;
    case FILE_TABLE:
    default:
      break;
    }
  return ds_source_new (&values);
}

/* Inputs and labels, in either order. */
static DsSource *
find_pair (const char *a, const char *b, GError **error)
{
  FileKind first = find_kind (a), second = find_kind (b);
  DsSource values = { 0 };

  if (first == FILE_IDX_LABELS && second == FILE_IDX_IMAGES)
    values = (DsSource) { .kind = DS_SOURCE_IDX, .images = (char *) b, .labels = (char *) a };
  else if (first == FILE_IDX_IMAGES && second == FILE_IDX_LABELS)
    values = (DsSource) { .kind = DS_SOURCE_IDX, .images = (char *) a, .labels = (char *) b };
  else if (first == FILE_NPY && second == FILE_NPY && npy_is_flat (a))
    values = (DsSource) { .kind = DS_SOURCE_NPY, .images = (char *) b, .labels = (char *) a };
  else if (first == FILE_NPY && second == FILE_NPY)
    values = (DsSource) { .kind = DS_SOURCE_NPY, .images = (char *) a, .labels = (char *) b };
  else
    {
      g_set_error_literal (error, DS_ERROR, DS_ERROR_VALUE,
                           _("These files do not belong together. Import one table or folder at a time, or a file of inputs with its labels."));
      return NULL;
    }
  return ds_source_new (&values);
}

DsSource *
fl_import_find (const char *const *paths, GError **error)
{
  guint n = g_strv_length ((char **) paths);

  if (n == 1)
    return find_one (paths[0], error);
  if (n == 2)
    return find_pair (paths[0], paths[1], error);
  g_set_error (error, DS_ERROR, DS_ERROR_VALUE,
               _("%u files at once; import one table or folder at a time, or a file of inputs with its labels."), n);
  return NULL;
}

const char *
fl_import_path (const DsSource *source)
{
  return source->path != NULL ? source->path : source->images;
}

char *
fl_import_name (const DsSource *source)
{
  char *name = g_path_get_basename (fl_import_path (source)), *dot = strchr (name + 1, '.'), *end;

  if (dot != NULL && source->kind != DS_SOURCE_IMAGES)
    *dot = '\0';
  end = source->kind == DS_SOURCE_IDX ? strstr (name, "-images") : NULL;
  if (end != NULL && end != name)
    *end = '\0';
  return name;
}
