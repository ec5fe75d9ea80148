/* One GThreadPool of one exclusive thread paints for every plot. A job owns its plot (a reference), its scene and the
 * surface it fills; the plot keeps the surface of the last job and draws it. Pacing: the next paced job starts no sooner
 * than 45 ms after the last one started, and no sooner than four times its duration: on a slow machine the pictures come
 * less often instead of starving the training. Finished paced pictures are shown one a frame of the screen: all in one
 * frame would make that one late. */
#include "fl-plot.h"
#include "fl-zoom.h"

#include <adwaita.h>
#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n-lib.h>
#ifdef __linux__
#include <sys/resource.h>
#endif

#define PACE_US 45000
#define FRAME_US 15000 /* a little less than a frame */
#define LEAST_TEXT 0.5 /* scales of text: beyond them plots would be all text, or none */
#define MOST_TEXT 3.0

typedef struct
{
  cairo_surface_t *surface; /* owned: the picture shown */
  guint timer;
  gint64 started, next;     /* monotonic µs: the last job's start, the next paced start */
  int width, height;        /* last allocated */
  gboolean wanted, now, running;
  gboolean gone;            /* disposed: a job under way finds nobody */
  FlPart part, grip;        /* what is shown of the whole, and was when a drag began */
} FlPlotPrivate;

G_DEFINE_TYPE_WITH_PRIVATE (FlPlot, fl_plot, GTK_TYPE_WIDGET)

/* What the worker does. */
typedef struct
{
  void (*run) (gpointer work);
} Work;

typedef struct
{
  Work work;
  FlPlot *plot; /* owned; touched on the UI thread only */
  const FlPlotClass *klass;
  gpointer scene;
  FlTheme theme;
  FlPart part;
  int width, height, scale;
  gboolean now;
  cairo_surface_t *surface;
} Job;

/* UI thread: finished jobs whose turn to be shown has not come. */
static GQueue finished = G_QUEUE_INIT;
static guint show_timer;
static gint64 last_shown;

static void fl_plot_advance (FlPlot *self);

/* Where the painter has put an axis. */
static void
set_pixels (FlPartSide *side, const FlPartSide *painted)
{
  side->from = painted->from;
  side->to = painted->to;
}

static void
job_show (Job *job)
{
  FlPlotPrivate *priv = fl_plot_get_instance_private (job->plot);

  priv->running = FALSE;
  last_shown = g_get_monotonic_time ();
  if (job->surface != NULL && !priv->gone)
    {
      g_clear_pointer (&priv->surface, cairo_surface_destroy);
      priv->surface = g_steal_pointer (&job->surface);
      set_pixels (&priv->part.x, &job->part.x);
      set_pixels (&priv->part.y, &job->part.y);
      if (job->klass->done != NULL)
        job->klass->done (job->plot, job->scene);
      gtk_widget_queue_draw (GTK_WIDGET (job->plot));
    }
  job->klass->scene_free (job->scene);
  fl_plot_advance (job->plot);
  g_object_unref (job->plot);
  g_clear_pointer (&job->surface, cairo_surface_destroy);
  g_free (job);
}

static gboolean
show_timer_cb (gpointer data)
{
  Job *job = g_queue_pop_head (&finished);

  if (job != NULL)
    job_show (job);
  if (!g_queue_is_empty (&finished))
    return G_SOURCE_CONTINUE;
  show_timer = 0;
  return G_SOURCE_REMOVE;
}

static gboolean
job_done_cb (gpointer data)
{
  Job *job = data;
  FlPlotPrivate *priv = fl_plot_get_instance_private (job->plot);
  gint64 now = g_get_monotonic_time ();

  priv->next = MAX (priv->started + PACE_US, priv->started + 4 * (now - priv->started));
  if (job->now || (g_queue_is_empty (&finished) && now - last_shown >= FRAME_US))
    job_show (job);
  else
    {
      g_queue_push_tail (&finished, job);
      if (show_timer == 0)
        show_timer = g_timeout_add (FRAME_US / 1000, show_timer_cb, NULL);
    }
  return G_SOURCE_REMOVE;
}

/* The thread that copies pixels to the screen comes before those that prepare them. On Linux this is the calling thread's own
 * niceness; elsewhere nothing is lost. */
static void
step_back (void)
{
#ifdef __linux__
  static __thread gboolean done;

  if (!done)
    setpriority (PRIO_PROCESS, 0, getpriority (PRIO_PROCESS, 0) + 5);
  done = TRUE;
#endif
}

