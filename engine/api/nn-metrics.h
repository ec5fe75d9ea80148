/* NnMetrics: how good given weights are on one part of the data. Blocking; any thread.
 *
 * Definitions are scikit-learn's. What is undefined (a precision where a class was never predicted, a number over no rows) is
 * NaN here; averages count an undefined precision or F1 as 0, as scikit-learn does. */
#pragma once
#include "nn-predict.h"

G_BEGIN_DECLS

typedef enum
{
  NN_PART_TRAIN,
  NN_PART_VALIDATION,
  NN_PART_TEST,
  NN_N_PARTS
} NnPart;
const char *nn_part_name (NnPart part); /* "train", "validation", "test" */
/* The rows of a part: [*from, *from + the result) of the data. */
gsize nn_part_rows (const DsPrepared *data, NnPart part, gsize *from);

/* One class against the rest, from the strictest threshold to the laxest; points on a straight line are left out. */
typedef struct
{
  guint n;                     /* 0 where the class has no rows, or all of them */
  double *false_positive_rate; /* (n): from 0 to 1 */
  double *true_positive_rate;  /* (n): from 0 to 1 */
  double *threshold;           /* (n): called positive from this score on; the first is infinity */
  double auc;                  /* area under the curve of all points; ties count half; NaN where n is 0 */
} NnRoc;

typedef struct
{
  guint64 support;              /* rows of the class */
  double precision, recall, f1; /* F1: 2 TP / (2 TP + FP + FN); NaN only where the class is neither there nor predicted */
  NnRoc roc;
} NnClassMetrics;

/* Averages over the classes that are there or were predicted. */
typedef struct
{
  double precision, recall, f1;
  double auc; /* over the classes that have one */
} NnAverages;

typedef struct
{
  double r2;   /* 1 - residual / total sum of squares; constant targets: 1 if all are met, else 0; NaN below two rows */
  double mae;  /* mean absolute error */
  double rmse; /* root of the mean squared error */
} NnTargetMetrics;

typedef struct
{
  NnPart part;
  gsize rows;  /* 0: the part is empty, every number is NaN, every count 0 */
  double loss; /* mean, without penalties */

  /* CLASSIFICATION; n_classes is 0 for regression */
  guint n_classes;
  double accuracy;
  guint top_k;
  double top_k_accuracy;    /* share of rows whose class is among the top_k highest scores; of equal scores the lower class first */
  guint64 *confusion;       /* (n_classes, n_classes): rows are the truth, columns what was predicted */
  NnClassMetrics *classes;  /* (n_classes) */
  NnAverages macro;         /* every class alike */
  NnAverages weighted;      /* by support */

  /* REGRESSION; n_targets is 0 for classification */
  guint n_targets;
  NnTargetMetrics *targets; /* (n_targets) */
  NnTargetMetrics mean;     /* over the targets */
} NnMetrics;

/* predictor and data belong together; weights as in the predictor's plan. top_k: at most the number of classes; 0: 5, or one less
 * than there are classes where these are few. Errors: NN_ERROR_VALUE where the network puts out something that is not a finite
 * number, NN_ERROR_SHAPE where predictor and data do not fit, NN_ERROR_TOO_BIG without memory. Free with nn_metrics_free(). */
NnMetrics *nn_metrics_new (NnPredictor *predictor, const float *weights, const DsPrepared *data, NnPart part, guint top_k,
                           GError **error);
void nn_metrics_free (NnMetrics *metrics); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnMetrics, nn_metrics_free)

G_END_DECLS
