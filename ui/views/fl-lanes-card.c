#include "fl-lanes-card.h"

#include <glib/gi18n-lib.h>

#include "fl-landscape-parts.h"
#include "fl-panel-parts.h"
#include "fl-play-keys.h"
#include "fl-plot-hands.h"
#include "fl-tooltip.h"
#include "fl-wrap-row.h"

static void
unit_cb (FlLanesPlot *plot, GParamSpec *pspec, GtkDropDown *chooser)
{
  fl_lanes_plot_set_unit (plot, gtk_drop_down_get_selected (chooser));
}

static void
log_cb (FlLanesPlot *plot, GtkToggleButton *button)
{
  fl_chart_plot_set_log (FL_CHART_PLOT (plot), gtk_toggle_button_get_active (button));
}

static void
training_cb (FlLanesPlot *plot, GParamSpec *pspec, GtkDropDown *chooser)
{
  fl_lanes_plot_set_training (plot, gtk_drop_down_get_selected (chooser) == 1);
}

static void
smoothing_cb (FlLanesPlot *plot, GtkRange *range)
{
  fl_lanes_plot_set_smoothing (plot, gtk_range_get_value (range));
}

static GtkWidget *
options_button (FlLanesPlot *plot)
{
  GtkWidget *button = gtk_menu_button_new (), *popover = gtk_popover_new (), *scale = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0, 0.95, 0.05);

  gtk_scale_set_draw_value (GTK_SCALE (scale), TRUE);
  gtk_scale_set_value_pos (GTK_SCALE (scale), GTK_POS_RIGHT);
  gtk_scale_set_digits (GTK_SCALE (scale), 2);
  gtk_widget_set_size_request (scale, 190, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (scale), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Smoothing"), -1);
  g_signal_connect_object (scale, "value-changed", G_CALLBACK (smoothing_cb), plot, G_CONNECT_SWAPPED);
  gtk_popover_set_child (GTK_POPOVER (popover), fl_captioned_new (_("Smoothing"), _("How much of the past each point of the curves carries along; the real losses stay faintly behind"), scale));
  fl_play_keys_add (popover);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  fl_set_tooltip (button, _("Smoothing"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Smoothing"), -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "card-options");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  return button;
}

GtkWidget *
fl_lanes_card_new (FlLanesPlot *plot)
{
  static const char *const axes[] = { N_("Epochs"), N_("Steps"), N_("Seconds"), N_("Gradient evaluations") };
  static const char *const losses[] = { N_("Validation loss"), N_("Training loss") };
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4), *tools = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *head;
  GtkWidget *loss = fl_words_new (_("Loss shown"), losses, G_N_ELEMENTS (losses), 0);
  GtkWidget *axis = fl_words_new (_("Horizontal axis"), axes, G_N_ELEMENTS (axes), 0), *log = gtk_toggle_button_new_with_label (_("Log scale"));
  GtkWidget *fit = fl_plot_hands_fit_button (FL_PLOT (plot));

  gtk_widget_add_css_class (card, "train-card");
  gtk_widget_add_css_class (loss, "axis");
  gtk_widget_add_css_class (axis, "axis");
  gtk_widget_add_css_class (log, "card-toggle");
  fl_set_tooltip (log, _("Show each tenth of the loss with the same height"));
  fl_set_tooltip (axis, _("What the curves are drawn over"));
  fl_set_tooltip (loss, _("Where there are no validation rows, the training loss is shown"));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (log), TRUE);
  g_signal_connect_object (axis, "notify::selected", G_CALLBACK (unit_cb), plot, G_CONNECT_SWAPPED);
  g_signal_connect_object (loss, "notify::selected", G_CALLBACK (training_cb), plot, G_CONNECT_SWAPPED);
  g_signal_connect_object (log, "toggled", G_CALLBACK (log_cb), plot, G_CONNECT_SWAPPED);
  g_signal_connect_object (plot, "zoomed", G_CALLBACK (gtk_widget_set_visible), fit, G_CONNECT_SWAPPED);
  gtk_widget_set_halign (tools, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (tools), fit);
  gtk_box_append (GTK_BOX (tools), log);
  gtk_box_append (GTK_BOX (tools), axis);
  gtk_box_append (GTK_BOX (tools), options_button (plot));
  head = fl_wrap_row_new (loss, tools);
  fl_set_tooltip (head, fl_plot_hands_hint ());
  gtk_widget_add_css_class (head, "card-head");
  gtk_widget_set_vexpand (GTK_WIDGET (plot), TRUE);
  gtk_box_append (GTK_BOX (card), head);
  gtk_box_append (GTK_BOX (card), GTK_WIDGET (plot));
  return card;
}
