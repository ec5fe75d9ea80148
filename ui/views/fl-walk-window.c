/* A job goes to a worker with a reference to the newest frame and comes back with sections of text. While the network keeps its shape
 * the labels are kept and only told their new numbers, so that focus, selection and opened lines stay. */
#include "fl-walk-window.h"

#include <glib/gi18n-lib.h>

#include "fl-axis.h"
#include "fl-copy.h"
#include "fl-drop-down.h"
#include "fl-play-keys.h"
#include "fl-toasts.h"
#include "fl-tooltip.h"
#include "nn-probe.h"
#include "nn-walk.h"

#define FOLLOW_MS 250
#define LEAST_CHARS 16

typedef struct
{
  NnFrame *frame;    /* owned */
  gssize row;        /* -1: the place */
  FlWalkPlace place;
  NnWalkSections *sections; /* the result, owned */
  int answer;        /* CLASSIFICATION: the class supposed at the place, -1: that of the nearest row; then what it came to */
  char *place_text;  /* the result, owned: "x₁ = 0.5, x₂ = 1" where it is no row */
} Job;

struct _FlWalkWindow
{
  AdwWindow parent_instance;
  FlSession *session;       /* owned */
  NnWalkSections *sections; /* owned: shown */
  GPtrArray *labels;        /* borrowed: of each line, text and detail, in order */
  GPtrArray *expanders;     /* borrowed */
  GtkWidget *title, *hold, *steps, *copy, *row, *what, *body, *toasts, *page, *empty, *answer; /* borrowed */
  int supposed;             /* the class chosen as the answer at the place, or -1 */
  FlWalkPlace place;
  gboolean placed;          /* a place is shown; else the session's row */
  gboolean busy, again, quiet;
  guint64 shown_run, shown_version;
  guint timeout;
};

G_DEFINE_FINAL_TYPE (FlWalkWindow, fl_walk_window, ADW_TYPE_WINDOW)

enum
{
  PLACE_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void refresh (FlWalkWindow *self);

/* The worker */
static void
job_free (gpointer data)
{
  Job *job = data;

  nn_frame_unref (job->frame);
  nn_walk_sections_free (job->sections);
  g_free (job->place_text);
  g_free (job);
}

static void
run_job (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  NnFrame *frame = job->frame;
  g_autoptr (NnWalk) walk = NULL;
  GError *error = NULL;

  if (job->row < 0 && fl_walk_place_fits (frame->data, &job->place))
    {
      job->row = fl_walk_place_row (frame->data, &job->place);
      if (job->row < 0)
        {
          g_autofree float *raw = fl_walk_place_raw (frame->data, &job->place);

          g_autofree float *y = fl_walk_place_answer (frame->data, &job->place);

          job->place_text = fl_walk_place_describe (frame->data, &job->place);
          if (y != NULL && job->answer >= 0 && (guint) job->answer < frame->data->n_classes)
            y[0] = (float) job->answer;
          job->answer = y != NULL && frame->data->n_classes > 0 ? (int) y[0] : -1;
          walk = nn_walk_place (frame->spec, frame->data, frame->weights, raw, y, &error);
        }
    }
  if (job->row >= 0 || (walk == NULL && error == NULL)) /* a place of other data: the first row stands in */
    {
      job->row = CLAMP (job->row, 0, (gssize) frame->data->rows - 1);
      walk = nn_walk_row (frame->spec, frame->data, frame->weights, (gsize) job->row, &error);
    }
  if (walk == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  job->sections = nn_walk_sections (walk);
  g_task_return_boolean (task, TRUE);
}

/* Showing */

static GtkWidget *
words (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  /* Otherwise its least width is sought by a line break after every character, which costs half a millisecond with every number. */
  gtk_label_set_width_chars (GTK_LABEL (label), LEAST_CHARS);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
line_new (FlWalkWindow *self, const NnWalkLine *line)
{
  GtkWidget *label = words (line->text, "walk-line"), *detail, *expander;

  g_ptr_array_add (self->labels, label);
  if (line->detail == NULL)
    return label;
  detail = words (line->detail, "walk-detail");
  g_ptr_array_add (self->labels, detail);
  gtk_label_set_selectable (GTK_LABEL (detail), TRUE);
  expander = gtk_expander_new (NULL);
  gtk_expander_set_label_widget (GTK_EXPANDER (expander), label);
  gtk_expander_set_child (GTK_EXPANDER (expander), detail);
  gtk_expander_set_expanded (GTK_EXPANDER (expander), gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->steps)));
  g_ptr_array_add (self->expanders, expander);
  return expander;
}

static GtkWidget *
section_new (FlWalkWindow *self, const NnWalkSection *section)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  gtk_box_append (GTK_BOX (box), words (section->title, "heading"));
  if (section->note != NULL)
    gtk_box_append (GTK_BOX (box), words (section->note, "walk-note"));
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "walk-card");
  for (guint i = 0; i < section->n_lines; i++)
    gtk_box_append (GTK_BOX (card), line_new (self, &section->lines[i]));
  gtk_box_append (GTK_BOX (box), card);
  return box;
}

