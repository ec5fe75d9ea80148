/* Opening and saving, and never losing anybody's work on the way. */
#include "fl-window-private.h"
#include <glib/gi18n-lib.h>
#include "fl-opening.h"

static const char *const project_filters[] = { N_("Fall Line projects"), "*.fallline", NULL };

/* ---- choosing files ---- */

typedef struct
{
  FlWindow *window; /* ref */
  FlWindowChosen chosen;
  gpointer data;
  GDestroyNotify destroy;
  const char *const *filters;
} Choice;

static void
choice_free (Choice *choice)
{
  if (choice->destroy != NULL)
    choice->destroy (choice->data);
  g_object_unref (choice->window);
  g_free (choice);
}

static void
add_filters (GtkFileChooser *chooser, const char *const *filters)
{
  GtkFileFilter *all;

  for (guint i = 0; filters[i] != NULL; i += 2)
    {
      GtkFileFilter *filter = gtk_file_filter_new ();
      g_auto (GStrv) patterns = g_strsplit (filters[i + 1], " ", -1);

      gtk_file_filter_set_name (filter, _(filters[i]));
      for (guint p = 0; patterns[p] != NULL; p++)
        gtk_file_filter_add_pattern (filter, patterns[p]);
      gtk_file_chooser_add_filter (chooser, filter);
      g_object_unref (filter);
    }
  if (gtk_file_chooser_get_action (chooser) != GTK_FILE_CHOOSER_ACTION_OPEN)
    return;
  all = gtk_file_filter_new ();
  gtk_file_filter_set_name (all, _("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, all);
  g_object_unref (all);
}

/* The ending of the pattern that is chosen in the dialog: ".svg" of "*.svg". */
static const char *
chosen_ending (GtkFileChooser *chooser, const char *const *filters)
{
  GtkFileFilter *filter = gtk_file_chooser_get_filter (chooser);

  for (guint i = 0; filter != NULL && filters[i] != NULL; i += 2)
    if (g_strcmp0 (gtk_file_filter_get_name (filter), _(filters[i])) == 0)
      return filters[i + 1] + 1;
  return filters[1] + 1;
}

static gboolean
has_known_ending (const char *name, const char *const *filters)
{
  for (guint i = 0; filters[i] != NULL; i += 2)
    if (g_str_has_suffix (name, filters[i + 1] + 1))
      return TRUE;
  return FALSE;
}

/* The name with the ending it should have; NULL where it is right. An ending typed by hand stays, the suggested one follows the
 * kind of file chosen. Caller frees. */
static char *
mend_ending (const char *name, const char *chosen, const char *const *filters)
{
  const char *suggested = filters[1] + 1;

  if (strcmp (chosen, suggested) != 0 && g_str_has_suffix (name, suggested))
    {
      g_autofree char *stem = g_strndup (name, strlen (name) - strlen (suggested));

      return g_strconcat (stem, chosen, NULL);
    }
  return has_known_ending (name, filters) ? NULL : g_strconcat (name, chosen, NULL);
}

typedef struct
{
  Choice *choice;
  GFile *file;
} Overwrite;

static void
overwrite_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Overwrite *overwrite = user_data;

  if (strcmp (response, "replace") == 0)
    overwrite->choice->chosen (overwrite->choice->window, overwrite->file, overwrite->choice->data);
  choice_free (overwrite->choice);
  g_object_unref (overwrite->file);
  g_free (overwrite);
}

/* The dialog asked about the name as typed; with the ending added it may be another file that is already there. */
static void
ask_overwrite (Choice *choice, GFile *file)
{
  Overwrite *overwrite = g_new (Overwrite, 1);
  g_autofree char *name = g_file_get_basename (file);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (choice->window), _("Replace file?"), NULL);

  *overwrite = (Overwrite) { choice, g_object_ref (file) };
  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog), _("“%s” exists already."), name);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "replace", _("_Replace"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "replace", ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect (dialog, "response", G_CALLBACK (overwrite_cb), overwrite);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
chooser_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  Choice *choice = user_data;
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (dialog);
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (chooser) : NULL;
  gboolean save = gtk_file_chooser_get_action (chooser) == GTK_FILE_CHOOSER_ACTION_SAVE;

  if (file != NULL && save)
    {
      g_autofree char *name = g_file_get_basename (file);
      g_autofree char *full = mend_ending (name, chosen_ending (chooser, choice->filters), choice->filters);

      if (full != NULL)
        {
          g_autoptr (GFile) folder = g_file_get_parent (file);

          g_set_object (&file, NULL);
          file = g_file_get_child (folder, full);
          if (g_file_query_exists (file, NULL))
            {
              ask_overwrite (g_steal_pointer (&choice), file);
              g_clear_object (&file);
            }
        }
    }
  if (file != NULL)
    choice->chosen (choice->window, file, choice->data);
  g_object_unref (dialog);
  if (choice != NULL)
    choice_free (choice);
}

