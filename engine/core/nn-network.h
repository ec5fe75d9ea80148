/* NnNetwork: a spec planned into one arena, and the passes over it. Compiled once per backend; used through NnBackend.
 *
 * Not thread-safe: one owner. The passes may spread over a pool: forward, loss and backward over fixed slices of NN_TILE lanes,
 * parameter gradients over fixed blocks of outputs, the update over fixed blocks of weights. The slices depend on shapes alone
 * and every sum has one order, so the bits do not depend on the number of threads. */
#pragma once
#include "nn-channel.h"
#include "nn-op.h"
#include "nn-tables.h"
#include "nn-tally.h"

#define NN_TILE 64

/* One piece of the parameter gradients: outputs [o0, o1) of an op. */
typedef struct
{
  guint op, o0, o1;
} NnGradientTile;

typedef struct
{
  NnSpec *spec;          /* owned ref */
  NnPlan *plan;          /* owned */
  NnProblem problem;     /* without class_rows, which are the data's */
  NnPool *pool;          /* borrowed, may be NULL */
  const NnLoss *loss;
  const NnOptimizer *optimizer;
  guint n_ops;
  NnOp *ops;
  gsize max_rows, ld;    /* ld = max_rows rounded up to NN_LANES */
  gsize rows;            /* samples of the batch loaded last */
  gboolean training;     /* has gradients and moments */
  gsize n;               /* weights */
  nn_real *w;            /* (n): its own in a training network, else bound */
  nn_real *g;            /* (n) */
  nn_real *before;       /* (n): the weights before the last update; right behind g, so that both together hold n doubles */
  nn_real *moments[NN_MAX_MOMENTS];
  double scalars[NN_MAX_SCALARS]; /* the optimizer's */
  guint64 updates;       /* since the moments were zero */
  nn_real *x;            /* (inputs, ld) */
  nn_real *dx;           /* (inputs, ld), only where asked for */
  nn_real *y, *dy;       /* (outputs, ld): of the last op */
  nn_real *target;       /* by NnTargetKind */
  nn_real *lane_loss;    /* (ld) */
  nn_real *class_weight; /* (n_classes) what a row of each counts in the loss; NULL: all alike */
  nn_real *lane_weight;  /* (ld) of the samples loaded; NULL likewise */
  double weight_sum;     /* over the samples loaded */
  guint n_tiles;
  NnGradientTile *tiles;
  double work;           /* multiply-adds a lane takes: whether a pool pays */
  gboolean constrained;  /* some tensor has a maximum norm */
  guint64 step;          /* of the last gradients(), for what measures again */
  guint64 searched;      /* gradients that searching updates have computed so far */
  gboolean barriers;     /* some op wants the whole batch at once */
  gboolean plain_update; /* every weight is trained and nothing is added to its gradient */
  gpointer arena;
} NnNetwork;

typedef enum
{
  NN_NETWORK_EVALUATE,       /* forward passes only */
  NN_NETWORK_TRAIN,
  NN_NETWORK_INPUT_GRADIENT  /* TRAIN, and dx of the inputs too */
} NnNetworkKind;

typedef struct
{
  const char *name;
  const NnTables *tables;

  /* pool is borrowed. NULL with NN_ERROR_SYSTEM when memory is out, or what nn_plan_new() says. */
  NnNetwork *(*new_) (const NnSpec *spec, const NnProblem *problem, gsize max_rows, NnNetworkKind kind, NnPool *pool, GError **error);
  void (*free) (NnNetwork *network);
  /* Points an evaluating network at weights it does not own. */
  void (*bind) (NnNetwork *network, nn_real *weights);
  /* Gathers n <= max_rows samples: rows[i], or i where rows is NULL. x (…, inputs); y as in DsPrepared, or NULL. */
  void (*load) (NnNetwork *network, const float *x, const float *y, const guint32 *rows, gsize n);
  /* Over the samples loaded. */
  void (*forward) (NnNetwork *network, NnMode mode, guint64 step);
  /* forward, loss, backward; returns the mean loss. */
  double (*losses) (NnNetwork *network, NnMode mode, guint64 step);
  /* After losses(): the parameters' gradients, penalties, clipping, and the optimizer's update; keeps `before`. */
  void (*learn) (NnNetwork *network, double learning_rate);
  /* losses() and the parameters' gradients (penalties and clipping not yet): for who wants to see them before an update. */
  double (*gradients) (NnNetwork *network, NnMode mode, guint64 step);
  /* After forward: adds what the samples loaded come to. */
  void (*score) (NnNetwork *network, NnTally *tally);
  /* After gradients(): what learn() does with them. */
  void (*update) (NnNetwork *network, double learning_rate);
  /* The optimizer's state to zero. */
  void (*clear_moments) (NnNetwork *network);
  /* In place on network->y: logits to probabilities, where the loss has them. */
  void (*predict) (NnNetwork *network);
  /* l1 sum |w| + l2/2 sum w^2 over the weights. */
  double (*penalty) (const NnNetwork *network);
  /* A hash of which side of its kinks each value lies on, after forward. */
  guint64 (*sides) (const NnNetwork *network);
} NnBackend;