static void
build_body (FlWalkWindow *self)
{
  GtkWidget *child;

  g_ptr_array_set_size (self->labels, 0);
  g_ptr_array_set_size (self->expanders, 0);
  while ((child = gtk_widget_get_first_child (self->body)) != NULL)
    gtk_box_remove (GTK_BOX (self->body), child);
  for (guint s = 0; s < self->sections->n; s++)
    gtk_box_append (GTK_BOX (self->body), section_new (self, &self->sections->sections[s]));
}

static gboolean
same_lines (const NnWalkSections *a, const NnWalkSections *b)
{
  gboolean same = a != NULL && a->n == b->n;

  for (guint s = 0; same && s < a->n; s++)
    {
      const NnWalkSection *p = &a->sections[s], *q = &b->sections[s];

      same = p->n_lines == q->n_lines && g_str_equal (p->title, q->title) && g_strcmp0 (p->note, q->note) == 0;
      for (guint i = 0; same && i < p->n_lines; i++)
        same = (p->lines[i].detail == NULL) == (q->lines[i].detail == NULL);
    }
  return same;
}

static void
say (GtkWidget *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (label)), text) != 0)
    gtk_label_set_text (GTK_LABEL (label), text);
}

static void
tell_labels (FlWalkWindow *self)
{
  guint k = 0;

  for (guint s = 0; s < self->sections->n; s++)
    for (guint i = 0; i < self->sections->sections[s].n_lines; i++)
      {
        const NnWalkLine *line = &self->sections->sections[s].lines[i];
        say (g_ptr_array_index (self->labels, k++), line->text);
        if (line->detail != NULL)
          say (g_ptr_array_index (self->labels, k++), line->detail);
      }
}

/* At a place without a row anything may be supposed. */
static void
show_answer (FlWalkWindow *self, const Job *job)
{
  GListModel *names = gtk_drop_down_get_model (GTK_DROP_DOWN (self->answer));
  char **classes = job->frame->data->class_names;
  guint n = job->frame->data->n_classes, same = 0;
  gboolean asked = job->place_text != NULL && job->answer >= 0;

  gtk_widget_set_visible (gtk_widget_get_parent (self->answer), asked);
  if (!asked)
    return;
  while (same < n && g_strcmp0 (gtk_string_list_get_string (GTK_STRING_LIST (names), same), classes[same]) == 0)
    same++;
  if (same < n || g_list_model_get_n_items (names) != n)
    gtk_string_list_splice (GTK_STRING_LIST (names), 0, g_list_model_get_n_items (names), (const char *const *) classes);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->answer), (guint) job->answer);
}

static void
show_head (FlWalkWindow *self, const Job *job)
{
  g_autofree char *epoch = fl_format_whole (job->frame->epoch), *step = fl_format_whole (job->frame->step);
  g_autofree char *when = g_strdup_printf (_("epoch %s, step %s"), epoch, step);
  g_autofree char *what = job->place_text == NULL ? fl_walk_row_describe (job->frame->data, (gsize) job->row)
                                                  : g_strdup_printf (_("a place without a row: %s"), job->place_text);

  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title), when);
  say (self->what, what);
  self->quiet = TRUE;
  gtk_spin_button_set_range (GTK_SPIN_BUTTON (self->row), 1, MAX (1, (double) job->frame->data->rows));
  if (job->place_text == NULL)
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->row), (double) job->row + 1);
  show_answer (self, job);
  self->quiet = FALSE;
}

