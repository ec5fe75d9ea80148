/* The list keeps one object a place, not one a row: while the network trains, places change what they show without the list
 * scrolling or losing its focus. */
#include "fl-mistakes-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-axis.h"
#include "fl-gradual.h"
#include "fl-part-chooser.h"
#include "fl-row-image.h"
#include "fl-rows-frame.h"

#define MOST_VALUES 4 /* inputs named in a line */
#define LINES_A_FRAME 16

/* ---- a place of the list ---- */

#define FL_TYPE_MISTAKE (fl_mistake_get_type ())
G_DECLARE_FINAL_TYPE (FlMistake, fl_mistake, FL, MISTAKE, GObject)

struct _FlMistake
{
  GObject parent_instance;
  NnScore *score; /* owned */
  NnMistake mistake;
};

G_DEFINE_FINAL_TYPE (FlMistake, fl_mistake, G_TYPE_OBJECT)

static guint changed_signal;

static void
fl_mistake_finalize (GObject *object)
{
  nn_score_unref (FL_MISTAKE (object)->score);
  G_OBJECT_CLASS (fl_mistake_parent_class)->finalize (object);
}

static void
fl_mistake_class_init (FlMistakeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fl_mistake_finalize;
  changed_signal = g_signal_new ("changed", FL_TYPE_MISTAKE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
fl_mistake_init (FlMistake *self)
{
}

static void
fl_mistake_set (FlMistake *self, NnScore *score, const NnMistake *mistake)
{
  nn_score_ref (score);
  nn_score_unref (self->score);
  self->score = score;
  self->mistake = *mistake;
  g_signal_emit (self, changed_signal, 0);
}

static char *
title_of (const FlMistake *self)
{
  const DsPrepared *data = self->score->data;
  char truth[32], value[32];

  if (data->n_classes > 0)
    return g_strdup_printf (_("%s, taken for %s"), data->class_names[(guint) data->y[self->mistake.row]],
                            data->class_names[self->mistake.predicted]);
  return g_strdup_printf (_("%s, predicted %s"),
                          fl_format_number (data->y[(gsize) self->mistake.row * data->targets + self->mistake.target], truth, sizeof truth),
                          fl_format_number (self->mistake.value, value, sizeof value));
}

static char *
detail_of (const FlMistake *self)
{
  const DsPrepared *data = self->score->data;
  const float *raw = data->raw + (gsize) self->mistake.row * data->raw_inputs;
  GString *text = g_string_new (NULL);
  char number[32];

  /* Translators: a row of the table, counted from 1 */
  g_string_append_printf (text, _("row %u"), data->source_row[self->mistake.row] + 1);
  if (!isnan (self->mistake.confidence))
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, _("%.3g %% sure"), fl_percent ((double) self->mistake.confidence));
    }
  g_string_append (text, " · ");
  g_string_append_printf (text, _("loss %s"), fl_format_number (self->mistake.loss, number, sizeof number));
  if (!fl_row_image_size (data, NULL, NULL))
    for (guint i = 0; i < MIN (data->raw_inputs, MOST_VALUES); i++)
      g_string_append_printf (text, " · %s %s", data->raw_names[i], fl_format_number (raw[i], number, sizeof number));
  return g_string_free (text, FALSE);
}

/* ---- the view ---- */

struct _FlMistakesView
{
  GtkBox parent_instance;
  FlSession *session; /* owned */
  FlScorer *scorer;   /* owned */
  GtkWidget *tools;   /* owned: the card puts it into its head */
  GListStore *store;  /* owned, of FlMistake */
  GtkSingleSelection *selection; /* owned */
  GtkWidget *summary, *scroll, *list, *empty; /* borrowed */
  gboolean quiet; /* the selection follows, it does not lead */
};

G_DEFINE_FINAL_TYPE (FlMistakesView, fl_mistakes_view, GTK_TYPE_BOX)

static void
fill_row (GtkListItem *item)
{
  GtkWidget *box = gtk_list_item_get_child (item), *image = gtk_widget_get_first_child (box);
  GtkWidget *title = gtk_widget_get_first_child (gtk_widget_get_last_child (box));
  FlMistake *mistake = gtk_list_item_get_item (item);
  g_autofree char *first = title_of (mistake), *second = detail_of (mistake);
  gboolean picture = fl_row_image_size (mistake->score->data, NULL, NULL);

  gtk_label_set_text (GTK_LABEL (title), first);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (title)), second);
  gtk_widget_set_visible (image, picture);
  fl_row_image_set (FL_ROW_IMAGE (image), picture ? mistake->score->data : NULL, mistake->mistake.row);
}

