/* Landscapes as the window asks for them: from the question to the complete picture, on every core. */
#include "nn-bench-private.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

#include "ds-dataset.h"
#include "ds-rng.h"
#include "nn-channel.h"
#include "nn-landscape.h"
#include "nn-trainer.h"

typedef struct
{
  const char *name;
  guint rows, size, rounds;
  guint sizes[4]; /* zero-terminated; the last is the output */
  const char *activation, *loss;
} Workload;

static const Workload workloads[] = {
  { "landscape", 500, 65, 21, { 2, 8, 8, 1 }, "tanh", "binary_cross_entropy" },
  { "landscape-wide", 2000, 17, 3, { 784, 512, 10 }, "relu", "cross_entropy" },
};

static const Workload *
find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (workloads); i++)
    if (g_str_equal (name, workloads[i].name))
      return &workloads[i];
  return NULL;
}

gboolean
nn_bench_is_landscape (const char *name)
{
  return find (name) != NULL;
}

static guint
outputs_of (const Workload *workload)
{
  guint i = 0;
  while (i + 1 < G_N_ELEMENTS (workload->sizes) && workload->sizes[i + 1] != 0)
    i++;
  return workload->sizes[i];
}

/* Uniform inputs and arbitrary labels: the arithmetic does not depend on them. */
static DsPrepared *
make_data (const Workload *workload, GError **error)
{
  guint inputs = workload->sizes[0], classes = MAX (outputs_of (workload), 2);
  DsColumn *columns = g_new0 (DsColumn, inputs + 1);
  float *values = g_new (float, (gsize) workload->rows * (inputs + 1));
  DsRng rng = ds_rng (1, DS_RNG_DATA, 0);
  DsPrepareOptions options = { .task = DS_CLASSIFICATION };
  for (guint c = 0; c <= inputs; c++)
    {
      columns[c].name = g_strdup_printf ("%u", c);
      columns[c].role = c < inputs ? DS_ROLE_INPUT : DS_ROLE_TARGET;
    }
  columns[inputs].kind = DS_COLUMN_CLASS;
  columns[inputs].n_classes = classes;
  columns[inputs].classes = g_new0 (char *, classes + 1);
  for (guint k = 0; k < classes; k++)
    columns[inputs].classes[k] = g_strdup_printf ("%u", k);
  for (guint r = 0; r < workload->rows; r++)
    for (guint c = 0; c <= inputs; c++)
      values[(gsize) r * (inputs + 1) + c] = c < inputs ? (float) ds_rng_uniform (&rng) : (float) (r % classes);
  DsDataset *dataset = ds_dataset_new_take (workload->rows, inputs + 1, columns, values, workload->name);
  DsPrepared *data = ds_prepare (dataset, &options, 1, error);
  ds_dataset_unref (dataset);
  return data;
}

static NnSpec *
make_spec (const Workload *workload)
{
  NnSpec values;
  nn_spec_defaults (&values);
  values.n_layers = 0;
  for (guint i = 1; i < G_N_ELEMENTS (workload->sizes) && workload->sizes[i] != 0; i++)
    {
      gboolean last = i + 1 == G_N_ELEMENTS (workload->sizes) || workload->sizes[i + 1] == 0;
      DsItem *layer = &values.layers[values.n_layers++];
      *layer = ds_item (nn_registry_find (NN_LAYERS, "dense"));
      ds_item_set (layer, "units", workload->sizes[i], NULL);
      ds_item_set_choice (layer, "activation", last ? "linear" : workload->activation, NULL);
    }
  values.loss = ds_item (nn_registry_find (NN_LOSSES, workload->loss));
  return nn_spec_new (&values);
}

/* The state a run begins with. */
static NnTrail *
make_trail (const Workload *workload, GError **error)
{
  g_autoptr (NnSpec) spec = make_spec (workload);
  g_autoptr (DsPrepared) data = make_data (workload, error);
  g_autoptr (NnTrainer) trainer = data != NULL ? nn_trainer_new (spec, data, 1, error) : NULL;
  g_autoptr (NnFrame) frame = NULL;
  NnTrail *trail;
  if (trainer == NULL)
    return NULL;
  nn_trainer_wait (trainer, 60);
  frame = nn_trainer_take_frame (trainer);
  trail = nn_trail_new ();
  nn_trail_add (trail, frame);
  return trail;
}

static double
processor_seconds (void)
{
  struct timespec now;
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec + (double) now.tv_nsec * 1e-9;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

static void
woken (gpointer event)
{
  nn_event_set (event, TRUE);
}

static void
wait_until_fine (NnLandscape *landscape, NnEvent *event)
{
  for (gboolean fine = FALSE; !fine;)
    {
      nn_event_wait (event, -1);
      nn_event_set (event, FALSE);
      g_autoptr (NnLandscapePicture) picture = nn_landscape_take (landscape);
      fine = picture != NULL && picture->fine;
    }
}

gboolean
nn_bench_landscape (const char *name, NnBench *result, GError **error)
{
  const Workload *workload = find (name);
  g_autoptr (NnTrail) trail = make_trail (workload, error);
  g_autofree double *times = g_new (double, workload->rounds);
  NnLandscapeRequest request = { .kind = NN_PLANE_RANDOM, .seed = 1, .fit = TRUE, .size = workload->size };
  NnLandscape *landscape;
  NnEvent *event;
  double spent = 0;
  if (trail == NULL)
    return FALSE;
  event = nn_event_new ();
  landscape = nn_landscape_new ();
  nn_landscape_set_listener (landscape, woken, event);
  for (guint round = 0; round <= workload->rounds; round++) /* the first one makes ready */
    {
      gint64 began = g_get_monotonic_time ();
      double before = processor_seconds ();
      request.centre++;
      nn_landscape_request (landscape, &request, &trail, 1);
      wait_until_fine (landscape, event);
      if (round == 0)
        continue;
      times[round - 1] = (double) (g_get_monotonic_time () - began) * 1e-3;
      spent += processor_seconds () - before;
    }
  nn_landscape_free (landscape);
  nn_event_free (event);
  qsort (times, workload->rounds, sizeof (double), compare);
  result->threads = (guint) g_get_num_processors ();
  result->milliseconds = times[workload->rounds / 2];
  result->processor_milliseconds = spent * 1e3 / workload->rounds;
  return TRUE;
}
