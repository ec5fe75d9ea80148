/* The fuzz targets: each takes any bytes at all and holds a reader to its promises. Whatever comes in, a value or an error comes
 * out, the value is usable, and what is written of it reads back the same. A broken promise ends the program (g_assert). */
#pragma once
#include <gio/gio.h>

G_BEGIN_DECLS

/* TRUE: the bytes were read; FALSE: they were refused with an error. */
typedef gboolean (*FuzzFunction) (const guint8 *bytes, gsize n);

gboolean fuzz_checkpoint (const guint8 *bytes, gsize n); /* a checkpoint of the run of fuzz_checkpoint_write() */
gboolean fuzz_csv (const guint8 *bytes, gsize n);        /* a byte of options, then the table; see fuzz-csv.c */
gboolean fuzz_idx (const guint8 *bytes, gsize n);        /* three bytes, then images and labels; see fuzz-idx.c */
gboolean fuzz_image (const guint8 *bytes, gsize n);      /* a byte of options, then a PNG or JPEG file */
gboolean fuzz_npy (const guint8 *bytes, gsize n);        /* three bytes, then inputs and labels; see fuzz-npy.c */
gboolean fuzz_project (const guint8 *bytes, gsize n);    /* a .fallline file */
gboolean fuzz_vary (const guint8 *bytes, gsize n);       /* lines of what may follow --vary */
gboolean fuzz_weights (const guint8 *bytes, gsize n);    /* safetensors for a network of 2 → 3 → 1 */

typedef struct
{
  const char *name;
  FuzzFunction function;
} FuzzTarget;

/* fuzz-table.c: all of them, ended by a name of NULL; and one by its name, or NULL. */
extern const FuzzTarget fuzz_targets[];
const FuzzTarget *fuzz_find (const char *name);

/* Writes the checkpoint that fuzz_checkpoint() accepts: the seed of its corpus. */
gboolean fuzz_checkpoint_write (const char *path, GError **error);

/* fuzz-bytes.c: readers that want a file get one without a name. The descriptor is the caller's; *path is freed by the caller. */
int fuzz_file (const guint8 *bytes, gsize n, char **path);
/* A copy of exact size, so that a sanitizer sees a byte too far; caller frees. */
guint8 *fuzz_copy (const guint8 *bytes, gsize n);
/* Exactly one of value and error, and the error says something in UTF-8. */
void fuzz_check_outcome (gconstpointer value, const GError *error);

G_END_DECLS
