/* Project files: what was read is written, and reads back equal; written again it has the same bytes. */
#include "fuzz.h"

#include <string.h>

#include "fl-project.h"

gboolean
fuzz_project (const guint8 *bytes, gsize n)
{
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *exact = fuzz_copy (bytes, n);
  g_autoptr (FlProject) project = fl_project_parse ((const char *) exact, n, "fuzz.fallline", &error);

  fuzz_check_outcome (project, error);
  if (project == NULL)
    return FALSE;

  g_autofree char *text = fl_project_to_json (project);
  g_autoptr (FlProject) again = fl_project_parse (text, strlen (text), "again.fallline", &error);
  g_assert_no_error (error);
  g_autofree char *text_again = fl_project_to_json (again);
  g_assert_cmpstr (text, ==, text_again);
  g_assert_true (fl_project_equal (project, again));

  g_autoptr (FlProject) moved = fl_project_rebase (project, "/from/here", "/to/there");
  g_assert_nonnull (moved);
  g_assert_true (nn_spec_equal (moved->spec, project->spec));
  return TRUE;
}
