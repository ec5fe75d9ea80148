/* Files of a journey: a folder of its own, copies of samples, what stands in them. */
#include "journey.h"

char *
journey_path (const char *name)
{
  /* One a test program, in the session's own temporary folder, which goes away with it. */
  static char *folder;
  if (folder == NULL)
    {
      g_autoptr (GError) error = NULL;
      folder = g_dir_make_tmp ("fallline-journey-XXXXXX", &error);
      g_assert_no_error (error);
    }
  return g_build_filename (folder, name, NULL);
}

char *
journey_contents (const char *path)
{
  char *contents = NULL;
  g_autoptr (GError) error = NULL;
  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);
  return contents;
}

void
journey_write (const char *path, const char *contents)
{
  g_autoptr (GError) error = NULL;
  g_file_set_contents (path, contents, -1, &error);
  g_assert_no_error (error);
}

char *
journey_copy (const char *source, const char *name)
{
  g_autofree char *from = g_build_filename (g_getenv ("FALLLINE_SOURCE_ROOT"), source, NULL);
  g_autofree char *contents = journey_contents (from);
  char *to = journey_path (name);
  journey_write (to, contents);
  return to;
}

char *
journey_endless (const char *source, const char *name)
{
  g_autofree char *path = journey_copy (source, name);
  g_autofree char *contents = journey_contents (path);
  g_autoptr (GRegex) limit = g_regex_new ("\"epochs\": *[0-9]+", 0, 0, NULL);
  g_autofree char *endless = g_regex_replace_literal (limit, contents, -1, 0, "\"epochs\": null", 0, NULL);
  g_assert_cmpstr (endless, !=, contents);
  journey_write (path, endless);
  return g_steal_pointer (&path);
}
