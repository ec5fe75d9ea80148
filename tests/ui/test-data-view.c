/* Rows in tables, the pages beside the boundary, and the pad. Widgets need a display. */
#include "stage.h"

#include <string.h>

#include "ds-readers.h"
#include "fl-data-rows.h"
#include "fl-data-table-private.h"
#include "fl-draw-pad.h"
#include "fl-draw-view.h"
#include "fl-mistakes-view.h"
#include "fl-result-card.h"
#include "fl-row-model.h"
#include "fl-scene-plot.h"
#include "fl-score-paint.h"
#include "fl-scorer.h"
#include "fl-view.h"

static FlSession *
open_sample (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".fallline", NULL);
  g_autofree char *path = g_build_filename (g_getenv ("FALLLINE_SOURCE_ROOT"), "data", "samples", file, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) at = g_file_new_for_path (path);
  g_autoptr (FlDocument) document = NULL;
  g_autofree char *text = NULL;
  g_autoptr (FlProject) project = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, &error));
  project = fl_project_parse (text, length, path, &error);
  g_assert_no_error (error);
  document = fl_document_new (project);
  fl_document_set_file (document, at);
  return fl_session_new (document);
}

static gboolean
has_frame (FlSession *session)
{
  fl_session_update (session);
  return fl_session_get_frame (session) != NULL;
}

/* ---- rows ---- */

static void
test_model_is_lazy (void)
{
  g_autoptr (FlRowModel) model = fl_row_model_new ();
  guint n = 5000000, at;
  guint32 *rows = g_new (guint32, n);

  for (guint i = 0; i < n; i++)
    rows[i] = n - 1 - i;
  fl_row_model_take (model, rows, n);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, n);
  {
    g_autoptr (FlRowItem) first = g_list_model_get_item (G_LIST_MODEL (model), 0);

    g_assert_cmpuint (fl_row_item_get (first), ==, n - 1);
    g_assert_cmpuint (G_OBJECT (first)->ref_count, ==, 1); /* the model keeps none */
  }
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (model), n));
  g_assert_true (fl_row_model_find (model, 7, &at));
  g_assert_cmpuint (at, ==, n - 8);
  g_assert_false (fl_row_model_find (model, n, &at));
}

static void
count_cb (GListModel *model, guint position, guint removed, guint added, guint *changed)
{
  changed[0] = position;
  changed[1] = removed;
  changed[2] = added;
}

/* A new order leaves the items where they are. */
static void
test_model_replaces (void)
{
  g_autoptr (FlRowModel) model = fl_row_model_new ();
  guint32 first[] = { 4, 5, 6 }, second[] = { 9, 8, 7, 6, 5 }, third[] = { 3 };
  g_autoptr (FlRowItem) item = NULL, last = NULL;
  guint changed[3] = { 0 }, n;

  fl_row_model_take (model, g_memdup2 (first, sizeof first), 3);
  item = g_list_model_get_item (G_LIST_MODEL (model), 0);
  last = g_list_model_get_item (G_LIST_MODEL (model), 2);
  g_signal_connect (model, "items-changed", G_CALLBACK (count_cb), changed);
  fl_row_model_replace (model, g_memdup2 (second, sizeof second), 5);
  g_assert_cmpuint (changed[0], ==, 3);
  g_assert_cmpuint (changed[1], ==, 0);
  g_assert_cmpuint (changed[2], ==, 2);
  g_assert_cmpuint (fl_row_item_get (item), ==, 9);
  g_assert_cmpuint (fl_row_item_get (last), ==, 7);
  fl_row_model_replace (model, g_memdup2 (third, sizeof third), 1);
  g_assert_cmpuint (changed[0], ==, 1);
  g_assert_cmpuint (changed[1], ==, 4);
  g_assert_cmpuint (fl_row_item_get (item), ==, 3);
  g_assert_cmpuint (fl_row_item_get (last), ==, G_MAXUINT32);
  fl_row_model_forget (model);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 1);
  g_assert_cmpuint (fl_row_item_get (item), ==, G_MAXUINT32);
  fl_row_model_rows (model, &n);
  g_assert_cmpuint (n, ==, 0);
}

