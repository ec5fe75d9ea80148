/* Weights from a file in a session: all of them or nothing, while training or not, and undo brings back what was there. */
#include "fl-session-fixture.h"

#include <glib/gstdio.h>

#include "nn-weights.h"

typedef struct
{
  gboolean done, loaded;
  GError *error;
} Outcome;

static void
loaded_cb (GObject *session, GAsyncResult *result, gpointer data)
{
  Outcome *outcome = data;

  outcome->loaded = fl_session_load_weights_finish (FL_SESSION (session), result, &outcome->error);
  outcome->done = TRUE;
}

/* NULL: loaded; else what is said of the error. Caller frees. */
static char *
load (Fixture *f, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  Outcome outcome = { FALSE, FALSE, NULL };
  char *said;

  fl_session_load_weights_async (f->session, file, loaded_cb, &outcome);
  WAIT_FOR (f, outcome.done);
  g_assert_true (outcome.loaded == (outcome.error == NULL));
  said = outcome.error != NULL ? g_strdup (outcome.error->message) : NULL;
  g_clear_error (&outcome.error);
  return said;
}

/* The weights shown, with the first one and the running means of batch norms set to `first`, in a file. Caller frees, and removes it. */
static char *
export (Fixture *f, float first)
{
  NnProblem problem = nn_problem (frame (f)->data);
  g_autoptr (GError) error = NULL;
  g_autoptr (NnPlan) plan = nn_plan_new (frame (f)->spec, &problem, NULL, &error);
  g_autofree float *weights = g_memdup2 (frame (f)->weights, frame (f)->n_weights * sizeof (float));
  char *path;
  int fd = g_file_open_tmp ("weights-XXXXXX.safetensors", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  weights[0] = first;
  for (guint i = 0; i < plan->n_tensors; i++)
    for (guint row = 0; g_str_has_suffix (plan->tensors[i].name, ".running_mean") && row < plan->tensors[i].rows; row++)
      weights[plan->tensors[i].offset + row] = first;
  nn_weights_save (path, plan, weights, NULL, &error);
  g_assert_no_error (error);
  return path;
}

static void
train_to (Fixture *f, guint64 step)
{
  fl_session_play (f->session);
  WAIT_FOR (f, frame (f) != NULL && frame (f)->step >= step);
  fl_session_pause (f->session);
  WAIT_FOR (f, frame (f)->state == NN_PAUSED);
}

static GBytes *
shown (Fixture *f)
{
  return g_bytes_new (frame (f)->weights, frame (f)->n_weights * sizeof (float));
}

static gboolean
shows (Fixture *f, GBytes *weights)
{
  g_autoptr (GBytes) now = shown (f);

  return g_bytes_equal (now, weights);
}

/* Trained, exported, begun anew, loaded: the loss is that of then, and undo and redo go both ways to the bit. */
static void
test_there_and_back (Fixture *f, gconstpointer text)
{
  g_autoptr (GBytes) learned = NULL;
  g_autoptr (GBytes) initial = NULL;
  g_autofree char *path = NULL;
  double loss, first_loss;

  wait_ready (f);
  initial = shown (f);
  first_loss = frame (f)->train_loss;
  train_to (f, 300);
  learned = shown (f);
  path = export (f, frame (f)->weights[0]);
  fl_session_reset (f->session);
  WAIT_FOR (f, frame (f)->step == 0 && shows (f, initial));
  g_assert_null (load (f, path));
  WAIT_FOR (f, shows (f, learned));
  loss = frame (f)->train_loss;
  g_assert_cmpfloat (loss, <, first_loss);
  g_assert_cmpstr (fl_document_undo_label (f->document), ==, "load weights");
  g_assert_false (fl_document_is_modified (f->document));
  fl_document_undo (f->document);
  WAIT_FOR (f, shows (f, initial) && frame (f)->train_loss == first_loss);
  g_assert_cmpuint (frame (f)->step, ==, 0);
  fl_document_redo (f->document);
  WAIT_FOR (f, shows (f, learned) && frame (f)->train_loss == loss);

  /* past an edit that has another network, and back */
  g_assert_true (fl_edit_remove_layer (f->document, 0));
  WAIT_FOR (f, frame (f)->n_weights * sizeof (float) != g_bytes_get_size (learned));
  fl_document_undo (f->document);
  WAIT_FOR (f, shows (f, learned));
  fl_document_undo (f->document);
  WAIT_FOR (f, shows (f, initial));
  g_assert_false (fl_document_can_undo (f->document));
  g_unlink (path);
}

/* The run goes on from them without a stop. */
static void
test_while_training (Fixture *f, gconstpointer text)
{
  g_autofree char *path = NULL;
  guint64 step;

  wait_ready (f);
  path = export (f, 1000);
  fl_session_play (f->session);
  WAIT_FOR (f, frame (f)->step > 50);
  g_assert_null (load (f, path));
  WAIT_FOR (f, frame (f)->weights[0] > 500);
  step = frame (f)->step;
  g_assert_true (fl_session_is_playing (f->session));
  WAIT_FOR (f, frame (f)->step > step);
  set_learning_rate (f, 0.02); /* an edit of the project on top of it is taken back first */
  fl_document_undo (f->document);
  g_assert_cmpstr (fl_document_undo_label (f->document), ==, "load weights");
  fl_document_undo (f->document);
  WAIT_FOR (f, frame (f)->weights[0] < 500);
  g_assert_true (fl_session_is_playing (f->session));
  g_unlink (path);
}

static void
assert_refused (Fixture *f, const char *path, const char *wanted)
{
  g_autoptr (GBytes) before = shown (f);
  g_autofree char *name = g_path_get_basename (path), *said = load (f, path);

  g_assert_nonnull (said);
  if (strstr (said, name) == NULL || strstr (said, wanted) == NULL)
    g_error ("\"%s\" names neither %s nor %s", said, name, wanted);
  g_assert_true (shows (f, before));
  g_assert_false (fl_document_can_undo (f->document));
}

static void
test_refused (Fixture *f, gconstpointer text)
{
  g_autofree char *path = NULL, *bytes = NULL, *other = NULL;
  g_autoptr (GError) error = NULL;
  gsize n;
  char *at;

  wait_ready (f);
  path = export (f, 1);
  g_assert_true (g_file_get_contents (path, &bytes, &n, &error));

  g_assert_true (g_file_set_contents (path, bytes, (gssize) n - 5, &error));
  assert_refused (f, path, "");
  g_assert_true (g_file_set_contents (path, bytes, 4, &error));
  assert_refused (f, path, "");

  at = g_strstr_len (bytes + 8, (gssize) n - 8, "0.weight");
  g_assert_nonnull (at);
  *at = '7';
  g_assert_true (g_file_set_contents (path, bytes, (gssize) n, &error));
  assert_refused (f, path, "there is no tensor \"0.weight\"");
  g_unlink (path);
  assert_refused (f, path, ""); /* no such file */

  /* of a network with one unit more: both shapes are named */
  g_assert_true (fl_edit_change_units (f->document, 0, 1));
  WAIT_FOR (f, frame (f)->spec == fl_document_get_project (f->document)->spec);
  other = export (f, 1);
  fl_document_undo (f->document);
  WAIT_FOR (f, frame (f)->spec == fl_document_get_project (f->document)->spec);
  {
    g_autofree char *said = load (f, other);

    g_assert_nonnull (strstr (said, "[9, 2], the project needs [8, 2]"));
    g_assert_false (fl_document_can_undo (f->document));
  }
  g_unlink (other);
}

static const char frozen_and_normed[]
    = "{\"fallline\": 1, \"seed\": 3, \"data\": {\"source\": {\"type\": \"generator\", \"name\": \"spirals\", \"noise\": 0.05}, \"task\": \"classification\"},"
      " \"network\": [{\"type\": \"dense\", \"units\": 8, \"activation\": \"tanh\", \"frozen\": [\"weight[0,0]\"]}, {\"type\": \"batch_norm\"},"
      " {\"type\": \"dense\", \"units\": \"auto\"}], \"training\": {\"loss\": \"binary_cross_entropy\"}}";

/* Training leaves frozen weights alone, a file does not; and what batch norm has measured comes along. */
static void
test_frozen_and_normed (Fixture *f, gconstpointer text)
{
  g_autofree char *path = NULL;
  guint n = 0;

  wait_ready (f);
  path = export (f, 3.5f);
  g_assert_null (load (f, path));
  WAIT_FOR (f, frame (f)->weights[0] == 3.5f);
  for (gsize i = 0; i < frame (f)->n_weights; i++)
    n += frame (f)->weights[i] == 3.5f;
  g_assert_cmpuint (n, ==, 1 + 8);
  fl_document_undo (f->document);
  WAIT_FOR (f, frame (f)->weights[0] != 3.5f);
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/load-weights/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("there-and-back", test_there_and_back);
  ADD ("while-training", test_while_training);
  ADD ("refused", test_refused);
  g_test_add ("/load-weights/frozen-and-normed", Fixture, frozen_and_normed, set_up, test_frozen_and_normed, tear_down);
  return g_test_run ();
}
