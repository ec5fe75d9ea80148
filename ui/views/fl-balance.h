/* Lines of cards as long as one another: of eight where seven fit, four and four. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Sets how many of its n children, all of one width, stand in a line of so many pixels. Not while anything is laid out. */
void fl_balance_lines (GtkFlowBox *box, int width, guint n);

G_END_DECLS
