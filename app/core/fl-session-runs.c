/* The session's runs: the current one, which the document edits, and those that a branch has left behind, paused. */
#include "fl-comparison-private.h"

#include <glib/gi18n-lib.h>

#define REMOVED 3 /* runs kept for undo; each takes its share of the memory */

/* How many keep states: the runs there are, and those removed that undo may bring back. */
static guint
n_sharing (FlSession *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->runs)) + self->removed->len;
}

/* What may be kept is shared out evenly. */
static void
share_budget (FlSession *self)
{
  guint n = n_sharing (self);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->runs)); i++)
    {
      g_autoptr (FlRun) run = g_list_model_get_item (G_LIST_MODEL (self->runs), i);

      nn_trainer_set_history_budget (run->trainer, self->history_budget / n);
    }
  for (guint i = 0; i < self->removed->len; i++)
    nn_trainer_set_history_budget (((FlRun *) self->removed->pdata[i])->trainer, self->history_budget / n);
}

void
fl_session_set_history_budget (FlSession *self, gsize bytes)
{
  g_return_if_fail (FL_IS_SESSION (self));
  if (bytes == self->history_budget)
    return;
  self->history_budget = bytes;
  share_budget (self);
}

gsize
fl_session_get_history_budget (FlSession *self)
{
  return self->history_budget;
}

void
fl_session_set_speed (FlSession *self, double steps_per_second)
{
  g_return_if_fail (FL_IS_SESSION (self));
  self->speed = MAX (0, steps_per_second);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->runs)); i++)
    {
      g_autoptr (FlRun) run = g_list_model_get_item (G_LIST_MODEL (self->runs), i);

      nn_trainer_set_speed (run->trainer, self->speed);
    }
  if (self->comparison != NULL)
    fl_comparison_set_speed (self->comparison, self->speed);
}

GListModel *
fl_session_get_runs (FlSession *self)
{
  return G_LIST_MODEL (self->runs);
}

FlRun *
fl_session_get_run (FlSession *self)
{
  return self->run;
}

gboolean
fl_session_start_run (FlSession *self, const NnSpec *spec, GError **error)
{
  self->run = fl_run_new (spec, self->data, ++self->last_number, self->wake, 0, error);
  if (self->run == NULL)
    return FALSE;
  fl_run_start (self->run, self->history_budget, self->speed);
  g_list_store_append (self->runs, self->run);
  if (self->playing)
    fl_run_play (self->run);
  fl_wake_up (self->wake); /* the first frame may have been there before the listener */
  return TRUE;
}

/* Another project: the runs of the one before belong to it. */
void
fl_session_forget_runs (FlSession *self)
{
  g_clear_object (&self->run);
  g_list_store_remove_all (self->runs);
  g_ptr_array_set_size (self->removed, 0);
  self->last_number = 0;
}

void
fl_session_close_runs (FlSession *self)
{
  for (guint i = 0; self->runs != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (self->runs)); i++)
    {
      g_autoptr (FlRun) run = g_list_model_get_item (G_LIST_MODEL (self->runs), i);

      fl_run_close (run); /* its listener is silent from here on */
    }
  for (guint i = 0; i < self->removed->len; i++)
    fl_run_close (self->removed->pdata[i]);
  g_ptr_array_set_size (self->removed, 0);
  g_clear_object (&self->runs);
  g_clear_object (&self->run);
}

/* The project as it reads from where the document's file is now, under the document's present name. */
static FlProject *
as_of_now (FlSession *self, const FlGiven *given)
{
  g_autofree char *dir = fl_document_get_base_dir (self->document);
  g_autoptr (FlProject) moved = fl_project_rebase (given->project, given->dir, dir);

  return fl_project_with_name (moved, fl_document_get_project (self->document)->name);
}

static void
make_current (FlSession *self, FlRun *run, const FlGiven *given, const char *label)
{
  g_autoptr (FlProject) project = as_of_now (self, given);

  fl_session_forget_past (self);
  if (self->run != NULL)
    fl_run_pause (self->run);
  self->playing = self->play_waits = FALSE;
  g_set_object (&self->run, run);
  fl_run_update (run);
  fl_session_adopt_data (self, project, given->source, given->data);
  if (fl_project_equal (project, fl_document_get_project (self->document)))
    fl_session_follow (self);
  else
    fl_document_edit (self->document, project, label, NULL);
  fl_session_emit_frame (self);
}

