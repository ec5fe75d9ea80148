/* Weights in files: safetensors, with the names and shapes of PyTorch's nn.Sequential. Blocking; any thread. */
#pragma once
#include "nn-spec.h"

G_BEGIN_DECLS

/* (plan->n_weights) floats at the initial values of spec->seed; caller frees. */
float *nn_weights_initial (const NnSpec *spec, const NnProblem *problem, GError **error);

/* Durable and atomic. metadata: strings for the header's __metadata__, may be NULL: {"key", "value", ..., NULL}. */
gboolean nn_weights_save (const char *path, const NnPlan *plan, const float *weights, const char *const *metadata, GError **error);

/* Every tensor of the plan must be there with its shape as F32 (F16, BF16 and F64 are converted); the error names the tensor,
 * what was found and what was expected. The header is checked byte by byte before memory is taken. Caller frees. */
float *nn_weights_load (const char *path, const NnPlan *plan, GError **error);
float *nn_weights_parse (const guint8 *bytes, gsize n, const char *name, const NnPlan *plan, GError **error);

/* SHA-256 in hex over the little-endian float32 values of all tensors in plan order. Caller frees. */
char *nn_weights_sha256 (const float *weights, gsize n);

/* Rows of `from` that still fit `to`, copied over `weights` of the new plan (layer by layer, the overlapping block). Two classes on
 * one unit and an output a class are the same knowledge: the unit speaks for the second class against the first. */
void nn_weights_carry (const NnPlan *from, const float *from_weights, const NnPlan *to, float *weights);

G_END_DECLS
