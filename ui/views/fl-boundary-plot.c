/* The worker paints field, contour, points and legend into one picture. The field's own colours are kept between two
 * paintings of one picture (a moving pointer changes only the read-out). That cache belongs to the worker: it is touched in
 * paint() alone, and freed when no painting can be under way. */
#include "fl-boundary-plot.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-axes.h"
#include "fl-field-paint.h"
#include "fl-plot-hands.h"
#include "fl-plot-place.h"
#include "fl-plot-values.h"
#include "fl-zoom.h"

typedef struct
{
  cairo_surface_t *surface;
  NnPicture *picture; /* owned ref: what the surface shows */
  const FlTheme *theme;
  double scale;
} FieldCache;

struct _FlBoundaryPlot
{
  FlPlot parent_instance;

  /* Owned */
  FlSession *session;
  DsPrepared *data;
  NnPicture *picture;

  FieldCache cache; /* worker's */
  FlBoundaryLayout layout;
  gboolean laid_out;
  guint axis_x, axis_y;
  double x0, x1, y0, y1; /* shown */
  FlRange fit;           /* all there is */
  gboolean zoomed;       /* the rectangle shown is a person's choice and stays */
  FlAxis grip_x, grip_y; /* what was shown when a drag began */
  double hover_x, hover_y;
  FlPlotPlace *place;    /* borrowed: lives as long as this */
  gboolean painting;
};

typedef struct
{
  FlBoundary boundary; /* data and picture are owned refs */
  FlBoundaryLayout layout;
  FieldCache *cache;
  int scale;
} Scene;

G_DEFINE_FINAL_TYPE (FlBoundaryPlot, fl_boundary_plot, FL_TYPE_PLOT)

