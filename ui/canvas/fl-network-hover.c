/* The pointer on the canvas: what is under it is named and enlarged beside it, drawn over the finished picture. */
#include "fl-network-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-axis.h"

static gboolean
frame_fits (FlNetwork *self)
{
  return self->frame != NULL && self->frame_topology != NULL && self->frame_topology->n_weights == self->frame->n_weights &&
         fl_topology_same_shape (self->topology, self->frame_topology);
}

static char *
neuron_detail (FlNetwork *self, guint c, guint u)
{
  const FlColumn *column = &self->topology->columns[c];
  char bias[32], other[32];

  if (c == 0)
    {
      const DsPrepared *data = self->topology->data;

      if (data == NULL || !data->options.standardize)
        return g_strdup (_("Input"));
      return g_strdup_printf (_("Mean %s · deviation %s"), fl_format_number (data->mean[u], bias, sizeof bias),
                              fl_format_number (data->scale[u], other, sizeof other));
    }
  if (frame_fits (self) && self->frame_topology->columns[c].biased)
    return g_strdup_printf (_("Bias %s · double-click to edit"),
                            fl_format_number (self->frame->weights[self->frame_topology->columns[c].bias_offset + u], bias, sizeof bias));
  return g_strdup (column->title);
}

static void
read_neuron (FlNetwork *self, guint c, guint u)
{
  g_autofree char *title = fl_topology_unit_name (self->topology, c, u);
  g_autofree char *detail = neuron_detail (self, c, u);
  g_autofree float *map = NULL;
  double range = 1;

  if (self->picture != NULL && self->picture->map_size > 0 && self->picture->n_layers + 1 == self->topology->n_columns)
    {
      map = g_new (float, (gsize) self->picture->map_size * self->picture->map_size);
      if (!fl_network_map (self->topology, self->picture, c, u, map, &range))
        g_clear_pointer (&map, g_free);
    }
  fl_readout_set (self->readout, title, detail, map, map != NULL ? self->picture->map_size : 0, range);
}

static gboolean
read_link (FlNetwork *self)
{
  const FlColumn *column = &self->topology->columns[self->hover.column];
  guint sources = self->topology->columns[column->source].units;
  g_autofree char *from = NULL, *to = NULL, *title = NULL, *detail = NULL;
  char number[32];
  float weight;

  if (!frame_fits (self) || !self->frame_topology->columns[self->hover.column].linked)
    return FALSE;
  weight = self->frame->weights[self->frame_topology->columns[self->hover.column].weight_offset + (gsize) self->hover.unit * sources +
                                self->hover.source_unit];
  from = fl_topology_unit_name (self->topology, column->source, self->hover.source_unit);
  to = fl_topology_unit_name (self->topology, self->hover.column, self->hover.unit);
  title = g_strdup_printf (_("Weight %s"), fl_format_number (weight, number, sizeof number));
  detail = g_strdup_printf (_("%s\n→ %s\nClick to edit"), from, to);
  fl_readout_set (self->readout, title, detail, NULL, 0, 1);
  return TRUE;
}

static void
read_card (FlNetwork *self)
{
  const FlColumn *column = &self->topology->columns[self->hover.column];
  g_autofree char *detail = NULL;

  if (column->layer < 0 || column->slim)
    detail = g_strdup (column->layer < 0 ? "" : _(self->topology->spec->layers[column->layer].type->help));
  else
    detail = g_strdup_printf (_("Too many neurons to show one by one;\nthese are the first %u. Click to see all."),
                              self->places.columns[self->hover.column].shown);
  fl_readout_set (self->readout, column->description, detail, NULL, 0, 1);
}