static void
show_problem (FlWalkWindow *self, const char *text)
{
  gtk_label_set_text (GTK_LABEL (self->empty), text);
  gtk_widget_set_visible (self->page, FALSE);
  gtk_widget_set_sensitive (self->copy, FALSE);
}

/* The place turned out to be a row: from now on it is one, for every view. */
static void
settle (FlWalkWindow *self, const Job *job)
{
  if (!self->placed || job->place_text != NULL)
    return;
  self->placed = FALSE;
  fl_session_set_row (self->session, job->row);
  g_signal_emit (self, signals[PLACE_CHANGED], 0);
}

static void
job_done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  FlWalkWindow *self = FL_WALK_WINDOW (source);
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean fine = g_task_propagate_boolean (G_TASK (result), &error);

  self->busy = FALSE;
  if (self->session == NULL) /* closed meanwhile */
    return;
  if (!self->again && !fine)
    show_problem (self, error->message);
  else if (!self->again)
    {
      gboolean same = same_lines (self->sections, job->sections);

      nn_walk_sections_free (self->sections);
      self->sections = g_steal_pointer (&job->sections);
      if (same)
        tell_labels (self);
      else
        build_body (self);
      show_head (self, job);
      self->shown_run = job->frame->run;
      self->shown_version = job->frame->version;
      gtk_widget_set_visible (self->page, TRUE);
      gtk_widget_set_sensitive (self->copy, TRUE);
      settle (self, job);
    }
  if (self->again)
    refresh (self);
}

static void
refresh (FlWalkWindow *self)
{
  NnFrame *frame = fl_session_get_frame (self->session);
  const char *problem = fl_session_get_problem (self->session, NULL);
  g_autoptr (GTask) task = NULL;
  Job *job;

  self->again = self->busy;
  if (self->busy)
    return;
  if (frame == NULL)
    {
      show_problem (self, problem != NULL ? problem : _("The data are still loading."));
      return;
    }
  job = g_new0 (Job, 1);
  job->frame = nn_frame_ref (frame);
  job->place = self->place;
  job->answer = self->supposed;
  job->row = self->placed ? -1 : MAX (0, fl_session_get_row (self->session));
  task = g_task_new (self, NULL, job_done_cb, NULL);
  g_task_set_task_data (task, job, job_free);
  self->busy = TRUE;
  g_task_run_in_thread (task, run_job);
}

/* Following */

static gboolean
follow_cb (gpointer data)
{
  FlWalkWindow *self = data;
  NnFrame *frame = fl_session_get_frame (self->session);

  self->timeout = 0;
  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->hold)))
    return G_SOURCE_REMOVE;
  if (frame == NULL || frame->run != self->shown_run || frame->version != self->shown_version)
    refresh (self);
  return G_SOURCE_REMOVE;
}

/* Every frame calls; what is shown changes at a pace that can be read. */
static void
follow (FlWalkWindow *self)
{
  if (self->timeout == 0 && self->session != NULL)
    self->timeout = g_timeout_add (FOLLOW_MS, follow_cb, self);
}

static void
row_chosen_cb (FlWalkWindow *self)
{
  if (fl_session_get_row (self->session) < 0)
    return;
  if (self->placed)
    {
      self->placed = FALSE;
      g_signal_emit (self, signals[PLACE_CHANGED], 0);
    }
  refresh (self);
}

void
fl_walk_window_show_row (FlWalkWindow *self, gsize row)
{
  if (fl_session_get_row (self->session) != (gssize) row)
    fl_session_set_row (self->session, (gssize) row);
  row_chosen_cb (self);
}

void
fl_walk_window_show_place (FlWalkWindow *self, const FlWalkPlace *place)
{
  self->place = *place;
  self->placed = TRUE;
  self->supposed = -1;
  fl_session_set_row (self->session, -1);
  g_signal_emit (self, signals[PLACE_CHANGED], 0);
  refresh (self);
}

gboolean
fl_walk_window_get_place (FlWalkWindow *self, FlWalkPlace *place)
{
  if (self->placed)
    *place = self->place;
  return self->placed;
}

char *
fl_walk_window_get_text (FlWalkWindow *self)
{
  g_autofree char *text = self->sections != NULL ? nn_walk_to_text (self->sections) : NULL;

  if (text == NULL)
    return NULL;
  return g_strdup_printf ("%s · %s\n%s", adw_window_title_get_subtitle (ADW_WINDOW_TITLE (self->title)),
                          gtk_label_get_text (GTK_LABEL (self->what)), text);
}

