#include "fl-landscape-parts.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-drop-down.h"
#include "fl-network.h"
#include "fl-plot.h"
#include "fl-tooltip.h"

#define GAP 12
#define MARGIN 12
#define COLUMN 232
#define CONTROLS_LEAST 240 /* height from which the controls scroll by themselves */
#define COLUMNS 520        /* from here on the controls lie beside the plots */
#define PLOT 380           /* height of a plot that lies above another, where there is room */
#define PLOT_LEAST 236
#define LARGE_TEXT 132     /* more with each size of text: its title, legend and axes */

enum
{
  CONTROLS,
  FIRST,
  SECOND,
  FOOT,
  N_PARTS
};

struct _FlLandscapeLayout
{
  GtkWidget parent_instance;
  GtkWidget *parts[N_PARTS]; /* owned children */
  int beside; /* width from which the plots lie side by side */
};

G_DEFINE_FINAL_TYPE (FlLandscapeLayout, fl_landscape_layout, GTK_TYPE_WIDGET)

static int
least_width (FlLandscapeLayout *self, int part)
{
  int least;

  gtk_widget_measure (self->parts[part], GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  return least;
}

static int
height_at (FlLandscapeLayout *self, int part, int width, int *least)
{
  int natural;

  gtk_widget_measure (self->parts[part], GTK_ORIENTATION_VERTICAL, MAX (width, least_width (self, part)), least, &natural, NULL, NULL);
  return natural;
}

static int
column_width (FlLandscapeLayout *self)
{
  return MAX (COLUMN, least_width (self, CONTROLS));
}

/* The controls lie beside the plots, where these have what they need: with large type that is more. */
static gboolean
has_columns (FlLandscapeLayout *self, int width)
{
  int plots = MAX (least_width (self, FOOT), MAX (least_width (self, FIRST), least_width (self, SECOND)));

  return width >= COLUMNS && width >= column_width (self) + plots + 2 * MARGIN + GAP;
}

/* What is left beside the controls. */
static int
rest_of (FlLandscapeLayout *self, int width)
{
  return has_columns (self, width) ? width - column_width (self) - 2 * MARGIN - GAP : width - 2 * MARGIN;
}

static gboolean
lies_beside (FlLandscapeLayout *self, int width)
{
  return width >= self->beside && rest_of (self, width) >= 2 * MAX (least_width (self, FIRST), least_width (self, SECOND)) + GAP;
}

static int
least_plot (void)
{
  return PLOT_LEAST + (int) (LARGE_TEXT * MAX (fl_plot_text_scale () - 1, 0));
}

/* Height of a plot and of the foot in `height`, in which they share what there is: first the foot gets its least, then the plots
 * theirs, then the foot all it wants. */
static int
share (FlLandscapeLayout *self, int width, int height, int *foot)
{
  gboolean beside = lies_beside (self, width);
  int plots = beside ? 1 : 2, wanted, least, plot;

  wanted = height_at (self, FOOT, rest_of (self, width), &least);
  height -= 2 * MARGIN + plots * GAP;
  *foot = CLAMP (height - plots * (beside ? MAX (300, least_plot ()) : least_plot ()), least, wanted);
  plot = MAX ((height - *foot) / plots, least_plot ());
  return beside ? plot : MIN (plot, MAX (PLOT, least_plot ()));
}

static void
fl_landscape_layout_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                             int *natural_baseline)
{
  FlLandscapeLayout *self = FL_LANDSCAPE_LAYOUT (widget);
  int width = for_size < 0 ? 1000 : for_size, plots, foot;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 2 * MARGIN;
      for (int i = 0; i < N_PARTS; i++)
        *minimum = MAX (*minimum, least_width (self, i) + 2 * MARGIN);
      *natural = MAX (*minimum, 1000);
      return;
    }
  height_at (self, FOOT, rest_of (self, width), &foot);
  plots = lies_beside (self, width) ? least_plot () + GAP : 2 * (least_plot () + GAP);
  *minimum = 2 * MARGIN + plots + foot;
  if (!has_columns (self, width))
    *minimum += GAP + height_at (self, CONTROLS, rest_of (self, width), NULL);
  *natural = *minimum;
}

static void
put (FlLandscapeLayout *self, int part, int x, int y, int width, int height)
{
  int total = gtk_widget_get_width (GTK_WIDGET (self));

  width = MAX (width, least_width (self, part));
  height_at (self, part, width, NULL); /* a widget is measured before it is placed */
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = total - x - width;
  gtk_widget_size_allocate (self->parts[part], &(GtkAllocation){ x, y, width, height }, -1);
}

static void
fl_landscape_layout_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FlLandscapeLayout *self = FL_LANDSCAPE_LAYOUT (widget);
  gboolean columns = has_columns (self, width);
  int rest = rest_of (self, width), column = columns ? column_width (self) : rest, x = width - MARGIN - rest;
  int controls = columns ? height - 2 * MARGIN : height_at (self, CONTROLS, column, NULL), y = columns ? MARGIN : 2 * MARGIN + controls;
  int foot, plot = share (self, width, height - (y - MARGIN), &foot);

  put (self, CONTROLS, MARGIN, MARGIN, column, controls);
  if (lies_beside (self, width))
    {
      put (self, FIRST, x, y, (rest - GAP) / 2, plot);
      put (self, SECOND, x + (rest - GAP) / 2 + GAP, y, rest - GAP - (rest - GAP) / 2, plot);
      y += plot + GAP;
    }
  else
    {
      put (self, FIRST, x, y, rest, plot);
      put (self, SECOND, x, y + plot + GAP, rest, plot);
      y += 2 * (plot + GAP);
    }
  put (self, FOOT, x, y, rest, foot);
}

