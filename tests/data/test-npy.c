/* .npy: recorded bytes of every type and order, what numpy itself writes where it is there, and what must be refused. */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "ds-prepared.h"
#include "ds-readers.h"

static char *folder;
static const DsNpyOptions numbers = { .task = DS_REGRESSION };

/* A file of version 1 with this header, padded as numpy pads it, and these bytes. Caller frees the path. */
static char *
write_npy (const char *name, const char *header, gconstpointer bytes, gsize n)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autofree char *text = g_strdup_printf ("%-117s\n", header);
  guint8 head[] = { 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, strlen (text), 0 };
  char *path = g_build_filename (folder, name, NULL);

  g_byte_array_append (file, head, sizeof head);
  g_byte_array_append (file, (const guint8 *) text, strlen (text));
  g_byte_array_append (file, bytes, n);
  g_assert_true (g_file_set_contents (path, (const char *) file->data, file->len, NULL));
  return path;
}

static DsDataset *
read_good (const char *inputs, const char *labels, DsTask task)
{
  g_autoptr (GError) error = NULL;
  DsDataset *table = ds_npy_read (inputs, labels, &(DsNpyOptions){ .task = task }, NULL, NULL, &error);

  g_assert_no_error (error);
  return table;
}

static void
test_types (void)
{
  static const struct
  {
    const char *type;
    guint8 bytes[16]; /* -2 (or 2, or true) and 3 (or true) */
    guint size;
    float first, second;
  } cases[] = {
    { "<f4", { 0, 0, 0, 0xc0, 0, 0, 0x40, 0x40 }, 4, -2, 3 },
    { ">f4", { 0xc0, 0, 0, 0, 0x40, 0x40, 0, 0 }, 4, -2, 3 },
    { "<f2", { 0, 0xc0, 0, 0x42 }, 2, -2, 3 },
    { ">f2", { 0x7b, 0xff, 0, 1 }, 2, 65504, 0x1p-24f }, /* the largest, and the least above zero */
    { "<f8", { 0, 0, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x08, 0x40 }, 8, -2, 3 },
    { ">f8", { 0xc0, 0, 0, 0, 0, 0, 0, 0, 0x40, 0x08, 0, 0, 0, 0, 0, 0 }, 8, -2, 3 },
    { "|i1", { 0xfe, 3 }, 1, -2, 3 },
    { "<i2", { 0xfe, 0xff, 3, 0 }, 2, -2, 3 },
    { ">i4", { 0xff, 0xff, 0xff, 0xfe, 0, 0, 0, 3 }, 4, -2, 3 },
    { "<i8", { 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 3 }, 8, -2, 3 },
    { "|u1", { 0xfe, 3 }, 1, 254, 3 },
    { ">u2", { 0, 2, 1, 0 }, 2, 2, 256 },
    { "<u4", { 2, 0, 0, 0, 0, 0, 1 }, 4, 2, 65536 },
    { "<u8", { 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 }, 8, 2, 4294967296.0f },
    { "|b1", { 0, 1 }, 1, 0, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *header = g_strdup_printf ("{'descr': '%s', 'fortran_order': False, 'shape': (1, 2), }", cases[i].type);
      g_autofree char *path = write_npy ("types.npy", header, cases[i].bytes, 2 * cases[i].size);
      g_autoptr (DsDataset) table = read_good (path, NULL, DS_REGRESSION);

      g_test_message ("%s", cases[i].type);
      g_assert_cmpuint (ds_dataset_rows (table), ==, 1);
      g_assert_cmpfloat (ds_dataset_values (table)[0], ==, cases[i].first);
      g_assert_cmpfloat (ds_dataset_values (table)[1], ==, cases[i].second);
      g_assert_cmpint (ds_dataset_column (table, 1)->role, ==, DS_ROLE_TARGET);
    }
}

/* Half precision has its own NaN and infinities: a value is missing, a row broken. */
static void
test_half (void)
{
  guint8 bytes[] = { 0, 0x7e, 0, 0x3c, 0, 0x3c, 0, 0xbc, 0, 0x7c, 0, 0x3c, 0, 0x38, 0, 0x3c };
  g_autofree char *path = write_npy ("half.npy", "{'descr': '<f2', 'fortran_order': False, 'shape': (4, 2), }", bytes, sizeof bytes);
  DsNpyOptions options = { .task = DS_REGRESSION, .bad_rows = DS_BAD_ROWS_DROP };
  g_autoptr (DsDataset) table = ds_npy_read (path, NULL, &options, NULL, NULL, NULL);

  g_assert_cmpuint (ds_dataset_rows (table), ==, 2);
  g_assert_cmpfloat (ds_dataset_values (table)[0], ==, 1);
  g_assert_cmpfloat (ds_dataset_values (table)[1], ==, -1);
  g_assert_cmpfloat (ds_dataset_values (table)[2], ==, 0.5);
}

static void
test_fortran (void)
{
  guint8 columns[] = { 1, 3, 5, 2, 4, 6 };
  g_autofree char *path = write_npy ("f.npy", "{\"shape\": (3,2), 'fortran_order': True, 'descr': '|u1'}", columns, 6);
  g_autoptr (DsDataset) table = read_good (path, NULL, DS_REGRESSION);

  g_assert_cmpuint (ds_dataset_rows (table), ==, 3);
  for (guint i = 0; i < 6; i++)
    g_assert_cmpfloat (ds_dataset_values (table)[i], ==, i + 1);
}

static void
test_images_and_labels (void)
{
  guint8 pixels[] = { 0, 51, 255, 102, 153, 204, 0, 0, 0, 0, 0, 255 }, labels[] = { 7, 0, 2, 0 };
  g_autofree char *images = write_npy ("i.npy", "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2, 3), }", pixels, 12);
  g_autofree char *answers = write_npy ("l.npy", "{'descr': '<i2', 'fortran_order': False, 'shape': (2,), }", labels, 4);
  g_autoptr (DsDataset) table = read_good (images, answers, DS_CLASSIFICATION);
  guint width, height;

  g_assert_true (ds_dataset_image_size (table, &width, &height));
  g_assert_cmpuint (width, ==, 3);
  g_assert_cmpuint (height, ==, 2);
  g_assert_cmpfloat_with_epsilon (ds_dataset_values (table)[1], 0.2, 1e-6);
  g_assert_cmpstr (ds_dataset_column (table, 6)->classes[0], ==, "2");
  g_assert_cmpfloat (ds_dataset_values (table)[6], ==, 1);
}

static void
refuse (const char *header, gsize n, const char *message)
{
  g_autofree guint8 *bytes = g_malloc0 (n);
  g_autofree char *path = write_npy ("bad.npy", header, bytes, n);
  g_autoptr (GError) error = NULL;
  g_autoptr (DsDataset) table = ds_npy_read (path, NULL, &numbers, NULL, NULL, &error);

  g_assert_null (table);
  g_assert_nonnull (error);
  if (!strstr (error->message, message))
    g_error ("found \"%s\"; expected \"%s\"", error->message, message);
}

static void
test_refused (void)
{
  refuse ("{'descr': '<c8', 'fortran_order': False, 'shape': (1, 2), }", 16, "bad.npy holds complex numbers; expected numbers");
  refuse ("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1, 2), }", 8, "expected a plain type");
  refuse ("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", 4, "at least one dimension");
  refuse ("{'descr': '|O', 'fortran_order': False, 'shape': (1, 2), }", 8, "holds Python objects; expected numbers");
  refuse ("{'descr': '<U3', 'fortran_order': False, 'shape': (1, 2), }", 24, "holds text; expected numbers");
  refuse ("{'descr': '<M8[ns]', 'fortran_order': False, 'shape': (1, 2), }", 16, "holds dates; expected numbers");
  refuse ("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 2), }", 0, "nothing to learn from");
  refuse ("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 1, 2), }", 8, "at most three dimensions");
  refuse ("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", 8, "fits into memory");
  refuse ("{'descr': '<f8', 'fortran_order': False, 'shape': (4611686018427387904, 1), }", 8, "its shape needs");
  refuse ("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }", 7, "7 bytes of numbers follow the header (byte 129)");
  refuse ("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }", 9, "9 bytes of numbers");
  refuse ("{'descr': '<f4', 'shape': (1, 2), }", 8, "expected all of");
  refuse ("{'descr': '<f4', 'fortran_order': Maybe, 'shape': (1, 2), }", 8, "expected True or False");
  refuse ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 8, "holds inputs alone");
}

