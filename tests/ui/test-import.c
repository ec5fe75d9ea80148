/* The import assistant in a real window: what it shows of a broken file, what its choices come to, and what dropping files does. Needs a
 * display. */
#include "stage.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "fl-import-dialog.h"
#include "fl-opening.h"
#include "fl-window-private.h"

static char *folder;

typedef struct
{
  GtkWidget *dialog;
  GObject *owner;
  DsSource *source; /* what was imported, or NULL */
  DsTask task;
  gsize rows;
} Assistant;

static char *
put (const char *name, const char *bytes, gssize n)
{
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, bytes, n, NULL));
  return path;
}

static gboolean
has_tooltip (GtkWidget *widget, gconstpointer text)
{
  return GTK_IS_DROP_DOWN (widget) && g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) == 0;
}

static gboolean
is_problem_list (GtkWidget *widget, gconstpointer data)
{
  return GTK_IS_LIST_VIEW (widget) && gtk_widget_has_css_class (widget, "fl-import-problems");
}

static void
note_gone (gpointer data, GObject *object)
{
  *(gboolean *) data = TRUE;
}

static gboolean
is_drop_switch (GtkWidget *widget, gconstpointer data)
{
  return GTK_IS_SWITCH (widget) && find_shown (gtk_widget_get_parent (widget), is_label, "Leave out") != NULL;
}

static gboolean
is_header_switch (GtkWidget *widget, gconstpointer data)
{
  return GTK_IS_SWITCH (widget) && find_shown (gtk_widget_get_parent (widget), is_label, "The first row") != NULL;
}

static gboolean
is_missing_choice (GtkWidget *widget, gconstpointer data)
{
  return GTK_IS_DROP_DOWN (widget) && find_shown (gtk_widget_get_parent (widget), is_label, "Missing values") != NULL;
}

static void
wait_to_read (Assistant *a)
{
  for (guint i = 0; i < 500 && !gtk_widget_get_sensitive (find_shown (a->dialog, is_button, "_Read again")); i++)
    run_for (10);
}

static void
wait_to_import (Assistant *a)
{
  for (guint i = 0; i < 500 && !gtk_widget_get_sensitive (find_shown (a->dialog, is_button, "_Import")); i++)
    run_for (10);
}

static void
done_cb (DsSource *source, DsTask task, DsDataset *rows, gpointer user_data)
{
  Assistant *a = g_object_get_data (user_data, "assistant");

  a->source = ds_source_ref (source);
  a->task = task;
  a->rows = ds_dataset_rows (rows);
}

static gboolean
assistant_open (Assistant *a, const char *path)
{
  const char *paths[] = { path, NULL };

  *a = (Assistant) { 0 };
  if (!stage_ready ())
    return FALSE;
  a->owner = g_object_new (G_TYPE_OBJECT, NULL);
  g_object_set_data (a->owner, "assistant", a);
  a->dialog = fl_import_dialog_new (NULL, paths, done_cb, a->owner);
  gtk_window_present (GTK_WINDOW (a->dialog));
  await_shown (a->dialog, is_label, "Reading");
  return TRUE;
}

static void
assistant_import (Assistant *a)
{
  wait_to_import (a);
  g_assert_true (gtk_widget_get_sensitive (find_shown (a->dialog, is_button, "_Import")));
  g_signal_emit_by_name (find_shown (a->dialog, is_button, "_Import"), "clicked");
  g_assert_nonnull (a->source);
}

static void
assistant_close (Assistant *a)
{
  g_clear_pointer (&a->source, ds_source_unref);
  g_clear_object (&a->owner);
  run_for (20);
}

static void
choose (GtkWidget *dropdown, guint item)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (dropdown), item);
}

/* In letters twice as large, too, it fits the smallest screen. */
static void
check_room (GtkWidget *dialog)
{
  int dpi, width;

  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &dpi, NULL);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 192 * 1024, NULL);
  gtk_widget_measure (dialog, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  g_assert_cmpint (width, <=, 800);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", dpi, NULL);
}

