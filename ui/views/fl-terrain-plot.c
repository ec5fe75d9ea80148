#include "fl-terrain-plot.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-plot-hands.h"
#include "fl-view.h"

#define NUDGES 50.0      /* so many, each way, from one side to the other */
#define GRIP_PIXELS 16.0 /* a start mark is taken hold of within this */

static const FlCamera front = { 0.6, 0.62, 1 };

struct _FlTerrainPlot
{
  FlPlot parent_instance;

  FlTerrainFace face;
  FlTerrain *terrain; /* owned */
  char *empty;        /* owned */
  gboolean pickable, listed;

  FlRange shown;
  gboolean zoomed;
  FlContourLayout layout;
  gboolean laid_out;
  FlAxis grip_x, grip_y;
  double hover_x, hover_y;

  gint64 clicked; /* when, */
  FlSpot before_click; /* and where the start was then */

  FlCamera camera, grip_camera;
};

typedef struct
{
  FlTerrain *terrain; /* owned */
  char *empty;        /* owned */
  FlTerrainFace face;
  FlContourMap map;
  FlContourLayout layout;
  FlCamera camera;
  FlLegendUse legend;
} Scene;

G_DEFINE_FINAL_TYPE (FlTerrainPlot, fl_terrain_plot, FL_TYPE_PLOT)

