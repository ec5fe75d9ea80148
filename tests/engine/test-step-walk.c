/* A step taken apart against the step that the trainer takes, for every optimizer: bits; and its numbers against each other. */
#include <math.h>
#include <string.h>

#include "nn-checkpoint-private.h"
#include "nn-step-walk.h"
#include "nn-test-run.h"

static const char *
layers_for (const DsType *optimizer, const char *layers)
{
  return g_str_equal (optimizer->id, "closed_form") ? "dense auto" : layers;
}

static NnSpec *
spec_for (const DsType *optimizer, const char *layers)
{
  gboolean closed = g_str_equal (optimizer->id, "closed_form");
  g_autoptr (NnSpec) plain = nn_test_spec (layers_for (optimizer, layers), closed ? "mse" : "cross_entropy", optimizer->id, 0.02);
  NnSpec values = *plain;

  values.batch_size = 7;
  values.shuffle = TRUE;
  values.l2 = 0.01;
  values.seed = 11;
  if (!closed)
    {
      values.l1 = 0.002;
      values.clip_norm = 0.3;
    }
  if (ds_type_find_param (optimizer, "momentum") >= 0)
    ds_item_set (&values.optimizer, "momentum", 0.8, NULL);
  if (ds_type_find_param (optimizer, "nesterov") >= 0)
    ds_item_set (&values.optimizer, "nesterov", 1, NULL);
  if (ds_type_find_param (optimizer, "weight_decay") >= 0)
    ds_item_set (&values.optimizer, "weight_decay", 0.1, NULL);
  return nn_spec_new (&values);
}

/* The terms come to what is added to the weight. Rows longer than their limit and frozen weights are none of the terms' business. */
static void
check_terms (const NnStepWalk *walk)
{
  for (guint t = 0; t < walk->plan->n_tensors; t++)
    for (gsize i = 0; walk->plan->tensors[t].trainable && i < (gsize) walk->plan->tensors[t].rows * MAX (walk->plan->tensors[t].cols, 1); i++)
      {
        gsize w = walk->plan->tensors[t].offset + i;
        double change = (double) walk->after[w] - (double) walk->before[w];
        double term = nn_step_walk_term (walk, walk->n_terms - 1, w);

        g_assert_cmpfloat_with_epsilon (term, change, 2e-6 * (1 + fabs (change) + fabs ((double) walk->before[w])));
      }
}

static void
check_step (NnTrainer *trainer, gboolean searches)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NnCheckpoint) before = nn_trainer_capture (trainer, &error), after = NULL;
  g_autoptr (NnStepWalk) walk = nn_step_walk_new (before, 2, &error), again = nn_step_walk_new (before, 4, NULL);
  guint row = 2, shown = 0;

  g_assert_no_error (error);
  nn_trainer_step (trainer);
  after = nn_trainer_capture (trainer, &error);
  g_assert_cmpuint (nn_checkpoint_step (after), ==, walk->step + 1);
  g_assert_cmpmem (walk->after, walk->n * sizeof (float), nn_checkpoint_floats (after, 0), after->n * sizeof (float));
  g_assert_cmpmem (walk->before, walk->n * sizeof (float), nn_checkpoint_floats (before, 0), before->n * sizeof (float));
  g_assert_cmpmem (walk->after, walk->n * sizeof (float), again->after, again->n * sizeof (float)); /* whatever sample is shown */
  g_assert_cmpint (walk->searches, ==, searches);
  g_assert_false (walk->diverges);
  if (searches)
    return;
  for (guint m = 0; m < before->optimizer->n_moments; m++, row++)
    if (shown < walk->n_moments && strcmp (walk->moments[shown].symbol, before->optimizer->moments[m].symbol) == 0)
      {
        g_assert_cmpmem (walk->moments[shown].before, walk->n * sizeof (float), nn_checkpoint_floats (before, row), before->n * sizeof (float));
        g_assert_cmpmem (walk->moments[shown].after, walk->n * sizeof (float), nn_checkpoint_floats (after, row), after->n * sizeof (float));
        shown++;
      }
  g_assert_cmpuint (shown, ==, walk->n_moments);
  check_terms (walk);
}

