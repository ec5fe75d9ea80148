/* One cycle (Smith and Topin 2019), step by step: from base / divisor up to base over the first `rise` of the epochs and down to
 * base / divisor / 10,000 over the rest, both along half a cosine. PyTorch: OneCycleLR with max_lr = base and its defaults. */
#include <math.h>
#include "nn-schedule.h"

enum
{
  EPOCHS,
  RISE,
  DIVISOR
};

static const DsParam params[] = {
  NN_EPOCHS_PARAM (N_("How many epochs the cycle takes."), 500),
  { "rise", N_("Rise"), "%", N_("The share of the cycle in which the learning rate climbs."), DS_PARAM_REAL, DS_PARAM_PLAIN, 0.01, 0.99, 0.3, 0.05 },
  { "divisor", N_("Divisor"), NULL, N_("How much lower than the peak the start is."), DS_PARAM_REAL, DS_PARAM_LOG, 1, 1e6, 25 },
  NN_WARMUP_PARAM,
};

static double
half_cosine (double from, double to, double share)
{
  return to + (from - to) * (1 + cos (G_PI * share)) / 2;
}

static double
rate (const NnSchedulePoint *p)
{
  /* In steps, so that the first is at the start and the last at the end. */
  double total = p->item->values[EPOCHS] * (double) p->steps_per_epoch, step = p->progress * (double) p->steps_per_epoch;
  double start = p->base / p->item->values[DIVISOR], peak = p->item->values[RISE] * total - 1, end = total - 1;
  if (step <= peak && peak > 0) /* a rise of one step has no width to divide by */
    return half_cosine (start, p->base, step / peak);
  if (step >= end)
    return start / 1e4;
  return half_cosine (p->base, start / 1e4, (step - peak) / (end - peak));
}

const NnSchedule nn_schedule_one_cycle = {
  .type = { "one_cycle", N_("One cycle"), N_("Climbs, then falls far below the start: once over the whole training."), NULL, params, G_N_ELEMENTS (params) },
  .rate = rate,
};
