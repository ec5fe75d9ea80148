#include "fl-play-keys.h"

#include "fl-number-field.h"

typedef struct
{
  GtkWidget *widget; /* a window or popover; borrowed: it owns this */
  gboolean pointed;  /* the last thing done was to press something with the pointer */
} Keys;

/* NULL: the key has no meaning of the window's own. */
static const char *
action_of (guint key, GdkModifierType modifiers)
{
  if (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_META_MASK))
    return NULL;
  switch (key)
    {
    case GDK_KEY_space:
      return "win.train";
    case GDK_KEY_period:
      return "win.step";
    case GDK_KEY_comma:
      return "win.step-back";
    case GDK_KEY_r:
    case GDK_KEY_R:
      return "win.reset";
    default:
      return NULL;
    }
}

/* NULL: nothing has it. */
static GtkWidget *
focus_of (Keys *self)
{
  GtkRoot *root = gtk_widget_get_root (self->widget);

  return root != NULL ? gtk_root_get_focus (root) : NULL;
}

static gboolean
act (Keys *self, guint key, GdkModifierType modifiers)
{
  const char *action = action_of (key, modifiers);
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (self->widget));

  while (gtk_window_get_transient_for (window) != NULL)
    window = gtk_window_get_transient_for (window);
  return action != NULL && gtk_widget_activate_action (GTK_WIDGET (window), action, NULL);
}

/* Whatever has the focus may use them first (an entry, a list, a button under Space), and keys in a menu or list that is open above
 * belong to it. */
static gboolean
key_cb (Keys *self, guint key, guint code, GdkModifierType modifiers)
{
  GtkWidget *focus = focus_of (self);

  if (focus != NULL && gtk_widget_get_native (focus) != GTK_NATIVE (self->widget))
    return GDK_EVENT_PROPAGATE;
  return act (self, key, modifiers);
}

/* Keys with which one walks from widget to widget; others leave the pointer's hand where it is. */
static gboolean
walks (guint key, GdkModifierType modifiers)
{
  switch (key)
    {
    case GDK_KEY_Tab:
    case GDK_KEY_ISO_Left_Tab:
    case GDK_KEY_KP_Tab:
    case GDK_KEY_Left:
    case GDK_KEY_Right:
    case GDK_KEY_Up:
    case GDK_KEY_Down:
    case GDK_KEY_KP_Left:
    case GDK_KEY_KP_Right:
    case GDK_KEY_KP_Up:
    case GDK_KEY_KP_Down:
    case GDK_KEY_F6:
      return TRUE;
    default:
      return (modifiers & GDK_ALT_MASK) != 0; /* a mnemonic */
    }
}

/* What Space would press, or choose once more. */
static gboolean
takes_space (GtkWidget *focus)
{
  if (GTK_IS_BUTTON (focus) || GTK_IS_SWITCH (focus) || GTK_IS_CHECK_BUTTON (focus) || GTK_IS_LIST_BOX_ROW (focus)
      || GTK_IS_EXPANDER (focus))
    return TRUE;
  return focus != NULL && !GTK_IS_EDITABLE (focus) && !GTK_IS_TEXT_VIEW (focus) &&
         gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_BASE) != NULL; /* a row of a table */
}

/* The number that is being typed into; NULL: none. */
static GtkWidget *
typed_number (GtkWidget *focus)
{
  return GTK_IS_TEXT (focus) ? gtk_widget_get_ancestor (focus, GTK_TYPE_SPIN_BUTTON) : NULL;
}

/* Before the focus hears of them: what no number has in it is not typed into one. And a button or a row that was clicked keeps the
 * focus, but Space is still the key of Train then, and does not click once more. */
static gboolean
first_key_cb (Keys *self, guint key, guint code, GdkModifierType modifiers)
{
  GtkWidget *focus = focus_of (self), *number = typed_number (focus);

  if (number != NULL && action_of (key, modifiers) != NULL && !fl_number_field_can_hold (number, gdk_keyval_to_unicode (key)))
    {
      gtk_spin_button_update (GTK_SPIN_BUTTON (number)); /* "0.1" and Space trains with 0.1 */
      return act (self, key, modifiers);
    }
  if (key == GDK_KEY_space && self->pointed && takes_space (focus))
    return key_cb (self, key, code, modifiers);
  if (walks (key, modifiers))
    self->pointed = FALSE;
  return GDK_EVENT_PROPAGATE;
}

static void
pressed_cb (Keys *self)
{
  self->pointed = TRUE;
}

void
fl_play_keys_add (GtkWidget *widget)
{
  GtkEventController *keys = gtk_event_controller_key_new (), *first = gtk_event_controller_key_new ();
  GtkGesture *press = gtk_gesture_click_new ();
  Keys *self = g_new0 (Keys, 1);

  self->widget = widget;
  g_object_set_data_full (G_OBJECT (widget), "fl-play-keys", self, g_free);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (widget, keys);
  gtk_event_controller_set_propagation_phase (first, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (first, "key-pressed", G_CALLBACK (first_key_cb), self);
  gtk_widget_add_controller (widget, first);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (press), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (press, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (press));
}
