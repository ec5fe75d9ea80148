/* The canvas paints one picture of all links and maps on the plot's worker; over it lie transparent widgets for neurons and
 * cards, and real buttons. Widgets are kept and reused column by column when the network changes, so that focus stays where
 * it is. Wide layers are one card each: the number of widgets is bounded by columns x FL_FOLD_UNITS. */
#include "fl-network-private.h"

#include <glib/gi18n-lib.h>

#include "fl-edit.h"
#include "fl-tooltip.h"

G_DEFINE_FINAL_TYPE (FlNetwork, fl_network, FL_TYPE_PLOT)

#define MAPS_ON_CARD 24
#define MAP_MOST 72 /* edge of what is computed; on a larger neuron it is stretched, which nobody sees */
#define MAPS_BYTES (64 << 20) /* of a picture, while a wide layer is open */

enum
{
  LAYER_SELECTED,
  PICTURE_WANTED,
  NEURON_PICKED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

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

int
fl_network_column_of (FlNetwork *self, GtkWidget *part)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      FlColumnView *view = g_ptr_array_index (self->columns, i);

      if (part == view->header || part == view->insert)
        return i;
    }
  return -1;
}

void
fl_network_select (FlNetwork *self, int layer)
{
  fl_network_set_selected (self, layer);
  g_signal_emit (self, signals[LAYER_SELECTED], 0, layer);
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

gboolean
fl_network_pick (FlNetwork *self, int column, int unit)
{
  if (self->slow.walk == NULL)
    return FALSE;
  if (column > 0 && unit >= 0)
    g_signal_emit (self, signals[NEURON_PICKED], 0, column, unit);
  return TRUE;
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

static void
sync_all (FlNetwork *self)
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

void
fl_network_sync (FlNetwork *self)
{
  FlProject *project = fl_document_get_project (fl_session_get_document (self->session));
  DsPrepared *data = fl_session_get_data (self->session);

  if (self->topology != NULL && self->topology->spec == project->spec && self->topology->data == data)
    return;
  fl_topology_unref (self->topology);
  self->topology = fl_topology_new (project->spec, data);
  /* before anything can begin a scene */
  fl_places_compute (&self->places, self->topology, gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)));
  if (self->selected >= (int) project->spec->n_layers)
    fl_network_select (self, (int) project->spec->n_layers - 1);
  self->hover = (FlHit){ -1, -1, -1 };
  sync_all (self);
  fl_network_refresh_hover (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  fl_plot_queue (FL_PLOT (self), FL_PLOT_NOW);
}

void
fl_network_take (FlNetwork *self, NnFrame *frame, NnPicture *picture)
{
  if (frame != NULL)
    {
      if (self->frame_topology == NULL || self->frame_topology->spec != frame->spec || self->frame_topology->data != frame->data)
        {
          fl_topology_unref (self->frame_topology);
          self->frame_topology = fl_topology_new (frame->spec, frame->data);
        }
      nn_frame_unref (self->frame);
      self->frame = nn_frame_ref (frame);
      if (self->editor != NULL)
        fl_neuron_editor_follow (self->editor, self->frame_topology);
    }
  if (picture != NULL)
    {
      nn_picture_unref (self->picture);
      self->picture = nn_picture_ref (picture);
      if (self->maps != NULL)
        fl_maps_follow (FL_MAPS (self->maps), self->topology, self->picture);
    }
  fl_plot_queue (FL_PLOT (self), FL_PLOT_PACED);
  if (self->hover.column >= 0 && (picture != NULL || g_get_monotonic_time () - self->read > 100000))
    fl_network_refresh_hover (self);
}

void
fl_network_forget (FlNetwork *self)
{
  g_clear_pointer (&self->frame_topology, fl_topology_unref);
  g_clear_pointer (&self->frame, nn_frame_unref);
  g_clear_pointer (&self->picture, nn_picture_unref);
  if (self->maps != NULL && self->topology != NULL)
    fl_maps_follow (FL_MAPS (self->maps), self->topology, NULL);
  fl_plot_queue (FL_PLOT (self), FL_PLOT_NOW);
  if (self->hover.column >= 0)
    fl_network_refresh_hover (self);
}

void
fl_network_set_selected (FlNetwork *self, int layer)
{
  if (layer == self->selected)
    return;
  self->selected = layer;
  if (self->topology == NULL)
    return;
  fl_network_update_actions (self);
  for (guint c = 0; c < self->columns->len; c++)
    {
      FlColumnView *view = g_ptr_array_index (self->columns, c);

      fl_layer_header_set_selected (FL_LAYER_HEADER (view->header), layer >= 0 && (int) c == layer + 1);
    }
  fl_plot_queue (FL_PLOT (self), FL_PLOT_NOW);
}

int
fl_network_get_selected (FlNetwork *self)
{
  return self->selected;
}

guint
fl_network_get_map_size (FlNetwork *self)
{
  return CLAMP (self->places.size, 32, MAP_MOST) * gtk_widget_get_scale_factor (GTK_WIDGET (self));
}

/* An open layer wants to show all it has, within reason. */
guint
fl_network_get_map_units (FlNetwork *self)
{
  int column = self->maps != NULL ? fl_maps_get_column (FL_MAPS (self->maps)) : -1;
  gsize edge = fl_network_get_map_size (self);
  guint fits;

  if (column < 0 || self->topology == NULL || column >= (int) self->topology->n_columns)
    return MAPS_ON_CARD;
  fits = (guint) (MAPS_BYTES / (edge * edge * sizeof (float) * self->topology->n_columns));
  return MAX (MAPS_ON_CARD, MIN (self->topology->columns[column].units, fits));
}

void
fl_network_want_picture (FlNetwork *self)
{
  g_signal_emit (self, signals[PICTURE_WANTED], 0);
}

/* Painting */

static gpointer
fl_network_begin (FlPlot *plot)
{
  FlNetwork *self = FL_NETWORK (plot);

  if (self->topology == NULL)
    return NULL;
  return fl_network_scene_new (self->topology, &self->places, self->selected, self->frame, self->frame_topology, self->picture);
}

static void
fl_network_paint (gpointer scene, cairo_t *cr, const FlTheme *theme, double width, double height)
{
  fl_network_scene_paint (scene, cr, theme);
}

static void
fl_network_done (gpointer scene)
{
  fl_network_scene_free (scene);
}

/* Headers and buttons are no part of the picture. */
static void
fl_network_area (FlPlot *plot, graphene_rect_t *area)
{
  area->origin.y = FL_PLACES_TOP - 4;
  area->size.height = MAX (1, area->size.height - FL_PLACES_TOP - FL_PLACES_BOTTOM + 10);
}

static void
fl_network_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FlNetwork *self = FL_NETWORK (widget);

  GTK_WIDGET_CLASS (fl_network_parent_class)->snapshot (widget, snapshot);
  fl_network_snapshot_slow (self, snapshot);
  fl_network_snapshot_hover (self, snapshot);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (child != GTK_WIDGET (self->readout) && !GTK_IS_NATIVE (child))
      gtk_widget_snapshot_child (widget, child, snapshot);
  fl_network_snapshot_mark (self, snapshot);
  gtk_widget_snapshot_child (widget, GTK_WIDGET (self->readout), snapshot); /* over everything */
}

