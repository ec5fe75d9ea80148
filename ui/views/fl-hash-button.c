#include "fl-hash-button.h"

#include <glib/gi18n-lib.h>

#include "fl-hash-card.h"
#include "fl-tooltip.h"

GtkWidget *
fl_hash_button_new (FlSession *session)
{
  GtkWidget *button = gtk_menu_button_new (), *popover = gtk_popover_new (), *card = fl_hash_card_new (session);

  gtk_popover_set_child (GTK_POPOVER (popover), card);
  g_signal_connect_swapped (popover, "show", G_CALLBACK (fl_hash_card_refresh), card);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _("Weight hash"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Weight hash"), -1);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  fl_set_tooltip (button, _("Show a fingerprint of the weights, to compare runs on several computers"));
  gtk_widget_add_css_class (button, "card-button");
  return button;
}
