/* The curves belong to the worker, which gathers and draws them; the widget swaps the whole set when another race, axis or smoothing
 * is shown. Crossings are followed here, a few rows a time. */
#include "fl-lanes-plot.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-lanes-paint.h"
#include "fl-plot-hands.h"
#include "fl-plot-values.h"

#define ROWS_A_TIME 400 /* of each pair of curves */

typedef struct
{
  gatomicrefcount refs;
  guint n;
  FlCurve *curves[NN_RACE_LANES], *raw[NN_RACE_LANES]; /* the worker's */
  char *names[NN_RACE_LANES];
  guint colors[NN_RACE_LANES];
} Curves;

struct _FlLanesPlot
{
  FlChartPlot parent_instance;
  FlComparison *comparison; /* owned */
  Curves *curves;           /* owned ref; NULL where they are to be gathered anew */
  NnCrossings *crossings;   /* owned; goes with them */
  NnSeries *followed[NN_RACE_LANES], *evaluated[NN_RACE_LANES]; /* owned refs: what curves gather, and the gradients computed by then */
  guint n_followed;
  FlLanesUnit unit;
  gboolean training;
  double smoothing;
  guint tick; /* crossings are being followed; 0: all rows have been */
};

typedef struct
{
  Curves *curves; /* owned ref, or NULL */
  FlLanesChart chart;
  FlChartLayout layout;
} Scene;

G_DEFINE_FINAL_TYPE (FlLanesPlot, fl_lanes_plot, FL_TYPE_CHART_PLOT)

enum
{
  FOLLOWED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static const struct
{
  const char *title, *word;
} units[] = {
  { N_("epochs"), N_("epoch") },
  { N_("steps"), N_("step") },
  { N_("seconds of training"), N_("second") },
  { N_("gradient evaluations, each of one batch"), N_("gradient") },
};

/* --- following crossings ------------------------------------------------------------------------------ */

static gboolean
follow_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  FlLanesPlot *self = FL_LANES_PLOT (widget);
  gboolean more = self->crossings != NULL && nn_crossings_update (self->crossings, ROWS_A_TIME);

  fl_plot_queue (FL_PLOT (self), FL_PLOT_PACED);
  if (more)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  g_signal_emit (self, signals[FOLLOWED], 0);
  return G_SOURCE_REMOVE;
}

/* Frame after frame until all rows there are have been read: of a race that rests, too. */
static void
follow_crossings (FlLanesPlot *self)
{
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), follow_cb, NULL, NULL);
}

/* --- gathering --------------------------------------------------------------------------------------- */

static void
curves_unref (Curves *curves)
{
  if (!g_atomic_ref_count_dec (&curves->refs))
    return;
  for (guint i = 0; i < curves->n; i++)
    {
      fl_curve_free (curves->curves[i]);
      fl_curve_free (curves->raw[i]);
      g_free (curves->names[i]);
    }
  g_free (curves);
}

static void
forget (FlLanesPlot *self)
{
  g_clear_pointer (&self->curves, curves_unref);
  g_clear_pointer (&self->crossings, nn_crossings_free);
  for (guint i = 0; i < self->n_followed; i++)
    {
      g_clear_pointer (&self->followed[i], nn_series_unref);
      g_clear_pointer (&self->evaluated[i], nn_series_unref);
    }
  self->n_followed = 0;
}

static NnRaceCurve
curve_of (FlLanesPlot *self, const NnFrame *frame)
{
  static const guint columns[] = { NN_EPOCH, NN_STEP, NN_SECONDS };
  gboolean training = self->training || (frame != NULL && frame->data->n_validation == 0);

  if (frame == NULL)
    return (NnRaceCurve){ 0 };
  if (self->unit == FL_LANES_EVALUATIONS)
    return (NnRaceCurve){ frame->evaluated, frame->epochs, 0, training ? NN_TRAIN_LOSS : NN_VALIDATION_LOSS };
  return (NnRaceCurve){ frame->epochs, frame->epochs, columns[self->unit], training ? NN_TRAIN_LOSS : NN_VALIDATION_LOSS };
}

static void
gather (FlLanesPlot *self)
{
  Curves *curves = g_new0 (Curves, 1);
  NnRaceCurve all[NN_RACE_LANES];

  g_atomic_ref_count_init (&curves->refs);
  curves->n = self->n_followed = fl_comparison_n_lanes (self->comparison);
  for (guint i = 0; i < curves->n; i++)
    {
      const FlLane *lane = fl_comparison_get_lane (self->comparison, i);
      NnFrame *frame = fl_lane_get_frame (lane);
      NnRaceCurve *own = &all[i];

      *own = curve_of (self, frame);
      curves->names[i] = g_strdup (lane->name);
      curves->colors[i] = lane->number;
      if (frame == NULL)
        continue;
      self->followed[i] = nn_series_ref (frame->epochs);
      self->evaluated[i] = nn_series_ref (frame->evaluated);
      curves->curves[i] = fl_curve_new_over (own->x, own->x_column, own->y, own->y_column, self->smoothing);
      if (self->smoothing > 0)
        curves->raw[i] = fl_curve_new_over (own->x, own->x_column, own->y, own->y_column, 0);
    }
  self->curves = curves;
  self->crossings = nn_crossings_new (all, curves->n, self->smoothing);
  follow_crossings (self);
}

