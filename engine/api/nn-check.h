/* Gradients against central differences, in double precision. Blocking. */
#pragma once
#include "nn-spec.h"

G_BEGIN_DECLS

typedef struct
{
  NnTensor tensor;
  guint64 checked, kinks; /* entries compared; entries left out because a kink (ReLU's corner ...) lies within the step */
  double max_error;       /* relative: |a - n| / max(|a|, |n|, 1e-4 * largest gradient of the tensor,
                       * 1e-5 * the loss, 1e-8) */
  double at_analytic, at_numeric; /* at the worst entry */
} NnCheckTensor;

typedef struct
{
  guint n_tensors;
  NnCheckTensor *tensors; /* owned */
  NnCheckTensor inputs;   /* the gradient with respect to the inputs of the batch */
  double max_error;
} NnCheck;

/* rows: how many training rows the batch has (0: up to 16); at most max_entries of each tensor are checked (0: 200). */
NnCheck *nn_check_gradients (const NnSpec *spec, const DsPrepared *data, gsize rows, gsize max_entries, GError **error);
void nn_check_free (NnCheck *check);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnCheck, nn_check_free)

G_END_DECLS
