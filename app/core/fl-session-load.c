/* Weights from a file: read on a worker thread against the network that is shown, and given to the run once all of them are known to fit. */
#include "fl-session-private.h"

#include <glib/gi18n-lib.h>

#include "nn-weights.h"

typedef struct
{
  char *path;
  NnSpec *spec;
  DsPrepared *data;
  float *weights; /* NULL until they are read */
  gsize n;
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_free (load->path);
  nn_spec_unref (load->spec);
  ds_prepared_unref (load->data);
  g_free (load->weights);
  g_free (load);
}

static void
run_load (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  Load *load = data;
  NnProblem problem = nn_problem (load->data);
  GError *error = NULL;
  g_autoptr (NnPlan) plan = nn_plan_new (load->spec, &problem, NULL, &error);

  if (plan == NULL || (load->weights = nn_weights_load (load->path, plan, &error)) == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  load->n = plan->n_weights;
  g_task_return_boolean (task, TRUE);
}

void
fl_session_load_weights_async (FlSession *self, GFile *file, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  NnFrame *frame;
  Load *load;

  g_return_if_fail (FL_IS_SESSION (self));
  task = g_task_new (self, NULL, callback, user_data);
  frame = self->problem == NULL ? fl_session_get_frame (self) : NULL;
  if (frame == NULL)
    {
      g_task_return_new_error (task, FL_ERROR, FL_ERROR_VALUE, "%s",
                               self->problem != NULL ? self->problem
                                                     : _("There is no network yet to take weights: the data are still loading"));
      return;
    }
  if (g_file_peek_path (file) == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _("Weights are read from a folder of this computer; copy the file there."));
      return;
    }
  load = g_new0 (Load, 1);
  load->path = g_file_get_path (file);
  load->spec = nn_spec_ref (frame->spec);
  load->data = ds_prepared_ref (frame->data);
  g_task_set_task_data (task, load, load_free);
  g_task_run_in_thread (task, run_load);
}

gboolean
fl_session_load_weights_finish (FlSession *self, GAsyncResult *result, GError **error)
{
  const Load *load = g_task_get_task_data (G_TASK (result));
  const NnFrame *frame;

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  frame = fl_session_get_frame (self);
  if (frame != NULL && nn_spec_equal (frame->spec, load->spec)
      && fl_session_set_weights (self, load->weights, load->n, _("load weights")))
    return TRUE;
  g_set_error (error, FL_ERROR, FL_ERROR_VALUE, _("The network has changed while the file was read, so that nothing was loaded. Try again."));
  return FALSE;
}