static void
choose (FlWindow *self, GtkFileChooserAction action, const char *title, const char *name, const char *const *filters,
        FlWindowChosen chosen, gpointer data, GDestroyNotify destroy)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, GTK_WINDOW (self), action, NULL, NULL);
  GFile *present = fl_document_get_file (self->document);
  g_autoptr (GFile) folder = present != NULL ? g_file_get_parent (present) : NULL;
  Choice *choice = g_new (Choice, 1);

  *choice = (Choice) { g_object_ref (self), chosen, data, destroy, filters };
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  add_filters (GTK_FILE_CHOOSER (dialog), filters);
  if (folder != NULL)
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), folder, NULL);
  if (name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect (dialog, "response", G_CALLBACK (chooser_cb), choice);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
fl_window_choose_target (FlWindow *self, const char *title, const char *name, const char *const *filters, FlWindowChosen chosen,
                         gpointer data, GDestroyNotify destroy)
{
  choose (self, GTK_FILE_CHOOSER_ACTION_SAVE, title, name, filters, chosen, data, destroy);
}

void
fl_window_choose_source (FlWindow *self, const char *title, const char *const *filters, FlWindowChosen chosen, gpointer data,
                         GDestroyNotify destroy)
{
  choose (self, GTK_FILE_CHOOSER_ACTION_OPEN, title, NULL, filters, chosen, data, destroy);
}

void
fl_window_choose_folder (FlWindow *self, const char *title, FlWindowChosen chosen)
{
  static const char *const none[] = { NULL };

  choose (self, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, title, NULL, none, chosen, NULL, NULL);
}

/* ---- opening ---- */

static void
remember (GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file);

  gtk_recent_manager_add_item (gtk_recent_manager_get_default (), uri);
}

typedef struct
{
  FlWindow *window;  /* ref */
  GFile *file;
  FlProject *before; /* the window's project when reading began */
  FlProgress *progress;
} Opening;

static Opening *
opening_new (FlWindow *window, GFile *file)
{
  Opening *opening = g_new (Opening, 1);

  *opening = (Opening) { g_object_ref (window), g_object_ref (file), fl_project_ref (fl_document_get_project (window->document)),
                         fl_progress_new () };
  return opening;
}

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_object_unref (opening->window);
  g_object_unref (opening->file);
  fl_project_unref (opening->before);
  fl_progress_unref (opening->progress);
  g_free (opening);
}

void
fl_window_stop_opening (FlWindow *self)
{
  if (self->opening == NULL)
    return;
  fl_progress_cancel (self->opening_progress);
  g_clear_pointer (&self->opening_progress, fl_progress_unref);
  g_clear_pointer (&self->opening, g_free);
  gtk_box_remove (GTK_BOX (gtk_widget_get_parent (self->opening_row)), self->opening_row);
  self->opening_row = NULL;
  fl_window_add_busy (self, -1);
}

/* One file at a time: who opens another no longer waits for the one before. */
static Opening *
start_opening (FlWindow *self, GFile *file)
{
  Opening *opening = opening_new (self, file);
  g_autofree char *name = g_file_get_basename (file);

  fl_window_stop_opening (self);
  self->opening = g_filename_display_name (name);
  self->opening_progress = fl_progress_ref (opening->progress);
  self->opening_row = fl_opening_row_new (self->opening, opening->progress);
  fl_window_add_row (self, self->opening_row);
  fl_window_add_busy (self, 1);
  return opening;
}

static void
take_opened (FlWindow *self, const Opening *opening, GAsyncResult *result)
{
  GFile *file = opening->file;
  g_autoptr (GError) error = NULL;

  if (self->spinner == NULL || self->opening_progress != opening->progress) /* closed meanwhile, or another file was opened */
    return;
  if (!fl_progress_is_cancelled (opening->progress) && fl_document_get_project (self->document) != opening->before
      && fl_document_is_modified (self->document))
    /* Large data take a while: what has been done here meanwhile stays, and the file gets a window of its own. */
    g_application_open (G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))), &file, 1, "");
  else if (fl_document_open_finish (self->document, result, &error))
    remember (file);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    fl_window_show_open_error (self, file, error);
  fl_window_stop_opening (self);
  fl_window_focus_kept (self);
}

