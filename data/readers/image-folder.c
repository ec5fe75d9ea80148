/* A folder of images: each subfolder is a class. The names are listed and sorted first, so that the order of rows does not depend on
 * the disk. */
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "../ds-labels.h"
#include "../ds-memory.h"
#include "csv-scan.h"
#include "file.h"
#include "image.h"

#define MAX_FILE (G_GUINT64_CONSTANT (64) << 20)
#define MAX_IMAGES (1 << 20)
#define MAX_SIDE 1024
#define USUAL_SIDE 64 /* images without a size given are made no larger */
#define NAMED 5       /* so many broken images are named in the notes */

typedef struct
{
  char *path;
  guint class_index;
} Entry;

typedef struct
{
  const char *folder;
  const DsImageOptions *options;
  GPtrArray *classes; /* names of the subfolders, sorted */
  GArray *entries;    /* Entry */
  gsize passed;       /* files that are no images by their name */
  guint width, height;
  GPtrArray *failed;  /* messages */
} Folder;

static void
entry_clear (gpointer data)
{
  g_free (((Entry *) data)->path);
}

static void
folder_clear (Folder *self)
{
  g_clear_pointer (&self->classes, g_ptr_array_unref);
  g_clear_pointer (&self->entries, g_array_unref);
  g_clear_pointer (&self->failed, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Folder, folder_clear)

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* Names in a folder, sorted, without hidden ones. */
static GPtrArray *
list_names (const char *path, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GDir) dir = g_dir_open (path, 0, &local);
  const char *name;

  if (!dir)
    {
      g_set_error (error, DS_ERROR, DS_ERROR_IO, _("%s could not be opened: %s"), path, local->message);
      return NULL;
    }
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  while ((name = g_dir_read_name (dir)))
    if (name[0] != '.')
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

static gboolean
is_number (const char *name)
{
  double value;

  return ds_csv_number (name, strlen (name), FALSE, &value);
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  double x = g_ascii_strtod (*(char *const *) a, NULL), y = g_ascii_strtod (*(char *const *) b, NULL);

  return x != y ? (x > y) - (x < y) : compare_names (a, b);
}

/* Classes stand by value where all are numbers, as they do in tables. */
static void
sort_classes (GPtrArray *names)
{
  for (guint i = 0; i < names->len; i++)
    if (!is_number (g_ptr_array_index (names, i)))
      return;
  g_ptr_array_sort (names, compare_numbers);
}

/* The subfolders; other files are counted. */
static GPtrArray *
list_folders (Folder *self, GError **error)
{
  g_autoptr (GPtrArray) names = list_names (self->folder, error);
  GPtrArray *folders = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; names && i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (self->folder, g_ptr_array_index (names, i), NULL);
      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        g_ptr_array_add (folders, g_strdup (g_ptr_array_index (names, i)));
      else
        self->passed++;
    }
  sort_classes (folders);
  if (!names)
    g_clear_pointer (&folders, g_ptr_array_unref);
  return folders;
}

static gboolean
is_image_name (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return g_str_has_suffix (lower, ".png") || g_str_has_suffix (lower, ".jpg") || g_str_has_suffix (lower, ".jpeg");
}

static gboolean
list_class (Folder *self, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GPtrArray) files = list_names (path, error);
  guint before = self->entries->len;

  if (!files)
    return FALSE;
  for (guint i = 0; i < files->len; i++)
    if (!is_image_name (g_ptr_array_index (files, i)))
      self->passed++;
    else
      {
        Entry entry = { g_build_filename (path, g_ptr_array_index (files, i), NULL), self->classes->len };
        g_array_append_val (self->entries, entry);
      }
  if (self->entries->len > before)
    g_ptr_array_add (self->classes, g_filename_display_name (name));
  if (self->entries->len <= MAX_IMAGES)
    return TRUE;
  g_set_error (error, DS_ERROR, DS_ERROR_TOO_BIG, _("%s holds more than %d images"), self->folder, MAX_IMAGES);
  return FALSE;
}

