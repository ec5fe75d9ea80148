#include "fl-scene-plot.h"

#define SPEECH_US 1000000

/* What the worker gets: the scene, how to paint and how to free it. */
typedef struct
{
  gpointer scene; /* a reference */
  FlScenePaint paint;
  GDestroyNotify clear;
} Ticket;

struct _FlScenePlot
{
  FlPlot parent_instance;
  gpointer scene; /* a reference, or NULL */
  FlScenePaint paint;
  GDestroyNotify clear;
  gint64 spoken;
};

G_DEFINE_FINAL_TYPE (FlScenePlot, fl_scene_plot, FL_TYPE_PLOT)

enum
{
  PAINTED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
release (gpointer scene, GDestroyNotify clear)
{
  if (clear != NULL)
    g_atomic_rc_box_release_full (scene, clear);
  else
    g_atomic_rc_box_release (scene);
}

static gpointer
fl_scene_plot_begin (FlPlot *plot)
{
  FlScenePlot *self = FL_SCENE_PLOT (plot);
  Ticket *ticket = g_new0 (Ticket, 1);

  *ticket = (Ticket){ self->scene != NULL ? g_atomic_rc_box_acquire (self->scene) : NULL, self->paint, self->clear };
  return ticket;
}

static void
fl_scene_plot_paint (gpointer data, cairo_t *cr, const FlTheme *theme, double width, double height)
{
  Ticket *ticket = data;

  if (ticket->scene != NULL)
    ticket->paint (ticket->scene, cr, theme, width, height);
}

static void
fl_scene_plot_done (FlPlot *plot, gpointer data)
{
  Ticket *ticket = data;

  if (ticket->scene != NULL)
    g_signal_emit (plot, signals[PAINTED], 0, ticket->scene);
}

static void
fl_scene_plot_scene_free (gpointer data)
{
  Ticket *ticket = data;

  if (ticket->scene != NULL)
    release (ticket->scene, ticket->clear);
  g_free (ticket);
}

void
fl_scene_plot_take (FlScenePlot *self, gpointer scene, GDestroyNotify clear, FlPlotHurry hurry)
{
  if (self->scene != NULL)
    release (self->scene, self->clear);
  self->scene = scene;
  self->clear = clear;
  fl_plot_queue (FL_PLOT (self), hurry);
}

gpointer
fl_scene_plot_get_scene (FlScenePlot *self)
{
  return self->scene;
}

void
fl_scene_plot_describe (FlScenePlot *self, const char *text, gboolean at_once)
{
  gint64 now = g_get_monotonic_time ();

  if (!at_once && now - self->spoken < SPEECH_US)
    return;
  self->spoken = now;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
fl_scene_plot_dispose (GObject *object)
{
  FlScenePlot *self = FL_SCENE_PLOT (object);

  if (self->scene != NULL)
    release (self->scene, self->clear);
  self->scene = NULL;
  G_OBJECT_CLASS (fl_scene_plot_parent_class)->dispose (object);
}

static void
fl_scene_plot_class_init (FlScenePlotClass *klass)
{
  FlPlotClass *plot_class = FL_PLOT_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_scene_plot_dispose;
  plot_class->begin = fl_scene_plot_begin;
  plot_class->paint = fl_scene_plot_paint;
  plot_class->done = fl_scene_plot_done;
  plot_class->scene_free = fl_scene_plot_scene_free;
  signals[PAINTED] = g_signal_new ("painted", FL_TYPE_SCENE_PLOT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "sceneplot");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_IMG);
}

static void
fl_scene_plot_init (FlScenePlot *self)
{
}

GtkWidget *
fl_scene_plot_new (const char *label, FlScenePaint paint)
{
  FlScenePlot *self = g_object_new (FL_TYPE_SCENE_PLOT, NULL);

  self->paint = paint;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return GTK_WIDGET (self);
}
