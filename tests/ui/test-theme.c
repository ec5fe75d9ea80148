/* Everything that is drawn can be seen: contrast measured, palettes told apart. */
#include "fl-theme.h"

#include <math.h>
#include <string.h>

static FlColor
hex (guint32 v)
{
  return (FlColor){ (v >> 16 & 255) / 255.0, (v >> 8 & 255) / 255.0, (v & 255) / 255.0 };
}

static void
test_formula (void)
{
  g_assert_cmpfloat_with_epsilon (fl_color_contrast (hex (0), hex (0xffffff)), 21, 1e-9);
  g_assert_cmpfloat_with_epsilon (fl_color_contrast (hex (0x777777), hex (0xffffff)), 4.478, 0.01);
  g_assert_cmpfloat (fl_color_contrast (hex (0x123456), hex (0x123456)), ==, 1);
}

static void
at_least (const char *what, FlColor a, FlColor b, double least)
{
  double contrast = fl_color_contrast (a, b);

  g_test_message ("%s: %.2f", what, contrast);
  g_assert_cmpfloat (contrast, >=, least);
}

static void
test_contrast (void)
{
  for (int dark = 0; dark < 2; dark++)
    for (int high = 0; high < 2; high++)
      {
        const FlTheme *t = fl_theme_get (dark, high);
        /* The card, and what libadwaita's own card comes to. */
        FlColor grounds[2] = { t->card, high ? t->card : hex (dark ? 0x363636 : 0xffffff) };

        for (int g = 0; g < 2; g++)
          {
            double text = high ? 7 : 4.5, mark = high ? 4.5 : 3;

            at_least ("text", t->text, grounds[g], text);
            at_least ("dim text", t->dim, grounds[g], text);
            at_least ("text on the window", t->text, t->ground, text);
            at_least ("dim text on the window", t->dim, t->ground, text);
            at_least ("training curve and its label", t->train, grounds[g], high ? 7 : 4.5);
            at_least ("validation curve and its label", t->validation, grounds[g], high ? 7 : 4.5);
            at_least ("accent", t->accent, grounds[g], mark);
            at_least ("negative", t->negative, grounds[g], mark);
            at_least ("positive", t->positive, grounds[g], mark);
            for (int c = 0; c < 10; c++)
              at_least ("class", t->classes[c], grounds[g], mark);
          }
      }
}

/* ---- text of the style sheets ---- */

