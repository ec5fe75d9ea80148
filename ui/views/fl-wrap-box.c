#include "fl-wrap-box.h"

#define LINE_GAP 4

struct _FlWrapBox
{
  GtkWidget parent_instance;
  int gap;
  GtkAlign align;
};

G_DEFINE_FINAL_TYPE (FlWrapBox, fl_wrap_box, GTK_TYPE_WIDGET)

typedef struct
{
  GtkWidget *first, *end; /* from the first to before the end */
  int width, height;
} Line;

static int
width_of (GtkWidget *child, int most)
{
  int least, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &natural, NULL, NULL);
  return MAX (least, MIN (natural, most));
}

static int
height_of (GtkWidget *child, int width)
{
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  return natural;
}

static Line
next_line (FlWrapBox *self, GtkWidget *child, int most)
{
  Line line = { child, NULL, 0, 0 };

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int width;

      if (!gtk_widget_should_layout (child))
        continue;
      width = width_of (child, most);
      if (line.width > 0 && line.width + self->gap + width > most)
        break;
      line.width += (line.width > 0 ? self->gap : 0) + width;
      line.height = MAX (line.height, height_of (child, width));
    }
  line.end = child;
  return line;
}

static void
measure_width (FlWrapBox *self, int *minimum, int *natural)
{
  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int least, wanted;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wanted, NULL, NULL);
      *minimum = MAX (*minimum, least);
      *natural += (*natural > 0 ? self->gap : 0) + wanted;
    }
}

static void
fl_wrap_box_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                     int *natural_baseline)
{
  GtkWidget *at = gtk_widget_get_first_child (widget);
  int height = 0;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_width (FL_WRAP_BOX (widget), minimum, natural);
      return;
    }
  while (at != NULL)
    {
      Line line = next_line (FL_WRAP_BOX (widget), at, for_size < 0 ? G_MAXINT / 2 : for_size);

      height += (height > 0 ? LINE_GAP : 0) + line.height;
      at = line.end;
    }
  *minimum = *natural = height;
}

static void
fl_wrap_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FlWrapBox *self = FL_WRAP_BOX (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkWidget *at = gtk_widget_get_first_child (widget);
  int top = 0;

  while (at != NULL)
    {
      Line line = next_line (self, at, width);
      int x = self->align == GTK_ALIGN_END ? MAX (width - line.width, 0) : 0;

      for (; at != line.end; at = gtk_widget_get_next_sibling (at))
        if (gtk_widget_should_layout (at))
          {
            int wide = width_of (at, width);

            gtk_widget_size_allocate (at, &(GtkAllocation){ mirrored ? width - x - wide : x, top, wide, line.height }, -1);
            x += wide + self->gap;
          }
      top += line.height + LINE_GAP;
    }
}

static GtkSizeRequestMode
fl_wrap_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
fl_wrap_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (fl_wrap_box_parent_class)->dispose (object);
}

static void
fl_wrap_box_class_init (FlWrapBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_wrap_box_dispose;
  widget_class->measure = fl_wrap_box_measure;
  widget_class->size_allocate = fl_wrap_box_size_allocate;
  widget_class->get_request_mode = fl_wrap_box_get_request_mode;
}

static void
fl_wrap_box_init (FlWrapBox *self)
{
}

GtkWidget *
fl_wrap_box_new (int gap, GtkAlign align)
{
  FlWrapBox *self = g_object_new (FL_TYPE_WRAP_BOX, NULL);

  self->gap = gap;
  self->align = align;
  return GTK_WIDGET (self);
}

void
fl_wrap_box_append (FlWrapBox *self, GtkWidget *child)
{
  gtk_widget_set_parent (child, GTK_WIDGET (self));
}
