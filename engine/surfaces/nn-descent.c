/* Compiled with the "f64" backend: the optimizers' own code on two weights. */
#include <math.h>
#include "ds-rng.h"
#include "nn-surface-type.h"
#include "nn-two.h"

#define FAR 1e9
#define LOOK 64 /* steps between two looks whether to stop */

typedef struct
{
  const NnObjective *objective;
  const NnOptimizer *optimizer;
  const DsItem *item;
  guint64 step;
  double w[2], g[2];
  double memory[NN_MAX_MOMENTS][2];
  nn_real *moments[NN_MAX_MOMENTS];
  double scalars[NN_MAX_SCALARS];
} Racer;

static NnDescentPoint
point_at (const NnObjective *objective, const double w[2])
{
  NnDescentPoint p = { .x = w[0], .y = w[1] };
  p.value = objective->surface != NULL ? nn_surface_value (objective->surface, w[0], w[1], p.whole)
                                       : nn_two_value (objective->two, w[0], w[1], p.whole, NULL);
  return p;
}

/* What the optimizer sees of the objective where it stands. An optimizer that searches compares values: it sees no noise. */
static double
measure (gpointer data)
{
  Racer *racer = data;
  const NnObjective *objective = racer->objective;
  if (objective->surface == NULL)
    return nn_two_step_value (objective->two, racer->optimizer->full_batch ? 0 : objective->batch, objective->seed, racer->step, racer->w[0],
                              racer->w[1], racer->g);
  double value = nn_surface_value (objective->surface, racer->w[0], racer->w[1], racer->g);
  double noise = ((const NnSurface *) objective->surface)->noise;
  if (noise > 0 && !racer->optimizer->full_batch)
    {
      DsRng rng = ds_rng (objective->seed, DS_RNG_NOISE, racer->step);
      racer->g[0] += noise * ds_rng_normal (&rng);
      racer->g[1] += noise * ds_rng_normal (&rng);
    }
  return value;
}

static void
update (Racer *racer)
{
  NnUpdate u = { racer->item, ds_item_get (racer->item, "learning_rate"), racer->step, racer->scalars };
  if (racer->optimizer->search != NULL)
    {
      static const NnTensor both = { .rows = 2, .trainable = TRUE };
      NnSearch search = { .measure = measure, .network = racer, .w = racer->w, .g = racer->g, .n = 2, .tensors = &both, .n_tensors = 1,
                          .moments = racer->moments, .scalars = racer->scalars };
      search.value = measure (racer);
      racer->optimizer->search (&u, &search);
      return;
    }
  if (racer->optimizer->begin != NULL)
    racer->optimizer->begin (&u, racer->scalars);
  racer->optimizer->update (&u, racer->w, racer->g, racer->moments, 2);
}

gboolean
nn_optimizer_descends (const DsType *optimizer)
{
  return !((const NnOptimizer *) optimizer)->least_squares;
}

double
nn_stable_rate (const DsItem *optimizer, double curvature)
{
  const NnOptimizer *type = nn_tables.optimizers[nn_registry_index (NN_OPTIMIZERS, optimizer->type)];
  return type->stable_rate != NULL && curvature > 0 ? type->stable_rate (optimizer) / curvature : NAN;
}

NnDescent *
nn_descend (const NnObjective *objective, const DsItem *item, const double start[2], guint steps, gboolean (*stop) (gpointer data),
            gpointer stop_data)
{
  NnDescent *descent = g_new0 (NnDescent, 1);
  Racer racer = { .objective = objective, .item = item, .w = { start[0], start[1] } };
  racer.optimizer = nn_tables.optimizers[nn_registry_index (NN_OPTIMIZERS, item->type)];
  g_assert (!racer.optimizer->least_squares);
  for (guint m = 0; m < NN_MAX_MOMENTS; m++)
    racer.moments[m] = racer.memory[m];
  descent->points = g_new0 (NnDescentPoint, (gsize) steps + 1);
  descent->points[descent->n++] = point_at (objective, racer.w);
  while (descent->n <= steps && !(stop != NULL && descent->n % LOOK == 0 && stop (stop_data)))
    {
      NnDescentPoint *here = &descent->points[descent->n - 1];
      racer.step++;
      measure (&racer);
      here->gradient[0] = racer.g[0];
      here->gradient[1] = racer.g[1];
      update (&racer);
      NnDescentPoint next = point_at (objective, racer.w);
      if (!isfinite (next.value) || !(hypot (racer.w[0], racer.w[1]) < FAR))
        {
          descent->diverged = TRUE;
          break;
        }
      descent->points[descent->n++] = next;
    }
  return descent;
}

void
nn_descent_free (NnDescent *descent)
{
  if (descent == NULL)
    return;
  g_free (descent->points);
  g_free (descent);
}
