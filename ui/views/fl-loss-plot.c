/* The curves of a run are gathered and drawn by the worker alone; the widget holds a reference and swaps the whole set when
 * another run begins. */
#include "fl-loss-plot.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-curve-paint.h"
#include "fl-plot-hands.h"
#include "fl-plot-values.h"
#include "nn-epochs.h"

#define GRAB 8.0 /* pixels from the mark that still take hold of it */

typedef struct
{
  gatomicrefcount refs;
  FlCurve *shown[2], *raw[2], *batch; /* the worker's: training and validation, and what they smooth */
  FlChartOther others[FL_CHART_OTHERS];
  guint n_others;
} Curves;

struct _FlLossPlot
{
  FlChartPlot parent_instance;
  NnSeries *epochs, *steps; /* owned refs; NULL before the first frame */
  gboolean validated;
  Curves *curves;           /* owned ref; NULL where they are to be gathered anew */
  double steps_per_epoch, smoothing; /* at present */
  FlLossUnit unit;
  gboolean marked;
  double mark_epoch, mark_step, mark_seconds; /* where the moment looked at is, in each unit */
  double mark_row[NN_EPOCH_COLUMNS];          /* the last row at or before it */
  FlLossOther others[FL_CHART_OTHERS];        /* with owned series and names */
  guint n_others;
};

typedef struct
{
  Curves *curves;
  FlChart chart;
  FlChartLayout layout;
} Scene;

G_DEFINE_FINAL_TYPE (FlLossPlot, fl_loss_plot, FL_TYPE_CHART_PLOT)

