#include "fl-maps-plot.h"

#include <glib/gi18n-lib.h>

#include "fl-network-scene.h"
#include "fl-network-values.h"
#include "fl-plot-hands.h"

#define CELL 47
#define EDGE 44

typedef struct
{
  FlTopology *topology; /* owned refs */
  NnPicture *picture;   /* may be NULL */
  guint column, first;
} Page;

struct _FlMapsPlot
{
  FlPlot parent_instance;
  Page page;
  guint cursor; /* on the page */
};

G_DEFINE_FINAL_TYPE (FlMapsPlot, fl_maps_plot, FL_TYPE_PLOT)

enum
{
  CHOSEN,
  PAGE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

gboolean
fl_maps_are_images (const FlTopology *topology, guint column, guint *width, guint *height)
{
  *width = topology->columns[column].image_width;
  *height = topology->columns[column].image_height;
  return *width > 0;
}

guint
fl_maps_count (const FlTopology *topology, const NnPicture *picture, guint column)
{
  guint width, height, units = topology->columns[column].units;

  if (fl_maps_are_images (topology, column, &width, &height))
    return (guint) MIN (topology->data->n_train, G_MAXINT);
  if (picture == NULL || picture->n_layers + 1 != topology->n_columns || picture->map_size == 0)
    return units;
  return MIN (units, column == 0 ? picture->input_units : picture->map_units[column - 1]);
}

static guint
count_on_page (const Page *page)
{
  guint all = page->topology != NULL ? fl_maps_count (page->topology, page->picture, page->column) : 0;

  return all > page->first ? MIN (all - page->first, FL_MAPS_PAGE) : 0;
}

static void
page_clear (Page *page)
{
  g_clear_pointer (&page->topology, fl_topology_unref);
  g_clear_pointer (&page->picture, nn_picture_unref);
}

/* Painting */

static gpointer
fl_maps_plot_begin (FlPlot *plot)
{
  const Page *page = &FL_MAPS_PLOT (plot)->page;
  Page *scene;

  if (page->topology == NULL)
    return NULL;
  scene = g_new (Page, 1);
  *scene = *page;
  fl_topology_ref (scene->topology);
  if (scene->picture != NULL)
    nn_picture_ref (scene->picture);
  return scene;
}

static void
fl_maps_plot_paint (gpointer data, cairo_t *cr, const FlTheme *theme, double width, double height)
{
  const Page *page = data;
  guint image_width, image_height, map_size = page->picture != NULL ? page->picture->map_size : 0;
  gboolean images = fl_maps_are_images (page->topology, page->column, &image_width, &image_height);
  g_autofree float *values = g_new (float, (gsize) map_size * map_size + 1);
  double range;

  fl_part_magnify (cr, theme, width, height);
  for (guint i = 0; i < count_on_page (page); i++)
    {
      double x = i % FL_MAPS_SIDE * CELL + 1, y = i / FL_MAPS_SIDE * CELL + 1;

      if (images)
        fl_network_paint_image (cr, theme, page->topology->data, page->first + i, image_width, image_height, x, y, EDGE);
      else if (map_size > 0 && page->picture->n_layers + 1 == page->topology->n_columns &&
               fl_network_map (page->topology, page->picture, page->column, page->first + i, values, &range))
        fl_network_paint_map (cr, theme, values, map_size, range, x, y, EDGE, 5);
      cairo_rectangle (cr, x + 0.5, y + 0.5, EDGE - 1, EDGE - 1);
      cairo_set_line_width (cr, 1);
      fl_set_source (cr, theme->text, theme->contrast ? 0.9 : 0.3);
      cairo_stroke (cr);
    }
}

static void
fl_maps_plot_scene_free (gpointer scene)
{
  page_clear (scene);
  g_free (scene);
}

static void
fl_maps_plot_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FlMapsPlot *self = FL_MAPS_PLOT (widget);
  const FlTheme *theme = fl_plot_theme ();
  double x = self->cursor % FL_MAPS_SIDE * CELL + 1.5, y = self->cursor / FL_MAPS_SIDE * CELL + 1.5, right = x + EDGE - 1, below = y + EDGE - 1;
  cairo_t *cr;

