/* Undo and redo across edits of the network: the run is again what it was when it was left, though it trained on meanwhile. */
#include "nn-test-run.h"
#include "nn-weights.h"

#include <string.h>

#define NETWORK "dense 4 tanh; dense 4 tanh; dense 4 relu; dense auto"

typedef struct
{
  DsPrepared *data;
  NnSpec *spec;
  NnTrainer *trainer;
  guint64 version;
} Fixture;

static void
set_up (Fixture *f, gconstpointer loss)
{
  f->data = nn_test_generator ("moons", 100, 0.1, 0, 0, 5);
  f->spec = nn_test_with (nn_test_spec (NETWORK, "binary_cross_entropy", "adam", 0.02), 16, TRUE, 0);
  f->trainer = nn_test_start (f->spec, f->data, 1);
  nn_trainer_set_history_budget (f->trainer, 1 << 20);
  f->version = 1;
}

static void
tear_down (Fixture *f, gconstpointer loss)
{
  nn_trainer_free (f->trainer);
  nn_spec_unref (f->spec);
  ds_prepared_unref (f->data);
}

static NnFrame *
steps (Fixture *f, guint n)
{
  for (guint i = 0; i < n; i++)
    nn_trainer_step (f->trainer);
  return nn_test_settle (f->trainer);
}

static NnFrame *
go (Fixture *f, guint64 version, const NnSpec *values, DsPrepared *data, gboolean anew)
{
  g_autoptr (NnSpec) spec = nn_spec_new (values);

  nn_trainer_change_version (f->trainer, spec, data, f->version, version, anew);
  f->version = version;
  return nn_test_settle (f->trainer);
}

static NnSpec
without (const NnSpec *spec, guint at)
{
  NnSpec values = *spec;

  memmove (&values.layers[at], &values.layers[at + 1], (values.n_layers - at - 1) * sizeof values.layers[0]);
  memmove (&values.ids[at], &values.ids[at + 1], (values.n_layers - at - 1) * sizeof values.ids[0]);
  values.n_layers--;
  return values;
}

static void
assert_same_run (const NnFrame *a, const NnFrame *b)
{
  nn_test_assert_same_weights (a, b);
  g_assert_cmpuint (a->step, ==, b->step);
  g_assert_cmpuint (a->epoch, ==, b->epoch);
  g_assert_cmpfloat (a->train_loss, ==, b->train_loss);
  g_assert_cmpfloat (a->learning_rate, ==, b->learning_rate);
  nn_test_assert_same_curves (a->epochs, b->epochs, NN_EPOCH_COLUMNS, NN_SECONDS);
  nn_test_assert_same_curves (a->steps, b->steps, NN_STEP_COLUMNS, -1);
}

/* The layer comes back among the others as they were; and as if nothing had happened the same bits follow, for the moments are there. */
static void
test_layer (Fixture *f, gconstpointer loss)
{
  g_autoptr (NnTrainer) undisturbed = nn_test_start (f->spec, f->data, 1);
  NnSpec values = without (f->spec, 1);
  g_autoptr (NnFrame) before = steps (f, 40);
  g_autoptr (NnFrame) cut = go (f, 2, &values, f->data, FALSE);
  g_autoptr (NnFrame) trained = steps (f, 60);
  g_autoptr (NnFrame) back = go (f, 1, f->spec, f->data, FALSE);
  g_autoptr (NnFrame) again = go (f, 2, &values, f->data, FALSE);
  g_autoptr (NnFrame) there = go (f, 1, f->spec, f->data, FALSE);
  g_autoptr (NnFrame) on = NULL;
  g_autoptr (NnFrame) wanted = NULL;

  g_assert_cmpuint (cut->step, ==, 0);
  g_assert_cmpuint (trained->step, ==, 60);
  assert_same_run (before, back);
  assert_same_run (trained, again);
  assert_same_run (before, there); /* before the run goes on and its curves grow */
  on = steps (f, 9);
  for (guint i = 0; i < 49; i++)
    nn_trainer_step (undisturbed);
  wanted = nn_test_settle (undisturbed);
  assert_same_run (wanted, on);
}

