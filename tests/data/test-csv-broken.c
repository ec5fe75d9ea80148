/* CSV that is not: each refusal with its place and its advice, word for word where people see it. */
#include <string.h>

#include "ds-readers.h"

static void
refuse_bytes (const char *text, gsize length, DsCsvOptions options, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DsDataset) table = ds_csv_parse (text, length, "t.csv", &options, NULL, NULL, &error);

  g_assert_null (table);
  g_assert_nonnull (error);
  g_assert_true (error->domain == DS_ERROR);
  g_assert_cmpstr (error->message, ==, message);
  g_assert_null (ds_csv_parse (text, length, "t.csv", &options, NULL, NULL, NULL));
}

static void
refuse_with (const char *text, DsCsvOptions options, const char *message)
{
  refuse_bytes (text, strlen (text), options, message);
}

static void
refuse (const char *text, const char *message)
{
  refuse_with (text, (DsCsvOptions){ .header = -1, .task = DS_CLASSIFICATION }, message);
}

static void
test_word_among_numbers (void)
{
  refuse ("a,b,age,y\n1,2,3,p\n1,2,4,q\n1,2,abc,q\n", "t.csv:4:3: expected a number in column \"age\", found \"abc\"");
  refuse ("a,y\n1,p\n2,p\n\"x\ny\",q\n", "t.csv:4:1: expected a number in column \"a\", found \"x\ny\"");
  refuse ("a,y\n\"1\n\",p\n2,p\n3,p\n4,q\n", "t.csv:2:1: expected a number in column \"a\", found \"1\n\"");
}

static void
test_numbers_that_are_none (void)
{
  static const char *const words[] = { "inf", "-inf", "infinity", "0x10", "1e", "1e+", "--1", "1 2", "1.2.3", ".", "e5", "+", "1_000", "nan(1)" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *text = g_strdup_printf ("a,y\n1,p\n2,q\n%s,q\n", words[i]);
      g_autofree char *message = g_strdup_printf ("t.csv:4:1: expected a number in column \"a\", found \"%s\"", words[i]);
      refuse (text, message);
    }
}

static void
test_too_large (void)
{
  refuse ("a,y\n1,p\n3.5e38,q\n", "t.csv:3:1: 3.5e38 in column \"a\" is too large; expected a number within ±3.4e38");
  refuse ("a,y\n1,p\n-1e999999999999999999999,q\n",
          "t.csv:3:1: -1e999999999999999999999 in column \"a\" is too large; expected a number within ±3.4e38");
}

static void
test_decimal_comma_elsewhere (void)
{
  refuse ("a,y\n1,p\n2,q\n\"3,5\",q\n",
          "t.csv:4:1: expected a number in column \"a\", found \"3,5\"; decimal commas are understood where \";\" separates the fields");
}

/* A table has one decimal mark; the other may stand between thousands, and nobody but its author knows. */
static void
test_thousands (void)
{
  DsCsvOptions regression = { .header = -1, .task = DS_REGRESSION };

  refuse_with ("a;b;y\n0,5;950;1,5\n1,5;1.234;2,5\n", regression,
               "t.csv:3:2: \"1.234\" in column \"b\" may be 1234 or 1,234: this table has decimal commas; write one of the two");
  refuse_with ("a;y\n-12.500;1,25\n", regression,
               "t.csv:2:1: \"-12.500\" in column \"a\" may be -12500 or -12,500: this table has decimal commas; write one of the two");
  refuse_with ("a;b;y\n0.5;950;1.5\n1.5;1,234;2.5\n", regression,
               "t.csv:3:2: \"1,234\" in column \"b\" may be 1234 or 1.234: this table has decimal points; write one of the two");
  refuse_with ("a,b,y\n0.5,950,1.5\n1.5,950,2.5\n1.5,\"1,234\",2.5\n", regression,
               "t.csv:4:2: \"1,234\" in column \"b\" may be 1234 or 1.234: this table has decimal points; write one of the two");
  refuse_with ("a,y\n950,1\n951,1\n\"1,234\",2\n", regression,
               "t.csv:4:1: expected a number in column \"a\", found \"1,234\"; write thousands without a mark between them");
  refuse_with ("a;y\n950;1,5\n951;1,5\n1.234,5;2\n", regression,
               "t.csv:4:1: expected a number in column \"a\", found \"1.234,5\"; write thousands without a mark between them");
  regression.decimal = '.';
  refuse_with ("a\ty\n950\t1\n951\t1\n1,234\t2\n", regression,
               "t.csv:4:1: expected a number in column \"a\", found \"1,234\"; write thousands without a mark between them, or choose the decimal comma");
}

static void
test_ragged (void)
{
  refuse ("a,b,y\n1,2,p\n\n3,4,5,q\n", "t.csv:4:4: 4 fields where the header has 3; a field that contains \",\" needs quotes around it");
  refuse ("1,2,p\n3,q\n",
          "t.csv:2:3: 2 fields where the first row has 3; leave a missing value empty, but keep its delimiter (\",\")");
  refuse ("a b y\n1 2 p\n  3  q \n", "t.csv:3:3: 2 fields where the header has 3; write NA where a value is missing");
  refuse ("a b y\n1 2 p\n1 2 p x\n", "t.csv:3:4: 4 fields where the header has 3; a field that contains blanks needs quotes around it");
  refuse ("a\ty\n1\tp\nx\n",
          "t.csv:3:2: 1 field where the header has 2; leave a missing value empty, but keep its delimiter (tab)");
}

