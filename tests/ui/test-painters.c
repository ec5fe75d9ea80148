/* Painters under odd sizes and odd data; and what their pixels say. */
#include "fl-label-room.h"
#include "fl-scenes.h"

#include <cairo-svg.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void
test_odd_sizes (void)
{
  static const double sizes[][2] = { { 1, 1 }, { 3, 300 }, { 300, 3 }, { 17, 19 }, { 64, 64 }, { 120, 90 }, { 240, 200 }, { 1600, 180 }, { 200, 900 } };
  guint n;
  const FlScene *scenes = fl_scenes (&n);

  for (guint i = 0; i < n; i++)
    for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
      {
        FlScene scene = scenes[i];
        cairo_surface_t *surface;

        scene.width = sizes[s][0];
        scene.height = sizes[s][1];
        surface = fl_scene_render (&scene, fl_theme_get (s % 2, s % 3 == 0), 1);
        g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
        cairo_surface_destroy (surface);
      }
}

static cairo_t *
canvas (double width, double height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) width, (int) height);
  cairo_t *cr = cairo_create (surface);

  cairo_surface_destroy (surface);
  return cr;
}

static void
test_layout (void)
{
  FlSample *sample = fl_sample_new (FL_SAMPLE_SPIRALS);
  FlBoundary b = fl_sample_boundary (sample);
  const FlTheme *theme = fl_theme_get (FALSE, FALSE);
  cairo_t *cr = canvas (10, 10);

  for (double w = 240; w <= 1000; w += 37)
    for (double h = 200; h <= 800; h += 41)
      {
        FlBoundaryLayout l;

        fl_boundary_layout (cr, theme, w, h, &b, &l);
        g_assert_cmpfloat (l.width, ==, l.height); /* like units: a square */
        g_assert_true (l.left >= 0 && l.top >= 0 && l.left + l.width <= w && l.top + l.height <= h);
        g_assert_true (l.left == floor (l.left) && l.top == floor (l.top) && l.width == floor (l.width));
        g_assert_cmpfloat (l.width, >=, MIN (w, h) * 0.42); /* the field has the most room */
      }
  b.y0 = 0; /* unlike units: all the room there is */
  b.y1 = 1000;
  {
    FlBoundaryLayout l;

    fl_boundary_layout (cr, theme, 900, 300, &b, &l);
    g_assert_cmpfloat (l.width, >, 600);
  }
  cairo_destroy (cr);
  fl_sample_free (sample);
}

static guint32
pixel (cairo_surface_t *surface, int x, int y)
{
  cairo_surface_flush (surface);
  return ((guint32 *) (cairo_image_surface_get_data (surface) + (gsize) y * cairo_image_surface_get_stride (surface)))[x];
}

/* Row 0 is the top; low is blue and high is orange; holes are grey. */
static void
test_field_colours (void)
{
  FlSample *sample = fl_sample_new (FL_SAMPLE_SPIRALS);
  const FlTheme *theme = fl_theme_get (FALSE, FALSE);
  float field[16] = { -1, -1, 1, 1, -1, -1, 1, 1, NAN, NAN, 9, 9, NAN, NAN, 9, 9 };
  cairo_surface_t *surface;

  sample->picture.width = sample->picture.height = 4;
  sample->picture.field = g_memdup2 (field, sizeof field);
  surface = fl_field_surface (theme, &sample->picture, 2);
  g_assert_cmphex (pixel (surface, 0, 0) & 255, >, (pixel (surface, 0, 0) >> 16) & 255);
  g_assert_cmphex (pixel (surface, 3, 0) & 255, <, (pixel (surface, 3, 0) >> 16) & 255);
  g_assert_cmphex (pixel (surface, 0, 3), ==, fl_theme_diverging (theme, NAN));
  g_assert_cmphex (pixel (surface, 3, 3), ==, pixel (surface, 3, 0));
  cairo_surface_destroy (surface);
  fl_sample_free (sample);
}

