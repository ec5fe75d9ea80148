/* The columns of a table that is to be imported, one a line: its name, what it holds, and two choices, role and type. UI thread. */
#pragma once
#include <gtk/gtk.h>
#include "ds-survey.h"

G_BEGIN_DECLS

/* The person has chosen: what the column is to be from now on. */
typedef void (*FlImportRole) (guint column, DsRole role, gpointer user_data);
typedef void (*FlImportKind) (guint column, DsColumnKind kind, gpointer user_data);

GtkWidget *fl_import_columns_new (FlImportRole role, FlImportKind kind, gpointer user_data);
/* Shows the columns of another survey; changeable: whether there is anything to choose. Never calls back. */
void fl_import_columns_set (GtkWidget *columns, DsSurvey *survey);

G_END_DECLS
