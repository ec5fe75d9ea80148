/* Elementwise functions, written without branches so that loops over them vectorize.
 *
 * In the "ref" and "f64" backends they are libm's. Elsewhere they are polynomials after range reduction (constants: minimax
 * fits of Cephes, S. Moshier 1992), within about 2 units in the last place of float; NaN goes through, and overflow gives what
 * IEEE would. */
#pragma once
#include <math.h>
#include <string.h>
#include "nn-real.h"

#ifdef NN_DOUBLE
#define nn_exp exp
#define nn_tanh tanh
#define nn_expm1 expm1
#define nn_log1p log1p
#define nn_log1p_unit log1p
#define nn_log log
#define nn_erf erf
#define nn_sqrt sqrt
#define nn_abs fabs
#define NN_R(literal) literal
#else
#define nn_expm1 expm1f
#define nn_log1p log1pf
#define nn_log logf
#define nn_erf erff
#define nn_sqrt sqrtf
#define nn_abs fabsf
#define NN_R(literal) literal##f

#ifdef NN_REFERENCE
#define nn_exp expf
#define nn_tanh tanhf
#define nn_log1p_unit log1pf
#else

/* log (1 + u) for u in 0 .. 1, as 2 artanh (u / (2 + u)); the polynomial interpolates artanh's series where Chebyshev's has its zeros, to
 * a quarter of a unit in the last place. The library's own cannot be vectorized, and the loss of two classes needs it for every row. */
static inline float
nn_log1p_unit (float u)
{
  float q = u / (0.5f * u + 1.0f);
  float s = 0.25f * q * q;
  float p = 1.342574901e-1f;
  p = p * s + 1.411830990e-1f;
  p = p * s + 2.000378032e-1f;
  p = p * s + 3.333332017e-1f;
  return q + q * s * p;
}

static inline float
nn_exp (float x)
{
  /* Clamped where the result is 0 or infinite; the comparisons let NaN pass. */
  float v = x > 88.8f ? 88.8f : x;
  v = v < -104.0f ? -104.0f : v;
  const float magic = 12582912.0f; /* 1.5 * 2^23: rounds to an integer in the low bits */
  float z = v * 1.44269504088896341f + magic;
  float n = z - magic;
  float r = v - n * 0.693359375f;
  r = r + n * 2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  /* 2^n in two halves, so that subnormal results and 2^128 come out right. */
  gint32 bits;
  memcpy (&bits, &z, 4);
  gint32 k = bits - 0x4b400000;
  gint32 k1 = k >> 1, k2 = k - k1;
  gint32 b1 = (gint32) ((guint32) (k1 + 127) << 23), b2 = (gint32) ((guint32) (k2 + 127) << 23);
  float s1, s2;
  memcpy (&s1, &b1, 4);
  memcpy (&s2, &b2, 4);
  return p * s1 * s2;
}

static inline float
nn_tanh (float x)
{
  float a = fabsf (x);
  float s = x * x;
  float p = -5.70498872745e-3f;
  p = p * s + 2.06390887954e-2f;
  p = p * s - 5.37397155531e-2f;
  p = p * s + 1.33314422036e-1f;
  p = p * s - 3.33332819422e-1f;
  float small = p * s * x + x;
  float e = nn_exp (2.0f * (a > 10.0f ? 10.0f : a));
  float large = copysignf (1.0f - 2.0f / (e + 1.0f), x);
  return a < 0.625f ? small : large;
}
#endif
#endif

static inline nn_real
nn_sigmoid (nn_real x)
{
  return NN_R (1.0) / (NN_R (1.0) + nn_exp (-x));
}

/* log (1 + e^x) without overflow. */
static inline nn_real
nn_softplus (nn_real x)
{
  nn_real a = nn_abs (x);
  return (x > 0 ? x : NN_R (0.0)) + nn_log1p_unit (nn_exp (-a));
}
