#include "csv-scan.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
ds_csv_scanner_init (DsCsvScanner *scanner, const char *text, gsize length, char delimiter, const char *name)
{
  *scanner = (DsCsvScanner){ text, text, text + length, delimiter, name, 1, g_string_new (NULL) };
}

void
ds_csv_scanner_clear (DsCsvScanner *scanner)
{
  g_string_free (scanner->unquoted, TRUE);
  scanner->unquoted = NULL;
}

/* Steps over one line end at `at`: LF, CR LF or CR. */
static inline void
skip_line_end (DsCsvScanner *scanner)
{
  if (*scanner->at == '\r' && scanner->at + 1 < scanner->end && scanner->at[1] == '\n')
    scanner->at++;
  scanner->at++;
  scanner->line++;
}

static inline gboolean
is_line_end (char c)
{
  return c == '\n' || c == '\r';
}

static inline gboolean
is_blank (const DsCsvScanner *scanner, char c)
{
  return c == ' ' || (c == '\t' && scanner->delimiter != '\t');
}

static const char *
skip_blanks (const DsCsvScanner *scanner, const char *p)
{
  while (p < scanner->end && is_blank (scanner, *p))
    p++;
  return p;
}

/* Of columns of blanks a tab ends a cell as well. */
static inline char
other_delimiter (const DsCsvScanner *scanner)
{
  return scanner->delimiter == ' ' ? '\t' : scanner->delimiter;
}

gboolean
ds_csv_next_record (DsCsvScanner *scanner)
{
  while (scanner->at < scanner->end)
    {
      const char *p = skip_blanks (scanner, scanner->at);
      if (p == scanner->end)
        {
          scanner->at = p;
          return FALSE;
        }
      if (!is_line_end (*p))
        return TRUE;
      scanner->at = p;
      skip_line_end (scanner);
    }
  return FALSE;
}

/* What follows a cell: a delimiter, a line end, or the end of the text. */
static void
finish_cell (DsCsvScanner *scanner, DsCsvCell *cell)
{
  cell->last = TRUE;
  if (scanner->delimiter == ' ') /* a run of them is one, and at the end of a line none */
    scanner->at = skip_blanks (scanner, scanner->at);
  if (scanner->at == scanner->end)
    return;
  if (is_line_end (*scanner->at))
    {
      skip_line_end (scanner);
      return;
    }
  if (scanner->delimiter != ' ')
    scanner->at++;
  cell->last = FALSE;
}

static gboolean
fail (gsize line, guint field, const char *text, DsProblem *problem)
{
  if (problem)
    *problem = (DsProblem){ .line = line, .column = field, .text = g_strdup (text) };
  return FALSE;
}

/* At the character behind the opening quote. */
static gboolean
scan_quoted (DsCsvScanner *scanner, guint field, DsCsvCell *cell, DsProblem *problem)
{
  const char *begin = scanner->at, *p = begin;
  gboolean doubled = FALSE;

  g_string_truncate (scanner->unquoted, 0);
  for (;; p++)
    {
      if (p >= scanner->end)
        return fail (cell->line, field, _("the quote that opens here is never closed; expected a closing \""), problem);
      if (*p == '\n' || (*p == '\r' && !(p + 1 < scanner->end && p[1] == '\n')))
        scanner->line++;
      if (*p != '"')
        continue;
      if (p + 1 >= scanner->end || p[1] != '"')
        break;
      g_string_append_len (scanner->unquoted, begin, p + 1 - begin);
      begin = ++p + 1;
      doubled = TRUE;
    }
  if (doubled)
    g_string_append_len (scanner->unquoted, begin, p - begin);
  cell->text = doubled ? scanner->unquoted->str : begin;
  cell->length = doubled ? scanner->unquoted->len : (gsize) (p - begin);

  gboolean parted = scanner->delimiter == ' ' && p + 1 < scanner->end && is_blank (scanner, p[1]);
  p = skip_blanks (scanner, p + 1);
  scanner->at = p;
  if (p < scanner->end && !parted && *p != scanner->delimiter && !is_line_end (*p))
    return fail (scanner->line, field,
                 _("text behind a closing quote; expected a delimiter, and \"\" for a quote within a quoted field"), problem);
  return TRUE;
}