static void
test_map (void)
{
  const FlTheme *theme = fl_theme_get (TRUE, FALSE);
  float map[4] = { -2, 0, 2, NAN };
  cairo_surface_t *surface = fl_map_surface (theme, map, 2, 0, 1);

  g_assert_cmphex (pixel (surface, 0, 0), ==, fl_theme_diverging (theme, -1));
  g_assert_cmphex (pixel (surface, 0, 1), ==, fl_theme_diverging (theme, 1));
  g_assert_cmphex (pixel (surface, 1, 1), ==, fl_theme_diverging (theme, NAN));
  cairo_surface_destroy (surface);
  map[0] = map[2] = map[3] = 0; /* all zero: no division */
  surface = fl_map_surface (theme, map, 2, 0, 1);
  g_assert_cmphex (pixel (surface, 0, 0), ==, pixel (surface, 1, 0));
  cairo_surface_destroy (surface);
}

static void
test_read (void)
{
  FlSample *sample = fl_sample_new (FL_SAMPLE_SPIRALS);
  const FlTheme *theme = fl_theme_get (FALSE, FALSE);
  cairo_t *cr = canvas (430, 330);
  FlBoundary b;
  FlBoundaryLayout l;
  g_autofree char *inside = NULL;

  fl_sample_field (sample, 200, 200, TRUE);
  b = fl_sample_boundary (sample);
  fl_boundary_paint (cr, theme, 430, 330, &b, &l);
  g_assert_null (fl_boundary_read (&b, &l, l.left - 1, l.top + 5));
  g_assert_null (fl_boundary_read (&b, &l, NAN, l.top + 5));
  for (gsize i = 0; i < 40000; i++)
    sample->picture.field[i] = i < 20000 ? 0.93f : -0.5f;
  inside = fl_boundary_read (&b, &l, l.left + l.width * 0.531, l.top + l.height * 0.25);
  g_assert_cmpstr (inside, ==, "x₁ 0.31 · x₂ 2.5 · class B 0.93");
  g_free (inside);
  inside = fl_boundary_read (&b, &l, l.left + l.width * 0.531, l.top + l.height * 0.75);
  g_assert_cmpstr (inside, ==, "x₁ 0.31 · x₂ −2.5 · class A −0.5");
  cairo_destroy (cr);
  fl_sample_free (sample);
}

static cairo_surface_t *
links_image (const FlLink *links, guint n, gboolean vectors)
{
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 300, 200);
  cairo_t *cr = cairo_create (image);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  if (vectors) /* a recording has no pixels: the painter draws paths */
    {
      cairo_surface_t *record = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
      cairo_t *on = cairo_create (record);

      fl_links_paint (on, fl_theme_get (FALSE, FALSE), links, n, 1);
      cairo_destroy (on);
      cairo_set_source_surface (cr, record, 0, 0);
      cairo_paint (cr);
      cairo_surface_destroy (record);
    }
  else
    fl_links_paint (cr, fl_theme_get (FALSE, FALSE), links, n, 1);
  cairo_destroy (cr);
  cairo_surface_flush (image);
  return image;
}

/* The fast way must draw what Cairo draws. */
static void
test_links_agree (void)
{
  static const FlLink links[] = { { 10, 20, 290, 180, 1.0f }, { 10, 190, 290, 15, -0.6f }, { 10, 100, 290, 100, 0.3f },
                                  { 10, 5, 60, 195, -0.1f },  { 10, 5, 290, 60, 0.02f },   { 10, 5, 290, 6, NAN } };

  for (guint k = 0; k < G_N_ELEMENTS (links); k++)
    {
      cairo_surface_t *a = links_image (links + k, 1, FALSE), *b = links_image (links + k, 1, TRUE);
      double sum = 0, ink = 0;
      int most = 0;

      for (int y = 0; y < 200; y++)
        for (int x = 0; x < 300; x++)
          for (int s = 0; s < 24; s += 8)
            {
              int p = (int) (pixel (a, x, y) >> s & 255), q = (int) (pixel (b, x, y) >> s & 255);

              sum += abs (p - q);
              ink += 255 - q;
              most = MAX (most, abs (p - q));
            }
      g_test_message ("link %u: ink %.0f, difference %.0f, at most %d", k, ink, sum, most);
      g_assert_true (k == 5 ? ink == 0 && sum == 0 : ink > 100);
      g_assert_cmpfloat (sum, <=, ink * 0.1);
      g_assert_cmpint (most, <=, 70);
      cairo_surface_destroy (a);
      cairo_surface_destroy (b);
    }
}