static void
test_optimizer (gconstpointer data)
{
  const DsType *type = data;
  g_autoptr (DsPrepared) rows = nn_test_table (60, 3, 3, 0, 0.2, 3);
  gboolean searches = g_str_equal (type->id, "lbfgs") || g_str_equal (type->id, "closed_form");
  g_autoptr (NnSpec) spec = spec_for (type, "dense 6 tanh; dropout 0.2; batch_norm; dense 5 relu; dense auto");
  NnTrainer *trainer = nn_test_start (spec, rows, 2);

  for (guint i = 0; i < 9; i++) /* over the end of an epoch */
    check_step (trainer, searches);
  nn_trainer_free (trainer);
}

/* Settings that leave moments unused. */
static void
test_plain (gconstpointer data)
{
  const char *id = data;
  g_autoptr (DsPrepared) rows = nn_test_table (60, 3, 3, 0, 0.2, 3);
  g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec ("dense 6 tanh; dense auto", "cross_entropy", id, 0.05), 8, TRUE, 0);
  NnTrainer *trainer = nn_test_start (spec, rows, 1);
  g_autoptr (NnCheckpoint) state = nn_trainer_capture (trainer, NULL);
  g_autoptr (NnStepWalk) walk = nn_step_walk_new (state, 0, NULL);

  g_assert_cmpuint (walk->n_moments, ==, g_str_equal (id, "rmsprop") ? 1 : 0);
  for (guint i = 0; i < 4; i++)
    check_step (trainer, FALSE);
  nn_trainer_free (trainer);
}

/* The batch's gradient is the mean of what its samples give; each layer's numbers follow from the one before. */
static void
test_samples (void)
{
  g_autoptr (DsPrepared) rows = nn_test_table (60, 3, 3, 0, 0.2, 3);
  g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec ("dense 6 tanh; dense 4 relu; dense auto", "cross_entropy", "adam", 0.05), 8, TRUE, 0);
  NnTrainer *trainer = nn_test_start (spec, rows, 1);
  g_autoptr (NnCheckpoint) state = nn_trainer_capture (trainer, NULL);
  g_autoptr (NnStepWalk) walk = nn_step_walk_new (state, 0, NULL);
  g_autofree double *sum = g_new0 (double, walk->n), *mean = g_new0 (double, walk->plan->outputs);
  double loss = 0;

  g_assert_cmpuint (walk->n_rows, ==, 8);
  for (gsize s = 0; s < walk->n_rows; s++)
    {
      g_autoptr (NnStepWalk) one = nn_step_walk_new (state, s, NULL);

      g_assert_cmpuint (one->sample, ==, s);
      for (guint i = 0; i < rows->inputs; i++)
        g_assert_cmpfloat ((float) one->parts[0].x[i], ==, rows->x[(gsize) one->rows[s] * rows->inputs + i]);
      g_assert_cmpfloat (one->target[(guint) rows->y[one->rows[s]]], ==, 1);
      loss += one->sample_loss / (double) walk->n_rows;
      for (guint p = 0; p < one->n_parts; p++)
        {
          const NnStepPart *part = &one->parts[p];

          for (guint o = 0; part->sums && o < part->out; o++)
            {
              double z = (double) one->before[nn_step_walk_weight (one, part->layer, o, -1)];

              sum[nn_step_walk_weight (one, part->layer, o, -1)] += part->dy[o] / (double) walk->n_rows;
              for (guint i = 0; i < part->in; i++)
                {
                  gssize w = nn_step_walk_weight (one, part->layer, o, (int) i);

                  z += (double) one->before[w] * part->x[i];
                  sum[w] += part->dy[o] * part->x[i] / (double) walk->n_rows;
                }
              g_assert_cmpfloat_with_epsilon (part->y[o], z, 1e-5);
            }
        }
      for (guint o = 0; o < walk->plan->outputs; o++)
        mean[o] += one->parts[one->n_parts - 1].y[o] / (double) walk->n_rows;
    }
  for (gsize i = 0; i < walk->n; i++)
    g_assert_cmpfloat_with_epsilon (sum[i], (double) walk->mean[i], 1e-6);
  for (guint o = 0; o < walk->plan->outputs; o++)
    g_assert_cmpfloat_with_epsilon (mean[o], walk->parts[walk->n_parts - 1].mean[o], 1e-5);
  g_assert_cmpfloat_with_epsilon (loss, walk->batch_loss, 1e-5);
  g_assert_cmpfloat (walk->clip, ==, 1);
  nn_trainer_free (trainer);
}

