/* The reference workloads: spiral (2-8-8-1 tanh, mean squared error, SGD, batch 10), digits (64-64-10 relu, cross-entropy, Adam,
 * batch 32), wide (784-512-256-10 relu, cross-entropy, Adam, batch 128), field (a 512x512 decision field of 2-8-8-1), landscapes. An epoch is
 * permuting, gathering, forward, loss, backward and update, as the peers' is; nothing is scored. */
#include "nn-bench-private.h"

#include <math.h>
#include <stdlib.h>

#include <glib/gi18n-lib.h>

#include "ds-rng.h"
#include "nn-blas.h"
#include "nn-network.h"
#include "nn-plan-private.h"
#include "nn-predict.h"
#include "nn-weights.h"

#define WINDOWS 5
#define SECONDS 1.5
#define FIELD 512

typedef struct
{
  const char *name;
  gsize rows;
  guint sizes[5]; /* zero-terminated; the last is the output */
  const char *activation, *output, *loss, *optimizer;
  double learning_rate;
  guint batch;
} Workload;

static const Workload workloads[] = {
  { "spiral", 250, { 2, 8, 8, 1 }, "tanh", "tanh", "mse", "sgd", 0.03, 10 },
  { "digits", 1797, { 64, 64, 10 }, "relu", "linear", "cross_entropy", "adam", 1e-3, 32 },
  { "wide", 8192, { 784, 512, 256, 10 }, "relu", "linear", "cross_entropy", "adam", 1e-3, 128 },
};

const char *const *
nn_bench_names (void)
{
  static const char *const names[] = { "spiral", "digits", "wide", "field", "landscape", "landscape-wide", NULL };
  return names;
}

static NnSpec *
make_spec (const Workload *workload)
{
  NnSpec values;

  nn_spec_defaults (&values);
  values.n_layers = 0;
  for (guint i = 1; workload->sizes[i] != 0; i++)
    {
      DsItem *layer = &values.layers[values.n_layers++];
      *layer = ds_item (nn_registry_find (NN_LAYERS, "dense"));
      ds_item_set (layer, "units", workload->sizes[i], NULL);
      ds_item_set_choice (layer, "activation", workload->sizes[i + 1] != 0 ? workload->activation : workload->output, NULL);
    }
  values.loss = ds_item (nn_registry_find (NN_LOSSES, workload->loss));
  values.optimizer = ds_item (nn_registry_find (NN_OPTIMIZERS, workload->optimizer));
  ds_item_set (&values.optimizer, "learning_rate", workload->learning_rate, NULL);
  values.batch_size = workload->batch;
  return nn_spec_new (&values);
}

typedef struct
{
  const Workload *workload;
  const NnBackend *backend;
  NnNetwork *network;
  float *x, *y;
  guint32 *order;
  guint64 step, epoch;
} Bench;

/* Uniform inputs and arbitrary labels: the arithmetic does not depend on them. */
static void
fill_data (Bench *bench, guint n_classes)
{
  gsize rows = bench->workload->rows, inputs = bench->workload->sizes[0];
  DsRng rng = ds_rng (1, DS_RNG_DATA, 0);

  for (gsize i = 0; i < rows * inputs; i++)
    bench->x[i] = (float) ds_rng_uniform (&rng);
  for (gsize i = 0; i < rows; i++)
    bench->y[i] = n_classes > 0 ? (float) ds_rng_below (&rng, n_classes) : (float) (i % 2) * 2 - 1;
}

