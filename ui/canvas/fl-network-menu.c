/* Everything that can be done to a layer, as actions of the canvas ("network.duplicate") and as the menu of its header. They act
 * on the selected layer. */
#include "fl-network-private.h"

#include <glib/gi18n-lib.h>

#include "fl-edit.h"
#include "fl-popover.h"

static const NnSpec *
spec_of (FlNetwork *self)
{
  return fl_document_get_project (fl_session_get_document (self->session))->spec;
}

static void
add_item (GMenu *menu, const char *label, const char *action, const char *accel)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, action);

  if (accel != NULL)
    g_menu_item_set_attribute (item, "accel", "s", accel);
  g_menu_append_item (menu, item);
}

static GMenuModel *
layer_menu (FlNetwork *self)
{
  GMenu *menu = g_menu_new (), *places = g_menu_new (), *tables = g_menu_new (), *end = g_menu_new ();
  gboolean frozen = fl_layer_is_frozen (&spec_of (self)->layers[self->selected]);

  add_item (menu, _("_Duplicate"), "network.duplicate", "<Control>d");
  add_item (menu, frozen ? _("Un_freeze") : _("_Freeze"), "network.freeze", "f");
  add_item (places, _("Move _left"), "network.move-left", "<Alt>Left");
  add_item (places, _("Move r_ight"), "network.move-right", "<Alt>Right");
  add_item (tables, _("_Weights as table"), "network.weights-table", NULL);
  add_item (tables, _("_Maps as table"), "network.maps-table", NULL);
  add_item (end, _("_Remove"), "network.remove", "Delete");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (places));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (tables));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (end));
  g_object_unref (places);
  g_object_unref (tables);
  g_object_unref (end);
  return G_MENU_MODEL (menu);
}

void
fl_network_update_actions (FlNetwork *self)
{
  const NnSpec *spec = spec_of (self);
  int output = fl_output_layer (spec), layer = self->selected;
  gboolean some = layer >= 0 && layer < (int) spec->n_layers, hidden = some && layer != output;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "network.duplicate", hidden && layer < output && spec->n_layers < NN_MAX_LAYERS);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "network.freeze", some && fl_layer_can_freeze (&spec->layers[layer]));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "network.move-left", hidden && layer > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "network.move-right", hidden && layer + 1 < output);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "network.remove", hidden);
}

void
fl_network_open_menu (FlNetwork *self, int layer)
{
  FlColumnView *view;
  g_autoptr (GMenuModel) menu = NULL;
  graphene_rect_t box;

  if (layer < 0 || layer + 1 >= (int) self->columns->len)
    return;
  fl_network_select (self, layer);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "network.maps-table", fl_network_has_maps (self, layer));
  menu = layer_menu (self);
  if (self->menu == NULL)
    {
      self->menu = gtk_popover_menu_new_from_model (menu);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
    }
  else
    gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), menu);
  view = g_ptr_array_index (self->columns, layer + 1);
  if (gtk_widget_compute_bounds (view->header, GTK_WIDGET (self), &box))
    fl_network_point (self, self->menu, &box);
  fl_popover_popup (GTK_POPOVER (self->menu));
}

/* The palette for one gap. */

static void
chosen_cb (FlNetwork *self, const char *id)
{
  fl_network_insert (self, self->palette_gap, id);
}

void
fl_network_open_palette (FlNetwork *self, guint gap)
{
  FlColumnView *view = g_ptr_array_index (self->columns, gap);
  graphene_rect_t box;

  if (self->palette == NULL)
    {
      self->palette = fl_palette_new ();
      gtk_popover_set_position (GTK_POPOVER (self->palette), GTK_POS_TOP);
      gtk_widget_set_parent (self->palette, GTK_WIDGET (self));
      g_signal_connect_swapped (self->palette, "chosen", G_CALLBACK (chosen_cb), self);
    }
  self->palette_gap = gap;
  if (view->insert == NULL || !gtk_widget_compute_bounds (view->insert, GTK_WIDGET (self), &box))
    return;
  fl_network_point (self, self->palette, &box);
  fl_popover_popup (GTK_POPOVER (self->palette));
}

/* The maps of a wide layer. */

static void
unit_chosen_cb (FlNetwork *self, guint column, guint unit)
{
  gtk_popover_popdown (GTK_POPOVER (self->maps));
  fl_network_edit_neuron (self, column, unit, -1);
}

static void
maps_visible_cb (FlNetwork *self)
{
  fl_network_want_picture (self);
}

void
fl_network_open_maps (FlNetwork *self, guint column)
{
  double x, y, width, height;

  if (!self->topology->columns[column].folded)
    return;
  if (self->maps == NULL)
    {
      self->maps = fl_maps_new ();
      gtk_popover_set_position (GTK_POPOVER (self->maps), GTK_POS_RIGHT);
      gtk_widget_set_parent (self->maps, GTK_WIDGET (self));
      g_signal_connect_swapped (self->maps, "chosen", G_CALLBACK (unit_chosen_cb), self);
      g_signal_connect_swapped (self->maps, "notify::visible", G_CALLBACK (maps_visible_cb), self);
    }
  fl_places_card (&self->places, column, &x, &y, &width, &height);
  fl_network_point (self, self->maps, &GRAPHENE_RECT_INIT (x, y, width, height));
  fl_maps_open (FL_MAPS (self->maps), self->topology, self->picture, column);
}

/* Actions */

static void
duplicate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  FlNetwork *self = FL_NETWORK (widget);

  if (self->selected < 0 || !fl_edit_duplicate_layer (fl_session_get_document (self->session), self->selected))
    return;
  fl_network_select (self, self->selected + 1);
  fl_network_focus_header (self, self->selected);
}

static void
freeze_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  FlNetwork *self = FL_NETWORK (widget);

  if (self->selected >= 0)
    fl_edit_set_trainable (fl_session_get_document (self->session), self->selected,
                           fl_layer_is_frozen (&spec_of (self)->layers[self->selected]));
}

static void
move_left_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  FlNetwork *self = FL_NETWORK (widget);

  fl_network_move (self, self->selected, self->selected - 1);
}

static void
move_right_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  FlNetwork *self = FL_NETWORK (widget);

  fl_network_move (self, self->selected, self->selected + 1);
}

static void
remove_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  fl_network_remove (FL_NETWORK (widget), FL_NETWORK (widget)->selected);
}

static void
weights_table_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  FlNetwork *self = FL_NETWORK (widget);

  if (self->selected >= 0)
    fl_network_show_weights (self, self->selected);
}

static void
maps_table_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  fl_network_show_maps (FL_NETWORK (widget), FL_NETWORK (widget)->selected);
}

void
fl_network_install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "network.duplicate", NULL, duplicate_action);
  gtk_widget_class_install_action (klass, "network.freeze", NULL, freeze_action);
  gtk_widget_class_install_action (klass, "network.move-left", NULL, move_left_action);
  gtk_widget_class_install_action (klass, "network.move-right", NULL, move_right_action);
  gtk_widget_class_install_action (klass, "network.weights-table", NULL, weights_table_action);
  gtk_widget_class_install_action (klass, "network.maps-table", NULL, maps_table_action);
  gtk_widget_class_install_action (klass, "network.remove", NULL, remove_action);
}
