/* Counter-based random numbers: Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011, "Parallel random
 * numbers: as easy as 1, 2, 3").
 *
 * A draw depends on (seed, purpose, stream, position) alone, never on what was drawn before, so the same
 * project always gives the same data, split, weights, order and dropout, on any thread, after any pause. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  DS_RNG_DATA = 1,
  DS_RNG_SPLIT = 2,
  DS_RNG_INIT = 3,
  DS_RNG_SHUFFLE = 4,
  DS_RNG_DROPOUT = 5,
  DS_RNG_PAINT = 6,
  DS_RNG_SEARCH = 7,
  DS_RNG_NOISE = 8,
  DS_RNG_PLANE = 9
} DsRngPurpose;

/* A cursor into one stream; a plain value, copy it freely. */
typedef struct
{
  guint32 key[2];
  guint32 counter[4];
  guint32 block[4];
  guint left;
} DsRng;

/* stream: which of many independent streams of this purpose (epoch, layer, column ...). */
DsRng ds_rng (guint64 seed, DsRngPurpose purpose, guint64 stream);

guint32 ds_rng_u32 (DsRng *rng);
double ds_rng_uniform (DsRng *rng);                  /* [0, 1), 53 bits */
double ds_rng_normal (DsRng *rng);                   /* N(0, 1), Box-Muller, two uniforms a draw */
guint32 ds_rng_below (DsRng *rng, guint32 bound);    /* [0, bound), unbiased (Lemire 2019) */
void ds_rng_permute (DsRng *rng, guint32 *a, gsize n); /* Fisher-Yates, in place */

/* One 32-bit word at a position, without a cursor: for dropout masks computed in any order. */
guint32 ds_rng_at (guint64 seed, DsRngPurpose purpose, guint64 stream, guint64 position);

G_END_DECLS
