#include "fl-boundary-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-axis.h"
#include "fl-drop-down.h"
#include "fl-paint-bar.h"
#include "fl-panel-parts.h"
#include "fl-plot-hands.h"
#include "fl-tooltip.h"

struct _FlBoundaryView
{
  GtkBox parent_instance;
  FlSession *session;                    /* owned */
  DsPrepared *data;                      /* owned: what the axes list */
  GtkWidget *plot, *hint, *axes, *axis[2]; /* borrowed */
  FlPaintHands *hands;                     /* owned */
  GtkWidget *paint, *bar; /* borrowed: the toggle; its tools, NULL until they are first wanted */
  GtkWidget *tools; /* owned: the card puts them into its head */
  gboolean quiet;
};

G_DEFINE_FINAL_TYPE (FlBoundaryView, fl_boundary_view, GTK_TYPE_BOX)

static void
axis_cb (FlBoundaryView *self)
{
  if (!self->quiet)
    fl_boundary_plot_set_axes (FL_BOUNDARY_PLOT (self->plot), gtk_drop_down_get_selected (GTK_DROP_DOWN (self->axis[0])),
                               gtk_drop_down_get_selected (GTK_DROP_DOWN (self->axis[1])));
}

static GtkWidget *
axis_chooser (FlBoundaryView *self, const char *name)
{
  GtkWidget *chooser = fl_drop_down_new (NULL, name);

  fl_drop_down_shorten (chooser); /* names of inputs may be longer than the card is wide */
  fl_set_tooltip (chooser, name);
  gtk_widget_set_hexpand (chooser, TRUE);
  gtk_widget_add_css_class (chooser, "axis");
  g_signal_connect_swapped (chooser, "notify::selected", G_CALLBACK (axis_cb), self);
  return chooser;
}

static void
fill_axes (FlBoundaryView *self)
{
  gboolean many = self->data != NULL && self->data->raw_inputs > 2;
  guint at[2];

  gtk_widget_set_visible (self->axes, many);
  if (self->data == NULL)
    gtk_label_set_text (GTK_LABEL (self->hint), "");
  else if (many)
    gtk_label_set_text (GTK_LABEL (self->hint), _("other inputs at their mean"));
  else
    gtk_label_set_text (GTK_LABEL (self->hint), self->data->n_validation > 0 ? _("validation points outlined") : "");
  if (!many)
    return;
  fl_boundary_plot_get_axes (FL_BOUNDARY_PLOT (self->plot), &at[0], &at[1]);
  self->quiet = TRUE;
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GtkStringList) names = gtk_string_list_new ((const char *const *) self->data->raw_names);

      gtk_drop_down_set_model (GTK_DROP_DOWN (self->axis[i]), G_LIST_MODEL (names));
      gtk_drop_down_set_enable_search (GTK_DROP_DOWN (self->axis[i]), self->data->raw_inputs > 12);
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->axis[i]), at[i]);
    }
  self->quiet = FALSE;
}

/* What the hint beside the tab says: what the hand does, or else what is seen. */
static void
show_painting (FlBoundaryView *self)
{
  const FlProject *project = fl_document_get_project (fl_session_get_document (self->session));
  gboolean active = fl_paint_hands_is_active (self->hands);
  const char *refusal = fl_paint_refusal (project, fl_session_get_data (self->session));

  self->quiet = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->paint), active);
  self->quiet = FALSE;
  gtk_widget_set_sensitive (self->paint, active || refusal == NULL);
  fl_set_tooltip (self->paint, refusal != NULL ? refusal : _("Paint, erase and move points by hand (Escape ends it)"));
  if (active && self->bar == NULL)
    {
      self->bar = fl_paint_bar_new (self->session, self->hands);
      gtk_box_insert_child_after (GTK_BOX (self), self->bar, self->axes);
    }
  if (active)
    {
      g_autofree char *status = fl_paint_hands_status (self->hands);

      gtk_label_set_text (GTK_LABEL (self->hint), ""); /* the bar says it */
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->plot), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, status, -1);
    }
  else
    fill_axes (self);
}

static void
paint_cb (FlBoundaryView *self)
{
  if (self->quiet)
    return;
  fl_paint_hands_set_active (self->hands, gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->paint)));
  show_painting (self);
}

void
fl_boundary_view_sync (FlBoundaryView *self)
{
  DsPrepared *data = fl_session_get_data (self->session);
  gboolean other = data == NULL || self->data == NULL || data->n_validation == 0 || self->data->n_validation == 0 ||
                   data->n_classes != self->data->n_classes ||
                   !g_strv_equal ((const char *const *) data->raw_names, (const char *const *) self->data->raw_names);

  fl_boundary_plot_sync (FL_BOUNDARY_PLOT (self->plot));
  if (data == self->data)
    return;
  g_clear_pointer (&self->data, ds_prepared_unref);
  if (data != NULL)
    self->data = ds_prepared_ref (data);
  if (other && !fl_paint_hands_is_active (self->hands))
    fill_axes (self);
}

FlBoundaryPlot *
fl_boundary_view_get_plot (FlBoundaryView *self)
{
  return FL_BOUNDARY_PLOT (self->plot);
}

