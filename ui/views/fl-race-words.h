/* What the page of a race says of what it shows. Callers free. */
#pragma once
#include "fl-race.h"

G_BEGIN_DECLS

/* What is exact and what is not; of a test surface, what it is. */
char *fl_race_statement (const FlRaceResult *result);
/* Of a model: the Hessian at the optimum, and where plain descent diverges. */
char *fl_race_stability (const FlRaceResult *result);

G_END_DECLS
