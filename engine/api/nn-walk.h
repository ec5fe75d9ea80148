/* NnWalk: one sample's way through a network in double precision, every number of it kept: inputs, features, scaling, each layer,
 * prediction, loss, and the chain rule back to every weight. For looking at, not for training.
 *
 * The arithmetic is that of the layers, activations and losses themselves, so a new type needs nothing here: dropout is off and
 * batch norm uses its running statistics, as in evaluation. Immutable, reference-counted; any thread. */
#pragma once
#include "nn-spec.h"

G_BEGIN_DECLS

/* What a step is, as far as it can be written down by hand. */
typedef enum
{
  NN_WALK_SUM,  /* y = W x + b: tensors[0] is W (out, in), tensors[1] b (out) if there is one */
  NN_WALK_EACH, /* y = f(x), each value by itself */
  NN_WALK_OTHER /* any other function of the whole of x: see type->formula */
} NnWalkKind;

/* One module of a layer: dense is two, its sums and its activation. */
typedef struct
{
  guint layer;        /* of the spec */
  NnWalkKind kind;
  const DsType *type; /* the layer's; EACH: the activation's */
  const char *slope_formula; /* EACH: f'(z) in terms of z and a; else NULL */
  guint in, out;
  double *x, *y;      /* (in), (out) */
  double *dx, *dy;    /* dL/dx (in), dL/dy (out); NULL without a target */
  double *slope;      /* EACH: (out) f'(x); else NULL */
  guint n_tensors;
  int tensors[4];     /* in NnPlan.tensors */
} NnWalkStep;

typedef struct
{
  NnSpec *spec;      /* owned refs */
  DsPrepared *data;
  NnPlan *plan;      /* owned, as all that follows */
  gssize row;        /* of the data, or -1: a place that is no row */
  double *raw;       /* (raw_inputs) in the data's own units */
  double *features;  /* (inputs) */
  double *x;         /* (inputs) (feature - mean) / scale: what the network sees */
  double *weights;   /* (n_weights) as in the plan */
  guint n_steps;
  NnWalkStep *steps;
  double *output;     /* (outputs) of the last step */
  double *prediction; /* (outputs) after sigmoid or softmax where the loss has one */
  guint predicted;    /* CLASSIFICATION: class */
  gboolean has_target;
  double *target;     /* (outputs) values as the loss compares them: encodings, one-hot, or values; NULL without a target */
  guint target_class; /* CLASSIFICATION: the right one */
  double loss;        /* of this sample alone, without penalties; NaN without a target */
  const char *loss_slope_formula;
  double *d_output;   /* (outputs) dL/d output; NULL without a target */
  double *gradient;   /* (n_weights) dL/dw of this sample alone, without penalties; running statistics 0; NULL without a target */
} NnWalk;

/* weights: (n_weights) of spec on data, a frame's. row < data->rows. Errors: as nn_plan_new(), and memory (NN_ERROR_SYSTEM). */
NnWalk *nn_walk_row (const NnSpec *spec, DsPrepared *data, const float *weights, gsize row, GError **error);
/* The same for a place of the input space, raw: (raw_inputs). y: (targets) what the answer there is supposed to be, as a row of the
 * data has it; NULL: nothing is supposed, and the way ends at the prediction. */
NnWalk *nn_walk_place (const NnSpec *spec, DsPrepared *data, const float *weights, const float *raw, const float *y, GError **error);
void nn_walk_unref (NnWalk *walk); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnWalk, nn_walk_unref)

/* --- in words: nn-walk-text.c --- */

typedef struct
{
  char *text;   /* one line: what comes out */
  char *detail; /* how, on lines of their own, or NULL */
} NnWalkLine;

typedef struct
{
  char *title;
  char *note;  /* the formula, or NULL */
  guint n_lines;
  NnWalkLine *lines;
} NnWalkSection;

typedef struct
{
  guint n;
  NnWalkSection *sections;
} NnWalkSections;

/* Inputs, each layer, prediction, loss and the way back, translated. Every number has six digits, enough to get the next line with a
 * pocket calculator to about the fifth. Wide layers show what counts most, and say how much is left out. */
NnWalkSections *nn_walk_sections (const NnWalk *walk);
void nn_walk_sections_free (NnWalkSections *sections); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnWalkSections, nn_walk_sections_free)
/* The same as one text. Caller frees. */
char *nn_walk_to_text (const NnWalkSections *sections);
/* A number as these texts have it: "−0.123457". Caller frees. */
char *nn_walk_number (double value);

G_END_DECLS
