/* base / (1 + decay * epoch): the classic 1/t of Robbins and Monro (1951). */
#include "nn-schedule.h"

enum
{
  DECAY
};

static const DsParam params[] = {
  { "decay", N_("Decay"), NULL, N_("After 1 / decay epochs the learning rate has halved."), DS_PARAM_REAL, DS_PARAM_LOG, 0, 1000, 0.01 },
  NN_WARMUP_PARAM,
};

static double
rate (const NnSchedulePoint *p)
{
  return p->base / (1 + p->item->values[DECAY] * p->epoch);
}

const NnSchedule nn_schedule_inverse_time = {
  .type = { "inverse_time", N_("1/t"), N_("Falls like one over the number of epochs."), NULL, params, G_N_ELEMENTS (params) },
  .rate = rate,
};
