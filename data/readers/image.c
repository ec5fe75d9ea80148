/* gdk-pixbuf reads many formats, by modules of uneven quality; only the loaders of PNG and JPEG are ever asked. */
#include "image.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_PIXELS (1 << 25)
#define CHUNK (1 << 16)
/* No real JPEG is smaller: each block of 64 pixels costs a bit at least. Decoding what is cut off takes as long as if it were not. */
#define MAX_PIXELS_A_BYTE 1024

static const char *
find_format (const guint8 *bytes, gsize length)
{
  if (length >= 8 && memcmp (bytes, "\x89PNG\r\n\x1a\n", 8) == 0)
    return "png";
  return length >= 3 && memcmp (bytes, "\xff\xd8\xff", 3) == 0 ? "jpeg" : NULL;
}

/* No size is what stops a loader before it takes memory for its pixels. */
static void
size_cb (GdkPixbufLoader *loader, int width, int height, gpointer user_data)
{
  guint64 *pixels = user_data;

  *pixels = (guint64) width * height;
  if (*pixels > MAX_PIXELS)
    gdk_pixbuf_loader_set_size (loader, 0, 0);
}

static void
refuse_size (const char *name, double pixels, GError **error)
{
  g_set_error (error, DS_ERROR, DS_ERROR_TOO_BIG, _("%s has %.0f million pixels; at most %.0f million are read"), name, pixels / 1e6,
               MAX_PIXELS / 1e6);
}

/* Where a JPEG's frame header begins, or 0. Segments are walked as libjpeg does (ITU T.81, annex B). */
static gsize
find_frame (const guint8 *b, gsize length)
{
  gsize at = 2;

  while (at + 9 < length)
    {
      guint8 marker = b[at + 1];
      gboolean frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
      if (b[at] != 0xff || marker == 0 || marker == 0xff || marker == 0x01 || (marker >= 0xd0 && marker <= 0xd9))
        at++;
      else if (frame)
        return at;
      else
        at += 2 + (b[at + 2] << 8 | b[at + 3]);
    }
  return 0;
}

/* What would keep the decoder busy is refused before it begins: it decodes every pixel announced, and has been seen to turn for ever in
 * arithmetic coding, which hardly any program writes. */
static gboolean
check_jpeg (const guint8 *bytes, gsize length, const char *name, GError **error)
{
  gsize at = find_frame (bytes, length);
  guint64 pixels = at == 0 ? 0 : (guint64) (bytes[at + 5] << 8 | bytes[at + 6]) * (guint64) (bytes[at + 7] << 8 | bytes[at + 8]);

  if (at == 0)
    g_set_error (error, DS_ERROR, DS_ERROR_SYNTAX, _("%s is a broken image, or was cut off: it has no frame header"), name);
  else if (bytes[at + 1] >= 0xc9)
    g_set_error (error, DS_ERROR, DS_ERROR_SYNTAX, _("%s: byte %zu: arithmetic coding, which is not read; save it as a usual JPEG"), name, at + 1);
  else if (pixels > MAX_PIXELS)
    refuse_size (name, pixels, error);
  else if (pixels > (guint64) length * MAX_PIXELS_A_BYTE)
    g_set_error (error, DS_ERROR, DS_ERROR_SYNTAX, _("%s announces %.1f million pixels, but has only %zu bytes; it was cut off"), name,
                 pixels / 1e6, length);
  else
    return TRUE;
  return FALSE;
}

/* Is the end of the picture there? A decoder shows what came before a cut and leaves the rest blank, without a word. PNG's chunks
 * are walked (a length, a type, a checksum); in a JPEG's coded data FF is always followed by something else than D9. */
static gboolean
has_end (const guint8 *b, gsize length, gboolean jpeg)
{
  static const guint8 end_of_image[] = { 0xff, 0xd9 };
  gsize at = 8;

  if (jpeg)
    return memmem (b + find_frame (b, length), length - find_frame (b, length), end_of_image, sizeof end_of_image) != NULL;
  while (at + 12 <= length && memcmp (b + at + 4, "IEND", 4) != 0)
    {
      gsize data = (gsize) b[at] << 24 | (gsize) b[at + 1] << 16 | (gsize) b[at + 2] << 8 | b[at + 3];

      at = data > length - at - 12 ? length : at + 12 + data;
    }
  return at + 12 <= length;
}

static gboolean
feed (GdkPixbufLoader *loader, const guint8 *bytes, gsize length, GError **error)
{
  for (gsize at = 0; at < length; at += CHUNK)
    if (!gdk_pixbuf_loader_write (loader, bytes + at, MIN (CHUNK, length - at), error))
      {
        gdk_pixbuf_loader_close (loader, NULL);
        return FALSE;
      }
  return gdk_pixbuf_loader_close (loader, error);
}

GdkPixbuf *
ds_image_decode (const guint8 *bytes, gsize length, const char *name, GError **error)
{
  const char *format = find_format (bytes, length);
  g_autoptr (GError) local = NULL;
  guint64 pixels = 0;

  if (!format)
    {
      g_set_error (error, DS_ERROR, DS_ERROR_SYNTAX, _("%s is neither a PNG nor a JPEG file, whatever its name says"), name);
      return NULL;
    }
  if (format[0] == 'j' && !check_jpeg (bytes, length, name, error))
    return NULL;
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type (format, &local);
  if (!loader)
    {
      g_set_error (error, DS_ERROR, DS_ERROR_IO, _("%s could not be read: %s"), name, local->message);
      return NULL;
    }
  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_cb), &pixels);
  gboolean good = feed (loader, bytes, length, &local);
  GdkPixbuf *image = gdk_pixbuf_loader_get_pixbuf (loader);
  if (pixels > MAX_PIXELS)
    refuse_size (name, pixels, error);
  else if (good && !has_end (bytes, length, format[0] == 'j'))
    g_set_error (error, DS_ERROR, DS_ERROR_SYNTAX, _("%s was cut off: its %zu bytes end before the picture does"), name, length);
  else if (!good || !image)
    g_set_error (error, DS_ERROR, DS_ERROR_SYNTAX, _("%s is a broken image, or was cut off: %s"), name, local ? local->message : _("it holds no picture"));
  else
    return gdk_pixbuf_apply_embedded_orientation (image);
  return NULL;
}

gboolean
ds_image_fill (GdkPixbuf *image, guint width, guint height, gboolean color, float *to)
{
  gboolean same = gdk_pixbuf_get_width (image) == (int) width && gdk_pixbuf_get_height (image) == (int) height;
  g_autoptr (GdkPixbuf) scaled = same ? g_object_ref (image) : gdk_pixbuf_scale_simple (image, width, height, GDK_INTERP_BILINEAR);

  if (!scaled)
    return FALSE;
  const guint8 *pixels = gdk_pixbuf_read_pixels (scaled);
  guint channels = gdk_pixbuf_get_n_channels (scaled), stride = gdk_pixbuf_get_rowstride (scaled);
  gsize plane = (gsize) width * height;
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++, to++)
      {
        const guint8 *p = pixels + (gsize) y * stride + x * channels;
        float opaque = channels == 4 ? p[3] / 255.0f : 1, rgb[3];
        for (guint k = 0; k < 3; k++)
          rgb[k] = opaque * p[k] / 255.0f + (1 - opaque);
        if (color)
          for (guint k = 0; k < 3; k++)
            to[k * plane] = rgb[k];
        else /* luma of ITU-R BT.601 */
          to[0] = 0.299f * rgb[0] + 0.587f * rgb[1] + 0.114f * rgb[2];
      }
  return TRUE;
}
