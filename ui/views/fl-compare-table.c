#include "fl-compare-table.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "fl-axis.h"
#include "fl-copy.h"
#include "fl-tooltip.h"

#define LEAST_HEIGHT 160
#define MANY 4 /* lanes */

/* What each lane has come to: below the settings. */
enum
{
  REACHED,
  BEST,
  ACCURACY,
  BALANCED,
  EVALUATIONS,
  RATE,
  N_RESULTS
};

struct _FlCompareTable
{
  GtkBox parent_instance;
  FlComparison *comparison; /* owned */
  GtkWidget *grid, *scroll; /* borrowed */
  GtkWidget *results[N_RESULTS][NN_RACE_LANES], *reached; /* borrowed labels */
  GtkWidget *crossings, *crossings_head; /* borrowed labels */
  GPtrArray *rows;          /* owned, of FlDifference */
  guint n;
};

G_DEFINE_FINAL_TYPE (FlCompareTable, fl_compare_table, GTK_TYPE_BOX)

static GtkWidget *
cell (FlCompareTable *self, int column, int row, const char *text, const char *css)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (column > 0 && gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL)
    {
      gtk_widget_set_direction (label, GTK_TEXT_DIR_LTR); /* else a sign would go to the other side of its number */
      gtk_label_set_xalign (GTK_LABEL (label), 1);
    }
  if (column > 0) /* the settings' names stay readable: what does not fit is scrolled to */
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), column == 0 ? -1 : 18);
  gtk_label_set_width_chars (GTK_LABEL (label), column == 0 ? -1 : 8);
  fl_set_tooltip (label, text);
  gtk_widget_add_css_class (label, css);
  gtk_grid_attach (GTK_GRID (self->grid), label, column, row, 1, 1);
  return label;
}

/* label: NULL where there is no such row. */
static void
set_text (GtkWidget *label, const char *text)
{
  if (label != NULL && g_strcmp0 (gtk_label_get_text (GTK_LABEL (label)), text) != 0)
    gtk_label_set_text (GTK_LABEL (label), text);
}

static gboolean
any_classes (const FlProject *const *projects, guint n)
{
  for (guint i = 0; i < n; i++)
    if (projects[i]->prepare.task == DS_CLASSIFICATION)
      return TRUE;
  return FALSE;
}

void
fl_compare_table_sync (FlCompareTable *self)
{
  static const char *const titles[N_RESULTS] = { NULL, N_("Best loss"), N_("Accuracy"), N_("Balanced accuracy"), N_("Gradient evaluations"), N_("Samples a second") };
  const FlProject *projects[NN_RACE_LANES];
  GtkWidget *child;
  int at = 1;

  while ((child = gtk_widget_get_first_child (self->grid)) != NULL)
    gtk_grid_remove (GTK_GRID (self->grid), child);
  self->n = fl_comparison_get_projects (self->comparison, projects);
  /* With many lanes there will be crossings below what the card can hold; the bar's width is asked for before it comes. */
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroll), GTK_POLICY_AUTOMATIC, self->n >= MANY ? GTK_POLICY_ALWAYS : GTK_POLICY_AUTOMATIC);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  self->rows = fl_differences (projects, self->n);
  cell (self, 0, 0, _("Setting"), "compare-head");
  for (guint i = 0; i < self->n; i++)
    cell (self, (int) i + 1, 0, fl_comparison_get_lane (self->comparison, i)->name, "compare-head");
  for (guint r = 0; r < self->rows->len; r++, at++)
    {
      const FlDifference *row = self->rows->pdata[r];

      cell (self, 0, at, row->title, "compare-setting");
      for (guint i = 0; i < self->n; i++)
        cell (self, (int) i + 1, at, row->values[i], "compare-value");
    }
  memset (self->results, 0, sizeof self->results);
  for (guint r = 0; r < N_RESULTS; r++)
    {
      GtkWidget *title;

      if ((r == ACCURACY || r == BALANCED) && !any_classes ((const FlProject *const *) projects, self->n))
        continue;
      title = cell (self, 0, at, titles[r] != NULL ? _(titles[r]) : "", "compare-setting");

      if (r == REACHED)
        self->reached = title;
      for (guint i = 0; i < self->n; i++)
        self->results[r][i] = cell (self, (int) i + 1, at, "–", "compare-value");
      at++;
    }
  fl_compare_table_refresh (self);
}

static void
format_count (double value, char *text, gsize size)
{
  if (isfinite (value))
    fl_format_number (value, text, size);
  else
    g_strlcpy (text, "–", size);
}

/* To three digits: the others are noise of the machine, and flicker. */
static double
rounded_rate (double rate)
{
  double unit;

  if (!(rate > 0))
    return NAN;
  unit = pow (10, MAX (floor (log10 (rate)) - 2, 0));
  return round (rate / unit) * unit;
}

