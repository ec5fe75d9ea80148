#include "fl-row-image.h"

#include <adwaita.h>

#include "fl-data-paint.h"
#include "fl-plot.h"

struct _FlRowImage
{
  GtkWidget parent_instance;
  DsPrepared *data; /* owned */
  gsize row;
  int size;
};

G_DEFINE_FINAL_TYPE (FlRowImage, fl_row_image, GTK_TYPE_WIDGET)

gboolean
fl_row_image_size (const DsPrepared *data, guint *width, guint *height)
{
  guint w, h;

  if (data == NULL || !ds_dataset_image_size (data->dataset, &w, &h) || w * h != data->raw_inputs)
    return FALSE;
  if (width != NULL)
    *width = w;
  if (height != NULL)
    *height = h;
  return TRUE;
}

/* What the pixels of these data lie between; the extremes are known of every input. */
static void
range_of (const DsPrepared *data, double *low, double *high)
{
  *low = data->raw_min[0];
  *high = data->raw_max[0];
  for (guint i = 1; i < data->raw_inputs; i++)
    {
      *low = MIN (*low, data->raw_min[i]);
      *high = MAX (*high, data->raw_max[i]);
    }
}

static void
fl_row_image_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FlRowImage *self = FL_ROW_IMAGE (widget);
  int side = MIN (gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  guint width, height;
  double low, high;
  cairo_t *cr;

  if (!fl_row_image_size (self->data, &width, &height) || self->row >= self->data->rows || side < 1)
    return;
  range_of (self->data, &low, &high);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget)));
  fl_image_paint (cr, fl_plot_theme (), (gtk_widget_get_width (widget) - side) / 2, (gtk_widget_get_height (widget) - side) / 2, side,
                  self->data->raw + self->row * self->data->raw_inputs, width, height, low, high);
  cairo_destroy (cr);
}

static void
fl_row_image_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                      int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = FL_ROW_IMAGE (widget)->size;
}

void
fl_row_image_set (FlRowImage *self, DsPrepared *data, gsize row)
{
  if (data == self->data && row == self->row)
    return;
  if (data != NULL)
    ds_prepared_ref (data);
  if (self->data != NULL)
    ds_prepared_unref (self->data);
  self->data = data;
  self->row = row;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
fl_row_image_dispose (GObject *object)
{
  g_clear_pointer (&FL_ROW_IMAGE (object)->data, ds_prepared_unref);
  G_OBJECT_CLASS (fl_row_image_parent_class)->dispose (object);
}

static void
fl_row_image_class_init (FlRowImageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_row_image_dispose;
  GTK_WIDGET_CLASS (klass)->snapshot = fl_row_image_snapshot;
  GTK_WIDGET_CLASS (klass)->measure = fl_row_image_measure;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
fl_row_image_init (FlRowImage *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

GtkWidget *
fl_row_image_new (int size)
{
  FlRowImage *self = g_object_new (FL_TYPE_ROW_IMAGE, "valign", GTK_ALIGN_CENTER, NULL);

  self->size = size;
  return GTK_WIDGET (self);
}
