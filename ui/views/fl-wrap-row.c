#include "fl-wrap-row.h"

#define GAP 8
#define LINE_GAP 2

struct _FlWrapRow
{
  GtkWidget parent_instance;
  GtkWidget *first, *second; /* owned children */
};

G_DEFINE_FINAL_TYPE (FlWrapRow, fl_wrap_row, GTK_TYPE_WIDGET)

static int
size_of (GtkWidget *widget, GtkOrientation orientation, int for_size, gboolean natural)
{
  int least, wanted;

  if (!gtk_widget_should_layout (widget))
    return 0;
  gtk_widget_measure (widget, orientation, for_size, &least, &wanted, NULL, NULL);
  return natural ? wanted : least;
}

/* What it would like, if there is so much. */
static int
width_at (GtkWidget *widget, int most)
{
  return MIN (size_of (widget, GTK_ORIENTATION_HORIZONTAL, -1, TRUE), most);
}

/* The second may shrink to its least before it goes below. */
static gboolean
one_line (FlWrapRow *self, int width)
{
  int second = size_of (self->second, GTK_ORIENTATION_HORIZONTAL, -1, FALSE);

  return second == 0 || size_of (self->first, GTK_ORIENTATION_HORIZONTAL, -1, TRUE) + GAP + second <= width;
}

static void
fl_wrap_row_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                     int *minimum_baseline, int *natural_baseline)
{
  FlWrapRow *self = FL_WRAP_ROW (widget);
  int a, b;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      a = size_of (self->first, orientation, -1, FALSE);
      b = size_of (self->second, orientation, -1, FALSE);
      *minimum = MAX (a, b);
      *natural = size_of (self->first, orientation, -1, TRUE) + GAP + size_of (self->second, orientation, -1, TRUE);
    }
  else
    {
      a = size_of (self->first, orientation, for_size < 0 ? -1 : width_at (self->first, for_size), FALSE);
      b = size_of (self->second, orientation, for_size < 0 ? -1 : width_at (self->second, for_size), FALSE);
      *minimum = *natural = for_size < 0 || one_line (self, for_size) ? MAX (a, b) : a + b + LINE_GAP;
    }
}

static void
put (GtkWidget *row, GtkWidget *child, int x, int y, int width, int height)
{
  if (!gtk_widget_should_layout (child))
    return;
  if (gtk_widget_get_direction (row) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (row) - x - width;
  gtk_widget_size_allocate (child, &(GtkAllocation){ x, y, width, height }, -1);
}

static void
fl_wrap_row_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FlWrapRow *self = FL_WRAP_ROW (widget);
  int first = width_at (self->first, width), second, line = size_of (self->first, GTK_ORIENTATION_VERTICAL, first, FALSE);

  if (one_line (self, width))
    {
      second = MIN (size_of (self->second, GTK_ORIENTATION_HORIZONTAL, -1, TRUE), width - first - GAP);
      put (widget, self->first, 0, 0, first, height);
      put (widget, self->second, width - second, 0, second, height);
      return;
    }
  second = width_at (self->second, width);
  put (widget, self->first, 0, 0, first, line);
  put (widget, self->second, width - second, line + LINE_GAP, second, MAX (height - line - LINE_GAP, 0));
}

static GtkSizeRequestMode
fl_wrap_row_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
fl_wrap_row_dispose (GObject *object)
{
  FlWrapRow *self = FL_WRAP_ROW (object);

  g_clear_pointer (&self->first, gtk_widget_unparent);
  g_clear_pointer (&self->second, gtk_widget_unparent);
  G_OBJECT_CLASS (fl_wrap_row_parent_class)->dispose (object);
}

static void
fl_wrap_row_class_init (FlWrapRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_wrap_row_dispose;
  widget_class->measure = fl_wrap_row_measure;
  widget_class->size_allocate = fl_wrap_row_size_allocate;
  widget_class->get_request_mode = fl_wrap_row_get_request_mode;
}

static void
fl_wrap_row_init (FlWrapRow *self)
{
}

GtkWidget *
fl_wrap_row_new (GtkWidget *first, GtkWidget *second)
{
  FlWrapRow *self = g_object_new (FL_TYPE_WRAP_ROW, NULL);

  self->first = first;
  self->second = second;
  gtk_widget_set_parent (first, GTK_WIDGET (self));
  gtk_widget_set_parent (second, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
