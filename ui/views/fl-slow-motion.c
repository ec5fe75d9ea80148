/* One job at a time goes to a worker with the state shown and comes back with the step taken apart. Going through its stages is then
 * only a matter of text. Nothing moves between two stages, so that who wants no animation misses nothing. */
#include "fl-slow-motion.h"
#include "fl-axis.h"

#include <glib/gi18n-lib.h>

#include "fl-slow-page.h"
#include "fl-time-strip.h"
#include "fl-tooltip.h"
#include "fl-wrap-row.h"

#define STAGE_MS 1800 /* while it plays */
#define ROOM 152      /* of the numbers; more is scrolled */

typedef struct
{
  NnMoment *moment; /* owned */
  gsize sample;
} Job;

struct _FlSlowMotion
{
  GtkWidget parent_instance;
  FlSession *session;  /* owned */
  NnMoment *moment;    /* owned: what walk is of */
  NnStepWalk *walk;    /* owned */
  GtkWidget *box;      /* owned child; the others borrowed */
  GtkWidget *title, *position, *back, *play, *forward, *next, *sample, *of, *neuron, *neurons, *line, *lines, *table, *more, *scroll;
  guint stage, timeout;
  int column, unit;    /* the neuron picked last */
  gsize wanted_sample;
  gboolean active, busy, quiet;
};

G_DEFINE_FINAL_TYPE (FlSlowMotion, fl_slow_motion, GTK_TYPE_WIDGET)

enum
{
  CHANGED,
  LEAVE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void refresh (FlSlowMotion *self);

/* --- showing -------------------------------------------------------------------------------------- */

static void
show_page (FlSlowMotion *self, const NnStepPage *page)
{
  fl_slow_page_fill (self->lines, self->table, page, gtk_widget_get_width (self->scroll));
  gtk_label_set_text (GTK_LABEL (self->more), page->more != NULL ? page->more : "");
  gtk_widget_set_visible (self->more, page->more != NULL);
}

static void
show_position (FlSlowMotion *self)
{
  g_autofree char *from = fl_format_whole (self->walk->step), *to = fl_format_whole (self->walk->step + 1);
  g_autofree char *text = NULL, *of = NULL, *neurons = NULL;
  int column, unit, layer;
  guint stage, units;

  fl_slow_motion_get (self, &stage, &column, &unit);
  units = self->walk->plan->layers[column - 1].out;
  /* Translators: a step, the one after it, a stage, how many stages there are */
  text = g_strdup_printf (_("step %s → %s · stage %u of %u"), from, to, self->stage + 1, nn_step_walk_n_stages (self->walk));
  gtk_inscription_set_text (GTK_INSCRIPTION (self->position), text);
  of = g_strdup_printf (_("of %zu"), self->walk->n_rows);
  gtk_label_set_text (GTK_LABEL (self->of), of);
  self->quiet = TRUE;
  gtk_spin_button_set_range (GTK_SPIN_BUTTON (self->sample), 1, MAX (1, (double) self->walk->n_rows));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->sample), (double) self->walk->sample + 1);
  neurons = g_strdup_printf (_("of %u"), units);
  gtk_label_set_text (GTK_LABEL (self->neurons), neurons);
  gtk_spin_button_set_range (GTK_SPIN_BUTTON (self->neuron), 1, units);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->neuron), unit + 1);
  gtk_widget_set_sensitive (self->neuron, nn_step_walk_stage (self->walk, stage, &layer) != NN_STAGE_LOSS);
  self->quiet = FALSE;
}

/* A button that goes grey under the focus would take the keys along. */
static void
enable (FlSlowMotion *self, GtkWidget *button, gboolean enabled)
{
  if (!enabled && gtk_widget_has_focus (button))
    gtk_widget_grab_focus (self->play);
  gtk_widget_set_sensitive (button, enabled);
}

static void
show (FlSlowMotion *self)
{
  guint n = nn_step_walk_n_stages (self->walk);
  g_autoptr (NnStepPage) page = NULL;
  g_autofree char *text = NULL;

  self->stage = MIN (self->stage, n - 1);
  page = nn_step_walk_page (self->walk, self->stage, self->column - 1, (guint) MAX (0, self->unit));
  show_page (self, page);
  show_position (self);
  text = g_strdup_printf ("%s: %s", page->title, page->summary);
  gtk_label_set_text (GTK_LABEL (self->line), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  enable (self, self->back, self->stage > 0);
  enable (self, self->forward, self->stage + 1 < n);
  gtk_adjustment_set_value (gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->scroll)), 0);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
