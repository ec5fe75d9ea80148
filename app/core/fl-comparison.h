/* FlComparison: a race of 2 to 8 variants of a project, apart from the session's own runs. Each lane has a trainer of its own on one
 * thread, so that the machine shares its cores fairly among them; nn-race.h says how they keep step. They play, pause, step and go back
 * to the start together. The weights of a lane are, bit for bit, those of `fallline train` of its project alone.
 *
 * What it does not do: while it races the session's run rests, and the other way round, so that neither slows the other. Another
 * document ends the race.
 *
 * Signals: "changed" (lanes, problems or is_playing() differ), "frame" (a lane has another frame). UI thread; nothing blocks. */
#pragma once
#include "fl-differences.h"
#include "fl-session.h"
#include "nn-race.h"

G_BEGIN_DECLS

typedef struct
{
  guint number;       /* 0 .. NN_RACE_LANES - 1, its own as long as it races; its colour follows from it */
  char *name;         /* "Adam" */
  FlProject *project;
  DsPrepared *data;   /* NULL while they are being prepared, or where they cannot be */
  FlProject *rival;   /* owned: is judged by those validation rows only that are new to it and to this one too, see ds_prepared_judged();
                         or NULL. Training is the same, but for its end where patience waits for the validation loss */
  DsPrepared *own;    /* owned: where it is, the rows as its project alone has them; else NULL */
  char *problem;      /* why it cannot train, or NULL */
  FlRun *run;         /* NULL without data, or with a problem */
  NnHistory *history; /* owned: where it began, and the moment there; NULL: at the initial weights */
  NnMoment *moment;
  NnStanding standing;
} FlLane; /* fields are read-only outside; shared by reference */

FlLane *fl_lane_ref (FlLane *lane);
void fl_lane_unref (FlLane *lane); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlLane, fl_lane_unref)
NnFrame *fl_lane_get_frame (const FlLane *lane); /* borrowed; NULL before the first */
gboolean fl_lane_has_diverged (const FlLane *lane); /* it stopped at what is no number, and never wins */

#define FL_TYPE_COMPARISON (fl_comparison_get_type ())
G_DECLARE_FINAL_TYPE (FlComparison, fl_comparison, FL, COMPARISON, GObject)

/* The session's own, made when it is first asked for. Borrowed. */
FlComparison *fl_session_get_comparison (FlSession *session);

guint fl_comparison_n_lanes (FlComparison *self);
FlLane *fl_comparison_get_lane (FlComparison *self, guint i); /* borrowed */
guint fl_comparison_get_projects (FlComparison *self, const FlProject *projects[NN_RACE_LANES]); /* borrowed */

/* Who races is changed in steps of the document's history: its undo brings the former lanes back, from where they began; those who made
 * room for a whole field, as they were.
 *
 * One lane more, the document's project as it is now; it catches up while the others wait. Errors: there are eight; no data yet; the
 * project cannot be trained. */
gboolean fl_comparison_add_this (FlComparison *self, GError **error);
/* Variants of the document's project: "KEY=V1,V2,…" as in fl-vary.h; what: the key in words. */
gboolean fl_comparison_add_variants (FlComparison *self, const char *variants, const char *what, GError **error);
/* Fields made in one go, instead of the lanes there were. */
gboolean fl_comparison_race_optimizers (FlComparison *self, GError **error);
gboolean fl_comparison_race_learning_rates (FlComparison *self, GError **error);
/* The present run against `project` called `name`, both from the state shown (the newest, unless somebody looks back); or from the
 * start, where the change needs fresh weights (fresh). Begins at once. */
gboolean fl_comparison_try (FlComparison *self, FlProject *project, const char *name, gboolean fresh, GError **error);
void fl_comparison_remove (FlComparison *self, FlLane *lane);

/* The lane's settings become the document's (one undo step), and its present state a new run of the session. */
gboolean fl_comparison_adopt (FlComparison *self, FlLane *lane, GError **error);

void fl_comparison_play (FlComparison *self);
void fl_comparison_pause (FlComparison *self); /* all come to rest at one place */
void fl_comparison_step (FlComparison *self);
void fl_comparison_reset (FlComparison *self);
gboolean fl_comparison_is_playing (FlComparison *self);

/* The loss that "steps to a loss" counts to. */
void fl_comparison_set_target (FlComparison *self, double loss);
double fl_comparison_get_target (FlComparison *self);

typedef enum
{
  FL_METRIC_VALIDATION_LOSS, /* of the last epoch; of training rows where there are no validation rows */
  FL_METRIC_BEST_VALIDATION_LOSS,
  FL_METRIC_TRAIN_LOSS,
  FL_METRIC_ACCURACY, /* validation, or training */
  FL_METRIC_BALANCED_ACCURACY, /* likewise: every class counts alike */
  FL_METRIC_STEPS_TO_LOSS,
  FL_N_METRICS
} FlMetric;

/* Can the lanes be compared by it? Losses only with losses of the same kind, scores only on the same rows. */
gboolean fl_comparison_can_compare (FlComparison *self, FlMetric metric);
/* What a lane has to show; NAN: nothing yet, or it never got there. */
double fl_lane_score (const FlLane *lane, FlMetric metric);
/* The best lane, or NULL: fewer than two have a score or have diverged, two have the same, or scores of this kind cannot be compared. Borrowed. */
FlLane *fl_comparison_get_winner (FlComparison *self, FlMetric metric);

/* Do all begin with the same weights; do they see the same rows in the same order; do they measure the same loss? */
gboolean fl_comparison_same_weights (FlComparison *self);
gboolean fl_comparison_same_batches (FlComparison *self);
gboolean fl_comparison_same_loss (FlComparison *self);
/* FALSE: one has another source, or leaves repeated rows out and there are no rows new to all: its scores are of other rows. */
gboolean fl_comparison_same_rows (FlComparison *self);
/* How many validation rows there are that are new to all, where these alone judge; 0: each is judged by its own. */
gsize fl_comparison_n_judges (FlComparison *self);
/* Some leave repeated rows out and others do not: the first that is judged by copies of rows it is trained on. Borrowed; NULL: none. */
const FlLane *fl_comparison_get_leaking (FlComparison *self);

G_END_DECLS
