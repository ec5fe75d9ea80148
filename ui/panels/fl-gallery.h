/* The dataset gallery: a picture to press for every generator and every shipped table. Follows the document; a press is an
 * edit. Thumbnails are made on worker threads from the data themselves. */
#pragma once
#include <gtk/gtk.h>
#include "fl-session.h"

G_BEGIN_DECLS

#define FL_TYPE_GALLERY (fl_gallery_get_type ())
G_DECLARE_FINAL_TYPE (FlGallery, fl_gallery, FL, GALLERY, GtkWidget)

GtkWidget *fl_gallery_new (FlSession *session);

G_END_DECLS
