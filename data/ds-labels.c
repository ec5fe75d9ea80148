#include "ds-labels.h"

#include <glib/gi18n-lib.h>
#include <math.h>

char *
ds_label_text (double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (value == floor (value) && fabs (value) < 1e15)
    return g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) value);
  /* What was read as float or double: the fewest digits that read back as the same. */
  for (int digits = 6; digits <= 17; digits++)
    {
      char format[8];
      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (buffer, sizeof buffer, format, value);
      double back = g_ascii_strtod (buffer, NULL);
      if (back == value || (value == (float) value && (float) back == (float) value))
        break;
    }
  return g_strdup (buffer);
}

static gboolean
refuse_many (const char *what, const DsColumn *column, GError **error)
{
  if (column->role == DS_ROLE_INPUT)
    g_set_error (error, DS_ERROR, DS_ERROR_VALUE,
                 _("%s: column \"%s\" has more than %d different values; as classes that is too many: leave it a number"), what,
                 column->name, DS_MAX_CLASSES);
  else
    g_set_error (error, DS_ERROR, DS_ERROR_VALUE,
                 _("%s has more than %d different values; classes are expected to be few: choose regression instead"), what, DS_MAX_CLASSES);
  return FALSE;
}

/* Index of value in the sorted array, or where it belongs; *found says which. */
static guint
find_sorted (const GArray *sorted, float value, gboolean *found)
{
  guint low = 0, high = sorted->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;
      if (g_array_index (sorted, float, middle) < value)
        low = middle + 1;
      else
        high = middle;
    }
  *found = low < sorted->len && g_array_index (sorted, float, low) == value;
  return low;
}

gboolean
ds_labels_from_numbers (float *values, gsize n, gsize stride, const char *what, DsColumn *column, GError **error)
{
  g_autoptr (GArray) sorted = g_array_new (FALSE, FALSE, sizeof (float));
  gboolean found;

  for (gsize i = 0; i < n; i++)
    {
      float value = values[i * stride];
      guint at = isnan (value) ? 0 : find_sorted (sorted, value, &found);
      if (isnan (value) || found)
        continue;
      if (sorted->len == DS_MAX_CLASSES)
        return refuse_many (what, column, error);
      g_array_insert_val (sorted, at, value);
    }

  for (gsize i = 0; i < n; i++)
    if (!isnan (values[i * stride]))
      values[i * stride] = find_sorted (sorted, values[i * stride], &found);
  column->kind = DS_COLUMN_CLASS;
  column->n_classes = sorted->len;
  column->classes = g_new0 (char *, sorted->len + 1);
  for (guint i = 0; i < sorted->len; i++)
    column->classes[i] = ds_label_text (g_array_index (sorted, float, i));
  return TRUE;
}

gboolean
ds_number_set_add (DsNumberSet *set, double value)
{
  if (value != floor (value))
    return FALSE;
  for (guint i = 0; i < set->n; i++)
    if (set->values[i] == value)
      return TRUE;
  if (set->n == DS_GUESS_CLASSES)
    return FALSE;
  set->values[set->n++] = value;
  return TRUE;
}
