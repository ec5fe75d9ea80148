/* Pictures against direct predictions, point by point; and the thread's promises. */
#include <math.h>
#include <string.h>

#include "nn-channel.h"
#include "nn-frame-private.h"
#include "nn-predict.h"
#include "nn-probe.h"
#include "nn-test-util.h"
#include "nn-weights.h"

static NnFrame *
make_frame (NnFramePool *pool, NnSpec *spec, DsPrepared *data)
{
  NnProblem problem = nn_problem (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (NnPlan) plan = nn_plan_new (spec, &problem, NULL, &error);
  g_autofree float *weights = NULL;
  NnFrame *frame;

  g_assert_no_error (error);
  weights = nn_weights_initial (spec, &problem, &error);
  g_assert_no_error (error);
  frame = nn_frame_pool_get (pool, plan->n_weights);
  memcpy (frame->weights, weights, plan->n_weights * sizeof (float));
  frame->spec = nn_spec_ref (spec);
  frame->data = ds_prepared_ref (data);
  frame->run = 7;
  frame->step = 42;
  return frame;
}

/* The point under the middle of pixel (column, row), as the network sees it: the slow, plain way. */
static void
point (const DsPrepared *data, const NnProbeRequest *request, guint width, guint height, guint column, guint row, float *x)
{
  g_autofree float *raw = g_new (float, data->raw_inputs);

  for (guint i = 0; i < data->raw_inputs; i++)
    raw[i] = (float) data->raw_mean[i];
  raw[request->axis_x] = (float) (request->x0 + (column + 0.5) * (request->x1 - request->x0) / width);
  if (request->axis_y != NN_PROBE_NO_AXIS)
    raw[request->axis_y] = (float) (request->y1 - (row + 0.5) * (request->y1 - request->y0) / height);
  ds_prepared_transform (data, raw, x);
}

static void
check_field (const NnPicture *picture, const NnFrame *frame, NnPredictor *predictor)
{
  guint outputs = nn_predictor_plan (predictor)->outputs, n = picture->width * picture->height;
  g_autofree float *x = g_new (float, (gsize) n * frame->data->inputs);
  g_autofree float *out = g_new (float, (gsize) n * outputs);

  g_assert_cmpuint (picture->outputs, ==, outputs);
  for (guint p = 0; p < n; p++)
    point (frame->data, &picture->request, picture->width, picture->height, p % picture->width, p / picture->width, x + p * frame->data->inputs);
  nn_predictor_run (predictor, frame->weights, x, n, NN_OUTPUT_PREDICTION, out);
  for (guint p = 0; p < n; p++)
    for (guint o = 0; o < outputs; o++)
      g_assert_cmpfloat_with_epsilon (picture->field[o * n + p], out[p * outputs + o], 1e-5);
}

static void
check_maps (const NnPicture *picture, const NnFrame *frame, NnPredictor *predictor)
{
  const NnPlan *plan = nn_predictor_plan (predictor);
  guint edge = picture->map_size, n = edge * edge;
  g_autofree float *x = g_new (float, (gsize) n * frame->data->inputs);
  float *maps[NN_MAX_LAYERS] = { NULL };

  for (guint p = 0; p < n; p++)
    point (frame->data, &picture->request, edge, edge, p % edge, p / edge, x + p * frame->data->inputs);
  for (guint i = 0; i < plan->n_layers; i++)
    maps[i] = g_new (float, (gsize) plan->layers[i].out * n);
  nn_predictor_maps (predictor, frame->weights, x, n, NN_OUTPUT_PREDICTION, NULL, maps);
  g_assert_cmpuint (picture->n_layers, ==, plan->n_layers);
  for (guint i = 0; i < plan->n_layers; i++)
    {
      g_assert_cmpuint (picture->map_units[i], ==, MIN (plan->layers[i].out, picture->request.max_map_units));
      for (guint k = 0; k < picture->map_units[i] * n; k++)
        g_assert_cmpfloat_with_epsilon (picture->maps[i][k], maps[i][k], 1e-5);
      g_free (maps[i]);
    }
  g_assert_cmpuint (picture->input_units, ==, MIN (frame->data->inputs, picture->request.max_map_units));
  for (guint unit = 0; unit < picture->input_units; unit++)
    for (guint p = 0; p < n; p++)
      g_assert_cmpfloat (picture->input_maps[unit * n + p], ==, x[p * frame->data->inputs + unit]);
}

static void
check_whole (DsPrepared *data, const char *layers, const char *loss, void (*adjust) (NnProbeRequest *request))
{
  NnFramePool *pool = nn_frame_pool_new ();
  g_autoptr (NnSpec) spec = nn_test_spec (layers, loss, "sgd", 0.1);
  g_autoptr (NnFrame) frame = make_frame (pool, spec, data);
  NnProblem problem = nn_problem (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (NnPredictor) predictor = nn_predictor_new (spec, &problem, &error);
  g_autoptr (NnPicture) picture = NULL;
  NnProbeRequest request;

  nn_frame_pool_free (pool);
  nn_probe_request_init (&request, data);
  request.width = 93; /* no multiple of anything, and more than one chunk in all */
  request.height = 71;
  request.map_size = 17;
  request.max_map_units = 5;
  if (adjust != NULL)
    adjust (&request);
  picture = nn_probe_evaluate (frame, &request, &error);
  g_assert_no_error (error);
  g_assert_true (picture->fine);
  g_assert_cmpuint (picture->run, ==, 7);
  g_assert_cmpuint (picture->step, ==, 42);
  g_assert_true (picture->spec == spec && picture->data == data);
  g_assert_cmpuint (picture->width, ==, request.width);
  check_field (picture, frame, predictor);
  if (request.map_size > 0)
    check_maps (picture, frame, predictor);
  ds_prepared_unref (data);
}

static void
test_plane (void)
{
  check_whole (nn_test_generator ("spirals", 200, 0.1, 0, 0.2, 1), "dense 8 tanh; dense 3 relu; dense auto", "binary_cross_entropy", NULL);
}

static void
test_features (void)
{
  check_whole (nn_test_generator ("circles", 200, 0.1, 0x7f, 0.2, 1), "dense 6 tanh; dense auto", "mse", NULL);
}

static void
other_axes (NnProbeRequest *request)
{
  request->axis_x = 4;
  request->axis_y = 2;
  request->x0 = -3;
  request->x1 = 1;
  request->y0 = 0.5;
  request->y1 = 2;
}

static void
test_many_inputs (void)
{
  check_whole (nn_test_table (100, 6, 3, 0, 0.2, 2), "dense 7 tanh; dropout 0.5; dense auto", "cross_entropy", NULL);
  check_whole (nn_test_table (100, 6, 3, 0, 0.2, 2), "dense 7 tanh; dense auto", "cross_entropy", other_axes);
}

static void
no_maps (NnProbeRequest *request)
{
  request->map_size = 0;
}

static void
test_one_input (void)
{
  g_autoptr (DsPrepared) data = nn_test_table (80, 1, 0, 1, 0, 2);
  NnProbeRequest request;

  nn_probe_request_init (&request, data);
  g_assert_cmpuint (request.axis_y, ==, NN_PROBE_NO_AXIS);
  check_whole (nn_test_table (80, 1, 0, 1, 0, 2), "dense 5 tanh; dense auto", "mse", NULL);
  check_whole (nn_test_table (80, 1, 0, 1, 0, 2), "dense 5 tanh; dense auto", "mse", no_maps);
}

static void
test_several_targets (void)
{
  check_whole (nn_test_table (80, 3, 0, 2, 0, 2), "dense 5 tanh; dense auto", "mse", no_maps);
}

static void
test_orientation (void)
{
  g_autoptr (DsPrepared) data = nn_test_table (50, 2, 0, 1, 0, 4);
  NnFramePool *pool = nn_frame_pool_new ();
  g_autoptr (NnSpec) spec = nn_test_spec ("dense auto", "mse", "sgd", 0.1);
  g_autoptr (NnFrame) frame = make_frame (pool, spec, data);
  g_autoptr (NnPicture) picture = NULL;
  NnProbeRequest request;

  nn_frame_pool_free (pool);
  frame->weights[0] = 1; /* x + 100 y + 0 */
  frame->weights[1] = 100;
  frame->weights[2] = 0;
  nn_probe_request_init (&request, data);
  request.width = request.height = 4;
  picture = nn_probe_evaluate (frame, &request, NULL);
  g_assert_cmpfloat (picture->field[0], <, picture->field[1]);  /* to the right, x grows */
  g_assert_cmpfloat (picture->field[0], >, picture->field[12]); /* downwards, y falls */
}

static void
test_request_init (void)
{
  DsColumn *columns = g_new0 (DsColumn, 3);
  float values[] = { 1, 5, 0, 3, 5, 1, 2, 5, 0 };
  DsPrepareOptions options = { .task = DS_REGRESSION };
  g_autoptr (DsDataset) dataset = NULL;
  g_autoptr (DsPrepared) data = NULL;
  NnProbeRequest request;

  for (guint i = 0; i < 3; i++)
    columns[i] = (DsColumn){ g_strdup_printf ("%u", i), i < 2 ? DS_ROLE_INPUT : DS_ROLE_TARGET, DS_COLUMN_NUMBER };
  dataset = ds_dataset_new_take (3, 3, columns, g_memdup2 (values, sizeof values), "here");
  data = ds_prepare (dataset, &options, 1, NULL);
  nn_probe_request_init (&request, data);
  g_assert_cmpuint (request.axis_x, ==, 0);
  g_assert_cmpuint (request.axis_y, ==, 1);
  g_assert_cmpfloat_with_epsilon (request.x0, 0.84, 1e-9);
  g_assert_cmpfloat_with_epsilon (request.x1, 3.16, 1e-9);
  g_assert_cmpfloat_with_epsilon (request.y0, 4.5, 1e-9); /* a constant column gets a range of 1 */
  g_assert_cmpfloat_with_epsilon (request.y1, 5.5, 1e-9);
}

static void
test_refused (void)
{
  g_autoptr (DsPrepared) data = nn_test_table (50, 2, 0, 1, 0, 4);
  NnFramePool *pool = nn_frame_pool_new ();
  g_autoptr (NnSpec) spec = nn_test_spec ("dense auto", "mse", "sgd", 0.1);
  g_autoptr (NnFrame) frame = make_frame (pool, spec, data);
  NnProbeRequest good, request;

  nn_frame_pool_free (pool);
  nn_probe_request_init (&good, data);
  for (guint i = 0; i < 8; i++)
    {
      g_autoptr (GError) error = NULL;

      request = good;
      switch (i)
        {
        case 0:
          request.axis_x = 2;
          break;
        case 1:
          request.axis_y = 9;
          break;
        case 2:
          request.axis_x = NN_PROBE_NO_AXIS;
          break;
        case 3:
          request.x1 = INFINITY;
          break;
        case 4:
          request.y0 = NAN;
          break;
        case 5:
          request.width = 0;
          break;
        case 6:
          request.width = request.height = 1u << 20;
          break;
        default:
          request.map_size = 1u << 31;
          break;
        }
      g_assert_null (nn_probe_evaluate (frame, &request, &error));
      g_assert_error (error, NN_ERROR, (i < 6 ? NN_ERROR_VALUE : NN_ERROR_TOO_BIG));
    }
  {
    g_autoptr (GError) error = NULL;

    frame->n_weights--; /* weights of another network */
    g_assert_null (nn_probe_evaluate (frame, &good, &error));
    g_assert_error (error, NN_ERROR, NN_ERROR_SHAPE);
    frame->n_weights++;
  }
}

/* --- The thread ---------------------------------------------------------------------------------- */

typedef struct
{
  NnFramePool *pool;
  DsPrepared *data;
  NnSpec *spec;
  NnFrame *frame;
  NnProbe *probe;
  NnEvent *woken;
  NnProbeRequest request;
} Fixture;

static void
wake (gpointer data)
{
  nn_event_set (data, TRUE);
}

static void
fixture_init (Fixture *f, const char *layers, guint edge)
{
  f->pool = nn_frame_pool_new ();
  f->data = nn_test_generator ("moons", 200, 0.1, 0, 0.2, 1);
  f->spec = nn_test_spec (layers, "binary_cross_entropy", "sgd", 0.1);
  f->frame = make_frame (f->pool, f->spec, f->data);
  f->probe = nn_probe_new ();
  f->woken = nn_event_new ();
  nn_probe_set_listener (f->probe, wake, f->woken);
  nn_probe_request_init (&f->request, f->data);
  f->request.width = f->request.height = edge;
}

static void
fixture_clear (Fixture *f)
{
  nn_probe_free (f->probe);
  nn_event_free (f->woken);
  nn_frame_unref (f->frame);
  nn_frame_pool_free (f->pool);
  nn_spec_unref (f->spec);
  ds_prepared_unref (f->data);
}

static NnPicture *
next_picture (Fixture *f)
{
  NnPicture *picture;

  while ((picture = nn_probe_take (f->probe)) == NULL)
    {
      g_assert_true (nn_event_wait (f->woken, 30));
      nn_event_set (f->woken, FALSE);
    }
  return picture;
}

static void
test_small_is_fine_at_once (void)
{
  Fixture f;
  g_autoptr (NnPicture) picture = NULL;
  g_autoptr (NnPicture) direct = NULL;

  fixture_init (&f, "dense 8 tanh; dense auto", 100);
  g_assert_false (nn_probe_busy (f.probe));
  g_assert_null (nn_probe_take (f.probe));
  nn_probe_request (f.probe, f.frame, &f.request);
  picture = next_picture (&f);
  g_assert_true (picture->frame == f.frame); /* whose numbers lead to what it shows */
  g_assert_true (picture->fine);
  direct = nn_probe_evaluate (f.frame, &f.request, NULL);
  g_assert_cmpmem (picture->field, 100 * 100 * 4, direct->field, 100 * 100 * 4);
  fixture_clear (&f); /* pictures outlive the probe */
  g_assert_cmpfloat (picture->field[0], ==, direct->field[0]);
}

static void
test_coarse_then_fine (void)
{
  Fixture f;
  NnPicture *coarse, *fine;
  g_autoptr (NnPicture) direct = NULL;

  fixture_init (&f, "dense 200 tanh; dense 200 tanh; dense auto", 300);
  nn_probe_request (f.probe, f.frame, &f.request);
  coarse = next_picture (&f);
  g_assert_false (coarse->fine);
  g_assert_cmpuint (coarse->width, ==, 75);
  g_assert_nonnull (coarse->maps[0]);
  fine = next_picture (&f);
  g_assert_true (fine->fine);
  g_assert_cmpuint (fine->width, ==, 300);
  while (nn_probe_busy (f.probe))
    g_usleep (100);
  direct = nn_probe_evaluate (f.frame, &f.request, NULL);
  g_assert_cmpmem (fine->field, 300 * 300 * 4, direct->field, 300 * 300 * 4);
  for (guint i = 0; i < fine->n_layers; i++)
    g_assert_cmpmem (fine->maps[i], fine->map_units[i] * 32 * 32 * 4, direct->maps[i], direct->map_units[i] * 32 * 32 * 4);
  nn_picture_unref (coarse);
  nn_picture_unref (fine);
  fixture_clear (&f);
}

typedef struct
{
  guint64 last; /* step of the newest */
  guint pictures, fine;
  gboolean last_was_fine;
} Received;

static void
receive (NnProbe *probe, Received *received)
{
  NnPicture *picture;

  while ((picture = nn_probe_take (probe)) != NULL)
    {
      g_assert_cmpuint (picture->step, >=, received->last);
      received->last = picture->step;
      received->last_was_fine = picture->fine;
      received->pictures++;
      received->fine += picture->fine;
      nn_picture_unref (picture);
    }
}

/* As during training: a request every few milliseconds. Pictures keep coming, never an older after a newer, and fine ones
 * among them; and after the last request the last picture is fine and of the last frame. On a busy machine it takes more requests. */
static void
stream (const char *layers, guint edge, guint least_fine)
{
  enum
  {
    USUAL = 120,
    MOST = 10000
  };
  Fixture f;
  Received received = { 0 };
  guint sent = 0;

  fixture_init (&f, layers, edge);
  while (sent < USUAL || (sent < MOST && (received.pictures < 4 || received.fine < least_fine)))
    {
      NnFrame *frame = nn_frame_pool_get (f.pool, f.frame->n_weights);

      memcpy (frame->weights, f.frame->weights, frame->n_weights * sizeof (float));
      frame->spec = nn_spec_ref (f.spec);
      frame->data = ds_prepared_ref (f.data);
      frame->step = ++sent;
      nn_probe_request (f.probe, frame, &f.request);
      nn_frame_unref (frame);
      g_usleep (8000);
      receive (f.probe, &received);
    }
  while (nn_probe_busy (f.probe) || received.last < sent || !received.last_was_fine)
    receive (f.probe, &received);
  g_test_message ("%s at %u: %u pictures, %u of them fine, for %u requests", layers, edge, received.pictures, received.fine, sent);
  g_assert_cmpuint (received.last, ==, sent);
  g_assert_cmpuint (received.pictures, >=, 4);
  g_assert_cmpuint (received.fine, >=, least_fine);
  fixture_clear (&f);
}

static void
test_stream (void)
{
  stream ("dense 8 tanh; dense 8 tanh; dense auto", 100, 12);
  stream ("dense 8 tanh; dense 8 tanh; dense auto", 400, 2);
  stream ("dense 128 tanh; dense 128 tanh; dense auto", 240, 2);
}

static void
test_free_while_busy (void)
{
  for (guint i = 0; i < 5; i++)
    {
      Fixture f;
      gint64 start;

      fixture_init (&f, "dense 256 tanh; dense 256 tanh; dense auto", 2000);
      nn_probe_request (f.probe, f.frame, &f.request);
      g_assert_true (nn_probe_busy (f.probe));
      g_usleep (i * 3000);
      start = g_get_monotonic_time ();
      fixture_clear (&f);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 3000000); /* the whole field would take longer */
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/plane", test_plane);
  g_test_add_func ("/probe/features", test_features);
  g_test_add_func ("/probe/many-inputs", test_many_inputs);
  g_test_add_func ("/probe/one-input", test_one_input);
  g_test_add_func ("/probe/several-targets", test_several_targets);
  g_test_add_func ("/probe/orientation", test_orientation);
  g_test_add_func ("/probe/request-init", test_request_init);
  g_test_add_func ("/probe/refused", test_refused);
  g_test_add_func ("/probe/thread/small", test_small_is_fine_at_once);
  g_test_add_func ("/probe/thread/coarse-then-fine", test_coarse_then_fine);
  g_test_add_func ("/probe/thread/stream", test_stream);
  g_test_add_func ("/probe/thread/free-while-busy", test_free_while_busy);
  return g_test_run ();
}