static void
test_broken_rows (void)
{
  g_autofree char *path = put ("broken.csv", "a,b,y\n1,2,p\nx,2,q\n3,4\n5,6,q\n", -1);
  Assistant a;

  if (!assistant_open (&a, path))
    return;
  await_shown (a.dialog, is_label, "2 problems");
  await_shown (a.dialog, is_label, "Line 3, column 1: expected a number in column \"a\", found \"x\"");
  await_shown (a.dialog, is_label, "Line 4, column 3: 2 fields");
  await_shown (a.dialog, is_label, "To import, leave the broken rows out");
  g_assert_false (gtk_widget_get_sensitive (find_shown (a.dialog, is_button, "_Import")));
  check_room (a.dialog);
  gtk_switch_set_active (GTK_SWITCH (await_shown (a.dialog, is_drop_switch, NULL)), TRUE);
  await_shown (a.dialog, is_label, "2 rows of 4 · 2 inputs");
  assistant_import (&a);
  g_assert_cmpint (a.source->bad_rows, ==, DS_BAD_ROWS_DROP);
  g_assert_cmpstr (a.source->target, ==, "y");
  g_assert_cmpuint (a.rows, ==, 2);
  assistant_close (&a);
}

/* The file is mended elsewhere and read again: then nothing is left out. */
static void
test_read_again (void)
{
  g_autofree char *path = put ("mend.csv", "a,y\n1,p\nx,q\n3,p\n", -1), *same = NULL;
  Assistant a;

  if (!assistant_open (&a, path))
    return;
  await_shown (a.dialog, is_label, "1 problem");
  same = put ("mend.csv", "a,y\n1,p\n2,q\n3,p\n", -1);
  g_signal_emit_by_name (await_shown (a.dialog, is_button, "_Read again"), "clicked");
  await_shown (a.dialog, is_label, "3 rows ·");
  assistant_import (&a);
  g_assert_cmpint (a.source->bad_rows, ==, DS_BAD_ROWS_REFUSE);
  g_assert_cmpuint (a.rows, ==, 3);
  assistant_close (&a);
}

static void
test_roles_and_types (void)
{
  g_autofree char *path = put ("roles.csv", "id,zip,size,kind\n1,10,1.5,p\n2,20,2.5,q\n3,10,3.5,p\n4,20,4.5,q\n", -1);
  Assistant a;

  if (!assistant_open (&a, path))
    return;
  choose (await_shown (a.dialog, has_tooltip, "Role of id"), DS_ROLE_IGNORE);
  await_shown (a.dialog, is_label, "4 rows · 2 inputs");
  choose (await_shown (a.dialog, has_tooltip, "Type of zip"), DS_COLUMN_CLASS);
  await_shown (a.dialog, is_label, "2 classes");
  wait_to_import (&a);
  choose (await_shown (a.dialog, has_tooltip, "Role of size"), DS_ROLE_TARGET);
  await_shown (a.dialog, is_label, "Reading");
  assistant_import (&a);
  g_assert_cmpstr (a.source->target, ==, "size");
  g_assert_cmpuint (g_strv_length (a.source->inputs), ==, 2);
  g_assert_cmpstr (a.source->inputs[0], ==, "zip");
  g_assert_cmpstr (a.source->inputs[1], ==, "kind");
  g_assert_cmpstr (a.source->classes[0], ==, "zip");
  g_assert_cmpint (a.task, ==, DS_REGRESSION);
  assistant_close (&a);
}

/* A column of parts is found, said, and may become an input and what it was again. */
static void
test_split (void)
{
  g_autofree char *path = put ("parts.csv", "a,b,kind,split\n1,10,p,train\n2,20,q,train\n3,10,p,validation\n4,20,q,train\n5,9,q,train\n", -1);
  Assistant a;

  if (!assistant_open (&a, path))
    return;
  await_shown (a.dialog, is_label, "train, validation");
  g_assert_cmpint (gtk_drop_down_get_selected (GTK_DROP_DOWN (await_shown (a.dialog, has_tooltip, "Role of split"))), ==, DS_ROLE_SPLIT);
  choose (await_shown (a.dialog, has_tooltip, "Role of split"), DS_ROLE_INPUT);
  await_shown (a.dialog, is_label, "5 rows · 3 inputs");
  choose (await_shown (a.dialog, has_tooltip, "Role of split"), DS_ROLE_SPLIT);
  await_shown (a.dialog, is_label, "5 rows · 2 inputs");
  choose (await_shown (a.dialog, has_tooltip, "Role of kind"), DS_ROLE_IGNORE); /* the next to be the target is not the split */
  await_shown (a.dialog, is_label, "5 rows · 1 input");
  g_assert_cmpint (gtk_drop_down_get_selected (GTK_DROP_DOWN (await_shown (a.dialog, has_tooltip, "Role of a"))), ==, DS_ROLE_TARGET);
  assistant_import (&a);
  g_assert_cmpstr (a.source->split, ==, "split");
  assistant_close (&a);
}

