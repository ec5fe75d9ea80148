#include "fl-import-preview.h"
#include <glib/gi18n-lib.h>
#include <math.h>
#include "fl-gradual.h"
#include "fl-import-item.h"
#include "fl-rows-frame.h"
#include "fl-tooltip.h"

#define MAX_COLUMNS 24 /* more are named in the list of columns; a table this wide is not read anyway */
#define MAX_TITLE 24   /* characters of a column's name above it; the list of columns has all of it */
#define MAX_IMAGES 60
#define CELLS_A_FRAME 120
#define IMAGE_SIDE 64

/* Where the pieces are kept on the widget: a stack of a table and of images. */
#define TABLE "fl-import-table"
#define IMAGES "fl-import-images"
#define ROWS "fl-import-rows" /* on the table */

/* ---- rows ---- */

static const DsSurveyRow *
row_of (GtkListItem *list_item, const DsSurvey **survey)
{
  FlImportItem *item = gtk_list_item_get_item (list_item);

  *survey = item->survey;
  return &item->survey->preview[item->index];
}

/* The first problem of a row, in a column (from 1) or, with 0, anywhere. */
static const DsProblem *
find_problem (const DsSurvey *survey, const DsSurveyRow *row, guint column)
{
  for (guint i = 0; i < survey->problems.n; i++)
    {
      const DsProblem *problem = &survey->problems.list[i];

      if (problem->row_start == row->start && problem->row_line == row->line && (column == 0 || problem->column == column))
        return problem;
    }
  return NULL;
}

static void
mark (GtkWidget *cell, const DsProblem *problem)
{
  if (problem != NULL)
    gtk_widget_add_css_class (cell, "fl-import-bad");
  else
    gtk_widget_remove_css_class (cell, "fl-import-bad");
  fl_set_tooltip (cell, problem != NULL ? problem->text : NULL);
}

static void
setup_cell (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer column)
{
  GtkWidget *cell = gtk_inscription_new (NULL);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (cell), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (cell), column == NULL ? 5 : 7);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (cell), column == NULL ? 6 : 12);
  gtk_widget_add_css_class (cell, column == NULL ? "fl-import-line" : "fl-import-cell");
  gtk_widget_set_direction (cell, GTK_TEXT_DIR_LTR); /* as in the file; else a minus follows its number where text runs from the right */
  gtk_list_item_set_child (list_item, cell);
}

static void
bind_line (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer column)
{
  const DsSurvey *survey;
  const DsSurveyRow *row = row_of (list_item, &survey);
  GtkWidget *cell = gtk_list_item_get_child (list_item);
  g_autofree char *text = g_strdup_printf ("%zu", row->line);

  gtk_inscription_set_text (GTK_INSCRIPTION (cell), text);
  mark (cell, find_problem (survey, row, 0));
}

/* The problem of a missing field stands behind the last there is. */
static void
bind_cell (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer column)
{
  const DsSurvey *survey;
  const DsSurveyRow *row = row_of (list_item, &survey);
  guint c = GPOINTER_TO_UINT (column), n = g_strv_length (row->cells);
  GtkWidget *cell = gtk_list_item_get_child (list_item);

  gtk_inscription_set_text (GTK_INSCRIPTION (cell), c <= n ? row->cells[c - 1] : "");
  mark (cell, find_problem (survey, row, c));
}

static void
add_column (GtkWidget *table, const char *title, guint column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autofree char *head = g_utf8_strlen (title, -1) > MAX_TITLE ? g_utf8_substring (title, 0, MAX_TITLE - 1) : NULL;
  g_autofree char *shortened = head != NULL ? g_strconcat (head, "…", NULL) : g_strdup (title);
  GtkColumnViewColumn *view_column;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cell), GUINT_TO_POINTER (column));
  g_signal_connect (factory, "bind", column == 0 ? G_CALLBACK (bind_line) : G_CALLBACK (bind_cell), GUINT_TO_POINTER (column));
  view_column = gtk_column_view_column_new (shortened, factory);
  gtk_column_view_column_set_resizable (view_column, column > 0);
  gtk_column_view_column_set_expand (view_column, column > 0);
  gtk_column_view_append_column (GTK_COLUMN_VIEW (table), view_column);
  g_object_unref (view_column);
}

