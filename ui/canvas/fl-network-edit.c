/* What a person does to the network on the canvas: every edit is one call of fl-edit.h, so it can be undone. */
#include "fl-network-private.h"

#include "fl-edit.h"

static FlDocument *
document_of (FlNetwork *self)
{
  return fl_session_get_document (self->session);
}

static const NnSpec *
spec_of (FlNetwork *self)
{
  return fl_document_get_project (document_of (self))->spec;
}

void
fl_network_change_units (FlNetwork *self, int layer, int delta)
{
  const NnSpec *spec = spec_of (self);
  DsItem item;

  if (layer < 0 || layer + 1 >= (int) spec->n_layers || ds_type_find_param (spec->layers[layer].type, "units") < 0)
    return;
  item = spec->layers[layer];
  if (ds_item_get (&item, "units") + delta < 1 || !ds_item_set (&item, "units", ds_item_get (&item, "units") + delta, NULL))
    return;
  fl_edit_set_layer (document_of (self), layer, &item, "units");
}

void
fl_network_remove (FlNetwork *self, int layer)
{
  gboolean inside = gtk_widget_get_state_flags (GTK_WIDGET (self)) & GTK_STATE_FLAG_FOCUS_WITHIN;

  if (layer < 0 || !fl_edit_remove_layer (document_of (self), layer))
    return;
  /* The next hidden layer takes its place; where there is none, the one before. */
  layer = MAX (0, MIN (layer, (int) spec_of (self)->n_layers - 2));
  fl_network_select (self, layer);
  if (inside && layer + 1 < (int) self->columns->len) /* what had the focus may be gone */
    {
      FlColumnView *view = g_ptr_array_index (self->columns, layer + 1);

      gtk_widget_child_focus (view->header, GTK_DIR_TAB_FORWARD);
    }
}

void
fl_network_insert (FlNetwork *self, guint index)
{
  DsItem item = fl_edit_new_layer (document_of (self), "dense");

  if (fl_edit_insert_layer (document_of (self), index, &item))
    fl_network_select (self, index);
}

static void
move (FlNetwork *self, int delta)
{
  int to = self->selected + delta;

  if (self->selected < 0 || to < 0 || to + 1 >= (int) spec_of (self)->n_layers)
    return;
  if (fl_edit_move_layer (document_of (self), self->selected, to))
    fl_network_select (self, to);
}

void
fl_network_edit_neuron (FlNetwork *self, guint column, guint unit, int source)
{
  double x, y, size;

  if (self->frame_topology == NULL || !fl_topology_same_shape (self->topology, self->frame_topology) ||
      !fl_places_unit (&self->places, self->topology, column, unit, &x, &y, &size))
    return;
  if (self->editor == NULL)
    {
      self->editor = FL_NEURON_EDITOR (fl_neuron_editor_new (self->session));
      gtk_widget_set_parent (GTK_WIDGET (self->editor), GTK_WIDGET (self));
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->editor), &(GdkRectangle){ x, y, size, size });
  fl_neuron_editor_edit (self->editor, self->frame_topology, column, unit, source);
}

static gboolean
edit_focused (FlNetwork *self)
{
  GtkWidget *inside = gtk_widget_get_focus_child (GTK_WIDGET (self));

  if (!FL_IS_NEURON (inside) || fl_neuron_get_unit (FL_NEURON (inside)) < 0)
    return GDK_EVENT_PROPAGATE;
  fl_network_edit_neuron (self, fl_neuron_get_column (FL_NEURON (inside)), fl_neuron_get_unit (FL_NEURON (inside)), -1);
  return GDK_EVENT_STOP;
}

static gboolean
key_cb (FlNetwork *self, guint key, guint code, GdkModifierType modifiers)
{
  modifiers &= GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK;
  if (modifiers == GDK_ALT_MASK && (key == GDK_KEY_Left || key == GDK_KEY_Right))
    {
      move (self, key == GDK_KEY_Left ? -1 : 1);
      return GDK_EVENT_STOP;
    }
  if (key == GDK_KEY_Menu || key == GDK_KEY_F2)
    return edit_focused (self);
  if (modifiers != 0)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Delete:
    case GDK_KEY_KP_Delete:
    case GDK_KEY_BackSpace:
      fl_network_remove (self, self->selected);
      return GDK_EVENT_STOP;
    case GDK_KEY_plus:
    case GDK_KEY_KP_Add:
    case GDK_KEY_equal:
      fl_network_change_units (self, self->selected, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      fl_network_change_units (self, self->selected, -1);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

void
fl_network_add_keys (FlNetwork *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