/* NaN is missing, and infinity is broken: rows go or are filled, as with CSV. */
static void
test_missing_and_broken (void)
{
  float values[] = { 1, 2, 10, NAN, 4, 20, 3, INFINITY, 30, 5, 6, NAN, 7, 8, 40 };
  g_autofree char *path = write_npy ("nan.npy", "{'descr': '<f4', 'fortran_order': False, 'shape': (5, 3), }", values, sizeof values);
  g_autoptr (GError) error = NULL;
  DsProblems problems = { 0 };
  DsNpyOptions options = { .task = DS_REGRESSION, .bad_rows = DS_BAD_ROWS_DROP, .problems = &problems };

  g_assert_null (ds_npy_read (path, NULL, &numbers, NULL, NULL, &error));
  g_assert_error (error, DS_ERROR, DS_ERROR_VALUE);
  g_assert_cmpstr (error->message, ==, "nan.npy: row 3, column 2: inf in column \"column2\" is too large; expected a number within ±3.4e38");

  g_autoptr (DsDataset) dropped = ds_npy_read (path, NULL, &options, NULL, NULL, NULL);
  g_assert_cmpuint (ds_dataset_rows (dropped), ==, 2);
  g_assert_cmpfloat (ds_dataset_values (dropped)[3], ==, 7);
  g_assert_cmpuint (problems.total, ==, 1);
  g_assert_cmpuint (problems.list[0].line, ==, 3);
  g_assert_cmpuint (problems.list[0].column, ==, 2);

  options.missing = DS_MISSING_MEAN;
  g_autoptr (DsDataset) filled = ds_npy_read (path, NULL, &options, NULL, NULL, NULL);
  g_assert_cmpuint (ds_dataset_rows (filled), ==, 3); /* no target is made up */
  g_assert_true (isnan (ds_dataset_values (filled)[3])); /* filled when the rows are shared out */
  ds_problems_clear (&problems);
}