enum
{
  PICKED,
  NUDGED,
  RANGE_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* Painting */

static gpointer
plot_begin (FlPlot *plot)
{
  FlTerrainPlot *self = FL_TERRAIN_PLOT (plot);
  Scene *scene = g_new0 (Scene, 1);

  scene->terrain = self->terrain != NULL ? fl_terrain_ref (self->terrain) : NULL;
  scene->empty = g_strdup (self->empty);
  scene->face = self->face;
  scene->camera = self->camera;
  scene->legend = self->listed ? FL_LEGEND_WHERE_ROOM : FL_LEGEND_ALWAYS;
  scene->map = (FlContourMap){ scene->terrain, self->shown, self->hover_x, self->hover_y, scene->empty, scene->legend };
  return scene;
}

static void
plot_paint (gpointer data, cairo_t *cr, const FlTheme *theme, double width, double height)
{
  Scene *scene = data;

  if (scene->face == FL_TERRAIN_SURFACE)
    fl_surface_paint (cr, theme, width, height, scene->terrain, &scene->camera, scene->legend, scene->empty);
  else
    fl_contour_map_paint (cr, theme, width, height, &scene->map, &scene->layout);
}

static void
plot_done (FlPlot *plot, gpointer data)
{
  FlTerrainPlot *self = FL_TERRAIN_PLOT (plot);
  Scene *scene = data;

  self->layout = scene->layout;
  self->laid_out = scene->layout.width > 0;
}

static void
plot_still (gpointer data)
{
  Scene *scene = data;

  scene->map.hover_x = scene->map.hover_y = NAN;
  scene->map.legend = scene->legend = FL_LEGEND_ALWAYS;
}

static void
plot_scene_free (gpointer data)
{
  Scene *scene = data;

  fl_terrain_unref (scene->terrain);
  g_free (scene->empty);
  g_free (scene);
}

/* Hands */

static gboolean
current_axes (FlTerrainPlot *self, FlAxis *x, FlAxis *y)
{
  if (!self->laid_out || self->terrain == NULL)
    return FALSE;
  fl_axis_init (x, self->shown.x0, self->shown.x1, self->layout.x.from, self->layout.x.to, FALSE, 2);
  fl_axis_init (y, self->shown.y0, self->shown.y1, self->layout.y.from, self->layout.y.to, FALSE, 2);
  return TRUE;
}

static void
range_changed (FlTerrainPlot *self)
{
  self->zoomed = TRUE;
  fl_plot_queue (FL_PLOT (self), FL_PLOT_NOW);
  g_signal_emit (self, signals[RANGE_CHANGED], 0);
}

static void
plot_grip (FlPlot *plot)
{
  FlTerrainPlot *self = FL_TERRAIN_PLOT (plot);

  self->grip_camera = self->camera;
  if (!current_axes (self, &self->grip_x, &self->grip_y))
    self->grip_x.to = self->grip_x.from;
}

static void
plot_move (FlPlot *plot, double dx, double dy)
{
  FlTerrainPlot *self = FL_TERRAIN_PLOT (plot);

  if (self->face == FL_TERRAIN_SURFACE)
    {
      self->camera.yaw = self->grip_camera.yaw + dx * 0.008;
      self->camera.pitch = CLAMP (self->grip_camera.pitch + dy * 0.008, 0.05, G_PI_2);
      fl_plot_queue (plot, FL_PLOT_NOW);
      return;
    }
  if (self->grip_x.to == self->grip_x.from)
    return;
  fl_zoom_shift (&self->grip_x, dx, &self->shown.x0, &self->shown.x1);
  fl_zoom_shift (&self->grip_y, dy, &self->shown.y0, &self->shown.y1);
  range_changed (self);
}

static void
plot_zoom (FlPlot *plot, double px, double py, double factor)
{
  FlTerrainPlot *self = FL_TERRAIN_PLOT (plot);
  FlAxis x, y;
  const FlRange *box;

  if (self->face == FL_TERRAIN_SURFACE)
    {
      self->camera.zoom = CLAMP (self->camera.zoom * factor, 0.3, 12);
      fl_plot_queue (plot, FL_PLOT_NOW);
      return;
    }
  if (!current_axes (self, &x, &y))
    return;
  box = &self->terrain->box;
  fl_zoom_about (&x, px, factor, box->x0, box->x1, &self->shown.x0, &self->shown.x1);
  fl_zoom_about (&y, py, factor, box->y0, box->y1, &self->shown.y0, &self->shown.y1);
  range_changed (self);
}

/* Picking */

/* In pixels of the widget, and within the level lines. */
static void
pick (FlTerrainPlot *self, double px, double py)
{
  const FlContourLayout *at = &self->layout;
  FlAxis x, y;

  if (current_axes (self, &x, &y))
    g_signal_emit (self, signals[PICKED], 0, fl_axis_value (&x, CLAMP (px, at->left, at->left + at->width)),
                   fl_axis_value (&y, CLAMP (py, at->top, at->top + at->height)));
}

static const FlTerrainMark *
start_mark (FlTerrainPlot *self)
{
  for (guint i = 0; self->terrain != NULL && i < self->terrain->n_marks; i++)
    if (self->terrain->marks[i].kind == FL_MARK_START)
      return &self->terrain->marks[i];
  return NULL;
}

static gboolean
over_start (FlPlot *plot, double px, double py)
{
  FlTerrainPlot *self = FL_TERRAIN_PLOT (plot);
  const FlTerrainMark *mark = self->pickable ? start_mark (self) : NULL;
  FlAxis x, y;

  return mark != NULL && current_axes (self, &x, &y) && hypot (fl_axis_pixel (&x, mark->x) - px, fl_axis_pixel (&y, mark->y) - py) <= GRIP_PIXELS;
}

static void
plot_slide (FlPlot *plot, double px, double py, gboolean done)
{
  pick (FL_TERRAIN_PLOT (plot), px, py);
}

static void
plot_nudge (FlPlot *plot, double right, double up)
{
  FlTerrainPlot *self = FL_TERRAIN_PLOT (plot);
  const FlRange *at = &self->shown;

  if (self->pickable && start_mark (self) != NULL)
    g_signal_emit (self, signals[NUDGED], 0, right * (at->x1 - at->x0) / NUDGES, up * (at->y1 - at->y0) / NUDGES);
}

static void
plot_click (FlPlot *plot, double px, double py)
{
  FlTerrainPlot *self = FL_TERRAIN_PLOT (plot);
  const FlContourLayout *at = &self->layout;
  const FlTerrainMark *mark = start_mark (self);

  if (!self->pickable || !self->laid_out || px < at->left || px > at->left + at->width || py < at->top || py > at->top + at->height)
    return;
  self->clicked = mark != NULL ? g_get_monotonic_time () : 0;
  if (mark != NULL)
    self->before_click = (FlSpot){ mark->x, mark->y };
  pick (self, px, py);
}

/* The first click of a double one was not meant. */
static void
unpick (FlTerrainPlot *self)
{
  int milliseconds;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-double-click-time", &milliseconds, NULL);
  if (self->clicked != 0 && g_get_monotonic_time () - self->clicked < 1000 * milliseconds)
    g_signal_emit (self, signals[PICKED], 0, self->before_click.x, self->before_click.y);
  self->clicked = 0;
}

static void
motion_cb (FlTerrainPlot *self, double x, double y)
{
  self->hover_x = x;
  self->hover_y = y;
  if (self->pickable)
    gtk_widget_set_cursor_from_name (GTK_WIDGET (self), over_start (FL_PLOT (self), x, y) ? "grab" : NULL);
  fl_plot_queue (FL_PLOT (self), FL_PLOT_NOW);
}

static void
leave_cb (FlTerrainPlot *self)
{
  motion_cb (self, NAN, NAN);
}

static void
add_hover (FlTerrainPlot *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

/* Everything, and its values */

static void
plot_fit (FlPlot *plot)
{
  FlTerrainPlot *self = FL_TERRAIN_PLOT (plot);
  gboolean was = self->zoomed;

  unpick (self);
  self->camera = front;
  fl_terrain_plot_forget_range (self);
  fl_plot_queue (plot, FL_PLOT_NOW);
  if (was)
    g_signal_emit (self, signals[RANGE_CHANGED], 0);
}

static gpointer
values_begin (FlPlot *plot)
{
  FlTerrain *terrain = FL_TERRAIN_PLOT (plot)->terrain;

  return terrain != NULL && terrain->size > 1 ? fl_terrain_ref (terrain) : NULL;
}

static void
append_numbers (GString *text, double a, double b, double c)
{
  char x[G_ASCII_DTOSTR_BUF_SIZE], y[G_ASCII_DTOSTR_BUF_SIZE], z[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (text, "%s,%s,%s\n", g_ascii_formatd (x, sizeof x, "%.9g", a), g_ascii_formatd (y, sizeof y, "%.9g", b),
                          isnan (c) ? "" : g_ascii_formatd (z, sizeof z, "%.9g", c));
}

static char *
values_make (gpointer data, GError **error)
{
  const FlTerrain *terrain = data;
  GString *text = g_string_new ("x,y,loss\n");
  guint n = terrain->size;

  for (guint j = 0; j < n; j++)
    for (guint i = 0; i < n; i++)
      append_numbers (text, terrain->box.x0 + (terrain->box.x1 - terrain->box.x0) * i / (n - 1),
                      terrain->box.y1 + (terrain->box.y0 - terrain->box.y1) * j / (n - 1), (double) terrain->values[(gsize) j * n + i]);
  return g_string_free (text, FALSE);
}

static void
values_end (gpointer data)
{
  fl_terrain_unref (data);
}

static const FlPlotHands hands = {
  .grip = plot_grip,
  .move = plot_move,
  .zoom = plot_zoom,
  .fit = plot_fit,
  .catch = over_start,
  .slide = plot_slide,
  .nudge = plot_nudge,
  .click = plot_click,
  .file = N_("loss-landscape"),
  .table = N_("Loss landscape"),
  .copied = N_("Values of the grid copied"),
  .values_begin = values_begin,
  .values_make = values_make,
  .values_end = values_end,
};

/* The widget */

void
fl_terrain_plot_set (FlTerrainPlot *self, FlTerrain *terrain, FlPlotHurry hurry)
{
  FlTerrain *old = self->terrain;

  self->terrain = terrain != NULL ? fl_terrain_ref (terrain) : NULL;
  fl_terrain_unref (old);
  if (terrain != NULL && !self->zoomed)
    self->shown = terrain->box;
  fl_plot_queue (FL_PLOT (self), hurry);
}

gboolean
fl_terrain_plot_get_range (FlTerrainPlot *self, FlRange *range)
{
  *range = self->shown;
  return self->zoomed;
}

void
fl_terrain_plot_forget_range (FlTerrainPlot *self)
{
  self->zoomed = FALSE;
  if (self->terrain != NULL)
    self->shown = self->terrain->box;
}

void
fl_terrain_plot_set_pickable (FlTerrainPlot *self, gboolean pickable)
{
  self->pickable = pickable;
}

void
fl_terrain_plot_set_listed (FlTerrainPlot *self, gboolean listed)
{
  self->listed = listed;
}

static void
fl_terrain_plot_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                         int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 190 : 180;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 420 : 380;
}

static void
fl_terrain_plot_dispose (GObject *object)
{
  g_clear_pointer (&FL_TERRAIN_PLOT (object)->terrain, fl_terrain_unref);
  G_OBJECT_CLASS (fl_terrain_plot_parent_class)->dispose (object);
}

static void
fl_terrain_plot_finalize (GObject *object)
{
  g_free (FL_TERRAIN_PLOT (object)->empty);
  G_OBJECT_CLASS (fl_terrain_plot_parent_class)->finalize (object);
}

static void
fl_terrain_plot_class_init (FlTerrainPlotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  FlPlotClass *plot_class = FL_PLOT_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_terrain_plot_dispose;
  G_OBJECT_CLASS (klass)->finalize = fl_terrain_plot_finalize;
  widget_class->measure = fl_terrain_plot_measure;
  plot_class->begin = plot_begin;
  plot_class->paint = plot_paint;
  plot_class->done = plot_done;
  plot_class->still = plot_still;
  plot_class->scene_free = plot_scene_free;
  gtk_widget_class_set_css_name (widget_class, "terrain");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  signals[PICKED] = g_signal_new ("picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[NUDGED] = g_signal_new ("nudged", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[RANGE_CHANGED] = g_signal_new ("range-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
fl_terrain_plot_init (FlTerrainPlot *self)
{
  self->hover_x = self->hover_y = NAN;
  self->camera = front;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

GtkWidget *
fl_terrain_plot_new (FlTerrainFace face, const char *accessible_name, const char *empty)
{
  FlTerrainPlot *self = g_object_new (FL_TYPE_TERRAIN_PLOT, NULL);

  self->face = face;
  self->empty = g_strdup (empty);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, accessible_name, -1);
  fl_plot_hands_attach (FL_PLOT (self), &hands);
  fl_view_start_at (GTK_WIDGET (self));
  if (face == FL_TERRAIN_LEVELS)
    add_hover (self);
  return GTK_WIDGET (self);
}
