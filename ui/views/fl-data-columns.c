/* The columns of a data table and their cells. Of a wide table's columns some are shown at a time: GTK measures every cell of every row it
 * has whenever a row is added, so cells are what showing a table costs. */
#include "fl-data-table-private.h"

#include <glib/gi18n-lib.h>

#include "fl-plot.h"
#include "fl-row-image.h"

#define MOST_COLUMNS 16 /* of the dataset at a time, beside its targets */
#define MOST_SPOKEN 12 /* cells of a row that make its accessible name */
#define THUMBNAIL 32
#define ROW_WIDTH 54 /* px, of four digits */
#define DIGIT_WIDTH 9

/* ---- cells ---- */

/* Words stand at the start of a cell, numbers at its end. */
static gboolean
is_text (const Column *column)
{
  if (column->show == FL_CELL_VALUE && column->table->data != NULL)
    return ds_dataset_column (column->table->data->dataset, column->column)->kind == DS_COLUMN_CLASS;
  return column->show == FL_CELL_PART || column->show == FL_CELL_PREDICTION;
}

/* Where a wide table's columns take turns, words may follow numbers. From right to left a minus would go behind its number, and
 * GTK 4.8 puts Latin words at the far end of an inscription of that direction, where a column may be out of sight. */
static void
align (GtkWidget *cell, gboolean text)
{
  float place = text && gtk_widget_get_default_direction () == GTK_TEXT_DIR_LTR ? 0 : 1;

  if (gtk_inscription_get_xalign (GTK_INSCRIPTION (cell)) == place)
    return;
  gtk_inscription_set_xalign (GTK_INSCRIPTION (cell), place);
  gtk_widget_set_direction (cell, GTK_TEXT_DIR_LTR);
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
  align (child, is_text (column));
  if (g_strcmp0 (gtk_inscription_get_text (GTK_INSCRIPTION (child)), text) != 0)
    gtk_inscription_set_text (GTK_INSCRIPTION (child), text);
  if (column->show != FL_CELL_PREDICTION)
    return;
  if (fl_data_table_is_wrong (column->table, fl_row_item_get (row)))
    gtk_widget_add_css_class (child, "wrong");
  else
    gtk_widget_remove_css_class (child, "wrong");
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
      gtk_inscription_set_min_lines (GTK_INSCRIPTION (child), 1);
      gtk_inscription_set_text_overflow (GTK_INSCRIPTION (child), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
    }
  g_object_set_data (G_OBJECT (child), "fl-item", item);
  gtk_list_item_set_child (item, child);
}

void
fl_data_columns_fill (GtkListItem *item, const Column *column)
{
  fill_cell (item);
  if (column->show == FL_CELL_ROW)
    name_row (item, column->table, fl_row_item_get (gtk_list_item_get_item (item)));
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, Column *column)
{
  fl_data_columns_fill (item, column);
  if (column->show == FL_CELL_PREDICTION || column->show == FL_CELL_LOSS)
    g_signal_connect_object (column->table->model, "values-changed", G_CALLBACK (fill_cell), item, G_CONNECT_SWAPPED);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, Column *column)
{
  g_signal_handlers_disconnect_by_func (column->table->model, fill_cell, item);
}

/* Asked to compare, a column tells the table that it was it. */
static int
probe_cb (gconstpointer a, gconstpointer b, gpointer data)
{
  const Column *column = data;

  if (column->table->probed == NULL)
    column->table->probed = column;
  return -1;
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
  /* Some column has to take what room is left: GTK would show it as overshot, and from right to left leave it before the first. */
  gtk_column_view_column_set_expand (it, show == FL_CELL_PREDICTION);
  if (width > 0)
    gtk_column_view_column_set_fixed_width (it, (int) (width * fl_plot_text_scale ()));
  if (show != FL_CELL_IMAGE)
    {
      g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (probe_cb, column, NULL));

      gtk_column_view_column_set_sorter (it, sorter);
    }
  if (show == FL_CELL_VALUE)
    g_ptr_array_add (self->slots, it);
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
    case DS_ROLE_SPLIT:
      return _("split");
    case DS_ROLE_IGNORE:
    default:
      return _("not used");
    }
}

static char *
value_title (FlDataTable *self, guint c)
{
  const DsColumn *column = ds_dataset_column (self->data->dataset, c);

  return g_strdup_printf ("%s\n%s", column->name, role_title (column));
}

/* Of the largest row number, beyond four. */
int
fl_data_columns_digits (const DsPrepared *data)
{
  int more = 0;

  for (gsize rows = data != NULL ? ds_dataset_rows (data->dataset) : 0; rows >= 10000; rows /= 10)
    more++;
  return more;
}