static GtkWidget *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
      if (FL_IS_IMPORT_DIALOG (window) && gtk_widget_get_visible (window))
        return window;
    }
  return NULL;
}

/* Rows that a list under `from` has the widgets of. */
static guint
n_built (GtkWidget *from, const char *css_class)
{
  GtkWidget *list = gtk_widget_has_css_class (from, css_class) ? from : NULL;
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (from); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (list == NULL)
        n += n_built (child, css_class);
      else if (GTK_IS_LIST_VIEW (child)) /* of a column view */
        for (GtkWidget *row = gtk_widget_get_first_child (child); row != NULL; row = gtk_widget_get_next_sibling (row))
          n++;
      else if (GTK_IS_LIST_VIEW (list))
        n++;
    }
  return n;
}

/* Rows come and go a few at a time; what is wrong further down than they have come yet can be shown nevertheless. */
/* Labels that begin so, also those scrolled out of sight. */
static guint
n_named (GtkWidget *root, const char *start)
{
  guint n = is_label (root, start);

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += n_named (child, start);
  return n;
}

static void
test_wide (void)
{
  g_autoptr (GString) text = g_string_new ("c0");
  g_autofree char *path = NULL;
  gboolean gone = FALSE;
  GtkWidget *list;
  Assistant a;

  for (guint c = 1; c < 40; c++)
    g_string_append_printf (text, ",c%u", c);
  for (guint row = 0; row < 60; row++)
    {
      g_string_append_printf (text, "\n%s", row == 50 ? "oops" : "1");
      for (guint c = 1; c < 40; c++)
        g_string_append_printf (text, ",%u", (row + c) % 7);
    }
  path = put ("wide.csv", text->str, -1);
  if (!assistant_open (&a, path))
    return;
  await_shown (a.dialog, is_label, "1 problem");
  g_assert_cmpuint (n_built (a.dialog, "fl-import-table"), <, 60);
  list = find_shown (a.dialog, is_problem_list, NULL);
  g_signal_emit_by_name (list, "activate", 0);
  WAIT_FOR (n_built (a.dialog, "fl-import-table") == 60);
  WAIT_FOR (n_built (a.dialog, "fl-import-columns") == 40);
  /* another way with missing values is no other picture; other names are, in all lines, those further down a frame later too */
  choose (find (with_tooltip (a.dialog, "What becomes of a row"), GTK_TYPE_DROP_DOWN), 1);
  wait_to_read (&a);
  g_assert_cmpuint (n_built (a.dialog, "fl-import-table"), ==, 60);
  gtk_switch_set_active (GTK_SWITCH (find_shown (a.dialog, is_header_switch, NULL)), FALSE);
  await_shown (a.dialog, is_label, "column1");
  WAIT_FOR (n_named (a.dialog, "column") >= 40);
  WAIT_FOR (n_built (a.dialog, "fl-import-table") == 61);
  g_object_weak_ref (G_OBJECT (a.dialog), note_gone, &gone);
  gtk_window_close (GTK_WINDOW (a.dialog));
  g_assert_null (find_dialog ()); /* out of sight at once */
  g_assert_false (gone);
  WAIT_FOR (gone);
  assistant_close (&a);
}