/* What could be looked back at before can be again. */
static void
test_history (Fixture *f, gconstpointer loss)
{
  NnSpec values = without (f->spec, 1);
  g_autoptr (NnFrame) before = steps (f, 40);
  g_autoptr (NnFrame) trained = NULL;
  g_autoptr (NnFrame) back = NULL;

  nn_frame_unref (go (f, 2, &values, f->data, FALSE));
  trained = steps (f, 20);
  back = go (f, 1, f->spec, f->data, FALSE);
  g_assert_nonnull (before->history);
  g_assert_nonnull (back->history);
  g_assert_cmpuint (nn_history_length (back->history), >=, nn_history_length (before->history));
  for (guint i = 0; i + 1 < nn_history_length (before->history); i++) /* the last is the state gone back to, kept once more */
    g_assert_true (nn_history_get (back->history, i) == nn_history_get (before->history, i));
  g_assert_cmpuint (nn_moment_step (nn_history_get (back->history, nn_history_length (back->history) - 1)), ==, 40);
}

/* Several steps back at once or one by one, over edits that leave the curves alone and a weight set by hand. */
static void
test_several (Fixture *f, gconstpointer loss)
{
  NnSpec shorter = without (f->spec, 1), wider = shorter, slower;
  g_autoptr (NnFrame) first = NULL;
  g_autoptr (NnFrame) second = NULL;
  g_autoptr (NnFrame) third = NULL;
  g_autoptr (NnFrame) back_two = NULL;
  g_autoptr (NnFrame) back_one = NULL;
  g_autoptr (NnFrame) forth = NULL;

  nn_trainer_set_weight (f->trainer, 3, 0.125f);
  first = steps (f, 12);
  nn_frame_unref (go (f, 2, &shorter, f->data, FALSE));
  nn_frame_unref (steps (f, 12));
  slower = shorter;
  ds_item_set (&slower.optimizer, "learning_rate", 0.001, NULL);
  nn_frame_unref (go (f, 3, &slower, f->data, FALSE));
  second = steps (f, 12);
  g_assert_cmpuint (second->step, ==, 24);
  wider = slower;
  ds_item_set (&wider.layers[0], "units", 7, NULL);
  nn_frame_unref (go (f, 4, &wider, f->data, FALSE));
  third = steps (f, 12);
  back_two = go (f, 1, f->spec, f->data, FALSE);
  assert_same_run (first, back_two);
  forth = go (f, 4, &wider, f->data, FALSE);
  assert_same_run (third, forth);
  back_one = go (f, 3, &slower, f->data, FALSE);
  assert_same_run (second, back_one);
}

/* Other data, another seed, R pressed in between: what was learned comes back all the same, and what is new begins at initial weights. */
static void
test_anew (Fixture *f, gconstpointer loss)
{
  g_autoptr (DsPrepared) circles = nn_test_generator ("circles", 120, 0.1, 0, 0, 5);
  NnProblem problem = nn_problem (f->data);
  g_autofree float *initial = nn_weights_initial (f->spec, &problem, NULL);
  NnSpec seeded = *f->spec;
  g_autoptr (NnFrame) before = steps (f, 20);
  g_autoptr (NnFrame) other = go (f, 2, f->spec, circles, TRUE);
  g_autoptr (NnFrame) back = NULL;
  g_autoptr (NnFrame) still = NULL;

  g_assert_cmpuint (other->step, ==, 0);
  g_assert_cmpmem (other->weights, other->n_weights * 4, initial, other->n_weights * 4);
  nn_frame_unref (steps (f, 20));
  nn_trainer_reset (f->trainer);
  nn_frame_unref (steps (f, 5));
  back = go (f, 1, f->spec, f->data, TRUE);
  assert_same_run (before, back);
  seeded.seed++;
  nn_frame_unref (go (f, 3, &seeded, f->data, FALSE));
  nn_frame_unref (steps (f, 5));
  still = go (f, 1, f->spec, f->data, FALSE);
  assert_same_run (before, still);
}

