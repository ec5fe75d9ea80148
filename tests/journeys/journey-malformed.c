/* A file that went wrong: each one is answered with where and why, and the work that is open stays as it is. */
#include "journey.h"

static const struct
{
  const char *what, *contents;
} broken[] = {
  { "not JSON at all", "Dear reader,\nthis is a letter.\n" },
  { "cut off", "{\n  \"fallline\": 1,\n  \"name\": \"Half\",\n  \"data\": {\n    \"source\": {\"type\": \"gener" },
  { "from the future", "{\n  \"fallline\": 99,\n  \"data\": {\"source\": {\"type\": \"generator\", \"name\": \"xor\"}},\n"
                       "  \"network\": [{\"type\": \"dense\", \"units\": \"auto\"}]\n}\n" },
  { "with an unknown layer", "{\n  \"fallline\": 1,\n  \"data\": {\"source\": {\"type\": \"generator\", \"name\": \"xor\"}},\n"
                             "  \"network\": [\n    {\"type\": \"dens\", \"units\": 8},\n    {\"type\": \"dense\", \"units\": \"auto\"}\n  ]\n}\n" },
  { "with a word for a number", "{\n  \"fallline\": 1,\n  \"data\": {\"source\": {\"type\": \"generator\", \"name\": \"xor\"}},\n"
                                "  \"network\": [{\"type\": \"dense\", \"units\": \"auto\"}],\n"
                                "  \"training\": {\"optimizer\": {\"type\": \"adam\", \"learning_rate\": \"fast\"}}\n}\n" },
};

/* The message is "NAME:LINE:COLUMN: why". */
static void
assert_says_where (const char *message, const char *name)
{
  g_autofree char *escaped = g_regex_escape_string (name, -1);
  g_autofree char *pattern = g_strdup_printf ("%s:[1-9][0-9]*:[1-9][0-9]*: \\S", escaped);
  g_test_message ("%s", message);
  if (!g_regex_match_simple (pattern, message, 0, 0))
    g_error ("no line and column in \"%s\"", message);
}

static void
test_malformed_files (void)
{
  g_autofree char *project = journey_copy ("data/samples/xor.fallline", "work.fallline");
  Journey *journey = journey_start (project);
  /* Open work with a change in it that must survive. */
  g_autoptr (Accessible) rate = journey_find (journey, "spin button|Learning rate");
  accessible_set_value (journey, rate, 0.0123);
  journey_activate (journey, "win.save", NULL);
  guint layers = journey_count (journey, "button|Dense layer *");
  g_assert_cmpuint (layers, >, 0);

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autofree char *name = g_strdup_printf ("broken-%u.fallline", i + 1);
      g_autofree char *path = journey_path (name);
      g_test_message ("a file %s", broken[i].what);
      journey_write (path, broken[i].contents);
      journey_activate (journey, "win.open-file", g_variant_new_string (path));

      g_autofree char *glob = g_strdup_printf ("*%s:*", name);
      g_autoptr (Accessible) message = journey_find (journey, glob);
      g_autofree char *text = accessible_name (journey, message);
      assert_says_where (text, name);
      journey_press (journey, "button|*Close");
      journey_find_gone (journey, glob);

      g_assert_cmpfloat_with_epsilon (accessible_get_value (journey, rate), 0.0123, 1e-12);
      g_assert_cmpuint (journey_count (journey, "button|Dense layer *"), ==, layers);
      g_assert_true (journey_is_enabled (journey, "win.undo"));
      journey_assert_alive (journey);
    }
  journey_end (journey);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journey/malformed-files", test_malformed_files);
  return g_test_run ();
}
