/* Every set of kernels this CPU has against "ref", the plain loops: one step over shapes below, at and above the edges of the
 * blocks; whole trainings; the elementary functions against libm in double. */
#include <dlfcn.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "ds-rng.h"
#include "nn-bench.h"
#include "nn-blas.h"
#include "nn-gemm.h"
#include "nn-network.h"
#include "nn-plan-private.h"
#include "nn-test-math.h"
#include "nn-test-run.h"

extern const NnBackend nn_backend_table_ref;
#ifdef NN_HAVE_AVX
extern const NnBackend nn_backend_table_avx2;
extern const NnBackend nn_backend_table_avx512;
#endif

static const char *program;

typedef struct
{
  const NnBackend *table;
  const NnTestMath *math;
} Kernels;

/* What the CPU has besides "ref", which is always there. */
static guint
kernels_here (Kernels *found)
{
  guint n = 0;

  found[n++] = (Kernels) { &nn_backend_table_ref, &nn_test_math_ref };
#ifdef NN_HAVE_AVX
  if (__builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma"))
    found[n++] = (Kernels) { &nn_backend_table_avx2, &nn_test_math_avx2 };
  if (__builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512dq") && __builtin_cpu_supports ("avx512bw")
      && __builtin_cpu_supports ("avx512vl") && __builtin_cpu_supports ("fma"))
    found[n++] = (Kernels) { &nn_backend_table_avx512, &nn_test_math_avx512 };
#endif
  return n;
}

/* --- One step --------------------------------------------------------------------------------------------- */

static const guint edges[] = { 1, 3, 4, 5, 15, 16, 17, 63, 64, 65, 130 };

typedef struct
{
  const NnBackend *table;
  NnNetwork *network;
  double loss, score;
  gsize right;
  float *dx, *g, *y, *w; /* copies */
} Pass;

static float *
copy_lanes (const nn_real *values, guint units, gsize ld, gsize rows)
{
  float *copy = g_new (float, units * rows);

  for (guint u = 0; u < units; u++)
    memcpy (copy + u * rows, values + u * ld, rows * sizeof (float));
  return copy;
}

/* blas: whether large products may go to OpenBLAS. */
static Pass
take_step (const NnBackend *table, gboolean blas, const NnSpec *spec, const DsPrepared *data, gsize rows, const float *weights)
{
  NnProblem problem = nn_problem (data);
  g_autoptr (GError) error = NULL;
  Pass pass = { table };
  NnTally tally = { 0 };

  nn_gemm_use_blas = blas;
  pass.network = table->new_ (spec, &problem, rows, NN_NETWORK_INPUT_GRADIENT, NULL, &error);
  g_assert_no_error (error);
  memcpy (pass.network->w, weights, pass.network->n * sizeof (float));
  table->load (pass.network, data->x, data->y, NULL, rows);
  pass.loss = table->gradients (pass.network, NN_TRAIN, 3);
  pass.dx = copy_lanes (pass.network->dx, pass.network->plan->inputs, pass.network->ld, rows);
  pass.y = copy_lanes (pass.network->y, pass.network->plan->outputs, pass.network->ld, rows);
  pass.g = g_memdup2 (pass.network->g, pass.network->n * sizeof (float));
  table->forward (pass.network, NN_EVALUATE, 3);
  table->score (pass.network, &tally);
  pass.score = tally.loss;
  pass.right = tally.right;
  table->update (pass.network, 0.01);
  pass.w = g_memdup2 (pass.network->w, pass.network->n * sizeof (float));
  /* The same step once more, in one sweep as training takes it. */
  memcpy (pass.network->w, weights, pass.network->n * sizeof (float));
  table->clear_moments (pass.network);
  g_assert_true (table->losses (pass.network, NN_TRAIN, 3) == pass.loss);
  table->learn (pass.network, 0.01);
  return pass;
}

static void
clear_pass (Pass *pass)
{
  g_free (pass->dx);
  g_free (pass->g);
  g_free (pass->y);
  g_free (pass->w);
  pass->table->free (pass->network);
}

/* Differences beside the largest value of the lot: single entries may be the small rest of large sums. */
static void
assert_near (const char *what, const char *which, const float *a, const float *b, gsize n, double tolerance)
{
  double largest = 0, worst = 0;

  for (gsize i = 0; i < n; i++)
    {
      g_assert_true (isfinite (a[i]) && isfinite (b[i]));
      largest = MAX (largest, fabs ((double) a[i]));
      worst = MAX (worst, fabs ((double) a[i] - (double) b[i]));
    }
  if (worst > tolerance * MAX (largest, 1e-6))
    g_error ("%s: %s is off by %g where the largest is %g", what, which, worst, largest);
}

static void
compare_step (const NnBackend *table, gboolean blas, const NnSpec *spec, const DsPrepared *data, gsize rows, const char *what)
{
  NnProblem problem = nn_problem (data);
  g_autoptr (NnPlan) plan = nn_plan_new (spec, &problem, NULL, NULL);
  g_autofree float *weights = g_new (float, plan->n_weights);

  g_autofree double *scratch = g_new (double, plan->n_weights);

  nn_plan_initialize (plan, spec->seed, weights, scratch);
  Pass a = take_step (&nn_backend_table_ref, FALSE, spec, data, rows, weights);
  Pass b = take_step (table, blas, spec, data, rows, weights);
  if (!(fabs (a.loss - b.loss) <= 1e-5 * MAX (fabs (a.loss), 1e-3)))
    g_error ("%s: loss %.9g, ref %.9g", what, b.loss, a.loss);
  g_assert_true (fabs (a.score - b.score) <= 1e-5 * MAX (fabs (a.score), 1e-3));
  assert_near (what, "output", a.y, b.y, plan->outputs * rows, 1e-5);
  assert_near (what, "gradient of the inputs", a.dx, b.dx, plan->inputs * rows, 1e-5);
  assert_near (what, "gradient", a.g, b.g, plan->n_weights, 1e-5);
  assert_near (what, "weights", a.w, b.w, plan->n_weights, 1e-5);
  if (!strstr (what, "batch_norm")) /* whose running statistics have moved twice */
    assert_near (what, "weights in one sweep", b.w, b.network->w, plan->n_weights, 1e-6);
  clear_pass (&a);
  clear_pass (&b);
}

static void
test_shapes (void)
{
  g_autoptr (DsPrepared) wide = nn_test_table (130, 65, 3, 1, 0, 2);
  g_autoptr (DsPrepared) slim = nn_test_table (130, 2, 2, 1, 0, 3);
  Kernels here[3];
  guint n = kernels_here (here);

  for (guint k = 0; k < n; k++)
    for (guint u = 0; u < G_N_ELEMENTS (edges); u++)
      for (guint r = 0; r < G_N_ELEMENTS (edges); r++)
        {
          g_autofree char *layers = g_strdup_printf ("dense %u tanh; dense %u gelu; dense auto", edges[u], edges[(u + r) % G_N_ELEMENTS (edges)]);
          g_autofree char *what = g_strdup_printf ("%s, %s, %u rows", here[k].table->name, layers, edges[r]);
          g_autoptr (NnSpec) a = nn_test_spec (layers, "cross_entropy", "sgd", 0.01);
          g_autoptr (NnSpec) b = nn_test_spec (layers, "binary_cross_entropy", "sgd", 0.01);

          compare_step (here[k].table, TRUE, a, wide, edges[r], what);
          compare_step (here[k].table, FALSE, b, slim, edges[r], what);
        }
}

/* Every layer, activation and loss of the catalogues, on rows that fill no block. */
static void
test_rows_of_catalogues (void)
{
  g_autoptr (DsPrepared) data = nn_test_table (37, 5, 2, 1, 0, 4);
  Kernels here[3];
  guint n = kernels_here (here), n_activations, n_losses;
  const DsType *const *activations = nn_registry (NN_ACTIVATIONS, &n_activations);
  const DsType *const *losses = nn_registry (NN_LOSSES, &n_losses);
  static const char *const layers[] = { "dense 17; batch_norm; dense 9 tanh; dense auto", "dense 17; layer_norm; dense auto",
                                        "dense 17; softmax; dense auto", "dense 17 tanh; dropout 0.4; dense auto" };

  for (guint k = 0; k < n; k++)
    {
      for (guint i = 0; i < n_activations * n_losses; i++)
        {
          g_autofree char *text = g_strdup_printf ("dense 7 %s; dense auto", activations[i % n_activations]->id);
          g_autofree char *what = g_strdup_printf ("%s, %s, %s", here[k].table->name, text, losses[i / n_activations]->id);
          g_autoptr (NnSpec) spec = nn_test_spec (text, losses[i / n_activations]->id, "sgd", 0.01);

          compare_step (here[k].table, TRUE, spec, data, 37, what);
        }
      for (guint i = 0; i < G_N_ELEMENTS (layers); i++)
        {
          g_autofree char *what = g_strdup_printf ("%s, %s", here[k].table->name, layers[i]);
          g_autoptr (NnSpec) spec = nn_test_spec (layers[i], "cross_entropy", "sgd", 0.01);

          compare_step (here[k].table, TRUE, spec, data, 37, what);
        }
    }
}

/* Updates alone, from the same gradients, which a step above cannot promise to the last bit. */
static void
test_updates (void)
{
  g_autoptr (DsPrepared) data = nn_test_table (64, 5, 2, 1, 0, 4);
  NnProblem problem = nn_problem (data);
  Kernels here[3];
  guint n = kernels_here (here), n_optimizers;
  const DsType *const *optimizers = nn_registry (NN_OPTIMIZERS, &n_optimizers);

  for (guint i = 0; i < n_optimizers; i++)
    {
      g_autoptr (NnSpec) spec = nn_test_spec ("dense 130 tanh; dense 65 tanh; dense auto", "mse", optimizers[i]->id, 0.01);
      NnNetwork *networks[3];

      if (((const NnOptimizer *) nn_backend_table_ref.tables->optimizers[i])->search != NULL)
        continue; /* they measure the loss themselves: see the trainings */
      for (guint k = 0; k < n; k++)
        networks[k] = here[k].table->new_ (spec, &problem, 64, NN_NETWORK_TRAIN, NULL, NULL);
      nn_plan_initialize (networks[0]->plan, 1, networks[0]->w, (double *) networks[0]->g);
      for (guint k = 1; k < n; k++)
        memcpy (networks[k]->w, networks[0]->w, networks[0]->n * sizeof (float));
      for (guint t = 0; t < 100; t++)
        {
          DsRng rng = ds_rng (t, DS_RNG_SEARCH, 0);

          for (gsize w = 0; w < networks[0]->n; w++)
            networks[0]->g[w] = (float) (0.1 * ds_rng_normal (&rng));
          for (guint k = 1; k < n; k++)
            memcpy (networks[k]->g, networks[0]->g, networks[0]->n * sizeof (float));
          for (guint k = 0; k < n; k++)
            here[k].table->update (networks[k], 0.01);
        }
      for (guint k = 1; k < n; k++)
        {
          g_autofree char *what = g_strdup_printf ("%s, %s", here[k].table->name, optimizers[i]->id);

          assert_near (what, "weights after 100 updates", networks[0]->w, networks[k]->w, networks[0]->n, 1e-5);
        }
      for (guint k = 0; k < n; k++)
        here[k].table->free (networks[k]);
    }
}

/* --- Whole trainings, each set of kernels in a process of its own ------------------------------------------ */

static const struct
{
  const char *layers, *loss, *optimizer;
  double rate;
  guint64 batch;
  guint inputs, n_classes;
} trainings[] = {
  { "dense 8 tanh; dense 8 tanh; dense auto", "binary_cross_entropy", "sgd", 0.1, 10, 2, 2 },
  { "dense 16 relu; dense auto", "mse", "sgd", 0.02, 16, 5, 0 },
  { "dense 33 gelu; dense 17 silu; dense auto", "cross_entropy", "sgd", 0.1, 32, 7, 3 },
  { "dense 12 sigmoid; layer_norm; dense auto", "huber", "sgd", 0.05, 7, 3, 0 },
  { "dense 20; batch_norm; activation tanh; dense auto", "cross_entropy", "sgd", 0.05, 32, 4, 3 },
  { "dense 24 tanh; dropout 0.2; dense auto", "cross_entropy", "sgd", 0.1, 25, 4, 3 },
  { "dense 8 tanh; dense auto", "binary_cross_entropy", "adam", 0.003, 10, 2, 2 },
  { "dense 64 tanh; dense auto", "cross_entropy", "adam", 0.001, 32, 20, 4 },
  { "dense 200 tanh; dense 130 tanh; dense auto", "cross_entropy", "sgd", 0.05, 128, 40, 5 },
  { "dense 10 softplus; dense auto", "log_cosh", "rmsprop", 0.002, 20, 3, 0 },
  { "dense 10 elu; dense auto", "mse", "adagrad", 0.02, 20, 3, 0 },
};
#define STEPS 100

static int
train_all (const char *path)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (trainings); i++)
    {
      guint n_classes = trainings[i].n_classes;
      g_autoptr (DsPrepared) data = nn_test_table (300, trainings[i].inputs, n_classes, 1, 0.2, i);
      g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec (trainings[i].layers, trainings[i].loss, trainings[i].optimizer, trainings[i].rate),
                                              trainings[i].batch, TRUE, 0);
      g_autoptr (NnTrainer) trainer = nn_test_start (spec, data, 2);
      g_autoptr (NnFrame) frame = NULL;
      guint32 count;

      for (guint s = 0; s < STEPS; s++)
        nn_trainer_step (trainer);
      frame = nn_test_settle (trainer);
      g_assert_cmpuint (frame->step, ==, STEPS);
      count = (guint32) frame->n_weights;
      g_byte_array_append (out, (const guint8 *) &count, sizeof count);
      g_byte_array_append (out, (const guint8 *) frame->weights, count * (guint) sizeof (float));
      for (guint s = 0; s < STEPS; s++)
        {
          double loss = nn_series_row (frame->steps, s)[NN_STEP_LOSS];

          g_byte_array_append (out, (const guint8 *) &loss, sizeof loss);
        }
    }
  return g_file_set_contents_full (path, (const char *) out->data, out->len, G_FILE_SET_CONTENTS_NONE, 0600, NULL) ? 0 : 1;
}

