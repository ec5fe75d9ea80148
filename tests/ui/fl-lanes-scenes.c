/* Scenes of the chart of a race. */
#include "fl-lanes-paint.h"
#include "fl-scenes.h"

#include <math.h>
#include <string.h>

#define LANES 4
#define ROWS 120

/* Losses that fall at their own pace and shake as those of small batches do. */
static NnSeries *
lane_series (guint lane)
{
  static const double rate[LANES] = { 0.004, 0.035, 0.012, 0.05 }, late[LANES] = { 0, 30, 0, 45 };
  NnSeries *series = nn_series_new (2);

  for (guint i = 0; i < ROWS; i++)
    {
      double shake = 0.12 * sin (i * (1.3 + 0.4 * lane)) * sin (0.37 * i + lane);
      double row[2] = { i, 0.7 * exp (-rate[lane] * fmax (i - late[lane], 0)) * (1 + (i > 10 ? shake : 0)) };

      nn_series_append (series, row);
    }
  return series;
}

typedef enum
{
  PLAIN,
  HOVERED, /* with the pointer over the last crossing */
  CORNER   /* crossings at the very beginning, so near each other that none has room of its own */
} Scene;

static const NnCrossing corner[] = { { .x = 1, .y = 0.69, .winner = 1, .loser = 0 }, { .x = 4, .y = 0.69, .winner = 3, .loser = 2 },
                                     { .x = 7, .y = 0.68, .winner = 0, .loser = 1 }, { .x = 10, .y = 0.67, .winner = 2, .loser = 3 } };

static void
lanes (cairo_t *cr, const FlTheme *theme, double width, double height, Scene scene)
{
  static const char *const names[LANES] = { "SGD", "Momentum", "Adagrad", "RMSprop" };
  FlLanesChart chart = { .n = LANES, .log_y = TRUE, .hover_x = NAN, .x_title = "epochs", .x_word = "epoch" };
  NnSeries *series[LANES];
  FlCurve *curves[LANES];
  NnRaceCurve all[LANES];
  g_autoptr (NnCrossings) crossings = NULL;

  for (guint i = 0; i < LANES; i++)
    {
      series[i] = lane_series (i);
      curves[i] = fl_curve_new (series[i], 0, 1);
      fl_curve_update (curves[i], 0);
      chart.lines[i] = (FlLaneLine){ curves[i], NULL, names[i], i };
      all[i] = (NnRaceCurve){ series[i], series[i], 0, 1 };
    }
  crossings = nn_crossings_new (all, LANES, 0);
  nn_crossings_update (crossings, 0);
  chart.n_crossings = nn_crossings_get (crossings, chart.crossings);
  if (scene == CORNER)
    {
      chart.numbered = TRUE;
      chart.n_crossings = G_N_ELEMENTS (corner);
      memcpy (chart.crossings, corner, sizeof corner);
    }
  if (scene == HOVERED)
    {
      FlChartLayout layout;

      cairo_push_group (cr);
      fl_lanes_paint (cr, theme, width, height, &chart, &layout);
      cairo_pattern_destroy (cairo_pop_group (cr));
      chart.hover_x = fl_axis_pixel (&layout.x, chart.crossings[chart.n_crossings - 1].x);
    }
  fl_lanes_paint (cr, theme, width, height, &chart, NULL);
  for (guint i = 0; i < LANES; i++)
    {
      fl_curve_free (curves[i]);
      nn_series_unref (series[i]);
    }
}

void
fl_scene_lanes (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  lanes (cr, theme, width, height, PLAIN);
}

void
fl_scene_lanes_hover (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  lanes (cr, theme, width, height, HOVERED);
}

void
fl_scene_lanes_corner (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  lanes (cr, theme, width, height, CORNER);
}
