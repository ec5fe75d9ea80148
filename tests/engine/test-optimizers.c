/* Every optimizer against its published update, written here once more, in double, from the papers and PyTorch's documentation:
 * one neuron with two inputs, five steps of the real trainer. */
#include <math.h>
#include <string.h>
#include <glib/gstdio.h>

#include "ds-readers.h"
#include "nn-test-util.h"
#include "nn-trainer.h"

#define N 3 /* two weights and a bias */
#define STEPS 5

typedef struct
{
  double m[N], v[N], x[N];
  double product;
  guint t;
} State;

typedef void (*Update) (const DsItem *o, State *s, double *w, const double *g);

static double
get (const DsItem *o, const char *id)
{
  return ds_item_get (o, id);
}

static void
sgd (const DsItem *o, State *s, double *w, const double *g)
{
  double mu = get (o, "momentum");

  for (guint i = 0; i < N; i++)
    {
      /* PyTorch's buffer starts as the first gradient, which is the same as starting from 0 without dampening. */
      s->m[i] = s->t == 1 ? g[i] : mu * s->m[i] + g[i];
      w[i] -= get (o, "learning_rate") * (get (o, "nesterov") != 0 ? g[i] + mu * s->m[i] : s->m[i]);
    }
}

static void
adagrad (const DsItem *o, State *s, double *w, const double *g)
{
  for (guint i = 0; i < N; i++)
    {
      s->v[i] += g[i] * g[i];
      w[i] -= get (o, "learning_rate") * g[i] / (sqrt (s->v[i]) + get (o, "epsilon"));
    }
}

static void
rmsprop (const DsItem *o, State *s, double *w, const double *g)
{
  double alpha = get (o, "alpha"), mu = get (o, "momentum");

  for (guint i = 0; i < N; i++)
    {
      s->v[i] = alpha * s->v[i] + (1 - alpha) * g[i] * g[i];
      s->m[i] = mu * s->m[i] + g[i] / (sqrt (s->v[i]) + get (o, "epsilon"));
      w[i] -= get (o, "learning_rate") * s->m[i];
    }
}

static void
adam (const DsItem *o, State *s, double *w, const double *g)
{
  double b1 = get (o, "beta1"), b2 = get (o, "beta2");

  for (guint i = 0; i < N; i++)
    {
      double m_hat, v_hat;

      s->m[i] = b1 * s->m[i] + (1 - b1) * g[i];
      s->v[i] = b2 * s->v[i] + (1 - b2) * g[i] * g[i];
      m_hat = s->m[i] / (1 - pow (b1, s->t));
      v_hat = s->v[i] / (1 - pow (b2, s->t));
      w[i] -= get (o, "learning_rate") * m_hat / (sqrt (v_hat) + get (o, "epsilon"));
    }
}

static void
adamw (const DsItem *o, State *s, double *w, const double *g)
{
  for (guint i = 0; i < N; i++)
    w[i] -= get (o, "learning_rate") * get (o, "weight_decay") * w[i];
  adam (o, s, w, g);
}

/* The largest mean square so far, before the bias correction, as PyTorch has it. */
static void
amsgrad (const DsItem *o, State *s, double *w, const double *g)
{
  double b1 = get (o, "beta1"), b2 = get (o, "beta2");

  for (guint i = 0; i < N; i++)
    {
      s->m[i] = b1 * s->m[i] + (1 - b1) * g[i];
      s->v[i] = b2 * s->v[i] + (1 - b2) * g[i] * g[i];
      s->x[i] = fmax (s->x[i], s->v[i]);
      w[i] -= get (o, "learning_rate") / (1 - pow (b1, s->t)) * s->m[i]
              / (sqrt (s->x[i]) / sqrt (1 - pow (b2, s->t)) + get (o, "epsilon"));
    }
}

static void
adamax (const DsItem *o, State *s, double *w, const double *g)
{
  double b1 = get (o, "beta1");

  for (guint i = 0; i < N; i++)
    {
      s->m[i] = b1 * s->m[i] + (1 - b1) * g[i];
      s->x[i] = fmax (get (o, "beta2") * s->x[i], fabs (g[i]) + get (o, "epsilon"));
      w[i] -= get (o, "learning_rate") / (1 - pow (b1, s->t)) * s->m[i] / s->x[i];
    }
}

