/* IDX: plain and gzip, and everything that can be wrong with either. */
#include "ds-readers.h"
#include "idx-files.h"

static char *folder;

static char *
put (const char *name, GByteArray *bytes, gboolean packed)
{
  g_autoptr (GByteArray) zipped = packed ? zip (bytes) : NULL;
  char *path = put_file (folder, name, packed ? zipped : bytes);

  g_byte_array_unref (bytes);
  return path;
}

static void
check_good (const char *images, const char *labels)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DsDataset) table = ds_idx_read (images, labels, NULL, NULL, NULL, &error);
  guint width, height;

  g_assert_no_error (error);
  g_assert_cmpuint (ds_dataset_rows (table), ==, 7);
  g_assert_cmpuint (ds_dataset_n_inputs (table), ==, 6);
  g_assert_true (ds_dataset_image_size (table, &width, &height));
  g_assert_cmpuint (width, ==, 3);
  g_assert_cmpuint (height, ==, 2);
  guint n = ds_dataset_n_columns (table);
  g_assert_cmpuint (n, ==, labels ? 7 : 6);
  for (guint row = 0; row < 7; row++)
    {
      const float *v = ds_dataset_values (table) + row * n;
      for (guint i = 0; i < 6; i++)
        g_assert_cmpfloat (v[i], ==, (float) ((row * 6 + i) / 255.0));
      if (labels)
        g_assert_cmpfloat (v[6], ==, row % 3);
    }
  if (!labels)
    return;
  const DsColumn *target = ds_dataset_column (table, ds_dataset_target (table, 0));
  g_assert_cmpuint (target->n_classes, ==, 3);
  g_assert_cmpstr (target->classes[2], ==, "2");
}

static void
test_good (void)
{
  for (guint packed = 0; packed < 2; packed++)
    {
      g_autofree char *images = put ("images", make_idx (7, 2, 3, 42, 256), packed);
      g_autofree char *labels = put ("labels", make_idx (7, 0, 0, 7, 3), packed);
      check_good (images, labels);
      check_good (images, NULL);
    }
}

static void
test_only_labels_that_occur (void)
{
  GByteArray *bytes = make_idx (4, 0, 0, 0, 1);
  static const guint8 data[] = { 200, 9, 200, 10 };
  g_byte_array_append (bytes, data, 4);
  g_autofree char *images = put ("images", make_idx (4, 1, 2, 8, 256), FALSE);
  g_autofree char *labels = put ("labels", bytes, TRUE);
  g_autoptr (DsDataset) table = ds_idx_read (images, labels, NULL, NULL, NULL, NULL);
  g_autofree char *classes = g_strjoinv (" ", ds_dataset_column (table, 2)->classes);

  g_assert_cmpstr (classes, ==, "9 10 200");
  g_assert_cmpfloat (ds_dataset_values (table)[2], ==, 2);
}

static void
test_joined_gzip (void)
{
  g_autoptr (GByteArray) whole = make_idx (7, 2, 3, 42, 256);
  g_autoptr (GByteArray) head = g_byte_array_new (), tail = g_byte_array_new ();
  g_byte_array_append (head, whole->data, 9);
  g_byte_array_append (tail, whole->data + 9, whole->len - 9);
  g_autoptr (GByteArray) first = zip (head), second = zip (tail);
  g_byte_array_append (first, second->data, second->len);
  g_autofree char *images = put_file (folder, "joined", first);

  check_good (images, NULL);
}

static void
refuse (char *images, char *labels, int code, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ds_idx_read (images, labels, NULL, NULL, NULL, &error));
  g_assert_error (error, DS_ERROR, code);
  if (!strstr (error->message, words))
    g_error ("\"%s\" lacks \"%s\"", error->message, words);
  g_free (images);
  g_free (labels);
}

static void
test_magic (void)
{
  g_autoptr (GByteArray) text = g_byte_array_new ();

  g_byte_array_append (text, (const guint8 *) "a,b,c\n1,2,3\n4,5,6\n", 18);
  refuse (put ("labels", make_idx (7, 0, 0, 7, 3), FALSE), NULL, DS_ERROR_SYNTAX,
          "labels: byte 1: found 00 00 08 01; expected the IDX mark of images (00 00 08 03)");
  refuse (put ("images", make_idx (7, 2, 3, 42, 256), TRUE), put ("labels", make_idx (7, 2, 3, 42, 256), TRUE), DS_ERROR_SYNTAX,
          "expected the IDX mark of labels");
  refuse (put_file (folder, "text", text), NULL, DS_ERROR_SYNTAX, "text: byte 1: found 61 2c 62 2c");
}