static guint8 *
trained_by (const char *kernels, const char *folder, gsize *n)
{
  g_autofree char *path = g_build_filename (folder, kernels, NULL);
  g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), "NN_KERNELS", kernels, TRUE);
  const char *command[] = { program, "--train", path, NULL };
  g_autoptr (GError) error = NULL;
  char *bytes;
  int status;

  /* Not GSubprocess: it has GLib start a thread of its own, and ThreadSanitizer cannot see into GLib's locks. */
  g_spawn_sync (NULL, (char **) command, environment, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &bytes, n, &error));
  g_unlink (path);
  return (guint8 *) bytes;
}

/* One training's weights and losses; *at moves on. */
static void
compare_training (const char *what, const guint8 *a, const guint8 *b, gsize *at)
{
  guint32 count;
  double norm = 0, off = 0;

  memcpy (&count, a + *at, sizeof count);
  g_assert_cmpmem (a + *at, 4, b + *at, 4);
  *at += sizeof count;
  for (guint32 w = 0; w < count; w++, *at += sizeof (float))
    {
      float x, y;

      memcpy (&x, a + *at, sizeof x);
      memcpy (&y, b + *at, sizeof y);
      norm += (double) x * x;
      off += ((double) x - y) * ((double) x - y);
    }
  g_test_message ("%s: weights off by %.2g", what, sqrt (off / norm));
  if (!(sqrt (off / norm) <= 1e-5))
    g_error ("%s: weights are off by %g of their norm", what, sqrt (off / norm));
  for (guint s = 0; s < STEPS; s++, *at += sizeof (double))
    {
      double x, y;

      memcpy (&x, a + *at, sizeof x);
      memcpy (&y, b + *at, sizeof y);
      if (!(fabs (x - y) <= 1e-5 * MAX (fabs (x), 1e-2)))
        g_error ("%s: the loss of step %u is %.9g, of ref %.9g", what, s, y, x);
    }
}

