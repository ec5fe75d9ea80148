#include "fl-time-strip.h"
#include "fl-axis.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "ds-number.h"
#include "fl-timeline.h"
#include "fl-tooltip.h"

#define GAP 8
#define TIMELINE_WISH 280 /* width the timeline gets before a button has words */
#define TEXT_US 100000
#define SHORT_CHARS 12 /* room for "step 12,345", and for the epoch as well */
#define LONG_CHARS 20
#define PLAY_SECONDS 10.0 /* the whole of a run, or of a loop */

struct _FlTimeStrip
{
  GtkWidget parent_instance;
  FlSession *session; /* owned */
  GtkWidget *row;     /* owned child; the others borrowed */
  GtkWidget *title, *position, *position_short; /* of the last two the one there is room for */
  GtkWidget *timeline, *back, *forward, *loop, *live, *branch, *runs;
  GMenu *runs_menu;   /* owned */
  guint n_runs;       /* what runs_menu shows */
  const FlRun *shown_run;

  guint tick;
  int direction;      /* played: -1, 0, 1 */
  double at;          /* step, while it is played */
  gint64 ticked_at, text_at;
};

G_DEFINE_FINAL_TYPE (FlTimeStrip, fl_time_strip, GTK_TYPE_WIDGET)

/* --- playing it back ---------------------------------------------------------------------------- */

static void
stop_playing (FlTimeStrip *self)
{
  self->direction = 0;
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->back), FALSE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->forward), FALSE);
}

/* FALSE: it has come to its end. */
static gboolean
advance (FlTimeStrip *self, double seconds)
{
  gboolean loop = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->loop));
  guint64 from, to;
  double span;

  fl_timeline_get_range (FL_TIMELINE (self->timeline), &from, &to);
  span = to > from ? (double) (to - from) : 1;
  self->at += self->direction * seconds * span / PLAY_SECONDS;
  if (loop && (self->at < (double) from || self->at > (double) to))
    self->at = self->direction > 0 ? (double) from : (double) to;
  else if (self->at <= (double) from && !loop && self->direction < 0)
    {
      fl_session_seek (self->session, from, TRUE);
      return FALSE;
    }
  else if (self->at >= (double) to && !loop && self->direction > 0)
    {
      fl_session_live (self->session);
      return FALSE;
    }
  return fl_session_seek (self->session, (guint64) self->at, FALSE);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  FlTimeStrip *self = FL_TIME_STRIP (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  double seconds = self->ticked_at > 0 ? (double) (now - self->ticked_at) * 1e-6 : 0;

  self->ticked_at = now;
  if (advance (self, MIN (seconds, 0.1)))
    return G_SOURCE_CONTINUE;
  stop_playing (self);
  return G_SOURCE_REMOVE;
}

static void
start_playing (FlTimeStrip *self, int direction)
{
  const NnFrame *frame = fl_session_get_frame (self->session);
  guint64 from, to;

  fl_timeline_get_range (FL_TIMELINE (self->timeline), &from, &to);
  if (frame == NULL)
    return;
  self->direction = direction;
  self->at = (double) frame->step;
  if (direction > 0 && frame->step >= to) /* at the end: from the beginning */
    self->at = (double) from;
  self->ticked_at = 0;
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static void
toggled_cb (FlTimeStrip *self, GtkToggleButton *button)
{
  GtkWidget *other = GTK_WIDGET (button) == self->back ? self->forward : self->back;

  if (gtk_toggle_button_get_active (button))
    {
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (other), FALSE);
      start_playing (self, GTK_WIDGET (button) == self->back ? -1 : 1);
    }
  else if (!gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (other)) && self->direction != 0)
    stop_playing (self);
}

static void
loop_cb (FlTimeStrip *self, GtkToggleButton *button)
{
  fl_timeline_set_loop (FL_TIMELINE (self->timeline), gtk_toggle_button_get_active (button));
}

static void
seek_cb (FlTimeStrip *self, guint64 step, gboolean exact)
{
  stop_playing (self);
  fl_session_seek (self->session, step, exact);
}

static void
live_cb (FlTimeStrip *self)
{
  stop_playing (self);
  fl_session_live (self->session);
}

/* --- the runs ------------------------------------------------------------------------------------ */

static char *
run_title (FlRun *run)
{
  guint64 step;
  guint origin = fl_run_get_origin (run, &step);
  g_autofree char *at = fl_format_whole (step);

  if (origin == 0)
    return g_strdup (fl_run_get_name (run));
  /* Translators: a run's name, the number of the run it branched off, and the step there */
  return g_strdup_printf (_("%s, from run %u at step %s"), fl_run_get_name (run), origin, at);
}