static void
test_roles (void)
{
  float values[] = { 1, INFINITY, 10, 2, NAN, 20 };
  char *inputs[] = { (char *) "column3", NULL }, *wrong[] = { (char *) "column1", NULL };
  g_autofree char *path = write_npy ("roles.npy", "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", values, sizeof values);
  DsNpyOptions options = { .inputs = inputs, .target = "column1", .task = DS_REGRESSION };
  g_autoptr (GError) error = NULL;
  g_autoptr (DsDataset) table = ds_npy_read (path, NULL, &options, NULL, NULL, &error);

  g_assert_no_error (error); /* what is left out may hold anything */
  g_assert_cmpuint (ds_dataset_rows (table), ==, 2);
  g_assert_cmpint (ds_dataset_column (table, 0)->role, ==, DS_ROLE_TARGET);
  g_assert_cmpint (ds_dataset_column (table, 1)->role, ==, DS_ROLE_IGNORE);
  g_assert_cmpint (ds_dataset_column (table, 2)->role, ==, DS_ROLE_INPUT);
  g_assert_true (isnan (ds_dataset_values (table)[1]));
  options.inputs = wrong;
  g_assert_null (ds_npy_read (path, NULL, &options, NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, "both an input and the target"));
  g_clear_error (&error);
  options.target = "column9";
  g_assert_null (ds_npy_read (path, NULL, &options, NULL, NULL, &error));
  g_assert_cmpstr (error->message, ==, "roles.npy: there is no column \"column9\"; there are column1 … column3");
}

