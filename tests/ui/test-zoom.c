/* Zooming keeps what is under the pointer, has an end in both directions, and can be undone; moving moves by pixels. */
#include "fl-part.h"
#include "fl-timeline-part.h"
#include "fl-zoom.h"

#include <math.h>

static void
check_anchor (double min, double max, double from, double to, gboolean log_axis)
{
  FlAxis axis, zoomed;

  for (int i = -2; i <= 12; i++)
    {
      double pixel = from + (to - from) * i / 10, under, a, b, c, d;

      fl_axis_init (&axis, min, max, from, to, log_axis, 5);
      under = fl_axis_value (&axis, pixel);
      fl_zoom_about (&axis, pixel, 1.7, min, max, &a, &b);
      g_assert_cmpfloat (a, <, b);
      fl_axis_init (&zoomed, a, b, from, to, log_axis, 5);
      g_assert_cmpfloat (fabs (fl_axis_pixel (&zoomed, under) - pixel), <, 1e-6);
      g_assert_cmpfloat (fabs (fl_axis_pixel (&zoomed, fl_axis_value (&axis, pixel + 10)) - pixel), >, 16.9);
      fl_zoom_about (&zoomed, pixel, 1 / 1.7, min, max, &c, &d);
      g_assert_cmpfloat_with_epsilon (c, min, 1e-9 * (max - min));
      g_assert_cmpfloat_with_epsilon (d, max, 1e-9 * (max - min));
    }
}

static void
test_anchor (void)
{
  check_anchor (-6, 6, 40, 340, FALSE);
  check_anchor (-6, 6, 340, 40, FALSE);
  check_anchor (1e6, 1e6 + 3, 0, 800, FALSE);
  check_anchor (1e-4, 10, 300, 20, TRUE);
}

static void
test_ends (void)
{
  FlAxis axis;
  double a = 0, b = 10, before;

  for (guint i = 0; i < 200; i++)
    {
      fl_axis_init (&axis, a, b, 0, 500, FALSE, 5);
      fl_zoom_about (&axis, 130, 1.5, 0, 10, &a, &b);
    }
  g_assert_cmpfloat_with_epsilon (b - a, 10 / FL_ZOOM_MOST, 1e-9);
  g_assert_cmpfloat (a, <=, 2.6);
  g_assert_cmpfloat (b, >=, 2.6);
  for (guint i = 0; i < 200; i++)
    {
      fl_axis_init (&axis, a, b, 0, 500, FALSE, 5);
      fl_zoom_about (&axis, 130, 0.5, 0, 10, &a, &b);
    }
  g_assert_cmpfloat_with_epsilon (b - a, 10 * FL_ZOOM_LEAST, 1e-9);
  /* What there is may have shrunk meanwhile: zooming out then does not zoom in. */
  before = b - a;
  fl_axis_init (&axis, a, b, 0, 500, FALSE, 5);
  fl_zoom_about (&axis, 130, 0.5, 0, 1, &a, &b);
  g_assert_cmpfloat_with_epsilon (b - a, before, 1e-9);
}

static void
test_odd_numbers (void)
{
  static const double odd[] = { NAN, INFINITY, 0, -1 };
  FlAxis axis;
  double a, b;

  fl_axis_init (&axis, 2, 4, 0, 100, FALSE, 5);
  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      fl_zoom_about (&axis, 10, odd[i], 2, 4, &a, &b);
      g_assert_cmpfloat (a, ==, 2);
      g_assert_cmpfloat (b, ==, 4);
    }
  fl_zoom_about (&axis, NAN, 2, 2, 4, &a, &b); /* no place: about the middle */
  g_assert_cmpfloat (a, ==, 2.5);
  g_assert_cmpfloat (b, ==, 3.5);
  fl_zoom_about (&axis, 50, 2, NAN, 4, &a, &b);
  g_assert_cmpfloat (b - a, ==, 1);
}

static void
test_shift (void)
{
  FlAxis axis;
  double a, b;

  fl_axis_init (&axis, 0, 10, 100, 200, FALSE, 5);
  fl_zoom_shift (&axis, 10, &a, &b); /* dragged to the right: smaller values appear */
  g_assert_cmpfloat_with_epsilon (a, -1, 1e-12);
  g_assert_cmpfloat_with_epsilon (b, 9, 1e-12);
  fl_axis_init (&axis, 0.01, 1, 200, 100, TRUE, 5);
  fl_zoom_shift (&axis, -50, &a, &b); /* dragged up by half */
  g_assert_cmpfloat_with_epsilon (a, 0.001, 1e-12);
  g_assert_cmpfloat_with_epsilon (b, 0.1, 1e-12);
}

