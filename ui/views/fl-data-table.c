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

#define CELLS_A_FRAME 96

G_DEFINE_FINAL_TYPE (FlDataTable, fl_data_table, GTK_TYPE_BOX)

enum
{
  SORT,
  PICKED,
  COPY,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

gboolean
fl_data_table_is_wrong (const FlDataTable *self, gsize row)
{
  const NnScore *score = self->score;

  return score != NULL && score->data == self->data && row < self->data->rows && self->data->n_classes > 0 &&
         nn_score_class (score, row) != (guint) self->data->y[row];
}

/* ---- sorting: this GTK does not tell by which column, so a comparison of nothing finds out who is asked first ---- */

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
  self->sorted = self->probed != NULL && self->probed->show == FL_CELL_VALUE ? (int) self->probed->column : -1;
  self->descending = order == GTK_ORDERING_LARGER;
  if (self->probed == NULL)
    g_signal_emit (self, signals[SORT], 0, FL_SORT_ROW, 0, FALSE);
  else
    g_signal_emit (self, signals[SORT], 0, keys[self->probed->show], self->probed->column, self->descending);
}

/* What the heads of the columns do for the pointer; this GTK gives them no keyboard, and an image's columns have no heads. */
void
fl_data_table_sort_by (FlDataTable *self, guint column)
{
  gboolean again = self->sorted == (int) column, back = again && self->descending;
  GtkColumnViewColumn *head = NULL;

  for (guint i = 0; i < self->slots->len && !back; i++)
    {
      const Column *slot = g_object_get_data (g_ptr_array_index (self->slots, i), "fl-column");

      if (slot->column == column)
        head = g_ptr_array_index (self->slots, i);
    }
  self->quiet = TRUE;
  gtk_column_view_sort_by_column (GTK_COLUMN_VIEW (self->table), head, again ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
  self->quiet = FALSE;
  self->sorted = back ? -1 : (int) column;
  self->descending = again && !back;
  g_signal_emit (self, signals[SORT], 0, back ? FL_SORT_ROW : FL_SORT_COLUMN, back ? 0 : column, self->descending);
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
      fl_row_image_size (a, NULL, NULL) != fl_row_image_size (b, NULL, NULL) || fl_data_columns_digits (a) != fl_data_columns_digits (b))
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
    fl_data_columns_fill (item, column);
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
  FL_DATA_TABLE (owner)->moved = FALSE;
  fl_data_columns_make (owner);
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
  if (!same)
    self->first = 0;
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
  g_clear_pointer (&self->slots, g_ptr_array_unref);
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
  self->awaited = self->sorted = -1;
  self->slots = g_ptr_array_new ();
}

/* From right to left a table starts at its right end; GTK's list starts at the left one. */
static void
width_cb (FlDataTable *self, GtkAdjustment *sideways)
{
  double end = gtk_adjustment_get_upper (sideways) - gtk_adjustment_get_page_size (sideways);

  if (gtk_widget_get_direction (GTK_WIDGET (self)) != GTK_TEXT_DIR_RTL || self->moved || end <= gtk_adjustment_get_value (sideways))
    return;
  gtk_adjustment_set_value (sideways, end);
}

static void
moved_cb (FlDataTable *self, GtkAdjustment *sideways)
{
  self->moved = gtk_adjustment_get_value (sideways) < gtk_adjustment_get_upper (sideways) - gtk_adjustment_get_page_size (sideways);
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
  GtkAdjustment *sideways;

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
  sideways = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (self->table));
  g_signal_connect_object (sideways, "changed", G_CALLBACK (width_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sideways, "value-changed", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  add_scrolled (self, "gallery", self->gallery);
  gtk_box_append (GTK_BOX (self), self->stack);
  g_signal_connect_object (gtk_column_view_get_sorter (GTK_COLUMN_VIEW (self->table)), "changed", G_CALLBACK (sorter_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (selection_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
