#include "fl-train-layout.h"

#include "fl-network.h"

#define GAP 12
#define MARGIN 12
#define WIDE 640           /* from here on two columns */
#define NETWORK_LEAST 265  /* less, and everything scrolls */
#define LARGE_TEXT 150     /* of a network: more for text of twice the size */
#define BESIDE_LEAST 420   /* the boundary above the loss */
#define BOUNDARY_LEAST 141     /* of the boundary with nothing but its head */
#define TOOLS_MOST 120         /* of what may stand between them: axes to choose, tools to paint */
#define STACKED_NETWORK 400
#define STACKED_BOUNDARY 340
#define STACKED_LOSS 250

enum
{
  NETWORK,
  INSPECTOR,
  BOUNDARY,
  LOSS,
  N_CARDS
};

struct _FlTrainLayout
{
  GtkWidget parent_instance;
  GtkWidget *cards[N_CARDS]; /* owned children */
};

G_DEFINE_FINAL_TYPE (FlTrainLayout, fl_train_layout, GTK_TYPE_WIDGET)

static int
least_of (FlTrainLayout *self, guint first, guint second)
{
  int a, b;

  gtk_widget_measure (self->cards[first], GTK_ORIENTATION_HORIZONTAL, -1, &a, NULL, NULL, NULL);
  gtk_widget_measure (self->cards[second], GTK_ORIENTATION_HORIZONTAL, -1, &b, NULL, NULL, NULL);
  return MAX (a, b);
}

/* Two columns, where both have what they need: with large type that is more. */
static gboolean
is_wide (FlTrainLayout *self, int width)
{
  return width >= WIDE && width >= least_of (self, NETWORK, INSPECTOR) + GAP + least_of (self, BOUNDARY, LOSS) + 2 * MARGIN;
}

static int
inspector_height (FlTrainLayout *self, int width)
{
  int least, natural;

  if (!gtk_widget_get_visible (self->cards[INSPECTOR]))
    return 0;
  gtk_widget_measure (self->cards[INSPECTOR], GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_measure (self->cards[INSPECTOR], GTK_ORIENTATION_VERTICAL, MAX (width, least), NULL, &natural, NULL, NULL);
  return natural;
}

/* Of the network and the inspector, and of what stands beside them. */
static void
share_width (FlTrainLayout *self, int width, int *left, int *right)
{
  int least = least_of (self, NETWORK, INSPECTOR);

  *right = CLAMP ((width - 2 * MARGIN - GAP) * 38 / 100, 270, 620);
  *left = MAX (width - 2 * MARGIN - GAP - *right, least);
  *right = width - 2 * MARGIN - GAP - *left;
}

static int
wide_height (FlTrainLayout *self, int width)
{
  int left, right, network = NETWORK_LEAST + (int) (LARGE_TEXT * MAX (fl_plot_text_scale () - 1, 0));

  share_width (self, width, &left, &right);
  return MAX (BESIDE_LEAST, 2 * MARGIN + GAP + network + inspector_height (self, left));
}

/* One below the other, each as high as designed, or as large type needs. 0: not shown. */
static void
stacked_heights (FlTrainLayout *self, int width, int heights[N_CARDS])
{
  static const int designed[N_CARDS] = { STACKED_NETWORK, 0, STACKED_BOUNDARY, STACKED_LOSS };

  for (guint i = 0; i < N_CARDS; i++)
    {
      int least;

      gtk_widget_measure (self->cards[i], GTK_ORIENTATION_VERTICAL, MAX (width, least_of (self, i, i)), &least, NULL, NULL, NULL);
      heights[i] = MAX (designed[i], least);
    }
  heights[INSPECTOR] = inspector_height (self, width);
}

static void
fl_train_layout_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                         int *minimum_baseline, int *natural_baseline)
{
  FlTrainLayout *self = FL_TRAIN_LAYOUT (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      int least = 0;

      for (guint i = 0; i < N_CARDS; i++)
        {
          int card;

          gtk_widget_measure (self->cards[i], orientation, -1, &card, NULL, NULL, NULL);
          least = MAX (least, card);
        }
      *minimum = least + 2 * MARGIN;
      *natural = MAX (*minimum, 1100);
      return;
    }
  if (for_size < 0 || is_wide (self, for_size))
    {
      *minimum = wide_height (self, for_size < 0 ? WIDE : for_size);
      *natural = MAX (*minimum, 740);
    }
  else
    {
      int heights[N_CARDS];

      stacked_heights (self, for_size - 2 * MARGIN, heights);
      *minimum = 2 * MARGIN - GAP;
      for (guint i = 0; i < N_CARDS; i++)
        *minimum += heights[i] > 0 ? GAP + heights[i] : 0;
      *natural = *minimum;
    }
}

