/* FlTimelinePart: the steps of a run that its timeline shows: all of them, or a part that was zoomed to. Steps are doubles, so that a
 * part can be moved by less than one. first .. last is always the whole run as it is now. Values; any thread. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

#define FL_TIMELINE_LEAST 10.0 /* steps that are shown at the closest */

typedef struct
{
  gboolean zoomed; /* else from and to mean nothing */
  double from, to;
} FlTimelinePart;

FlTimelinePart fl_timeline_part (const FlTimelinePart *part, double first, double last); /* what is shown: as it is, or all */
/* `factor` times as close (< 1: farther), the step `at` stays where it is; all of the run is all there is. */
void fl_timeline_part_zoom (FlTimelinePart *part, double first, double last, double at, double factor);
void fl_timeline_part_shift (FlTimelinePart *part, double first, double last, double steps);
/* Moves the part as little as shows the step `at`. */
void fl_timeline_part_reach (FlTimelinePart *part, double first, double last, double at);
/* The run, first .. was until now, has become first .. last: a part that reached up to the present goes along with it, and what is no
 * more is not shown. */
void fl_timeline_part_grow (FlTimelinePart *part, double first, double was, double last);

G_END_DECLS
