/* Looking back and branching: what is shown is what was, the present waits, a branch gives the run's own bits, and the document
 * goes with the current run. */
#include "fl-session-fixture.h"

static void
train_to (Fixture *f, guint64 step)
{
  fl_session_play (f->session);
  WAIT_FOR (f, frame (f)->step >= step);
  fl_session_pause (f->session);
  WAIT_FOR (f, frame (f)->state == NN_PAUSED);
}

static void
train_epochs (Fixture *f, guint64 epochs)
{
  NnSpec spec = *fl_document_get_project (f->document)->spec;

  spec.stop_epochs = epochs;
  fl_edit_set_training (f->document, &spec, "stop after epochs", NULL);
  fl_session_play (f->session);
  WAIT_FOR (f, !fl_session_is_playing (f->session) && frame (f)->epoch == epochs);
}

static NnHistory *
history (Fixture *f)
{
  return fl_run_get_history (fl_session_get_run (f->session));
}

static void
test_seek (Fixture *f, gconstpointer text)
{
  g_autofree float *first = NULL, *last = NULL;
  guint64 end;
  gsize bytes;

  g_assert_false (fl_session_seek (f->session, 0, FALSE)); /* nothing there yet */
  g_assert_false (fl_session_step_back (f->session));
  wait_ready (f);
  bytes = frame (f)->n_weights * sizeof (float);
  first = g_memdup2 (frame (f)->weights, bytes);
  train_to (f, 500);
  end = frame (f)->step;
  last = g_memdup2 (frame (f)->weights, bytes);

  f->frames = f->changes = 0;
  g_assert_true (fl_session_seek (f->session, 0, FALSE));
  g_assert_cmpuint (f->frames, ==, 1);
  g_assert_cmpuint (f->changes, ==, 1);
  g_assert_false (fl_session_is_live (f->session));
  g_assert_cmpuint (frame (f)->step, ==, 0);
  g_assert_cmpmem (frame (f)->weights, bytes, first, bytes);
  g_assert_cmpuint (fl_session_get_live_frame (f->session)->step, ==, end);
  g_assert_cmpuint (frame (f)->run, ==, fl_session_get_live_frame (f->session)->run);

  fl_session_live (f->session);
  g_assert_true (fl_session_is_live (f->session));
  g_assert_cmpuint (frame (f)->step, ==, end);
  g_assert_cmpmem (frame (f)->weights, bytes, last, bytes);
}

/* Seeking stops the training under the hand; Train goes on from the present. */
static void
test_seek_while_training (Fixture *f, gconstpointer text)
{
  guint64 end;

  wait_ready (f);
  fl_session_play (f->session);
  WAIT_FOR (f, frame (f)->step >= 300);
  g_assert_true (fl_session_seek (f->session, 100, FALSE));
  g_assert_false (fl_session_is_playing (f->session));
  WAIT_FOR (f, fl_session_get_live_frame (f->session)->state == NN_PAUSED);
  g_assert_cmpuint (frame (f)->step, <, 300);
  end = fl_session_get_live_frame (f->session)->step;
  fl_session_play (f->session);
  g_assert_true (fl_session_is_live (f->session));
  WAIT_FOR (f, frame (f)->step > end);
}

/* One step at a time, through steps that were never kept, to the present and beyond. */
static void
test_steps (Fixture *f, gconstpointer text)
{
  g_autofree float *last = NULL;
  guint64 end;
  gsize bytes;

  wait_ready (f);
  bytes = frame (f)->n_weights * sizeof (float);
  train_to (f, 2000);
  end = frame (f)->step;
  last = g_memdup2 (frame (f)->weights, bytes);
  for (guint64 i = 1; i <= 5; i++)
    {
      g_assert_true (fl_session_step_back (f->session));
      WAIT_FOR (f, frame (f)->step == end - i);
    }
  g_assert_cmpint (memcmp (frame (f)->weights, last, bytes), !=, 0);
  for (guint i = 0; i < 3; i++) /* faster than they are computed: none is lost */
    fl_session_step_back (f->session);
  WAIT_FOR (f, frame (f)->step == end - 8);
  for (guint64 i = 1; i < 8; i++)
    {
      fl_session_step (f->session);
      WAIT_FOR (f, frame (f)->step == end - 8 + i);
    }
  g_assert_false (fl_session_is_live (f->session));
  fl_session_step (f->session);
  g_assert_true (fl_session_is_live (f->session));
  g_assert_cmpuint (frame (f)->step, ==, end);
  fl_session_step (f->session);
  WAIT_FOR (f, frame (f)->step == end + 1);
}

