/* NnSpec: the immutable description of a network and how it is trained; and NnPlan: what it comes to on given data.
 *
 * An edit is spec -> spec': copy the struct, change a field, nn_spec_new(). All functions may be called on any thread. */
#pragma once
#include "ds-prepared.h"
#include "ds-type.h"
#include "nn-error.h"
#include "nn-frozen.h"
#include "nn-registry.h"

G_BEGIN_DECLS

#define NN_MAX_LAYERS 64

/* Fields are read-only once in an NnSpec made by nn_spec_new(). */
typedef struct
{
  guint n_layers;
  DsItem layers[NN_MAX_LAYERS]; /* of registry NN_LAYERS */
  NnFrozen *frozen[NN_MAX_LAYERS]; /* of each layer, or NULL; a layer that moves takes its own along. nn_spec_new() takes refs */
  guint64 ids[NN_MAX_LAYERS]; /* which layer it is, wherever an edit puts it: so its weights find it. 0: nn_spec_new() gives it one.
                               * Neither saved nor compared */
  DsItem loss, optimizer, schedule;
  guint64 seed;
  double l1, l2;       /* penalty l1*sum|w| + l2/2*sum w^2 on weights, not biases */
  guint64 batch_size;  /* samples; 0: all training rows */
  gboolean shuffle;
  double clip_norm;    /* global gradient norm, after penalties; NaN: none */
  double gradient_noise; /* eta of Neelakantan et al. 2015: variance eta / (1 + step)^0.55; 0: none */
  double batch_growth; /* the batch grows by this factor every batch_growth_every epochs, up to batch_growth_limit; 1: no */
  guint64 batch_growth_every, batch_growth_limit;
  guint64 stop_epochs; /* 0: no limit */
  double stop_loss_below;   /* training loss; NaN: no */
  guint64 stop_patience;    /* epochs without a better validation (or, without validation rows, training) loss; 0: no */
} NnSpec;

/* Everything at its default, one dense output layer. */
void nn_spec_defaults (NnSpec *values);
NnSpec *nn_spec_new (const NnSpec *values); /* copies */
NnSpec *nn_spec_ref (const NnSpec *spec);
void nn_spec_unref (NnSpec *spec);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnSpec, nn_spec_unref)
gboolean nn_spec_equal (const NnSpec *a, const NnSpec *b);
/* Is no layer of the one at another place in the other? Layers alike but for their weights may have changed places in equal specs. */
gboolean nn_spec_same_places (const NnSpec *a, const NnSpec *b);

/* What data demand of a network. */
typedef struct
{
  guint inputs;    /* values a sample has */
  guint targets;   /* REGRESSION: target columns */
  guint n_classes; /* CLASSIFICATION: >= 2; REGRESSION: 0 */
  guint64 rows;    /* training rows, for batch size "all" */
  const guint64 *class_rows; /* CLASSIFICATION: (n_classes) training rows of each, borrowed from the data; NULL: not known */
} NnProblem;
NnProblem nn_problem (const DsPrepared *data);

/* One tensor of the network, in file order. */
typedef struct
{
  char name[24]; /* "0.weight": PyTorch's nn.Sequential names */
  guint layer;   /* index of the spec's layer */
  guint rows, cols; /* weight (out, in); bias (out): rows = out, cols = 0 */
  gsize offset;     /* in floats, into the flat weights */
  gboolean is_weight;  /* penalties act on it */
  gboolean trainable;
  gboolean is_state;   /* running statistics: neither trained nor a parameter */
  double l1, l2;       /* what acts on it: the spec's and its layer's together */
  double max_norm;     /* of each row; infinite: none */
} NnTensor;

typedef struct
{
  guint in, out;       /* units */
  guint64 parameters;  /* trainable and frozen */
  int weight, bias;    /* index of its tensors in NnPlan.tensors, or -1 */
  guint64 bytes;       /* its share of NnPlan.bytes; what is left is the inputs' */
  guint64 id;          /* the spec's */
} NnLayerShape;

typedef struct
{
  guint n_layers, n_tensors;
  NnLayerShape layers[NN_MAX_LAYERS];
  NnTensor *tensors;   /* owned */
  guint64 n_weights;   /* floats in the flat weights: parameters and running statistics */
  guint64 n_parameters;
  guint64 bytes;       /* what training it takes: parameters, gradients, moments, activations */
  guint inputs, outputs;
  guint n_classes;     /* what the outputs tell apart; REGRESSION: 0 */
  double target_low, target_high; /* how two classes on one unit are encoded: -1/+1 or 0/1 */
  gboolean one_hot;    /* classes are spread over outputs */
  gsize n_frozen;
  gsize *frozen;       /* owned: offsets of the single weights that training leaves alone, ascending; what does not exist is left out */
} NnPlan;

/* Resolves "auto" units, checks that everything fits and that numbers are sane, and says how much memory training takes.
 * Returns NULL with an error in plain words; then *failed_layer (may be NULL) is the layer concerned, or -1. */
NnPlan *nn_plan_new (const NnSpec *spec, const NnProblem *problem, int *failed_layer, GError **error);
void nn_plan_free (NnPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnPlan, nn_plan_free)

/* Is there everything that the spec freezes? The plan leaves the rest out, so that a weight frozen today does no harm when the data
 * change; who reads a file asks, and says so. FALSE with an error, and *failed_layer as above. plan: of this spec. */
gboolean nn_plan_check_frozen (const NnPlan *plan, const NnSpec *spec, int *failed_layer, GError **error);
/* What kind of entry a weight at `offset` is: its layer, or -1 where it cannot be frozen (running statistics). */
int nn_plan_frozen_entry (const NnPlan *plan, gsize offset, NnFrozenEntry *entry);

/* For people: "2 → 8 → 8 → 1 · 113 parameters"; more than two alike are counted: "2 → 6 × 8 → 1". Caller frees. */
char *nn_plan_summary (const NnPlan *plan);

G_END_DECLS
