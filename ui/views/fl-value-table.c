#include "fl-value-table.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "fl-row-model.h"
#include "fl-rows-frame.h"
#include "fl-tied-window.h"

#define MOST_SPOKEN 12 /* cells of a row in its accessible name */

typedef struct
{
  const FlValueSheet *sheet; /* borrowed: the window owns it */
  guint column;
} Column;

/* A row is what has the focus; it is called by its cells. */
static void
name_row (GtkWidget *label, char **cells, const FlValueSheet *sheet)
{
  GtkWidget *row = gtk_widget_get_parent (gtk_widget_get_parent (label));
  g_auto (GStrv) names = fl_value_sheet_row (sheet, 0);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; names[i] != NULL && i < MOST_SPOKEN; i++)
    if (*cells[i] != '\0')
      g_string_append_printf (text, "%s%s %s", text->len > 0 ? ", " : "", names[i], cells[i]);
  if (row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text->str, -1);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, gtk_label_new (NULL));
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, Column *column)
{
  GtkWidget *label = gtk_list_item_get_child (item);
  guint row = fl_row_item_get (gtk_list_item_get_item (item));
  g_auto (GStrv) cells = fl_value_sheet_row (column->sheet, row);
  char *end;

  gtk_label_set_text (GTK_LABEL (label), cells[column->column]);
  g_ascii_strtod (cells[column->column], &end);
  gtk_widget_set_direction (label, *end == '\0' ? GTK_TEXT_DIR_LTR : gtk_widget_get_default_direction ());
  gtk_label_set_xalign (GTK_LABEL (label), *end == '\0' ? 1 : 0); /* words stand at the start of a cell, numbers at its end */
  if (column->column == 0)
    name_row (label, cells, column->sheet);
}

static void
column_free (gpointer column, GClosure *closure)
{
  g_free (column);
}

static GtkWidget *
new_view (const FlValueSheet *sheet)
{
  guint n = fl_value_sheet_n_rows (sheet);
  guint32 *rows = g_new (guint32, MAX (n, 1));
  FlRowModel *model = fl_row_model_new ();
  GtkWidget *view;
  g_auto (GStrv) names = fl_value_sheet_row (sheet, 0);

  for (guint i = 0; i < n; i++)
    rows[i] = i + 1;
  fl_row_model_take (model, rows, n);
  view = gtk_column_view_new (GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (model))));
  for (guint i = 0; names[i] != NULL; i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      Column *column = g_new (Column, 1);
      GtkColumnViewColumn *shown;

      *column = (Column){ sheet, i };
      g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
      g_signal_connect_data (factory, "bind", G_CALLBACK (bind_cb), column, column_free, 0);
      shown = gtk_column_view_column_new (g_strdelimit (names[i], "_", ' '), factory);
      gtk_column_view_column_set_resizable (shown, TRUE);
      gtk_column_view_column_set_expand (shown, TRUE);
      gtk_column_view_append_column (GTK_COLUMN_VIEW (view), shown);
      g_object_unref (shown);
    }
  gtk_widget_add_css_class (view, "data-table");
  gtk_column_view_set_show_row_separators (GTK_COLUMN_VIEW (view), TRUE);
  return view;
}

static gboolean
close_cb (GtkWidget *window, GVariant *args, gpointer user_data)
{
  gtk_window_close (GTK_WINDOW (window));
  return GDK_EVENT_STOP;
}

GtkWidget *
fl_value_table_new (GtkWindow *parent, const char *title, FlValueSheet *sheet)
{
  GtkWidget *window = adw_window_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *head = adw_header_bar_new ();
  GtkWidget *scroll = gtk_scrolled_window_new (), *view = new_view (sheet);
  g_autofree char *rows = g_strdup_printf (ngettext ("%'u row", "%'u rows", fl_value_sheet_n_rows (sheet)), fl_value_sheet_n_rows (sheet));
  GtkEventController *keys = gtk_shortcut_controller_new ();

  g_object_set_data_full (G_OBJECT (window), "fl-value-sheet", sheet, (GDestroyNotify) fl_value_sheet_free);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (head), adw_window_title_new (title, rows));
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), view);
  gtk_widget_set_vexpand (scroll, TRUE);
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), fl_rows_frame_new (scroll));
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_set_title (GTK_WINDOW (window), title);
  gtk_window_set_default_size (GTK_WINDOW (window), CLAMP (110 * (int) fl_value_sheet_n_columns (sheet), 320, 900), 560);
  fl_tie_window (GTK_WINDOW (window), parent);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("Escape|<Control>w"),
                                                          gtk_callback_action_new (close_cb, NULL, NULL)));
  gtk_widget_add_controller (window, keys);
  return window;
}
