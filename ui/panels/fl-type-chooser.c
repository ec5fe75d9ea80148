/* A drop-down over a catalogue. The list shows each type's title with its one line of help below; the button the title alone. */
#include "fl-drop-down.h"
#include "fl-form.h"
#include "fl-tooltip.h"
#include <glib/gi18n-lib.h>

typedef struct
{
  const DsType **types;
  guint n;
  gboolean quiet;
  void (*changed) (const DsType *type, gpointer user_data);
  gpointer user_data;
} Chooser;

static void
chooser_free (gpointer data)
{
  Chooser *self = data;

  g_free (self->types);
  g_free (self);
}

static Chooser *
chooser_of (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), "fl-type-chooser");
}

static void
setup_button_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
bind_button_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

static GtkWidget *
start_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
setup_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *check = gtk_image_new_from_icon_name ("object-select-symbolic"), *help = start_label ("caption");

  gtk_widget_add_css_class (help, "dim-label");
  gtk_label_set_wrap (GTK_LABEL (help), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (help), 30);
  gtk_label_set_max_width_chars (GTK_LABEL (help), 38);
  gtk_box_append (GTK_BOX (text), start_label (NULL));
  gtk_box_append (GTK_BOX (text), help);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_box_append (GTK_BOX (row), text);
  gtk_box_append (GTK_BOX (row), check);
  gtk_widget_add_css_class (row, "fl-type-row");
  gtk_list_item_set_child (item, row);
}

static void
show_check (GtkListItem *item, GtkWidget *dropdown)
{
  GtkWidget *row = gtk_list_item_get_child (item);

  if (row != NULL)
    gtk_widget_set_opacity (gtk_widget_get_last_child (row),
                            gtk_drop_down_get_selected (GTK_DROP_DOWN (dropdown)) == gtk_list_item_get_position (item) ? 1.0 : 0.0);
}

static void
selected_item_cb (GtkWidget *dropdown, GParamSpec *pspec, GtkListItem *item)
{
  show_check (item, dropdown);
}

static void
bind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *dropdown = user_data, *row = gtk_list_item_get_child (item), *text = gtk_widget_get_first_child (row);
  Chooser *self = chooser_of (dropdown);
  guint position = gtk_list_item_get_position (item);
  const char *help = position < self->n ? self->types[position]->help : NULL;

  gtk_label_set_text (GTK_LABEL (gtk_widget_get_first_child (text)), gtk_string_object_get_string (gtk_list_item_get_item (item)));
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (text)), help ? _(help) : "");
  gtk_widget_set_visible (gtk_widget_get_last_child (text), help != NULL);
  fl_list_item_name (item, gtk_string_object_get_string (gtk_list_item_get_item (item)));
  show_check (item, dropdown);
  g_signal_connect_object (dropdown, "notify::selected", G_CALLBACK (selected_item_cb), item, 0);
}

static void
unbind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  g_signal_handlers_disconnect_by_func (user_data, selected_item_cb, item);
}

static void
selected_cb (GtkWidget *dropdown, GParamSpec *pspec, gpointer user_data)
{
  Chooser *self = chooser_of (dropdown);
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (dropdown));

  if (selected >= self->n)
    return;
  fl_set_tooltip (dropdown, self->types[selected]->help ? _(self->types[selected]->help) : NULL);
  if (!self->quiet)
    self->changed (self->types[selected], self->user_data);
}

GtkWidget *
fl_type_chooser_new (const char *accessible_name, const DsType *const *types, guint n,
                     void (*changed) (const DsType *type, gpointer user_data), gpointer user_data)
{
  Chooser *self = g_new0 (Chooser, 1);
  GtkStringList *titles = gtk_string_list_new (NULL);
  GtkListItemFactory *button = gtk_signal_list_item_factory_new (), *list = gtk_signal_list_item_factory_new ();
  GtkWidget *dropdown;

  self->types = g_memdup2 (types, n * sizeof *types);
  self->n = n;
  self->changed = changed;
  self->user_data = user_data;
  for (guint i = 0; i < n; i++)
    gtk_string_list_append (titles, _(types[i]->title));
  dropdown = gtk_drop_down_new (G_LIST_MODEL (titles), NULL);
  g_object_set_data_full (G_OBJECT (dropdown), "fl-type-chooser", self, chooser_free);
  g_signal_connect (button, "setup", G_CALLBACK (setup_button_cb), NULL);
  g_signal_connect (button, "bind", G_CALLBACK (bind_button_cb), NULL);
  g_signal_connect (list, "setup", G_CALLBACK (setup_row_cb), NULL);
  g_signal_connect (list, "bind", G_CALLBACK (bind_row_cb), dropdown);
  g_signal_connect (list, "unbind", G_CALLBACK (unbind_row_cb), dropdown);
  gtk_drop_down_set_factory (GTK_DROP_DOWN (dropdown), button);
  gtk_drop_down_set_list_factory (GTK_DROP_DOWN (dropdown), list);
  g_object_unref (button);
  g_object_unref (list);
  gtk_accessible_update_property (GTK_ACCESSIBLE (dropdown), GTK_ACCESSIBLE_PROPERTY_LABEL, accessible_name, -1);
  g_signal_connect (dropdown, "notify::selected", G_CALLBACK (selected_cb), NULL);
  self->quiet = TRUE;
  selected_cb (dropdown, NULL, NULL);
  self->quiet = FALSE;
  return dropdown;
}

void
fl_type_chooser_set (GtkWidget *chooser, const DsType *type)
{
  Chooser *self = chooser_of (chooser);

  self->quiet = TRUE;
  for (guint i = 0; i < self->n; i++)
    if (self->types[i] == type && gtk_drop_down_get_selected (GTK_DROP_DOWN (chooser)) != i)
      gtk_drop_down_set_selected (GTK_DROP_DOWN (chooser), i);
  self->quiet = FALSE;
}
