/* Has the training loss come to rest? What underfitting and plateau share. */
#pragma once
#include "nn-finding.h"

typedef struct
{
  double then, now; /* training loss: a third of the epochs ago, and of late; medians */
  double epochs;    /* between the two */
} NnFlat;

/* Networks without hidden layers have one valley: a short rest is one for good. With hidden ones a leap may follow hundreds of steps. */
#define NN_FLAT_STEPS 2500
#define NN_FLAT_STEPS_LINEAR 300

/* TRUE where the loss has fallen by less than `share` over the last third of the epochs, and that third is long enough
 * to tell. */
gboolean nn_evidence_is_flat (const NnEvidence *evidence, double share, NnFlat *flat);