static void
opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Opening *opening = user_data;

  take_opened (opening->window, opening, result);
  opening_free (opening);
}

static void
open_anyway (FlWindow *self, gpointer data)
{
  Opening *opening = start_opening (self, G_FILE (data));

  fl_document_open_anyway_async (self->document, G_FILE (data), opening->progress, opened_cb, opening);
}

static void
open_error_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Opening *opening = user_data;

  if (strcmp (response, "anyway") == 0 && opening->window->spinner != NULL)
    fl_window_confirm (opening->window, open_anyway, g_object_ref (opening->file), g_object_unref);
}

/* A sound file with data or a network that do not fit can still be opened, to be mended in the window. */
void
fl_window_show_open_error (FlWindow *self, GFile *file, const GError *error)
{
  g_autofree char *body = NULL;
  GtkWidget *dialog;
  Opening *opening;

  if (!g_error_matches (error, FL_ERROR, FL_ERROR_UNFIT))
    {
      fl_window_show_error (self, _("Cannot open project"), error);
      return;
    }
  body = g_strdup_printf ("%s\n\n%s", error->message, _("Opened anyway, the window shows what is wrong and helps to mend it."));
  dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Cannot open project"), body);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"), "anyway", _("Open _anyway"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  opening = opening_new (self, file);
  g_object_set_data_full (G_OBJECT (dialog), "fl-opening", opening, opening_free);
  g_signal_connect (dialog, "response", G_CALLBACK (open_error_cb), opening);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
open_now (FlWindow *self, gpointer data)
{
  Opening *opening = start_opening (self, G_FILE (data));

  fl_document_open_async (self->document, G_FILE (data), opening->progress, opened_cb, opening);
}

void
fl_window_open_file (FlWindow *self, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  if (g_str_has_suffix (name, ".fallline") || g_str_has_suffix (name, ".json"))
    fl_window_confirm (self, open_now, g_object_ref (file), g_object_unref);
  else if (fl_window_is_weights (file))
    fl_window_load_weights_file (self, file);
  else
    fl_window_import_file (self, file);
}

static void
open_chosen (FlWindow *self, GFile *file, gpointer data)
{
  fl_window_open_file (self, file);
}

void
fl_window_open (FlWindow *self)
{
  fl_window_choose_source (self, _("Open project"), project_filters, open_chosen, NULL, NULL);
}

void
fl_window_open_example (FlWindow *self, const char *id)
{
  g_autofree char *path = fl_samples_path (id);
  g_autofree char *text = NULL;

  if (path != NULL)
    {
      fl_window_confirm (self, open_now, g_file_new_for_path (path), g_object_unref);
      return;
    }
  text = g_strdup_printf (_("There is no example “%s”"), id);
  fl_window_toast (self, text);
}

/* ---- saving ---- */

/* What is to happen once something else is done: a reference-counted value, dropped where it never comes to it. */
typedef struct
{
  FlWindow *window; /* ref */
  FlWindowThen then; /* or NULL */
  gpointer data;
  GDestroyNotify destroy;
} After;

static After *
after_new (FlWindow *window, FlWindowThen then, gpointer data, GDestroyNotify destroy)
{
  After *after = g_rc_box_new (After);

  *after = (After) { g_object_ref (window), then, data, destroy };
  return after;
}

static void
after_clear (gpointer data)
{
  After *after = data;

  if (after->destroy != NULL)
    after->destroy (after->data);
  g_object_unref (after->window);
}

static void
after_unref (gpointer after)
{
  g_rc_box_release_full (after, after_clear);
}

static void save_as (FlWindow *self, After *after);
static void saved_cb (GObject *object, GAsyncResult *result, gpointer user_data);

static void
changed_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  After *after = user_data;
  FlWindow *self = after->window;

  gtk_window_set_transient_for (GTK_WINDOW (dialog), NULL); /* as in decision_cb() */
  if (strcmp (response, "overwrite") == 0)
    {
      fl_window_add_busy (self, 1);
      fl_document_save_anyway_async (self->document, fl_document_get_file (self->document), saved_cb, g_rc_box_acquire (after));
    }
  else if (strcmp (response, "save-as") == 0)
    save_as (self, after);
  after_unref (after);
}

