/* The edits a person can make, as one call each: document in, undo step out. GTK-free; UI thread. Each returns FALSE and
 * changes nothing where the edit is not possible or changes nothing. Labels on the undo stack are made here, translated. */
#pragma once
#include "fl-document.h"

G_BEGIN_DECLS

/* index: where the new layer comes to stand; never behind the output layer (it is moved before it). */
gboolean fl_edit_insert_layer (FlDocument *document, guint index, const DsItem *layer);
gboolean fl_edit_remove_layer (FlDocument *document, guint index); /* the output layer stays */
gboolean fl_edit_move_layer (FlDocument *document, guint from, guint to);
gboolean fl_edit_duplicate_layer (FlDocument *document, guint index); /* the copy comes to stand behind it; the output is not copied */
/* What removing a layer does to a draft of a spec. */
void fl_edit_take_out (NnSpec *spec, guint index);
/* Neurons more (delta > 0) or fewer; stays between 1 and what the layer's type allows. Steps in quick succession are one. */
gboolean fl_edit_change_units (FlDocument *document, guint index, int delta);
/* Freezes (FALSE) or frees a layer, where its type has weights to train. */
gboolean fl_edit_set_trainable (FlDocument *document, guint index, gboolean trainable);
/* Is the layer frozen? FALSE for types that have nothing to freeze. */
gboolean fl_layer_is_frozen (const DsItem *layer);
gboolean fl_layer_can_freeze (const DsItem *layer);
/* param: id of the parameter that changed, for label and grouping. */
gboolean fl_edit_set_layer (FlDocument *document, guint index, const DsItem *layer, const char *param);
/* Freezes a single weight or bias of a layer for training, or frees it again. */
gboolean fl_edit_toggle_frozen (FlDocument *document, guint layer, const NnFrozenEntry *entry);
/* A layer fit for `document`'s data: "dense" with 8 units and the activation of its neighbour; others at their defaults.
 * type: an id, or "ID:CHOICE" with a choice for its first parameter ("activation:relu"). */
DsItem fl_edit_new_layer (FlDocument *document, const char *type);
/* Is there such a layer, as fl_edit_new_layer() takes it? */
gboolean fl_edit_knows_layer (const char *type);
/* A title inside a sentence: "Learning rate" becomes "learning rate", "L2 penalty" stays. Caller frees. */
char *fl_title_in_sentence (const char *title);
/* The layer that gives the network its outputs: the last one with units. -1: there is none. */
int fl_output_layer (const NnSpec *spec);

gboolean fl_edit_set_loss (FlDocument *document, const DsItem *loss, const char *param);
/* Another type keeps the learning rate only if it was changed by hand. */
gboolean fl_edit_set_optimizer (FlDocument *document, const DsItem *optimizer, const char *param);
/* Any other training field: pass a whole new set of values. label: translated, past "Undo ". */
gboolean fl_edit_set_training (FlDocument *document, const NnSpec *values, const char *label, const char *group);
gboolean fl_edit_set_seed (FlDocument *document, guint64 seed);

/* Parameters of the present generator (slider), or another one (gallery): then task, loss and output are made to fit, and features and
 * network are kept where they can be. param: NULL for another generator. */
gboolean fl_edit_set_generator (FlDocument *document, const DsItem *generator, const char *param);
/* Another source altogether (an imported file). */
gboolean fl_edit_set_source (FlDocument *document, DsSource *source, DsTask task, const char *name);
/* Painted points in place of the present rows; loss and output are made to fit. was_classes: how many classes the present rows have
 * (0: none, or unknown). */
gboolean fl_edit_set_points (FlDocument *document, DsSource *points, DsTask task, guint was_classes, const char *label,
                             const char *group);
gboolean fl_edit_set_prepare (FlDocument *document, const DsPrepareOptions *prepare, const char *label, const char *group);

/* A loss fit for task and number of classes: mse, binary_cross_entropy or cross_entropy. */
const DsType *fl_edit_default_loss (DsTask task, guint n_classes);

G_END_DECLS