/* Building and taking down: nn-network-new.c. The passes: nn-network.c. The update: nn-update.c. */
#define nn_network_new NN_SYMBOL (nn_network_new)
#define nn_network_free NN_SYMBOL (nn_network_free)
#define nn_network_bind NN_SYMBOL (nn_network_bind)
#define nn_network_losses NN_SYMBOL (nn_network_losses)
#define nn_network_gradients NN_SYMBOL (nn_network_gradients)
#define nn_network_gradient_tile NN_SYMBOL (nn_network_gradient_tile)
#define nn_network_all_gradients NN_SYMBOL (nn_network_all_gradients)
#define nn_network_pool NN_SYMBOL (nn_network_pool)
#define nn_network_learn NN_SYMBOL (nn_network_learn)
#define nn_network_update NN_SYMBOL (nn_network_update)
#define nn_network_clear_moments NN_SYMBOL (nn_network_clear_moments)
#define nn_network_penalty NN_SYMBOL (nn_network_penalty)
NnNetwork *nn_network_new (const NnSpec *spec, const NnProblem *problem, gsize max_rows, NnNetworkKind kind, NnPool *pool, GError **error);
void nn_network_free (NnNetwork *network);
void nn_network_bind (NnNetwork *network, nn_real *weights);
double nn_network_losses (NnNetwork *network, NnMode mode, guint64 step);
double nn_network_gradients (NnNetwork *network, NnMode mode, guint64 step);
/* One piece of the gradients; all pieces on the pool; the pool, if the batch is worth it, else NULL. */
void nn_network_gradient_tile (NnNetwork *network, guint index);
void nn_network_all_gradients (NnNetwork *network);
NnPool *nn_network_pool (const NnNetwork *network);
void nn_network_learn (NnNetwork *network, double learning_rate);
void nn_network_update (NnNetwork *network, double learning_rate);
void nn_network_clear_moments (NnNetwork *network);
double nn_network_penalty (const NnNetwork *network);

/* What divides the sum of the losses of the samples loaded, to make the mean. */
static inline double
nn_network_divisor (const NnNetwork *self)
{
  if (self->class_weight != NULL && self->loss->weighted_mean)
    return self->weight_sum;
  return self->loss->per_element ? (double) self->rows * self->plan->outputs : (double) self->rows;
}

/* Losses of the lanes [l0, l1), and, where wanted, the gradient dy of the outputs. */
static inline void
nn_network_evaluate_loss (NnNetwork *self, gsize l0, gsize l1, gboolean gradient)
{
  NnLossPass loss = { .item = &self->spec->loss, .outputs = self->plan->outputs, .ld = self->ld, .l0 = l0, .l1 = l1,
                      .rows = self->rows, .y = self->y, .target = self->target, .class_weight = self->class_weight,
                      .lane_weight = self->lane_weight, .lane_loss = self->lane_loss, .dy = gradient ? self->dy : NULL,
                      .scale = (nn_real) (1 / nn_network_divisor (self)) };
  self->loss->evaluate (&loss);
}

#define nn_backend_table NN_SYMBOL (nn_backend_table)
extern const NnBackend nn_backend_table;

#ifndef NN_DOUBLE
/* The backend in use: the best the CPU has, or what NN_KERNELS names. Chosen once. */
const NnBackend *nn_backend (void);
#endif
