/* One axis: data range to pixels, with round ticks. A value. Degenerate ranges (equal, NaN, infinite, non-positive on a
 * log axis) become a drawable range; fl_axis_init() says so by its result. */
#pragma once
#include "fl-theme.h"

G_BEGIN_DECLS

typedef struct
{
  double min, max;   /* shown data range */
  double from, to;   /* pixels of min and max (to < from for an upward y axis) */
  gboolean log;
  guint n_ticks;
  double ticks[16];
} FlAxis;

/* target: how many ticks are wanted. FALSE if the range was degenerate and was replaced. */
gboolean fl_axis_init (FlAxis *axis, double min, double max, double from, double to, gboolean log, guint target);
double fl_axis_pixel (const FlAxis *axis, double value);
double fl_axis_value (const FlAxis *axis, double pixel);
/* Short label of a tick: "0.03", "1e−5", "1,200", "2 M". buffer >= 24 bytes. */
const char *fl_axis_label (const FlAxis *axis, double value, char *buffer, gsize size);
/* A number for reading: 3 or 4 significant digits ("0.0213", "1.2e−5", "15,300"). */
const char *fl_format_number (double value, char *buffer, gsize size);
/* The same for a number that changes while one looks: it keeps its zeros ("0.0170", not "0.017"), and so its width. */
const char *fl_format_live (double value, char *buffer, gsize size);
/* "1,240": a whole number for reading, all its digits. Caller frees. */
char *fl_format_whole (guint64 value);
/* A share of 0 to 1 in percent for "%.3g": whole, but for the last one at either end, which goes by tenths, so that only everything is
 * 100 and only nothing is 0: 0.998 is 99.8, and 0.99999 is 99.9. */
double fl_percent (double share);

/* A line with a knob to take hold of across a chart, from top and so high, where the axis has value; its pixel, or NaN if it is not
 * within the axis, or NaN itself: then nothing is drawn. */
double fl_axis_mark (cairo_t *cr, const FlTheme *theme, const FlAxis *axis, double value, double top, double height);

G_END_DECLS
