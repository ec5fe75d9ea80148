/* NnRun: one run, without threads: spec, data, network, order of samples, curves, when to stop. The trainer's thread owns it; the
 * bits of its weights depend on spec, data and the steps taken alone. */
#pragma once
#include "nn-frame.h"
#include "nn-network.h"
#include "nn-schedule.h"
#include "nn-shelf.h"

typedef struct
{
  NnSpec *spec;        /* owned refs */
  DsPrepared *data;
  NnPool *pool;        /* borrowed */
  const NnBackend *backend;
  NnNetwork *network;  /* owned: trains */
  NnNetwork *evaluator; /* owned: scores; bound to the weights of network */
  guint32 *order;      /* (n_train): rows of this epoch */
  float *best;         /* (n): weights of the best epoch; while patience is asked for, else NULL */
  gsize batch;         /* samples a step takes now */
  gboolean weights_given; /* by set_weights(), or learned before the network was changed; not drawn */
  NnShelf shelf;       /* what changes of the network have taken away */
  double best_loss;
  guint64 best_epoch;  /* patience counts from here */

  guint64 id;          /* another one with every reset and topology */
  guint64 step, epoch, step_in_epoch, steps_per_epoch;
  guint64 epoch_limit; /* 0: none; moves on when a stopped run plays again */
  double epoch_loss;   /* sum over this epoch's batches */
  double batch_loss, limit_loss; /* above limit_loss the run has diverged */
  double train_loss, validation_loss, train_accuracy, validation_accuracy;
  double train_balanced, validation_balanced; /* see NnFrame; not in checkpoints */
  double schedule_state[NN_SCHEDULE_STATE];
  double learning_rate, seconds;
  guint64 samples;     /* seen, for the rate */
  guint64 evaluations; /* gradients of a batch computed: one a step, more where the optimizer searches */
  guint64 work;        /* rows in them */
  gboolean stepped;       /* gradients and update are there, for the statistics */
  NnStop stop;
  int diverged_layer;
  double diverged_output, diverged_loss, diverged_input, diverged_target; /* while there is one: see NnFrame */
  char message[320];
  gint64 measured_at;  /* microseconds; 0: the statistics are out of date */
  guint64 measured_step;
  NnLayerStats layers[NN_MAX_LAYERS];
  NnSeries *epochs, *steps; /* owned */
  NnSeries *evaluated;      /* owned: evaluations at the end of each epoch, a row for each row of epochs */
  NnLayerSeries *layer_series; /* owned */
} NnRun;

/* Memory only, so that it is quick; nn_run_reset() must follow before anything else. */
NnRun *nn_run_new (const NnSpec *spec, DsPrepared *data, NnPool *pool, GError **error);
void nn_run_free (NnRun *run);
/* To the initial weights, step 0, new curves with row 0. */
void nn_run_reset (NnRun *run);

/* See nn_trainer_change(). anew: from initial weights. On error (memory) the run is as it was. */
gboolean nn_run_change (NnRun *run, const NnSpec *spec, DsPrepared *data, gboolean anew, GError **error);
/* Do its curves go on over that change? Else they begin anew. */
gboolean nn_run_goes_on (const NnRun *run, const NnSpec *spec, const DsPrepared *data);
/* Changes it to be again as it was kept. FALSE, and as it was: that is of another spec or other data, or there is no memory. */
gboolean nn_run_return (NnRun *run, const NnSpec *spec, DsPrepared *data, const NnCheckpoint *kept);

void nn_run_set_weights (NnRun *run, const float *weights, gsize n);
void nn_run_set_weight (NnRun *run, gsize offset, float value);

/* One step, unless run->stop is set afterwards. At an epoch's end: scores, a row, and the stop conditions. */
void nn_run_step (NnRun *run);

/* The parts of a step, for who wants to see them. The next batch, loaded; returns how many rows; *rows (may be NULL): which, borrowed. */
gsize nn_run_load_batch (NnRun *run, const guint32 **rows);
/* The learning rate of the next step. */
double nn_run_scheduled_rate (const NnRun *run);
/* A loss that is not coming back: the step ends there. */
gboolean nn_run_blown_up (const NnRun *run, double loss);

/* A stopped run is to go on: as many epochs again, patience anew. */
void nn_run_resume (NnRun *run);

/* The batch of the epoch that the counters say, and its order of rows: they follow from spec, data and epoch alone. has_best: the
 * best weights so far are there, else the present ones are the best known. */
void nn_run_take_up_epoch (NnRun *run, gboolean has_best);

/* nn-run-frame.c: all but version, state and rates. frame has room for network->n weights. */
void nn_run_fill_frame (NnRun *run, NnFrame *frame);

/* nn-layer-stats.c: brings run->layers up to date, at the rate that the network's size allows. */
void nn_run_measure_layers (NnRun *run);
/* Of a run just restored: what its layers did in the step before, which a checkpoint does not know. */
void nn_run_take_up_layers (NnRun *run, const NnLayerStats *layers, guint n);
/* A row of the layer series, if the step just taken is one that is measured; last: in any case. */
void nn_run_record_layers (NnRun *run, gboolean last);

/* nn-divergence.c: the batch just loaded gave `loss`; finds the layer, writes message, goes back to the last finite weights. */
void nn_run_diverge (NnRun *run, double loss);
