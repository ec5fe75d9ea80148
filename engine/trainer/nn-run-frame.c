/* What a run shows of itself. */
#include "nn-run.h"

#include <string.h>

#include "nn-frame-private.h"

void
nn_run_fill_frame (NnRun *run, NnFrame *frame)
{
  frame->run = run->id;
  frame->step = run->step;
  frame->epoch = run->epoch;
  frame->step_in_epoch = run->step_in_epoch;
  frame->steps_per_epoch = run->steps_per_epoch;
  frame->seconds = run->seconds;
  frame->evaluations = run->evaluations;
  frame->batch_loss = run->batch_loss;
  frame->train_loss = run->train_loss;
  frame->validation_loss = run->validation_loss;
  frame->train_accuracy = run->train_accuracy;
  frame->validation_accuracy = run->validation_accuracy;
  frame->train_balanced = run->train_balanced;
  frame->validation_balanced = run->validation_balanced;
  frame->penalty = run->backend->penalty (run->network);
  frame->learning_rate = run->learning_rate;
  frame->stop = run->stop;
  frame->diverged_layer = run->diverged_layer;
  frame->diverged_output = run->diverged_output;
  frame->diverged_loss = run->diverged_loss;
  frame->diverged_input = run->diverged_input;
  frame->diverged_target = run->diverged_target;
  g_strlcpy (frame->message, run->message, sizeof frame->message);
  frame->spec = nn_spec_ref (run->spec);
  frame->data = ds_prepared_ref (run->data);
  memcpy (frame->weights, run->network->w, run->network->n * sizeof (float));
  if (run->stepped)
    nn_frame_copy_gradients (frame, run->network->g);
  frame->n_layers = run->network->plan->n_layers;
  nn_run_measure_layers (run);
  memcpy (frame->layers, run->layers, frame->n_layers * sizeof (NnLayerStats));
  frame->epochs = nn_series_ref (run->epochs);
  frame->steps = nn_series_ref (run->steps);
  frame->evaluated = nn_series_ref (run->evaluated);
  frame->layer_series = nn_layer_series_ref (run->layer_series);
}
