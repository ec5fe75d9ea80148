/* The trainer's side of a pace. */
#pragma once
#include "nn-race.h"

/* The lane is at `place`, its batches have so many rows at most. */
void nn_pace_set (NnPace *pace, guint lane, guint64 place, guint64 batch);
void nn_pace_leave (NnPace *pace, guint lane); /* nobody waits for it */
gboolean nn_pace_may_go (NnPace *pace, guint lane);
gboolean nn_pace_is_at_hold (NnPace *pace, guint lane); /* it may not go, and will not before nn_pace_go() */