/* A column of inputs as classes: each different number one; what is missing stays so; too many are refused. */
static void
test_classes (void)
{
  float values[] = { 10, 1, 0, 2, 2, 1, NAN, 3, 0, 10, 4, 1 };
  char *classes[] = { (char *) "column1", NULL }, *wrong[] = { (char *) "column7", NULL };
  g_autofree char *path = write_npy ("classes.npy", "{'descr': '<f4', 'fortran_order': False, 'shape': (4, 3), }", values, sizeof values);
  DsNpyOptions options = { .task = DS_CLASSIFICATION, .missing = DS_MISSING_MEAN, .classes = classes };
  g_autoptr (GError) error = NULL;
  g_autoptr (DsDataset) table = ds_npy_read (path, NULL, &options, NULL, NULL, &error);
  const DsColumn *column;

  g_assert_no_error (error);
  column = ds_dataset_column (table, 0);
  g_assert_cmpint (column->kind, ==, DS_COLUMN_CLASS);
  g_assert_cmpuint (column->n_classes, ==, 2);
  g_assert_cmpstr (column->classes[0], ==, "2"); /* by value, not as words */
  g_assert_cmpstr (column->classes[1], ==, "10");
  g_assert_cmpfloat (ds_dataset_values (table)[0], ==, 1);
  g_assert_cmpfloat (ds_dataset_values (table)[3], ==, 0);
  g_assert_true (isnan (ds_dataset_values (table)[6])); /* the training rows say what stands in */
  g_assert_cmpint (ds_dataset_column (table, 1)->kind, ==, DS_COLUMN_NUMBER);
  g_assert_cmpstr (ds_dataset_notes (table)[0], ==,
                   "1 missing value in column \"column1\": the most frequent class of the training rows stands in.");

  options.missing = DS_MISSING_DROP;
  g_autoptr (DsDataset) dropped = ds_npy_read (path, NULL, &options, NULL, NULL, NULL);
  g_assert_cmpuint (ds_dataset_rows (dropped), ==, 3);
  options.classes = wrong;
  g_assert_null (ds_npy_read (path, NULL, &options, NULL, NULL, &error));
  g_assert_cmpstr (error->message, ==, "classes.npy: there is no column \"column7\"; there are column1 … column3");
  g_clear_error (&error);

  g_autofree float *many = g_new (float, 2 * 1001);
  for (guint i = 0; i < 2 * 1001; i++)
    many[i] = i;
  g_autofree char *wide = write_npy ("many.npy", "{'descr': '<f4', 'fortran_order': False, 'shape': (1001, 2), }", many, 2 * 1001 * 4);
  options.classes = classes;
  options.task = DS_REGRESSION;
  g_assert_null (ds_npy_read (wide, NULL, &options, NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, "many.npy: column \"column1\" has more than 1000 different values"));
  g_assert_nonnull (strstr (error->message, "leave it a number"));
}

