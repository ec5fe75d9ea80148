#include "ds-memory.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "ds-error.h"

static gsize
machine_memory (void)
{
  long pages = sysconf (_SC_PHYS_PAGES), size = sysconf (_SC_PAGESIZE);

  return pages > 0 && size > 0 ? (gsize) pages * (gsize) size : G_MAXSIZE;
}

gsize
ds_free_memory (void)
{
  g_autofree char *text = NULL;

  if (!g_file_get_contents ("/proc/meminfo", &text, NULL, NULL))
    return G_MAXSIZE;
  const char *line = strstr (text, "MemAvailable:");
  guint64 kilobytes = line ? g_ascii_strtoull (line + strlen ("MemAvailable:"), NULL, 10) : 0;
  return kilobytes ? kilobytes * 1024 : G_MAXSIZE;
}

gpointer
ds_try_memory (gsize bytes, GError **error)
{
  gpointer memory = bytes < machine_memory () ? g_try_malloc (MAX (bytes, 1)) : NULL;

  if (memory)
    return memory;
  if (bytes == G_MAXSIZE)
    g_set_error (error, DS_ERROR, DS_ERROR_TOO_BIG, _("the table is larger than any memory; leave out rows or columns"));
  else
    {
      g_autofree char *need = g_format_size (bytes), *have = g_format_size (machine_memory ());
      g_set_error (error, DS_ERROR, DS_ERROR_TOO_BIG, _("the table needs %s of memory; this machine has %s: leave out rows or columns"),
                   need, have);
    }
  return NULL;
}

float *
ds_try_table (gsize rows, gsize columns, GError **error)
{
  gsize n, bytes;

  if (!g_size_checked_mul (&n, rows, columns) || !g_size_checked_mul (&bytes, n, sizeof (float)))
    bytes = G_MAXSIZE;
  return ds_try_memory (bytes, error);
}
