/* The pointer on the canvas: what is under it is named and enlarged beside it, drawn over the finished picture. */
#include "fl-network-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ds-transforms.h"
#include "fl-axis.h"

static gboolean
frame_fits (FlNetwork *self)
{
  return self->frame != NULL && self->frame_topology != NULL && self->frame_topology->n_weights == self->frame->n_weights &&
         fl_topology_same_shape (self->topology, self->frame_topology);
}

/* "x₁", or "a₃" for a neuron of the layer before; buffer: 32 bytes. */
static const char *
source_name (FlNetwork *self, guint column, guint unit, char *buffer)
{
  static const char *const digits[] = { "₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉" };
  g_autofree char *number = g_strdup_printf ("%u", unit + 1);

  if (column == 0 && self->topology->data != NULL)
    return self->topology->data->input_names[unit];
  g_strlcpy (buffer, "a", 32);
  for (const char *s = number; *s != '\0'; s++)
    g_strlcat (buffer, digits[*s - '0'], 32);
  return buffer;
}

#define MOST_TERMS 4 /* of a formula: the largest weights */

static gboolean
among_largest (const float *weights, guint n, guint at)
{
  guint larger = 0;

  for (guint i = 0; i < n; i++)
    larger += fabsf (weights[i]) > fabsf (weights[at]) || (fabsf (weights[i]) == fabsf (weights[at]) && i < at);
  return larger < MOST_TERMS;
}

static void
append_term (GString *text, double factor, const char *of)
{
  char number[32];

  g_string_append (text, factor < 0 ? (text->len > 0 ? " − " : "−") : text->len > 0 ? " + " : "");
  g_string_append (text, fl_format_number (fabs (factor), number, sizeof number));
  if (of != NULL)
    g_string_append_printf (text, "·%s", of);
}

/* Those a value read off the maps comes from, so that the formula leads to it: while training the newest frame is ahead of its picture. */
static const float *
weights_shown (FlNetwork *self)
{
  const NnFrame *drawn = self->picture != NULL ? self->picture->frame : NULL;

  return drawn != NULL && drawn->spec == self->frame->spec && drawn->n_weights == self->frame->n_weights ? drawn->weights : self->frame->weights;
}

/* "tanh(0.73·x₁ − 1.2·x₂ + 0.4)" with the numbers of the moment; caller frees. */
static char *
neuron_formula (FlNetwork *self, guint c, guint u)
{
  const FlColumn *column = &self->frame_topology->columns[c];
  const DsItem *item = &self->topology->spec->layers[column->layer];
  guint sources = self->topology->columns[column->source].units, left_out = 0;
  const float *all = weights_shown (self), *weights = all + column->weight_offset + (gsize) u * sources;
  g_autoptr (GString) sum = g_string_new (NULL);
  const char *function = ds_type_find_param (item->type, "activation") >= 0 ? ds_item_choice (item, "activation")->id : "linear";
  char name[32];

  for (guint s = 0; s < sources; s++)
    if (among_largest (weights, sources, s))
      append_term (sum, weights[s], source_name (self, column->source, s, name));
    else
      left_out++;
  if (left_out > 0)
    g_string_append_printf (sum, _(" + … %u more"), left_out);
  if (column->biased)
    append_term (sum, all[column->bias_offset + u], NULL);
  if (g_str_equal (function, "linear"))
    return g_steal_pointer (&sum->str);
  return g_strdup_printf ("%s(%s)", function, sum->str);
}

static char *
neuron_detail (FlNetwork *self, guint c, guint u)
{
  const FlColumn *column = &self->topology->columns[c];
  char mean[32], scale[32];

  if (c == 0)
    {
      const DsPrepared *data = self->topology->data;

      if (data == NULL || !data->options.standardize)
        return g_strdup (_("Input"));
      return g_strdup_printf (_("(value − %s) / %s"), fl_format_number (data->mean[u], mean, sizeof mean),
                              fl_format_number (data->scale[u], scale, sizeof scale));
    }
  if (frame_fits (self) && self->frame_topology->columns[c].linked)
    {
      g_autofree char *formula = neuron_formula (self, c, u);

      return g_strconcat ("a = ", formula, NULL);
    }
  return g_strdup (column->title);
}

