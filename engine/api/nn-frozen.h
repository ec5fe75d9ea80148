/* NnFrozen: which single weights of one layer training leaves alone. Immutable, reference-counted; any thread.
 *
 * Entries are named by neuron and source, not by a place in memory, so that they outlive a change of either number. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  NN_FROZEN_WEIGHT,
  NN_FROZEN_BIAS
} NnFrozenKind;

#define NN_FROZEN_VECTOR (-1) /* the tensor is one number a unit: biases, and the weights of normalizations */

typedef struct
{
  NnFrozenKind kind;
  guint row; /* the neuron, from 0 */
  int col;   /* what the weight comes from, from 0, or NN_FROZEN_VECTOR */
} NnFrozenEntry;

typedef struct
{
  guint n;
  const NnFrozenEntry *entries; /* (n) sorted: weights, then biases, by row and column; none twice */
} NnFrozen;

/* Sorts, and drops what is there twice. NULL where n is 0: no list and an empty list are the same. */
NnFrozen *nn_frozen_new (const NnFrozenEntry *entries, guint n);
NnFrozen *nn_frozen_ref (const NnFrozen *frozen); /* NULL gives NULL */
void nn_frozen_unref (NnFrozen *frozen);          /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnFrozen, nn_frozen_unref)
gboolean nn_frozen_equal (const NnFrozen *a, const NnFrozen *b);

gboolean nn_frozen_has (const NnFrozen *frozen, const NnFrozenEntry *entry);
/* A new list with one entry put in or, where it is there, taken out. */
NnFrozen *nn_frozen_toggle (const NnFrozen *frozen, const NnFrozenEntry *entry);
/* A new list of the entries with row < rows and col < cols: when neurons or their sources become fewer. */
NnFrozen *nn_frozen_within (const NnFrozen *frozen, guint rows, guint cols);

/* As files have it: "weight[2,0]", "bias[1]". Caller frees. */
char *nn_frozen_name (const NnFrozenEntry *entry);
/* Back; FALSE for anything else. */
gboolean nn_frozen_parse (const char *name, NnFrozenEntry *entry);

G_END_DECLS
