/* What the files of the comparison share. */
#pragma once
#include "fl-comparison.h"
#include "fl-session-private.h"

struct _FlComparison
{
  GObject parent_instance;

  FlSession *session;  /* borrowed: it owns this */
  GPtrArray *lanes;    /* of FlLane, owned refs, in the order shown */
  GPtrArray *previous; /* the lanes before these took their place, and their pace; NULL: none */
  NnPace *previous_pace;
  FlLane *removed;     /* the last lane taken out; NULL: none */
  guint removed_at;
  NnPace *pace;        /* of the lanes */
  FlWake *wake;
  guint generation;    /* of the document the lanes belong to */
  guint hold_source;   /* waits for a pause that some lane is slow to reach; 0: none */
  double target;
  gboolean playing, holding;
  gboolean gathering;  /* several lanes are being added: "changed" waits for the last of them */
};

/* A lane for the project, at the place of nobody else; not begun yet. NULL with an error where there is no room. */
FlLane *fl_comparison_new_lane (FlComparison *self, FlProject *project, const char *name, GError **error);
/* Gives it its run, at the start, or at a moment of a history (NULL: the start). FALSE: the project cannot be trained. */
gboolean fl_comparison_begin (FlComparison *self, FlLane *lane, NnHistory *history, NnMoment *moment, GError **error);
void fl_comparison_append (FlComparison *self, FlLane *lane);
/* Sets the lanes aside, so that they can come back, and begins with none. */
void fl_comparison_set_aside (FlComparison *self);
void fl_comparison_emit_changed (FlComparison *self);
void fl_comparison_set_speed (FlComparison *self, double steps_per_second); /* the session's: each lane's own */
/* The document's project, if it can be trained now. Borrowed; NULL with an error. */
FlProject *fl_comparison_get_project (FlComparison *self, GError **error);

/* fl-session-runs.c: a new run of the session from the present state of a lane; it becomes the current one, and the document takes its
 * project (label: past "Undo "). FALSE with an error: nothing is kept of it. */
gboolean fl_session_adopt (FlSession *self, FlRun *run, const char *label, GError **error);