enum
{
  REQUEST_CHANGED,
  ZOOMED,
  PLACE,
  POINTED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static gboolean
picture_fits (FlBoundaryPlot *self)
{
  const NnPicture *picture = self->picture;

  return picture != NULL && self->data != NULL && picture->field != NULL && picture->request.axis_x == self->axis_x &&
         picture->request.axis_y == self->axis_y && picture->data->n_classes == self->data->n_classes &&
         picture->data->raw_inputs == self->data->raw_inputs;
}

static gpointer
fl_boundary_plot_begin (FlPlot *plot)
{
  FlBoundaryPlot *self = FL_BOUNDARY_PLOT (plot);
  gssize row = self->data == fl_session_get_data (self->session) ? fl_session_get_row (self->session) : -1;
  Scene *scene = g_new0 (Scene, 1);

  scene->boundary = (FlBoundary){
    .data = self->data != NULL ? ds_prepared_ref (self->data) : NULL,
    .picture = picture_fits (self) ? nn_picture_ref (self->picture) : NULL,
    .axis_x = self->axis_x,
    .axis_y = self->axis_y,
    .x0 = self->x0,
    .x1 = self->x1,
    .y0 = self->y0,
    .y1 = self->y1,
    .show_points = TRUE,
    .marked = row >= 0,
    .marked_row = row >= 0 ? (gsize) row : 0,
    .placed = self->place->placed,
    .place_x = self->place->x,
    .place_y = self->place->y,
    .hover_x = self->hover_x,
    .hover_y = self->hover_y,
  };
  scene->cache = &self->cache;
  scene->scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  return scene;
}

static void
fl_boundary_plot_paint (gpointer data, cairo_t *cr, const FlTheme *theme, double width, double height)
{
  Scene *scene = data;
  FieldCache *cache = scene->cache;
  NnPicture *picture = (NnPicture *) scene->boundary.picture;

  if (picture != NULL && (picture != cache->picture || theme != cache->theme || scene->scale != cache->scale))
    {
      g_clear_pointer (&cache->surface, cairo_surface_destroy);
      nn_picture_unref (cache->picture);
      cache->picture = nn_picture_ref (picture);
      cache->theme = theme;
      cache->scale = scene->scale;
      cache->surface = fl_field_surface (theme, picture, scene->scale);
    }
  scene->boundary.field = picture != NULL ? cache->surface : NULL;
  fl_boundary_paint (cr, theme, width, height, &scene->boundary, &scene->layout);
}

static void
fl_boundary_plot_done (FlPlot *plot, gpointer data)
{
  FlBoundaryPlot *self = FL_BOUNDARY_PLOT (plot);
  Scene *scene = data;
  gboolean changed = !self->laid_out || self->layout.width != scene->layout.width || self->layout.height != scene->layout.height;

  self->layout = scene->layout;
  self->laid_out = TRUE;
  if (changed)
    g_signal_emit (self, signals[REQUEST_CHANGED], 0);
}

static void
fl_boundary_plot_still (gpointer data)
{
  Scene *scene = data;

  scene->boundary.hover_x = scene->boundary.hover_y = NAN;
}

static void
fl_boundary_plot_scene_free (gpointer data)
{
  Scene *scene = data;

  ds_prepared_unref ((DsPrepared *) scene->boundary.data);
  nn_picture_unref ((NnPicture *) scene->boundary.picture);
  g_free (scene);
}

static void
update_fit (FlBoundaryPlot *self)
{
  const NnPlan *plan = fl_session_get_plan (self->session);
  double low = 0, high = 1, margin;

  fl_axes_range (self->data, self->axis_x, &self->fit.x0, &self->fit.x1);
  if (self->axis_y != NN_PROBE_NO_AXIS)
    {
      fl_axes_range (self->data, self->axis_y, &self->fit.y0, &self->fit.y1);
      return;
    }
  if (self->data->n_classes == 0)
    {
      low = self->data->y_min;
      high = self->data->y_max;
    }
  else if (plan != NULL && plan->target_high > plan->target_low)
    {
      low = plan->target_low;
      high = plan->target_high;
    }
  margin = high > low ? 0.1 * (high - low) : 0.5;
  self->fit.y0 = low - margin;
  self->fit.y1 = high + margin;
}

static void
set_zoomed (FlBoundaryPlot *self, gboolean zoomed)
{
  if (zoomed == self->zoomed)
    return;
  self->zoomed = zoomed;
  g_signal_emit (self, signals[ZOOMED], 0, zoomed);
}

static void
update_rectangle (FlBoundaryPlot *self)
{
  if (self->data == NULL || self->data->raw_inputs == 0)
    return;
  update_fit (self);
  if (self->zoomed || self->painting)
    return;
  self->x0 = self->fit.x0;
  self->x1 = self->fit.x1;
  self->y0 = self->fit.y0;
  self->y1 = self->fit.y1;
}

static void
rectangle_changed (FlBoundaryPlot *self)
{
  fl_plot_queue (FL_PLOT (self), FL_PLOT_NOW);
  g_signal_emit (self, signals[REQUEST_CHANGED], 0);
}

/* The axes as they are to be now, which is ahead of the picture on the screen. */
static gboolean
current_axes (FlBoundaryPlot *self, FlAxis *x, FlAxis *y)
{
  if (!self->laid_out || (!self->painting && (self->data == NULL || self->data->raw_inputs == 0)))
    return FALSE;
  fl_axis_init (x, self->x0, self->x1, self->layout.x.from, self->layout.x.to, FALSE, 2);
  fl_axis_init (y, self->y0, self->y1, self->layout.y.from, self->layout.y.to, FALSE, 2);
  return TRUE;
}

static void
plot_grip (FlPlot *plot)
{
  FlBoundaryPlot *self = FL_BOUNDARY_PLOT (plot);

  if (!current_axes (self, &self->grip_x, &self->grip_y))
    self->grip_x.to = self->grip_x.from;
}

static void
plot_move (FlPlot *plot, double dx, double dy)
{
  FlBoundaryPlot *self = FL_BOUNDARY_PLOT (plot);

  if (self->grip_x.to == self->grip_x.from)
    return;
  fl_zoom_shift (&self->grip_x, dx, &self->x0, &self->x1);
  fl_zoom_shift (&self->grip_y, dy, &self->y0, &self->y1);
  set_zoomed (self, TRUE);
  rectangle_changed (self);
}

static void
plot_zoom (FlPlot *plot, double px, double py, double factor)
{
  FlBoundaryPlot *self = FL_BOUNDARY_PLOT (plot);
  FlAxis x, y;

  if (!current_axes (self, &x, &y))
    return;
  fl_zoom_about (&x, px, factor, self->fit.x0, self->fit.x1, &self->x0, &self->x1);
  fl_zoom_about (&y, py, factor, self->fit.y0, self->fit.y1, &self->y0, &self->y1);
  set_zoomed (self, TRUE);
  rectangle_changed (self);
}

static void
plot_fit (FlPlot *plot)
{
  FlBoundaryPlot *self = FL_BOUNDARY_PLOT (plot);

  set_zoomed (self, FALSE);
  if (self->painting && self->data != NULL)
    {
      update_fit (self);
      self->x0 = self->fit.x0;
      self->x1 = self->fit.x1;
      self->y0 = self->fit.y0;
      self->y1 = self->fit.y1;
    }
  self->grip_x.to = self->grip_x.from; /* a drag under way ends here */
  update_rectangle (self);
  rectangle_changed (self);
}

static gpointer
values_begin (FlPlot *plot)
{
  NnFrame *frame = fl_session_get_frame (FL_BOUNDARY_PLOT (plot)->session);

  return frame != NULL ? nn_frame_ref (frame) : NULL;
}

static char *
values_make (gpointer frame, GError **error)
{
  return fl_values_points (frame, error);
}

static void
values_end (gpointer frame)
{
  nn_frame_unref (frame);
}

static const FlPlotHands hands = {
  .grip = plot_grip,
  .move = plot_move,
  .zoom = plot_zoom,
  .fit = plot_fit,
  .file = N_("decision-boundary"),
  .table = N_("Points and predictions"),
  .copied = N_("Points and predictions copied"),
  .values_begin = values_begin,
  .values_make = values_make,
  .values_end = values_end,
};

/* New noise or more of the same points leave the rectangle a person has chosen. */
static gboolean
same_dataset (const DsPrepared *a, const DsPrepared *b)
{
  return a != NULL && b != NULL && a->n_classes == b->n_classes &&
         g_strcmp0 (ds_dataset_origin (a->dataset), ds_dataset_origin (b->dataset)) == 0 &&
         g_strv_equal ((const char *const *) a->raw_names, (const char *const *) b->raw_names);
}

void
fl_boundary_plot_sync (FlBoundaryPlot *self)
{
  DsPrepared *data = fl_session_get_data (self->session);
  gboolean other = data != self->data;

  if (other)
    {
      gboolean keep = data != NULL && self->data != NULL && g_strv_equal ((const char *const *) data->raw_names,
                                                                          (const char *const *) self->data->raw_names);

      if (!self->painting && !same_dataset (data, self->data))
        set_zoomed (self, FALSE);
      g_clear_pointer (&self->data, ds_prepared_unref);
      if (data != NULL)
        self->data = ds_prepared_ref (data);
      if (data != NULL && !keep)
        fl_axes_choose (data, &self->axis_x, &self->axis_y);
    }
  update_rectangle (self);
  fl_plot_queue (FL_PLOT (self), other ? FL_PLOT_NOW : FL_PLOT_PACED);
  if (other)
    g_signal_emit (self, signals[REQUEST_CHANGED], 0);
}

void
fl_boundary_plot_take (FlBoundaryPlot *self, NnPicture *picture)
{
  nn_picture_unref (self->picture);
  self->picture = picture != NULL ? nn_picture_ref (picture) : NULL;
  fl_plot_queue (FL_PLOT (self), picture != NULL ? FL_PLOT_PACED : FL_PLOT_NOW);
}

gboolean
fl_boundary_plot_get_request (FlBoundaryPlot *self, NnProbeRequest *request)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  if (!self->laid_out || self->data == NULL || self->layout.width < 1 || self->layout.height < 1)
    return FALSE;
  request->axis_x = self->axis_x;
  request->axis_y = self->axis_y;
  request->x0 = self->x0;
  request->x1 = self->x1;
  request->y0 = self->y0;
  request->y1 = self->y1;
  request->width = round (self->layout.width * scale);
  request->height = self->axis_y == NN_PROBE_NO_AXIS ? 1 : round (self->layout.height * scale);
  return TRUE;
}

