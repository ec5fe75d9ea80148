/* Layers dragged over the canvas: new ones from a palette, or its own to another place. A mark shows where one would come to
 * stand; dropping it is one edit. */
#include "fl-network-private.h"

#include "fl-edit.h"
#include "fl-parcel.h"

static const NnSpec *
spec_of (FlNetwork *self)
{
  return fl_document_get_project (fl_session_get_document (self->session))->spec;
}

/* The gap nearest to x, as the index of the layer that would stand there; never behind the output layer. */
static int
gap_at (FlNetwork *self, double x)
{
  int output = fl_output_layer (spec_of (self)), last = output >= 0 ? output : (int) spec_of (self)->n_layers, nearest = 0;
  double least = G_MAXDOUBLE;

  for (int i = 0; i <= last && i < (int) self->places.n_columns; i++)
    {
      const FlColumnPlace *place = &self->places.columns[i];
      double away = ABS (x - (place->left + place->width));

      if (away < least)
        {
          least = away;
          nearest = i;
        }
    }
  return nearest;
}

/* Where a layer ends up when it is taken out at `from` and dropped into a gap. */
static int
place_after_move (int from, int gap)
{
  return gap > from ? gap - 1 : gap;
}

static void
set_mark (FlNetwork *self, int gap)
{
  if (gap == self->mark)
    return;
  self->mark = gap;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static GdkDragAction
motion_cb (FlNetwork *self, double x, double y, GtkDropTarget *target)
{
  const GValue *value = gtk_drop_target_get_value (target);
  const FlParcel *parcel = value != NULL ? g_value_get_boxed (value) : NULL;
  int gap = self->topology != NULL ? gap_at (self, x) : -1;
  gboolean stays = parcel != NULL && parcel->id == NULL && place_after_move (parcel->from, gap) == parcel->from;

  set_mark (self, stays ? -1 : gap);
  return parcel != NULL && parcel->id == NULL ? GDK_ACTION_MOVE : GDK_ACTION_COPY;
}

static void
leave_cb (FlNetwork *self)
{
  set_mark (self, -1);
}

static gboolean
drop_cb (FlNetwork *self, const GValue *value, double x, double y)
{
  const FlParcel *parcel = g_value_get_boxed (value);
  int gap = gap_at (self, x);

  set_mark (self, -1);
  if (parcel->id != NULL)
    {
      fl_network_insert (self, (guint) gap, parcel->id);
      return TRUE;
    }
  return fl_network_move (self, parcel->from, place_after_move (parcel->from, gap));
}

void
fl_network_add_drop (FlNetwork *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (FL_TYPE_PARCEL, GDK_ACTION_COPY | GDK_ACTION_MOVE);

  self->mark = -1;
  gtk_drop_target_set_preload (drop, TRUE); /* so that a layer over its own place shows no mark */
  g_signal_connect_swapped (drop, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (drop, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

/* A header is dragged */

static GdkContentProvider *
drag_prepare_cb (GtkDragSource *source, double x, double y, FlNetwork *self)
{
  GtkWidget *title = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));
  int layer = fl_network_column_of (self, gtk_widget_get_ancestor (title, FL_TYPE_LAYER_HEADER)) - 1;
  g_autoptr (GdkPaintable) picture = fl_parcel_picture (title);

  if (layer < 0 || layer == fl_output_layer (spec_of (self)))
    return NULL;
  gtk_drag_source_set_icon (source, picture, (int) x, (int) y);
  fl_network_select (self, layer);
  return fl_parcel_provider (&(FlParcel){ NULL, layer });
}

void
fl_network_make_draggable (FlNetwork *self, GtkWidget *title)
{
  GtkDragSource *drag = gtk_drag_source_new ();

  gtk_drag_source_set_actions (drag, GDK_ACTION_MOVE);
  g_signal_connect_object (drag, "prepare", G_CALLBACK (drag_prepare_cb), self, 0);
  gtk_widget_add_controller (title, GTK_EVENT_CONTROLLER (drag));
}

void
fl_network_snapshot_mark (FlNetwork *self, GtkSnapshot *snapshot)
{
  const FlTheme *theme = fl_plot_theme ();
  const FlColumnPlace *place;
  GdkRGBA color = { theme->accent.r, theme->accent.g, theme->accent.b, 1 };
  GskRoundedRect bar;
  graphene_rect_t box;

  if (self->mark < 0 || self->mark >= (int) self->places.n_columns)
    return;
  place = &self->places.columns[self->mark];
  graphene_rect_init (&box, place->left + place->width - 2, 8, 4, self->places.height - 16);
  gsk_rounded_rect_init_from_rect (&bar, &box, 2);
  gtk_snapshot_push_rounded_clip (snapshot, &bar);
  gtk_snapshot_append_color (snapshot, &color, &box);
  gtk_snapshot_pop (snapshot);
}
