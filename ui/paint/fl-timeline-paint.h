/* The track of a run's states: a line as long as the run, what lies behind the position filled, marks of edits and branches above,
 * ticks at round steps below, and a range to be played over and over. Shares: 0 is the first state, 1 the present. */
#pragma once
#include "fl-theme.h"

G_BEGIN_DECLS

typedef struct
{
  double share;
  gboolean branch; /* else an edit */
} FlTimelineMark;

typedef struct
{
  double first, last; /* steps, for the ticks */
  double at;          /* share */
  gboolean live, loop, rtl;
  double from, to;    /* shares of the loop's ends */
  const FlTimelineMark *marks;
  guint n_marks;
} FlTimelinePicture;

void fl_timeline_paint (cairo_t *cr, const FlTheme *theme, double width, double height, const FlTimelinePicture *picture);
/* Where a share lies, and back (0 .. 1). */
double fl_timeline_pixel (double width, gboolean rtl, double share);
double fl_timeline_share (double width, gboolean rtl, double pixel);

G_END_DECLS