static void
run_epoch (Bench *bench)
{
  gsize rows = bench->workload->rows, batch = bench->workload->batch;
  DsRng rng = ds_rng (1, DS_RNG_SHUFFLE, bench->epoch++);

  for (gsize i = 0; i < rows; i++)
    bench->order[i] = (guint32) i;
  ds_rng_permute (&rng, bench->order, rows);
  for (gsize at = 0; at < rows; at += batch)
    {
      bench->backend->load (bench->network, bench->x, bench->y, bench->order + at, MIN (batch, rows - at));
      bench->backend->losses (bench->network, NN_TRAIN, bench->step++);
      bench->backend->learn (bench->network, bench->workload->learning_rate);
    }
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

static double
seconds (void)
{
  return (double) g_get_monotonic_time () * 1e-6;
}

/* The median of five windows, in samples a second. */
static double
measure (Bench *bench)
{
  double rates[WINDOWS];

  run_epoch (bench);
  double start = seconds ();
  run_epoch (bench);
  guint epochs = (guint) MAX (1, SECONDS / WINDOWS / MAX (seconds () - start, 1e-9));
  for (guint w = 0; w < WINDOWS; w++)
    {
      start = seconds ();
      for (guint i = 0; i < epochs; i++)
        run_epoch (bench);
      rates[w] = (double) bench->workload->rows * epochs / (seconds () - start);
    }
  qsort (rates, WINDOWS, sizeof (double), compare);
  return rates[WINDOWS / 2];
}

static gboolean
run_training (const Workload *workload, NnPool *pool, NnBench *result, GError **error)
{
  guint classes = g_str_equal (workload->loss, "mse") ? 0 : 10;
  NnProblem problem = { workload->sizes[0], 1, classes, workload->rows };
  g_autoptr (NnSpec) spec = make_spec (workload);
  Bench bench = { .workload = workload, .backend = nn_backend () };

  bench.network = bench.backend->new_ (spec, &problem, workload->batch, NN_NETWORK_TRAIN, pool, error);
  if (bench.network == NULL)
    return FALSE;
  g_autofree float *x = bench.x = g_new (float, workload->rows * problem.inputs);
  g_autofree float *y = bench.y = g_new (float, workload->rows);
  g_autofree guint32 *order = bench.order = g_new (guint32, workload->rows);
  nn_plan_initialize (bench.network->plan, 1, bench.network->w, (double *) bench.network->g);
  fill_data (&bench, classes);
  result->samples_per_second = measure (&bench);
  bench.backend->free (bench.network);
  return TRUE;
}

static gboolean
run_field (NnBench *result, GError **error)
{
  g_autoptr (NnSpec) spec = make_spec (&workloads[0]);
  NnProblem problem = { 2, 1, 0, 1 };
  g_autoptr (NnPredictor) predictor = nn_predictor_new (spec, &problem, error);
  g_autofree float *weights = predictor != NULL ? nn_weights_initial (spec, &problem, error) : NULL;

  if (weights == NULL)
    return FALSE;
  g_autofree float *x = g_new (float, 2 * FIELD * FIELD);
  g_autofree float *out = g_new (float, FIELD * FIELD);
  for (gsize i = 0; i < FIELD * FIELD; i++)
    {
      x[2 * i] = (float) (i % FIELD) / FIELD * 2 - 1;
      x[2 * i + 1] = (float) (i / FIELD) / FIELD * 2 - 1;
    }
  double times[WINDOWS * 4];
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      double start = seconds ();
      nn_predictor_run (predictor, weights, x, FIELD * FIELD, NN_OUTPUT_PREDICTION, out);
      times[i] = seconds () - start;
    }
  qsort (times, G_N_ELEMENTS (times), sizeof (double), compare);
  result->milliseconds = times[G_N_ELEMENTS (times) / 2] * 1e3;
  return TRUE;
}

gboolean
nn_bench_run (const char *name, guint threads, NnBench *result, GError **error)
{
  *result = (NnBench) { 0 };
  g_strlcpy (result->name, name, sizeof result->name);
  g_strlcpy (result->kernels, nn_kernels_name (), sizeof result->kernels);
  g_strlcpy (result->openblas_core, nn_blas () != NULL ? nn_blas ()->corename () : "none", sizeof result->openblas_core);
  if (g_str_equal (name, "field"))
    {
      result->threads = 1;
      return run_field (result, error);
    }
  if (nn_bench_is_landscape (name))
    return nn_bench_landscape (name, result, error);
  for (guint i = 0; i < G_N_ELEMENTS (workloads); i++)
    if (g_str_equal (name, workloads[i].name))
      {
        NnPool *pool = nn_pool_new (threads);
        result->threads = nn_pool_threads (pool);
        gboolean fine = run_training (&workloads[i], pool, result, error);
        nn_pool_free (pool);
        return fine;
      }
  g_set_error (error, NN_ERROR, NN_ERROR_VALUE, _("unknown workload \"%s\"; possible: spiral, digits, wide, field, landscape, landscape-wide"), name);
  return FALSE;
}