void
fl_boundary_plot_get_axes (FlBoundaryPlot *self, guint *x, guint *y)
{
  *x = self->axis_x;
  *y = self->axis_y;
}

void
fl_boundary_plot_set_axes (FlBoundaryPlot *self, guint x, guint y)
{
  if (x == self->axis_x && y == self->axis_y)
    return;
  self->axis_x = x;
  self->axis_y = y;
  set_zoomed (self, FALSE);
  update_rectangle (self);
  rectangle_changed (self);
}

static void
motion_cb (FlBoundaryPlot *self, double x, double y)
{
  FlAxis at_x, at_y;

  if (self->painting)
    return;
  self->hover_x = x;
  self->hover_y = y;
  if (isfinite (x) && current_axes (self, &at_x, &at_y))
    g_signal_emit (self, signals[POINTED], 0, fl_axis_value (&at_x, x), fl_axis_value (&at_y, y));
  else
    g_signal_emit (self, signals[POINTED], 0, NAN, NAN);
  fl_plot_queue (FL_PLOT (self), FL_PLOT_NOW);
}

static void
leave_cb (FlBoundaryPlot *self)
{
  motion_cb (self, NAN, NAN);
}

/* Places */

#define REACH 8.0 /* pixels from a point that still mean it */

void
fl_boundary_plot_set_place (FlBoundaryPlot *self, const FlWalkPlace *place)
{
  self->place->placed = place != NULL;
  if (place != NULL)
    {
      self->place->x = place->x;
      self->place->y = place->y;
    }
  fl_plot_queue (FL_PLOT (self), FL_PLOT_NOW);
}

