#include "fl-pair.h"

#define GAP 12
#define BESIDE 760 /* from here on they lie side by side, if both fit */

struct _FlPair
{
  GtkWidget parent_instance;
  GtkWidget *child[2]; /* owned children */
};

G_DEFINE_FINAL_TYPE (FlPair, fl_pair, GTK_TYPE_WIDGET)

static int
least (GtkWidget *child)
{
  int minimum;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

static int
wish (GtkWidget *child)
{
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

/* The widths of both; FALSE: one below the other. */
static gboolean
share (FlPair *self, int width, int widths[2])
{
  int least_first = least (self->child[0]), least_second = least (self->child[1]);

  widths[0] = widths[1] = MAX (width, MAX (least_first, least_second));
  if (width < BESIDE || least_first + GAP + least_second > width)
    return FALSE;
  /* The second gets what it would like: from two fifths of the room to somewhat more than a half. */
  widths[0] = CLAMP (width - GAP - wish (self->child[1]), (width - GAP) * 9 / 20, (width - GAP) * 3 / 5);
  widths[0] = CLAMP (widths[0], least_first, width - GAP - least_second);
  widths[1] = width - GAP - widths[0];
  return TRUE;
}

static int
height_at (GtkWidget *child, int width, int *least_height)
{
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, least_height, &natural, NULL, NULL);
  return natural;
}

static void
fl_pair_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                 int *natural_baseline)
{
  FlPair *self = FL_PAIR (widget);
  int widths[2], a, b, least_a, least_b;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (least (self->child[0]), least (self->child[1]));
      *natural = MAX (*minimum, BESIDE);
      return;
    }
  if (for_size < 0)
    for_size = BESIDE;
  gboolean beside = share (self, for_size, widths);
  a = height_at (self->child[0], widths[0], &least_a);
  b = height_at (self->child[1], widths[1], &least_b);
  *natural = beside ? MAX (a, b) : a + GAP + b;
  *minimum = beside ? MAX (least_a, least_b) : *natural;
}

static void
fl_pair_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FlPair *self = FL_PAIR (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int widths[2], first;

  if (share (self, width, widths))
    {
      height_at (self->child[0], widths[0], NULL);
      height_at (self->child[1], widths[1], NULL);
      gtk_widget_size_allocate (self->child[0], &(GtkAllocation){ rtl ? width - widths[0] : 0, 0, widths[0], height }, -1);
      gtk_widget_size_allocate (self->child[1], &(GtkAllocation){ rtl ? 0 : width - widths[1], 0, widths[1], height }, -1);
      return;
    }
  int second = height_at (self->child[1], widths[1], NULL);
  first = MAX (height_at (self->child[0], widths[0], NULL), height - GAP - second);
  gtk_widget_size_allocate (self->child[0], &(GtkAllocation){ 0, 0, widths[0], first }, -1);
  gtk_widget_size_allocate (self->child[1], &(GtkAllocation){ 0, first + GAP, widths[1], second }, -1);
}

static GtkSizeRequestMode
fl_pair_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
fl_pair_dispose (GObject *object)
{
  FlPair *self = FL_PAIR (object);

  for (guint i = 0; i < 2; i++)
    g_clear_pointer (&self->child[i], gtk_widget_unparent);
  G_OBJECT_CLASS (fl_pair_parent_class)->dispose (object);
}

static void
fl_pair_class_init (FlPairClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_pair_dispose;
  widget_class->measure = fl_pair_measure;
  widget_class->size_allocate = fl_pair_size_allocate;
  widget_class->get_request_mode = fl_pair_get_request_mode;
}

static void
fl_pair_init (FlPair *self)
{
}

GtkWidget *
fl_pair_new (GtkWidget *first, GtkWidget *second)
{
  FlPair *self = g_object_new (FL_TYPE_PAIR, NULL);

  self->child[0] = first;
  self->child[1] = second;
  for (guint i = 0; i < 2; i++)
    gtk_widget_set_parent (self->child[i], GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