static void
test_exact (Fixture *f, gconstpointer text)
{
  guint64 step = 1;

  wait_ready (f);
  train_to (f, 2000);
  while (nn_moment_step (nn_history_get (history (f), nn_history_find (history (f), step))) == step)
    step++;
  fl_session_seek (f->session, step, FALSE);
  g_assert_cmpuint (frame (f)->step, !=, step);
  fl_session_seek (f->session, step, TRUE);
  WAIT_FOR (f, frame (f)->step == step);
  fl_session_seek (f->session, step + 500, TRUE); /* on its way, and not wanted any more */
  fl_session_live (f->session);
  for (guint i = 0; i < 50; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
    }
  g_assert_true (fl_session_is_live (f->session));
}

/* The same bits at the same step, and the old run as it was left. */
static void
test_branch (Fixture *f, gconstpointer text)
{
  g_autofree float *last = NULL;
  g_autoptr (GError) error = NULL;
  GListModel *runs;
  FlRun *first, *second;
  guint64 end, origin_step, at;
  gsize bytes;

  g_assert_false (fl_session_branch (f->session, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  wait_ready (f);
  bytes = frame (f)->n_weights * sizeof (float);
  train_epochs (f, 40);
  end = frame (f)->step;
  last = g_memdup2 (frame (f)->weights, bytes);
  first = fl_session_get_run (f->session);
  fl_session_seek (f->session, end / 3, FALSE);
  at = frame (f)->step;
  g_assert_true (fl_session_branch (f->session, &error));
  g_assert_no_error (error);
  second = fl_session_get_run (f->session);
  runs = fl_session_get_runs (f->session);
  g_assert_true (second != first);
  g_assert_cmpuint (g_list_model_get_n_items (runs), ==, 2);
  g_assert_true (fl_session_is_live (f->session));
  g_assert_cmpuint (frame (f)->step, ==, at);
  g_assert_cmpuint (fl_run_get_origin (second, &origin_step), ==, fl_run_get_number (first));
  g_assert_cmpuint (origin_step, ==, at);
  g_assert_cmpuint (fl_run_get_origin (first, NULL), ==, 0);

  fl_session_play (f->session);
  WAIT_FOR (f, !fl_session_is_playing (f->session) && frame (f)->epoch == 40);
  g_assert_cmpuint (frame (f)->step, ==, end);
  g_assert_cmpmem (frame (f)->weights, bytes, last, bytes);
  g_assert_cmpuint (nn_moment_step (nn_history_get (history (f), 0)), ==, 0); /* what was before can be looked at here too */

  g_assert_true (fl_session_set_run (f->session, first));
  g_assert_cmpuint (frame (f)->step, ==, end);
  g_assert_cmpmem (frame (f)->weights, bytes, last, bytes);
  g_assert_false (fl_session_set_run (f->session, first));
}

/* The document has the settings of the state; later edits are the branch's alone. */
static void
test_branch_settings (Fixture *f, gconstpointer text)
{
  FlRun *first;
  guint64 edited;

  wait_ready (f);
  train_to (f, 400);
  edited = frame (f)->step;
  set_learning_rate (f, 0.05);
  WAIT_FOR (f, frame (f)->spec == fl_document_get_project (f->document)->spec);
  train_to (f, edited + 400);
  first = fl_session_get_run (f->session);

  fl_session_seek (f->session, edited / 2, FALSE);
  g_assert_true (fl_session_branch (f->session, NULL));
  g_assert_cmpfloat (ds_item_get (&fl_document_get_project (f->document)->spec->optimizer, "learning_rate"), ==, 0.01);
  fl_session_step (f->session);
  WAIT_FOR (f, frame (f)->step == edited / 2 + 1 || frame (f)->step > 1);
  g_assert_cmpfloat (frame (f)->learning_rate, ==, 0.01);
  set_learning_rate (f, 0.002);
  WAIT_FOR (f, frame (f)->learning_rate == 0.002);

  g_assert_true (fl_session_set_run (f->session, first));
  g_assert_cmpfloat (ds_item_get (&fl_document_get_project (f->document)->spec->optimizer, "learning_rate"), ==, 0.05);
  WAIT_FOR (f, frame (f)->learning_rate == 0.05);
  fl_document_undo (f->document); /* nothing of what was edited is lost */
  g_assert_cmpfloat (ds_item_get (&fl_document_get_project (f->document)->spec->optimizer, "learning_rate"), ==, 0.002);
}

/* Undo and redo of a change of runs are that again: no run gets the network of another, which would end it. */
static void
test_undo_change_of_runs (Fixture *f, gconstpointer text)
{
  FlRun *first, *branch;
  guint64 end;

  wait_ready (f);
  train_to (f, 300);
  end = frame (f)->step;
  first = fl_session_get_run (f->session);
  fl_session_seek (f->session, end / 2, FALSE);
  g_assert_true (fl_session_branch (f->session, NULL));
  branch = fl_session_get_run (f->session);
  g_assert_true (fl_edit_duplicate_layer (f->document, 0));
  train_to (f, 20);
  set_learning_rate (f, 0.004);
  g_assert_true (fl_session_get_run (f->session) == branch);
  g_assert_true (fl_session_set_run (f->session, first));
  g_assert_cmpuint (frame (f)->step, ==, end);
  fl_document_undo (f->document);
  g_assert_true (fl_session_get_run (f->session) == branch);
  g_assert_cmpuint (fl_run_get_frame (first)->step, ==, end);
  fl_document_redo (f->document);
  g_assert_true (fl_session_get_run (f->session) == first);
  g_assert_cmpuint (frame (f)->step, ==, end);
  fl_document_undo (f->document);
  fl_document_undo (f->document); /* an edit of the branch: it stays */
  g_assert_true (fl_session_get_run (f->session) == branch);
  WAIT_FOR (f, frame (f)->learning_rate == 0.01);
  g_assert_cmpuint (fl_run_get_frame (first)->step, ==, end);
  g_assert_cmpuint (nn_history_length (fl_run_get_history (first)), >, 1);
}

/* A branch from before other data came trains on those it had. */
static void
test_branch_data (Fixture *f, gconstpointer text)
{
  DsItem generator = fl_document_get_project (f->document)->source->generator;
  DsPrepared *before;
  guint64 at;

  wait_ready (f);
  before = fl_session_get_data (f->session);
  train_to (f, 200);
  at = frame (f)->step;
  ds_item_set (&generator, "noise", 0.2, NULL);
  fl_edit_set_generator (f->document, &generator, "noise");
  WAIT_FOR (f, !fl_session_is_loading (f->session) && frame (f)->data != before);
  train_to (f, at + 200);
  fl_session_seek (f->session, at / 2, FALSE);
  g_assert_true (frame (f)->data == before);
  g_assert_true (fl_session_branch (f->session, NULL));
  g_assert_false (fl_session_is_loading (f->session));
  g_assert_true (fl_session_get_data (f->session) == before);
  g_assert_cmpfloat (ds_item_get (&fl_document_get_project (f->document)->source->generator, "noise"), ==, 0.05);
  train_to (f, at);
  g_assert_true (frame (f)->data == before);
}

/* What is edited is the present; but weights seen in the past are edited on a branch. */
static void
said_cb (FlSession *session, const char *said, char **text)
{
  g_free (*text);
  *text = g_strdup (said);
}

/* A weight set in one run is taken back there, from another one, too; where that cannot be, undo says so. */
static void
test_weight_of_another_run (Fixture *f, gconstpointer text)
{
  g_autofree char *said = NULL;
  FlRun *first;
  float before;

  wait_ready (f);
  g_signal_connect (f->session, "said", G_CALLBACK (said_cb), &said);
  train_to (f, 50);
  before = frame (f)->weights[3];
  g_assert_true (fl_session_set_weight (f->session, 3, 1.5f, "change weight"));
  WAIT_FOR (f, frame (f)->weights[3] == 1.5f);
  first = fl_session_get_run (f->session);
  g_assert_true (fl_session_branch (f->session, NULL));
  g_assert_true (fl_session_get_run (f->session) != first);
  fl_document_undo (f->document);
  g_assert_true (fl_session_get_run (f->session) == first);
  WAIT_FOR (f, frame (f)->weights[3] == before);
  g_assert_cmpstr (said, ==, "The weight was set in Run 1, and is set there");
  fl_document_redo (f->document);
  WAIT_FOR (f, frame (f)->weights[3] == 1.5f);

  g_assert_true (fl_session_remove_run (f->session, first));
  fl_document_undo (f->document);
  g_assert_cmpstr (said, ==, "This weight was set in a run that has changed since or is gone: it stays as it is");
}

static void
test_edits_while_looking_back (Fixture *f, gconstpointer text)
{
  g_autofree float *weights = NULL;
  FlRun *first;
  guint64 end;

  wait_ready (f);
  train_to (f, 300);
  end = frame (f)->step;
  fl_session_seek (f->session, 10, TRUE);
  WAIT_FOR (f, frame (f)->step == 10);
  set_learning_rate (f, 0.02);
  g_assert_true (fl_session_is_live (f->session));
  g_assert_cmpuint (frame (f)->step, ==, end);

  first = fl_session_get_run (f->session);
  fl_session_seek (f->session, 10, TRUE);
  WAIT_FOR (f, frame (f)->step == 10);
  weights = g_memdup2 (frame (f)->weights, frame (f)->n_weights * sizeof (float));
  weights[0] = 1.5f;
  g_assert_true (fl_session_set_weights (f->session, weights, frame (f)->n_weights, "load weights"));
  g_assert_true (fl_session_get_run (f->session) != first);
  WAIT_FOR (f, frame (f)->weights[0] == 1.5f);
  g_assert_cmpuint (frame (f)->step, ==, 10);
  g_assert_cmpuint (fl_run_get_frame (first)->step, ==, end);
}

static void
test_remove (Fixture *f, gconstpointer text)
{
  GListModel *runs = fl_session_get_runs (f->session);
  g_autoptr (FlRun) first = NULL;

  wait_ready (f);
  train_to (f, 100);
  first = g_object_ref (fl_session_get_run (f->session));
  g_assert_false (fl_session_remove_run (f->session, first)); /* the only one */
  fl_session_seek (f->session, 20, FALSE);
  g_assert_true (fl_session_branch (f->session, NULL));
  g_assert_true (fl_session_remove_run (f->session, first));
  g_assert_cmpuint (g_list_model_get_n_items (runs), ==, 1);
  fl_session_restore_run (f->session, first);
  g_assert_cmpuint (g_list_model_get_n_items (runs), ==, 2);
  g_assert_true (fl_session_set_run (f->session, first));
  train_to (f, fl_run_get_frame (first)->step + 10);
  g_assert_true (fl_session_remove_run (f->session, first)); /* the current one: the other takes its place */
  g_assert_true (fl_session_get_run (f->session) != first);
  g_assert_cmpuint (g_list_model_get_n_items (runs), ==, 1);

  /* Another project takes its runs along. */
  fl_session_restore_run (f->session, first);
  fl_session_seek (f->session, 0, FALSE);
  {
    g_autoptr (FlProject) other = parse (spirals);

    fl_document_edit (f->document, other, NULL, NULL);
  }
  WAIT_FOR (f, !fl_session_is_loading (f->session) && frame (f) != NULL && frame (f)->step == 0);
  g_assert_true (fl_session_is_live (f->session));
  g_assert_cmpuint (g_list_model_get_n_items (runs), ==, 1);
}

/* Undo across the removal of a run of another network brings that run back, as it was: the one that stayed keeps its own. */
static void
test_undo_removal (Fixture *f, gconstpointer text)
{
  FlRun *first, *branch;
  guint64 end, edited;

  wait_ready (f);
  train_to (f, 300);
  end = frame (f)->step;
  first = fl_session_get_run (f->session);
  g_assert_true (fl_session_branch (f->session, NULL));
  branch = fl_session_get_run (f->session);
  g_assert_true (fl_edit_duplicate_layer (f->document, 0));
  train_to (f, 20);
  edited = frame (f)->step;
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (fl_session_remove_run (f->session, branch));
      g_assert_true (fl_session_get_run (f->session) == first);
      g_assert_cmpuint (frame (f)->step, ==, end);
      fl_document_undo (f->document);
      g_assert_true (fl_session_get_run (f->session) == branch);
      g_assert_cmpuint (frame (f)->step, ==, edited);
      g_assert_cmpuint (g_list_model_get_n_items (fl_session_get_runs (f->session)), ==, 2);
      g_assert_cmpuint (fl_run_get_frame (first)->step, ==, end);
      g_assert_cmpuint (nn_history_length (fl_run_get_history (first)), >, 1);
    }
  train_to (f, edited + 10); /* it goes on */
  fl_document_redo (f->document);
  g_assert_true (fl_session_get_run (f->session) == first);
  g_assert_cmpuint (frame (f)->step, ==, end);
}

/* Two runs of one session train at the same time. */
static void
test_together (Fixture *f, gconstpointer text)
{
  FlRun *first;
  guint64 step;

  wait_ready (f);
  train_to (f, 100);
  first = fl_session_get_run (f->session);
  step = fl_run_get_frame (first)->step;
  g_assert_true (fl_session_branch (f->session, NULL));
  fl_session_play (f->session);
  fl_run_play (first);
  WAIT_FOR (f, (fl_run_update (first), fl_run_get_frame (first)->step > step + 100) && frame (f)->step > step + 100);
}

static void
test_budget (Fixture *f, gconstpointer text)
{
  g_assert_cmpuint (fl_session_get_history_budget (f->session), ==, NN_HISTORY_BUDGET);
  fl_session_set_history_budget (f->session, 100000);
  wait_ready (f);
  train_to (f, 1000);
  g_assert_cmpuint (nn_history_bytes (history (f)), <=, 100000);
  fl_session_set_history_budget (f->session, 0);
  WAIT_FOR (f, history (f) == NULL);
  g_assert_false (fl_session_seek (f->session, 10, FALSE));
  g_assert_true (fl_session_is_live (f->session));
}

#define ADD(name, func) g_test_add ("/time-travel/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("seek", test_seek);
  ADD ("seek-while-training", test_seek_while_training);
  ADD ("steps", test_steps);
  ADD ("exact", test_exact);
  ADD ("branch", test_branch);
  ADD ("branch-settings", test_branch_settings);
  ADD ("undo-change-of-runs", test_undo_change_of_runs);
  ADD ("branch-data", test_branch_data);
  ADD ("weight-of-another-run", test_weight_of_another_run);
  ADD ("edits-while-looking-back", test_edits_while_looking_back);
  ADD ("remove", test_remove);
  ADD ("undo-removal", test_undo_removal);
  ADD ("together", test_together);
  ADD ("budget", test_budget);
  return g_test_run ();
}