static void
test_clip (void)
{
  g_autoptr (DsPrepared) rows = nn_test_table (60, 3, 3, 0, 0.2, 3);
  g_autoptr (NnSpec) plain = nn_test_spec ("dense 6 tanh; dense auto", "cross_entropy", "sgd", 0.05);
  NnSpec values = *plain;
  g_autoptr (NnSpec) spec = NULL;

  values.clip_norm = 0.01;
  values.l2 = 0.1;
  spec = nn_spec_new (&values);
  {
    NnTrainer *trainer = nn_test_start (spec, rows, 1);
    g_autoptr (NnCheckpoint) state = nn_trainer_capture (trainer, NULL);
    g_autoptr (NnStepWalk) walk = nn_step_walk_new (state, 0, NULL);
    double sum = 0;

    for (gsize i = 0; i < walk->n; i++)
      sum += (double) walk->gradient[i] * (double) walk->gradient[i];
    g_assert_cmpfloat_with_epsilon (sqrt (sum), 0.01, 1e-6);
    g_assert_cmpfloat_with_epsilon (walk->gradient_norm * walk->clip, 0.01, 1e-6);
    g_assert_cmpfloat (walk->penalty, >, 0);
    nn_trainer_free (trainer);
  }
}

static void
test_pages (void)
{
  g_autoptr (DsPrepared) rows = nn_test_table (60, 30, 3, 0, 0.2, 3);
  g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec ("dense 40 tanh; batch_norm; dropout 0.2; dense auto", "cross_entropy", "adam", 0.05), 8, TRUE, 0);
  NnTrainer *trainer = nn_test_start (spec, rows, 1);
  g_autoptr (NnCheckpoint) state = nn_trainer_capture (trainer, NULL);
  g_autoptr (NnStepWalk) walk = nn_step_walk_new (state, 0, NULL);
  static const NnStageKind kinds[] = { NN_STAGE_FORWARD, NN_STAGE_FORWARD, NN_STAGE_FORWARD, NN_STAGE_FORWARD, NN_STAGE_LOSS,
                                       NN_STAGE_BACKWARD, NN_STAGE_BACKWARD, NN_STAGE_BACKWARD, NN_STAGE_BACKWARD, NN_STAGE_UPDATE };
  static const int layers[] = { 0, 1, 2, 3, -1, 3, 2, 1, 0, -1 };

  g_assert_cmpuint (nn_step_walk_n_stages (walk), ==, G_N_ELEMENTS (kinds));
  for (guint s = 0; s < G_N_ELEMENTS (kinds); s++)
    for (guint unit = 0; unit < 100; unit += 33) /* past the end, too */
      {
        int layer;
        g_autoptr (NnStepPage) page = NULL;

        g_assert_cmpint (nn_step_walk_stage (walk, s, &layer), ==, kinds[s]);
        g_assert_cmpint (layer, ==, layers[s]);
        page = nn_step_walk_page (walk, s, 0, unit);
        g_assert_nonnull (page->title);
        g_assert_nonnull (page->summary);
        g_assert_cmpuint (g_strv_length (page->lines), >, 0);
        g_assert_cmpuint (page->n_rows, <=, 10);
        g_assert_cmpuint (page->cells != NULL ? g_strv_length (page->cells) : 0, ==, page->n_columns > 0 ? page->n_columns * (page->n_rows + 1) : 0);
      }
  {
    g_autoptr (NnStepPage) first = nn_step_walk_page (walk, 0, 0, 0), update = nn_step_walk_page (walk, 9, 0, 3);
    g_autofree char *lines = g_strjoinv ("\n", update->lines), *heads = g_strjoinv (" ", update->cells);

    g_test_message ("%s\n%s", lines, heads);
    g_assert_cmpstr (first->more, ==, "… and 22 more weights, all smaller");
    g_assert_nonnull (strstr (lines, "η = 0.05"));
    g_assert_nonnull (strstr (heads, " m ← β₁ m + (1 − β₁) g "));
    g_assert_nonnull (strstr (heads, " v before (mean squared gradient) 0 0 0 0 0 0 0 0 0 v ←"));
    g_assert_nonnull (strstr (heads, " Δw = −η m̂ / (√v̂ + ε) "));
    g_assert_cmpuint (update->n_columns, ==, 10); /* the bias, too */
    g_assert_cmpuint (update->n_rows, ==, 10);
  }
  nn_trainer_free (trainer);
}

