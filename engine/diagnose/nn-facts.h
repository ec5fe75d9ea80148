/* What can be said of data before any training, for the checks. Private to the engine. */
#pragma once
#include "nn-finding.h"

const NnFacts *nn_data_facts_get (const NnDataFacts *facts);
