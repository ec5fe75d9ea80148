#include "fl-range-card.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-edit.h"
#include "fl-layer-values.h"
#include "fl-range-paint.h"
#include "fl-scene-plot.h"
#include "fl-tooltip.h"

#define FROM 1e-6
#define TO 10
#define STEPS 300
#define WATCH_MS 100

/* Shared with the thread. */
typedef struct
{
  FlProject *project;
  NnSpec *spec;
  DsPrepared *data;
  gint step, cancelled; /* atomic */
} Work;

/* What the chart shows: held by every scene. */
typedef struct
{
  gatomicrefcount refs;
  NnRangeTest *test;
  FlProject *project; /* owned: of which */
} Result;

struct _FlRangeCard
{
  GtkBox parent_instance;
  FlSession *session; /* owned */
  GtkWidget *plot, *progress, *run, *use, *status; /* borrowed */
  Result *result;     /* owned ref; NULL before the first */
  Work *work;         /* of the run under way, owned by its task; NULL: none */
  FlAxis x;           /* as painted last */
  double hover_x;     /* pixel, or NaN */
  guint click;        /* the wait whether a click becomes a double one */
  double clicked;     /* learning rate */
  guint watch;
  gboolean stale;     /* the result is of another project than this one has become */
};

G_DEFINE_FINAL_TYPE (FlRangeCard, fl_range_card, GTK_TYPE_BOX)

/* The painter's scene is first: a pointer to one is a pointer to the other. */
typedef struct
{
  FlRangeScene scene;
  Result *result;
} Scene;

static void
result_unref (Result *result)
{
  if (result == NULL || !g_atomic_ref_count_dec (&result->refs))
    return;
  nn_range_test_free (result->test);
  fl_project_unref (result->project);
  g_free (result);
}

static void
scene_clear (gpointer scene)
{
  result_unref (((Scene *) scene)->result);
}

static void
paint (gpointer scene, cairo_t *cr, const FlTheme *theme, double width, double height)
{
  fl_range_paint (cr, theme, width, height, &((Scene *) scene)->scene);
}

static double
present_rate (FlRangeCard *self)
{
  const DsItem *optimizer = &fl_document_get_project (fl_session_get_document (self->session))->spec->optimizer;

  return ds_type_find_param (optimizer->type, "learning_rate") >= 0 ? ds_item_get (optimizer, "learning_rate") : NAN;
}

static void
show (FlRangeCard *self)
{
  Scene *scene = g_atomic_rc_box_new0 (Scene);

  if (self->result != NULL)
    g_atomic_ref_count_inc (&self->result->refs);
  scene->result = self->result;
  scene->scene.test = self->result != NULL ? self->result->test : NULL;
  scene->scene.present = present_rate (self);
  scene->scene.hover_x = self->hover_x;
  fl_scene_plot_take (FL_SCENE_PLOT (self->plot), scene, scene_clear, FL_PLOT_NOW);
}

/* Two digits: nobody means 0.01234567. */
static double
round_rate (double rate)
{
  double unit = rate > 0 ? pow (10, floor (log10 (rate)) - 1) : 0;

  return unit > 0 ? round (rate / unit) * unit : 0;
}

static void
set_rate (FlRangeCard *self, double rate)
{
  FlDocument *document = fl_session_get_document (self->session);
  DsItem optimizer = fl_document_get_project (document)->spec->optimizer;

  if (round_rate (rate) > 0 && ds_type_find_param (optimizer.type, "learning_rate") >= 0
      && ds_item_set (&optimizer, "learning_rate", round_rate (rate), NULL))
    fl_edit_set_optimizer (document, &optimizer, "learning_rate");
}

/* --- the run --------------------------------------------------------------------------------------------------------------- */

static void
work_free (gpointer data)
{
  Work *work = data;

  fl_project_unref (work->project);
  nn_spec_unref (work->spec);
  ds_prepared_unref (work->data);
  g_free (work);
}

static gboolean
progress_func (guint step, guint steps, gpointer data)
{
  Work *work = data;

  g_atomic_int_set (&work->step, (gint) step);
  return !g_atomic_int_get (&work->cancelled);
}

