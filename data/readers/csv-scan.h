/* The lexer of CSV: text to cells, one at a time, without copying what need not be copied. */
#pragma once
#include "../ds-problem.h"

G_BEGIN_DECLS

typedef struct
{
  const char *start, *at, *end; /* borrowed */
  char delimiter; /* ' ': a run of blanks and tabs is one, and those before the first cell are none */
  const char *name;  /* of the file, for errors; borrowed */
  gsize line;        /* physical line of `at`, from 1 */
  GString *unquoted; /* holds a field whose doubled quotes were undone */
} DsCsvScanner;

typedef struct
{
  const char *text; /* not NUL-terminated; valid until the next cell */
  gsize length;     /* blanks around are cut off */
  gboolean quoted;
  gsize line; /* where it begins */
  gboolean last; /* of its record */
} DsCsvCell;

void ds_csv_scanner_init (DsCsvScanner *scanner, const char *text, gsize length, char delimiter, const char *name);
void ds_csv_scanner_clear (DsCsvScanner *scanner);

/* Goes to the next record, past blank lines; FALSE at the end of the text. */
gboolean ds_csv_next_record (DsCsvScanner *scanner);

/* The next cell of the record; field (from 1) is for the problem, which may be NULL: a quote never closed, text behind a closing
 * quote. Its text is the caller's. */
gboolean ds_csv_next_cell (DsCsvScanner *scanner, guint field, DsCsvCell *cell, DsProblem *problem);

/* Gives the record that begins at start, in that line, up, and goes on in the line below. */
void ds_csv_skip_line (DsCsvScanner *scanner, const char *start, gsize line);

/* Whether the cell is one of the words for "missing". */
gboolean ds_csv_is_missing (const DsCsvCell *cell);

/* Whether the whole cell is a decimal number (no hexadecimal, no infinity), and which; it may overflow to infinity. */
gboolean ds_csv_number (const char *text, gsize length, gboolean decimal_comma, double *value);

G_END_DECLS
