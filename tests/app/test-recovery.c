/* What is not saved is on disk a moment later, is found once its owner is dead, and is gone once nobody needs it. */
#include "fl-recovery.h"
#include "fl-file.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* --- surroundings ------------------------------------------------------------------------------------------------------ */

typedef struct
{
  char *root, *folder; /* folder: of recovery files, in root */
  FlDocument *document;
} Place;

static char *
new_root (void)
{
  g_autoptr (GError) error = NULL;
  char *root = g_dir_make_tmp ("fallline-recovery-XXXXXX", &error);

  g_assert_no_error (error);
  return root;
}

static void
set_up (Place *place, gconstpointer data)
{
  g_autoptr (FlProject) project = fl_project_default ();

  place->root = new_root ();
  place->folder = g_build_filename (place->root, "state", "recovery", NULL);
  place->document = fl_document_new (project);
}

static void
clear_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        clear_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

static void
tear_down (Place *place, gconstpointer data)
{
  g_object_unref (place->document);
  clear_folder (place->root);
  g_free (place->root);
  g_free (place->folder);
}

static guint
count (Place *place, const char *ending)
{
  g_autoptr (GDir) dir = g_dir_open (place->folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_suffix (name, ending);
  return n;
}

/* Where a state is; NULL: there is none. */
static char *
state_path (Place *place)
{
  g_autoptr (GDir) dir = g_dir_open (place->folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json"))
      return g_build_filename (place->folder, name, NULL);
  return NULL;
}

/* The one state there is, read past its lock. */
static char *
contents (Place *place)
{
  g_autofree char *path = state_path (place);
  char *text = NULL;

  if (path != NULL)
    g_file_get_contents (path, &text, NULL, NULL);
  return text != NULL ? text : g_strdup ("");
}

static gboolean
holds (Place *place, const char *part)
{
  g_autofree char *text = contents (place);

  return strstr (text, part) != NULL;
}

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

#define WAIT_FOR(condition)                                                                                                              \
  G_STMT_START                                                                                                                           \
  {                                                                                                                                      \
    gint64 deadline_ = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;                                                                \
    guint tick_ = g_timeout_add (2, tick_cb, NULL);                                                                                      \
    while (!(condition))                                                                                                                 \
      {                                                                                                                                  \
        if (g_get_monotonic_time () > deadline_)                                                                                         \
          g_error ("%s:%d: still waiting for %s", __FILE__, __LINE__, #condition);                                                       \
        g_main_context_iteration (NULL, TRUE);                                                                                           \
      }                                                                                                                                  \
    g_source_remove (tick_);                                                                                                             \
  }                                                                                                                                      \
  G_STMT_END

static FlProject *
named (FlDocument *document, const char *name)
{
  return fl_project_with_name (fl_document_get_project (document), name);
}

static void
rename_to (FlDocument *document, const char *name)
{
  g_autoptr (FlProject) next = named (document, name);

  fl_document_edit (document, next, "rename", NULL);
}

static void
opened_cb (GObject *object, GAsyncResult *result, gpointer done)
{
  g_autoptr (GError) error = NULL;

  fl_document_open_finish (FL_DOCUMENT (object), result, &error);
  g_assert_no_error (error);
  *(gboolean *) done = TRUE;
}

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer error)
{
  GError *problem = NULL;

  *(GError **) error = fl_document_save_finish (FL_DOCUMENT (object), result, &problem)
                         ? g_error_new_literal (G_IO_ERROR, G_IO_ERROR_EXISTS, "saved") : problem;
}

/* What saving in place comes to; G_IO_ERROR_EXISTS: it is saved. */
static GError *
save (FlDocument *document)
{
  GError *outcome = NULL;

  fl_document_save_async (document, fl_document_get_file (document), saved_cb, &outcome);
  WAIT_FOR (outcome != NULL);
  return outcome;
}

/* --- what is kept, and when -------------------------------------------------------------------------------------------- */

static void
test_follows (Place *place, gconstpointer data)
{
  g_autoptr (FlRecovery) recovery = fl_recovery_new (place->document, place->folder, 0, 0);

  g_assert_false (g_file_test (place->folder, G_FILE_TEST_EXISTS)); /* nothing to keep: nothing on disk */
  rename_to (place->document, "First");
  WAIT_FOR (holds (place, "First"));
  rename_to (place->document, "Second");
  WAIT_FOR (holds (place, "Second"));
  g_assert_cmpuint (count (place, ".json"), ==, 1);

  fl_document_undo (place->document);
  fl_document_undo (place->document); /* as it was loaded */
  WAIT_FOR (count (place, "") == 0);
  fl_document_redo (place->document);
  WAIT_FOR (holds (place, "First"));

  fl_recovery_close (recovery);
  WAIT_FOR (count (place, "") == 0);
}

/* Many edits in a row are one write, and not each a new delay. */
static void
test_gathers (Place *place, gconstpointer data)
{
  g_autoptr (FlRecovery) recovery = fl_recovery_new (place->document, place->folder, 100, 0);
  guint i = 0;

  while (count (place, ".json") == 0)
    {
      g_autofree char *name = g_strdup_printf ("Edit %u", i++);

      rename_to (place->document, name);
      g_assert_cmpuint (i, <, 20000);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_assert_cmpuint (i, >, 1);
  fl_recovery_close (recovery);
  WAIT_FOR (count (place, "") == 0);
}

static void
test_keeps_distance (Place *place, gconstpointer data)
{
  g_autoptr (FlRecovery) recovery = fl_recovery_new (place->document, place->folder, 0, 3600 * 1000);

  rename_to (place->document, "First");
  WAIT_FOR (holds (place, "First"));
  rename_to (place->document, "Second");
  for (guint i = 0; i < 50; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_assert_true (holds (place, "First"));
  fl_recovery_close (recovery); /* which does not wait */
  WAIT_FOR (count (place, "") == 0);
}

static void
test_saving_clears (Place *place, gconstpointer data)
{
  g_autoptr (FlRecovery) recovery = fl_recovery_new (place->document, place->folder, 0, 0);
  g_autofree char *path = g_build_filename (place->root, "p.fallline", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) outcome = NULL;

  fl_document_set_file (place->document, file);
  rename_to (place->document, "Changed");
  WAIT_FOR (holds (place, "Changed"));
  outcome = save (place->document);
  g_assert_error (outcome, G_IO_ERROR, G_IO_ERROR_EXISTS);
  WAIT_FOR (count (place, "") == 0);

  rename_to (place->document, "Given up");
  WAIT_FOR (holds (place, "Given up"));
  {
    gboolean done = FALSE;

    fl_document_open_async (place->document, file, NULL, opened_cb, &done);
    WAIT_FOR (done);
  }
  WAIT_FOR (count (place, "") == 0);
}

static void
problem_cb (FlRecovery *recovery, const char *problem, gpointer told)
{
  g_string_append_printf (told, "%s|", problem != NULL ? problem : "fine");
}

/* A folder that cannot be made, or is cleared away, ends nothing; it is said once, and once more when it is over. */
static void
test_no_place (Place *place, gconstpointer data)
{
  g_autoptr (FlRecovery) recovery = fl_recovery_new (place->document, place->folder, 0, 0);
  g_autoptr (GString) told = g_string_new (NULL);
  g_autofree char *state = g_path_get_dirname (place->folder);

  g_assert_true (g_file_set_contents (state, "in the way", -1, NULL));
  g_signal_connect (recovery, "problem", G_CALLBACK (problem_cb), told);
  rename_to (place->document, "First");
  WAIT_FOR (told->len > 0);
  rename_to (place->document, "First again");
  for (guint i = 0; i < 50; i++, g_usleep (1000))
    g_main_context_iteration (NULL, FALSE);
  g_unlink (state);
  rename_to (place->document, "Second");
  WAIT_FOR (holds (place, "Second"));
  WAIT_FOR (g_str_has_suffix (told->str, "|fine|"));
  g_assert_true (g_pattern_match_simple ("*cannot be written: *|fine|", told->str));
  g_assert_cmpint (strcspn (told->str, "|"), ==, told->len - strlen ("|fine|"));
  clear_folder (state);
  rename_to (place->document, "Third");
  WAIT_FOR (holds (place, "Third"));
  fl_recovery_close (recovery);
  WAIT_FOR (count (place, "") == 0);
}

/* --- what is found ----------------------------------------------------------------------------------------------------- */

/* A process that has written its state, and lives until it is killed. */
static pid_t
start_owner (Place *place, FlUnsaved *unsaved)
{
  int ready[2];
  char byte;
  pid_t child;

  g_assert_cmpint (pipe (ready), ==, 0);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      FlRecoveryFile *file = fl_recovery_file_new (place->folder, NULL);
      gboolean done = file != NULL && fl_recovery_file_write (file, unsaved, NULL);

      if (write (ready[1], done ? "y" : "n", 1) != 1)
        _exit (1);
      for (;;)
        pause ();
    }
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  g_assert_cmpint (byte, ==, 'y');
  close (ready[0]);
  close (ready[1]);
  return child;
}

static void
end_owner (pid_t child)
{
  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
}

static void
test_killed_owner (Place *place, gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/lessons/\xff xor.fallline"); /* a name that is not UTF-8 */
  g_autoptr (FlProject) project = named (place->document, "Never saved");
  g_autoptr (FlUnsaved) unsaved = fl_unsaved_new (project, file, "abc");
  pid_t child = start_owner (place, unsaved);
  g_autoptr (GPtrArray) early = fl_recovery_find (place->folder), found = NULL, twice = NULL, later = NULL;
  const FlFound *first;

  g_assert_cmpuint (early->len, ==, 0); /* its owner lives */
  end_owner (child);
  found = fl_recovery_find (place->folder);
  g_assert_cmpuint (found->len, ==, 1);
  first = found->pdata[0];
  g_assert_null (first->problem);
  g_assert_true (fl_project_equal (first->unsaved->project, project));
  g_assert_true (g_file_equal (first->unsaved->file, file));
  g_assert_cmpstr (first->unsaved->mark, ==, "abc");
  g_assert_cmpint (first->unsaved->time, ==, unsaved->time);

  twice = fl_recovery_find (place->folder);
  g_assert_cmpuint (twice->len, ==, 0); /* it is ours now */
  g_ptr_array_set_size (found, 0); /* not answered: it is offered again */
  later = fl_recovery_find (place->folder);
  g_assert_cmpuint (later->len, ==, 1);
  fl_recovery_file_remove (g_steal_pointer (&((FlFound *) later->pdata[0])->file));
  g_assert_cmpuint (count (place, ""), ==, 0);
}

static void
test_latest_first (Place *place, gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    {
      static const gint64 times[] = { 2000, 3000, 1000 };
      g_autoptr (FlUnsaved) unsaved = fl_unsaved_new (fl_document_get_project (place->document), NULL, NULL);
      FlRecoveryFile *file = fl_recovery_file_new (place->folder, NULL);

      unsaved->time = times[i];
      g_assert_true (fl_recovery_file_write (file, unsaved, NULL));
      fl_recovery_file_leave (file);
    }
  {
    g_autoptr (GPtrArray) found = fl_recovery_find (place->folder);

    g_assert_cmpuint (found->len, ==, 3);
    for (guint i = 0; i < 3; i++)
      g_assert_cmpint (((FlFound *) found->pdata[i])->unsaved->time, ==, 3000 - 1000 * (gint64) i);
  }
}

static void
put (Place *place, const char *name, const char *text, gssize length)
{
  g_autofree char *path = g_build_filename (place->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, length, NULL));
}

/* Put aside, said once with its reason, and never an obstacle for the others. */
static void
test_broken (Place *place, gconstpointer data)
{
  static const char *const texts[] = {
    "", "{", "[]", "null", "{\"unsaved\": 3, \"project\": {}}", "{\"unsaved\": {}}", "{\"unsaved\": {\"file\": 7, \"time\": \"x\"}, \"project\": []}",
    "{\"unsaved\": {}, \"project\": {\"fallline\": 1, \"network\": [], \"data\": {}}}", "\xff\xfe\x01 no text",
  };
  g_autoptr (FlUnsaved) unsaved = fl_unsaved_new (fl_document_get_project (place->document), NULL, NULL);
  FlRecoveryFile *file = fl_recovery_file_new (place->folder, NULL);
  g_autofree char *pipe_path = g_build_filename (place->folder, "pipe.json", NULL), *dir_path = g_build_filename (place->folder, "dir.json", NULL);
  g_autoptr (GPtrArray) found = NULL, again = NULL;

  g_assert_true (fl_recovery_file_write (file, unsaved, NULL));
  fl_recovery_file_leave (file);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *name = g_strdup_printf ("broken-%u.json", i);

      put (place, name, texts[i], -1);
    }
  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0); /* which would be waited for */
  g_assert_cmpint (g_mkdir (dir_path, 0700), ==, 0);
  put (place, "alone.lock", "", 0);                  /* ended before it wrote anything */
  put (place, "cut.json.A1B2C3", "{\"half", -1);     /* ended in the middle */
  put (place, "notes.txt", "none of ours", -1);

  found = fl_recovery_find (place->folder);
  g_assert_cmpuint (found->len, ==, 1 + G_N_ELEMENTS (texts) + 2);
  g_assert_nonnull (((FlFound *) found->pdata[0])->unsaved);
  for (guint i = 1; i < found->len; i++)
    {
      const FlFound *one = found->pdata[i];

      g_assert_null (one->unsaved);
      g_assert_null (one->file);
      g_assert_true (g_pattern_match_simple ("*.json*.broken*", one->problem));
    }
  g_assert_cmpuint (count (place, ".broken"), ==, G_N_ELEMENTS (texts) + 2);
  g_assert_cmpuint (count (place, ".A1B2C3"), ==, 0);
  g_assert_cmpuint (count (place, ".txt"), ==, 1);
  g_ptr_array_set_size (found, 0);
  again = fl_recovery_find (place->folder);
  g_assert_cmpuint (again->len, ==, 1);
}

