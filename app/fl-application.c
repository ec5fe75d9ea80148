#include "fl-application.h"
#include <adwaita.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include "fl-config.h"
#include "fl-opening.h"
#include "fl-shortcuts.h"
#include "fl-window.h"
#include "nn-trainer.h"

#define APPLICATION_ID "org.fallline.Workbench"

/* ---- graphics ---- */

static gboolean
has_graphics_hardware (void)
{
  g_autoptr (GDir) dri = g_dir_open ("/dev/dri", 0, NULL);
  const char *name;

  while (dri != NULL && (name = g_dir_read_name (dri)) != NULL)
    if (g_str_has_prefix (name, "renderD"))
      return TRUE;
  return g_file_test ("/dev/nvidiactl", G_FILE_TEST_EXISTS) || g_file_test ("/dev/dxg", G_FILE_TEST_EXISTS);
}

/* GTK loads OpenGL even where only the processor can do its work: it takes a second at the start and the cores from the training.
 * Cairo puts the same picture on the screen for less. A renderer that is asked for by name stays. Returns what GDK_DEBUG was. */
static char *
leave_out_software_gl (void)
{
  const char *renderer = g_getenv ("GSK_RENDERER"), *debug = g_getenv ("GDK_DEBUG");
  char *before = g_strdup (debug);

  if (renderer != NULL ? g_str_equal (renderer, "cairo") : !has_graphics_hardware ())
    {
      g_autofree char *more = g_strconcat ("gl-disable", debug != NULL && *debug != '\0' ? "," : NULL, debug, NULL);

      g_setenv ("GDK_DEBUG", more, TRUE);
      g_setenv ("GSK_RENDERER", "cairo", TRUE);
    }
  return before;
}

/* Programs started from here decide for themselves. */
static void
restore_debug (const char *before)
{
  if (before != NULL)
    g_setenv ("GDK_DEBUG", before, TRUE);
  else
    g_unsetenv ("GDK_DEBUG");
}

/* ---- windows ---- */

static FlWindow *
active_window (GtkApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (application);

  /* A dialog belongs to the window it is about. */
  while (window != NULL && !FL_IS_WINDOW (window) && gtk_window_get_transient_for (window) != NULL)
    window = gtk_window_get_transient_for (window);
  if (FL_IS_WINDOW (window))
    return FL_WINDOW (window);
  for (GList *at = gtk_application_get_windows (application); at != NULL; at = at->next)
    if (FL_IS_WINDOW (at->data))
      return at->data;
  return NULL;
}

static FlWindow *
new_window (GtkApplication *application, FlDocument *document)
{
  FlWindow *window = fl_window_new (ADW_APPLICATION (application), document);

  gtk_window_present (GTK_WINDOW (window));
  if (gtk_application_get_windows (application)->next == NULL)
    fl_window_find_unsaved (window);
  return window;
}

static FlWindow *
new_default_window (GtkApplication *application)
{
  g_autoptr (FlProject) project = fl_project_default ();
  g_autoptr (FlDocument) document = fl_document_new (project);

  return new_window (application, document);
}

static void
activate_cb (GtkApplication *application, gpointer user_data)
{
  FlWindow *window = active_window (application);

  if (window == NULL)
    new_default_window (application);
  else
    gtk_window_present (GTK_WINDOW (window));
}

/* ---- opening ---- */

/* So long may reading take without a window on the screen. */
#define PATIENCE_MS 800

typedef struct
{
  GtkApplication *application; /* ref, held */
  GFile *file;
  FlDocument *document; /* borrowed: there until opened_cb() */
  FlProgress *progress;
  GtkWidget *window;    /* an fl_opening_window_new(), or NULL */
  guint patience;
} Opening;

static void
opening_free (Opening *opening)
{
  g_clear_handle_id (&opening->patience, g_source_remove);
  fl_progress_unref (opening->progress);
  g_application_release (G_APPLICATION (opening->application));
  g_object_unref (opening->application);
  g_object_unref (opening->file);
  g_free (opening);
}

