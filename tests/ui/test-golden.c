/* Scenes against pictures kept in tests/golden. FALLLINE_GOLDEN=write makes them anew (look at them before committing).
 * The font is pinned and the tolerance leaves room for another version of the rasterizer, not for another picture. */
#include "fl-scenes.h"

#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
  const char *scene;
  gboolean dark, contrast;
  double scale, text; /* text: its scale, 0 for 1 */
} Golden;

static const Golden goldens[] = {
  { "spirals", FALSE, FALSE, 1 }, { "spirals", TRUE, FALSE, 1 },       { "tiny", FALSE, TRUE, 1 },  { "tiny", FALSE, FALSE, 2 },
  { "narrow", FALSE, FALSE, 1 },
  { "high", FALSE, FALSE, 1 },
  { "high", TRUE, FALSE, 2 },
  { "bare", FALSE, FALSE, 1 }, { "bare", TRUE, FALSE, 2 }, { "bare-three", FALSE, TRUE, 1 }, { "bare-curve", TRUE, FALSE, 1 },
  { "ten", TRUE, FALSE, 1 },      { "surface", FALSE, FALSE, 1 },      { "curve", TRUE, FALSE, 1 },    { "loss-empty", TRUE, TRUE, 1 },
  { "loss-log", FALSE, FALSE, 1 }, { "loss-linear", TRUE, FALSE, 1 },  { "loss-log", FALSE, TRUE, 1 }, { "loss-short", FALSE, FALSE, 2 },
  { "loss-others", FALSE, FALSE, 1 }, { "loss-others", TRUE, FALSE, 2 }, { "loss-others", FALSE, TRUE, 1 },
  { "network", FALSE, FALSE, 1 },     { "canvas-folded", FALSE, FALSE, 1 }, { "canvas-folded", TRUE, FALSE, 2 }, { "canvas-folded", FALSE, TRUE, 1 },
  { "canvas-frozen", FALSE, FALSE, 2 }, { "canvas-frozen", TRUE, FALSE, 1 },
  { "slow-forward", FALSE, FALSE, 1 }, { "slow-backward", TRUE, FALSE, 2 }, { "slow-update", FALSE, TRUE, 1 }, { "slow-wide", FALSE, FALSE, 1 },
  { "timeline-live", FALSE, FALSE, 1 }, { "timeline-past", TRUE, FALSE, 1 }, { "timeline-past", FALSE, TRUE, 2 },
  { "timeline-part", FALSE, FALSE, 1 }, { "timeline-part", TRUE, FALSE, 2 },
  { "thumbnails", FALSE, FALSE, 2 }, { "markers", FALSE, FALSE, 2 },
  { "terrain-log", FALSE, FALSE, 1 }, { "terrain-log", TRUE, TRUE, 1 }, { "terrain-linear", FALSE, FALSE, 2 }, { "bowl-log", FALSE, FALSE, 1 },
  { "bowl-log", TRUE, FALSE, 1 }, { "bowl-linear", FALSE, TRUE, 2 }, { "bowl-above", FALSE, FALSE, 1 }, { "bowl-above", TRUE, FALSE, 2 },
  { "layers-gradient", FALSE, FALSE, 1 }, { "layers-gradient", TRUE, TRUE, 1 }, { "layers-update", TRUE, FALSE, 1 }, { "layers-activation", FALSE, FALSE, 2 },
  { "layers-saturated", FALSE, FALSE, 1 }, { "layers-empty", FALSE, FALSE, 1 }, { "ridgeline", FALSE, FALSE, 1 }, { "ridgeline", TRUE, FALSE, 2 },
  { "range", FALSE, FALSE, 1 }, { "range", TRUE, FALSE, 1 },
  { "race-curves", FALSE, FALSE, 1 }, { "race-fit", TRUE, FALSE, 1 }, { "race-logistic", FALSE, TRUE, 1 },
  { "race-classes", FALSE, FALSE, 1 }, { "race-classes", TRUE, FALSE, 2 }, { "race-plane", FALSE, TRUE, 1 }, { "race-plane", TRUE, FALSE, 1 },
  { "lanes", FALSE, FALSE, 1 }, { "lanes", TRUE, FALSE, 2 }, { "lanes", FALSE, TRUE, 1 }, { "lanes-hover", TRUE, FALSE, 1 },
  { "lanes-corner", FALSE, FALSE, 1 },
  { "confusion", FALSE, FALSE, 1 }, { "confusion", TRUE, FALSE, 2 }, { "confusion", FALSE, TRUE, 1 }, { "confusion-many", FALSE, FALSE, 1 },
  { "scatter", FALSE, FALSE, 2 }, { "scatter", TRUE, TRUE, 1 }, { "roc", FALSE, FALSE, 1 }, { "roc", TRUE, FALSE, 2 },
  { "histogram", FALSE, FALSE, 1 }, { "histogram", TRUE, FALSE, 2 }, { "histogram", FALSE, TRUE, 1 }, { "histogram-classes", FALSE, FALSE, 1 },
  { "opinion", FALSE, FALSE, 1 }, { "opinion", TRUE, FALSE, 2 }, { "opinion", FALSE, TRUE, 1 }, { "ink", FALSE, FALSE, 2 },
  { "ink", TRUE, FALSE, 1 }, { "marked", FALSE, FALSE, 1 }, { "marked", TRUE, FALSE, 2 },
  { "brush-tools", FALSE, FALSE, 1 }, { "brush-tools", TRUE, FALSE, 2 }, { "brush-tools", FALSE, TRUE, 1 }, { "brush-lasso", FALSE, FALSE, 1 },
  { "brush-lasso", TRUE, TRUE, 2 },
  /* with the desktop's text at twice its size */
  { "spirals", FALSE, FALSE, 1, 2 }, { "ten", FALSE, FALSE, 1, 2 }, { "surface", FALSE, FALSE, 1, 2 }, { "loss-log", FALSE, FALSE, 1, 2 },
  { "curve", FALSE, FALSE, 1, 2 }, { "confusion", FALSE, FALSE, 1, 2 }, { "scatter", FALSE, FALSE, 1, 2 }, { "histogram", FALSE, FALSE, 1, 2 },
  { "opinion", FALSE, FALSE, 1, 2 }, { "terrain-log", FALSE, FALSE, 1, 2 }, { "bowl-log", FALSE, FALSE, 1, 2 }, { "race-curves", FALSE, FALSE, 1, 2 },
  { "race-plane", FALSE, FALSE, 1, 2 }, { "lanes-hover", FALSE, FALSE, 1, 2 }, { "lanes", FALSE, FALSE, 1, 2 }, { "layers-gradient", FALSE, FALSE, 1, 2 },
  { "ridgeline", FALSE, FALSE, 1, 2 }, { "range", FALSE, FALSE, 1, 2 }, { "canvas-folded", FALSE, FALSE, 1, 2 }, { "slow-forward", FALSE, FALSE, 1, 2 },
  { "slow-wide", FALSE, FALSE, 1, 2 }, { "loss-others", FALSE, FALSE, 1, 2 },
};

