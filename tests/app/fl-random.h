/* Random but valid projects, for property tests: the same seed gives the same project. */
#pragma once
#include "fl-project.h"

DsItem fl_random_item (GRand *rand, const DsType *type);
FlProject *fl_random_project (GRand *rand);
/* One random edit: another value of something. */
FlProject *fl_random_edit (GRand *rand, const FlProject *project);