static void
open_window (Opening *opening, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  FlWindow *window = active_window (opening->application);

  if (opening->window != NULL)
    gtk_window_destroy (GTK_WINDOW (opening->window));
  if (fl_document_open_finish (opening->document, result, &error))
    {
      g_autofree char *uri = g_file_get_uri (opening->file);

      gtk_recent_manager_add_item (gtk_recent_manager_get_default (), uri);
      new_window (opening->application, opening->document);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      if (window == NULL)
        window = new_default_window (opening->application);
      gtk_window_present (GTK_WINDOW (window));
      fl_window_show_open_error (window, opening->file, error);
    }
}

static void
opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Opening *opening = user_data;

  open_window (opening, result);
  opening_free (opening);
}

/* Not the workbench: there is nothing in it yet, and an example would look like what is being opened. */
static gboolean
patience_cb (gpointer user_data)
{
  Opening *opening = user_data;
  g_autofree char *name = g_file_get_basename (opening->file), *shown = g_filename_display_name (name);

  opening->patience = 0;
  opening->window = fl_opening_window_new (opening->application, shown, opening->progress);
  gtk_window_present (GTK_WINDOW (opening->window));
  return G_SOURCE_REMOVE;
}

/* A project gets a window of its own once it is read; an example nobody has touched gives its window up. */
static void
open_project (GtkApplication *application, GFile *file)
{
  g_autoptr (FlProject) project = fl_project_default ();
  g_autoptr (FlDocument) document = fl_document_new (project);
  Opening *opening = g_new (Opening, 1);

  *opening = (Opening) { g_object_ref (application), g_object_ref (file), document, fl_progress_new () };
  opening->patience = g_timeout_add (PATIENCE_MS, patience_cb, opening);
  g_application_hold (G_APPLICATION (application));
  fl_document_open_async (document, file, opening->progress, opened_cb, opening);
}

static FlWindow *
present_window (GtkApplication *application)
{
  FlWindow *window = active_window (application);

  if (window == NULL)
    window = new_default_window (application);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

/* Files that are no projects belong together: images and their labels. */
static void
open_cb (GtkApplication *application, GFile **files, int n_files, const char *hint, gpointer user_data)
{
  g_autoptr (GPtrArray) data = g_ptr_array_new ();

  for (int i = 0; i < n_files; i++)
    {
      FlWindow *window = active_window (application);
      g_autofree char *name = g_file_get_basename (files[i]);

      if (fl_window_is_weights (files[i]))
        fl_window_show_weights_need (present_window (application), files[i]);
      else if (!g_str_has_suffix (name, ".fallline") && !g_str_has_suffix (name, ".json"))
        g_ptr_array_add (data, files[i]);
      else if (window == NULL || !fl_window_is_untouched (window))
        open_project (application, files[i]);
      else
        fl_window_open_file (present_window (application), files[i]);
    }
  if (data->len > 0)
    fl_window_import_files (present_window (application), (GFile *const *) data->pdata, data->len);
}

/* ---- actions ---- */

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FlWindow *window = active_window (user_data);

  adw_show_about_window (GTK_WINDOW (window), "application-name", _("Fall Line"), "application-icon", APPLICATION_ID, "version",
                         FL_VERSION, "developer-name", _("The Fall Line contributors"), "license-type", GTK_LICENSE_MIT_X11,
                         "comments",
                         _("Put a neural network together by pointing and clicking, press Train, and watch it learn.\n\n"
                           "The fall line is the steepest way down a slope: the way gradient descent takes."),
                         NULL);
}

static void
shortcuts_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FlWindow *window = active_window (user_data);

  if (window != NULL)
    gtk_window_present (fl_shortcuts_window (GTK_WINDOW (window)));
}

/* Every window is asked: one with unsaved changes may say no. */
static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (user_data));

  for (GList *at = windows; at != NULL; at = at->next)
    if (FL_IS_WINDOW (at->data))
      gtk_window_close (at->data);
}

void
fl_application_set_up (GtkApplication *application)
{
  static const GActionEntry entries[] = {
    { "about", about_cb },
    { "shortcuts", shortcuts_cb },
    { "quit", quit_cb },
  };
  static const char *const accels[][5] = {
    { "win.open", "<Control>o" },
    { "win.save", "<Control>s" },
    { "win.save-as", "<Control><Shift>s" },
    { "win.undo", "<Control>z" },
    { "win.redo", "<Control><Shift>z", "<Control>y" },
    { "win.import-data", "<Control>i" },
    { "win.export", "<Control>e" },
    { "win.load-weights", "<Control>l" },
    { "win.explain", "F4", "<Control><Shift>e" },
    { "win.slow-motion", "<Control><Shift>m" },
    { "win.close", "<Control>w" },
    { "app.quit", "<Control>q" },
    { "app.shortcuts", "<Control>question", "<Control>slash", "<Control>F1" },
  };

  gtk_window_set_default_icon_name (APPLICATION_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries), application);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (application, accels[i][0], &accels[i][1]);
}

