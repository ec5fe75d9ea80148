/* What batch norm and layer norm share. */
#pragma once
#include "nn-op.h"

enum
{
  NN_GAMMA,
  NN_BETA
};

/* d gamma = sum of dy * normalized, d beta = sum of dy, for outputs [o0, o1) over all lanes. op->saved holds the normalized values. */
#define nn_normalize_gradient NN_SYMBOL (nn_normalize_gradient)
void nn_normalize_gradient (NnOp *op, const NnPass *pass, guint o0, guint o1);
