#include "fl-timeline-menu.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-plot-hands.h"
#include "fl-plot-values.h"
#include "fl-popover.h"

#define MENU "fl-timeline-menu" /* the menu, a child of the timeline, once it has been open */

static char *
values_make (gpointer history, GError **error)
{
  return fl_values_moments (history);
}

static void
values_end (gpointer history)
{
  nn_history_unref (history);
}

static void
show_table_cb (GSimpleAction *action, GVariant *parameter, gpointer timeline)
{
  NnHistory *history = fl_timeline_get_history (timeline);

  fl_plot_show_table (timeline, _("Kept states"), history != NULL ? nn_history_ref (history) : NULL, values_make, values_end);
}

static void
fit_cb (GSimpleAction *action, GVariant *parameter, gpointer timeline)
{
  fl_timeline_fit (timeline);
}

static gboolean
table_key_cb (GtkWidget *timeline, GVariant *args, gpointer user_data)
{
  return gtk_widget_activate_action (timeline, "timeline.show-table", NULL);
}

static void
popup (GtkWidget *timeline, double x, double y)
{
  GtkWidget *menu = g_object_get_data (G_OBJECT (timeline), MENU);
  GdkRectangle at = { gtk_widget_get_width (timeline) / 2, gtk_widget_get_height (timeline) / 2, 1, 1 };

  if (isfinite (x) && isfinite (y))
    at = (GdkRectangle){ x, y, 1, 1 };
  if (menu == NULL)
    {
      g_autoptr (GMenu) model = g_menu_new ();

      g_menu_append (model, _("_Fit"), "timeline.fit");
      g_menu_append (model, _("Show as _table"), "timeline.show-table");
      menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (model));
      gtk_widget_set_parent (menu, timeline);
      g_object_set_data (G_OBJECT (timeline), MENU, menu);
      gtk_popover_set_position (GTK_POPOVER (menu), GTK_POS_TOP); /* it lies at the foot of the window */
      g_object_bind_property (menu, "visible", timeline, "has-tooltip", G_BINDING_INVERT_BOOLEAN); /* it would lie over the menu */
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (menu), &at);
  fl_popover_popup (GTK_POPOVER (menu));
}

static void
click_cb (GtkWidget *timeline, int n_press, double x, double y)
{
  gtk_widget_grab_focus (timeline);
  popup (timeline, x, y);
}

static gboolean
key_cb (GtkWidget *timeline, guint key, guint code, GdkModifierType state)
{
  if (key != GDK_KEY_Menu && !(key == GDK_KEY_F10 && (state & GDK_SHIFT_MASK)))
    return GDK_EVENT_PROPAGATE;
  popup (timeline, NAN, NAN);
  return GDK_EVENT_STOP;
}

static void
destroyed_cb (GtkWidget *timeline)
{
  GtkWidget *menu = g_object_steal_data (G_OBJECT (timeline), MENU);

  g_clear_pointer (&menu, gtk_widget_unparent);
}

/* A menu goes before its window does, as those of plots. */
static void
unmapped_cb (GtkWidget *timeline)
{
  GtkWidget *menu = g_object_get_data (G_OBJECT (timeline), MENU);

  if (menu != NULL)
    gtk_popover_popdown (GTK_POPOVER (menu));
}

void
fl_timeline_menu_attach (FlTimeline *timeline)
{
  static const GActionEntry entries[] = { { .name = "show-table", .activate = show_table_cb }, { .name = "fit", .activate = fit_cb } };
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new (), *shortcuts = gtk_shortcut_controller_new ();
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), timeline);
  gtk_widget_insert_action_group (GTK_WIDGET (timeline), "timeline", G_ACTION_GROUP (group));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (click_cb), timeline);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), timeline);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (shortcuts),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>t"),
                                                          gtk_callback_action_new (table_key_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (timeline), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (timeline), keys);
  gtk_widget_add_controller (GTK_WIDGET (timeline), shortcuts);
  g_signal_connect (timeline, "unmap", G_CALLBACK (unmapped_cb), NULL);
  g_signal_connect (timeline, "destroy", G_CALLBACK (destroyed_cb), NULL);
}