/* What the table shows and is to show, kept on it. */
typedef struct
{
  GListModel *items; /* FlImportItem, owned; or NULL */
  DsSurvey *next;    /* waits until the rows there are have gone; or NULL */
  guint tick;        /* while one waits, or 0 */
} Rows;

static void
rows_free (gpointer data)
{
  Rows *rows = data;

  g_clear_object (&rows->items);
  ds_survey_unref (rows->next);
  g_free (rows);
}

static Rows *
rows_shown (GtkWidget *table)
{
  return g_object_get_data (G_OBJECT (table), ROWS);
}

static void
build_rows (GtkWidget *table, DsSurvey *survey)
{
  GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (table));
  g_autoptr (GListModel) items = NULL;
  Rows *shown = rows_shown (table);
  GtkSingleSelection *rows;

  gtk_column_view_set_model (GTK_COLUMN_VIEW (table), NULL); /* taking columns from a table with rows is slow */
  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, g_list_model_get_n_items (columns) - 1);

      gtk_column_view_remove_column (GTK_COLUMN_VIEW (table), column);
    }
  add_column (table, survey->source->kind == DS_SOURCE_CSV ? C_("line of a file", "Line") : _("Row"), 0);
  for (guint c = 0; c < MIN (survey->n_columns, MAX_COLUMNS); c++)
    add_column (table, survey->columns[c].name, c + 1);
  g_clear_object (&shown->items);
  shown->items = fl_import_items_new (survey, survey->n_preview);
  items = fl_gradual_new (table, g_object_ref (shown->items), CELLS_A_FRAME / g_list_model_get_n_items (columns));
  rows = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (rows, FALSE);
  gtk_single_selection_set_model (rows, items);
  gtk_single_selection_set_can_unselect (rows, TRUE);
  gtk_column_view_set_model (GTK_COLUMN_VIEW (table), GTK_SELECTION_MODEL (rows));
  g_object_unref (rows);
}

static gboolean
same_row (const DsSurveyRow *a, const DsSurveyRow *b)
{
  guint c = 0;

  if (a->line != b->line || a->start != b->start)
    return FALSE;
  while (c < MAX_COLUMNS && a->cells[c] != NULL && g_strcmp0 (a->cells[c], b->cells[c]) == 0)
    c++;
  return c == MAX_COLUMNS || (a->cells[c] == NULL && b->cells[c] == NULL);
}

static gboolean
same_problem (const DsProblem *a, const DsProblem *b)
{
  return a->row_start == b->row_start && a->row_line == b->row_line && a->column == b->column && g_str_equal (a->text, b->text);
}

/* Nobody would see a difference: another role, say, or another way with missing values. */
static gboolean
same_picture (const DsSurvey *a, const DsSurvey *b)
{
  if (a->n_columns != b->n_columns || a->n_preview != b->n_preview || a->problems.n != b->problems.n || a->source->kind != b->source->kind)
    return FALSE;
  for (guint c = 0; c < MIN (a->n_columns, MAX_COLUMNS); c++)
    if (!g_str_equal (a->columns[c].name, b->columns[c].name))
      return FALSE;
  for (guint i = 0; i < a->problems.n; i++)
    if (!same_problem (&a->problems.list[i], &b->problems.list[i]))
      return FALSE;
  for (guint i = 0; i < a->n_preview; i++)
    if (!same_row (&a->preview[i], &b->preview[i]))
      return FALSE;
  return TRUE;
}

/* FALSE: there are none, or they differ. */
static gboolean
keep_rows (Rows *rows, DsSurvey *survey)
{
  guint n = rows->items != NULL && rows->next == NULL ? g_list_model_get_n_items (rows->items) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (FlImportItem) item = g_list_model_get_item (rows->items, i);

      if (i == 0 && !same_picture (item->survey, survey))
        return FALSE;
      ds_survey_unref (item->survey);
      item->survey = ds_survey_ref (survey);
    }
  return n > 0;
}