say_instead (FlSlowMotion *self, const char *text)
{
  gtk_label_set_text (GTK_LABEL (self->line), text);
  fl_slow_page_fill (self->lines, self->table, NULL, 0);
  gtk_widget_set_visible (self->more, FALSE);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
stop_playing (FlSlowMotion *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->play), FALSE);
}

static void
drop_walk (FlSlowMotion *self)
{
  g_clear_pointer (&self->walk, nn_step_walk_unref);
  g_clear_pointer (&self->moment, nn_moment_unref);
}

/* --- the worker ----------------------------------------------------------------------------------- */

static void
job_free (gpointer data)
{
  Job *job = data;

  nn_moment_unref (job->moment);
  g_free (job);
}

static void
run_job (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Job *job = task_data;
  GError *error = NULL;
  NnStepWalk *walk = nn_step_walk_new (nn_moment_checkpoint (job->moment), job->sample, &error);

  if (walk != NULL)
    g_task_return_pointer (task, walk, (GDestroyNotify) nn_step_walk_unref);
  else
    g_task_return_error (task, error);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  FlSlowMotion *self = FL_SLOW_MOTION (source);
  const Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (NnStepWalk) walk = g_task_propagate_pointer (G_TASK (result), &error);

  self->busy = FALSE;
  if (!self->active || self->session == NULL) /* left meanwhile */
    return;
  if (job->moment != self->moment && self->moment != NULL)
    self->stage = 0; /* another step begins at its beginning */
  drop_walk (self);
  self->moment = nn_moment_ref (job->moment);
  self->walk = g_steal_pointer (&walk);
  if (self->walk != NULL && job->sample == self->wanted_sample)
    self->wanted_sample = self->walk->sample; /* a smaller batch may not have it */
  if (self->walk != NULL)
    show (self);
  else
    say_instead (self, error->message);
  refresh (self);
}

/* Takes apart what is shown now, unless that has been done. */
static void
refresh (FlSlowMotion *self)
{
  NnMoment *moment = fl_session_get_moment (self->session);
  NnFrame *frame = fl_session_get_live_frame (self->session);
  gboolean there = moment != NULL && moment == self->moment && (self->walk == NULL || self->wanted_sample == self->walk->sample);
  g_autoptr (GTask) task = NULL;
  Job *job;

  if (self->busy || there)
    return;
  if (frame == NULL)
    {
      stop_playing (self);
      drop_walk (self);
      say_instead (self, fl_session_get_problem (self->session, NULL) ?: _("There are no weights yet."));
      return;
    }
  if (moment == NULL)
    {
      if (frame->state != NN_RUNNING && frame->history == NULL)
        say_instead (self, _("Slow motion needs the states that time travel keeps: give them some memory in the main menu"));
      return;
    }
  self->busy = TRUE;
  job = g_new (Job, 1);
  *job = (Job){ nn_moment_ref (moment), self->wanted_sample };
  task = g_task_new (self, NULL, done_cb, NULL);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, run_job);
}

/* --- the stages ----------------------------------------------------------------------------------- */

static void
go (FlSlowMotion *self, int by)
{
  guint n = self->walk != NULL ? nn_step_walk_n_stages (self->walk) : 0;

  if (self->walk == NULL || (by < 0 && self->stage == 0) || (by > 0 && self->stage + 1 >= n))
    return;
  self->stage = (guint) ((int) self->stage + by);
  show (self);
}

static gboolean
played_cb (gpointer data)
{
  FlSlowMotion *self = data;

  go (self, 1);
  if (self->walk != NULL && self->stage + 1 < nn_step_walk_n_stages (self->walk))
    return G_SOURCE_CONTINUE;
  self->timeout = 0;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->play), FALSE);
  return G_SOURCE_REMOVE;
}

static void
play_cb (FlSlowMotion *self)
{
  if (!gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->play)))
    {
      g_clear_handle_id (&self->timeout, g_source_remove);
      return;
    }
  if (self->walk != NULL && self->stage + 1 >= nn_step_walk_n_stages (self->walk))
    {
      self->stage = 0; /* at the end: from the beginning */
      show (self);
    }
  if (self->timeout == 0)
    self->timeout = g_timeout_add (STAGE_MS, played_cb, self);
}

static void
back_cb (FlSlowMotion *self)
{
  stop_playing (self);
  go (self, -1);
}

static void
forward_cb (FlSlowMotion *self)
{
  stop_playing (self);
  go (self, 1);
}

static void
next_cb (FlSlowMotion *self)
{
  stop_playing (self);
  fl_session_step (self->session);
}

static void
leave_cb (FlSlowMotion *self)
{
  g_signal_emit (self, signals[LEAVE], 0);
}

static void
sample_cb (FlSlowMotion *self)
{
  if (self->quiet)
    return;
  self->wanted_sample = (gsize) gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->sample)) - 1;
  refresh (self);
}

