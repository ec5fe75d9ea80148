/* Optimizers race down a surface of two weights: a test surface, or the true loss of a model of two parameters. All of every path is
 * computed at once on a worker; a tick callback only shows more and more of it. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "fl-form.h"
#include "fl-landscape-parts.h"
#include "fl-panel-parts.h"
#include "fl-race-chart.h"
#include "fl-race-list.h"
#include "fl-race-scene.h"
#include "fl-race-words.h"
#include "fl-race.h"
#include "fl-session.h"
#include "fl-tooltip.h"
#include "fl-two-chooser.h"
#include "fl-two-empty.h"

#define BESIDE 680 /* width from which the plots lie side by side: all four pictures are seen at once */

#define FL_TYPE_RACE_PAGE (fl_race_page_get_type ())
G_DECLARE_FINAL_TYPE (FlRacePage, fl_race_page, FL, RACE_PAGE, GtkWidget)

struct _FlRacePage
{
  GtkWidget parent_instance;

  FlSession *session;   /* owned; NULL: test surfaces */
  FlRace *race;         /* owned */
  FlRaceResult *result; /* owned: shown */
  FlRaceSetup setup;    /* spec and data are refs */

  GtkWidget *box, *empty; /* owned children: one of them is shown; empty is NULL on test surfaces */
  GtkWidget *racers, *surface, *pair, *height, *speed, *start[2], *batch, *stability;
  GtkWidget *levels, *bowl, *levels_remark, *bowl_remark, *statement, *step, *curves, *fit, *fit_card, *fit_remark, *anatomy;

  double shown;         /* steps shown */
  gboolean replaying, quiet;
  guint tick;
  gint64 ticked;
};

G_DEFINE_FINAL_TYPE (FlRacePage, fl_race_page, GTK_TYPE_WIDGET)

static const char *const heights[] = { N_("Linear"), N_("Logarithmic") };
static const double speeds[] = { 1, 5, 20, 100, INFINITY };
static const char *const speed_words[] = { N_("1 step a second"), N_("5 steps a second"), N_("20 steps a second"), N_("100 steps a second"), N_("At once") };

/* Showing */

static gboolean
is_log (FlRacePage *self)
{
  return gtk_drop_down_get_selected (GTK_DROP_DOWN (self->height)) == 1;
}

static void
show_terrain (FlRacePage *self, FlPlotHurry hurry)
{
  FlTerrain *terrain = fl_race_terrain_new (self->result, (guint) self->shown, fl_race_list_get_selected (self->racers), is_log (self));

  fl_terrain_plot_set (FL_TERRAIN_PLOT (self->levels), terrain, hurry);
  fl_terrain_plot_set (FL_TERRAIN_PLOT (self->bowl), terrain, hurry);
  fl_terrain_unref (terrain);
}

/* What each racer has come to by now. */
static void
show_results (FlRacePage *self)
{
  const FlRaceResult *result = self->result;
  double near = 0.01 * (result->setup.box.x1 - result->setup.box.x0);
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < result->setup.n_racers; i++)
    {
      const NnDescent *descent = result->descents[i];
      guint at = MIN ((guint) self->shown, descent->n - 1);
      int reached = nn_descent_reaches (descent, (const double (*)[2]) result->optima, result->n_optima, near);
      g_autofree char *text = NULL;
      char value[32];

      fl_format_number (descent->points[at].value, value, sizeof value);
      if (descent->diverged && self->shown + 1 >= descent->n)
        text = g_strdup_printf (_("diverged at step %u"), descent->n);
      else if (reached >= 0 && reached <= (int) at)
        text = g_strdup_printf (_("%s · there in %d steps"), value, reached);
      else
        text = g_strdup_printf (_("%s after %u steps"), value, at);
      fl_race_list_set_result (self->racers, i, text);
      g_string_append_printf (all, "%s%s: %s", i > 0 ? "; " : "", _(result->setup.racers[i].type->title), text);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->levels), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, all->str, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bowl), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, all->str, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->curves), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, all->str, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->fit), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, all->str, -1);
}

