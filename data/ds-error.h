/* Errors of the data floor.
 *
 * Messages name what was found, where (file, line, column or byte) and what was expected, and are
 * ready to be shown to a person. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

#define DS_ERROR (ds_error_quark ())
GQuark ds_error_quark (void);

typedef enum
{
  DS_ERROR_SYNTAX,  /* the bytes are not what the format says */
  DS_ERROR_VALUE,   /* well formed, but a value is out of range or of the wrong kind */
  DS_ERROR_TOO_BIG, /* refused before any memory was taken */
  DS_ERROR_IO       /* the file could not be read */
} DsError;

G_END_DECLS
