/* Optimizers race down a surface of two weights: a test surface, or the true loss of a model of two parameters. All of every path is
 * computed at once on a worker; a tick callback only shows more and more of it. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "fl-form.h"
#include "fl-axis.h"
#include "fl-landscape-parts.h"
#include "fl-panel-parts.h"
#include "fl-race-chart.h"
#include "fl-race-list.h"
#include "fl-race-replay.h"
#include "fl-race-scene.h"
#include "fl-race-undo.h"
#include "fl-race-words.h"
#include "fl-race.h"
#include "fl-session.h"
#include "fl-time-strip.h"
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
  FlRaceUndo *undo;     /* owned */
  FlRaceResult *result; /* owned: shown */
  FlRaceSetup setup;    /* spec and data are refs */

  GtkWidget *box, *empty; /* owned children: one of them is shown; empty is NULL on test surfaces */
  GtkWidget *racers, *surface, *pair, *height, *speed, *start[2], *steps, *batch, *stability;
  GtkWidget *levels, *bowl, *levels_remark, *bowl_remark, *statement, *step, *curves, *fit, *fit_card, *fit_remark, *anatomy;

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
  FlTerrain *terrain = fl_race_terrain_new (self->result, fl_race_replay_get (self->step), fl_race_list_get_selected (self->racers), is_log (self));

  fl_terrain_plot_set (FL_TERRAIN_PLOT (self->levels), terrain, hurry);
  fl_terrain_plot_set (FL_TERRAIN_PLOT (self->bowl), terrain, hurry);
  fl_terrain_unref (terrain);
}

/* What each racer has come to by now. */
static void
show_results (FlRacePage *self)
{
  const FlRaceResult *result = self->result;
  g_autoptr (GString) all = g_string_new (NULL);
  GtkWidget *others[] = { self->bowl, self->curves, self->fit };
  g_autofree char *levels = NULL;

  for (guint i = 0; i < result->setup.n_racers; i++)
    {
      g_autofree char *text = fl_race_result_text (result, i, fl_race_replay_get (self->step));

      fl_race_list_set_result (self->racers, i, text);
      g_string_append_printf (all, "%s%s: %s", i > 0 ? "; " : "", _(result->setup.racers[i].type->title), text);
    }
  levels = g_strconcat (all->str, ". ", _("Alt and an arrow move the start"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->levels), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, levels, -1);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    gtk_accessible_update_property (GTK_ACCESSIBLE (others[i]), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, all->str, -1);
}

static void
show (FlRacePage *self, FlPlotHurry hurry)
{
  g_autofree char *remark = NULL, *step = NULL, *anatomy = NULL, *fit = NULL, *stability = NULL;
  guint shown = fl_race_replay_get (self->step);

  if (self->result == NULL || self->result->grid == NULL)
    return;
  step = fl_format_whole (shown);
  remark = g_strdup_printf (_("step %s"), step);
  gtk_label_set_text (GTK_LABEL (self->levels_remark), remark);
  show_terrain (self, hurry);
  show_results (self);
  anatomy = fl_race_step_text (self->result, shown, fl_race_list_get_selected (self->racers));
  gtk_label_set_text (GTK_LABEL (self->anatomy), anatomy != NULL ? anatomy : _("Drag the step back to see what it is made of."));
  gtk_widget_set_visible (self->fit_card, fl_race_has_fit (self->result));
  fit = fl_race_fit_remark (self->result, fl_race_list_get_selected (self->racers));
  gtk_label_set_text (GTK_LABEL (self->fit_remark), fit != NULL ? fit : "");
  if (self->session != NULL)
    stability = fl_race_stability (self->result, fl_race_list_get_selected (self->racers));
  gtk_label_set_text (GTK_LABEL (self->stability), stability != NULL ? stability : "");
  fl_plot_queue (FL_PLOT (self->curves), hurry);
  fl_plot_queue (FL_PLOT (self->fit), hurry);
}

static FlRaceScene *
make_scene (gpointer user_data)
{
  FlRacePage *self = user_data;

  if (self->result == NULL || self->result->grid == NULL)
    return NULL;
  return fl_race_scene_new (self->result, fl_race_replay_get (self->step), fl_race_list_get_selected (self->racers), is_log (self));
}

