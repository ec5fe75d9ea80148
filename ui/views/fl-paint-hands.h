/* FlPaintHands: painting points on the decision boundary, with the pointer or with keys alone, while it is active.
 *
 * Pointer: the first button uses the tool; the middle one and Ctrl+wheel still move and zoom. Keys: arrows move the tool (with
 * Shift a little), Space uses it, B E M F L choose the tool, 1 to 9 the class, [ and ] the size, Escape leaves. While the pointer
 * has the tool Space is not taken: it trains and pauses, as everywhere. MOVE: Space takes up, Space puts down. LASSO: Space sets a
 * corner, Enter closes the loop.
 * Signal "changed": active, the choice or what status() says may differ. UI thread. */
#pragma once
#include "fl-boundary-plot.h"
#include "fl-stroke.h"

G_BEGIN_DECLS

#define FL_PAINT_LEAST_SIZE 4.0
#define FL_PAINT_MOST_SIZE 160.0

typedef struct
{
  FlTool tool;
  double size;       /* diameter, pixels */
  guint density;     /* points a dab */
  double jitter;     /* 0..1 */
  guint class_index; /* classification */
  double value;      /* regression */
  DsPart part;       /* of the lasso */
} FlPaintChoice;

#define FL_TYPE_PAINT_HANDS (fl_paint_hands_get_type ())
G_DECLARE_FINAL_TYPE (FlPaintHands, fl_paint_hands, FL, PAINT_HANDS, GObject)

FlPaintHands *fl_paint_hands_new (FlSession *session, FlBoundaryPlot *plot); /* the plot is borrowed and must outlive it */

/* What shows the tool: to be laid over the plot, of its size. Borrowed. */
GtkWidget *fl_paint_hands_get_overlay (FlPaintHands *self);

gboolean fl_paint_hands_is_active (FlPaintHands *self);
void fl_paint_hands_set_active (FlPaintHands *self, gboolean active);

const FlPaintChoice *fl_paint_hands_get_choice (FlPaintHands *self);
void fl_paint_hands_set_choice (FlPaintHands *self, const FlPaintChoice *choice); /* brought into range */

/* The classes there are to paint with (n of them, borrowed until the next edit); NULL for values. */
char **fl_paint_hands_get_classes (FlPaintHands *self, guint *n);
/* Tool, class or value, size, and what the last stroke did, as a sentence; caller frees. */
char *fl_paint_hands_status (FlPaintHands *self);
const char *fl_paint_tool_title (FlTool tool); /* translated */

G_END_DECLS