/* The value of a map under the pointer; *fx, *fy: the place in the map it was taken at, from 0 to 1. NaN: the pointer is not over it. */
static double
value_under_pointer (FlNetwork *self, guint c, guint u, double *fx, double *fy)
{
  double x, y, size;
  guint n = self->picture->map_size, column, row;

  *fx = *fy = NAN;
  if (!fl_places_unit (&self->places, self->topology, c, u, &x, &y, &size) || self->pointer_x < x || self->pointer_y < y ||
      self->pointer_x >= x + size || self->pointer_y >= y + size)
    return NAN;
  column = (guint) ((self->pointer_x - x) / size * n);
  row = (guint) ((self->pointer_y - y) / size * n);
  *fx = (column + 0.5) / n;
  *fy = (row + 0.5) / n;
  return fl_network_map_value (self->topology, self->picture, c, u, row * n + column);
}

/* "0.0978" for what the network is given of a place on an axis; NULL: the place itself, or something made of it. buffer: 32 bytes. */
static const char *
scaled_text (const DsPrepared *data, guint axis, double place, char *buffer)
{
  g_autofree char *name = ds_pretty_name (data->raw_names[axis]);

  for (guint i = 0; data->options.standardize && i < data->inputs; i++)
    if (g_str_equal (data->input_names[i], name))
      return fl_format_number ((place - data->mean[i]) / data->scale[i], buffer, 32);
  return NULL;
}

/* Where inputs are scaled the formula is of what they come to. */
static void
append_scaled (GString *detail, const DsPrepared *data, const NnProbeRequest *request, double x, double y)
{
  char first[32], second[32];
  const char *scaled_x = scaled_text (data, request->axis_x, x, first);
  const char *scaled_y = request->axis_y != NN_PROBE_NO_AXIS ? scaled_text (data, request->axis_y, y, second) : NULL;

  if (scaled_x != NULL && scaled_y != NULL)
    g_string_append_printf (detail, _(" (scaled %s, %s)"), scaled_x, scaled_y);
  else if (scaled_x != NULL || scaled_y != NULL)
    g_string_append_printf (detail, _(" (scaled %s)"), scaled_x != NULL ? scaled_x : scaled_y);
}

static void
append_value (FlNetwork *self, GString *detail, guint c, double value, double fx, double fy)
{
  const NnProbeRequest *request = &self->picture->request;
  const DsPrepared *data = self->picture->data;
  double at_x = request->x0 + fx * (request->x1 - request->x0), at_y = request->y1 - fy * (request->y1 - request->y0);
  char number[32], x[32], y[32];
  g_autofree char *x_name = NULL, *y_name = NULL;

  if (!isfinite (value))
    return;
  x_name = ds_pretty_name (data->raw_names[request->axis_x]);
  fl_format_number (at_x, x, sizeof x);
  fl_format_number (value, number, sizeof number);
  if (request->axis_y == NN_PROBE_NO_AXIS)
    {
      g_string_append_printf (detail, _("\n%s at %s = %s"), number, x_name, x);
    }
  else
    {
      y_name = ds_pretty_name (data->raw_names[request->axis_y]);
      fl_format_number (at_y, y, sizeof y);
      g_string_append_printf (detail, _("\n%s at %s = %s, %s = %s"), number, x_name, x, y_name, y);
    }
  if (c > 0 && self->topology->columns[c].source == 0)
    append_scaled (detail, data, request, at_x, at_y);
}

static void
read_neuron (FlNetwork *self, guint c, guint u)
{
  g_autofree char *title = fl_topology_unit_name (self->topology, c, u), *first = neuron_detail (self, c, u);
  g_autoptr (GString) detail = g_string_new (first);
  g_autofree float *map = NULL;
  double range = 1, fx = NAN, fy = NAN;
  FlColumnView *view = g_ptr_array_index (self->columns, c);

  if (self->picture != NULL && self->picture->map_size > 0 && self->picture->n_layers + 1 == self->topology->n_columns)
    {
      map = g_new (float, (gsize) self->picture->map_size * self->picture->map_size);
      if (!fl_network_map (self->topology, self->picture, c, u, map, &range))
        g_clear_pointer (&map, g_free);
      else
        {
          double value = value_under_pointer (self, c, u, &fx, &fy);

          append_value (self, detail, c, value, fx, fy);
        }
    }
  if (frame_fits (self) && c > 0 && self->frame_topology->columns[c].linked)
    g_string_append_printf (detail, "\n%s", _("Click or F2 to edit"));
  fl_readout_set (self->readout, title, detail->str, map, map != NULL ? self->picture->map_size : 0, range);
  fl_readout_point (self->readout, fx, fy);
  if (u < view->neurons->len)
    gtk_accessible_update_property (g_ptr_array_index (view->neurons, u), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, detail->str, -1);
}

