#include <string.h>
#include "nn-channel.h"
#include "nn-frozen.h"

/* The shared value: what people see first, the count behind it. */
typedef struct
{
  NnFrozen value;
  NnRefs refs;
  NnFrozenEntry entries[];
} Shared;

static int
compare (gconstpointer a, gconstpointer b)
{
  const NnFrozenEntry *p = a, *q = b;
  if (p->kind != q->kind)
    return p->kind < q->kind ? -1 : 1;
  if (p->row != q->row)
    return p->row < q->row ? -1 : 1;
  return p->col == q->col ? 0 : p->col < q->col ? -1 : 1;
}

NnFrozen *
nn_frozen_new (const NnFrozenEntry *entries, guint n)
{
  if (n == 0)
    return NULL;
  Shared *shared = g_malloc0 (sizeof (Shared) + n * sizeof (NnFrozenEntry));
  memcpy (shared->entries, entries, n * sizeof (NnFrozenEntry));
  qsort (shared->entries, n, sizeof (NnFrozenEntry), compare);
  guint kept = 1;
  for (guint i = 1; i < n; i++)
    if (compare (&shared->entries[i], &shared->entries[kept - 1]) != 0)
      shared->entries[kept++] = shared->entries[i];
  shared->value = (NnFrozen) { kept, shared->entries };
  nn_refs_init (&shared->refs);
  return &shared->value;
}

NnFrozen *
nn_frozen_ref (const NnFrozen *frozen)
{
  if (frozen != NULL)
    nn_refs_inc (&((Shared *) frozen)->refs);
  return (NnFrozen *) frozen;
}

void
nn_frozen_unref (NnFrozen *frozen)
{
  if (frozen != NULL && nn_refs_dec (&((Shared *) frozen)->refs))
    g_free (frozen);
}

gboolean
nn_frozen_equal (const NnFrozen *a, const NnFrozen *b)
{
  guint n = a != NULL ? a->n : 0;
  if (a == b)
    return TRUE;
  if (n != (b != NULL ? b->n : 0))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (compare (&a->entries[i], &b->entries[i]) != 0)
      return FALSE;
  return TRUE;
}

gboolean
nn_frozen_has (const NnFrozen *frozen, const NnFrozenEntry *entry)
{
  return frozen != NULL && bsearch (entry, frozen->entries, frozen->n, sizeof *entry, compare) != NULL;
}

NnFrozen *
nn_frozen_toggle (const NnFrozen *frozen, const NnFrozenEntry *entry)
{
  guint n = frozen != NULL ? frozen->n : 0, kept = 0;
  g_autofree NnFrozenEntry *entries = g_new (NnFrozenEntry, n + 1);
  for (guint i = 0; i < n; i++)
    if (compare (&frozen->entries[i], entry) != 0)
      entries[kept++] = frozen->entries[i];
  if (kept == n)
    entries[kept++] = *entry;
  return nn_frozen_new (entries, kept);
}

NnFrozen *
nn_frozen_within (const NnFrozen *frozen, guint rows, guint cols)
{
  guint n = frozen != NULL ? frozen->n : 0, kept = 0;
  g_autofree NnFrozenEntry *entries = g_new (NnFrozenEntry, MAX (n, 1));
  for (guint i = 0; i < n; i++)
    if (frozen->entries[i].row < rows && (frozen->entries[i].col < 0 || (guint) frozen->entries[i].col < cols))
      entries[kept++] = frozen->entries[i];
  return nn_frozen_new (entries, kept);
}

char *
nn_frozen_name (const NnFrozenEntry *entry)
{
  const char *kind = entry->kind == NN_FROZEN_BIAS ? "bias" : "weight";
  if (entry->col < 0)
    return g_strdup_printf ("%s[%u]", kind, entry->row);
  return g_strdup_printf ("%s[%u,%d]", kind, entry->row, entry->col);
}

/* A whole number without sign, below 2^31; *text moves behind it. */
static gboolean
parse_index (const char **text, guint *value)
{
  guint64 v = 0;
  const char *s = *text;
  if (!g_ascii_isdigit (*s))
    return FALSE;
  for (; g_ascii_isdigit (*s) && v <= G_MAXINT; s++)
    v = 10 * v + (guint64) (*s - '0');
  *text = s;
  *value = (guint) v;
  return v <= G_MAXINT;
}

gboolean
nn_frozen_parse (const char *name, NnFrozenEntry *entry)
{
  guint col = 0;
  *entry = (NnFrozenEntry) { g_str_has_prefix (name, "bias[") ? NN_FROZEN_BIAS : NN_FROZEN_WEIGHT, 0, NN_FROZEN_VECTOR };
  if (entry->kind == NN_FROZEN_WEIGHT && !g_str_has_prefix (name, "weight["))
    return FALSE;
  name = strchr (name, '[') + 1;
  if (!parse_index (&name, &entry->row))
    return FALSE;
  if (entry->kind == NN_FROZEN_WEIGHT && *name == ',')
    {
      name++;
      if (!parse_index (&name, &col))
        return FALSE;
      entry->col = (int) col;
    }
  return g_str_equal (name, "]");
}
