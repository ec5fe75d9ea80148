/* The numbers behind a plot as a table in a window of its own: what a picture says, for who cannot see it. They are as they were
 * when it was opened. UI thread. */
#pragma once
#include <gtk/gtk.h>
#include "fl-value-sheet.h"

G_BEGIN_DECLS

/* title: the plot's name; sheet: taken. */
GtkWidget *fl_value_table_new (GtkWindow *parent, const char *title, FlValueSheet *sheet);

G_END_DECLS
