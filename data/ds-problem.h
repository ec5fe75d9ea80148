/* What is wrong with the rows of a file: a place and a sentence each, all at once instead of the first alone. */
#pragma once
#include <glib.h>
#include "ds-error.h"

G_BEGIN_DECLS

#define DS_MAX_PROBLEMS 1000 /* so many are listed; all are counted */

typedef struct
{
  gsize line;   /* from 1, of .npy the row; 0: the file as a whole */
  guint column; /* field of the row, from 1; 0: the row as a whole */
  char *text;   /* what was found, and what was expected; owned */
  gsize row_start, row_line; /* byte and line at which the row begins */
} DsProblem;

/* Start from zero. */
typedef struct
{
  DsProblem *list;
  guint n;     /* listed */
  gsize total; /* found */
} DsProblems;

/* Takes problem->text, leaving the problem empty. */
void ds_problems_take (DsProblems *problems, DsProblem *problem);
void ds_problems_clear (DsProblems *problems);

/* "file:line:column: text" as an error; takes the text. Always FALSE. */
gboolean ds_problem_fail (DsProblem *problem, const char *file, DsError code, GError **error);

G_END_DECLS
