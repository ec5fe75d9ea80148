/* What the files are that somebody wants to import, and which belong together. Needs no display. */
#include <string.h>

#include "fl-import-find.h"

static char *folder;

static char *
put (const char *name, const char *bytes, gssize n)
{
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, bytes, n, NULL));
  return path;
}

static void
test_find (void)
{
  static const char images[] = "\0\0\x08\x03\0\0\0\x01\0\0\0\x01\0\0\0\x01\x07", labels[] = "\0\0\x08\x01\0\0\0\x01\x03";
  static const char flat[] = "\x93NUMPY\x01\0\x3c\0{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }  \n12";
  static const char table[] = "\x93NUMPY\x01\0\x3c\0{'descr': '|u1', 'fortran_order': False, 'shape': (2, 1), }\n12";
  g_autofree char *a = put ("t-images-idx3-ubyte", images, sizeof images - 1), *b = put ("t-labels-idx1-ubyte", labels, sizeof labels - 1);
  g_autofree char *x = put ("x_t.npy", table, sizeof table - 1), *y = put ("y_t.npy", flat, sizeof flat - 1);
  g_autofree char *csv = put ("some.csv", "a,b\n1,2\n", -1);
  const char *pair[] = { b, a, NULL }, *one[] = { b, NULL }, *npy[] = { y, x, NULL }, *mixed[] = { csv, a, NULL }, *dir[] = { folder, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (DsSource) both = fl_import_find (pair, NULL), found = fl_import_find (one, NULL), arrays = fl_import_find (npy, NULL);
  g_autoptr (DsSource) none = fl_import_find (mixed, &error), pictures = fl_import_find (dir, NULL);
  g_autofree char *name = fl_import_name (both);

  g_assert_cmpint (both->kind, ==, DS_SOURCE_IDX);
  g_assert_cmpstr (both->images, ==, a);
  g_assert_cmpstr (name, ==, "t");
  g_assert_true (ds_source_equal (both, found)); /* the partner lies beside */
  g_assert_cmpint (arrays->kind, ==, DS_SOURCE_NPY);
  g_assert_cmpstr (arrays->labels, ==, y);
  g_assert_cmpint (pictures->kind, ==, DS_SOURCE_IMAGES);
  g_assert_null (none);
  g_assert_error (error, DS_ERROR, DS_ERROR_VALUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("fallline-find-XXXXXX", NULL);
  g_test_add_func ("/import-find/files", test_find);
  return g_test_run ();
}
