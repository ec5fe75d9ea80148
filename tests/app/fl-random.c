#include "fl-random.h"

#include <math.h>

/* (CLAMP and MIN evaluate their arguments more than once: no draws inside.) */
static double
random_real (GRand *rand, double min, double max)
{
  double low = MAX (min, -1e6), high = MIN (max, 1e6), value;

  switch (g_rand_int_range (rand, 0, 5))
    {
    case 0:
      return min;
    case 1:
      return max;
    case 2: /* few digits, as people write them */
      value = g_rand_int_range (rand, 1, 10) * pow (10, g_rand_int_range (rand, -8, 2));
      break;
    default:
      value = low + (high - low) * g_rand_double (rand);
      break;
    }
  return CLAMP (value, min, max);
}

DsItem
fl_random_item (GRand *rand, const DsType *type)
{
  DsItem item = ds_item (type);

  for (guint i = 0; i < type->n_params; i++)
    {
      const DsParam *param = &type->params[i];
      guint n;

      if (g_rand_boolean (rand))
        continue;
      if ((param->flags & DS_PARAM_AUTO) != 0 && g_rand_boolean (rand))
        item.values[i] = 0;
      else if ((param->flags & DS_PARAM_NULLABLE) != 0 && g_rand_boolean (rand))
        item.values[i] = NAN;
      else if (param->kind == DS_PARAM_BOOL)
        item.values[i] = g_rand_boolean (rand);
      else if (param->kind == DS_PARAM_CHOICE)
        {
          param->choices (&n);
          item.values[i] = g_rand_int_range (rand, 0, n);
        }
      else if (param->kind == DS_PARAM_INT)
        item.values[i] = ceil (random_real (rand, MAX (param->min, 1), floor (param->max)));
      else
        item.values[i] = random_real (rand, param->min, param->max);
    }
  return item;
}

static DsItem
random_of (GRand *rand, const DsType *const *types, guint n)
{
  return fl_random_item (rand, types[g_rand_int_range (rand, 0, n)]);
}

static DsItem
random_registry_item (GRand *rand, NnRegistry registry)
{
  guint n;
  const DsType *const *types = nn_registry (registry, &n);

  return random_of (rand, types, n);
}

static DsSource *
random_source (GRand *rand)
{
  static const char *inputs[] = { "a", "größe", "x \"quoted\", y", NULL };
  DsPoint points[5];
  DsSource values = { .kind = g_rand_int_range (rand, 0, 4) };
  guint n;
  const DsType *const *generators = ds_generators (&n);

  switch (values.kind)
    {
    case DS_SOURCE_GENERATOR:
      values.generator = random_of (rand, generators, n);
      break;
    case DS_SOURCE_CSV:
      values.path = (char *) "some folder/tàble.csv";
      values.inputs = g_rand_boolean (rand) ? (char **) inputs : NULL;
      values.target = g_rand_boolean (rand) ? (char *) "class" : NULL;
      values.delimiter = ",;\t| \0"[g_rand_int_range (rand, 0, 6)];
      values.header = g_rand_int_range (rand, -1, 2);
      values.missing = g_rand_boolean (rand) ? DS_MISSING_MEAN : DS_MISSING_DROP;
      break;
    case DS_SOURCE_IDX:
      values.images = (char *) "images.gz";
      values.labels = (char *) "labels.gz";
      break;
    case DS_SOURCE_POINTS:
    default:
      for (guint i = 0; i < G_N_ELEMENTS (points); i++)
        points[i] = (DsPoint) { (float) g_rand_double_range (rand, -3, 3), (float) g_rand_double (rand) * 0.1f, i % 3 };
      values.points = points;
      values.n_points = g_rand_int_range (rand, 1, G_N_ELEMENTS (points) + 1);
      break;
    }
  return ds_source_new (&values);
}

static guint
inputs_of (const DsSource *source)
{
  return source->kind == DS_SOURCE_GENERATOR ? ds_generator_inputs (source->generator.type) : source->kind == DS_SOURCE_POINTS ? 2 : 0;
}