static void
nadam (const DsItem *o, State *s, double *w, const double *g)
{
  double b1 = get (o, "beta1"), b2 = get (o, "beta2"), decay = get (o, "momentum_decay");
  double now = b1 * (1 - 0.5 * pow (0.96, s->t * decay)), next = b1 * (1 - 0.5 * pow (0.96, (s->t + 1) * decay));

  s->product = (s->t == 1 ? 1 : s->product) * now;
  for (guint i = 0; i < N; i++)
    {
      double m_hat, v_hat;

      s->m[i] = b1 * s->m[i] + (1 - b1) * g[i];
      s->v[i] = b2 * s->v[i] + (1 - b2) * g[i] * g[i];
      m_hat = next * s->m[i] / (1 - s->product * now * next) + (1 - now) * g[i] / (1 - s->product);
      v_hat = s->v[i] / (1 - pow (b2, s->t));
      w[i] -= get (o, "learning_rate") * m_hat / (sqrt (v_hat) + get (o, "epsilon"));
    }
}

static void
radam (const DsItem *o, State *s, double *w, const double *g)
{
  double b1 = get (o, "beta1"), b2 = get (o, "beta2");
  double limit = 2 / (1 - b2) - 1, rho = limit - 2 * s->t * pow (b2, s->t) / (1 - pow (b2, s->t));

  for (guint i = 0; i < N; i++)
    {
      double m_hat;

      s->m[i] = b1 * s->m[i] + (1 - b1) * g[i];
      s->v[i] = b2 * s->v[i] + (1 - b2) * g[i] * g[i];
      m_hat = s->m[i] / (1 - pow (b1, s->t));
      if (rho > 5)
        m_hat *= sqrt ((rho - 4) * (rho - 2) * limit / ((limit - 4) * (limit - 2) * rho)) * sqrt (1 - pow (b2, s->t))
                 / (sqrt (s->v[i]) + get (o, "epsilon"));
      w[i] -= get (o, "learning_rate") * m_hat;
    }
}

static void
adadelta (const DsItem *o, State *s, double *w, const double *g)
{
  double rho = get (o, "rho"), epsilon = get (o, "epsilon");

  for (guint i = 0; i < N; i++)
    {
      double step;

      s->v[i] = rho * s->v[i] + (1 - rho) * g[i] * g[i];
      step = sqrt (s->x[i] + epsilon) / sqrt (s->v[i] + epsilon) * g[i];
      s->x[i] = rho * s->x[i] + (1 - rho) * step * step;
      w[i] -= get (o, "learning_rate") * step;
    }
}

static double
sign (double x)
{
  return (x > 0) - (x < 0);
}

static void
rprop (const DsItem *o, State *s, double *w, const double *g)
{
  for (guint i = 0; i < N; i++)
    {
      double turn = s->m[i] * g[i], follow = turn < 0 ? 0 : g[i];

      s->x[i] = s->t == 1 ? get (o, "learning_rate") : s->x[i];
      s->x[i] = CLAMP (s->x[i] * (turn > 0 ? 1.2 : turn < 0 ? 0.5 : 1), 1e-6, 50);
      w[i] -= sign (follow) * s->x[i];
      s->m[i] = follow;
    }
}

static void
lion (const DsItem *o, State *s, double *w, const double *g)
{
  double b1 = get (o, "beta1"), b2 = get (o, "beta2");

  for (guint i = 0; i < N; i++)
    {
      w[i] -= get (o, "learning_rate") * (sign (b1 * s->m[i] + (1 - b1) * g[i]) + get (o, "weight_decay") * w[i]);
      s->m[i] = b2 * s->m[i] + (1 - b2) * g[i];
    }
}

