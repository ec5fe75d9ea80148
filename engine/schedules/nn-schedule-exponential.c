/* base * factor^epoch. PyTorch: ExponentialLR. */
#include <math.h>
#include "nn-schedule.h"

enum
{
  FACTOR
};

static const DsParam params[] = {
  { "factor", N_("Factor"), NULL, N_("What the learning rate is multiplied by after each epoch."), DS_PARAM_REAL, DS_PARAM_PLAIN, 0.0001, 1, 0.99, 0.001 },
  NN_WARMUP_PARAM,
};

static double
rate (const NnSchedulePoint *p)
{
  return p->base * pow (p->item->values[FACTOR], p->epoch);
}

const NnSchedule nn_schedule_exponential = {
  .type = { "exponential", N_("Exponential"), N_("Multiplied by the same factor after every epoch."), NULL, params, G_N_ELEMENTS (params) },
  .rate = rate,
};