enum
{
  SEEK,
  UNSEEK,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static const guint x_columns[] = { NN_EPOCH, NN_STEP, NN_SECONDS }, y_columns[] = { NN_TRAIN_LOSS, NN_VALIDATION_LOSS };

static Curves *
curves_new (FlLossPlot *self)
{
  Curves *curves = g_new0 (Curves, 1);

  g_atomic_ref_count_init (&curves->refs);
  for (guint i = 0; i < (self->validated ? 2 : 1); i++)
    {
      curves->shown[i] = fl_curve_new_smooth (self->epochs, x_columns[self->unit], y_columns[i], self->smoothing);
      if (self->smoothing > 0)
        curves->raw[i] = fl_curve_new (self->epochs, x_columns[self->unit], y_columns[i]);
    }
  if (self->steps != NULL && self->unit != FL_LOSS_SECONDS)
    curves->batch = fl_curve_new (self->steps, NN_STEP_STEP, NN_STEP_LOSS);
  for (; curves->n_others < self->n_others; curves->n_others++)
    {
      const FlLossOther *from = &self->others[curves->n_others];
      FlChartOther *other = &curves->others[curves->n_others];

      other->train = fl_curve_new_smooth (from->epochs, x_columns[self->unit], NN_TRAIN_LOSS, self->smoothing);
      if (from->validated)
        other->validation = fl_curve_new_smooth (from->epochs, x_columns[self->unit], NN_VALIDATION_LOSS, self->smoothing);
      other->number = from->number;
      g_strlcpy (other->name, from->name, sizeof other->name);
    }
  return curves;
}

static void
curves_unref (Curves *curves)
{
  if (!g_atomic_ref_count_dec (&curves->refs))
    return;
  for (guint i = 0; i < 2; i++)
    {
      fl_curve_free (curves->shown[i]);
      fl_curve_free (curves->raw[i]);
    }
  for (guint i = 0; i < curves->n_others; i++)
    {
      fl_curve_free (curves->others[i].train);
      fl_curve_free (curves->others[i].validation);
    }
  fl_curve_free (curves->batch);
  g_free (curves);
}

static const char *
unit_title (FlLossUnit unit)
{
  return unit == FL_LOSS_STEPS ? _("steps") : unit == FL_LOSS_SECONDS ? _("seconds") : _("epochs");
}

static double
mark_x (const FlLossPlot *self)
{
  return self->unit == FL_LOSS_STEPS ? self->mark_step : self->unit == FL_LOSS_SECONDS ? self->mark_seconds : self->mark_epoch;
}

static gpointer
fl_loss_plot_begin (FlPlot *plot)
{
  FlLossPlot *self = FL_LOSS_PLOT (plot);
  FlChartLook look = fl_chart_plot_look (FL_CHART_PLOT (plot));
  Scene *scene = g_new0 (Scene, 1);

  if (self->curves == NULL && self->epochs != NULL)
    self->curves = curves_new (self);
  if (self->curves != NULL)
    {
      g_atomic_ref_count_inc (&self->curves->refs);
      scene->curves = self->curves;
    }
  scene->chart.log_y = look.log_y;
  scene->chart.hover_x = look.hover_x;
  scene->chart.x_title = unit_title (self->unit);
  if (self->unit == FL_LOSS_EPOCHS)
    scene->chart.batch_x = (FlChartSteps){ self->epochs, self->steps_per_epoch };
  scene->chart.zoomed = look.zoomed;
  scene->chart.shown = look.shown;
  scene->chart.marked = self->marked;
  scene->chart.mark_x = mark_x (self);
  scene->chart.mark_row_x = self->mark_row[x_columns[self->unit]];
  for (guint i = 0; i < 2; i++)
    scene->chart.mark_y[i] = self->mark_row[y_columns[i]];
  return scene;
}

static void
curve_update (FlCurve *curve)
{
  if (curve != NULL)
    fl_curve_update (curve, 0);
}

static void
fl_loss_plot_paint (gpointer data, cairo_t *cr, const FlTheme *theme, double width, double height)
{
  Scene *scene = data;
  Curves *curves = scene->curves;

  if (curves != NULL)
    {
      for (guint i = 0; i < 2; i++)
        {
          curve_update (curves->shown[i]);
          curve_update (curves->raw[i]);
          scene->chart.raw[i] = curves->raw[i];
        }
      curve_update (curves->batch);
      for (guint i = 0; i < curves->n_others; i++)
        {
          curve_update (curves->others[i].train);
          curve_update (curves->others[i].validation);
          scene->chart.others[i] = curves->others[i];
        }
      scene->chart.n_others = curves->n_others;
      scene->chart.train = curves->shown[0];
      scene->chart.validation = curves->shown[1];
      scene->chart.batch = curves->batch;
    }
  fl_chart_paint (cr, theme, width, height, &scene->chart, &scene->layout);
}

static void
fl_loss_plot_done (FlPlot *plot, gpointer data)
{
  fl_chart_plot_set_layout (FL_CHART_PLOT (plot), &((Scene *) data)->layout);
}

static void
fl_loss_plot_still (gpointer data)
{
  ((Scene *) data)->chart.hover_x = NAN;
}

static void
fl_loss_plot_scene_free (gpointer data)
{
  Scene *scene = data;

  g_clear_pointer (&scene->curves, curves_unref);
  g_free (scene);
}

/* Time */

/* The last row whose `column` is at most `value`; NULL: there are no rows. */
static const double *
row_at (const NnSeries *epochs, guint column, double value)
{
  guint64 low = 0, high = nn_series_length (epochs);

  if (high == 0)
    return NULL;
  while (low + 1 < high)
    {
      guint64 middle = low + (high - low) / 2;

      if (nn_series_row (epochs, middle)[column] <= value)
        low = middle;
      else
        high = middle;
    }
  return nn_series_row (epochs, low);
}

/* The step after so many seconds of training: of the last epoch that had ended by then. */
static double
step_after (const NnSeries *epochs, double seconds)
{
  const double *row = row_at (epochs, NN_SECONDS, seconds);

  return row != NULL ? row[NN_STEP] : 0;
}

static void
seek (FlLossPlot *self, double px, gboolean exact)
{
  FlAxis x, y;
  double value, step;

  if (self->epochs == NULL || !fl_chart_plot_get_axes (FL_CHART_PLOT (self), &x, &y))
    return;
  value = fl_axis_value (&x, CLAMP (px, MIN (x.from, x.to), MAX (x.from, x.to)));
  step = self->unit == FL_LOSS_STEPS ? value
       : self->unit == FL_LOSS_SECONDS ? step_after (self->epochs, value) : nn_epochs_step_of (self->epochs, self->steps_per_epoch, value);
  g_signal_emit (self, signals[SEEK], 0, (guint64) MAX (0, round (step)), exact);
}

/* While all of the curve is shown, a drag goes through time; in a part of it, only one that takes the mark along: others move the part. */
static gboolean
plot_catch (FlPlot *plot, double px, double py)
{
  FlLossPlot *self = FL_LOSS_PLOT (plot);
  FlAxis x, y;

  if (!fl_chart_plot_look (FL_CHART_PLOT (plot)).zoomed)
    return self->epochs != NULL;
  return self->marked && fl_chart_plot_get_axes (FL_CHART_PLOT (self), &x, &y) && fabs (fl_axis_pixel (&x, mark_x (self)) - px) <= GRAB;
}

static void
plot_slide (FlPlot *plot, double px, double py, gboolean done)
{
  seek (FL_LOSS_PLOT (plot), px, done);
}

static void
plot_click (FlPlot *plot, double px, double py)
{
  const FlChartLayout *at = fl_chart_plot_get_layout (FL_CHART_PLOT (plot));

  if (at != NULL && py >= at->top && py <= at->top + at->height + GRAB)
    seek (FL_LOSS_PLOT (plot), px, TRUE);
}

static void
find_mark_row (FlLossPlot *self, const NnFrame *frame)
{
  const double *row = frame->epochs != NULL ? row_at (frame->epochs, NN_STEP, (double) frame->step) : NULL;

  for (guint i = 0; i < NN_EPOCH_COLUMNS; i++)
    self->mark_row[i] = row != NULL ? row[i] : NAN;
}

void
fl_loss_plot_mark (FlLossPlot *self, const NnFrame *frame)
{
  if (frame == NULL && !self->marked)
    return;
  self->marked = frame != NULL;
  if (frame != NULL)
    {
      self->mark_step = (double) frame->step;
      self->mark_epoch = (double) frame->epoch + (double) frame->step_in_epoch / (double) MAX (1, frame->steps_per_epoch);
      self->mark_seconds = frame->seconds;
      find_mark_row (self, frame);
    }
  fl_plot_queue (FL_PLOT (self), FL_PLOT_NOW);
}

/* Also what a double click means: its first click was not meant. */
static void
plot_fit (FlPlot *plot)
{
  g_signal_emit (plot, signals[UNSEEK], 0);
  fl_chart_plot_show_all (FL_CHART_PLOT (plot));
}

static gpointer
values_begin (FlPlot *plot)
{
  NnSeries *epochs = FL_LOSS_PLOT (plot)->epochs;

  return epochs != NULL ? nn_series_ref (epochs) : NULL;
}

static char *
values_make (gpointer epochs, GError **error)
{
  return fl_values_history (epochs);
}

static void
values_end (gpointer epochs)
{
  nn_series_unref (epochs);
}

static const FlPlotHands hands = {
  .grip = fl_chart_plot_grip,
  .move = fl_chart_plot_move,
  .zoom = fl_chart_plot_zoom,
  .fit = plot_fit,
  .read = fl_chart_plot_read,
  .catch = plot_catch,
  .slide = plot_slide,
  .sliding = "col-resize",
  .click = plot_click,
  .file = N_("loss-curve"),
  .table = N_("Losses of every epoch"),
  .copied = N_("Losses of every epoch copied"),
  .values_begin = values_begin,
  .values_make = values_make,
  .values_end = values_end,
};

/* What is shown */

static void
gather_anew (FlLossPlot *self)
{
  g_clear_pointer (&self->curves, curves_unref);
  fl_plot_queue (FL_PLOT (self), FL_PLOT_NOW);
}

static void
drop_curves (FlLossPlot *self)
{
  g_clear_pointer (&self->curves, curves_unref);
  g_clear_pointer (&self->epochs, nn_series_unref);
  g_clear_pointer (&self->steps, nn_series_unref);
  fl_chart_plot_show_all (FL_CHART_PLOT (self));
}

void
fl_loss_plot_forget (FlLossPlot *self)
{
  drop_curves (self);
  fl_loss_plot_mark (self, NULL);
  fl_plot_queue (FL_PLOT (self), FL_PLOT_NOW);
}

void
fl_loss_plot_take (FlLossPlot *self, NnFrame *frame)
{
  if (frame->epochs == NULL)
    return;
  if (self->epochs != frame->epochs || self->steps != frame->steps)
    {
      drop_curves (self);
      self->epochs = nn_series_ref (frame->epochs);
      self->steps = frame->steps != NULL ? nn_series_ref (frame->steps) : NULL;
      self->validated = frame->data->n_validation > 0;
    }
  self->steps_per_epoch = MAX (1, (double) frame->steps_per_epoch);
  fl_plot_queue (FL_PLOT (self), FL_PLOT_PACED);
}

static void
forget_others (FlLossPlot *self)
{
  for (guint i = 0; i < self->n_others; i++)
    {
      nn_series_unref (self->others[i].epochs);
      g_free ((char *) self->others[i].name);
    }
  self->n_others = 0;
}

static gboolean
same_others (const FlLossPlot *self, const FlLossOther *others, guint n)
{
  if (n != self->n_others)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (others[i].epochs != self->others[i].epochs || others[i].number != self->others[i].number)
      return FALSE;
  return TRUE;
}

void
fl_loss_plot_set_others (FlLossPlot *self, const FlLossOther *others, guint n)
{
  g_return_if_fail (n <= FL_CHART_OTHERS);
  if (same_others (self, others, n))
    return;
  forget_others (self);
  for (; self->n_others < n; self->n_others++)
    {
      FlLossOther *other = &self->others[self->n_others];

      *other = others[self->n_others];
      nn_series_ref (other->epochs);
      other->name = g_strdup (other->name);
    }
  gather_anew (self);
}

void
fl_loss_plot_set_smoothing (FlLossPlot *self, double weight)
{
  weight = CLAMP (weight, 0, 0.95);
  if (weight == self->smoothing)
    return;
  self->smoothing = weight;
  gather_anew (self);
}

void
fl_loss_plot_set_unit (FlLossPlot *self, FlLossUnit unit)
{
  if (unit == self->unit)
    return;
  self->unit = unit;
  fl_chart_plot_show_all (FL_CHART_PLOT (self));
  gather_anew (self);
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
  FlLossPlot *self = FL_LOSS_PLOT (object);

  g_clear_pointer (&self->curves, curves_unref);
  g_clear_pointer (&self->epochs, nn_series_unref);
  g_clear_pointer (&self->steps, nn_series_unref);
  forget_others (self);
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
  plot_class->done = fl_loss_plot_done;
  plot_class->scene_free = fl_loss_plot_scene_free;
  plot_class->still = fl_loss_plot_still;
  signals[SEEK] = g_signal_new ("seek", FL_TYPE_LOSS_PLOT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT64,
                                G_TYPE_BOOLEAN);
  signals[UNSEEK] = g_signal_new ("unseek", FL_TYPE_LOSS_PLOT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
fl_loss_plot_init (FlLossPlot *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Loss curve"), -1);
  fl_plot_hands_attach (FL_PLOT (self), &hands);
}

GtkWidget *
fl_loss_plot_new (void)
{
  return g_object_new (FL_TYPE_LOSS_PLOT, NULL);
}
