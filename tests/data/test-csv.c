/* CSV that is well formed, in all the ways the header allows. */
#include <gio/gio.h>
#include <math.h>
#include <glib/gstdio.h>
#include <string.h>

#include "ds-readers.h"
#include "ds-rng.h"

static DsDataset *
parse_with (const char *text, DsCsvOptions options)
{
  g_autoptr (GError) error = NULL;
  DsDataset *table = ds_csv_parse (text, strlen (text), "t.csv", &options, NULL, NULL, &error);

  g_assert_no_error (error);
  return table;
}

static DsDataset *
parse (const char *text)
{
  return parse_with (text, (DsCsvOptions){ .header = -1, .task = DS_CLASSIFICATION });
}

static float
value (const DsDataset *table, gsize row, guint column)
{
  return ds_dataset_values (table)[row * ds_dataset_n_columns (table) + column];
}

static const char *
word (const DsDataset *table, gsize row, guint column)
{
  const DsColumn *c = ds_dataset_column (table, column);

  g_assert_cmpint (c->kind, ==, DS_COLUMN_CLASS);
  return c->classes[(guint) value (table, row, column)];
}

static gboolean
has_note (const DsDataset *table, const char *text)
{
  return g_strv_contains (ds_dataset_notes (table), text);
}

static void
test_plain (void)
{
  g_autoptr (DsDataset) table = parse ("a,b,species\n1,2.5,cat\n-3e2,.5,dog\n+4.,0005,cat\n");

  g_assert_cmpuint (ds_dataset_rows (table), ==, 3);
  g_assert_cmpuint (ds_dataset_n_inputs (table), ==, 2);
  g_assert_cmpfloat (value (table, 0, 1), ==, 2.5);
  g_assert_cmpfloat (value (table, 1, 0), ==, -300);
  g_assert_cmpfloat (value (table, 1, 1), ==, 0.5);
  g_assert_cmpfloat (value (table, 2, 0), ==, 4);
  g_assert_cmpfloat (value (table, 2, 1), ==, 5);
  g_assert_cmpstr (word (table, 1, 2), ==, "dog");
  g_assert_cmpstr (ds_dataset_column (table, 2)->name, ==, "species");
  g_assert_cmpint (ds_dataset_column (table, 2)->role, ==, DS_ROLE_TARGET);
  g_assert_cmpstr (ds_dataset_origin (table), ==, "t.csv");
  g_assert_null (ds_dataset_notes (table)[0]);
}

static void
test_line_ends_and_mark (void)
{
  static const char *const texts[] = {
    "a,y\n1,p\n2,q\n", "a,y\r\n1,p\r\n2,q\r\n", "a,y\r1,p\r2,q\r", "a,y\n1,p\n2,q", "\xef\xbb\xbf" "a,y\n1,p\n2,q\n", "\n\n a , y \n\n 1 , p \n  \n\t2,q\n\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (DsDataset) table = parse (texts[i]);
      g_assert_cmpuint (ds_dataset_rows (table), ==, 2);
      g_assert_cmpstr (ds_dataset_column (table, 0)->name, ==, "a");
      g_assert_cmpfloat (value (table, 1, 0), ==, 2);
      g_assert_cmpstr (word (table, 1, 1), ==, "q");
    }
}

static void
test_quotes (void)
{
  g_autoptr (DsDataset) table = parse ("\"a\",\"the \"\"name\"\", really\",y\n\"1\",\"one\ntwo\",\"p,q\"\n2, \"x\" ,r\n3,5\" pipe,r\n");

  g_assert_cmpstr (ds_dataset_column (table, 1)->name, ==, "the \"name\", really");
  g_assert_cmpfloat (value (table, 0, 0), ==, 1);
  g_assert_cmpstr (word (table, 0, 1), ==, "one\ntwo");
  g_assert_cmpstr (word (table, 0, 2), ==, "p,q");
  g_assert_cmpstr (word (table, 1, 1), ==, "x");
  g_assert_cmpstr (word (table, 2, 1), ==, "5\" pipe");
}

