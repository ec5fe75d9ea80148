/* Spreadsheets save text as Windows-1252 or UTF-16 as often as as UTF-8. What a file is shows in its bytes: UTF-16 begins with its mark, or
 * has a zero in half of its bytes and on one side alone;
 * text that is not UTF-8 anywhere, has no control characters and none of the five codes that Windows-1252 lacks is Windows-1252. All else
 * stays as it is, and is refused where it is not UTF-8. */
#include "csv-encoding.h"

#include <string.h>

#include "../ds-memory.h"

/* 0x80 to 0x9f; 0: not used. Above, the codes are those of Unicode. */
static const guint16 windows_1252[32] = {
  0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017d, 0,
  0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
};

static gunichar
western (guchar byte)
{
  return byte >= 0x80 && byte < 0xa0 ? windows_1252[byte - 0x80] : byte;
}

/* Whether Windows-1252 may be meant, and how long the text is as UTF-8. */
static gboolean
is_western (const char *text, gsize length, gsize *as_utf8)
{
  *as_utf8 = 0;
  for (gsize i = 0; i < length; i++)
    {
      guchar byte = (guchar) text[i];
      gunichar code = western (byte);

      if (code == 0 || (byte < 0x20 && strchr ("\t\n\f\r", byte) == NULL))
        return FALSE;
      if (byte >= 0x80 && (gint32) g_utf8_get_char_validated (text + i, (gssize) (length - i)) >= 0)
        return FALSE; /* here it is UTF-8: a file of which some bytes are broken */
      *as_utf8 += code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
    }
  return TRUE;
}

static char *
from_western (const char *text, gsize length, gsize as_utf8, GError **error)
{
  char *out = ds_try_memory (as_utf8 + 1, error), *at = out;

  if (out == NULL)
    return NULL;
  for (gsize i = 0; i < length; i++)
    at += g_unichar_to_utf8 (western ((guchar) text[i]), at);
  *at = '\0';
  return out;
}

/* The character at unit i, and how many units it takes; 0: none that there is. */
static gunichar
wide_char (const guchar *text, gsize n, gsize i, gboolean big, guint *units)
{
  guint high = big ? text[2 * i] << 8 | text[2 * i + 1] : text[2 * i + 1] << 8 | text[2 * i], low;

  *units = 1;
  if (high < 0xd800 || high > 0xdfff)
    return high;
  if (high > 0xdbff || i + 1 >= n)
    return 0;
  low = big ? text[2 * i + 2] << 8 | text[2 * i + 3] : text[2 * i + 3] << 8 | text[2 * i + 2];
  *units = 2;
  return low >= 0xdc00 && low <= 0xdfff ? 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00) : 0;
}

/* Digits and commas leave one byte of two empty, always the same one. */
static gboolean
is_unmarked_wide (const char *text, gsize length, gboolean *big)
{
  gsize zeros[2] = { 0, 0 }, n = MIN (length, 4096);

  for (gsize i = 0; i < n; i++)
    zeros[i % 2] += text[i] == '\0';
  *big = zeros[0] > 0;
  return n >= 4 && length % 2 == 0 && (zeros[0] == 0) != (zeros[1] == 0) && zeros[0] + zeros[1] >= n / 4;
}

static gboolean
is_wide (const char *text, gsize length, gboolean *big, gsize *mark)
{
  *big = length >= 2 && memcmp (text, "\xfe\xff", 2) == 0;
  *mark = *big || (length >= 2 && memcmp (text, "\xff\xfe", 2) == 0) ? 2 : 0;
  return *mark > 0 || is_unmarked_wide (text, length, big);
}

/* UTF-16 behind its mark, if any; NULL without an error where it is not what it looks like. */
static char *
from_wide (const char *text, gsize length, gboolean big, gsize mark, gsize *made, GError **error)
{
  gsize n = (length - mark) / 2;
  const guchar *from = (const guchar *) text + mark;
  char *out = length % 2 == 0 ? ds_try_memory (3 * n + 1, error) : NULL, *at = out;
  guint units;

  for (gsize i = 0; out != NULL && i < n; i += units)
    {
      gunichar code = wide_char (from, n, i, big, &units);

      if (code == 0)
        {
          g_free (out);
          return NULL;
        }
      at += g_unichar_to_utf8 (code, at);
    }
  if (out == NULL)
    return NULL;
  *at = '\0';
  *made = (gsize) (at - out);
  return out;
}

char *
ds_csv_read_text (const char *path, gsize limit, gsize *length, const char **encoding, GError **error)
{
  char *text = ds_file_read (path, limit, FALSE, length, error), *converted = NULL;
  GError *refused = NULL;
  gsize made = 0, mark;
  gboolean big;

  *encoding = NULL;
  if (text == NULL || g_utf8_validate_len (text, *length, NULL))
    return text;
  if (is_wide (text, *length, &big, &mark))
    {
      converted = from_wide (text, *length, big, mark, &made, &refused);
      *encoding = "UTF-16";
    }
  else if (is_western (text, *length, &made))
    {
      converted = from_western (text, *length, made, &refused);
      *encoding = "Windows-1252";
    }
  if (converted == NULL && refused == NULL) /* the checks behind say what is wrong with it */
    {
      *encoding = NULL;
      return text;
    }
  g_free (text);
  *length = made;
  if (refused != NULL)
    g_propagate_error (error, refused);
  return converted;
}
