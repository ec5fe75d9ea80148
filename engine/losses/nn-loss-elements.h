/* The loop that elementwise losses share. */
#pragma once
#include "nn-loss.h"

/* loss_ and gradient_ are expressions in y and t, of one element. Padding lanes get a gradient of 0. */
#define NN_FOR_ELEMENTS(pass_, loss_, gradient_)                                    \
  G_STMT_START                                                                      \
  {                                                                                 \
    const NnLossPass *p_ = (pass_);                                                 \
    for (gsize l_ = p_->l0; l_ < p_->l1; l_++)                                      \
      p_->lane_loss[l_] = 0;                                                        \
    for (guint o_ = 0; o_ < p_->outputs; o_++)                                      \
      {                                                                             \
        const nn_real *restrict y_ = p_->y + o_ * p_->ld;                           \
        const nn_real *restrict t_ = p_->target + o_ * p_->ld;                      \
        nn_real *restrict sum_ = p_->lane_loss;                                     \
        for (gsize l_ = p_->l0; l_ < p_->l1; l_++)                                  \
          {                                                                         \
            nn_real y = y_[l_], t = t_[l_];                                         \
            sum_[l_] += (loss_);                                                    \
          }                                                                         \
        if (p_->dy == NULL)                                                         \
          continue;                                                                 \
        nn_real *restrict dy_ = p_->dy + o_ * p_->ld;                               \
        for (gsize l_ = p_->l0; l_ < p_->l1; l_++)                                  \
          {                                                                         \
            nn_real y = y_[l_], t = t_[l_];                                         \
            dy_[l_] = l_ < p_->rows ? (gradient_) * p_->scale : 0;                  \
          }                                                                         \
      }                                                                             \
  }                                                                                 \
  G_STMT_END
