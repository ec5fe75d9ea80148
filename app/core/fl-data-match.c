#include "fl-data-match.h"

#include <string.h>

#define MOST_ROWS 100000 /* painted points are fewer */

gboolean
fl_data_same_kind (const DsSource *a, const DsSource *b)
{
  if (a->kind != b->kind)
    return FALSE;
  if (a->kind == DS_SOURCE_GENERATOR)
    return a->generator.type == b->generator.type;
  /* points are painted one after the other, to be watched; a file is another one as soon as its name is */
  return a->kind == DS_SOURCE_POINTS || ds_source_equal (a, b);
}

static guint
row_hash (gconstpointer row)
{
  const guint32 *words = row; /* two floats */

  return words[0] * 2654435761u ^ words[1];
}

static gboolean
row_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, 2 * sizeof (float)) == 0;
}

/* Is one of the two what a person has made of the other by painting over it? Then most places of the smaller are places of the
 * larger: the first stroke over a generator's rows, or its undoing. */
static gboolean
painted_over (const DsPrepared *a, const DsPrepared *b)
{
  const DsPrepared *small = a->rows < b->rows ? a : b, *large = small == a ? b : a;
  g_autoptr (GHashTable) places = NULL;
  gsize same = 0;

  if (large->rows > MOST_ROWS || a->raw_inputs != 2 || b->raw_inputs != 2 || a->options.task != b->options.task
      || !g_strv_equal ((const char *const *) a->raw_names, (const char *const *) b->raw_names))
    return FALSE;
  places = g_hash_table_new (row_hash, row_equal);
  for (gsize row = 0; row < large->rows; row++)
    g_hash_table_add (places, (gpointer) (large->raw + 2 * row));
  for (gsize row = 0; row < small->rows; row++)
    same += g_hash_table_contains (places, small->raw + 2 * row);
  return 2 * same > small->rows;
}

gboolean
fl_data_same_run (const DsSource *was, const DsPrepared *was_data, const DsSource *is, const DsPrepared *is_data)
{
  if (fl_data_same_kind (was, is))
    return TRUE;
  return (was->kind == DS_SOURCE_POINTS || is->kind == DS_SOURCE_POINTS) && painted_over (was_data, is_data);
}
