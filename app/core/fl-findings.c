#include "fl-findings.h"

#include "fl-comparison.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-edit.h"

/* Between two looks at a run that trains. */
#define PAUSE_US 1000000

struct _FlFindings
{
  GObject parent_instance;
  FlSession *session;      /* owned */
  NnDataFacts *facts;      /* of the data looked at last */
  NnDiagnosis *diagnosis;
  NnAutopsy *autopsy;
  NnFrame *frame;          /* what they are of */
  GCancellable *cancellable; /* of the look under way; NULL: none */
  GCancellable *trying;    /* of the rates being tried for this frame; NULL: none */
  guint halvings;          /* what they came to; 0: nothing */
  gint64 looked_at;
};

G_DEFINE_FINAL_TYPE (FlFindings, fl_findings, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

typedef struct
{
  NnFrame *frame;
  NnDataFacts *facts; /* NULL: to be found */
  NnDiagnosis *diagnosis;
  NnAutopsy *autopsy;
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  nn_frame_unref (look->frame);
  nn_data_facts_unref (look->facts);
  nn_diagnosis_free (look->diagnosis);
  nn_autopsy_free (look->autopsy);
  g_free (look);
}

static void
look_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Look *look = task_data;

  if (look->facts == NULL)
    look->facts = nn_data_facts_new (look->frame->data);
  if (g_task_return_error_if_cancelled (task))
    return;
  look->diagnosis = nn_diagnose (look->frame, look->facts);
  look->autopsy = nn_autopsy_new (look->frame);
  g_task_return_boolean (task, TRUE);
}

/* --- what the learning rate must come down to ------------------------------------------------------------------------------- */

static gboolean
is_wanted (gpointer cancellable)
{
  return !g_cancellable_is_cancelled (cancellable);
}

static void
halvings_thread (GTask *task, gpointer source, gpointer frame, GCancellable *cancellable)
{
  g_task_return_int (task, nn_halvings_that_hold (frame, is_wanted, cancellable));
}

static void
halvings_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  FlFindings *self = FL_FINDINGS (object);

  if (self->trying != g_task_get_cancellable (G_TASK (result)))
    return; /* called off */
  g_clear_object (&self->trying);
  self->halvings = (guint) g_task_propagate_int (G_TASK (result), NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
call_off_trying (FlFindings *self)
{
  if (self->trying != NULL)
    g_cancellable_cancel (self->trying);
  g_clear_object (&self->trying);
  self->halvings = 0;
}

static void
start_trying (FlFindings *self)
{
  g_autoptr (GTask) task = NULL;

  call_off_trying (self);
  if (self->autopsy == NULL || self->autopsy->step == 0) /* there no rate helps */
    return;
  self->trying = g_cancellable_new ();
  task = g_task_new (self, self->trying, halvings_cb, NULL);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, nn_frame_ref (self->frame), (GDestroyNotify) nn_frame_unref);
  g_task_run_in_thread (task, halvings_thread);
}

/* --- looking ----------------------------------------------------------------------------------------------------------------- */

static void
looked_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  FlFindings *self = FL_FINDINGS (object);
  Look *look = g_task_get_task_data (G_TASK (result));

  g_clear_object (&self->cancellable);
  if (self->session == NULL)
    return;
  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))) || !g_task_propagate_boolean (G_TASK (result), NULL))
    {
      fl_findings_refresh (self);
      return;
    }
  nn_data_facts_unref (self->facts);
  self->facts = g_steal_pointer (&look->facts);
  nn_diagnosis_free (self->diagnosis);
  self->diagnosis = g_steal_pointer (&look->diagnosis);
  nn_autopsy_free (self->autopsy);
  self->autopsy = g_steal_pointer (&look->autopsy);
  nn_frame_unref (self->frame);
  self->frame = g_steal_pointer (&look->frame);
  start_trying (self);
  g_signal_emit (self, signals[CHANGED], 0);
  fl_findings_refresh (self); /* what has come meanwhile */
}

static gboolean
is_known (FlFindings *self, const NnFrame *frame)
{
  return self->frame != NULL && self->frame->version == frame->version && self->frame->run == frame->run && self->frame->spec == frame->spec
         && self->frame->data == frame->data;
}

/* What was found is of a run that is not to be seen any more. */
static void
forget (FlFindings *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable); /* it ends in its own time, and nobody takes what it brings */
  call_off_trying (self);
  if (self->frame == NULL)
    return;
  g_clear_pointer (&self->diagnosis, nn_diagnosis_free);
  g_clear_pointer (&self->autopsy, nn_autopsy_free);
  g_clear_pointer (&self->frame, nn_frame_unref);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