/* Other lanes, or another run in one of them. */
static gboolean
is_stale (FlLanesPlot *self)
{
  guint n = fl_comparison_n_lanes (self->comparison);

  if (self->curves == NULL || n != self->n_followed)
    return TRUE;
  for (guint i = 0; i < n; i++)
    {
      const FlLane *lane = fl_comparison_get_lane (self->comparison, i);
      NnFrame *frame = fl_lane_get_frame (lane);

      if (self->followed[i] != (frame != NULL ? frame->epochs : NULL) || self->curves->colors[i] != lane->number
          || g_strcmp0 (self->curves->names[i], lane->name) != 0)
        return TRUE;
    }
  return FALSE;
}

static void
gather_anew (FlLanesPlot *self)
{
  forget (self);
  gather (self);
  fl_plot_queue (FL_PLOT (self), FL_PLOT_NOW);
}

void
fl_lanes_plot_follow (FlLanesPlot *self)
{
  if (is_stale (self))
    {
      fl_chart_plot_show_all (FL_CHART_PLOT (self));
      gather_anew (self);
    }
  follow_crossings (self);
  fl_plot_queue (FL_PLOT (self), FL_PLOT_PACED);
}

/* --- painting ---------------------------------------------------------------------------------------- */

static gpointer
lanes_plot_begin (FlPlot *plot)
{
  FlLanesPlot *self = FL_LANES_PLOT (plot);
  FlChartLook look = fl_chart_plot_look (FL_CHART_PLOT (plot));
  Scene *scene = g_new0 (Scene, 1);

  if (self->curves == NULL)
    gather (self);
  g_atomic_ref_count_inc (&self->curves->refs);
  scene->curves = self->curves;
  scene->chart = (FlLanesChart){ .n = self->curves->n, .log_y = look.log_y, .hover_x = look.hover_x, .x_title = _(units[self->unit].title),
                                 .x_word = _(units[self->unit].word), .numbered = TRUE, .zoomed = look.zoomed, .shown = look.shown };
  scene->chart.n_crossings = nn_crossings_get (self->crossings, scene->chart.crossings);
  return scene;
}

static void
lanes_plot_paint (gpointer data, cairo_t *cr, const FlTheme *theme, double width, double height)
{
  Scene *scene = data;
  Curves *curves = scene->curves;

  for (guint i = 0; i < curves->n; i++)
    {
      if (curves->curves[i] != NULL)
        fl_curve_update (curves->curves[i], 0);
      if (curves->raw[i] != NULL)
        fl_curve_update (curves->raw[i], 0);
      scene->chart.lines[i] = (FlLaneLine){ curves->curves[i], curves->raw[i], curves->names[i], curves->colors[i] };
    }
  fl_lanes_paint (cr, theme, width, height, &scene->chart, &scene->layout);
}

static void
lanes_plot_done (FlPlot *plot, gpointer data)
{
  fl_chart_plot_set_layout (FL_CHART_PLOT (plot), &((Scene *) data)->layout);
}

static void
lanes_plot_still (gpointer data)
{
  FlLanesChart *chart = &((Scene *) data)->chart;

  chart->hover_x = NAN;
  chart->numbered = FALSE; /* a picture goes without the list */
}

static void
lanes_plot_scene_free (gpointer data)
{
  curves_unref (((Scene *) data)->curves);
  g_free (data);
}

/* --- hands -------------------------------------------------------------------------------------------- */

typedef struct
{
  guint n;
  char *names[NN_RACE_LANES];
  NnSeries *epochs[NN_RACE_LANES], *evaluated[NN_RACE_LANES]; /* owned refs */
} Values;

static gpointer
values_begin (FlPlot *plot)
{
  FlLanesPlot *self = FL_LANES_PLOT (plot);
  Values *values = g_new0 (Values, 1);

  for (guint i = 0; i < self->n_followed; i++)
    if (self->followed[i] != NULL)
      {
        values->names[values->n] = g_strdup (self->curves->names[i]);
        values->epochs[values->n] = nn_series_ref (self->followed[i]);
        values->evaluated[values->n++] = nn_series_ref (self->evaluated[i]);
      }
  return values;
}

/* A name may hold a comma: a rate is written as its reader writes numbers. */
static char *
quoted (const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "\"", -1);
  g_autofree char *inside = g_strjoinv ("\"\"", parts);

  return g_strdup_printf ("\"%s\"", inside);
}

/* The losses of every epoch, lane by lane, as fl_values_history() writes those of one, and what the axis of evaluations shows. */
static char *
values_make (gpointer data, GError **error)
{
  const Values *values = data;
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < values->n; i++)
    {
      g_autofree char *history = fl_values_history (values->epochs[i]), *name = quoted (values->names[i]);
      g_auto (GStrv) lines = g_strsplit (history, "\n", -1);
      guint64 rows = nn_series_length (values->evaluated[i]);

      if (i == 0)
        g_string_append_printf (text, "run,%s,gradient_evaluations\n", lines[0]);
      for (guint64 row = 0; row < rows && lines[row + 1] != NULL && lines[row + 1][0] != '\0'; row++)
        g_string_append_printf (text, "%s,%s,%.0f\n", name, lines[row + 1], nn_series_row (values->evaluated[i], row)[0]);
    }
  return g_string_free (text, FALSE);
}

