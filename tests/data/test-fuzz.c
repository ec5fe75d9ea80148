/* Pseudo-random mutations of good files: whatever comes in, a table or an error comes out. The draws are the same every
 * time; FALLLINE_FUZZ_ROUNDS runs more of them. */
#include <math.h>
#include <stdlib.h>

#include "ds-prepared.h"
#include "ds-readers.h"
#include "ds-rng.h"
#include "idx-files.h"

static const char *const seeds[] = {
  "a,b,y\n1,2.5,cat\n-3e2,.5,dog\n+4.,0005,cat\n7,8,dog\n",
  "x1;x2;class\r\n1,5;2,5;A\r\n-3,1;4,0;B\r\n",
  "\xef\xbb\xbf\"a\"\t\"the \"\"name\"\"\"\ty\n1\t\"one\ntwo\"\tp\n2\tNA\tq\n",
  "1|2|3\n4|?|6\n7|8|null\n",
  "color,size,y\nred,1,1\ngreen,2,2\nred,,1\nblue,4,2\n",
};
static const char *const pieces[] = { "\"", "\"\"", ",", ";", "\t", "|", "\n", "\r", "\r\n", "NA", "nan", "inf", "1e999", "-", ".", "e", "0x1p3",
                                      "ä", "\xff", "\xef\xbb\xbf", "1", "99999999999999999999", " ", "\x01", ",,,,,,,,", "\n\n\n" };

static guint
rounds (guint usual)
{
  const char *wanted = g_getenv ("FALLLINE_FUZZ_ROUNDS");

  return wanted ? (guint) g_ascii_strtoull (wanted, NULL, 10) : usual;
}

static void
mutate (DsRng *rng, GString *text)
{
  guint edits = 1 + ds_rng_below (rng, 6);

  while (edits--)
    {
      gsize at = ds_rng_below (rng, text->len + 1), length = ds_rng_below (rng, 40);
      switch (ds_rng_below (rng, 6))
        {
        case 0:
        case 1:
          g_string_insert (text, at, pieces[ds_rng_below (rng, G_N_ELEMENTS (pieces))]);
          break;
        case 2:
          g_string_erase (text, at, MIN (length / 5, text->len - at));
          break;
        case 3:
          if (at < text->len)
            text->str[at] = ds_rng_below (rng, 256);
          break;
        case 4:
          g_string_truncate (text, at);
          break;
        default:
          g_string_insert_len (text, at, text->str + at / 2, MIN (length, text->len - at / 2));
          break;
        }
    }
}

/* A table that came out must be usable: finite but for the gaps that may stay, classes in range, and ready or refused politely. */
static void
check_table (DsDataset *table, DsTask task, DsMissing missing, guint64 seed)
{
  g_autoptr (GError) error = NULL;
  guint n = ds_dataset_n_columns (table);

  g_assert_cmpuint (ds_dataset_rows (table), >, 0);
  for (guint c = 0; c < n; c++)
    {
      const DsColumn *column = ds_dataset_column (table, c);
      if (column->role == DS_ROLE_IGNORE)
        continue;
      for (gsize row = 0; row < ds_dataset_rows (table); row++)
        {
          float value = ds_dataset_values (table)[row * n + c];
          if (isnan (value) && column->role == DS_ROLE_INPUT && missing == DS_MISSING_MEAN)
            continue;
          g_assert_true (isfinite (value));
          if (column->kind == DS_COLUMN_CLASS)
            g_assert_true (value >= 0 && value < column->n_classes && value == floorf (value));
        }
    }
  DsPrepareOptions options = { task, ds_dataset_n_inputs (table) == 2 ? 127 : 0, TRUE, 0.3, 0.1 };
  g_autoptr (DsPrepared) prepared = ds_prepare (table, &options, seed, &error);
  g_assert_true ((prepared != NULL) != (error != NULL));
  if (!prepared)
    return;
  for (gsize i = 0; i < prepared->rows * prepared->inputs; i++)
    g_assert_true (isfinite (prepared->x[i]));
  g_autofree float *x = ds_prepared_transform_table (prepared, table, &error);
  g_assert_no_error (error);
}

