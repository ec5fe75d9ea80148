/* Markers: a shape a class, so that colour is never the only difference. */
#include "fl-theme.h"

#include <math.h>

FlMarker
fl_class_marker (guint class_index)
{
  return (FlMarker) (class_index % FL_N_MARKERS);
}

/* A regular polygon (inner = 1) or star with its first corner at `start`. */
static void
corners (cairo_t *cr, double x, double y, double radius, double inner, guint n, double start)
{
  for (guint i = 0; i < n; i++)
    {
      double r = inner < 1 && i % 2 ? radius * inner : radius, a = start + 2 * G_PI * i / n;

      cairo_line_to (cr, x + r * cos (a), y + r * sin (a));
    }
  cairo_close_path (cr);
}

static void
cross (cairo_t *cr, double x, double y, double arm, double half, double turn)
{
  static const double at[12][2] = { { -1, -2 }, { 1, -2 }, { 1, -1 }, { 2, -1 }, { 2, 1 },   { 1, 1 },
                                    { 1, 2 },   { -1, 2 }, { -1, 1 }, { -2, 1 }, { -2, -1 }, { -1, -1 } };
  double c = cos (turn), s = sin (turn);

  for (guint i = 0; i < 12; i++)
    {
      double px = at[i][0] == 2 ? arm : at[i][0] == -2 ? -arm : at[i][0] * half;
      double py = at[i][1] == 2 ? arm : at[i][1] == -2 ? -arm : at[i][1] * half;

      cairo_line_to (cr, x + c * px - s * py, y + s * px + c * py);
    }
  cairo_close_path (cr);
}

void
fl_marker_path (cairo_t *cr, FlMarker marker, double x, double y, double size)
{
  double r = size / 2;

  cairo_new_sub_path (cr);
  switch (marker)
    {
    case FL_MARKER_SQUARE:
      cairo_rectangle (cr, x - r * 0.886, y - r * 0.886, r * 1.772, r * 1.772); /* the circle's area */
      break;
    case FL_MARKER_TRIANGLE:
      corners (cr, x, y + r * 0.22, r * 1.38, 1, 3, -G_PI / 2);
      break;
    case FL_MARKER_TRIANGLE_DOWN:
      corners (cr, x, y - r * 0.22, r * 1.38, 1, 3, G_PI / 2);
      break;
    case FL_MARKER_DIAMOND:
      corners (cr, x, y, r * 1.25, 1, 4, 0);
      break;
    case FL_MARKER_CROSS:
      cross (cr, x, y, r * 1.2, r * 0.42, G_PI / 4);
      break;
    case FL_MARKER_PLUS:
      cross (cr, x, y, r * 1.2, r * 0.42, 0);
      break;
    case FL_MARKER_STAR:
      corners (cr, x, y + r * 0.05, r * 1.4, 0.45, 10, -G_PI / 2);
      break;
    case FL_MARKER_PENTAGON:
      corners (cr, x, y, r * 1.15, 1, 5, -G_PI / 2);
      break;
    case FL_MARKER_BAR:
      cairo_rectangle (cr, x - r * 0.5, y - r * 1.25, r, r * 2.5);
      break;
    case FL_MARKER_CIRCLE:
    case FL_N_MARKERS:
    default:
      cairo_arc (cr, x, y, r, 0, 2 * G_PI);
      cairo_close_path (cr);
      break;
    }
}
