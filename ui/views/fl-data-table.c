#include "fl-data-table-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-axis.h"
#include "fl-data-cells.h"
#include "fl-panel-parts.h"
#include "fl-plot.h"
#include "fl-row-image.h"
#include "fl-tooltip.h"
#include "fl-view.h"

#define MOST_COLUMNS 32 /* of the dataset, and its targets; the column card knows all of them */
#define MOST_SPOKEN 12 /* cells of a row that make its accessible name */
#define THUMBNAIL 32
#define CELLS_A_FRAME 96
#define ROW_WIDTH 54 /* px, of four digits */
#define DIGIT_WIDTH 9

G_DEFINE_FINAL_TYPE (FlDataTable, fl_data_table, GTK_TYPE_BOX)

enum
{
  SORT,
  PICKED,
  COPY,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* ---- cells ---- */

gboolean
fl_data_table_is_wrong (const FlDataTable *self, gsize row)
{
  const NnScore *score = self->score;

  return score != NULL && score->data == self->data && row < self->data->rows && self->data->n_classes > 0 &&
         nn_score_class (score, row) != (guint) self->data->y[row];
}

static void
fill_cell (GtkListItem *item)
{
  const Column *column = g_object_get_data (G_OBJECT (item), "fl-column");
  GtkWidget *child = gtk_list_item_get_child (item);
  FlRowItem *row = gtk_list_item_get_item (item);
  char text[128];

  if (row == NULL || fl_row_item_get (row) == G_MAXUINT32)
    return;
  if (column->show == FL_CELL_IMAGE)
    {
      fl_row_image_set (FL_ROW_IMAGE (child), column->table->data, fl_row_item_get (row));
      return;
    }
  fl_cell_text (column->table->data, column->table->score, column->show, column->column, fl_row_item_get (row), text, sizeof text);
  if (g_strcmp0 (gtk_inscription_get_text (GTK_INSCRIPTION (child)), text) != 0)
    gtk_inscription_set_text (GTK_INSCRIPTION (child), text);
  if (column->show != FL_CELL_PREDICTION)
    return;
  if (fl_data_table_is_wrong (column->table, fl_row_item_get (row)))
    gtk_widget_add_css_class (child, "wrong");
  else
    gtk_widget_remove_css_class (child, "wrong");
}

/* Words stand at the start of a cell, numbers at its end. */
static gboolean
is_text (const Column *column)
{
  if (column->show == FL_CELL_VALUE && column->table->data != NULL)
    return ds_dataset_column (column->table->data->dataset, column->column)->kind == DS_COLUMN_CLASS;
  return column->show == FL_CELL_PART || column->show == FL_CELL_PREDICTION;
}

/* A row is called by its cells: what has the focus is the row. */
static void
name_row (GtkListItem *item, const FlDataTable *self, gsize row)
{
  GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->table));
  GtkWidget *cell = gtk_widget_get_parent (gtk_list_item_get_child (item));
  g_autoptr (GString) name = g_string_new (NULL);

  for (guint i = 0; i < MIN (g_list_model_get_n_items (columns), MOST_SPOKEN); i++)
    {
      g_autoptr (GtkColumnViewColumn) shown = g_list_model_get_item (columns, i);
      const Column *column = g_object_get_data (G_OBJECT (shown), "fl-column");
      char text[128];

      if (column == NULL)
        continue;
      fl_cell_text (self->data, self->score, column->show, column->column, row, text, sizeof text);
      if (*text != '\0')
        g_string_append_printf (name, "%s%s", name->len > 0 ? ", " : "", text);
    }
  if (cell != NULL && gtk_widget_get_parent (cell) != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (cell)), GTK_ACCESSIBLE_PROPERTY_LABEL, name->str, -1);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, Column *column)
{
  GtkWidget *child;

  g_object_set_data (G_OBJECT (item), "fl-column", column);
  if (column->show == FL_CELL_IMAGE)
    child = fl_row_image_new (THUMBNAIL);
  else
    {
      /* No label: other words in it would lay the whole table out anew, sixty times a second while training runs. */
      child = gtk_inscription_new (NULL);
      gtk_inscription_set_xalign (GTK_INSCRIPTION (child), is_text (column) ? 0 : 1);
      gtk_inscription_set_min_lines (GTK_INSCRIPTION (child), 1);
      if (!is_text (column)) /* from right to left a minus would go behind its number */
        gtk_widget_set_direction (child, GTK_TEXT_DIR_LTR);
      gtk_inscription_set_text_overflow (GTK_INSCRIPTION (child), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
    }
  g_object_set_data (G_OBJECT (child), "fl-item", item);
  gtk_list_item_set_child (item, child);
}

static void
show_cell (GtkListItem *item, const Column *column)
{
  fill_cell (item);
  if (column->show == FL_CELL_ROW)
    name_row (item, column->table, fl_row_item_get (gtk_list_item_get_item (item)));
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, Column *column)
{
  show_cell (item, column);
  if (column->show == FL_CELL_PREDICTION || column->show == FL_CELL_LOSS)
    g_signal_connect_object (column->table->model, "values-changed", G_CALLBACK (fill_cell), item, G_CONNECT_SWAPPED);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, Column *column)
{
  g_signal_handlers_disconnect_by_func (column->table->model, fill_cell, item);
}

/* ---- sorting: this GTK does not tell by which column, so a comparison of nothing finds out who is asked first ---- */

static int
probe_cb (gconstpointer a, gconstpointer b, gpointer data)
{
  const Column *column = data;

  if (column->table->probed == NULL)
    column->table->probed = column;
  return -1;
}

static void
sorter_cb (FlDataTable *self, GtkSorterChange change, GtkSorter *sorter)
{
  static const FlSortKey keys[] = { [FL_CELL_ROW] = FL_SORT_ROW,          [FL_CELL_IMAGE] = FL_SORT_ROW, [FL_CELL_VALUE] = FL_SORT_COLUMN,
                                    [FL_CELL_PART] = FL_SORT_PART,        [FL_CELL_PREDICTION] = FL_SORT_PREDICTION,
                                    [FL_CELL_LOSS] = FL_SORT_LOSS };
  g_autoptr (GObject) a = g_object_new (FL_TYPE_ROW_ITEM, NULL), b = g_object_new (FL_TYPE_ROW_ITEM, NULL);
  GtkOrdering order;

  if (self->quiet)
    return;
  self->probed = NULL;
  order = gtk_sorter_compare (sorter, a, b);
  if (self->probed == NULL)
    g_signal_emit (self, signals[SORT], 0, FL_SORT_ROW, 0, FALSE);
  else
    g_signal_emit (self, signals[SORT], 0, keys[self->probed->show], self->probed->column, order == GTK_ORDERING_LARGER);
}

/* ---- columns ---- */

static void
add_column (FlDataTable *self, FlCell show, guint index, const char *title, int width)
{
  Column *column = g_new0 (Column, 1);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) it = NULL;

  *column = (Column){ self, show, index };
  g_object_set_data_full (G_OBJECT (factory), "fl-column", column, g_free);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), column);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), column);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), column);
  it = gtk_column_view_column_new (title, factory);
  g_object_set_data (G_OBJECT (it), "fl-column", column);
  gtk_column_view_column_set_resizable (it, TRUE);
  /* What room is left stays behind the last column; from right to left GTK would leave it before the first. */
  gtk_column_view_column_set_expand (it, show == FL_CELL_PREDICTION && gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL);
  if (width > 0)
    gtk_column_view_column_set_fixed_width (it, (int) (width * fl_plot_text_scale ()));
  if (show != FL_CELL_IMAGE)
    {
      g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (probe_cb, column, NULL));

      gtk_column_view_column_set_sorter (it, sorter);
    }
  gtk_column_view_append_column (GTK_COLUMN_VIEW (self->table), it);
}

