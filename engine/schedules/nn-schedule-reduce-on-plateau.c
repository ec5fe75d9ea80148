/* The learning rate is multiplied by `factor` when the watched loss has not been below best (1 - 1e-4) for more than `patience`
 * epochs, unless that would lower it by no more than 1e-8. PyTorch: ReduceLROnPlateau with its defaults. */
#include <math.h>
#include "nn-schedule.h"

#define SMALLEST_CUT 1e-8

enum
{
  FACTOR,
  PATIENCE,
  MINIMUM
};

/* In the state. CUTS says how much smaller the rate is than base, as a number of reductions. */
enum
{
  CUTS,
  BEST,
  BAD_EPOCHS,
  STARTED
};

static const DsParam params[] = {
  { "factor", N_("Factor"), NULL, N_("What the learning rate is multiplied by."), DS_PARAM_REAL, DS_PARAM_PLAIN, 0.0001, 1, 0.1, 0.05 },
  { "patience", N_("Patience"), N_("epochs"), N_("How many epochs without a better loss are let pass."), DS_PARAM_INT, DS_PARAM_LOG, 0, 1000000, 10, 5 },
  NN_MINIMUM_PARAM,
  NN_WARMUP_PARAM,
};

static double
rate (const NnSchedulePoint *p)
{
  return MAX (p->base * pow (p->item->values[FACTOR], p->state[CUTS]), MIN (p->item->values[MINIMUM], p->base));
}

static void
observe (const NnSchedulePoint *p, double loss)
{
  if (p->state[STARTED] == 0 || loss < p->state[BEST] * (1 - 1e-4))
    {
      p->state[BEST] = loss;
      p->state[BAD_EPOCHS] = 0;
    }
  else
    p->state[BAD_EPOCHS]++;
  p->state[STARTED] = 1;
  if (p->state[BAD_EPOCHS] > p->item->values[PATIENCE])
    {
      double before = rate (p);

      p->state[BAD_EPOCHS] = 0;
      p->state[CUTS]++;
      if (before - rate (p) <= SMALLEST_CUT)
        p->state[CUTS]--;
    }
}

const NnSchedule nn_schedule_reduce_on_plateau = {
  .type = { "reduce_on_plateau", N_("Reduce on plateau"), N_("Multiplied by a factor when the loss no longer falls."), NULL, params, G_N_ELEMENTS (params) },
  .rate = rate,
  .observe = observe,
};
