/* Writing files: whole or not at all, and only files are ever replaced. */
#include "ds-write.h"
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *folder;

static char *
path_of (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static void
assert_contents (const char *path, const char *expected)
{
  g_autofree char *found = NULL;

  g_assert_true (g_file_get_contents (path, &found, NULL, NULL));
  g_assert_cmpstr (found, ==, expected);
}

static void
test_replace (void)
{
  g_autofree char *path = path_of ("plain");
  g_autoptr (GError) error = NULL;
  struct stat info;

  g_assert_true (ds_write_file (path, "one", 3, &error));
  assert_contents (path, "one");
  g_assert_no_errno (g_chmod (path, 0640));
  g_assert_true (ds_write_file (path, "second", 6, &error));
  assert_contents (path, "second");
  g_assert_no_errno (stat (path, &info));
  g_assert_cmpint (info.st_mode & 0777, ==, 0640);
  g_assert_true (ds_write_file (path, "", 0, &error));
  assert_contents (path, "");
}

static void
test_link (void)
{
  g_autofree char *path = path_of ("behind"), *link = path_of ("link");
  g_autoptr (GError) error = NULL;

  g_assert_true (ds_write_file (path, "old", 3, &error));
  g_assert_no_errno (symlink ("behind", link));
  g_assert_true (ds_write_file (link, "new", 3, &error));
  assert_contents (path, "new");
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
}

/* A device reached through a link of our own: were it replaced, only the link would be lost. */
static void
test_device (void)
{
  g_autofree char *link = path_of ("full");
  g_autoptr (GError) error = NULL;
  struct stat info;

  if (stat ("/dev/full", &info) != 0 || !S_ISCHR (info.st_mode))
    {
      g_test_skip ("no /dev/full here");
      return;
    }
  g_assert_no_errno (symlink ("/dev/full", link));
  g_assert_false (ds_write_file (link, "x", 1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_nonnull (strstr (error->message, link));
  g_assert_no_errno (lstat (link, &info));
  g_assert_true (S_ISLNK (info.st_mode));
  g_assert_no_errno (stat ("/dev/full", &info));
  g_assert_true (S_ISCHR (info.st_mode));
}

/* Nobody reads from it: an error, not a wait. */
static void
test_pipe (void)
{
  g_autofree char *path = path_of ("pipe");
  g_autoptr (GError) error = NULL;
  struct stat info;

  g_assert_no_errno (mkfifo (path, 0600));
  g_assert_false (ds_write_file (path, "x", 1, &error));
  g_assert_nonnull (error);
  g_assert_no_errno (stat (path, &info));
  g_assert_true (S_ISFIFO (info.st_mode));
}

static void
test_refused (void)
{
  g_autofree char *nowhere = path_of ("no/such/folder");
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_assert_false (ds_write_file (folder, "x", 1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
  g_clear_error (&error);
  g_assert_false (ds_write_file (nowhere, "x", 1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  dir = g_dir_open (folder, 0, &error);
  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_null (strchr (name, '.')); /* nothing half written stays behind */
}

static void
clean (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = path_of (name);
      g_unlink (path);
    }
  g_rmdir (folder);
  g_free (folder);
}

int
main (int argc, char **argv)
{
  int code;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("fallline-write-XXXXXX", NULL);
  g_assert_nonnull (folder);
  g_test_add_func ("/write/replace", test_replace);
  g_test_add_func ("/write/link", test_link);
  g_test_add_func ("/write/device", test_device);
  g_test_add_func ("/write/pipe", test_pipe);
  g_test_add_func ("/write/refused", test_refused);
  code = g_test_run ();
  clean ();
  return code;
}
