/* What stands before a table and is none of it: a byte order mark, Excel's "sep=;", the comment mark before the names. */
#include <string.h>

#include "csv-survey.h"

static gboolean
is_line_end (char c)
{
  return c == '\n' || c == '\r';
}

/* Bytes of the first line, with what ends it. */
static gsize
line_length (const char *text, gsize length)
{
  gsize n = 0;

  while (n < length && !is_line_end (text[n]))
    n++;
  if (n + 1 < length && text[n] == '\r' && text[n + 1] == '\n')
    n++;
  return MIN (n + 1, length);
}

/* "sep=;": the delimiter, or 0. Excel writes it with quotes around it where a table of one column was saved. */
static char
named_delimiter (const char *line, gsize length)
{
  gsize quote = length > 0 && line[0] == '"';

  if (length < quote + 5 || g_ascii_strncasecmp (line + quote, "sep=", 4) != 0 || !strchr (",;|\t ", line[quote + 4]))
    return 0;
  gsize end = quote + 5;
  if (quote && (end == length || line[end++] != '"'))
    return 0;
  return end == length || is_line_end (line[end]) ? line[quote + 4] : 0;
}

/* "# a,b,y", as numpy.savetxt writes names: how many bytes are the mark. A row of numbers behind it was taken out of the table. Between
 * blanks "#" may be the name of the first column: it is where the next line has one field more than there are other names. */
static gsize
comment_mark (const char *text, gsize length, char delimiter)
{
  gsize first = line_length (text, length);

  if (length < 3 || text[0] != '#' || text[1] != ' ' || is_line_end (text[2]) || strchr ("+-.0123456789", text[2]) || first == length)
    return 0;
  if (delimiter != ' ')
    return 2;
  return ds_csv_count_columns (text + 2, first - 2, ' ') == ds_csv_count_columns (text + first, length - first, ' ') ? 2 : 0;
}

void
ds_csv_preamble (DsCsvSurvey *survey, const char *text, gsize length)
{
  const DsCsvOptions *options = survey->options;
  gsize mark = length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
  char named = named_delimiter (text + mark, length - mark);

  survey->first_line = named ? 2 : 1;
  if (named)
    mark += line_length (text + mark, length - mark);
  survey->delimiter = options->delimiter ? options->delimiter
                      : named            ? named
                                         : ds_csv_find_delimiter (text + mark, length - mark);
  if (options->header != 0)
    mark += comment_mark (text + mark, length - mark, survey->delimiter);
  survey->text = survey->next_report = text + mark;
  survey->length = length - mark;
}
