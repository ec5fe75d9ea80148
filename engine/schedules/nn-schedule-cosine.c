/* minimum + (base - minimum) (1 + cos (pi t / T)) / 2 (Loshchilov and Hutter 2017, equation 5). With restarts each period is `stretch`
 * times as long as the one before. Without, the published form ends at T; as PyTorch's CosineAnnealingLR has it, t goes on and the rate
 * climbs back along the same wave. PyTorch: CosineAnnealingLR, CosineAnnealingWarmRestarts. */
#include <math.h>
#include "nn-schedule.h"

enum
{
  EPOCHS,
  MINIMUM,
  RESTARTS,
  STRETCH
};

static const DsParam params[] = {
  NN_EPOCHS_PARAM (N_("How many epochs one way down takes."), 500),
  NN_MINIMUM_PARAM,
  { "restarts", N_("Restarts"), NULL, N_("Jumps back to the full learning rate after each way down."), DS_PARAM_BOOL, DS_PARAM_PLAIN, 0, 1, 0 },
  { "stretch", N_("Stretch"), NULL, N_("How much longer each way down is than the one before."), DS_PARAM_INT, DS_PARAM_PLAIN, 1, 10, 1, 1 },
  NN_WARMUP_PARAM,
};

static double
rate (const NnSchedulePoint *p)
{
  double t = p->epoch, period = p->item->values[EPOCHS], minimum = p->item->values[MINIMUM];
  if (p->item->values[RESTARTS] == 0)
    t = fmod (t, 2 * period);
  else if (p->item->values[STRETCH] <= 1)
    t = fmod (t, period);
  else
    while (t >= period)
      {
        t -= period;
        period *= p->item->values[STRETCH];
      }
  return minimum + (p->base - minimum) * (1 + cos (G_PI * t / period)) / 2;
}

const NnSchedule nn_schedule_cosine = {
  .type = { "cosine", N_("Cosine"), N_("Falls along half a cosine, with restarts if wanted."), NULL, params, G_N_ELEMENTS (params) },
  .rate = rate,
};
