/* Everything that is wrong with what is to be imported, one problem a line. UI thread. */
#pragma once
#include <gtk/gtk.h>
#include "ds-survey.h"

G_BEGIN_DECLS

typedef void (*FlImportProblem) (const DsProblem *problem, gpointer user_data);

/* chosen: somebody wants to see where it is. */
GtkWidget *fl_import_problems_new (FlImportProblem chosen, gpointer user_data);
void fl_import_problems_set (GtkWidget *problems, DsSurvey *survey);

G_END_DECLS