static void
show (FlRacePage *self, FlPlotHurry hurry)
{
  g_autofree char *remark = NULL, *anatomy = NULL, *fit = NULL;

  if (self->result == NULL || self->result->grid == NULL)
    return;
  remark = g_strdup_printf (_("step %.0f"), floor (self->shown));
  gtk_label_set_text (GTK_LABEL (self->levels_remark), remark);
  self->quiet = TRUE;
  gtk_range_set_value (GTK_RANGE (self->step), self->shown);
  self->quiet = FALSE;
  show_terrain (self, hurry);
  show_results (self);
  anatomy = fl_race_step_text (self->result, (guint) self->shown, fl_race_list_get_selected (self->racers));
  gtk_label_set_text (GTK_LABEL (self->anatomy), anatomy != NULL ? anatomy : _("Drag the step back to see what it is made of."));
  gtk_widget_set_visible (self->fit_card, fl_race_has_fit (self->result));
  fit = fl_race_fit_remark (self->result, fl_race_list_get_selected (self->racers));
  gtk_label_set_text (GTK_LABEL (self->fit_remark), fit != NULL ? fit : "");
  fl_plot_queue (FL_PLOT (self->curves), hurry);
  fl_plot_queue (FL_PLOT (self->fit), hurry);
}

static FlRaceScene *
make_scene (gpointer user_data)
{
  FlRacePage *self = user_data;

  if (self->result == NULL || self->result->grid == NULL)
    return NULL;
  return fl_race_scene_new (self->result, (guint) self->shown, fl_race_list_get_selected (self->racers), is_log (self));
}

/* Replaying */

static double
steps_a_second (FlRacePage *self)
{
  return speeds[gtk_drop_down_get_selected (GTK_DROP_DOWN (self->speed))];
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  FlRacePage *self = FL_RACE_PAGE (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  double before = floor (self->shown);

  self->shown = MIN (self->shown + steps_a_second (self) * (double) (now - self->ticked) * 1e-6, self->setup.steps);
  self->ticked = now;
  if (floor (self->shown) != before)
    show (self, FL_PLOT_PACED);
  if (self->replaying && self->shown < self->setup.steps && gtk_widget_get_mapped (widget))
    return G_SOURCE_CONTINUE;
  self->replaying = FALSE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
replay (FlRacePage *self)
{
  if (isinf (steps_a_second (self)))
    {
      self->shown = self->setup.steps;
      self->replaying = FALSE;
      show (self, FL_PLOT_NOW);
      return;
    }
  self->shown = 0;
  self->replaying = TRUE;
  show (self, FL_PLOT_NOW);
  if (self->tick == 0)
    {
      GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));

      self->ticked = clock != NULL ? gdk_frame_clock_get_frame_time (clock) : g_get_monotonic_time ();
      self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
    }
}

static void
step_cb (FlRacePage *self)
{
  if (self->quiet)
    return;
  self->replaying = FALSE;
  self->shown = floor (gtk_range_get_value (GTK_RANGE (self->step)));
  show (self, FL_PLOT_NOW);
}

/* Racing */

/* problem: why there is nothing to race on, or NULL. */
static void
show_problem (FlRacePage *self, const char *problem)
{
  gtk_widget_set_visible (self->box, problem == NULL);
  if (self->empty == NULL)
    return;
  gtk_widget_set_visible (self->empty, problem != NULL);
  if (problem != NULL)
    fl_two_empty_set (self->empty, problem);
}

static void
done_cb (FlRaceResult *result, gpointer user_data)
{
  FlRacePage *self = user_data;
  gboolean other = self->result == NULL || self->result->grid == NULL;
  g_autofree char *said = NULL;

  if (self->session != NULL && self->setup.data == NULL) /* gone while it was computed */
    return;
  fl_race_result_unref (self->result);
  self->result = fl_race_result_ref (result);
  show_problem (self, result->problem);
  if (result->problem != NULL)
    return;
  if (!fl_race_busy (self->race)) /* else what was asked for since then counts */
    self->setup.box = result->setup.box;
  said = fl_race_statement (result);
  gtk_label_set_text (GTK_LABEL (self->statement), said);
  if (self->session != NULL)
    {
      g_autofree char *stability = fl_race_stability (result);

      gtk_label_set_text (GTK_LABEL (self->stability), stability);
      if (!fl_race_busy (self->race))
        {
          memcpy (self->setup.at, result->choice.at, sizeof self->setup.at);
          fl_two_chooser_set (self->pair, result);
        }
    }
  if (other)
    self->shown = self->setup.steps;
  show (self, FL_PLOT_NOW);
}

static void
race (FlRacePage *self)
{
  self->setup.n_racers = fl_race_list_get (self->racers, self->setup.racers);
  if (self->session != NULL && self->setup.data == NULL)
    return;
  fl_race_start (self->race, &self->setup);
}

