#include "fl-part.h"

#include <math.h>

static gboolean
is_all (const FlPartSide *side)
{
  return side->low == 0 && side->high == 1;
}

void
fl_part_axis (FlPartSide *side, FlAxis *axis, double min, double max, double from, double to, gboolean log_scale, guint target)
{
  double a, length;

  fl_axis_init (axis, min, max, from, to, log_scale, target);
  if (side == NULL)
    return;
  side->from = from;
  side->to = to;
  if (is_all (side))
    return;
  a = log_scale ? log (axis->min) : axis->min;
  length = (log_scale ? log (axis->max) : axis->max) - a;
  min = a + side->low * length;
  max = a + side->high * length;
  fl_axis_init (axis, log_scale ? exp (min) : min, log_scale ? exp (max) : max, from, to, log_scale, target);
}

void
fl_part_magnify (cairo_t *cr, const FlTheme *theme, double width, double height)
{
  FlPart *part = theme->part;

  if (part == NULL)
    return;
  part->x.from = part->y.from = 0;
  part->x.to = width;
  part->y.to = height;
  if (is_all (&part->x) && is_all (&part->y))
    return;
  cairo_scale (cr, 1 / (part->x.high - part->x.low), 1 / (part->y.high - part->y.low));
  cairo_translate (cr, -part->x.low * width, -part->y.low * height);
}
