/* What is taken away at once is offered back, for as long as it is the last thing done. Needs a display. */
#include "stage.h"

#include "fl-edit.h"
#include "fl-toasts.h"
#include "fl-undo-toast.h"

static GtkWidget *
new_view (FlSession *session)
{
  GtkWidget *toasts = adw_toast_overlay_new ();

  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (toasts), gtk_label_new ("network"));
  return toasts;
}

static guint
layers (Stage *stage)
{
  return fl_document_get_project (stage->document)->spec->n_layers;
}

static GtkWidget *
toast_of (Stage *stage)
{
  return find (stage->view, g_type_from_name ("AdwToastWidget"));
}

static void
test_take_back (void)
{
  Stage stage;
  guint n;

  if (!stage_open (&stage, NULL, new_view))
    return;
  n = layers (&stage);
  g_assert_false (fl_remove_layer (find (stage.view, GTK_TYPE_LABEL), stage.document, n - 1)); /* the output stays */
  g_assert_null (toast_of (&stage));
  g_assert_true (fl_remove_layer (find (stage.view, GTK_TYPE_LABEL), stage.document, 0));
  g_assert_cmpuint (layers (&stage), ==, n - 1);
  WAIT_FOR (toast_of (&stage) != NULL);
  g_assert_nonnull (find_shown (toast_of (&stage), is_label, "Dense layer 1 removed"));
  run_for (800); /* until a hand is there */
  g_signal_emit_by_name (find (toast_of (&stage), GTK_TYPE_BUTTON), "clicked");
  g_assert_cmpuint (layers (&stage), ==, n);
  g_assert_false (fl_document_can_undo (stage.document));
  WAIT_FOR (toast_of (&stage) == NULL);
  run_for (600); /* no window goes while a toast is on its way out */
  stage_close (&stage);
}

/* Faster than toasts come and go: there is one, and it takes back what was done last. */
static void
test_in_a_hurry (void)
{
  Stage stage;
  guint n;

  if (!stage_open (&stage, NULL, new_view))
    return;
  for (guint i = 0; i < 3; i++)
    {
      g_assert_true (fl_edit_duplicate_layer (stage.document, 0));
      n = layers (&stage);
      g_assert_true (fl_remove_layer (find (stage.view, GTK_TYPE_LABEL), stage.document, 0));
      run_for (60);
      g_assert_cmpuint (count (stage.view, g_type_from_name ("AdwToastWidget")), ==, 1);
    }
  run_for (1000);
  g_signal_emit_by_name (find (toast_of (&stage), GTK_TYPE_BUTTON), "clicked");
  g_assert_cmpuint (layers (&stage), ==, n);
  WAIT_FOR (toast_of (&stage) == NULL);
  run_for (600);
  stage_close (&stage);
}

static void
test_goes_with_the_next_edit (void)
{
  Stage stage;

  if (!stage_open (&stage, NULL, new_view))
    return;
  g_assert_true (fl_remove_layer (find (stage.view, GTK_TYPE_LABEL), stage.document, 0));
  WAIT_FOR (toast_of (&stage) != NULL);
  g_assert_true (fl_edit_set_seed (stage.document, 77));
  WAIT_FOR (toast_of (&stage) == NULL);
  g_assert_cmpstr (fl_document_undo_label (stage.document), ==, "change seed");
  run_for (600);
  stage_close (&stage);
}

/* A machine so busy that hands are faster than its frames: what makes way for an offer may still be on its way out when the offer has
 * gone. libadwaita 1.2 aborts where it is told to show that again. */
static void
test_no_frames (void)
{
  Stage stage;
  GtkWidget *label;

  if (!stage_open (&stage, NULL, new_view))
    return;
  label = find (stage.view, GTK_TYPE_LABEL);
  fl_toasts_say (label, "saved");
  run_for (100);
  g_assert_true (fl_remove_layer (label, stage.document, 0));
  g_usleep (800000);
  g_assert_true (fl_edit_set_seed (stage.document, 77));
  run_for (1000);
  stage_close (&stage);
}

/* The same is said once, however often it happens; what is new is said after it. */
static void
test_said_once (void)
{
  Stage stage;
  GtkWidget *label;

  if (!stage_open (&stage, NULL, new_view))
    return;
  label = find (stage.view, GTK_TYPE_LABEL);
  for (guint i = 0; i < 20; i++)
    fl_toasts_say (label, "a < b");
  WAIT_FOR (toast_of (&stage) != NULL);
  g_assert_nonnull (find_shown (toast_of (&stage), is_label, "a < b"));
  run_for (800);
  g_autoptr (GObject) first = g_object_ref (G_OBJECT (toast_of (&stage)));
  fl_toasts_say (label, "a < b"); /* later it is said anew: the first may be about to go */
  run_for (800);
  g_assert_true (G_OBJECT (toast_of (&stage)) != first);
  fl_toasts_say (label, "copied");
  run_for (100);
  g_assert_cmpuint (count (stage.view, g_type_from_name ("AdwToastWidget")), ==, 1);
  g_signal_emit_by_name (find (toast_of (&stage), GTK_TYPE_BUTTON), "clicked"); /* closes it */
  WAIT_FOR (toast_of (&stage) != NULL && find_shown (toast_of (&stage), is_label, "copied") != NULL);
  run_for (800);
  g_assert_cmpuint (count (stage.view, g_type_from_name ("AdwToastWidget")), ==, 1);
  stage_close (&stage);
}