static gboolean
list_images (Folder *self, GError **error)
{
  g_autoptr (GPtrArray) names = list_folders (self, error);
  g_autofree char *shown = g_filename_display_basename (self->folder);

  if (!names)
    return FALSE;
  for (guint i = 0; i < names->len; i++)
    if (!list_class (self, g_ptr_array_index (names, i), error))
      return FALSE;
  if (self->classes->len == 0)
    g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("%s: no subfolder holds PNG or JPEG images; expected one subfolder for each class"), shown);
  else if (self->classes->len > DS_MAX_CLASSES)
    g_set_error (error, DS_ERROR, DS_ERROR_TOO_BIG, _("%s: %u subfolders; at most %d classes are possible"), shown, self->classes->len,
                 DS_MAX_CLASSES);
  else
    return TRUE;
  return FALSE;
}

static GdkPixbuf *
decode_file (const Folder *self, const char *path, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path + strlen (self->folder) + 1);
  gsize length;
  g_autofree char *bytes = ds_file_read (path, MAX_FILE, FALSE, &length, error);

  return bytes ? ds_image_decode ((const guint8 *) bytes, length, shown, error) : NULL;
}

/* The size wanted, or that of the first image that can be read, kept small in proportion. */
static gboolean
choose_size (Folder *self, GError **error)
{
  self->width = self->options->width;
  self->height = self->options->height;
  if (self->width > MAX_SIDE || self->height > MAX_SIDE)
    {
      g_set_error (error, DS_ERROR, DS_ERROR_TOO_BIG, _("images of %u × %u pixels; at most %d × %d are possible"), self->width, self->height,
                   MAX_SIDE, MAX_SIDE);
      return FALSE;
    }
  for (guint i = 0; i < self->entries->len && (self->width == 0 || self->height == 0); i++)
    {
      g_autoptr (GdkPixbuf) image = decode_file (self, g_array_index (self->entries, Entry, i).path, NULL);
      if (!image)
        continue;
      guint w = gdk_pixbuf_get_width (image), h = gdk_pixbuf_get_height (image);
      double shrink = MIN (1.0, (double) USUAL_SIDE / MAX (w, h));
      self->width = self->width ? self->width : MAX (1, (guint) (w * shrink + 0.5));
      self->height = self->height ? self->height : MAX (1, (guint) (h * shrink + 0.5));
    }
  if (self->width && self->height)
    return TRUE;
  g_autofree char *shown = g_filename_display_basename (self->folder);
  g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("%s: none of its %u images can be read"), shown, self->entries->len);
  return FALSE;
}

static void
note_failure (Folder *self, GError *failure)
{
  DsProblem problem = { .text = g_strdup (failure->message) };

  g_ptr_array_add (self->failed, g_strdup (failure->message));
  if (self->options->problems)
    ds_problems_take (self->options->problems, &problem);
  g_clear_pointer (&problem.text, g_free);
  g_error_free (failure);
}

/* Every image into the next row; returns how many there are, 0 with an error when stopped. */
static gsize
fill (Folder *self, float *values, guint n, DsProgress progress, gpointer user_data, GError **error)
{
  gsize rows = 0;

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);
      GError *failure = NULL;
      if (!ds_report (progress, user_data, (double) i / self->entries->len, error))
        return 0;
      g_autoptr (GdkPixbuf) image = decode_file (self, entry->path, &failure);
      if (image && ds_image_fill (image, self->width, self->height, self->options->color, values + rows * n))
        values[rows++ * n + n - 1] = entry->class_index;
      else
        note_failure (self, failure ? failure : g_error_new (DS_ERROR, DS_ERROR_TOO_BIG, _("%s could not be scaled"), entry->path));
    }
  if (rows == 0)
    {
      g_autofree char *shown = g_filename_display_basename (self->folder);
      g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("%s: none of its %u images can be read"), shown, self->entries->len);
    }
  return rows;
}

