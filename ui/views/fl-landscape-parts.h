/* What the pages of the Landscape view are put together from. UI thread. */
#pragma once
#include "fl-number-field.h"
#include "fl-terrain-plot.h"

G_BEGIN_DECLS

#define FL_TYPE_LANDSCAPE_LAYOUT (fl_landscape_layout_get_type ())
G_DECLARE_FINAL_TYPE (FlLandscapeLayout, fl_landscape_layout, FL, LANDSCAPE_LAYOUT, GtkWidget)

/* Controls at the start, two plots beside one another and a foot below them where there are `beside` pixels; else one below the other. */
GtkWidget *fl_landscape_layout_new (GtkWidget *controls, GtkWidget *first, GtkWidget *second, GtkWidget *foot, int beside);

/* A card with a title, a dim remark at its end (given back to be set), and the plot. */
GtkWidget *fl_terrain_card_new (const char *title, GtkWidget *plot, GtkWidget **remark);
/* A drop-down of translated words with an accessible name. */
GtkWidget *fl_words_new (const char *accessible_name, const char *const *words, guint n, guint selected);
/* A field for a number. changed may not be NULL. */
GtkWidget *fl_column_number_new (const char *name, double min, double max, gboolean whole, double value, FlNumberChanged changed, gpointer user_data);
/* A button as wide as its column. */
GtkWidget *fl_column_button_new (const char *label, const char *tooltip, GCallback clicked, gpointer user_data);
GtkWidget *fl_column_new (void); /* a vertical box with the margins of a panel */
void fl_column_append_pair (GtkBox *column, GtkWidget *first, GtkWidget *second); /* side by side, equally wide */

/* A value as fine as it can be pointed at where so much is shown. */
double fl_pointed_at (double value, double range);

/* The pages. */
GtkWidget *fl_landscape_page_new (gpointer session);
GtkWidget *fl_race_page_new (gpointer session);    /* down the loss of its two parameters */
GtkWidget *fl_surface_page_new (gpointer session); /* down a test surface; of the session only the undo history is used */

G_END_DECLS