static void
values_end (gpointer data)
{
  Values *values = data;

  for (guint i = 0; i < values->n; i++)
    {
      g_free (values->names[i]);
      nn_series_unref (values->epochs[i]);
      nn_series_unref (values->evaluated[i]);
    }
  g_free (values);
}

static const FlPlotHands hands = {
  .grip = fl_chart_plot_grip,
  .move = fl_chart_plot_move,
  .zoom = fl_chart_plot_zoom,
  .fit = fl_chart_plot_fit,
  .read = fl_chart_plot_read,
  .file = N_("race"),
  .table = N_("Losses of every epoch"),
  .copied = N_("Losses of every epoch copied"),
  .values_begin = values_begin,
  .values_make = values_make,
  .values_end = values_end,
};

/* --- what is shown -------------------------------------------------------------------------------------- */

void
fl_lanes_plot_set_unit (FlLanesPlot *self, FlLanesUnit unit)
{
  self->unit = unit;
  fl_chart_plot_show_all (FL_CHART_PLOT (self));
  gather_anew (self);
}

void
fl_lanes_plot_set_smoothing (FlLanesPlot *self, double weight)
{
  self->smoothing = CLAMP (weight, 0, 0.95);
  gather_anew (self);
}

void
fl_lanes_plot_set_training (FlLanesPlot *self, gboolean training)
{
  self->training = training;
  fl_chart_plot_show_all (FL_CHART_PLOT (self));
  gather_anew (self);
}

char *
fl_lanes_plot_crossings (FlLanesPlot *self)
{
  GString *lines = g_string_new (NULL);
  NnCrossing crossings[NN_RACE_LANES * (NN_RACE_LANES - 1) / 2];
  guint n = self->crossings != NULL ? nn_crossings_get (self->crossings, crossings) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *one = g_strdup_printf (_("%u. %s passes %s: %s %.4g, loss %.4g"), i + 1, self->curves->names[crossings[i].winner],
                                              self->curves->names[crossings[i].loser], _(units[self->unit].word), crossings[i].x,
                                              crossings[i].y);

      g_string_append_printf (lines, "%s%s", i > 0 ? "\n" : "", one);
    }
  return g_string_free (lines, FALSE);
}

char *
fl_lanes_plot_describe (FlLanesPlot *self)
{
  GString *text = g_string_new (NULL);
  g_autofree char *lines = fl_lanes_plot_crossings (self);

  for (guint i = 0; i < self->n_followed && i < fl_comparison_n_lanes (self->comparison); i++)
    {
      const FlLane *lane = fl_comparison_get_lane (self->comparison, i);
      double loss = fl_lane_score (lane, self->training ? FL_METRIC_TRAIN_LOSS : FL_METRIC_VALIDATION_LOSS);

      if (isfinite (loss))
        g_string_append_printf (text, _("%s%s: loss %.4g"), text->len > 0 ? "; " : "", lane->name, loss);
    }
  if (lines[0] != '\0')
    g_string_append_printf (text, "; %s", lines);
  g_string_replace (text, "\n", "; ", 0);
  return g_string_free (text, FALSE);
}

/* --- the widget ----------------------------------------------------------------------------------------- */

static void
fl_lanes_plot_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                       int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 240 : 200;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 560 : 300;
}

static void
fl_lanes_plot_dispose (GObject *object)
{
  FlLanesPlot *self = FL_LANES_PLOT (object);

  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  forget (self);
  g_clear_object (&self->comparison);
  G_OBJECT_CLASS (fl_lanes_plot_parent_class)->dispose (object);
}

static void
fl_lanes_plot_class_init (FlLanesPlotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  FlPlotClass *plot_class = FL_PLOT_CLASS (klass);

  signals[FOLLOWED] = g_signal_new ("followed", FL_TYPE_LANES_PLOT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  G_OBJECT_CLASS (klass)->dispose = fl_lanes_plot_dispose;
  widget_class->measure = fl_lanes_plot_measure;
  plot_class->begin = lanes_plot_begin;
  plot_class->paint = lanes_plot_paint;
  plot_class->done = lanes_plot_done;
  plot_class->still = lanes_plot_still;
  plot_class->scene_free = lanes_plot_scene_free;
}

static void
fl_lanes_plot_init (FlLanesPlot *self)
{
  fl_chart_plot_set_log (FL_CHART_PLOT (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Curves of the race"), -1);
}

GtkWidget *
fl_lanes_plot_new (FlComparison *comparison)
{
  FlLanesPlot *self = g_object_new (FL_TYPE_LANES_PLOT, NULL);

  self->comparison = g_object_ref (comparison);
  fl_plot_hands_attach (FL_PLOT (self), &hands);
  return GTK_WIDGET (self);
}