static void
start_fields (FlRacePage *self)
{
  for (guint i = 0; i < 2; i++)
    fl_number_field_set (self->start[i], self->setup.start[i]);
}

/* As fine as it can be pointed at. */
static double
rounded (double value, double range)
{
  double unit = pow (10, floor (log10 (range / 300)));

  return round (value / unit) * unit;
}

/* A new start goes from the beginning, unless everything is to be seen at once. */
static void
picked_cb (FlRacePage *self, double x, double y)
{
  self->setup.start[0] = x;
  self->setup.start[1] = y;
  start_fields (self);
  race (self);
  if (!isinf (steps_a_second (self)))
    replay (self);
  else
    self->shown = self->setup.steps;
}

static void
pointed_cb (FlRacePage *self, double x, double y)
{
  const FlRange *box = &self->setup.box;

  picked_cb (self, rounded (x, box->x1 - box->x0), rounded (y, box->y1 - box->y0));
}

static void
start_x_cb (double value, gpointer self)
{
  picked_cb (self, value, FL_RACE_PAGE (self)->setup.start[1]);
}

static void
start_y_cb (double value, gpointer self)
{
  picked_cb (self, FL_RACE_PAGE (self)->setup.start[0], value);
}

static void
racers_cb (gpointer user_data)
{
  race (user_data);
}

static void
show_now (gpointer user_data)
{
  show (user_data, FL_PLOT_NOW);
}

static void
steps_cb (double value, gpointer user_data)
{
  FlRacePage *self = user_data;

  self->setup.steps = (guint) value;
  self->quiet = TRUE;
  gtk_range_set_range (GTK_RANGE (self->step), 0, value);
  self->quiet = FALSE;
  self->shown = value;
  race (self);
}

static void
batch_cb (double value, gpointer user_data)
{
  FlRacePage *self = user_data;

  self->setup.batch = (gsize) value;
  race (self);
}

static void
parameters_cb (const gsize at[2], gpointer user_data)
{
  FlRacePage *self = user_data;

  memcpy (self->setup.at, at, sizeof self->setup.at);
  self->setup.box = (FlRange){ 0 };
  fl_terrain_plot_forget_range (FL_TERRAIN_PLOT (self->levels));
  race (self);
}

/* All of a surface; of a model the race finds one. */
static FlRange
box_of (const DsType *surface)
{
  double box[4] = { 0 };

  if (surface != NULL)
    nn_surface_box (surface, box);
  return (FlRange){ box[0], box[1], box[2], box[3] };
}

static void
range_cb (FlRacePage *self)
{
  FlRange range;

  if (fl_terrain_plot_get_range (FL_TERRAIN_PLOT (self->levels), &range))
    self->setup.box = range;
  else
    self->setup.box = box_of (self->setup.surface);
  race (self);
}

static void
set_surface (FlRacePage *self, const DsType *surface)
{
  self->setup.surface = surface;
  nn_surface_start (surface, self->setup.start);
  self->setup.box = box_of (surface);
  fl_terrain_plot_forget_range (FL_TERRAIN_PLOT (self->levels));
  start_fields (self);
}

static void
surface_cb (const DsType *type, gpointer user_data)
{
  FlRacePage *self = user_data;

  set_surface (self, type);
  race (self);
  if (!isinf (steps_a_second (self)))
    replay (self);
}

/* Two parameters: the project's own, as it is now. */
static void
session_cb (FlRacePage *self)
{
  const NnSpec *spec = fl_document_get_project (fl_session_get_document (self->session))->spec;
  const char *problem = fl_session_get_problem (self->session, NULL);
  DsPrepared *data = problem == NULL ? fl_session_get_data (self->session) : NULL;

  if (data != NULL && data == self->setup.data && spec == self->setup.spec)
    return;
  if (data != self->setup.data)
    self->setup.box = (FlRange){ 0 };
  g_clear_pointer (&self->setup.spec, nn_spec_unref);
  g_clear_pointer (&self->setup.data, ds_prepared_unref);
  if (data == NULL)
    return show_problem (self, problem != NULL ? problem : _("There are no data to learn from yet."));
  self->setup.spec = nn_spec_ref (spec);
  self->setup.data = ds_prepared_ref (data);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    race (self);
}

/* Building */