static void
neuron_cb (FlSlowMotion *self)
{
  guint stage;
  int unit;

  if (self->quiet || fl_slow_motion_get (self, &stage, &self->column, &unit) == NULL)
    return;
  self->unit = gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->neuron)) - 1;
  stop_playing (self);
  show (self);
}

gboolean
fl_slow_motion_key (FlSlowMotion *self, guint key, GdkModifierType modifiers)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  if (!self->active || (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_SHIFT_MASK)) != 0)
    return FALSE;
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      stop_playing (self);
      go (self, (key == GDK_KEY_Left || key == GDK_KEY_KP_Left) != rtl ? -1 : 1);
      return TRUE;
    case GDK_KEY_space:
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->play), !gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->play)));
      return TRUE;
    case GDK_KEY_Escape:
      leave_cb (self);
      return TRUE;
    default:
      return FALSE;
    }
}

/* --- from outside ---------------------------------------------------------------------------------- */

void
fl_slow_motion_begin (FlSlowMotion *self)
{
  g_return_if_fail (FL_IS_SLOW_MOTION (self));
  if (self->active)
    return;
  self->active = TRUE;
  self->stage = 0;
  if (fl_session_is_playing (self->session))
    fl_session_pause (self->session);
  say_instead (self, _("Taking the next step apart…"));
  refresh (self);
  gtk_widget_grab_focus (self->play); /* from here on the keys are at hand */
}

void
fl_slow_motion_end (FlSlowMotion *self)
{
  g_return_if_fail (FL_IS_SLOW_MOTION (self));
  self->active = FALSE;
  stop_playing (self);
  drop_walk (self);
}

void
fl_slow_motion_follow (FlSlowMotion *self)
{
  g_return_if_fail (FL_IS_SLOW_MOTION (self));
  if (!self->active)
    return;
  if (fl_session_is_playing (self->session))
    leave_cb (self); /* training goes on: nothing stands still to be looked at */
  else
    refresh (self);
}

NnStepWalk *
fl_slow_motion_get (FlSlowMotion *self, guint *stage, int *column, int *unit)
{
  int layer;

  *stage = self->stage;
  *column = self->column;
  *unit = self->unit;
  if (self->walk == NULL)
    return NULL;
  nn_step_walk_stage (self->walk, self->stage, &layer);
  if (layer >= 0)
    *column = layer + 1;
  *column = CLAMP (*column, 1, (int) self->walk->spec->n_layers);
  *unit = MIN (self->unit, (int) self->walk->plan->layers[*column - 1].out - 1);
  return self->walk;
}

/* A neuron of another column: the stage of the same direction that is about it. */
void
fl_slow_motion_pick (FlSlowMotion *self, int column, int unit)
{
  NnStageKind kind;
  int layer;

  g_return_if_fail (FL_IS_SLOW_MOTION (self));
  if (self->walk == NULL || column < 1)
    return;
  stop_playing (self);
  kind = nn_step_walk_stage (self->walk, self->stage, &layer);
  self->column = column;
  self->unit = unit;
  for (guint s = 0; layer >= 0 && s < nn_step_walk_n_stages (self->walk); s++)
    if (nn_step_walk_stage (self->walk, s, &layer) == kind && layer == column - 1)
      {
        self->stage = s;
        break;
      }
  show (self);
}

/* --- building ------------------------------------------------------------------------------------- */

