/* From a race to what its charts paint. UI thread. */
#pragma once
#include "fl-race-paint.h"
#include "fl-race.h"

G_BEGIN_DECLS

/* chosen: the racer whose predictions the field of a fit of two inputs shows. */
FlRaceScene *fl_race_scene_new (const FlRaceResult *result, guint shown, guint chosen, gboolean log);
/* With the arrows of the chosen racer's next step. The caller owns a reference. */
FlTerrain *fl_race_terrain_new (const FlRaceResult *result, guint shown, guint chosen, gboolean log);
/* "SGD · η 0.02 · β 0.9"; caller frees. */
char *fl_racer_name (const DsItem *racer);
/* The next step of the chosen racer in numbers, or NULL where there is none; caller frees. */
char *fl_race_step_text (const FlRaceResult *result, guint at, guint chosen);
/* A model whose points can be drawn with its line, or on its plane. */
gboolean fl_race_has_fit (const FlRaceResult *result);
/* What the colours and lines of a fit of two inputs mean, or NULL; caller frees. */
char *fl_race_fit_remark (const FlRaceResult *result, guint chosen);

G_END_DECLS