void
fl_compare_table_refresh (FlCompareTable *self)
{
  char text[64], number[32];

  if (self->n == 0 || self->n != fl_comparison_n_lanes (self->comparison))
    return;
  g_snprintf (text, sizeof text, _("Steps to loss %s"), fl_format_number (fl_comparison_get_target (self->comparison), number, sizeof number));
  set_text (self->reached, text);
  for (guint i = 0; i < self->n; i++)
    {
      const FlLane *lane = fl_comparison_get_lane (self->comparison, i);
      const NnFrame *frame = fl_lane_get_frame (lane);
      double accuracy = fl_lane_score (lane, FL_METRIC_ACCURACY), balanced = fl_lane_score (lane, FL_METRIC_BALANCED_ACCURACY);

      if (frame == NULL)
        continue;
      format_count (lane->standing.reached_step, text, sizeof text);
      set_text (self->results[REACHED][i], text);
      format_count (fl_lane_score (lane, FL_METRIC_BEST_VALIDATION_LOSS), text, sizeof text);
      set_text (self->results[BEST][i], text);
      g_snprintf (text, sizeof text, isfinite (accuracy) ? _("%.1f %%") : "–", 100 * accuracy);
      set_text (self->results[ACCURACY][i], text);
      g_snprintf (text, sizeof text, isfinite (balanced) ? _("%.1f %%") : "–", 100 * balanced);
      set_text (self->results[BALANCED][i], text);
      format_count ((double) frame->evaluations, text, sizeof text);
      set_text (self->results[EVALUATIONS][i], text);
      format_count (rounded_rate (frame->samples_per_second), text, sizeof text);
      set_text (self->results[RATE][i], text);
    }
}

void
fl_compare_table_set_crossings (FlCompareTable *self, const char *lines)
{
  set_text (self->crossings, lines);
  gtk_widget_set_visible (self->crossings, lines[0] != '\0');
  gtk_widget_set_visible (self->crossings_head, lines[0] != '\0');
}

char *
fl_compare_table_text (FlCompareTable *self)
{
  GString *text = g_string_new (NULL);

  for (int row = 0; gtk_grid_get_child_at (GTK_GRID (self->grid), 0, row) != NULL; row++)
    for (int column = 0; column <= (int) self->n; column++)
      {
        g_auto (GStrv) quoted = g_strsplit (gtk_label_get_text (GTK_LABEL (gtk_grid_get_child_at (GTK_GRID (self->grid), column, row))), "\"", -1);
        g_autofree char *value = g_strjoinv ("\"\"", quoted);

        g_string_append_printf (text, "\"%s\"%c", value, column < (int) self->n ? ',' : '\n');
      }
  return g_string_free (text, FALSE);
}

static void
copy_cb (FlCompareTable *self)
{
  g_autofree char *text = fl_compare_table_text (self);

  fl_copy_text (GTK_WIDGET (self), text);
}

static void
fl_compare_table_dispose (GObject *object)
{
  FlCompareTable *self = FL_COMPARE_TABLE (object);

  g_clear_object (&self->comparison);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (fl_compare_table_parent_class)->dispose (object);
}

static void
fl_compare_table_class_init (FlCompareTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_compare_table_dispose;
}

static void
fl_compare_table_init (FlCompareTable *self)
{
}

GtkWidget *
fl_compare_table_new (FlComparison *comparison)
{
  FlCompareTable *self = g_object_new (FL_TYPE_COMPARE_TABLE, "orientation", GTK_ORIENTATION_VERTICAL, NULL);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *title = gtk_label_new (_("What differs"));
  GtkWidget *copy = gtk_button_new_with_label (_("Copy table")), *scroll = gtk_scrolled_window_new ();
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->comparison = g_object_ref (comparison);
  gtk_widget_add_css_class (GTK_WIDGET (self), "train-card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "compare-card");
  gtk_widget_add_css_class (head, "card-head");
  gtk_widget_add_css_class (title, "card-title");
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_add_css_class (copy, "card-button");
  fl_set_tooltip (copy, _("Copy as comma-separated values"));
  g_signal_connect_swapped (copy, "clicked", G_CALLBACK (copy_cb), self);
  gtk_box_append (GTK_BOX (head), title);
  gtk_box_append (GTK_BOX (head), copy);
  self->grid = gtk_grid_new ();
  self->crossings_head = gtk_label_new (_("Where curves cross for the last time"));
  self->crossings = gtk_label_new (NULL);
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 16);
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 6);
  gtk_widget_add_css_class (body, "compare-table");
  self->scroll = scroll;
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroll), LEAST_HEIGHT);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroll), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scroll), TRUE);
  gtk_scrolled_window_set_overlay_scrolling (GTK_SCROLLED_WINDOW (scroll), FALSE); /* where lanes are cut off, one sees that they are */
  gtk_label_set_xalign (GTK_LABEL (self->crossings_head), 0);
  gtk_label_set_xalign (GTK_LABEL (self->crossings), 0);
  gtk_label_set_selectable (GTK_LABEL (self->crossings), TRUE);
  gtk_widget_add_css_class (self->crossings_head, "compare-head");
  gtk_widget_add_css_class (self->crossings, "compare-value");
  gtk_widget_set_margin_top (self->crossings_head, 12);
  gtk_box_append (GTK_BOX (body), self->grid);
  gtk_box_append (GTK_BOX (body), self->crossings_head);
  gtk_box_append (GTK_BOX (body), self->crossings);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), body);
  fl_compare_table_set_crossings (self, "");
  /* Names are shortened to eighteen characters, and no further. */
  gtk_scrollable_set_hscroll_policy (GTK_SCROLLABLE (gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scroll))), GTK_SCROLL_NATURAL);
  gtk_widget_set_focusable (self->grid, TRUE); /* Ctrl with the arrows scrolls */
  gtk_widget_set_vexpand (scroll, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->grid), GTK_ACCESSIBLE_PROPERTY_LABEL, _("What differs between the runs"), -1);
  gtk_box_append (GTK_BOX (self), head);
  gtk_box_append (GTK_BOX (self), scroll);
  return GTK_WIDGET (self);
}
