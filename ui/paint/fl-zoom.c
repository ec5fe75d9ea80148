#include "fl-zoom.h"

#include <math.h>

static double
to_line (const FlAxis *axis, double value)
{
  return axis->log ? log (MAX (value, 1e-300)) : value;
}

static void
from_line (const FlAxis *axis, double a, double b, double *min, double *max)
{
  *min = axis->log ? exp (MAX (a, -650)) : MAX (a, -1e300);
  *max = axis->log ? exp (MIN (b, 650)) : MIN (b, 1e300);
}

void
fl_zoom_about (const FlAxis *axis, double pixel, double factor, double fit_min, double fit_max, double *min, double *max)
{
  double a = to_line (axis, axis->min), b = to_line (axis, axis->max), length = axis->to - axis->from;
  double whole = to_line (axis, fit_max) - to_line (axis, fit_min), span = b - a, wanted, t;

  *min = axis->min;
  *max = axis->max;
  if (!(factor > 0) || !isfinite (factor) || length == 0 || !(span > 0))
    return;
  if (!(whole > 0) || !isfinite (whole))
    whole = span;
  wanted = span / factor;
  /* An end stops a zoom that goes on toward it; it never turns one around. */
  if (factor > 1)
    wanted = MIN (span, MAX (wanted, whole / FL_ZOOM_MOST));
  else
    wanted = MAX (span, MIN (wanted, whole * FL_ZOOM_LEAST));
  t = isfinite (pixel) ? (pixel - axis->from) / length : 0.5;
  a += t * (span - wanted);
  from_line (axis, a, a + wanted, min, max);
}

void
fl_zoom_shift (const FlAxis *axis, double pixels, double *min, double *max)
{
  double a = to_line (axis, axis->min), b = to_line (axis, axis->max), length = axis->to - axis->from;
  double by = length == 0 || !isfinite (pixels) ? 0 : pixels / length * (b - a);

  from_line (axis, a - by, b - by, min, max);
}
