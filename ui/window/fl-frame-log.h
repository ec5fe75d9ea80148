/* A measurement for people who care about smoothness: with FALLLINE_FRAME_LOG=FILE in the environment one CSV row a frame,
 * `time_us,interval_us,main_loop_busy_us`. Without it nothing is installed. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Follows the frame clock of `window`, the first one given; must be called after it is realized. UI thread. */
void fl_frame_log_attach (GtkWidget *window);

G_END_DECLS
