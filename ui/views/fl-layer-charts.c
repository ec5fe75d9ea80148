#include "fl-layer-charts.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-layer-table.h"
#include "fl-layer-values.h"
#include "fl-layers-paint.h"
#include "fl-scene-plot.h"
#include "fl-tooltip.h"
#include "nn-diagnose.h"

static const struct
{
  const char *title, *hint;
} measures[FL_N_LAYER_MEASURES] = {
  { N_ ("Gradient norm"), N_ ("log scale · by step") },
  { N_ ("Update / weight ratio"), N_ ("log scale · healthy band") },
  { N_ ("Activation mean"), N_ ("± spread of the selected one") },
  { N_ ("Dead neurons"), N_ ("silent in a whole batch") },
  { N_ ("Saturated values"), N_ ("where the slope is nearly 0") },
};

struct _FlLayerCharts
{
  GtkWidget parent_instance;
  GtkWidget *flow;                           /* owned child */
  GtkWidget *plots[FL_N_LAYER_MEASURES], *ridges, *ridge_title, *choices[3]; /* borrowed */
  FlAxis x[FL_N_LAYER_MEASURES], y[FL_N_LAYER_MEASURES]; /* as painted last */
  NnFrame *frame;                            /* owned */
  int selected;
  double hover_step, ridge_x, ridge_y;
  FlRidges what;
};

G_DEFINE_FINAL_TYPE (FlLayerCharts, fl_layer_charts, GTK_TYPE_WIDGET)

