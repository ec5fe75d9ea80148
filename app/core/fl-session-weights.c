/* Weights set by hand, or loaded from a file. They are the run's and not the project's, so the document only notes them for undo; taking them back is done
 * here. Undo may outrun the run: where data are still being loaded, the weight waits until the trainer has the network it is of. */
#include "fl-session-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static void
edit_free (gpointer data)
{
  FlWeightEdit *edit = data;

  g_free (edit->weights);
  g_free (edit);
}

/* weights: n of them, copied; NULL: one is set, at offset. NULL without memory. Caller unrefs. */
static GBytes *
edit_new (const FlRun *run, gsize offset, float value, const float *weights, gsize n)
{
  FlWeightEdit *edit = g_new0 (FlWeightEdit, 1);

  *edit = (FlWeightEdit){ run->number, run->starts, offset, value, NULL, n };
  if (weights != NULL && (edit->weights = g_try_new (float, MAX (n, 1))) == NULL)
    {
      g_free (edit);
      return NULL;
    }
  if (weights != NULL)
    memcpy (edit->weights, weights, n * sizeof *weights);
  return g_bytes_new_with_free_func (edit, sizeof *edit, edit_free, edit);
}

/* Weights seen in the past are edited there: on a branch, so that the run they were seen in stays as it was. FALSE: what is shown cannot be
 * edited, or is of another network than what trains by now. */
static gboolean
make_editable (FlSession *self)
{
  if (self->past != NULL && !fl_session_branch (self, NULL))
    return FALSE;
  return nn_spec_equal (fl_run_get_given (self->run)->project->spec, fl_session_get_frame (self)->spec);
}

gboolean
fl_session_set_weights (FlSession *self, const float *weights, gsize n, const char *label)
{
  NnFrame *frame;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;

  g_return_val_if_fail (FL_IS_SESSION (self), FALSE);
  frame = self->problem == NULL ? fl_session_get_frame (self) : NULL;
  if (frame == NULL || n != frame->n_weights || !make_editable (self))
    return FALSE;
  before = edit_new (self->run, 0, 0, fl_session_get_frame (self)->weights, n);
  after = edit_new (self->run, 0, 0, weights, n);
  if (before == NULL || after == NULL || !nn_trainer_set_weights (self->run->trainer, weights, n))
    return FALSE;
  fl_document_note (self->document, "weight", before, after, label, NULL);
  return TRUE;
}

gboolean
fl_session_set_weight (FlSession *self, gsize offset, float value, const char *label)
{
  NnFrame *frame;
  float was;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autofree char *group = NULL;

  g_return_val_if_fail (FL_IS_SESSION (self), FALSE);
  frame = self->problem == NULL ? fl_session_get_frame (self) : NULL;
  if (frame == NULL || offset >= frame->n_weights || !isfinite (value))
    return FALSE;
  was = frame->weights[offset];
  if (!make_editable (self))
    return FALSE;
  before = edit_new (self->run, offset, was, NULL, 0);
  after = edit_new (self->run, offset, value, NULL, 0);
  group = g_strdup_printf ("weight %u %u %zu", self->run->number, self->run->starts, offset); /* the arrows of a spin button are one step */
  nn_trainer_set_weight (self->run->trainer, offset, value);
  fl_document_note (self->document, "weight", before, after, label, group);
  return TRUE;
}

static void
set_again (FlRun *run, const FlWeightEdit *edit)
{
  if (edit->weights != NULL)
    nn_trainer_set_weights (run->trainer, edit->weights, edit->n);
  else if (isfinite (edit->value))
    nn_trainer_set_weight (run->trainer, edit->offset, edit->value);
}

void
fl_session_set_waiting_weights (FlSession *self)
{
  for (guint i = 0; i < self->waiting_weights->len; i++)
    {
      const FlWeightEdit *edit = g_bytes_get_data (self->waiting_weights->pdata[i], NULL);

      /* Another run, or one that has begun anew, has never had the weight that was set. */
      if (edit->run == self->run->number && edit->start == self->run->starts)
        set_again (self->run, edit);
    }
  g_ptr_array_set_size (self->waiting_weights, 0);
}

/* Taken back, or done again, in a run that is not the current one: there, and that run is shown again where it can be without an edit,
 * which on the way through the history would cut off what lies ahead. */
static void
set_elsewhere (FlSession *self, const FlWeightEdit *edit)
{
  g_autoptr (FlRun) run = fl_session_find_run (self, edit->run);
  const FlGiven *given = run != NULL ? fl_run_get_given (run) : NULL;
  g_autofree char *text = NULL;

  if (given == NULL || run->starts != edit->start
      || !nn_spec_equal (given->project->spec, fl_document_get_project (self->document)->spec))
    {
      g_signal_emit_by_name (self, "said",
                             edit->weights != NULL ? _("These weights were loaded in a run that has changed since or is gone: it stays as it is")
                                                   : _("This weight was set in a run that has changed since or is gone: it stays as it is"));
      return;
    }
  set_again (run, edit);
  fl_session_show_again (self, run);
  text = g_strdup_printf (edit->weights != NULL ? _("The weights were loaded in %s, and are set there")
                                                : _("The weight was set in %s, and is set there"), fl_run_get_name (run));
  g_signal_emit_by_name (self, "said", text);
}

static void
weight_cb (FlSession *self, GBytes *value)
{
  const FlWeightEdit *edit = g_bytes_get_data (value, NULL);

  if (self->run != NULL && edit->run != self->run->number)
    {
      set_elsewhere (self, edit);
      return;
    }
  g_ptr_array_add (self->waiting_weights, g_bytes_ref (value));
  if (self->run == NULL || self->cancellable != NULL || self->problem != NULL)
    return;
  fl_session_live (self); /* what is edited is the present */
  fl_session_set_waiting_weights (self);
}

static gboolean
is_of_run (GBytes *value, gpointer number)
{
  return ((const FlWeightEdit *) g_bytes_get_data (value, NULL))->run == *(const guint *) number;
}

/* What was set by hand before is gone, and its steps with it, so that none is offered that would do nothing. */
void
fl_session_count_start (FlSession *self)
{
  self->run->starts++;
  fl_document_forget (self->document, "weight", is_of_run, &self->run->number);
}

gulong
fl_session_follow_weights (FlSession *self)
{
  return g_signal_connect_swapped (self->document, "noted::weight", G_CALLBACK (weight_cb), self);
}
