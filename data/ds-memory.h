/* Memory sized by input. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* Memory for bytes (at least one), or NULL and DS_ERROR_TOO_BIG with the amount in words; G_MAXSIZE stands for a size that
 * overflowed. Refuses more than the machine has, which an overcommitting kernel would hand out and then kill for. */
gpointer ds_try_memory (gsize bytes, GError **error);

/* The same for (rows, columns) floats. */
float *ds_try_table (gsize rows, gsize columns, GError **error);

/* What programs may still take without the machine slowing to a crawl, in bytes; G_MAXSIZE where the system does not say. Reads
 * /proc/meminfo. */
gsize ds_free_memory (void);

G_END_DECLS
