/* The track of a run's states: a line as long as the run, what lies behind the position filled, marks of edits and branches above,
 * ticks at round steps below, and a range to be played over and over. Shares: 0 is where the track begins, 1 where it ends; what a track
 * that shows a part of the run leaves out lies below 0 or above 1. */
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
  double first, last; /* steps shown, for the ticks */
  double at;          /* share */
  gboolean live, loop, rtl;
  double from, to;    /* shares of the loop's ends */
  const FlTimelineMark *marks;
  guint n_marks;
  /* Of a track that shows a part of the run: where in the whole this part and the position lie, for a thin line below; else 0. */
  double part_from, part_to, whole_at;
} FlTimelinePicture;

void fl_timeline_paint (cairo_t *cr, const FlTheme *theme, double width, double height, const FlTimelinePicture *picture);
/* Where a share lies, which may be beyond the track, and back (0 .. 1). */
double fl_timeline_pixel (double width, gboolean rtl, double share);
double fl_timeline_share (double width, gboolean rtl, double pixel);
double fl_timeline_length (double width); /* pixels of the track */

G_END_DECLS