/* All of what its line may have no room for. Asked for and not set: the lines change as often as the network is measured. */
static gboolean
tooltip_cb (GtkWidget *box, int x, int y, gboolean keyboard, GtkTooltip *tooltip, gpointer user_data)
{
  GtkWidget *lines = gtk_widget_get_last_child (box);

  gtk_tooltip_set_text (tooltip, gtk_label_get_text (GTK_LABEL (gtk_widget_get_last_child (lines))));
  return TRUE;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10), *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *label = gtk_label_new (NULL);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_widget_add_css_class (label, i == 0 ? "mistake-title" : "card-hint");
      gtk_box_append (GTK_BOX (lines), label);
    }
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (box), fl_row_image_new (34));
  gtk_box_append (GTK_BOX (box), lines);
  gtk_widget_set_has_tooltip (box, TRUE);
  g_signal_connect (box, "query-tooltip", G_CALLBACK (tooltip_cb), NULL);
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  fill_row (item);
  g_signal_connect_object (gtk_list_item_get_item (item), "changed", G_CALLBACK (fill_row), item, G_CONNECT_SWAPPED);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), fill_row, item);
}

static void
selected_cb (FlMistakesView *self)
{
  FlMistake *mistake = gtk_single_selection_get_selected_item (self->selection);

  if (!self->quiet && mistake != NULL && mistake->score->data == fl_session_get_data (self->session))
    fl_session_set_row (self->session, mistake->mistake.row);
}

/* Double click or Enter: the row with all that is known of it. */
static void
activate_cb (FlMistakesView *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
  selected_cb (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.view", "s", "data");
}

static void
follow_row (FlMistakesView *self)
{
  gssize row = fl_session_get_row (self->session);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->store)), at = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; row >= 0 && i < n && at == GTK_INVALID_LIST_POSITION; i++)
    {
      g_autoptr (FlMistake) mistake = g_list_model_get_item (G_LIST_MODEL (self->store), i);

      if (mistake->mistake.row == (guint32) row)
        at = i;
    }
  if (at != GTK_INVALID_LIST_POSITION && at >= g_list_model_get_n_items (G_LIST_MODEL (self->selection)))
    fl_gradual_finish (self->list);
  self->quiet = TRUE;
  gtk_single_selection_set_selected (self->selection, at);
  self->quiet = FALSE;
}

static void
fill (FlMistakesView *self, NnScore *score, NnPart part)
{
  guint have = g_list_model_get_n_items (G_LIST_MODEL (self->store)), n = (guint) score->n_mistakes[part];

  self->quiet = TRUE;
  if (have == 0)
    gtk_single_selection_set_model (self->selection, NULL);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (FlMistake) mistake = i < have ? g_list_model_get_item (G_LIST_MODEL (self->store), i) : g_object_new (FL_TYPE_MISTAKE, NULL);

      fl_mistake_set (mistake, score, &score->mistakes[part][i]);
      if (i >= have)
        g_list_store_append (self->store, mistake);
    }
  if (have > n)
    g_list_store_splice (self->store, n, have - n, NULL, 0);
  if (have == 0)
    {
      g_autoptr (GListModel) lines = fl_gradual_new (self->list, g_object_ref (G_LIST_MODEL (self->store)), LINES_A_FRAME);

      gtk_single_selection_set_model (self->selection, lines);
    }
  self->quiet = FALSE;
  follow_row (self);
}

static char *
summary_of (const NnScore *score, NnPart part)
{
  gsize from, rows = nn_part_rows (score->data, part, &from);

  if (score->data->n_classes == 0)
    return g_strdup_printf (_("The greatest errors of %zu rows"), rows);
  if (score->n_wrong[part] > score->n_mistakes[part])
    return g_strdup_printf (_("%zu of %zu rows wrong; the %zu worst"), score->n_wrong[part], rows, score->n_mistakes[part]);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%zu of %zu row wrong", "%zu of %zu rows wrong, the worst first", rows), score->n_wrong[part], rows);
}

