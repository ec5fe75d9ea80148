/* FlTopology: a network as columns to be drawn: inputs first, then one column a layer of the spec. Immutable,
 * reference-counted, any thread. */
#pragma once
#include "fl-remedy.h"

G_BEGIN_DECLS

#define FL_FOLD_UNITS 16 /* columns with more units are shown as one card */

typedef struct
{
  int layer;         /* of the spec, or -1: the inputs */
  guint units;
  gboolean slim;     /* passes its inputs on one by one: drawn as a narrow card */
  gboolean folded;   /* more than FL_FOLD_UNITS */
  guint image_width, image_height; /* folded inputs that are the pixels of a picture; else 0 */
  gboolean output;
  gboolean can_count; /* has neurons a person may add and remove */
  guint source;      /* column the weights come from */
  gboolean linked;   /* weight is (units, units of source) at weight_offset; only where the network fits its data */
  gsize weight_offset;
  gboolean frozen;   /* training leaves its weights as they are */
  gboolean biased;
  gsize bias_offset; /* (units) */
  char *title;       /* "Dense 8 · tanh" */
  char *head;        /* what fits above the column: the title on two lines; slim: "Dropout" */
  char *name;        /* "Dense layer 1" */
  char *description; /* "Dense layer 1, 8 neurons, tanh" */
  char *detail;      /* slim: "20 %", "relu", or "" */
  char *facts;       /* "2 → 8", "24 params", "3.1 kB", a line each; "" where the network does not fit its data */
  char *facts_in_words; /* the same as a sentence */
} FlColumn;

typedef struct
{
  NnSpec *spec;     /* owned refs */
  DsPrepared *data; /* may be NULL */
  gsize n_weights;  /* 0 where the network does not fit its data */
  char *problem;    /* why the network cannot be trained on its data, in plain words; NULL: it can, or there are none */
  int problem_column; /* the one concerned, or -1: all of it */
  FlRemedy *remedy; /* the way out; NULL: none is known, or none is needed */
  NnPrediction prediction;
  double target_low, target_high; /* what an output says at its least and at its most: 0..1, -1..1 or the target's range */
  guint n_columns;
  FlColumn columns[NN_MAX_LAYERS + 1];
} FlTopology;

FlTopology *fl_topology_new (const NnSpec *spec, DsPrepared *data);
FlTopology *fl_topology_ref (FlTopology *topology);
void fl_topology_unref (FlTopology *topology); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlTopology, fl_topology_unref)

/* The same columns with the same units: weights and maps of one fit the picture of the other. */
gboolean fl_topology_same_shape (const FlTopology *a, const FlTopology *b);

/* "x₁", "Neuron 3 of dense layer 1"; caller frees. */
char *fl_topology_unit_name (const FlTopology *topology, guint column, guint unit);

/* "Dense layer 2"; caller frees. Numbered among the layers of its type. */
char *fl_layer_name (const NnSpec *spec, guint layer);

G_END_DECLS