static GtkSizeRequestMode
fl_landscape_layout_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* Controls, plots, foot; by their middles the tall column of controls would come after the plots. */
static gboolean
fl_landscape_layout_focus (GtkWidget *widget, GtkDirectionType direction)
{
  if (direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD)
    return fl_focus_in_order (widget, direction, FL_LANDSCAPE_LAYOUT (widget)->parts, N_PARTS);
  return GTK_WIDGET_CLASS (fl_landscape_layout_parent_class)->focus (widget, direction);
}

static void
fl_landscape_layout_dispose (GObject *object)
{
  FlLandscapeLayout *self = FL_LANDSCAPE_LAYOUT (object);

  for (int i = 0; i < N_PARTS; i++)
    g_clear_pointer (&self->parts[i], gtk_widget_unparent);
  G_OBJECT_CLASS (fl_landscape_layout_parent_class)->dispose (object);
}

static void
fl_landscape_layout_class_init (FlLandscapeLayoutClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_landscape_layout_dispose;
  widget_class->measure = fl_landscape_layout_measure;
  widget_class->size_allocate = fl_landscape_layout_size_allocate;
  widget_class->get_request_mode = fl_landscape_layout_get_request_mode;
  widget_class->focus = fl_landscape_layout_focus;
}

static void
fl_landscape_layout_init (FlLandscapeLayout *self)
{
}

/* The column scrolls by itself, so that what a hand changes there is seen in the pictures. */
static GtkWidget *
scrolled (GtkWidget *controls)
{
  GtkWidget *scroll = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroll), TRUE);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroll), CONTROLS_LEAST);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), controls);
  return scroll;
}

GtkWidget *
fl_landscape_layout_new (GtkWidget *controls, GtkWidget *first, GtkWidget *second, GtkWidget *foot, int beside)
{
  FlLandscapeLayout *self = g_object_new (FL_TYPE_LANDSCAPE_LAYOUT, NULL);
  GtkWidget *parts[N_PARTS] = { scrolled (controls), first, second, foot };

  self->beside = beside;
  for (int i = 0; i < N_PARTS; i++)
    {
      self->parts[i] = parts[i];
      gtk_widget_set_parent (parts[i], GTK_WIDGET (self));
    }
  return GTK_WIDGET (self);
}

GtkWidget *
fl_terrain_card_new (const char *title, GtkWidget *plot, GtkWidget **remark)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *label = gtk_label_new (title);

  gtk_widget_add_css_class (card, "train-card");
  gtk_widget_add_css_class (head, "card-head");
  gtk_widget_add_css_class (label, "card-title");
  *remark = gtk_label_new (NULL);
  gtk_widget_add_css_class (*remark, "card-hint");
  gtk_widget_set_hexpand (*remark, TRUE);
  gtk_label_set_xalign (GTK_LABEL (*remark), 1);
  gtk_label_set_ellipsize (GTK_LABEL (*remark), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (head), label);
  gtk_box_append (GTK_BOX (head), *remark);
  gtk_box_append (GTK_BOX (card), head);
  gtk_widget_set_vexpand (plot, TRUE);
  gtk_widget_set_hexpand (plot, TRUE);
  gtk_box_append (GTK_BOX (card), plot);
  return card;
}

GtkWidget *
fl_words_new (const char *accessible_name, const char *const *words, guint n, guint selected)
{
  GtkStringList *list = gtk_string_list_new (NULL);
  GtkWidget *chooser;

  for (guint i = 0; i < n; i++)
    gtk_string_list_append (list, _(words[i]));
  chooser = fl_drop_down_new (G_LIST_MODEL (list), accessible_name);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (chooser), selected);
  return chooser;
}

GtkWidget *
fl_column_button_new (const char *label, const char *tooltip, GCallback clicked, gpointer user_data)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  fl_set_tooltip (button, tooltip);
  g_signal_connect_swapped (button, "clicked", clicked, user_data);
  return button;
}

GtkWidget *
fl_column_number_new (const char *name, double min, double max, gboolean whole, double value, FlNumberChanged changed, gpointer user_data)
{
  GtkWidget *field = fl_number_field_new (name, &(FlNumber){ .min = min, .max = max, .whole = whole }, FALSE, changed, user_data);

  fl_number_field_set (field, value);
  return field;
}

GtkWidget *
fl_column_new (void)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);

  gtk_widget_add_css_class (column, "landscape-column");
  return column;
}

void
fl_column_append_pair (GtkBox *column, GtkWidget *first, GtkWidget *second)
{
  GtkWidget *pair = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_box_set_homogeneous (GTK_BOX (pair), TRUE);
  gtk_box_append (GTK_BOX (pair), first);
  gtk_box_append (GTK_BOX (pair), second);
  gtk_box_append (column, pair);
}

double
fl_pointed_at (double value, double range)
{
  double unit = pow (10, floor (log10 (range / 300)));

  return round (value / unit) * unit;
}
