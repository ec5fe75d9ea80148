/* A network of two parameters in double precision. */
#pragma once
#include "nn-network.h"
#include "nn-surface.h"

struct _NnTwo
{
  const NnBackend *backend;
  NnNetwork *network;
  NnPlan *plan;       /* owned */
  DsPrepared *data;   /* owned */
  NnTwoChoice choice;
  NnTwoShape shape;
  gboolean probability; /* the output is a logit */
  gsize rows;         /* training rows used */
  guint32 *chosen;    /* (rows) which ones */
  guint32 *order;     /* (rows) of the epoch it was drawn for */
  guint64 order_epoch, order_seed; /* epoch counted from 1; 0: not yet */
};

/* As the optimizer sees it at a step: over the step's batch. */
double nn_two_step_value (NnTwo *two, gsize batch, guint64 seed, guint64 step, double x, double y, double gradient[2]);