static DsColumn *
new_columns (const Folder *self, guint n)
{
  DsColumn *columns = g_new0 (DsColumn, n);
  guint plane = self->width * self->height;

  for (guint c = 0; c + 1 < n; c++)
    columns[c].name = g_strdup_printf ("%c%u_%u", self->options->color ? "rgb"[c / plane] : 'p', c % plane / self->width, c % self->width);
  columns[n - 1].name = g_strdup ("class");
  columns[n - 1].role = DS_ROLE_TARGET;
  columns[n - 1].kind = DS_COLUMN_CLASS;
  columns[n - 1].n_classes = self->classes->len;
  columns[n - 1].classes = g_new0 (char *, self->classes->len + 1);
  for (guint i = 0; i < self->classes->len; i++)
    columns[n - 1].classes[i] = g_strdup (g_ptr_array_index (self->classes, i));
  return columns;
}

static void
add_notes (const Folder *self, DsDataset *dataset)
{
  if (self->failed->len > 0)
    {
      g_autofree char *count = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%u image could not be read and is left out:", "%u images could not be read and are left out:",
                       self->failed->len),
          self->failed->len);
      ds_dataset_add_note (dataset, count);
    }
  for (guint i = 0; i < self->failed->len && i < NAMED; i++)
    ds_dataset_add_note (dataset, g_ptr_array_index (self->failed, i));
  if (self->passed > 0)
    {
      g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%zu file that is neither PNG nor JPEG, or in no subfolder, is passed over.",
                                                            "%zu files that are neither PNG nor JPEG, or in no subfolder, are passed over.",
                                                            self->passed),
                                               self->passed);
      ds_dataset_add_note (dataset, text);
    }
}

/* Lists the folder and decides on the size; progress may be NULL. `folder` without "/" at the end, so that names of files can be cut
 * behind it; it and the options stay the caller's. */
static gboolean
look_in (Folder *self, const char *folder, const DsImageOptions *options, GError **error)
{
  static const DsImageOptions defaults = { 0 };

  self->folder = folder;
  self->options = options ? options : &defaults;
  self->classes = g_ptr_array_new_with_free_func (g_free);
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (self->entries, entry_clear);
  self->failed = g_ptr_array_new_with_free_func (g_free);
  return list_images (self, error) && choose_size (self, error);
}

static guint
count_columns (const Folder *self)
{
  return self->width * self->height * (self->options->color ? 3 : 1) + 1;
}

guint64
ds_images_estimate (const char *path, const DsImageOptions *options)
{
  g_autofree char *folder = g_canonicalize_filename (path, NULL);
  g_auto (Folder) self = { 0 };

  return look_in (&self, folder, options, NULL) ? (guint64) self.entries->len * count_columns (&self) * sizeof (float) : 0;
}

DsDataset *
ds_images_read (const char *path, const DsImageOptions *options, DsProgress progress, gpointer user_data, GError **error)
{
  g_autofree char *folder = g_canonicalize_filename (path, NULL);
  g_auto (Folder) self = { 0 };

  if (!ds_report (progress, user_data, 0, error) || !look_in (&self, folder, options, error))
    return NULL;
  guint n = count_columns (&self);
  g_autofree float *values = ds_try_table (self.entries->len, n, error);
  gsize rows = values ? fill (&self, values, n, progress, user_data, error) : 0;
  if (rows == 0)
    return NULL;
  g_autofree char *shown = g_filename_display_basename (folder);
  g_autoptr (DsDataset) dataset = ds_dataset_new_take (rows, n, new_columns (&self, n), g_steal_pointer (&values), shown);
  if (!self.options->color)
    ds_dataset_set_image_size (dataset, self.width, self.height);
  add_notes (&self, dataset);
  return ds_report (progress, user_data, 1, error) ? g_steal_pointer (&dataset) : NULL;
}
