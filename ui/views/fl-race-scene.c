/* From a race to what its charts paint. Copies, on the UI thread: a few thousand numbers. */
#include "fl-race-scene.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_POINTS 1500

/* The data of a model of one input: what the network sees of it. */
static void
add_points (FlRaceScene *scene, const FlRaceResult *result)
{
  const DsPrepared *data = result->setup.data;
  gsize every = data->n_train / MOST_POINTS + 1;
  guint targets = data->n_classes > 0 ? 1 : data->targets;

  scene->points = g_new (FlSpot, data->n_train / every + 1);
  for (gsize i = 0; i < data->n_train; i += every)
    scene->points[scene->n_points++] = (FlSpot){ (double) data->x[i * data->inputs], (double) data->y[i * targets] };
  scene->logistic = nn_loss_prediction (result->setup.spec->loss.type) == NN_PREDICT_PROBABILITY;
  scene->x_label = g_strdup (data->input_names[0]);
  scene->y_label = g_strdup (data->target_name);
}

gboolean
fl_race_has_fit (const FlRaceResult *result)
{
  return result->setup.surface == NULL && result->grid != NULL && result->setup.data->inputs == 1 && result->setup.spec->n_layers == 1 &&
         strcmp (ds_item_choice (&result->setup.spec->layers[0], "activation")->id, "linear") == 0;
}

FlRaceScene *
fl_race_scene_new (const FlRaceResult *result, guint shown, gboolean log)
{
  FlRaceScene *scene = g_new0 (FlRaceScene, 1);

  scene->steps = result->setup.steps;
  scene->shown = shown;
  scene->log = log;
  for (guint r = 0; r < result->setup.n_racers; r++)
    {
      const NnDescent *descent = result->descents[r];
      const NnDescentPoint *now = &descent->points[MIN (shown, descent->n - 1)];
      FlRaceLine *line = &scene->lines[scene->n_lines++];

      *line = (FlRaceLine){ r, descent->n, g_new (double, descent->n), now->x, now->y };
      for (guint i = 0; i < descent->n; i++)
        line->values[i] = descent->points[i].value;
    }
  if (fl_race_has_fit (result))
    add_points (scene, result);
  return scene;
}

static FlSpot *
spots_of (const NnDescent *descent)
{
  FlSpot *spots = g_new (FlSpot, descent->n);

  for (guint i = 0; i < descent->n; i++)
    spots[i] = (FlSpot){ descent->points[i].x, descent->points[i].y };
  return spots;
}

/* Of the chosen racer's next step: what the gradient alone would do, what momentum adds to it, and both together. */
static void
add_arrows (FlTerrain *terrain, const FlRaceResult *result, guint at, guint chosen)
{
  const NnDescent *descent = chosen < FL_RACERS ? result->descents[chosen] : NULL;
  const DsItem *item;
  const NnDescentPoint *p;
  double rate, gx, gy;

  if (descent == NULL || at + 1 >= descent->n)
    return;
  item = &result->setup.racers[chosen];
  p = &descent->points[at];
  rate = ds_item_get (item, "learning_rate");
  gx = p->x - rate * p->gradient[0];
  gy = p->y - rate * p->gradient[1];
  fl_terrain_add_arrow (terrain, p->x, p->y, gx, gy, chosen, TRUE, _("gradient"));
  if (ds_type_find_param (item->type, "momentum") >= 0 && ds_item_get (item, "momentum") > 0)
    fl_terrain_add_arrow (terrain, gx, gy, p[1].x, p[1].y, chosen, TRUE, _("momentum"));
  fl_terrain_add_arrow (terrain, p->x, p->y, p[1].x, p[1].y, chosen, FALSE, _("step"));
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
    fl_terrain_add_path (terrain, _(result->setup.racers[i].type->title), i, spots_of (result->descents[i]), result->descents[i]->n, shown + 1);
  add_optima (terrain, result);
  fl_terrain_add_mark (terrain, FL_MARK_START, result->setup.start[0], result->setup.start[1], _("start"));
  add_arrows (terrain, result, shown, chosen);
  return terrain;
}

char *
fl_race_step_text (const FlRaceResult *result, guint at, guint chosen)
{
  const NnDescent *descent = chosen < result->setup.n_racers ? result->descents[chosen] : NULL;
  const NnDescentPoint *p;
  char n[10][32];

  if (descent == NULL || at + 1 >= descent->n)
    return NULL;
  p = &descent->points[at];
  fl_format_number (p->gradient[0], n[0], sizeof n[0]);
  fl_format_number (p->gradient[1], n[1], sizeof n[1]);
  fl_format_number (p[1].x - p->x, n[2], sizeof n[2]);
  fl_format_number (p[1].y - p->y, n[3], sizeof n[3]);
  fl_format_number (p->x, n[4], sizeof n[4]);
  fl_format_number (p->y, n[5], sizeof n[5]);
  fl_format_number (p[1].x, n[6], sizeof n[6]);
  fl_format_number (p[1].y, n[7], sizeof n[7]);
  fl_format_number (p->value, n[8], sizeof n[8]);
  fl_format_number (p[1].value, n[9], sizeof n[9]);
  return g_strdup_printf (_("Step %u of %s: gradient (%s, %s), so from (%s, %s) by (%s, %s) to (%s, %s); loss %s → %s."), at + 1,
                          _(result->setup.racers[chosen].type->title), n[0], n[1], n[4], n[5], n[2], n[3], n[6], n[7], n[8], n[9]);
}