static void
test_rows_sort_and_filter (void)
{
  g_autoptr (FlSession) session = open_sample ("iris");
  FlRowsWanted wanted = { .part = -1, .class_index = -1 };
  g_autofree guint32 *rows = NULL;
  const DsPrepared *data;
  const float *values;
  guint n;

  WAIT_FOR (fl_session_get_data (session) != NULL);
  data = fl_session_get_data (session);
  values = ds_dataset_values (data->dataset);
  rows = fl_data_rows (data, NULL, &wanted, &n);
  g_assert_cmpuint (n, ==, 150);
  for (guint i = 0; i < n; i++)
    g_assert_cmpuint (data->source_row[rows[i]], ==, i);
  wanted = (FlRowsWanted){ NN_PART_VALIDATION, 1, FL_SORT_COLUMN, 2, TRUE };
  g_free (rows);
  rows = fl_data_rows (data, NULL, &wanted, &n);
  g_assert_cmpuint (n, >, 3);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (rows[i], >=, data->n_train);
      g_assert_cmpfloat (data->y[rows[i]], ==, 1);
      if (i > 0)
        g_assert_cmpfloat (values[data->source_row[rows[i]] * 5 + 2], <=, values[data->source_row[rows[i - 1]] * 5 + 2]);
    }
}

static void
test_csv (void)
{
  g_autoptr (FlSession) session = open_sample ("iris");
  g_autofree char *text = NULL;
  FlRowsWanted wanted = { .part = -1, .class_index = -1 };
  g_autofree guint32 *rows = NULL;
  guint n;

  WAIT_FOR (fl_session_get_data (session) != NULL);
  rows = fl_data_rows (fl_session_get_data (session), NULL, &wanted, &n);
  text = fl_data_rows_csv (fl_session_get_data (session), NULL, rows, 1);
  g_assert_true (g_str_has_prefix (text, "set,sepal_length,sepal_width,petal_length,petal_width,species\n"));
  g_assert_nonnull (strstr (text, ",5.0999999,3.5,1.39999998,0.200000003,setosa\n"));
}

static void
test_confusion_cells (void)
{
  static const guint64 counts[] = { 3, 1, 0, 4 };
  static const char *const names[] = { "a", "b" };
  FlConfusion confusion = { 2, counts, names, -1, -1 };
  FlConfusionLayout at;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 300, 200);
  cairo_t *cr = cairo_create (surface);
  int row, column;

  fl_confusion_paint (cr, fl_theme_get (FALSE, FALSE), 300, 200, &confusion, &at);
  g_assert_true (fl_confusion_at (&at, at.left + 1.5 * at.cell_width, at.top + 0.5 * at.cell_height, &row, &column));
  g_assert_cmpint (row, ==, 0);
  g_assert_cmpint (column, ==, 1);
  g_assert_false (fl_confusion_at (&at, at.left - 1, at.top + 1, &row, &column));
  g_assert_false (fl_confusion_at (&at, at.left + 2.01 * at.cell_width, at.top + 1, &row, &column));
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* ---- widgets ---- */

static GtkWidget *
show (GtkWidget *content)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), 900, 600);
  gtk_window_set_child (GTK_WINDOW (window), content);
  gtk_window_present (GTK_WINDOW (window));
  run_for (200);
  return window;
}

static void
test_pages (void)
{
  static const char *const pages[] = { "scores", "mistakes", "draw", "boundary" };

  if (!stage_ready ())
    return;
  for (guint d = 0; d < 3; d++)
    {
      g_autoptr (FlSession) session = open_sample (d == 0 ? "iris" : d == 1 ? "digits" : "linear-regression");
      g_autoptr (FlScorer) scorer = fl_scorer_get (session);
      GtkWidget *card = fl_result_card_new (session), *window = show (card);

      WAIT_FOR (has_frame (session));
      fl_result_card_sync (FL_RESULT_CARD (card));
      for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
        {
          fl_result_card_show_page (FL_RESULT_CARD (card), pages[i]);
          /* Drawing is for images. */
          g_assert_cmpstr (fl_result_card_get_page (FL_RESULT_CARD (card)), ==, i == 2 && d != 1 ? "boundary" : pages[i]);
          run_for (150);
        }
      fl_result_card_show_page (FL_RESULT_CARD (card), "scores");
      WAIT_FOR (fl_scorer_get_score (scorer) != NULL);
      gtk_window_destroy (GTK_WINDOW (window));
      run_for (50);
    }
}

