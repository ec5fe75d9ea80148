/* Taking things along: the picture of the run, its weights, its numbers; and weights back in. All writing is done on a worker thread from
 * a frame, which never changes, so training goes on meanwhile. */
#include "fl-window-private.h"
#include <glib/gi18n-lib.h>
#include <string.h>
#include "ds-csv-write.h"
#include "ds-write.h"
#include "fl-picture.h"
#include "fl-plot-values.h"
#include "nn-weights.h"

static const char *const picture_filters[]
    = { N_("PNG picture"), "*.png", N_("SVG drawing"), "*.svg", N_("PDF document"), "*.pdf", NULL };
static const char *const weights_filters[] = { N_("Weights (safetensors)"), "*.safetensors", NULL };
static const char *const history_filters[] = { N_("Table (CSV)"), "*.csv", NULL };

typedef struct _Export Export;

struct _Export
{
  gboolean (*write) (const Export *self, GError **error); /* worker thread */
  char *path, *title;
  NnFrame *frame; /* ref */
  DsPrepared *data; /* ref: the present data, or NULL */
  gboolean dark;
};

static void
export_free (gpointer data)
{
  Export *self = data;

  g_free (self->path);
  g_free (self->title);
  nn_frame_unref (self->frame);
  ds_prepared_unref (self->data);
  g_free (self);
}

/* ---- what is written ---- */

static gboolean
write_picture (const Export *self, GError **error)
{
  return fl_picture_write (self->path, self->title, self->frame, self->dark, error);
}

static gboolean
write_weights (const Export *self, GError **error)
{
  NnProblem problem = nn_problem (self->frame->data);
  g_autoptr (NnPlan) plan = nn_plan_new (self->frame->spec, &problem, NULL, error);
  const char *metadata[] = { "project", self->title, NULL };

  return plan != NULL && nn_weights_save (self->path, plan, self->frame->weights, metadata, error);
}

static gboolean
write_history (const Export *self, GError **error)
{
  g_autofree char *text = fl_values_history (self->frame->epochs);

  return ds_write_file (self->path, text, strlen (text), error);
}

static gboolean
write_data (const Export *self, GError **error)
{
  DsDataset *dataset = self->data->dataset;
  g_autofree guint8 *parts = ds_dataset_parts (dataset) != NULL ? ds_prepared_parts (self->data) : NULL; /* put there by hand */
  g_autofree char *text = ds_csv_text (dataset, parts);

  return ds_write_file (self->path, text, strlen (text), error);
}

/* ---- how ---- */

