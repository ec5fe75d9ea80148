#include "nn-words.h"

#include <math.h>
#include <string.h>

#include "ds-number.h"

/* As the locale has it. */
static void
write_word (NnWord *word, const char *plain, gboolean grouped)
{
  g_autofree char *text = ds_number_localize (plain, grouped);

  g_strlcpy (word->text, text, sizeof word->text);
}

/* 1234567 as "1,234,567". */
static void
group (NnWord *word, double value)
{
  char plain[32];

  g_ascii_formatd (plain, sizeof plain, "%.0f", value);
  write_word (word, plain, TRUE);
}

NnWord
nn_count (double value)
{
  NnWord word = { "" };

  group (&word, value);
  return word;
}

NnWord
nn_word (double value)
{
  NnWord word = { "" };
  double size = fabs (value), unit;
  char plain[32], *e;

  if (!isfinite (value)) /* printf would write a NaN's sign, which says nothing */
    {
      g_strlcpy (word.text, isnan (value) ? "NaN" : value > 0 ? "∞" : "−∞", sizeof word.text);
      return word;
    }
  if (size >= 100 && size < 1e6)
    {
      unit = pow (10, floor (log10 (size)) - 1);
      group (&word, round (value / unit) * unit);
      return word;
    }
  g_ascii_formatd (plain, sizeof plain, size >= 10 && size < 100 ? "%.0f" : "%.2g", value);
  e = strchr (plain, 'e');
  if (e != NULL)
    {
      char *digits = e + 2;

      while (digits[0] == '0' && digits[1] != '\0')
        memmove (digits, digits + 1, strlen (digits));
      if (e[1] == '+')
        memmove (e + 1, e + 2, strlen (e + 1));
    }
  write_word (&word, plain, FALSE);
  return word;
}
