/* What the trainer's tests share: starting, waiting, comparing. */
#pragma once
#include "nn-test-util.h"
#include "nn-trainer.h"

/* Frames only on a change of state, so that the newest one is the last. */
NnTrainer *nn_test_start (const NnSpec *spec, DsPrepared *data, guint threads);
/* The newest frame once idle. */
NnFrame *nn_test_settle (NnTrainer *trainer);
/* Takes spec, gives a changed copy. */
NnSpec *nn_test_with (NnSpec *spec, guint64 batch, gboolean shuffle, guint64 epochs);
/* Trains until a stop condition holds. */
NnFrame *nn_test_train (const NnSpec *spec, DsPrepared *data, guint threads);
void nn_test_change (NnTrainer *trainer, DsPrepared *data, const NnSpec *values);

void nn_test_assert_same_weights (const NnFrame *a, const NnFrame *b);
/* All columns but the clock's (-1: there is none). */
void nn_test_assert_same_curves (const NnSeries *a, const NnSeries *b, guint columns, int clock);
