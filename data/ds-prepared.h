/* DsPrepared: rows made ready for a network: features computed, split drawn, inputs standardized.
 * Immutable and reference-counted; the fields are read-only and may be read on any thread. */
#pragma once
#include "ds-dataset.h"

G_BEGIN_DECLS

/* Input features of two-input sources, as a bit mask in this order. */
typedef enum
{
  DS_FEATURE_X1 = 1 << 0,
  DS_FEATURE_X2 = 1 << 1,
  DS_FEATURE_X1_SQUARED = 1 << 2,
  DS_FEATURE_X2_SQUARED = 1 << 3,
  DS_FEATURE_X1_X2 = 1 << 4,
  DS_FEATURE_SIN_X1 = 1 << 5,
  DS_FEATURE_SIN_X2 = 1 << 6
} DsFeatures;
#define DS_N_FEATURES 7

/* The names used in files ("x1", "x1^2", "x1*x2", "sin(x1)") by bit index; and back (0 if unknown). */
const char *ds_feature_name (guint bit_index);
DsFeatures ds_feature_from_name (const char *name);

typedef struct
{
  DsTask task;
  guint features; /* DsFeatures; 0: the inputs as they are. Only for datasets with two inputs. */
  gboolean standardize;
  double validation_share; /* 0 .. 0.9; of the rows that have no part by hand (ds_dataset_parts) */
  double test_share;       /* 0 .. 0.9; together below 1 */
  gboolean unique_rows;    /* leave repeated rows out, before the split. A row repeats another where all input columns and all target
                              columns hold the same numbers, before features and scaling (-0 is 0); the first of them stays, and
                              draws its part as it would among all. Rows
                              with equal inputs and different targets contradict each other and all stay. */
} DsPrepareOptions;

gboolean ds_prepare_options_equal (const DsPrepareOptions *a, const DsPrepareOptions *b);

typedef struct
{
  DsDataset *dataset; /* owned: the rows in their own units */
  DsPrepareOptions options;
  gsize rows, n_train, n_validation, n_test; /* rows = n_train + n_validation + n_test: the dataset's, less the repeated rows where
                                                those are left out */
  guint raw_inputs;                          /* inputs of the dataset after one-hot expansion of class columns */
  guint inputs;                              /* inputs of the network */
  guint targets;                             /* REGRESSION: number of target columns; CLASSIFICATION: 1 */
  guint n_classes;                           /* CLASSIFICATION: number of classes; REGRESSION: 0 */
  const guint64 *class_rows;                 /* (n_classes): training rows of each; REGRESSION: NULL */
  const float *x;            /* (rows, inputs): training rows first, then validation, then test; within each the order of the source */
  const float *y;            /* (rows, targets): class index or value */
  const float *raw;          /* (rows, raw_inputs): before features and standardizing, same row order; missing values filled (ds-missing.h) */
  const guint32 *source_row; /* (rows): the dataset row behind each row */
  const double *mean;        /* (inputs): x = (feature - mean) / scale; 0 and 1 where not standardized */
  const double *scale;       /* population standard deviation of the training rows (divisor n); 1 where it is 0 */
  const double *raw_min, *raw_max, *raw_mean; /* (raw_inputs) over all rows (mean: training rows), of what is not missing */
  double y_min, y_max;                        /* REGRESSION: over all rows */
  char **input_names;        /* (inputs) NULL-terminated, for people: "x₁²", "sin x₁", "petal_length" */
  char **raw_names;          /* (raw_inputs) NULL-terminated */
  char **class_names;        /* (n_classes) NULL-terminated, or NULL */
  char *target_name;
} DsPrepared;

/* Errors (DS_ERROR_VALUE): no rows left to train on, features on a source without two inputs, no inputs, shares out of
 * range. dataset is ref'd. seed draws the split. Blocking. */
DsPrepared *ds_prepare (DsDataset *dataset, const DsPrepareOptions *options, guint64 seed, GError **error);
/* The same, asking before each of its passes over the rows whether they are wanted any longer (share: always 1, the reading being
 * done). Error also: G_IO_ERROR_CANCELLED. */
DsPrepared *ds_prepare_while (DsDataset *dataset, const DsPrepareOptions *options, guint64 seed, DsProgress progress, gpointer user_data,
                              GError **error);
/* The same with parts chosen by the caller instead of drawn: source_row (every row of the dataset once; with unique_rows those
 * that the caller keeps) names the training rows, then validation, then test; the shares of the options play no part. Errors
 * too where a row is missing or twice. */
DsPrepared *ds_prepare_rows (DsDataset *dataset, const DsPrepareOptions *options, const guint32 *source_row, gsize n_train,
                             gsize n_validation, gsize n_test, GError **error);
/* prepared with other validation rows: those that are new to whoever trains on it and to whoever trains on rival. They are validation
 * rows of both, have no equal (see unique_rows) among the training and test rows of either, and stand for all their equals; for
 * (a, b) and (b, a) they are the same in the same order. Its other validation rows are left out; training and test stay as they are,
 * so that training gives the same bits. Both are of one dataset. There may be none. Errors: no memory. Blocking. */
DsPrepared *ds_prepared_judged (DsPrepared *prepared, const DsPrepared *rival, GError **error);
/* What each row of the dataset is for (a DsPart a row; DRAWN: it takes no part), however that came about. Caller frees; NULL: no memory. */
guint8 *ds_prepared_parts (const DsPrepared *prepared);
DsPrepared *ds_prepared_ref (DsPrepared *prepared);
void ds_prepared_unref (DsPrepared *prepared);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DsPrepared, ds_prepared_unref)

/* Maps one raw row (raw_inputs) to what the network sees (inputs): features, then standardizing. */
void ds_prepared_transform (const DsPrepared *prepared, const float *raw, float *x);
/* Half the way: the features (inputs) before standardizing, in double precision. */
void ds_prepared_features (const DsPrepared *prepared, const float *raw, double *features);

/* Transforms the rows of another table (`fallline predict`): finds this data's input columns by name, or by position where
 * the table has no header. Result (rows, inputs), caller frees. Errors: a missing column, a class never seen. */
float *ds_prepared_transform_table (const DsPrepared *prepared, const DsDataset *table, GError **error);

G_END_DECLS