/* --- and comes back ---------------------------------------------------------------------------------------------------- */

static FlDocument *
open_project (const char *path)
{
  g_autoptr (FlProject) project = fl_project_default ();
  g_autoptr (GFile) file = g_file_new_for_path (path);
  FlDocument *document = fl_document_new (project);
  gboolean done = FALSE;

  fl_document_open_async (document, file, NULL, opened_cb, &done);
  WAIT_FOR (done);
  return document;
}

/* Beside its data, with an edit that is not saved, frozen weights among what comes back. */
static void
test_restore (Place *place, gconstpointer data)
{
  g_autofree char *path = g_build_filename (place->root, "table.fallline", NULL), *table = g_build_filename (place->root, "t.csv", NULL);
  g_autoptr (FlDocument) document = NULL, second = NULL;
  g_autoptr (FlRecovery) follower = NULL;
  FlRecovery *recovery;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) outcome = NULL, error = NULL;
  g_autofree char *wanted = NULL, *now = NULL, *folder = NULL, *old = NULL;
  g_autoptr (DsPrepared) prepared = NULL;
  FlFound *first;

  g_assert_true (g_file_set_contents (table, "a,b,y\n1,2,p\n2,1,q\n3,1,p\n4,2,q\n", -1, NULL));
  g_assert_true (g_file_set_contents (path, "{\"fallline\": 1, \"name\": \"T\", \"data\": {\"source\": {\"type\": \"csv\", \"path\": \"t.csv\", \"target\": \"y\"}},"
                                            " \"network\": [{\"type\": \"dense\", \"units\": 3, \"frozen\": [\"weight[2,0]\"]},"
                                            " {\"type\": \"dense\", \"units\": \"auto\"}], \"of\": \"another version\"}", -1, NULL));
  document = open_project (path);
  recovery = fl_recovery_new (document, place->folder, 0, 0);
  rename_to (document, "Kept");
  WAIT_FOR (holds (place, "Kept"));
  wanted = fl_project_to_json (fl_document_get_project (document));
  old = state_path (place);
  g_object_add_weak_pointer (G_OBJECT (recovery), (gpointer *) &recovery);
  g_object_unref (recovery); /* not closed: as if its process had ended */
  WAIT_FOR (recovery == NULL);

  found = fl_recovery_find (place->folder);
  g_assert_cmpuint (found->len, ==, 1);
  first = found->pdata[0];
  second = fl_document_new (fl_document_get_project (place->document));
  follower = fl_recovery_new (second, place->folder, 0, 0);
  fl_document_restore (second, first->unsaved->project, first->saved, first->unsaved->file, first->unsaved->mark);
  fl_recovery_take_over (follower, g_steal_pointer (&first->file));
  now = fl_project_to_json (fl_document_get_project (second));
  g_assert_cmpstr (now, ==, wanted);
  g_assert_nonnull (strstr (now, "another version"));
  g_assert_nonnull (strstr (now, "weight[2,0]"));
  g_assert_true (fl_document_is_modified (second));
  folder = fl_document_get_base_dir (second);
  prepared = fl_project_prepare (fl_document_get_project (second), folder, NULL, NULL, &error); /* finds its data */
  g_assert_no_error (error);

  WAIT_FOR (!g_file_test (old, G_FILE_TEST_EXISTS)); /* and not before there is another */
  g_assert_cmpuint (count (place, ".json"), ==, 1);
  g_assert_true (holds (place, "Kept"));
  fl_document_undo (second); /* what was found is a step from what is saved */
  g_assert_false (fl_document_is_modified (second));
  g_assert_cmpstr (fl_document_get_project (second)->name, ==, "T");
  g_assert_false (fl_document_can_undo (second));
  fl_document_redo (second);
  g_assert_cmpstr (fl_document_get_project (second)->name, ==, "Kept");
  WAIT_FOR (holds (place, "Kept"));
  /* Saved by another meanwhile: asked before it is written over. */
  g_assert_true (g_file_set_contents (path, "{}", -1, NULL));
  outcome = save (second);
  g_assert_error (outcome, FL_ERROR, FL_ERROR_CHANGED);
  fl_recovery_close (follower);
  WAIT_FOR (count (place, "") == 0);
}

