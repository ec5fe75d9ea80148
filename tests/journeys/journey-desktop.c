#include "journey-desktop.h"
#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <string.h>

struct _JourneyDesktop
{
  GMainContext *context; /* the portal answers in a thread of its own: the journey does not run a main loop */
  GMainLoop *loop;
  GThread *thread;
  GDBusConnection *session;
  gint dark, contrast; /* atomic */
  Display *display;
  Window window;
  guint32 serial;
};

/* ---- the settings portal ---- */

static const char portal_xml[] = "<node><interface name='org.freedesktop.portal.Settings'>"
                                 "<method name='Read'><arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='v' direction='out'/></method>"
                                 "<signal name='SettingChanged'><arg type='s'/><arg type='s'/><arg type='v'/></signal>"
                                 "<property name='version' type='u' access='read'/></interface></node>";

static GVariant *
setting (JourneyDesktop *self, const char *key)
{
  if (g_str_equal (key, "color-scheme"))
    return g_variant_new_uint32 (g_atomic_int_get (&self->dark) ? 1 : 2);
  if (g_str_equal (key, "high-contrast"))
    return g_variant_new_boolean (g_atomic_int_get (&self->contrast));
  return NULL;
}

static void
method_cb (GDBusConnection *connection, const char *sender, const char *path, const char *interface, const char *method,
           GVariant *parameters, GDBusMethodInvocation *invocation, gpointer data)
{
  const char *namespace, *key;
  g_variant_get (parameters, "(&s&s)", &namespace, &key);
  GVariant *value = setting (data, key);
  if (value != NULL)
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(v)", g_variant_new_variant (value)));
  else
    g_dbus_method_invocation_return_dbus_error (invocation, "org.freedesktop.portal.Error.NotFound", "no such setting");
}

static GVariant *
property_cb (GDBusConnection *connection, const char *sender, const char *path, const char *interface, const char *name, GError **error,
             gpointer data)
{
  return g_variant_new_uint32 (1);
}

static gpointer
serve (gpointer data)
{
  static const GDBusInterfaceVTable table = { method_cb, property_cb, NULL };
  JourneyDesktop *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (portal_xml, &error);
  g_assert_no_error (error);
  g_main_context_push_thread_default (self->context);
  guint object = g_dbus_connection_register_object (self->session, "/org/freedesktop/portal/desktop", node->interfaces[0], &table, self, NULL, &error);
  g_assert_no_error (error);
  guint name = g_bus_own_name_on_connection (self->session, "org.freedesktop.portal.Desktop", G_BUS_NAME_OWNER_FLAGS_REPLACE, NULL, NULL, NULL, NULL);
  g_main_loop_run (self->loop);
  g_bus_unown_name (name); /* the next program finds no portal rather than one that does not answer */
  g_dbus_connection_unregister_object (self->session, object);
  g_dbus_connection_flush_sync (self->session, NULL, NULL);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static void
announce (JourneyDesktop *self, const char *namespace, const char *key)
{
  g_autoptr (GError) error = NULL;
  g_dbus_connection_emit_signal (self->session, NULL, "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings",
                                 "SettingChanged", g_variant_new ("(ssv)", namespace, key, setting (self, key)), &error);
  g_assert_no_error (error);
  g_dbus_connection_flush_sync (self->session, NULL, NULL);
}

void
journey_desktop_set_dark (JourneyDesktop *self, gboolean dark)
{
  g_atomic_int_set (&self->dark, dark);
  announce (self, "org.freedesktop.appearance", "color-scheme");
}

void
journey_desktop_set_contrast (JourneyDesktop *self, gboolean high)
{
  g_atomic_int_set (&self->contrast, high);
  announce (self, "org.gnome.desktop.a11y.interface", "high-contrast");
}

/* ---- XSETTINGS, as freedesktop.org specifies it, 0.5 ---- */

static void
put32 (GByteArray *out, guint32 value)
{
  guint32 little = GUINT32_TO_LE (value);
  g_byte_array_append (out, (const guint8 *) &little, 4);
}

static void
put_integer (GByteArray *out, const char *name, guint32 serial, int value)
{
  static const guint8 zeros[4];
  guint16 length = (guint16) strlen (name), little = GUINT16_TO_LE (length);
  g_byte_array_append (out, zeros, 2); /* type: integer; a byte nobody uses */
  g_byte_array_append (out, (const guint8 *) &little, 2);
  g_byte_array_append (out, (const guint8 *) name, length);
  g_byte_array_append (out, zeros, (4 - length % 4) % 4);
  put32 (out, serial);
  put32 (out, (guint32) value);
}

void
journey_desktop_set_scale (JourneyDesktop *self, int scale, int text_percent)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  int dpi = 96 * 1024 * text_percent / 100;
  put32 (out, 0); /* byte order: least significant first */
  put32 (out, ++self->serial);
  put32 (out, 3);
  put_integer (out, "Gdk/WindowScalingFactor", self->serial, scale);
  put_integer (out, "Gdk/UnscaledDPI", self->serial, dpi);
  put_integer (out, "Xft/DPI", self->serial, dpi * scale);
  Atom settings = XInternAtom (self->display, "_XSETTINGS_SETTINGS", False);
  XChangeProperty (self->display, self->window, settings, settings, 8, PropModeReplace, out->data, (int) out->len);
  XSync (self->display, False);
}

static void
own_settings (JourneyDesktop *self)
{
  self->display = XOpenDisplay (NULL);
  g_assert_nonnull (self->display);
  self->window = XCreateSimpleWindow (self->display, DefaultRootWindow (self->display), -10, -10, 1, 1, 0, 0, 0);
  journey_desktop_set_scale (self, 1, 100);
  Atom selection = XInternAtom (self->display, "_XSETTINGS_S0", False);
  XSetSelectionOwner (self->display, selection, self->window, CurrentTime);
  g_assert_cmpuint (XGetSelectionOwner (self->display, selection), ==, self->window);
}

/* ---- both ---- */

JourneyDesktop *
journey_desktop_start (void)
{
  JourneyDesktop *self = g_new0 (JourneyDesktop, 1);
  g_autoptr (GError) error = NULL;
  self->session = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  own_settings (self);
  self->thread = g_thread_new ("portal", serve, self);
  return self;
}

void
journey_desktop_end (JourneyDesktop *self)
{
  g_main_loop_quit (self->loop);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_object_unref (self->session);
  XCloseDisplay (self->display);
  g_free (self);
}

guint32
journey_desktop_pixel (int x, int y)
{
  g_autofree char *place = g_strdup_printf ("1x1+%d+%d", x, y), *out = NULL;
  const char *command[] = { "import", "-window", "root", "-crop", place, "-depth", "8", "-format", "%[hex:u.p{0,0}]", "info:-", NULL };
  g_autoptr (GError) error = NULL;
  int status = 0;
  g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  return (guint32) g_ascii_strtoull (out, NULL, 16) & 0xffffffu;
}