static void
fill_runs (FlTimeStrip *self)
{
  GListModel *runs = fl_session_get_runs (self->session);
  FlRun *current = fl_session_get_run (self->session);
  guint n = g_list_model_get_n_items (runs);
  g_autoptr (GMenu) list = NULL;

  gtk_widget_set_visible (self->runs, n > 1);
  if (current == NULL || (n == self->n_runs && current == self->shown_run))
    return;
  self->n_runs = n;
  self->shown_run = current;
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->runs), fl_run_get_name (current));
  g_menu_remove_all (self->runs_menu);
  list = g_menu_new ();
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (FlRun) run = g_list_model_get_item (runs, i);
      g_autofree char *title = run_title (run);
      g_autoptr (GMenuItem) item = g_menu_item_new (title, NULL);

      g_menu_item_set_action_and_target (item, "win.run", "u", fl_run_get_number (run));
      g_menu_append_item (list, item);
    }
  g_menu_append_section (self->runs_menu, _("Runs"), G_MENU_MODEL (list));
  {
    g_autoptr (GMenu) last = g_menu_new ();

    g_menu_append (last, _("_Remove this run"), "win.remove-run");
    g_menu_append_section (self->runs_menu, NULL, G_MENU_MODEL (last));
  }
}

/* --- what is shown ------------------------------------------------------------------------------- */

/* An inscription fills its place and stands in it as its words are read: numbers and words of another script as well are to begin
 * where the window does. */
static void
say (GtkWidget *inscription, const char *text)
{
  gboolean turned = text != NULL && gtk_widget_get_direction (inscription) == GTK_TEXT_DIR_RTL;
  g_autofree char *marked = turned ? g_strconcat ("\u200f", text, NULL) : NULL;

  gtk_inscription_set_text (GTK_INSCRIPTION (inscription), turned ? marked : text);
}

static void
set_position (FlTimeStrip *self, const char *text, const char *brief)
{
  say (self->position, text);
  say (self->position_short, brief);
}

static void
show_none (FlTimeStrip *self)
{
  if (self->direction != 0)
    stop_playing (self);
  fl_timeline_show (FL_TIMELINE (self->timeline), NULL, 0, 0, TRUE);
  say (self->title, _("Time travel"));
  set_position (self, NULL, NULL);
  fl_timeline_describe (FL_TIMELINE (self->timeline), "");
}

static void
show_text (FlTimeStrip *self, const NnFrame *frame)
{
  g_autofree char *step = fl_format_whole (frame->step), *epoch = fl_format_whole (frame->epoch);
  g_autofree char *where = g_strdup_printf (_("step %s · epoch %s"), step, epoch), *brief = g_strdup_printf (_("step %s"), step);
  const char *nothing = frame->history == NULL && fl_session_is_live (self->session) ? _("nothing is kept; see the menu") : NULL;
  gboolean live = fl_session_is_live (self->session);
  g_autofree char *spoken = live ? g_strdup_printf (_("live, %s"), where) : g_strdup (where);

  say (self->title, live ? _("Time travel") : _("Looking back"));
  set_position (self, nothing != NULL ? nothing : where, nothing != NULL ? nothing : brief);
  fl_timeline_describe (FL_TIMELINE (self->timeline), spoken);
}

void
fl_time_strip_update (FlTimeStrip *self, gboolean at_once)
{
  const NnFrame *frame = fl_session_get_frame (self->session), *present = fl_session_get_live_frame (self->session);
  gboolean live = fl_session_is_live (self->session);
  gint64 now = g_get_monotonic_time ();

  if (frame == NULL || present == NULL)
    {
      show_none (self);
      return;
    }
  if (live && !at_once && now - self->text_at < TEXT_US)
    return; /* the knob stands at the end, and what else changes is read */
  self->text_at = now;
  fl_timeline_show (FL_TIMELINE (self->timeline), present->history, present->step, frame->step, live);
  show_text (self, frame);
}

static void
session_changed_cb (FlTimeStrip *self)
{
  gboolean live = fl_session_is_live (self->session);

  if (fl_session_is_playing (self->session) && self->direction != 0)
    stop_playing (self);
  if (live && gtk_widget_is_focus (self->live))
    gtk_widget_grab_focus (self->timeline); /* a button that goes grey would take the keys along */
  gtk_widget_set_sensitive (self->live, !live);
  if (live)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "past");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "past");
  fill_runs (self);
  fl_time_strip_update (self, TRUE);
}