static void
test_cut_off (void)
{
  for (guint packed = 0; packed < 2; packed++)
    {
      g_autoptr (GByteArray) head = make_idx (7, 2, 3, 0, 1), none = g_byte_array_new ();
      g_byte_array_set_size (head, 10);
      refuse (put ("cut", make_idx (7, 2, 3, 41, 256), packed), NULL, DS_ERROR_SYNTAX,
              "announces 42 bytes of data, but only 41 follow");
      refuse (put ("head", g_steal_pointer (&head), packed), NULL, DS_ERROR_SYNTAX, "ends within its header: 10 bytes of 16");
      refuse (put ("none", g_steal_pointer (&none), packed), NULL, DS_ERROR_SYNTAX, "has 0 bytes");
    }
  g_autoptr (GByteArray) plain = make_idx (7, 2, 3, 42, 256), packed = zip (plain);
  g_byte_array_set_size (packed, packed->len - 20);
  refuse (put_file (folder, "half.gz", packed), NULL, DS_ERROR_SYNTAX, "half.gz ends in the middle of its compressed data");
}

static void
test_broken_gzip (void)
{
  g_autoptr (GByteArray) plain = make_idx (7, 2, 3, 42, 256), packed = zip (plain);

  packed->data[packed->len - 6] ^= 0xff; /* the checksum */
  refuse (put_file (folder, "sum.gz", packed), NULL, DS_ERROR_SYNTAX, "is not valid gzip");
}

static void
test_bytes_behind (void)
{
  for (guint packed = 0; packed < 2; packed++)
    refuse (put ("long", make_idx (7, 2, 3, 43, 256), packed), NULL, DS_ERROR_SYNTAX, "bytes behind the 42 of data");
}

/* 64 MB of zeros in 64 kB, behind a header of 42 bytes: unpacking stops at byte 43. */
static void
test_bomb (void)
{
  g_autoptr (GByteArray) bomb = make_idx (7, 2, 3, 42, 256);
  guint length = bomb->len;

  g_byte_array_set_size (bomb, 64 << 20);
  memset (bomb->data + length, 0, bomb->len - length);
  g_autoptr (GByteArray) packed = zip (bomb);
  g_autofree char *path = put_file (folder, "bomb.gz", packed);
  refuse (g_strdup (path), NULL, DS_ERROR_SYNTAX, "bytes behind");

  gsize found;
  g_autoptr (GError) error = NULL;
  g_assert_null (ds_file_read (path, 1 << 20, TRUE, &found, &error));
  g_assert_error (error, DS_ERROR, DS_ERROR_TOO_BIG);
}

static void
test_lying_headers (void)
{
  refuse (put ("n", make_idx (0xffffffff, 28, 28, 10, 256), FALSE), NULL, DS_ERROR_TOO_BIG, "more than 2 GB");
  refuse (put ("all", make_idx (0xffffffff, 0xffffffff, 0xffffffff, 10, 256), TRUE), NULL, DS_ERROR_TOO_BIG, "more than 2 GB");
  refuse (put ("wide", make_idx (1, 1 << 15, 1 << 15, 10, 256), FALSE), NULL, DS_ERROR_TOO_BIG, "pixels");
  refuse (put ("zero", make_idx (0, 28, 28, 0, 256), FALSE), NULL, DS_ERROR_VALUE, "byte 5: dimension 1 is 0");
  refuse (put ("flat", make_idx (5, 28, 0, 0, 256), FALSE), NULL, DS_ERROR_VALUE, "byte 13: dimension 3 is 0");
}

static void
test_counts_differ (void)
{
  refuse (put ("images", make_idx (7, 2, 3, 42, 256), FALSE), put ("labels", make_idx (6, 0, 0, 6, 3), FALSE), DS_ERROR_VALUE,
          "labels has 6 labels and images has 7 images");
}

/* Everything wrong with both files at once; the error is the first of it. */
static void
expect_all (GByteArray *images, GByteArray *labels, gboolean packed, const char *const *expected)
{
  g_autofree char *images_path = put ("images", images, packed), *labels_path = put ("labels", labels, packed);
  g_autoptr (GError) error = NULL;
  DsProblems problems = { 0 };

  g_assert_null (ds_idx_read (images_path, labels_path, &problems, NULL, NULL, &error));
  g_assert_cmpuint (problems.n, ==, g_strv_length ((char **) expected));
  g_assert_cmpstr (error->message, ==, problems.list[0].text);
  for (guint i = 0; i < problems.n; i++)
    if (!strstr (problems.list[i].text, expected[i]))
      g_error ("\"%s\" lacks \"%s\"", problems.list[i].text, expected[i]);
  ds_problems_clear (&problems);
}

