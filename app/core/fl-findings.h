/* FlFindings: what ails the session's run, kept up to date by a worker thread while somebody looks. UI thread only; nothing blocks.
 *
 * Signal "changed": another diagnosis is there. */
#pragma once
#include "fl-session.h"
#include "nn-diagnose.h"

G_BEGIN_DECLS

#define FL_TYPE_FINDINGS (fl_findings_get_type ())
G_DECLARE_FINAL_TYPE (FlFindings, fl_findings, FL, FINDINGS, GObject)

FlFindings *fl_findings_new (FlSession *session);

/* Looks at the session's frame, unless that has been looked at (where there is none, the diagnosis goes); while one look is under way
 * the next waits. A run that trains is looked at about once a second, however often this is called. */
void fl_findings_refresh (FlFindings *self);

const NnDiagnosis *fl_findings_get (FlFindings *self);     /* borrowed; NULL before the first */
const NnAutopsy *fl_findings_get_autopsy (FlFindings *self); /* borrowed; NULL unless the run has diverged */
NnFrame *fl_findings_get_frame (FlFindings *self);         /* borrowed: what was looked at; NULL before the first */

/* The project with a remedy: a new reference, for an edit here or for a run beside this one. */
FlProject *fl_remedy_edit (const FlProject *project, const NnRemedy *remedy);
/* One undoable edit, then training goes on (from fresh weights where the remedy needs them). FALSE: the project has changed since the
 * diagnosis, and nothing was done. */
gboolean fl_findings_try (FlFindings *self, const NnRemedy *remedy);
/* Edits nothing: the run as it is races against the remedied one (fl_comparison_try()). FALSE as above, or with an error. */
gboolean fl_findings_race (FlFindings *self, const NnRemedy *remedy, GError **error);

/* What an autopsy offers: the learning rate halved as often as it takes, which short trainings in the background find out, in one undoable
 * edit; training goes on from the last sound weights, which the trainer kept. */
typedef struct
{
  gboolean known; /* FALSE: still being tried; "changed" tells when it is not */
  guint halvings; /* at least 1; */
  gboolean holds; /* FALSE: no rate did, and half is as good as any */
  double rate;    /* what it comes to; NaN: the optimizer has none */
} FlTamerRate;

FlTamerRate fl_findings_get_tamer_rate (FlFindings *self);
/* FALSE: the optimizer has no learning rate, or it is still being tried. */
gboolean fl_findings_restore_and_halve (FlFindings *self);

G_END_DECLS