static void
say_place (FlBoundaryPlot *self, gboolean open)
{
  FlWalkPlace place = { self->axis_x, self->axis_y, self->place->x, self->place->y };
  FlAxis x, y;

  if (!current_axes (self, &x, &y))
    return;
  place.reach_x = fabs (fl_axis_value (&x, x.from + REACH) - fl_axis_value (&x, x.from));
  place.reach_y = fabs (fl_axis_value (&y, y.from + REACH) - fl_axis_value (&y, y.from));
  g_signal_emit (self, signals[PLACE], 0, &place, open);
}

static gboolean
place_axes (FlPlot *plot, FlAxis *x, FlAxis *y)
{
  return current_axes (FL_BOUNDARY_PLOT (plot), x, y);
}

static void
place_moved (FlPlot *plot, double px, double py)
{
  FlBoundaryPlot *self = FL_BOUNDARY_PLOT (plot);

  motion_cb (self, px, py); /* the read-out says what is there */
  fl_session_set_row (self->session, -1);
  say_place (self, FALSE);
}

static void
place_chosen (FlPlot *plot)
{
  say_place (FL_BOUNDARY_PLOT (plot), TRUE);
}

/* ---- painting ---- */

void
fl_boundary_plot_set_painting (FlBoundaryPlot *self, gboolean painting)
{
  if (self->painting == painting)
    return;
  leave_cb (self);
  self->painting = painting;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), painting ? "crosshair" : NULL);
  update_rectangle (self);
  rectangle_changed (self);
}

gboolean
fl_boundary_plot_to_data (FlBoundaryPlot *self, double px, double py, double *x, double *y)
{
  FlAxis axis_x, axis_y;

  if (!current_axes (self, &axis_x, &axis_y))
    return FALSE;
  *x = fl_axis_value (&axis_x, px);
  *y = fl_axis_value (&axis_y, py);
  return TRUE;
}