/* Of the answers to what has been tried there is the last; what else waits is not lost by them. */
static void
test_answered (void)
{
  Stage stage;
  GtkWidget *label;

  if (!stage_open (&stage, NULL, new_view))
    return;
  label = find (stage.view, GTK_TYPE_LABEL);
  fl_toasts_answer (label, "not 1");
  WAIT_FOR (toast_of (&stage) != NULL);
  run_for (1000);
  fl_toasts_say (label, "saved");
  fl_toasts_answer (label, "not 2");
  fl_toasts_answer (label, "not 3");
  WAIT_FOR (toast_of (&stage) != NULL && find_shown (toast_of (&stage), is_label, "saved") != NULL);
  run_for (1000);
  g_signal_emit_by_name (find (toast_of (&stage), GTK_TYPE_BUTTON), "clicked"); /* closes it */
  WAIT_FOR (toast_of (&stage) != NULL && find_shown (toast_of (&stage), is_label, "not ") != NULL);
  g_assert_nonnull (find_shown (toast_of (&stage), is_label, "not 3"));
  run_for (1000);
  stage_close (&stage);
}

typedef struct
{
  gboolean holds;
  guint undone, over, freed;
} Way;

static gboolean
way_holds (gpointer data)
{
  return ((Way *) data)->holds;
}

static void
way_undo (gpointer data)
{
  g_assert_cmpuint (((Way *) data)->over, ==, 0);
  ((Way *) data)->undone++;
}

static void
way_over (gpointer data)
{
  ((Way *) data)->over++;
}

static void
way_free (gpointer data)
{
  ((Way *) data)->freed++;
}

/* Another way back than undo: it lasts while it holds, and is taken once. */
static void
test_way_back (void)
{
  Stage stage;
  Way way = { .holds = TRUE };
  FlWayBack back = { "Training reset", 10, way_holds, way_undo, way_over, &way, way_free };

  if (!stage_open (&stage, NULL, new_view))
    return;
  fl_offer_way_back (find (stage.view, GTK_TYPE_LABEL), stage.document, &back);
  WAIT_FOR (toast_of (&stage) != NULL);
  g_assert_true (fl_edit_set_seed (stage.document, 77));
  run_for (800);
  g_assert_nonnull (toast_of (&stage));
  fl_offer_way_back (find (stage.view, GTK_TYPE_LABEL), stage.document, &back); /* the same again */
  g_assert_cmpuint (way.over, ==, 0);
  g_assert_cmpuint (way.freed, ==, 1);
  g_signal_emit_by_name (find (toast_of (&stage), GTK_TYPE_BUTTON), "clicked");
  g_assert_cmpuint (way.undone, ==, 1);
  g_assert_cmpuint (way.over, ==, 1);
  g_assert_cmpuint (way.freed, ==, 2);
  g_assert_true (fl_document_can_undo (stage.document));
  WAIT_FOR (toast_of (&stage) == NULL);
  run_for (600);
  fl_offer_way_back (find (stage.view, GTK_TYPE_LABEL), stage.document, &back);
  run_for (800);
  way.holds = FALSE;
  fl_offer_check (stage.view);
  WAIT_FOR (toast_of (&stage) == NULL);
  g_assert_cmpuint (way.undone, ==, 1);
  g_assert_cmpuint (way.over, ==, 2);
  run_for (600);
  back.holds = NULL; /* until the next edit */
  fl_offer_way_back (find (stage.view, GTK_TYPE_LABEL), stage.document, &back);
  run_for (800);
  fl_document_undo (stage.document);
  WAIT_FOR (toast_of (&stage) == NULL);
  g_assert_cmpuint (way.undone, ==, 1);
  run_for (600);
  stage_close (&stage);
}

int
main (int argc, char **argv)
{
  stage_init (&argc, &argv);
  g_test_add_func ("/undo-toast/take-back", test_take_back);
  g_test_add_func ("/undo-toast/in-a-hurry", test_in_a_hurry);
  g_test_add_func ("/undo-toast/goes-with-the-next-edit", test_goes_with_the_next_edit);
  g_test_add_func ("/undo-toast/no-frames", test_no_frames);
  g_test_add_func ("/undo-toast/said-once", test_said_once);
  g_test_add_func ("/undo-toast/answered", test_answered);
  g_test_add_func ("/undo-toast/way-back", test_way_back);
  return g_test_run ();
}
