/* What of prediction the engine keeps to itself. */
#pragma once
#include "nn-predict.h"
#include "nn-tally.h"

/* Adds what the rows come to: several calls make one mean. */
void nn_predictor_tally (NnPredictor *predictor, const float *weights, const float *x, const float *y, gsize rows, NnTally *tally);
