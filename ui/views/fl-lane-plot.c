#include "fl-lane-plot.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-axes.h"
#include "fl-field-paint.h"
#include "fl-plot-hands.h"
#include "fl-plot-values.h"

#define MOST_HIGH 160

struct _FlLanePlot
{
  FlPlot parent_instance;
  NnFrame *frame;     /* owned refs; the last one given */
  DsPrepared *data;
  NnPicture *picture;
  guint axis_x, axis_y;
  double x0, x1, y0, y1;
};

G_DEFINE_FINAL_TYPE (FlLanePlot, fl_lane_plot, FL_TYPE_PLOT)

static gpointer
lane_plot_begin (FlPlot *plot)
{
  FlLanePlot *self = FL_LANE_PLOT (plot);
  FlBoundary *scene = g_new0 (FlBoundary, 1);

  *scene = (FlBoundary){ .data = self->data != NULL ? ds_prepared_ref (self->data) : NULL,
                         .picture = self->picture != NULL ? nn_picture_ref (self->picture) : NULL,
                         .axis_x = self->axis_x, .axis_y = self->axis_y,
                         .x0 = self->x0, .x1 = self->x1, .y0 = self->y0, .y1 = self->y1,
                         .show_points = TRUE, .bare = TRUE, .hover_x = NAN, .hover_y = NAN };
  return scene;
}

static void
lane_plot_paint (gpointer scene, cairo_t *cr, const FlTheme *theme, double width, double height)
{
  fl_part_magnify (cr, theme, width, height);
  fl_boundary_paint (cr, theme, width, height, scene, NULL);
}

static void
lane_plot_scene_free (gpointer data)
{
  FlBoundary *scene = data;

  ds_prepared_unref ((DsPrepared *) scene->data);
  nn_picture_unref ((NnPicture *) scene->picture);
  g_free (scene);
}

static void
choose_rectangle (FlLanePlot *self)
{
  double margin;

  fl_axes_choose (self->data, &self->axis_x, &self->axis_y);
  fl_axes_range (self->data, self->axis_x, &self->x0, &self->x1);
  if (self->axis_y != NN_PROBE_NO_AXIS)
    {
      fl_axes_range (self->data, self->axis_y, &self->y0, &self->y1);
      return;
    }
  self->y0 = self->data->n_classes == 0 ? self->data->y_min : -1;
  self->y1 = self->data->n_classes == 0 ? self->data->y_max : 1;
  margin = self->y1 > self->y0 ? 0.1 * (self->y1 - self->y0) : 0.5;
  self->y0 -= margin;
  self->y1 += margin;
}

void
fl_lane_plot_set_frame (FlLanePlot *self, NnFrame *frame)
{
  DsPrepared *data = frame != NULL ? frame->data : NULL;

  if (frame != NULL)
    nn_frame_ref (frame);
  nn_frame_unref (self->frame);
  self->frame = frame;
  if (data == self->data)
    return;
  g_clear_pointer (&self->data, ds_prepared_unref);
  g_clear_pointer (&self->picture, nn_picture_unref);
  if (data != NULL)
    self->data = ds_prepared_ref (data);
  if (data != NULL && data->raw_inputs > 0)
    choose_rectangle (self);
  fl_plot_queue (FL_PLOT (self), FL_PLOT_NOW);
}

void
fl_lane_plot_take (FlLanePlot *self, NnPicture *picture)
{
  if (picture->data != self->data)
    return;
  nn_picture_unref (self->picture);
  self->picture = nn_picture_ref (picture);
  fl_plot_queue (FL_PLOT (self), FL_PLOT_PACED);
}

NnPicture *
fl_lane_plot_get_picture (FlLanePlot *self)
{
  return self->picture;
}

gboolean
fl_lane_plot_get_request (FlLanePlot *self, NnProbeRequest *request)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self)), w = gtk_widget_get_width (GTK_WIDGET (self)), h = gtk_widget_get_height (GTK_WIDGET (self));
  double spans = (self->x1 - self->x0) / (self->y1 - self->y0);

  if (self->data == NULL || self->data->raw_inputs == 0 || w < 16 || h < 16)
    return FALSE;
  if (spans > 0.6 && spans < 1.67)
    w = h = MIN (w, h);
  *request = (NnProbeRequest){ .axis_x = self->axis_x, .axis_y = self->axis_y, .x0 = self->x0, .x1 = self->x1, .y0 = self->y0,
                               .y1 = self->y1, .width = (guint) (w * scale),
                               .height = self->axis_y == NN_PROBE_NO_AXIS ? 1 : (guint) (h * scale) };
  return TRUE;
}

static void
fl_lane_plot_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                      int *natural_baseline)
{
  *minimum = 96;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL || for_size < 0 ? 104 : CLAMP (for_size, 96, MOST_HIGH);
}

static GtkSizeRequestMode
fl_lane_plot_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
fl_lane_plot_dispose (GObject *object)
{
  FlLanePlot *self = FL_LANE_PLOT (object);

  g_clear_pointer (&self->frame, nn_frame_unref);
  g_clear_pointer (&self->data, ds_prepared_unref);
  g_clear_pointer (&self->picture, nn_picture_unref);
  G_OBJECT_CLASS (fl_lane_plot_parent_class)->dispose (object);
}

static void
fl_lane_plot_class_init (FlLanePlotClass *klass)
{
  FlPlotClass *plot_class = FL_PLOT_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_lane_plot_dispose;
  GTK_WIDGET_CLASS (klass)->measure = fl_lane_plot_measure;
  GTK_WIDGET_CLASS (klass)->get_request_mode = fl_lane_plot_get_request_mode;
  plot_class->begin = lane_plot_begin;
  plot_class->paint = lane_plot_paint;
  plot_class->scene_free = lane_plot_scene_free;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "laneplot");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_IMG);
}

/* --- hands --- */

static gpointer
values_begin (FlPlot *plot)
{
  NnFrame *frame = FL_LANE_PLOT (plot)->frame;

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

static void
fl_lane_plot_init (FlLanePlot *self)
{
  static const FlPlotHands hands = { .file = N_("decision-boundary"), .table = N_("Points and predictions"),
                                     .copied = N_("Points and predictions copied"), .values_begin = values_begin,
                                     .values_make = values_make, .values_end = values_end };

  fl_plot_hands_attach (FL_PLOT (self), &hands);
}

GtkWidget *
fl_lane_plot_new (void)
{
  return g_object_new (FL_TYPE_LANE_PLOT, NULL);
}
