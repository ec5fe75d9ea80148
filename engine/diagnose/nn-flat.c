#include "nn-flat.h"

#include <math.h>

/* The mean of a few buckets around i. */
static double
around (const NnEvidence *evidence, guint i)
{
  guint n = evidence->n_buckets, reach = MAX (n / 20, 1), from = i > reach ? i - reach : 0, to = MIN (i + reach, n - 1);
  double sum = 0;

  for (guint k = from; k <= to; k++)
    sum += evidence->train[k];
  return sum / (to - from + 1);
}

gboolean
nn_evidence_is_flat (const NnEvidence *evidence, double share, NnFlat *flat)
{
  guint n = evidence->n_buckets, then = n - n / 3;
  double least_steps = nn_evidence_output (evidence) == 0 ? NN_FLAT_STEPS_LINEAR : NN_FLAT_STEPS;

  if (n < 12 || evidence->diverged)
    return FALSE;
  flat->then = around (evidence, then);
  flat->now = around (evidence, n - 1);
  flat->epochs = evidence->epochs - evidence->bucket_epoch[then];
  return flat->epochs * (double) evidence->frame->steps_per_epoch >= least_steps && flat->now > (1 - share) * flat->then;
}
