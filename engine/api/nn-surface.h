/* Surfaces of two weights to send optimizers down: those of the catalogue, with analytic gradients, and the true loss of a model of
 * two parameters. All in double precision. Pure; any thread, and quick: no more than some milliseconds where not said. */
#pragma once
#include "ds-prepared.h"
#include "ds-type.h"
#include "nn-spec.h"

G_BEGIN_DECLS

/* --- The catalogue ------------------------------------------------------------------------------------ */

const DsType *const *nn_surfaces (guint *n);
double nn_surface_value (const DsType *surface, double x, double y, double gradient[2]); /* gradient may be NULL */
void nn_surface_box (const DsType *surface, double box[4]); /* x0, x1, y0, y1 worth seeing */
void nn_surface_start (const DsType *surface, double start[2]);
guint nn_surface_optima (const DsType *surface, const double (**optima)[2]);

/* --- A model of two parameters ------------------------------------------------------------------------- */

typedef struct _NnTwo NnTwo;

#define NN_TWO_PARAMETERS 32 /* of a single unit, at most */
#define NN_TWO_ROWS 5000     /* of the training rows, drawn by the seed, at most: paths are to be drawn anew while a hand drags */

/* Which two parameters of a single unit that has more: indices into its weights, the bias last. The others are held. */
typedef struct
{
  gsize at[2];
  gboolean held_known;             /* held and held_best are those of an NnTwo of the same spec and data, which saves finding them */
  gboolean held_best;              /* they are where the loss of all is lowest; else it is lowest nowhere, and they are 0 */
  double held[NN_TWO_PARAMETERS];
} NnTwoChoice;

/* NULL with an error in plain words where the network is neither of exactly two parameters, all of them trained (a line through
 * points: one input, one unit with a bias), nor a single unit of no more than NN_TWO_PARAMETERS. choice: NULL for the first two.
 * Takes its time with many parameters where held values are not known. One thread at a time. */
NnTwo *nn_two_new (const NnSpec *spec, DsPrepared *data, const NnTwoChoice *choice, GError **error);
gsize nn_two_parameters (NnTwo *two); /* all of them */
void nn_two_get_choice (NnTwo *two, NnTwoChoice *choice);
void nn_two_free (NnTwo *two);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnTwo, nn_two_free)
/* Over all rows (see NN_TWO_ROWS), penalties in. gradient, hessian (xx, xy, yy): may be NULL. The Hessian by central differences of the
 * gradient, which are exact for squares. */
double nn_two_value (NnTwo *two, double x, double y, double gradient[2], double hessian[3]);
/* Newton's method from `start`: for squares its first step is the closed form. FALSE: it does not converge (separable classes, say). */
gboolean nn_two_optimum (NnTwo *two, double optimum[2], guint *steps);
char *nn_two_name (NnTwo *two, gsize parameter); /* as nn_weight_name(); caller frees */
gsize nn_two_rows (NnTwo *two);

/* What the network makes of its inputs with its parameters p and q. */
typedef enum
{
  NN_TWO_LINE,  /* p x + q: one input, and a bias */
  NN_TWO_PLANE, /* w1 x1 + w2 x2 + b: two inputs; p and q are two of these, or there is no bias */
  NN_TWO_OTHER
} NnTwoShape;
/* classes: how the two classes are written as targets (CLASSIFICATION). middle: the output at which the decision turns. */
NnTwoShape nn_two_shape (NnTwo *two, double classes[2], double *middle);

/* Of a symmetric (xx, xy, yy): the larger first. */
void nn_eigenvalues2 (const double hessian[3], double values[2]);

/* --- Descents -------------------------------------------------------------------------------------------- */

typedef struct
{
  const DsType *surface;  /* or */
  NnTwo *two;
  gsize batch;            /* of two: rows a step, in an order drawn anew every epoch; 0: all */
  guint64 seed;           /* of the noise and the order */
} NnObjective;

typedef struct
{
  double x, y, value;         /* value: without noise, over all rows */
  double gradient[2];         /* that the optimizer saw for the step away from here; 0 at the last */
  double whole[2];            /* the gradient of value: of all rows, without noise */
} NnDescentPoint;

typedef struct
{
  guint n;                /* points: steps + 1, or less where it diverged */
  NnDescentPoint *points; /* (n) */
  gboolean diverged;      /* the next point would not be finite, or beyond 1e9 */
} NnDescent;

gboolean nn_optimizer_descends (const DsType *optimizer); /* FALSE: it solves instead of descending */
/* The learning rate above which an optimizer cannot come to rest at a minimum where the Hessian's largest eigenvalue is `curvature`,
 * on all rows: 2 / curvature of plain descent, more with momentum. NaN: its steps are not that simple. */
double nn_stable_rate (const DsItem *optimizer, double curvature);
/* From start by `steps` updates of an optimizer's own code, its learning rate constant. stop (may be NULL) is asked now and then; then
 * the path ends there. Takes as long as it has steps. */
NnDescent *nn_descend (const NnObjective *objective, const DsItem *optimizer, const double start[2], guint steps,
                       gboolean (*stop) (gpointer data), gpointer stop_data);
void nn_descent_free (NnDescent *descent);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnDescent, nn_descent_free)
/* The first point no farther than `near` from an optimum; -1: none. */
int nn_descent_reaches (const NnDescent *descent, const double (*optima)[2], guint n_optima, double near);

G_END_DECLS
