/* A stage of slow motion in numbers: formulas and a table as labels. UI thread. */
#pragma once
#include <gtk/gtk.h>

#include "nn-step-walk.h"

G_BEGIN_DECLS

GtkWidget *fl_slow_words (const char *text, const char *css_class, double align); /* align: 0 start, 1 end */

/* Replaces what the box (lines) and the grid (table), both children of one box, hold; page NULL: by nothing. room: pixels they are to
 * fit in, where breaking the formulas sooner can do that; 0: not known yet. */
void fl_slow_page_fill (GtkWidget *lines, GtkWidget *table, const NnStepPage *page, int room);

G_END_DECLS
