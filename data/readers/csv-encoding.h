/* Text of a table as UTF-8, whatever it was saved as. */
#pragma once
#include "../ds-readers.h"

G_BEGIN_DECLS

/* As ds_file_read; *encoding is what the text was in, a name, or NULL where it is UTF-8 (or nothing known). */
char *ds_csv_read_text (const char *path, gsize limit, gsize *length, const char **encoding, GError **error);

G_END_DECLS