GtkWidget *
fl_boundary_view_get_tools (FlBoundaryView *self)
{
  return self->tools;
}

void
fl_boundary_view_describe (FlBoundaryView *self, const NnFrame *frame)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const DsPrepared *data = frame != NULL ? frame->data : NULL;
  gssize row = fl_session_get_row (self->session);

  if (fl_paint_hands_is_active (self->hands)) /* then it says what the hand does */
    return;
  if (data == NULL)
    {
      gtk_accessible_reset_property (GTK_ACCESSIBLE (self->plot), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
      return;
    }
  if (data->n_classes > 0)
    {
      g_autofree char *names = NULL;

      if (data->n_classes == 2)
        names = g_strdup_printf (_("classes %s and %s"), data->class_names[0], data->class_names[1]);
      else
        names = g_strjoinv (", ", data->class_names);
      g_string_append (text, names);
    }
  else
    g_string_append_printf (text, _("values of %s"), data->target_name);
  g_string_append_printf (text, _(", epoch %.0f"), (double) frame->epoch);
  if (isfinite (frame->validation_accuracy))
    g_string_append_printf (text, _(", validation accuracy %.3g %%"), fl_percent (frame->validation_accuracy));
  else if (isfinite (frame->train_accuracy))
    g_string_append_printf (text, _(", training accuracy %.3g %%"), fl_percent (frame->train_accuracy));
  if (row >= 0 && frame->data == fl_session_get_data (self->session))
    g_string_append_printf (text, _(", row %u pointed out"), data->source_row[row] + 1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->plot), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text->str, -1);
}

static void
row_cb (FlBoundaryView *self)
{
  NnFrame *frame = fl_session_get_frame (self->session);

  fl_plot_queue (FL_PLOT (self->plot), FL_PLOT_NOW);
  if (frame != NULL)
    fl_boundary_view_describe (self, frame);
}

static void
fl_boundary_view_dispose (GObject *object)
{
  FlBoundaryView *self = FL_BOUNDARY_VIEW (object);

  g_clear_object (&self->hands);
  g_clear_object (&self->session);
  g_clear_object (&self->tools);
  g_clear_pointer (&self->data, ds_prepared_unref);
  G_OBJECT_CLASS (fl_boundary_view_parent_class)->dispose (object);
}

static void
fl_boundary_view_class_init (FlBoundaryViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_boundary_view_dispose;
}

static void
fl_boundary_view_init (FlBoundaryView *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->tools = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8));
  self->hint = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->hint, "card-hint");
  gtk_widget_set_hexpand (self->hint, TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->hint), 1);
  gtk_box_append (GTK_BOX (self->tools), fl_whole_or_none_new (self->hint));

  self->axes = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_box_set_homogeneous (GTK_BOX (self->axes), TRUE);
  gtk_widget_add_css_class (self->axes, "card-row");
  self->axis[0] = axis_chooser (self, _("Horizontal axis"));
  self->axis[1] = axis_chooser (self, _("Vertical axis"));
  gtk_box_append (GTK_BOX (self->axes), self->axis[0]);
  gtk_box_append (GTK_BOX (self->axes), self->axis[1]);
  gtk_box_append (GTK_BOX (self), self->axes);
}

GtkWidget *
fl_boundary_view_new (FlSession *session)
{
  FlBoundaryView *self = g_object_new (FL_TYPE_BOUNDARY_VIEW, NULL);
  GtkWidget *fit, *over;

  self->session = g_object_ref (session);
  self->plot = fl_boundary_plot_new (session);
  self->hands = fl_paint_hands_new (session, FL_BOUNDARY_PLOT (self->plot));
  fit = fl_plot_hands_fit_button (FL_PLOT (self->plot));
  gtk_box_append (GTK_BOX (self->tools), fit);
  self->paint = gtk_toggle_button_new_with_mnemonic (_("_Paint"));
  gtk_accessible_reset_property (GTK_ACCESSIBLE (self->paint), GTK_ACCESSIBLE_PROPERTY_LABEL);
  gtk_widget_add_css_class (self->paint, "card-toggle");
  gtk_widget_set_valign (self->paint, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->paint, "toggled", G_CALLBACK (paint_cb), self);
  g_signal_connect_object (self->hands, "changed", G_CALLBACK (show_painting), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->tools), self->paint);
  g_signal_connect_object (self->plot, "zoomed", G_CALLBACK (gtk_widget_set_visible), fit, G_CONNECT_SWAPPED);
  fl_set_tooltip (self->hint, fl_plot_hands_hint ());
  gtk_widget_set_vexpand (self->plot, TRUE);
  gtk_widget_set_hexpand (self->plot, TRUE);
  over = gtk_overlay_new ();
  gtk_overlay_set_child (GTK_OVERLAY (over), self->plot);
  gtk_overlay_add_overlay (GTK_OVERLAY (over), fl_paint_hands_get_overlay (self->hands));
  gtk_box_append (GTK_BOX (self), over);
  show_painting (self);
  g_signal_connect_object (session, "row", G_CALLBACK (row_cb), self, G_CONNECT_SWAPPED);
  fl_boundary_view_sync (self);
  return GTK_WIDGET (self);
}
