/* Diagnosis: what a run shows of the troubles that training is known for, in plain words with evidence, threshold and remedies.
 *
 * Each kind of finding is one file in engine/diagnose/ and one row in findings.inc. A check is a pure function over a run at one
 * moment; nothing here touches the run. Blocking (milliseconds; the facts about data of millions of values up to a second); any
 * thread. */
#pragma once
#include "nn-frame.h"

G_BEGIN_DECLS

/* What can be said of data before any training, found once for each DsPrepared. */
typedef struct _NnDataFacts NnDataFacts;
NnDataFacts *nn_data_facts_new (DsPrepared *data); /* data is ref'd */
NnDataFacts *nn_data_facts_ref (NnDataFacts *facts);
void nn_data_facts_unref (NnDataFacts *facts); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnDataFacts, nn_data_facts_unref)
const DsPrepared *nn_data_facts_data (const NnDataFacts *facts);

typedef enum
{
  NN_FINDING_NOTE,    /* worth knowing */
  NN_FINDING_WARNING, /* costs quality or time */
  NN_FINDING_SERIOUS  /* training cannot get anywhere like this */
} NnSeverity;

/* An edit that may help: what the spec and the preparation of the data become. */
typedef struct
{
  char *title;               /* for a button: "ReLU + He" (activation and initial weights of the hidden layers) */
  NnSpec *spec;              /* owned ref */
  DsPrepareOptions prepare;
  gboolean fresh;            /* acts from initial weights only */
} NnRemedy;

#define NN_MAX_REMEDIES 3

typedef struct
{
  const char *id;    /* "vanishing-gradient"; never renamed */
  const char *title; /* N_() marked: "Vanishing gradient" */
  const char *basis; /* N_() marked: where the threshold comes from */
} NnFindingType;

typedef struct
{
  const NnFindingType *type;
  NnSeverity severity;
  int layer;         /* spec layer, or -1 */
  double measured, threshold; /* what `evidence` compares */
  char *title;       /* one sentence, translated */
  char *evidence;    /* the numbers and what would be healthy, translated */
  guint n_remedies;  /* the best first; may be 0 */
  NnRemedy remedies[NN_MAX_REMEDIES];
} NnFinding;

typedef struct
{
  guint n;
  NnFinding *findings; /* the gravest first */
  double explained;    /* what the network knows beyond a constant answer, 1: all; NaN: not known */
} NnDiagnosis;

/* The findings of `frame` (weights, curves, layer series) on data with these facts, which must be of frame->data. Symptoms that a
 * graver finding explains are left out. */
NnDiagnosis *nn_diagnose (NnFrame *frame, const NnDataFacts *facts);
void nn_diagnosis_free (NnDiagnosis *diagnosis); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnDiagnosis, nn_diagnosis_free)
const NnFinding *nn_diagnosis_find (const NnDiagnosis *diagnosis, const char *id); /* NULL: no such finding */

/* How often the learning rate of a diverged run must be halved, at least once, for a short training of its own from frame->weights, the
 * last sound ones, neither to blow up nor to end with a higher loss than it begins with. 0: no rate does, the optimizer has none or looks
 * for its steps by itself, or go_on (may be NULL; called on this thread after every step) said FALSE. Blocking, up to seconds; any thread. */
guint nn_halvings_that_hold (const NnFrame *frame, gboolean (*go_on) (gpointer user_data), gpointer user_data);

/* What happened when a run diverged: where, when and why, in words. NULL where frame->stop is not NN_STOP_DIVERGED. */
typedef struct
{
  guint64 step;
  int layer;      /* whose outputs overflowed or grew first */
  char *what;     /* "At step 132 the outputs of dense layer 2 were no longer numbers." */
  char *cause;    /* "The updates had grown ..." */
  char *kept;     /* which state is shown now */
} NnAutopsy;
NnAutopsy *nn_autopsy_new (const NnFrame *frame);
void nn_autopsy_free (NnAutopsy *autopsy); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnAutopsy, nn_autopsy_free)

/* Why the very first batch, before any step, gave a loss that is past hope: what it says of the data, else of the layer's initial weights.
 * input, target: as NnFrame.diverged_input and _target. Caller frees. */
char *nn_start_cause (const NnSpec *spec, int layer, double input, double target);

/* "dense layer 2": counted among its kind, as on the layer's card; translated, for the middle of a sentence. Caller frees. */
char *nn_layer_name (const NnSpec *spec, int layer);
/* The same of a name that is there already ("Dense layer 2", not empty). Caller frees. */
char *nn_layer_name_within (const char *name);

/* The healthy band of |update| / |weights| of a step: about 1e-3 is the rule of thumb (Karpathy, cs231n notes "Neural networks 3",
 * 2015; Bottou 2012, "Stochastic gradient descent tricks": updates of 1/1000 of the weights), with a factor of ten either way. */
#define NN_UPDATE_RATIO_LOW 1e-4
#define NN_UPDATE_RATIO_HIGH 1e-2

G_END_DECLS