/* x: from the side reading starts at. */
static void
put (FlTrainLayout *self, GtkWidget *card, int x, int y, int width, int height)
{
  int least;

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (GTK_WIDGET (self)) - x - width;

  gtk_widget_measure (card, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_measure (card, GTK_ORIENTATION_VERTICAL, MAX (width, least), NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (card, &(GtkAllocation){ x, y, MAX (width, least), height }, -1);
}

static void
place_wide (FlTrainLayout *self, int width, int height)
{
  int right, left, inspector, boundary, below, loss, tools;

  share_width (self, width, &left, &right);
  inspector = inspector_height (self, left);
  below = inspector > 0 ? inspector + GAP : 0;
  height -= 2 * MARGIN;
  /* The field is square: what the legend takes of the width is not needed in height. */
  boundary = CLAMP (right - 46, (height - GAP) * 46 / 100, (height - GAP) * 62 / 100);
  gtk_widget_measure (self->cards[BOUNDARY], GTK_ORIENTATION_VERTICAL, right, &tools, NULL, NULL, NULL);
  boundary += CLAMP (tools - BOUNDARY_LEAST, 0, TOOLS_MOST); /* one cannot paint on a stamp */
  gtk_widget_measure (self->cards[LOSS], GTK_ORIENTATION_VERTICAL, right, &loss, NULL, NULL, NULL);
  boundary = CLAMP (height - GAP - loss, boundary / 2, boundary); /* the numbers under the chart are not to be cut off */
  put (self, self->cards[NETWORK], MARGIN, MARGIN, left, height - below);
  if (inspector > 0)
    put (self, self->cards[INSPECTOR], MARGIN, MARGIN + height - inspector, left, inspector);
  put (self, self->cards[BOUNDARY], MARGIN + left + GAP, MARGIN, right, boundary);
  put (self, self->cards[LOSS], MARGIN + left + GAP, MARGIN + boundary + GAP, right, height - boundary - GAP);
}

static void
place_stacked (FlTrainLayout *self, int width)
{
  int y = MARGIN, heights[N_CARDS];

  stacked_heights (self, width - 2 * MARGIN, heights);
  for (guint i = 0; i < N_CARDS; i++)
    {
      if (heights[i] == 0)
        continue;
      put (self, self->cards[i], MARGIN, y, width - 2 * MARGIN, heights[i]);
      y += heights[i] + GAP;
    }
}

static void
fl_train_layout_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FlTrainLayout *self = FL_TRAIN_LAYOUT (widget);

  if (is_wide (self, width))
    place_wide (self, width, height);
  else
    place_stacked (self, width);
}

static GtkSizeRequestMode
fl_train_layout_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static gboolean
fl_train_layout_focus (GtkWidget *widget, GtkDirectionType direction)
{
  if (direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD)
    return fl_focus_in_order (widget, direction, FL_TRAIN_LAYOUT (widget)->cards, N_CARDS);
  return GTK_WIDGET_CLASS (fl_train_layout_parent_class)->focus (widget, direction);
}

static void
fl_train_layout_dispose (GObject *object)
{
  FlTrainLayout *self = FL_TRAIN_LAYOUT (object);

  for (guint i = 0; i < N_CARDS; i++)
    g_clear_pointer (&self->cards[i], gtk_widget_unparent);
  G_OBJECT_CLASS (fl_train_layout_parent_class)->dispose (object);
}

static void
fl_train_layout_class_init (FlTrainLayoutClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_train_layout_dispose;
  widget_class->measure = fl_train_layout_measure;
  widget_class->size_allocate = fl_train_layout_size_allocate;
  widget_class->get_request_mode = fl_train_layout_get_request_mode;
  widget_class->focus = fl_train_layout_focus;
}

static void
fl_train_layout_init (FlTrainLayout *self)
{
}

GtkWidget *
fl_train_layout_new (GtkWidget *network, GtkWidget *inspector, GtkWidget *boundary, GtkWidget *loss)
{
  FlTrainLayout *self = g_object_new (FL_TYPE_TRAIN_LAYOUT, NULL);
  GtkWidget *cards[N_CARDS] = { network, inspector, boundary, loss };

  for (guint i = 0; i < N_CARDS; i++)
    {
      self->cards[i] = cards[i];
      gtk_widget_set_parent (cards[i], GTK_WIDGET (self));
    }
  return GTK_WIDGET (self);
}
