/* Numbers as class labels. */
#pragma once
#include "ds-dataset.h"

G_BEGIN_DECLS

#define DS_MAX_CLASSES 1000 /* more are refused: they would be a mistake, and an output layer of that size */
#define DS_GUESS_CLASSES 20 /* at most so many different whole numbers look like classes */

/* The shortest text that reads back as the value: "1", "2.5". Caller frees. */
char *ds_label_text (double value);

/* Turns the numbers at values[0], values[stride] ... (n of them, finite, or NaN, which stays) into class indices in place, and fills
 * kind, classes and n_classes of column, sorted by value. what names the numbers in the error, which is: too many different. */
gboolean ds_labels_from_numbers (float *values, gsize n, gsize stride, const char *what, DsColumn *column, GError **error);

/* The different whole numbers met so far; start from zero. */
typedef struct
{
  double values[DS_GUESS_CLASSES];
  guint n;
} DsNumberSet;

/* FALSE once a number is not whole, or one too many is different: then these are no classes. */
gboolean ds_number_set_add (DsNumberSet *set, double value);

G_END_DECLS
