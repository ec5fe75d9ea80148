#include "ds-number.h"

#include <langinfo.h>
#include <string.h>

char *
ds_number_localize (const char *plain, gboolean grouped)
{
  const char *point = nl_langinfo (RADIXCHAR), *between = nl_langinfo (THOUSEP); /* localeconv() is not for threads */
  const char *digits = *plain == '-' ? plain + 1 : plain, *rest;
  gsize whole = strspn (digits, "0123456789");
  GString *text = g_string_new_len (plain, digits - plain);

  /* The C locale has no mark between thousands: what goes with a point is a comma, and with a comma a narrow space. */
  if (*between == '\0')
    between = g_str_equal (point, ",") ? "\u202f" : ",";
  for (gsize i = 0; i < whole; i++)
    {
      if (grouped && i > 0 && (whole - i) % 3 == 0)
        g_string_append (text, between);
      g_string_append_c (text, digits[i]);
    }
  rest = digits + whole;
  if (*rest == '.')
    g_string_append (text, point);
  g_string_append (text, *rest == '.' ? rest + 1 : rest);
  return g_string_free (text, FALSE);
}
