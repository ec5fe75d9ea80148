/* What changes its words or becomes bold keeps its place: else all that stands beside it would jump. UI thread. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Gives widget the width of the widest of texts (NULL-terminated; copied) in its own font, bold if asked for, and `around` pixels more,
 * `times` times. Follows the size of text. */
void fl_hold_width (GtkWidget *widget, const char *const *texts, gboolean bold, int around, int times);

G_END_DECLS
