/* A race in a session, for tests: static functions, so that each test file has its own. */
#pragma once
#include "fl-comparison.h"
#include "fl-session-fixture.h"

G_GNUC_UNUSED static NnFrame *
lane_frame (FlComparison *race, guint i)
{
  return fl_lane_get_frame (fl_comparison_get_lane (race, i));
}

G_GNUC_UNUSED static gboolean
all_there (FlComparison *race)
{
  for (guint i = 0; i < fl_comparison_n_lanes (race); i++)
    if (lane_frame (race, i) == NULL)
      return FALSE;
  return TRUE;
}

G_GNUC_UNUSED static gboolean
all_at_least (FlComparison *race, guint64 step)
{
  for (guint i = 0; i < fl_comparison_n_lanes (race); i++)
    if (lane_frame (race, i) == NULL || lane_frame (race, i)->step < step)
      return FALSE;
  return TRUE;
}

G_GNUC_UNUSED static gboolean
all_in (FlComparison *race, NnState state)
{
  for (guint i = 0; i < fl_comparison_n_lanes (race); i++)
    if (lane_frame (race, i) == NULL || lane_frame (race, i)->state != state)
      return FALSE;
  return TRUE;
}

G_GNUC_UNUSED static FlComparison *
optimizers (Fixture *f)
{
  FlComparison *race;
  g_autoptr (GError) error = NULL;
  guint changes = 0;

  wait_ready (f);
  race = fl_session_get_comparison (f->session);
  gulong counting = g_signal_connect (race, "changed", G_CALLBACK (count_cb), &changes);
  g_assert_true (fl_comparison_race_optimizers (race, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (changes, ==, 1); /* not once a lane: whoever shows them builds them once */
  g_signal_handler_disconnect (race, counting);
  g_assert_cmpuint (fl_comparison_n_lanes (race), >=, 4);
  WAIT_FOR (f, all_there (race));
  return race;
}