static void
test_quotes (void)
{
  refuse ("a,y\n1,p\n2,\"q\n3,p\n4,q\n", "t.csv:3:2: the quote that opens here is never closed; expected a closing \"");
  refuse ("a,y\n1,\"p\"x\n",
          "t.csv:2:2: text behind a closing quote; expected a delimiter, and \"\" for a quote within a quoted field");
}

static void
test_encoding (void)
{
  DsCsvOptions options = { .header = -1 };

  refuse_bytes ("a,y\n1,\0p\n", 9, options, "t.csv:2: a NUL byte (byte 7 of the file); expected plain text as UTF-8");
  refuse_bytes ("\x7f" "ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0>\0\1\0\0\0", 24, options, "t.csv is no text, whatever its name says; expected a table as plain text (CSV or TSV)");
  refuse_bytes ("a,y\r\n1,\xe4\n", 9, options, "t.csv:2: byte 8 of the file, e4, is not UTF-8; save the file as UTF-8");
  refuse_bytes ("\xff\xfe" "a\0,\0", 6, options, "t.csv is encoded as UTF-16; save it as UTF-8");
  refuse_bytes ("\x1f\x8b\x08\0", 4, options,
                "t.csv is a compressed file or a spreadsheet, not plain text; unpack it or save it as CSV first");
}

static void
test_empty (void)
{
  refuse ("", "t.csv is empty; expected a table with a line of column names");
  refuse ("\n \r\n\n", "t.csv is empty; expected a table with a line of column names");
  refuse ("\xef\xbb\xbf", "t.csv is empty; expected a table with a line of column names");
  refuse ("a,b,y\n", "t.csv has a header and no rows below it; there is nothing to learn from");
}

static void
test_columns (void)
{
  char *unknown[] = { (char *) "c", NULL }, *both[] = { (char *) "a", (char *) "y", NULL }, *none[] = { NULL };
  const char *text = "a,b,y\n1,2,p\n3,4,q\n";

  refuse_with (text, (DsCsvOptions){ .target = "species", .header = -1 }, "t.csv: there is no column \"species\"; there are a, b, y");
  refuse_with (text, (DsCsvOptions){ .inputs = unknown, .header = -1 }, "t.csv: there is no column \"c\"; there are a, b, y");
  refuse_with (text, (DsCsvOptions){ .inputs = both, .header = -1 },
               "t.csv: column \"y\" is both an input and the target; choose another target");
  refuse_with (text, (DsCsvOptions){ .inputs = none, .header = -1 }, "t.csv: no input columns are chosen; choose at least one");
  refuse ("y\n1\n2\n",
          "t.csv has a single column (fields are separated by \",\"); expected inputs and a target: choose another delimiter");
}

static void
test_targets (void)
{
  DsCsvOptions regression = { .header = -1, .task = DS_REGRESSION };

  refuse_with ("a,y\n1,p\n2,q\n", regression,
               "t.csv:2:2: expected a number in column \"y\", found \"p\"; choose classification to learn words");
  refuse_with ("a,y\n1,5\n2,6\n3,q\n", regression, "t.csv:4:2: expected a number in column \"y\", found \"q\"");

  GString *text = g_string_new ("a,y\n");
  for (guint i = 0; i < 1001; i++)
    g_string_append_printf (text, "%u,%u.5\n", i, i);
  refuse (text->str, "t.csv:1002:2: column \"y\" has more than 1000 different values; as classes that is too many: choose regression");
  g_string_free (text, TRUE);
}

static void
test_nothing_left (void)
{
  char *inputs[] = { (char *) "a", NULL };

  refuse ("a,b,y\n1,,p\n,2,q\n",
          "t.csv: every row has a missing value, the first in line 2, column 2 (b); leave out that column, or fill missing values in");
  refuse_with ("a,y\n,p\n,q\n", (DsCsvOptions){ .inputs = inputs, .header = 1 },
               "t.csv: column \"a\" has no values at all; choose another");
  refuse_with ("a,b,y\n1,,\n,2,q\n", (DsCsvOptions){ .header = -1, .missing = DS_MISSING_MEAN },
               "t.csv: column \"a\" has no values in the rows that have a target; leave it out");
}

static void
refuse_path (const char *path, int code, const char *words)
{
  g_autoptr (GError) error = NULL;
  DsCsvOptions options = { .header = -1 };

  g_assert_null (ds_csv_read (path, &options, NULL, NULL, &error));
  g_assert_error (error, DS_ERROR, code);
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_files (void)
{
  refuse_path ("/", DS_ERROR_IO, "is a folder; expected a file");
  refuse_path ("/dev/zero", DS_ERROR_IO, "is no ordinary file");
  refuse_path ("/nowhere/at/all.csv", DS_ERROR_IO, "/nowhere/at/all.csv could not be opened");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv-broken/word-among-numbers", test_word_among_numbers);
  g_test_add_func ("/csv-broken/numbers-that-are-none", test_numbers_that_are_none);
  g_test_add_func ("/csv-broken/too-large", test_too_large);
  g_test_add_func ("/csv-broken/decimal-comma-elsewhere", test_decimal_comma_elsewhere);
  g_test_add_func ("/csv-broken/thousands", test_thousands);
  g_test_add_func ("/csv-broken/ragged", test_ragged);
  g_test_add_func ("/csv-broken/quotes", test_quotes);
  g_test_add_func ("/csv-broken/encoding", test_encoding);
  g_test_add_func ("/csv-broken/empty", test_empty);
  g_test_add_func ("/csv-broken/columns", test_columns);
  g_test_add_func ("/csv-broken/targets", test_targets);
  g_test_add_func ("/csv-broken/nothing-left", test_nothing_left);
  g_test_add_func ("/csv-broken/files", test_files);
  return g_test_run ();
}
