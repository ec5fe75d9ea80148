#include "fl-parcel.h"

#include "fl-plot.h"

#define MARGIN 8
#define CORNER 8

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
  GdkRGBA ground = { theme->card.r, theme->card.g, theme->card.b, 1 }, edge = { theme->text.r, theme->text.g, theme->text.b, 0.45 };
  double width = gdk_paintable_get_intrinsic_width (still), height = gdk_paintable_get_intrinsic_height (still);
  graphene_rect_t card = GRAPHENE_RECT_INIT (0, 0, width + 2 * MARGIN, height + 2 * MARGIN);
  GskRoundedRect outline;

  /* Over a card of the same colour only its edge tells it apart. */
  gsk_rounded_rect_init_from_rect (&outline, &card, CORNER);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &ground, &card);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ 1, 1, 1, 1 }, (GdkRGBA[4]){ edge, edge, edge, edge });
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (MARGIN, MARGIN));
  gdk_paintable_snapshot (still, snapshot, width, height);
  return gtk_snapshot_free_to_paintable (snapshot, &card.size);
}
