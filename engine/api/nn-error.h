/* Errors of the engine. Messages are ready for people: what was found, what is possible, what to try. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

#define NN_ERROR (nn_error_quark ())
GQuark nn_error_quark (void);

typedef enum
{
  NN_ERROR_SHAPE,   /* layers, data and loss cannot fit together */
  NN_ERROR_VALUE,   /* a number out of range, or not a number */
  NN_ERROR_TOO_BIG, /* refused before any memory was taken */
  NN_ERROR_FILE,    /* a weights file is not what it should be */
  NN_ERROR_SYSTEM,  /* out of memory, or no thread could be started */
  NN_ERROR_LOSS     /* the loss is not for such data; the layer concerned is the output */
} NnError;

G_END_DECLS
