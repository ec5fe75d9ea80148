/* One PNG or JPEG file, decoded to numbers. */
#pragma once
#include <gdk-pixbuf/gdk-pixbuf.h>
#include "../ds-error.h"

G_BEGIN_DECLS

/* Decodes by the file's own first bytes, never by its name; upright as the camera says. name is for the error. Errors: neither PNG nor
 * JPEG, broken or cut off, too many pixels (refused before they are decoded). Any thread. */
GdkPixbuf *ds_image_decode (const guint8 *bytes, gsize length, const char *name, GError **error);

/* The image scaled to (height, width), 0 .. 1, on white where it is transparent: grey levels (height * width), or the planes of red,
 * green and blue (3 * height * width). FALSE only where memory is short. */
gboolean ds_image_fill (GdkPixbuf *image, guint width, guint height, gboolean color, float *to);

G_END_DECLS