fl_findings_refresh (FlFindings *self)
{
  NnFrame *frame = fl_session_get_frame (self->session);
  gint64 now = g_get_monotonic_time ();
  g_autoptr (GTask) task = NULL;
  Look *look;

  if (frame == NULL)
    forget (self);
  if (frame == NULL || self->cancellable != NULL || is_known (self, frame))
    return;
  if (frame->state == NN_RUNNING && now - self->looked_at < PAUSE_US)
    return;
  self->looked_at = now;
  look = g_new0 (Look, 1);
  look->frame = nn_frame_ref (frame);
  if (self->facts != NULL && nn_data_facts_data (self->facts) == frame->data)
    look->facts = nn_data_facts_ref (self->facts);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, looked_cb, NULL);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, look, look_free);
  g_task_run_in_thread (task, look_thread);
}

const NnDiagnosis *
fl_findings_get (FlFindings *self)
{
  return self->diagnosis;
}

const NnAutopsy *
fl_findings_get_autopsy (FlFindings *self)
{
  return self->autopsy;
}

NnFrame *
fl_findings_get_frame (FlFindings *self)
{
  return self->frame;
}

/* --- remedies ------------------------------------------------------------------------------------------------------------ */

FlProject *
fl_remedy_edit (const FlProject *project, const NnRemedy *remedy)
{
  g_autoptr (FlProject) trained = fl_project_with_spec (project, remedy->spec);
  DsPrepareOptions prepare = project->prepare;

  /* all that a remedy changes of the data; what a file left open stays open */
  prepare.standardize = remedy->prepare.standardize;
  prepare.unique_rows = remedy->prepare.unique_rows;
  return fl_project_with_prepare (trained, &prepare);
}

gboolean
fl_findings_try (FlFindings *self, const NnRemedy *remedy)
{
  FlDocument *document = fl_session_get_document (self->session);
  FlProject *project = fl_document_get_project (document);
  g_autoptr (FlProject) next = NULL;
  g_autofree char *label = NULL;

  if (self->frame == NULL || !nn_spec_equal (project->spec, self->frame->spec))
    return FALSE;
  next = fl_remedy_edit (project, remedy);
  label = g_strdup_printf (_("remedy “%s”"), remedy->title);
  fl_document_edit (document, next, label, NULL);
  if (remedy->fresh)
    fl_session_restart (self->session);
  else
    fl_session_play (self->session);
  return TRUE;
}

FlTamerRate
fl_findings_get_tamer_rate (FlFindings *self)
{
  const NnSpec *spec = fl_document_get_project (fl_session_get_document (self->session))->spec;
  FlTamerRate tamer = { .known = self->trying == NULL, .halvings = MAX (self->halvings, 1), .holds = self->halvings > 0, .rate = NAN };

  if (ds_type_find_param (spec->optimizer.type, "learning_rate") >= 0)
    tamer.rate = ldexp (ds_item_get (&spec->optimizer, "learning_rate"), -(int) tamer.halvings);
  return tamer;
}

gboolean
fl_findings_race (FlFindings *self, const NnRemedy *remedy, GError **error)
{
  FlProject *project = fl_document_get_project (fl_session_get_document (self->session));
  g_autoptr (FlProject) next = NULL;

  if (self->frame == NULL || !nn_spec_equal (project->spec, self->frame->spec))
    return FALSE;
  next = fl_remedy_edit (project, remedy);
  return fl_comparison_try (fl_session_get_comparison (self->session), next, remedy->title, remedy->fresh, error);
}

gboolean
fl_findings_restore_and_halve (FlFindings *self)
{
  FlDocument *document = fl_session_get_document (self->session);
  NnSpec spec = *fl_document_get_project (document)->spec;
  FlTamerRate tamer = fl_findings_get_tamer_rate (self);

  if (!tamer.known || isnan (tamer.rate) || !ds_item_set (&spec.optimizer, "learning_rate", tamer.rate, NULL))
    return FALSE;
  fl_edit_set_training (document, &spec, _("lower learning rate"), NULL);
  fl_session_play (self->session);
  return TRUE;
}

/* --- the object ---------------------------------------------------------------------------------------------------------- */

static void
fl_findings_dispose (GObject *object)
{
  FlFindings *self = FL_FINDINGS (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  call_off_trying (self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->facts, nn_data_facts_unref);
  g_clear_pointer (&self->diagnosis, nn_diagnosis_free);
  g_clear_pointer (&self->autopsy, nn_autopsy_free);
  g_clear_pointer (&self->frame, nn_frame_unref);
  G_OBJECT_CLASS (fl_findings_parent_class)->dispose (object);
}

static void
fl_findings_finalize (GObject *object)
{
  g_clear_object (&FL_FINDINGS (object)->cancellable);
  G_OBJECT_CLASS (fl_findings_parent_class)->finalize (object);
}

static void
fl_findings_class_init (FlFindingsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_findings_dispose;
  G_OBJECT_CLASS (klass)->finalize = fl_findings_finalize;
  signals[CHANGED] = g_signal_new ("changed", FL_TYPE_FINDINGS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
fl_findings_init (FlFindings *self)
{
}

FlFindings *
fl_findings_new (FlSession *session)
{
  FlFindings *self = g_object_new (FL_TYPE_FINDINGS, NULL);

  self->session = g_object_ref (session);
  return self;
}
