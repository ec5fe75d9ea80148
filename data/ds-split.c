#include "ds-split.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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

/* The part of each row, or NULL without memory. Validation takes the lowest draws and test the highest, so that neither share disturbs the other part. */
static guint8 *
draw_parts (gsize rows, const DsSplit *split, guint64 seed)
{
  guint8 *part = g_try_new0 (guint8, rows);

  if (part == NULL || split->n_train == rows)
    return part;
  Ticket *tickets = g_try_new (Ticket, rows);
  if (tickets == NULL)
    {
      g_free (part);
      return NULL;
    }
  for (gsize row = 0; row < rows; row++)
    tickets[row] = (Ticket){ ds_rng_at (seed, DS_RNG_SPLIT, row, 0), row };
  qsort (tickets, rows, sizeof (Ticket), compare_tickets);
  for (gsize i = 0; i < split->n_validation; i++)
    part[tickets[i].row] = PART_VALIDATION;
  for (gsize i = 0; i < split->n_test; i++)
    part[tickets[rows - 1 - i].row] = PART_TEST;
  g_free (tickets);
  return part;
}

gboolean
ds_split (gsize rows, double validation_share, double test_share, guint64 seed, guint32 *source_row, DsSplit *split)
{
  *split = count_parts (rows, validation_share, test_share);
  guint8 *part = draw_parts (rows, split, seed);
  gsize next[N_PARTS] = { 0, split->n_train, split->n_train + split->n_validation };

  if (part == NULL)
    return FALSE;
  for (gsize row = 0; row < rows; row++)
    source_row[next[part[row]]++] = row;
  g_free (part);
  return TRUE;
}
