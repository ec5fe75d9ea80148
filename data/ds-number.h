/* Numbers as people write them where the program runs: "1,234.5" here, "1.234,5" there. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* Takes a number as C writes it ("-1234.5", "3.1e-07") and gives it the locale's decimal mark, and with `grouped` its marks
 * between thousands; the rest stays. Any thread. Caller frees. */
char *ds_number_localize (const char *plain, gboolean grouped);

G_END_DECLS