/* What is saved is another by now, or gone: no undo leads to what never was the beginning of these changes. */
static void
test_restore_alone (Place *place, gconstpointer data)
{
  g_autofree char *path = g_build_filename (place->root, "p.fallline", NULL), *mark = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (FlProject) other = named (place->document, "Other"); /* is saved there the second time; the third there is no file */
  static const char *const expected[] = { "Two spirals", NULL, NULL };

  g_assert_true (fl_project_save (fl_document_get_project (place->document), path, NULL));
  mark = fl_file_mark (path);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (FlUnsaved) unsaved = fl_unsaved_new (other, file, mark);
      FlRecoveryFile *kept = fl_recovery_file_new (place->folder, NULL);
      g_autoptr (GPtrArray) found = NULL;
      const FlFound *first;

      g_assert_true (i == 0 || (i == 1 ? fl_project_save (other, path, NULL) : g_unlink (path) == 0));
      g_assert_true (fl_recovery_file_write (kept, unsaved, NULL));
      fl_recovery_file_leave (kept);
      found = fl_recovery_find (place->folder);
      first = found->pdata[0];
      g_assert_cmpstr (first->saved != NULL ? first->saved->name : NULL, ==, expected[i]);
      fl_document_restore (place->document, first->unsaved->project, first->saved, first->unsaved->file, first->unsaved->mark);
      g_assert_true (fl_document_is_modified (place->document));
      g_assert_true (fl_document_can_undo (place->document) == (expected[i] != NULL));
      fl_recovery_file_remove (g_steal_pointer (&((FlFound *) found->pdata[0])->file));
    }
}