static void
test_delimiters (void)
{
  static const char delimiters[] = { ',', ';', '\t', '|' };

  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *text = g_strdup ("a#b#y\n1#2#p\n3#4#q\n");
      for (char *p = text; *p; p++)
        if (*p == '#')
          *p = delimiters[i];
      g_autoptr (DsDataset) found = parse (text);
      g_autoptr (DsDataset) told = parse_with (text, (DsCsvOptions){ .header = -1, .delimiter = delimiters[i] });
      g_assert_cmpuint (ds_dataset_n_columns (found), ==, 3);
      g_assert_cmpuint (ds_dataset_n_columns (told), ==, 3);
      g_assert_cmpfloat (value (found, 1, 1), ==, 4);
    }
}

static void
check_blanks (const char *text, char delimiter)
{
  g_autoptr (DsDataset) table = parse_with (text, (DsCsvOptions){ .header = -1, .delimiter = delimiter });

  g_assert_cmpuint (ds_dataset_n_columns (table), ==, 3);
  g_assert_cmpuint (ds_dataset_rows (table), ==, 2);
  g_assert_cmpfloat (value (table, 0, 0), ==, 1.5f);
  g_assert_cmpfloat (value (table, 0, 1), ==, -2);
  g_assert_cmpfloat (value (table, 1, 0), ==, 3);
  g_assert_cmpstr (ds_dataset_column (table, 2)->classes[1], ==, "q r");
}

/* Runs of blanks and tabs are one delimiter; those at both ends of a line, and lines of nothing else, are none. */
static void
test_blanks (void)
{
  check_blanks ("a b y\n1.5 -2 p\n3 4 \"q r\"\n", 0);
  check_blanks ("   a    b   y\n 1.5   -2   p\n\n   3    4   \"q r\"  \n  \n", 0);
  check_blanks ("1.5 \t -2\t\tp \r\n\t3 4  \"q r\"", ' ');
  /* words of two parts do not make columns where another delimiter does */
  g_autoptr (DsDataset) names = parse ("first name,y\nA B,1\nC D,2\nC D,2\n");
  g_assert_cmpuint (ds_dataset_n_columns (names), ==, 2);
  g_autoptr (DsDataset) dates = parse ("2020-01-01 10:00\t5\n2020-01-01 11:00\t6\n");
  g_assert_cmpuint (ds_dataset_n_columns (dates), ==, 2);
  /* one of the blanks is a tab in every line */
  g_autoptr (DsDataset) cars = parse ("18.0   8   307.0      3504.\t\"buick skylark\"\n15.0   8   350.0      3693.\t\"ford torino\"\n");
  g_assert_cmpuint (ds_dataset_n_columns (cars), ==, 5);
}

static void
test_decimal_comma (void)
{
  g_autoptr (DsDataset) table = parse_with ("1,5;2,25\n-3,125;4.5\n", (DsCsvOptions){ .header = -1, .task = DS_REGRESSION });

  g_assert_cmpuint (ds_dataset_n_columns (table), ==, 2);
  g_assert_cmpfloat (value (table, 0, 0), ==, 1.5);
  g_assert_cmpfloat (value (table, 1, 0), ==, -3.125);
  g_assert_cmpfloat (value (table, 1, 1), ==, 4.5);
}

/* What can only be decimals stays; a column that is not used may hold anything. */
static void
test_thousands_or_decimals (void)
{
  char *inputs[] = { (char *) "a", NULL };
  DsCsvOptions regression = { .header = -1, .task = DS_REGRESSION };
  g_autoptr (DsDataset) points = parse_with ("a;y\n1.234;2\n950;3.456\n", regression);
  g_autoptr (DsDataset) commas = parse_with ("a;y\n1,234;2\n950;3,456\n", regression);
  g_autoptr (DsDataset) sure = parse_with ("a;y\n0.123;1,5\n1234.567;1,25\n4.5;1,5\n", regression);
  regression.inputs = inputs;
  g_autoptr (DsDataset) unused = parse_with ("a;b;y\n0,5;950;1,5\n1,5;1.234;2,5\n", regression);

  g_assert_cmpfloat (value (points, 0, 0), ==, 1.234f);
  g_assert_cmpfloat (value (commas, 1, 1), ==, 3.456f);
  g_assert_cmpfloat (value (sure, 1, 0), ==, 1234.567f);
  g_assert_cmpuint (ds_dataset_rows (unused), ==, 2);
}

