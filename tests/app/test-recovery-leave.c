/* Told to end: what is not saved is written at once, and stays whatever happens to the document afterwards. */
#include "fl-recovery.h"

#include <glib/gstdio.h>

#define LONG 100000 /* ms: no timer comes to it */

static void
rename_to (FlDocument *document, const char *name)
{
  g_autoptr (FlProject) next = fl_project_with_name (fl_document_get_project (document), name);

  fl_document_edit (document, next, "rename", NULL);
}

static void
assert_found (const char *folder, const char *name)
{
  g_autoptr (GPtrArray) found = fl_recovery_find (folder);
  FlFound *first;

  g_assert_cmpuint (found->len, ==, name != NULL ? 1 : 0);
  if (name == NULL)
    return;
  first = found->pdata[0];
  g_assert_cmpstr (first->unsaved->project->name, ==, name);
  fl_recovery_file_remove (g_steal_pointer (&first->file));
}

/* delay: of the first write; 0: a worker has the file when the word comes. */
static void
leave (const char *folder, guint delay, gboolean edited)
{
  g_autoptr (FlProject) project = fl_project_default ();
  g_autoptr (FlDocument) document = fl_document_new (project);
  g_autoptr (FlRecovery) recovery = fl_recovery_new (document, folder, delay, delay);

  if (edited)
    rename_to (document, "First");
  if (edited && delay == 0)
    g_main_context_iteration (NULL, TRUE);
  if (edited)
    rename_to (document, "Last");
  fl_recovery_leave (recovery);
  fl_recovery_leave (recovery);
  fl_recovery_close (recovery); /* the window goes */
  g_clear_object (&recovery);
  assert_found (folder, edited ? "Last" : NULL);
}

static void
test_leave (void)
{
  g_autofree char *root = g_dir_make_tmp ("fallline-leave-XXXXXX", NULL), *folder = g_build_filename (root, "recovery", NULL);

  leave (folder, LONG, TRUE);
  leave (folder, 0, TRUE);
  leave (folder, LONG, FALSE);
  g_rmdir (folder);
  g_rmdir (root);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recovery/leave", test_leave);
  return g_test_run ();
}