static void
test_mistake_is_chosen (void)
{
  g_autoptr (FlSession) session = NULL;
  g_autoptr (FlScorer) scorer = NULL;
  GtkWidget *card, *window, *list;
  NnScore *score;

  if (!stage_ready ())
    return;
  session = open_sample ("iris");
  scorer = fl_scorer_get (session);
  card = fl_result_card_new (session);
  window = show (card);
  WAIT_FOR (has_frame (session));
  fl_result_card_sync (FL_RESULT_CARD (card));
  fl_result_card_show_page (FL_RESULT_CARD (card), "mistakes");
  WAIT_FOR ((score = fl_scorer_get_score (scorer)) != NULL);
  g_assert_cmpuint (score->n_mistakes[NN_PART_VALIDATION], >, 2); /* nothing is learned yet */
  list = find (find (card, FL_TYPE_MISTAKES_VIEW), GTK_TYPE_LIST_VIEW);
  gtk_selection_model_select_item (gtk_list_view_get_model (GTK_LIST_VIEW (list)), 1, TRUE);
  g_assert_cmpint (fl_session_get_row (session), ==, score->mistakes[NN_PART_VALIDATION][1].row);
  gtk_window_destroy (GTK_WINDOW (window));
  run_for (50);
}

static guint64
n_chosen (GtkSelectionModel *model)
{
  g_autoptr (GtkBitset) chosen = gtk_selection_model_get_selection (model);

  return gtk_bitset_get_size (chosen);
}

/* What a cell of a column view shows; "" while the row has no widgets. */
static const char *
cell_text (GtkWidget *table, guint row, guint column)
{
  GtkWidget *list = gtk_widget_get_first_child (table), *at;

  while (!GTK_IS_LIST_VIEW (list))
    list = gtk_widget_get_next_sibling (list);
  at = gtk_widget_get_first_child (list);
  for (guint i = 0; i < row && at != NULL; i++)
    at = gtk_widget_get_next_sibling (at);
  at = at != NULL ? gtk_widget_get_first_child (at) : NULL;
  for (guint i = 0; i < column && at != NULL; i++)
    at = gtk_widget_get_next_sibling (at);
  return at != NULL ? gtk_inscription_get_text (GTK_INSCRIPTION (gtk_widget_get_first_child (at))) : "";
}

/* Rows of 100 inputs and a target. */
static DsPrepared *
wide_data (void)
{
  g_autoptr (GString) text = g_string_new ("c0");
  DsCsvOptions options = { .header = -1, .task = DS_CLASSIFICATION };
  DsPrepareOptions choices = { .task = DS_CLASSIFICATION };
  g_autoptr (GError) error = NULL;
  g_autoptr (DsDataset) dataset = NULL;
  DsPrepared *data;

  for (guint c = 1; c < 100; c++)
    g_string_append_printf (text, ",c%u", c);
  g_string_append (text, ",y");
  for (guint row = 0; row < 6; row++)
    {
      g_string_append_printf (text, "\n%u", row);
      for (guint c = 1; c < 100; c++)
        g_string_append_printf (text, ",%u", row * c % 5);
      g_string_append (text, row % 2 == 0 ? ",p" : ",q");
    }
  dataset = ds_csv_parse (text->str, text->len, "wide.csv", &options, NULL, NULL, &error);
  g_assert_no_error (error);
  data = ds_prepare (dataset, &choices, 1, &error);
  g_assert_no_error (error);
  return data;
}

static const char *
column_title (GtkWidget *table, guint at)
{
  g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (gtk_column_view_get_columns (GTK_COLUMN_VIEW (table)), at);

  return gtk_column_view_column_get_title (column); /* the table keeps it */
}