/* Somewhere else it may be possible. */
static void
offer_elsewhere (FlWindow *self, After *after, const GError *error)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Cannot save project"), error->message);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Close"), "save-as", _("Save _As…"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save-as");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (changed_cb), g_rc_box_acquire (after));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* The file holds what somebody else has written meanwhile. */
static void
ask_to_overwrite (FlWindow *self, After *after, const GError *error)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Overwrite the other changes?"), error->message);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "overwrite", _("_Overwrite"), "save-as",
                                    _("Save _As…"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "overwrite", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save-as", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save-as");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (changed_cb), g_rc_box_acquire (after));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  After *after = user_data;
  FlWindow *self = after->window;
  g_autoptr (GError) error = NULL;

  if (self->spinner != NULL)
    fl_window_add_busy (self, -1);
  if (!fl_document_save_finish (FL_DOCUMENT (object), result, &error))
    {
      if (self->spinner != NULL && g_error_matches (error, FL_ERROR, FL_ERROR_CHANGED))
        ask_to_overwrite (self, after, error);
      else if (self->spinner != NULL)
        offer_elsewhere (self, after, error);
    }
  else
    {
      remember (fl_document_get_file (FL_DOCUMENT (object)));
      if (after->then != NULL)
        after->then (self, after->data);
      else if (self->spinner != NULL)
        fl_window_say_saved (self);
    }
  after_unref (after);
}

static void
save_chosen (FlWindow *self, GFile *file, gpointer data)
{
  fl_window_add_busy (self, 1);
  fl_document_save_async (self->document, file, saved_cb, g_rc_box_acquire (data));
}

static void
save_as (FlWindow *self, After *after)
{
  const char *project = fl_document_get_project (self->document)->name;
  GFile *present = fl_document_get_file (self->document);
  g_autofree char *name = present != NULL ? g_file_get_basename (present)
                                          : g_strdup_printf ("%s.fallline", project != NULL ? project : _("Untitled"));

  g_strdelimit (name, "/", '-');
  fl_window_choose_target (self, _("Save project"), name, project_filters, save_chosen, g_rc_box_acquire (after), after_unref);
}

/* The examples that come with the program are not overwritten. */
static gboolean
is_example (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file), *path = g_file_get_path (file), *sample = NULL;

  if (!g_str_has_suffix (name, ".fallline"))
    return FALSE;
  name[strlen (name) - strlen (".fallline")] = '\0';
  sample = fl_samples_path (name);
  return g_strcmp0 (sample, path) == 0;
}

static void
save (FlWindow *self, After *after)
{
  GFile *file = fl_document_get_file (self->document);

  if (file == NULL || is_example (file))
    save_as (self, after);
  else
    save_chosen (self, file, after);
}

void
fl_window_save (FlWindow *self)
{
  After *after = after_new (self, NULL, NULL, NULL);

  save (self, after);
  after_unref (after);
}

void
fl_window_save_as (FlWindow *self)
{
  After *after = after_new (self, NULL, NULL, NULL);

  save_as (self, after);
  after_unref (after);
}

/* ---- unsaved changes ---- */

static void
decision_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  After *after = user_data;

  /* The answer may end the window, and GTK 4.8 has the dialog reach for its parent once more after that. */
  gtk_window_set_transient_for (GTK_WINDOW (dialog), NULL);
  if (strcmp (response, "save") == 0)
    save (after->window, after);
  else if (strcmp (response, "discard") == 0)
    after->then (after->window, after->data);
  after_unref (after);
}

void
fl_window_confirm (FlWindow *self, FlWindowThen then, gpointer data, GDestroyNotify destroy)
{
  After *after = after_new (self, then, data, destroy);
  const char *name = fl_document_get_project (self->document)->name;
  GtkWidget *dialog;

  if (!fl_document_is_modified (self->document))
    {
      then (self, data);
      after_unref (after);
      return;
    }
  dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Save changes?"), NULL);
  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog), _("“%s” has changes that are not saved. Without saving they are lost."),
                                  name != NULL ? name : _("Untitled"));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "discard", _("_Discard"), "save",
                                    _("_Save"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (decision_cb), after);
  gtk_window_present (GTK_WINDOW (dialog));
}