/* Excel's first line names the delimiter and is no row; what follows stands in line 2. */
static void
test_named_delimiter (void)
{
  static const char *const texts[] = { "sep=;\r\na;b;y\r\n1,5;2;p\r\n3;4,5;q\r\n", "\xef\xbb\xbfSEP=;\na;b;y\n1,5;2;p\n3;4,5;q\n",
                                       "\"sep=|\"\na|b|y\n1.5|2|p\n3|4.5|q\n", "sep=\t\na\tb\ty\n1.5\t2\tp\n3\t4.5\tq\n" };
  DsCsvOptions options = { .header = -1, .task = DS_CLASSIFICATION };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (DsDataset) table = parse (texts[i]);
      g_assert_cmpuint (ds_dataset_rows (table), ==, 2);
      g_assert_cmpuint (ds_dataset_n_columns (table), ==, 3);
      g_assert_cmpstr (ds_dataset_column (table, 0)->name, ==, "a");
      g_assert_cmpfloat (value (table, 0, 0), ==, 1.5);
    }
  g_assert_null (ds_csv_parse ("sep=;\na;y\n1;p\n2;p\nx;q\n", 22, "t.csv", &options, NULL, NULL, &error));
  g_assert_true (g_str_has_prefix (error->message, "t.csv:5:1: "));
}

/* As numpy.savetxt writes them; a column may be called "#" all the same. */
static void
test_names_behind_comment_mark (void)
{
  static const char *const texts[] = { "# a b y\n1 2 3\n4 5 6\n", "# a,b,y\n1,2,3\n4,5,6\n", "# a\tb\ty\n1\t2\t3\n4\t5\t6\n" };
  DsCsvOptions regression = { .header = -1, .task = DS_REGRESSION };
  g_autoptr (DsDataset) number = parse_with ("# x y\n1 2 3\n4 5 6\n", regression);
  g_autoptr (DsDataset) tabs = parse_with ("#\tx\ty\n1\t2\t3\n4\t5\t6\n", regression);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (DsDataset) table = parse_with (texts[i], regression);
      g_assert_cmpuint (ds_dataset_rows (table), ==, 2);
      g_assert_cmpuint (ds_dataset_n_columns (table), ==, 3);
      g_assert_cmpstr (ds_dataset_column (table, 0)->name, ==, "a");
    }
  g_assert_cmpstr (ds_dataset_column (number, 0)->name, ==, "#");
  g_assert_cmpstr (ds_dataset_column (tabs, 0)->name, ==, "#");
}

static void
test_header_found (void)
{
  g_autoptr (DsDataset) none = parse ("1,2,p\n3,4,q\n");
  g_autoptr (DsDataset) words = parse ("name,kind\nred,p\nblue,q\n");
  g_autoptr (DsDataset) told = parse_with ("1,2,3\n4,5,6\n", (DsCsvOptions){ .header = 1 });
  g_autoptr (DsDataset) denied = parse_with ("a,b\nc,d\n", (DsCsvOptions){ .header = 0 });

  g_assert_cmpuint (ds_dataset_rows (none), ==, 2);
  g_assert_cmpstr (ds_dataset_column (none, 1)->name, ==, "column2");
  g_assert_true (has_note (none, "There is no header; columns are called column1 … column3."));
  g_assert_cmpuint (ds_dataset_rows (words), ==, 2);
  g_assert_cmpuint (ds_dataset_rows (told), ==, 1);
  g_assert_cmpstr (ds_dataset_column (told, 0)->name, ==, "1");
  g_assert_cmpuint (ds_dataset_rows (denied), ==, 2);
}

static void
test_missing_left_out (void)
{
  g_autoptr (DsDataset) table = parse ("a,age,y\n1,2,p\n,3,q\n4,n/a,p\n5,?,p\n6,NaN,q\n7,null,q\n8,NA,q\n9,\"\",q\n10,11,\n12,13,q\n");

  g_assert_cmpuint (ds_dataset_rows (table), ==, 2);
  g_assert_cmpfloat (value (table, 1, 0), ==, 12);
  g_assert_true (has_note (table, "8 rows with missing values left out; the first is line 3, column 1 (a)."));
}