gboolean
fl_boundary_plot_to_pixel (FlBoundaryPlot *self, double x, double y, double *px, double *py)
{
  FlAxis axis_x, axis_y;

  if (!current_axes (self, &axis_x, &axis_y))
    return FALSE;
  *px = fl_axis_pixel (&axis_x, x);
  *py = fl_axis_pixel (&axis_y, y);
  return TRUE;
}

gboolean
fl_boundary_plot_get_limits (FlBoundaryPlot *self, double low[2], double high[2])
{
  return fl_boundary_plot_to_data (self, self->layout.x.from, self->layout.y.from, &low[0], &low[1])
         && fl_boundary_plot_to_data (self, self->layout.x.to, self->layout.y.to, &high[0], &high[1]);
}

static void
place_nowhere (FlPlot *plot)
{
  gtk_widget_activate_action (GTK_WIDGET (plot), "win.explain", NULL);
}

static const FlPlotPlaceHands place_hands = { place_axes, place_moved, place_chosen, place_nowhere };

static void
fl_boundary_plot_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                          int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 180 : 96;
  *natural = 300;
}

static void
fl_boundary_plot_dispose (GObject *object)
{
  FlBoundaryPlot *self = FL_BOUNDARY_PLOT (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->data, ds_prepared_unref);
  g_clear_pointer (&self->picture, nn_picture_unref);
  G_OBJECT_CLASS (fl_boundary_plot_parent_class)->dispose (object);
}

static void
fl_boundary_plot_finalize (GObject *object)
{
  FlBoundaryPlot *self = FL_BOUNDARY_PLOT (object);

  g_clear_pointer (&self->cache.surface, cairo_surface_destroy);
  nn_picture_unref (self->cache.picture);
  G_OBJECT_CLASS (fl_boundary_plot_parent_class)->finalize (object);
}

static void
fl_boundary_plot_class_init (FlBoundaryPlotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  FlPlotClass *plot_class = FL_PLOT_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_boundary_plot_dispose;
  G_OBJECT_CLASS (klass)->finalize = fl_boundary_plot_finalize;
  widget_class->measure = fl_boundary_plot_measure;
  plot_class->begin = fl_boundary_plot_begin;
  plot_class->paint = fl_boundary_plot_paint;
  plot_class->done = fl_boundary_plot_done;
  plot_class->scene_free = fl_boundary_plot_scene_free;
  plot_class->still = fl_boundary_plot_still;
  signals[REQUEST_CHANGED] =
    g_signal_new ("request-changed", FL_TYPE_BOUNDARY_PLOT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ZOOMED] = g_signal_new ("zoomed", FL_TYPE_BOUNDARY_PLOT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_BOOLEAN);
  signals[POINTED] = g_signal_new ("pointed", FL_TYPE_BOUNDARY_PLOT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE,
                                   G_TYPE_DOUBLE);
  signals[PLACE] = g_signal_new ("place", FL_TYPE_BOUNDARY_PLOT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_POINTER,
                                 G_TYPE_BOOLEAN);
  gtk_widget_class_set_css_name (widget_class, "boundary");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
fl_boundary_plot_init (FlBoundaryPlot *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->hover_x = self->hover_y = NAN;
  self->axis_y = 1;
  self->x0 = self->y0 = -1;
  self->x1 = self->y1 = 1;
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Decision boundary"), -1);
  fl_plot_hands_attach (FL_PLOT (self), &hands);
  self->place = fl_plot_place_attach (FL_PLOT (self), &place_hands);
}

GtkWidget *
fl_boundary_plot_new (FlSession *session)
{
  FlBoundaryPlot *self = g_object_new (FL_TYPE_BOUNDARY_PLOT, NULL);

  self->session = g_object_ref (session);
  fl_boundary_plot_sync (self);
  return GTK_WIDGET (self);
}