  GTK_WIDGET_CLASS (fl_maps_plot_parent_class)->snapshot (widget, snapshot);
  if (!gtk_widget_has_focus (widget) || self->cursor >= count_on_page (&self->page))
    return;
  fl_plot_part_shown (FL_PLOT (self), &x, &y);
  fl_plot_part_shown (FL_PLOT (self), &right, &below);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT ((float) x - 2, (float) y - 2, (float) (right - x) + 4, (float) (below - y) + 4));
  cairo_rectangle (cr, x, y, right - x, below - y);
  cairo_set_line_width (cr, 3);
  fl_set_source (cr, theme->accent, 1);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

/* Names */

static char *
name_of (const FlMapsPlot *self, guint at)
{
  const Page *page = &self->page;
  const DsPrepared *data = page->topology->data;
  guint width, height, unit = page->first + at;

  if (!fl_maps_are_images (page->topology, page->column, &width, &height))
    return fl_topology_unit_name (page->topology, page->column, unit);
  if (data->n_classes > 0)
    return g_strdup_printf (_("Training picture %u: %s"), unit + 1, data->class_names[(guint) data->y[unit]]);
  return g_strdup_printf (_("Training picture %u"), unit + 1);
}

static void
describe (FlMapsPlot *self)
{
  guint n = count_on_page (&self->page);
  g_autofree char *name = self->cursor < n ? name_of (self, self->cursor) : g_strdup ("");

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, name, -1);
}

static int
map_at (FlMapsPlot *self, double x, double y)
{
  int column, row, at;

  fl_plot_part_whole (FL_PLOT (self), &x, &y);
  column = (int) (x / CELL);
  row = (int) (y / CELL);
  at = row * FL_MAPS_SIDE + column;
  return x >= 0 && y >= 0 && column < FL_MAPS_SIDE && at < (int) count_on_page (&self->page) ? at : -1;
}

static gboolean
tooltip_cb (FlMapsPlot *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  int at = keyboard ? (int) self->cursor : map_at (self, x, y);
  g_autofree char *name = at >= 0 && at < (int) count_on_page (&self->page) ? name_of (self, (guint) at) : NULL;

  if (name == NULL)
    return FALSE;
  gtk_tooltip_set_text (tooltip, name);
  if (!keyboard)
    gtk_tooltip_set_tip_area (tooltip, &(GdkRectangle){ x - 2, y - 2, 4, 4 });
  return TRUE;
}

/* Hands */