static const char *
role_title (const DsColumn *column)
{
  gboolean classes = column->kind == DS_COLUMN_CLASS;

  switch (column->role)
    {
    case DS_ROLE_INPUT:
      return classes ? _("input, classes") : _("input");
    case DS_ROLE_TARGET:
      return classes ? _("target") : _("target, number");
    case DS_ROLE_IGNORE:
    default:
      return _("not used");
    }
}

static void
add_value_column (FlDataTable *self, guint c)
{
  const DsColumn *column = ds_dataset_column (self->data->dataset, c);
  g_autofree char *title = g_strdup_printf ("%s\n%s", column->name, role_title (column));

  add_column (self, FL_CELL_VALUE, c, title, 104);
}

/* Of the largest row number, beyond four. */
static int
more_digits (const DsPrepared *data)
{
  int more = 0;

  for (gsize rows = data != NULL ? ds_dataset_rows (data->dataset) : 0; rows >= 10000; rows /= 10)
    more++;
  return more;
}

/* An image stands for its pixels; of a very wide table the first columns are shown, and what is to be predicted. */
static gboolean
is_shown (const DsPrepared *data, guint c, gboolean images)
{
  DsRole role = ds_dataset_column (data->dataset, c)->role;

  return role == DS_ROLE_TARGET || (c < MOST_COLUMNS && !images) || (images && role != DS_ROLE_INPUT);
}

