/* FlNeuronEditor: a popover with one neuron's bias and incoming weights, each to be changed by hand, also in
 * mid-training, or frozen. A toast gives the old value back. */
#pragma once
#include <gtk/gtk.h>
#include "fl-session.h"
#include "fl-topology.h"

G_BEGIN_DECLS

#define FL_TYPE_NEURON_EDITOR (fl_neuron_editor_get_type ())
G_DECLARE_FINAL_TYPE (FlNeuronEditor, fl_neuron_editor, FL, NEURON_EDITOR, GtkPopover)

GtkWidget *fl_neuron_editor_new (FlSession *session);

/* Shows a neuron of `topology`, which is that of the session's present frame; source: the weight to begin at, or -1 for the bias.
 * FALSE where it has nothing to edit. */
gboolean fl_neuron_editor_edit (FlNeuronEditor *self, FlTopology *topology, guint column, guint unit, int source);

/* A new frame: numbers not being edited follow it. topology: of that frame. */
void fl_neuron_editor_follow (FlNeuronEditor *self, FlTopology *topology);

G_END_DECLS
