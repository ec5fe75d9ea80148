/* A developer's tool: renders every sample scene, so that a change of a painter can be looked at.
 * paint-preview FOLDER [SCALE] [dark] [contrast] [bench] */
#include "fl-scenes.h"

#include <string.h>
#include <time.h>

/* Of this thread: other work on the machine does not count. */
static double
cpu_ms (void)
{
  struct timespec t;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static double
best_of (int times, void (*work) (cairo_t *, const FlTheme *, gpointer), cairo_t *cr, const FlTheme *theme, gpointer data)
{
  double best = 1e9;

  for (int i = 0; i < times; i++)
    {
      double start = cpu_ms ();

      work (cr, theme, data);
      best = MIN (best, cpu_ms () - start);
    }
  return best;
}

static void
bench_links (cairo_t *cr, const FlTheme *theme, gpointer data)
{
  GArray *links = data;

  fl_links_paint (cr, theme, (const FlLink *) links->data, links->len, 2.2);
}

static void
bench_maps (cairo_t *cr, const FlTheme *theme, gpointer data)
{
  for (int i = 0; i < 50; i++)
    cairo_surface_destroy (fl_map_surface (theme, data, 40, 0, 2));
}

static void
bench_boundary (cairo_t *cr, const FlTheme *theme, gpointer data)
{
  fl_boundary_paint (cr, theme, 430, 330, data, NULL);
}

static void
bench_field (cairo_t *cr, const FlTheme *theme, gpointer data)
{
  cairo_surface_destroy (fl_field_surface (theme, data, 2));
}

static void
bench_chart (cairo_t *cr, const FlTheme *theme, gpointer data)
{
  fl_chart_paint (cr, theme, 430, 220, data, NULL);
}

static void
bench_samples (cairo_t *cr, const FlTheme *theme, FlSampleKind kind, const char *name)
{
  FlSample *sample = fl_sample_new (kind);
  FlBoundary b;

  fl_sample_field (sample, 544, 544, TRUE);
  b = fl_sample_boundary (sample);
  b.field = fl_field_surface (theme, &sample->picture, 2);
  g_print ("%-10s field 544x544 %5.2f ms, boundary with it %5.2f ms\n", name, best_of (9, bench_field, cr, theme, &sample->picture),
           best_of (9, bench_boundary, cr, theme, &b));
  cairo_surface_destroy (b.field);
  fl_sample_free (sample);
}

static void
bench (const FlTheme *theme, double scale)
{
  static const guint sizes[] = { 2, 36, 36, 36, 8, 1 };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (900 * scale), (int) (600 * scale));
  cairo_t *cr;
  float map[1600];
  guint n;
  GArray links = { 0 };
  FlRun *run = fl_run_new (50000);
  FlChart chart = fl_run_chart (run);

  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  links.data = (char *) fl_scene_links (sizes, G_N_ELEMENTS (sizes), 880, 560, &n);
  links.len = n;
  for (int i = 0; i < 1600; i++)
    map[i] = (float) (i % 77) / 40 - 1;
  g_print ("links      %u: %5.2f ms\n", n, best_of (9, bench_links, cr, theme, &links));
  g_print ("maps       50 of 40x40: %5.2f ms\n", best_of (9, bench_maps, cr, theme, map));
  g_print ("chart      50,000 epochs: %5.2f ms\n", best_of (9, bench_chart, cr, theme, &chart));
  bench_samples (cr, theme, FL_SAMPLE_SPIRALS, "spirals");
  bench_samples (cr, theme, FL_SAMPLE_MANY, "many");
  bench_samples (cr, theme, FL_SAMPLE_TEN, "ten");
  bench_samples (cr, theme, FL_SAMPLE_SURFACE, "surface");
  g_free (links.data);
  fl_run_free (run);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  const char *folder = argc > 1 ? argv[1] : ".";
  double scale = argc > 2 ? g_ascii_strtod (argv[2], NULL) : 1;
  gboolean dark = FALSE, contrast = FALSE;
  guint n;
  const FlScene *scenes = fl_scenes (&n);
  FlTheme theme;

  for (int i = 3; i < argc; i++)
    {
      dark |= strcmp (argv[i], "dark") == 0;
      contrast |= strcmp (argv[i], "contrast") == 0;
    }
  theme = *fl_theme_get (dark, contrast);
  theme.font = "DejaVu Sans";
  for (int i = 3; i < argc; i++)
    if (strcmp (argv[i], "bench") == 0)
      {
        bench (&theme, scale);
        return 0;
      }
  for (guint i = 0; i < n; i++)
    {
      gint64 start = g_get_monotonic_time ();
      cairo_surface_t *surface = fl_scene_render (&scenes[i], &theme, scale > 0 ? scale : 1);
      double ms = (g_get_monotonic_time () - start) / 1000.0;
      g_autofree char *name = g_strconcat (scenes[i].name, ".png", NULL);
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_print ("%-16s %6.1f ms\n", scenes[i].name, ms);
      cairo_surface_write_to_png (surface, path);
      cairo_surface_destroy (surface);
    }
  return 0;
}