static char *
golden_path (const Golden *g)
{
  g_autofree char *name = g_strdup_printf ("%s-%s%s%s-%dx.png", g->scene, g->dark ? "dark" : "light", g->contrast ? "-contrast" : "",
                                           g->text > 1 ? "-large-text" : "", (int) g->scale);

  return g_build_filename (g_getenv ("FALLLINE_SOURCE_ROOT"), "tests", "golden", name, NULL);
}

static const FlScene *
find_scene (const char *name)
{
  guint n;
  const FlScene *scenes = fl_scenes (&n);

  for (guint i = 0; i < n; i++)
    if (strcmp (scenes[i].name, name) == 0)
      return &scenes[i];
  g_assert_not_reached ();
}

/* How many of a thousand pixels differ clearly, and the mean difference of a channel. */
static void
compare (cairo_surface_t *a, cairo_surface_t *b, double *clearly, double *mean)
{
  int w = cairo_image_surface_get_width (a), h = cairo_image_surface_get_height (a);
  guint64 sum = 0, bad = 0;

  for (int j = 0; j < h; j++)
    {
      const guint32 *p = (const guint32 *) (cairo_image_surface_get_data (a) + (gsize) j * cairo_image_surface_get_stride (a));
      const guint32 *q = (const guint32 *) (cairo_image_surface_get_data (b) + (gsize) j * cairo_image_surface_get_stride (b));

      for (int i = 0; i < w; i++)
        {
          int most = 0;

          for (int s = 0; s < 24; s += 8)
            {
              int d = abs ((int) (p[i] >> s & 255) - (int) (q[i] >> s & 255));

              sum += (guint64) d;
              most = MAX (most, d);
            }
          bad += most > 40;
        }
    }
  *clearly = 1000.0 * bad / ((double) w * h);
  *mean = sum / (3.0 * w * h);
}

static void
test_golden (gconstpointer data)
{
  const Golden *g = data;
  g_autofree char *path = golden_path (g);
  FlTheme theme = *fl_theme_get (g->dark, g->contrast);
  cairo_surface_t *got, *kept;
  double clearly, mean;

  theme.font = "DejaVu Sans";
  theme.text_scale = g->text > 0 ? g->text : 1;
  got = fl_scene_render (find_scene (g->scene), &theme, g->scale);
  if (g_strcmp0 (g_getenv ("FALLLINE_GOLDEN"), "write") == 0)
    g_assert_cmpint (cairo_surface_write_to_png (got, path), ==, CAIRO_STATUS_SUCCESS);
  kept = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (cairo_surface_status (kept), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (kept), ==, cairo_image_surface_get_width (got));
  g_assert_cmpint (cairo_image_surface_get_height (kept), ==, cairo_image_surface_get_height (got));
  compare (got, kept, &clearly, &mean);
  g_test_message ("%s: %.2f of 1,000 pixels differ clearly, %.3f on average", path, clearly, mean);
  if (clearly > 8 || mean > 1.2)
    {
      g_autofree char *base = g_path_get_basename (path);
      g_autofree char *beside = g_build_filename (g_get_tmp_dir (), base, NULL);

      cairo_surface_write_to_png (got, beside);
      g_test_message ("what was drawn: %s", beside);
      g_test_fail ();
    }
  cairo_surface_destroy (got);
  cairo_surface_destroy (kept);
}

/* The comparison itself must be able to say no. */
static void
test_sees_a_change (void)
{
  FlTheme theme = *fl_theme_get (FALSE, FALSE);
  cairo_surface_t *a, *b;
  double clearly, mean;

  theme.font = "DejaVu Sans";
  a = fl_scene_render (find_scene ("loss-log"), &theme, 1);
  theme.train = theme.classes[2];
  b = fl_scene_render (find_scene ("loss-log"), &theme, 1);
  compare (a, b, &clearly, &mean);
  g_assert_true (clearly > 8 || mean > 1.2);
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_nonnull (g_getenv ("FALLLINE_SOURCE_ROOT"));
  for (guint i = 0; i < G_N_ELEMENTS (goldens); i++)
    {
      g_autofree char *file = golden_path (&goldens[i]);
      g_autofree char *base = g_path_get_basename (file);
      g_autofree char *name = g_strconcat ("/paint/golden/", base, NULL);

      g_test_add_data_func (name, &goldens[i], test_golden);
    }
  g_test_add_func ("/paint/golden/sees-a-change", test_sees_a_change);
  return g_test_run ();
}
