/* What the checks of findings.inc share: the evidence they look at, and how they say what they found. Private to the engine.
 *
 * A check returns FALSE where there is nothing to say, or fills the finding: severity, layer, measured and threshold, title and
 * evidence (g_strdup_printf), remedies. Thresholds are #defines at the top of each file, with their source in `basis`. */
#pragma once
#include "nn-diagnose.h"
#include "nn-words.h"

/* A run's epochs drawn together into at most so many buckets of equal length. */
#define NN_EVIDENCE_BUCKETS 100

typedef struct
{
  gsize n_classes;
  guint64 *counts;      /* (n_classes): training rows */
  double low_scale, high_scale, high_mean; /* over the inputs that vary: standard deviations, and |mean| against 1 or its deviation */
  guint low_input, high_input;
  gsize repeated;       /* validation rows whose inputs and target also stand among the training rows */
  gsize first_repeated, first_original; /* rows of the source, from 0 */
  gsize contradicting;  /* rows whose inputs stand elsewhere with another target */
  double target_mean, target_variance; /* of the first target, training rows; regression only */
} NnFacts;

typedef struct
{
  NnFrame *frame;
  const NnSpec *spec;
  const DsPrepared *data;
  const NnPlan *plan;
  const NnFacts *facts;
  const NnLayerSeries *series;
  guint64 first, length; /* rows of the series that count as recent: the last quarter of the steps taken */
  guint n_buckets;
  double bucket_epoch[NN_EVIDENCE_BUCKETS], train[NN_EVIDENCE_BUCKETS], validation[NN_EVIDENCE_BUCKETS]; /* medians */
  double epochs;         /* done */
  double initial_loss;   /* of row 0 */
  double explained;      /* what the network knows beyond a constant answer, 1: all: R^2, or accuracy above the largest class; NaN */
  gboolean diverged;
} NnEvidence;

typedef enum
{
  NN_NUMBER_GRADIENT,
  NN_NUMBER_WEIGHT,
  NN_NUMBER_UPDATE,
  NN_NUMBER_SATURATED,
  NN_NUMBER_DEAD
} NnNumber;

/* Over the recent rows, NaN left out. NaN where fewer than NN_EVIDENCE_ROWS are there (any will do where the run diverged). */
#define NN_EVIDENCE_ROWS 12
double nn_evidence_median (const NnEvidence *evidence, guint layer, NnNumber number);
double nn_evidence_lowest (const NnEvidence *evidence, guint layer, NnNumber number);

/* A network that knows so much has no trouble with its layers, whatever they look like. */
#define NN_EVIDENCE_RIGHT 0.9
/* The highest median of update ratios over the layers that train, and of which layer (may be NULL); NaN: none is known. */
double nn_evidence_update_ratio (const NnEvidence *evidence, guint *layer);
/* The longest step of the run so far, against the weights of its layer. */
double nn_evidence_longest_step (const NnEvidence *evidence, guint *layer);
/* How many units of a layer answer 0 to every training row (of at most NN_EVIDENCE_LOOKED_AT, from the first). */
#define NN_EVIDENCE_LOOKED_AT 2000
guint nn_evidence_silent (const NnEvidence *evidence, guint layer, gsize *rows);
/* The standard error of the validation loss, from its rows (at most NN_EVIDENCE_LOOKED_AT, from the first); NaN where there are not two. */
double nn_evidence_validation_error (const NnEvidence *evidence);

/* Does the layer have weights that are trained? */
gboolean nn_evidence_trains (const NnEvidence *evidence, guint layer);
/* The last layer with weights: what comes before are hidden layers. */
guint nn_evidence_output (const NnEvidence *evidence);
/* The activation of a layer, or NULL. */
const DsType *nn_evidence_activation (const NnSpec *spec, guint layer);

/* Both ends flat (sigmoid, tanh ...): a unit can saturate. One end exactly flat, the other not (ReLU): a unit can die. */
gboolean nn_activation_saturates (const DsType *activation);
gboolean nn_activation_can_die (const DsType *activation);

typedef struct
{
  NnFindingType type;
  gboolean symptom; /* left out where another finding of more gravity explains it */
  const char *unless[2]; /* NULL, or findings further up in the table that are its cause, or whose remedies its own would contradict: left
                            out where one of them was found */
  gboolean (*check) (const NnEvidence *evidence, NnFinding *finding);
} NnFindingCheck;

/* Adds a remedy, unless it changes nothing or cannot be trained. title is taken. prepare NULL: as it is. */
typedef enum
{
  NN_REMEDY_GOES_ON,
  NN_REMEDY_STARTS_ANEW
} NnRemedyStart;
void nn_finding_add_remedy (NnFinding *finding, const NnEvidence *evidence, char *title, const NnSpec *values,
                            const DsPrepareOptions *prepare, NnRemedyStart start);

/* Remedies that several findings share. */
void nn_remedy_activation (NnFinding *finding, const NnEvidence *evidence, const char *activation, const char *init, const char *title);
void nn_remedy_learning_rate (NnFinding *finding, const NnEvidence *evidence, double factor, NnRemedyStart start);
void nn_remedy_clip (NnFinding *finding, const NnEvidence *evidence);
void nn_remedy_wider (NnFinding *finding, const NnEvidence *evidence);
void nn_remedy_deeper (NnFinding *finding, const NnEvidence *evidence);
