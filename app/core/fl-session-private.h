/* What the files of the session share. */
#pragma once
#include "fl-run-private.h"
#include "fl-session.h"

struct _FlSession
{
  GObject parent_instance;

  /* Owned */
  FlDocument *document;
  gulong document_handler, weight_handler;
  GListStore *runs;        /* of FlRun */
  GPtrArray *removed;      /* of FlRun, the last ones removed: an undo across the removal needs them */
  FlRun *run;              /* the current one; NULL before the first data that fit */
  DsPrepared *data;        /* the newest loaded */
  FlProject *data_project; /* the project `data` were loaded for */
  DsSource *data_source;   /* its source, paths absolute */
  FlProject *failed_project; /* the last load that failed, so that it is not tried again for every edit elsewhere */
  DsSource *failed_source;
  DsSource *offered_source; /* of rows read elsewhere, for the next load; or NULL */
  DsTask offered_task;
  DsDataset *offered_rows;
  GCancellable *cancellable; /* of the load under way; NULL: none */
  NnPlan *plan;
  char *problem, *load_problem;
  FlWake *wake;
  struct _FlComparison *comparison; /* NULL before somebody asks for it */
  DsPrepared *row_data;    /* what `row` counts in */
  GPtrArray *waiting_weights; /* of GBytes with an FlWeightEdit: taken back or done again, once the trainer has their network */

  /* Looking back */
  NnFrame *past;           /* owned; NULL: live */
  NnMoment *moment;        /* owned; what `past` shows */
  NnHistory *history;      /* owned; where it is from */
  GCancellable *replay;    /* owned; of the one under way */
  guint64 wanted_step;     /* what is to be shown once it is computed */

  double speed;
  gsize history_budget;
  gssize row;
  int problem_layer;
  guint asked_generation; /* of the document when data were last asked for */
  guint data_generation;  /* ... when `data` were */
  guint last_number;      /* of a run */
  gboolean playing;       /* the current run, or the one that will be there once data are */
  gboolean restart_waits; /* for the data being loaded */
  gboolean play_waits;    /* until the project can train again */
  gboolean load_again;    /* the document has moved on since the load began */
};

/* A weight that is set by hand, or all of them, from a file. */
typedef struct
{
  guint run, start; /* which run of the session, and its how-manieth start from initial weights */
  gsize offset;     /* in the flat weights */
  float value;
  float *weights;   /* owned: all n of them; NULL: the one at offset */
  gsize n;
} FlWeightEdit;

/* fl-session.c */
void fl_session_emit_changed (FlSession *self);
void fl_session_emit_frame (FlSession *self);
void fl_session_set_playing (FlSession *self, gboolean playing); /* notes it, and says so */
/* These data are the document's from now on; what was being loaded is not wanted any more. */
void fl_session_adopt_data (FlSession *self, FlProject *project, DsSource *source, DsPrepared *data);
void fl_session_follow (FlSession *self);

/* fl-session-runs.c */
gboolean fl_session_start_run (FlSession *self, const NnSpec *spec, GError **error);
void fl_session_forget_runs (FlSession *self);
void fl_session_close_runs (FlSession *self); /* for good; waits for the step under way */
/* Undo and redo across a change of runs change runs, too: the one that had this very project is current again, also if it has been
 * removed. FALSE: there is no other. */
gboolean fl_session_return_to_run (FlSession *self);
FlRun *fl_session_find_run (FlSession *self, guint number); /* a new ref, or NULL */
void fl_session_show_again (FlSession *self, FlRun *run);    /* makes it current, if the project is the run's as it is */

/* The state shown and the history it is of, new refs; the newest kept one, unless somebody looks back. NULL and NULL: none is kept. */
NnMoment *fl_session_take_moment (FlSession *self, NnHistory **history);

/* fl-session-weights.c */
gulong fl_session_follow_weights (FlSession *self);
void fl_session_count_start (FlSession *self); /* the run begins anew: no weight set by hand is left */
void fl_session_set_waiting_weights (FlSession *self); /* the trainer has what the document says */

/* fl-session-time.c: back to the present without a word, for who says something anyway. */
void fl_session_forget_past (FlSession *self);