static void
test_links_odd (void)
{
  static const FlLink links[] = { { 10, 20, 10, 180, 1 },      { 50, 20, 20, 180, 1 },    { NAN, 0, 10, 10, 1 },
                                  { 0, -1e9, 300, 1e9, -1 },   { -1e9, 0, 1e9, 50, 1 },   { 0, 0, INFINITY, 10, 1 },
                                  { 0, 50, 300, 150, INFINITY } };

  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    cairo_surface_destroy (links_image (links + i, 1, FALSE));
  cairo_surface_destroy (links_image (links, G_N_ELEMENTS (links), FALSE));
  cairo_surface_destroy (links_image (NULL, 0, FALSE));
}

/* An orange square in a blue crowd must stay an orange square: the points of a class have its colour, wherever they are. */
static void
test_points (void)
{
  FlSample *sample = fl_sample_new (FL_SAMPLE_SPIRALS);
  const FlTheme *theme = fl_theme_get (FALSE, FALSE);
  float raw[4] = { -2, 2, 2, -2 }, y[2] = { 0, 1 };
  cairo_t *cr = canvas (430, 330);
  FlBoundary b;
  FlBoundaryLayout l;

  sample->data.rows = sample->data.n_train = 2;
  sample->data.n_validation = 0;
  sample->data.raw = raw;
  sample->data.y = y;
  b = fl_sample_boundary (sample);
  fl_boundary_paint (cr, theme, 430, 330, &b, &l);
  for (int k = 0; k < 2; k++)
    {
      int px = (int) fl_axis_pixel (&l.x, raw[2 * k]), py = (int) fl_axis_pixel (&l.y, raw[2 * k + 1]);
      guint32 p = pixel (cairo_get_target (cr), px, py);
      FlColor c = theme->classes[k];

      g_assert_cmpint (abs ((int) (p >> 16 & 255) - (int) (c.r * 255)), <=, 2);
      g_assert_cmpint (abs ((int) (p & 255) - (int) (c.b * 255)), <=, 2);
    }
  cairo_destroy (cr);
  fl_sample_free (sample);
}

/* Weights gone to infinity must not take the painter along. */
static void
test_wild_values (void)
{
  static const float wild[] = { NAN, INFINITY, -INFINITY, 1e38f, -1e38f, 0 };
  static const FlSampleKind kinds[] = { FL_SAMPLE_SPIRALS, FL_SAMPLE_TEN, FL_SAMPLE_SURFACE, FL_SAMPLE_CURVE };

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (guint w = 0; w < G_N_ELEMENTS (wild) + 1; w++)
      {
        FlSample *sample = fl_sample_new (kinds[k]);
        cairo_t *cr = canvas (400, 300);
        guint height = kinds[k] == FL_SAMPLE_CURVE ? 1 : 60;
        FlBoundary b;

        fl_sample_field (sample, 60, height, w % 2);
        for (guint i = 0; i < 60 * height * sample->picture.outputs; i++)
          sample->picture.field[i] = w < G_N_ELEMENTS (wild) ? wild[w] : wild[(i * 7919u >> 3) % G_N_ELEMENTS (wild)];
        b = fl_sample_boundary (sample);
        b.hover_x = 150;
        b.hover_y = 150;
        fl_boundary_paint (cr, fl_theme_get (FALSE, FALSE), 400, 300, &b, NULL);
        g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
        cairo_destroy (cr);
        fl_sample_free (sample);
      }
}

static void
test_wild_losses (void)
{
  static const double rows[][2] = { { 0, 1e308 }, { 1, 1e-308 }, { 2, NAN }, { 3, INFINITY }, { 4, 0 }, { 5, -1 }, { 1e300, 3 } };

  for (guint n = 1; n <= G_N_ELEMENTS (rows); n++)
    for (int log = 0; log < 2; log++)
      {
        g_autoptr (NnSeries) series = nn_series_new (2);
        g_autoptr (FlCurve) curve = NULL;
        FlChart chart = { .log_y = log, .hover_x = 100 };
        cairo_t *cr = canvas (300, 200);

        for (guint i = 0; i < n; i++)
          nn_series_append (series, rows[i]);
        curve = fl_curve_new (series, 0, 1);
        fl_curve_update (curve, 0);
        chart.train = curve;
        fl_chart_paint (cr, fl_theme_get (FALSE, FALSE), 300, 200, &chart, NULL);
        g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
        cairo_destroy (cr);
      }
}

