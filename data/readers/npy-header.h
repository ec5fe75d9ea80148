/* The header of a .npy file: what its numbers are, and in what shape (numpy.lib.format, Kern 2007). */
#pragma once
#include <glib.h>
#include "../ds-error.h"

G_BEGIN_DECLS

#define DS_NPY_MAX_DIMENSIONS 3

typedef struct
{
  char kind;  /* 'f' float, 'i' signed, 'u' unsigned, 'b' boolean */
  guint size; /* bytes of one number */
  gboolean big_endian;
  gboolean fortran; /* the first index varies fastest */
  guint n_dimensions;
  gsize shape[DS_NPY_MAX_DIMENSIONS]; /* 1 beyond n_dimensions */
  gsize count;  /* product of the shape */
  gsize offset; /* of the first number, in bytes */
} DsNpyHeader;

/* What the first bytes of a file say; name as below. */
gboolean ds_npy_header_read (DsNpyHeader *header, const guint8 *bytes, gsize length, const char *name, GError **error);

/* Parses and checks; name is for the error, which tells the byte, what was found and what was expected. count * size does not
 * overflow, and the file is exactly as long as the header says. */
gboolean ds_npy_header_parse (DsNpyHeader *header, const guint8 *bytes, gsize length, const char *name, GError **error);

G_END_DECLS
