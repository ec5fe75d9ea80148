#include "nn-words.h"

#include <math.h>
#include <string.h>

/* "1234567" to "1,234,567". */
static void
group (char *to, gsize size, double value)
{
  char plain[32];
  gsize length, at = 0;

  g_ascii_formatd (plain, sizeof plain, "%.0f", value);
  length = strlen (plain);
  for (gsize i = 0; i < length && at + 2 < size; i++)
    {
      to[at++] = plain[i];
      if (i + 1 < length && (length - 1 - i) % 3 == 0 && plain[i] != '-')
        to[at++] = ',';
    }
  to[at] = '\0';
}

NnWord
nn_count (double value)
{
  NnWord word = { "" };

  group (word.text, sizeof word.text, value);
  return word;
}

NnWord
nn_word (double value)
{
  NnWord word = { "" };
  double size = fabs (value), unit;
  char *e;

  if (size >= 100 && size < 1e6)
    {
      unit = pow (10, floor (log10 (size)) - 1);
      group (word.text, sizeof word.text, round (value / unit) * unit);
      return word;
    }
  g_ascii_formatd (word.text, sizeof word.text, size >= 10 && size < 100 ? "%.0f" : "%.2g", value);
  e = strchr (word.text, 'e');
  if (e != NULL)
    {
      char *digits = e + 2;

      while (digits[0] == '0' && digits[1] != '\0')
        memmove (digits, digits + 1, strlen (digits));
      if (e[1] == '+')
        memmove (e + 1, e + 2, strlen (e + 1));
    }
  return word;
}