static void
run_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  NnRangeOptions options = { FROM, TO, STEPS, NULL };
  GError *error = NULL;
  NnRangeTest *test = nn_range_test (work->spec, work->data, &options, 1, progress_func, work, &error);

  if (test != NULL)
    g_task_return_pointer (task, test, (GDestroyNotify) nn_range_test_free);
  else
    g_task_return_error (task, error);
}

/* Where the loss was lowest, and what became of it beyond. */
static char *
found_text (const NnRangeTest *test, const char *suggestion)
{
  char minimum[32], end_rate[32], end_loss[32], lowest[32];
  double low = INFINITY;

  for (guint i = 0; i < test->n; i++)
    low = MIN (low, test->smoothed[i]);
  fl_format_number (low, lowest, sizeof lowest);
  fl_format_number (round_rate (test->minimum), minimum, sizeof minimum);
  if (!test->blew_up)
    return g_strdup_printf (_("The loss was lowest, %s, at %s; suggested: %s. Click the chart for any other rate."), lowest, minimum, suggestion);
  fl_format_number (round_rate (test->end_rate), end_rate, sizeof end_rate);
  if (nn_range_test_is_lost (test))
    return g_strdup_printf (_("The loss was lowest, %s, at %s and blew up at %s; suggested: %s. Click the chart for any other rate."), lowest, minimum,
                            end_rate, suggestion);
  fl_format_number (test->end_loss, end_loss, sizeof end_loss);
  return g_strdup_printf (_("The loss was lowest, %s, at %s and had risen to %s at %s, where the test ended; suggested: %s. Click the chart for any other rate."),
                          lowest, minimum, end_loss, end_rate, suggestion);
}

static void
say_result (FlRangeCard *self, const NnRangeTest *test)
{
  char suggestion[32];
  g_autofree char *text = NULL, *label = NULL;

  gtk_widget_set_visible (self->use, isfinite (test->suggestion));
  if (isfinite (test->suggestion))
    {
      fl_format_number (round_rate (test->suggestion), suggestion, sizeof suggestion);
      label = g_strdup_printf (_("Use %s"), suggestion);
      gtk_button_set_label (GTK_BUTTON (self->use), label);
      text = found_text (test, suggestion);
    }
  else
    text = g_strdup (test->cancelled ? _("Cancelled.") : _("The loss never fell: no learning rate can be suggested."));
  gtk_label_set_text (GTK_LABEL (self->status), text);
  fl_scene_plot_describe (FL_SCENE_PLOT (self->plot), text, TRUE);
}

/* A range test says nothing about other data or another network. Its own rate, its course and the end of training play no part in it. */
static gboolean
is_stale (FlRangeCard *self)
{
  const FlProject *now = fl_document_get_project (fl_session_get_document (self->session)), *then = self->result->project;
  NnSpec values = *now->spec;

  ds_item_set (&values.optimizer, "learning_rate", ds_item_get (&then->spec->optimizer, "learning_rate"), NULL);
  values.schedule = then->spec->schedule;
  values.stop_epochs = then->spec->stop_epochs;
  values.stop_loss_below = then->spec->stop_loss_below;
  values.stop_patience = then->spec->stop_patience;
  return !ds_source_equal (now->source, then->source) || !ds_prepare_options_equal (&now->prepare, &then->prepare)
         || !nn_spec_equal (&values, then->spec);
}

static void
follow_project (FlRangeCard *self)
{
  gboolean stale = self->result != NULL && is_stale (self);

  if (stale != self->stale && self->work == NULL)
    {
      const char *text = _("The project has changed since: run again for the present one. Click the chart for any rate.");

      self->stale = stale;
      say_result (self, self->result->test);
      if (stale)
        {
          gtk_widget_set_visible (self->use, FALSE);
          gtk_label_set_text (GTK_LABEL (self->status), text);
          fl_scene_plot_describe (FL_SCENE_PLOT (self->plot), text, TRUE);
        }
    }
  show (self);
}

static void
set_running (FlRangeCard *self, gboolean running)
{
  gtk_widget_set_visible (self->progress, running);
  gtk_button_set_label (GTK_BUTTON (self->run), running ? _("Cancel") : _("Run again"));
  if (!running)
    g_clear_handle_id (&self->watch, g_source_remove);
  g_clear_handle_id (&self->click, g_source_remove);
}