/* Worker. */
static void
job_run (gpointer data)
{
  Job *job = data;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, job->width * job->scale, job->height * job->scale);

  if (cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS)
    {
      cairo_t *cr;

      cairo_surface_set_device_scale (surface, job->scale, job->scale);
      cr = cairo_create (surface);
      job->klass->paint (job->scene, cr, &job->theme, job->width, job->height);
      cairo_destroy (cr);
      cairo_surface_flush (surface);
      job->surface = surface;
    }
  else
    cairo_surface_destroy (surface);
  g_idle_add_full (G_PRIORITY_DEFAULT, job_done_cb, job, NULL);
}

static void
work_cb (gpointer data, gpointer user_data)
{
  Work *work = data;

  step_back ();
  work->run (work);
}

static GThreadPool *
painters (void)
{
  static GThreadPool *pool;

  if (pool == NULL)
    pool = g_thread_pool_new (work_cb, NULL, 1, TRUE, NULL);
  return pool;
}

double
fl_plot_text_scale (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  int dpi = 0; /* in 1024ths; the desktop's large text is told by it */

  if (settings != NULL)
    g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? CLAMP (dpi / (96.0 * 1024), LEAST_TEXT, MOST_TEXT) : 1;
}

const FlTheme *
fl_plot_theme (void)
{
  static FlTheme theme; /* UI thread */
  AdwStyleManager *manager = adw_style_manager_get_default ();

  theme = *fl_theme_get (adw_style_manager_get_dark (manager), adw_style_manager_get_high_contrast (manager));
  theme.text_scale = fl_plot_text_scale ();
  return &theme;
}

static void
fl_plot_start (FlPlot *self)
{
  FlPlotPrivate *priv = fl_plot_get_instance_private (self);
  GtkWidget *widget = GTK_WIDGET (self);
  gpointer scene;
  gboolean now;
  Job *job;

  now = priv->now;
  priv->wanted = FALSE;
  priv->now = FALSE;
  scene = FL_PLOT_GET_CLASS (self)->begin (self);
  if (scene == NULL)
    return;
  job = g_new0 (Job, 1);
  job->work.run = job_run;
  job->plot = g_object_ref (self);
  job->klass = FL_PLOT_GET_CLASS (self);
  job->scene = scene;
  job->now = now;
  job->theme = *fl_plot_theme ();
  job->part = priv->part;
  job->theme.part = &job->part;
  job->width = gtk_widget_get_width (widget);
  job->height = gtk_widget_get_height (widget);
  job->scale = gtk_widget_get_scale_factor (widget);
  priv->running = TRUE;
  priv->started = g_get_monotonic_time ();
  g_thread_pool_push (painters (), job, NULL);
}

static gboolean
timer_cb (gpointer data)
{
  FlPlotPrivate *priv = fl_plot_get_instance_private (data);

  priv->timer = 0;
  fl_plot_advance (data);
  return G_SOURCE_REMOVE;
}

/* Starts what is wanted, or sees to it that it starts when its time has come. */
static void
fl_plot_advance (FlPlot *self)
{
  FlPlotPrivate *priv = fl_plot_get_instance_private (self);
  GtkWidget *widget = GTK_WIDGET (self);
  gint64 wait;

  if (!priv->wanted || priv->running || priv->gone || !gtk_widget_get_mapped (widget) || gtk_widget_get_width (widget) < 1 ||
      gtk_widget_get_height (widget) < 1)
    return;
  wait = priv->now ? 0 : priv->next - g_get_monotonic_time ();
  if (wait <= 0)
    {
      g_clear_handle_id (&priv->timer, g_source_remove);
      fl_plot_start (self);
    }
  else if (priv->timer == 0)
    priv->timer = g_timeout_add (1 + wait / 1000, timer_cb, self);
}

void
fl_plot_queue (FlPlot *self, FlPlotHurry hurry)
{
  FlPlotPrivate *priv = fl_plot_get_instance_private (self);

  g_return_if_fail (FL_IS_PLOT (self));
  priv->wanted = TRUE;
  priv->now = priv->now || hurry == FL_PLOT_NOW;
  fl_plot_advance (self);
}

gboolean
fl_plot_is_pending (FlPlot *self)
{
  FlPlotPrivate *priv = fl_plot_get_instance_private (self);

  return priv->wanted || priv->running;
}

/* Still pictures */

typedef struct
{
  Work work;
  GTask *task; /* owned */
  const FlPlotClass *klass;
  gpointer scene;
  FlTheme theme;
  FlPart part;
  FlPlotFormat format;
  int width, height, scale;
  GByteArray *bytes;
  cairo_status_t status;
} Still;

