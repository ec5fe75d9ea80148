/* One image file, as the reader of folders takes it: decoded, scaled, turned to numbers. The first byte chooses colour and size. */
#include "fuzz.h"

#include "readers/image.h"

gboolean
fuzz_image (const guint8 *bytes, gsize n)
{
  guint8 bits = n > 0 ? bytes[0] : 0;
  gboolean color = bits & 1;
  guint width = 1 + (bits >> 1 & 15), height = 1 + (bits >> 5);
  g_autofree guint8 *exact = fuzz_copy (bytes + (n > 0), n - (n > 0));
  g_autofree float *values = g_new0 (float, width *height *(color ? 3 : 1));
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) image = ds_image_decode (exact, n - (n > 0), "fuzz.png", &error);

  fuzz_check_outcome (image, error);
  if (image == NULL)
    return FALSE;
  g_assert_true (ds_image_fill (image, width, height, color, values));
  for (guint i = 0; i < width * height * (color ? 3 : 1); i++)
    g_assert_true (values[i] >= 0 && values[i] <= 1.00001f);
  return TRUE;
}
