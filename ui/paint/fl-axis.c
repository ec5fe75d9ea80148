/* Axes: round ticks and their labels. */
#include "fl-axis.h"

#include <math.h>
#include <string.h>

#include "ds-number.h"

#define MINUS "−"
#define THIN "\u202f" /* narrow no-break space */

/* Makes any two numbers a range that can be divided by. TRUE if they were one already. */
static gboolean
drawable_range (double *min, double *max, gboolean log)
{
  const double most = 1e300, least = log ? 1e-300 : -1e300;
  double a = *min, b = *max;

  if (isfinite (a) && isfinite (b) && a < b && a >= least && b <= most && b - a > 1e-12 * MAX (fabs (a), fabs (b)))
    return TRUE;

  if (!isfinite (a) || fabs (a) > most)
    a = isfinite (b) && fabs (b) <= most ? b : NAN;
  if (!isfinite (b) || fabs (b) > most)
    b = a;
  if (isnan (a))
    a = log ? 0.1 : 0, b = 1;
  if (a > b)
    {
      double swap = a;

      a = b;
      b = swap;
    }
  if (log)
    {
      if (b < 1e-290)
        b = 1;
      if (a <= 0)
        a = b / 1000;
      a = MAX (a, 1e-295);
      if (b <= a * (1 + 1e-9))
        {
          a /= 2;
          b *= 2;
        }
    }
  else if (b - a <= 1e-12 * MAX (fabs (a), fabs (b)))
    {
      double middle = (a + b) / 2, half = middle == 0 ? 1 : fabs (middle) / 2;

      a = middle - half;
      b = middle + half;
    }
  *min = a;
  *max = b;
  return FALSE;
}

static void
add_tick (FlAxis *axis, double value)
{
  double slack = axis->log ? axis->max * 1e-9 : (axis->max - axis->min) * 1e-9;

  if (axis->n_ticks < G_N_ELEMENTS (axis->ticks) && value >= axis->min * (axis->log ? 1 - 1e-9 : 1) - (axis->log ? 0 : slack)
      && value <= axis->max + slack)
    axis->ticks[axis->n_ticks++] = value;
}

/* 1, 2 or 5 times a power of ten, for about `target` intervals (at most a quarter more). */
static double
round_step (double span, guint target)
{
  double raw = span / MAX (target, 1), power = pow (10, floor (log10 (raw))), f = raw / power;

  return power * (f <= 1.2 ? 1 : f <= 2.5 ? 2 : f <= 6 ? 5 : 10);
}

static void
linear_ticks (FlAxis *axis, guint target)
{
  double step = round_step (axis->max - axis->min, target);
  double first = ceil (axis->min / step - 1e-9);

  for (guint i = 0; i < 2 * G_N_ELEMENTS (axis->ticks); i++)
    {
      double value = (first + i) * step;

      if (value > axis->max + step * 1e-6)
        break;
      add_tick (axis, value == 0 ? 0 : value); /* never −0 */
    }
}

static guint
count_log (const FlAxis *axis, const double *factors, guint n)
{
  int low = (int) floor (log10 (axis->min)), high = (int) ceil (log10 (axis->max));
  guint count = 0;

  for (int d = low; d <= high; d++)
    for (guint i = 0; i < n; i++)
      {
        double value = factors[i] * pow (10, d);

        count += value >= axis->min * (1 - 1e-9) && value <= axis->max * (1 + 1e-9);
      }
  return count;
}

static void
log_ticks (FlAxis *axis, guint target)
{
  static const double densest[] = { 1, 2, 3, 5, 7 }, dense[] = { 1, 2, 5 }, middle[] = { 1, 3 }, decades[] = { 1 };
  int low = (int) floor (log10 (axis->min)), high = (int) ceil (log10 (axis->max)), stride = 1;
  const double *factors = decades;
  guint n = 1;

  if (count_log (axis, dense, 3) < MIN (3, target) && count_log (axis, densest, 5) <= target + 1) /* within a decade */
    factors = densest, n = 5;
  else if (count_log (axis, dense, 3) <= target + 1)
    factors = dense, n = 3;
  else if (count_log (axis, middle, 2) <= target + 1)
    factors = middle, n = 2;
  else
    while ((int) count_log (axis, decades, 1) / stride > (int) target + 1 && stride < 1000)
      stride++;
  for (; axis->n_ticks < 2 && stride > 0; stride--) /* one number is no scale */
    {
      axis->n_ticks = 0;
      for (int d = low; d <= high; d++)
        if (((d % stride) + stride) % stride == 0)
          for (guint i = 0; i < n; i++)
            add_tick (axis, factors[i] * pow (10, d));
    }
  if (axis->n_ticks < 2) /* less than a decade: round numbers as on a linear axis */
    {
      axis->n_ticks = 0;
      linear_ticks (axis, target);
    }
}

