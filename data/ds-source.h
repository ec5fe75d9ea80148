/* DsSource: a description of where rows come from, as stored in a project's "source"; and the function
 * that makes the rows. An immutable, reference-counted value. */
#pragma once
#include "ds-dataset.h"
#include "ds-type.h"

G_BEGIN_DECLS

typedef enum
{
  DS_SOURCE_GENERATOR,
  DS_SOURCE_CSV,
  DS_SOURCE_IDX,
  DS_SOURCE_POINTS,
  DS_SOURCE_NPY,
  DS_SOURCE_IMAGES
} DsSourceKind;

typedef enum
{
  DS_MISSING_DROP, /* leave the row out */
  DS_MISSING_MEAN  /* keep it; the mean of the training rows stands in, or their most frequent class (ds-missing.h) */
} DsMissing;

typedef enum
{
  DS_BAD_ROWS_REFUSE, /* one broken row, and the file is refused */
  DS_BAD_ROWS_DROP    /* leave broken rows out: a wrong number of fields, a stray quote, a word among numbers */
} DsBadRows;

typedef struct
{
  float x1, x2;
  float label; /* class index or value */
  DsPart part;
} DsPoint;

/* Fields that do not belong to `kind` are zero. */
typedef struct
{
  DsSourceKind kind;
  DsItem generator;  /* GENERATOR: type from ds_generators() and its parameters */
  char *path;        /* CSV: as written in the project, relative to it or absolute; IMAGES: the folder */
  char **inputs;     /* CSV, NPY: column names, or NULL for every other column; POINTS: two names, or NULL for "x1" and "x2" */
  char *target;      /* CSV, NPY: column name, or NULL for the last column; POINTS: a name, or NULL for "class" and "y" */
  char delimiter;    /* CSV: ',', ';', '\t', '|', ' ' (runs of blanks and tabs), or 0 to find it */
  int header;        /* CSV: 1 yes, 0 none, -1 find out */
  DsMissing missing; /* CSV, NPY: where NaN is missing */
  DsBadRows bad_rows; /* CSV, NPY */
  char decimal;      /* CSV: '.' or ','; 0: a comma is one where the delimiter is ';' */
  char **classes;    /* CSV, NPY: columns that are classes though they hold numbers; NULL: none */
  char *split;       /* CSV: the column that says which part each row belongs to; NULL or "": none. A survey may find one where NULL */
  char **numbers;    /* CSV: columns that are numbers though most of their cells are words; NULL: none */
  char *images;      /* IDX paths, plain or gzip; NPY: the inputs */
  char *labels;      /* IDX, NPY; NULL with NPY: among the columns */
  guint width, height; /* IMAGES: what every image is scaled to; 0: the size of the first */
  gboolean color;    /* IMAGES: three inputs a pixel instead of one */
  DsPoint *points;   /* POINTS */
  gsize n_points;
  char **class_names; /* POINTS: names of the classes, labels being indices into them; NULL: told by the labels */
} DsSource;

/* A deep copy of *values, as a shared immutable value. */
DsSource *ds_source_new (const DsSource *values);
DsSource *ds_source_ref (DsSource *source);
void ds_source_unref (DsSource *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DsSource, ds_source_unref)
gboolean ds_source_equal (const DsSource *a, const DsSource *b);

/* Whether rows come from files: then path, images and labels are paths. */
gboolean ds_source_has_files (const DsSource *source);

/* The catalogue of generators, in gallery order. Every one has "samples" (INT) and "noise" (REAL, a share 0..1 shown
 * in %) among its parameters. */
const DsType *const *ds_generators (guint *n);
/* What task a generator makes, and how many inputs. */
DsTask ds_generator_task (const DsType *generator);
guint ds_generator_inputs (const DsType *generator);

/* Makes the rows. base_dir: what relative paths are relative to, or NULL for the working directory. task: only guides the
 * target column: CLASSIFICATION turns it into a class column (numbers as labels, sorted by value), REGRESSION demands
 * numbers. seed matters to generators alone. Blocking; call it off the UI thread. Errors: DS_ERROR, G_IO_ERROR. */
DsDataset *ds_source_load (const DsSource *source, DsTask task, const char *base_dir, guint64 seed, DsProgress progress,
                           gpointer user_data, GError **error);

/* What to assume where the project does not say: text or few whole numbers (at most 20 different) are classes. Blocking. */
gboolean ds_source_guess_task (const DsSource *source, const char *base_dir, DsProgress progress, gpointer user_data, DsTask *task,
                               GError **error);

G_END_DECLS