/* One-hot as in CSV: the same numbers from both give the same inputs. */
static void
test_classes_like_csv (void)
{
  float values[] = { 3, 1, 0, 1, 2, 1, 2, 3, 0, 3, 4, 1 };
  static const char text[] = "column1,column2,column3\n3,1,0\n1,2,1\n2,3,0\n3,4,1\n";
  char *classes[] = { (char *) "column1", NULL };
  g_autofree char *path = write_npy ("like.npy", "{'descr': '<f4', 'fortran_order': False, 'shape': (4, 3), }", values, sizeof values);
  DsNpyOptions options = { .task = DS_CLASSIFICATION, .classes = classes };
  DsCsvOptions same = { .task = DS_CLASSIFICATION, .classes = classes, .header = -1 };
  DsPrepareOptions prepare = { .task = DS_CLASSIFICATION };
  g_autoptr (DsDataset) table = ds_npy_read (path, NULL, &options, NULL, NULL, NULL);
  g_autoptr (DsDataset) csv = ds_csv_parse (text, strlen (text), "like.csv", &same, NULL, NULL, NULL);
  g_autoptr (DsPrepared) a = ds_prepare (table, &prepare, 1, NULL), b = ds_prepare (csv, &prepare, 1, NULL);

  g_assert_cmpuint (a->inputs, ==, 4);
  g_assert_cmpuint (b->inputs, ==, 4);
  for (guint i = 0; i < 16; i++)
    g_assert_cmpfloat (a->x[i], ==, b->x[i]);
  g_assert_cmpstr (a->input_names[0], ==, b->input_names[0]);
}

static gboolean
stop_cb (double share, gpointer user_data)
{
  return FALSE;
}

static void
test_stopped_and_foreign (void)
{
  float values[] = { 1, 2 };
  g_autofree char *path = write_npy ("two.npy", "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }", values, sizeof values);
  g_autoptr (GError) error = NULL;

  g_assert_null (ds_npy_read (path, NULL, &numbers, stop_cb, NULL, &error));
  g_assert_cmpstr (g_quark_to_string (error->domain), ==, "g-io-error-quark");
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (path, "a,b\n1,2\n", -1, NULL));
  g_assert_null (ds_npy_read (path, NULL, &numbers, NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, "is no .npy file"));
}

/* numpy is the judge where there is one. */
static void
test_numpy (void)
{
  static const char script[] = "import numpy as np, sys\n"
                               "a = np.arange(24).reshape(4, 6) - 3\n"
                               "for t in ('<f2', '<f4', '>f8', 'i1', '>i2', '<i8'):\n"
                               "  for v in ((1, 0), (2, 0), (3, 0)):\n"
                               "    for o in 'CF':\n"
                               "      name = '%s/%s-%d-%s.npy' % (sys.argv[1], t.strip('<>'), v[0], o)\n"
                               "      np.lib.format.write_array(open(name, 'wb'), np.array(a, dtype=t, order=o), version=v)\n"
                               "      print(name)\n";
  const char *argv[] = { "/usr/bin/python3", "-c", script, folder, NULL };
  g_autofree char *out = NULL, *complaints = NULL;
  int status = 1;

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, &complaints, &status, NULL) || status != 0)
    {
      g_test_skip ("there is no numpy");
      return;
    }
  g_auto (GStrv) names = g_strsplit (g_strchomp (out), "\n", -1);
  g_assert_cmpuint (g_strv_length (names), ==, 36);
  for (guint i = 0; names[i]; i++)
    {
      g_autoptr (DsDataset) table = read_good (names[i], NULL, DS_REGRESSION);
      for (guint k = 0; k < 24; k++)
        g_assert_cmpfloat (ds_dataset_values (table)[k], ==, (float) k - 3);
      g_unlink (names[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("fallline-npy-XXXXXX", NULL);
  g_test_add_func ("/npy/types", test_types);
  g_test_add_func ("/npy/half", test_half);
  g_test_add_func ("/npy/fortran", test_fortran);
  g_test_add_func ("/npy/images-and-labels", test_images_and_labels);
  g_test_add_func ("/npy/refused", test_refused);
  g_test_add_func ("/npy/missing-and-broken", test_missing_and_broken);
  g_test_add_func ("/npy/roles", test_roles);
  g_test_add_func ("/npy/classes", test_classes);
  g_test_add_func ("/npy/classes-like-csv", test_classes_like_csv);
  g_test_add_func ("/npy/stopped-and-foreign", test_stopped_and_foreign);
  g_test_add_func ("/npy/numpy", test_numpy);
  return g_test_run ();
}