/* The columns of a very wide table take turns, and what is to be predicted is always there. */
static void
test_turns (void)
{
  g_autoptr (DsPrepared) data = NULL;
  g_autoptr (FlRowModel) model = NULL;
  GtkWidget *view, *window, *table;
  GListModel *columns;
  guint32 *rows;

  if (!stage_ready ())
    return;
  data = wide_data ();
  model = fl_row_model_new ();
  view = fl_data_table_new (model);
  window = show (view);
  table = find (view, GTK_TYPE_COLUMN_VIEW);
  columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (table));
  rows = g_new (guint32, data->rows);
  for (guint32 i = 0; i < data->rows; i++)
    rows[i] = i;
  fl_data_table_set_data (FL_DATA_TABLE (view), data);
  fl_data_table_take_rows (FL_DATA_TABLE (view), rows, (guint) data->rows);
  WAIT_FOR (*cell_text (table, 5, 1) != '\0');
  g_assert_cmpuint (fl_data_table_columns (FL_DATA_TABLE (view)).all, ==, 100);
  g_assert_cmpuint (g_list_model_get_n_items (columns), ==, 21); /* row, sixteen inputs, target, set, prediction, loss */
  g_assert_cmpstr (column_title (table, 1), ==, "c0\ninput");

  fl_data_table_show_columns (FL_DATA_TABLE (view), 16);
  g_assert_cmpstr (column_title (table, 1), ==, "c16\ninput");
  g_assert_cmpstr (column_title (table, 17), ==, "y\ntarget");
  for (guint row = 0; row < 6; row++)
    {
      g_autofree char *text = g_strdup_printf ("%u", data->source_row[row] * 18 % 5);
      WAIT_FOR (strcmp (cell_text (table, row, 3), text) == 0); /* c18 */
    }
  WAIT_FOR (strcmp (cell_text (table, 0, 17), data->source_row[0] % 2 == 0 ? "p" : "q") == 0);

  fl_data_table_show_column (FL_DATA_TABLE (view), 20); /* is there */
  g_assert_cmpuint (fl_data_table_columns (FL_DATA_TABLE (view)).first, ==, 16);
  fl_data_table_show_column (FL_DATA_TABLE (view), 100); /* the target */
  g_assert_cmpuint (fl_data_table_columns (FL_DATA_TABLE (view)).first, ==, 16);
  fl_data_table_show_column (FL_DATA_TABLE (view), 99);
  g_assert_cmpuint (fl_data_table_columns (FL_DATA_TABLE (view)).first, ==, 84); /* the last page is full */
  g_assert_cmpstr (column_title (table, 16), ==, "c99\ninput");

  /* The arrow of the order goes with its column. */
  {
    g_autoptr (GtkColumnViewColumn) last = g_list_model_get_item (columns, 16);

    gtk_column_view_sort_by_column (GTK_COLUMN_VIEW (table), last, GTK_SORT_DESCENDING);
    g_assert_cmpint (FL_DATA_TABLE (view)->sorted, ==, 99);
    fl_data_table_show_columns (FL_DATA_TABLE (view), 0);
    fl_data_table_show_columns (FL_DATA_TABLE (view), 83);
    g_assert_cmpint (FL_DATA_TABLE (view)->sorted, ==, 99);
  }

  /* By keys: up, down, and as the rows came. */
  fl_data_table_sort_by (FL_DATA_TABLE (view), 90);
  g_assert_cmpint (FL_DATA_TABLE (view)->sorted, ==, 90);
  g_assert_false (FL_DATA_TABLE (view)->descending);
  fl_data_table_sort_by (FL_DATA_TABLE (view), 90);
  g_assert_true (FL_DATA_TABLE (view)->descending);
  fl_data_table_sort_by (FL_DATA_TABLE (view), 90);
  g_assert_cmpint (FL_DATA_TABLE (view)->sorted, ==, -1);
  gtk_window_destroy (GTK_WINDOW (window));
  run_for (50);
}

/* How many cells have something in them, all of it at their right. */
static int
count_right_cells (GtkWidget *widget)
{
  int cells = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    cells += count_right_cells (child);
  if (!GTK_IS_INSCRIPTION (widget) || gtk_inscription_get_text (GTK_INSCRIPTION (widget)) == NULL)
    return cells;
  /* From right to left GTK 4.8 would turn the place round, and leave Latin words at the left. */
  g_assert_cmpint (gtk_widget_get_direction (widget), ==, GTK_TEXT_DIR_LTR);
  g_assert_cmpfloat (gtk_inscription_get_xalign (GTK_INSCRIPTION (widget)), ==, 1);
  return cells + 1;
}

