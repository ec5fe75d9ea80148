/* What is not saved is kept in case the program is killed, and what was left behind that way is offered at the next start: in a row that
 * stays until it is answered, and stops nobody from working. */
#include "fl-window-private.h"
#include <glib/gi18n-lib.h>
#include "fl-hint-bar.h"
#include "fl-toasts.h"

static void show_next (FlWindow *self);

/* The one on show. Free with fl_found_free(). */
static FlFound *
take_first (FlWindow *self)
{
  return g_ptr_array_steal_index (self->found, 0);
}

static void
restore_now (FlWindow *self, gpointer data)
{
  g_autoptr (FlFound) found = NULL;

  if (self->found == NULL || self->found->len == 0)
    return;
  found = take_first (self);
  fl_document_restore (self->document, found->unsaved->project, found->saved, found->unsaved->file, found->unsaved->mark);
  fl_recovery_take_over (self->recovery, g_steal_pointer (&found->file));
  show_next (self);
}

static void
restore_cb (gpointer self)
{
  fl_window_confirm (self, restore_now, NULL, NULL);
}

/* ---- giving up ---- */

#define FOUND "fl-found"

/* With the toast goes the last way back. */
static void
give_up (gpointer data)
{
  FlFound *found = data;

  fl_recovery_discard (g_steal_pointer (&found->file));
  fl_found_free (found);
}

static void
keep_after_all_cb (AdwToast *toast, FlWindow *self)
{
  FlFound *found = g_object_steal_data (G_OBJECT (toast), FOUND);

  if (found == NULL)
    return;
  g_ptr_array_insert (self->found, 0, found);
  show_next (self);
}

static void
discard_cb (gpointer data)
{
  FlWindow *self = data;
  AdwToast *toast = adw_toast_new (_("Unsaved changes discarded"));

  adw_toast_set_button_label (toast, _("Undo"));
  g_object_set_data_full (G_OBJECT (toast), FOUND, take_first (self), give_up);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (keep_after_all_cb), self, 0);
  fl_toasts_add (self->toasts, toast, TRUE);
  show_next (self);
}

static void
forget_cb (gpointer data)
{
  fl_found_free (take_first (data));
  show_next (data);
}

/* ---- the row ---- */

/* "10:12" of today, else the date too. Caller frees. */
static char *
time_text (gint64 time)
{
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_local (time), now = g_date_time_new_now_local ();
  gboolean today;

  if (then == NULL)
    return g_strdup ("?");
  today = g_date_time_get_year (then) == g_date_time_get_year (now) && g_date_time_get_day_of_year (then) == g_date_time_get_day_of_year (now);
  return g_date_time_format (then, today ? "%H:%M" : "%x %H:%M");
}

static void
offer (FlWindow *self, const FlUnsaved *unsaved)
{
  const char *name = unsaved->project->name[0] != '\0' ? unsaved->project->name : _("Untitled");
  g_autofree char *when = time_text (unsaved->time), *path = unsaved->file != NULL ? g_file_get_parse_name (unsaved->file) : NULL;
  g_autofree char *title = g_strdup_printf (_("Unsaved changes to “%s” from %s were found."), name, when);
  FlHint hint = { "document-open-recent-symbolic", title, path, _("Restore"), FALSE, _("Discard"), discard_cb };

  fl_hint_bar_show (FL_HINT_BAR (self->found_bar), &hint, restore_cb, self);
}

static void
tell (FlWindow *self, const char *problem)
{
  FlHint hint = { "dialog-warning-symbolic", _("Unsaved changes were found that cannot be read."), problem, NULL, TRUE, _("Close"), forget_cb };

  fl_hint_bar_show (FL_HINT_BAR (self->found_bar), &hint, NULL, self);
}

/* Hidden before: two of the same words are two all the same. */
static void
show_next (FlWindow *self)
{
  const FlFound *found;

  fl_hint_bar_hide (FL_HINT_BAR (self->found_bar));
  if (self->found->len == 0)
    return;
  found = g_ptr_array_index (self->found, 0);
  if (found->unsaved != NULL)
    offer (self, found->unsaved);
  else
    tell (self, found->problem);
}

static GtkWidget *
new_bar (FlWindow *self)
{
  GtkWidget *bar = fl_hint_bar_new ();

  gtk_widget_add_css_class (bar, "below-header");
  fl_window_add_row (self, bar);
  return bar;
}

/* ---- looking for it ---- */

static void
found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FlWindow) self = user_data;
  g_autoptr (GPtrArray) found = fl_recovery_find_finish (result);

  if (self->spinner == NULL || self->found != NULL || found->len == 0)
    return;
  self->found = g_steal_pointer (&found);
  self->found_bar = new_bar (self);
  show_next (self);
}

static void
painted_cb (FlWindow *self, GdkFrameClock *clock)
{
  g_autofree char *folder = fl_recovery_folder ();

  g_signal_handlers_disconnect_by_func (clock, painted_cb, self);
  fl_recovery_find_async (folder, found_cb, g_object_ref (self));
}

void
fl_window_find_unsaved (FlWindow *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));

  if (clock != NULL)
    g_signal_connect_object (clock, "after-paint", G_CALLBACK (painted_cb), self, G_CONNECT_SWAPPED);
}

/* ---- keeping what is not saved ---- */

static void
save_cb (gpointer self)
{
  fl_window_save (self);
}

/* Nobody asked for it, but somebody may rely on it. */
static void
problem_cb (FlWindow *self, const char *problem)
{
  FlHint hint = { "dialog-warning-symbolic", _("A crash would lose what is not saved: a copy of it cannot be kept."), problem, _("Save"), TRUE };

  if (self->kept_bar == NULL)
    self->kept_bar = new_bar (self);
  if (problem != NULL)
    fl_hint_bar_show (FL_HINT_BAR (self->kept_bar), &hint, save_cb, self);
  else
    fl_hint_bar_hide (FL_HINT_BAR (self->kept_bar));
}

void
fl_window_recovery_start (FlWindow *self)
{
  g_autofree char *folder = fl_recovery_folder ();

  self->recovery = fl_recovery_new (self->document, folder, FL_RECOVERY_PAUSE, FL_RECOVERY_SPACING);
  g_signal_connect_object (self->recovery, "problem", G_CALLBACK (problem_cb), self, G_CONNECT_SWAPPED);
}

void
fl_window_leave (FlWindow *self)
{
  g_return_if_fail (FL_IS_WINDOW (self));
  if (self->recovery != NULL)
    fl_recovery_leave (self->recovery);
}

void
fl_window_recovery_end (FlWindow *self)
{
  if (self->recovery != NULL)
    fl_recovery_close (self->recovery);
  g_clear_object (&self->recovery);
  g_clear_pointer (&self->found, g_ptr_array_unref);
}
