/* Modules and operations: what a layer is made of.
 *
 * A layer of the spec expands to one or more *modules*, as PyTorch's nn.Sequential would have them (dense = Linear + its
 * activation); a module becomes one NnOp of a network, with its place in the arena. */
#pragma once
#include "nn-real.h"
#include "nn-init.h"
#include "nn-spec.h"

#define NN_MAX_MODULE_TENSORS 4

typedef struct _NnOp NnOp;
typedef struct _NnOpType NnOpType;
typedef struct _NnActivation NnActivation;

typedef enum
{
  NN_EVALUATE, /* dropout off, running statistics */
  NN_TRAIN
} NnMode;

/* What one pass over lanes [l0, l1) of a batch needs to know. */
typedef struct
{
  gsize l0, l1; /* multiples of NN_LANES */
  gsize rows;   /* lanes that are samples; the rest is padding */
  NnMode mode;
  guint64 seed, step; /* key the dropout masks */
} NnPass;

typedef struct
{
  const char *suffix; /* "weight" */
  guint rows, cols;   /* cols 0: a vector */
  gboolean is_weight; /* penalties act on it */
  gboolean is_state;  /* running statistics: kept with the weights, not trained, no parameter */
  const NnInitializer *init; /* NULL: all `value` */
  double value;
} NnModuleTensor;

typedef struct
{
  const NnOpType *op;
  guint in, out;
  const DsItem *item;
  const NnActivation *activation;
  guint n_tensors;
  NnModuleTensor tensors[NN_MAX_MODULE_TENSORS];
} NnModule;

#define NN_MAX_MODULES 3

typedef struct
{
  guint n;
  NnModule modules[NN_MAX_MODULES];
} NnModules;

struct _NnOpType
{
  const char *name;
  /* y from x, over the lanes of the pass. */
  void (*forward) (NnOp *op, const NnPass *pass);
  /* dx from dy, over the lanes of the pass; op->dx may be NULL where nobody wants it. */
  void (*backward) (NnOp *op, const NnPass *pass);
  /* Gradients of the parameters of outputs [o0, o1) over all lanes; NULL where there are none. */
  void (*gradient) (NnOp *op, const NnPass *pass, guint o0, guint o1);
  gboolean in_place;      /* y may lie where x is, dx where dy is (asked per op: see NnActivation.from_output) */
  gboolean needs_output;  /* backward reads y: the next op must not overwrite it */
  gboolean needs_saved;   /* wants op->saved, (out, ld), in networks that train */
  guint n_stats;          /* wants op->stats, (n_stats, max (out, ld)), in networks that train */
  gboolean needs_rows;    /* wants op->xt where its gradient is small */
  gboolean whole_batch;   /* wants all lanes in one pass: l0 = 0, l1 = all */
};

struct _NnOp
{
  const NnOpType *type;
  const DsItem *item;
  const NnActivation *activation;
  guint layer, in, out;
  gsize ld;
  nn_real *x, *y;   /* (in, ld), (out, ld) */
  nn_real *dx, *dy; /* likewise; NULL in networks that only evaluate */
  nn_real *saved;   /* (out, ld), or NULL */
  nn_real *xt;      /* (ld, NN_XT_WIDTH (in)): x row by row, for small linear ops that train; or NULL */
  nn_real *stats;   /* (n_stats, max (out, ld)), or NULL */
  guint n_tensors;
  int tensor[NN_MAX_MODULE_TENSORS]; /* index in the plan */
  nn_real *w[NN_MAX_MODULE_TENSORS];
  nn_real *g[NN_MAX_MODULE_TENSORS];
};

/* A layer: one file in layers/, one row in layers.inc. */
typedef struct
{
  DsType type;
  /* Units that come out for `in` units; auto_units is what an output layer must have, 0 elsewhere. */
  gboolean (*shape) (const DsItem *item, guint in, guint auto_units, guint *out, GError **error);
  void (*expand) (const DsItem *item, guint in, guint out, NnModules *modules);
  gboolean has_chance; /* draws at random in training, and not else */
} NnLayerType;

/* An activation: one file in activations/, one row in activations.inc. */
struct _NnActivation
{
  DsType type;
  /* The derivative follows from the output alone, so that the op works in place. */
  gboolean from_output;
  void (*forward) (const nn_real *z, nn_real *y, gsize n);
  /* dz = dy * f'(z); s is y where from_output, else z. dz may be dy. */
  void (*backward) (const nn_real *s, const nn_real *dy, nn_real *dz, gsize n);
  /* On which side of its kinks s lies, for gradient checks; NULL where it is smooth. */
  int (*side) (nn_real s);
  const char *slope; /* its derivative in terms of z and a, in one line of mathematics */
};

#define nn_modules_add NN_SYMBOL (nn_modules_add)
NnModule *nn_modules_add (NnModules *modules, const NnOpType *op, const DsItem *item, guint in, guint out);
extern const NnOpType NN_SYMBOL (nn_op_activation);
extern const NnOpType NN_SYMBOL (nn_op_linear);
extern const NnOpType NN_SYMBOL (nn_op_dropout);

/* The catalogues of one backend, in the order of the .inc files. */
#define nn_tables NN_SYMBOL (nn_tables)
typedef struct _NnTables NnTables;
extern const NnTables nn_tables;
