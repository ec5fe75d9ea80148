/* What has come of a race: who is ahead by what, and whether it is fair. */
#include "fl-comparison-private.h"

#include <math.h>
#include <string.h>

void
fl_comparison_set_target (FlComparison *self, double loss)
{
  self->target = loss;
  for (guint i = 0; i < self->lanes->len; i++)
    if (fl_lane_get_frame (self->lanes->pdata[i]) != NULL)
      nn_standing_update (&((FlLane *) self->lanes->pdata[i])->standing, fl_lane_get_frame (self->lanes->pdata[i]), loss);
}

double
fl_comparison_get_target (FlComparison *self)
{
  return self->target;
}

double
fl_lane_score (const FlLane *lane, FlMetric metric)
{
  const NnFrame *frame = fl_lane_get_frame (lane);
  gboolean validated;

  if (frame == NULL || frame->step == 0 || fl_lane_has_diverged (lane))
    return NAN;
  validated = frame->data->n_validation > 0;
  switch (metric)
    {
    case FL_METRIC_VALIDATION_LOSS: return validated ? frame->validation_loss : frame->train_loss;
    case FL_METRIC_BEST_VALIDATION_LOSS: return validated ? lane->standing.best_validation : lane->standing.best_train;
    case FL_METRIC_TRAIN_LOSS: return frame->train_loss;
    case FL_METRIC_ACCURACY: return validated ? frame->validation_accuracy : frame->train_accuracy;
    case FL_METRIC_BALANCED_ACCURACY: return validated ? frame->validation_balanced : frame->train_balanced;
    default: return lane->standing.reached_step;
    }
}

static gboolean
is_share_right (FlMetric metric)
{
  return metric == FL_METRIC_ACCURACY || metric == FL_METRIC_BALANCED_ACCURACY;
}

static const FlProject *
project_of (FlComparison *self, guint i)
{
  return ((FlLane *) self->lanes->pdata[i])->project;
}

/* Do some leave repeated rows out, and others not? */
static gboolean
mixes_repeated (FlComparison *self)
{
  for (guint i = 1; i < self->lanes->len; i++)
    if (!project_of (self, 0)->prepare.unique_rows != !project_of (self, i)->prepare.unique_rows)
      return TRUE;
  return FALSE;
}

gboolean
fl_comparison_can_compare (FlComparison *self, FlMetric metric)
{
  if (!fl_comparison_same_rows (self) || (metric == FL_METRIC_TRAIN_LOSS && mixes_repeated (self)))
    return FALSE;
  return is_share_right (metric) || fl_comparison_same_loss (self);
}

FlLane *
fl_comparison_get_winner (FlComparison *self, FlMetric metric)
{
  FlLane *winner = NULL;
  double best = NAN;
  guint scored = 0, beaten = 0;

  if (!fl_comparison_can_compare (self, metric))
    return NULL; /* apples and pears */

  for (guint i = 0; i < self->lanes->len; i++)
    {
      FlLane *lane = self->lanes->pdata[i];
      double score = fl_lane_score (lane, metric);

      beaten += fl_lane_has_diverged (lane);
      if (!isfinite (score))
        continue;
      scored++;
      if (is_share_right (metric))
        score = -score;
      if (score == best)
        winner = NULL;
      else if (!(score > best))
        {
          best = score;
          winner = lane;
        }
    }
  return scored + beaten > 1 || metric == FL_METRIC_STEPS_TO_LOSS ? winner : NULL;
}

static const NnSpec *
spec_of (FlComparison *self, guint i)
{
  return project_of (self, i)->spec;
}

/* Inputs and targets as many, so that layers that are written alike are alike. FALSE: rows still being made may tell. */
static gboolean
other_width (const FlLane *a, const FlLane *b)
{
  return a->data != NULL && b->data != NULL
         && (a->data->inputs != b->data->inputs || a->data->targets != b->data->targets || a->data->n_classes != b->data->n_classes);
}

gboolean
fl_comparison_same_weights (FlComparison *self)
{
  for (guint i = 1; i < self->lanes->len; i++)
    {
      const NnSpec *a = spec_of (self, 0), *b = spec_of (self, i);

      if (a->seed != b->seed || a->n_layers != b->n_layers || other_width (self->lanes->pdata[0], self->lanes->pdata[i]))
        return FALSE;
      for (guint k = 0; k < a->n_layers; k++)
        if (!ds_item_equal (&a->layers[k], &b->layers[k]))
          return FALSE;
    }
  return TRUE;
}

gboolean
fl_comparison_same_batches (FlComparison *self)
{
  if (!fl_comparison_same_rows (self))
    return FALSE;
  for (guint i = 1; i < self->lanes->len; i++)
    {
      const NnSpec *a = spec_of (self, 0), *b = spec_of (self, i);
      const DsPrepareOptions *mine = &project_of (self, 0)->prepare, *its = &project_of (self, i)->prepare;
      const NnFrame *first = fl_lane_get_frame (self->lanes->pdata[0]), *other = fl_lane_get_frame (self->lanes->pdata[i]);

      if (mine->validation_share != its->validation_share || mine->test_share != its->test_share)
        return FALSE; /* other rows are left to train on */
      if (a->seed != b->seed || a->batch_size != b->batch_size || !a->shuffle != !b->shuffle)
        return FALSE;
      if (first != NULL && other != NULL && first->steps_per_epoch != other->steps_per_epoch)
        return FALSE; /* an optimizer that takes all rows at once */
    }
  return TRUE;
}

gboolean
fl_comparison_same_loss (FlComparison *self)
{
  for (guint i = 1; i < self->lanes->len; i++)
    if (!ds_item_equal (&spec_of (self, 0)->loss, &spec_of (self, i)->loss))
      return FALSE;
  return TRUE;
}

/* Is one of them judged by rows chosen for it, then both by the same? Else by their own, which are the same where neither or both leave
 * repeated rows out. */
static gboolean
judged_alike (const FlLane *a, const FlLane *b)
{
  if (a->rival != NULL && b->rival != NULL && (a->data == NULL || b->data == NULL))
    return TRUE; /* rows still being made will tell */
  if (a->own == NULL && b->own == NULL)
    return !a->project->prepare.unique_rows == !b->project->prepare.unique_rows;
  if (a->data == NULL || b->data == NULL || a->data->n_validation != b->data->n_validation)
    return FALSE;
  return memcmp (a->data->source_row + a->data->n_train, b->data->source_row + b->data->n_train, a->data->n_validation * sizeof (guint32)) == 0;
}

gboolean
fl_comparison_same_rows (FlComparison *self)
{
  for (guint i = 1; i < self->lanes->len; i++)
    {
      const FlProject *a = project_of (self, 0), *b = project_of (self, i);

      if (!ds_source_equal (a->source, b->source) || a->prepare.task != b->prepare.task
          || !judged_alike (self->lanes->pdata[0], self->lanes->pdata[i]))
        return FALSE;
    }
  return TRUE;
}

gsize
fl_comparison_n_judges (FlComparison *self)
{
  const FlLane *first = self->lanes->len > 1 ? self->lanes->pdata[0] : NULL;

  return first != NULL && first->own != NULL && fl_comparison_same_rows (self) ? first->data->n_validation : 0;
}

const FlLane *
fl_comparison_get_leaking (FlComparison *self)
{
  for (guint i = 0; mixes_repeated (self) && i < self->lanes->len; i++)
    {
      const FlLane *lane = self->lanes->pdata[i];

      if (!lane->project->prepare.unique_rows && lane->own == NULL && lane->data != NULL && lane->data->n_validation > 0)
        return lane;
    }
  return NULL;
}
