#include "fl-timeline-paint.h"

#include <math.h>

#include "fl-axis.h"
#include "fl-text-private.h"

#define INSET 12.0 /* room for half the knob at either end */
#define THICK 5.0
#define KNOB 8.0   /* radius */
#define GRIP 5.0   /* width of a loop's end */

double
fl_timeline_length (double width)
{
  return MAX (width - 2 * INSET, 1);
}

double
fl_timeline_pixel (double width, gboolean rtl, double share)
{
  return INSET + fl_timeline_length (width) * (rtl ? 1 - share : share);
}

double
fl_timeline_share (double width, gboolean rtl, double pixel)
{
  double share = CLAMP ((pixel - INSET) / fl_timeline_length (width), 0, 1);

  return rtl ? 1 - share : share;
}

static void
bar (cairo_t *cr, double a, double b, double middle, double thick)
{
  fl_rounded_path (cr, MIN (a, b), middle - thick / 2, fabs (b - a), thick, MIN (thick / 2, fabs (b - a) / 2));
  cairo_fill (cr);
}

static gboolean
is_part (const FlTimelinePicture *p)
{
  return p->part_to > p->part_from;
}

static gboolean
is_shown (double share)
{
  return share >= 0 && share <= 1;
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

      if (is_shown (share))
        cairo_rectangle (cr, round (fl_timeline_pixel (width, p->rtl, share) - 0.5), top, 1, is_part (p) ? 3 : 5);
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

      if (!is_shown (mark->share))
        continue;
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

static void
paint_loop (cairo_t *cr, const FlTheme *theme, double width, double middle, const FlTimelinePicture *p)
{
  double a = fl_timeline_pixel (width, p->rtl, CLAMP (p->from, 0, 1)), b = fl_timeline_pixel (width, p->rtl, CLAMP (p->to, 0, 1));

  cairo_rectangle (cr, MIN (a, b), middle - 10, fabs (b - a), 20);
  fl_set_source (cr, theme->accent, 0.22);
  cairo_fill (cr);
}

/* All of the run in small, with what the track shows of it, and where the position is. */
static void
paint_whole (cairo_t *cr, const FlTheme *theme, double width, double y, const FlTimelinePicture *p)
{
  double a = fl_timeline_pixel (width, p->rtl, p->part_from), b = fl_timeline_pixel (width, p->rtl, p->part_to);
  double at = fl_timeline_pixel (width, p->rtl, CLAMP (p->whole_at, 0, 1));

  fl_set_source (cr, fl_color_mix (theme->card, theme->dim, theme->contrast ? 0.6 : 0.35), 1);
  bar (cr, fl_timeline_pixel (width, p->rtl, 0), fl_timeline_pixel (width, p->rtl, 1), y, 2);
  fl_set_source (cr, theme->dim, 1);
  cairo_rectangle (cr, MIN (a, b), y - 1.5, MAX (fabs (b - a), 3), 3);
  cairo_fill (cr);
  fl_set_source (cr, theme->accent, 1);
  cairo_rectangle (cr, at - 1.5, y - 2.5, 3, 5);
  cairo_fill (cr);
}

static void
paint_knob (cairo_t *cr, const FlTheme *theme, double at, double middle, gboolean live)
{
  cairo_arc (cr, at, middle, KNOB, 0, 2 * G_PI);
  fl_set_source (cr, live ? theme->card : theme->accent, 1);
  cairo_fill_preserve (cr);
  fl_set_source (cr, live ? theme->accent : theme->card, 1);
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
}

void
fl_timeline_paint (cairo_t *cr, const FlTheme *theme, double width, double height, const FlTimelinePicture *p)
{
  double middle = round (height / 2) - 1, start = fl_timeline_pixel (width, p->rtl, 0), end = fl_timeline_pixel (width, p->rtl, 1);

  fl_set_source (cr, fl_color_mix (theme->card, theme->dim, theme->contrast ? 0.6 : 0.35), 1);
  bar (cr, start, end, middle, THICK);
  if (p->loop && p->from < 1 && p->to > 0)
    paint_loop (cr, theme, width, middle, p);
  fl_set_source (cr, theme->accent, 1);
  if (p->at > 0)
    bar (cr, start, fl_timeline_pixel (width, p->rtl, MIN (p->at, 1)), middle, THICK);
  paint_ticks (cr, theme, width, middle + 12, p);
  paint_marks (cr, theme, width, middle - 13, p);
  if (p->loop && is_shown (p->from))
    paint_loop_end (cr, theme, fl_timeline_pixel (width, p->rtl, p->from), middle);
  if (p->loop && is_shown (p->to))
    paint_loop_end (cr, theme, fl_timeline_pixel (width, p->rtl, p->to), middle);
  if (is_part (p))
    paint_whole (cr, theme, width, height - 2.5, p);
  if (is_shown (p->at))
    paint_knob (cr, theme, fl_timeline_pixel (width, p->rtl, p->at), middle, p->live);
}
