/* FlLaneCard: one run of a race: its name and colour, its small decision boundary, where it is, and what can be done with it.
 *
 * Signals: "use": it is to become the project; "remove". */
#pragma once
#include "fl-comparison.h"
#include "fl-lane-plot.h"

G_BEGIN_DECLS

#define FL_TYPE_LANE_CARD (fl_lane_card_get_type ())
G_DECLARE_FINAL_TYPE (FlLaneCard, fl_lane_card, FL, LANE_CARD, GtkBox)

GtkWidget *fl_lane_card_new (FlLane *lane); /* ref'd */
FlLane *fl_lane_card_get_lane (FlLaneCard *self); /* borrowed */
FlLanePlot *fl_lane_card_get_plot (FlLaneCard *self);
/* Numbers as they are now; the caller keeps it to a few times a second. */
void fl_lane_card_refresh (FlLaneCard *self);
void fl_lane_card_describe (FlLaneCard *self); /* at most once a second */
void fl_lane_card_set_winner (FlLaneCard *self, gboolean winner);
void fl_lane_card_focus_remove (FlLaneCard *self); /* on the button that takes it out */

G_END_DECLS