static void
test_all_problems (void)
{
  static const char *const cut[] = { "images: its header announces 42 bytes of data, but only 40 follow", "labels: there are bytes behind the 6",
                                     "labels has 6 labels and images has 7 images", NULL };
  static const char *const swapped[] = { "images: byte 1: found 00 00 08 01", "labels: byte 1: found 00 00 08 03", NULL };
  static const char *const zero[] = { "images: byte 5: dimension 1 is 0", "images: byte 13: dimension 3 is 0", "labels has 2 bytes", NULL };
  static const char *const typed[] = { "images: byte 1: found 00 00 0d 03", "images: byte 9: dimension 2 is 0", "labels ends within its header",
                                       NULL };

  for (guint packed = 0; packed < 2; packed++)
    {
      GByteArray *two = make_idx (7, 0, 0, 0, 256), *six = make_idx (7, 0, 0, 0, 256), *floats = make_idx (7, 1, 3, 0, 256);
      g_byte_array_set_size (two, 2);
      g_byte_array_set_size (six, 6);
      floats->data[2] = 0x0d;
      floats->data[11] = 0;
      expect_all (make_idx (7, 2, 3, 40, 256), make_idx (6, 0, 0, 9, 3), packed, cut);
      expect_all (make_idx (7, 0, 0, 7, 3), make_idx (7, 2, 3, 42, 256), packed, swapped);
      expect_all (make_idx (0, 28, 0, 0, 256), two, packed, zero);
      expect_all (floats, six, packed, typed);
    }
}

static void
test_file_read (void)
{
  g_autoptr (GByteArray) plain = make_idx (100, 28, 28, 78400, 251), packed = zip (plain);
  g_autofree char *path = put_file (folder, "whole.gz", packed);
  gsize length;
  g_autofree char *unpacked = ds_file_read (path, 1 << 20, TRUE, &length, NULL);
  g_autofree char *raw = ds_file_read (path, 1 << 20, FALSE, &length, NULL);

  g_assert_cmpuint (length, ==, packed->len);
  g_assert_cmpmem (unpacked, plain->len, plain->data, plain->len);
  g_assert_cmpint (unpacked[plain->len], ==, 0);
  g_assert_cmpint (raw[length], ==, 0);
}

static void
test_mnist (void)
{
  const char *root = g_getenv ("FALLLINE_SOURCE_ROOT");
  g_autofree char *base = g_build_filename (root ? root : ".", "..", "shared", "data", "mnist", NULL);
  g_autofree char *images = g_build_filename (base, "t10k-images-idx3-ubyte.gz", NULL);
  g_autofree char *labels = g_build_filename (base, "t10k-labels-idx1-ubyte.gz", NULL);
  g_autoptr (GError) error = NULL;

  if (!g_file_test (images, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("the MNIST test set is not here");
      return;
    }
  g_autoptr (DsDataset) table = ds_idx_read (images, labels, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ds_dataset_rows (table), ==, 10000);
  g_assert_cmpuint (ds_dataset_n_inputs (table), ==, 784);
  g_assert_cmpuint (ds_dataset_column (table, 784)->n_classes, ==, 10);
  g_assert_cmpfloat (ds_dataset_values (table)[784], ==, 7); /* the first picture of the test set is a seven */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("fallline-idx-XXXXXX", NULL);
  g_test_add_func ("/idx/good", test_good);
  g_test_add_func ("/idx/only-labels-that-occur", test_only_labels_that_occur);
  g_test_add_func ("/idx/joined-gzip", test_joined_gzip);
  g_test_add_func ("/idx/magic", test_magic);
  g_test_add_func ("/idx/cut-off", test_cut_off);
  g_test_add_func ("/idx/broken-gzip", test_broken_gzip);
  g_test_add_func ("/idx/bytes-behind", test_bytes_behind);
  g_test_add_func ("/idx/bomb", test_bomb);
  g_test_add_func ("/idx/lying-headers", test_lying_headers);
  g_test_add_func ("/idx/counts-differ", test_counts_differ);
  g_test_add_func ("/idx/all-problems", test_all_problems);
  g_test_add_func ("/idx/file-read", test_file_read);
  g_test_add_func ("/idx/mnist", test_mnist);
  int result = g_test_run ();

  GDir *dir = g_dir_open (folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name (dir));)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_unlink (path);
    }
  g_dir_close (dir);
  g_rmdir (folder);
  g_free (folder);
  return result;
}
