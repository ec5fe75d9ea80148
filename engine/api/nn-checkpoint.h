/* NnCheckpoint: everything a run needs to go on as if it had never been interrupted: weights, the optimizer's state, counters,
 * schedule, best weights, curves. A run that goes on from one gives the same bits as one that was never stopped, on the same
 * kernels. Immutable, reference-counted; any thread.
 *
 * The file is safetensors: the weights under the names that nn_weights_save() gives them (so it serves as a weights file too),
 * the rest under names that no layer has; what it belongs to is written out in __metadata__. */
#pragma once
#include "nn-spec.h"

G_BEGIN_DECLS

typedef struct _NnCheckpoint NnCheckpoint;

NnCheckpoint *nn_checkpoint_ref (NnCheckpoint *checkpoint);
void nn_checkpoint_unref (NnCheckpoint *checkpoint); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnCheckpoint, nn_checkpoint_unref)

guint64 nn_checkpoint_epoch (const NnCheckpoint *checkpoint); /* whole epochs done */
guint64 nn_checkpoint_step (const NnCheckpoint *checkpoint);  /* steps done */

/* Durable and atomic. Blocking. */
gboolean nn_checkpoint_save (const NnCheckpoint *checkpoint, const char *path, GError **error);

/* spec and data are those of the run that is to go on. All that the bits depend on must be as it was: the network, loss,
 * optimizer, schedule, regularization, batches, seed and data; only when to stop may differ. Errors name what does not fit, what was
 * found and what was expected (NN_ERROR_FILE), or that memory is out (NN_ERROR_SYSTEM). Blocking. */
NnCheckpoint *nn_checkpoint_load (const char *path, const NnSpec *spec, DsPrepared *data, GError **error);

G_END_DECLS