/* A part is a share of the axis, of its logarithm where that is what is seen; the pixels are left behind for hands. */
static void
test_part (void)
{
  FlPart part = FL_PART_ALL;
  FlAxis whole, axis;

  fl_axis_init (&whole, 0, 80, 10, 210, FALSE, 4);
  fl_part_axis (NULL, &axis, 0, 80, 10, 210, FALSE, 4);
  g_assert_cmpmem (&whole, sizeof whole, &axis, sizeof axis);
  fl_part_axis (&part.x, &axis, 0, 80, 10, 210, FALSE, 4);
  g_assert_cmpmem (&whole, sizeof whole, &axis, sizeof axis);
  g_assert_cmpfloat (part.x.from, ==, 10);
  g_assert_cmpfloat (part.x.to, ==, 210);
  part.x.low = 0.25;
  part.x.high = 0.5;
  fl_part_axis (&part.x, &axis, 0, 80, 10, 210, FALSE, 4);
  g_assert_cmpfloat_with_epsilon (axis.min, 20, 1e-9);
  g_assert_cmpfloat_with_epsilon (axis.max, 40, 1e-9);
  fl_part_axis (&part.x, &axis, 1e-4, 1, 10, 210, TRUE, 4);
  g_assert_cmpfloat_with_epsilon (axis.min, 1e-3, 1e-12);
  g_assert_cmpfloat_with_epsilon (axis.max, 1e-2, 1e-12);
}

/* The part of a run that its timeline shows: the step below the pointer stays, a run is all there is, and the present is gone along with. */
static void
test_run (void)
{
  FlTimelinePart part = { 0 }, shown = fl_timeline_part (&part, 0, 1000);

  g_assert_true (shown.from == 0 && shown.to == 1000);
  fl_timeline_part_zoom (&part, 0, 1000, 400, 4);
  g_assert_true (part.zoomed && part.from == 300 && part.to == 550);
  fl_timeline_part_grow (&part, 0, 1000, 1200);
  g_assert_true (part.from == 300 && part.to == 550);
  fl_timeline_part_reach (&part, 0, 1200, 320);
  g_assert_true (part.from == 300);
  fl_timeline_part_reach (&part, 0, 1200, 600);
  g_assert_true (part.from == 350 && part.to == 600);
  fl_timeline_part_reach (&part, 0, 1200, 100);
  g_assert_true (part.from == 100 && part.to == 350);
  fl_timeline_part_shift (&part, 0, 1200, -1000);
  g_assert_true (part.from == 0 && part.to == 250);
  fl_timeline_part_shift (&part, 0, 1200, 5000);
  g_assert_true (part.from == 950 && part.to == 1200);
  fl_timeline_part_grow (&part, 0, 1200, 1300);
  g_assert_true (part.from == 1050 && part.to == 1300);
  for (guint i = 0; i < 60; i++)
    fl_timeline_part_zoom (&part, 0, 1300, 1250, 1.25);
  g_assert_cmpfloat_with_epsilon (part.to - part.from, FL_TIMELINE_LEAST, 1e-9);
  g_assert_true (part.from <= 1250 && part.to >= 1250);
  fl_timeline_part_zoom (&part, 0, 1300, NAN, 2);
  fl_timeline_part_zoom (&part, 0, 1300, 1250, 1e-6);
  g_assert_false (part.zoomed);
  fl_timeline_part_zoom (&part, 0, 8, 3, 2); /* there is nothing to come closer to */
  g_assert_false (part.zoomed);
  fl_timeline_part_zoom (&part, 0, 1000, 400, 4);
  fl_timeline_part_grow (&part, 0, 1000, 0); /* begun anew */
  g_assert_false (part.zoomed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/zoom/anchor", test_anchor);
  g_test_add_func ("/paint/zoom/ends", test_ends);
  g_test_add_func ("/paint/zoom/odd-numbers", test_odd_numbers);
  g_test_add_func ("/paint/zoom/shift", test_shift);
  g_test_add_func ("/paint/zoom/part", test_part);
  g_test_add_func ("/paint/zoom/run", test_run);
  return g_test_run ();
}
