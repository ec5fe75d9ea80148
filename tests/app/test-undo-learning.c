/* Undo brings learning back: the run is what it was before the edit, however long it trained with it. */
#include "fl-session-fixture.h"

static const char spirals_3_layers[]
    = "{\"fallline\": 1, \"seed\": 3, \"data\": {\"source\": {\"type\": \"generator\", \"name\": \"spirals\", \"noise\": 0.05}, \"task\": \"classification\"},"
      " \"network\": [{\"type\": \"dense\", \"units\": 8, \"activation\": \"tanh\"}, {\"type\": \"dense\", \"units\": 8, \"activation\": \"tanh\"},"
      " {\"type\": \"dense\", \"units\": \"auto\"}],"
      " \"training\": {\"loss\": \"binary_cross_entropy\", \"optimizer\": {\"type\": \"adam\", \"learning_rate\": 0.01}, \"stop\": {\"epochs\": null}}}";

typedef struct
{
  guint64 step;
  double loss;
  GBytes *weights;
} State;

static State
state (Fixture *f)
{
  const NnFrame *now = frame (f);

  return (State){ now->step, now->train_loss, g_bytes_new (now->weights, now->n_weights * sizeof (float)) };
}

/* Waits until the run shows exactly that again, and frees it. */
static void
wait_for_state (Fixture *f, State wanted)
{
  WAIT_FOR (f, !fl_session_is_loading (f->session) && frame (f) != NULL && frame (f)->step == wanted.step
                   && frame (f)->n_weights * sizeof (float) == g_bytes_get_size (wanted.weights));
  g_assert_cmpfloat (frame (f)->train_loss, ==, wanted.loss);
  g_assert_cmpmem (frame (f)->weights, frame (f)->n_weights * sizeof (float), g_bytes_get_data (wanted.weights, NULL),
                   g_bytes_get_size (wanted.weights));
  g_bytes_unref (wanted.weights);
}

static void
train_to (Fixture *f, guint64 step)
{
  fl_session_play (f->session);
  WAIT_FOR (f, frame (f) != NULL && frame (f)->step >= step);
  fl_session_pause (f->session);
  WAIT_FOR (f, frame (f)->state == NN_PAUSED);
}

/* Trained, edited, trained on: undo, redo and undo again. */
static void
there_and_back (Fixture *f, State before)
{
  State after;

  WAIT_FOR (f, !fl_session_is_loading (f->session) && frame (f) != NULL && frame (f)->step == 0);
  train_to (f, 200);
  after = state (f);
  fl_document_undo (f->document);
  wait_for_state (f, (State){ before.step, before.loss, g_bytes_ref (before.weights) });
  fl_document_redo (f->document);
  wait_for_state (f, after);
  fl_document_undo (f->document);
  wait_for_state (f, before);
}

static void
test_edits (Fixture *f, gconstpointer text)
{
  State before;

  wait_ready (f);
  set_learning_rate (f, 0.02);
  train_to (f, 400);
  before = state (f);
  g_assert_true (fl_edit_remove_layer (f->document, 0));
  there_and_back (f, before);
  before = state (f);
  g_assert_true (fl_edit_duplicate_layer (f->document, 1));
  there_and_back (f, before);
  before = state (f);
  g_assert_true (fl_edit_change_units (f->document, 0, 1));
  there_and_back (f, before);
  before = state (f);
  g_assert_true (fl_edit_set_seed (f->document, 77));
  there_and_back (f, before);
}

static void
test_other_data (Fixture *f, gconstpointer text)
{
  guint n;
  const DsType *const *types = ds_generators (&n);
  DsItem circles = ds_item (ds_type_find (types, n, "circles"));
  State before;

  wait_ready (f);
  train_to (f, 400);
  before = state (f);
  g_assert_true (fl_edit_set_generator (f->document, &circles, NULL));
  there_and_back (f, before);
}

/* While it plays it plays on from there. */
static void
test_while_training (Fixture *f, gconstpointer text)
{
  guint64 left;

  wait_ready (f);
  train_to (f, 2000);
  left = frame (f)->step;
  fl_session_set_speed (f->session, 500);
  g_assert_true (fl_edit_remove_layer (f->document, 1));
  WAIT_FOR (f, frame (f)->step == 0);
  fl_session_play (f->session);
  WAIT_FOR (f, frame (f)->step > 20);
  fl_document_undo (f->document);
  WAIT_FOR (f, frame (f)->step > left);
  g_assert_cmpuint (frame (f)->step, <, left + 2000);
  g_assert_true (fl_session_is_playing (f->session));
}

/* A weight set by hand is taken back after the layer removed later has come back, in the network it was set in. */
static void
test_weight (Fixture *f, gconstpointer text)
{
  float was;

  wait_ready (f);
  train_to (f, 100);
  was = frame (f)->weights[30];
  g_assert_true (fl_session_set_weight (f->session, 30, 2.5f, "set weight"));
  WAIT_FOR (f, frame (f)->weights[30] == 2.5f);
  {
    State before = state (f);

    g_assert_true (fl_edit_remove_layer (f->document, 1));
    there_and_back (f, before);
  }
  fl_document_undo (f->document);
  WAIT_FOR (f, frame (f)->weights[30] == was);
  fl_document_redo (f->document);
  WAIT_FOR (f, frame (f)->weights[30] == 2.5f);
}

