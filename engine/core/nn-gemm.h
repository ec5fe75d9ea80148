/* Matrix products of a dense layer, over lanes. Shapes: w (out, in), b (out), x (in, ld), y (out, ld). Lanes [l0, l1) are
 * multiples of NN_LANES. Small products run in registers over 16 lanes at a time; large ones go to OpenBLAS on one thread;
 * which of the two depends on the shape alone, so that results do not depend on threads. */
#pragma once
#include "nn-real.h"

#define nn_gemm_forward NN_SYMBOL (nn_gemm_forward)
#define nn_gemm_backward NN_SYMBOL (nn_gemm_backward)
#define nn_gemm_gradient NN_SYMBOL (nn_gemm_gradient)

/* y = w x + b; b may be NULL. */
void nn_gemm_forward (const nn_real *w, const nn_real *b, const nn_real *x, nn_real *y, guint out, guint in, gsize ld, gsize l0,
                      gsize l1);
/* dx = w^T dy. */
void nn_gemm_backward (const nn_real *w, const nn_real *dy, nn_real *dx, guint out, guint in, gsize ld, gsize l0, gsize l1);
/* Rows [o0, o1) of gw = dy x^T and gb = sum of dy, over `rows` lanes; gb may be NULL. */
void nn_gemm_gradient (const nn_real *dy, const nn_real *x, nn_real *gw, nn_real *gb, guint o0, guint o1, guint in, gsize ld,
                       gsize rows);

/* Set once at start: FALSE keeps OpenBLAS out (NN_KERNELS=ref). */
extern gboolean nn_gemm_use_blas;