enum
{
  LAYER_SELECTED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* --- scenes -------------------------------------------------------------------------------------------------------------- */

static void
layers_clear (gpointer scene)
{
  nn_layer_series_unref (((FlLayersScene *) scene)->series);
}

static void
ridges_clear (gpointer scene)
{
  nn_layer_series_unref (((FlRidgelineScene *) scene)->series);
}

static void
paint_layers (gpointer scene, cairo_t *cr, const FlTheme *theme, double width, double height)
{
  fl_layers_paint (cr, theme, width, height, scene);
}

static void
paint_ridges (gpointer scene, cairo_t *cr, const FlTheme *theme, double width, double height)
{
  fl_ridgeline_paint (cr, theme, width, height, scene);
}

static NnLayerSeries *
series_of (FlLayerCharts *self)
{
  return self->frame != NULL ? self->frame->layer_series : NULL;
}

static void
show_measure (FlLayerCharts *self, FlLayerMeasure measure, FlPlotHurry hurry)
{
  FlLayersScene *scene = g_atomic_rc_box_new0 (FlLayersScene);

  scene->series = series_of (self) != NULL ? nn_layer_series_ref (series_of (self)) : NULL;
  scene->until = self->frame != NULL ? self->frame->step : 0;
  scene->measure = measure;
  scene->selected = self->selected;
  scene->band_low = measure == FL_LAYERS_UPDATE ? NN_UPDATE_RATIO_LOW : NAN;
  scene->band_high = measure == FL_LAYERS_UPDATE ? NN_UPDATE_RATIO_HIGH : NAN;
  scene->hover_step = self->hover_step;
  fl_scene_plot_take (FL_SCENE_PLOT (self->plots[measure]), scene, layers_clear, hurry);
}

static void
show_ridges (FlLayerCharts *self, FlPlotHurry hurry)
{
  FlRidgelineScene *scene = g_atomic_rc_box_new0 (FlRidgelineScene);

  scene->series = series_of (self) != NULL ? nn_layer_series_ref (series_of (self)) : NULL;
  scene->until = self->frame != NULL ? self->frame->step : 0;
  scene->layer = (guint) MAX (self->selected, 0);
  scene->what = self->what;
  scene->hover_x = self->ridge_x;
  scene->hover_y = self->ridge_y;
  fl_scene_plot_take (FL_SCENE_PLOT (self->ridges), scene, ridges_clear, hurry);
}

static void
show_all (FlLayerCharts *self, FlPlotHurry hurry)
{
  for (guint i = 0; i < FL_N_LAYER_MEASURES; i++)
    show_measure (self, i, hurry);
  show_ridges (self, hurry);
}

/* --- what assistive technology reads ---------------------------------------------------------------------------------------- */

static void
describe (FlLayerCharts *self, FlLayerMeasure measure, gboolean at_once)
{
  const NnLayerRow *row = series_of (self) == NULL ? NULL
                          : fl_layers_row_near (series_of (self), self->frame->step, isnan (self->hover_step) ? INFINITY : self->hover_step);
  g_autoptr (GString) text = g_string_new (NULL);
  char number[32];

  if (row == NULL)
    {
      fl_scene_plot_describe (FL_SCENE_PLOT (self->plots[measure]), "", at_once);
      return;
    }
  g_string_append_printf (text, _("step %.0f"), (double) row->step);
  for (guint i = 0; i < MIN (self->frame->n_layers, nn_layer_series_n_layers (series_of (self))); i++)
    {
      double value = (double) fl_layer_number (&row->layers[i], measure);
      g_autofree char *name = nn_layer_name (self->frame->spec, (int) i);

      if (!isnan (value))
        g_string_append_printf (text, ", %s %s", name, fl_format_number (value, number, sizeof number));
    }
  fl_scene_plot_describe (FL_SCENE_PLOT (self->plots[measure]), text->str, at_once);
}

static void
name_ridges (FlLayerCharts *self)
{
  g_autofree char *name = self->frame != NULL && self->selected >= 0 && self->selected < (int) self->frame->n_layers
                            ? nn_layer_name (self->frame->spec, self->selected) : NULL;
  g_autofree char *title = name != NULL ? g_strdup_printf (_("Histograms of %s"), name) : g_strdup (_("Histograms over time"));
  g_autofree char *brief = name != NULL ? g_strdup_printf (_("Layer %d"), self->selected + 1) : g_strdup (_("Histograms"));

  gtk_label_set_text (GTK_LABEL (self->ridge_title), brief);
  fl_set_tooltip (self->ridge_title, title);
  fl_scene_plot_describe (FL_SCENE_PLOT (self->ridges), title, TRUE);
}

/* --- hands ------------------------------------------------------------------------------------------------------------------- */

static void
select_layer (FlLayerCharts *self, int layer)
{
  if (self->frame == NULL || layer < 0 || layer >= (int) self->frame->n_layers || layer == self->selected)
    return;
  fl_layer_charts_select (self, layer);
  g_signal_emit (self, signals[LAYER_SELECTED], 0, layer);
}

static guint
index_of (FlLayerCharts *self, GtkWidget *plot)
{
  guint i = 0;

  while (i + 1 < FL_N_LAYER_MEASURES && self->plots[i] != plot)
    i++;
  return i;
}

static void
hover (FlLayerCharts *self, double step)
{
  if (step == self->hover_step || (isnan (step) && isnan (self->hover_step)))
    return;
  self->hover_step = step;
  for (guint i = 0; i < FL_N_LAYER_MEASURES; i++)
    show_measure (self, i, FL_PLOT_NOW);
}

static void
motion_cb (FlLayerCharts *self, double x, double y, GtkEventController *controller)
{
  const FlAxis *axis = &self->x[index_of (self, gtk_event_controller_get_widget (controller))];

  hover (self, axis->to > axis->from ? fl_axis_value (axis, x) : NAN);
}

static void
leave_cb (FlLayerCharts *self)
{
  hover (self, NAN);
}

/* The layer whose curve is nearest to a click. */
static void
pressed_cb (FlLayerCharts *self, int n_press, double x, double y, GtkGesture *gesture)
{
  GtkWidget *plot = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  guint m = index_of (self, plot);
  const NnLayerRow *row = series_of (self) == NULL || self->x[m].to <= self->x[m].from ? NULL
                          : fl_layers_row_near (series_of (self), self->frame->step, fl_axis_value (&self->x[m], x));
  double nearest = 24; /* pixels */
  int layer = -1;

  gtk_widget_grab_focus (plot);
  for (guint i = 0; row != NULL && i < nn_layer_series_n_layers (series_of (self)); i++)
    {
      double value = (double) fl_layer_number (&row->layers[i], m), d = fabs (fl_axis_pixel (&self->y[m], value) - y);

      if (isfinite (value) && d < nearest)
        {
          nearest = d;
          layer = (int) i;
        }
    }
  select_layer (self, layer);
}

static gboolean
key_cb (FlLayerCharts *self, guint key, guint code, GdkModifierType state, GtkEventController *controller)
{
  NnLayerSeries *series = series_of (self);
  const NnLayerRow *row;
  double last, part;

  if (state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK) || series == NULL || nn_layer_series_length (series) == 0)
    return GDK_EVENT_PROPAGATE;
  last = (double) self->frame->step;
  part = MAX (last / 40, 1);
  switch (key)
    {
    case GDK_KEY_Up: select_layer (self, self->selected - 1); break;
    case GDK_KEY_Down: select_layer (self, self->selected + 1); break;
    case GDK_KEY_Left:
    case GDK_KEY_Right:
      row = fl_layers_row_near (series, self->frame->step,
                                isnan (self->hover_step) ? last : self->hover_step + (key == GDK_KEY_Left ? -part : part));
      hover (self, row != NULL ? (double) row->step : NAN);
      break;
    case GDK_KEY_Escape:
      if (isnan (self->hover_step))
        return GDK_EVENT_PROPAGATE;
      hover (self, NAN);
      break;
    default: return GDK_EVENT_PROPAGATE;
    }
  describe (self, index_of (self, gtk_event_controller_get_widget (controller)), TRUE);
  return GDK_EVENT_STOP;
}