static void
copy_cb (FlWalkWindow *self)
{
  g_autofree char *text = fl_walk_window_get_text (self);

  if (text == NULL)
    return;
  fl_copy_text (GTK_WIDGET (self), text);
  fl_toasts_say (self->toasts, _("Worked example copied as text"));
}

static void
steps_cb (FlWalkWindow *self)
{
  for (guint i = 0; i < self->expanders->len; i++)
    gtk_expander_set_expanded (g_ptr_array_index (self->expanders, i), gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->steps)));
}

static void
row_cb (FlWalkWindow *self)
{
  if (!self->quiet)
    fl_walk_window_show_row (self, (gsize) gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->row)) - 1);
}

static void
answer_cb (FlWalkWindow *self)
{
  if (self->quiet)
    return;
  self->supposed = (int) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->answer));
  refresh (self);
}

static gboolean
key_cb (FlWalkWindow *self, guint key, guint code, GdkModifierType state)
{
  state &= GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK;
  if (key == GDK_KEY_Escape && state == 0)
    gtk_window_close (GTK_WINDOW (self));
  else if (state == 0 && (key == GDK_KEY_Right || key == GDK_KEY_Left))
    gtk_spin_button_spin (GTK_SPIN_BUTTON (self->row), key == GDK_KEY_Right ? GTK_SPIN_STEP_FORWARD : GTK_SPIN_STEP_BACKWARD, 1);
  else if (state == GDK_CONTROL_MASK && key == GDK_KEY_w)
    gtk_window_close (GTK_WINDOW (self));
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static gboolean
fl_walk_window_close_request (GtkWindow *window)
{
  FlWalkWindow *self = FL_WALK_WINDOW (window);

  if (self->placed)
    {
      self->placed = FALSE;
      g_signal_emit (self, signals[PLACE_CHANGED], 0);
    }
  return GTK_WINDOW_CLASS (fl_walk_window_parent_class)->close_request (window);
}

/* Making */

static GtkWidget *
head_new (FlWalkWindow *self)
{
  GtkWidget *head = adw_header_bar_new ();

  self->title = adw_window_title_new (_("Worked example"), "");
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (head), self->title);
  self->hold = gtk_toggle_button_new_with_mnemonic (_("_Hold"));
  fl_set_tooltip (self->hold, _("Keep these numbers while training goes on"));
  g_signal_connect_swapped (self->hold, "toggled", G_CALLBACK (follow), self);
  adw_header_bar_pack_start (ADW_HEADER_BAR (head), self->hold);
  self->copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  fl_set_tooltip (self->copy, _("Copy as text"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->copy), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Copy as text"), -1);
  gtk_widget_set_sensitive (self->copy, FALSE);
  g_signal_connect_swapped (self->copy, "clicked", G_CALLBACK (copy_cb), self);
  adw_header_bar_pack_end (ADW_HEADER_BAR (head), self->copy);
  return head;
}

static GtkWidget *
row_strip_new (FlWalkWindow *self)
{
  GtkWidget *strip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10), *label = gtk_label_new_with_mnemonic (_("_Row"));

  gtk_widget_add_css_class (strip, "walk-strip");
  self->row = gtk_spin_button_new_with_range (1, 1, 1);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), self->row);
  fl_set_tooltip (self->row, _("Which row of the data goes through the network (left and right arrow)"));
  g_signal_connect_swapped (self->row, "value-changed", G_CALLBACK (row_cb), self);
  self->what = words ("", "walk-what");
  gtk_widget_set_hexpand (self->what, TRUE);
  gtk_box_append (GTK_BOX (strip), label);
  gtk_box_append (GTK_BOX (strip), self->row);
  gtk_box_append (GTK_BOX (strip), self->what);
  self->steps = gtk_toggle_button_new_with_mnemonic (_("All _steps"));
  gtk_widget_set_valign (self->steps, GTK_ALIGN_CENTER);
  fl_set_tooltip (self->steps, _("Write out every sum and derivative"));
  g_signal_connect_swapped (self->steps, "toggled", G_CALLBACK (steps_cb), self);
  gtk_box_append (GTK_BOX (strip), self->steps);
  return strip;
}