static GtkWidget *
number (const char *name, double min, double max, gboolean whole, double value, FlNumberChanged changed, gpointer self)
{
  GtkWidget *field = fl_number_field_new (name, &(FlNumber){ .min = min, .max = max, .whole = whole }, FALSE, changed, self);

  fl_number_field_set (field, value);
  return field;
}

static void
append_pair (GtkBox *box, GtkWidget *a, GtkWidget *b)
{
  GtkWidget *pair = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_box_set_homogeneous (GTK_BOX (pair), TRUE);
  gtk_box_append (GTK_BOX (pair), a);
  gtk_box_append (GTK_BOX (pair), b);
  gtk_box_append (box, pair);
}

static GtkWidget *
controls (FlRacePage *self)
{
  GtkWidget *column = fl_column_new ();
  GtkBox *box = GTK_BOX (column);
  guint n;
  const DsType *const *surfaces = nn_surfaces (&n);

  if (self->session == NULL)
    {
      self->surface = fl_type_chooser_new (_("Surface"), surfaces, n, surface_cb, self);
      fl_type_chooser_set (self->surface, surfaces[1]);
      gtk_box_append (box, fl_captioned_new (_("Surface"), _("Which surface the optimizers go down"), self->surface));
    }
  else
    gtk_box_append (box, self->pair = fl_two_chooser_new (parameters_cb, self));
  self->racers = fl_race_list_new (racers_cb, show_now, self);
  gtk_box_append (box, self->racers);
  self->speed = fl_words_new (_("Speed"), speed_words, G_N_ELEMENTS (speed_words), self->session == NULL ? 2 : 4);
  gtk_box_append (box, fl_captioned_new (_("Speed"), _("How fast the steps are shown"), self->speed));
  self->start[0] = number (_("Start, horizontal"), -1e6, 1e6, FALSE, 0, start_x_cb, self);
  self->start[1] = number (_("Start, vertical"), -1e6, 1e6, FALSE, 0, start_y_cb, self);
  append_pair (box, fl_captioned_new (_("Start"), _("Where all start: click on the level lines, or drag the black disc"), self->start[0]),
               fl_captioned_new (" ", _("Where all start: click on the level lines, or drag the black disc"), self->start[1]));
  if (self->session != NULL)
    {
      const FlSlider batch = { { .max = NN_TWO_ROWS, .whole = TRUE, .word = _("all") }, TRUE, 1000 };

      self->batch = fl_slider_row_new (_("Batch size"), _("Rows a step; at the left end all of them"), &batch, batch_cb, self);
      fl_slider_row_set (self->batch, 0);
      gtk_box_append (box, self->batch);
    }
  self->height = fl_words_new (_("Height"), heights, G_N_ELEMENTS (heights), 1);
  g_signal_connect_swapped (self->height, "notify::selected", G_CALLBACK (show_now), self);
  append_pair (box, fl_captioned_new (_("Steps"), _("How long the race is"), number (_("Steps"), 1, 20000, TRUE, self->setup.steps, steps_cb, self)),
               fl_captioned_new (_("Height"), _("Whether equal differences or equal ratios are equally high"), self->height));
  return column;
}

static GtkWidget *
foot (FlRacePage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12), *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *charts = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *unused;
  GtkWidget *again = fl_column_button_new (_("Race again"), _("Show the race from its start"), G_CALLBACK (replay), self);

  self->curves = fl_race_chart_new (FL_RACE_CURVES, _("Loss by step"));
  self->fit = fl_race_chart_new (FL_RACE_FIT, _("The fit"));
  fl_race_chart_set_source (FL_RACE_CHART (self->curves), make_scene, self);
  fl_race_chart_set_source (FL_RACE_CHART (self->fit), make_scene, self);
  gtk_box_set_homogeneous (GTK_BOX (charts), TRUE);
  self->fit_card = fl_terrain_card_new (_("The fit"), self->fit, &self->fit_remark);
  gtk_widget_set_visible (self->fit_card, FALSE);
  gtk_box_append (GTK_BOX (charts), self->fit_card);
  gtk_box_append (GTK_BOX (charts), fl_terrain_card_new (_("Loss by step"), self->curves, &unused));
  gtk_widget_add_css_class (card, "train-card");
  gtk_widget_add_css_class (card, "landscape-foot");
  self->step = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0, self->setup.steps, 1);
  gtk_scale_set_draw_value (GTK_SCALE (self->step), FALSE);
  fl_set_tooltip (self->step, _("Drag to see any step; the arrows show what the chosen racer does next"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->step), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Step shown"), -1);
  g_signal_connect_swapped (self->step, "value-changed", G_CALLBACK (step_cb), self);
  gtk_widget_set_hexpand (self->step, TRUE);
  gtk_widget_add_css_class (again, "card-button");
  gtk_widget_set_valign (again, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (line), again);
  gtk_box_append (GTK_BOX (line), self->step);
  gtk_box_append (GTK_BOX (card), line);
  self->anatomy = fl_note_new ("");
  gtk_label_set_selectable (GTK_LABEL (self->anatomy), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (self->anatomy), 20);
  gtk_box_append (GTK_BOX (card), self->anatomy);
  self->statement = fl_note_new ("");
  gtk_label_set_width_chars (GTK_LABEL (self->statement), 20);
  gtk_box_append (GTK_BOX (card), self->statement);
  self->stability = fl_note_new ("");
  gtk_widget_set_visible (self->stability, self->session != NULL);
  gtk_box_append (GTK_BOX (card), self->stability);
  gtk_box_append (GTK_BOX (box), charts);
  gtk_box_append (GTK_BOX (box), card);
  return box;
}

