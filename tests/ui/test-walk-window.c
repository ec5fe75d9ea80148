/* The worked example: it shows a row or a place, follows training unless held, and gives the same as text. Needs a display. */
#include <adwaita.h>
#include <string.h>

#include "fl-edit.h"
#include "fl-walk-window.h"

static gboolean displayed;

typedef struct
{
  FlDocument *document;
  FlSession *session;
  FlWalkWindow *walk;
} Stage;

static gboolean
turn (FlSession *session)
{
  fl_session_update (session); /* as the window's tick does */
  return G_SOURCE_CONTINUE;
}

static void
run_for (Stage *stage, guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * 1000;

  while (g_get_monotonic_time () < end)
    {
      turn (stage->session);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }
}

/* Until the text holds `words`, or no longer does; fails after ten seconds. */
static void
wait_for_text (Stage *stage, const char *words, gboolean there)
{
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *text = fl_walk_window_get_text (stage->walk);

      if (text != NULL && (strstr (text, words) != NULL) == there)
        return;
      run_for (stage, 10);
    }
  g_error ("the worked example does %s \"%s\"", there ? "not say" : "still say", words);
}

static gboolean
stage_open (Stage *stage)
{
  g_autoptr (FlProject) project = NULL;

  if (!displayed)
    {
      g_test_skip ("no display");
      return FALSE;
    }
  project = fl_project_default ();
  stage->document = fl_document_new (project);
  stage->session = fl_session_new (stage->document);
  stage->walk = FL_WALK_WINDOW (fl_walk_window_new (stage->session));
  gtk_window_present (GTK_WINDOW (stage->walk));
  for (guint i = 0; i < 1000 && fl_session_get_frame (stage->session) == NULL; i++)
    run_for (stage, 10);
  return TRUE;
}

static void
stage_close (Stage *stage)
{
  gtk_window_destroy (GTK_WINDOW (stage->walk));
  run_for (stage, 50);
  g_clear_object (&stage->session);
  g_clear_object (&stage->document);
}

static void
test_rows_and_places (void)
{
  Stage stage;
  DsPrepared *data;
  FlWalkPlace place = { 0, 1, 0, 0, 0.01, 0.01 }, shown;

  if (!stage_open (&stage))
    return;
  data = fl_session_get_data (stage.session);
  fl_walk_window_show_row (stage.walk, 3);
  wait_for_text (&stage, "training row, class", TRUE);
  wait_for_text (&stage, "∂L/∂z", TRUE);
  g_assert_cmpint (fl_session_get_row (stage.session), ==, 3);
  g_assert_false (fl_walk_window_get_place (stage.walk, &shown));

  place.x = 100; /* far from every row: no target, no way back */
  fl_walk_window_show_place (stage.walk, &place);
  wait_for_text (&stage, "x₁ = 100", TRUE);
  wait_for_text (&stage, "∂L/∂z", FALSE);
  g_assert_true (fl_walk_window_get_place (stage.walk, &shown));
  g_assert_cmpfloat (shown.x, ==, 100);
  g_assert_cmpint (fl_session_get_row (stage.session), ==, -1);

  place.x = data->raw[7 * 2] + 0.001; /* almost on a row: that row is meant, by every view */
  place.y = data->raw[7 * 2 + 1];
  fl_walk_window_show_place (stage.walk, &place);
  wait_for_text (&stage, "∂L/∂z", TRUE);
  run_for (&stage, 50);
  g_assert_cmpint (fl_session_get_row (stage.session), ==, 7);
  g_assert_false (fl_walk_window_get_place (stage.walk, &shown));

  fl_session_set_row (stage.session, (gssize) data->n_train); /* another view chooses */
  wait_for_text (&stage, "validation row", TRUE);
  stage_close (&stage);
}

static GtkWidget *
find_labelled (GtkWidget *widget, const char *label)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_labelled (child, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_follows_training (void)
{
  Stage stage;
  g_autofree char *before = NULL, *held = NULL, *still = NULL;
  GtkWidget *hold;
  DsItem layer;

  if (!stage_open (&stage))
    return;
  fl_walk_window_show_row (stage.walk, 0);
  wait_for_text (&stage, "epoch 0, step 0", TRUE);
  before = fl_walk_window_get_text (stage.walk);
  fl_session_set_speed (stage.session, 1000); /* a fast machine must not be done before it is looked at */
  fl_session_play (stage.session);
  wait_for_text (&stage, "epoch 0, step 0", FALSE);
  hold = find_labelled (GTK_WIDGET (stage.walk), "_Hold");
  g_assert_nonnull (hold);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (hold), TRUE);
  run_for (&stage, 400); /* what was under way has come in */
  held = fl_walk_window_get_text (stage.walk);
  run_for (&stage, 800);
  still = fl_walk_window_get_text (stage.walk);
  g_assert_cmpstr (held, ==, still);
  g_assert_cmpstr (held, !=, before);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (hold), FALSE);
  for (guint i = 0; i < 500 && g_strcmp0 (held, still) == 0; i++)
    {
      run_for (&stage, 10);
      g_free (still);
      still = fl_walk_window_get_text (stage.walk);
    }
  g_assert_cmpstr (held, !=, still);

  layer = fl_document_get_project (stage.document)->spec->layers[0]; /* another shape in mid-training */
  ds_item_set (&layer, "units", 3, NULL);
  fl_edit_set_layer (stage.document, 0, &layer, "units");
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *text = NULL;

      run_for (&stage, 400);
      text = fl_walk_window_get_text (stage.walk);
      if (strstr (text, "Neuron 4") != NULL && strstr (strstr (text, "Layer 1"), "Neuron 4") < strstr (text, "Layer 2"))
        g_assert_cmpuint (i, <, 2);
      else
        break;
    }
  stage_close (&stage);
}

static void
test_accessible (void)
{
  Stage stage;

  if (!stage_open (&stage))
    return;
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (stage.walk)), ==, "Worked example");
  g_assert_nonnull (find_labelled (GTK_WIDGET (stage.walk), "All _steps"));
  stage_close (&stage);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  displayed = gtk_init_check ();
  if (displayed)
    adw_init ();
  g_test_add_func ("/walk-window/rows-and-places", test_rows_and_places);
  g_test_add_func ("/walk-window/follows-training", test_follows_training);
  g_test_add_func ("/walk-window/accessible", test_accessible);
  return g_test_run ();
}
