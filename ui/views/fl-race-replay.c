#include "fl-race-replay.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-landscape-parts.h"
#include "fl-tooltip.h"

typedef struct
{
  void (*changed) (FlPlotHurry hurry, gpointer user_data);
  gpointer user_data;
  GtkWidget *box, *slider; /* borrowed */
  guint steps;
  double shown, speed; /* steps, steps a second */
  gboolean running, quiet;
  guint tick;
  gint64 ticked;
} Replay;

static Replay *
replay_of (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), "fl-race-replay");
}

static void
show (Replay *self, double step)
{
  self->shown = step;
  self->quiet = TRUE;
  gtk_range_set_value (GTK_RANGE (self->slider), floor (step));
  self->quiet = FALSE;
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Replay *self = data;
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  double before = floor (self->shown);

  if (self->running)
    show (self, MIN (self->shown + self->speed * (double) (now - self->ticked) * 1e-6, self->steps));
  self->ticked = now;
  if (floor (self->shown) != before)
    self->changed (FL_PLOT_PACED, self->user_data);
  if (self->running && self->shown < self->steps && gtk_widget_get_mapped (widget))
    return G_SOURCE_CONTINUE;
  self->running = FALSE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

void
fl_race_replay_start (GtkWidget *replay)
{
  Replay *self = replay_of (replay);
  GdkFrameClock *clock = gtk_widget_get_frame_clock (replay);

  self->running = !isinf (self->speed);
  show (self, self->running ? 0 : self->steps);
  self->changed (FL_PLOT_NOW, self->user_data);
  if (!self->running || self->tick != 0)
    return;
  self->ticked = clock != NULL ? gdk_frame_clock_get_frame_time (clock) : g_get_monotonic_time ();
  self->tick = gtk_widget_add_tick_callback (replay, tick_cb, self, NULL);
}

static void
again_cb (Replay *self)
{
  fl_race_replay_start (self->box);
}

static void
slider_cb (Replay *self)
{
  if (self->quiet)
    return;
  self->running = FALSE;
  self->shown = floor (gtk_range_get_value (GTK_RANGE (self->slider)));
  self->changed (FL_PLOT_NOW, self->user_data);
}

GtkWidget *
fl_race_replay_new (guint steps, void (*changed) (FlPlotHurry hurry, gpointer user_data), gpointer user_data)
{
  Replay *self = g_new0 (Replay, 1);
  GtkWidget *again = fl_column_button_new (_("Race again"), _("Show the race from its start"), G_CALLBACK (again_cb), self);

  self->changed = changed;
  self->user_data = user_data;
  self->steps = steps;
  self->shown = steps;
  self->speed = INFINITY;
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  g_object_set_data_full (G_OBJECT (self->box), "fl-race-replay", self, g_free);
  gtk_widget_add_css_class (again, "card-button");
  gtk_widget_set_valign (again, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->box), again);
  self->slider = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0, steps, 1);
  gtk_scale_set_draw_value (GTK_SCALE (self->slider), FALSE);
  gtk_widget_set_hexpand (self->slider, TRUE);
  gtk_range_set_value (GTK_RANGE (self->slider), steps);
  fl_set_tooltip (self->slider, _("Drag to see any step; the arrows show what the chosen racer does next"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->slider), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Step shown"), -1);
  g_signal_connect_swapped (self->slider, "value-changed", G_CALLBACK (slider_cb), self);
  gtk_box_append (GTK_BOX (self->box), self->slider);
  return self->box;
}

guint
fl_race_replay_get (GtkWidget *replay)
{
  return (guint) replay_of (replay)->shown;
}

void
fl_race_replay_set_steps (GtkWidget *replay, guint steps)
{
  Replay *self = replay_of (replay);

  self->steps = steps;
  self->quiet = TRUE;
  gtk_range_set_range (GTK_RANGE (self->slider), 0, steps);
  self->quiet = FALSE;
  fl_race_replay_show_all (replay);
}

void
fl_race_replay_show_all (GtkWidget *replay)
{
  Replay *self = replay_of (replay);

  self->running = FALSE;
  show (self, self->steps);
}

void
fl_race_replay_set_speed (GtkWidget *replay, double steps_a_second)
{
  replay_of (replay)->speed = steps_a_second;
}
