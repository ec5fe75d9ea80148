/* Writing whole files so that nothing is ever half there. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes `length` bytes to `path`. An ordinary file is replaced in one go, on disk before the call returns: whatever happens on
 * the way, either the old content is there or the new. It keeps its permissions, and a symbolic link keeps pointing where it did.
 * What is no ordinary file (a terminal, a pipe, a device) is written into, never replaced. FALSE with a G_IO_ERROR that names the
 * file; it is then untouched. Any thread. */
gboolean ds_write_file (const char *path, gconstpointer bytes, gsize length, GError **error);

G_END_DECLS
