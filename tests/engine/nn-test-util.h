/* Small data and networks for the engine's tests. */
#pragma once
#include "nn-spec.h"

/* A generator's rows, prepared. */
DsPrepared *nn_test_generator (const char *generator, guint samples, double noise, guint features, double validation_share, guint64 seed);

/* Columns c0, c1 … of `inputs` numbers and `targets` targets: of the classes k0, k1 …, or numbers where n_classes is 0. The caller's. */
DsColumn *nn_test_columns (guint inputs, guint targets, guint n_classes);

/* Random rows: inputs ~ N (0, 1); the class or the targets depend on them. n_classes 0: regression with n_targets. */
DsPrepared *nn_test_table (guint rows, guint inputs, guint n_classes, guint n_targets, double validation_share, guint64 seed);

/* Layers in words, "dense 8 tanh; dropout 0.2; activation relu; dense auto": dense UNITS [ACTIVATION [INIT]], for other types the
 * values of their parameters in order. Sets values->layers; aborts on words unknown. */
void nn_test_layers (NnSpec *values, const char *text);

/* A spec from words: layers as above, ids of loss and optimizer, learning rate. Full batch, no shuffle, no stop. */
NnSpec *nn_test_spec (const char *layers, const char *loss, const char *optimizer, double learning_rate);

/* A changed copy: `change` edits the fields. */
NnSpec *nn_test_changed (const NnSpec *spec, void (*change) (NnSpec *values));
