/* The whole window as a person meets it: small, in large letters, from right to left, and by name alone. Needs a display. */
#include <adwaita.h>

#include "fl-document.h"
#include "fl-project.h"
#include "fl-view.h"
#include "fl-window.h"

static AdwApplication *application; /* NULL: no display */

typedef struct
{
  FlDocument *document;
  FlWindow *window;
} Stage;

static void
run_for (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * 1000;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

static gboolean
stage_open (Stage *stage)
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
  gtk_window_present (GTK_WINDOW (stage->window));
  run_for (400);
  return TRUE;
}

static void
stage_close (Stage *stage)
{
  gtk_window_destroy (GTK_WINDOW (stage->window));
  g_clear_object (&stage->document);
  run_for (100);
}

typedef void (*Visit) (GtkWidget *widget, gpointer data);

/* Every widget that can be seen, popovers that are open included. */
static void
walk (GtkWidget *widget, Visit visit, gpointer data)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  visit (widget, data);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    walk (child, visit, data);
}

static void
in_every_view (Stage *stage, void (*look) (Stage *stage, const char *view))
{
  guint n;
  const FlViewType *const *views = fl_views (&n);

  for (guint i = 0; i < n; i++)
    {
      g_action_group_activate_action (G_ACTION_GROUP (stage->window), "view", g_variant_new_string (views[i]->id));
      run_for (400);
      look (stage, views[i]->id);
    }
}

/* ---- small ---- */

static int
least (GtkWidget *widget, GtkOrientation orientation)
{
  int minimum;

  gtk_widget_measure (widget, orientation, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

static void
report (GtkWidget *widget, gpointer depth)
{
  int width = least (widget, GTK_ORIENTATION_HORIZONTAL);

  if (width > 300)
    g_test_message ("%*s%s %d", GPOINTER_TO_INT (depth), "", gtk_widget_get_css_name (widget), width);
}

static void
small (Stage *stage, const char *view)
{
  int width = least (GTK_WIDGET (stage->window), GTK_ORIENTATION_HORIZONTAL);
  int height = least (GTK_WIDGET (stage->window), GTK_ORIENTATION_VERTICAL);

  g_test_message ("%s needs %d × %d", view, width, height);
  if (width > 800)
    walk (GTK_WIDGET (stage->window), report, NULL);
  g_assert_cmpint (width, <=, 800);
  g_assert_cmpint (height, <=, 600);
}

static void
test_small (void)
{
  Stage stage;

  if (!stage_open (&stage))
    return;
  in_every_view (&stage, small);
  stage_close (&stage);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  if (gtk_init_check ())
    {
      application = adw_application_new ("org.fallline.Workbench", G_APPLICATION_NON_UNIQUE);
      g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
    }
  g_test_add_func ("/feel/small", test_small);
  status = g_test_run ();
  g_clear_object (&application);
  return status;
}