static void
test_csv (void)
{
  guint tables = 0, errors = 0;

  for (guint round = 0; round < rounds (6000); round++)
    {
      DsRng rng = ds_rng (20, DS_RNG_SEARCH, round);
      GString *text = g_string_new (seeds[round % G_N_ELEMENTS (seeds)]);
      DsCsvOptions options = { .header = (int) ds_rng_below (&rng, 3) - 1, .missing = ds_rng_below (&rng, 2), .task = ds_rng_below (&rng, 2) };
      g_autoptr (GError) error = NULL;

      mutate (&rng, text);
      if (ds_rng_below (&rng, 3) == 0)
        options.delimiter = ",;\t| "[ds_rng_below (&rng, 5)];
      if (ds_rng_below (&rng, 4) == 0)
        options.target = ds_rng_below (&rng, 2) ? "" : "y";
      /* A copy of exact size, so that a sanitizer sees a byte too far. */
      g_autofree char *exact = g_memdup2 (text->str, MAX (text->len, 1));
      g_autoptr (DsDataset) table = ds_csv_parse (exact, text->len, "fuzz.csv", &options, NULL, NULL, &error);
      g_assert_true ((table != NULL) != (error != NULL));
      if (table)
        check_table (table, options.task, options.missing, round);
      else
        g_assert_true (g_utf8_validate (error->message, -1, NULL));
      table ? tables++ : errors++;
      g_string_free (text, TRUE);
    }
  g_assert_cmpuint (tables, >, rounds (6000) / 20); /* both ways are exercised */
  g_assert_cmpuint (errors, >, rounds (6000) / 20);
}

static void
test_idx (void)
{
  g_autofree char *folder = g_dir_make_tmp ("fallline-fuzz-XXXXXX", NULL);
  g_autoptr (GByteArray) images = make_idx (7, 2, 3, 42, 256), labels = make_idx (7, 0, 0, 7, 3);
  g_autoptr (GByteArray) zipped_images = zip (images), zipped_labels = zip (labels);
  GByteArray *good[2][2] = { { images, labels }, { zipped_images, zipped_labels } };

  for (guint round = 0; round < rounds (3000); round++)
    {
      DsRng rng = ds_rng (21, DS_RNG_SEARCH, round);
      char *paths[2];
      for (guint i = 0; i < 2; i++)
        {
          const GByteArray *from = good[round % 2][i];
          g_autoptr (GByteArray) bytes = g_byte_array_new ();
          g_byte_array_append (bytes, from->data, from->len);
          for (guint edits = ds_rng_below (&rng, 4); edits > 0 && bytes->len > 0; edits--)
            if (ds_rng_below (&rng, 4) == 0)
              g_byte_array_set_size (bytes, ds_rng_below (&rng, bytes->len));
            else
              bytes->data[ds_rng_below (&rng, bytes->len)] = ds_rng_below (&rng, 3) ? ds_rng_u32 (&rng) : 0xff;
          paths[i] = put_file (folder, i ? "labels" : "images", bytes);
        }
      g_autoptr (GError) error = NULL;
      g_autoptr (DsDataset) table = ds_idx_read (paths[0], paths[1], NULL, NULL, NULL, &error);
      g_assert_true ((table != NULL) != (error != NULL));
      if (table)
        check_table (table, DS_CLASSIFICATION, DS_MISSING_DROP, round);
      for (guint i = 0; i < 2; i++)
        {
          g_unlink (paths[i]);
          g_free (paths[i]);
        }
    }
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fuzz/csv", test_csv);
  g_test_add_func ("/fuzz/idx", test_idx);
  return g_test_run ();
}
