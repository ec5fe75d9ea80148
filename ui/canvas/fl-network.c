/* The canvas paints one picture of all links and maps on the plot's worker; over it lie transparent widgets for neurons and
 * cards, and real buttons. Widgets are kept and reused column by column when the network changes, so that focus stays where
 * it is. Wide layers are one card each: the number of widgets is bounded by columns x FL_FOLD_UNITS. */
#include "fl-network-private.h"

#include <glib/gi18n-lib.h>

#include "fl-edit.h"

G_DEFINE_FINAL_TYPE (FlNetwork, fl_network, FL_TYPE_PLOT)

#define MAPS_ON_CARD 24
#define MAP_MOST 72 /* edge of what is computed; on a larger neuron it is stretched, which nobody sees... */
#define MAP_MOST_ZOOMED 144 /* ...unless it looks closely */
#define MAPS_BYTES (64 << 20) /* of a picture, while a wide layer is open */

enum
{
  LAYER_SELECTED,
  PICTURE_WANTED,
  NEURON_PICKED,
  ZOOMED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

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

gboolean
fl_network_pick (FlNetwork *self, int column, int unit)
{
  if (self->slow.walk == NULL)
    return FALSE;
  if (column > 0 && unit >= 0)
    g_signal_emit (self, signals[NEURON_PICKED], 0, column, unit);
  return TRUE;
}

void
fl_network_select (FlNetwork *self, int layer)
{
  fl_network_set_selected (self, layer);
  g_signal_emit (self, signals[LAYER_SELECTED], 0, layer);
  if (layer >= 0 && self->slow.column != layer + 1) /* slow motion goes along, also to a layer whose neurons are not shown */
    fl_network_pick (self, layer + 1, 0);
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
  fl_places_compute (&self->places, self->topology, fl_plot_text_scale (), self->places.width, self->places.height);
  if (self->selected >= (int) project->spec->n_layers)
    fl_network_select (self, (int) project->spec->n_layers - 1);
  self->hover = (FlHit){ -1, -1, -1 };
  fl_network_sync_columns (self);
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
  fl_network_reveal (self);
  fl_plot_queue (FL_PLOT (self), FL_PLOT_NOW);
}

guint
fl_network_get_map_size (FlNetwork *self)
{
  return CLAMP (self->places.size, 32, self->zoom.factor > 1 ? MAP_MOST_ZOOMED : MAP_MOST) * gtk_widget_get_scale_factor (GTK_WIDGET (self));
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

/* Headers and buttons are no part of the picture, and what is not to be seen need not be drawn. */
static void
fl_network_area (FlPlot *plot, graphene_rect_t *area)
{
  const FlPlaces *places = &FL_NETWORK (plot)->places;
  graphene_rect_t seen;

  *area = GRAPHENE_RECT_INIT (area->origin.x, places->top - 4, area->size.width, MAX (1, area->size.height - places->top - places->bottom + 10));
  fl_network_get_visible (FL_NETWORK (plot), &seen);
  if (FL_NETWORK (plot)->zoom.factor > 1 && !graphene_rect_intersection (area, &seen, area))
    *area = GRAPHENE_RECT_INIT (0, 0, 1, 1);
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
    fl_places_minimum (self->topology, fl_plot_text_scale (), &width, &height);
  fl_network_zoom_minimum (self, &width, &height);
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
  put_centered (view->facts, place->center, self->places.height - self->places.bottom + 32, place->width - 4);
  if (view->insert != NULL)
    put_centered (view->insert, place->left + place->width, self->places.height - self->places.bottom + 6, 32);
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
  put (self->problem, CLAMP (center - width / 2.0, 4, MAX (4, self->places.width - width - 4)), self->places.top + 2, width, height);
}

static void
fl_network_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FlNetwork *self = FL_NETWORK (widget);

  self->zoom.pending = FALSE;
  if (self->topology == NULL)
    return;
  fl_places_compute (&self->places, self->topology, fl_plot_text_scale (), width, height); /* before the parent begins a scene */
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
fl_network_set_focus_child (GtkWidget *widget, GtkWidget *child)
{
  GTK_WIDGET_CLASS (fl_network_parent_class)->set_focus_child (widget, child);
  fl_network_follow_focus (FL_NETWORK (widget), child);
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
  widget_class->set_focus_child = fl_network_set_focus_child;
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
  signals[ZOOMED] = g_signal_new ("zoomed", FL_TYPE_NETWORK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  gtk_widget_class_set_css_name (widget_class, "network");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
fl_network_init (FlNetwork *self)
{
  self->selected = -1;
  self->hover = (FlHit){ -1, -1, -1 };
  self->place_x = self->place_y = NAN;
  self->columns = fl_network_columns_new ();
  self->readout = FL_READOUT (fl_readout_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->readout), GTK_WIDGET (self));
  gtk_widget_set_child_visible (GTK_WIDGET (self->readout), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Network"), -1);
  fl_network_add_keys (self);
  fl_network_add_pointer (self);
  fl_network_add_drop (self);
  fl_network_add_hands (self);
  fl_network_add_zoom (self);
}

GtkWidget *
fl_network_new (FlSession *session)
{
  FlNetwork *self = g_object_new (FL_TYPE_NETWORK, NULL);

  self->session = g_object_ref (session);
  fl_network_sync (self);
  return GTK_WIDGET (self);
}