/* From right to left a table that is wider than its place shows the numbers of its rows first, too. */
static void
test_right_to_left (void)
{
  g_autoptr (DsPrepared) data = NULL;
  g_autoptr (FlRowModel) model = NULL;
  GtkWidget *view, *window;
  GtkAdjustment *sideways;

  if (!stage_ready ())
    return;
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  data = wide_data ();
  model = fl_row_model_new ();
  view = fl_data_table_new (model);
  window = show (view);
  sideways = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (find (view, GTK_TYPE_COLUMN_VIEW)));
  fl_data_table_set_data (FL_DATA_TABLE (view), data);
  WAIT_FOR (gtk_adjustment_get_upper (sideways) > gtk_adjustment_get_page_size (sideways) + 100);
  WAIT_FOR (gtk_adjustment_get_value (sideways) == gtk_adjustment_get_upper (sideways) - gtk_adjustment_get_page_size (sideways));
  gtk_adjustment_set_value (sideways, 40); /* what a person chose stays */
  fl_data_table_show_columns (FL_DATA_TABLE (view), 16);
  run_for (100);
  g_assert_cmpfloat (gtk_adjustment_get_value (sideways), ==, 40);
  fl_data_table_take_rows (FL_DATA_TABLE (view), g_new0 (guint32, 1), 1);
  WAIT_FOR (count_right_cells (view) > 0);
  gtk_window_destroy (GTK_WINDOW (window));
  run_for (50);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static void
test_data_view (void)
{
  g_autoptr (FlSession) session = NULL;
  GtkWidget *view, *window, *table;
  GtkSelectionModel *model;

  if (!stage_ready ())
    return;
  session = open_sample ("iris");
  view = fl_data_view_new (session);
  window = show (view);
  WAIT_FOR (has_frame (session));
  table = find (view, GTK_TYPE_COLUMN_VIEW);
  model = gtk_column_view_get_model (GTK_COLUMN_VIEW (table));
  WAIT_FOR (g_list_model_get_n_items (G_LIST_MODEL (model)) == 150);
  /* row, four inputs, target, set, prediction, loss */
  g_assert_cmpuint (g_list_model_get_n_items (gtk_column_view_get_columns (GTK_COLUMN_VIEW (table))), ==, 9);
  {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (gtk_column_view_get_columns (GTK_COLUMN_VIEW (table)), 3);
    const DsPrepared *data = fl_session_get_data (session);
    const float *values = ds_dataset_values (data->dataset);
    gboolean sorted = FALSE;

    gtk_column_view_sort_by_column (GTK_COLUMN_VIEW (table), column, GTK_SORT_DESCENDING);
    for (guint i = 0; i < 500 && !sorted; i++)
      {
        g_autoptr (FlRowItem) first = g_list_model_get_item (G_LIST_MODEL (model), 0);

        sorted = first != NULL && values[data->source_row[fl_row_item_get (first)] * 5 + 2] == 6.9f;
        run_for (10);
      }
    g_assert_true (sorted);
  }
  WAIT_FOR (strcmp (cell_text (table, 0, 3), "6.9") == 0); /* the cells that were there show the new order */
  WAIT_FOR (strcmp (cell_text (table, 149, 3), "1") == 0);
  fl_session_set_row (session, 10);
  WAIT_FOR (n_chosen (model) > 0); /* the table gets its rows in portions */
  {
    g_autoptr (GtkBitset) chosen = gtk_selection_model_get_selection (model);
    g_autoptr (FlRowItem) item = g_list_model_get_item (G_LIST_MODEL (model), gtk_bitset_get_minimum (chosen));

    g_assert_cmpuint (gtk_bitset_get_size (chosen), ==, 1);
    g_assert_cmpuint (fl_row_item_get (item), ==, 10);
  }
  gtk_window_destroy (GTK_WINDOW (window));
  run_for (50);
}

