/* DsDataset: the one type this floor hands out. An immutable, reference-counted table of float32 rows
 * with named columns. May be shared between threads freely. */
#pragma once
#include <glib.h>
#include "ds-error.h"

G_BEGIN_DECLS

/* Progress of long work: share is 0..1, or negative when unknown; return FALSE to cancel (the error is then
 * G_IO_ERROR_CANCELLED). Called on the working thread. */
typedef gboolean (*DsProgress) (double share, gpointer user_data);

typedef enum
{
  DS_CLASSIFICATION,
  DS_REGRESSION
} DsTask;

/* The part a row belongs to. */
typedef enum
{
  DS_PART_DRAWN, /* where the shares' draw puts it */
  DS_PART_TRAINING,
  DS_PART_VALIDATION,
  DS_PART_TEST,
  DS_N_PARTS
} DsPart;

typedef enum
{
  DS_ROLE_INPUT,
  DS_ROLE_TARGET,
  DS_ROLE_IGNORE,
  DS_ROLE_SPLIT /* a class column that says which part each row belongs to: see ds_dataset_parts() */
} DsRole;

typedef enum
{
  DS_COLUMN_NUMBER,
  DS_COLUMN_CLASS /* values are indices 0 .. n_classes-1 into classes */
} DsColumnKind;

typedef struct
{
  char *name;
  DsRole role;
  DsColumnKind kind;
  char **classes; /* NULL-terminated, sorted (by value where all are numbers); NULL for numbers */
  guint n_classes;
} DsColumn;

typedef struct _DsDataset DsDataset;

/* values: (rows, n_columns) row-major, taken (g_free). columns: array taken, with its strings.
 * origin: where the rows came from, for people ("iris.csv"), copied. */
DsDataset *ds_dataset_new_take (gsize rows, guint n_columns, DsColumn *columns, float *values, const char *origin);
DsDataset *ds_dataset_ref (DsDataset *dataset);
void ds_dataset_unref (DsDataset *dataset); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DsDataset, ds_dataset_unref)

gsize ds_dataset_rows (const DsDataset *dataset);
guint ds_dataset_n_columns (const DsDataset *dataset);
const DsColumn *ds_dataset_column (const DsDataset *dataset, guint column);
const float *ds_dataset_values (const DsDataset *dataset); /* (rows, n_columns) */
const char *ds_dataset_origin (const DsDataset *dataset);

/* Number of columns with role INPUT, and the column of the i-th; n_targets likewise. */
guint ds_dataset_n_inputs (const DsDataset *dataset);
guint ds_dataset_input (const DsDataset *dataset, guint i);
guint ds_dataset_n_targets (const DsDataset *dataset);
guint ds_dataset_target (const DsDataset *dataset, guint i);

/* What the reader wants said, one sentence each ("2 rows with missing values left out; the first is line 7,
 * column 3 (age)."). NULL-terminated, never NULL. Only the maker of a dataset adds notes. */
const char *const *ds_dataset_notes (const DsDataset *dataset);
void ds_dataset_add_note (DsDataset *dataset, const char *note);

/* Inputs that are images: their pixel size, row-major; FALSE where they are not. */
gboolean ds_dataset_image_size (const DsDataset *dataset, guint *width, guint *height);
void ds_dataset_set_image_size (DsDataset *dataset, guint width, guint height);

/* Rows that a person, or a column of the file, has put into a part: a DsPart a row (rows), or NULL where the draw decides over all of them. Only the maker
 * of a dataset sets them; parts is taken (g_free), and may be NULL. */
const guint8 *ds_dataset_parts (const DsDataset *dataset);
void ds_dataset_take_parts (DsDataset *dataset, guint8 *parts);

G_END_DECLS
