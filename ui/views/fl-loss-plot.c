/* The curves of a run are gathered and drawn by the worker alone; the widget holds a reference and swaps the whole set when
 * another run begins. */
#include "fl-loss-plot.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-curve-paint.h"

typedef struct
{
  gatomicrefcount refs;
  NnSeries *epochs, *steps; /* owned refs: to tell a run from another */
  FlCurve *train, *validation, *batch; /* the worker's */
} Curves;

struct _FlLossPlot
{
  FlPlot parent_instance;
  Curves *curves; /* owned ref; NULL before the first frame */
  double batch_per_epoch;
  gboolean log;
  double hover_x;
};

typedef struct
{
  Curves *curves;
  FlChart chart;
} Scene;

G_DEFINE_FINAL_TYPE (FlLossPlot, fl_loss_plot, FL_TYPE_PLOT)

static Curves *
curves_new (NnFrame *frame)
{
  Curves *curves = g_new0 (Curves, 1);

  g_atomic_ref_count_init (&curves->refs);
  curves->epochs = nn_series_ref (frame->epochs);
  curves->train = fl_curve_new (frame->epochs, NN_EPOCH, NN_TRAIN_LOSS);
  if (frame->data->n_validation > 0)
    curves->validation = fl_curve_new (frame->epochs, NN_EPOCH, NN_VALIDATION_LOSS);
  if (frame->steps != NULL)
    {
      curves->steps = nn_series_ref (frame->steps);
      curves->batch = fl_curve_new (frame->steps, NN_STEP_STEP, NN_STEP_LOSS);
    }
  return curves;
}

static void
curves_unref (Curves *curves)
{
  if (!g_atomic_ref_count_dec (&curves->refs))
    return;
  g_clear_pointer (&curves->train, fl_curve_free);
  g_clear_pointer (&curves->validation, fl_curve_free);
  g_clear_pointer (&curves->batch, fl_curve_free);
  g_clear_pointer (&curves->epochs, nn_series_unref);
  g_clear_pointer (&curves->steps, nn_series_unref);
  g_free (curves);
}

static gpointer
fl_loss_plot_begin (FlPlot *plot)
{
  FlLossPlot *self = FL_LOSS_PLOT (plot);
  Scene *scene = g_new0 (Scene, 1);

  if (self->curves != NULL)
    {
      g_atomic_ref_count_inc (&self->curves->refs);
      scene->curves = self->curves;
    }
  scene->chart.log_y = self->log;
  scene->chart.hover_x = self->hover_x;
  scene->chart.x_title = _("epochs");
  scene->chart.batch_per_epoch = self->batch_per_epoch;
  return scene;
}

static void
fl_loss_plot_paint (gpointer data, cairo_t *cr, const FlTheme *theme, double width, double height)
{
  Scene *scene = data;

  if (scene->curves != NULL)
    {
      Curves *curves = scene->curves;

      fl_curve_update (curves->train, 0);
      if (curves->validation != NULL)
        fl_curve_update (curves->validation, 0);
      if (curves->batch != NULL)
        fl_curve_update (curves->batch, 0);
      scene->chart.train = curves->train;
      scene->chart.validation = curves->validation;
      scene->chart.batch = scene->chart.batch_per_epoch > 0 ? curves->batch : NULL;
    }
  fl_chart_paint (cr, theme, width, height, &scene->chart, NULL);
}

static void
fl_loss_plot_scene_free (gpointer data)
{
  Scene *scene = data;

  g_clear_pointer (&scene->curves, curves_unref);
  g_free (scene);
}

void
fl_loss_plot_take (FlLossPlot *self, NnFrame *frame)
{
  if (frame->epochs == NULL)
    return;
  if (self->curves == NULL || self->curves->epochs != frame->epochs || self->curves->steps != frame->steps)
    {
      g_clear_pointer (&self->curves, curves_unref);
      self->curves = curves_new (frame);
    }
  self->batch_per_epoch = frame->steps_per_epoch;
  fl_plot_queue (FL_PLOT (self), FL_PLOT_PACED);
}

void
fl_loss_plot_set_log (FlLossPlot *self, gboolean log)
{
  self->log = log;
  fl_plot_queue (FL_PLOT (self), FL_PLOT_NOW);
}

static void
motion_cb (FlLossPlot *self, double x, double y)
{
  self->hover_x = x;
  fl_plot_queue (FL_PLOT (self), FL_PLOT_NOW);
}

static void
leave_cb (FlLossPlot *self)
{
  motion_cb (self, NAN, NAN);
}

static void
fl_loss_plot_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                      int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 180 : 90;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 300 : 200;
}

static void
fl_loss_plot_dispose (GObject *object)
{
  g_clear_pointer (&FL_LOSS_PLOT (object)->curves, curves_unref);
  G_OBJECT_CLASS (fl_loss_plot_parent_class)->dispose (object);
}

static void
fl_loss_plot_class_init (FlLossPlotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  FlPlotClass *plot_class = FL_PLOT_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_loss_plot_dispose;
  widget_class->measure = fl_loss_plot_measure;
  plot_class->begin = fl_loss_plot_begin;
  plot_class->paint = fl_loss_plot_paint;
  plot_class->scene_free = fl_loss_plot_scene_free;
  gtk_widget_class_set_css_name (widget_class, "losscurve");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
fl_loss_plot_init (FlLossPlot *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->hover_x = NAN;
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Loss curve"), -1);
}

GtkWidget *
fl_loss_plot_new (void)
{
  return g_object_new (FL_TYPE_LOSS_PLOT, NULL);
}