static void
test_missing_filled (void)
{
  g_autoptr (DsDataset) table = parse_with ("a,c,y\n1,u,p\n,v,q\n3,,p\n8,v,q\n9,v,\n",
                                            (DsCsvOptions){ .header = -1, .missing = DS_MISSING_MEAN, .task = DS_CLASSIFICATION });

  g_assert_cmpuint (ds_dataset_rows (table), ==, 4); /* none is made up where the target is missing */
  g_assert_true (isnan (value (table, 1, 0))); /* filled when the rows are shared out */
  g_assert_true (isnan (value (table, 2, 1)));
  g_assert_true (has_note (table, "1 missing value in column \"a\": the mean of the training rows stands in."));
  g_assert_true (has_note (table, "1 missing value in column \"c\": the most frequent class of the training rows stands in."));
  g_assert_true (has_note (table, "1 row with a missing value left out: line 6, column 3 (y)."));
}

static void
test_classes_sorted_by_value (void)
{
  g_autoptr (DsDataset) table = parse ("a,y\n1,10\n2,9\n3,-1\n4,9.0\n5,2.5\n");
  const DsColumn *target = ds_dataset_column (table, 1);

  g_assert_cmpuint (target->n_classes, ==, 4);
  g_assert_cmpstr (target->classes[0], ==, "-1");
  g_assert_cmpstr (target->classes[1], ==, "2.5");
  g_assert_cmpstr (target->classes[2], ==, "9");
  g_assert_cmpstr (target->classes[3], ==, "10");
  g_assert_cmpfloat (value (table, 1, 1), ==, value (table, 3, 1));
}

static void
test_classes_sorted_by_bytes (void)
{
  g_autoptr (DsDataset) table = parse ("a,y\n1,b\n2,10\n3,9\n4,B\n5,ä\n");
  g_autofree char *classes = g_strjoinv (" ", ds_dataset_column (table, 1)->classes);

  g_assert_cmpstr (classes, ==, "10 9 B b ä");
}

static void
test_classes_of_rows_left_out (void)
{
  g_autoptr (DsDataset) table = parse ("a,y\n1,b\n,gone\n3,c\n");

  g_assert_cmpuint (ds_dataset_column (table, 1)->n_classes, ==, 2);
}

static void
test_target_numbers (void)
{
  g_autoptr (DsDataset) table = parse_with ("a,y\n1,10\n2,9\n", (DsCsvOptions){ .header = -1, .task = DS_REGRESSION });

  g_assert_cmpint (ds_dataset_column (table, 1)->kind, ==, DS_COLUMN_NUMBER);
  g_assert_cmpfloat (value (table, 0, 1), ==, 10);
}

static void
test_choosing_columns (void)
{
  char *inputs[] = { (char *) "c", (char *) "a", NULL };
  g_autoptr (DsDataset) table = parse_with ("a,b,c,d\n1,,5,p\n2,x,6,q\n",
                                            (DsCsvOptions){ .inputs = inputs, .target = "d", .header = -1 });
  g_autoptr (DsDataset) first = parse_with ("a,b,c\np,1,5\nq,2,6\n", (DsCsvOptions){ .target = "a", .header = -1 });
  g_autoptr (DsDataset) none = parse_with ("a,b\n1,5\n2,6\n", (DsCsvOptions){ .target = "", .header = -1 });

  g_assert_cmpuint (ds_dataset_rows (table), ==, 2); /* what misses in a column not chosen does not matter */
  g_assert_cmpuint (ds_dataset_n_inputs (table), ==, 2);
  g_assert_cmpint (ds_dataset_column (table, 1)->role, ==, DS_ROLE_IGNORE);
  g_assert_cmpuint (ds_dataset_target (first, 0), ==, 0);
  g_assert_cmpuint (ds_dataset_input (first, 0), ==, 1);
  g_assert_cmpuint (ds_dataset_n_targets (none), ==, 0);
  g_assert_cmpuint (ds_dataset_n_inputs (none), ==, 2);
}

static void
test_delimiter_at_line_ends (void)
{
  g_autoptr (DsDataset) table = parse ("a,y,\n1,p,\n2,q,\n");

  g_assert_cmpuint (ds_dataset_rows (table), ==, 2);
  g_assert_cmpuint (ds_dataset_n_inputs (table), ==, 1);
  g_assert_cmpstr (ds_dataset_column (table, ds_dataset_target (table, 0))->name, ==, "y");
}