guint
fl_data_table_left_out (const DsPrepared *data)
{
  gboolean images = fl_row_image_size (data, NULL, NULL);
  guint n = 0;

  for (guint c = 0; !images && c < ds_dataset_n_columns (data->dataset); c++)
    n += !is_shown (data, c, FALSE);
  return n;
}

static void
make_columns (FlDataTable *self)
{
  GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->table));
  gboolean images = fl_row_image_size (self->data, NULL, NULL);
  guint n = self->data != NULL ? ds_dataset_n_columns (self->data->dataset) : 0;

  self->quiet = TRUE;
  gtk_column_view_sort_by_column (GTK_COLUMN_VIEW (self->table), NULL, GTK_SORT_ASCENDING);
  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (GTK_COLUMN_VIEW (self->table), column);
    }
  self->quiet = FALSE;
  if (self->data == NULL)
    return;
  add_column (self, FL_CELL_ROW, 0, _("Row"), ROW_WIDTH + DIGIT_WIDTH * more_digits (self->data));
  if (images)
    add_column (self, FL_CELL_IMAGE, 0, _("Image"), 64);
  for (guint c = 0; c < n; c++)
    if (is_shown (self->data, c, images))
      add_value_column (self, c);
  add_column (self, FL_CELL_PART, 0, _("Set"), 96);
  add_column (self, FL_CELL_PREDICTION, 0, _("Prediction"), 116);
  add_column (self, FL_CELL_LOSS, 0, _("Loss"), 70);
}

/* ---- choosing ---- */

static void
selection_cb (FlDataTable *self)
{
  g_autoptr (GtkBitset) chosen = NULL;
  const guint32 *rows;
  guint n;

  if (self->quiet)
    return;
  chosen = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  rows = fl_row_model_rows (self->model, &n);
  if (gtk_bitset_get_size (chosen) > 0 && gtk_bitset_get_minimum (chosen) < n)
    g_signal_emit (self, signals[PICKED], 0, (gint64) rows[gtk_bitset_get_minimum (chosen)]);
}

guint32 *
fl_data_table_chosen (FlDataTable *self, guint *n)
{
  g_autoptr (GtkBitset) chosen = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  guint total, at = 0;
  const guint32 *rows = fl_row_model_rows (self->model, &total);
  guint32 *out = g_new (guint32, MAX (gtk_bitset_get_size (chosen), 1));
  GtkBitsetIter iter;
  guint position;

  for (gboolean more = gtk_bitset_iter_init_first (&iter, chosen, &position); more && position < total;
       more = gtk_bitset_iter_next (&iter, &position))
    out[at++] = rows[position];
  *n = at;
  return out;
}

static void
scroll_to (GtkWidget *widget, guint position)
{
  if (GTK_IS_LIST_BASE (widget))
    {
      gtk_widget_activate_action (widget, "list.scroll-to-item", "u", position);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    scroll_to (child, position);
}

void
fl_data_table_show_row (FlDataTable *self, gssize row)
{
  guint position;

  self->awaited = fl_row_feed_busy (self->feed) ? row : -1;
  self->quiet = TRUE;
  if (row < 0)
    gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
  else if (fl_row_model_find (self->model, (guint32) row, &position) && position < fl_row_feed_size (self->feed) &&
           !gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), position))
    {
      gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
      scroll_to (self->table, position);
      scroll_to (self->gallery, position);
    }
  self->quiet = FALSE;
}