static void
name (GtkWidget *widget, const char *label, const char *tooltip)
{
  fl_set_tooltip (widget, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static GtkWidget *
button (FlSlowMotion *self, const char *icon, const char *text, const char *label, const char *tooltip, void (*clicked) (FlSlowMotion *self))
{
  GtkWidget *made = icon != NULL ? gtk_button_new_from_icon_name (icon) : gtk_button_new_with_label (text);

  gtk_widget_add_css_class (made, "card-button");
  gtk_widget_set_valign (made, GTK_ALIGN_CENTER);
  name (made, label, tooltip);
  g_signal_connect_swapped (made, "clicked", G_CALLBACK (clicked), self);
  return made;
}

/* "Sample [1] of 16" */
static GtkWidget *
chooser (FlSlowMotion *self, const char *title, const char *tooltip, void (*changed) (FlSlowMotion *self), GtkWidget **spin, GtkWidget **of)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  *spin = gtk_spin_button_new_with_range (1, 1, 1);
  *of = fl_slow_words ("", "strip-position", 0);
  gtk_widget_add_css_class (*spin, "slow-spin");
  gtk_widget_set_valign (*spin, GTK_ALIGN_CENTER);
  name (*spin, title, tooltip);
  g_signal_connect_swapped (*spin, "value-changed", G_CALLBACK (changed), self);
  gtk_box_append (GTK_BOX (row), fl_slow_words (title, "strip-position", 0));
  gtk_box_append (GTK_BOX (row), *spin);
  gtk_box_append (GTK_BOX (row), *of);
  gtk_widget_set_halign (row, GTK_ALIGN_END);
  return row;
}

static GtkWidget *
transport (FlSlowMotion *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->back = button (self, "media-skip-backward-symbolic", NULL, _("Stage back"), _("The stage before (←)"), back_cb);
  self->play = gtk_toggle_button_new ();
  gtk_button_set_icon_name (GTK_BUTTON (self->play), "media-playback-start-symbolic");
  gtk_widget_add_css_class (self->play, "card-button");
  gtk_widget_set_valign (self->play, GTK_ALIGN_CENTER);
  name (self->play, _("Play the stages"), _("Play the stages one after the other (Space)"));
  g_signal_connect_swapped (self->play, "toggled", G_CALLBACK (play_cb), self);
  self->forward = button (self, "media-skip-forward-symbolic", NULL, _("Stage forward"), _("The next stage (→)"), forward_cb);
  self->next = button (self, NULL, _("Next step"), _("Next step"), _("Take this step, and show the one after it"), next_cb);
  gtk_box_append (GTK_BOX (row), self->back);
  gtk_box_append (GTK_BOX (row), self->play);
  gtk_box_append (GTK_BOX (row), self->forward);
  gtk_box_append (GTK_BOX (row), self->next);
  gtk_box_append (GTK_BOX (row), button (self, "window-close-symbolic", NULL, _("Leave slow motion"), _("Leave slow motion (Esc)"), leave_cb));
  return row;
}

static GtkWidget *
head (FlSlowMotion *self)
{
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *sample = chooser (self, _("Sample"), _("Which row of the batch is followed through the network"), sample_cb, &self->sample, &self->of);

  self->title = fl_slow_words (_("Slow motion"), "strip-title", 0);
  self->position = gtk_inscription_new (NULL);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (self->position), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (self->position), 8);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (self->position), 28);
  gtk_widget_add_css_class (self->position, "strip-position");
  gtk_box_append (GTK_BOX (texts), self->title);
  gtk_box_append (GTK_BOX (texts), self->position);
  return fl_wrap_row_new (texts, fl_wrap_row_new (sample, transport (self)));
}

static void
build (FlSlowMotion *self)
{
  GtkWidget *numbers = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 20), *right = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *said = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  self->line = fl_slow_words ("", "slow-title", 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->line), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->line, TRUE);
  gtk_box_append (GTK_BOX (said), self->line);
  gtk_box_append (GTK_BOX (said), chooser (self, _("Neuron"), _("Whose numbers are shown; or click one"), neuron_cb, &self->neuron, &self->neurons));
  self->lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  self->table = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->table), 10);
  self->more = fl_slow_words ("", "slow-cell", 0);
  gtk_widget_set_visible (self->more, FALSE);
  gtk_box_append (GTK_BOX (right), self->table);
  gtk_box_append (GTK_BOX (right), self->more);
  gtk_box_append (GTK_BOX (numbers), self->lines);
  gtk_box_append (GTK_BOX (numbers), right);
  self->scroll = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroll), numbers);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroll), GTK_POLICY_AUTOMATIC, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_size_request (self->scroll, -1, ROOM); /* always: nothing above it moves from stage to stage */
  gtk_box_append (GTK_BOX (self->box), head (self));
  gtk_box_append (GTK_BOX (self->box), said);
  gtk_box_append (GTK_BOX (self->box), self->scroll);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

static void
fl_slow_motion_dispose (GObject *object)
{
  FlSlowMotion *self = FL_SLOW_MOTION (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  drop_walk (self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (fl_slow_motion_parent_class)->dispose (object);
}

static void
fl_slow_motion_class_init (FlSlowMotionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_slow_motion_dispose;
  signals[CHANGED] = g_signal_new ("changed", FL_TYPE_SLOW_MOTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LEAVE] = g_signal_new ("leave", FL_TYPE_SLOW_MOTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "slowmotion");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
fl_slow_motion_init (FlSlowMotion *self)
{
  self->column = 1;
  gtk_widget_add_css_class (GTK_WIDGET (self), "train-card");
  build (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Slow motion"), -1);
}

GtkWidget *
fl_slow_motion_new (FlSession *session)
{
  FlSlowMotion *self = g_object_new (FL_TYPE_SLOW_MOTION, NULL);

  self->session = g_object_ref (session);
  return GTK_WIDGET (self);
}
