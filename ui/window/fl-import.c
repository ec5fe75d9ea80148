/* Importing a table or images. The file is read once on a worker thread, so that what is wrong with it is said before anything
 * changes; a table then asks for its target column in a small dialog. Loading proper is the session's. */
#include "fl-window-private.h"
#include <glib/gi18n-lib.h>
#include <math.h>
#include "ds-readers.h"
#include "fl-edit.h"
#include "fl-panel-parts.h"

#define MAX_CLASSES 20 /* whole numbers with more values than these are taken for quantities */

static const char *const data_filters[] = { N_("Tables and images"), "*.csv *.tsv *.txt *.idx *-ubyte *.gz", NULL };
static const char *const label_filters[] = { N_("Labels (IDX)"), "*.idx *-ubyte *.gz", NULL };

typedef enum
{
  FILE_TABLE,
  FILE_IMAGES,
  FILE_LABELS
} FileKind;

/* One import on its way: taken from step to step, freed with its last task or dialog. */
typedef struct
{
  char *path, *labels;
  FileKind kind;
  DsDataset *table;
  gboolean *looks_like_classes; /* (n_columns) */
  GtkWidget *target, *task;     /* borrowed, of the dialog */
} Import;

static void
import_free (gpointer data)
{
  Import *self = data;

  g_free (self->path);
  g_free (self->labels);
  ds_dataset_unref (self->table);
  g_free (self->looks_like_classes);
  g_free (self);
}

/* ---- on the worker thread ---- */

/* IDX files begin with two zeros, the type of their numbers and how many dimensions they have. What is no ordinary file is not
 * looked into (a pipe would keep one waiting); the reader of tables says so. */
static FileKind
find_kind (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  gboolean ordinary = g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) == G_FILE_TYPE_REGULAR;
  g_autoptr (GInputStream) raw = ordinary ? G_INPUT_STREAM (g_file_read (file, NULL, NULL)) : NULL;
  g_autoptr (GInputStream) stream = raw != NULL ? g_buffered_input_stream_new (raw) : NULL;
  guint8 head[4] = { 0xff };
  gsize got = 0;

  if (stream == NULL || g_buffered_input_stream_fill (G_BUFFERED_INPUT_STREAM (stream), 4, NULL, NULL) < 2)
    return FILE_TABLE;
  g_buffered_input_stream_peek (G_BUFFERED_INPUT_STREAM (stream), head, 0, 2);
  if (head[0] == 0x1f && head[1] == 0x8b)
    {
      g_autoptr (GConverter) gunzip = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
      GInputStream *plain = g_converter_input_stream_new (stream, gunzip);

      g_object_unref (stream);
      stream = plain;
    }
  if (!g_input_stream_read_all (stream, head, sizeof head, &got, NULL, NULL) || got < sizeof head || head[0] != 0 || head[1] != 0
      || head[2] < 0x08 || head[2] > 0x0e)
    return FILE_TABLE;
  return head[3] == 1 ? FILE_LABELS : FILE_IMAGES;
}

/* "train-images-idx3-ubyte.gz" <-> "train-labels-idx1-ubyte.gz", with or without .gz. NULL where no such file lies beside. */
static char *
find_partner (const char *path, FileKind kind)
{
  g_autofree char *folder = g_path_get_dirname (path), *name = g_path_get_basename (path), *partner = NULL;
  g_autoptr (GString) other = g_string_new (name);
  const char *endings[] = { "", ".gz" };

  g_string_replace (other, kind == FILE_IMAGES ? "images" : "labels", kind == FILE_IMAGES ? "labels" : "images", 1);
  g_string_replace (other, kind == FILE_IMAGES ? "idx3" : "idx1", kind == FILE_IMAGES ? "idx1" : "idx3", 1);
  if (strcmp (other->str, name) == 0)
    return NULL;
  if (g_str_has_suffix (other->str, ".gz"))
    g_string_truncate (other, other->len - 3);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *with = g_strconcat (other->str, endings[i], NULL);

      partner = g_build_filename (folder, with, NULL);
      if (g_file_test (partner, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&partner);
      g_clear_pointer (&partner, g_free);
    }
  return NULL;
}

