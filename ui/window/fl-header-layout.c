#include "fl-header-layout.h"

#define GAP 10
#define EVERYTHING 16384 /* a header bar gives its middle no more than it likes, and this likes all there is */
#define NAME_LEAST 90 /* of the name beside the tabs, if it wants that much */

enum
{
  START,
  NAME,
  TABS,
  END,
  N_CHILDREN
};

struct _FlHeaderLayout
{
  GtkWidget parent_instance;
  GtkWidget *children[N_CHILDREN]; /* owned; there may be no tabs */
  gboolean narrow;
  guint source; /* an idle source that tells of `narrow`, or 0 */
};

G_DEFINE_FINAL_TYPE (FlHeaderLayout, fl_header_layout, GTK_TYPE_WIDGET)

enum
{
  PROP_NARROW = 1,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

typedef struct
{
  int least, natural;
} Size;

static Size
size_of (FlHeaderLayout *self, guint child, GtkOrientation orientation)
{
  Size size = { 0, 0 };

  if (self->children[child] != NULL)
    gtk_widget_measure (self->children[child], orientation, -1, &size.least, &size.natural, NULL, NULL);
  return size;
}

static void
fl_header_layout_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                          int *minimum_baseline, int *natural_baseline)
{
  FlHeaderLayout *self = FL_HEADER_LAYOUT (widget);

  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 2 * GAP : 0;
  for (guint i = 0; i < N_CHILDREN; i++)
    {
      Size size = size_of (self, i, orientation);

      if (orientation == GTK_ORIENTATION_VERTICAL)
        {
          *minimum = MAX (*minimum, size.least);
          *natural = MAX (*natural, size.natural);
          continue;
        }
      if (i != TABS)
        *minimum += size.least;
      *natural += size.natural + (i == TABS ? GAP : 0);
    }
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = MAX (*natural, EVERYTHING);
}

/* The change comes in the middle of laying out, when nothing may ask for another layout. */
static gboolean
tell_idle (gpointer data)
{
  FlHeaderLayout *self = data;

  self->source = 0;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NARROW]);
  return G_SOURCE_REMOVE;
}

static void
set_narrow (FlHeaderLayout *self, gboolean narrow)
{
  if (self->children[TABS] == NULL)
    return;
  gtk_widget_set_child_visible (self->children[TABS], !narrow);
  if (narrow == self->narrow)
    return;
  self->narrow = narrow;
  if (self->source == 0)
    self->source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, tell_idle, self, NULL);
}

static void
put (FlHeaderLayout *self, guint child, int x, int width, int height)
{
  GtkWidget *widget = GTK_WIDGET (self);

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (widget) - x - width;
  gtk_widget_size_allocate (self->children[child], &(GtkAllocation){ x, 0, width, height }, -1);
}

/* What words instead of pictures take of what is left over: all they need or nothing, as half of it only makes wide pictures. */
static int
words (Size size, int spare)
{
  return size.natural - size.least <= spare ? size.natural - size.least : 0;
}

static void
fl_header_layout_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FlHeaderLayout *self = FL_HEADER_LAYOUT (widget);
  Size start = size_of (self, START, GTK_ORIENTATION_HORIZONTAL), name = size_of (self, NAME, GTK_ORIENTATION_HORIZONTAL);
  Size end = size_of (self, END, GTK_ORIENTATION_HORIZONTAL), tabs = size_of (self, TABS, GTK_ORIENTATION_HORIZONTAL);
  gboolean fits;
  int beside = MAX (name.least, MIN (name.natural, NAME_LEAST)), spare, left;

  tabs.natural = tabs.least; /* a switcher likes to be far wider than its words */
  fits = tabs.natural > 0 && start.least + end.least + beside + tabs.natural + 3 * GAP <= width;

  set_narrow (self, !fits);
  /* What is left over goes to the name, then to the labels at the end and the start. */
  spare = width - 2 * GAP - start.least - end.least - name.least - (fits ? tabs.natural + GAP : 0);
  spare -= left = CLAMP (name.natural - name.least, 0, MAX (spare, 0));
  name.least += left;
  spare -= left = words (end, spare);
  end.least += left;
  start.least += words (start, spare);
  put (self, START, 0, start.least, height);
  put (self, NAME, start.least + GAP, name.least, height);
  put (self, END, MAX (width - end.least, start.least + name.least + 2 * GAP), end.least, height);
  if (!fits)
    return;
  left = start.least + name.least + 2 * GAP;
  put (self, TABS, CLAMP ((width - tabs.natural) / 2, left, MAX (left, width - end.least - GAP - tabs.natural)), tabs.natural, height);
}

static void
fl_header_layout_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  g_value_set_boolean (value, FL_HEADER_LAYOUT (object)->narrow);
}

static void
fl_header_layout_dispose (GObject *object)
{
  FlHeaderLayout *self = FL_HEADER_LAYOUT (object);

  g_clear_handle_id (&self->source, g_source_remove);
  for (guint i = 0; i < N_CHILDREN; i++)
    g_clear_pointer (&self->children[i], gtk_widget_unparent);
  G_OBJECT_CLASS (fl_header_layout_parent_class)->dispose (object);
}

static void
fl_header_layout_class_init (FlHeaderLayoutClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_header_layout_dispose;
  G_OBJECT_CLASS (klass)->get_property = fl_header_layout_get_property;
  widget_class->measure = fl_header_layout_measure;
  widget_class->size_allocate = fl_header_layout_size_allocate;
  props[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, props);
}

static void
fl_header_layout_init (FlHeaderLayout *self)
{
}

GtkWidget *
fl_header_layout_new (GtkWidget *start, GtkWidget *name, GtkWidget *tabs, GtkWidget *end)
{
  FlHeaderLayout *self = g_object_new (FL_TYPE_HEADER_LAYOUT, NULL);
  GtkWidget *children[N_CHILDREN] = { start, name, tabs, end };

  for (guint i = 0; i < N_CHILDREN; i++)
    if ((self->children[i] = children[i]) != NULL)
      gtk_widget_set_parent (children[i], GTK_WIDGET (self));
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  return GTK_WIDGET (self);
}
