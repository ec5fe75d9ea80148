#include "csv-preview.h"

#include <string.h>

#define FIRST_ROWS 100
#define MAX_CHARACTERS 200 /* of a cell */

typedef struct
{
  gsize start, line;
} Place;

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *x = a, *y = b;

  return (x->start > y->start) - (x->start < y->start);
}

/* Where the first rows begin: past what cannot be cut, line by line. */
static void
find_first (const DsCsvSurvey *shape, GArray *places)
{
  DsCsvScanner scanner;
  gboolean header = shape->header;

  ds_csv_scanner_init (&scanner, shape->text, shape->length, shape->delimiter, shape->file);
  scanner.line = shape->first_line;
  while (places->len < FIRST_ROWS && ds_csv_next_record (&scanner))
    {
      Place place = { scanner.at - shape->text, scanner.line };
      DsCsvCell cell = { 0 };
      while (!cell.last)
        if (!ds_csv_next_cell (&scanner, 1, &cell, NULL))
          {
            ds_csv_skip_line (&scanner, shape->text + place.start, place.line);
            break;
          }
      if (!header)
        g_array_append_val (places, place);
      header = FALSE;
    }
  ds_csv_scanner_clear (&scanner);
}

/* One line, shortened, whatever is in it. */
static char *
shown (const char *text, gsize length)
{
  const char *end = text + length;
  guint n = 0;
  const char *p = text;

  while (p < end && n++ < MAX_CHARACTERS)
    p = g_utf8_next_char (p);
  g_autofree char *cut = g_strndup (text, MIN (p, end) - text);
  return g_strdelimit (p < end ? g_strconcat (cut, "…", NULL) : g_strdup (cut), "\r\n", ' ');
}

static char **
cut_row (const DsCsvSurvey *shape, const Place *place)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  const char *start = shape->text + place->start;
  DsCsvScanner scanner;
  DsCsvCell cell = { 0 };

  ds_csv_scanner_init (&scanner, start, shape->length - place->start, shape->delimiter, shape->file);
  while (!cell.last && cells->len <= shape->n_columns)
    {
      if (!ds_csv_next_cell (&scanner, 1, &cell, NULL))
        {
          gsize left = shape->length - place->start, length = 0;
          while (length < left && start[length] != '\n' && start[length] != '\r')
            length++;
          g_ptr_array_set_size (cells, 0);
          g_ptr_array_add (cells, shown (start, length));
          break;
        }
      g_ptr_array_add (cells, shown (cell.text, cell.length));
    }
  ds_csv_scanner_clear (&scanner);
  g_ptr_array_add (cells, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&cells), FALSE);
}

void
ds_csv_preview (const DsCsvSurvey *shape, const DsProblems *problems, DsSurvey *survey)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));

  find_first (shape, places);
  for (guint i = 0; i < problems->n; i++)
    {
      Place place = { problems->list[i].row_start, problems->list[i].row_line };
      g_array_append_val (places, place);
    }
  g_array_sort (places, compare_places);
  survey->preview = g_new0 (DsSurveyRow, places->len + 1);
  for (guint i = 0; i < places->len; i++)
    {
      const Place *place = &g_array_index (places, Place, i);
      if (survey->n_preview > 0 && survey->preview[survey->n_preview - 1].start == place->start)
        continue;
      survey->preview[survey->n_preview++] = (DsSurveyRow){ place->line, place->start, cut_row (shape, place) };
    }
}
