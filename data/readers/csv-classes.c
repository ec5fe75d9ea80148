#include "csv-classes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "csv-scan.h"

typedef struct
{
  const char *word;
  double value; /* where all words are numbers */
  guint id;
} Label;

void
ds_csv_words_init (DsCsvWords *words)
{
  words->ids = g_hash_table_new (g_str_hash, g_str_equal);
  words->words = g_ptr_array_new_with_free_func (g_free);
  words->key = g_string_new (NULL);
}

void
ds_csv_words_clear (DsCsvWords *words)
{
  g_clear_pointer (&words->ids, g_hash_table_unref);
  g_clear_pointer (&words->words, g_ptr_array_unref);
  if (words->key)
    g_string_free (words->key, TRUE);
  words->key = NULL;
}

int
ds_csv_words_add (DsCsvWords *words, const char *text, gsize length)
{
  gpointer id;

  g_string_truncate (words->key, 0);
  g_string_append_len (words->key, text, length);
  if (g_hash_table_lookup_extended (words->ids, words->key->str, NULL, &id))
    return GPOINTER_TO_INT (id);
  if (words->words->len == DS_MAX_CLASSES)
    return -1;
  g_ptr_array_add (words->words, g_strdup (words->key->str));
  int next = words->words->len - 1;
  g_hash_table_insert (words->ids, g_ptr_array_index (words->words, next), GINT_TO_POINTER (next));
  return next;
}

static int
compare_values (const void *a, const void *b)
{
  const Label *left = a, *right = b;

  return left->value < right->value ? -1 : left->value > right->value;
}

static int
compare_words (const void *a, const void *b)
{
  return strcmp (((const Label *) a)->word, ((const Label *) b)->word);
}

/* The words that occur in the rows that were kept, each once. */
static GArray *
count_labels (const DsCsvWords *words, const float *values, gsize rows, gsize stride)
{
  g_autofree gsize *counts = g_new0 (gsize, words->words->len + 1);
  GArray *labels = g_array_new (FALSE, TRUE, sizeof (Label));

  for (gsize row = 0; row < rows; row++)
    if (values[row * stride] >= 0)
      counts[(guint) values[row * stride]]++;
  for (guint id = 0; id < words->words->len; id++)
    {
      Label label = { g_ptr_array_index (words->words, id), 0, id };
      if (counts[id])
        g_array_append_val (labels, label);
    }
  return labels;
}

static gboolean
find_values (GArray *labels, gboolean decimal_comma)
{
  for (guint i = 0; i < labels->len; i++)
    {
      Label *label = &g_array_index (labels, Label, i);
      if (!ds_csv_number (label->word, strlen (label->word), decimal_comma, &label->value) || !isfinite (label->value))
        return FALSE;
    }
  return TRUE;
}

void
ds_csv_words_to_classes (const DsCsvWords *words, float *values, gsize rows, gsize stride, gboolean decimal_comma,
                         DsColumn *column)
{
  g_autoptr (GArray) labels = count_labels (words, values, rows, stride);
  g_autofree guint *class_of = g_new0 (guint, words->words->len + 1);
  gboolean numbers = find_values (labels, decimal_comma);

  if (labels->len > 1) /* of none there is not even an address */
    qsort (labels->data, labels->len, sizeof (Label), numbers ? compare_values : compare_words);
  column->classes = g_new0 (char *, labels->len + 1);
  column->n_classes = 0;
  for (guint i = 0; i < labels->len; i++)
    {
      const Label *label = &g_array_index (labels, Label, i);
      gboolean same = numbers && i > 0 && label->value == label[-1].value;
      if (!same)
        column->classes[column->n_classes++] = numbers ? ds_label_text (label->value) : g_strdup (label->word);
      class_of[label->id] = column->n_classes - 1;
    }
  for (gsize row = 0; row < rows; row++)
    if (values[row * stride] >= 0)
      values[row * stride] = class_of[(guint) values[row * stride]];
}
