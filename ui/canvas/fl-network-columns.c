/* The widgets over the canvas's picture, column by column: kept and reused when the network changes, so that focus stays where it is. */
#include "fl-network-private.h"

#include <glib/gi18n-lib.h>

#include "fl-tooltip.h"

static void
column_view_free (gpointer data)
{
  FlColumnView *view = data;

  gtk_widget_unparent (view->header);
  g_clear_pointer (&view->card, gtk_widget_unparent);
  g_clear_pointer (&view->insert, gtk_widget_unparent);
  gtk_widget_unparent (view->facts);
  g_ptr_array_unref (view->neurons);
  g_free (view);
}

static void
header_selected_cb (FlNetwork *self, GtkWidget *header)
{
  fl_network_select (self, fl_network_column_of (self, header) - 1);
}

static void
header_count_cb (FlNetwork *self, int delta, GtkWidget *header)
{
  fl_network_change_units (self, fl_network_column_of (self, header) - 1, delta);
}

static void
header_removed_cb (FlNetwork *self, GtkWidget *header)
{
  fl_network_remove (self, fl_network_column_of (self, header) - 1);
}

static void
header_menu_cb (FlNetwork *self, GtkWidget *header)
{
  fl_network_open_menu (self, fl_network_column_of (self, header) - 1);
}

static void
insert_cb (FlNetwork *self, GtkWidget *button)
{
  fl_network_open_palette (self, fl_network_column_of (self, button));
}

static void
neuron_activated_cb (FlNetwork *self, FlNeuron *neuron)
{
  if (fl_network_pick (self, fl_neuron_get_column (neuron), fl_neuron_get_unit (neuron)))
    return;
  if (fl_neuron_get_column (neuron) > 0)
    fl_network_select (self, fl_neuron_get_column (neuron) - 1);
}

/* A card opens on a click, released: pressed it would close again at once. */
static void
card_clicked_cb (FlNetwork *self, int presses, double x, double y, GtkGesture *click)
{
  FlNeuron *card = FL_NEURON (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (click)));

  fl_network_open_maps (self, (guint) fl_neuron_get_column (card));
}

static void
card_activated_cb (FlNetwork *self, FlNeuron *card)
{
  neuron_activated_cb (self, card);
  fl_network_open_maps (self, (guint) fl_neuron_get_column (card));
}

