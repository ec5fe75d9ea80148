/* FlHashCard: the fingerprint of the weights, so that a class can see that all have the same run. */
#pragma once
#include <gtk/gtk.h>
#include "fl-session.h"

G_BEGIN_DECLS

#define FL_TYPE_HASH_CARD (fl_hash_card_get_type ())
G_DECLARE_FINAL_TYPE (FlHashCard, fl_hash_card, FL, HASH_CARD, GtkWidget)

GtkWidget *fl_hash_card_new (FlSession *session);
/* Of the weights as they are now; computed on a thread, shown when it is there. */
void fl_hash_card_refresh (FlHashCard *self);

G_END_DECLS
