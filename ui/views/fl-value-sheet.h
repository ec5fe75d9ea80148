/* CSV text, as the plots copy it, cut into records and cells. Immutable; any thread. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

typedef struct _FlValueSheet FlValueSheet;

/* text: taken. The first record names the columns. */
FlValueSheet *fl_value_sheet_new (char *text);
void fl_value_sheet_free (FlValueSheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlValueSheet, fl_value_sheet_free)

guint fl_value_sheet_n_rows (const FlValueSheet *sheet); /* without the names */
guint fl_value_sheet_n_columns (const FlValueSheet *sheet);
/* The cells of a row, as many as there are columns; row 0 is the names. Caller frees with g_strfreev(). */
char **fl_value_sheet_row (const FlValueSheet *sheet, guint row);

G_END_DECLS
