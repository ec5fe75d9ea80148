/* NnStepWalk: the next step of a run taken apart: its batch, what every layer makes of one sample of it, the loss, the gradients of the
 * whole batch, and what the optimizer makes of them. It is the step that the trainer would take from the same state, to the bit
 * (dropout's masks, the order of the rows, penalties and clipping included). The state itself is left alone. For looking at.
 *
 * Immutable, reference-counted; any thread. */
#pragma once
#include "nn-checkpoint.h"

G_BEGIN_DECLS

/* One module of a layer: dense is two, its sums and its activation. */
typedef struct
{
  guint layer;        /* of the spec */
  gboolean sums;      /* y = W x + b: tensors[0] is W (out, in), tensors[1] b (out) if there is one */
  gboolean each;      /* y = f(x), each value by itself */
  const DsType *type; /* the layer's; each: the activation's */
  const char *formula; /* what it computed in this step; NULL where it is not said */
  guint in, out;
  double *x, *y;      /* (in), (out) of the sample */
  double *mean;       /* (out) of y over the batch */
  double *x_mean, *x_variance; /* (in) over the batch, biased, where y depends on them; else NULL */
  double *dx, *dy;    /* (in), (out): of the sample's own loss; with batch norm by way of its fellows too */
  guint n_tensors;
  int tensors[4];     /* in NnPlan.tensors */
} NnStepPart;

/* A number that the optimizer keeps for every weight, by its name in the papers. */
typedef struct
{
  const char *symbol, *formula;  /* "m", "m ← β₁ m + (1 − β₁) g" */
  const char *title;             /* to be translated */
  float *before, *after;         /* (n_weights) */
} NnStepMoment;

/* A number on the way from the moments to the new weight; the last is what is added to the weight. */
typedef struct
{
  const char *symbol, *formula;
} NnStepTerm;

#define NN_STEP_TERMS 6

typedef struct
{
  NnSpec *spec;      /* owned refs */
  DsPrepared *data;
  NnPlan *plan;      /* owned, as all that follows */
  guint64 step, epoch; /* done before this one */
  guint64 t;         /* updates since the moments were zero, this one included */
  gsize n_rows;      /* of the batch */
  guint32 *rows;     /* (n_rows) of the data */
  gsize sample;      /* the one shown, < n_rows */
  guint n_parts;
  NnStepPart *parts;
  double *prediction; /* (outputs) of the sample, after sigmoid or softmax where the loss has one */
  double *target;     /* (outputs) as the loss compares them */
  double *d_output;   /* (outputs) of the sample's own loss */
  double sample_loss, batch_loss; /* without penalties; the batch's is the mean of its samples' */
  double class_weight; /* what the sample counts in that mean, by its class; 1: like every other */
  double penalty;     /* before the step */
  gboolean diverges;  /* batch_loss is past hope: the step ends there, and what follows is 0 or NULL */
  double learning_rate;
  double gradient_norm; /* with penalties, before clipping */
  double clip;        /* what all gradients are multiplied by; 1: nothing is clipped */
  gsize n;            /* weights */
  float *before, *after; /* (n) */
  float *mean;        /* (n) the batch's gradient */
  float *gradient;    /* (n) with penalties and noise, clipped: what the optimizer gets; of an optimizer that searches, the last one */
  gboolean searches;  /* the optimizer measures by itself: there are neither moments nor terms */
  guint n_moments, n_terms;
  NnStepMoment *moments; /* only those the settings use */
  NnStepTerm terms[NN_STEP_TERMS];
} NnStepWalk;

/* sample: counted in the batch, < its rows, else the last. Blocking: a step's time and some copies, for a worker thread. Errors:
 * NN_ERROR_SYSTEM without memory. */
NnStepWalk *nn_step_walk_new (NnCheckpoint *checkpoint, gsize sample, GError **error);
NnStepWalk *nn_step_walk_ref (NnStepWalk *walk);
void nn_step_walk_unref (NnStepWalk *walk); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnStepWalk, nn_step_walk_unref)

/* Term i of weight w, in double precision. */
double nn_step_walk_term (const NnStepWalk *walk, guint i, gsize w);

/* --- stages: forward layer by layer, the loss, backward, the update --- */

typedef enum
{
  NN_STAGE_FORWARD,
  NN_STAGE_LOSS,
  NN_STAGE_BACKWARD,
  NN_STAGE_UPDATE
} NnStageKind;

guint nn_step_walk_n_stages (const NnStepWalk *walk);
/* *layer: of forward and backward; else -1. */
NnStageKind nn_step_walk_stage (const NnStepWalk *walk, guint stage, int *layer);
/* The modules [*first, *end) of a layer. */
void nn_step_walk_layer (const NnStepWalk *walk, guint layer, guint *first, guint *end);
/* The weight (unit, source) of a layer that sums, or with source -1 its bias; -1 where there is none. */
gssize nn_step_walk_weight (const NnStepWalk *walk, guint layer, guint unit, int source);

/* --- in words: nn-step-text.c --- */

/* What a stage comes to at one neuron: lines with formulas and numbers, and a table. All owned; translated. */
typedef struct
{
  char *title;      /* "Forward · dense layer 1" */
  char *summary;    /* one line for those who listen */
  GStrv lines;
  guint n_columns, n_rows;
  char **cells;     /* ((n_rows + 1) * n_columns): the first row is the heads */
  char *more;       /* "… and 12 more weights", or NULL */
} NnStepPage;

/* layer, unit: the neuron; layer counts in LOSS and UPDATE alone, where the other stages say it themselves. What is out of range is
 * taken for the nearest there is. */
NnStepPage *nn_step_walk_page (const NnStepWalk *walk, guint stage, int layer, guint unit);
void nn_step_page_free (NnStepPage *page); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnStepPage, nn_step_page_free)

G_END_DECLS
