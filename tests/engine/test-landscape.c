/* The loss on planes through the weights, against direct evaluations and independent linear algebra. */
#include <math.h>
#include <string.h>
#include "ds-rng.h"
#include "nn-plane.h"
#include "nn-predict.h"
#include "nn-test-run.h"

/* A short run, every step of which is in the trail. */
typedef struct
{
  DsPrepared *rows; /* owned, as all of these */
  NnTrail *trail;
  NnFrame *frame;   /* the last */
  NnPlan *plan;
  GArray *states;   /* of the trail, of NnWaypoint */
} Run;

/* Takes rows and spec. */
static void
run_of_spec (Run *run, NnSpec *spec, DsPrepared *rows, guint steps)
{
  NnTrainer *trainer = nn_test_start (spec, rows, 1);
  NnProblem problem = nn_problem (rows);
  *run = (Run){ rows, nn_trail_new (), nn_test_settle (trainer), nn_plan_new (spec, &problem, NULL, NULL), NULL };
  nn_trail_add (run->trail, run->frame);
  for (guint i = 0; i < steps; i++)
    {
      nn_trainer_step (trainer);
      nn_frame_unref (run->frame);
      run->frame = nn_test_settle (trainer);
      nn_trail_add (run->trail, run->frame);
    }
  run->states = nn_trail_states (run->trail, run->frame->n_weights);
  nn_trainer_free (trainer);
  nn_spec_unref (spec);
}

static void
run_init (Run *run, const char *layers, const char *loss, DsPrepared *rows, guint steps)
{
  run_of_spec (run, nn_test_spec (layers, loss, "adam", 0.05), rows, steps);
}

