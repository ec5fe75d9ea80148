#include "ds-generator.h"

#include <math.h>

#define GOLDEN 0.61803398874989484820
#define R2_1 0.75487766624669276005 /* 1/p and 1/p^2 of the plastic number p */
#define R2_2 0.56984029099805326591
#define LOOSENING 0.07

/* Streams below 2^63 belong to rows. */
#define SHIFT_STREAM (G_GUINT64_CONSTANT (1) << 63)

DsRng
ds_generator_row (guint64 seed, gsize row)
{
  return ds_rng (seed, DS_RNG_DATA, row);
}

static double
wrap (double value)
{
  value -= floor (value);
  return value < 1 ? value : 0; /* a tiny negative number wraps to 1 exactly */
}

double
ds_generator_even (guint64 seed, guint channel, gsize index)
{
  DsRng rng = ds_rng (seed, DS_RNG_DATA, SHIFT_STREAM + channel);

  return wrap (ds_rng_uniform (&rng) + GOLDEN * index);
}

void
ds_generator_even_square (guint64 seed, guint channel, gsize index, DsRng *row, double *u, double *v)
{
  DsRng rng = ds_rng (seed, DS_RNG_DATA, SHIFT_STREAM + channel);
  double shift_u = ds_rng_uniform (&rng), shift_v = ds_rng_uniform (&rng);

  *u = wrap (shift_u + R2_1 * index + LOOSENING * (2 * ds_rng_uniform (row) - 1));
  *v = wrap (shift_v + R2_2 * index + LOOSENING * (2 * ds_rng_uniform (row) - 1));
}
