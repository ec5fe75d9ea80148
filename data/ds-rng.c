/* Philox4x32-10 as published (Salmon et al. 2011): ten rounds of two 32x32 -> 64 bit products over a 128-bit counter,
 * the 64-bit key bumped by the Weyl constants between rounds.
 *
 * How a draw is addressed: the key is the seed; counter words 2 and 3 are the stream; counter word 0 and the lower
 * 24 bits of word 1 number the block of four words within it; the upper 8 bits of word 1 are the purpose. Every
 * (seed, purpose, stream, position) with position below 2^58 thus has a word of its own, with no hashing between. */
#include "ds-rng.h"

#include <math.h>

#include "ds-rng-private.h"

#define MULTIPLIER_0 0xD2511F53u
#define MULTIPLIER_1 0xCD9E8D57u
#define WEYL_0 0x9E3779B9u
#define WEYL_1 0xBB67AE85u
#define ROUNDS 10
#define BLOCK_HIGH_MASK 0x00FFFFFFu

static inline void
philox (const guint32 key[2], const guint32 counter[4], guint32 out[4])
{
  guint32 k0 = key[0], k1 = key[1];
  guint32 c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];

  for (int round = 0; round < ROUNDS; round++)
    {
      guint64 p0 = (guint64) MULTIPLIER_0 * c0;
      guint64 p1 = (guint64) MULTIPLIER_1 * c2;
      guint32 n0 = (guint32) (p1 >> 32) ^ c1 ^ k0;
      guint32 n2 = (guint32) (p0 >> 32) ^ c3 ^ k1;
      c1 = (guint32) p1;
      c3 = (guint32) p0;
      c0 = n0;
      c2 = n2;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

static inline void
address (guint64 seed, DsRngPurpose purpose, guint64 stream, guint64 block, guint32 key[2], guint32 counter[4])
{
  key[0] = (guint32) seed;
  key[1] = (guint32) (seed >> 32);
  counter[0] = (guint32) block;
  counter[1] = ((guint32) (block >> 32) & BLOCK_HIGH_MASK) | (guint32) purpose << 24;
  counter[2] = (guint32) stream;
  counter[3] = (guint32) (stream >> 32);
}

DsRng
ds_rng (guint64 seed, DsRngPurpose purpose, guint64 stream)
{
  DsRng rng = { .left = 0 };

  address (seed, purpose, stream, 0, rng.key, rng.counter);
  return rng;
}

guint32
ds_rng_u32 (DsRng *rng)
{
  if (rng->left == 0)
    {
      philox (rng->key, rng->counter, rng->block);
      if (++rng->counter[0] == 0)
        rng->counter[1] = ((rng->counter[1] + 1) & BLOCK_HIGH_MASK) | (rng->counter[1] & ~BLOCK_HIGH_MASK);
      rng->left = 4;
    }
  return rng->block[4 - rng->left--];
}

double
ds_rng_uniform (DsRng *rng)
{
  guint64 high = ds_rng_u32 (rng) >> 5, low = ds_rng_u32 (rng) >> 6;

  return (double) (high << 26 | low) * 0x1p-53;
}

double
ds_rng_normal (DsRng *rng)
{
  double u = ds_rng_uniform (rng), v = ds_rng_uniform (rng);

  return sqrt (-2 * log (1 - u)) * cos (2 * G_PI * v); /* 1 - u is never 0 */
}

guint32
ds_rng_below (DsRng *rng, guint32 bound)
{
  guint64 product = (guint64) ds_rng_u32 (rng) * bound;
  guint32 low = (guint32) product;

  if (low < bound)
    {
      guint32 threshold = -bound % bound; /* 2^32 mod bound */
      while (low < threshold)
        {
          product = (guint64) ds_rng_u32 (rng) * bound;
          low = (guint32) product;
        }
    }
  return product >> 32;
}

void
ds_rng_permute (DsRng *rng, guint32 *a, gsize n)
{
  for (gsize i = n; i > 1; i--)
    {
      gsize j = ds_rng_below (rng, (guint32) i);
      guint32 swap = a[i - 1];
      a[i - 1] = a[j];
      a[j] = swap;
    }
}

guint32
ds_rng_at (guint64 seed, DsRngPurpose purpose, guint64 stream, guint64 position)
{
  guint32 key[2], counter[4], out[4];

  address (seed, purpose, stream, position / 4, key, counter);
  philox (key, counter, out);
  return out[position % 4];
}

void
ds_rng_philox (const guint32 key[2], const guint32 counter[4], guint32 out[4])
{
  philox (key, counter, out);
}
