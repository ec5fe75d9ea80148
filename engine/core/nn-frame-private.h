/* Making frames: a recycled pool, so that publishing allocates nothing in the long run. Trainer's thread. */
#pragma once
#include "nn-frame.h"

typedef struct _NnFramePool NnFramePool;
NnFramePool *nn_frame_pool_new (void);
/* Frames still held elsewhere outlive the pool. */
void nn_frame_pool_free (NnFramePool *pool);
/* A frame with room for n_weights, one reference, all refs inside NULL, scalars zero (losses NaN, diverged_layer -1);
 * its weights start on a cache line. NULL: out of memory. */
NnFrame *nn_frame_pool_get (NnFramePool *pool, gsize n_weights);
/* A copy of gradients (n_weights) into the frame's own room, where there is room for so many. */
void nn_frame_copy_gradients (NnFrame *frame, const float *gradients);