static void
done_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  FlRangeCard *self = FL_RANGE_CARD (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (NnRangeTest) test = g_task_propagate_pointer (G_TASK (result), &error);

  self->work = NULL;
  if (self->session == NULL)
    return;
  set_running (self, FALSE);
  if (test == NULL)
    {
      gtk_label_set_text (GTK_LABEL (self->status), error->message);
      return;
    }
  result_unref (self->result);
  self->result = g_new0 (Result, 1);
  g_atomic_ref_count_init (&self->result->refs);
  self->result->test = g_steal_pointer (&test);
  self->result->project = fl_project_ref (((Work *) g_task_get_task_data (G_TASK (result)))->project);
  self->stale = FALSE;
  say_result (self, self->result->test);
  follow_project (self);
  fl_range_values_set (FL_PLOT (self->plot), self->result->test);
  show (self);
}

static gboolean
watch_cb (gpointer data)
{
  FlRangeCard *self = data;

  if (self->work != NULL)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), g_atomic_int_get (&self->work->step) / (double) STEPS);
  return G_SOURCE_CONTINUE;
}

void
fl_range_card_run (FlRangeCard *self)
{
  DsPrepared *prepared = fl_session_get_data (self->session);
  g_autoptr (GTask) task = NULL;

  if (self->work != NULL)
    return;
  if (prepared == NULL || fl_session_get_problem (self->session, NULL) != NULL)
    {
      gtk_label_set_text (GTK_LABEL (self->status), fl_session_is_loading (self->session) ? _("Loading…") : _("There is nothing to train yet."));
      return;
    }
  self->work = g_new0 (Work, 1);
  self->work->project = fl_project_ref (fl_document_get_project (fl_session_get_document (self->session)));
  self->work->spec = nn_spec_ref (self->work->project->spec);
  self->work->data = ds_prepared_ref (prepared);
  gtk_label_set_text (GTK_LABEL (self->status), _("A network of its own trains while the learning rate climbs; this run is left alone."));
  gtk_widget_set_visible (self->use, FALSE);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), 0);
  set_running (self, TRUE);
  self->watch = g_timeout_add (WATCH_MS, watch_cb, self);
  task = g_task_new (self, NULL, done_cb, NULL);
  g_task_set_task_data (task, self->work, work_free);
  g_task_run_in_thread (task, run_thread);
}

/* --- hands ---------------------------------------------------------------------------------------------------------------- */

static void
run_cb (FlRangeCard *self)
{
  if (self->work != NULL)
    g_atomic_int_set (&self->work->cancelled, TRUE);
  else
    fl_range_card_run (self);
}

static void
use_cb (FlRangeCard *self)
{
  if (self->result != NULL)
    set_rate (self, self->result->test->suggestion);
}

static void
motion_cb (FlRangeCard *self, double x, double y)
{
  self->hover_x = x;
  show (self);
}

static void
leave_cb (FlRangeCard *self)
{
  motion_cb (self, NAN, NAN);
}

static gboolean
in_chart (FlRangeCard *self, double x)
{
  return self->result != NULL && self->x.to > self->x.from && x >= self->x.from && x <= self->x.to;
}

static gboolean
clicked_cb (gpointer data)
{
  FlRangeCard *self = data;

  self->click = 0;
  set_rate (self, self->clicked);
  return G_SOURCE_REMOVE;
}

/* The second press of a double click, which shows everything and sets nothing; or another click. */
static void
pressed_cb (FlRangeCard *self)
{
  g_clear_handle_id (&self->click, g_source_remove);
}

/* A press that became a drag, or the second of a double click, is not heard of here. */
static void
released_cb (FlRangeCard *self, int n_press, double x, double y, GtkGesture *gesture)
{
  int wait;

  if (n_press > 1 || !in_chart (self, x))
    return;
  g_object_get (gtk_widget_get_settings (self->plot), "gtk-double-click-time", &wait, NULL);
  self->clicked = fl_axis_value (&self->x, x);
  self->click = g_timeout_add ((guint) wait, clicked_cb, self);
}