static void
build (FlRacePage *self)
{
  GtkWidget *column = controls (self), *first, *second;

  self->levels = fl_terrain_plot_new (FL_TERRAIN_LEVELS, self->session != NULL ? _("Loss of two parameters") : _("Test surface"), "");
  self->bowl = fl_terrain_plot_new (FL_TERRAIN_SURFACE, self->session != NULL ? _("Loss bowl") : _("Test surface, from the side"), "");
  fl_terrain_plot_set_pickable (FL_TERRAIN_PLOT (self->levels), TRUE);
  g_signal_connect_swapped (self->levels, "picked", G_CALLBACK (pointed_cb), self);
  g_signal_connect_swapped (self->levels, "range-changed", G_CALLBACK (range_cb), self);
  first = fl_terrain_card_new (_("Level lines"), self->levels, &self->levels_remark);
  second = fl_terrain_card_new (_("Surface"), self->bowl, &self->bowl_remark);
  gtk_label_set_text (GTK_LABEL (self->bowl_remark), _("drag to turn"));
  self->box = fl_landscape_layout_new (column, first, second, foot (self), BESIDE);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  if (self->session == NULL)
    return;
  self->empty = fl_two_empty_new (self->session);
  gtk_widget_set_visible (self->empty, FALSE);
  gtk_widget_set_parent (self->empty, GTK_WIDGET (self));
}

static void
fl_race_page_map (GtkWidget *widget)
{
  FlRacePage *self = FL_RACE_PAGE (widget);

  GTK_WIDGET_CLASS (fl_race_page_parent_class)->map (widget);
  if (self->session != NULL)
    session_cb (self);
  race (self);
}

static void
fl_race_page_dispose (GObject *object)
{
  FlRacePage *self = FL_RACE_PAGE (object);

  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  g_clear_pointer (&self->race, fl_race_free);
  g_clear_pointer (&self->result, fl_race_result_unref);
  g_clear_pointer (&self->setup.spec, nn_spec_unref);
  g_clear_pointer (&self->setup.data, ds_prepared_unref);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->empty, gtk_widget_unparent);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (fl_race_page_parent_class)->dispose (object);
}

static void
fl_race_page_class_init (FlRacePageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_race_page_dispose;
  GTK_WIDGET_CLASS (klass)->map = fl_race_page_map;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
fl_race_page_init (FlRacePage *self)
{
  self->setup = (FlRaceSetup){ .steps = 300, .seed = 1, .start = { -2, 2 } };
}

GtkWidget *
fl_race_page_new (gpointer session)
{
  FlRacePage *self = g_object_new (FL_TYPE_RACE_PAGE, NULL);
  guint n;
  const DsType *const *surfaces = nn_surfaces (&n);

  if (session != NULL)
    self->session = g_object_ref (session);
  self->race = fl_race_new (done_cb, self);
  build (self);
  if (session == NULL)
    set_surface (self, surfaces[1]);
  else
    {
      start_fields (self);
      g_signal_connect_object (session, "changed", G_CALLBACK (session_cb), self, G_CONNECT_SWAPPED);
    }
  self->shown = self->setup.steps;
  return GTK_WIDGET (self);
}