static void
trim (DsCsvCell *cell)
{
  while (cell->length && (cell->text[0] == ' ' || cell->text[0] == '\t'))
    {
      cell->text++;
      cell->length--;
    }
  while (cell->length && (cell->text[cell->length - 1] == ' ' || cell->text[cell->length - 1] == '\t'))
    cell->length--;
}

gboolean
ds_csv_next_cell (DsCsvScanner *scanner, guint field, DsCsvCell *cell, DsProblem *problem)
{
  const char *p = skip_blanks (scanner, scanner->at);
  char delimiter = scanner->delimiter, other = other_delimiter (scanner);

  cell->line = scanner->line;
  cell->quoted = p < scanner->end && *p == '"';
  if (cell->quoted)
    {
      scanner->at = p + 1;
      if (!scan_quoted (scanner, field, cell, problem))
        return FALSE;
    }
  else
    {
      cell->text = p;
      while (p < scanner->end && *p != delimiter && *p != other && !is_line_end (*p))
        p++;
      cell->length = p - cell->text;
      scanner->at = p;
    }
  trim (cell);
  finish_cell (scanner, cell);
  return TRUE;
}

void
ds_csv_skip_line (DsCsvScanner *scanner, const char *start, gsize line)
{
  scanner->at = start;
  scanner->line = line;
  while (scanner->at < scanner->end && !is_line_end (*scanner->at))
    scanner->at++;
  if (scanner->at < scanner->end)
    skip_line_end (scanner);
}

gboolean
ds_csv_is_missing (const DsCsvCell *cell)
{
  static const char *const words[] = { "", "?", "na", "n/a", "nan", "null" };

  if (cell->length > 4)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strlen (words[i]) == cell->length && g_ascii_strncasecmp (cell->text, words[i], cell->length) == 0)
      return TRUE;
  return FALSE;
}

/* What could not be converted exactly by hand. */
static double
convert_slowly (const char *text, gsize length, gboolean decimal_comma)
{
  g_autofree char *copy = g_strndup (text, length);

  for (char *p = copy; decimal_comma && *p; p++)
    if (*p == ',')
      *p = '.';
  return g_ascii_strtod (copy, NULL);
}

/* Digits at *p into the mantissa, as long as it stays exact; returns how many there are. */
static gsize
scan_digits (const char **p, const char *end, guint64 *mantissa, gboolean *exact)
{
  const char *begin = *p;

  for (; *p < end && g_ascii_isdigit (**p); (*p)++)
    {
      if (*mantissa > G_GUINT64_CONSTANT (900000000000000))
        *exact = FALSE; /* another digit could exceed 2^53 */
      else
        *mantissa = *mantissa * 10 + (**p - '0');
    }
  return *p - begin;
}

gboolean
ds_csv_number (const char *text, gsize length, gboolean decimal_comma, double *value)
{
  static const double powers[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                   1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
  const char *p = text, *end = text + length;
  gboolean negative = FALSE, exact = TRUE;
  guint64 mantissa = 0;
  gint64 exponent = 0;

  if (p < end && (*p == '+' || *p == '-'))
    negative = *p++ == '-';
  gsize digits = scan_digits (&p, end, &mantissa, &exact);
  if (p < end && (*p == '.' || (decimal_comma && *p == ',')))
    {
      p++;
      gsize decimals = scan_digits (&p, end, &mantissa, &exact);
      digits += decimals;
      exponent = -(gint64) decimals;
    }
  if (digits == 0)
    return FALSE;
  if (p < end && (*p == 'e' || *p == 'E'))
    {
      guint64 power = 0;
      gboolean fits = TRUE, down = FALSE;
      p++;
      if (p < end && (*p == '+' || *p == '-'))
        down = *p++ == '-';
      if (scan_digits (&p, end, &power, &fits) == 0)
        return FALSE;
      if (!fits || power > 1000)
        exact = FALSE;
      else
        exponent += down ? -(gint64) power : (gint64) power;
    }
  if (p != end)
    return FALSE;

  /* A mantissa below 2^53 and a power of ten up to 22 are exact doubles: one rounding, as strtod does (Clinger 1990). */
  if (exact && exponent >= -22 && exponent <= 22)
    {
      *value = exponent < 0 ? mantissa / powers[-exponent] : mantissa * powers[exponent];
      *value = negative ? -*value : *value;
    }
  else
    *value = convert_slowly (text, length, decimal_comma);
  return TRUE;
}
