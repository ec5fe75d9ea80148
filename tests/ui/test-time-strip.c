/* The time strip and the loss curve's mark in a real window: what they ask of the session, and what they show. Needs a display. */
#include <adwaita.h>

#include "fl-loss-plot.h"
#include "fl-time-strip.h"
#include "fl-timeline.h"
#include "fl-view.h"

typedef struct
{
  FlDocument *document;
  FlSession *session;
  GtkWidget *window, *view, *strip, *timeline, *plot;
} Stage;

static gboolean displayed;

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
button_with_tooltip (GtkWidget *widget, const char *start)
{
  const char *tooltip = gtk_widget_get_tooltip_text (widget);

  if ((GTK_IS_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget)) && tooltip != NULL && g_str_has_prefix (tooltip, start))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = button_with_tooltip (child, start);

      if (found != NULL)
        return found;
    }
  return NULL;
}

#define WAIT_FOR(condition)                                                                                                              \
  G_STMT_START                                                                                                                           \
  {                                                                                                                                      \
    gint64 deadline = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;                                                                      \
    while (!(condition))                                                                                                                 \
      {                                                                                                                                  \
        if (g_get_monotonic_time () > deadline)                                                                                               \
          g_error ("still waiting for %s", #condition);                                                                                  \
        if (!g_main_context_iteration (NULL, FALSE))                                                                                     \
          g_usleep (1000);                                                                                                               \
      }                                                                                                                                  \
  }                                                                                                                                      \
  G_STMT_END

static const NnFrame *
frame (Stage *s)
{
  return fl_session_get_frame (s->session);
}

static gboolean
open_stage (Stage *s)
{
  g_autoptr (FlProject) given = NULL, project = NULL;
  g_autoptr (NnSpec) spec = NULL;
  NnSpec values;

  if (!displayed)
    {
      g_test_skip ("no display");
      return FALSE;
    }
  given = fl_project_default ();
  values = *given->spec;
  values.stop_epochs = 0;
  spec = nn_spec_new (&values);
  project = fl_project_with_spec (given, spec);
  s->document = fl_document_new (project);
  s->session = fl_session_new (s->document);
  s->view = fl_train_view_new (s->session);
  s->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (s->window), 1100, 800);
  gtk_window_set_child (GTK_WINDOW (s->window), s->view);
  gtk_window_present (GTK_WINDOW (s->window));
  s->strip = find (s->view, FL_TYPE_TIME_STRIP);
  s->timeline = find (s->view, FL_TYPE_TIMELINE);
  s->plot = find (s->view, FL_TYPE_LOSS_PLOT);
  WAIT_FOR (frame (s) != NULL);
  fl_session_play (s->session);
  WAIT_FOR (frame (s)->step > 600);
  fl_session_pause (s->session);
  WAIT_FOR (frame (s)->state == NN_PAUSED);
  return TRUE;
}

static void
close_stage (Stage *s)
{
  gtk_window_destroy (GTK_WINDOW (s->window));
  g_clear_object (&s->session);
  g_clear_object (&s->document);
}

static void
test_timeline (void)
{
  Stage s;
  GtkWidget *live;
  guint64 end, from, to;

  if (!open_stage (&s))
    return;
  end = frame (&s)->step;
  live = button_with_tooltip (s.strip, "Back to the present");
  WAIT_FOR (gtk_widget_get_sensitive (s.timeline));
  g_assert_false (gtk_widget_get_sensitive (live));
  g_assert_false (gtk_widget_has_css_class (s.strip, "past"));
  g_signal_emit_by_name (s.timeline, "seek", (guint64) 100, TRUE);
  WAIT_FOR (frame (&s)->step == 100);
  g_assert_true (gtk_widget_has_css_class (s.strip, "past"));
  g_assert_true (gtk_widget_get_sensitive (live));
  g_signal_emit_by_name (s.timeline, "live");
  g_assert_true (fl_session_is_live (s.session));
  g_assert_cmpuint (frame (&s)->step, ==, end);
  g_assert_false (gtk_widget_has_css_class (s.strip, "past"));

  WAIT_FOR ((fl_timeline_get_range (FL_TIMELINE (s.timeline), &from, &to), to == end));
  g_assert_cmpuint (from, ==, 0);
  fl_timeline_set_loop (FL_TIMELINE (s.timeline), TRUE);
  fl_timeline_get_range (FL_TIMELINE (s.timeline), &from, &to);
  g_assert_cmpuint (from, ==, (end + 2) / 4);
  g_assert_cmpuint (to, >, end / 2);
  close_stage (&s);
}

