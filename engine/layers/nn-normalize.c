#include "nn-normalize.h"

void
nn_normalize_gradient (NnOp *op, const NnPass *pass, guint o0, guint o1)
{
  for (guint o = o0; o < o1; o++)
    {
      const nn_real *dy = op->dy + o * op->ld, *normalized = op->saved + o * op->ld;
      nn_real gamma = 0, beta = 0;
      for (gsize l = 0; l < pass->rows; l++)
        {
          gamma += dy[l] * normalized[l];
          beta += dy[l];
        }
      op->g[NN_GAMMA][o] = gamma;
      op->g[NN_BETA][o] = beta;
    }
}
