/* Which weight of a network, however many there are: its tensor in a list, its neuron and input as numbers. UI thread. */
#pragma once
#include <gtk/gtk.h>
#include "nn-spec.h"

G_BEGIN_DECLS

/* name: of the axis, its accessible name. changed: index into the flat weights; called when a person chose another one. */
GtkWidget *fl_weight_chooser_new (const char *name, void (*changed) (gsize weight, gpointer user_data), gpointer user_data);
/* Shows a weight of that network; never calls back. plan is borrowed until the next call. */
void fl_weight_chooser_set (GtkWidget *chooser, const NnPlan *plan, gsize weight);

G_END_DECLS