static gboolean
copy_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  g_signal_emit (widget, signals[COPY], 0);
  return TRUE;
}

/* ---- what is shown ---- */

static gboolean
same_columns (const DsPrepared *a, const DsPrepared *b)
{
  if (a == NULL || b == NULL || ds_dataset_n_columns (a->dataset) != ds_dataset_n_columns (b->dataset) ||
      fl_row_image_size (a, NULL, NULL) != fl_row_image_size (b, NULL, NULL) || more_digits (a) != more_digits (b))
    return FALSE;
  for (guint c = 0; c < ds_dataset_n_columns (a->dataset); c++)
    {
      const DsColumn *x = ds_dataset_column (a->dataset, c), *y = ds_dataset_column (b->dataset, c);

      if (g_strcmp0 (x->name, y->name) != 0 || x->role != y->role || x->kind != y->kind)
        return FALSE;
    }
  return TRUE;
}

static guint
portion (gpointer owner)
{
  GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (FL_DATA_TABLE (owner)->table));

  return MAX (2, CELLS_A_FRAME / MAX (g_list_model_get_n_items (columns), 1));
}

static void
fill_below (GtkWidget *widget)
{
  GtkListItem *item = g_object_get_data (G_OBJECT (widget), "fl-item");
  const Column *column = item != NULL ? g_object_get_data (G_OBJECT (item), "fl-column") : NULL;

  if (item != NULL && gtk_list_item_get_item (item) == NULL)
    return;
  if (column != NULL)
    show_cell (item, column);
  else if (item != NULL)
    fl_data_gallery_fill (item);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && item == NULL; child = gtk_widget_get_next_sibling (child))
    fill_below (child);
}

static void
refill_rows (gpointer owner, guint from, guint n)
{
  FlDataTable *self = owner;
  gboolean gallery = gtk_grid_view_get_model (GTK_GRID_VIEW (self->gallery)) != NULL;
  GtkWidget *list = gallery ? self->gallery : gtk_widget_get_first_child (self->table), *row;
  guint i = 0;

  while (list != NULL && !GTK_IS_LIST_BASE (list))
    list = gtk_widget_get_next_sibling (list);
  for (row = list != NULL ? gtk_widget_get_first_child (list) : NULL; row != NULL && i < from + n; row = gtk_widget_get_next_sibling (row))
    if (i++ >= from)
      fill_below (row);
}

static void
rows_replaced (gpointer owner)
{
  FlDataTable *self = owner;

  self->quiet = TRUE;
  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
  self->quiet = FALSE;
  if (g_list_model_get_n_items (fl_row_feed_list (self->feed)) == 0)
    return;
  scroll_to (self->table, 0);
  scroll_to (self->gallery, 0);
}

static void
rows_gone (gpointer owner)
{
  make_columns (owner);
  gtk_widget_set_opacity (FL_DATA_TABLE (owner)->stack, 1);
}

static void
rows_complete (gpointer owner)
{
  FlDataTable *self = owner;

  if (self->awaited >= 0)
    fl_data_table_show_row (self, self->awaited);
}

static const FlRowFeedHands feed_hands = { portion, rows_replaced, refill_rows, rows_gone, rows_complete };

void
fl_data_table_take_rows (FlDataTable *self, guint32 *rows, guint n)
{
  fl_row_feed_take (self->feed, rows, n);
}

void
fl_data_table_set_data (FlDataTable *self, DsPrepared *data)
{
  gboolean same = same_columns (self->data, data);

  if (data == self->data)
    return;
  if (data != NULL)
    ds_prepared_ref (data);
  if (self->data != NULL)
    ds_prepared_unref (self->data);
  self->data = data;
  self->awaited = -1;
  fl_row_model_forget (self->model); /* row numbers of other data */
  if (same)
    return;
  gtk_widget_set_opacity (self->stack, 0); /* values of other data */
  fl_row_feed_clear (self->feed);
}