/* Backwards from the present to the first state, where it stops by itself; a loop does not. */
static void
test_play (void)
{
  Stage s;
  GtkWidget *back, *forward, *loop;
  guint64 end, at;

  if (!open_stage (&s))
    return;
  end = frame (&s)->step;
  back = button_with_tooltip (s.strip, "Play the run backwards");
  forward = button_with_tooltip (s.strip, "Play the run again");
  loop = button_with_tooltip (s.strip, "Play a range");
  fl_session_seek (s.session, end / 10, FALSE);
  at = frame (&s)->step;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (back), TRUE);
  WAIT_FOR (frame (&s)->step < at);
  WAIT_FOR (frame (&s)->step == 0 && !gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (back)));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (loop), TRUE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (forward), TRUE);
  WAIT_FOR (frame (&s)->step > end / 5 && frame (&s)->step <= end * 4 / 5);
  fl_session_play (s.session); /* training takes over */
  g_assert_true (fl_session_is_live (s.session));
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (forward)));
  WAIT_FOR (frame (&s)->step > end);
  close_stage (&s);
}

/* A click on the loss curve goes there; the second of a double click takes it back, also where it had stopped the training. */
static void
test_loss_curve (void)
{
  Stage s;

  if (!open_stage (&s))
    return;
  g_signal_emit_by_name (s.plot, "seek", (guint64) 50, TRUE);
  WAIT_FOR (frame (&s)->step == 50);
  fl_session_play (s.session);
  g_signal_emit_by_name (s.plot, "seek", (guint64) 50, TRUE);
  g_assert_false (fl_session_is_playing (s.session));
  g_signal_emit_by_name (s.plot, "unseek");
  g_assert_true (fl_session_is_live (s.session));
  g_assert_true (fl_session_is_playing (s.session));
  close_stage (&s);
}

static void
test_runs (void)
{
  Stage s;
  GtkWidget *runs;

  if (!open_stage (&s))
    return;
  runs = button_with_tooltip (s.strip, "The runs there are");
  g_assert_false (gtk_widget_get_visible (runs));
  fl_session_seek (s.session, 100, FALSE);
  g_assert_true (fl_session_branch (s.session, NULL));
  g_assert_true (gtk_widget_get_visible (runs));
  g_assert_cmpstr (gtk_menu_button_get_label (GTK_MENU_BUTTON (runs)), ==, "Run 2");
  {
    GMenuModel *menu = gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (runs));
    g_autoptr (GMenuModel) list = g_menu_model_get_item_link (menu, 0, G_MENU_LINK_SECTION);

    g_assert_cmpint (g_menu_model_get_n_items (list), ==, 2);
  }
  g_assert_true (fl_session_remove_run (s.session, fl_session_get_run (s.session)));
  g_assert_false (gtk_widget_get_visible (runs));
  close_stage (&s);
}

static void
test_numbers (void)
{
  static const struct
  {
    guint64 value;
    const char *text;
  } cases[] = { { 0, "0" }, { 999, "999" }, { 1000, "1,000" }, { 123456, "123,456" }, { 1234567, "1,234,567" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = fl_format_whole (cases[i].value);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

int
main (int argc, char **argv)
{
  gtk_test_register_all_types ();
  g_test_init (&argc, &argv, NULL);
  displayed = gtk_init_check ();
  if (displayed)
    adw_init ();
  g_test_add_func ("/time-strip/timeline", test_timeline);
  g_test_add_func ("/time-strip/play", test_play);
  g_test_add_func ("/time-strip/loss-curve", test_loss_curve);
  g_test_add_func ("/time-strip/runs", test_runs);
  g_test_add_func ("/time-strip/numbers", test_numbers);
  return g_test_run ();
}
