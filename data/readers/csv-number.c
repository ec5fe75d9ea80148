#include "csv-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define QUOTED_CHARACTERS 40
#define GROUP 3 /* digits between two marks of thousands */

static gsize
count_digits (const char *p, const char *end)
{
  gsize n = 0;

  while (p + n < end && g_ascii_isdigit (p[n]))
    n++;
  return n;
}

DsCsvMark
ds_csv_mark (const char *text, gsize length)
{
  const char *end = text + length, *p = length && (*text == '-' || *text == '+') ? text + 1 : text;
  gsize whole = count_digits (p, end);
  const char *mark = p + whole;

  if (mark == end || (*mark != '.' && *mark != ','))
    return DS_CSV_MARK_NONE;
  /* "1,234" but not "0,234", "1234,567" or "1,23" */
  gboolean grouped = whole >= 1 && whole <= GROUP && *p != '0' && count_digits (mark + 1, end) == GROUP && mark + 1 + GROUP == end;
  if (*mark == '.')
    return grouped ? DS_CSV_MARK_POINT_OR_GROUP : DS_CSV_MARK_POINT;
  return grouped ? DS_CSV_MARK_COMMA_OR_GROUP : DS_CSV_MARK_COMMA;
}

/* Whether the table writes decimals with the other mark than this number, which then has thousands; its decimal mark into *decimal.
 * Where one mark alone occurs, it is taken for the decimal mark: most tables have no others. */
static gboolean
may_be_thousands (const DsCsvSurvey *survey, DsCsvMark mark, char *decimal)
{
  const gsize *n = survey->marks;

  *decimal = mark == DS_CSV_MARK_POINT_OR_GROUP ? ',' : '.';
  if (mark == DS_CSV_MARK_POINT_OR_GROUP)
    return n[DS_CSV_MARK_COMMA] + n[DS_CSV_MARK_COMMA_OR_GROUP] > 0 && n[DS_CSV_MARK_COMMA] >= n[DS_CSV_MARK_POINT];
  if (mark != DS_CSV_MARK_COMMA_OR_GROUP)
    return FALSE;
  return n[DS_CSV_MARK_POINT] > n[DS_CSV_MARK_COMMA] || (!survey->decimal_comma && n[DS_CSV_MARK_POINT_OR_GROUP] > 0);
}

/* "1.234" as "1234" where mark is 0, else as "1,234". Caller frees. */
static char *
rewrite (const DsCsvCell *cell, char mark)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < cell->length; i++)
    if (cell->text[i] != '.' && cell->text[i] != ',')
      g_string_append_c (text, cell->text[i]);
    else if (mark)
      g_string_append_c (text, mark);
  return g_string_free (text, FALSE);
}

static gboolean
refuse_thousands (const DsCsvSurvey *survey, guint c, const DsCsvCell *cell, char decimal, DsProblem *problem)
{
  g_autofree char *found = g_strndup (cell->text, cell->length), *whole = rewrite (cell, 0), *broken = rewrite (cell, decimal);

  *problem = (DsProblem){ .line = cell->line, .column = c + 1 };
  problem->text = g_strdup_printf (decimal == ',' ? _("\"%s\" in column \"%s\" may be %s or %s: this table has decimal commas; write one of the two")
                                                  : _("\"%s\" in column \"%s\" may be %s or %s: this table has decimal points; write one of the two"),
                                   found, survey->columns[c].name, whole, broken);
  return FALSE;
}

/* "1,234", "1.234,5", "1,234,567": digits in threes, whatever stands between them. */
static gboolean
has_thousands (const DsCsvCell *cell)
{
  const char *p = cell->text, *end = p + cell->length;

  p += p < end && (*p == '-' || *p == '+');
  gsize whole = count_digits (p, end);
  const char *mark = p + whole;
  return whole >= 1 && whole <= GROUP && *p != '0' && mark < end && (*mark == '.' || *mark == ',') && count_digits (mark + 1, end) == GROUP
         && (mark + 1 + GROUP == end || mark[1 + GROUP] == '.' || mark[1 + GROUP] == ',');
}

static const char *
advice_for (const DsCsvSurvey *survey, guint c, gboolean target, const DsCsvCell *cell)
{
  const DsCsvColumn *column = &survey->columns[c];
  double value;

  if (has_thousands (cell))
    return survey->decimal_comma || !survey->options->decimal ? _("; write thousands without a mark between them")
                                                              : _("; write thousands without a mark between them, or choose the decimal comma");
  if (!survey->decimal_comma && ds_csv_number (cell->text, cell->length, TRUE, &value))
    return survey->options->decimal ? _("; choose the decimal comma") : _("; decimal commas are understood where \";\" separates the fields");
  return target && column->words >= column->numbers ? _("; choose classification to learn words") : "";
}

static gboolean
refuse_word (const DsCsvSurvey *survey, guint c, gboolean target, const DsCsvCell *cell, DsProblem *problem)
{
  g_autofree char *word = g_strndup (cell->text, cell->length);

  if (g_utf8_strlen (word, -1) > QUOTED_CHARACTERS)
    {
      char *cut = g_utf8_substring (word, 0, QUOTED_CHARACTERS);
      g_free (word);
      word = g_strconcat (cut, "…", NULL);
      g_free (cut);
    }
  *problem = (DsProblem){ .line = cell->line, .column = c + 1 };
  problem->text = g_strdup_printf (_("expected a number in column \"%s\", found \"%s\"%s"), survey->columns[c].name, word,
                                   advice_for (survey, c, target, cell));
  return FALSE;
}

static gboolean
refuse_huge (const DsCsvSurvey *survey, guint c, const DsCsvCell *cell, DsProblem *problem)
{
  g_autofree char *text = g_strndup (cell->text, MIN (cell->length, QUOTED_CHARACTERS));

  *problem = (DsProblem){ .line = cell->line, .column = c + 1 };
  problem->text = g_strdup_printf (_("%s in column \"%s\" is too large; expected a number within ±3.4e38"), text, survey->columns[c].name);
  return FALSE;
}

gboolean
ds_csv_read_number (const DsCsvSurvey *survey, guint c, gboolean target, const DsCsvCell *cell, float *to, DsProblem *problem)
{
  double value;
  char decimal;

  *to = NAN;
  if (ds_csv_is_missing (cell))
    return TRUE;
  if (may_be_thousands (survey, ds_csv_mark (cell->text, cell->length), &decimal))
    return refuse_thousands (survey, c, cell, decimal, problem);
  if (!ds_csv_number (cell->text, cell->length, survey->decimal_comma, &value))
    return refuse_word (survey, c, target, cell, problem);
  if (isinf ((float) value))
    return refuse_huge (survey, c, cell, problem);
  *to = value;
  return TRUE;
}
