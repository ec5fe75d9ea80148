/* What the session alone does with its runs. */
#pragma once
#include "fl-run.h"
#include "fl-wake.h"

/* What a run was given: a state in its history finds its project again by spec and data. */
typedef struct
{
  FlProject *project; /* owned refs */
  DsSource *source;   /* paths absolute */
  DsPrepared *data;
  char *dir;          /* of the project's file then, or NULL */
} FlGiven;

struct _FlRun
{
  GObject parent_instance;

  /* Owned */
  NnTrainer *trainer; /* NULL after fl_run_close() */
  NnFrame *frame;
  FlWake *wake;       /* its session's */
  GPtrArray *given;   /* of FlGiven, the newest last; never empty once something was given */
  char *name;

  guint number, origin;
  guint64 origin_step;
  NnSpec *reset_spec;    /* owned; what it had been given when it was reset last, while that may be taken back; or NULL */
  DsPrepared *reset_data; /* owned */
  guint64 reset_step;    /* where it had got to */
  guint starts;       /* how often it has begun at initial weights anew */
  guint generation;   /* of the document when it was given something last... */
  guint64 version;    /* ...and which of its values that was */
  gboolean playing;
  gboolean begins;    /* as a branch: its trainer's frame from before it took the branch up is not to be seen */
};

/* threads: as nn_trainer_new(). The trainer waits, and nothing is heard of it before fl_run_start(). */
FlRun *fl_run_new (const NnSpec *spec, DsPrepared *data, guint number, FlWake *wake, guint threads, GError **error);
void fl_run_start (FlRun *self, gsize history_budget, double speed);
/* Ends the trainer, waiting for the step under way. A run dropped without that ends on a thread of its own. */
void fl_run_close (FlRun *self);

void fl_run_settle_reset (FlRun *self); /* the last reset is not taken back any more */

/* Until the trainer publishes the next one. */
void fl_run_forget_frame (FlRun *self);

/* Notes what the trainer has been given. */
void fl_run_give (FlRun *self, FlProject *project, DsSource *source, DsPrepared *data, const char *dir, guint generation);
const FlGiven *fl_run_get_given (FlRun *self); /* the newest; NULL before the first */
const FlGiven *fl_run_was_given (FlRun *self, const FlProject *project); /* this very one, which only undo and redo bring back; or NULL */
const FlGiven *fl_run_find_given (FlRun *self, const NnSpec *spec, const DsPrepared *data); /* the newest where it is not found */