static void
ridge_motion_cb (FlLayerCharts *self, double x, double y)
{
  self->ridge_x = x;
  self->ridge_y = y;
  show_ridges (self, FL_PLOT_NOW);
}

static void
ridge_leave_cb (FlLayerCharts *self)
{
  ridge_motion_cb (self, NAN, NAN);
}

static void
what_cb (FlLayerCharts *self, GtkToggleButton *button)
{
  if (!gtk_toggle_button_get_active (button))
    return;
  self->what = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "fl-what"));
  show_ridges (self, FL_PLOT_NOW);
}

static void
painted_cb (FlLayerCharts *self, gpointer data, GtkWidget *plot)
{
  const FlLayersScene *scene = data;
  guint i = index_of (self, plot);

  self->x[i] = scene->x;
  self->y[i] = scene->y;
}

/* --- the cards ------------------------------------------------------------------------------------------------------------ */

static GtkWidget *
new_card (FlLayerCharts *self, GtkWidget *title, GtkWidget *beside, GtkWidget *plot)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_widget_add_css_class (card, "train-card");
  gtk_widget_add_css_class (head, "card-head");
  gtk_widget_add_css_class (title, "card-title");
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (head), title);
  gtk_widget_set_hexpand (GTK_IS_LABEL (beside) ? beside : title, TRUE); /* whose words may be cut takes what there is */
  gtk_widget_set_halign (beside, GTK_IS_LABEL (beside) ? GTK_ALIGN_FILL : GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (head), beside);
  gtk_box_append (GTK_BOX (card), head);
  gtk_widget_set_size_request (plot, 240, 190);
  gtk_widget_set_hexpand (plot, TRUE);
  gtk_widget_set_vexpand (plot, TRUE);
  gtk_widget_add_css_class (plot, "layer-chart");
  fl_layer_values_attach (FL_PLOT (plot));
  gtk_box_append (GTK_BOX (card), plot);
  gtk_flow_box_insert (GTK_FLOW_BOX (self->flow), card, -1);
  gtk_widget_set_focusable (gtk_widget_get_parent (card), FALSE);
  return card;
}

static void
add_measure (FlLayerCharts *self, guint i)
{
  GtkWidget *title = gtk_label_new (_(measures[i].title)), *hint = gtk_label_new (_(measures[i].hint));
  GtkWidget *plot = fl_scene_plot_new (_(measures[i].title), paint_layers);
  GtkEventController *motion = gtk_event_controller_motion_new (), *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  g_autofree char *whole = g_strdup_printf ("%s\n%s", _(measures[i].hint), fl_layer_measure_meaning (i));

  gtk_widget_add_css_class (hint, "card-hint");
  gtk_label_set_ellipsize (GTK_LABEL (hint), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (hint), 8); /* what it asks for; it takes what there is */
  gtk_label_set_xalign (GTK_LABEL (hint), 1);
  fl_set_tooltip (hint, whole);
  fl_set_tooltip (title, fl_layer_measure_meaning (i));
  self->plots[i] = plot;
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (plot, motion);
  gtk_widget_add_controller (plot, GTK_EVENT_CONTROLLER (click));
  g_signal_connect_swapped (plot, "painted", G_CALLBACK (painted_cb), self);
  new_card (self, title, hint, plot);
  gtk_widget_add_controller (plot, keys); /* after those of the card: asked before them */
}