static void
test_unreadable (void)
{
  g_autofree char *path = put ("latin.csv", "a,y\n1,\xe9\xc3\xa9\n", -1);
  Assistant a;

  if (!assistant_open (&a, path))
    return;
  await_shown (a.dialog, is_label, "latin.csv:2: byte 7 of the file, e9, is not UTF-8");
  g_assert_false (gtk_widget_get_sensitive (find_shown (a.dialog, is_button, "_Import")));
  gtk_window_destroy (GTK_WINDOW (a.dialog));
  assistant_close (&a);
}

/* Closed in the middle of reading: nothing comes of it, and nothing breaks. */
static void
test_closed_early (void)
{
  g_autoptr (GString) text = g_string_new ("a,b,y\n");
  Assistant a;

  for (guint i = 0; i < 200000; i++)
    g_string_append (text, "1.5,2.5,p\n");
  g_autofree char *path = put ("long.csv", text->str, (gssize) text->len);
  if (!assistant_open (&a, path))
    return;
  g_signal_emit_by_name (await_shown (a.dialog, is_button, "_Cancel"), "clicked");
  run_for (300);
  g_assert_null (a.source);
  assistant_close (&a);
}

/* A .npy file has roles, types and missing values as a CSV has. */
static void
test_numbers (void)
{
  static const char header[] = "\x93NUMPY\x01\0\x3d\0{'descr': '<f4', 'fortran_order': False, 'shape': (5, 3), } \n";
  const float values[] = { 1, 2, 0, 2, NAN, 1, 3, 4, 0, 4, INFINITY, 1, 5, 6, 0 };
  char file[sizeof header - 1 + sizeof values];
  Assistant a;

  memcpy (file, header, sizeof header - 1);
  memcpy (file + sizeof header - 1, values, sizeof values);
  g_autofree char *path = put ("numbers.npy", file, sizeof file);
  if (!assistant_open (&a, path))
    return;
  await_shown (a.dialog, is_label, "1 problem");
  await_shown (a.dialog, is_label, "Row 4, column 2: inf in column");
  gtk_switch_set_active (GTK_SWITCH (await_shown (a.dialog, is_drop_switch, NULL)), TRUE);
  await_shown (a.dialog, is_label, "3 rows of 5 · 2 inputs");
  choose (await_shown (a.dialog, is_missing_choice, NULL), 1);
  await_shown (a.dialog, is_label, "4 rows of 5 · 2 inputs");
  g_assert_null (find_shown (a.dialog, is_label, "Delimiter"));
  choose (await_shown (a.dialog, has_tooltip, "Type of column2"), DS_COLUMN_CLASS);
  await_shown (a.dialog, is_label, "3 classes: 2, 4, 6 · 1 missing");
  choose (await_shown (a.dialog, has_tooltip, "Role of column2"), DS_ROLE_IGNORE);
  await_shown (a.dialog, is_label, "5 rows · 1 input");
  assistant_import (&a);
  g_assert_cmpuint (a.rows, ==, 5);
  g_assert_cmpstr (a.source->inputs[0], ==, "column1");
  g_assert_cmpint (a.source->missing, ==, DS_MISSING_MEAN);
  g_assert_cmpstr (a.source->classes[0], ==, "column2");
  g_assert_null (a.source->numbers);
  assistant_close (&a);
}

/* Two files with three things wrong between them: all are said, and no rows are offered to be left out. */
static void
test_files_as_a_whole (void)
{
  static const char images[] = "\0\0\x08\x03\0\0\0\x02\0\0\0\x01\0\0\0\x01\x07", labels[] = "\0\0\x08\x01\0\0\0\x03\x01\x02\x03\x04";
  g_autofree char *a = put ("w-images-idx3-ubyte", images, sizeof images - 1), *b = put ("w-labels-idx1-ubyte", labels, sizeof labels - 1);
  Assistant assistant;

  if (!assistant_open (&assistant, a))
    return;
  await_shown (assistant.dialog, is_label, "3 problems");
  g_assert_nonnull (find_shown (assistant.dialog, is_label, "w-images-idx3-ubyte: its header announces 2 bytes"));
  g_assert_nonnull (find_shown (assistant.dialog, is_label, "w-labels-idx1-ubyte: there are bytes behind"));
  g_assert_nonnull (find_shown (assistant.dialog, is_label, "w-labels-idx1-ubyte has 3 labels"));
  g_assert_null (find_shown (assistant.dialog, is_drop_switch, NULL));
  g_assert_false (gtk_widget_get_sensitive (find_shown (assistant.dialog, is_button, "_Import")));
  g_assert_null (gtk_widget_get_tooltip_text (find_shown (assistant.dialog, is_problem_list, NULL))); /* there is no row to see */
  gtk_window_close (GTK_WINDOW (assistant.dialog));
  assistant_close (&assistant);
}

