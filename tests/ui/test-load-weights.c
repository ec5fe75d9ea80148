/* Weights dropped on the window go into the network, where they fit; where not, a dialog says why. Needs a display. */
#include "stage.h"

#include <glib/gstdio.h>

#include "fl-window-private.h"
#include "nn-weights.h"

static GtkWidget *
find_message (const char *heading)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window) && g_strcmp0 (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (window)), heading) == 0)
        return window;
    }
  return NULL;
}

static void
drop (FlWindow *window, const char *path)
{
  GSList *files = g_slist_append (NULL, g_file_new_for_path (path));

  g_assert_true (fl_window_drop_files (window, files));
  g_slist_free_full (files, g_object_unref);
}

/* The weights shown, the first one set to `first`. */
static void
save (const char *path, const NnFrame *frame, float first)
{
  NnProblem problem = nn_problem (frame->data);
  g_autoptr (GError) error = NULL;
  g_autoptr (NnPlan) plan = nn_plan_new (frame->spec, &problem, NULL, &error);
  g_autofree float *weights = g_memdup2 (frame->weights, frame->n_weights * sizeof (float));

  weights[0] = first;
  nn_weights_save (path, plan, weights, NULL, &error);
  g_assert_no_error (error);
}

static void
test_drop (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL, *path = NULL;
  GtkWidget *message = NULL;

  if (!stage_ready ())
    return;
  folder = g_dir_make_tmp ("weights-XXXXXX", &error);
  path = g_build_filename (folder, "w.safetensors", NULL);
  g_autoptr (FlProject) project = fl_project_default ();
  g_autoptr (FlDocument) document = fl_document_new (project);
  FlWindow *window = fl_window_new (NULL, document);
  gtk_window_present (GTK_WINDOW (window));
  WAIT_FOR (fl_session_get_frame (window->session) != NULL);
  save (path, fl_session_get_frame (window->session), 3.25f);

  drop (window, path);
  WAIT_FOR (fl_session_get_frame (window->session)->weights[0] == 3.25f);
  g_assert_cmpstr (fl_document_undo_label (document), ==, "load weights");
  fl_document_undo (document);
  WAIT_FOR (fl_session_get_frame (window->session)->weights[0] != 3.25f);
  g_assert_false (fl_document_can_undo (document));

  g_assert_true (g_file_set_contents (path, "1234", 4, &error));
  drop (window, path);
  WAIT_FOR ((message = find_message ("Cannot load weights")) != NULL);
  g_assert_false (fl_document_can_undo (document));
  gtk_window_destroy (GTK_WINDOW (message));

  g_autoptr (GFile) file = g_file_new_for_path (path);
  fl_window_show_weights_need (window, file);
  g_assert_nonnull (message = find_message ("Weights need their project"));
  gtk_window_destroy (GTK_WINDOW (message));
  gtk_window_destroy (GTK_WINDOW (window));
  run_for (50);
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  stage_init (&argc, &argv);
  g_test_add_func ("/load-weights/drop", test_drop);
  return g_test_run ();
}