/* Arrows move the line, Enter takes it. */
static gboolean
key_cb (FlRangeCard *self, guint key, guint code, GdkModifierType state)
{
  double step = (self->x.to - self->x.from) / 60;

  if (self->result == NULL || self->x.to <= self->x.from)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_Right:
      if (state & GDK_SHIFT_MASK)
        return GDK_EVENT_PROPAGATE; /* moves the plot */
      if (isnan (self->hover_x))
        self->hover_x = isfinite (self->result->test->suggestion) ? fl_axis_pixel (&self->x, self->result->test->suggestion) : (self->x.from + self->x.to) / 2;
      else
        self->hover_x = CLAMP (self->hover_x + (key == GDK_KEY_Left ? -step : step), self->x.from, self->x.to);
      show (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      if (in_chart (self, self->hover_x))
        set_rate (self, fl_axis_value (&self->x, self->hover_x));
      return GDK_EVENT_STOP;
    default: return GDK_EVENT_PROPAGATE;
    }
}

static void
painted_cb (FlRangeCard *self, gpointer scene)
{
  self->x = ((Scene *) scene)->scene.x;
}

static void
add_hands (FlRangeCard *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new (), *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE); /* before who claims a double click */
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (self->plot, motion);
  gtk_widget_add_controller (self->plot, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (self->plot, keys);
  g_signal_connect_swapped (self->plot, "painted", G_CALLBACK (painted_cb), self);
}

static void
fl_range_card_dispose (GObject *object)
{
  FlRangeCard *self = FL_RANGE_CARD (object);

  if (self->work != NULL)
    g_atomic_int_set (&self->work->cancelled, TRUE);
  g_clear_handle_id (&self->watch, g_source_remove);
  g_clear_pointer (&self->result, result_unref);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (fl_range_card_parent_class)->dispose (object);
}

static void
fl_range_card_class_init (FlRangeCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_range_card_dispose;
}

static GtkWidget *
new_button (const char *label, const char *tooltip, GCallback callback, FlRangeCard *self)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_add_css_class (button, "card-button");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  fl_set_tooltip (button, tooltip);
  g_signal_connect_swapped (button, "clicked", callback, self);
  return button;
}

static void
fl_range_card_init (FlRangeCard *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *title = gtk_label_new (_("Learning-rate range test"));

  self->hover_x = NAN;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "train-card");
  gtk_widget_add_css_class (head, "card-head");
  gtk_widget_add_css_class (title, "card-title");
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_set_hexpand (title, TRUE);
  self->progress = gtk_progress_bar_new ();
  gtk_widget_set_valign (self->progress, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->progress, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Progress of the range test"), -1);
  self->use = new_button ("", _("Set the learning rate to what is suggested"), G_CALLBACK (use_cb), self);
  gtk_widget_add_css_class (self->use, "suggested-action");
  gtk_widget_set_visible (self->use, FALSE);
  self->run = new_button (_("Run"), _("Train a copy for a moment while the learning rate climbs from 1e-6 to 10"), G_CALLBACK (run_cb), self);
  gtk_box_append (GTK_BOX (head), title);
  gtk_box_append (GTK_BOX (head), self->progress);
  gtk_box_append (GTK_BOX (head), self->use);
  gtk_box_append (GTK_BOX (head), self->run);
  gtk_box_append (GTK_BOX (self), head);
  self->plot = fl_scene_plot_new (_("Loss by learning rate"), paint);
  fl_range_values_attach (FL_PLOT (self->plot));
  gtk_widget_set_size_request (self->plot, 260, 220);
  gtk_widget_add_css_class (self->plot, "layer-chart");
  gtk_box_append (GTK_BOX (self), self->plot);
  self->status = gtk_label_new ("");
  gtk_label_set_wrap (GTK_LABEL (self->status), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->status), 0);
  gtk_widget_add_css_class (self->status, "card-status");
  gtk_box_append (GTK_BOX (self), self->status);
  add_hands (self);
}

GtkWidget *
fl_range_card_new (FlSession *session)
{
  FlRangeCard *self = g_object_new (FL_TYPE_RANGE_CARD, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (fl_session_get_document (session), "changed", G_CALLBACK (follow_project), self, G_CONNECT_SWAPPED);
  show (self);
  return GTK_WIDGET (self);
}
