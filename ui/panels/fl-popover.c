#include "fl-popover.h"

#define FOCUS_BEFORE "fl-focus-before" /* GWeakRef */

static void
free_reference (gpointer reference)
{
  g_weak_ref_clear (reference);
  g_free (reference);
}

static gboolean
is_inside (GtkWidget *widget, GtkPopover *popover)
{
  return widget == GTK_WIDGET (popover) || gtk_widget_is_ancestor (widget, GTK_WIDGET (popover));
}

/* What was done in the popover may have moved the focus already. */
static void
popover_closed_cb (GtkPopover *popover)
{
  g_autoptr (GtkWidget) before = g_weak_ref_get (g_object_get_data (G_OBJECT (popover), FOCUS_BEFORE));
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (popover));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (before != NULL && gtk_widget_get_mapped (before) && (focus == NULL || is_inside (focus, popover)))
    gtk_widget_grab_focus (before);
}

void
fl_popover_popup (GtkPopover *popover)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (popover));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GWeakRef *before = g_object_get_data (G_OBJECT (popover), FOCUS_BEFORE);

  if (before == NULL)
    {
      before = g_new0 (GWeakRef, 1);
      g_weak_ref_init (before, NULL);
      g_object_set_data_full (G_OBJECT (popover), FOCUS_BEFORE, before, free_reference);
      g_signal_connect (popover, "closed", G_CALLBACK (popover_closed_cb), NULL);
    }
  if (focus == NULL || !is_inside (focus, popover)) /* else it is open already */
    g_weak_ref_set (before, focus);
  gtk_popover_popup (popover);
}

/* GTK asks for a pointer motion after each layout, of the surface the pointer was last in, and does not ask whether that one is still
 * to be seen. So a popover or tooltip that has just closed under the pointer hears one more motion, becomes what the next press is for,
 * and takes it with it: a click that does nothing, until the pointer moves (GTK 4.8: gdk_surface_ensure_motion(),
 * handle_pointing_event()). What is not to be seen needs no events: its widget, which GTK gives its handler as data, hears none while
 * it is unmapped. */

#define HUSHED "fl-hushed"

static void
hush (GtkWidget *popover, gboolean quiet)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (popover));
  guint event = g_signal_lookup ("event", GDK_TYPE_SURFACE);
  GSignalMatchType match = G_SIGNAL_MATCH_ID | G_SIGNAL_MATCH_DATA;

  if (surface == NULL || quiet == (g_object_get_data (G_OBJECT (surface), HUSHED) != NULL))
    return;
  g_object_set_data (G_OBJECT (surface), HUSHED, quiet ? surface : NULL);
  if (quiet)
    g_signal_handlers_block_matched (surface, match, event, 0, NULL, NULL, popover);
  else
    g_signal_handlers_unblock_matched (surface, match, event, 0, NULL, NULL, popover);
}

static gboolean
map_hook (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer quiet)
{
  GtkWidget *widget = g_value_get_object (values);

  if (GTK_IS_NATIVE (widget) && !GTK_IS_ROOT (widget))
    hush (widget, GPOINTER_TO_INT (quiet));
  return TRUE; /* stay */
}

void
fl_popovers_hush_hidden (void)
{
  static gsize done;

  if (!g_once_init_enter (&done))
    return;
  g_type_class_unref (g_type_class_ref (GTK_TYPE_WIDGET)); /* its signals exist from then on */
  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, map_hook, GINT_TO_POINTER (FALSE), NULL);
  g_signal_add_emission_hook (g_signal_lookup ("unmap", GTK_TYPE_WIDGET), 0, map_hook, GINT_TO_POINTER (TRUE), NULL);
  g_once_init_leave (&done, 1);
}