static GtkWidget *
card_add (FlNetwork *self, guint column)
{
  GtkWidget *card = fl_neuron_new ((int) column, -1);
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_set_parent (card, GTK_WIDGET (self));
  g_signal_connect_swapped (card, "activate", G_CALLBACK (card_activated_cb), self);
  g_signal_connect_object (click, "released", G_CALLBACK (card_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (card, GTK_EVENT_CONTROLLER (click));
  return card;
}

static GtkWidget *
neuron_add (FlNetwork *self, guint column, int unit)
{
  GtkWidget *neuron = fl_neuron_new (column, unit);

  gtk_widget_set_parent (neuron, GTK_WIDGET (self));
  g_signal_connect_swapped (neuron, "activate", G_CALLBACK (neuron_activated_cb), self);
  return neuron;
}

static FlColumnView *
column_view_new (FlNetwork *self)
{
  FlColumnView *view = g_new0 (FlColumnView, 1);

  view->header = fl_layer_header_new ();
  gtk_widget_set_parent (view->header, GTK_WIDGET (self));
  g_signal_connect_object (view->header, "selected", G_CALLBACK (header_selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view->header, "count", G_CALLBACK (header_count_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view->header, "removed", G_CALLBACK (header_removed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view->header, "menu", G_CALLBACK (header_menu_cb), self, G_CONNECT_SWAPPED);
  fl_network_make_draggable (self, fl_layer_header_get_title (FL_LAYER_HEADER (view->header)));
  view->facts = gtk_label_new (NULL);
  gtk_widget_add_css_class (view->facts, "layer-facts");
  gtk_label_set_justify (GTK_LABEL (view->facts), GTK_JUSTIFY_CENTER);
  gtk_label_set_ellipsize (GTK_LABEL (view->facts), PANGO_ELLIPSIZE_END);
  gtk_widget_set_parent (view->facts, GTK_WIDGET (self));
  view->neurons = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_widget_unparent);
  return view;
}

static void
sync_insert (FlNetwork *self, guint c)
{
  FlColumnView *view = g_ptr_array_index (self->columns, c);
  g_autofree char *text = NULL;

  if (c + 1 == self->topology->n_columns)
    {
      g_clear_pointer (&view->insert, gtk_widget_unparent);
      return;
    }
  if (view->insert == NULL)
    {
      view->insert = gtk_button_new_from_icon_name ("list-add-symbolic");
      gtk_widget_add_css_class (view->insert, "circular");
      gtk_widget_add_css_class (view->insert, "insert-layer");
      gtk_widget_set_parent (view->insert, GTK_WIDGET (self));
      g_signal_connect_object (view->insert, "clicked", G_CALLBACK (insert_cb), self, G_CONNECT_SWAPPED);
    }
  text = g_strdup_printf (_("Insert a layer between %s and %s"), self->topology->columns[c].name,
                          self->topology->columns[c + 1].name);
  fl_set_tooltip (view->insert, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view->insert), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
sync_column (FlNetwork *self, guint c)
{
  FlColumnView *view = g_ptr_array_index (self->columns, c);
  const FlColumn *column = &self->topology->columns[c];
  gboolean carded = column->slim || column->folded, selected = self->selected >= 0 && column->layer == self->selected;
  guint units = carded ? 0 : column->units;

  fl_layer_header_set_column (FL_LAYER_HEADER (view->header), column);
  fl_layer_header_set_selected (FL_LAYER_HEADER (view->header), selected);
  fl_layer_header_set_problem (FL_LAYER_HEADER (view->header),
                               self->topology->problem != NULL && self->topology->problem_column == (int) c);
  gtk_label_set_text (GTK_LABEL (view->facts), column->facts);
  fl_set_tooltip (view->facts, column->facts_in_words[0] != '\0' ? column->facts_in_words : NULL);
  if (!carded)
    g_clear_pointer (&view->card, gtk_widget_unparent);
  else if (view->card == NULL)
    view->card = card_add (self, c);
  if (view->card != NULL)
    fl_neuron_set_name (FL_NEURON (view->card), column->description);
  if (view->neurons->len > units)
    g_ptr_array_set_size (view->neurons, units);
  while (view->neurons->len < units)
    g_ptr_array_add (view->neurons, neuron_add (self, c, view->neurons->len));
  for (guint u = 0; u < units; u++)
    {
      FlNeuron *neuron = g_ptr_array_index (view->neurons, u);
      g_autofree char *name = fl_topology_unit_name (self->topology, c, u);

      fl_neuron_set_name (neuron, name);
    }
  sync_insert (self, c);
}

static GtkWidget *
put_behind (FlNetwork *self, GtkWidget *child, GtkWidget *before)
{
  if (child == NULL)
    return before;
  if (gtk_widget_get_prev_sibling (child) != before)
    gtk_widget_insert_after (child, GTK_WIDGET (self), before);
  return child;
}

/* Children in the order they are read in: column by column. Assistive technology goes by it. */
static void
sync_order (FlNetwork *self)
{
  GtkWidget *before = NULL;

  for (guint c = 0; c < self->columns->len; c++)
    {
      FlColumnView *view = g_ptr_array_index (self->columns, c);
      GtkWidget *singles[] = { view->header, view->card };

      for (guint i = 0; i < G_N_ELEMENTS (singles); i++)
        before = put_behind (self, singles[i], before);
      for (guint u = 0; u < view->neurons->len; u++)
        before = put_behind (self, g_ptr_array_index (view->neurons, u), before);
      before = put_behind (self, view->facts, before);
      before = put_behind (self, view->insert, before);
    }
}

static void
sync_problem (FlNetwork *self)
{
  const FlTopology *topology = self->topology;

  if (topology->problem == NULL)
    {
      g_clear_pointer (&self->problem, gtk_widget_unparent);
      return;
    }
  if (self->problem == NULL)
    {
      self->problem = fl_problem_card_new ();
      gtk_widget_set_parent (self->problem, GTK_WIDGET (self));
      g_signal_connect_object (self->problem, "mend", G_CALLBACK (fl_network_mend), self, G_CONNECT_SWAPPED);
    }
  fl_problem_card_set (FL_PROBLEM_CARD (self->problem), topology->problem, topology->remedy != NULL ? topology->remedy->button : NULL);
}

/* "Inputs x₁, x₂; Dense layer 1, 8 neurons, tanh; …" */
static void
describe (FlNetwork *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint c = 0; c < self->topology->n_columns; c++)
    g_string_append_printf (text, "%s%s", c > 0 ? "; " : "", self->topology->columns[c].description);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text->str, -1);
}

void
fl_network_sync_columns (FlNetwork *self)
{
  if (self->columns->len > self->topology->n_columns)
    g_ptr_array_set_size (self->columns, self->topology->n_columns);
  while (self->columns->len < self->topology->n_columns)
    g_ptr_array_add (self->columns, column_view_new (self));
  for (guint c = 0; c < self->columns->len; c++)
    sync_column (self, c);
  sync_order (self);
  sync_problem (self);
  describe (self);
  if (self->maps != NULL)
    fl_maps_follow (FL_MAPS (self->maps), self->topology, self->picture);
  fl_network_update_actions (self);
}

GPtrArray *
fl_network_columns_new (void)
{
  return g_ptr_array_new_with_free_func (column_view_free);
}
