/* FlProblemCard: why the network cannot be trained, in plain words, and the button that mends it. Stands on the canvas, by the
 * layer concerned.
 *
 * Signal "mend": the button was pressed. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FL_TYPE_PROBLEM_CARD (fl_problem_card_get_type ())
G_DECLARE_FINAL_TYPE (FlProblemCard, fl_problem_card, FL, PROBLEM_CARD, GtkBox)

GtkWidget *fl_problem_card_new (void);
/* button: NULL where no remedy is known. */
void fl_problem_card_set (FlProblemCard *self, const char *problem, const char *button);

G_END_DECLS
