#include "stage.h"

#include <string.h>

static gboolean displayed;

void
stage_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);
  displayed = gtk_init_check ();
  if (displayed)
    adw_init ();
}

gboolean
stage_ready (void)
{
  if (!displayed)
    g_test_skip ("no display");
  return displayed;
}

gboolean
stage_open (Stage *stage, FlProject *project, GtkWidget *(*new_view) (FlSession *session))
{
  g_autoptr (FlProject) given = NULL;

  if (!stage_ready ())
    return FALSE;
  given = project != NULL ? fl_project_ref (project) : fl_project_default ();
  stage->document = fl_document_new (given);
  stage->session = fl_session_new (stage->document);
  stage->view = new_view (stage->session);
  stage->window = GTK_IS_WINDOW (stage->view) ? stage->view : gtk_window_new ();
  if (stage->window != stage->view)
    {
      gtk_window_set_default_size (GTK_WINDOW (stage->window), 1100, 800);
      gtk_window_set_child (GTK_WINDOW (stage->window), stage->view);
    }
  gtk_window_present (GTK_WINDOW (stage->window));
  return TRUE;
}

void
stage_resize (GtkWidget *window, int width, int height)
{
  gtk_widget_set_visible (window, FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_present (GTK_WINDOW (window));
}

void
stage_close (Stage *stage)
{
  gtk_window_destroy (GTK_WINDOW (stage->window));
  g_clear_object (&stage->session);
  g_clear_object (&stage->document);
  run_for (100); /* what is under way comes back to nothing */
}

FlProject *
stage_project (void (*change) (NnSpec *values))
{
  g_autoptr (FlProject) given = fl_project_default ();
  g_autoptr (NnSpec) spec = NULL;
  NnSpec values = *given->spec;

  values.stop_epochs = 0;
  if (change != NULL)
    change (&values);
  spec = nn_spec_new (&values);
  return fl_project_with_spec (given, spec);
}

static gboolean
follow_cb (GtkWidget *window, GdkFrameClock *clock, gpointer session)
{
  fl_session_update (session);
  return G_SOURCE_CONTINUE;
}

void
stage_follow (GtkWidget *window, FlSession *session)
{
  gtk_widget_add_tick_callback (window, follow_cb, g_object_ref (session), g_object_unref);
}

void
run_for (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * 1000;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

/* Counts *n down at each that matches; every finder below is this walk. */
static GtkWidget *
search (GtkWidget *widget, Match match, gconstpointer what, guint *n)
{
  if (match (widget, what) && (*n)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = search (child, match, what, n);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
is_a (GtkWidget *widget, gconstpointer type)
{
  return g_type_is_a (G_OBJECT_TYPE (widget), *(const GType *) type);
}

GtkWidget *
nth (GtkWidget *root, GType type, guint n)
{
  return search (root, is_a, &type, &n);
}

GtkWidget *
find (GtkWidget *root, GType type)
{
  return nth (root, type, 0);
}

guint
count (GtkWidget *root, GType type)
{
  guint left = G_MAXUINT;

  search (root, is_a, &type, &left);
  return G_MAXUINT - left;
}

static gboolean
has_tooltip (GtkWidget *widget, gconstpointer start)
{
  const char *tooltip = gtk_widget_get_tooltip_text (widget);

  return tooltip != NULL && g_str_has_prefix (tooltip, start);
}

GtkWidget *
with_tooltip (GtkWidget *root, const char *start)
{
  guint n = 0;

  return search (root, has_tooltip, start, &n);
}

typedef struct
{
  Match match;
  gconstpointer what;
} Shown;

static gboolean
is_shown (GtkWidget *widget, gconstpointer data)
{
  const Shown *shown = data;

  return gtk_widget_get_mapped (widget) && shown->match (widget, shown->what);
}

GtkWidget *
find_shown (GtkWidget *root, Match match, gconstpointer what)
{
  Shown shown = { match, what };
  guint n = 0;

  return search (root, is_shown, &shown, &n);
}

GtkWidget *
await_shown (GtkWidget *root, Match match, gconstpointer what)
{
  GtkWidget *found;

  for (guint i = 0; (found = find_shown (root, match, what)) == NULL && i < 2000; i++)
    run_for (10);
  if (found == NULL)
    g_error ("\"%s\" is not there", what != NULL ? (const char *) what : "the widget");
  return found;
}

gboolean
is_label (GtkWidget *widget, gconstpointer start)
{
  return GTK_IS_LABEL (widget) && g_str_has_prefix (gtk_label_get_text (GTK_LABEL (widget)), start);
}

gboolean
is_label_with (GtkWidget *widget, gconstpointer part)
{
  return GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), part) != NULL;
}

gboolean
is_button (GtkWidget *widget, gconstpointer label)
{
  return GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0;
}