/* What is to be predicted is always shown, of an image also what else is known of it; the others take turns. */
static gboolean
is_fixed (const FlDataTable *self, guint c)
{
  DsRole role = ds_dataset_column (self->data->dataset, c)->role;

  return role == DS_ROLE_TARGET || (fl_row_image_size (self->data, NULL, NULL) && role != DS_ROLE_INPUT);
}

FlDataColumns
fl_data_table_columns (FlDataTable *self)
{
  FlDataColumns columns = { self->first, 0, 0 };

  if (self->data == NULL || fl_row_image_size (self->data, NULL, NULL)) /* an image stands for its pixels */
    return columns;
  for (guint c = 0; c < ds_dataset_n_columns (self->data->dataset); c++)
    columns.all += !is_fixed (self, c);
  columns.shown = MIN (columns.all, MOST_COLUMNS);
  return columns;
}

/* The columns of the dataset that are shown now, in its order. Caller unrefs. */
static GArray *
shown_columns (FlDataTable *self)
{
  FlDataColumns columns = fl_data_table_columns (self);
  GArray *shown = g_array_new (FALSE, FALSE, sizeof (guint));
  guint at = 0;

  for (guint c = 0; c < ds_dataset_n_columns (self->data->dataset); c++)
    {
      gboolean fixed = is_fixed (self, c);

      if (fixed || (at >= columns.first && at < columns.first + columns.shown))
        g_array_append_val (shown, c);
      at += !fixed;
    }
  return shown;
}

void
fl_data_columns_make (FlDataTable *self)
{
  GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->table));
  gboolean images = fl_row_image_size (self->data, NULL, NULL);
  g_autoptr (GArray) shown = NULL;

  self->quiet = TRUE;
  gtk_column_view_sort_by_column (GTK_COLUMN_VIEW (self->table), NULL, GTK_SORT_ASCENDING);
  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (GTK_COLUMN_VIEW (self->table), column);
    }
  self->quiet = FALSE;
  g_ptr_array_set_size (self->slots, 0);
  self->sorted = -1;
  if (self->data == NULL)
    return;
  shown = shown_columns (self);
  add_column (self, FL_CELL_ROW, 0, _("Row"), ROW_WIDTH + DIGIT_WIDTH * fl_data_columns_digits (self->data));
  if (images)
    add_column (self, FL_CELL_IMAGE, 0, _("Image"), 64);
  for (guint i = 0; i < shown->len; i++)
    {
      guint c = g_array_index (shown, guint, i);
      g_autofree char *title = value_title (self, c);

      add_column (self, FL_CELL_VALUE, c, title, 104);
    }
  add_column (self, FL_CELL_PART, 0, _("Set"), 84);
  add_column (self, FL_CELL_PREDICTION, 0, _("Prediction"), 130);
  add_column (self, FL_CELL_LOSS, 0, _("Loss"), 70);
}

/* ---- columns taking turns: the same cells show others ---- */

void
fl_data_table_show_columns (FlDataTable *self, guint first)
{
  FlDataColumns columns = fl_data_table_columns (self);
  g_autoptr (GArray) shown = NULL;
  GtkColumnViewColumn *sorted = NULL;

  first = MIN (first, columns.all - columns.shown);
  if (first == self->first)
    return;
  self->first = first;
  shown = shown_columns (self);
  for (guint i = 0; i < MIN (shown->len, self->slots->len); i++)
    {
      GtkColumnViewColumn *slot = g_ptr_array_index (self->slots, i);
      Column *column = g_object_get_data (G_OBJECT (slot), "fl-column");
      g_autofree char *title = NULL;

      column->column = g_array_index (shown, guint, i);
      title = value_title (self, column->column);
      gtk_column_view_column_set_title (slot, title);
      if ((int) column->column == self->sorted)
        sorted = slot;
    }
  if (self->sorted >= 0) /* the rows stay in their order; the arrow goes with its column */
    {
      self->quiet = TRUE;
      gtk_column_view_sort_by_column (GTK_COLUMN_VIEW (self->table), sorted, self->descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
      self->quiet = FALSE;
    }
  fl_row_feed_refill (self->feed);
}

void
fl_data_table_show_column (FlDataTable *self, guint column)
{
  FlDataColumns columns = fl_data_table_columns (self);
  guint at = 0;

  if (columns.shown == columns.all || is_fixed (self, column))
    return;
  for (guint c = 0; c < column; c++)
    at += !is_fixed (self, c);
  if (at < columns.first || at >= columns.first + columns.shown)
    fl_data_table_show_columns (self, at - at % columns.shown);
}
