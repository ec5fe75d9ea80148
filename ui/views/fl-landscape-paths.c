#include "fl-landscape-paths.h"

#include <glib/gi18n-lib.h>

void
fl_landscape_paths_init (FlLandscapePaths *self, FlSession *session)
{
  self->session = session;
  self->comparison = fl_session_get_comparison (session);
  self->trail = nn_trail_new ();
  self->others = g_ptr_array_new_with_free_func ((GDestroyNotify) nn_trail_free);
}

void
fl_landscape_paths_clear (FlLandscapePaths *self)
{
  g_clear_pointer (&self->trail, nn_trail_free);
  g_clear_pointer (&self->others, g_ptr_array_unref);
  for (guint i = 0; i < FL_TERRAIN_PATHS; i++)
    g_clear_pointer (&self->names[i], g_free);
}

void
fl_landscape_paths_forget (FlLandscapePaths *self)
{
  nn_trail_free (self->trail);
  self->trail = nn_trail_new ();
}

/* The first lane that has come to something. */
static FlLane *
first_lane (FlLandscapePaths *self)
{
  for (guint i = 0; i < fl_comparison_n_lanes (self->comparison); i++)
    if (fl_lane_get_frame (fl_comparison_get_lane (self->comparison, i)) != NULL)
      return fl_comparison_get_lane (self->comparison, i);
  return NULL;
}

/* Who has moved last is shown. The session's run publishes a last frame after it was paused for a race, which is none of its own going
 * on. */
static void
choose (FlLandscapePaths *self)
{
  NnFrame *frame = fl_session_get_frame (self->session);
  gboolean moved = frame != NULL && (frame->run != self->run || frame->version != self->version);
  guint n = fl_comparison_n_lanes (self->comparison);

  if (moved)
    {
      self->run = frame->run;
      self->version = frame->version;
    }
  if (fl_comparison_is_playing (self->comparison) || (n > self->n_lanes && !fl_session_is_playing (self->session)))
    self->racing = TRUE;
  else if (moved || n == 0)
    self->racing = FALSE;
  self->n_lanes = n;
}

NnFrame *
fl_landscape_paths_frame (FlLandscapePaths *self)
{
  FlLane *lane;

  choose (self);
  lane = self->racing ? first_lane (self) : NULL;
  return lane != NULL ? fl_lane_get_frame (lane) : fl_session_get_frame (self->session);
}

gboolean
fl_landscape_paths_is_playing (FlLandscapePaths *self)
{
  return fl_session_is_playing (self->session) || fl_comparison_is_playing (self->comparison);
}

/* Takes a place; the first one's trail is there already. */
static void
add (FlLandscapePaths *self, GPtrArray *trails, NnFrame *frame, guint color, const char *name)
{
  guint at = self->n;

  if (at == FL_TERRAIN_PATHS || frame == NULL)
    return;
  self->colors[at] = color;
  self->names[at] = g_strdup (name);
  self->n++;
  if (at == 0)
    {
      g_ptr_array_add (trails, self->trail);
      return;
    }
  g_ptr_array_add (self->others, nn_trail_new ());
  nn_trail_add (self->others->pdata[at - 1], frame);
  g_ptr_array_add (trails, self->others->pdata[at - 1]);
}

static void
add_lanes (FlLandscapePaths *self, GPtrArray *trails)
{
  for (guint i = 0; i < fl_comparison_n_lanes (self->comparison); i++)
    {
      FlLane *lane = fl_comparison_get_lane (self->comparison, i);

      add (self, trails, fl_lane_get_frame (lane), lane->number, lane->name);
    }
}

static void
add_runs (FlLandscapePaths *self, GPtrArray *trails)
{
  GListModel *runs = fl_session_get_runs (self->session);
  FlRun *current = fl_session_get_run (self->session);

  add (self, trails, fl_session_get_frame (self->session), current != NULL ? fl_run_get_number (current) : 1,
       current != NULL ? fl_run_get_name (current) : NULL);
  for (guint i = 0; i < g_list_model_get_n_items (runs); i++)
    {
      g_autoptr (FlRun) run = g_list_model_get_item (runs, i);

      if (run != current)
        add (self, trails, fl_run_get_frame (run), fl_run_get_number (run), fl_run_get_name (run));
    }
}

GPtrArray *
fl_landscape_paths_list (FlLandscapePaths *self)
{
  GPtrArray *trails = g_ptr_array_new ();

  for (guint i = 0; i < FL_TERRAIN_PATHS; i++)
    g_clear_pointer (&self->names[i], g_free);
  g_ptr_array_set_size (self->others, 0);
  self->n = 0;
  self->shows_race = self->racing && first_lane (self) != NULL;
  if (self->shows_race)
    add_lanes (self, trails);
  else
    add_runs (self, trails);
  return trails;
}

char *
fl_landscape_paths_say (const FlLandscapePaths *self, const NnLandscapePicture *picture)
{
  g_autoptr (GString) shown = g_string_new (NULL), left_out = g_string_new (NULL);
  g_autofree char *others = NULL, *all = NULL;

  for (guint i = 0; i < MIN (self->n, picture->n_paths); i++)
    {
      GString *list = picture->paths[i].n > 0 ? shown : left_out;

      if (self->names[i] != NULL)
        g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", self->names[i]);
    }
  if (self->shows_race)
    all = g_strdup_printf (_(" Paths of the race, in its colours: %s."), shown->str);
  if (left_out->len > 0)
    others = g_strdup_printf (_(" Not on this plane, with other weights: %s."), left_out->str);
  return g_strconcat (all != NULL ? all : "", others, NULL);
}