/* "\nGradient −0.012 at the last step", or "" where the frame has none; caller frees. */
static char *
gradient_line (FlNetwork *self, gsize weight)
{
  const NnSpec *spec = self->frame->spec;
  gboolean changed = spec->l1 > 0 || spec->l2 > 0 || !isnan (spec->clip_norm) || spec->gradient_noise > 0;
  char number[32];

  if (self->frame->gradients == NULL)
    return g_strdup ("");
  fl_format_number ((double) self->frame->gradients[weight], number, sizeof number);
  return g_strdup_printf (changed ? _("\nGradient %s at the last step, with penalties and clipping") : _("\nGradient %s at the last step"), number);
}

static gboolean
read_link (FlNetwork *self)
{
  const FlColumn *column = &self->topology->columns[self->hover.column];
  guint sources = self->topology->columns[column->source].units;
  g_autofree char *from = NULL, *to = NULL, *title = NULL, *detail = NULL, *gradient = NULL;
  char number[32];
  gsize weight;
  NnFrozenEntry entry;
  gboolean frozen;

  if (!frame_fits (self) || !self->frame_topology->columns[self->hover.column].linked)
    return FALSE;
  weight = self->frame_topology->columns[self->hover.column].weight_offset + (gsize) self->hover.unit * sources + self->hover.source_unit;
  gradient = gradient_line (self, weight);
  from = fl_topology_unit_name (self->topology, column->source, self->hover.source_unit);
  to = fl_topology_unit_name (self->topology, self->hover.column, self->hover.unit);
  title = g_strdup_printf (_("Weight %s"), fl_format_number ((double) self->frame->weights[weight], number, sizeof number));
  entry = (NnFrozenEntry){ NN_FROZEN_WEIGHT, (guint) self->hover.unit, self->hover.source_unit };
  frozen = column->layer >= 0 && nn_frozen_has (self->topology->spec->frozen[column->layer], &entry);
  detail = g_strdup_printf (_("%s\n→ %s%s\n%s"), from, to, gradient, frozen ? _("Frozen · click to edit") : _("Click to edit"));
  fl_readout_set (self->readout, title, detail, NULL, 0, 1);
  return TRUE;
}

