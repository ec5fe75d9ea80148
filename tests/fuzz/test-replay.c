/* Every file of tests/fuzz/corpus/TARGET/ through its target. What a fuzzer finds is put there, so that it is a test from then on.
 * good-*: must be read; bad-*: must be refused; any other name: must be survived.
 *
 *   test-fuzz-replay --write-checkpoint FILE      the seed of the checkpoints, should their format change for a good reason */
#include "fuzz.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static char *
corpus_of (const char *target)
{
  return g_build_filename (g_getenv ("FALLLINE_SOURCE_ROOT"), "tests", "fuzz", "corpus", target, NULL);
}

static gboolean
replay (const FuzzTarget *target, const char *path)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize n;

  g_test_message ("%s", path);
  g_file_get_contents (path, &bytes, &n, &error);
  g_assert_no_error (error);
  return target->function ((const guint8 *) bytes, n);
}

static void
test_corpus (gconstpointer data)
{
  const FuzzTarget *target = data;
  g_autofree char *folder = corpus_of (target->name);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) files = g_dir_open (folder, 0, &error);
  guint good = 0, bad = 0;
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      gboolean must_do = g_str_has_prefix (name, "good-"), must_not = g_str_has_prefix (name, "bad-");
      gboolean done = replay (target, path);

      if ((must_do && !done) || (must_not && done))
        {
          g_test_message ("%s: %s was %s", target->name, name, done ? "read" : "refused");
          g_test_fail ();
        }
      good += must_do;
      bad += must_not;
    }
  g_assert_cmpuint (good, >, 0);
  g_assert_cmpuint (bad, >, 0);
}

/* The beginnings of every seed, and each with one byte another: what a fuzzer tries first, on machines that have none. */
static void
test_cuts (gconstpointer data)
{
  const FuzzTarget *target = data;
  g_autofree char *folder = corpus_of (target->name);
  g_autoptr (GDir) files = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *bytes = NULL;
      gsize n;

      g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));
      gsize step = 1 + n / 60;
      for (gsize i = 0; i < n; i += step)
        {
          char kept = bytes[i];

          target->function ((const guint8 *) bytes, i);
          bytes[i] ^= 1 << i % 8;
          target->function ((const guint8 *) bytes, n);
          bytes[i] = kept;
        }
    }
}

int
main (int argc, char **argv)
{
  if (argc == 3 && strcmp (argv[1], "--write-checkpoint") == 0)
    {
      g_autoptr (GError) error = NULL;

      if (!fuzz_checkpoint_write (argv[2], &error))
        g_printerr ("%s\n", error->message);
      return error != NULL;
    }
  /* what is written here need not wait for a disk */
  if (g_access ("/dev/shm", W_OK) == 0)
    g_setenv ("TMPDIR", "/dev/shm", TRUE);
  g_test_init (&argc, &argv, NULL);
  if (g_getenv ("FALLLINE_SOURCE_ROOT") == NULL)
    g_error ("FALLLINE_SOURCE_ROOT is not set; start this with meson test fuzz-replay");
  for (const FuzzTarget *target = fuzz_targets; target->name != NULL; target++)
    {
      g_autofree char *corpus = g_strconcat ("/fuzz/", target->name, "/corpus", NULL);
      g_autofree char *cuts = g_strconcat ("/fuzz/", target->name, "/cuts", NULL);

      g_test_add_data_func (corpus, target, test_corpus);
      g_test_add_data_func (cuts, target, test_cuts);
    }
  return g_test_run ();
}
