/* Where the keyboard goes on the canvas: Tab from column to column, arrows from neuron to neuron. */
#include "fl-network-private.h"

gboolean
fl_focus_in_order (GtkWidget *container, GtkDirectionType direction, GtkWidget *const *children, guint n)
{
  GtkWidget *inside = gtk_widget_get_focus_child (container);
  int step = direction == GTK_DIR_TAB_BACKWARD ? -1 : 1, at = step > 0 ? 0 : (int) n - 1;

  for (guint i = 0; i < n && inside != NULL; i++)
    if (children[i] == inside)
      at = i;
  for (; at >= 0 && at < (int) n; at += step)
    if (gtk_widget_get_visible (children[at]) && gtk_widget_get_child_visible (children[at]) &&
        gtk_widget_child_focus (children[at], direction))
      return TRUE;
  return FALSE;
}

/* Tab visits every column once, by its header (inputs: the first neuron), its card and buttons; arrows go from neuron to neuron. */
static gboolean
focus_by_tab (FlNetwork *self, GtkDirectionType direction)
{
  g_autoptr (GPtrArray) order = g_ptr_array_new ();
  GtkWidget *inside = gtk_widget_get_focus_child (GTK_WIDGET (self));

  for (guint c = 0; c < self->columns->len; c++)
    {
      FlColumnView *view = g_ptr_array_index (self->columns, c);

      g_ptr_array_add (order, view->header);
      if (view->card != NULL)
        g_ptr_array_add (order, view->card);
      for (guint u = 0; u < view->neurons->len; u++)
        if (g_ptr_array_index (view->neurons, u) == inside || u == 0)
          g_ptr_array_add (order, g_ptr_array_index (view->neurons, u));
      if (view->insert != NULL)
        g_ptr_array_add (order, view->insert);
    }
  if (self->problem != NULL)
    g_ptr_array_insert (order, 0, self->problem);
  return fl_focus_in_order (GTK_WIDGET (self), direction, (GtkWidget *const *) order->pdata, order->len);
}

gboolean
fl_network_focus (GtkWidget *widget, GtkDirectionType direction)
{
  FlNetwork *self = FL_NETWORK (widget);
  GtkWidget *inside = gtk_widget_get_focus_child (widget);

  if (GTK_IS_POPOVER (inside)) /* open: the keyboard stays in it, from the last field to the first */
    {
      gtk_widget_child_focus (inside, direction);
      return TRUE;
    }
  if (direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD)
    return focus_by_tab (self, direction);
  if (!GTK_WIDGET_CLASS (g_type_class_peek_static (FL_TYPE_PLOT))->focus (widget, direction))
    return FALSE;
  inside = gtk_widget_get_focus_child (widget);
  if (FL_IS_NEURON (inside))
    {
      int layer = fl_neuron_get_column (FL_NEURON (inside)) - 1;

      if (layer >= 0)
        fl_network_select (self, layer);
      if (gtk_widget_get_child_visible (GTK_WIDGET (self->readout)))
        fl_network_read_focused (self); /* the readout goes along */
    }
  return TRUE;
}

void
fl_network_focus_header (FlNetwork *self, int layer)
{
  FlColumnView *view;

  if (layer + 1 >= (int) self->columns->len)
    return;
  view = g_ptr_array_index (self->columns, layer + 1);
  gtk_widget_grab_focus (fl_layer_header_get_title (FL_LAYER_HEADER (view->header)));
}
