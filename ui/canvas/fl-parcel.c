#include "fl-parcel.h"

#include "fl-plot.h"

G_DEFINE_BOXED_TYPE (FlParcel, fl_parcel, fl_parcel_copy, fl_parcel_free)

FlParcel *
fl_parcel_copy (const FlParcel *parcel)
{
  FlParcel *copy = g_new (FlParcel, 1);

  *copy = (FlParcel){ g_strdup (parcel->id), parcel->from };
  return copy;
}

void
fl_parcel_free (FlParcel *parcel)
{
  g_free (parcel->id);
  g_free (parcel);
}

GdkContentProvider *
fl_parcel_provider (const FlParcel *parcel)
{
  return gdk_content_provider_new_typed (FL_TYPE_PARCEL, parcel);
}

GdkPaintable *
fl_parcel_picture (GtkWidget *widget)
{
  const FlTheme *theme = fl_plot_theme ();
  g_autoptr (GdkPaintable) live = gtk_widget_paintable_new (widget);
  g_autoptr (GdkPaintable) still = gdk_paintable_get_current_image (live); /* the widget may go before the drag is over */
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  double width = gdk_paintable_get_intrinsic_width (still), height = gdk_paintable_get_intrinsic_height (still);

  gtk_snapshot_append_color (snapshot, &(GdkRGBA){ theme->card.r, theme->card.g, theme->card.b, 1 },
                             &GRAPHENE_RECT_INIT (0, 0, width, height));
  gdk_paintable_snapshot (still, snapshot, width, height);
  return gtk_snapshot_free_to_paintable (snapshot, &GRAPHENE_SIZE_INIT (width, height));
}
