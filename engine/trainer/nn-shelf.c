#include "nn-shelf.h"

#include <string.h>

#define MOST_FLOATS (16u << 20) /* 64 MB in all: what is larger was not put together by hand */

static gboolean
same_network (const NnPlan *a, const NnPlan *b)
{
  if (a->n_layers != b->n_layers || a->n_tensors != b->n_tensors || a->n_weights != b->n_weights)
    return FALSE;
  for (guint i = 0; i < a->n_layers; i++)
    if (a->layers[i].id != b->layers[i].id)
      return FALSE;
  for (guint i = 0; i < a->n_tensors; i++)
    if (a->tensors[i].rows != b->tensors[i].rows || a->tensors[i].cols != b->tensors[i].cols)
      return FALSE;
  return TRUE;
}

static int
find (const NnShelf *shelf, const NnPlan *plan)
{
  for (int i = (int) shelf->n - 1; i >= 0; i--)
    if (same_network (shelf->kept[i].plan, plan))
      return i;
  return -1;
}

static void
drop (NnShelf *shelf, guint at)
{
  nn_plan_free (shelf->kept[at].plan);
  g_free (shelf->kept[at].weights);
  memmove (&shelf->kept[at], &shelf->kept[at + 1], (shelf->n - at - 1) * sizeof shelf->kept[0]);
  shelf->n--;
}

static guint64
floats_kept (const NnShelf *shelf)
{
  guint64 floats = 0;

  for (guint i = 0; i < shelf->n; i++)
    floats += shelf->kept[i].plan->n_weights;
  return floats;
}

void
nn_shelf_put (NnShelf *shelf, const NnSpec *spec, const NnProblem *problem, const float *weights)
{
  g_autoptr (NnPlan) plan = nn_plan_new (spec, problem, NULL, NULL);
  g_autofree float *copy = NULL;
  int before;

  if (plan == NULL || plan->n_weights > MOST_FLOATS)
    return;
  copy = g_try_new (float, plan->n_weights);
  if (copy == NULL)
    return;
  memcpy (copy, weights, plan->n_weights * sizeof *copy);
  before = find (shelf, plan);
  if (before >= 0)
    drop (shelf, (guint) before);
  while (shelf->n == NN_SHELF_PLACES || (shelf->n > 0 && floats_kept (shelf) + plan->n_weights > MOST_FLOATS))
    drop (shelf, 0);
  shelf->kept[shelf->n].plan = g_steal_pointer (&plan);
  shelf->kept[shelf->n++].weights = g_steal_pointer (&copy);
}

const float *
nn_shelf_find (const NnShelf *shelf, const NnPlan *plan)
{
  int at = find (shelf, plan);

  return at >= 0 ? shelf->kept[at].weights : NULL;
}

void
nn_shelf_clear (NnShelf *shelf)
{
  while (shelf->n > 0)
    drop (shelf, shelf->n - 1);
}
