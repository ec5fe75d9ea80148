/* The edits a person can make, as one call each: document in, undo step out. GTK-free; UI thread. Each returns FALSE and
 * changes nothing where the edit is not possible or changes nothing. Labels on the undo stack are made here, translated. */
#pragma once
#include "fl-document.h"

G_BEGIN_DECLS

/* index: where the new layer comes to stand; never behind the output layer (it is moved before it). */
gboolean fl_edit_insert_layer (FlDocument *document, guint index, const DsItem *layer);
gboolean fl_edit_remove_layer (FlDocument *document, guint index); /* the output layer stays */
gboolean fl_edit_move_layer (FlDocument *document, guint from, guint to);
/* param: id of the parameter that changed, for label and grouping. */
gboolean fl_edit_set_layer (FlDocument *document, guint index, const DsItem *layer, const char *param);
/* Freezes a single weight or bias of a layer for training, or frees it again. */
gboolean fl_edit_toggle_frozen (FlDocument *document, guint layer, const NnFrozenEntry *entry);
/* A layer fit for `document`'s data: "dense" with 8 units and the activation of its neighbour; others at their defaults. */
DsItem fl_edit_new_layer (FlDocument *document, const char *type);

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
gboolean fl_edit_set_prepare (FlDocument *document, const DsPrepareOptions *prepare, const char *label, const char *group);

/* A loss fit for task and number of classes: mse, binary_cross_entropy or cross_entropy. */
const DsType *fl_edit_default_loss (DsTask task, guint n_classes);

G_END_DECLS
