/* Learning-rate schedules. One file in this folder, one row in schedules.inc. */
#pragma once
#include "ds-type.h"

typedef struct
{
  DsType type;
  /* The learning rate of step `step` (from 0) in epoch `epoch` (from 0); base: the optimizer's. */
  double (*rate) (const DsItem *item, double base, guint64 step, guint64 epoch);
} NnSchedule;
