/* What the import assistant is put together from. UI thread. */
#pragma once
#include <gtk/gtk.h>
#include "ds-survey.h"

G_BEGIN_DECLS

/* "1,000,000 rows · 12 inputs · takes 52 MB of memory"; "" where there is no table. Caller frees. */
char *fl_import_footer (const DsSurvey *survey);
/* The column that is the target, or NULL. */
const DsSurveyColumn *fl_import_target (const DsSurvey *survey);
/* The column that becomes the target where `column` no longer is: the next that does not say what rows are for. */
guint fl_import_next_target (const DsSurvey *survey, guint column);
/* A frame with round corners around child. */
GtkWidget *fl_import_card_new (GtkWidget *child);
/* Scrolls child up and down; height in px, 0: what there is. */
GtkWidget *fl_import_scroll_new (GtkWidget *child, int height);
/* Choices to the left of what they make of the file; where large letters on a small screen need more than there is, it scrolls. */
GtkWidget *fl_import_body_new (GtkWidget *side, GtkWidget *main);
/* `names` (NULL-terminated, or NULL) with or without one of them, which are borrowed, and NULL at the end. */
GPtrArray *fl_import_names_with (char **names, const char *name, gboolean with);

G_END_DECLS