/* From a branch back to before it: the run that it left knows what was there. */
static void
test_before_the_branch (Fixture *f, gconstpointer text)
{
  FlRun *first;
  State before;

  wait_ready (f);
  train_to (f, 300);
  before = state (f);
  first = fl_session_get_run (f->session);
  g_assert_true (fl_edit_remove_layer (f->document, 1));
  WAIT_FOR (f, frame (f)->step == 0);
  train_to (f, 100);
  fl_session_seek (f->session, 50, FALSE);
  g_assert_true (fl_session_branch (f->session, NULL));
  train_to (f, 200);
  g_assert_true (fl_session_get_run (f->session) != first);
  while (fl_document_get_project (f->document)->spec->n_layers < 3)
    fl_document_undo (f->document);
  wait_for_state (f, before);
  g_assert_true (fl_session_get_run (f->session) == first);
}

/* A branch that another seed began anew, and back. */
static void
test_seed_of_a_branch (Fixture *f, gconstpointer text)
{
  State before;

  wait_ready (f);
  train_to (f, 300);
  fl_session_seek (f->session, 50, FALSE);
  g_assert_true (fl_session_branch (f->session, NULL));
  train_to (f, 200);
  before = state (f);
  g_assert_true (fl_edit_set_seed (f->document, 11));
  there_and_back (f, before);
}

/* The same at once, before the branch has taken a step. */
static void
test_seed_of_a_new_branch (Fixture *f, gconstpointer text)
{
  State before;

  wait_ready (f);
  train_to (f, 300);
  fl_session_seek (f->session, 50, FALSE);
  before = state (f);
  g_assert_cmpuint (before.step, >, 0);
  g_assert_true (fl_session_branch (f->session, NULL));
  g_assert_true (fl_edit_set_seed (f->document, 11));
  there_and_back (f, before);
}

static void
test_reset (Fixture *f, gconstpointer text)
{
  guint rows;
  State before;

  wait_ready (f);
  g_assert_false (fl_session_reset_keeping (f->session)); /* nothing had been learned */
  train_to (f, 400);
  before = state (f);
  rows = (guint) nn_series_length (frame (f)->epochs);
  g_assert_true (fl_session_reset_keeping (f->session));
  WAIT_FOR (f, frame (f)->step == 0);
  fl_session_set_speed (f->session, 100);
  fl_session_play (f->session);
  WAIT_FOR (f, frame (f)->step > 3);
  g_assert_true (fl_session_reset_keeping (f->session)); /* a key held down: not the last few steps are kept */
  fl_session_unreset (f->session);
  wait_for_state (f, before);
  g_assert_cmpuint (nn_series_length (frame (f)->epochs), ==, rows);
  g_assert_cmpuint (nn_history_length (frame (f)->history), >, 2);
  g_assert_false (fl_session_is_playing (f->session));
  g_assert_cmpint (frame (f)->state, ==, NN_PAUSED);
  g_assert_false (fl_session_can_unreset (f->session));
}

/* A setting changed after the reset stays; with other layers there is no way back, and with them as they were there is again. */
static void
test_reset_and_edit (Fixture *f, gconstpointer text)
{
  State before;

  wait_ready (f);
  train_to (f, 400);
  before = state (f);
  g_assert_true (fl_session_reset_keeping (f->session));
  WAIT_FOR (f, frame (f)->step == 0);
  g_assert_true (fl_edit_remove_layer (f->document, 0));
  g_assert_false (fl_session_can_unreset (f->session));
  fl_document_undo (f->document);
  WAIT_FOR (f, !fl_session_is_loading (f->session));
  set_learning_rate (f, 0.02);
  g_assert_true (fl_session_can_unreset (f->session));
  fl_session_unreset (f->session);
  WAIT_FOR (f, frame (f)->step == before.step && ds_item_get (&frame (f)->spec->optimizer, "learning_rate") == 0.02);
  g_assert_cmpmem (frame (f)->weights, frame (f)->n_weights * sizeof (float), g_bytes_get_data (before.weights, NULL),
                   g_bytes_get_size (before.weights)); /* the loss is measured anew, as after any change */
  g_bytes_unref (before.weights);
  g_assert_true (fl_session_reset_keeping (f->session));
  fl_session_settle_reset (f->session); /* the offer is gone */
  g_assert_false (fl_session_can_unreset (f->session));
}

#define ADD(name, func) g_test_add ("/undo-learning/" name, Fixture, spirals_3_layers, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("edits", test_edits);
  ADD ("other-data", test_other_data);
  ADD ("while-training", test_while_training);
  ADD ("weight", test_weight);
  ADD ("before-the-branch", test_before_the_branch);
  ADD ("seed-of-a-branch", test_seed_of_a_branch);
  ADD ("seed-of-a-new-branch", test_seed_of_a_new_branch);
  ADD ("reset", test_reset);
  ADD ("reset-and-edit", test_reset_and_edit);
  return g_test_run ();
}
