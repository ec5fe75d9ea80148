#include "ds-split.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ds-dataset.h"
#include "ds-rng.h"

typedef enum
{
  PART_TRAIN,
  PART_VALIDATION,
  PART_TEST,
  N_PARTS
} Part;

typedef struct
{
  guint32 draw, row;
} Ticket;

static int
compare_tickets (const void *a, const void *b)
{
  const Ticket *left = a, *right = b;

  if (left->draw != right->draw)
    return left->draw < right->draw ? -1 : 1;
  return left->row < right->row ? -1 : left->row > right->row;
}

static DsSplit
count_parts (gsize rows, double validation_share, double test_share)
{
  DsSplit split = { 0, round (validation_share * rows), round (test_share * rows) };

  while (split.n_validation + split.n_test >= rows)
    {
      if (split.n_validation >= split.n_test)
        split.n_validation--;
      else
        split.n_test--;
    }
  split.n_train = rows - split.n_validation - split.n_test;
  return split;
}

/* The part of each row, or NULL without memory. shares: of the n_drawn rows without
 * a part. Validation takes the lowest draws and test the highest, so that neither share disturbs the other part. */
static guint8 *
draw_parts (gsize rows, const guint32 *ids, const guint8 *given, gsize n_drawn, const DsSplit *shares, guint64 seed)
{
  guint8 *part = g_try_new0 (guint8, rows);
  gsize n = 0;

  for (gsize row = 0; part != NULL && given != NULL && row < rows; row++)
    part[row] = given[row] == DS_PART_VALIDATION ? PART_VALIDATION : given[row] == DS_PART_TEST ? PART_TEST : PART_TRAIN;
  if (part == NULL || shares->n_train == n_drawn)
    return part;
  Ticket *tickets = g_try_new (Ticket, n_drawn);
  if (tickets == NULL)
    {
      g_free (part);
      return NULL;
    }
  for (gsize row = 0; row < rows; row++)
    if (given == NULL || given[row] == DS_PART_DRAWN)
      tickets[n++] = (Ticket){ ds_rng_at (seed, DS_RNG_SPLIT, ids != NULL ? ids[row] : row, 0), row };
  qsort (tickets, n, sizeof (Ticket), compare_tickets);
  for (gsize i = 0; i < shares->n_validation; i++)
    part[tickets[i].row] = PART_VALIDATION;
  for (gsize i = 0; i < shares->n_test; i++)
    part[tickets[n - 1 - i].row] = PART_TEST;
  g_free (tickets);
  return part;
}

gboolean
ds_split (gsize rows, const guint32 *ids, const guint8 *parts, double validation_share, double test_share, guint64 seed,
          guint32 *source_row, DsSplit *split)
{
  gsize n_drawn = 0, counts[N_PARTS] = { 0 }, next[N_PARTS] = { 0 };
  DsSplit shares = { 0 };
  guint8 *part;

  for (gsize row = 0; row < rows; row++)
    n_drawn += parts == NULL || parts[row] == DS_PART_DRAWN;
  if (n_drawn > 0)
    shares = count_parts (n_drawn, validation_share, test_share);
  part = draw_parts (rows, ids, parts, n_drawn, &shares, seed);
  if (part == NULL)
    return FALSE;
  for (gsize row = 0; row < rows; row++)
    counts[part[row]]++;
  *split = (DsSplit){ counts[PART_TRAIN], counts[PART_VALIDATION], counts[PART_TEST] };
  next[PART_VALIDATION] = counts[PART_TRAIN];
  next[PART_TEST] = counts[PART_TRAIN] + counts[PART_VALIDATION];
  for (gsize row = 0; row < rows; row++)
    source_row[next[part[row]]++] = row;
  g_free (part);
  return TRUE;
}
