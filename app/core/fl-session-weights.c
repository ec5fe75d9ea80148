/* Weights set by hand. They are the run's and not the project's, so the document only notes them for undo; taking them back is done
 * here. Undo may outrun the run: where data are still being loaded, the weight waits until the trainer has the network it is of. */
#include "fl-session-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

void
fl_session_set_weights (FlSession *self, const float *weights, gsize n)
{
  g_return_if_fail (FL_IS_SESSION (self));
  if (self->problem != NULL)
    return;
  /* Weights seen in the past are edited there: on a branch, so that the run they were seen in stays as it was. */
  if (self->past != NULL && !fl_session_branch (self, NULL))
    return;
  if (self->run != NULL)
    nn_trainer_set_weights (self->run->trainer, weights, n);
}

gboolean
fl_session_set_weight (FlSession *self, gsize offset, float value, const char *label)
{
  NnFrame *frame;
  FlWeightEdit edit = { .offset = offset };
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autofree char *group = NULL;

  g_return_val_if_fail (FL_IS_SESSION (self), FALSE);
  frame = self->problem == NULL ? fl_session_get_frame (self) : NULL;
  if (frame == NULL || offset >= frame->n_weights || !isfinite (value))
    return FALSE;
  edit.value = frame->weights[offset];
  if (self->past != NULL && !fl_session_branch (self, NULL))
    return FALSE;
  if (!nn_spec_equal (fl_run_get_given (self->run)->project->spec, fl_session_get_frame (self)->spec))
    return FALSE; /* what is shown is of another network than what trains by now */
  edit.run = self->run->number;
  edit.start = self->run->starts;
  before = g_bytes_new (&edit, sizeof edit);
  edit.value = value;
  after = g_bytes_new (&edit, sizeof edit);
  group = g_strdup_printf ("weight %u %u %zu", edit.run, edit.start, offset); /* the arrows of a spin button are one step */
  nn_trainer_set_weight (self->run->trainer, offset, value);
  fl_document_note (self->document, "weight", before, after, label, group);
  return TRUE;
}

void
fl_session_set_waiting_weights (FlSession *self)
{
  for (guint i = 0; i < self->waiting_weights->len; i++)
    {
      const FlWeightEdit *edit = &g_array_index (self->waiting_weights, FlWeightEdit, i);

      /* Another run, or one that has begun anew, has never had the weight that was set. */
      if (edit->run == self->run->number && edit->start == self->run->starts && isfinite (edit->value))
        nn_trainer_set_weight (self->run->trainer, edit->offset, edit->value);
    }
  g_array_set_size (self->waiting_weights, 0);
}

/* Taken back, or done again, in a run that is not the current one: there, and that run is shown again where it can be without an edit,
 * which on the way through the history would cut off what lies ahead. */
static void
set_elsewhere (FlSession *self, const FlWeightEdit *edit)
{
  g_autoptr (FlRun) run = fl_session_find_run (self, edit->run);
  const FlGiven *given = run != NULL ? fl_run_get_given (run) : NULL;
  g_autofree char *text = NULL;

  if (given == NULL || run->starts != edit->start || !isfinite (edit->value)
      || !nn_spec_equal (given->project->spec, fl_document_get_project (self->document)->spec))
    {
      g_signal_emit_by_name (self, "said", _("This weight was set in a run that has changed since or is gone: it stays as it is"));
      return;
    }
  nn_trainer_set_weight (run->trainer, edit->offset, edit->value);
  fl_session_show_again (self, run);
  text = g_strdup_printf (_("The weight was set in %s, and is set there"), fl_run_get_name (run));
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
  g_array_append_vals (self->waiting_weights, g_bytes_get_data (value, NULL), 1);
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