void
fl_data_table_set_score (FlDataTable *self, NnScore *score)
{
  if (score == self->score)
    return;
  if (score != NULL)
    nn_score_ref (score);
  nn_score_unref (self->score);
  self->score = score;
  fl_row_model_values_changed (self->model);
}

/* What is not on show has no rows: it would build hundreds of cells for nobody. */
void
fl_data_table_show_gallery (FlDataTable *self, gboolean gallery)
{
  GtkSelectionModel *rows = GTK_SELECTION_MODEL (self->selection);

  gtk_grid_view_set_model (GTK_GRID_VIEW (self->gallery), gallery ? rows : NULL);
  gtk_column_view_set_model (GTK_COLUMN_VIEW (self->table), gallery ? NULL : rows);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), gallery ? "gallery" : "table");
}

static void
fl_data_table_dispose (GObject *object)
{
  FlDataTable *self = FL_DATA_TABLE (object);
  GtkWidget *child;

  self->quiet = TRUE;
  /* Cells look at the model when they go. */
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_box_remove (GTK_BOX (self), child);
  g_clear_object (&self->selection);
  g_clear_pointer (&self->feed, fl_row_feed_free);
  g_clear_object (&self->model);
  g_clear_pointer (&self->data, ds_prepared_unref);
  g_clear_pointer (&self->score, nn_score_unref);
  G_OBJECT_CLASS (fl_data_table_parent_class)->dispose (object);
}

static gboolean
fl_data_table_focus (GtkWidget *widget, GtkDirectionType direction)
{
  gboolean moved;

  if (fl_focus_past_rows (widget, direction, &moved))
    return moved;
  return GTK_WIDGET_CLASS (fl_data_table_parent_class)->focus (widget, direction);
}

static void
fl_data_table_class_init (FlDataTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_data_table_dispose;
  GTK_WIDGET_CLASS (klass)->focus = fl_data_table_focus;
  signals[SORT] = g_signal_new ("sort", FL_TYPE_DATA_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3, G_TYPE_INT,
                                G_TYPE_UINT, G_TYPE_BOOLEAN);
  signals[PICKED] = g_signal_new ("picked", FL_TYPE_DATA_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[COPY] = g_signal_new ("copy", FL_TYPE_DATA_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (klass), GDK_KEY_c, GDK_CONTROL_MASK, copy_cb, NULL);
}

static void
fl_data_table_init (FlDataTable *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->awaited = -1;
}

static void
add_scrolled (FlDataTable *self, const char *name, GtkWidget *child)
{
  GtkWidget *scroll = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), child);
  gtk_stack_add_named (GTK_STACK (self->stack), scroll, name);
}

GtkWidget *
fl_data_table_new (FlRowModel *model)
{
  FlDataTable *self = g_object_new (FL_TYPE_DATA_TABLE, NULL);

  self->model = g_object_ref (model);
  self->feed = fl_row_feed_new (GTK_WIDGET (self), model, &feed_hands);
  self->selection = gtk_multi_selection_new (g_object_ref (fl_row_feed_list (self->feed)));
  self->table = gtk_column_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)));
  gtk_column_view_set_show_column_separators (GTK_COLUMN_VIEW (self->table), FALSE);
  gtk_column_view_set_show_row_separators (GTK_COLUMN_VIEW (self->table), TRUE);
  gtk_column_view_set_reorderable (GTK_COLUMN_VIEW (self->table), TRUE);
  gtk_widget_add_css_class (self->table, "data-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->table), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Rows of the data"), -1);
  fl_view_start_at (gtk_widget_get_last_child (self->table)); /* the rows: the heads of the columns come before them */
  self->gallery = fl_data_gallery_new (self);
  fl_view_start_at (self->gallery);
  self->stack = gtk_stack_new ();
  gtk_widget_set_vexpand (self->stack, TRUE);
  add_scrolled (self, "table", self->table);
  add_scrolled (self, "gallery", self->gallery);
  gtk_box_append (GTK_BOX (self), self->stack);
  g_signal_connect_object (gtk_column_view_get_sorter (GTK_COLUMN_VIEW (self->table)), "changed", G_CALLBACK (sorter_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (selection_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
