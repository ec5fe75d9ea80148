/* The racers: one to eight optimizers in a list, the chosen one's parameters in a form below. UI thread. */
#pragma once
#include <gtk/gtk.h>
#include "fl-race.h"

G_BEGIN_DECLS

/* changed: other racers or parameters; label, group: as fl_document_edit(). chosen: another one is chosen. */
GtkWidget *fl_race_list_new (void (*changed) (const char *label, const char *group, gpointer user_data),
                             void (*chosen) (gpointer user_data), gpointer user_data);
guint fl_race_list_get (GtkWidget *list, DsItem racers[FL_RACERS]); /* how many */
/* One to eight; never calls back. */
void fl_race_list_set (GtkWidget *list, const DsItem *racers, guint n, guint selected);
guint fl_race_list_get_selected (GtkWidget *list);
void fl_race_list_set_result (GtkWidget *list, guint racer, const char *text);

G_END_DECLS