static void
test_trainings (void)
{
  g_autofree char *folder = g_dir_make_tmp ("kernels-XXXXXX", NULL);
  gsize n_ref, n;
  g_autofree guint8 *ref = trained_by ("ref", folder, &n_ref);
  Kernels here[3];
  guint n_kernels = kernels_here (here);

  for (guint k = 1; k < n_kernels; k++)
    {
      g_autofree guint8 *other = trained_by (here[k].table->name, folder, &n);
      gsize at = 0;

      g_assert_cmpuint (n, ==, n_ref);
      g_assert_true (memcmp (ref, other, n) != 0); /* or NN_KERNELS did nothing */
      for (guint i = 0; i < G_N_ELEMENTS (trainings); i++)
        {
          g_autofree char *what = g_strdup_printf ("%s, %s, %s", here[k].table->name, trainings[i].layers, trainings[i].optimizer);

          compare_training (what, ref, other, &at);
        }
      g_assert_cmpuint (at, ==, n);
    }
  g_rmdir (folder);
}

/* --- Elementary functions ---------------------------------------------------------------------------------- */

#define BLOCK 4096
/* Prime, so that all low bits are met. */
#define STRIDE 1009u
/* What the C library makes of it is its own affair, within reason. */
#define REFERENCE_ULPS 5