/* What batch norm and dropout make of a value comes out of the formula and the numbers beside it. */
static void
test_functions (void)
{
  g_autoptr (DsPrepared) rows = nn_test_table (60, 3, 3, 0, 0.2, 3);
  g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec ("dense 6 tanh; batch_norm; dropout 0.2; dense auto", "cross_entropy", "adam", 0.05), 8, TRUE, 0);
  NnTrainer *trainer = nn_test_start (spec, rows, 1);
  g_autoptr (NnCheckpoint) state = NULL;
  g_autoptr (NnStepWalk) walk = NULL;
  g_autoptr (NnStepPage) norm = NULL, dropout = NULL;
  g_autofree char *norm_lines = NULL, *dropout_lines = NULL;

  for (guint i = 0; i < 20; i++)
    nn_trainer_step (trainer);
  state = nn_trainer_capture (trainer, NULL);
  walk = nn_step_walk_new (state, 0, NULL);
  for (guint u = 0; u < 6; u++)
    {
      const NnStepPart *part = &walk->parts[2], *next = &walk->parts[3];
      double weight = (double) walk->before[walk->plan->tensors[part->tensors[0]].offset + u];
      double bias = (double) walk->before[walk->plan->tensors[part->tensors[1]].offset + u];

      g_assert_nonnull (part->x_mean);
      g_assert_cmpfloat_with_epsilon (part->y[u], weight * (part->x[u] - part->x_mean[u]) / sqrt (part->x_variance[u] + 1e-5) + bias, 1e-5);
      g_assert_true (next->y[u] == 0 || fabs (next->y[u] - next->x[u] / 0.8) < 1e-5);
      g_assert_null (next->x_mean);
    }
  norm = nn_step_walk_page (walk, 1, 0, 2);
  norm_lines = g_strjoinv ("\n", norm->lines);
  g_assert_nonnull (strstr (norm_lines, "\ny = weight · (x − m) / √(v + epsilon) + bias\nweight = "));
  g_assert_nonnull (strstr (norm_lines, " · epsilon = 1e−05\nmean m and variance v of the batch: "));
  dropout = nn_step_walk_page (walk, 2, 0, 2);
  dropout_lines = g_strjoinv ("\n", dropout->lines);
  g_assert_nonnull (strstr (dropout_lines, "\ny = x / (1 − rate), or 0\nrate = 0.2\n"));
  nn_trainer_free (trainer);
}

static char *
update_text (const NnStepWalk *walk, int layer, guint unit)
{
  g_autoptr (NnStepPage) page = nn_step_walk_page (walk, nn_step_walk_n_stages (walk) - 1, layer, unit);
  g_autofree char *lines = g_strjoinv ("\n", page->lines), *cells = page->cells != NULL ? g_strjoinv ("|", page->cells) : g_strdup ("");

  g_assert_cmpuint (page->cells != NULL ? g_strv_length (page->cells) : 0, ==, page->n_columns > 0 ? page->n_columns * (page->n_rows + 1) : 0);
  return g_strjoin ("\n", page->summary, lines, cells, NULL);
}

