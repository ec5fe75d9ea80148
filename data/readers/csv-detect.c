/* What a CSV does not say about itself: its encoding and its delimiter. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "csv-survey.h"
#include "file.h"

#define SAMPLE_BYTES (256 * 1024)
#define SAMPLE_RECORDS 64

static gsize
count_lines (const char *text, const char *end)
{
  gsize line = 1;

  for (const char *p = text; p < end; p++)
    if (*p == '\n' || (*p == '\r' && p + 1 < end && p[1] != '\n'))
      line++;
  return line;
}

#define HEAD_BYTES 4096u

/* Bytes that no table has, and many of them; one or two may have got into a text by accident. */
static gboolean
looks_binary (const char *text, gsize length)
{
  gsize n = MIN (length, HEAD_BYTES), controls = 0;

  for (gsize i = 0; i < n; i++)
    controls += (guchar) text[i] < 0x20 && (text[i] == '\0' || strchr ("\t\n\f\r", text[i]) == NULL);
  return controls >= 8 && controls > n / 32;
}

static gboolean
refuse_foreign (const char *text, gsize length, const char *file, GError **error)
{
  if (ds_is_gzip (text, length) || (length >= 4 && memcmp (text, "PK\3\4", 4) == 0))
    g_set_error (error, DS_ERROR, DS_ERROR_SYNTAX,
                 _("%s is a compressed file or a spreadsheet, not plain text; unpack it or save it as CSV first"), file);
  else if (length >= 2 && (memcmp (text, "\xff\xfe", 2) == 0 || memcmp (text, "\xfe\xff", 2) == 0))
    g_set_error (error, DS_ERROR, DS_ERROR_SYNTAX, _("%s is encoded as UTF-16; save it as UTF-8"), file);
  else
    return TRUE;
  return FALSE;
}

gboolean
ds_csv_check_encoding (const char *text, gsize length, const char *file, GError **error)
{
  const char *bad;

  if (!refuse_foreign (text, length, file, error))
    return FALSE;
  if (g_utf8_validate_len (text, length, &bad))
    return TRUE;
  if (looks_binary (text, length))
    {
      g_set_error (error, DS_ERROR, DS_ERROR_SYNTAX, _("%s is no text, whatever its name says; expected a table as plain text (CSV or TSV)"), file);
      return FALSE;
    }
  gsize line = count_lines (text, bad), byte = bad - text + 1;
  if (*bad == '\0')
    g_set_error (error, DS_ERROR, DS_ERROR_SYNTAX,
                 _("%s:%zu: a NUL byte (byte %zu of the file); expected plain text as UTF-8"), file, line,
                 byte);
  else
    g_set_error (error, DS_ERROR, DS_ERROR_SYNTAX,
                 _("%s:%zu: byte %zu of the file, %02x, is not UTF-8; save the file as UTF-8"), file, line,
                 byte, (guchar) *bad);
  return FALSE;
}

/* Fields of each of the first records: how many in the first, and whether all have as many. */
static guint
count_fields (const char *text, gsize length, char delimiter, gboolean *same)
{
  DsCsvScanner scanner;
  DsCsvCell cell;
  guint first = 0;
  gsize sample = MIN (length, SAMPLE_BYTES);

  *same = TRUE;
  ds_csv_scanner_init (&scanner, text, sample, delimiter, "");
  for (guint record = 0; record < SAMPLE_RECORDS && ds_csv_next_record (&scanner); record++)
    {
      guint fields = 0;
      gboolean good;
      do
        good = ds_csv_next_cell (&scanner, ++fields, &cell, NULL);
      while (good && !cell.last);
      gboolean cut = sample < length && scanner.at == scanner.end;
      if (record == 0)
        first = fields;
      if (!good)
        *same = FALSE;
      if (!good || cut)
        break;
      if (fields != first)
        *same = FALSE;
    }
  ds_csv_scanner_clear (&scanner);
  return first;
}

guint
ds_csv_count_columns (const char *text, gsize length, char delimiter)
{
  gboolean same;

  return count_fields (text, length, delimiter, &same);
}

/* Blanks stand in words everywhere: they part columns where nothing else does, or where tabs are but some of them
 * ("18.0   8   307.0\t..."). whole: found gives every record as many fields. */
static char
weigh_blanks (const char *text, gsize length, char found, guint fields, gboolean whole)
{
  gboolean same;
  guint columns = count_fields (text, length, ' ', &same);

  if (found == '\t' && same && (columns > 2 * fields || !whole))
    return ' ';
  return fields == 1 && columns > 1 ? ' ' : found;
}

char
ds_csv_find_delimiter (const char *text, gsize length)
{
  /* Commas last: they also occur within numbers and words, the others hardly ever. */
  static const char candidates[] = { '\t', ';', '|', ',' };
  char most = ',';
  guint most_fields = 1;

  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      gboolean same;
      guint fields = count_fields (text, length, candidates[i], &same);
      if (same && fields >= 2)
        return weigh_blanks (text, length, candidates[i], fields, TRUE);
      if (fields > most_fields)
        {
          most_fields = fields;
          most = candidates[i];
        }
    }
  return weigh_blanks (text, length, most, most_fields, FALSE);
}

const char *
ds_csv_delimiter_word (char delimiter)
{
  switch (delimiter)
    {
    case '\t':
      return _("tab");
    case ';':
      return "\";\"";
    case '|':
      return "\"|\"";
    case ' ':
      return _("blanks");
    default:
      return "\",\"";
    }
}