static void
test_names_of_rows_left_out (void)
{
  GString *text = g_string_new ("name,a,y\n");

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (text, "person %u,%u,%c\n", i, i, 'p' + i % 2);
  g_autoptr (DsDataset) table = parse (text->str);
  g_assert_cmpuint (ds_dataset_n_inputs (table), ==, 1);
  g_assert_true (has_note (table, "Column \"name\" is left out: almost every row has a word of its own."));
  g_string_free (text, TRUE);
  /* a class of pupils is no larger; three rows are too few to tell */
  g_autoptr (DsDataset) marks = parse ("name,hours,y\nAnna,1,p\nBen,2,q\nCem,3,p\nDana,4,q\nEmil,5,p\nFatma,6,q\nGero,7,p\nHanna,8,q\nIda,,q\n");
  g_assert_cmpuint (ds_dataset_n_inputs (marks), ==, 1);
  g_assert_true (has_note (marks, "Column \"name\" is left out: almost every row has a word of its own."));
  g_autoptr (DsDataset) few = parse ("sky,hours,y\nsun,1,p\nrain,2,q\nsnow,3,p\n");
  g_assert_cmpuint (ds_dataset_n_inputs (few), ==, 2);
}

static void
test_exact_numbers (void)
{
  DsRng rng = ds_rng (1, DS_RNG_DATA, 0);
  GString *text = g_string_new ("a,y\n");
  enum { N = 5000 };
  g_autofree double *expected = g_new (double, N);

  for (guint i = 0; i < N; i++)
    {
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];
      static const char *const formats[] = { "%.17g", "%.6g", "%.3f", "%e" };
      double x = ds_rng_normal (&rng) * pow (10, (int) ds_rng_below (&rng, 60) - 30);
      g_ascii_formatd (buffer, sizeof buffer, formats[i % 4], x);
      expected[i] = g_ascii_strtod (buffer, NULL);
      g_string_append_printf (text, "%s,1\n", buffer);
    }
  g_autoptr (DsDataset) table = parse_with (text->str, (DsCsvOptions){ .header = -1, .task = DS_REGRESSION });
  for (guint i = 0; i < N; i++)
    g_assert_cmpfloat (value (table, i, 0), ==, (float) expected[i]);
  g_string_free (text, TRUE);
}

static void
test_samples (void)
{
  static const struct
  {
    const char *file;
    gsize rows;
    guint inputs, classes;
  } samples[] = { { "iris.csv", 150, 4, 3 }, { "wine.csv", 178, 13, 3 }, { "digits.csv", 1797, 64, 10 } };

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autoptr (GError) error = NULL;
      DsCsvOptions options = { .header = -1, .task = DS_CLASSIFICATION };
      g_autofree char *path = g_build_filename (g_getenv ("FALLLINE_SOURCE_ROOT"), "data", "samples", samples[i].file, NULL);
      g_autoptr (DsDataset) table = ds_csv_read (path, &options, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (ds_dataset_rows (table), ==, samples[i].rows);
      g_assert_cmpuint (ds_dataset_n_inputs (table), ==, samples[i].inputs);
      g_assert_cmpuint (ds_dataset_column (table, samples[i].inputs)->n_classes, ==, samples[i].classes);
      g_assert_cmpint (ds_dataset_image_size (table, NULL, NULL), ==, samples[i].inputs == 64);
    }
}

/* What spreadsheets save besides UTF-8. */
static void
test_encodings (void)
{
  static const struct
  {
    const char *bytes;
    gsize n;
    const char *name, *class;
  } files[] = {
    { "\xef\xbb\xbfgr\xc3\xb6\xc3\x9f" "e;y\n1,5;\xe2\x82\xac\n2;b\n", 25, "größe", "€" },
    { "gr\xf6\xdf" "e;y\n1,5;\x80\n2;b\n", 18, "größe", "€" },
    { "\xff\xfe" "a\0,\0y\0\n\0" "1\0,\0\xf6\0\n\0" "2\0,\0\x3d\xd8\x00\xde\n\0", 28, "a", "ö" },
    { "a\0,\0y\0\n\0" "1\0,\0\xf6\0\n\0" "2\0,\0b\0\n\0", 24, "a", "ö" }, /* without its mark */
    { "\0a\0,\0y\0\n" "\0" "1\0,\0\xf6\0\n" "\0" "2\0,\0b\0\n", 24, "a", "ö" },
    { "\xfe\xff" "\0a\0,\0y\0\n\0" "1\0,\0\xf6\0\n\0" "2\0,\0b\0\n", 26, "a", "ö" },
  };
  g_autofree char *folder = g_dir_make_tmp ("fallline-csv-XXXXXX", NULL), *path = g_build_filename (folder, "t.csv", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      DsCsvOptions options = { .header = -1, .task = DS_CLASSIFICATION };
      g_autoptr (GError) error = NULL;
      g_autoptr (DsDataset) table = NULL;
      const DsColumn *target;

      g_assert_true (g_file_set_contents (path, files[i].bytes, (gssize) files[i].n, NULL));
      table = ds_csv_read (path, &options, NULL, NULL, &error);
      g_assert_no_error (error);
      target = ds_dataset_column (table, 1);
      g_assert_cmpstr (ds_dataset_column (table, 0)->name, ==, files[i].name);
      g_assert_cmpuint (target->n_classes, ==, 2);
      g_assert_cmpstr (target->classes[(guint) ds_dataset_values (table)[1]], ==, files[i].class);
    }
  g_remove (path);
  g_rmdir (folder);
}