/* Without a file of its own a project still finds its data. */
static void
test_absolute_paths (Place *place, gconstpointer data)
{
  static const char text[] = "{\"fallline\": 1, \"data\": {\"source\": {\"type\": \"csv\", \"path\": \"t.csv\", \"target\": \"y\"}},"
                             " \"network\": [{\"type\": \"dense\", \"units\": \"auto\"}]}";
  g_autoptr (FlProject) project = fl_project_parse (text, strlen (text), "t", NULL);
  g_autoptr (FlUnsaved) unsaved = fl_unsaved_new (project, NULL, NULL);
  FlRecoveryFile *file = fl_recovery_file_new (place->folder, NULL);
  g_autoptr (GPtrArray) found = NULL;
  g_autofree char *full = g_canonicalize_filename ("t.csv", NULL);
  const FlFound *first;

  g_assert_true (fl_recovery_file_write (file, unsaved, NULL));
  fl_recovery_file_leave (file);
  found = fl_recovery_find (place->folder);
  g_assert_cmpuint (found->len, ==, 1);
  first = found->pdata[0];
  g_assert_null (first->unsaved->file);
  g_assert_cmpstr (first->unsaved->project->source->path, ==, full);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Place *place, gconstpointer data);
  } tests[] = {
    { "/recovery/follows", test_follows },
    { "/recovery/gathers", test_gathers },
    { "/recovery/keeps-distance", test_keeps_distance },
    { "/recovery/saving-clears", test_saving_clears },
    { "/recovery/no-place", test_no_place },
    { "/recovery/killed-owner", test_killed_owner },
    { "/recovery/latest-first", test_latest_first },
    { "/recovery/broken", test_broken },
    { "/recovery/restore", test_restore },
    { "/recovery/restore-alone", test_restore_alone },
    { "/recovery/absolute-paths", test_absolute_paths },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Place, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
