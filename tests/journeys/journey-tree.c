/* Reading the tree of accessibles. A window has a thousand, and every question about one is a letter to another process and back:
 * so the next few dozen are asked at once, and the walk goes over those that have answered. */
#include "journey-tree.h"

#define PORTION 32 /* accessibles asked at once: a walk that ends early has not asked for many more than it needed */
#define MAX_DEPTH 60

Accessible *
accessible_at (const char *bus_name, const char *path)
{
  Accessible *accessible = g_new (Accessible, 1);
  accessible->bus_name = g_strdup (bus_name);
  accessible->path = g_strdup (path);
  return accessible;
}

void
accessible_free (Accessible *accessible)
{
  if (accessible == NULL)
    return;
  g_free (accessible->bus_name);
  g_free (accessible->path);
  g_free (accessible);
}

GVariant *
accessible_call (Journey *journey, const Accessible *accessible, const char *interface, const char *method, GVariant *arguments)
{
  return g_dbus_connection_call_sync (journey->accessibility, accessible->bus_name, accessible->path, interface, method, arguments,
                                      NULL, G_DBUS_CALL_FLAGS_NONE, JOURNEY_CALL_LIMIT, NULL, NULL);
}

/* Of the reply to Get of a string, which may be NULL. */
static char *
string_in (GVariant *reply)
{
  g_autoptr (GVariant) value = NULL;
  if (reply == NULL)
    return g_strdup ("");
  g_variant_get (reply, "(v)", &value);
  return g_variant_dup_string (value, NULL);
}

/* Of the reply to GetChildren, which may be NULL. */
static GPtrArray *
children_in (GVariant *reply)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) accessible_free);
  if (reply == NULL)
    return found;
  g_autoptr (GVariantIter) iter = NULL;
  g_variant_get (reply, "(a(so))", &iter);
  const char *bus_name, *path;
  while (g_variant_iter_next (iter, "(&s&o)", &bus_name, &path))
    if (!g_str_has_suffix (path, "/null"))
      g_ptr_array_add (found, accessible_at (bus_name, path));
  return found;
}

GPtrArray *
accessible_children (Journey *journey, const Accessible *parent)
{
  g_autoptr (GVariant) reply = accessible_call (journey, parent, "org.a11y.atspi.Accessible", "GetChildren", NULL);
  return children_in (reply);
}

static GVariant *
string_of (const char *name)
{
  return g_variant_new ("(ss)", "org.a11y.atspi.Accessible", name);
}

char *
accessible_string (Journey *journey, const Accessible *accessible, const char *name)
{
  g_autoptr (GVariant) reply = accessible_call (journey, accessible, "org.freedesktop.DBus.Properties", "Get", string_of (name));
  return string_in (reply);
}

/* ---- the walk ---- */

typedef struct
{
  Journey *journey;
  Visit visit;
  gpointer data;
  guint waiting; /* for so many answers */
} Walk;

typedef struct
{
  Walk *walk;
  Accessible *accessible;
  int depth;
  gboolean asked, visited;
  char *name;
  GPtrArray *below; /* Nodes; there once it has answered */
} Node;

static Node *
node_new (Walk *walk, const Accessible *accessible, int depth)
{
  Node *node = g_new0 (Node, 1);
  node->walk = walk;
  node->accessible = accessible_at (accessible->bus_name, accessible->path);
  node->depth = depth;
  return node;
}

static void
node_free (Node *node)
{
  accessible_free (node->accessible);
  g_free (node->name);
  g_clear_pointer (&node->below, g_ptr_array_unref);
  g_free (node);
}

static void
name_cb (GObject *connection, GAsyncResult *result, gpointer data)
{
  Node *node = data;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (connection), result, NULL);
  node->name = string_in (reply);
  node->walk->waiting--;
}

static void
children_cb (GObject *connection, GAsyncResult *result, gpointer data)
{
  Node *node = data;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (connection), result, NULL);
  g_autoptr (GPtrArray) children = children_in (reply);
  node->below = g_ptr_array_new_with_free_func ((GDestroyNotify) node_free);
  for (guint i = 0; i < children->len && node->depth < MAX_DEPTH; i++)
    g_ptr_array_add (node->below, node_new (node->walk, g_ptr_array_index (children, i), node->depth + 1));
  node->walk->waiting--;
}

/* Asks the first `most` below and including this one that have not been asked; returns how many are left to ask. */
static guint
ask (Node *node, guint most)
{
  const Accessible *at = node->accessible;
  if (!node->asked && most > 0)
    {
      node->asked = TRUE;
      node->walk->waiting += 2;
      g_dbus_connection_call (node->walk->journey->accessibility, at->bus_name, at->path, "org.freedesktop.DBus.Properties", "Get",
                              string_of ("Name"), NULL, G_DBUS_CALL_FLAGS_NONE, JOURNEY_CALL_LIMIT, NULL, name_cb, node);
      g_dbus_connection_call (node->walk->journey->accessibility, at->bus_name, at->path, "org.a11y.atspi.Accessible", "GetChildren",
                              NULL, NULL, G_DBUS_CALL_FLAGS_NONE, JOURNEY_CALL_LIMIT, NULL, children_cb, node);
      return most - 1;
    }
  for (guint i = 0; node->below != NULL && i < node->below->len && most > 0; i++)
    most = ask (g_ptr_array_index (node->below, i), most);
  return most;
}

typedef enum
{
  WALK_ON,
  WALK_WAIT,
  WALK_END
} Step;

/* As far as there are answers. */
static Step
visit (Node *node)
{
  if (node->below == NULL)
    return WALK_WAIT;
  if (!node->visited)
    {
      node->visited = TRUE;
      if (node->walk->visit (node->walk->journey, node->accessible, node->name, node->depth, node->walk->data))
        return WALK_END;
    }
  for (guint i = 0; i < node->below->len; i++)
    {
      Step step = visit (g_ptr_array_index (node->below, i));
      if (step != WALK_ON)
        return step;
    }
  return WALK_ON;
}

gboolean
journey_walk (Journey *journey, const Accessible *from, Visit callback, gpointer data)
{
  Walk walk = { journey, callback, data, 0 };
  Node *root = node_new (&walk, from, 0);
  g_autoptr (GMainContext) context = g_main_context_new ();
  Step step;
  g_main_context_push_thread_default (context);
  do
    {
      ask (root, PORTION);
      while (walk.waiting > 0)
        g_main_context_iteration (context, TRUE);
      step = visit (root);
    }
  while (step == WALK_WAIT);
  g_main_context_pop_thread_default (context);
  node_free (root);
  return step == WALK_END;
}

gboolean
journey_walk_program (Journey *journey, Visit callback, gpointer data)
{
  g_autoptr (Accessible) root = accessible_at (journey->bus_name, "/org/a11y/atspi/accessible/root");
  g_autoptr (GPtrArray) windows = accessible_children (journey, root);
  for (guint i = windows->len; i > 0; i--)
    if (journey_walk (journey, g_ptr_array_index (windows, i - 1), callback, data))
      return TRUE;
  return FALSE;
}