static void
go_to (FlMapsPlot *self, int at)
{
  int n = (int) count_on_page (&self->page);

  if (n == 0)
    return;
  self->cursor = (guint) CLAMP (at, 0, n - 1);
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
choose (FlMapsPlot *self)
{
  if (self->cursor < count_on_page (&self->page))
    g_signal_emit (self, signals[CHOSEN], 0, self->page.first + self->cursor);
}

static void
released_cb (FlMapsPlot *self, int presses, double x, double y)
{
  int at = map_at (self, x, y);

  if (at < 0)
    return;
  go_to (self, at);
  choose (self);
}

static gboolean
key_cb (FlMapsPlot *self, guint key, guint code, GdkModifierType modifiers)
{
  int at = (int) self->cursor;

  if ((modifiers & GDK_SHIFT_MASK) != 0)
    return GDK_EVENT_PROPAGATE;

  switch (key)
    {
    case GDK_KEY_Left:
      go_to (self, at - 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
      go_to (self, at + 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
      go_to (self, at >= FL_MAPS_SIDE ? at - FL_MAPS_SIDE : at);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
      go_to (self, at + FL_MAPS_SIDE < (int) count_on_page (&self->page) ? at + FL_MAPS_SIDE : at);
      return GDK_EVENT_STOP;
    case GDK_KEY_Home:
      go_to (self, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_End:
      go_to (self, FL_MAPS_PAGE);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Up:
    case GDK_KEY_Page_Down:
      g_signal_emit (self, signals[PAGE], 0, key == GDK_KEY_Page_Up ? -1 : 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      choose (self);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* Of a page that is full, or of the only one; before there are maps, of the layer. */
static guint
rows_of (const Page *page)
{
  guint n = page->topology != NULL ? fl_maps_count (page->topology, page->picture, page->column) : 0;

  if (n == 0 && page->topology != NULL)
    n = page->topology->columns[page->column].units;
  return CLAMP ((n + FL_MAPS_SIDE - 1) / FL_MAPS_SIDE, 1, FL_MAPS_SIDE);
}

static void
fl_maps_plot_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                      int *natural_baseline)
{
  *minimum = *natural = (orientation == GTK_ORIENTATION_HORIZONTAL ? FL_MAPS_SIDE : (int) rows_of (&FL_MAPS_PLOT (widget)->page)) * CELL;
}

static void
fl_maps_plot_dispose (GObject *object)
{
  page_clear (&FL_MAPS_PLOT (object)->page);
  G_OBJECT_CLASS (fl_maps_plot_parent_class)->dispose (object);
}

static void
fl_maps_plot_class_init (FlMapsPlotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  FlPlotClass *plot_class = FL_PLOT_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_maps_plot_dispose;
  widget_class->measure = fl_maps_plot_measure;
  widget_class->snapshot = fl_maps_plot_snapshot;
  plot_class->begin = fl_maps_plot_begin;
  plot_class->paint = fl_maps_plot_paint;
  plot_class->scene_free = fl_maps_plot_scene_free;
  signals[CHOSEN] = g_signal_new ("chosen", FL_TYPE_MAPS_PLOT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[PAGE] = g_signal_new ("page", FL_TYPE_MAPS_PLOT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  gtk_widget_class_set_css_name (widget_class, "maps");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static gpointer
values_begin (FlPlot *plot)
{
  const Page *page = &FL_MAPS_PLOT (plot)->page;
  FlNetworkValues *values;
  guint width, height;

  if (page->topology == NULL)
    return NULL;
  if (!fl_maps_are_images (page->topology, page->column, &width, &height) &&
      (page->picture == NULL || page->picture->map_size == 0 || page->picture->n_layers + 1 != page->topology->n_columns))
    return NULL;
  values = fl_network_values_new (page->topology, NULL, page->picture);
  values->column = page->column;
  values->n = fl_maps_count (page->topology, page->picture, page->column);
  return values;
}

static void
fl_maps_plot_init (FlMapsPlot *self)
{
  static const FlPlotHands hands = { .file = N_("maps"), .table = N_("Maps of the layer"), .copied = N_("Values copied"),
                                     .values_begin = values_begin, .values_make = fl_network_maps_csv,
                                     .values_end = fl_network_values_free };
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  fl_plot_hands_attach (FL_PLOT (self), &hands); /* before the keys below, which are asked first then */
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (tooltip_cb), NULL);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), self); /* a press may become a drag */
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Maps of the layer"), -1);
}

GtkWidget *
fl_maps_plot_new (void)
{
  return g_object_new (FL_TYPE_MAPS_PLOT, NULL);
}

void
fl_maps_plot_set (FlMapsPlot *self, FlTopology *topology, NnPicture *picture, guint column, guint first)
{
  Page next = { fl_topology_ref (topology), picture != NULL ? nn_picture_ref (picture) : NULL, column, first };
  gboolean another = self->page.column != column || self->page.first != first;
  guint rows = rows_of (&self->page);

  page_clear (&self->page);
  self->page = next;
  if (rows_of (&self->page) != rows)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  if (another)
    self->cursor = 0;
  describe (self);
  fl_plot_queue (FL_PLOT (self), another ? FL_PLOT_NOW : FL_PLOT_PACED);
}