static void
run_export (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  Export *self = data;
  GError *error = NULL;

  if (self->write (self, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
exported_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  FlWindow *window = FL_WINDOW (object);
  Export *self = g_task_get_task_data (G_TASK (result));
  g_autofree char *name = g_path_get_basename (self->path);
  g_autofree char *text = g_strdup_printf (_("Saved %s"), name);
  g_autoptr (GError) error = NULL;

  if (window->spinner == NULL)
    return;
  fl_window_add_busy (window, -1);
  if (g_task_propagate_boolean (G_TASK (result), &error))
    fl_window_toast (window, text);
  else
    fl_window_show_error (window, _("Cannot export"), error);
}

static void
export_chosen (FlWindow *window, GFile *file, gpointer data)
{
  Export *self = g_new0 (Export, 1);
  const char *name = fl_document_get_project (window->document)->name;
  NnFrame *frame = fl_session_get_frame (window->session);
  DsPrepared *prepared = fl_session_get_data (window->session);
  g_autoptr (GTask) task = g_task_new (window, NULL, exported_cb, NULL);

  self->write = (gboolean (*) (const Export *, GError **)) data;
  self->path = g_file_get_path (file);
  self->title = g_strdup (name != NULL ? name : _("Untitled"));
  self->dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  self->frame = frame != NULL ? nn_frame_ref (frame) : NULL;
  self->data = prepared != NULL ? ds_prepared_ref (prepared) : NULL;
  g_task_set_task_data (task, self, export_free);
  fl_window_add_busy (window, 1);
  if (self->path == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _("Exports go to a folder of this computer; choose another place."));
  else if (self->write == write_data ? self->data == NULL : self->frame == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_INITIALIZED, _("There is no run yet to export."));
  else
    g_task_run_in_thread (task, run_export);
}

static void
start_export (FlWindow *window, const char *title, const char *ending, const char *const *filters,
              gboolean (*write) (const Export *self, GError **error))
{
  const char *project = fl_document_get_project (window->document)->name;
  g_autofree char *name = g_strconcat (project != NULL ? project : _("Untitled"), ending, NULL);

  if (fl_session_get_frame (window->session) == NULL)
    {
      const char *problem = fl_session_get_problem (window->session, NULL);

      fl_window_toast (window, problem != NULL ? problem : _("There is nothing to export yet: the data are still loading"));
      return;
    }
  g_strdelimit (name, "/", '-');
  fl_window_choose_target (window, title, name, filters, export_chosen, write, NULL);
}

void
fl_window_export_picture (FlWindow *self)
{
  start_export (self, _("Export picture"), ".png", picture_filters, write_picture);
}

void
fl_window_export_weights (FlWindow *self)
{
  start_export (self, _("Export weights"), ".safetensors", weights_filters, write_weights);
}

void
fl_window_export_history (FlWindow *self)
{
  start_export (self, _("Export loss history"), ".csv", history_filters, write_history);
}

void
fl_window_save_data (FlWindow *self)
{
  const char *project = fl_document_get_project (self->document)->name;
  g_autofree char *name = g_strconcat (project != NULL ? project : _("Untitled"), ".csv", NULL);

  if (fl_session_get_data (self->session) == NULL)
    {
      const char *problem = fl_session_get_problem (self->session, NULL);

      fl_window_toast (self, problem != NULL ? problem : _("There is nothing to export yet: the data are still loading"));
      return;
    }
  g_strdelimit (name, "/", '-');
  fl_window_choose_target (self, _("Save data as CSV"), name, history_filters, export_chosen, write_data, NULL);
}

/* ---- weights back in ---- */

typedef struct
{
  FlWindow *window; /* ref */
  char *name;       /* of the file */
} Loading;

static void
loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Loading *loading = user_data;
  FlWindow *window = loading->window;
  g_autofree char *text = g_strdup_printf (_("Weights of %s loaded. Undo brings back those before."), loading->name);
  g_autoptr (GError) error = NULL;

  if (window->spinner != NULL) /* not closed meanwhile */
    {
      fl_window_add_busy (window, -1);
      if (fl_session_load_weights_finish (FL_SESSION (object), result, &error))
        fl_window_toast (window, text);
      else
        fl_window_show_error (window, _("Cannot load weights"), error);
    }
  g_object_unref (loading->window);
  g_free (loading->name);
  g_free (loading);
}

void
fl_window_load_weights_file (FlWindow *self, GFile *file)
{
  Loading *loading = g_new (Loading, 1);
  g_autofree char *name = g_file_get_basename (file);

  *loading = (Loading) { g_object_ref (self), g_filename_display_name (name) };
  fl_window_add_busy (self, 1);
  fl_session_load_weights_async (self->session, file, loaded_cb, loading);
}

static void
weights_chosen (FlWindow *window, GFile *file, gpointer data)
{
  fl_window_load_weights_file (window, file);
}

void
fl_window_load_weights (FlWindow *self)
{
  fl_window_choose_source (self, _("Load weights"), weights_filters, weights_chosen, NULL, NULL);
}

gboolean
fl_window_is_weights (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return name != NULL && g_str_has_suffix (name, ".safetensors");
}

void
fl_window_show_weights_need (FlWindow *self, GFile *file)
{
  g_autofree char *base = g_file_get_basename (file), *name = g_filename_display_name (base);
  g_autoptr (GError) error
      = g_error_new (FL_ERROR, FL_ERROR_VALUE,
                     _("“%s” holds the weights of a network and not the network itself. Open the project they are of; then choose "
                       "“Load weights…” in the Export menu, or drop the file on the window."), name);

  fl_window_show_error (self, _("Weights need their project"), error);
}
