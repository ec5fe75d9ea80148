/* Learning-rate schedules. One file in this folder, one row in schedules.inc.
 *
 * Epoch-wise schedules count whole epochs, as PyTorch's do when scheduler.step() is called once an epoch. Every schedule may have
 * a linear warm-up in front (parameter "warmup", in epochs), during which the rate climbs step by step from base / n to base; the
 * schedule itself begins after it. */
#pragma once
#include <glib/gi18n-lib.h>
#include "ds-type.h"

#define NN_SCHEDULE_STATE 4

typedef struct
{
  const DsItem *item;
  double base;          /* the optimizer's learning rate */
  double epoch;         /* whole epochs done, warm-up left out */
  double progress;      /* the same, counting steps as parts of an epoch */
  guint64 steps_per_epoch;
  double *state;        /* (NN_SCHEDULE_STATE), zero at the start of a run */
} NnSchedulePoint;

typedef struct
{
  DsType type;
  double (*rate) (const NnSchedulePoint *point);
  /* At each epoch's end, with the loss that is watched (validation, else training); may be NULL. */
  void (*observe) (const NnSchedulePoint *point, double loss);
} NnSchedule;

/* The last parameter of every schedule. */
#define NN_WARMUP_PARAM                                                                                                       \
  {                                                                                                                           \
    "warmup", N_("Warm-up"), N_("epochs"), N_("The learning rate climbs in a straight line over this many epochs first."), \
      DS_PARAM_REAL, DS_PARAM_PLAIN, 0, 100000, 0, 1                                                                          \
  }
#define NN_EPOCHS_PARAM(help_, initial_) { "epochs", N_("Length"), N_("epochs"), help_, DS_PARAM_INT, DS_PARAM_LOG, 1, 1000000, initial_, 10 }
#define NN_MINIMUM_PARAM { "minimum", N_("Minimum"), NULL, N_("The learning rate never falls below this."), DS_PARAM_REAL, DS_PARAM_LOG, 0, 1e9, 0 }
