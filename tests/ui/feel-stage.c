#include "feel-stage.h"

#include "fl-application.h"
#include "fl-project.h"
#include "fl-view.h"

AdwApplication *application;

void
feel_stage_init (void)
{
  if (!gtk_init_check ())
    return;
  application = adw_application_new ("org.fallline.Workbench", G_APPLICATION_NON_UNIQUE);
  g_signal_connect (application, "startup", G_CALLBACK (fl_application_set_up), NULL);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
}

void
run_for (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * 1000;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

gboolean
stage_open_at (Stage *stage, int width, int height)
{
  g_autoptr (FlProject) project = NULL;

  if (application == NULL)
    {
      g_test_skip ("no display");
      return FALSE;
    }
  project = fl_project_default ();
  stage->document = fl_document_new (project);
  stage->window = fl_window_new (application, stage->document);
  if (width > 0)
    gtk_window_set_default_size (GTK_WINDOW (stage->window), width, height);
  gtk_window_present (GTK_WINDOW (stage->window));
  run_for (400);
  return TRUE;
}

gboolean
stage_open (Stage *stage)
{
  return stage_open_at (stage, 0, 0);
}

void
stage_close (Stage *stage)
{
  gtk_window_destroy (GTK_WINDOW (stage->window));
  g_clear_object (&stage->document);
  run_for (100);
}

void
walk (GtkWidget *widget, Visit visit, gpointer data)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  visit (widget, data);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    walk (child, visit, data);
}

void
in_every_view (Stage *stage, void (*look) (Stage *stage, const char *view))
{
  guint n;
  const FlViewType *const *views = fl_views (&n);

  for (guint i = 0; i < n; i++)
    {
      g_action_group_activate_action (G_ACTION_GROUP (stage->window), "view", g_variant_new_string (views[i]->id));
      run_for (800);
      look (stage, views[i]->id);
    }
}

typedef struct
{
  const char *css_name;
  GtkWidget *found;
} Search;

static void
match (GtkWidget *widget, gpointer data)
{
  Search *search = data;

  if (g_str_equal (gtk_widget_get_css_name (widget), search->css_name))
    search->found = widget;
}

GtkWidget *
find_named (GtkWidget *window, const char *css_name)
{
  Search search = { css_name, NULL };

  walk (window, match, &search);
  return search.found;
}

GtkWindow *
newest_window (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (gtk_window_get_transient_for (window) != NULL && gtk_widget_get_mapped (GTK_WIDGET (window)))
        return window;
    }
  return NULL;
}

guint faults;

void
fault (GtkWidget *widget, const char *what)
{
  g_autoptr (GString) path = g_string_new (NULL);

  for (GtkWidget *at = widget; at != NULL && path->len < 200; at = gtk_widget_get_parent (at))
    {
      const char *tooltip = gtk_widget_get_tooltip_text (at);

      g_string_append_printf (path, " < %s%s%s%s", gtk_widget_get_css_name (at), tooltip != NULL ? " “" : "", tooltip != NULL ? tooltip : "",
                              tooltip != NULL ? "”" : "");
    }
  g_test_message ("%s:%s", what, path->str + 2);
  faults++;
}