gboolean
fl_axis_init (FlAxis *axis, double min, double max, double from, double to, gboolean log, guint target)
{
  gboolean good = drawable_range (&min, &max, log);

  *axis = (FlAxis){ .min = min, .max = max, .from = from, .to = to, .log = log };
  target = CLAMP (target, 1, 11);
  if (log)
    log_ticks (axis, target);
  else
    linear_ticks (axis, target);
  for (guint more = target + 1; axis->n_ticks < 2 && more <= 2 * target + 1 && !log; more++) /* one number is no scale */
    {
      axis->n_ticks = 0;
      linear_ticks (axis, more);
    }
  return good;
}

double
fl_axis_pixel (const FlAxis *axis, double value)
{
  double t;

  if (axis->log)
    t = value > 0 ? log (value / axis->min) / log (axis->max / axis->min) : -1e3; /* far below: clipped by the painter */
  else
    t = (value - axis->min) / (axis->max - axis->min);
  return axis->from + t * (axis->to - axis->from);
}

double
fl_axis_value (const FlAxis *axis, double pixel)
{
  double length = axis->to - axis->from, t = length == 0 ? 0 : (pixel - axis->from) / length;

  if (axis->log)
    return axis->min * pow (axis->max / axis->min, t);
  return axis->min + t * (axis->max - axis->min);
}

/* "1234.5" -> "1,234.5" or as the locale has it, "-" -> "−", never "−0". */
static const char *
finish (const char *plain, const char *suffix, char *buffer, gsize size)
{
  const char *digits = *plain == '-' ? plain + 1 : plain;
  gboolean below = *plain == '-' && strspn (digits, "0.") != strlen (digits);
  g_autofree char *text = ds_number_localize (digits, TRUE);

  g_snprintf (buffer, size, "%s%s%s", below ? MINUS : "", text, suffix);
  return buffer;
}

static void
strip_zeros (char *number)
{
  if (strchr (number, '.') == NULL)
    return;
  gsize n = strlen (number);

  while (number[n - 1] == '0')
    number[--n] = '\0';
  if (number[n - 1] == '.')
    number[n - 1] = '\0';
}

static const char *
fixed (double value, int decimals, gboolean strip, const char *suffix, char *buffer, gsize size)
{
  char format[16], plain[G_ASCII_DTOSTR_BUF_SIZE + 32];

  g_snprintf (format, sizeof format, "%%.%df", CLAMP (decimals, 0, 17));
  g_ascii_formatd (plain, sizeof plain, format, value);
  if (strip)
    strip_zeros (plain);
  return finish (plain, suffix, buffer, size);
}

/* "1.2e−5": mantissa with `decimals`, exponent without leading zeros. */
static const char *
scientific (double value, int decimals, gboolean strip, char *buffer, gsize size)
{
  g_autofree char *mantissa = NULL;
  char format[16], plain[G_ASCII_DTOSTR_BUF_SIZE], *e;
  int exponent;

  g_snprintf (format, sizeof format, "%%.%de", CLAMP (decimals, 0, 15));
  g_ascii_formatd (plain, sizeof plain, format, value);
  e = strchr (plain, 'e');
  if (e == NULL)
    return finish (plain, "", buffer, size);
  *e = '\0';
  exponent = (int) g_ascii_strtoll (e + 1, NULL, 10);
  if (strip)
    strip_zeros (plain);
  mantissa = ds_number_localize (*plain == '-' ? plain + 1 : plain, FALSE);
  g_snprintf (buffer, size, "%s%se%s%d", *plain == '-' ? MINUS : "", mantissa, exponent < 0 ? MINUS : "", ABS (exponent));
  return buffer;
}

