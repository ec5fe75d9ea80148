/* Which two weights of a network, however many it has: of each the tensor in a list, neuron and input as numbers. UI thread. */
#pragma once
#include <gtk/gtk.h>
#include "nn-spec.h"

G_BEGIN_DECLS

/* changed: indices into the flat weights, which differ; called when a person chose others. */
GtkWidget *fl_weight_pair_new (void (*changed) (const gsize weights[2], gpointer user_data), gpointer user_data);
/* Takes plan, of at least two weights. Where its weights are others than those to choose from so far, starts at two of the last
 * layer, says which and returns TRUE; never calls back. */
gboolean fl_weight_pair_take (GtkWidget *pair, NnPlan *plan, gsize weights[2]);

G_END_DECLS
