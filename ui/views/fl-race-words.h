/* What the page of a race says of what it shows. Callers free. */
#pragma once
#include "fl-race.h"

G_BEGIN_DECLS

/* What is exact and what is not; of a test surface, what it is. */
char *fl_race_statement (const FlRaceResult *result);
/* What a racer has come to at that step. */
char *fl_race_result_text (const FlRaceResult *result, guint racer, guint step);
/* Of a model: the Hessian at the optimum, where plain descent diverges, and on which side of its own limit the chosen racer is. */
char *fl_race_stability (const FlRaceResult *result, guint chosen);

G_END_DECLS
