/* Numbers as people write them. */
#include <locale.h>

#include "ds-number.h"

static void
check (const char *plain, gboolean grouped, const char *expected)
{
  g_autofree char *text = ds_number_localize (plain, grouped);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_plain (void)
{
  check ("0", TRUE, "0");
  check ("999", TRUE, "999");
  check ("1000", TRUE, "1,000");
  check ("-1234567.25", TRUE, "-1,234,567.25");
  check ("1234.5", FALSE, "1234.5");
  check ("3.1e-07", TRUE, "3.1e-07");
  check (".5", TRUE, ".5");
  check ("inf", TRUE, "inf");
  check ("", TRUE, "");
}

/* Where a German locale is installed. */
static void
test_comma (void)
{
  if (setlocale (LC_NUMERIC, "de_DE.UTF-8") == NULL)
    {
      g_test_skip ("there is no German locale");
      return;
    }
  check ("-1234567.25", TRUE, "-1.234.567,25");
  check ("1234.5", FALSE, "1234,5");
  check ("3.1e-07", TRUE, "3,1e-07");
  setlocale (LC_NUMERIC, "C");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/number/plain", test_plain);
  g_test_add_func ("/data/number/comma", test_comma);
  return g_test_run ();
}