static void
read_card (FlNetwork *self)
{
  const FlColumn *column = &self->topology->columns[self->hover.column];
  g_autofree char *detail = NULL;

  if (column->image_width > 0)
    detail = g_strdup (_("Click to see the training pictures."));
  else if (column->slim)
    detail = g_strdup (_(self->topology->spec->layers[column->layer].type->help));
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

/* Beside the pointer, inside what is seen of the canvas. */
void
fl_network_place_readout (FlNetwork *self)
{
  GtkWidget *readout = GTK_WIDGET (self->readout);
  int width, height;
  double x = self->pointer_x + 18, y = self->pointer_y + 14, right, bottom;
  graphene_rect_t seen;

  gtk_widget_measure (readout, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  gtk_widget_measure (readout, GTK_ORIENTATION_VERTICAL, -1, NULL, &height, NULL, NULL);
  if (!gtk_widget_get_child_visible (readout))
    return;
  fl_network_get_visible (self, &seen);
  right = seen.origin.x + seen.size.width;
  bottom = seen.origin.y + seen.size.height;
  if (x + width > right)
    x = self->pointer_x - 14 - width;
  y = MIN (y, bottom - height);
  gtk_widget_size_allocate (readout, &(GtkAllocation){ MAX (seen.origin.x, x), MAX (seen.origin.y, y), width, height }, -1);
}

static void
hover_at (FlNetwork *self, double x, double y)
{
  FlHit hit = { -1, -1, -1 };

  if (self->topology != NULL && self->slow.walk == NULL) /* in slow motion nothing is to stand before the numbers */
    hit = fl_places_hit (&self->places, self->topology, x, y);
  self->pointer_x = x;
  self->pointer_y = y;
  if (memcmp (&hit, &self->hover, sizeof hit) != 0)
    {
      self->hover = hit;
      fl_network_refresh_hover (self);
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  else if (hit.unit >= 0 && hit.source_unit < 0)
    fl_network_refresh_hover (self); /* another value under the pointer */
  if (hit.column >= 0)
    gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* The same by keyboard: the neuron's middle stands for the pointer. Shown until the pointer moves, or Escape. */
gboolean
fl_network_read_focused (FlNetwork *self)
{
  GtkWidget *inside = gtk_widget_get_focus_child (GTK_WIDGET (self));
  double x, y, size;
  FlHit hit;

  if (!FL_IS_NEURON (inside))
    return FALSE;
  hit = (FlHit){ fl_neuron_get_column (FL_NEURON (inside)), fl_neuron_get_unit (FL_NEURON (inside)), -1 };
  if (hit.unit >= 0 && fl_places_unit (&self->places, self->topology, hit.column, hit.unit, &x, &y, &size))
    hover_at (self, x + size / 2, y + size / 2);
  return hit.unit >= 0;
}

void
fl_network_stop_reading (FlNetwork *self)
{
  hover_at (self, -100, -100);
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

/* A link leads to its neuron: the focus comes back there when the editor closes. But the canvas moves to what has the focus, and a
 * neuron out of sight would take it away from the link. */
static GtkWidget *
focus_for (FlNetwork *self, const FlHit *hit)
{
  FlColumnView *view = g_ptr_array_index (self->columns, hit->column);
  double x, y, size;

  if (hit->unit < 0 || (guint) hit->unit >= view->neurons->len)
    return view->card;
  if (hit->source_unit >= 0 && fl_places_unit (&self->places, self->topology, hit->column, hit->unit, &x, &y, &size) &&
      !fl_network_is_seen (self, &GRAPHENE_RECT_INIT (x, y, size, size)))
    return NULL;
  return g_ptr_array_index (view->neurons, hit->unit);
}

static void
click_cb (FlNetwork *self, int presses, double x, double y)
{
  FlHit hit = fl_places_hit (&self->places, self->topology, x, y);
  GtkWidget *focus;

  self->clicked = hit;
  if (hit.column < 0)
    return;
  if (hit.column > 0)
    fl_network_select (self, hit.column - 1);
  focus = focus_for (self, &hit);
  if (focus != NULL)
    gtk_widget_grab_focus (focus);
  fl_network_pick (self, hit.column, hit.unit);
}

/* The numbers of a neuron or link, when the button is let go: pressed, the popover would close again at once. It is the one that was
 * pressed, also where the canvas has moved to show all of it. A card opens its maps. */
static void
released_cb (FlNetwork *self, int presses, double x, double y)
{
  const FlHit *hit = &self->clicked;

  if (self->slow.walk != NULL || hit->column <= 0 || hit->unit < 0 || (guint) hit->column >= self->topology->n_columns ||
      self->topology->columns[hit->column].folded)
    return;
  self->click_time = g_get_monotonic_time ();
  fl_network_edit_neuron (self, (guint) hit->column, (guint) hit->unit, hit->source_unit);
}

static gboolean
reopen_cb (gpointer user_data)
{
  FlNetwork *self = user_data;
  const FlHit *hit = &self->clicked;

  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && (guint) hit->column < self->topology->n_columns)
    fl_network_edit_neuron (self, (guint) hit->column, (guint) hit->unit, hit->source_unit);
  return G_SOURCE_REMOVE;
}

/* The second press of a double click closes what the first has opened, which nobody means. */
void
fl_network_editor_closed (FlNetwork *self)
{
  int pause = 400;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-double-click-time", &pause, NULL);
  if (g_get_monotonic_time () - self->click_time < pause * 1000)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, reopen_cb, g_object_ref (self), g_object_unref);
  self->click_time = 0;
}

/* The place pointed at on the decision boundary */

void
fl_network_set_place (FlNetwork *self, double x, double y)
{
  if (isnan (x) && isnan (self->place_x))
    return;
  self->place_x = x;
  self->place_y = y;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
paint_place (FlNetwork *self, cairo_t *cr, guint c, guint u, double fx, double fy)
{
  const FlTheme *theme = fl_plot_theme ();
  guint n = self->picture->map_size;
  FlTextStyle style = { 11, PANGO_WEIGHT_BOLD, 0.5, 0.5 };
  double x, y, size, width, height = fl_em (theme, 14);
  double value = fl_network_map_value (self->topology, self->picture, c, u, (guint) (fy * n) * n + (guint) (fx * n));
  char number[32];

  if (!isfinite (value) || !fl_places_unit (&self->places, self->topology, c, u, &x, &y, &size))
    return;
  g_snprintf (number, sizeof number, "%s%.2f", value <= -0.005 ? "−" : "", fabs (value));
  width = fl_em (theme, 7) * g_utf8_strlen (number, -1);
  for (guint pass = 0; pass < 2; pass++)
    {
      cairo_new_path (cr);
      cairo_arc (cr, x + fx * size, y + fy * size, 3, 0, 2 * G_PI);
      cairo_set_source_rgba (cr, pass, pass, pass, pass ? 1 : 0.85);
      cairo_set_line_width (cr, pass ? 1.2 : 3);
      cairo_stroke (cr);
    }
  cairo_rectangle (cr, x + size / 2 - width / 2 - 3, y + size - height / 2 - 1, width + 6, height + 2);
  fl_set_source (cr, theme->card, 0.92);
  cairo_fill (cr);
  fl_draw_text (cr, theme, theme->text, style, x + size / 2, y + size, number);
}

/* Every neuron's value there, on its map. */
static void
snapshot_place (FlNetwork *self, GtkSnapshot *snapshot)
{
  const NnProbeRequest *request = self->picture != NULL ? &self->picture->request : NULL;
  double fx, fy = 0.5;
  cairo_t *cr;

  if (request == NULL || isnan (self->place_x) || self->picture->map_size == 0 || self->picture->n_layers + 1 != self->topology->n_columns)
    return;
  fx = (self->place_x - request->x0) / (request->x1 - request->x0);
  if (request->axis_y != NN_PROBE_NO_AXIS)
    fy = (request->y1 - self->place_y) / (request->y1 - request->y0);
  if (!(fx >= 0 && fx < 1 && fy >= 0 && fy < 1))
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (GTK_WIDGET (self)),
                                                                 gtk_widget_get_height (GTK_WIDGET (self))));
  for (guint c = 0; c < self->topology->n_columns; c++)
    for (guint u = 0; !self->topology->columns[c].slim && !self->topology->columns[c].folded && u < self->topology->columns[c].units; u++)
      paint_place (self, cr, c, u, fx, fy);
  cairo_destroy (cr);
}

/* Slow motion */

/* A network wider than its card is moved along, so that the column at hand and the one before it can be seen. */
static void
follow_slow (FlNetwork *self)
{
  GtkWidget *scroll = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);
  int layer, last = (int) self->columns->len - 1, at = fl_slow_column (self->slow.walk, self->slow.stage);

  if (at < 0)
    at = nn_step_walk_stage (self->slow.walk, self->slow.stage, &layer) == NN_STAGE_LOSS ? last : self->slow.column;
  for (int c = MAX (at - 1, 0); scroll != NULL && c <= MIN (at, last); c++)
    {
      const FlColumnView *view = g_ptr_array_index (self->columns, c);
      double half = self->places.columns[c].width / 2;
      graphene_rect_t box;

      if (view->header == NULL || !gtk_widget_compute_bounds (view->header, GTK_WIDGET (self), &box))
        continue;
      gtk_adjustment_clamp_page (gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scroll)),
                                 box.origin.x + box.size.width / 2 - half, box.origin.x + box.size.width / 2 + half);
    }
}

void
fl_network_set_slow (FlNetwork *self, NnStepWalk *walk, guint stage, int column, int unit)
{
  if (walk != NULL)
    nn_step_walk_ref (walk);
  nn_step_walk_unref (self->slow.walk);
  self->slow = (FlSlow){ walk, stage, column, unit };
  if (walk != NULL)
    {
      fl_network_stop_reading (self);
      follow_slow (self);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Over the finished picture, in the place of its maps. */
void
fl_network_snapshot_slow (FlNetwork *self, GtkSnapshot *snapshot)
{
  cairo_t *cr;

  if (self->slow.walk == NULL || self->topology == NULL)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (GTK_WIDGET (self)),
                                                                 gtk_widget_get_height (GTK_WIDGET (self))));
  fl_slow_paint (cr, fl_plot_theme (), self->topology, &self->places, &self->slow);
  cairo_destroy (cr);
}

/* The link under the pointer, strong enough to be followed. */
void
fl_network_snapshot_hover (FlNetwork *self, GtkSnapshot *snapshot)
{
  const FlTheme *theme = fl_plot_theme ();
  FlSegment link;
  cairo_t *cr;

  if (self->topology != NULL)
    snapshot_place (self, snapshot);
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
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}
