/* FlParcel: what a drag of a layer carries: one of the palette, or one of the network itself. A boxed value; drags stay inside
 * the program. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FL_TYPE_PARCEL (fl_parcel_get_type ())

typedef struct
{
  char *id; /* a new layer, as fl_edit_new_layer() takes it; or NULL: */
  int from; /* the layer to be moved, else -1 */
} FlParcel;

GType fl_parcel_get_type (void);
FlParcel *fl_parcel_copy (const FlParcel *parcel);
void fl_parcel_free (FlParcel *parcel);
GdkContentProvider *fl_parcel_provider (const FlParcel *parcel); /* caller owns */
/* What hangs at the pointer: the widget on an opaque ground. Caller owns. */
GdkPaintable *fl_parcel_picture (GtkWidget *widget);

G_END_DECLS