/* What the run was given when it was given this very project: last, or ever; or NULL. */
static const FlGiven *
had_project (FlSession *self, FlRun *run, const FlProject *project, gboolean ever)
{
  const FlGiven *given = fl_run_was_given (run, project);
  g_autoptr (FlProject) now = NULL;

  if (given == NULL || (!ever && given != fl_run_get_given (run)))
    return NULL;
  now = as_of_now (self, given);
  return fl_project_equal (now, project) ? given : NULL;
}

static gboolean
return_to_listed (FlSession *self, const FlProject *project, gboolean ever)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->runs)); i++)
    {
      g_autoptr (FlRun) run = g_list_model_get_item (G_LIST_MODEL (self->runs), i);
      const FlGiven *given = had_project (self, run, project, ever);

      if (given == NULL)
        continue;
      make_current (self, run, given, NULL);
      return TRUE;
    }
  return FALSE;
}

/* Of the runs removed, or NULL: what an undo across the removal would else hand to a run of another network. */
static FlRun *
find_removed (FlSession *self, const FlProject *project)
{
  for (guint i = 0; i < self->removed->len; i++)
    if (had_project (self, self->removed->pdata[i], project, FALSE) != NULL)
      return g_object_ref (self->removed->pdata[i]);
  return NULL;
}

gboolean
fl_session_return_to_run (FlSession *self)
{
  FlProject *project = fl_document_get_project (self->document);
  g_autoptr (FlRun) removed = NULL;

  if (self->run == NULL || fl_run_was_given (self->run, project) != NULL)
    return FALSE;
  if (return_to_listed (self, project, FALSE))
    return TRUE;
  removed = find_removed (self, project);
  if (removed == NULL)
    return return_to_listed (self, project, TRUE); /* a branch has no way back to before it: the run it left has */
  fl_session_restore_run (self, removed);
  make_current (self, removed, fl_run_get_given (removed), NULL);
  return TRUE;
}

/* A run from a moment of another's history, paused and current. origin: the number of that run, if it is one of the session's, or 0. */
static gboolean
begin_at (FlSession *self, guint origin, NnHistory *history, NnMoment *moment, const FlGiven *given, const char *label, GError **error)
{
  g_autoptr (FlRun) branch = NULL;

  branch = fl_run_new (nn_moment_spec (moment), nn_moment_data (moment), self->last_number + 1, self->wake, 0, error);
  if (branch == NULL)
    return FALSE;
  self->last_number++;
  branch->origin = origin;
  branch->origin_step = origin > 0 ? nn_moment_step (moment) : 0;
  branch->begins = nn_moment_step (moment) > 0;
  g_list_store_append (self->runs, branch);
  fl_run_start (branch, self->history_budget / n_sharing (self), self->speed);
  share_budget (self);
  nn_trainer_take_up (branch->trainer, history, moment);
  if (given->data != nn_moment_data (moment))
    nn_trainer_change (branch->trainer, given->project->spec, given->data);
  fl_run_give (branch, given->project, given->source, given->data, given->dir, fl_document_get_generation (self->document));
  branch->frame = nn_history_frame (history, moment); /* the same picture until its own first frame comes */
  make_current (self, branch, fl_run_get_given (branch), label);
  return TRUE;
}

NnMoment *
fl_session_take_moment (FlSession *self, NnHistory **history)
{
  NnHistory *newest = self->run != NULL ? fl_run_get_history (self->run) : NULL;

  *history = self->history != NULL ? self->history : newest;
  if (*history == NULL)
    return NULL;
  nn_history_ref (*history); /* the run goes on, and has another one then */
  return nn_moment_ref (self->moment != NULL ? self->moment : nn_history_get (*history, nn_history_length (*history) - 1));
}

