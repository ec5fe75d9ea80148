/* Importing data: choosing files, and taking over what the assistant gives. */
#include "fl-window-private.h"
#include <glib/gi18n-lib.h>
#include "fl-edit.h"
#include "fl-import-dialog.h"
#include "fl-import-find.h"

static const char *const data_filters[] = { N_("Tables and images"), "*.csv *.tsv *.txt *.dat *.data *.idx *-ubyte *.gz *.npy", NULL };

static void
done_cb (DsSource *source, DsTask task, DsDataset *rows, gpointer user_data)
{
  FlWindow *window = FL_WINDOW (user_data);
  g_autofree char *name = fl_import_name (source);

  if (window->spinner == NULL)
    return;
  fl_session_offer_rows (window->session, source, task, rows);
  fl_edit_set_source (window->document, source, task, name);
}

void
fl_window_import_files (FlWindow *window, GFile *const *files, guint n)
{
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_file_get_path (files[i]);
      g_autoptr (GError) error = NULL;

      if (path == NULL)
        {
          g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                               _("Only files on this computer can be imported; copy it to a folder first."));
          fl_window_show_error (window, _("Cannot import"), error);
          return;
        }
      g_strv_builder_add (paths, path);
    }
  g_auto (GStrv) list = g_strv_builder_end (paths);
  gtk_window_present (GTK_WINDOW (fl_import_dialog_new (GTK_WINDOW (window), (const char *const *) list, done_cb, G_OBJECT (window))));
}

void
fl_window_import_file (FlWindow *window, GFile *file)
{
  fl_window_import_files (window, &file, 1);
}

static void
data_chosen (FlWindow *window, GFile *file, gpointer data)
{
  fl_window_open_file (window, file);
}

static void
folder_chosen (FlWindow *window, GFile *file, gpointer data)
{
  fl_window_import_file (window, file);
}

void
fl_window_import (FlWindow *self)
{
  fl_window_choose_source (self, _("Import data"), data_filters, data_chosen, NULL, NULL);
}

void
fl_window_import_folder (FlWindow *self)
{
  fl_window_choose_folder (self, _("Import a folder of images"), folder_chosen);
}
