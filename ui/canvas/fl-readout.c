#include "fl-readout.h"

#include <math.h>

#include "fl-network-scene.h"
#include "fl-plot.h"

#define MAP_EDGE 176
#define PADDING 10

struct _FlReadout
{
  GtkWidget parent_instance;
  GtkWidget *title, *detail; /* owned children */
  float *map;                /* owned; NULL: none */
  guint map_size;
  double range;
  double at_x, at_y;         /* a place of the map, 0 .. 1, or NaN */
};

G_DEFINE_FINAL_TYPE (FlReadout, fl_readout, GTK_TYPE_WIDGET)

static int
map_room (FlReadout *self)
{
  return self->map != NULL ? MAP_EDGE + 8 : 0;
}

static void
fl_readout_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                    int *natural_baseline)
{
  FlReadout *self = FL_READOUT (widget);
  int title, detail, width;

  gtk_widget_measure (self->title, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &title, NULL, NULL);
  gtk_widget_measure (self->detail, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &detail, NULL, NULL);
  width = MAX (MAX (title, detail), self->map != NULL ? MAP_EDGE : 0);
  *natural = width + 2 * PADDING;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      gtk_widget_measure (self->title, orientation, width, NULL, &title, NULL, NULL);
      gtk_widget_measure (self->detail, orientation, width, NULL, &detail, NULL, NULL);
      *natural = title + detail + map_room (self) + 2 * PADDING;
    }
  *minimum = *natural;
}

static void
fl_readout_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FlReadout *self = FL_READOUT (widget);
  int title, detail, top = PADDING + map_room (self);

  gtk_widget_measure (self->title, GTK_ORIENTATION_VERTICAL, width - 2 * PADDING, NULL, &title, NULL, NULL);
  gtk_widget_measure (self->detail, GTK_ORIENTATION_VERTICAL, width - 2 * PADDING, NULL, &detail, NULL, NULL);
  gtk_widget_size_allocate (self->title, &(GtkAllocation){ PADDING, top, width - 2 * PADDING, title }, -1);
  gtk_widget_size_allocate (self->detail, &(GtkAllocation){ PADDING, top + title, width - 2 * PADDING, detail }, -1);
}

/* A ring that is seen on every colour. */
static void
point_at (cairo_t *cr, double x, double y)
{
  for (guint pass = 0; pass < 2; pass++)
    {
      cairo_new_path (cr);
      cairo_arc (cr, x, y, 4, 0, 2 * G_PI);
      cairo_set_source_rgba (cr, pass, pass, pass, pass ? 1 : 0.85);
      cairo_set_line_width (cr, pass ? 1.5 : 3.5);
      cairo_stroke (cr);
    }
}

static void
fl_readout_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FlReadout *self = FL_READOUT (widget);

  if (self->map != NULL)
    {
      int width = gtk_widget_get_width (widget);
      cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, PADDING, width, MAP_EDGE));

      fl_network_paint_map (cr, fl_plot_theme (), self->map, self->map_size, self->range, (width - MAP_EDGE) / 2, PADDING, MAP_EDGE, 8);
      if (isfinite (self->at_x) && isfinite (self->at_y))
        point_at (cr, (width - MAP_EDGE) / 2 + self->at_x * MAP_EDGE, PADDING + self->at_y * MAP_EDGE);
      cairo_destroy (cr);
    }
  GTK_WIDGET_CLASS (fl_readout_parent_class)->snapshot (widget, snapshot);
}

static void
fl_readout_dispose (GObject *object)
{
  FlReadout *self = FL_READOUT (object);

  g_clear_pointer (&self->title, gtk_widget_unparent);
  g_clear_pointer (&self->detail, gtk_widget_unparent);
  g_clear_pointer (&self->map, g_free);
  G_OBJECT_CLASS (fl_readout_parent_class)->dispose (object);
}

static void
fl_readout_class_init (FlReadoutClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_readout_dispose;
  widget_class->measure = fl_readout_measure;
  widget_class->size_allocate = fl_readout_size_allocate;
  widget_class->snapshot = fl_readout_snapshot;
  gtk_widget_class_set_css_name (widget_class, "readout");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TOOLTIP);
}

static GtkWidget *
line (FlReadout *self, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE); /* formulas are long */
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_widget_add_css_class (label, css_class);
  gtk_widget_set_parent (label, GTK_WIDGET (self));
  return label;
}

static void
fl_readout_init (FlReadout *self)
{
  self->title = line (self, "readout-title");
  self->detail = line (self, "readout-detail");
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_widget_set_can_focus (GTK_WIDGET (self), FALSE);
  /* It repeats for the eye what is named elsewhere. */
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
}

GtkWidget *
fl_readout_new (void)
{
  return g_object_new (FL_TYPE_READOUT, NULL);
}

void
fl_readout_point (FlReadout *self, double x, double y)
{
  self->at_x = x;
  self->at_y = y;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
fl_readout_set (FlReadout *self, const char *title, const char *detail, const float *map, guint map_size, double range)
{
  gboolean had = self->map != NULL;

  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_label_set_text (GTK_LABEL (self->detail), detail);
  g_clear_pointer (&self->map, g_free);
  if (map != NULL)
    self->map = g_memdup2 (map, sizeof (float) * map_size * map_size);
  self->map_size = map_size;
  self->at_x = self->at_y = NAN;
  self->range = range;
  if (had != (map != NULL))
    gtk_widget_queue_resize (GTK_WIDGET (self));
  else
    gtk_widget_queue_draw (GTK_WIDGET (self));
}