static gboolean
is_delimiter_choice (GtkWidget *widget, gconstpointer data)
{
  return GTK_IS_DROP_DOWN (widget) && find_shown (gtk_widget_get_parent (widget), is_label, "Delimiter") != NULL;
}

static gboolean
is_cell (GtkWidget *widget, gconstpointer text)
{
  return GTK_IS_INSCRIPTION (widget) && g_strcmp0 (gtk_inscription_get_text (GTK_INSCRIPTION (widget)), text) == 0;
}

/* Columns parted by blanks are found, and may be asked for; a minus stays before its number where text runs from the right. */
static void
test_blanks (void)
{
  g_autofree char *path = put ("blanks.txt", "  a   b  y\n -1.5   2  p\n  3.5   4  q\n", -1);
  Assistant a;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  if (assistant_open (&a, path))
    {
      g_assert_cmpint (gtk_widget_get_direction (await_shown (a.dialog, is_cell, "-1.5")), ==, GTK_TEXT_DIR_LTR);
      GtkWidget *delimiter = await_shown (a.dialog, is_delimiter_choice, NULL);
      g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (delimiter)), ==, 4);
      choose (delimiter, 0);
      await_shown (a.dialog, is_label, "blanks.txt has a single column");
      choose (delimiter, 4);
      await_shown (a.dialog, is_label, "2 rows · 2 inputs");
      assistant_import (&a);
      g_assert_cmpint (a.source->delimiter, ==, ' ');
      assistant_close (&a);
    }
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static FlWindow *
new_window (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FlProject) project = fl_project_default ();
  g_autoptr (FlDocument) document = fl_document_new (project);
  FlWindow *window = fl_window_new (NULL, document);

  gtk_window_present (GTK_WINDOW (window));
  run_for (50);
  return window;
}

static void
test_drop (void)
{
  FlWindow *window;
  GSList *files;

  if (!stage_ready ())
    return;
  window = new_window ();
  g_assert_false (fl_window_drop_files (window, NULL));
  g_assert_null (find_dialog ());

  /* a table: the assistant */
  g_autofree char *csv = put ("dropped.csv", "a,b,y\n1,2,p\n2,1,q\n3,1,p\n4,2,q\n", -1);
  files = g_slist_append (NULL, g_file_new_for_path (csv));
  g_assert_true (fl_window_drop_files (window, files));
  g_slist_free_full (files, g_object_unref);
  Assistant a = { .dialog = find_dialog () };
  g_assert_nonnull (a.dialog);
  wait_to_import (&a);
  g_signal_emit_by_name (find_shown (a.dialog, is_button, "_Import"), "clicked");
  g_assert_null (find_dialog ());
  const FlProject *project = fl_document_get_project (fl_window_get_document (window));
  g_assert_cmpint (project->source->kind, ==, DS_SOURCE_CSV);
  g_assert_cmpstr (project->name, ==, "dropped");
  fl_document_undo (fl_window_get_document (window)); /* one edit */
  g_assert_cmpint (fl_document_get_project (fl_window_get_document (window))->source->kind, ==, DS_SOURCE_GENERATOR);

  /* a project among them: it is opened */
  g_autofree char *iris = g_build_filename (g_getenv ("FALLLINE_SOURCE_ROOT"), "data", "samples", "iris.fallline", NULL);
  fl_document_mark_saved (fl_window_get_document (window), fl_document_get_project (fl_window_get_document (window)));
  files = g_slist_append (g_slist_append (NULL, g_file_new_for_path (csv)), g_file_new_for_path (iris));
  g_assert_true (fl_window_drop_files (window, files));
  g_slist_free_full (files, g_object_unref);
  for (guint i = 0; i < 500 && fl_document_get_file (fl_window_get_document (window)) == NULL; i++)
    run_for (10);
  g_assert_nonnull (fl_document_get_file (fl_window_get_document (window)));
  gtk_window_destroy (GTK_WINDOW (window));
  run_for (50);
}

