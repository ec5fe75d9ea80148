/* FlPaintBar: the tools of painting above the decision boundary: tool, class or value, size, spray, and what is done with all
 * points. Follows its FlPaintHands; shown while they are active. UI thread. */
#pragma once
#include "fl-paint-hands.h"

G_BEGIN_DECLS

#define FL_TYPE_PAINT_BAR (fl_paint_bar_get_type ())
G_DECLARE_FINAL_TYPE (FlPaintBar, fl_paint_bar, FL, PAINT_BAR, GtkBox)

GtkWidget *fl_paint_bar_new (FlSession *session, FlPaintHands *hands);

G_END_DECLS