static GtkWidget *
answer_strip_new (FlWalkWindow *self)
{
  GtkWidget *strip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10), *label = gtk_label_new_with_mnemonic (_("S_upposed answer"));

  gtk_widget_add_css_class (strip, "walk-strip");
  self->answer = fl_drop_down_new (G_LIST_MODEL (gtk_string_list_new (NULL)), _("Supposed answer"));
  fl_drop_down_shorten (self->answer);
  gtk_widget_set_hexpand (self->answer, TRUE);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), self->answer);
  fl_set_tooltip (self->answer, _("The answer supposed here, to compute loss and gradients with; at first that of the nearest row"));
  gtk_widget_set_visible (strip, FALSE);
  g_signal_connect_swapped (self->answer, "notify::selected", G_CALLBACK (answer_cb), self);
  gtk_box_append (GTK_BOX (strip), label);
  gtk_box_append (GTK_BOX (strip), self->answer);
  return strip;
}

static void
fl_walk_window_dispose (GObject *object)
{
  FlWalkWindow *self = FL_WALK_WINDOW (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_object (&self->session);
  g_clear_pointer (&self->sections, nn_walk_sections_free);
  g_clear_pointer (&self->labels, g_ptr_array_unref);
  g_clear_pointer (&self->expanders, g_ptr_array_unref);
  G_OBJECT_CLASS (fl_walk_window_parent_class)->dispose (object);
}

static void
fl_walk_window_class_init (FlWalkWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_walk_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = fl_walk_window_close_request;
  signals[PLACE_CHANGED] = g_signal_new ("place-changed", FL_TYPE_WALK_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
fl_walk_window_init (FlWalkWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *scroll = gtk_scrolled_window_new ();
  GtkWidget *pages = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0); /* a stack would seek the lines' height again and again */
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->labels = g_ptr_array_new ();
  self->expanders = g_ptr_array_new ();
  self->toasts = adw_toast_overlay_new ();
  self->page = adw_clamp_new ();
  self->empty = words ("", "dim-label");
  g_object_set (self->empty, "halign", GTK_ALIGN_CENTER, "vexpand", TRUE, "margin-start", 24, "margin-end", 24, NULL);
  self->body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 14);
  gtk_widget_add_css_class (self->body, "walk-body");
  adw_clamp_set_maximum_size (ADW_CLAMP (self->page), 760);
  adw_clamp_set_child (ADW_CLAMP (self->page), self->body);
  gtk_box_append (GTK_BOX (pages), self->empty);
  gtk_box_append (GTK_BOX (pages), self->page);
  gtk_widget_set_visible (self->page, FALSE);
  g_object_bind_property (self->page, "visible", self->empty, "visible", G_BINDING_INVERT_BOOLEAN | G_BINDING_SYNC_CREATE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), pages);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_accessible_update_property (GTK_ACCESSIBLE (scroll), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Worked example"), -1);
  gtk_widget_set_vexpand (scroll, TRUE);
  gtk_box_append (GTK_BOX (box), head_new (self));
  gtk_box_append (GTK_BOX (box), row_strip_new (self));
  gtk_box_append (GTK_BOX (box), answer_strip_new (self));
  gtk_box_append (GTK_BOX (box), scroll);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (self->toasts), box);
  adw_window_set_content (ADW_WINDOW (self), self->toasts);
  gtk_window_set_title (GTK_WINDOW (self), _("Worked example"));
  gtk_window_set_default_size (GTK_WINDOW (self), 480, 680);
  gtk_widget_add_css_class (GTK_WIDGET (self), "walk-window");
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  fl_play_keys_add (GTK_WIDGET (self));
  /* What is read has the focus first: Page Down turns the page, and Space is the key of Train, not of the first button. */
  gtk_widget_set_focusable (scroll, TRUE);
  gtk_window_set_focus (GTK_WINDOW (self), scroll);
}

GtkWidget *
fl_walk_window_new (FlSession *session)
{
  FlWalkWindow *self = g_object_new (FL_TYPE_WALK_WINDOW, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "frame", G_CALLBACK (follow), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "changed", G_CALLBACK (follow), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "row", G_CALLBACK (row_chosen_cb), self, G_CONNECT_SWAPPED);
  refresh (self);
  return GTK_WIDGET (self);
}