static const struct
{
  const char *id;
  Update update;
  const char *params; /* where the defaults hardly move in five steps */
} known[] = {
  { "sgd", sgd, "" },         { "adagrad", adagrad, "" }, { "rmsprop", rmsprop, "" },
  { "adam", adam, "" },       { "adamw", adamw, "" },     { "amsgrad", amsgrad, "" },
  { "adamax", adamax, "" },   { "nadam", nadam, "" },     { "radam", radam, "" },
  { "rprop", rprop, "" },     { "lion", lion, "" },       { "adadelta", adadelta, "learning_rate 1 epsilon 0.01" },
};

typedef struct
{
  double l1, l2, clip_norm;
} Extras;

/* d/dw of mean (w x + b - y)^2 + l1 |w| + l2/2 w^2, clipped. */
static void
gradient (const DsPrepared *data, const Extras *extras, const double *w, double *g)
{
  double norm = 0;

  memset (g, 0, N * sizeof *g);
  for (gsize r = 0; r < data->n_train; r++)
    {
      const float *x = data->x + 2 * r;
      double residual = w[0] * x[0] + w[1] * x[1] + w[2] - data->y[r];

      g[0] += 2 * residual * x[0] / data->n_train;
      g[1] += 2 * residual * x[1] / data->n_train;
      g[2] += 2 * residual / data->n_train;
    }
  for (guint i = 0; i < 2; i++)
    g[i] += extras->l1 * ((w[i] > 0) - (w[i] < 0)) + extras->l2 * w[i];
  for (guint i = 0; i < N; i++)
    norm += g[i] * g[i];
  norm = sqrt (norm);
  for (guint i = 0; !isnan (extras->clip_norm) && norm > extras->clip_norm && i < N; i++)
    g[i] *= extras->clip_norm / norm;
}

static void
compare (const char *id, const char *params, const Extras *extras)
{
  g_autoptr (DsPrepared) data = nn_test_table (20, 2, 0, 1, 0, 9);
  g_autoptr (NnSpec) plain = nn_test_spec ("dense auto", "mse", id, 0.05);
  NnSpec values = *plain;
  g_autoptr (NnSpec) spec = NULL;
  g_auto (GStrv) words = g_strsplit (params, " ", -1);
  g_autoptr (NnTrainer) trainer = NULL;
  g_autoptr (GError) error = NULL;
  double w[N] = { 0.5, -0.25, 0.125 }, g[N], furthest = 0;
  float start[N] = { 0.5f, -0.25f, 0.125f };
  State state = { { 0 } };
  Update update = NULL;

  for (guint i = 0; words[i] != NULL && words[i + 1] != NULL; i += 2)
    g_assert_true (ds_item_set (&values.optimizer, words[i], g_ascii_strtod (words[i + 1], NULL), NULL));
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (strcmp (known[i].id, id) == 0)
      update = known[i].update;
  g_assert_nonnull (update);
  values.l1 = extras->l1;
  values.l2 = extras->l2;
  values.clip_norm = extras->clip_norm;
  spec = nn_spec_new (&values);
  trainer = nn_trainer_new (spec, data, 1, &error);
  g_assert_no_error (error);
  nn_trainer_set_weights (trainer, start, N);
  for (state.t = 1; state.t <= STEPS; state.t++)
    {
      g_autoptr (NnFrame) frame = NULL;

      gradient (data, extras, w, g);
      update (&spec->optimizer, &state, w, g);
      nn_trainer_step (trainer);
      g_assert_true (nn_trainer_wait (trainer, 10));
      frame = nn_trainer_take_frame (trainer);
      g_assert_nonnull (frame);
      g_assert_cmpuint (frame->step, ==, state.t);
      g_assert_cmpint (frame->state, ==, NN_PAUSED);
      for (guint i = 0; i < N; i++)
        {
          if (!(fabs (frame->weights[i] - w[i]) <= 3e-6 * MAX (1, fabs (w[i]))))
            g_error ("%s %s, step %u, weight %u: %.9g, expected %.9g", id, params, state.t, i, frame->weights[i], w[i]);
          furthest = MAX (furthest, fabs (w[i] - start[i]));
        }
    }
  g_assert_cmpfloat (furthest, >, 0.01); /* it moved */
}

