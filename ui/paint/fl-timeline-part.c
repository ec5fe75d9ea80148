#include "fl-timeline-part.h"

#include <math.h>

FlTimelinePart
fl_timeline_part (const FlTimelinePart *part, double first, double last)
{
  return part->zoomed ? *part : (FlTimelinePart){ FALSE, first, MAX (first, last) };
}

/* As long as it is, as far as the run goes. */
static void
keep_inside (FlTimelinePart *part, double first, double last)
{
  double length = part->to - part->from;

  if (length >= last - first)
    {
      part->zoomed = FALSE;
      return;
    }
  part->from = CLAMP (part->from, first, last - length);
  part->to = part->from + length;
}

void
fl_timeline_part_zoom (FlTimelinePart *part, double first, double last, double at, double factor)
{
  FlTimelinePart now = fl_timeline_part (part, first, last);
  double length = now.to - now.from, wanted;

  if (!(factor > 0) || !isfinite (factor) || !isfinite (at) || !(length > FL_TIMELINE_LEAST || factor < 1))
    return;
  wanted = MAX (length / factor, FL_TIMELINE_LEAST);
  now.from = at - (at - now.from) * wanted / length;
  *part = (FlTimelinePart){ TRUE, now.from, now.from + wanted };
  keep_inside (part, first, last);
}

void
fl_timeline_part_shift (FlTimelinePart *part, double first, double last, double steps)
{
  if (!part->zoomed)
    return;
  part->from += steps;
  part->to += steps;
  keep_inside (part, first, last);
}

void
fl_timeline_part_reach (FlTimelinePart *part, double first, double last, double at)
{
  if (at < part->from)
    fl_timeline_part_shift (part, first, last, at - part->from);
  else if (at > part->to)
    fl_timeline_part_shift (part, first, last, at - part->to);
}

void
fl_timeline_part_grow (FlTimelinePart *part, double first, double was, double last)
{
  if (!part->zoomed)
    return;
  if (last < was) /* begun anew */
    part->zoomed = FALSE;
  else if (part->to >= was)
    fl_timeline_part_shift (part, first, last, last - was);
  else
    keep_inside (part, first, last);
}
