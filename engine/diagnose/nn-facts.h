#pragma once
#include "nn-finding.h"

const NnFacts *nn_data_facts_get (const NnDataFacts *facts);
