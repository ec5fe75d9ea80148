/* Features of two inputs, and their names. */
#pragma once
#include "ds-prepared.h"

G_BEGIN_DECLS

#define DS_ALL_FEATURES ((1u << DS_N_FEATURES) - 1)

/* Writes the features of mask, in the order of the bits, of the point raw (2); returns how many. */
guint ds_features_compute (guint mask, const float *raw, double *features);

guint ds_features_count (guint mask);

/* Names for people: of an input ("x₁" for "x1"), and of a feature of the inputs called a and b ("x₁²"). Caller frees. */
char *ds_pretty_name (const char *name);
char *ds_feature_title (guint bit_index, const char *a, const char *b);

G_END_DECLS