/* The moment looked at is read from the last row before it, not from the nearest; another run is read where it has got to, and carries
 * the axes along unless it has blown up. */
static void
test_moment_and_others (void)
{
  g_autoptr (NnSeries) own = nn_series_new (2), other = nn_series_new (2);
  g_autoptr (FlCurve) curve = NULL, behind = NULL;
  FlChart chart = { .hover_x = NAN, .x_title = "epochs" };
  FlChartLayout layout;
  cairo_t *cr = canvas (420, 300);

  for (guint i = 0; i <= 10; i++)
    nn_series_append (own, (double[]){ i, 1 - 0.05 * i });
  for (guint i = 0; i <= 40; i++)
    nn_series_append (other, (double[]){ i, i < 30 ? 0.25 : 1e9 });
  curve = fl_curve_new (own, 0, 1);
  behind = fl_curve_new (other, 0, 1);
  fl_curve_update (curve, 0);
  fl_curve_update (behind, 0);
  chart.train = curve;
  fl_chart_paint (cr, fl_theme_get (FALSE, FALSE), 420, 300, &chart, &layout);
  g_assert_cmpfloat (layout.fit.x1, ==, 10);
  g_assert_cmpstr (layout.read, ==, "");
  chart.marked = TRUE;
  chart.mark_x = 3.96;
  chart.mark_row_x = 3;
  chart.mark_y[0] = 0.85;
  chart.mark_y[1] = NAN;
  chart.n_others = 1;
  chart.others[0] = (FlChartOther){ behind, NULL, 7, "Run 7" };
  fl_chart_paint (cr, fl_theme_get (FALSE, FALSE), 420, 300, &chart, &layout);
  g_assert_cmpstr (layout.read, ==, "epoch 3, training 0.85, Run 7: training 0.25");
  g_assert_cmpfloat (layout.fit.x1, ==, 40);
  g_assert_cmpfloat (layout.fit.y1, <=, 3);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
}

/* A line from a label to its mark runs through no other label and across no other line; labels keep off it. */
static void
test_leaders (void)
{
  FlLabelRoom room;

  fl_label_room_init (&room, 0, 0, 200, 100);
  fl_label_room_add_box (&room, 100, 50, 20, 20);
  g_assert_false (fl_label_room_may_lead (&room, 50, 50, 150, 50)); /* through it */
  g_assert_false (fl_label_room_may_lead (&room, 100, 10, 100, 90));
  g_assert_true (fl_label_room_may_lead (&room, 50, 30, 150, 30)); /* above it */
  g_assert_true (fl_label_room_may_lead (&room, 50, 50, 80, 50));  /* not so far */
  g_assert_true (fl_label_room_may_lead (&room, 105, 50, 150, 50)); /* from a mark in it */
  fl_label_room_add_leader (&room, 20, 10, 20, 90);
  g_assert_false (fl_label_room_may_lead (&room, 10, 50, 60, 60));
  g_assert_true (fl_label_room_may_lead (&room, 22, 50, 60, 60));
  g_assert_false (fl_label_room_is_free (&room, 25, 50, 20, 10, FALSE));
  g_assert_true (fl_label_room_is_free (&room, 45, 50, 20, 10, FALSE));
  fl_label_room_clear (&room);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/painters/leaders", test_leaders);
  g_test_add_func ("/paint/painters/odd-sizes", test_odd_sizes);
  g_test_add_func ("/paint/painters/layout", test_layout);
  g_test_add_func ("/paint/painters/field-colours", test_field_colours);
  g_test_add_func ("/paint/painters/map", test_map);
  g_test_add_func ("/paint/painters/read", test_read);
  g_test_add_func ("/paint/painters/points", test_points);
  g_test_add_func ("/paint/painters/links-agree", test_links_agree);
  g_test_add_func ("/paint/painters/links-odd", test_links_odd);
  g_test_add_func ("/paint/painters/wild-values", test_wild_values);
  g_test_add_func ("/paint/painters/wild-losses", test_wild_losses);
  g_test_add_func ("/paint/painters/moment-and-others", test_moment_and_others);
  return g_test_run ();
}
