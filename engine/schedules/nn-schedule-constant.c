/* The optimizer's learning rate, unchanged. */
#include "nn-schedule.h"

static const DsParam params[] = { NN_WARMUP_PARAM };

static double
rate (const NnSchedulePoint *p)
{
  return p->base;
}

const NnSchedule nn_schedule_constant = {
  .type = { "constant", N_("Constant"), N_("The learning rate stays as it is set."), NULL, params, G_N_ELEMENTS (params) },
  .rate = rate,
};
