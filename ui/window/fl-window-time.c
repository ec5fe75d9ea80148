/* Time travel and the runs: what the time strip, keys and scripts ask of the window. */
#include "fl-window-private.h"
#include "fl-axis.h"
#include <glib/gi18n-lib.h>
#include "fl-time-strip.h"
#include "fl-undo-toast.h"

/* Megabytes, as text. */
static const struct
{
  const char *megabytes, *title;
} budgets[] = {
  { "0", N_("Off") }, { "64", N_("64 MB") }, { "256", N_("256 MB") }, { "1024", N_("1 GB") }, { "4096", N_("4 GB") },
};

#define USUAL "256"

/* ---- travelling ---- */

static void
step_back_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FlWindow *self = user_data;
  NnFrame *present = fl_session_get_live_frame (self->session);

  if (!fl_session_step_back (self->session) && present != NULL && present->history == NULL)
    fl_window_toast (self, _("No states are kept to go back to: choose how much memory they may take in the main menu"));
}

static void
step_forward_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  fl_session_step_forward (FL_WINDOW (user_data)->session);
}

static void
live_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  fl_session_live (FL_WINDOW (user_data)->session);
}

static void
show_run (FlWindow *self, guint number)
{
  GListModel *runs = fl_session_get_runs (self->session);

  for (guint i = 0; i < g_list_model_get_n_items (runs); i++)
    {
      g_autoptr (FlRun) run = g_list_model_get_item (runs, i);

      if (fl_run_get_number (run) == number)
        {
          fl_session_set_run (self->session, run);
          return;
        }
    }
}

typedef struct
{
  FlWindow *window;   /* borrowed: the offer goes with it */
  FlRun *run;         /* owned */
  FlProject *project; /* owned: the document's when the run began */
} Branch;

static void
branch_free (gpointer data)
{
  Branch *branch = data;

  g_object_unref (branch->run);
  fl_project_unref (branch->project);
  g_free (branch);
}

/* Until something is edited in the branch, or another run is on show: by choice, or as an undo has led back to before it. */
static gboolean
branch_holds (gpointer data)
{
  const Branch *branch = data;

  return fl_session_get_run (branch->window->session) == branch->run
         && fl_document_get_project (branch->window->document) == branch->project;
}

/* Back to the run that was left. */
static void
unbranch (gpointer data)
{
  const Branch *branch = data;

  show_run (branch->window, fl_run_get_origin (branch->run, NULL));
  fl_session_remove_run (branch->window->session, branch->run);
}

static void
offer_unbranch (FlWindow *self, FlRun *run, const char *text)
{
  Branch *branch = g_new (Branch, 1);

  *branch = (Branch){ self, g_object_ref (run), fl_project_ref (fl_document_get_project (self->document)) };
  fl_offer_way_back (gtk_widget_get_first_child (self->toasts), self->document,
                     &(FlWayBack){ .text = text, .holds = branch_holds, .undo = unbranch, .data = branch, .free = branch_free });
}

static void
branch_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FlWindow *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL, *step = NULL;
  guint64 at;
  guint origin;

  if (!fl_session_branch (self->session, &error))
    {
      fl_window_toast (self, error->message);
      return;
    }
  origin = fl_run_get_origin (fl_session_get_run (self->session), &at);
  step = fl_format_whole (at);
  /* Translators: a run's name, a step, the number of the run before */
  text = g_strdup_printf (_("%s begins at step %s; run %u stays as it is"), fl_run_get_name (fl_session_get_run (self->session)), step,
                          origin);
  offer_unbranch (self, fl_session_get_run (self->session), text);
}

/* ---- runs ---- */

static void
run_change_state (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  show_run (user_data, g_variant_get_uint32 (value));
}

typedef struct
{
  FlSession *session; /* owned */
  FlRun *run;         /* owned */
} Removed;

static void
removed_free (gpointer data)
{
  Removed *removed = data;

  g_object_unref (removed->session);
  g_object_unref (removed->run);
  g_free (removed);
}

static void
restore_run (gpointer data)
{
  const Removed *removed = data;

  fl_session_restore_run (removed->session, removed->run);
}

static void
remove_run_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FlWindow *self = user_data;
  g_autoptr (FlRun) run = fl_session_get_run (self->session);
  g_autofree char *text = NULL;
  Removed *removed;

  if (run == NULL)
    return;
  g_object_ref (run);
  if (!fl_session_remove_run (self->session, run))
    {
      fl_window_toast (self, _("This is the only run there is"));
      return;
    }
  text = g_strdup_printf (_("%s removed"), fl_run_get_name (run));
  removed = g_new (Removed, 1);
  *removed = (Removed){ g_object_ref (self->session), g_object_ref (run) };
  fl_offer_way_back (gtk_widget_get_first_child (self->toasts), self->document,
                     &(FlWayBack){ .text = text, .undo = restore_run, .data = removed, .free = removed_free });
}

/* ---- memory ---- */

static gboolean
is_budget (const char *megabytes)
{
  for (guint i = 0; i < G_N_ELEMENTS (budgets); i++)
    if (g_str_equal (budgets[i].megabytes, megabytes))
      return TRUE;
  return FALSE;
}

static void
budget_change_state (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  FlWindow *self = user_data;
  const char *megabytes = g_variant_get_string (value, NULL);

  if (!is_budget (megabytes))
    return;
  g_simple_action_set_state (action, value);
  fl_session_live (self->session);
  fl_session_set_history_budget (self->session, (gsize) g_ascii_strtoull (megabytes, NULL, 10) << 20);
  if (self->settings != NULL)
    g_settings_set_string (self->settings, "history-megabytes", megabytes);
}

GMenuModel *
fl_window_history_menu_new (void)
{
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (budgets); i++)
    {
      g_autofree char *action = g_strdup_printf ("win.history-memory::%s", budgets[i].megabytes);

      g_menu_append (menu, _(budgets[i].title), action);
    }
  return G_MENU_MODEL (menu);
}

/* ---- together ---- */

void
fl_window_time_update (FlWindow *self)
{
  FlRun *run = fl_session_get_run (self->session);
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "run");

  if (action != NULL && run != NULL)
    g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_uint32 (fl_run_get_number (run)));
}

void
fl_window_time_start (FlWindow *self)
{
  static const GActionEntry entries[] = {
    { "step-back", step_back_cb },
    { "step-forward", step_forward_cb },
    { "live", live_cb },
    { "branch", branch_cb },
    { "run", NULL, "u", "uint32 1", run_change_state },
    { "remove-run", remove_run_cb },
    { "history-memory", NULL, "s", "'" USUAL "'", budget_change_state },
  };
  g_autofree char *kept = self->settings != NULL ? g_settings_get_string (self->settings, "history-megabytes") : NULL;

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  if (kept != NULL && is_budget (kept))
    g_action_group_change_action_state (G_ACTION_GROUP (self), "history-memory", g_variant_new_string (kept));
  fl_window_time_update (self);
}
