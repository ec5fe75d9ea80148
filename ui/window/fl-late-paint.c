#include "fl-late-paint.h"

struct _FlLatePaint
{
  AdwBin parent_instance;

  int scale; /* painted last, or 0 */
};

G_DEFINE_TYPE (FlLatePaint, fl_late_paint, ADW_TYPE_BIN)

static gboolean
next_frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  gtk_widget_queue_draw (widget);
  return G_SOURCE_REMOVE;
}

static void
fl_late_paint_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FlLatePaint *self = FL_LATE_PAINT (widget);
  int scale = gtk_widget_get_scale_factor (widget);
  gboolean now = self->scale == scale || self->scale == 0;

  self->scale = scale;
  if (now)
    GTK_WIDGET_CLASS (fl_late_paint_parent_class)->snapshot (widget, snapshot);
  else
    gtk_widget_add_tick_callback (widget, next_frame_cb, NULL, NULL);
}

static void
fl_late_paint_class_init (FlLatePaintClass *klass)
{
  GTK_WIDGET_CLASS (klass)->snapshot = fl_late_paint_snapshot;
}

static void
fl_late_paint_init (FlLatePaint *self)
{
}

GtkWidget *
fl_late_paint_new (GtkWidget *child)
{
  return g_object_new (FL_TYPE_LATE_PAINT, "child", child, NULL);
}