/* --- life ---------------------------------------------------------------------------------------- */

static void
set_up_button (GtkWidget *button, const char *name, const char *tooltip)
{
  gtk_widget_add_css_class (button, "card-button");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  /* Space stays the key of Train after a click here. */
  gtk_widget_set_focus_on_click (button, FALSE);
  fl_set_tooltip (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (GTK_IS_BUTTON (button) && gtk_button_get_icon_name (GTK_BUTTON (button)) != NULL)
    gtk_widget_add_css_class (button, "flat");
}

static GtkWidget *
toggle (FlTimeStrip *self, const char *icon, const char *name, const char *tooltip, gpointer callback)
{
  GtkWidget *button = gtk_toggle_button_new ();

  gtk_button_set_icon_name (GTK_BUTTON (button), icon);
  set_up_button (button, name, tooltip);
  g_signal_connect_swapped (button, "toggled", G_CALLBACK (callback), self);
  return button;
}

static GtkWidget *
action_button (GtkWidget *button, const char *name, const char *tooltip, const char *action)
{
  set_up_button (button, name, tooltip);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

/* Its name where there is room, else the short one, else the icon: the timeline needs the room more. */
static GtkWidget *
shrinking_button (const char *name, const char *label, const char *icon)
{
  GtkWidget *button = gtk_button_new (), *content = adw_squeezer_new ();

  adw_squeezer_set_homogeneous (ADW_SQUEEZER (content), FALSE);
  adw_squeezer_add (ADW_SQUEEZER (content), gtk_label_new (name));
  adw_squeezer_add (ADW_SQUEEZER (content), gtk_label_new (label));
  adw_squeezer_add (ADW_SQUEEZER (content), gtk_image_new_from_icon_name (icon));
  gtk_button_set_child (GTK_BUTTON (button), content);
  return button;
}

/* The timeline, the way back to the present and the branch stand in one row. */

static int
least_width (GtkWidget *widget)
{
  int least;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  return least;
}

/* What the button takes of `room`: as many words as fit, as half a word only makes a wide picture. */
static int
shrunk_width (GtkWidget *button, int room)
{
  GtkWidget *content = gtk_button_get_child (GTK_BUTTON (button));
  int least = least_width (button), edges = least - least_width (content), width = least;

  for (GtkWidget *child = gtk_widget_get_first_child (content); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int wanted;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &wanted, NULL, NULL);
      if (edges + wanted <= room)
        width = MAX (width, edges + wanted);
    }
  return width;
}

static void
measure_rest (GtkWidget *rest, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
              int *natural_baseline)
{
  gboolean across = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (rest); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int least, wanted, gap = gtk_widget_get_prev_sibling (child) != NULL ? GAP : 0;

      gtk_widget_measure (child, orientation, -1, &least, &wanted, NULL, NULL);
      *minimum = across ? *minimum + gap + least : MAX (*minimum, least);
      *natural = across ? *natural + gap + MAX (wanted, FL_IS_TIMELINE (child) ? TIMELINE_WISH : 0) : MAX (*natural, wanted);
    }
}

static void
put_rest (GtkWidget *rest, GtkWidget *child, int x, int width, int height)
{
  if (gtk_widget_get_direction (rest) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (rest) - x - width;
  gtk_widget_size_allocate (child, &(GtkAllocation){ x, 0, width, height }, -1);
}

static void
allocate_rest (GtkWidget *rest, int width, int height, int baseline)
{
  GtkWidget *timeline = gtk_widget_get_first_child (rest), *live = gtk_widget_get_next_sibling (timeline);
  GtkWidget *branch = gtk_widget_get_last_child (rest);
  int back = least_width (live), left = width - back - 2 * GAP;
  int words = shrunk_width (branch, left - MAX (TIMELINE_WISH, least_width (timeline)));

  left -= words;
  put_rest (rest, timeline, 0, left, height);
  put_rest (rest, live, left + GAP, back, height);
  put_rest (rest, branch, width - words, words, height);
}

static GtkWidget *
new_rest (FlTimeStrip *self)
{
  GtkWidget *rest = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, GAP);

  gtk_widget_set_layout_manager (rest, gtk_custom_layout_new (NULL, measure_rest, allocate_rest));
  gtk_widget_set_hexpand (rest, TRUE);
  gtk_widget_set_valign (rest, GTK_ALIGN_CENTER);
  self->timeline = fl_timeline_new ();
  gtk_widget_set_valign (self->timeline, GTK_ALIGN_CENTER);
  self->live = action_button (gtk_button_new_with_label (_("Live")), _("Live"), _("Back to the present; Train goes on from there"), "win.live");
  self->branch = action_button (shrinking_button (_("Branch from here"), _("Branch"), "fl-branch-symbolic"), _("Branch from here"),
                                _("Start a new run from what is shown; this one stays"), "win.branch");
  gtk_box_append (GTK_BOX (rest), self->timeline);
  gtk_box_append (GTK_BOX (rest), self->live);
  gtk_box_append (GTK_BOX (rest), self->branch);
  return rest;
}

