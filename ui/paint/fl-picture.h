/* A run as one picture: title, decision boundary and loss curves side by side, for `--picture` and export. */
#pragma once
#include "fl-theme.h"
#include "nn-frame.h"

G_BEGIN_DECLS

/* The format follows the ending: .png (2x), .svg, .pdf. 1200 x 560 logical pixels. Blocking. Errors: G_IO_ERROR, NN_ERROR; a wrong
 * ending names what is possible. Of more than two inputs the two that tell most are shown, the
 * rest at their mean, and it says so. */
gboolean fl_picture_write (const char *path, const char *title, const NnFrame *frame, gboolean dark, GError **error);
gboolean fl_picture_format_known (const char *path, GError **error);

G_END_DECLS