/* Every optimizer of the catalogue; a new one must bring its update here. */
static void
compare_all (const Extras *extras)
{
  guint n;
  const DsType *const *all = nn_registry (NN_OPTIMIZERS, &n);

  g_assert_cmpuint (n, >=, 5);
  for (guint i = 0; i < n; i++)
    {
      const char *params = NULL;

      if (strcmp (all[i]->id, "lbfgs") == 0 || strcmp (all[i]->id, "closed_form") == 0) /* not a formula for each weight: see below */
        continue;
      for (guint k = 0; k < G_N_ELEMENTS (known); k++)
        if (strcmp (known[k].id, all[i]->id) == 0)
          params = known[k].params;
      if (params == NULL)
        g_error ("write down the update of \"%s\" in %s, as published, to compare it with", all[i]->id, __FILE__);
      compare (all[i]->id, params, extras);
    }
}

static const Extras none = { 0, 0, NAN };

static void
test_all_known (void)
{
  compare_all (&none);
}

static void
test_parameters (void)
{
  compare ("sgd", "momentum 0.9", &none);
  compare ("sgd", "momentum 0.9 nesterov 1", &none);
  compare ("sgd", "learning_rate 0.3", &none);
  compare ("rmsprop", "momentum 0.9", &none);
  compare ("rmsprop", "alpha 0.5 epsilon 0.1", &none);
  compare ("adagrad", "epsilon 0.5", &none);
  compare ("adam", "beta1 0.5 beta2 0.7", &none);
  compare ("adam", "epsilon 0.1", &none);
  compare ("adamw", "weight_decay 2", &none);
  if (nn_registry_find (NN_OPTIMIZERS, "radam") == NULL)
    return;
  compare ("radam", "beta2 0.6", &none); /* rho stays below 5: momentum alone */
  compare ("radam", "beta2 0.9 learning_rate 0.1", &none);
  compare ("lion", "weight_decay 1 beta1 0.5", &none);
  compare ("nadam", "momentum_decay 0.5", &none);
  compare ("adamax", "beta2 0.5", &none);
  compare ("amsgrad", "beta2 0.5", &none);
}

static void
test_penalties (void)
{
  const Extras l1 = { 0.2, 0, NAN }, l2 = { 0, 0.4, NAN }, both = { 0.2, 0.4, NAN };

  compare_all (&l1);
  compare_all (&l2);
  compare_all (&both);
}

static void
test_clipping (void)
{
  const Extras clip = { 0, 0, 0.3 }, clip_all = { 0.2, 0.4, 0.3 }, loose = { 0, 0, 1e6 };

  compare_all (&clip);
  compare_all (&clip_all);
  compare_all (&loose);
}

/* The bottom of mean (w x + b - y)^2 + l2/2 w^2, by Cramer's rule on the normal equations. */
static void
least_squares (const DsPrepared *data, double l2, double *w)
{
  double ridge = l2 / 2 * (double) data->n_train;
  double a[N][N] = { { ridge, 0, 0 }, { 0, ridge, 0 } }, b[N] = { 0 }, det[N + 1];

  for (gsize r = 0; r < data->n_train; r++)
    {
      double x[N] = { data->x[2 * r], data->x[2 * r + 1], 1 };

      for (guint i = 0; i < N; i++)
        {
          b[i] += x[i] * data->y[r];
          for (guint j = 0; j < N; j++)
            a[i][j] += x[i] * x[j];
        }
    }
  for (guint k = 0; k <= N; k++)
    {
      double m[N][N];

      for (guint i = 0; i < N; i++)
        for (guint j = 0; j < N; j++)
          m[i][j] = j == k ? b[i] : a[i][j];
      det[k] = m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
               + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
    }
  for (guint i = 0; i < N; i++)
    w[i] = det[i] / det[N];
}

