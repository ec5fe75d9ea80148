#include "fl-train-tools.h"

#include <glib/gi18n-lib.h>

#include "fl-palette.h"
#include "fl-plot-hands.h"
#include "fl-tooltip.h"

static void
layer_chosen_cb (GtkWidget *add, const char *id)
{
  gtk_widget_activate_action (add, "win.add-layer", "s", id);
}

/* Every layer there is; what is chosen comes to stand behind the selected one, what is dragged where it is dropped. */
GtkWidget *
fl_add_layer_button_new (void)
{
  GtkWidget *add = gtk_menu_button_new (), *palette = fl_palette_new ();

  g_signal_connect_object (palette, "chosen", G_CALLBACK (layer_chosen_cb), add, G_CONNECT_SWAPPED);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (add), _("Add layer"));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (add), palette);
  fl_set_tooltip (add, _("Add a layer behind the selected one, or drag one into the network"));
  /* It would stand before the open palette. */
  g_object_bind_property (palette, "visible", add, "has-tooltip", G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (add), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Add layer"), -1);
  gtk_widget_add_css_class (add, "card-button");
  gtk_widget_set_valign (add, GTK_ALIGN_CENTER);
  return add;
}

GtkWidget *
fl_slow_motion_button_new (void)
{
  GtkWidget *slow = gtk_toggle_button_new_with_label (_("Slow motion"));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (slow), "win.slow-motion");
  fl_set_tooltip (slow, _("Walk through the next step: forward, loss, backward, update (Ctrl+Shift+M)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (slow), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Slow motion"), -1);
  gtk_widget_add_css_class (slow, "card-button");
  gtk_widget_set_valign (slow, GTK_ALIGN_CENTER);
  return slow;
}

GtkWidget *
fl_fit_network_button_new (GtkWidget *network)
{
  GtkWidget *fit = fl_plot_hands_fit_button (FL_PLOT (network));

  fl_set_tooltip (fit, _("Show all of the network again (double click beside it, or Ctrl+0)"));
  gtk_widget_set_valign (fit, GTK_ALIGN_CENTER);
  g_signal_connect_object (network, "zoomed", G_CALLBACK (gtk_widget_set_visible), fit, G_CONNECT_SWAPPED);
  return fit;
}
