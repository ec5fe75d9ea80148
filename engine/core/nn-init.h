/* Initial weights. One file in init/, one row in initializers.inc. */
#pragma once
#include "ds-rng.h"
#include "ds-type.h"

typedef struct
{
  DsType type;
  /* Fills w (out, in), row by row, in double: the same draws for every backend. fan_in = in, fan_out = out. */
  void (*fill) (double *w, guint out, guint in, DsRng *rng);
} NnInitializer;
