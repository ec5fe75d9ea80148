/* What there is to know of a project's file. Blocking, but for the folder; any thread. */
#pragma once
#include <gio/gio.h>

G_BEGIN_DECLS

/* Its path; FALSE with an error that names it where it is not on this computer. Caller frees. */
gboolean fl_file_local_path (GFile *file, char **path, GError **error);
char *fl_file_folder (GFile *file); /* NULL: no file (NULL), or a folder without a path. Caller frees */
/* What a file holds, in a few bytes; NULL where it cannot be read. By content: a time of modification says too little. Caller frees. */
char *fl_file_mark (const char *path);

G_END_DECLS