/* Those that wait come at once. */
static void
finish_rows (GtkWidget *table)
{
  Rows *rows = rows_shown (table);
  g_autoptr (DsSurvey) next = g_steal_pointer (&rows->next);

  if (rows->tick != 0)
    gtk_widget_remove_tick_callback (table, rows->tick);
  rows->tick = 0;
  if (next != NULL)
    build_rows (table, next);
}

static gboolean
replace_cb (GtkWidget *table, GdkFrameClock *clock, gpointer data)
{
  Rows *rows = data;

  if (fl_gradual_shrink (table))
    return G_SOURCE_CONTINUE;
  rows->tick = 0;
  finish_rows (table);
  return G_SOURCE_REMOVE;
}

/* Hundreds of cells that go in one turn would hold the window up: they go a few a frame, and then the others come so. */
static void
set_rows (GtkWidget *table, DsSurvey *survey)
{
  Rows *rows = rows_shown (table);

  if (keep_rows (rows, survey))
    return;
  ds_survey_ref (survey);
  ds_survey_unref (rows->next);
  rows->next = survey;
  if (!gtk_widget_get_mapped (table) || rows->items == NULL)
    finish_rows (table);
  else if (rows->tick == 0)
    rows->tick = gtk_widget_add_tick_callback (table, replace_cb, rows, NULL);
}

void
fl_import_preview_show (GtkWidget *preview, const DsProblem *problem)
{
  GtkWidget *table = g_object_get_data (G_OBJECT (preview), TABLE), *list;
  GtkSelectionModel *rows;
  guint n;

  finish_rows (table);
  rows = gtk_column_view_get_model (GTK_COLUMN_VIEW (table));
  if (rows != NULL) /* the row may be further down than the table has come yet */
    fl_gradual_finish (table);
  n = rows != NULL ? g_list_model_get_n_items (G_LIST_MODEL (rows)) : 0;
  for (list = gtk_widget_get_first_child (table); list != NULL && !GTK_IS_LIST_VIEW (list);)
    list = gtk_widget_get_next_sibling (list);
  for (guint i = 0; i < n && list != NULL; i++)
    {
      g_autoptr (FlImportItem) item = g_list_model_get_item (G_LIST_MODEL (rows), i);
      const DsSurveyRow *row = &item->survey->preview[item->index];

      if (row->start != problem->row_start || row->line != problem->row_line)
        continue;
      gtk_selection_model_select_item (rows, i, TRUE);
      gtk_widget_activate_action (list, "list.scroll-to-item", "u", i);
      return;
    }
}

gboolean
fl_import_preview_shrink (GtkWidget *preview)
{
  GtkWidget *table = g_object_get_data (G_OBJECT (preview), TABLE);
  Rows *rows = rows_shown (table);

  g_clear_pointer (&rows->next, ds_survey_unref);
  finish_rows (table); /* nothing waits any more */
  return fl_gradual_shrink (table);
}

/* ---- images ---- */

static guint8
level (float value)
{
  return isnan (value) ? 0 : (guint8) (CLAMP (value, 0.0f, 1.0f) * 255.0f + 0.5f);
}

/* values: one plane of (height, width), or three. */
static GdkTexture *
new_texture (const float *values, guint width, guint height, gboolean color)
{
  gsize plane = (gsize) width * height;
  guint8 *pixels = g_malloc (3 * plane);
  g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, 3 * plane);

  for (gsize i = 0; i < plane; i++)
    for (guint k = 0; k < 3; k++)
      pixels[3 * i + k] = level (values[i + (color ? k * plane : 0)]);
  return gdk_memory_texture_new ((int) width, (int) height, GDK_MEMORY_R8G8B8, bytes, 3 * width);
}