static void
show (FlMistakesView *self)
{
  NnScore *score = fl_scorer_get_score (self->scorer);
  NnPart part = fl_part_chooser_get (FL_PART_CHOOSER (self->tools));
  const char *problem = fl_scorer_get_problem (self->scorer);
  gboolean some = score != NULL && score->n_mistakes[part] > 0;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->scroll, some);
  gtk_widget_set_visible (self->summary, some);
  gtk_widget_set_visible (self->empty, !some);
  if (some)
    {
      text = summary_of (score, part);
      gtk_label_set_text (GTK_LABEL (self->summary), text);
      fill (self, score, part);
      return;
    }
  g_list_store_remove_all (self->store);
  gtk_label_set_text (GTK_LABEL (self->empty),
                      problem != NULL ? problem
                      : score != NULL && score->metrics[part] != NULL
                        ? _("No mistakes here: every one of these rows is put in its class.")
                        : _("Mistakes are listed as soon as there are data and a network that fits them."));
}

void
fl_mistakes_view_sync (FlMistakesView *self)
{
  fl_part_chooser_sync (FL_PART_CHOOSER (self->tools), fl_session_get_data (self->session));
}

GtkWidget *
fl_mistakes_view_get_tools (FlMistakesView *self)
{
  return self->tools;
}

static void
score_cb (FlMistakesView *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    show (self);
}

static void
fl_mistakes_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (fl_mistakes_view_parent_class)->map (widget);
  fl_scorer_watch (FL_MISTAKES_VIEW (widget)->scorer, 1);
  show (FL_MISTAKES_VIEW (widget));
}

static void
fl_mistakes_view_unmap (GtkWidget *widget)
{
  fl_scorer_watch (FL_MISTAKES_VIEW (widget)->scorer, -1);
  GTK_WIDGET_CLASS (fl_mistakes_view_parent_class)->unmap (widget);
}

static void
fl_mistakes_view_dispose (GObject *object)
{
  FlMistakesView *self = FL_MISTAKES_VIEW (object);

  self->quiet = TRUE;
  g_clear_object (&self->tools);
  g_clear_object (&self->selection);
  g_clear_object (&self->store);
  g_clear_object (&self->scorer);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (fl_mistakes_view_parent_class)->dispose (object);
}

static void
fl_mistakes_view_class_init (FlMistakesViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_mistakes_view_dispose;
  GTK_WIDGET_CLASS (klass)->map = fl_mistakes_view_map;
  GTK_WIDGET_CLASS (klass)->unmap = fl_mistakes_view_unmap;
}

static void
make_list (FlMistakesView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  self->store = g_list_store_new (FL_TYPE_MISTAKE);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->store)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  self->list = gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), factory);
  gtk_widget_add_css_class (self->list, "mistakes");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Mistakes"), -1);
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
}

static void
fl_mistakes_view_init (FlMistakesView *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->tools = g_object_ref_sink (fl_part_chooser_new (_("Which rows are looked at")));
  make_list (self);
  self->summary = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->summary), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->summary), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->summary, "card-hint");
  gtk_widget_add_css_class (self->summary, "mistakes-summary");
  self->scroll = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroll), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroll), self->list);
  gtk_widget_set_vexpand (self->scroll, TRUE);
  self->empty = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->empty), TRUE);
  gtk_label_set_justify (GTK_LABEL (self->empty), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (self->empty, "card-empty");
  gtk_widget_set_vexpand (self->empty, TRUE);
  gtk_box_append (GTK_BOX (self), self->summary);
  gtk_box_append (GTK_BOX (self), fl_rows_frame_new (self->scroll));
  gtk_box_append (GTK_BOX (self), self->empty);
}

GtkWidget *
fl_mistakes_view_new (FlSession *session)
{
  FlMistakesView *self = g_object_new (FL_TYPE_MISTAKES_VIEW, NULL);

  self->session = g_object_ref (session);
  self->scorer = fl_scorer_get (session);
  g_signal_connect_object (self->scorer, "score", G_CALLBACK (score_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tools, "chosen", G_CALLBACK (score_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "row", G_CALLBACK (follow_row), self, G_CONNECT_SWAPPED);
  fl_mistakes_view_sync (self);
  return GTK_WIDGET (self);
}