static char *
style_sheet (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("FALLLINE_SOURCE_ROOT"), "app", "desktop", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* The value of an @define-color that is a plain number, as it would be with the sheets in this order; the last counts. */
static FlColor
defined (const char *name, const char *sheet, const char *over)
{
  const char *sheets[2] = { sheet, over };
  g_autofree char *start = g_strdup_printf ("@define-color %s #", name);
  guint64 value = G_MAXUINT64;

  for (guint i = 0; i < 2; i++)
    for (const char *at = sheets[i]; at != NULL && (at = strstr (at, start)) != NULL; at += strlen (start))
      value = g_ascii_strtoull (at + strlen (start), NULL, 16);
  g_assert_cmpuint (value, !=, G_MAXUINT64);
  return hex ((guint32) value);
}

static FlColor
over (FlColor front, double alpha, FlColor back)
{
  return (FlColor){ alpha * front.r + (1 - alpha) * back.r, alpha * front.g + (1 - alpha) * back.g, alpha * front.b + (1 - alpha) * back.b };
}

/* The faintest that any rule makes words: `color: alpha(currentColor, A)`. */
static double
faintest (const char *sheet)
{
  double least = 1;

  for (const char *at = sheet; (at = strstr (at, " color: alpha(")) != NULL; at++)
    {
      const char *comma = strchr (at, ',');

      g_assert_nonnull (comma);
      least = MIN (least, g_ascii_strtod (comma + 1, NULL));
    }
  return least;
}

/* libadwaita 1.2 writes in black of 80 % where it is light, and in white where it is dark. */
static void
test_words (void)
{
  static const char *const grounds[] = { "fl_ground", "fl_panel", "fl_card" };
  static const char *const sheets[] = { "style.css", "train-view.css", "diagnose-view.css" };
  g_autofree char *light = style_sheet ("style.css"), *dark = style_sheet ("style-dark.css");
  g_autofree char *diagnose = style_sheet ("diagnose-view.css");
  double least = 1, share;

  for (guint i = 0; i < G_N_ELEMENTS (sheets); i++)
    {
      g_autofree char *sheet = style_sheet (sheets[i]);

      least = MIN (least, faintest (sheet));
    }
  g_test_message ("faintest words: %.2f", least);
  g_assert_cmpfloat (least, <, 1);
  share = g_ascii_strtod (strchr (strstr (diagnose, "mix(@warning_color, @window_fg_color,") + strlen ("mix(@warning_color, "), ',') + 1, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (grounds); i++)
    {
      FlColor bright = defined (grounds[i], light, NULL), dim = defined (grounds[i], light, dark), bright_words = over (hex (0), 0.8, bright);

      at_least ("words, light", over (hex (0), 0.8, bright), bright, 4.5);
      at_least ("faintest words, light", over (hex (0), 0.8 * least, bright), bright, 4.5);
      at_least ("words, dark", hex (0xffffff), dim, 4.5);
      at_least ("faintest words, dark", over (hex (0xffffff), least, dim), dim, 4.5);
      at_least ("unhealthy figures, light", over (bright_words, share, hex (0xae7b03)), bright, 4.5);
      at_least ("unhealthy figures, dark", over (hex (0xffffff), share, hex (0xf8e45c)), dim, 4.5);
    }
}

/* Class 0 is encoded low, class 1 high: their points must look like the field around them. */
static void
test_two_classes (void)
{
  for (int dark = 0; dark < 2; dark++)
    for (int high = 0; high < 2; high++)
      {
        const FlTheme *t = fl_theme_get (dark, high);

        g_assert_cmpmem (&t->classes[0], sizeof (FlColor), &t->negative, sizeof (FlColor));
        g_assert_cmpmem (&t->classes[1], sizeof (FlColor), &t->positive, sizeof (FlColor));
        g_assert_cmpfloat (t->negative.b, >, t->negative.r);
        g_assert_cmpfloat (t->positive.r, >, t->positive.b);
      }
}

static guint
distance (guint32 a, guint32 b)
{
  guint sum = 0;

  for (int s = 0; s < 24; s += 8)
    sum += (guint) ABS ((int) (a >> s & 255) - (int) (b >> s & 255));
  return sum;
}

static guint32
pack (FlColor c)
{
  return 0xff000000u | (guint32) lrint (c.r * 255) << 16 | (guint32) lrint (c.g * 255) << 8 | (guint32) lrint (c.b * 255);
}

static void
test_diverging (void)
{
  for (int dark = 0; dark < 2; dark++)
    {
      const FlTheme *t = fl_theme_get (dark, FALSE);
      const guint32 *table = fl_theme_diverging_table (t);

      g_assert_cmphex (fl_theme_diverging (t, -1), ==, pack (t->negative));
      g_assert_cmphex (fl_theme_diverging (t, 1), ==, pack (t->positive));
      g_assert_cmphex (fl_theme_diverging (t, -7), ==, pack (t->negative));
      g_assert_cmphex (fl_theme_diverging (t, INFINITY), ==, pack (t->positive));
      g_assert_cmphex (fl_theme_diverging (t, NAN), ==, pack (t->grid));
      g_assert_cmpuint (distance (fl_theme_diverging (t, 0), pack (t->neutral)), <=, 4);
      for (int i = 1; i < 256; i++)
        g_assert_cmpuint (distance (table[i], table[i - 1]), <=, 9); /* no steps to be seen */
    }
}

static void
test_classes_differ (void)
{
  for (int dark = 0; dark < 2; dark++)
    for (int a = 0; a < 10; a++)
      for (int b = 0; b < a; b++)
        {
          g_assert_cmpuint (distance (pack (fl_theme_get (dark, FALSE)->classes[a]), pack (fl_theme_get (dark, FALSE)->classes[b])), >=, 60);
          g_assert_cmpint (fl_class_marker (a), !=, fl_class_marker (b));
        }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/theme/formula", test_formula);
  g_test_add_func ("/paint/theme/contrast", test_contrast);
  g_test_add_func ("/paint/theme/words", test_words);
  g_test_add_func ("/paint/theme/two-classes", test_two_classes);
  g_test_add_func ("/paint/theme/diverging", test_diverging);
  g_test_add_func ("/paint/theme/classes-differ", test_classes_differ);
  return g_test_run ();
}