void
fl_network_refresh_hover (FlNetwork *self)
{
  gboolean shown = self->hover.column >= 0 && (guint) self->hover.column < self->topology->n_columns;

  if (shown)
    {
      self->read = g_get_monotonic_time ();
      if (self->hover.source_unit >= 0)
        shown = read_link (self);
      else if (self->hover.unit >= 0)
        read_neuron (self, self->hover.column, self->hover.unit);
      else
        read_card (self);
    }
  if (shown != gtk_widget_get_child_visible (GTK_WIDGET (self->readout)))
    gtk_widget_set_child_visible (GTK_WIDGET (self->readout), shown);
}

/* Beside the pointer, inside the canvas. */
void
fl_network_place_readout (FlNetwork *self)
{
  GtkWidget *readout = GTK_WIDGET (self->readout);
  int width, height, room = gtk_widget_get_width (GTK_WIDGET (self)), tall = gtk_widget_get_height (GTK_WIDGET (self));
  double x = self->pointer_x + 18, y = self->pointer_y + 14;

  gtk_widget_measure (readout, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  gtk_widget_measure (readout, GTK_ORIENTATION_VERTICAL, -1, NULL, &height, NULL, NULL);
  if (!gtk_widget_get_child_visible (readout))
    return;
  if (x + width > room)
    x = self->pointer_x - 14 - width;
  y = MIN (y, tall - height);
  gtk_widget_size_allocate (readout, &(GtkAllocation){ MAX (0, x), MAX (0, y), width, height }, -1);
}

static void
hover_at (FlNetwork *self, double x, double y)
{
  FlHit hit = { -1, -1, -1 };

  if (self->topology != NULL)
    hit = fl_places_hit (&self->places, self->topology, x, y);
  self->pointer_x = x;
  self->pointer_y = y;
  if (memcmp (&hit, &self->hover, sizeof hit) != 0)
    {
      self->hover = hit;
      fl_network_refresh_hover (self);
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  if (hit.column >= 0)
    gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
motion_cb (FlNetwork *self, double x, double y)
{
  hover_at (self, x, y);
}

static void
leave_cb (FlNetwork *self)
{
  hover_at (self, -100, -100);
}

static void
click_cb (FlNetwork *self, int presses, double x, double y)
{
  FlHit hit = fl_places_hit (&self->places, self->topology, x, y);
  FlColumnView *view;

  if (hit.column < 0)
    return;
  view = g_ptr_array_index (self->columns, hit.column);
  if (hit.column > 0)
    fl_network_select (self, hit.column - 1);
  /* A link leads to its neuron: the focus comes back there when the editor closes. */
  if (hit.unit >= 0 && (guint) hit.unit < view->neurons->len)
    gtk_widget_grab_focus (g_ptr_array_index (view->neurons, hit.unit));
  else if (view->card != NULL)
    gtk_widget_grab_focus (view->card);
  if (hit.unit >= 0 && (hit.source_unit >= 0 || presses == 2))
    fl_network_edit_neuron (self, hit.column, hit.unit, hit.source_unit);
}

/* The link under the pointer, strong enough to be followed. */
void
fl_network_snapshot_hover (FlNetwork *self, GtkSnapshot *snapshot)
{
  const FlTheme *theme = fl_plot_theme ();
  FlSegment link;
  cairo_t *cr;

  if (self->hover.source_unit < 0 || self->topology == NULL || (guint) self->hover.column >= self->topology->n_columns ||
      !fl_places_link (&self->places, self->topology, self->hover.column, self->hover.unit, self->hover.source_unit, &link))
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (link.x0, MIN (link.y0, link.y1) - 4, link.x1 - link.x0,
                                                                 fabs (link.y1 - link.y0) + 8));
  cairo_move_to (cr, link.x0, link.y0);
  cairo_curve_to (cr, (link.x0 + link.x1) / 2, link.y0, (link.x0 + link.x1) / 2, link.y1, link.x1, link.y1);
  fl_set_source (cr, theme->accent, 1);
  cairo_set_line_width (cr, 2.5);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

void
fl_network_add_pointer (FlNetwork *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_PRIMARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (click_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}
