/* base * factor^floor(epoch / every). PyTorch: StepLR. */
#include <math.h>
#include "nn-schedule.h"

enum
{
  EVERY,
  FACTOR
};

static const DsParam params[] = {
  { "every", N_("Every"), N_("epochs"), N_("After how many epochs the learning rate is multiplied."), DS_PARAM_INT, DS_PARAM_LOG, 1, 1000000, 50, 10 },
  { "factor", N_("Factor"), NULL, N_("What it is multiplied by."), DS_PARAM_REAL, DS_PARAM_PLAIN, 0.0001, 1, 0.5, 0.05 },
  NN_WARMUP_PARAM,
};

static double
rate (const NnSchedulePoint *p)
{
  return p->base * pow (p->item->values[FACTOR], floor (p->epoch / p->item->values[EVERY]));
}

const NnSchedule nn_schedule_step = {
  .type = { "step", N_("Step"), N_("Multiplied by a factor every so many epochs."), NULL, params, G_N_ELEMENTS (params) },
  .rate = rate,
};
