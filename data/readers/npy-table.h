/* The numbers of .npy files before anybody has decided what to learn from them: read once, described, then made into a table. */
#pragma once
#include "../ds-readers.h"

G_BEGIN_DECLS

/* A task beside those of DsTask: the target's values say what it is. */
#define DS_NPY_TASK_OPEN ((DsTask) 77)

typedef struct
{
  char *name;         /* of the file of inputs */
  char *labels_name;  /* of the file of labels, or NULL */
  gsize rows;
  guint n;            /* columns, the labels behind the inputs */
  float *values;      /* (rows, n); NaN: missing; infinite: no number a network can take */
  DsColumn *columns;  /* n, or NULL after ds_npy_table_finish() */
  guint width, height; /* of images; else 0 */
} DsNpyTable;

/* Start from zero; clear also after an error. problems: collects everything that is wrong with both files; may be NULL. */
gboolean ds_npy_table_read (DsNpyTable *table, const char *inputs, const char *labels, DsProblems *problems, DsProgress progress,
                            gpointer user_data, GError **error);

/* Gives the columns their roles. Errors: a name there is not, no inputs, an input that is the target too. */
gboolean ds_npy_table_choose (DsNpyTable *table, const DsNpyOptions *options, GError **error);

/* Lists the infinite values of the columns in use, by row and column, in options->problems; where broken rows are refused, the first of
 * them is the error. */
gboolean ds_npy_table_check (const DsNpyTable *table, const DsNpyOptions *options, GError **error);

/* After choosing and checking: leaves rows out or fills values in, and hands over what remains. task: DS_NPY_TASK_OPEN to guess; what the
 * target was taken for afterwards. */
DsDataset *ds_npy_table_finish (DsNpyTable *table, const DsNpyOptions *options, DsTask *task, GError **error);

void ds_npy_table_clear (DsNpyTable *table);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DsNpyTable, ds_npy_table_clear)

G_END_DECLS
