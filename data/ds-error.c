#include "ds-error.h"

G_DEFINE_QUARK (ds-error-quark, ds_error)
