/* What an imported file came to: its name, rows and columns, the reader's notes, and the choice of target and task. */
#pragma once
#include <gtk/gtk.h>
#include "fl-session.h"

G_BEGIN_DECLS

#define FL_TYPE_TABLE_CARD (fl_table_card_get_type ())
G_DECLARE_FINAL_TYPE (FlTableCard, fl_table_card, FL, TABLE_CARD, GtkWidget)

GtkWidget *fl_table_card_new (FlSession *session);
/* Shows what the session has now; the window's panels call it when document or session change. */
void fl_table_card_update (FlTableCard *self);

G_END_DECLS
