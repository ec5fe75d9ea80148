/* FlRowImage: one row of image data as a small picture. */
#pragma once
#include <gtk/gtk.h>
#include "ds-prepared.h"

G_BEGIN_DECLS

#define FL_TYPE_ROW_IMAGE (fl_row_image_get_type ())
G_DECLARE_FINAL_TYPE (FlRowImage, fl_row_image, FL, ROW_IMAGE, GtkWidget)

/* Whether the inputs of data are the pixels of an image; data may be NULL. */
gboolean fl_row_image_size (const DsPrepared *data, guint *width, guint *height);

GtkWidget *fl_row_image_new (int size);
void fl_row_image_set (FlRowImage *self, DsPrepared *data, gsize row); /* data NULL: nothing */

G_END_DECLS
