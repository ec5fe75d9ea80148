/* Frozen single weights: no optimizer moves them, whatever else is going on, and everything else is as it would be. */
#include <glib/gstdio.h>
#include <string.h>

#include "nn-checkpoint.h"
#include "nn-test-run.h"
#include "nn-weights.h"

static const NnFrozenEntry first_weight = { NN_FROZEN_WEIGHT, 2, 1 }, second_weight = { NN_FROZEN_WEIGHT, 0, 0 },
                           a_bias = { NN_FROZEN_BIAS, 1, NN_FROZEN_VECTOR };

static NnSpec *
with_frozen (const NnSpec *spec, guint layer, const NnFrozenEntry *entries, guint n)
{
  g_autoptr (NnFrozen) frozen = nn_frozen_new (entries, n);
  NnSpec values = *spec;

  values.frozen[layer] = frozen;
  return nn_spec_new (&values);
}

static void
test_lists (void)
{
  NnFrozenEntry entries[] = { a_bias, first_weight, second_weight, first_weight }, entry;
  g_autoptr (NnFrozen) list = nn_frozen_new (entries, 4);
  g_autoptr (NnFrozen) without = nn_frozen_toggle (list, &a_bias);
  g_autoptr (NnFrozen) again = nn_frozen_toggle (without, &a_bias);
  g_autoptr (NnFrozen) within = nn_frozen_within (list, 2, 9);
  static const char *const bad[] = { "", "weight", "weight[", "weight[]", "weight[1", "weight[-1,0]", "weight[1,]", "weight[1,2", "weight[1,2]]",
                                     "weight[1 ,2]", "bias[1,2]", "bias[]", "bias[99999999999]", "running_mean[1]", "Weight[1,2]" };

  g_assert_cmpuint (list->n, ==, 3); /* once each, in order */
  g_assert_cmpint (list->entries[0].kind, ==, NN_FROZEN_WEIGHT);
  g_assert_cmpuint (list->entries[0].row, ==, 0);
  g_assert_cmpuint (list->entries[2].row, ==, 1);
  g_assert_true (nn_frozen_has (list, &first_weight));
  g_assert_false (nn_frozen_has (without, &a_bias));
  g_assert_true (nn_frozen_equal (list, again));
  g_assert_false (nn_frozen_equal (list, without));
  g_assert_cmpuint (within->n, ==, 2);
  g_assert_null (nn_frozen_new (entries, 0));
  for (guint i = 0; i < list->n; i++)
    {
      g_autofree char *name = nn_frozen_name (&list->entries[i]);

      g_assert_true (nn_frozen_parse (name, &entry));
      g_assert_true (nn_frozen_has (list, &entry));
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (nn_frozen_parse (bad[i], &entry));
}

/* Everything that moves weights without a gradient is on: decay, momentum by the optimizers, noise, clipping, a maximum norm. */
static void
test_optimizer (gconstpointer data)
{
  const DsType *optimizer = data;
  gboolean closed = g_str_equal (optimizer->id, "closed_form");
  g_autoptr (DsPrepared) rows = nn_test_generator (closed ? "line" : "moons", 64, 0.1, 0, 0.25, 5);
  g_autoptr (NnSpec) plain = nn_test_spec (closed ? "dense auto" : "dense 4 tanh; batch_norm; dense auto", closed ? "mse" : "binary_cross_entropy",
                                           optimizer->id, 0.05);
  NnSpec values = *plain;
  NnFrozenEntry entries[] = { closed ? second_weight : first_weight, a_bias };
  NnProblem problem = nn_problem (rows);
  g_autoptr (NnFrozen) frozen = nn_frozen_new (entries, closed ? 1 : 2);
  g_autoptr (NnSpec) spec = NULL;
  g_autoptr (NnPlan) plan = NULL;
  g_autofree float *initial = NULL;
  g_autoptr (GError) error = NULL;

  if (!closed)
    {
      values.l1 = 0.01;
      values.l2 = 0.01;
      values.clip_norm = 0.5;
      values.gradient_noise = 0.1;
      ds_item_set (&values.layers[0], "max_norm", 0.3, NULL);
    }
  if (ds_type_find_param (optimizer, "weight_decay") >= 0)
    ds_item_set (&values.optimizer, "weight_decay", 0.1, NULL);
  if (ds_type_find_param (optimizer, "momentum") >= 0)
    ds_item_set (&values.optimizer, "momentum", 0.9, NULL);
  values.stop_epochs = 20;
  values.frozen[0] = frozen;
  spec = nn_spec_new (&values);
  plan = nn_plan_new (spec, &problem, NULL, &error);
  if (closed) /* it solves for all weights at once, and says that it cannot */
    {
      g_assert_error (error, NN_ERROR, NN_ERROR_SHAPE);
      g_assert_nonnull (strstr (error->message, "frozen"));
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpuint (plan->n_frozen, ==, 2);
  initial = nn_weights_initial (spec, &problem, NULL);
  {
    g_autoptr (NnTrainer) trainer = nn_test_start (spec, rows, 1);
    g_autoptr (NnFrame) frame = NULL;
    guint moved = 0;

    nn_trainer_play (trainer);
    frame = nn_test_settle (trainer);
    for (gsize i = 0; i < frame->n_weights; i++)
      if (i == plan->frozen[0] || i == plan->frozen[1])
        g_assert_cmpmem (&frame->weights[i], sizeof (float), &initial[i], sizeof (float));
      else
        moved += frame->weights[i] != initial[i];
    g_assert_cmpuint (moved, >, plan->n_parameters / 2);
  }
}

/* Freezing in the middle of a run, with momentum gathered, holds the value of that moment; freeing lets it go on. */
static void
test_in_mid_training (void)
{
  g_autoptr (DsPrepared) rows = nn_test_generator ("moons", 64, 0.1, 0, 0, 5);
  g_autoptr (NnSpec) spec = nn_test_spec ("dense 4 tanh; dense auto", "binary_cross_entropy", "adam", 0.05);
  g_autoptr (NnSpec) still = with_frozen (spec, 0, &first_weight, 1);
  g_autoptr (NnTrainer) trainer = nn_test_start (spec, rows, 1);
  g_autoptr (NnFrame) before = NULL;
  g_autoptr (NnFrame) held = NULL;
  g_autoptr (NnFrame) freed = NULL;
  gsize at = 2 * 2 + 1;

  for (guint i = 0; i < 5; i++)
    nn_trainer_step (trainer);
  before = nn_test_settle (trainer);
  nn_trainer_change (trainer, still, rows);
  for (guint i = 0; i < 5; i++)
    nn_trainer_step (trainer);
  held = nn_test_settle (trainer);
  g_assert_cmpuint (held->run, ==, before->run);
  g_assert_cmpuint (held->step, ==, 10);
  g_assert_cmpmem (&held->weights[at], sizeof (float), &before->weights[at], sizeof (float));
  g_assert_cmpfloat (held->weights[at - 1], !=, before->weights[at - 1]);
  nn_trainer_change (trainer, spec, rows);
  nn_trainer_step (trainer);
  freed = nn_test_settle (trainer);
  g_assert_cmpfloat (freed->weights[at], !=, held->weights[at]);
}

/* One step of plain descent: the others move as they would have without the frozen one. */
static void
test_others_unchanged (void)
{
  g_autoptr (DsPrepared) rows = nn_test_generator ("moons", 64, 0.1, 0, 0, 5);
  g_autoptr (NnSpec) spec = nn_test_spec ("dense 4 tanh; dense auto", "binary_cross_entropy", "adam", 0.05);
  g_autoptr (NnSpec) still = with_frozen (spec, 0, &first_weight, 1);
  g_autoptr (NnTrainer) a = nn_test_start (spec, rows, 1);
  g_autoptr (NnTrainer) b = nn_test_start (still, rows, 2);
  g_autoptr (NnFrame) fa = NULL;
  g_autoptr (NnFrame) fb = NULL;

  nn_trainer_step (a);
  nn_trainer_step (b);
  fa = nn_test_settle (a);
  fb = nn_test_settle (b);
  for (gsize i = 0; i < fa->n_weights; i++)
    if (i != 2 * 2 + 1)
      g_assert_cmpmem (&fa->weights[i], sizeof (float), &fb->weights[i], sizeof (float));
  g_assert_cmpfloat (fa->weights[5], !=, fb->weights[5]);
}

static void
test_checkpoint (void)
{
  g_autoptr (DsPrepared) rows = nn_test_generator ("moons", 64, 0.1, 0, 0, 5);
  g_autoptr (NnSpec) spec = nn_test_spec ("dense 4 tanh; dense auto", "binary_cross_entropy", "adam", 0.05);
  g_autoptr (NnSpec) still = with_frozen (spec, 0, &first_weight, 1);
  g_autoptr (NnTrainer) first = nn_test_start (still, rows, 1);
  g_autoptr (NnTrainer) second = nn_test_start (still, rows, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("fl-frozen-XXXXXX", NULL), *path = g_build_filename (folder, "c.safetensors", NULL);
  g_autoptr (NnCheckpoint) taken = NULL;
  g_autoptr (NnCheckpoint) loaded = NULL;
  g_autoptr (NnFrame) whole = NULL;
  g_autoptr (NnFrame) resumed = NULL;

  for (guint i = 0; i < 4; i++)
    nn_trainer_step (first);
  taken = nn_trainer_capture (first, &error);
  g_assert_no_error (error);
  g_assert_true (nn_checkpoint_save (taken, path, &error));
  loaded = nn_checkpoint_load (path, still, rows, &error);
  g_assert_no_error (error);
  nn_trainer_restore (second, loaded);
  for (guint i = 0; i < 4; i++)
    {
      nn_trainer_step (first);
      nn_trainer_step (second);
    }
  whole = nn_test_settle (first);
  resumed = nn_test_settle (second);
  nn_test_assert_same_weights (whole, resumed);
  g_assert_null (nn_checkpoint_load (path, spec, rows, &error)); /* another network: nothing is frozen there */
  g_assert_error (error, NN_ERROR, NN_ERROR_FILE);
  g_assert_nonnull (strstr (error->message, "weight[2,1]"));
  g_remove (path);
  g_rmdir (folder);
}

static void
test_out_of_range (void)
{
  static const NnFrozenEntry bad[] = { { NN_FROZEN_WEIGHT, 4, 0 }, { NN_FROZEN_WEIGHT, 0, 2 }, { NN_FROZEN_WEIGHT, 0, NN_FROZEN_VECTOR },
                                       { NN_FROZEN_BIAS, 4, NN_FROZEN_VECTOR } };
  g_autoptr (DsPrepared) rows = nn_test_generator ("moons", 64, 0.1, 0, 0, 5);
  g_autoptr (NnSpec) spec = nn_test_spec ("dense 4 tanh; dropout 0.2; dense auto", "binary_cross_entropy", "adam", 0.05);
  NnProblem problem = nn_problem (rows);

  for (guint i = 0; i <= G_N_ELEMENTS (bad); i++)
    {
      guint layer = i < G_N_ELEMENTS (bad) ? 0 : 1; /* the last: a layer without weights */
      g_autoptr (NnSpec) still = with_frozen (spec, layer, i < G_N_ELEMENTS (bad) ? &bad[i] : &first_weight, 1);
      g_autoptr (NnPlan) plan = nn_plan_new (still, &problem, NULL, NULL);
      g_autoptr (GError) error = NULL;
      int failed = -1;

      g_assert_nonnull (plan); /* training goes on without it */
      g_assert_cmpuint (plan->n_frozen, ==, 0);
      g_assert_false (nn_plan_check_frozen (plan, still, &failed, &error));
      g_assert_error (error, NN_ERROR, NN_ERROR_SHAPE);
      g_assert_cmpint (failed, ==, layer);
    }
  {
    g_autoptr (NnSpec) still = with_frozen (spec, 0, &first_weight, 1);
    g_autoptr (NnPlan) plan = nn_plan_new (still, &problem, NULL, NULL);
    NnFrozenEntry entry;
    int failed;

    g_assert_true (nn_plan_check_frozen (plan, still, &failed, NULL));
    g_assert_cmpint (nn_plan_frozen_entry (plan, plan->frozen[0], &entry), ==, 0);
    g_assert_true (nn_frozen_has (still->frozen[0], &entry));
    g_assert_cmpint (nn_plan_frozen_entry (plan, 4 * 2 + 3, &entry), ==, 0);
    g_assert_cmpint (entry.kind, ==, NN_FROZEN_BIAS);
    g_assert_cmpuint (entry.row, ==, 3);
    g_assert_cmpint (nn_plan_frozen_entry (plan, plan->n_weights, &entry), ==, -1);
  }
}

int
main (int argc, char **argv)
{
  guint n;
  const DsType *const *optimizers = nn_registry (NN_OPTIMIZERS, &n);

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/frozen/lists", test_lists);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_strdup_printf ("/frozen/optimizer/%s", optimizers[i]->id);

      g_test_add_data_func (path, optimizers[i], test_optimizer);
    }
  g_test_add_func ("/frozen/in-mid-training", test_in_mid_training);
  g_test_add_func ("/frozen/others-unchanged", test_others_unchanged);
  g_test_add_func ("/frozen/checkpoint", test_checkpoint);
  g_test_add_func ("/frozen/out-of-range", test_out_of_range);
  return g_test_run ();
}
