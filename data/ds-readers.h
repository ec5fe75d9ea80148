/* Readers: files into tables. Each error names file, line and column (or byte) and what was expected. Blocking. */
#pragma once
#include "ds-problem.h"
#include "ds-source.h"

G_BEGIN_DECLS

typedef struct
{
  char **inputs;     /* NULL: every column that is not the target */
  const char *target; /* NULL: the last column; "" : no target (prediction input) */
  const char *split;  /* the column that says which part each row belongs to (train, validation, test; empty: drawn); NULL: none */
  char delimiter;    /* 0: found among , ; tab | and blanks (' ') */
  int header;        /* 1, 0, or -1: found */
  DsMissing missing;
  DsTask task;
  char decimal;          /* '.' or ',': what may stand in a number besides '.'; 0: ',' where the delimiter is ';' */
  char **classes;        /* columns that are classes though they hold numbers; NULL: none */
  char **numbers;        /* columns that are numbers though most of their cells are words */
  DsBadRows bad_rows;
  DsProblems *problems;  /* with DS_BAD_ROWS_DROP: collects what is wrong with the rows left out; may be NULL */
} DsCsvOptions;

/* RFC 4180 plus: BOM, CRLF/LF/CR, delimiters , ; tab | or runs of blanks, decimal comma where the delimiter is ';', quoted fields with
 * embedded newlines and doubled quotes, a first line "sep=;" as Excel writes it, "# " before the names as numpy does. Missing: empty,
 * NA, N/A, NaN, null, ? (any case). A column of which more than half of the cells are numbers is a number column, and a word in it is an
 * error at its line and column, as is a mark that may be one of thousands; otherwise a class column. The text is UTF-8; a file may also
 * be UTF-16 with its mark, or Windows-1252.
 * Rows without a target are always left out. Columns that are neither inputs nor the target come along with DS_ROLE_IGNORE, NaN
 * where they have no value. options may be NULL: everything found, the task classification. */
DsDataset *ds_csv_read (const char *path, const DsCsvOptions *options, DsProgress progress, gpointer user_data, GError **error);
DsDataset *ds_csv_parse (const char *text, gsize length, const char *name, const DsCsvOptions *options, DsProgress progress,
                         gpointer user_data, GError **error);

/* IDX (MNIST's format), plain or gzip (found by its magic bytes), output capped. images: unsigned bytes (n, height, width),
 * scaled to 0..1; labels: unsigned bytes (n). labels may be NULL. problems: collects everything that is wrong with both files, each
 * a sentence that names file and byte; may be NULL. The error is the first of them. */
DsDataset *ds_idx_read (const char *images, const char *labels, DsProblems *problems, DsProgress progress, gpointer user_data,
                        GError **error);

/* As with CSV. Start from zero: all columns, the last of them the target, rows with a missing value left out, broken ones refused. */
typedef struct
{
  char **inputs;
  const char *target;
  DsMissing missing;
  DsTask task;
  char **classes; /* columns that are classes, each different number one; NULL: none. Of the target the task decides */
  DsBadRows bad_rows;
  DsProblems *problems; /* may be NULL */
} DsNpyOptions;

/* NumPy's .npy (format versions 1 to 3; signed and unsigned integers, floats of 2, 4 and 8 bytes, booleans; either byte order; C or
 * Fortran order). inputs: (n) or (n, d), or images (n, height, width); bytes of images are scaled to 0..1. labels: (n) or (n, 1); NULL:
 * the last column of (n, d) is the target unless another is named. NaN is a missing value; a row with an infinite one is broken. Columns
 * are called "column1" and so on, those of images "p0_0", the labels "label". */
DsDataset *ds_npy_read (const char *inputs, const char *labels, const DsNpyOptions *options, DsProgress progress, gpointer user_data,
                        GError **error);

typedef struct
{
  guint width, height; /* what every image is scaled to; 0: the size of the first, at most 64 by 64 */
  gboolean color;      /* planes of red, green and blue instead of one of grey */
  DsProblems *problems; /* collects what could not be read; may be NULL */
} DsImageOptions;

/* A folder of which each subfolder is a class and holds its PNG and JPEG files, in the order of their names; grey levels and colours
 * become 0..1, transparency lies on white. Images that cannot be read are left out and named in the notes; hidden files are passed
 * over. Errors: no subfolders, no images, more of them than memory. options may be NULL. */
DsDataset *ds_images_read (const char *folder, const DsImageOptions *options, DsProgress progress, gpointer user_data, GError **error);
/* How many bytes that table takes if every image can be read: lists the folder and opens its first image. 0 where there would be an
 * error. */
guint64 ds_images_estimate (const char *folder, const DsImageOptions *options);

/* Reads a whole regular file, refusing directories, devices and files over `limit` bytes with a plain word; decompresses gzip
 * if `gunzip`, up to `limit`. The buffer is NUL-terminated beyond length. */
char *ds_file_read (const char *path, gsize limit, gboolean gunzip, gsize *length, GError **error);

G_END_DECLS