/* Units in the last place of float between y and the exact value. */
static double
ulps_off (float y, double exact, gboolean flushes)
{
  float rounded = (float) exact;
  double unit;

  if (isnan (exact) || isnan (y))
    return isnan (exact) && isnan (y) ? 0 : INFINITY;
  if (isinf (rounded) || isinf (y))
    return rounded == y || (double) fabsf (isinf (y) ? rounded : y) >= 3.4028e38 ? 0 : INFINITY;
  if (flushes && fabs (exact) < 1.17549436e-38 && y == 0)
    return 0;
  unit = ldexp (1, MAX (ilogb (exact != 0 ? fabs (exact) : 1e-60), -126) - 23);
  return fabs ((double) y - exact) / unit;
}

static void
check_function (const char *backend, const NnTestFunction *function, const float *x, gsize n, double *worst, float *at)
{
  float y[BLOCK];

  g_assert_cmpuint (n, <=, BLOCK);
  function->run (x, y, n);
  for (gsize i = 0; i < n; i++)
    {
      double off = ulps_off (y[i], function->exact ((double) x[i]), function->flushes);

      if (off > *worst)
        {
          *worst = off;
          *at = x[i];
        }
    }
}

static void
sweep_function (const char *backend, const NnTestFunction *function)
{
  static const float special[16] = { 0.0f, -0.0f, 1e-45f, -1e-45f, 1.1754944e-38f, -1.1754944e-38f, INFINITY, -INFINITY, NAN, 88.72283f, 88.72284f,
                                     -103.97208f, -103.97209f, 3.4028235e38f, -3.4028235e38f, 0.625f };
  double worst = 0;
  float x[BLOCK], at = 0;
  gsize n = 0;

  check_function (backend, function, special, 16, &worst, &at);
  for (guint64 bits = 0; bits <= G_MAXUINT32; bits += STRIDE)
    {
      guint32 word = (guint32) bits;

      memcpy (&x[n++], &word, 4);
      if (n == BLOCK)
        {
          check_function (backend, function, x, n, &worst, &at);
          n = 0;
        }
    }
  /* Where they are used: dense between -16 and 16. */
  for (guint block = 0; block < 256; block++)
    {
      for (guint i = 0; i < BLOCK; i++)
        x[i] = -16.0f + 32.0f * (float) (block * BLOCK + i) / (256.0f * BLOCK);
      check_function (backend, function, x, BLOCK, &worst, &at);
    }
  g_test_message ("%s: %s is at most %.2f units off, at %.9g", backend, function->name, worst, (double) at);
  if (worst > (strcmp (backend, "ref") == 0 ? REFERENCE_ULPS : function->ulps))
    g_error ("%s: %s is %g units in the last place off at %.9g", backend, function->name, worst, (double) at);
}