static gboolean
closed_cb (gpointer closed)
{
  *(gboolean *) closed = TRUE;
  return FALSE;
}

/* What is told of a project that is being read, in a row and in a window, and that it can be stopped. */
static void
test_opening (void)
{
  g_autoptr (FlProgress) first = fl_progress_new (), second = fl_progress_new ();
  GtkWidget *stage, *window;
  gboolean closed = FALSE;

  if (!stage_ready ())
    return;
  stage = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (stage), fl_opening_row_new ("a.fallline", first));
  gtk_window_present (GTK_WINDOW (stage));
  fl_progress_report (0.25, first);
  await_shown (stage, is_label, "Opening “a.fallline”");
  await_shown (stage, is_label, "Reading its data: 25 %");
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (find (stage, GTK_TYPE_PROGRESS_BAR))), ==, 0.25);
  g_assert_true (fl_progress_report (0.5, first));
  g_signal_emit_by_name (find_shown (stage, is_button, "_Cancel"), "clicked");
  g_assert_false (fl_progress_report (0.5, first));
  g_assert_nonnull (find_shown (stage, is_label, "Cancelling"));
  gtk_window_destroy (GTK_WINDOW (stage));

  window = fl_opening_window_new (NULL, "b.fallline", second);
  gtk_window_present (GTK_WINDOW (window));
  fl_progress_report (1, second);
  await_shown (window, is_label, "Preparing its data");
  g_signal_connect_swapped (window, "hide", G_CALLBACK (closed_cb), &closed);
  gtk_window_close (GTK_WINDOW (window));
  g_assert_true (closed);
  g_assert_true (fl_progress_is_cancelled (second));
  gtk_window_destroy (GTK_WINDOW (window));
}

static GFile *
sample (const char *name)
{
  g_autofree char *path = fl_samples_path (name);

  return g_file_new_for_path (path);
}

/* Of two files opened one after the other the second comes, whichever is read first; one that is stopped does not. */
static void
test_open_another (void)
{
  g_autoptr (GFile) iris = sample ("iris"), wine = sample ("wine");
  FlDocument *document;
  FlWindow *window;

  if (!stage_ready ())
    return;
  window = new_window ();
  document = fl_window_get_document (window);
  fl_window_open_file (window, iris);
  fl_window_stop_opening (window);
  run_for (300);
  g_assert_null (fl_document_get_file (document));

  fl_window_open_file (window, iris);
  fl_window_open_file (window, wine);
  for (guint i = 0; i < 500 && fl_document_get_file (document) == NULL; i++)
    run_for (10);
  run_for (300);
  g_assert_true (g_file_equal (fl_document_get_file (document), wine));
  g_assert_null (window->opening_row);
  g_assert_cmpuint (window->busy, ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
  run_for (50);
}

int
main (int argc, char **argv)
{
  stage_init (&argc, &argv);
  folder = g_dir_make_tmp ("fallline-import-XXXXXX", NULL);
  g_test_add_func ("/import/broken-rows", test_broken_rows);
  g_test_add_func ("/import/read-again", test_read_again);
  g_test_add_func ("/import/roles-and-types", test_roles_and_types);
  g_test_add_func ("/import/split", test_split);
  g_test_add_func ("/import/wide", test_wide);
  g_test_add_func ("/import/unreadable", test_unreadable);
  g_test_add_func ("/import/closed-early", test_closed_early);
  g_test_add_func ("/import/numbers", test_numbers);
  g_test_add_func ("/import/files-as-a-whole", test_files_as_a_whole);
  g_test_add_func ("/import/blanks", test_blanks);
  g_test_add_func ("/import/drop", test_drop);
  g_test_add_func ("/import/opening", test_opening);
  g_test_add_func ("/import/open-another", test_open_another);
  return g_test_run ();
}