static void
run_clear (Run *run)
{
  g_array_unref (run->states);
  nn_plan_free (run->plan);
  nn_trail_free (run->trail);
  nn_frame_unref (run->frame);
  ds_prepared_unref (run->rows);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

/* Two inputs, two classes, three units. */
static void
run_small (Run *run, guint rows, guint steps)
{
  run_init (run, "dense 3 tanh; dense auto", "binary_cross_entropy", nn_test_table (rows, 2, 2, 0, 0, 2), steps);
}

/* Through all states of the run. */
static NnPlane *
plane_of (const Run *run, const NnLandscapeRequest *request)
{
  return nn_plane_new (run->plan, request, (const NnWaypoint *) run->states->data, run->states->len, NULL, NULL, NULL, NULL);
}

static NnLandscapePicture *
evaluate (const Run *run, const NnLandscapeRequest *request)
{
  g_autoptr (GError) error = NULL;
  NnLandscapePicture *picture = nn_landscape_evaluate (request, &run->trail, 1, &error);
  g_assert_no_error (error);
  return picture;
}

static NnLandscapeRequest
request_of (NnPlaneKind kind)
{
  return (NnLandscapeRequest){ .kind = kind, .seed = 3, .weight_x = 1, .weight_y = 4, .fit = TRUE, .size = 65 };
}

/* The value of the grid at (i, j), found by the plane and a predictor alone. */
static double
directly (const NnPlane *plane, const NnFrame *frame, const NnLandscapePicture *p, guint i, guint j)
{
  NnProblem problem = nn_problem (frame->data);
  g_autoptr (NnPredictor) predictor = nn_predictor_new (frame->spec, &problem, NULL);
  g_autofree float *w = g_new (float, frame->n_weights);
  double x = p->x0 + (p->x1 - p->x0) * i / (p->size - 1), y = p->y1 - (p->y1 - p->y0) * j / (p->size - 1), loss, accuracy;
  for (gsize k = 0; k < frame->n_weights; k++)
    w[k] = (float) ((double) plane->origin[k] + x * (double) plane->d1[k] + y * (double) plane->d2[k]);
  nn_predictor_score (predictor, w, frame->data->x, frame->data->y, frame->data->n_train, &loss, &accuracy);
  return loss;
}

static void
test_values (gconstpointer data)
{
  NnPlaneKind kind = (NnPlaneKind) GPOINTER_TO_INT (data);
  g_auto (Run) run = { 0 };
  run_init (&run, "dense 8 tanh; dense 8 relu; dense auto", "binary_cross_entropy", nn_test_generator ("spirals", 200, 0.1, 0, 0, 5), 40);
  NnLandscapeRequest request = request_of (kind);
  g_autoptr (NnLandscapePicture) picture = evaluate (&run, &request);
  g_autoptr (NnPlane) plane = plane_of (&run, &request);
  DsRng rng = ds_rng (1, DS_RNG_DATA, 0);
  g_assert_cmpint (picture->kind, ==, kind);
  g_assert_cmpuint (picture->size, ==, 65);
  g_assert_true (picture->fine);
  for (guint k = 0; k < 60; k++)
    {
      guint i = ds_rng_below (&rng, 65), j = ds_rng_below (&rng, 65);
      double wanted = directly (plane, run.frame, picture, i, j), found = (double) picture->values[j * 65 + i];
      g_assert_cmpfloat (fabs (found - wanted), <=, 1e-5 * MAX (1, fabs (wanted)));
    }
  /* The state shown lies in its plane, and its loss is the one evaluated directly. */
  NnLandscapePoint last = picture->paths[0].points[picture->paths[0].n - 1];
  g_assert_cmpfloat (last.distance, <, 1e-5);
  g_assert_cmpuint (last.step, ==, 40);
  g_assert_cmpfloat_with_epsilon (picture->here_loss, run.frame->train_loss, 1); /* of the same order: the frame's is of its last epoch */
  for (gsize k = 0; k < 65 * 65; k++)
    g_assert_true (!((double) picture->values[k] < picture->lowest));
}

/* Rows that count by their class, and more of them than are looked at in one go: means of parts are not to be averaged. */
static void
test_class_weights (void)
{
  g_auto (Run) run = { 0 };
  g_autoptr (NnSpec) plain = nn_test_spec ("dense 8 tanh; dense auto", "cross_entropy", "adam", 0.05);
  NnSpec values = *plain;
  g_assert_true (ds_item_set_choice (&values.loss, "class_weight", "balanced", NULL));
  run_of_spec (&run, nn_spec_new (&values), nn_test_table (5000, 3, 3, 0, 0, 2), 3);
  NnLandscapeRequest request = request_of (NN_PLANE_RANDOM);
  request.size = 5;
  g_autoptr (NnLandscapePicture) picture = evaluate (&run, &request);
  g_autoptr (NnPlane) plane = plane_of (&run, &request);
  for (guint k = 0; k < 25; k++)
    g_assert_cmpfloat_with_epsilon ((double) picture->values[k], directly (plane, run.frame, picture, k % 5, k / 5), 2e-6);
}

/* Of row `row` of a tensor: the length of v over what may move. */
static double
row_length (const NnPlan *plan, const NnTensor *tensor, guint row, const float *v)
{
  double sum = 0;
  for (guint c = 0; c < MAX (tensor->cols, 1); c++)
    {
      gsize at = tensor->offset + (gsize) row * MAX (tensor->cols, 1) + c;
      gboolean frozen = !tensor->trainable;
      for (gsize f = 0; f < plan->n_frozen; f++)
        frozen |= plan->frozen[f] == at;
      sum += frozen ? 0 : pow ((double) v[at], 2);
    }
  return sqrt (sum);
}

/* Every row of a random direction is as long as the weights' row; biases do not move. Returns the number of rows. */
static guint
assert_filter_normalized (const Run *run, const NnPlane *plane)
{
  guint n_rows = 0;
  for (guint t = 0; t < run->plan->n_tensors; t++)
    for (guint row = 0; row < run->plan->tensors[t].rows; row++)
      {
        const NnTensor *tensor = &run->plan->tensors[t];
        double d1 = row_length (run->plan, tensor, row, plane->d1), d2 = row_length (run->plan, tensor, row, plane->d2);
        double wanted = tensor->cols > 0 ? row_length (run->plan, tensor, row, run->frame->weights) : 0;
        g_assert_cmpfloat_with_epsilon (d1, wanted, 1e-5 * wanted + 1e-12);
        g_assert_cmpfloat_with_epsilon (d2, wanted, 1e-5 * wanted + 1e-12);
        n_rows += tensor->cols > 0;
      }
  return n_rows;
}

static void
test_filter_normalized (void)
{
  g_auto (Run) run = { 0 };
  run_init (&run, "dense 7 tanh; batch_norm; dense 6 relu; dense auto", "cross_entropy", nn_test_table (100, 5, 3, 0, 0, 2), 5);
  NnLandscapeRequest request = request_of (NN_PLANE_RANDOM);
  g_autoptr (NnPlane) plane = plane_of (&run, &request), again = plane_of (&run, &request);
  request.seed++;
  g_autoptr (NnPlane) other = plane_of (&run, &request);
  g_assert_cmpuint (assert_filter_normalized (&run, plane), ==, 7 + 6 + 3);
  g_assert_cmpmem (plane->d1, plane->n * 4, again->d1, plane->n * 4);
  g_assert_true (memcmp (plane->d1, other->d1, plane->n * 4) != 0);
  g_assert_true (memcmp (plane->d1, plane->d2, plane->n * 4) != 0);
}

/* What is frozen stays, a single weight or a layer; where it is chosen as an axis its value is its place all the same. */
static void
test_frozen (void)
{
  g_auto (Run) run = { 0 };
  const NnFrozenEntry entries[] = { { NN_FROZEN_WEIGHT, 1, 2 }, { NN_FROZEN_WEIGHT, 4, 0 } };
  g_autoptr (NnFrozen) frozen = nn_frozen_new (entries, G_N_ELEMENTS (entries));
  g_autoptr (NnSpec) plain = nn_test_spec ("dense 7 tanh; dense 6 relu; dense auto", "cross_entropy", "adam", 0.05);
  NnSpec values = *plain;
  values.frozen[0] = frozen;
  g_assert_true (ds_item_set (&values.layers[1], "trainable", 0, NULL));
  run_of_spec (&run, nn_spec_new (&values), nn_test_table (100, 5, 3, 0, 0, 2), 5);
  NnLandscapeRequest request = request_of (NN_PLANE_RANDOM);
  g_autoptr (NnPlane) random = plane_of (&run, &request);
  const NnTensor *whole = &run.plan->tensors[2];
  g_assert_cmpuint (run.plan->n_frozen, ==, 2);
  g_assert_cmpstr (whole->name, ==, "2.weight");
  for (gsize f = 0; f < run.plan->n_frozen; f++)
    g_assert_true (random->d1[run.plan->frozen[f]] == 0 && random->d2[run.plan->frozen[f]] == 0);
  for (gsize i = whole->offset; i < whole->offset + (gsize) whole->rows * whole->cols; i++)
    g_assert_true (random->d1[i] == 0 && random->d2[i] == 0);
  assert_filter_normalized (&run, random);
  request = request_of (NN_PLANE_WEIGHTS);
  request.weight_x = whole->offset + 3;
  request.size = 5;
  g_autoptr (NnLandscapePicture) picture = evaluate (&run, &request);
  for (guint i = 0; i < picture->paths[0].n; i++)
    g_assert_cmpfloat_with_epsilon (picture->paths[0].points[i].x, (double) run.frame->weights[whole->offset + 3], 1e-6);
}

/* The covariance itself, and its eigenvectors by power iteration. */
static void
power_iteration (const double *c, gsize n, double *v, double *value, const double *without)
{
  for (gsize i = 0; i < n; i++)
    v[i] = 1 + (double) (i % 7);
  for (guint round = 0; round < 20000; round++)
    {
      g_autofree double *next = g_new0 (double, n);
      double along = 0, length = 0;
      for (gsize i = 0; without != NULL && i < n; i++)
        along += v[i] * without[i];
      for (gsize i = 0; without != NULL && i < n; i++)
        v[i] -= along * without[i];
      for (gsize i = 0; i < n; i++)
        for (gsize j = 0; j < n; j++)
          next[i] += c[i * n + j] * v[j];
      for (gsize i = 0; i < n; i++)
        length += next[i] * next[i];
      for (gsize i = 0; i < n; i++)
        v[i] = next[i] / sqrt (length);
      *value = sqrt (length);
    }
}

static void
test_principal (void)
{
  g_auto (Run) run = { 0 };
  run_small (&run, 60, 30);
  guint m = run.states->len;
  gsize n = run.frame->n_weights;
  const NnWaypoint *states = (const NnWaypoint *) run.states->data;
  NnLandscapeRequest request = request_of (NN_PLANE_PRINCIPAL);
  g_autoptr (NnPlane) plane = plane_of (&run, &request);
  g_autofree double *c = g_new0 (double, n * n), *mean = g_new0 (double, n), *v1 = g_new (double, n), *v2 = g_new (double, n);
  double value1, value2, trace = 0, dot1 = 0, dot2 = 0;
  for (gsize i = 0; i < n; i++)
    for (guint k = 0; k < m; k++)
      mean[i] += (double) states[k].weights[i] / m;
  for (guint k = 0; k < m; k++)
    for (gsize i = 0; i < n; i++)
      for (gsize j = 0; j < n; j++)
        c[i * n + j] += ((double) states[k].weights[i] - mean[i]) * ((double) states[k].weights[j] - mean[j]);
  for (gsize i = 0; i < n; i++)
    trace += c[i * n + i];
  power_iteration (c, n, v1, &value1, NULL);
  power_iteration (c, n, v2, &value2, v1);
  for (gsize i = 0; i < n; i++)
    {
      dot1 += v1[i] * (double) plane->d1[i];
      dot2 += v2[i] * (double) plane->d2[i];
    }
  g_assert_cmpint (plane->kind, ==, NN_PLANE_PRINCIPAL);
  g_assert_cmpfloat_with_epsilon (fabs (dot1), 1, 1e-5);
  g_assert_cmpfloat_with_epsilon (fabs (dot2), 1, 1e-4);
  g_assert_cmpfloat_with_epsilon (plane->variance[0], value1 / trace, 1e-6);
  g_assert_cmpfloat_with_epsilon (plane->variance[1], value2 / trace, 1e-6);
  g_assert_cmpfloat_with_epsilon (plane->d12, 0, 1e-5);
  /* The distance of a state is what the projection leaves over. */
  double x, y, distance, rest = 0;
  nn_plane_project (plane, run.plan, states[0].weights, &x, &y, &distance);
  for (gsize i = 0; i < n; i++)
    rest += pow ((double) states[0].weights[i] - ((double) plane->origin[i] + x * (double) plane->d1[i] + y * (double) plane->d2[i]), 2);
  g_assert_cmpfloat_with_epsilon (distance, sqrt (rest), 1e-5);
  g_assert_cmpfloat (distance, >, 1e-4);
}

static void
test_falls_back (void)
{
  g_auto (Run) run = { 0 };
  run_small (&run, 60, 1);
  NnLandscapeRequest request = request_of (NN_PLANE_PRINCIPAL);
  request.size = 17;
  g_autoptr (NnLandscapePicture) picture = evaluate (&run, &request);
  g_assert_cmpint (picture->kind, ==, NN_PLANE_RANDOM);
  g_assert_true (picture->fell_back);
}

/* Two weights: the coordinates are their values. */
static void
test_weights (void)
{
  g_auto (Run) run = { 0 };
  run_small (&run, 60, 6);
  NnLandscapeRequest request = request_of (NN_PLANE_WEIGHTS);
  request.size = 17;
  g_autoptr (NnLandscapePicture) picture = evaluate (&run, &request);
  g_assert_cmpstr (picture->x_name, ==, "0.weight[0, 1]");
  g_assert_cmpstr (picture->y_name, ==, "0.weight[2, 0]");
  for (guint i = 0; i < picture->paths[0].n; i++)
    {
      const NnFrame *state = nn_trail_get (run.trail, i);
      g_assert_cmpfloat_with_epsilon (picture->paths[0].points[i].x, (double) state->weights[1], 1e-6);
      g_assert_cmpfloat_with_epsilon (picture->paths[0].points[i].y, (double) state->weights[4], 1e-6);
      g_assert_true (picture->x0 < (double) state->weights[1] && (double) state->weights[1] < picture->x1);
    }
}

/* Fewer rows are said to be fewer, and are not the first ones. */
static void
test_rows (void)
{
  g_auto (Run) run = { 0 };
  run_small (&run, 300, 3);
  NnLandscapeRequest request = request_of (NN_PLANE_RANDOM);
  request.size = 17;
  g_autoptr (NnLandscapePicture) all = evaluate (&run, &request);
  request.max_rows = 100;
  g_autoptr (NnLandscapePicture) some = evaluate (&run, &request);
  request.max_rows = 1000;
  g_autoptr (NnLandscapePicture) enough = evaluate (&run, &request);
  g_assert_cmpuint (some->rows, ==, 100);
  g_assert_cmpuint (some->all_rows, ==, 300);
  g_assert_cmpuint (enough->rows, ==, 300);
  g_assert_cmpmem (all->values, 17 * 17 * 4, enough->values, 17 * 17 * 4);
  g_assert_true (memcmp (all->values, some->values, 17 * 17 * 4) != 0);
  g_assert_cmpfloat_with_epsilon (all->here_loss, some->here_loss, 0.2);
}

/* The limit is for what hangs: with sanitizers on a busy machine the finest picture takes half a minute. */
static NnLandscapePicture *
wait_for (NnLandscape *landscape, gboolean fine, guint *seen)
{
  for (guint i = 0; i < 300000; i++)
    {
      NnLandscapePicture *picture = nn_landscape_take (landscape);
      if (picture != NULL && seen != NULL)
        *seen |= picture->size == 17 ? 1 : picture->size == 65 ? 2 : 4;
      if (picture != NULL && (picture->fine || !fine))
        return picture;
      nn_landscape_picture_unref (picture);
      g_usleep (500);
    }
  g_assert_not_reached ();
}

/* Coarse to fine on the thread gives what the blocking evaluation gives; new states move the path alone. */
static void
test_thread (void)
{
  g_auto (Run) run = { 0 };
  run_init (&run, "dense 16 tanh; dense 16 tanh; dense auto", "binary_cross_entropy", nn_test_table (200, 2, 2, 0, 0, 2), 8);
  NnLandscapeRequest request = request_of (NN_PLANE_PRINCIPAL);
  request.size = 129;
  g_autoptr (NnLandscapePicture) wanted = evaluate (&run, &request);
  g_autoptr (NnLandscape) landscape = nn_landscape_new ();
  guint seen = 0;
  nn_landscape_request (landscape, &request, &run.trail, 1);
  g_autoptr (NnLandscapePicture) found = wait_for (landscape, TRUE, &seen);
  g_assert_cmpuint (found->size, ==, 129);
  g_assert_true (seen & 4);
  for (gsize i = 0; i < 129 * 129; i++)
    g_assert_cmpfloat_with_epsilon ((double) found->values[i], (double) wanted->values[i], 1e-5 * MAX (1, fabs ((double) wanted->values[i])));
  while (nn_landscape_busy (landscape))
    g_usleep (200);
  g_assert_cmpfloat (nn_landscape_progress (landscape), ==, 1);

  /* The same plane, one state more. */
  NnTrainer *trainer = nn_test_start (run.frame->spec, run.rows, 1);
  g_autoptr (NnFrame) start = nn_test_settle (trainer);
  nn_trainer_free (trainer);
  g_autoptr (NnTrail) second = nn_trail_new ();
  nn_trail_add (second, start);
  NnTrail *both[2] = { run.trail, second };
  nn_landscape_request (landscape, &request, both, 2);
  g_autoptr (NnLandscapePicture) moved = wait_for (landscape, TRUE, NULL);
  g_assert_cmpuint (moved->n_paths, ==, 2);
  g_assert_true (moved->values == found->values);
  g_assert_cmpfloat_with_epsilon (moved->paths[1].points[0].x, moved->paths[0].points[0].x, 1e-4);
}

/* Cancelled, it stays as fine as it is; the next request is answered. */
static void
test_cancel (void)
{
  g_auto (Run) run = { 0 };
  run_init (&run, "dense 128 tanh; dense 128 tanh; dense auto", "binary_cross_entropy", nn_test_table (2000, 20, 2, 0, 0, 2), 1);
  g_autoptr (NnLandscape) landscape = nn_landscape_new ();
  NnLandscapeRequest request = request_of (NN_PLANE_RANDOM);
  request.size = 513;
  nn_landscape_request (landscape, &request, &run.trail, 1);
  g_autoptr (NnLandscapePicture) coarse = wait_for (landscape, FALSE, NULL);
  g_assert_cmpuint (coarse->size, <, 513);
  nn_landscape_cancel (landscape);
  while (nn_landscape_busy (landscape))
    g_usleep (200);
  request.size = 17;
  nn_landscape_request (landscape, &request, &run.trail, 1);
  NnLandscapePicture *next = NULL;
  do
    {
      nn_landscape_picture_unref (next);
      next = wait_for (landscape, TRUE, NULL);
    }
  while (next->request.size != 17);
  nn_landscape_picture_unref (next);
}

/* Where a place takes long, the first picture comes soon: coarse, on few rows, and said to be. */
static void
test_preview (void)
{
  g_auto (Run) run = { 0 };
  run_init (&run, "dense 2000 relu; dense 900 relu; dense auto", "binary_cross_entropy", nn_test_table (1200, 2, 2, 0, 0, 2), 0);
  g_autoptr (NnLandscape) landscape = nn_landscape_new ();
  NnLandscapeRequest request = request_of (NN_PLANE_RANDOM);
  nn_landscape_request (landscape, &request, &run.trail, 1);
  g_autoptr (NnLandscapePicture) first = wait_for (landscape, FALSE, NULL);
  nn_landscape_cancel (landscape);
  g_assert_cmpuint (first->size, ==, NN_LANDSCAPE_COARSEST);
  g_assert_cmpuint (first->rows, <, first->all_rows);
  g_assert_false (first->fine);
  while (nn_landscape_busy (landscape))
    g_usleep (200);
}

static void
test_trail (void)
{
  g_auto (Run) run = { 0 };
  run_small (&run, 20, 700);
  const NnTrail *trail = run.trail;
  guint n = nn_trail_length (trail);
  g_assert_cmpuint (n, <=, 256);
  g_assert_cmpuint (n, >, 100);
  g_assert_cmpuint (nn_trail_get (trail, 0)->step, ==, 0);
  g_assert_cmpuint (nn_trail_get (trail, n - 1)->step, ==, 700);
  for (guint i = 1; i < n; i++)
    g_assert_cmpuint (nn_trail_get (trail, i)->step, >, nn_trail_get (trail, i - 1)->step);
}

/* A large network's history keeps few states; what was seen of the run counts then, too, each step once and in its order. */
static void
test_short_history (gconstpointer data)
{
  guint wider = GPOINTER_TO_UINT (data); /* the step at which the history gets room, while the trail is thinned already */
  g_autoptr (NnSpec) spec = nn_test_spec ("dense 3 tanh; dense auto", "binary_cross_entropy", "sgd", 0.05);
  g_autoptr (DsPrepared) rows = nn_test_table (20, 2, 2, 0, 0, 2);
  g_autoptr (NnTrainer) trainer = nn_test_start (spec, rows, 1);
  g_autoptr (NnTrail) trail = nn_trail_new ();
  for (guint i = 0; i < 800; i++)
    {
      if (i == 20 || i == wider)
        nn_trainer_set_history_budget (trainer, i == 20 ? 25000 : 1 << 20);
      if (i > 0)
        nn_trainer_step (trainer);
      g_autoptr (NnFrame) frame = nn_test_settle (trainer);
      nn_trail_add (trail, frame);
      g_autoptr (GArray) states = nn_trail_states (trail, frame->n_weights);
      guint kept = frame->history != NULL ? nn_history_length (frame->history) : 0;
      if (i < 200)
        g_assert_cmpuint (states->len, ==, i + 1);
      if (i > 20 && i < wider)
        g_assert_true (kept > 1 && kept < 30);
      if (i == 799)
        g_assert_true (kept >= 32 && nn_trail_length (trail) == 1);
      for (guint k = 1; k < states->len; k++)
        g_assert_cmpuint (g_array_index (states, NnWaypoint, k).step, >, g_array_index (states, NnWaypoint, k - 1).step);
      g_assert_cmpuint (g_array_index (states, NnWaypoint, states->len - 1).step, ==, i);
    }
}

/* Of many paths every so manyth state decides on the plane; all are on the picture. */
static void
test_many_states (void)
{
  g_auto (Run) run = { 0 };
  run_small (&run, 20, 700);
  NnTrail *trails[] = { run.trail, run.trail, run.trail, run.trail };
  NnLandscapeRequest request = request_of (NN_PLANE_PRINCIPAL);
  request.size = 5;
  g_autoptr (NnLandscapePicture) one = evaluate (&run, &request);
  g_autoptr (NnLandscapePicture) many = nn_landscape_evaluate (&request, trails, 4, NULL);
  g_assert_cmpuint (one->states, ==, run.states->len);
  g_assert_cmpuint (many->states, <=, 504);
  g_assert_cmpuint (many->states, >, 250);
  g_assert_cmpuint (many->paths[3].n, ==, run.states->len);
  g_assert_cmpfloat_with_epsilon (many->variance[0], one->variance[0], 0.02);
}

static void
test_flat (void)
{
  g_auto (Run) run = { 0 };
  run_small (&run, 60, 4);
  NnLandscapeRequest request = request_of (NN_PLANE_WEIGHTS);
  request.size = 5;
  g_autoptr (NnLandscapePicture) hilly = evaluate (&run, &request);
  request.fit = FALSE;
  request.x0 = request.y0 = 1;
  request.x1 = request.y1 = 1 + 1e-9;
  g_autoptr (NnLandscapePicture) flat = evaluate (&run, &request);
  g_assert_false (hilly->flat);
  g_assert_true (flat->flat);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/landscape/values/random", GINT_TO_POINTER (NN_PLANE_RANDOM), test_values);
  g_test_add_data_func ("/landscape/values/principal", GINT_TO_POINTER (NN_PLANE_PRINCIPAL), test_values);
  g_test_add_data_func ("/landscape/values/weights", GINT_TO_POINTER (NN_PLANE_WEIGHTS), test_values);
  g_test_add_func ("/landscape/class-weights", test_class_weights);
  g_test_add_func ("/landscape/filter-normalized", test_filter_normalized);
  g_test_add_func ("/landscape/frozen", test_frozen);
  g_test_add_func ("/landscape/principal", test_principal);
  g_test_add_func ("/landscape/falls-back", test_falls_back);
  g_test_add_func ("/landscape/weights", test_weights);
  g_test_add_func ("/landscape/rows", test_rows);
  g_test_add_func ("/landscape/thread", test_thread);
  g_test_add_func ("/landscape/cancel", test_cancel);
  g_test_add_func ("/landscape/preview", test_preview);
  g_test_add_func ("/landscape/trail", test_trail);
  g_test_add_data_func ("/landscape/short-history/even", GUINT_TO_POINTER (300), test_short_history);
  g_test_add_data_func ("/landscape/short-history/odd", GUINT_TO_POINTER (301), test_short_history);
  g_test_add_func ("/landscape/many-states", test_many_states);
  g_test_add_func ("/landscape/flat", test_flat);
  return g_test_run ();
}