static gboolean
still_done_cb (gpointer data)
{
  Still *still = data;

  if (still->status == CAIRO_STATUS_SUCCESS && still->bytes->len > 0)
    g_task_return_pointer (still->task, g_byte_array_free_to_bytes (g_steal_pointer (&still->bytes)), (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_new_error (still->task, G_IO_ERROR, G_IO_ERROR_FAILED, _("The picture could not be drawn: %s."),
                             cairo_status_to_string (still->status));
  still->klass->scene_free (still->scene);
  g_clear_pointer (&still->bytes, g_byte_array_unref);
  g_object_unref (still->task);
  g_free (still);
  return G_SOURCE_REMOVE;
}

static cairo_status_t
take_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *
still_surface (Still *still)
{
  cairo_surface_t *surface;

  switch (still->format)
    {
    case FL_PLOT_SVG:
      surface = cairo_svg_surface_create_for_stream (take_bytes, still->bytes, still->width, still->height);
      cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
      return surface;
    case FL_PLOT_PDF:
      return cairo_pdf_surface_create_for_stream (take_bytes, still->bytes, still->width, still->height);
    case FL_PLOT_PNG:
    default:
      surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, still->width * still->scale, still->height * still->scale);
      cairo_surface_set_device_scale (surface, still->scale, still->scale);
      return surface;
    }
}

/* Worker. */
static void
still_run (gpointer data)
{
  Still *still = data;
  cairo_surface_t *surface = still_surface (still);
  cairo_t *cr = cairo_create (surface);

  fl_set_source (cr, still->theme.card, 1);
  cairo_paint (cr);
  still->klass->paint (still->scene, cr, &still->theme, still->width, still->height);
  still->status = cairo_status (cr);
  cairo_destroy (cr);
  if (still->format == FL_PLOT_PNG && still->status == CAIRO_STATUS_SUCCESS)
    still->status = cairo_surface_write_to_png_stream (surface, take_bytes, still->bytes);
  cairo_surface_finish (surface);
  if (still->status == CAIRO_STATUS_SUCCESS)
    still->status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  g_idle_add_full (G_PRIORITY_DEFAULT, still_done_cb, still, NULL);
}

void
fl_plot_draw_async (FlPlot *self, FlPlotFormat format, GAsyncReadyCallback callback, gpointer user_data)
{
  FlPlotPrivate *priv = fl_plot_get_instance_private (self);
  FlPlotClass *klass = FL_PLOT_GET_CLASS (self);
  GtkWidget *widget = GTK_WIDGET (self);
  GTask *task = g_task_new (self, NULL, callback, user_data);
  gpointer scene = klass->begin (self);
  Still *still;

  if (scene == NULL || gtk_widget_get_width (widget) < 1 || gtk_widget_get_height (widget) < 1)
    {
      g_clear_pointer (&scene, klass->scene_free);
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_INITIALIZED, _("There is nothing to draw yet."));
      g_object_unref (task);
      return;
    }
  if (klass->still != NULL)
    klass->still (scene);
  still = g_new0 (Still, 1);
  *still = (Still){ .work.run = still_run, .task = task, .klass = klass, .scene = scene, .theme = *fl_plot_theme (), .format = format };
  still->part = priv->part;
  still->theme.part = &still->part;
  still->width = gtk_widget_get_width (widget);
  still->height = gtk_widget_get_height (widget);
  still->scale = MAX (2, gtk_widget_get_scale_factor (widget));
  still->bytes = g_byte_array_new ();
  g_thread_pool_push (painters (), still, NULL);
}