static GtkWidget *
new_choices (FlLayerCharts *self)
{
  static const char *const titles[] = { N_ ("Weights"), N_ ("Gradients"), N_ ("Activations") };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), *first = NULL;

  gtk_widget_add_css_class (box, "linked");
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      GtkWidget *button = gtk_toggle_button_new_with_label (_(titles[i]));

      g_object_set_data (G_OBJECT (button), "fl-what", GUINT_TO_POINTER (i));
      gtk_widget_add_css_class (button, "card-toggle");
      fl_set_tooltip (button, _("Which values of the selected layer the ridges show"));
      if (first == NULL)
        first = button;
      else
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), GTK_TOGGLE_BUTTON (first));
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), i == 0);
      g_signal_connect_swapped (button, "toggled", G_CALLBACK (what_cb), self);
      gtk_box_append (GTK_BOX (box), button);
    }
  return box;
}

static void
add_ridges (FlLayerCharts *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->ridge_title = gtk_label_new (_("Histograms"));
  gtk_label_set_max_width_chars (GTK_LABEL (self->ridge_title), 6);
  self->ridges = fl_scene_plot_new (_("Histograms over time"), paint_ridges);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (ridge_motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (ridge_leave_cb), self);
  gtk_widget_add_controller (self->ridges, motion);
  new_card (self, self->ridge_title, new_choices (self), self->ridges);
}

void
fl_layer_charts_take (FlLayerCharts *self, NnFrame *frame)
{
  gboolean other = self->frame == NULL || frame == NULL || self->frame->spec != frame->spec;

  if (frame != NULL)
    nn_frame_ref (frame);
  nn_frame_unref (self->frame);
  self->frame = frame;
  if (frame != NULL)
    self->selected = CLAMP (self->selected, 0, (int) frame->n_layers - 1);
  if (other)
    name_ridges (self);
  show_all (self, FL_PLOT_PACED);
  for (guint i = 0; i < FL_N_LAYER_MEASURES; i++)
    {
      describe (self, i, frame == NULL || frame->state != NN_RUNNING);
      fl_layer_values_set (FL_PLOT (self->plots[i]), series_of (self), frame != NULL ? frame->step : 0);
    }
  fl_layer_values_set (FL_PLOT (self->ridges), series_of (self), frame != NULL ? frame->step : 0);
}

void
fl_layer_charts_select (FlLayerCharts *self, int layer)
{
  if (layer == self->selected)
    return;
  self->selected = layer;
  name_ridges (self);
  show_all (self, FL_PLOT_NOW);
}

static void
fl_layer_charts_dispose (GObject *object)
{
  FlLayerCharts *self = FL_LAYER_CHARTS (object);

  g_clear_pointer (&self->flow, gtk_widget_unparent);
  g_clear_pointer (&self->frame, nn_frame_unref);
  G_OBJECT_CLASS (fl_layer_charts_parent_class)->dispose (object);
}

static void
fl_layer_charts_class_init (FlLayerChartsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_layer_charts_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[LAYER_SELECTED] = g_signal_new ("layer-selected", FL_TYPE_LAYER_CHARTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
fl_layer_charts_init (FlLayerCharts *self)
{
  self->hover_step = self->ridge_x = self->ridge_y = NAN;
  self->flow = gtk_flow_box_new ();
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_homogeneous (GTK_FLOW_BOX (self->flow), TRUE);
  gtk_flow_box_set_min_children_per_line (GTK_FLOW_BOX (self->flow), 1);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->flow), 3);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (self->flow), 12);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (self->flow), 12);
  gtk_widget_add_css_class (self->flow, "layer-charts");
  gtk_widget_set_parent (self->flow, GTK_WIDGET (self));
  for (guint i = 0; i < FL_N_LAYER_MEASURES; i++)
    add_measure (self, i);
  add_ridges (self);
  show_all (self, FL_PLOT_PACED);
}

GtkWidget *
fl_layer_charts_new (void)
{
  return g_object_new (FL_TYPE_LAYER_CHARTS, NULL);
}
