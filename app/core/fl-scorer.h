/* FlScorer: what the newest weights make of every row, computed on a worker thread while somebody looks. UI thread only; nothing
 * blocks.
 *
 * While the network trains, a new answer comes at most four times a second, and no sooner than four times its own duration, so
 * that training keeps its share of the machine; what comes in between is skipped. Signal "score": fl_scorer_get_score() or
 * fl_scorer_get_problem() differ. */
#pragma once
#include "fl-session.h"
#include "nn-score.h"

G_BEGIN_DECLS

#define FL_TYPE_SCORER (fl_scorer_get_type ())
G_DECLARE_FINAL_TYPE (FlScorer, fl_scorer, FL, SCORER, GObject)

/* A session's one scorer; the caller owns the reference. */
FlScorer *fl_scorer_get (FlSession *session);

/* How many look: +1 when shown, -1 when hidden. */
void fl_scorer_watch (FlScorer *self, int change);

NnScore *fl_scorer_get_score (FlScorer *self);        /* borrowed; NULL before the first, and when the data are others */
const char *fl_scorer_get_problem (FlScorer *self);   /* why there is none, in words; NULL */
gboolean fl_scorer_is_busy (FlScorer *self);

G_END_DECLS
