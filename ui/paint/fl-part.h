/* FlPart: the part of a plot's picture that a person has zoomed to. It reaches the painters with the theme; a painter with axes hands them
 * over to fl_part_axis(), one without magnifies what it draws, and both leave behind where on the widget the whole would be. Values; any
 * thread. */
#pragma once
#include "fl-axis.h"

G_BEGIN_DECLS

typedef struct
{
  double low, high; /* shares of the whole, along the axis; 0 and 1: all of it */
  double from, to;  /* pixels of low and high; equal where the painter does not zoom this way */
} FlPartSide;

struct _FlPart
{
  FlPartSide x, y;
};

#define FL_PART_ALL ((FlPart){ { 0, 1, 0, 0 }, { 0, 1, 0, 0 } })

static inline FlPartSide *
fl_part_x (const FlTheme *theme)
{
  return theme->part != NULL ? &theme->part->x : NULL;
}

static inline FlPartSide *
fl_part_y (const FlTheme *theme)
{
  return theme->part != NULL ? &theme->part->y : NULL;
}

/* fl_axis_init() for the side's share of min .. max (of its logarithm on a logarithmic axis). side may be NULL: all of it. */
void fl_part_axis (FlPartSide *side, FlAxis *axis, double min, double max, double from, double to, gboolean log, guint target);

/* Makes what is drawn from now on larger, and moves it: for a picture of width × height without axes. */
void fl_part_magnify (cairo_t *cr, const FlTheme *theme, double width, double height);

G_END_DECLS