/* ---- starting ---- */

struct _FlApplication
{
  AdwApplication parent_instance;
  char *debug; /* GDK_DEBUG as it was */
};

G_DECLARE_FINAL_TYPE (FlApplication, fl_application, FL, APPLICATION, AdwApplication)
G_DEFINE_FINAL_TYPE (FlApplication, fl_application, ADW_TYPE_APPLICATION)

/* GTK reads its own theme as soon as anybody asks for its settings, and libadwaita puts an empty one in its place at once: that one is
 * read from the start. A theme that is asked for by name stays. */
static void
leave_out_gtk_theme (void)
{
  if (g_getenv ("GTK_THEME") != NULL)
    return;
  g_setenv ("GTK_THEME", "Adwaita-empty", TRUE);
  gtk_settings_get_default ();
  g_unsetenv ("GTK_THEME"); /* libadwaita, too, leaves its theme out where it finds one here */
}

/* Somebody logs out, closes the terminal it was started from, or ends it by name: there is nobody to ask, and nothing is to be lost. The
 * second such signal ends it whatever it is doing. */
static gboolean
told_to_end_cb (gpointer application)
{
  for (GList *at = gtk_application_get_windows (application); at != NULL; at = at->next)
    if (FL_IS_WINDOW (at->data))
      fl_window_leave (at->data);
  g_application_quit (application);
  return G_SOURCE_REMOVE;
}

static void
heed_signals (GApplication *application)
{
  static const int signals[] = { SIGTERM, SIGHUP, SIGINT };

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_unix_signal_add (signals[i], told_to_end_cb, application);
}

static gpointer
find_icons (gpointer theme)
{
  gtk_icon_theme_has_icon (theme, APPLICATION_ID);
  g_object_unref (theme);
  return NULL;
}

/* A folder added to the icon theme makes it forget what it has read. It would read again when the window is laid out; beside the
 * building of the window it costs nothing. GtkIconTheme may be used, but not set up, on any thread. */
static void
find_icons_aside (void)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());

  g_thread_unref (g_thread_new ("icons", find_icons, g_object_ref (theme)));
}

static void
fl_application_startup (GApplication *application)
{
  FlApplication *self = FL_APPLICATION (application);

  leave_out_gtk_theme ();
  /* Before GTK looks for icons: libadwaita would wait until they are found, and make them be found again. */
  adw_init ();
  G_APPLICATION_CLASS (fl_application_parent_class)->startup (application);
  restore_debug (self->debug); /* GDK has read it by now */
  find_icons_aside ();
  heed_signals (application);
  fl_application_set_up (GTK_APPLICATION (self));
}

static void
fl_application_finalize (GObject *object)
{
  g_free (FL_APPLICATION (object)->debug);
  G_OBJECT_CLASS (fl_application_parent_class)->finalize (object);
}

static void
fl_application_class_init (FlApplicationClass *klass)
{
  G_APPLICATION_CLASS (klass)->startup = fl_application_startup;
  G_OBJECT_CLASS (klass)->finalize = fl_application_finalize;
}

static void
fl_application_init (FlApplication *self)
{
}

gboolean
fl_application_run (int argc, char **argv, int *status)
{
  g_autoptr (FlApplication) application = NULL;
  char *debug = leave_out_software_gl ();

  /* A display can be named and not be there: of a session that has ended, of a connection without forwarding. */
  if (!gtk_init_check ())
    {
      restore_debug (debug);
      g_free (debug);
      return FALSE;
    }
  nn_trainer_give_way ();
  g_set_application_name (_("Fall Line"));
  application = g_object_new (fl_application_get_type (), "application-id", APPLICATION_ID, "flags", G_APPLICATION_HANDLES_OPEN, NULL);
  application->debug = debug;
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), NULL);
  g_signal_connect (application, "open", G_CALLBACK (open_cb), NULL);
  *status = g_application_run (G_APPLICATION (application), argc, argv);
  return TRUE;
}
