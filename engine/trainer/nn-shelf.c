#include "nn-shelf.h"

#include <string.h>

#include "nn-keeper.h"

#define MOST_BYTES ((gsize) 128 << 20) /* in all */
#define CURVES_BYTES ((gsize) 300 << 10) /* the directories of a run's curves, however short */

static gboolean
same_network (const NnPlan *a, const NnPlan *b)
{
  if (a == NULL || a->n_layers != b->n_layers || a->n_tensors != b->n_tensors || a->n_weights != b->n_weights)
    return FALSE;
  for (guint i = 0; i < a->n_layers; i++)
    if (a->layers[i].id != b->layers[i].id)
      return FALSE;
  for (guint i = 0; i < a->n_tensors; i++)
    if (a->tensors[i].rows != b->tensors[i].rows || a->tensors[i].cols != b->tensors[i].cols)
      return FALSE;
  return TRUE;
}

static void
drop (NnShelf *shelf, guint at)
{
  NnShelved *kept = &shelf->kept[at];

  nn_plan_free (kept->plan);
  nn_moment_unref (kept->moment);
  nn_history_unref (kept->history);
  memmove (kept, kept + 1, (shelf->n - at - 1) * sizeof *kept);
  shelf->n--;
}

static gsize
bytes_kept (const NnShelf *shelf)
{
  gsize bytes = 0;

  for (guint i = 0; i < shelf->n; i++)
    bytes += shelf->kept[i].bytes + (shelf->kept[i].history != NULL ? nn_history_bytes (shelf->kept[i].history) : 0);
  return bytes;
}

/* First go the states between the two ends of a drag, which no undo leads to; then the oldest. */
static void
drop_one (NnShelf *shelf)
{
  for (guint i = 0; i < shelf->n; i++)
    if (shelf->kept[i].version == 0)
      {
        drop (shelf, i);
        return;
      }
  drop (shelf, 0);
}

/* The states themselves are worth more than what led to them. */
static void
make_room (NnShelf *shelf)
{
  for (guint i = 0; i < shelf->n && bytes_kept (shelf) > MOST_BYTES; i++)
    g_clear_pointer (&shelf->kept[i].history, nn_history_unref);
  while (shelf->n > NN_SHELF_PLACES - 1 || (shelf->n > 0 && bytes_kept (shelf) > MOST_BYTES))
    drop_one (shelf);
}

static gsize
curves_bytes (const NnCheckpoint *checkpoint)
{
  gsize epoch = (NN_EPOCH_COLUMNS + 1) * sizeof (double), step = NN_STEP_COLUMNS * sizeof (double);

  return CURVES_BYTES + checkpoint->epochs.rows * epoch + checkpoint->steps.rows * step;
}

void
nn_shelf_put (NnShelf *shelf, guint64 version, NnMoment *moment, NnHistory *history, const DsPrepared *next)
{
  NnShelved kept = { .version = version };
  NnProblem problem;

  if (moment == NULL)
    return;
  problem = nn_problem (nn_moment_data (moment));
  kept.plan = nn_plan_new (nn_moment_spec (moment), &problem, NULL, NULL);
  if (kept.plan == NULL)
    return;
  for (guint i = shelf->n; i > 0; i--)
    if (version != 0 ? shelf->kept[i - 1].version == version
                     : shelf->kept[i - 1].version == 0 && same_network (shelf->kept[i - 1].plan, kept.plan))
      drop (shelf, i - 1);
  kept.moment = nn_moment_ref (moment);
  kept.history = version != 0 && history != NULL ? nn_history_ref (history) : NULL;
  kept.bytes = moment->bytes + curves_bytes (moment->checkpoint);
  if (nn_moment_data (moment) != next)
    kept.bytes += nn_keeper_data_bytes (nn_moment_data (moment));
  make_room (shelf);
  shelf->kept[shelf->n++] = kept;
  make_room (shelf);
}

gboolean
nn_shelf_take (NnShelf *shelf, guint64 version, NnMoment **moment, NnHistory **history)
{
  for (guint i = shelf->n; version != 0 && i > 0; i--)
    if (shelf->kept[i - 1].version == version)
      {
        *moment = g_steal_pointer (&shelf->kept[i - 1].moment);
        *history = g_steal_pointer (&shelf->kept[i - 1].history);
        drop (shelf, i - 1);
        return TRUE;
      }
  return FALSE;
}

const float *
nn_shelf_find (const NnShelf *shelf, const NnPlan *plan)
{
  for (guint i = shelf->n; i > 0; i--)
    if (same_network (shelf->kept[i - 1].plan, plan))
      return nn_checkpoint_floats (shelf->kept[i - 1].moment->checkpoint, 0);
  return NULL;
}

void
nn_shelf_forget_networks (NnShelf *shelf)
{
  for (guint i = shelf->n; i > 0; i--)
    {
      g_clear_pointer (&shelf->kept[i - 1].plan, nn_plan_free);
      if (shelf->kept[i - 1].version == 0)
        drop (shelf, i - 1);
    }
}

void
nn_shelf_clear (NnShelf *shelf)
{
  while (shelf->n > 0)
    drop (shelf, shelf->n - 1);
}
