#include "fl-rows-frame.h"

#include "fl-panel-parts.h"

struct _FlRowsFrame
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (FlRowsFrame, fl_rows_frame, GTK_TYPE_WIDGET)

static gboolean
fl_rows_frame_focus (GtkWidget *widget, GtkDirectionType direction)
{
  gboolean moved;

  if (fl_focus_past_rows (widget, direction, &moved))
    return moved;
  return GTK_WIDGET_CLASS (fl_rows_frame_parent_class)->focus (widget, direction);
}

static void
fl_rows_frame_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (fl_rows_frame_parent_class)->dispose (object);
}

static void
fl_rows_frame_class_init (FlRowsFrameClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_rows_frame_dispose;
  GTK_WIDGET_CLASS (klass)->focus = fl_rows_frame_focus;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
fl_rows_frame_init (FlRowsFrame *self)
{
}

GtkWidget *
fl_rows_frame_new (GtkWidget *child)
{
  FlRowsFrame *self = g_object_new (FL_TYPE_ROWS_FRAME, NULL);

  gtk_widget_set_parent (child, GTK_WIDGET (self));
  gtk_widget_set_hexpand (GTK_WIDGET (self), gtk_widget_get_hexpand (child));
  gtk_widget_set_vexpand (GTK_WIDGET (self), gtk_widget_get_vexpand (child));
  g_object_bind_property (child, "visible", self, "visible", G_BINDING_SYNC_CREATE);
  return GTK_WIDGET (self);
}
