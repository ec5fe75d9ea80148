/* The palettes. Every text colour is at least 4.5:1 and every mark at least 3:1 on its card (7:1 and 4.5:1 with high contrast);
 * tests/ui measures it. Class 0 is the negative end of the diverging scale and class 1 the positive one, so that a point has
 * the colour of the region a network would put it in. */
#include "fl-theme.h"

#include <math.h>

#define HEX(h) { (((h) >> 16) & 255) / 255.0, (((h) >> 8) & 255) / 255.0, ((h) & 255) / 255.0 }
#define FONT "Cantarell, Inter, DejaVu Sans, sans-serif"

static const FlTheme themes[2][2] = {
  {
    {
      .dark = FALSE,
      .contrast = FALSE,
      .ground = HEX (0xfafafa),
      .card = HEX (0xffffff),
      .text = HEX (0x24242a),
      .dim = HEX (0x5e5c64),
      .grid = HEX (0xe9e9ed),
      .border = HEX (0xd8d8dd),
      .accent = HEX (0x1c71d8),
      .negative = HEX (0x1b6ca8),
      .neutral = HEX (0xf4f2f0),
      .positive = HEX (0xe8740c),
      .train = HEX (0x1c71d8),
      .validation = HEX (0xc01c28),
      .classes = { HEX (0x1b6ca8), HEX (0xe8740c), HEX (0x008f68), HEX (0xb5438f), HEX (0x8f7a00), HEX (0xc22f2f), HEX (0x0a9cb5),
                   HEX (0x6b4fc0), HEX (0x6f6f76), HEX (0x8a5a2b) },
      .font = FONT,
      .text_scale = 1,
    },
    {
      .dark = FALSE,
      .contrast = TRUE,
      .ground = HEX (0xffffff),
      .card = HEX (0xffffff),
      .text = HEX (0x000000),
      .dim = HEX (0x3a3a3f),
      .grid = HEX (0xb4b4ba),
      .border = HEX (0x4a4a50),
      .accent = HEX (0x0d4fa8),
      .negative = HEX (0x0b4f85),
      .neutral = HEX (0xffffff),
      .positive = HEX (0xb04a00),
      .train = HEX (0x0d4fa8),
      .validation = HEX (0xa00f1b),
      .classes = { HEX (0x0b4f85), HEX (0xb04a00), HEX (0x00674a), HEX (0x8e2670), HEX (0x6a5900), HEX (0xa01818), HEX (0x00667a),
                   HEX (0x4c309c), HEX (0x4a4a50), HEX (0x683f18) },
      .font = FONT,
      .text_scale = 1,
    },
  },
  {
    {
      .dark = TRUE,
      .contrast = FALSE,
      .ground = HEX (0x242424),
      .card = HEX (0x303030),
      .text = HEX (0xf4f4f6),
      .dim = HEX (0xb8b8be),
      .grid = HEX (0x424246),
      .border = HEX (0x4c4c52),
      .accent = HEX (0x78aeed),
      .negative = HEX (0x3d95d6),
      .neutral = HEX (0x29292c),
      .positive = HEX (0xf0822a),
      .train = HEX (0x78aeed),
      .validation = HEX (0xff8577),
      .classes = { HEX (0x3d95d6), HEX (0xf0822a), HEX (0x2fb98c), HEX (0xdd84bd), HEX (0xcdb23a), HEX (0xf0706c), HEX (0x4fc3d9),
                   HEX (0xa493ee), HEX (0xa9a9b0), HEX (0xc99563) },
      .font = FONT,
      .text_scale = 1,
    },
    {
      .dark = TRUE,
      .contrast = TRUE,
      .ground = HEX (0x101010),
      .card = HEX (0x1c1c1c),
      .text = HEX (0xffffff),
      .dim = HEX (0xe4e4e8),
      .grid = HEX (0x6a6a70),
      .border = HEX (0xc0c0c6),
      .accent = HEX (0x9cc8ff),
      .negative = HEX (0x6cb8f5),
      .neutral = HEX (0x141416),
      .positive = HEX (0xffa04d),
      .train = HEX (0x9cc8ff),
      .validation = HEX (0xffa49a),
      .classes = { HEX (0x6cb8f5), HEX (0xffa04d), HEX (0x58dcae), HEX (0xf5a6d8), HEX (0xecd35c), HEX (0xff938f), HEX (0x74dff2),
                   HEX (0xc0b4ff), HEX (0xcccccf), HEX (0xe5b685) },
      .font = FONT,
      .text_scale = 1,
    },
  },
};

const FlTheme *
fl_theme_get (gboolean dark, gboolean contrast)
{
  return &themes[dark != FALSE][contrast != FALSE];
}

static double
to_linear (double c)
{
  return c <= 0.04045 ? c / 12.92 : pow ((c + 0.055) / 1.055, 2.4);
}

static double
luminance (FlColor c)
{
  return 0.2126 * to_linear (c.r) + 0.7152 * to_linear (c.g) + 0.0722 * to_linear (c.b);
}

double
fl_color_contrast (FlColor a, FlColor b)
{
  double la = luminance (a), lb = luminance (b);

  return (MAX (la, lb) + 0.05) / (MIN (la, lb) + 0.05);
}

FlColor
fl_color_mix (FlColor a, FlColor b, double t)
{
  return (FlColor){ a.r + (b.r - a.r) * t, a.g + (b.g - a.g) * t, a.b + (b.b - a.b) * t };
}

void
fl_set_source (cairo_t *cr, FlColor color, double alpha)
{
  cairo_set_source_rgba (cr, color.r, color.g, color.b, alpha);
}

static guint32
pack (FlColor c)
{
  guint r = (guint) (CLAMP (c.r, 0, 1) * 255 + 0.5), g = (guint) (CLAMP (c.g, 0, 1) * 255 + 0.5);
  guint b = (guint) (CLAMP (c.b, 0, 1) * 255 + 0.5);

  return 0xff000000u | r << 16 | g << 8 | b;
}

/* Tables belong to the four themes; a copy of a theme (another font) shares its original's. */
static guint32 tables[2][2][256];

static void
make_tables (void)
{
  for (int d = 0; d < 2; d++)
    for (int c = 0; c < 2; c++)
      for (int i = 0; i < 256; i++)
        {
          const FlTheme *theme = &themes[d][c];
          double t = CLAMP ((i - 127.5) / 127.5, -1, 1);

          tables[d][c][i] = pack (fl_color_mix (theme->neutral, t < 0 ? theme->negative : theme->positive, fabs (t)));
        }
}

const guint32 *
fl_theme_diverging_table (const FlTheme *theme)
{
  static gsize ready;

  if (g_once_init_enter (&ready))
    {
      make_tables ();
      g_once_init_leave (&ready, 1);
    }
  return tables[theme->dark != FALSE][theme->contrast != FALSE];
}

guint32
fl_theme_diverging (const FlTheme *theme, double t)
{
  if (isnan (t))
    return pack (theme->grid);
  return fl_theme_diverging_table (theme)[(int) ((CLAMP (t, -1, 1) + 1) * 127.5 + 0.5)];
}
