#include "fl-timeline-paint.h"

#include <math.h>

#include "fl-axis.h"
#include "fl-text-private.h"

#define INSET 12.0 /* room for half the knob at either end */
#define THICK 5.0
#define KNOB 8.0   /* radius */
#define GRIP 5.0   /* width of a loop's end */

double
fl_timeline_pixel (double width, gboolean rtl, double share)
{
  double along = MAX (width - 2 * INSET, 1) * (rtl ? 1 - share : share);

  return INSET + along;
}

double
fl_timeline_share (double width, gboolean rtl, double pixel)
{
  double share = CLAMP ((pixel - INSET) / MAX (width - 2 * INSET, 1), 0, 1);

  return rtl ? 1 - share : share;
}

static void
bar (cairo_t *cr, double a, double b, double middle, double thick)
{
  fl_rounded_path (cr, MIN (a, b), middle - thick / 2, fabs (b - a), thick, MIN (thick / 2, fabs (b - a) / 2));
  cairo_fill (cr);
}

static void
paint_ticks (cairo_t *cr, const FlTheme *theme, double width, double top, const FlTimelinePicture *p)
{
  FlAxis axis;

  if (p->last <= p->first)
    return;
  fl_axis_init (&axis, p->first, p->last, 0, 1, FALSE, (guint) CLAMP (width / 60, 2, 12));
  for (guint i = 0; i < axis.n_ticks; i++)
    {
      double share = (axis.ticks[i] - p->first) / (p->last - p->first);

      if (share < 0 || share > 1)
        continue;
      cairo_rectangle (cr, round (fl_timeline_pixel (width, p->rtl, share) - 0.5), top, 1, 5);
    }
  fl_set_source (cr, theme->dim, theme->contrast ? 1 : 0.7);
  cairo_fill (cr);
}

static void
paint_marks (cairo_t *cr, const FlTheme *theme, double width, double y, const FlTimelinePicture *p)
{
  for (guint i = 0; i < p->n_marks; i++)
    {
      const FlTimelineMark *mark = &p->marks[i];

      fl_marker_path (cr, mark->branch ? FL_MARKER_TRIANGLE_DOWN : FL_MARKER_DIAMOND, fl_timeline_pixel (width, p->rtl, mark->share), y, 8);
      fl_set_source (cr, mark->branch ? theme->accent : theme->dim, 1);
      cairo_fill (cr);
    }
}

static void
paint_loop_end (cairo_t *cr, const FlTheme *theme, double x, double middle)
{
  fl_rounded_path (cr, x - GRIP / 2, middle - 11, GRIP, 22, GRIP / 2);
  fl_set_source (cr, theme->accent, 1);
  cairo_fill_preserve (cr);
  fl_set_source (cr, theme->card, 1);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

void
fl_timeline_paint (cairo_t *cr, const FlTheme *theme, double width, double height, const FlTimelinePicture *p)
{
  double middle = round (height / 2) - 1, start = fl_timeline_pixel (width, p->rtl, 0), end = fl_timeline_pixel (width, p->rtl, 1);
  double at = fl_timeline_pixel (width, p->rtl, p->at);
  double a = fl_timeline_pixel (width, p->rtl, p->from), b = fl_timeline_pixel (width, p->rtl, p->to);

  fl_set_source (cr, fl_color_mix (theme->card, theme->dim, theme->contrast ? 0.6 : 0.35), 1);
  bar (cr, start, end, middle, THICK);
  if (p->loop)
    {
      cairo_rectangle (cr, MIN (a, b), middle - 10, fabs (b - a), 20);
      fl_set_source (cr, theme->accent, 0.22);
      cairo_fill (cr);
    }
  fl_set_source (cr, theme->accent, 1);
  bar (cr, start, at, middle, THICK);
  paint_ticks (cr, theme, width, middle + 12, p);
  paint_marks (cr, theme, width, middle - 13, p);
  if (p->loop)
    {
      paint_loop_end (cr, theme, a, middle);
      paint_loop_end (cr, theme, b, middle);
    }
  cairo_arc (cr, at, middle, KNOB, 0, 2 * G_PI);
  fl_set_source (cr, p->live ? theme->card : theme->accent, 1);
  cairo_fill_preserve (cr);
  fl_set_source (cr, p->live ? theme->accent : theme->card, 1);
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
}