static GtkWidget *
new_image (const DsDataset *table, gsize row, guint width, guint height, gboolean color)
{
  guint n = ds_dataset_n_columns (table), c = ds_dataset_n_targets (table) > 0 ? ds_dataset_target (table, 0) : n;
  const float *values = ds_dataset_values (table) + row * n;
  const DsColumn *target = c < n ? ds_dataset_column (table, c) : NULL;
  g_autoptr (GdkTexture) texture = new_texture (values, width, height, color);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4), *picture = gtk_picture_new_for_paintable (GDK_PAINTABLE (texture));
  g_autofree char *text = target == NULL                       ? NULL
                          : target->kind == DS_COLUMN_CLASS ? g_strdup (target->classes[(guint) values[c]])
                                                            : g_strdup_printf ("%g", values[c]);
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_set_size_request (picture, IMAGE_SIDE, IMAGE_SIDE);
  gtk_picture_set_alternative_text (GTK_PICTURE (picture), text);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 9);
  gtk_widget_add_css_class (label, "fl-note");
  gtk_box_append (GTK_BOX (box), picture);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static gboolean
image_shape (const DsSurvey *survey, guint *width, guint *height)
{
  if (survey->table == NULL)
    return FALSE;
  if (!survey->source->color)
    return survey->source->kind != DS_SOURCE_CSV && ds_dataset_image_size (survey->table, width, height);
  *width = survey->source->width;
  *height = survey->source->height;
  return *width > 0 && *height > 0;
}

static gboolean
set_images (GtkWidget *images, const DsSurvey *survey)
{
  guint width, height;
  gsize step;

  if (!image_shape (survey, &width, &height))
    return FALSE;
  for (GtkWidget *child = gtk_widget_get_first_child (images); child != NULL; child = gtk_widget_get_first_child (images))
    gtk_flow_box_remove (GTK_FLOW_BOX (images), child);
  /* spread over the rows: a folder is read class by class */
  step = MAX (1, survey->rows / MAX_IMAGES);
  for (gsize row = 0; row < survey->rows && row / step < MAX_IMAGES; row += step)
    gtk_flow_box_append (GTK_FLOW_BOX (images), new_image (survey->table, row, width, height, survey->source->color));
  return TRUE;
}

/* ---- both ---- */

void
fl_import_preview_set (GtkWidget *preview, DsSurvey *survey)
{
  GtkWidget *table = g_object_get_data (G_OBJECT (preview), TABLE), *images = g_object_get_data (G_OBJECT (preview), IMAGES);
  gboolean pictures = set_images (images, survey);

  if (!pictures)
    set_rows (table, survey);
  gtk_stack_set_visible_child_name (GTK_STACK (preview), pictures ? "images" : "table");
}

static GtkWidget *
new_scroll (GtkWidget *child)
{
  GtkWidget *scroll = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), child);
  gtk_widget_set_vexpand (scroll, TRUE);
  gtk_widget_set_hexpand (scroll, TRUE);
  return scroll;
}

GtkWidget *
fl_import_preview_new (void)
{
  GtkWidget *stack = gtk_stack_new (), *table = gtk_column_view_new (NULL), *images = gtk_flow_box_new ();

  gtk_column_view_set_show_column_separators (GTK_COLUMN_VIEW (table), TRUE);
  gtk_widget_add_css_class (table, "fl-import-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (table), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Preview"), -1);
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (images), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (images), 20);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (images), 8);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (images), 8);
  gtk_widget_set_valign (images, GTK_ALIGN_START);
  gtk_widget_set_margin_start (images, 12);
  gtk_widget_set_margin_end (images, 12);
  gtk_widget_set_margin_top (images, 12);
  gtk_widget_set_margin_bottom (images, 12);
  gtk_accessible_update_property (GTK_ACCESSIBLE (images), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Images"), -1);
  gtk_stack_add_named (GTK_STACK (stack), fl_rows_frame_new (new_scroll (table)), "table");
  gtk_stack_add_named (GTK_STACK (stack), new_scroll (images), "images");
  g_object_set_data_full (G_OBJECT (table), ROWS, g_new0 (Rows, 1), rows_free);
  g_object_set_data (G_OBJECT (stack), TABLE, table);
  g_object_set_data (G_OBJECT (stack), IMAGES, images);
  return stack;
}
