/* From a race to what its charts paint. Copies, on the UI thread: a few thousand numbers. */
#include "fl-race-scene.h"
#include "fl-axis.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "fl-time-strip.h"

#define MOST_POINTS 1500

/* The data as the network sees them. */
static void
add_points (FlRaceScene *scene, const FlRaceResult *result)
{
  const DsPrepared *data = result->setup.data;
  gsize every = data->n_train / MOST_POINTS + 1;
  gboolean plane = result->shape == NN_TWO_PLANE, classes = data->n_classes > 0;

  scene->points = g_new (FlSpot, data->n_train / every + 1);
  scene->values = g_new (double, data->n_train / every + 1);
  for (gsize i = 0; i < data->n_train; i += every)
    {
      const float *x = data->x + i * data->inputs;
      double value = (double) data->y[i], target = classes ? result->classes[value > 0.5] : value;

      scene->values[scene->n_points] = value;
      scene->points[scene->n_points++] = (FlSpot){ (double) x[0], plane ? (double) x[1] : target };
    }
  scene->plane = plane;
  scene->classes = classes;
  scene->low = classes ? result->classes[0] : data->y_min;
  scene->high = classes ? result->classes[1] : data->y_max;
  scene->middle = classes ? result->middle : (data->y_min + data->y_max) / 2;
  scene->logistic = nn_loss_prediction (result->setup.spec->loss.type) == NN_PREDICT_PROBABILITY;
  scene->x_label = g_strdup (data->input_names[0]);
  scene->y_label = g_strdup (plane ? data->input_names[1] : data->target_name);
}

gboolean
fl_race_has_fit (const FlRaceResult *result)
{
  return result->grid != NULL && result->shape != NN_TWO_OTHER;
}

char *
fl_race_fit_remark (const FlRaceResult *result, guint chosen)
{
  const DsPrepared *data = result->setup.data;
  const char *who = _(result->setup.racers[MIN (chosen, result->setup.n_racers - 1)].type->title);
  char middle[32];

  if (result->shape != NN_TWO_PLANE)
    return NULL;
  if (data->n_classes > 0)
    return g_strdup_printf (_("colours: %s · lines: where the decision turns"), who);
  return g_strdup_printf (_("colours: %s · lines: where the prediction is %s"), who,
                          fl_format_number ((data->y_min + data->y_max) / 2, middle, sizeof middle));
}

/* The model's parameters with a racer's two among them. */
static void
set_model (FlRaceLine *line, const FlRaceResult *result, const NnDescentPoint *now)
{
  double all[NN_TWO_PARAMETERS];

  memcpy (all, result->choice.held, sizeof all);
  all[result->choice.at[0]] = now->x;
  all[result->choice.at[1]] = now->y;
  line->w = all[0];
  line->b = all[1];
  line->c = result->parameters > 2 ? all[2] : 0;
}

FlRaceScene *
fl_race_scene_new (const FlRaceResult *result, guint shown, guint chosen, gboolean log)
{
  FlRaceScene *scene = g_new0 (FlRaceScene, 1);

  scene->steps = result->setup.steps;
  scene->shown = shown;
  scene->log = log;
  scene->chosen = chosen;
  for (guint r = 0; r < result->setup.n_racers; r++)
    {
      const NnDescent *descent = result->descents[r];
      const NnDescentPoint *now = &descent->points[MIN (shown, descent->n - 1)];
      FlRaceLine *line = &scene->lines[scene->n_lines++];

      *line = (FlRaceLine){ .color = r, .n = descent->n, .values = g_new (double, descent->n) };
      if (fl_race_has_fit (result))
        set_model (line, result, now);
      for (guint i = 0; i < descent->n; i++)
        line->values[i] = descent->points[i].value;
    }
  if (fl_race_has_fit (result))
    add_points (scene, result);
  return scene;
}

char *
fl_racer_name (const DsItem *racer)
{
  double momentum = ds_type_find_param (racer->type, "momentum") >= 0 ? ds_item_get (racer, "momentum") : 0;
  char rate[32], number[32];

  fl_format_number (ds_item_get (racer, "learning_rate"), rate, sizeof rate);
  if (momentum > 0)
    /* TRANSLATORS: an optimizer, its learning rate and its momentum */
    return g_strdup_printf (_("%s · η %s · β %s"), _(racer->type->title), rate, fl_format_number (momentum, number, sizeof number));
  /* TRANSLATORS: an optimizer and its learning rate */
  return g_strdup_printf (_("%s · η %s"), _(racer->type->title), rate);
}

static FlSpot *
spots_of (const NnDescent *descent)
{
  FlSpot *spots = g_new (FlSpot, descent->n);

  for (guint i = 0; i < descent->n; i++)
    spots[i] = (FlSpot){ descent->points[i].x, descent->points[i].y };
  return spots;
}

/* Does the optimizer see something else than the whole gradient at this step: that of a batch, or one with noise? */
static gboolean
sees_part (const NnDescentPoint *p)
{
  return hypot (p->gradient[0] - p->whole[0], p->gradient[1] - p->whole[1]) > 1e-6 * hypot (p->whole[0], p->whole[1]);
}