GBytes *
fl_plot_draw_finish (FlPlot *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* The part that is shown */

#define MOST 50.0 /* times as large */

static FlAxis
axis_of (const FlPartSide *side)
{
  return (FlAxis){ .min = side->low, .max = side->high, .from = side->from, .to = side->to };
}

/* Wherever one goes, the middle of what is shown is of the whole. */
static void
bound (FlPartSide *side)
{
  double half = (side->high - side->low) / 2, middle = CLAMP (side->low + half, 0, 1);

  side->low = middle - half;
  side->high = middle + half;
}

static void
zoom_side (FlPartSide *side, double pixel, double factor)
{
  FlAxis axis = axis_of (side);
  double span = side->high - side->low;

  factor = CLAMP (factor, span, span * MOST); /* from all of it to a fiftieth */
  fl_zoom_about (&axis, pixel, factor, 0, 1, &side->low, &side->high);
  if (side->high - side->low > 1 - 1e-9)
    side->low = 0, side->high = 1;
  bound (side);
}

void
fl_plot_part_zoom (FlPlot *self, double x, double y, double factor)
{
  FlPlotPrivate *priv = fl_plot_get_instance_private (self);

  zoom_side (&priv->part.x, x, factor);
  zoom_side (&priv->part.y, y, factor);
  fl_plot_queue (self, FL_PLOT_NOW);
}

void
fl_plot_part_grip (FlPlot *self)
{
  FlPlotPrivate *priv = fl_plot_get_instance_private (self);

  priv->grip = priv->part;
}

static void
move_side (FlPartSide *side, const FlPartSide *grip, double pixels)
{
  FlAxis axis = axis_of (grip);

  fl_zoom_shift (&axis, pixels, &side->low, &side->high);
  bound (side);
}

void
fl_plot_part_move (FlPlot *self, double dx, double dy)
{
  FlPlotPrivate *priv = fl_plot_get_instance_private (self);

  move_side (&priv->part.x, &priv->grip.x, dx);
  move_side (&priv->part.y, &priv->grip.y, dy);
  fl_plot_queue (self, FL_PLOT_NOW);
}

void
fl_plot_part_fit (FlPlot *self)
{
  FlPlotPrivate *priv = fl_plot_get_instance_private (self);

  priv->part = FL_PART_ALL;
  fl_plot_queue (self, FL_PLOT_NOW);
}

void
fl_plot_part_whole (FlPlot *self, double *x, double *y)
{
  FlPlotPrivate *priv = fl_plot_get_instance_private (self);
  const FlPartSide *h = &priv->part.x, *v = &priv->part.y;

  *x = h->low * h->to + *x * (h->high - h->low);
  *y = v->low * v->to + *y * (v->high - v->low);
}

void
fl_plot_part_shown (FlPlot *self, double *x, double *y)
{
  FlPlotPrivate *priv = fl_plot_get_instance_private (self);
  const FlPartSide *h = &priv->part.x, *v = &priv->part.y;

  *x = (*x - h->low * h->to) / (h->high - h->low);
  *y = (*y - v->low * v->to) / (v->high - v->low);
}

static void
look_changed_cb (FlPlot *self)
{
  fl_plot_queue (self, FL_PLOT_NOW);
}

static void
text_scale_changed_cb (FlPlot *self)
{
  gtk_widget_queue_resize (GTK_WIDGET (self)); /* some need more room */
  fl_plot_queue (self, FL_PLOT_NOW);
}

static void
fl_plot_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (fl_plot_parent_class)->map (widget);
  fl_plot_queue (FL_PLOT (widget), FL_PLOT_NOW);
}

static void
fl_plot_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FlPlotPrivate *priv = fl_plot_get_instance_private (FL_PLOT (widget));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_POPOVER (child)) /* a menu: it follows */
      gtk_popover_present (GTK_POPOVER (child));
  if (width == priv->width && height == priv->height)
    return;
  priv->width = width;
  priv->height = height;
  fl_plot_queue (FL_PLOT (widget), FL_PLOT_NOW);
}

static void
fl_plot_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FlPlotPrivate *priv = fl_plot_get_instance_private (FL_PLOT (widget));
  graphene_rect_t area;
  double scale, unused;
  cairo_t *cr;

  if (priv->surface == NULL)
    return;
  cairo_surface_get_device_scale (priv->surface, &scale, &unused);
  graphene_rect_init (&area, 0, 0, cairo_image_surface_get_width (priv->surface) / scale,
                      cairo_image_surface_get_height (priv->surface) / scale);
  if (FL_PLOT_GET_CLASS (widget)->area != NULL)
    FL_PLOT_GET_CLASS (widget)->area (FL_PLOT (widget), &area);
  cr = gtk_snapshot_append_cairo (snapshot, &area);
  cairo_set_source_surface (cr, priv->surface, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
}

static void
fl_plot_dispose (GObject *object)
{
  FlPlotPrivate *priv = fl_plot_get_instance_private (FL_PLOT (object));

  g_clear_handle_id (&priv->timer, g_source_remove);
  g_clear_pointer (&priv->surface, cairo_surface_destroy);
  priv->wanted = FALSE;
  priv->gone = TRUE;
  G_OBJECT_CLASS (fl_plot_parent_class)->dispose (object);
}

static void
fl_plot_class_init (FlPlotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_plot_dispose;
  widget_class->map = fl_plot_map;
  widget_class->size_allocate = fl_plot_size_allocate;
  widget_class->snapshot = fl_plot_snapshot;
}

static void
fl_plot_init (FlPlot *self)
{
  FlPlotPrivate *priv = fl_plot_get_instance_private (self);
  AdwStyleManager *manager = adw_style_manager_get_default ();

  priv->part = FL_PART_ALL;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect_object (gtk_settings_get_default (), "notify::gtk-xft-dpi", G_CALLBACK (text_scale_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (look_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (look_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (look_changed_cb), NULL);
}