static void
test_functions (void)
{
  Kernels here[3];
  guint n = kernels_here (here);

  for (guint k = 0; k < n; k++)
    {
      g_assert_cmpstr (here[k].math->backend, ==, here[k].table->name);
      for (const NnTestFunction *f = here[k].math->functions; f->name != NULL; f++)
        sweep_function (here[k].math->backend, f);
    }
}

/* Loading it is a part of every start otherwise. */
static void
test_openblas_waits (void)
{
  g_assert_null (dlopen ("libopenblas.so.0", RTLD_NOW | RTLD_NOLOAD));
  g_assert_nonnull (nn_kernels_name ());
  g_assert_null (dlopen ("libopenblas.so.0", RTLD_NOW | RTLD_NOLOAD));
  g_assert_nonnull (nn_blas ());
  g_assert_cmpstr (nn_blas ()->corename (), !=, "");
}

int
main (int argc, char **argv)
{
  if (argc == 3 && strcmp (argv[1], "--train") == 0)
    return train_all (argv[2]);
  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  nn_backend (); /* chooses, and sets what the tests change again */
  g_test_add_func ("/kernels/openblas-waits", test_openblas_waits); /* first: the others load it */
  g_test_add_func ("/kernels/shapes", test_shapes);
  g_test_add_func ("/kernels/rows-of-catalogues", test_rows_of_catalogues);
  g_test_add_func ("/kernels/updates", test_updates);
  g_test_add_func ("/kernels/trainings", test_trainings);
  g_test_add_func ("/kernels/functions", test_functions);
  return g_test_run ();
}