/* Neither one nor the other. */
static void
test_no_encoding (void)
{
  static const char *const files[] = { "a,y\n1,\xe9\xc3\xa9\n", "a,y\n1,\x81\n", "a,y\n1\x01,\xe9\n", "\xff\xfe\x41", "\xff\xfe\x41\xdc" };
  g_autofree char *folder = g_dir_make_tmp ("fallline-csv-XXXXXX", NULL), *path = g_build_filename (folder, "t.csv", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (path, files[i], -1, NULL));
      g_assert_null (ds_csv_read (path, NULL, NULL, NULL, &error));
      g_assert_error (error, DS_ERROR, DS_ERROR_SYNTAX);
      g_assert_nonnull (strstr (error->message, "UTF-8"));
    }
  g_remove (path);
  g_rmdir (folder);
}

static gboolean
stop_at_half (double share, gpointer seen)
{
  g_assert_true (share >= 0 && share <= 1);
  *(double *) seen = share;
  return share < 0.5;
}

static void
test_cancelled (void)
{
  g_autoptr (GError) error = NULL;
  GString *text = g_string_new ("a,y\n");
  DsCsvOptions options = { .header = -1, .task = DS_REGRESSION };
  double seen = -1;

  for (guint i = 0; i < 400000; i++)
    g_string_append_printf (text, "%u,%u\n", i, i);
  g_assert_null (ds_csv_parse (text->str, text->len, "t.csv", &options, stop_at_half, &seen, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpfloat (seen, >=, 0.5);
  g_string_free (text, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/encodings", test_encodings);
  g_test_add_func ("/csv/no-encoding", test_no_encoding);
  g_test_add_func ("/csv/plain", test_plain);
  g_test_add_func ("/csv/line-ends-and-mark", test_line_ends_and_mark);
  g_test_add_func ("/csv/quotes", test_quotes);
  g_test_add_func ("/csv/delimiters", test_delimiters);
  g_test_add_func ("/csv/blanks", test_blanks);
  g_test_add_func ("/csv/decimal-comma", test_decimal_comma);
  g_test_add_func ("/csv/thousands-or-decimals", test_thousands_or_decimals);
  g_test_add_func ("/csv/named-delimiter", test_named_delimiter);
  g_test_add_func ("/csv/names-behind-comment-mark", test_names_behind_comment_mark);
  g_test_add_func ("/csv/header-found", test_header_found);
  g_test_add_func ("/csv/missing-left-out", test_missing_left_out);
  g_test_add_func ("/csv/missing-filled", test_missing_filled);
  g_test_add_func ("/csv/classes-sorted-by-value", test_classes_sorted_by_value);
  g_test_add_func ("/csv/classes-sorted-by-bytes", test_classes_sorted_by_bytes);
  g_test_add_func ("/csv/classes-of-rows-left-out", test_classes_of_rows_left_out);
  g_test_add_func ("/csv/target-numbers", test_target_numbers);
  g_test_add_func ("/csv/choosing-columns", test_choosing_columns);
  g_test_add_func ("/csv/delimiter-at-line-ends", test_delimiter_at_line_ends);
  g_test_add_func ("/csv/names-of-rows-left-out", test_names_of_rows_left_out);
  g_test_add_func ("/csv/exact-numbers", test_exact_numbers);
  g_test_add_func ("/csv/samples", test_samples);
  g_test_add_func ("/csv/cancelled", test_cancelled);
  return g_test_run ();
}