static gboolean
at_once (FlRacePage *self)
{
  return isinf (speeds[gtk_drop_down_get_selected (GTK_DROP_DOWN (self->speed))]);
}

/* Another race goes from the beginning, unless everything is to be seen at once. */
static void
replay (FlRacePage *self)
{
  if (at_once (self))
    fl_race_replay_show_all (self->step);
  else
    fl_race_replay_start (self->step);
}

static void
speed_cb (FlRacePage *self)
{
  fl_race_replay_set_speed (self->step, speeds[gtk_drop_down_get_selected (GTK_DROP_DOWN (self->speed))]);
}

static void
step_cb (FlPlotHurry hurry, gpointer user_data)
{
  show (user_data, hurry);
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
  if (self->session != NULL && !fl_race_busy (self->race))
    {
      memcpy (self->setup.at, result->choice.at, sizeof self->setup.at);
      fl_two_chooser_set (self->pair, result);
    }
  if (other)
    fl_race_replay_show_all (self->step);
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

static FlRaceState
state_of (FlRacePage *self)
{
  FlRaceState state = { self->setup, fl_race_list_get_selected (self->racers) };

  state.setup.n_racers = fl_race_list_get (self->racers, state.setup.racers);
  return state;
}

/* A person has changed what is raced: a step to undo. */
static void
race_other (FlRacePage *self, const char *label, const char *group)
{
  FlRaceState state = state_of (self);

  fl_race_undo_note (self->undo, &state, label, group);
  race (self);
}

static void
start_fields (FlRacePage *self)
{
  for (guint i = 0; i < 2; i++)
    fl_number_field_set (self->start[i], self->setup.start[i]);
}

static void
picked_cb (FlRacePage *self, double x, double y)
{
  self->setup.start[0] = x;
  self->setup.start[1] = y;
  start_fields (self);
  race_other (self, _("move start"), "start");
  replay (self);
}

static void
pointed_cb (FlRacePage *self, double x, double y)
{
  const FlRange *box = &self->setup.box;

  picked_cb (self, fl_pointed_at (x, box->x1 - box->x0), fl_pointed_at (y, box->y1 - box->y0));
}

/* From where the start is by now, which may not be shown yet. */
static void
nudged_cb (FlRacePage *self, double dx, double dy)
{
  const FlRange *box = &self->setup.box;
  double x = self->setup.start[0], y = self->setup.start[1];

  pointed_cb (self, CLAMP (x + dx, MIN (box->x0, x), MAX (box->x1, x)), CLAMP (y + dy, MIN (box->y0, y), MAX (box->y1, y)));
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
racers_cb (const char *label, const char *group, gpointer user_data)
{
  race_other (user_data, label, group);
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
  fl_race_replay_set_steps (self->step, self->setup.steps);
  race_other (self, _("change number of steps"), "steps");
}

static void
batch_cb (double value, gpointer user_data)
{
  FlRacePage *self = user_data;

  self->setup.batch = (gsize) value;
  race_other (self, _("change batch size of the race"), "batch");
}

static void
parameters_cb (const gsize at[2], gpointer user_data)
{
  FlRacePage *self = user_data;

  memcpy (self->setup.at, at, sizeof self->setup.at);
  self->setup.box = (FlRange){ 0 };
  fl_terrain_plot_forget_range (FL_TERRAIN_PLOT (self->levels));
  race_other (self, _("change parameters shown"), NULL);
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
  race_other (self, _("change surface"), NULL);
  replay (self);
}

/* What is undone is seen. */
static void
show_page (FlRacePage *self)
{
  GtkWidget *place = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW), *stack = gtk_widget_get_parent (place);

  gtk_widget_activate_action (stack, "win.view", "s", "landscape");
  gtk_stack_set_visible_child (GTK_STACK (stack), place);
}

static void
restore_cb (const FlRaceState *state, gpointer user_data)
{
  FlRacePage *self = user_data;
  const FlRaceSetup *setup = &state->setup;

  show_page (self);
  fl_race_list_set (self->racers, setup->racers, setup->n_racers, state->selected);
  if (setup->surface != self->setup.surface)
    {
      set_surface (self, setup->surface);
      fl_type_chooser_set (self->surface, setup->surface);
    }
  if (memcmp (setup->at, self->setup.at, sizeof setup->at) != 0)
    {
      self->setup.box = (FlRange){ 0 };
      fl_terrain_plot_forget_range (FL_TERRAIN_PLOT (self->levels));
    }
  memcpy (self->setup.at, setup->at, sizeof setup->at);
  memcpy (self->setup.start, setup->start, sizeof setup->start);
  self->setup.steps = setup->steps;
  self->setup.batch = setup->batch;
  start_fields (self);
  fl_number_field_set (self->steps, setup->steps);
  if (self->batch != NULL)
    fl_slider_row_set (self->batch, (double) setup->batch);
  fl_race_replay_set_steps (self->step, self->setup.steps);
  race (self);
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
controls (FlRacePage *self)
{
  const char *start_help = _("Where all start: click on the level lines, drag the black disc, or press Alt and an arrow there (with Shift: finer)");
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
  g_signal_connect_swapped (self->speed, "notify::selected", G_CALLBACK (speed_cb), self);
  gtk_box_append (box, fl_captioned_new (_("Speed"), _("How fast the steps are shown"), self->speed));
  self->start[0] = fl_column_number_new (_("Start, horizontal"), -1e6, 1e6, FALSE, 0, start_x_cb, self);
  self->start[1] = fl_column_number_new (_("Start, vertical"), -1e6, 1e6, FALSE, 0, start_y_cb, self);
  fl_column_append_pair (box, fl_captioned_new (_("Start"), start_help, self->start[0]), fl_captioned_new (" ", start_help, self->start[1]));
  if (self->session != NULL)
    {
      const FlSlider batch = { { .max = NN_TWO_ROWS, .whole = TRUE, .word = _("all") }, TRUE, 1000 };

      self->batch = fl_slider_row_new (_("Batch size"), _("Rows a step; at the left end all of them"), &batch, batch_cb, self);
      fl_slider_row_set (self->batch, 0);
      gtk_box_append (box, self->batch);
    }
  self->height = fl_words_new (_("Height"), heights, G_N_ELEMENTS (heights), 1);
  g_signal_connect_swapped (self->height, "notify::selected", G_CALLBACK (show_now), self);
  self->steps = fl_column_number_new (_("Steps"), 1, 20000, TRUE, self->setup.steps, steps_cb, self);
  fl_column_append_pair (box, fl_captioned_new (_("Steps"), _("How long the race is"), self->steps),
                         fl_captioned_new (_("Height"), _("Whether equal differences or equal ratios are equally high"), self->height));
  return column;
}

static GtkWidget *
foot (FlRacePage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12), *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *charts = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *unused;

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
  self->step = fl_race_replay_new (self->setup.steps, step_cb, self);
  speed_cb (self);
  gtk_box_append (GTK_BOX (card), self->step);
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
  fl_terrain_plot_set_listed (FL_TERRAIN_PLOT (self->levels), TRUE);
  fl_terrain_plot_set_listed (FL_TERRAIN_PLOT (self->bowl), TRUE);
  g_signal_connect_swapped (self->levels, "picked", G_CALLBACK (pointed_cb), self);
  g_signal_connect_swapped (self->levels, "nudged", G_CALLBACK (nudged_cb), self);
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

  g_clear_pointer (&self->race, fl_race_free);
  g_clear_pointer (&self->undo, fl_race_undo_free);
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

static GtkWidget *
page_new (FlSession *session, gboolean surface)
{
  FlRacePage *self = g_object_new (FL_TYPE_RACE_PAGE, NULL);
  FlRaceState state;
  guint n;

  if (!surface)
    self->session = g_object_ref (session);
  self->race = fl_race_new (done_cb, self);
  self->undo = fl_race_undo_new (fl_session_get_document (session), surface ? "surface-race" : "two-race", restore_cb, self);
  build (self);
  if (surface)
    set_surface (self, nn_surfaces (&n)[1]);
  else
    {
      start_fields (self);
      g_signal_connect_object (session, "changed", G_CALLBACK (session_cb), self, G_CONNECT_SWAPPED);
    }
  state = state_of (self);
  fl_race_undo_set (self->undo, &state);
  return GTK_WIDGET (self);
}

GtkWidget *
fl_race_page_new (gpointer session)
{
  return page_new (session, FALSE);
}

GtkWidget *
fl_surface_page_new (gpointer session)
{
  return page_new (session, TRUE);
}
