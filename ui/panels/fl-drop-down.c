#include "fl-drop-down.h"

void
fl_list_item_name (GtkListItem *item, const char *name)
{
  GtkWidget *child = gtk_list_item_get_child (item), *row = child != NULL ? gtk_widget_get_parent (child) : NULL;

  if (row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), gtk_image_new_from_icon_name ("object-select-symbolic"));
  gtk_list_item_set_child (item, row);
}

static void
show_check (GtkListItem *item, GtkDropDown *dropdown)
{
  GtkWidget *row = gtk_list_item_get_child (item);
  gboolean chosen = gtk_drop_down_get_selected_item (dropdown) == gtk_list_item_get_item (item);

  if (row != NULL)
    gtk_widget_set_opacity (gtk_widget_get_last_child (row), chosen ? 1 : 0);
}

static void
selected_cb (GtkDropDown *dropdown, GParamSpec *pspec, GtkListItem *item)
{
  show_check (item, dropdown);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, GtkDropDown *dropdown)
{
  const char *text = gtk_string_object_get_string (gtk_list_item_get_item (item));

  gtk_label_set_text (GTK_LABEL (gtk_widget_get_first_child (gtk_list_item_get_child (item))), text);
  fl_list_item_name (item, text);
  show_check (item, dropdown);
  g_signal_connect_object (dropdown, "notify::selected-item", G_CALLBACK (selected_cb), item, 0);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, GtkDropDown *dropdown)
{
  g_signal_handlers_disconnect_by_func (dropdown, selected_cb, item);
}

GtkWidget *
fl_drop_down_new (GListModel *list, const char *name)
{
  GtkWidget *dropdown = gtk_drop_down_new (list, gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string"));
  GtkListItemFactory *rows = gtk_signal_list_item_factory_new ();

  g_signal_connect (rows, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect_object (rows, "bind", G_CALLBACK (bind_cb), dropdown, 0);
  g_signal_connect_object (rows, "unbind", G_CALLBACK (unbind_cb), dropdown, 0);
  gtk_drop_down_set_list_factory (GTK_DROP_DOWN (dropdown), rows);
  if (name != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (dropdown), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_unref (rows);
  return dropdown;
}

static void
short_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
short_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

void
fl_drop_down_shorten (GtkWidget *dropdown)
{
  g_autoptr (GtkListItemFactory) shortened = gtk_signal_list_item_factory_new ();

  g_signal_connect (shortened, "setup", G_CALLBACK (short_setup_cb), NULL);
  g_signal_connect (shortened, "bind", G_CALLBACK (short_bind_cb), NULL);
  gtk_drop_down_set_factory (GTK_DROP_DOWN (dropdown), shortened);
}
