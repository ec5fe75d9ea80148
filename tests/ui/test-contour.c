/* Level lines lie where the level is, close, and bound their time. */
#include "fl-contour.h"

#include <math.h>

#define N 101

static void
test_circle (void)
{
  float *v = g_new (float, N *N);
  FlContour c;

  for (int j = 0; j < N; j++)
    for (int i = 0; i < N; i++)
      v[j * N + i] = (float) hypot (i - 50.0, j - 50.0);
  fl_contour_trace (&c, v, N, N, 30);
  g_assert_cmpuint (c.n_lines, ==, 1);
  for (guint i = 0; i < c.n_points; i++)
    g_assert_cmpfloat_with_epsilon (hypot (c.points[i].x - 50, c.points[i].y - 50), 30, 0.1);
  g_assert_cmpfloat (c.points[0].x, ==, c.points[c.n_points - 1].x);
  g_assert_cmpfloat (c.points[0].y, ==, c.points[c.n_points - 1].y);
  fl_contour_clear (&c);
  g_free (v);
}

static void
test_line (void)
{
  float *v = g_new (float, N *N);
  FlContour c;

  for (int j = 0; j < N; j++)
    for (int i = 0; i < N; i++)
      v[j * N + i] = (float) (i + 0.5 * j - 60.25);
  fl_contour_trace (&c, v, N, N, 0);
  g_assert_cmpuint (c.n_lines, ==, 1);
  for (guint i = 0; i < c.n_points; i++)
    g_assert_cmpfloat_with_epsilon (c.points[i].x + 0.5 * c.points[i].y, 60.25, 1e-3);
  fl_contour_clear (&c);
  fl_contour_trace (&c, v, N, N, 1e6f); /* nowhere */
  g_assert_cmpuint (c.n_lines, ==, 0);
  fl_contour_clear (&c);
  g_free (v);
}

static void
test_saddles_and_holes (void)
{
  float *v = g_new (float, N *N);
  FlContour c;
  guint total = 0;

  for (int j = 0; j < N; j++)
    for (int i = 0; i < N; i++)
      v[j * N + i] = (float) (sin (i * 0.4) * sin (j * 0.4));
  v[50 * N + 50] = NAN;
  v[20 * N + 20] = INFINITY;
  fl_contour_trace (&c, v, N, N, 0.01f);
  g_assert_cmpuint (c.n_lines, >, 10);
  for (guint l = 0; l < c.n_lines; l++)
    {
      g_assert_cmpuint (c.starts[l], <, c.starts[l + 1]);
      total += c.starts[l + 1] - c.starts[l];
    }
  g_assert_cmpuint (total, ==, c.n_points);
  for (guint i = 0; i < c.n_points; i++)
    {
      g_assert_true (isfinite (c.points[i].x) && isfinite (c.points[i].y));
      g_assert_true (c.points[i].x >= 0 && c.points[i].x <= N - 1 && c.points[i].y >= 0 && c.points[i].y <= N - 1);
    }
  fl_contour_clear (&c);
  g_free (v);
}

static void
test_noise_is_refused (void)
{
  guint n = 700;
  float *v = g_new (float, (gsize) n *n);
  guint32 state = 1;
  FlContour c;

  for (gsize i = 0; i < (gsize) n * n; i++)
    {
      state = state * 1664525u + 1013904223u;
      v[i] = (float) (state >> 8) / 8388608.f - 1;
    }
  fl_contour_trace (&c, v, n, n, 0);
  g_assert_cmpuint (c.n_lines, ==, 0);
  fl_contour_clear (&c);
  fl_contour_trace (&c, v, 1, 1, 0);
  g_assert_cmpuint (c.n_points, ==, 0);
  fl_contour_clear (&c);
  g_free (v);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/contour/circle", test_circle);
  g_test_add_func ("/paint/contour/line", test_line);
  g_test_add_func ("/paint/contour/saddles-and-holes", test_saddles_and_holes);
  g_test_add_func ("/paint/contour/noise-is-refused", test_noise_is_refused);
  return g_test_run ();
}
