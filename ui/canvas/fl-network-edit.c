/* What a person does to the network on the canvas: every edit is one call of fl-edit.h, so it can be undone. */
#include "fl-network-private.h"

#include "fl-edit.h"
#include "fl-plot-hands.h"
#include "fl-undo-toast.h"

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
  if (layer >= 0)
    fl_edit_change_units (document_of (self), (guint) layer, delta);
}

void
fl_network_remove (FlNetwork *self, int layer)
{
  gboolean inside = gtk_widget_get_state_flags (GTK_WIDGET (self)) & GTK_STATE_FLAG_FOCUS_WITHIN;

  if (layer < 0 || !fl_remove_layer (GTK_WIDGET (self), document_of (self), (guint) layer))
    return;
  /* The next hidden layer takes its place; where there is none, the one before. */
  layer = MAX (0, MIN (layer, (int) spec_of (self)->n_layers - 2));
  fl_network_select (self, layer);
  if (inside)
    fl_network_focus_header (self, layer);
}

void
fl_network_insert (FlNetwork *self, guint index, const char *id)
{
  DsItem item = fl_edit_new_layer (document_of (self), id);

  if (!fl_edit_insert_layer (document_of (self), index, &item))
    {
      gtk_widget_error_bell (GTK_WIDGET (self)); /* as many layers as there can be */
      return;
    }
  fl_network_select (self, (int) index);
  fl_network_focus_header (self, (int) index);
}

gboolean
fl_network_move (FlNetwork *self, int from, int to)
{
  if (from < 0 || to < 0 || from == to || to >= MAX (1, fl_output_layer (spec_of (self))) ||
      !fl_edit_move_layer (document_of (self), (guint) from, (guint) to))
    return FALSE;
  fl_network_select (self, to);
  fl_network_focus_header (self, to);
  return TRUE;
}

void
fl_network_mend (FlNetwork *self)
{
  g_autoptr (FlTopology) topology = fl_topology_ref (self->topology); /* the edit replaces the canvas's */

  if (topology->remedy != NULL && topology->spec == spec_of (self))
    fl_remedy_apply (topology->remedy, document_of (self));
}

void
fl_network_edit_neuron (FlNetwork *self, guint column, guint unit, int source)
{
  double x, y, width, height;

  if (self->frame_topology == NULL || !fl_topology_same_shape (self->topology, self->frame_topology))
    return;
  if (fl_places_unit (&self->places, self->topology, column, unit, &x, &y, &width))
    height = width;
  else
    fl_places_card (&self->places, column, &x, &y, &width, &height); /* one of the many that are not on the card */
  if (self->editor == NULL)
    {
      self->editor = FL_NEURON_EDITOR (fl_neuron_editor_new (self->session));
      gtk_widget_set_parent (GTK_WIDGET (self->editor), GTK_WIDGET (self));
      g_signal_connect_object (self->editor, "closed", G_CALLBACK (fl_network_editor_closed), self, G_CONNECT_SWAPPED);
    }
  fl_network_point (self, GTK_WIDGET (self->editor), &GRAPHENE_RECT_INIT (x, y, width, height));
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

/* The layer the keyboard is at: the one of the header, card or neuron with the focus. */
static int
layer_at_hand (FlNetwork *self)
{
  GtkWidget *inside = gtk_widget_get_focus_child (GTK_WIDGET (self)); /* kept when the focus goes elsewhere */

  if (!(gtk_widget_get_state_flags (GTK_WIDGET (self)) & GTK_STATE_FLAG_FOCUS_WITHIN))
    return self->selected;
  if (FL_IS_NEURON (inside))
    return fl_neuron_get_column (FL_NEURON (inside)) - 1;
  if (FL_IS_LAYER_HEADER (inside))
    return fl_network_column_of (self, inside) - 1;
  return self->selected;
}

static gboolean
is_menu_key (guint key, GdkModifierType modifiers)
{
  return key == GDK_KEY_Menu || (key == GDK_KEY_F10 && modifiers == GDK_SHIFT_MASK);
}

static gboolean
menu_key (FlNetwork *self)
{
  GtkWidget *inside = gtk_widget_get_focus_child (GTK_WIDGET (self));
  graphene_rect_t box;

  if (inside != NULL && !FL_IS_LAYER_HEADER (inside) && gtk_widget_compute_bounds (inside, GTK_WIDGET (self), &box))
    {
      fl_plot_menu_popup (FL_PLOT (self), box.origin.x + box.size.width / 2, box.origin.y + box.size.height / 2);
      return GDK_EVENT_STOP;
    }
  fl_network_open_menu (self, layer_at_hand (self));
  return GDK_EVENT_STOP;
}

static gboolean
act (FlNetwork *self, int layer, const char *action)
{
  fl_network_select (self, layer);
  gtk_widget_activate_action (GTK_WIDGET (self), action, NULL);
  return GDK_EVENT_STOP;
}

static gboolean
key_cb (FlNetwork *self, guint key, guint code, GdkModifierType modifiers)
{
  int layer = layer_at_hand (self);

  modifiers &= GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_SHIFT_MASK;
  if (is_menu_key (key, modifiers))
    return menu_key (self);
  modifiers &= ~GDK_SHIFT_MASK;
  if (modifiers == GDK_ALT_MASK && (key == GDK_KEY_Left || key == GDK_KEY_Right))
    return act (self, layer, key == GDK_KEY_Left ? "network.move-left" : "network.move-right");
  if (key == GDK_KEY_F2)
    return edit_focused (self);
  if (key == GDK_KEY_F1 && modifiers == 0)
    return fl_network_read_focused (self);
  if (key == GDK_KEY_Escape && gtk_widget_get_child_visible (GTK_WIDGET (self->readout)))
    {
      fl_network_stop_reading (self);
      return GDK_EVENT_STOP;
    }
  if (modifiers != 0)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Delete:
    case GDK_KEY_KP_Delete:
    case GDK_KEY_BackSpace:
      return act (self, layer, "network.remove");
    case GDK_KEY_f:
    case GDK_KEY_F:
      return act (self, layer, "network.freeze");
    case GDK_KEY_plus:
    case GDK_KEY_KP_Add:
    case GDK_KEY_equal:
      fl_network_change_units (self, layer, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      fl_network_change_units (self, layer, -1);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static gboolean
duplicate_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  return act (FL_NETWORK (widget), layer_at_hand (FL_NETWORK (widget)), "network.duplicate");
}

/* Wherever the focus is in the window. */
static void
add_shortcuts (FlNetwork *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (keys), GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_d, GDK_CONTROL_MASK),
                                                          gtk_callback_action_new (duplicate_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

void
fl_network_add_keys (FlNetwork *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  add_shortcuts (self);
}
