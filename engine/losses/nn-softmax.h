/* What the losses of logits share: a block of lanes at a time, on the stack. */
#pragma once
#include "nn-real.h"

#define NN_SOFTMAX_BLOCK 64

#define nn_softmax_max_and_sum NN_SYMBOL (nn_softmax_max_and_sum)
#define nn_softmax_predict NN_SYMBOL (nn_softmax_predict)

/* For n <= NN_SOFTMAX_BLOCK lanes from l0 of y (outputs, ld): the largest logit, and the sum of e^(y - largest). */
void nn_softmax_max_and_sum (const nn_real *y, guint outputs, gsize ld, gsize l0, gsize n, nn_real *restrict max,
                             nn_real *restrict sum);
/* NnLoss.predict: softmax in place. */
void nn_softmax_predict (nn_real *y, guint outputs, gsize ld, gsize l0, gsize l1);
