/* The real keyboard, and where it is. */
#include "journey.h"

#define FOCUSED (1u << 12) /* ATSPI_STATE_FOCUSED */
#define MOST_TABS 150

static void
run (const char *const *command)
{
  g_autoptr (GError) error = NULL;
  int status = 0;
  g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

void
journey_keys (const char *keys)
{
  g_auto (GStrv) each = g_strsplit (keys, " ", -1);
  for (guint i = 0; each[i] != NULL; i++)
    {
      const char *command[] = { "xdotool", "key", "--clearmodifiers", each[i], NULL };
      run (command);
    }
}

void
journey_type (const char *text)
{
  const char *command[] = { "xdotool", "type", "--clearmodifiers", "--delay", "15", text, NULL };
  run (command);
}

static gboolean
is_focused (Journey *journey, const Accessible *accessible)
{
  g_autoptr (GVariant) reply = accessible_call (journey, accessible, "org.a11y.atspi.Accessible", "GetState", NULL);
  guint32 states = 0;
  if (reply == NULL)
    return FALSE;
  g_autoptr (GVariant) all = g_variant_get_child_value (reply, 0);
  if (g_variant_n_children (all) > 0)
    g_variant_get_child (all, 0, "u", &states);
  return (states & FOCUSED) != 0;
}

gboolean
journey_has_focus (Journey *journey, const char *name)
{
  g_autoptr (Accessible) accessible = journey_look_for (journey, name);
  return accessible != NULL && is_focused (journey, accessible);
}

static void
walk_to (Journey *journey, const char *name, const char *key)
{
  g_autoptr (Accessible) wanted = journey_find (journey, name);
  for (int i = 0; i < MOST_TABS; i++)
    {
      if (is_focused (journey, wanted))
        return;
      journey_keys (key);
      for (int wait = 0; wait < 4 && !is_focused (journey, wanted); wait++)
        g_usleep (10000);
    }
  g_error ("%d times %s did not reach \"%s\"", MOST_TABS, key, name);
}

void
journey_tab_to (Journey *journey, const char *name)
{
  walk_to (journey, name, "Tab");
}

void
journey_tab_back_to (Journey *journey, const char *name)
{
  walk_to (journey, name, "shift+Tab");
}
