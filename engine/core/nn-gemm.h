/* Matrix products of a dense layer. Shapes: w (out, in), b (out), x (in, ld), y (out, ld); lanes [l0, l1) are multiples of
 * NN_LANES. Small products run in registers; large ones go to OpenBLAS on one thread. Which of the two depends on the shape alone,
 * so that results do not depend on threads. */
#pragma once
#include "nn-real.h"

#define nn_gemm_forward NN_SYMBOL (nn_gemm_forward)
#define nn_gemm_backward NN_SYMBOL (nn_gemm_backward)
#define nn_gemm_gradient NN_SYMBOL (nn_gemm_gradient)
#define nn_gemm_wants_rows NN_SYMBOL (nn_gemm_wants_rows)
#define nn_gemm_gather NN_SYMBOL (nn_gemm_gather)
#define nn_gemm_transpose NN_SYMBOL (nn_gemm_transpose)

/* y = w x + b; b may be NULL. */
void nn_gemm_forward (const nn_real *w, const nn_real *b, const nn_real *x, nn_real *y, guint out, guint in, gsize ld, gsize l0,
                      gsize l1);
/* dx = w^T dy. */
void nn_gemm_backward (const nn_real *w, const nn_real *dy, nn_real *dx, guint out, guint in, gsize ld, gsize l0, gsize l1);

/* Columns of xt: room for a column of ones behind the inputs, rounded up to NN_LANES. */
#define NN_XT_WIDTH(in) NN_ROUND_UP ((gsize) (in) + 1)
/* Whether the gradient of such a layer wants its inputs row by row (xt), because it is small. */
gboolean nn_gemm_wants_rows (guint out, guint in, gsize rows);
/* Rows [o0, o1) of gw = dy x^T and gb = sum of dy, over `rows` lanes; gb may be NULL. xt (rows, NN_XT_WIDTH (in)) holds the inputs
 * row by row, 1 in column `in` and 0 behind it; where it is NULL, x is used. */
void nn_gemm_gradient (const nn_real *dy, const nn_real *x, const nn_real *xt, nn_real *gw, nn_real *gb, guint o0, guint o1,
                       guint in, gsize ld, gsize rows);

/* Lanes [l0, l1) of x (n, ld) into rows l0 .. l1-1 of xt (…, width), columns 0 .. n-1; the column of ones stays or is written. */
void nn_gemm_transpose (const nn_real *x, nn_real *xt, guint n, gsize ld, gsize width, gsize l0, gsize l1);

/* Rows of x (…, inputs), row i or rows[i], into lanes [l0, l1) of to (inputs, ld); lanes from n on are 0. */
void nn_gemm_gather (const float *x, const guint32 *rows, gsize n, guint inputs, nn_real *to, gsize ld, gsize l0, gsize l1);

/* Set once at start: FALSE keeps OpenBLAS out (NN_KERNELS=ref). */
extern gboolean nn_gemm_use_blas;
