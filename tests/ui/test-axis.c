/* Ticks, labels, numbers; and ranges that are none. */
#include "fl-axis.h"

#include <math.h>

typedef struct
{
  double min, max;
  gboolean log;
  guint target;
  const char *labels; /* joined by a blank */
} Case;

static void
test_ticks (void)
{
  static const Case cases[] = {
    { 0, 1, FALSE, 5, "0 0.2 0.4 0.6 0.8 1.0" },
    { 0, 10, FALSE, 5, "0 2 4 6 8 10" },
    { -1, 1, FALSE, 2, "−1 0 1" },
    { -5, 5, FALSE, 5, "−4 −2 0 2 4" },
    { 0.013, 0.047, FALSE, 4, "0.02 0.03 0.04" },
    { 0, 900, FALSE, 5, "0 200 400 600 800" },
    { 0, 12000, FALSE, 4, "0 5,000 10,000" },
    { 0, 3e6, FALSE, 3, "0 1\u202fM 2\u202fM 3\u202fM" },
    { 0, 250000, FALSE, 5, "0 50\u202fk 100\u202fk 150\u202fk 200\u202fk 250\u202fk" },
    { 1000.0, 1000.5, FALSE, 5, "1,000.0 1,000.1 1,000.2 1,000.3 1,000.4 1,000.5" },
    { 0, 5e-6, FALSE, 5, "0 1e−6 2e−6 3e−6 4e−6 5e−6" },
    { 0.01, 1, TRUE, 5, "0.01 0.03 0.1 0.3 1" },
    { 0.1, 10, TRUE, 7, "0.1 0.2 0.5 1 2 5 10" },
    { 1e-6, 1, TRUE, 7, "1e−6 1e−5 1e−4 0.001 0.01 0.1 1" },
    { 1, 1e8, TRUE, 4, "1 100 10,000 1\u202fM 100\u202fM" },
    { 0.005, 219, TRUE, 2, "0.01 1 100" }, /* rather more than one number */
    { 0.3, 1, TRUE, 5, "0.3 0.5 0.7 1" },
    { 0.001, 4, TRUE, 3, "0.001 0.01 0.1 1" },
    { 0.31, 0.42, TRUE, 5, "0.32 0.34 0.36 0.38 0.4 0.42" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FlAxis axis;
      GString *got = g_string_new (NULL);
      char text[32];

      g_assert_true (fl_axis_init (&axis, cases[i].min, cases[i].max, 0, 100, cases[i].log, cases[i].target));
      for (guint k = 0; k < axis.n_ticks; k++)
        g_string_append_printf (got, "%s%s", k ? " " : "", fl_axis_label (&axis, axis.ticks[k], text, sizeof text));
      g_test_message ("case %u", i);
      g_assert_cmpstr (got->str, ==, cases[i].labels);
      g_string_free (got, TRUE);
    }
}

static void
test_degenerate (void)
{
  static const double bad[][2] = { { 0, 0 },     { 1, 1 },         { 5, -5 },         { NAN, NAN },        { NAN, 3 },    { 0, INFINITY },
                                   { -1, 1e308 }, { -INFINITY, 0 }, { 1e308, 1e308 },  { -1e308, 1e308 },   { 1e-320, 0 }, { 1, 1 + 1e-15 },
                                   { -3, -3 },    { -7, -2 },       { INFINITY, NAN }, { 1e-310, 2e-310 } };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    for (int log = 0; log < 2; log++)
      {
        FlAxis axis;
        char text[32];

        fl_axis_init (&axis, bad[i][0], bad[i][1], 10, 110, log, 5);
        g_test_message ("%g .. %g, log %d: %g .. %g", bad[i][0], bad[i][1], log, axis.min, axis.max);
        g_assert_true (isfinite (axis.min) && isfinite (axis.max) && axis.max > axis.min);
        g_assert_true (!log || axis.min > 0);
        g_assert_cmpuint (axis.n_ticks, <=, 16);
        g_assert_true (isfinite (fl_axis_pixel (&axis, axis.min)) && isfinite (fl_axis_pixel (&axis, axis.max)));
        g_assert_cmpfloat_with_epsilon (fl_axis_pixel (&axis, axis.min), 10, 1e-6);
        g_assert_cmpfloat_with_epsilon (fl_axis_pixel (&axis, axis.max), 110, 1e-6);
        for (guint k = 0; k < axis.n_ticks; k++)
          {
            g_assert_true (isfinite (axis.ticks[k]));
            fl_axis_label (&axis, axis.ticks[k], text, sizeof text);
            g_assert_true (g_utf8_validate (text, -1, NULL) && *text);
          }
      }
  {
    FlAxis axis;

    g_assert_false (fl_axis_init (&axis, 2, 2, 0, 1, FALSE, 5));
    g_assert_false (fl_axis_init (&axis, 0, 2, 0, 1, TRUE, 5));
    g_assert_true (fl_axis_init (&axis, 1e-5, 2, 0, 1, TRUE, 5));
  }
}

static void
test_round_trip (void)
{
  for (int log = 0; log < 2; log++)
    {
      FlAxis axis;

      fl_axis_init (&axis, 0.02, 30, 300, 20, log, 5);
      for (double v = 0.02; v <= 30; v *= 1.7)
        g_assert_cmpfloat_with_epsilon (fl_axis_value (&axis, fl_axis_pixel (&axis, v)), v, 1e-9 * v);
    }
}

static void
test_many_ranges (void)
{
  for (int e = -12; e <= 12; e++)
    for (int f = 11; f < 100; f += 7)
      for (int log = 0; log < 2; log++)
        {
          double min = log ? pow (10, e) : -pow (10, e), max = pow (10, e) * f / 3;
          char before[32] = "", text[32];
          FlAxis axis;

          fl_axis_init (&axis, min, max, 0, 400, log, 6);
          g_assert_cmpuint (axis.n_ticks, >=, 2);
          for (guint k = 0; k < axis.n_ticks; k++)
            {
              fl_axis_label (&axis, axis.ticks[k], text, sizeof text);
              g_assert_cmpstr (text, !=, before); /* neighbours are told apart */
              g_strlcpy (before, text, sizeof before);
              g_assert_true (k == 0 || axis.ticks[k] > axis.ticks[k - 1]);
            }
        }
}

static void
test_numbers (void)
{
  static const struct
  {
    double value;
    const char *text;
  } cases[] = {
    { 0, "0" },          { 0.0213, "0.0213" }, { 0.0184, "0.0184" },   { 0.38912, "0.3891" }, { 1.2e-5, "1.2e−5" }, { 15300, "15,300" },
    { -0.2, "−0.2" },    { 3.14159, "3.142" }, { 42.125, "42.12" },    { 999.94, "999.9" },   { 1000, "1,000" },    { 1234567, "1,234,567" },
    { 1.5e7, "1.5e7" },  { NAN, "—" },         { INFINITY, "∞" },      { -INFINITY, "−∞" },   { 120, "120" },       { 0.01, "0.01" },
    { -1e-4, "−1e−4" },  { 0.00123, "0.00123" }, { 1e-300, "1e−300" }, { 999999999, "1e9" },  { -0.0, "0" },
  };
  char text[32];

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (fl_format_number (cases[i].value, text, sizeof text), ==, cases[i].text);
  g_assert_cmpstr (fl_format_live (0.017, text, sizeof text), ==, "0.0170");
  g_assert_cmpstr (fl_format_live (4e-11, text, sizeof text), ==, "4.0e−11");
  g_assert_cmpstr (fl_format_live (0.6, text, sizeof text), ==, "0.6000");
  g_assert_cmpstr (fl_format_live (0, text, sizeof text), ==, "0");
}

static void
test_percent (void)
{
  static const struct
  {
    double share;
    const char *text;
  } cases[] = { { 1, "100" }, { 0.99999, "99.9" }, { 0.998, "99.8" }, { 0.994, "99.4" }, { 0.985, "99" }, { 0.5, "50" },
                { 0.02, "2" }, { 0.0041, "0.5" }, { 1e-6, "0.1" }, { 0, "0" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("%.3g", fl_percent (cases[i].share));

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/axis/ticks", test_ticks);
  g_test_add_func ("/paint/axis/degenerate", test_degenerate);
  g_test_add_func ("/paint/axis/round-trip", test_round_trip);
  g_test_add_func ("/paint/axis/many-ranges", test_many_ranges);
  g_test_add_func ("/paint/axis/numbers", test_numbers);
  g_test_add_func ("/paint/axis/percent", test_percent);
  return g_test_run ();
}
