/* How fast training goes: a menu in the header. A small network at full speed is done before anybody has seen it learn, so a run
 * starts at a pace to watch; the choice is remembered. */
#include "fl-window-private.h"
#include <glib/gi18n-lib.h>
#include "fl-tooltip.h"

/* The action's state is the number as text, "0" for full speed. */
static const struct
{
  const char *steps, *title, *brief; /* brief: where the header is short of room */
} speeds[] = {
  { "1", N_("1 step/s"), N_("1/s") },
  { "10", N_("10 steps/s"), N_("10/s") },
  { "100", N_("100 steps/s"), N_("100/s") },
  { "1000", N_("1,000 steps/s"), N_("1,000/s") },
  { "10000", N_("10,000 steps/s"), N_("10,000/s") },
  { "0", N_("Full speed"), N_("Full") },
};

#define USUAL "1000"

static int
find (const char *steps)
{
  for (guint i = 0; i < G_N_ELEMENTS (speeds); i++)
    if (g_str_equal (speeds[i].steps, steps))
      return (int) i;
  return -1;
}

static void
apply (FlWindow *self, const char *steps)
{
  g_autofree char *name = g_strdup_printf (_("Speed: %s"), _(speeds[find (steps)].title));

  fl_session_set_speed (self->session, g_ascii_strtod (steps, NULL));
  gtk_label_set_text (GTK_LABEL (self->speed_labels[0]), _(speeds[find (steps)].title));
  gtk_label_set_text (GTK_LABEL (self->speed_labels[1]), _(speeds[find (steps)].brief));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->speed_button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
change_state_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  FlWindow *self = data;
  const char *steps = g_variant_get_string (value, NULL);

  if (find (steps) < 0)
    return;
  g_simple_action_set_state (action, value);
  apply (self, steps);
  if (self->settings != NULL)
    g_settings_set_string (self->settings, "speed", steps);
}

GtkWidget *
fl_window_speed_button_new (FlWindow *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (speeds); i++)
    {
      g_autofree char *action = g_strdup_printf ("win.speed::%s", speeds[i].steps);

      g_menu_append (menu, _(speeds[i].title), action);
    }
  self->speed_labels[0] = gtk_label_new (NULL);
  self->speed_labels[1] = gtk_label_new (NULL);
  self->speed_button = gtk_menu_button_new ();
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->speed_button), fl_window_squeezed (self->speed_labels[0], self->speed_labels[1]));
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (self->speed_button), TRUE);
  fl_window_set_menu (self->speed_button, menu);
  gtk_widget_set_focus_on_click (self->speed_button, FALSE);
  fl_set_tooltip (self->speed_button, _("How many steps of the optimizer a second training takes"));
  return self->speed_button;
}

void
fl_window_speed_start (FlWindow *self)
{
  const GActionEntry entry = { "speed", NULL, "s", "'" USUAL "'", change_state_cb };
  g_autofree char *kept = self->settings != NULL ? g_settings_get_string (self->settings, "speed") : NULL;

  g_action_map_add_action_entries (G_ACTION_MAP (self), &entry, 1, self);
  if (kept == NULL || find (kept) < 0)
    apply (self, USUAL);
  else
    g_action_group_change_action_state (G_ACTION_GROUP (self), "speed", g_variant_new_string (kept));
}