/* The way from the batch's gradient to the optimizer's is told, a normalization's own weights are shown, frozen ones named. */
static void
test_update_pages (void)
{
  g_autoptr (DsPrepared) rows = nn_test_table (60, 3, 0, 1, 0.2, 3);
  g_autoptr (NnSpec) plain = nn_test_spec ("dense 4 tanh; batch_norm; dropout 0.2; dense auto", "mse", "adam", 0.01);
  NnFrozenEntry entry = { 0 };
  NnSpec values = *plain;
  g_autoptr (NnSpec) spec = NULL;

  values.l2 = 0.5;
  values.l1 = 0.25;
  values.clip_norm = 0.01;
  g_assert_true (nn_frozen_parse ("weight[0,1]", &entry));
  values.frozen[0] = nn_frozen_new (&entry, 1);
  spec = nn_spec_new (&values);
  nn_frozen_unref (values.frozen[0]);
  {
    NnTrainer *trainer = nn_test_start (spec, rows, 1);
    g_autoptr (NnCheckpoint) state = nn_trainer_capture (trainer, NULL);
    g_autoptr (NnStepWalk) walk = nn_step_walk_new (state, 0, NULL);
    g_autofree char *dense = update_text (walk, 0, 0), *norm = update_text (walk, 1, 2), *dropout = update_text (walk, 2, 0);
    g_autofree char *expected = g_strdup_printf ("|g = (∂L/∂w + 0.5 w + 0.25 sign w) · %.6g|", walk->clip);

    g_assert_nonnull (strstr (dense, "β₁ = 0.9 · β₂ = 0.999\nε = 1e−08"));
    g_assert_nonnull (strstr (dense, "|∂L/∂w, mean of the batch|"));
    g_assert_nonnull (strstr (dense, expected));
    g_assert_nonnull (strstr (dense, ", frozen|"));
    g_assert_nonnull (strstr (norm, "neuron 3, weight goes from 1 to "));
    g_assert_nonnull (strstr (norm, "|weight|bias|w|1|0|"));
    g_assert_null (strstr (norm, "running"));
    g_assert_nonnull (strstr (norm, "Δw = "));
    g_assert_nonnull (strstr (dropout, "this layer has no weights"));
    nn_trainer_free (trainer);
  }
}

/* Where training would stop, nothing follows. */
static void
test_diverging (void)
{
  g_autoptr (DsPrepared) rows = nn_test_table (60, 3, 0, 1, 0.2, 3);
  g_autoptr (NnSpec) spec = nn_test_spec ("dense 6 relu; dense auto", "mse", "sgd", 0.1);
  NnTrainer *trainer = nn_test_start (spec, rows, 1);
  g_autoptr (NnCheckpoint) state = nn_trainer_capture (trainer, NULL);
  g_autoptr (NnStepWalk) walk = NULL;
  g_autoptr (NnStepPage) page = NULL;

  nn_checkpoint_floats (state, 0)[0] = INFINITY;
  walk = nn_step_walk_new (state, 0, NULL);
  g_assert_true (walk->diverges);
  g_assert_cmpuint (nn_step_walk_n_stages (walk), ==, 3);
  page = nn_step_walk_page (walk, 10, 0, 0);
  g_assert_cmpstr (page->title, ==, "Loss");
  nn_trainer_free (trainer);
}

int
main (int argc, char **argv)
{
  guint n;
  const DsType *const *optimizers = nn_registry (NN_OPTIMIZERS, &n);

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_strdup_printf ("/step-walk/optimizer/%s", optimizers[i]->id);

      g_test_add_data_func (path, optimizers[i], test_optimizer);
    }
  g_test_add_data_func ("/step-walk/plain/sgd", "sgd", test_plain);
  g_test_add_data_func ("/step-walk/plain/rmsprop", "rmsprop", test_plain);
  g_test_add_func ("/step-walk/samples", test_samples);
  g_test_add_func ("/step-walk/clip", test_clip);
  g_test_add_func ("/step-walk/pages", test_pages);
  g_test_add_func ("/step-walk/functions", test_functions);
  g_test_add_func ("/step-walk/update-pages", test_update_pages);
  g_test_add_func ("/step-walk/diverging", test_diverging);
  return g_test_run ();
}
