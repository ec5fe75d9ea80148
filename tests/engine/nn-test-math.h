/* nn-math.h's functions as each backend compiles them, over arrays: nn-test-math.c is compiled once per backend. */
#pragma once
#include <glib.h>

typedef struct
{
  const char *name;
  void (*run) (const float *x, float *y, gsize n); /* n a multiple of 16 */
  double (*exact) (double x);
  double ulps; /* what it may be off by */
  gboolean flushes; /* what is below the smallest normal number may come out as 0 */
} NnTestFunction;

typedef struct
{
  const char *backend;
  const NnTestFunction *functions; /* name NULL ends them */
} NnTestMath;

extern const NnTestMath nn_test_math_ref;
extern const NnTestMath nn_test_math_avx2;
extern const NnTestMath nn_test_math_avx512;
