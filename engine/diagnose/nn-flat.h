/* Has the training loss come to rest? What underfitting and plateau share. */
#pragma once
#include "nn-finding.h"

typedef struct
{
  double then, now; /* training loss: a third of the epochs ago, and of late; medians */
  double epochs;    /* between the two */
} NnFlat;

/* TRUE where the loss has fallen by less than `share` over the last third of the epochs, and that third is `least_steps`
 * long: a few dozen epochs of rest before a leap are common. */
gboolean nn_evidence_is_flat (const NnEvidence *evidence, double share, double least_steps, NnFlat *flat);
