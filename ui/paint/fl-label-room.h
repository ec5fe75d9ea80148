/* Room for labels on a plot: what is drawn there is put down first, then labels find places that cover as little of it as possible.
 * A value in pixels; any thread. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

#define FL_LABEL_BOXES 64
#define FL_LABEL_LEADERS 32

typedef struct
{
  double x0, y0, x1, y1;
} FlLabelBox;

typedef struct
{
  FlLabelBox area;
  FlLabelBox boxes[FL_LABEL_BOXES]; /* not to be covered: labels and marks */
  guint n;
  FlLabelBox leaders[FL_LABEL_LEADERS]; /* lines from labels to what they name, from x0, y0 to x1, y1 */
  guint n_leaders;
  guint columns, rows;
  guint8 *lines; /* (rows, columns) owned: cells that lines run through: better not covered */
} FlLabelRoom;

void fl_label_room_init (FlLabelRoom *room, double left, double top, double width, double height);
void fl_label_room_clear (FlLabelRoom *room);
void fl_label_room_add_box (FlLabelRoom *room, double x, double y, double width, double height); /* x, y: its middle */
void fl_label_room_add_line (FlLabelRoom *room, double x0, double y0, double x1, double y1);
/* A leader from a mark at x0, y0. May there be one: it runs through no box, but those its mark lies in, and across no other leader. */
void fl_label_room_add_leader (FlLabelRoom *room, double x0, double y0, double x1, double y1);
gboolean fl_label_room_may_lead (const FlLabelRoom *room, double x0, double y0, double x1, double y1);
/* Is a label of this size, its middle at x, y, inside the area and clear of boxes and leaders, and of lines? */
gboolean fl_label_room_is_free (const FlLabelRoom *room, double x, double y, double width, double height, gboolean lines_too);
/* The place beside (*x, *y), at least `gap` away, that covers least; takes it. */
void fl_label_room_take (FlLabelRoom *room, double *x, double *y, double width, double height, double gap);

G_END_DECLS