static void
random_training (GRand *rand, NnSpec *spec)
{
  spec->optimizer = random_registry_item (rand, NN_OPTIMIZERS);
  spec->schedule = random_registry_item (rand, NN_SCHEDULES);
  spec->l1 = g_rand_boolean (rand) ? 0 : random_real (rand, 0, 10);
  spec->l2 = g_rand_boolean (rand) ? 0 : random_real (rand, 0, 10);
  spec->batch_size = g_rand_boolean (rand) ? 0 : g_rand_int_range (rand, 1, 1000000);
  spec->batch_growth = random_real (rand, 1, 10);
  spec->batch_growth_every = g_rand_int_range (rand, 1, 100);
  spec->batch_growth_limit = g_rand_int_range (rand, 1, 10000);
  spec->gradient_noise = g_rand_boolean (rand) ? 0 : random_real (rand, 0, 10);
  spec->shuffle = g_rand_boolean (rand);
  spec->clip_norm = g_rand_boolean (rand) ? NAN : random_real (rand, 0.001, 100);
  spec->stop_epochs = g_rand_boolean (rand) ? 0 : g_rand_int_range (rand, 1, G_MAXINT);
  spec->stop_loss_below = g_rand_boolean (rand) ? NAN : random_real (rand, 0, 10);
  spec->stop_patience = g_rand_boolean (rand) ? 0 : g_rand_int_range (rand, 1, 1000);
}

FlProject *
fl_random_project (GRand *rand)
{
  static const char *names[] = { "", "Two spirals", "Zwei \"Spiralen\" – ünïcode 🌀", "back\\slash\nnew line\ttab" };
  FlProject values = { .name = (char *) names[g_rand_int_range (rand, 0, G_N_ELEMENTS (names))] };
  g_autoptr (DsSource) source = random_source (rand);
  g_autoptr (NnSpec) spec = NULL;
  NnSpec draft;

  nn_spec_defaults (&draft);
  draft.seed = ((guint64) g_rand_int (rand) << 32 | g_rand_int (rand)) & G_MAXINT64;
  draft.n_layers = g_rand_int_range (rand, 1, 8);
  for (guint i = 0; i < draft.n_layers; i++)
    draft.layers[i] = random_registry_item (rand, NN_LAYERS);
  random_training (rand, &draft);

  values.source = source;
  values.prepare.task = source->kind == DS_SOURCE_GENERATOR ? ds_generator_task (source->generator.type) : DS_CLASSIFICATION;
  values.prepare.features = inputs_of (source) == 2 ? g_rand_int_range (rand, 0, 1 << DS_N_FEATURES) : 0;
  values.prepare.standardize = g_rand_boolean (rand);
  values.prepare.unique_rows = g_rand_boolean (rand);
  values.prepare.validation_share = floor (g_rand_double (rand) * 100) / 200;
  values.prepare.test_share = floor (g_rand_double (rand) * 100) / 250;
  values.task_given = g_rand_boolean (rand);
  do
    draft.loss = random_registry_item (rand, NN_LOSSES);
  while (values.prepare.task == DS_REGRESSION && !nn_loss_for_regression (draft.loss.type));
  values.spec = spec = nn_spec_new (&draft);
  return fl_project_new (&values);
}

FlProject *
fl_random_edit (GRand *rand, const FlProject *project)
{
  NnSpec spec = *project->spec;
  g_autoptr (DsSource) source = NULL;
  char name[16];

  switch (g_rand_int_range (rand, 0, 5))
    {
    case 0:
      random_training (rand, &spec);
      return fl_project_with_spec (project, &spec);
    case 1:
      spec.layers[g_rand_int_range (rand, 0, spec.n_layers)] = random_registry_item (rand, NN_LAYERS);
      return fl_project_with_spec (project, &spec);
    case 2:
      spec.n_layers = spec.n_layers < 10 ? spec.n_layers + 1 : 1;
      if (spec.n_layers > 1)
        spec.layers[spec.n_layers - 1] = spec.layers[0];
      return fl_project_with_spec (project, &spec);
    case 3:
      source = random_source (rand);
      return fl_project_with_source (project, source);
    default:
      g_snprintf (name, sizeof name, "name %d", g_rand_int_range (rand, 0, 1000));
      return fl_project_with_name (project, name);
    }
}