static gboolean
column_looks_like_classes (const DsDataset *table, guint column)
{
  gsize rows = ds_dataset_rows (table), width = ds_dataset_n_columns (table);
  const float *values = ds_dataset_values (table);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  if (ds_dataset_column (table, column)->kind == DS_COLUMN_CLASS)
    return TRUE;
  for (gsize row = 0; row < rows; row++)
    {
      float value = values[row * width + column];

      if (value != floorf (value) || fabsf (value) > 1e6f)
        return FALSE;
      g_hash_table_add (seen, GINT_TO_POINTER ((int) value));
      if (g_hash_table_size (seen) > MAX_CLASSES)
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_table (Import *self, GError **error)
{
  DsCsvOptions options = { .target = "", .header = -1, .missing = DS_MISSING_DROP, .task = DS_REGRESSION };
  guint n;

  self->table = ds_csv_read (self->path, &options, NULL, NULL, error);
  if (self->table == NULL)
    return FALSE;
  n = ds_dataset_n_columns (self->table);
  if (n < 2)
    {
      g_autofree char *name = g_path_get_basename (self->path);

      g_set_error (error, DS_ERROR, DS_ERROR_VALUE,
                   _("%s: one column only; a table needs at least one column to learn from and one to learn"), name);
      return FALSE;
    }
  self->looks_like_classes = g_new0 (gboolean, n);
  for (guint i = 0; i < n; i++)
    self->looks_like_classes[i] = column_looks_like_classes (self->table, i);
  return TRUE;
}

/* Images are read whole: both files must be what they say before the present data are given up. */
static gboolean
read_images (Import *self, GError **error)
{
  g_autoptr (DsDataset) dataset = NULL;

  if (self->labels == NULL)
    {
      char *partner = find_partner (self->path, self->kind);

      if (self->kind == FILE_LABELS && partner == NULL)
        {
          g_autofree char *name = g_path_get_basename (self->path);

          g_set_error (error, DS_ERROR, DS_ERROR_VALUE,
                       _("%s holds labels, and the images that belong to it are not beside it. Import the file with the images."),
                       name);
          return FALSE;
        }
      if (self->kind == FILE_LABELS)
        {
          self->labels = self->path;
          self->path = partner;
        }
      else
        self->labels = partner;
    }
  if (self->labels == NULL)
    return TRUE; /* the person is asked */
  dataset = ds_idx_read (self->path, self->labels, NULL, NULL, error);
  return dataset != NULL;
}

static void
read_import (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  Import *self = data;
  GError *error = NULL;
  gboolean done;

  if (self->labels == NULL)
    self->kind = find_kind (self->path);
  done = self->kind == FILE_TABLE ? read_table (self, &error) : read_images (self, &error);
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* ---- taking it over ---- */

static char *
stem_of (const char *path)
{
  char *name = g_path_get_basename (path), *dot = strchr (name + 1, '.');

  if (dot != NULL)
    *dot = '\0';
  return name;
}

static void
take_over (FlWindow *window, const DsSource *values, const char *path, DsTask task)
{
  g_autoptr (DsSource) source = ds_source_new (values);
  g_autofree char *name = stem_of (path);

  fl_edit_set_source (window->document, source, task, name);
}

/* "train-images-idx3-ubyte.gz" becomes "train". */
static void
take_images (FlWindow *window, const Import *self)
{
  DsSource values = { .kind = DS_SOURCE_IDX, .images = self->path, .labels = self->labels };
  g_autofree char *name = stem_of (self->path);
  char *end = strstr (name, "-images");

  if (end != NULL && end != name)
    *end = '\0';
  take_over (window, &values, name, DS_CLASSIFICATION);
}

static void
table_response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Import *self = user_data;
  FlWindow *window = FL_WINDOW (gtk_window_get_transient_for (GTK_WINDOW (dialog)));
  guint column = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->target));
  DsSource values = { .kind = DS_SOURCE_CSV, .path = self->path, .header = -1, .missing = DS_MISSING_DROP };

  if (strcmp (response, "import") != 0 || window == NULL)
    return;
  values.target = ds_dataset_column (self->table, column)->name;
  take_over (window, &values, self->path,
             gtk_drop_down_get_selected (GTK_DROP_DOWN (self->task)) == 1 ? DS_REGRESSION : DS_CLASSIFICATION);
}