/* On a parabola of three dimensions the curvature is known after three steps; no step ever goes up. */
static void
test_lbfgs (void)
{
  g_autoptr (DsPrepared) line = nn_test_table (20, 2, 0, 1, 0, 9);
  g_autoptr (DsPrepared) curve = nn_test_generator ("moons", 120, 0.1, 0, 0, 4);
  static const char *const layers[] = { "dense auto", "dense 6 tanh; dense auto" };

  if (nn_registry_find (NN_OPTIMIZERS, "lbfgs") == NULL)
    {
      g_test_skip ("there is no L-BFGS");
      return;
    }
  for (guint i = 0; i < 2; i++)
    {
      DsPrepared *data = i == 0 ? line : curve;
      g_autoptr (NnSpec) spec = nn_test_spec (layers[i], "mse", "lbfgs", 1);
      g_autoptr (NnTrainer) trainer = nn_trainer_new (spec, data, 1, NULL);
      g_autoptr (NnFrame) frame = NULL;
      double last = INFINITY, w[N];

      for (guint step = 0; step < (i == 0 ? 8 : 60); step++)
        {
          nn_trainer_step (trainer);
          g_assert_true (nn_trainer_wait (trainer, 10));
          nn_frame_unref (frame);
          frame = nn_trainer_take_frame (trainer);
          g_assert_cmpfloat (frame->train_loss, <=, last * (1 + 1e-6) + 1e-9);
          last = frame->train_loss;
        }
      if (i == 1)
        {
          g_assert_cmpfloat (frame->train_accuracy, >, 0.97);
          continue;
        }
      least_squares (data, 0, w);
      for (guint k = 0; k < N; k++)
        g_assert_cmpfloat_with_epsilon (frame->weights[k], w[k], 1e-4);
    }
}

/* The search moves parameters alone: a running variance pushed along the direction would end below 0. */
static void
test_lbfgs_running_statistics (void)
{
  g_autoptr (DsPrepared) data = nn_test_generator ("moons", 120, 0.1, 0, 0, 4);
  g_autoptr (NnSpec) spec = nn_test_spec ("dense 6 tanh; batch_norm; dense auto", "mse", "lbfgs", 1);
  NnProblem problem = nn_problem (data);
  g_autoptr (NnPlan) plan = nn_plan_new (spec, &problem, NULL, NULL);
  g_autoptr (NnTrainer) trainer = nn_trainer_new (spec, data, 1, NULL);
  double first = NAN, best = INFINITY;

  for (guint step = 0; step < 40; step++)
    {
      g_autoptr (NnFrame) frame = NULL;

      nn_trainer_step (trainer);
      g_assert_true (nn_trainer_wait (trainer, 10));
      frame = nn_trainer_take_frame (trainer);
      g_assert_cmpint (frame->stop, !=, NN_STOP_DIVERGED);
      for (guint t = 0; t < plan->n_tensors; t++)
        for (guint i = 0; g_str_has_suffix (plan->tensors[t].name, ".running_var") && i < plan->tensors[t].rows; i++)
          g_assert_cmpfloat (frame->weights[plan->tensors[t].offset + i], >, 0);
      first = isnan (first) ? frame->train_loss : first;
      best = MIN (best, frame->train_loss); /* the running statistics lag behind long steps */
    }
  g_assert_cmpfloat (best, <, 0.5 * first);
}

/* One step goes all the way; a learning rate of a half, half of it. */
static void
check_closed_form (double l2, double rate)
{
  g_autoptr (DsPrepared) data = nn_test_table (20, 2, 0, 1, 0, 9);
  g_autoptr (NnSpec) plain = nn_test_spec ("dense auto", "mse", "closed_form", rate);
  NnSpec values = *plain;
  g_autoptr (NnSpec) spec = NULL;
  g_autoptr (NnTrainer) trainer = NULL;
  g_autoptr (NnFrame) frame = NULL;
  float start[N] = { 0.5f, -0.25f, 0.125f };
  double w[N];

  values.l2 = l2;
  spec = nn_spec_new (&values);
  trainer = nn_trainer_new (spec, data, 1, NULL);
  nn_trainer_set_weights (trainer, start, N);
  nn_trainer_step (trainer);
  g_assert_true (nn_trainer_wait (trainer, 10));
  frame = nn_trainer_take_frame (trainer);
  least_squares (data, l2, w);
  for (guint i = 0; i < N; i++)
    g_assert_cmpfloat_with_epsilon (frame->weights[i], start[i] + rate * (w[i] - start[i]), 1e-5);
}

