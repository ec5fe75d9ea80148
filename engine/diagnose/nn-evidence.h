/* Gathering the evidence of one moment. */
#pragma once
#include "nn-facts.h"

/* Fills `evidence`, which borrows frame, facts and plan. */
void nn_evidence_gather (NnEvidence *evidence, NnFrame *frame, const NnDataFacts *facts, const NnPlan *plan);
