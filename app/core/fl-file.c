#include "fl-file.h"

#include <glib/gi18n-lib.h>

gboolean
fl_file_local_path (GFile *file, char **path, GError **error)
{
  g_autofree char *uri = NULL;

  *path = g_file_get_path (file);
  if (*path != NULL)
    return TRUE;
  uri = g_file_get_uri (file);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _("%s is not on this computer; copy it here first"), uri);
  return FALSE;
}

char *
fl_file_folder (GFile *file)
{
  g_autoptr (GFile) parent = file != NULL ? g_file_get_parent (file) : NULL;

  return parent != NULL ? g_file_get_path (parent) : NULL;
}

char *
fl_file_mark (const char *path)
{
  g_autofree char *contents = NULL;
  gsize length;

  return g_file_get_contents (path, &contents, &length, NULL) ? g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *) contents, length)
                                                              : NULL;
}
