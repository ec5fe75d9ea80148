/* Philox4x32-10: the published vectors, addressing, and the distributions drawn from it. */
#include <math.h>

#include "ds-rng-private.h"
#include "ds-rng.h"

static void
test_published_vectors (void)
{
  /* From the kat_vectors of Random123, the authors' own implementation. */
  static const struct
  {
    guint32 counter[4], key[2], out[4];
  } vectors[] = {
    { { 0, 0, 0, 0 }, { 0, 0 }, { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 } },
    { { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff },
      { 0xffffffff, 0xffffffff },
      { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd } },
    { { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 },
      { 0xa4093822, 0x299f31d0 },
      { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      guint32 out[4];
      ds_rng_philox (vectors[i].key, vectors[i].counter, out);
      for (guint j = 0; j < 4; j++)
        g_assert_cmphex (out[j], ==, vectors[i].out[j]);
    }
}

static void
test_position (void)
{
  DsRng rng = ds_rng (0x123456789abcdefULL, DS_RNG_DROPOUT, 42);

  for (guint i = 0; i < 1000; i++)
    g_assert_cmphex (ds_rng_u32 (&rng), ==, ds_rng_at (0x123456789abcdefULL, DS_RNG_DROPOUT, 42, i));
}

static void
test_far_position (void)
{
  /* The carry into the upper word of the block number keeps the purpose. */
  DsRng rng = ds_rng (7, DS_RNG_SHUFFLE, 3);
  guint64 far = (G_GUINT64_CONSTANT (1) << 34) - 4;

  rng.counter[0] = 0xffffffff;
  for (guint i = 0; i < 8; i++)
    g_assert_cmphex (ds_rng_u32 (&rng), ==, ds_rng_at (7, DS_RNG_SHUFFLE, 3, far + i));
}

static void
test_streams_differ (void)
{
  guint32 base = ds_rng_at (1, DS_RNG_DATA, 1, 0);

  g_assert_cmphex (base, !=, ds_rng_at (2, DS_RNG_DATA, 1, 0));
  g_assert_cmphex (base, !=, ds_rng_at (1, DS_RNG_SPLIT, 1, 0));
  g_assert_cmphex (base, !=, ds_rng_at (1, DS_RNG_DATA, 2, 0));
  g_assert_cmphex (base, !=, ds_rng_at (1, DS_RNG_DATA, 1, 1));
  g_assert_cmphex (base, !=, ds_rng_at (G_GUINT64_CONSTANT (1) << 32 | 1, DS_RNG_DATA, 1, 0));
  g_assert_cmphex (base, !=, ds_rng_at (1, DS_RNG_DATA, G_GUINT64_CONSTANT (1) << 32 | 1, 0));
  g_assert_cmphex (base, ==, ds_rng_at (1, DS_RNG_DATA, 1, 0));
}

static void
test_copy (void)
{
  DsRng a = ds_rng (5, DS_RNG_INIT, 0);
  ds_rng_u32 (&a);
  DsRng b = a;

  for (guint i = 0; i < 9; i++)
    g_assert_cmphex (ds_rng_u32 (&a), ==, ds_rng_u32 (&b));
}

static void
test_uniform (void)
{
  enum { N = 100000, BINS = 16 };
  DsRng rng = ds_rng (11, DS_RNG_DATA, 0);
  guint bins[BINS] = { 0 };
  double sum = 0, chi = 0;

  for (guint i = 0; i < N; i++)
    {
      double u = ds_rng_uniform (&rng);
      g_assert_true (u >= 0 && u < 1);
      sum += u;
      bins[(guint) (u * BINS)]++;
    }
  for (guint i = 0; i < BINS; i++)
    chi += pow (bins[i] - N / (double) BINS, 2) / (N / (double) BINS);
  g_assert_cmpfloat_with_epsilon (sum / N, 0.5, 0.005);
  g_assert_cmpfloat (chi, <, 45); /* 15 degrees of freedom: p < 1e-4 */
}

static void
test_normal (void)
{
  enum { N = 200000 };
  DsRng rng = ds_rng (12, DS_RNG_DATA, 0);
  double sum = 0, squares = 0, fourth = 0;

  for (guint i = 0; i < N; i++)
    {
      double z = ds_rng_normal (&rng);
      g_assert_true (isfinite (z));
      sum += z;
      squares += z * z;
      fourth += z * z * z * z;
    }
  g_assert_cmpfloat_with_epsilon (sum / N, 0, 0.01);
  g_assert_cmpfloat_with_epsilon (squares / N, 1, 0.02);
  g_assert_cmpfloat_with_epsilon (fourth / N, 3, 0.1);
}

static void
test_below (void)
{
  DsRng rng = ds_rng (13, DS_RNG_DATA, 0);
  guint counts[3] = { 0 };

  for (guint i = 0; i < 30000; i++)
    counts[ds_rng_below (&rng, 3)]++;
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (ABS ((int) counts[i] - 10000), <, 500);
  for (guint i = 0; i < 100; i++)
    g_assert_cmpuint (ds_rng_below (&rng, 1), ==, 0);
  for (guint i = 0; i < 1000; i++)
    g_assert_cmpuint (ds_rng_below (&rng, 0x80000001u), <=, 0x80000000u);
}

static void
test_permute (void)
{
  enum { N = 1000 };
  guint32 a[N], b[N];
  gboolean seen[N] = { FALSE };
  guint fixed = 0;

  for (guint i = 0; i < N; i++)
    a[i] = b[i] = i;
  DsRng rng = ds_rng (14, DS_RNG_SHUFFLE, 0), again = rng;
  ds_rng_permute (&rng, a, N);
  ds_rng_permute (&again, b, N);
  for (guint i = 0; i < N; i++)
    {
      g_assert_false (seen[a[i]]);
      seen[a[i]] = TRUE;
      fixed += a[i] == i;
      g_assert_cmpuint (a[i], ==, b[i]);
    }
  g_assert_cmpuint (fixed, <, 10);
  ds_rng_permute (&rng, a, 0);
  ds_rng_permute (&rng, a, 1);
}

static void
test_permutations_are_even (void)
{
  guint counts[6] = { 0 };

  for (guint i = 0; i < 6000; i++)
    {
      guint32 a[] = { 0, 1, 2 };
      DsRng rng = ds_rng (15, DS_RNG_SHUFFLE, i);
      ds_rng_permute (&rng, a, 3);
      counts[a[0] * 2 + (a[1] > a[2])]++;
    }
  for (guint i = 0; i < 6; i++)
    g_assert_cmpint (ABS ((int) counts[i] - 1000), <, 150);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rng/published-vectors", test_published_vectors);
  g_test_add_func ("/rng/position", test_position);
  g_test_add_func ("/rng/far-position", test_far_position);
  g_test_add_func ("/rng/streams-differ", test_streams_differ);
  g_test_add_func ("/rng/copy", test_copy);
  g_test_add_func ("/rng/uniform", test_uniform);
  g_test_add_func ("/rng/normal", test_normal);
  g_test_add_func ("/rng/below", test_below);
  g_test_add_func ("/rng/permute", test_permute);
  g_test_add_func ("/rng/permutations-are-even", test_permutations_are_even);
  return g_test_run ();
}