/* Layout */

static void
fl_network_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                    int *natural_baseline)
{
  FlNetwork *self = FL_NETWORK (widget);
  int width = 200, height = 200, unused;

  if (self->topology != NULL)
    fl_places_minimum (self->topology, &width, &height);
  /* Children are measured, as GTK demands before it gives them a place. */
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_NATIVE (child))
      gtk_widget_measure (child, orientation, -1, &unused, &unused, NULL, NULL);
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? width : height;
}

static void
put (GtkWidget *child, double x, double y, double width, double height)
{
  gtk_widget_size_allocate (child, &(GtkAllocation){ x, y, width, height }, -1);
}

/* At its natural size, its middle at x. */
static void
put_centered (GtkWidget *child, double center, double y, double room)
{
  int least, width, height;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &width, NULL, NULL);
  width = MAX (least, MIN (width, room));
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  put (child, floor (center - width / 2.0), y, width, height);
}

static void
place_column (FlNetwork *self, guint c)
{
  FlColumnView *view = g_ptr_array_index (self->columns, c);
  const FlColumnPlace *place = &self->places.columns[c];
  double x, y, width, height;

  put_centered (view->header, place->center, 2, place->width - 4);
  if (view->card != NULL)
    {
      fl_places_card (&self->places, c, &x, &y, &width, &height);
      put (view->card, x, y, width, height);
    }
  for (guint u = 0; u < view->neurons->len; u++)
    if (fl_places_unit (&self->places, self->topology, c, u, &x, &y, &width))
      put (g_ptr_array_index (view->neurons, u), x, y, width, width);
  put_centered (view->facts, place->center, self->places.height - FL_PLACES_BOTTOM + 32, place->width - 4);
  if (view->insert != NULL)
    put_centered (view->insert, place->left + place->width, self->places.height - FL_PLACES_BOTTOM + 6, 32);
}

