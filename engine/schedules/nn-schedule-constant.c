/* The optimizer's learning rate, unchanged. */
#include <glib/gi18n-lib.h>
#include "nn-schedule.h"

static double
rate (const DsItem *item, double base, guint64 step, guint64 epoch)
{
  return base;
}

const NnSchedule nn_schedule_constant = {
  .type = { "constant", N_("Constant"), N_("The learning rate stays as it is set.") },
  .rate = rate,
};