/* Of the chosen racer's next step: what the gradient alone would do, what momentum adds to it, and both together. Where the gradient
 * is that of a batch, what that of all rows would do is shown faintly. */
static void
add_arrows (FlTerrain *terrain, const FlRaceResult *result, guint at, guint chosen)
{
  const NnDescent *descent = chosen < result->setup.n_racers ? result->descents[chosen] : NULL;
  gboolean part;
  const DsItem *item;
  const NnDescentPoint *p;
  double rate, gx, gy;

  if (descent == NULL || at + 1 >= descent->n)
    return;
  item = &result->setup.racers[chosen];
  p = &descent->points[at];
  part = sees_part (p);
  rate = ds_item_get (item, "learning_rate");
  gx = p->x - rate * p->gradient[0];
  gy = p->y - rate * p->gradient[1];
  if (part)
    fl_terrain_add_arrow (terrain, p->x, p->y, p->x - rate * p->whole[0], p->y - rate * p->whole[1], chosen, FL_ARROW_FAINT,
                          result->setup.surface != NULL ? _("without noise") : _("all rows"));
  fl_terrain_add_arrow (terrain, p->x, p->y, gx, gy, chosen, FL_ARROW_DASHED,
                        !part ? _("gradient") : result->setup.surface != NULL ? _("gradient with noise") : _("gradient of the batch"));
  if (ds_type_find_param (item->type, "momentum") >= 0 && ds_item_get (item, "momentum") > 0)
    fl_terrain_add_arrow (terrain, gx, gy, p[1].x, p[1].y, chosen, FL_ARROW_DASHED, _("momentum"));
  fl_terrain_add_arrow (terrain, p->x, p->y, p[1].x, p[1].y, chosen, FL_ARROW_WHOLE, _("step"));
}

static void
add_optima (FlTerrain *terrain, const FlRaceResult *result)
{
  for (guint i = 0; i < result->n_optima; i++)
    {
      char a[32], b[32];
      g_autofree char *label = NULL;

      if (result->setup.surface == NULL)
        label = g_strdup_printf (result->closed_form ? _("closed form %s · %s") : _("optimum %s · %s"), fl_format_number (result->optima[i][0], a, sizeof a),
                                 fl_format_number (result->optima[i][1], b, sizeof b));
      fl_terrain_add_mark (terrain, FL_MARK_OPTIMUM, result->optima[i][0], result->optima[i][1], label);
    }
}

FlTerrain *
fl_race_terrain_new (const FlRaceResult *result, guint shown, guint chosen, gboolean log)
{
  FlTerrain *terrain = fl_terrain_new ();

  fl_terrain_set_grid (terrain, &result->setup.box, FL_RACE_GRID, result->grid, log);
  terrain->x_label = g_strdup (result->names[0]);
  terrain->y_label = g_strdup (result->names[1]);
  for (guint i = 0; i < result->setup.n_racers; i++)
    {
      g_autofree char *name = fl_racer_name (&result->setup.racers[i]);

      fl_terrain_add_path (terrain, name, i, spots_of (result->descents[i]), result->descents[i]->n, shown + 1);
    }
  add_optima (terrain, result);
  fl_terrain_add_mark (terrain, FL_MARK_START, result->setup.start[0], result->setup.start[1], _("start"));
  add_arrows (terrain, result, shown, chosen);
  return terrain;
}

static char *
pair (double x, double y)
{
  char a[32], b[32];

  return g_strdup_printf (_("(%s, %s)"), fl_format_number (x, a, sizeof a), fl_format_number (y, b, sizeof b));
}

char *
fl_race_step_text (const FlRaceResult *result, guint at, guint chosen)
{
  const NnDescent *descent = chosen < result->setup.n_racers ? result->descents[chosen] : NULL;
  g_autofree char *step = fl_format_whole ((guint64) at + 1), *gradient = NULL, *whole = NULL, *seen = NULL, *from = NULL, *by = NULL, *to = NULL;
  const NnDescentPoint *p;
  char a[32], b[32];

  if (descent == NULL || at + 1 >= descent->n)
    return NULL;
  p = &descent->points[at];
  gradient = pair (p->gradient[0], p->gradient[1]);
  whole = pair (p->whole[0], p->whole[1]);
  from = pair (p->x, p->y);
  by = pair (p[1].x - p->x, p[1].y - p->y);
  to = pair (p[1].x, p[1].y);
  if (!sees_part (p))
    seen = g_strdup (gradient);
  else if (result->setup.surface != NULL)
    /* TRANSLATORS: both are pairs of numbers */
    seen = g_strdup_printf (_("%s with noise, %s without"), gradient, whole);
  else
    seen = g_strdup_printf (_("%s of the batch, %s of all rows"), gradient, whole);
  return g_strdup_printf (_("Step %s of %s: gradient %s, so from %s by %s to %s; loss %s → %s."), step,
                          _(result->setup.racers[chosen].type->title), seen, from, by, to, fl_format_number (p->value, a, sizeof a),
                          fl_format_number (p[1].value, b, sizeof b));
}
