/* The words of one column while a CSV is read, and the classes they become. */
#pragma once
#include "../ds-labels.h"

G_BEGIN_DECLS

typedef struct
{
  GHashTable *ids; /* word to id */
  GPtrArray *words; /* by id; the keys of ids */
  GString *key;     /* scratch */
} DsCsvWords;

void ds_csv_words_init (DsCsvWords *words);
void ds_csv_words_clear (DsCsvWords *words); /* zeroes are fine */

/* The id of a word; -1 where it would be one too many (DS_MAX_CLASSES). */
int ds_csv_words_add (DsCsvWords *words, const char *text, gsize length);

/* Turns the ids at values[0], values[stride] ... (rows of them; -1: missing) into class indices in place, and fills classes and
 * n_classes of column with the words that occur: by value where all are numbers ("1.0" and "1" are then one class), else in
 * byte order. */
void ds_csv_words_to_classes (const DsCsvWords *words, float *values, gsize rows, gsize stride, gboolean decimal_comma,
                              DsColumn *column);

G_END_DECLS