/* min_chars: what it never gets less than. */
static GtkWidget *
inscription (const char *css_class, guint min_chars)
{
  GtkWidget *text = gtk_inscription_new (NULL);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (text), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (text), min_chars);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (text), 24);
  gtk_widget_add_css_class (text, css_class);
  return text;
}

static void
build (FlTimeStrip *self)
{
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  GtkWidget *places = adw_squeezer_new ();
  GtkWidget *children[] = { texts, buttons, NULL, NULL };

  self->row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, GAP);
  self->title = inscription ("strip-title", SHORT_CHARS);
  self->position = inscription ("strip-position", LONG_CHARS);
  self->position_short = inscription ("strip-position", SHORT_CHARS);
  adw_squeezer_set_homogeneous (ADW_SQUEEZER (places), FALSE);
  adw_squeezer_set_xalign (ADW_SQUEEZER (places), 0);
  adw_squeezer_add (ADW_SQUEEZER (places), self->position);
  adw_squeezer_add (ADW_SQUEEZER (places), self->position_short);
  gtk_box_append (GTK_BOX (texts), self->title);
  gtk_box_append (GTK_BOX (texts), places);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  self->back = toggle (self, "media-seek-backward-symbolic", _("Play backwards"), _("Play the run backwards"), toggled_cb);
  self->forward = toggle (self, "media-seek-forward-symbolic", _("Play again"), _("Play the run again, as it was"), toggled_cb);
  self->loop = toggle (self, "media-playlist-repeat-symbolic", _("Loop"),
                       _("Play a range over and over: drag its two ends, or set them with Shift+Home and Shift+End on the timeline"), loop_cb);
  gtk_box_append (GTK_BOX (buttons), action_button (gtk_button_new_from_icon_name ("media-skip-backward-symbolic"), _("Step back"),
                                                    _("One step back in time (,)"), "win.step-back"));
  gtk_box_append (GTK_BOX (buttons), self->back);
  gtk_box_append (GTK_BOX (buttons), self->forward);
  gtk_box_append (GTK_BOX (buttons), action_button (gtk_button_new_from_icon_name ("media-skip-forward-symbolic"), _("Step forward"),
                                                    _("One step forward in time (. while looking back)"), "win.step-forward"));
  gtk_box_append (GTK_BOX (buttons), self->loop);
  children[2] = new_rest (self);
  self->runs = children[3] = gtk_menu_button_new ();
  self->runs_menu = g_menu_new ();
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->runs), G_MENU_MODEL (self->runs_menu));
  set_up_button (self->runs, _("Runs"), _("The runs there are: go back to another, or remove this one"));
  gtk_widget_set_visible (self->runs, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    gtk_box_append (GTK_BOX (self->row), children[i]);
  gtk_widget_set_parent (self->row, GTK_WIDGET (self));
  g_signal_connect_swapped (self->timeline, "seek", G_CALLBACK (seek_cb), self);
  g_signal_connect_swapped (self->timeline, "live", G_CALLBACK (live_cb), self);
}

static void
fl_time_strip_dispose (GObject *object)
{
  FlTimeStrip *self = FL_TIME_STRIP (object);

  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  g_clear_pointer (&self->row, gtk_widget_unparent);
  g_clear_object (&self->runs_menu);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (fl_time_strip_parent_class)->dispose (object);
}

static void
fl_time_strip_class_init (FlTimeStripClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_time_strip_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "timestrip");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
fl_time_strip_init (FlTimeStrip *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "train-card");
  build (self);
}

GtkWidget *
fl_time_strip_new (FlSession *session)
{
  FlTimeStrip *self = g_object_new (FL_TYPE_TIME_STRIP, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "changed", G_CALLBACK (session_changed_cb), self, G_CONNECT_SWAPPED);
  session_changed_cb (self);
  return GTK_WIDGET (self);
}
