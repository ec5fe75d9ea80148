/* Who races, as the document's history keeps it: adding, removing and replacing lanes are steps of it, taken back in their turn with the
 * project's edits.
 *
 * A lane that comes back begins anew where it began before, and the others wait for it: the same bits come again. Those that made room for
 * others last keep their runs, and come back as they were; more of them would keep too many threads. */
#include "fl-comparison-private.h"

#define OWNER "race"

/* What a GBytes of the history holds. */
typedef struct
{
  NnPace *pace;     /* owned refs */
  GPtrArray *lanes; /* of FlLane */
} LineUp;

static gpointer
ref_lane (gconstpointer lane, gpointer user_data)
{
  return fl_lane_ref ((FlLane *) lane);
}

static void
line_up_free (gpointer data)
{
  LineUp *self = data;

  nn_pace_unref (self->pace);
  g_ptr_array_unref (self->lanes);
  g_free (self);
}

static GBytes *
line_up (FlComparison *self)
{
  LineUp *now = g_new (LineUp, 1);

  *now = (LineUp){ nn_pace_ref (self->pace), g_ptr_array_copy (self->lanes, ref_lane, NULL) };
  return g_bytes_new_with_free_func (now, sizeof *now, line_up_free, now);
}

static void
end_run (FlLane *lane)
{
  g_clear_object (&lane->run);
  lane->standing = (NnStanding){ 0 };
}

static void
end_all_but (GPtrArray *lanes, GPtrArray *but)
{
  for (guint i = 0; i < lanes->len; i++)
    if (!g_ptr_array_find (but, lanes->pdata[i], NULL))
      end_run (lanes->pdata[i]);
}

/* Gives others their place: who stood aside before them is no longer kept at hand. */
static void
replace (FlComparison *self, GPtrArray *lanes, NnPace *pace)
{
  self->playing = FALSE;
  fl_comparison_rest (self);
  end_all_but (self->aside, lanes);
  g_ptr_array_unref (self->aside);
  self->aside = self->lanes;
  self->lanes = lanes;
  nn_pace_unref (self->pace);
  self->pace = pace;
}

static void
come_back (FlComparison *self, FlLane *lane)
{
  g_autoptr (GError) error = NULL;

  if (lane->run != NULL || lane->problem != NULL)
    return;
  if (lane->data == NULL)
    fl_comparison_load (self, lane);
  else if (!fl_comparison_begin (self, lane, lane->history, lane->moment, &error))
    lane->problem = g_strdup (error->message);
}

static void
take_up (FlComparison *self, const LineUp *wanted)
{
  GPtrArray *lanes = g_ptr_array_copy (wanted->lanes, ref_lane, NULL);

  if (wanted->pace != self->pace)
    replace (self, lanes, nn_pace_ref (wanted->pace));
  else
    {
      end_all_but (self->lanes, lanes); /* so that nobody waits for them */
      g_ptr_array_unref (self->lanes);
      self->lanes = lanes;
    }
  for (guint i = 0; i < lanes->len; i++)
    come_back (self, lanes->pdata[i]);
  if (lanes->len == 0)
    self->playing = FALSE;
  fl_comparison_emit_changed (self);
}

static void
noted_cb (FlComparison *self, GBytes *value)
{
  take_up (self, g_bytes_get_data (value, NULL));
}

void
fl_comparison_follow_history (FlComparison *self)
{
  g_signal_connect_object (self->session->document, "noted::" OWNER, G_CALLBACK (noted_cb), self, G_CONNECT_SWAPPED);
}

/* --- changes ----------------------------------------------------------------------------------------- */

void
fl_comparison_begin_change (FlComparison *self)
{
  g_assert (self->before == NULL);
  self->before = line_up (self);
}

gboolean
fl_comparison_finish_change (FlComparison *self, gboolean fine, const char *label)
{
  g_autoptr (GBytes) before = g_steal_pointer (&self->before), after = NULL;

  if (!fine)
    {
      take_up (self, g_bytes_get_data (before, NULL));
      return FALSE;
    }
  after = line_up (self);
  fl_comparison_emit_changed (self);
  fl_document_note (self->session->document, OWNER, before, after, label, NULL);
  return TRUE;
}

void
fl_comparison_set_aside (FlComparison *self)
{
  replace (self, g_ptr_array_new_with_free_func ((GDestroyNotify) fl_lane_unref), nn_pace_new ());
}

void
fl_comparison_take_out (FlComparison *self, FlLane *lane)
{
  end_run (lane);
  g_ptr_array_remove (self->lanes, lane);
  if (self->lanes->len == 0)
    self->playing = FALSE;
}

void
fl_comparison_end (FlComparison *self)
{
  fl_comparison_set_aside (self);
  end_all_but (self->aside, self->lanes);
}