static gboolean
not_a_number (double value, char *buffer, gsize size)
{
  if (isfinite (value))
    return FALSE;
  g_strlcpy (buffer, isnan (value) ? "—" : value > 0 ? "∞" : MINUS "∞", size);
  return TRUE;
}

/* Decimals needed to tell multiples of `step` apart. */
static int
decimals_of (double step)
{
  return step > 0 ? MAX (0, (int) ceil (-log10 (step) - 1e-9)) : 0;
}

const char *
fl_axis_label (const FlAxis *axis, double value, char *buffer, gsize size)
{
  double magnitude = fabs (value), step = 0, most;

  if (not_a_number (value, buffer, size))
    return buffer;
  if (value == 0)
    return finish ("0", "", buffer, size);
  for (guint i = 1; i < axis->n_ticks; i++)
    {
      double gap = fabs (axis->ticks[i] - axis->ticks[i - 1]);

      step = step == 0 ? gap : MIN (step, gap);
    }
  if (axis->log)
    {
      if (magnitude < 0.999e-3 || magnitude >= 0.999e9)
        return scientific (value, 3, TRUE, buffer, size);
      if (magnitude >= 0.9999e6)
        return fixed (value / 1e6, 2, TRUE, THIN "M", buffer, size);
      return fixed (value, MAX (0, 2 - (int) floor (log10 (magnitude) + 1e-9)), TRUE, "", buffer, size);
    }
  most = MAX (fabs (axis->min), fabs (axis->max));
  if (most < 0.999e-3 || most >= 0.999e12)
    return scientific (value, step > 0 ? CLAMP ((int) ceil (log10 (magnitude / step) - 1e-9), 0, 15) : 3, TRUE, buffer, size);
  if (most >= 0.9999e9)
    return fixed (value / 1e9, MIN (decimals_of (step / 1e9), 6), FALSE, THIN "G", buffer, size);
  if (most >= 0.9999e6)
    return fixed (value / 1e6, MIN (decimals_of (step / 1e6), 6), FALSE, THIN "M", buffer, size);
  if (most >= 0.9999e5 && step >= 500)
    return fixed (value / 1e3, decimals_of (step / 1e3), FALSE, THIN "k", buffer, size);
  return fixed (value, step > 0 ? MIN (decimals_of (step), 12) : 3, step <= 0, "", buffer, size);
}

char *
fl_format_whole (guint64 value)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, value);

  return ds_number_localize (digits, TRUE);
}

double
fl_percent (double share)
{
  if (share > 0.99 && share < 1)
    return floor (1000 * share) / 10;
  if (share > 0 && share < 0.01)
    return ceil (1000 * share) / 10;
  return round (100 * share);
}

static const char *
format (double value, gboolean strip, char *buffer, gsize size)
{
  double magnitude = fabs (value);

  if (not_a_number (value, buffer, size))
    return buffer;
  if (magnitude == 0)
    return finish ("0", "", buffer, size);
  if (magnitude < 0.9995e-3)
    return scientific (value, 1, strip, buffer, size);
  if (magnitude >= 0.99995e7)
    return scientific (value, 2, strip, buffer, size);
  if (magnitude >= 999.95)
    return fixed (value, 0, FALSE, "", buffer, size);
  if (magnitude >= 0.1)
    return fixed (value, magnitude >= 99.995 ? 1 : magnitude >= 9.9995 ? 2 : magnitude >= 0.99995 ? 3 : 4, strip, "", buffer, size);
  return fixed (value, 2 - (int) floor (log10 (magnitude)), strip, "", buffer, size);
}

const char *
fl_format_number (double value, char *buffer, gsize size)
{
  return format (value, TRUE, buffer, size);
}

const char *
fl_format_live (double value, char *buffer, gsize size)
{
  return format (value, FALSE, buffer, size);
}

double
fl_axis_mark (cairo_t *cr, const FlTheme *theme, const FlAxis *axis, double value, double top, double height)
{
  double x = isfinite (value) ? fl_axis_pixel (axis, value) : NAN;

  if (!isfinite (x) || x < MIN (axis->from, axis->to) - 1 || x > MAX (axis->from, axis->to) + 1)
    return NAN;
  cairo_rectangle (cr, round (x) - 1, top, 2, height);
  cairo_arc (cr, x, top + height, 5, 0, 2 * G_PI);
  fl_set_source (cr, theme->accent, 1);
  cairo_fill (cr);
  return x;
}