static void
target_cb (GtkDropDown *target, GParamSpec *pspec, gpointer user_data)
{
  Import *self = user_data;
  guint column = gtk_drop_down_get_selected (target);

  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->task), self->looks_like_classes[column] ? 0 : 1);
}

static GtkWidget *
new_choices (Import *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  g_autoptr (GtkStringList) columns = gtk_string_list_new (NULL);
  const char *const tasks[] = { _("One of a few classes"), _("A number"), NULL };
  guint n = ds_dataset_n_columns (self->table);

  for (guint i = 0; i < n; i++)
    gtk_string_list_append (columns, ds_dataset_column (self->table, i)->name);
  self->target = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&columns)), NULL);
  self->task = gtk_drop_down_new_from_strings (tasks);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->target), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Target"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->task), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Predict"), -1);
  g_signal_connect (self->target, "notify::selected", G_CALLBACK (target_cb), self);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->target), n - 1);
  target_cb (GTK_DROP_DOWN (self->target), NULL, self);
  gtk_box_append (GTK_BOX (box), fl_captioned_new (_("Column to predict"), NULL, self->target));
  gtk_box_append (GTK_BOX (box), fl_captioned_new (_("It is"), NULL, self->task));
  return box;
}

static void
ask_target (FlWindow *window, Import *self)
{
  g_autofree char *name = g_path_get_basename (self->path);
  g_autofree char *heading = g_strdup_printf (_("Import %s"), name);
  g_autofree char *notes = g_strjoinv ("\n", (char **) ds_dataset_notes (self->table));
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (window), heading, NULL);

  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog), _("%'u rows, %u columns. %s"), (guint) ds_dataset_rows (self->table),
                                  ds_dataset_n_columns (self->table), notes);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), new_choices (self));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "import", _("_Import"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "import", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "import");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "fl-import", self, import_free);
  g_signal_connect (dialog, "response", G_CALLBACK (table_response_cb), self);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- the steps ---- */

static void start_reading (FlWindow *window, Import *self);

static void
labels_chosen (FlWindow *window, GFile *file, gpointer data)
{
  const char *images = data;
  Import *self = g_new0 (Import, 1);

  self->path = g_strdup (images);
  self->labels = g_file_get_path (file);
  self->kind = FILE_IMAGES;
  start_reading (window, self);
}

static void
read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  FlWindow *window = FL_WINDOW (object);
  Import *self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = g_task_propagate_boolean (G_TASK (result), &error);

  if (window->spinner == NULL)
    {
      import_free (self);
      return;
    }
  fl_window_add_busy (window, -1);
  if (done && self->kind == FILE_TABLE)
    {
      ask_target (window, self);
      return;
    }
  if (!done)
    fl_window_show_error (window, _("Cannot Import"), error);
  else if (self->labels == NULL)
    fl_window_choose_source (window, _("Which File Holds the Labels?"), label_filters, labels_chosen, g_strdup (self->path), g_free);
  else
    take_images (window, self);
  import_free (self);
}

static void
start_reading (FlWindow *window, Import *self)
{
  g_autoptr (GTask) task = g_task_new (window, NULL, read_cb, self);

  g_task_set_task_data (task, self, NULL);
  fl_window_add_busy (window, 1);
  if (self->path == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                             _("Only files on this computer can be imported; copy it to a folder first."));
  else
    g_task_run_in_thread (task, read_import);
}

void
fl_window_import_file (FlWindow *window, GFile *file)
{
  Import *self = g_new0 (Import, 1);

  self->path = g_file_get_path (file);
  start_reading (window, self);
}

static void
data_chosen (FlWindow *window, GFile *file, gpointer data)
{
  fl_window_open_file (window, file);
}

void
fl_window_import (FlWindow *self)
{
  fl_window_choose_source (self, _("Import Data"), data_filters, data_chosen, NULL, NULL);
}