static void
test_pad (void)
{
  DsImageHabit habit = { 8, 8, 0, 16, 6, 8, FALSE, 4, 4 };
  float image[64] = { 0 };
  GtkWidget *pad, *window;
  guint n;

  if (!stage_ready ())
    return;
  pad = fl_draw_pad_new ();
  fl_draw_pad_set_habit (FL_DRAW_PAD (pad), &habit);
  window = show (pad);
  g_assert_true (fl_draw_pad_is_empty (FL_DRAW_PAD (pad)));
  image[9] = 16;
  fl_draw_pad_set_image (FL_DRAW_PAD (pad), image);
  g_assert_false (fl_draw_pad_is_empty (FL_DRAW_PAD (pad)));
  g_assert_cmpfloat (fl_draw_pad_get_image (FL_DRAW_PAD (pad))[9], ==, 16);
  fl_draw_pad_clear (FL_DRAW_PAD (pad));
  g_assert_true (fl_draw_pad_is_empty (FL_DRAW_PAD (pad)));
  fl_draw_pad_get_points (FL_DRAW_PAD (pad), &n);
  g_assert_cmpuint (n, ==, 0);
  /* Nothing drawn is lost by a slip: what was cleared comes back, and what was there before it. */
  fl_draw_pad_take_back (FL_DRAW_PAD (pad));
  g_assert_cmpfloat (fl_draw_pad_get_image (FL_DRAW_PAD (pad))[9], ==, 16);
  fl_draw_pad_take_back (FL_DRAW_PAD (pad));
  g_assert_true (fl_draw_pad_is_empty (FL_DRAW_PAD (pad)));
  g_assert_false (fl_draw_pad_has_past (FL_DRAW_PAD (pad)));
  fl_draw_pad_take_back (FL_DRAW_PAD (pad));
  gtk_window_destroy (GTK_WINDOW (window));
  run_for (50);
}

static gboolean
press_table_key (GtkWidget *pad)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (pad);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      g_autoptr (GtkShortcut) shortcut = NULL;

      if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
        continue;
      shortcut = g_list_model_get_item (G_LIST_MODEL (controller), 0);
      return gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, pad, NULL);
    }
  return FALSE;
}

/* The pad has a table too: of what the network is given of the drawing, once there is one. */
static void
test_pad_table (void)
{
  g_autoptr (FlSession) session = NULL;
  GtkWidget *view, *window, *pad;
  GListModel *windows;
  DsPrepared *data;

  if (!stage_ready ())
    return;
  session = open_sample ("digits");
  view = fl_draw_view_new (session);
  window = show (view);
  WAIT_FOR (has_frame (session));
  fl_draw_view_sync (FL_DRAW_VIEW (view));
  pad = find (view, FL_TYPE_DRAW_PAD);
  windows = gtk_window_get_toplevels ();
  g_assert_cmpuint (g_list_model_get_n_items (windows), ==, 1);
  g_assert_true (press_table_key (pad));
  run_for (50);
  g_assert_cmpuint (g_list_model_get_n_items (windows), ==, 1); /* nothing is drawn */
  data = fl_session_get_data (session);
  fl_draw_pad_set_image (FL_DRAW_PAD (pad), data->raw);
  for (guint i = 0; i < 500 && g_list_model_get_n_items (windows) == 1; i++)
    {
      press_table_key (pad); /* the network looks at it on a thread */
      run_for (20);
    }
  g_assert_cmpuint (g_list_model_get_n_items (windows), >, 1);
  for (guint i = g_list_model_get_n_items (windows); i > 0; i--)
    {
      g_autoptr (GtkWindow) top = g_list_model_get_item (windows, i - 1);

      if (GTK_WIDGET (top) != window)
        {
          g_assert_cmpstr (gtk_window_get_title (top), ==, "What the network is given");
          gtk_window_destroy (top);
        }
    }
  gtk_window_destroy (GTK_WINDOW (window));
  run_for (50);
}

int
main (int argc, char **argv)
{
  stage_init (&argc, &argv);
  g_test_add_func ("/data-view/model-is-lazy", test_model_is_lazy);
  g_test_add_func ("/data-view/model-replaces", test_model_replaces);
  g_test_add_func ("/data-view/turns", test_turns);
  g_test_add_func ("/data-view/right-to-left", test_right_to_left);
  g_test_add_func ("/data-view/rows-sort-and-filter", test_rows_sort_and_filter);
  g_test_add_func ("/data-view/csv", test_csv);
  g_test_add_func ("/data-view/confusion-cells", test_confusion_cells);
  g_test_add_func ("/data-view/pages", test_pages);
  g_test_add_func ("/data-view/mistake-is-chosen", test_mistake_is_chosen);
  g_test_add_func ("/data-view/table", test_data_view);
  g_test_add_func ("/data-view/pad", test_pad);
  g_test_add_func ("/data-view/pad-table", test_pad_table);
  return g_test_run ();
}
