/* IDX: a byte of bits, two bytes with the length of the images file (big-endian), then images and labels. What is to be gzip is packed
 * here where the bits say so: a mutation of packed bytes would hardly ever get past the checksum. */
#include "fuzz.h"

#include <unistd.h>

#include "ds-readers.h"

enum
{
  PACK_IMAGES = 1 << 0,
  PACK_LABELS = 1 << 1,
  NO_LABELS = 1 << 2
};

static GBytes *
pack (const guint8 *bytes, gsize n)
{
  g_autoptr (GConverter) compressor = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 1));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, compressor);
  gboolean fine = g_output_stream_write_all (stream, bytes, n, NULL, NULL, NULL) && g_output_stream_close (stream, NULL, NULL);

  g_assert_true (fine);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static int
file_of (const guint8 *bytes, gsize n, gboolean packed, char **path)
{
  g_autoptr (GBytes) content = packed ? pack (bytes, n) : g_bytes_new (bytes, n);
  gsize length;
  const guint8 *data = g_bytes_get_data (content, &length);

  return fuzz_file (data, length, path);
}

static void
check (DsDataset *table, gboolean labelled)
{
  guint n = ds_dataset_n_columns (table), width, height;
  gsize rows = ds_dataset_rows (table);
  const float *values = ds_dataset_values (table);

  g_assert_cmpuint (rows, >, 0);
  g_assert_true (ds_dataset_image_size (table, &width, &height));
  g_assert_cmpuint (width * height + labelled, ==, n);
  for (gsize i = 0; i < rows * n; i++)
    if (labelled && i % n == n - 1)
      g_assert_cmpfloat (values[i], <, ds_dataset_column (table, n - 1)->n_classes);
    else
      g_assert_true (values[i] >= 0 && values[i] <= 1);
}

gboolean
fuzz_idx (const guint8 *bytes, gsize n)
{
  guint8 bits = n >= 3 ? bytes[0] : 0;
  gsize rest = n >= 3 ? n - 3 : 0, n_images = n >= 3 ? MIN (rest, (gsize) bytes[1] << 8 | bytes[2]) : 0;
  const guint8 *from = n >= 3 ? bytes + 3 : bytes;
  g_autofree char *images = NULL, *labels = NULL;
  int image_file = file_of (from, n_images, (bits & PACK_IMAGES) != 0, &images);
  int label_file = file_of (from + n_images, rest - n_images, (bits & PACK_LABELS) != 0, &labels);
  g_autoptr (GError) error = NULL;
  g_autoptr (DsDataset) table = NULL;
  DsProblems problems = { 0 };

  table = ds_idx_read (images, bits & NO_LABELS ? NULL : labels, &problems, NULL, NULL, &error);
  close (image_file);
  close (label_file);
  fuzz_check_outcome (table, error);
  g_assert_true (table == NULL || problems.n == 0);
  for (guint i = 0; i < problems.n; i++)
    g_assert_true (g_utf8_validate (problems.list[i].text, -1, NULL));
  ds_problems_clear (&problems);
  if (table != NULL)
    check (table, (bits & NO_LABELS) == 0);
  return table != NULL;
}
