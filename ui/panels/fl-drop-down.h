/* A drop-down whose rows have names: a list of GTK 4.8 leaves its rows nameless, and a screen reader reads "list item". UI thread. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* For lists of GtkStringObject. list (taken) may be NULL. name: its accessible name; NULL: given later. */
GtkWidget *fl_drop_down_new (GListModel *list, const char *name);
/* For strings that may be long: the button gives way where there is no room; the list has the whole strings. */
void fl_drop_down_shorten (GtkWidget *dropdown);
/* The row a list item's child stands in gets this name; called while the item is bound. */
void fl_list_item_name (GtkListItem *item, const char *name);

G_END_DECLS