gboolean
fl_session_branch (FlSession *self, GError **error)
{
  g_autoptr (NnHistory) history = NULL;
  g_autoptr (NnMoment) moment = NULL;

  g_return_val_if_fail (FL_IS_SESSION (self), FALSE);
  fl_session_update (self);
  if (self->problem != NULL)
    {
      g_set_error_literal (error, FL_ERROR, FL_ERROR_VALUE, self->problem);
      return FALSE;
    }
  moment = fl_session_take_moment (self, &history);
  if (moment == NULL)
    {
      g_set_error (error, FL_ERROR, FL_ERROR_VALUE, _("No states of this run are kept: there is nothing to branch from"));
      return FALSE;
    }
  return begin_at (self, self->run->number, history, moment, fl_run_find_given (self->run, nn_moment_spec (moment), nn_moment_data (moment)),
                   _("branch from an earlier step"), error);
}

gboolean
fl_session_adopt (FlSession *self, FlRun *run, const char *label, GError **error)
{
  g_autoptr (NnHistory) history = NULL;
  g_autoptr (NnMoment) moment = NULL;
  const FlGiven *given = fl_run_get_given (run);

  fl_run_update (run);
  if (fl_run_get_history (run) == NULL)
    {
      g_set_error (error, FL_ERROR, FL_ERROR_VALUE, _("This run has no state yet; try again in a moment"));
      return FALSE;
    }
  history = nn_history_ref (fl_run_get_history (run));
  moment = nn_moment_ref (nn_history_get (history, nn_history_length (history) - 1));
  return begin_at (self, 0, history, moment, given, label, error);
}

static gboolean
find (FlSession *self, FlRun *run, guint *position)
{
  return g_list_store_find (self->runs, run, position);
}

gboolean
fl_session_set_run (FlSession *self, FlRun *run)
{
  g_return_val_if_fail (FL_IS_SESSION (self), FALSE);
  if (run == self->run || !find (self, run, NULL))
    return FALSE;
  make_current (self, run, fl_run_get_given (run), _("change to another run"));
  return TRUE;
}

FlRun *
fl_session_find_run (FlSession *self, guint number)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->runs)); i++)
    {
      g_autoptr (FlRun) run = g_list_model_get_item (G_LIST_MODEL (self->runs), i);

      if (run->number == number)
        return g_steal_pointer (&run);
    }
  return NULL;
}

void
fl_session_show_again (FlSession *self, FlRun *run)
{
  const FlGiven *given = fl_run_get_given (run);
  g_autoptr (FlProject) project = as_of_now (self, given);

  if (fl_project_equal (project, fl_document_get_project (self->document)))
    make_current (self, run, given, NULL);
}

gboolean
fl_session_remove_run (FlSession *self, FlRun *run)
{
  guint at;

  g_return_val_if_fail (FL_IS_SESSION (self), FALSE);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->runs)) < 2 || !find (self, run, &at))
    return FALSE;
  fl_run_pause (run);
  if (run == self->run)
    {
      g_autoptr (FlRun) other = g_list_model_get_item (G_LIST_MODEL (self->runs), at > 0 ? at - 1 : 1);

      fl_session_set_run (self, other);
    }
  g_ptr_array_add (self->removed, g_object_ref (run));
  if (self->removed->len > REMOVED)
    g_ptr_array_remove_index (self->removed, 0);
  g_list_store_remove (self->runs, at);
  share_budget (self);
  fl_session_emit_changed (self);
  return TRUE;
}

void
fl_session_restore_run (FlSession *self, FlRun *run)
{
  guint at = 0, n;

  g_return_if_fail (FL_IS_SESSION (self));
  if (find (self, run, NULL) || run->generation != fl_document_get_generation (self->document))
    return; /* of a project that has been closed meanwhile */
  n = g_list_model_get_n_items (G_LIST_MODEL (self->runs));
  for (; at < n; at++)
    {
      g_autoptr (FlRun) other = g_list_model_get_item (G_LIST_MODEL (self->runs), at);

      if (other->number > run->number)
        break;
    }
  g_list_store_insert (self->runs, at, run);
  g_ptr_array_remove (self->removed, run);
  share_budget (self);
  fl_session_emit_changed (self);
}
