/* What a file, a folder or a pair of files that somebody wants to import is. */
#pragma once
#include "ds-source.h"

G_BEGIN_DECLS

/* The source that these paths (NULL-terminated, at least one) are: a table (CSV), images and labels (IDX, .npy: the partner beside is found by
 * its name), or a folder of images. IDX images whose labels are not found come without: somebody has to be asked. Reads the first
 * bytes of each; blocking, any thread. Errors: labels alone, files that do not belong together. */
DsSource *fl_import_find (const char *const *paths, GError **error);

/* "train-images-idx3-ubyte.gz" becomes "train", "iris.csv" "iris": a name for the project. Caller frees. */
char *fl_import_name (const DsSource *source);
/* The file or folder that is shown as what is imported; borrowed. */
const char *fl_import_path (const DsSource *source);

G_END_DECLS
