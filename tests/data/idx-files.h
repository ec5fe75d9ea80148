/* IDX files made by the tests, in a folder of their own. */
#pragma once
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

static inline void
put_number (GByteArray *bytes, guint32 value)
{
  guint8 word[] = { value >> 24, value >> 16, value >> 8, value };
  g_byte_array_append (bytes, word, 4);
}

/* Header of n, height, width (labels where height is 0), then count bytes 0, 1, 2 ... modulo `modulus`. */
static inline GByteArray *
make_idx (guint32 n, guint32 height, guint32 width, gsize count, guint modulus)
{
  GByteArray *bytes = g_byte_array_new ();

  put_number (bytes, height ? 0x0803 : 0x0801);
  put_number (bytes, n);
  if (height)
    {
      put_number (bytes, height);
      put_number (bytes, width);
    }
  for (gsize i = 0; i < count; i++)
    {
      guint8 byte = i % modulus;
      g_byte_array_append (bytes, &byte, 1);
    }
  return bytes;
}

static inline GByteArray *
zip (const GByteArray *plain)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  GByteArray *packed = g_byte_array_new ();
  gsize at = 0;
  GConverterResult result;

  do
    {
      char room[65536];
      gsize taken, made;
      result = g_converter_convert (G_CONVERTER (compressor), plain->data + at, plain->len - at, room, sizeof room,
                                    G_CONVERTER_INPUT_AT_END, &taken, &made, NULL);
      at += taken;
      g_byte_array_append (packed, (guint8 *) room, made);
    }
  while (result == G_CONVERTER_CONVERTED);
  return packed;
}

/* Writes the bytes to name in folder; returns the path. Caller frees. */
static inline char *
put_file (const char *folder, const char *name, const GByteArray *bytes)
{
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (folder, name, NULL);

  g_file_set_contents (path, (const char *) bytes->data, bytes->len, &error);
  g_assert_no_error (error);
  return path;
}