/* A third class painted and taken back: one output is three, and one again. */
static void
test_class (Fixture *f, gconstpointer loss)
{
  g_autoptr (DsPrepared) two = nn_test_table (60, 2, 2, 1, 0, 8);
  g_autoptr (DsPrepared) three = nn_test_table (66, 2, 3, 1, 0, 8);
  NnSpec values = *f->spec;
  g_autoptr (NnFrame) before = NULL;
  g_autoptr (NnFrame) back = NULL;

  values.loss = ds_item (nn_registry_find (NN_LOSSES, "cross_entropy"));
  nn_frame_unref (go (f, 2, &values, two, TRUE));
  before = steps (f, 15);
  nn_frame_unref (go (f, 3, &values, three, FALSE));
  nn_frame_unref (steps (f, 15));
  back = go (f, 2, &values, two, FALSE);
  assert_same_run (before, back);
}

/* A drag is one version from its beginning to its end, and what is made by hand is no way back: what was learned since is kept. */
static void
test_by_hand (Fixture *f, gconstpointer loss)
{
  NnSpec values = *f->spec;
  g_autoptr (NnFrame) before = steps (f, 20);
  g_autoptr (NnFrame) trained = NULL;
  g_autoptr (NnFrame) fewer = NULL;
  g_autoptr (NnFrame) back = NULL;

  ds_item_set (&values.layers[0], "units", 5, NULL);
  nn_frame_unref (go (f, 2, &values, f->data, FALSE));
  trained = steps (f, 20);
  ds_item_set (&values.layers[0], "units", 6, NULL);
  nn_frame_unref (go (f, 2, &values, f->data, FALSE));
  ds_item_set (&values.layers[0], "units", 3, NULL);
  fewer = go (f, 2, &values, f->data, FALSE);
  g_assert_cmpuint (fewer->step, ==, 0);
  g_assert_cmpmem (fewer->weights, 6 * 4, trained->weights, 6 * 4);
  back = go (f, 1, f->spec, f->data, FALSE);
  assert_same_run (before, back);
}

/* Without versions a layer still comes back among those it had learned with. */
static void
test_unversioned (Fixture *f, gconstpointer loss)
{
  NnSpec values = without (f->spec, 1);
  g_autoptr (NnFrame) before = steps (f, 20);
  g_autoptr (NnFrame) back = NULL;

  nn_test_change (f->trainer, f->data, &values);
  nn_frame_unref (steps (f, 20));
  nn_test_change (f->trainer, f->data, f->spec);
  back = nn_test_settle (f->trainer);
  nn_test_assert_same_weights (before, back);
}

/* A slider over many networks leaves the way back alone, and the memory bounded. */
static void
test_long_drag (Fixture *f, gconstpointer loss)
{
  NnSpec values = *f->spec;
  g_autoptr (NnFrame) before = steps (f, 20);
  g_autoptr (NnFrame) back = NULL;

  for (guint i = 0; i < 300; i++)
    {
      ds_item_set (&values.layers[0], "units", 5 + i, NULL);
      nn_frame_unref (go (f, 2, &values, f->data, FALSE));
    }
  back = go (f, 1, f->spec, f->data, FALSE);
  assert_same_run (before, back);
}

#define ADD(name, func) g_test_add ("/way-back/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("layer", test_layer);
  ADD ("history", test_history);
  ADD ("several", test_several);
  ADD ("anew", test_anew);
  ADD ("class", test_class);
  ADD ("by-hand", test_by_hand);
  ADD ("unversioned", test_unversioned);
  ADD ("long-drag", test_long_drag);
  return g_test_run ();
}
