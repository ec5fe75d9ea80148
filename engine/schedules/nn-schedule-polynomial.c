/* minimum + (base - minimum) (1 - epoch / epochs)^power, then minimum. With minimum 0: PyTorch's PolynomialLR. */
#include <math.h>
#include "nn-schedule.h"

enum
{
  EPOCHS,
  POWER,
  MINIMUM
};

static const DsParam params[] = {
  NN_EPOCHS_PARAM (N_("How many epochs the way down takes."), 500),
  { "power", N_("Power"), NULL, N_("1 is a straight line; more falls faster at first."), DS_PARAM_REAL, DS_PARAM_PLAIN, 0.1, 10, 1, 0.5 },
  NN_MINIMUM_PARAM,
  NN_WARMUP_PARAM,
};

static double
rate (const NnSchedulePoint *p)
{
  double left = MAX (0, 1 - p->epoch / p->item->values[EPOCHS]), minimum = MIN (p->item->values[MINIMUM], p->base);
  return minimum + (p->base - minimum) * pow (left, p->item->values[POWER]);
}

const NnSchedule nn_schedule_polynomial = {
  .type = { "polynomial", N_("Polynomial"), N_("Falls to the minimum along a power of the time left."), NULL, params, G_N_ELEMENTS (params) },
  .rate = rate,
};
