/* What all readers share: files, gzip, and word of how far they are. */
#pragma once
#include "../ds-readers.h"

G_BEGIN_DECLS

/* Tells how far reading is; FALSE with G_IO_ERROR_CANCELLED where it shall stop. */
gboolean ds_report (DsProgress progress, gpointer user_data, double share, GError **error);

gboolean ds_is_gzip (const char *bytes, gsize length);

/* Unpacks into out, at most room bytes; *more tells whether there would have been more. name is for errors. */
gboolean ds_gunzip_into (const char *bytes, gsize length, char *out, gsize room, gsize *made, gboolean *more, const char *name,
                         GError **error);

G_END_DECLS