/* Below the header of the layer concerned; in the middle where it is the whole network. */
static void
place_problem (FlNetwork *self)
{
  int column = self->topology->problem_column, least, width, height;
  double center = self->places.width / 2;

  if (column >= 0 && column < (int) self->places.n_columns)
    center = self->places.columns[column].center;
  gtk_widget_measure (self->problem, GTK_ORIENTATION_HORIZONTAL, -1, &least, &width, NULL, NULL);
  gtk_widget_measure (self->problem, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  put (self->problem, CLAMP (center - width / 2.0, 4, MAX (4, self->places.width - width - 4)), FL_PLACES_TOP + 2, width, height);
}

static void
fl_network_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FlNetwork *self = FL_NETWORK (widget);

  if (self->topology == NULL)
    return;
  fl_places_compute (&self->places, self->topology, width, height); /* before the parent begins a scene */
  GTK_WIDGET_CLASS (fl_network_parent_class)->size_allocate (widget, width, height, baseline);
  for (guint c = 0; c < self->columns->len; c++)
    place_column (self, c);
  if (self->problem != NULL)
    place_problem (self);
  fl_network_place_readout (self);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_POPOVER (child))
      gtk_popover_present (GTK_POPOVER (child));
}

static void
fl_network_dispose (GObject *object)
{
  FlNetwork *self = FL_NETWORK (object);

  g_clear_pointer (&self->columns, g_ptr_array_unref);
  if (self->readout != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->readout));
  self->readout = NULL;
  if (self->editor != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->editor));
  self->editor = NULL;
  g_clear_pointer (&self->problem, gtk_widget_unparent);
  g_clear_pointer (&self->palette, gtk_widget_unparent);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->maps, gtk_widget_unparent);
  g_clear_object (&self->session);
  g_clear_pointer (&self->topology, fl_topology_unref);
  g_clear_pointer (&self->frame_topology, fl_topology_unref);
  g_clear_pointer (&self->frame, nn_frame_unref);
  g_clear_pointer (&self->picture, nn_picture_unref);
  g_clear_pointer (&self->slow.walk, nn_step_walk_unref);
  G_OBJECT_CLASS (fl_network_parent_class)->dispose (object);
}

static void
fl_network_class_init (FlNetworkClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  FlPlotClass *plot_class = FL_PLOT_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_network_dispose;
  widget_class->measure = fl_network_measure;
  widget_class->size_allocate = fl_network_size_allocate;
  widget_class->snapshot = fl_network_snapshot;
  widget_class->focus = fl_network_focus;
  plot_class->begin = fl_network_begin;
  plot_class->paint = fl_network_paint;
  plot_class->scene_free = fl_network_done;
  plot_class->area = fl_network_area;
  signals[LAYER_SELECTED] =
    g_signal_new ("layer-selected", FL_TYPE_NETWORK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  fl_network_install_actions (widget_class);
  signals[PICTURE_WANTED] = g_signal_new ("picture-wanted", FL_TYPE_NETWORK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[NEURON_PICKED] =
    g_signal_new ("neuron-picked", FL_TYPE_NETWORK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_INT);
  gtk_widget_class_set_css_name (widget_class, "network");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
fl_network_init (FlNetwork *self)
{
  self->selected = -1;
  self->hover = (FlHit){ -1, -1, -1 };
  self->place_x = self->place_y = NAN;
  self->columns = g_ptr_array_new_with_free_func (column_view_free);
  self->readout = FL_READOUT (fl_readout_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->readout), GTK_WIDGET (self));
  gtk_widget_set_child_visible (GTK_WIDGET (self->readout), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Network"), -1);
  fl_network_add_keys (self);
  fl_network_add_pointer (self);
  fl_network_add_drop (self);
  fl_network_add_hands (self);
}

GtkWidget *
fl_network_new (FlSession *session)
{
  FlNetwork *self = g_object_new (FL_TYPE_NETWORK, NULL);

  self->session = g_object_ref (session);
  fl_network_sync (self);
  return GTK_WIDGET (self);
}