static void
test_closed_form (void)
{
  if (nn_registry_find (NN_OPTIMIZERS, "closed_form") == NULL)
    {
      g_test_skip ("there is no closed form");
      return;
    }
  check_closed_form (0, 1);
  check_closed_form (0.4, 1);
  check_closed_form (0.4, 0.5);
}

/* Where one input says what another says, but for rounding to float, no pair of huge weights may stand against each other: the shortest
 * of all solutions, as numpy.linalg.lstsq finds it with rcond=1e-7. */
static void
test_closed_form_dependent (void)
{
  const char *text = "c,f,z,y\n11.3,52.34,0.2,5.1\n-4.1,24.62,1.5,-4.2\n20.7,69.26,-0.7,11.4\n8.9,48.02,0.1,4.6\n31.2,88.16,-1.3,17.3\n15.5,59.9,0.9,6.4\n";
  const double expected[4] = { 0.4730313898227866, 0.006874464195384494, -1.5612728746487723, -0.02639318867142621 };
  DsCsvOptions options = { .header = 1, .task = DS_REGRESSION };
  g_autoptr (DsDataset) table = ds_csv_parse (text, strlen (text), "t.csv", &options, NULL, NULL, NULL);
  DsPrepareOptions plain = { .task = DS_REGRESSION };
  g_autoptr (DsPrepared) data = ds_prepare (table, &plain, 1, NULL);
  g_autoptr (NnSpec) spec = nn_test_spec ("dense auto", "mse", "closed_form", 1);
  g_autoptr (NnTrainer) trainer = nn_trainer_new (spec, data, 1, NULL);
  g_autoptr (NnFrame) frame = NULL;

  nn_trainer_step (trainer);
  g_assert_true (nn_trainer_wait (trainer, 10));
  frame = nn_trainer_take_frame (trainer);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpfloat_with_epsilon (frame->weights[i], expected[i], 2e-5);
}

/* Without LAPACK there is no closed form: said by the plan, before anybody waits for a step that would do nothing. */
static void
test_closed_form_without_lapack (void)
{
  g_autoptr (DsPrepared) data = nn_test_table (20, 2, 0, 1, 0, 9);
  g_autoptr (NnSpec) spec = nn_test_spec ("dense auto", "mse", "closed_form", 1);
  NnProblem problem = nn_problem (data);
  g_autoptr (NnPlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = NULL, *library = NULL;
  g_autofree char *paths = g_strdup (g_getenv ("LD_LIBRARY_PATH"));

  if (g_test_subprocess ())
    {
      plan = nn_plan_new (spec, &problem, NULL, &error);
      g_assert_null (plan);
      g_assert_error (error, NN_ERROR, NN_ERROR_SHAPE);
      g_assert_nonnull (strstr (error->message, "OpenBLAS"));
      return;
    }
  dir = g_dir_make_tmp ("fallline-XXXXXX", NULL);
  library = g_build_filename (dir, "libopenblas.so.0", NULL);
  g_assert_true (g_file_set_contents (library, "", 0, NULL)); /* a file that is no library, found first */
  g_setenv ("LD_LIBRARY_PATH", dir, TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  if (paths != NULL)
    g_setenv ("LD_LIBRARY_PATH", paths, TRUE);
  else
    g_unsetenv ("LD_LIBRARY_PATH");
  g_remove (library);
  g_rmdir (dir);
  g_test_trap_assert_passed ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/optimizers/defaults", test_all_known);
  g_test_add_func ("/optimizers/parameters", test_parameters);
  g_test_add_func ("/optimizers/penalties", test_penalties);
  g_test_add_func ("/optimizers/clipping", test_clipping);
  g_test_add_func ("/optimizers/lbfgs", test_lbfgs);
  g_test_add_func ("/optimizers/lbfgs/running-statistics", test_lbfgs_running_statistics);
  g_test_add_func ("/optimizers/closed-form", test_closed_form);
  g_test_add_func ("/optimizers/closed-form/dependent", test_closed_form_dependent);
  g_test_add_func ("/optimizers/closed-form/without-lapack", test_closed_form_without_lapack);
  return g_test_run ();
}
