/* What the files of the comparison share. */
#pragma once
#include "fl-comparison.h"
#include "fl-session-private.h"

struct _FlComparison
{
  GObject parent_instance;

  FlSession *session;  /* borrowed: it owns this */
  GPtrArray *lanes;    /* of FlLane, owned refs, in the order shown */
  GPtrArray *aside;    /* owned: those that made room for them last, with their runs */
  NnPace *pace;        /* of the lanes */
  FlWake *wake;
  guint generation;    /* of the document the lanes belong to */
  guint hold_source;   /* waits for a pause that some lane is slow to reach; 0: none */
  double target;
  gboolean playing, holding;
  GBytes *before;      /* who raced before the change under way, for which "changed" waits; NULL: none is */
};

/* A lane for the project, at the place of nobody else; not begun yet. NULL with an error where there is no room. */
FlLane *fl_comparison_new_lane (FlComparison *self, FlProject *project, const char *name, GError **error);
/* Gives it its run, at the start, or at a moment of a history (NULL: the start). FALSE: the project cannot be trained. */
gboolean fl_comparison_begin (FlComparison *self, FlLane *lane, NnHistory *history, NnMoment *moment, GError **error);
void fl_comparison_append (FlComparison *self, FlLane *lane);
/* One lane more; it catches up while the others wait. Errors: there are eight; no data yet; the project cannot be trained. Within a change. */
gboolean fl_comparison_add (FlComparison *self, FlProject *project, const char *name, GError **error);
/* The same, judged by rows that are new to the rival too. */
gboolean fl_comparison_add_judged (FlComparison *self, FlProject *project, const char *name, FlProject *rival, GError **error);
/* Prepares the rows it has of its own, and begins it then. */
void fl_comparison_load (FlComparison *self, FlLane *lane);
/* All are where they were to rest, or it takes too long. */
void fl_comparison_rest (FlComparison *self);

/* fl-comparison-lineup.c. A change of who races: one step of the document's history (label: past "Undo "), and one "changed".
 * finish_change() returns fine; where that is FALSE, those race who did before. */
void fl_comparison_begin_change (FlComparison *self);
gboolean fl_comparison_finish_change (FlComparison *self, gboolean fine, const char *label);
/* Within a change: all make room; one leaves, and its run ends, so that nobody waits for it. */
void fl_comparison_set_aside (FlComparison *self);
void fl_comparison_take_out (FlComparison *self, FlLane *lane);
void fl_comparison_end (FlComparison *self); /* nobody races, and nobody comes back */
void fl_comparison_follow_history (FlComparison *self); /* once */

void fl_comparison_emit_changed (FlComparison *self);
void fl_comparison_set_speed (FlComparison *self, double steps_per_second); /* the session's: each lane's own */
/* The document's project, if it can be trained now. Borrowed; NULL with an error. */
FlProject *fl_comparison_get_project (FlComparison *self, GError **error);

/* fl-session-runs.c: a new run of the session from the present state of a lane; it becomes the current one, and the document takes its
 * project (label: past "Undo "). FALSE with an error: nothing is kept of it. */
gboolean fl_session_adopt (FlSession *self, FlRun *run, const char *label, GError **error);
