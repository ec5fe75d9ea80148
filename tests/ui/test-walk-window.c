/* The worked example: it shows a row or a place, follows training unless held, and gives the same as text. Needs a display. */
#include "stage.h"

#include <string.h>

#include "fl-edit.h"
#include "fl-walk-window.h"

/* Until the text holds `words`, or no longer does; fails after ten seconds. */
static void
wait_for_text (Stage *stage, const char *words, gboolean there)
{
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *text = fl_walk_window_get_text (FL_WALK_WINDOW (stage->window));

      if (text != NULL && (strstr (text, words) != NULL) == there)
        return;
      run_for (10);
    }
  g_error ("the worked example does %s \"%s\"", there ? "not say" : "still say", words);
}

static gboolean
open_walk (Stage *stage)
{
  if (!stage_open (stage, NULL, fl_walk_window_new))
    return FALSE;
  stage_follow (stage->window, stage->session);
  WAIT_FOR (fl_session_get_frame (stage->session) != NULL);
  return TRUE;
}

static gboolean
is_drop_down (GtkWidget *widget, gconstpointer what)
{
  return GTK_IS_DROP_DOWN (widget);
}

static void
test_rows_and_places (void)
{
  Stage stage;
  GtkWidget *answer;
  DsPrepared *data;
  FlWalkPlace place = { 0, 1, 0, 0, 0.01, 0.01 }, shown;

  if (!open_walk (&stage))
    return;
  data = fl_session_get_data (stage.session);
  fl_walk_window_show_row (FL_WALK_WINDOW (stage.window), 3);
  wait_for_text (&stage, "training row, class", TRUE);
  wait_for_text (&stage, "∂L/∂z", TRUE);
  g_assert_cmpint (fl_session_get_row (stage.session), ==, 3);
  g_assert_false (fl_walk_window_get_place (FL_WALK_WINDOW (stage.window), &shown));

  place.x = 100; /* far from every row: there the answer is supposed, first that of the nearest row */
  fl_walk_window_show_place (FL_WALK_WINDOW (stage.window), &place);
  wait_for_text (&stage, "x₁ = 100", TRUE);
  wait_for_text (&stage, "If the right answer here were class", TRUE);
  wait_for_text (&stage, "∂L/∂z", TRUE);
  answer = await_shown (stage.window, is_drop_down, NULL);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *said = g_strdup_printf ("If the right answer here were class %s", data->class_names[i]);

      gtk_drop_down_set_selected (GTK_DROP_DOWN (answer), i);
      wait_for_text (&stage, said, TRUE);
    }
  g_assert_true (fl_walk_window_get_place (FL_WALK_WINDOW (stage.window), &shown));
  g_assert_cmpfloat (shown.x, ==, 100);
  g_assert_cmpint (fl_session_get_row (stage.session), ==, -1);

  place.x = data->raw[7 * 2] + 0.001; /* almost on a row: that row is meant, by every view */
  place.y = data->raw[7 * 2 + 1];
  fl_walk_window_show_place (FL_WALK_WINDOW (stage.window), &place);
  WAIT_FOR (fl_session_get_row (stage.session) == 7);
  g_assert_false (fl_walk_window_get_place (FL_WALK_WINDOW (stage.window), &shown));

  g_assert_false (gtk_widget_get_visible (gtk_widget_get_parent (answer))); /* a row has its own */
  fl_session_set_row (stage.session, (gssize) data->n_train); /* another view chooses */
  wait_for_text (&stage, "validation row", TRUE);
  stage_close (&stage);
}

static void
test_follows_training (void)
{
  Stage stage;
  g_autofree char *before = NULL, *held = NULL, *still = NULL;
  GtkWidget *hold;
  DsItem layer;

  if (!open_walk (&stage))
    return;
  fl_walk_window_show_row (FL_WALK_WINDOW (stage.window), 0);
  wait_for_text (&stage, "epoch 0, step 0", TRUE);
  before = fl_walk_window_get_text (FL_WALK_WINDOW (stage.window));
  fl_session_set_speed (stage.session, 1000); /* a fast machine must not be done before it is looked at */
  fl_session_play (stage.session);
  wait_for_text (&stage, "epoch 0, step 0", FALSE);
  hold = find_shown (stage.window, is_button, "_Hold");
  g_assert_nonnull (hold);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (hold), TRUE);
  run_for (400); /* what was under way has come in */
  held = fl_walk_window_get_text (FL_WALK_WINDOW (stage.window));
  run_for (800);
  still = fl_walk_window_get_text (FL_WALK_WINDOW (stage.window));
  g_assert_cmpstr (held, ==, still);
  g_assert_cmpstr (held, !=, before);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (hold), FALSE);
  for (guint i = 0; i < 500 && g_strcmp0 (held, still) == 0; i++)
    {
      run_for (10);
      g_free (still);
      still = fl_walk_window_get_text (FL_WALK_WINDOW (stage.window));
    }
  g_assert_cmpstr (held, !=, still);

  layer = fl_document_get_project (stage.document)->spec->layers[0]; /* another shape in mid-training */
  ds_item_set (&layer, "units", 3, NULL);
  fl_edit_set_layer (stage.document, 0, &layer, "units");
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *text = NULL;

      run_for (400);
      text = fl_walk_window_get_text (FL_WALK_WINDOW (stage.window));
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

  if (!open_walk (&stage))
    return;
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (stage.window)), ==, "Worked example");
  g_assert_nonnull (find_shown (stage.window, is_button, "All _steps"));
  stage_close (&stage);
}

int
main (int argc, char **argv)
{
  stage_init (&argc, &argv);
  g_test_add_func ("/walk-window/rows-and-places", test_rows_and_places);
  g_test_add_func ("/walk-window/follows-training", test_follows_training);
  g_test_add_func ("/walk-window/accessible", test_accessible);
  return g_test_run ();
}
