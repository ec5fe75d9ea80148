/* The drawing becomes an image like those of the data, and one forward pass says what the network takes it for, on a worker thread;
 * while the network trains, again at most five times a second with its newest weights. */
#include "fl-draw-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-axis.h"
#include "fl-data-paint.h"
#include "fl-draw-pad.h"
#include "fl-picture-values.h"
#include "fl-plot-hands.h"
#include "fl-scene-plot.h"
#include "fl-score-paint.h"
#include "fl-tooltip.h"
#include "nn-predict.h"

#define PACE_MS 200
#define STRIDE 2654435761u /* samples come from all over the data, the same each time */

struct _FlDrawView
{
  GtkBox parent_instance;
  FlSession *session; /* owned */
  GtkWidget *tools;   /* owned: the card puts it into its head */
  DsPrepared *data;   /* owned, or NULL */
  DsImageHabit habit;
  GtkWidget *back, *pad, *opinion, *seen, *said, *note; /* borrowed */
  GCancellable *cancellable; /* owned; of the pass under way */
  guint64 run, version;      /* of the frame asked last */
  guint timer, samples;
  gboolean again;            /* what is drawn has changed since */
};

G_DEFINE_FINAL_TYPE (FlDrawView, fl_draw_view, GTK_TYPE_BOX)

static void ask (FlDrawView *self);

/* ---- one forward pass ---- */

typedef struct
{
  NnFrame *frame; /* owned */
  DsImageHabit habit;
  FlInkPoint *points; /* owned */
  guint n;
  gboolean fit;
  float *raw;      /* owned, (raw_inputs): the image, with the drawing once it is done */
  float *shares;   /* owned, (n_classes), or NULL */
  double value;    /* REGRESSION */
  guint best;
  gboolean sure;   /* shares are probabilities */
} Pass;

static void
pass_free (gpointer data)
{
  Pass *pass = data;

  nn_frame_unref (pass->frame);
  g_free (pass->points);
  g_free (pass->raw);
  g_free (pass->shares);
  g_free (pass);
}

static void
take_outputs (Pass *pass, const NnPredictor *predictor, const float *out)
{
  const DsPrepared *data = pass->frame->data;
  const NnPlan *plan = nn_predictor_plan (predictor);

  pass->value = (double) out[0];
  if (data->n_classes == 0)
    return;
  pass->best = nn_predictor_class (predictor, out);
  pass->sure = nn_loss_prediction (pass->frame->spec->loss.type) == NN_PREDICT_PROBABILITY;
  pass->shares = g_new0 (float, data->n_classes);
  if (plan->outputs == data->n_classes)
    memcpy (pass->shares, out, data->n_classes * sizeof (float));
  else
    {
      double t = (pass->value - plan->target_low) / (plan->target_high - plan->target_low);

      pass->shares[1] = (float) CLAMP (t, 0, 1);
      pass->shares[0] = 1 - pass->shares[1];
    }
}

static void
run_pass (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Pass *pass = data;
  const DsPrepared *prepared = pass->frame->data;
  NnProblem problem = nn_problem (prepared);
  GError *error = NULL;
  g_autoptr (NnPredictor) predictor = nn_predictor_new (pass->frame->spec, &problem, &error);
  g_autofree float *x = g_new0 (float, MAX (prepared->inputs, 1)), *out = NULL;

  if (predictor == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  fl_ink_render (&pass->habit, pass->points, pass->n, pass->fit, pass->raw);
  ds_prepared_transform (prepared, pass->raw, x);
  out = g_new0 (float, nn_predictor_plan (predictor)->outputs);
  nn_predictor_run (predictor, pass->frame->weights, x, 1, NN_OUTPUT_PREDICTION, out);
  take_outputs (pass, predictor, out);
  g_task_return_boolean (task, TRUE);
}

/* ---- showing ---- */

typedef struct
{
  FlOpinion opinion;
  float *shares;    /* owned, or NULL */
  DsPrepared *data; /* owned: the names */
} OpinionScene;

static void
opinion_clear (gpointer data)
{
  OpinionScene *scene = data;

  g_free (scene->shares);
  ds_prepared_unref (scene->data);
}

static void
opinion_paint (gpointer data, cairo_t *cr, const FlTheme *theme, double width, double height)
{
  fl_part_magnify (cr, theme, width, height);
  fl_opinion_paint (cr, theme, width, height, &((OpinionScene *) data)->opinion);
}

static gpointer
opinion_values (FlPlot *plot)
{
  const OpinionScene *scene = fl_scene_plot_get_scene (FL_SCENE_PLOT (plot));

  return scene != NULL && scene->shares != NULL ? fl_opinion_csv (&scene->opinion) : NULL;
}

static const FlPlotHands opinion_hands = {
  .file = N_("opinion"),
  .table = N_("Opinion of the network"),
  .nothing = N_("Draw something first"),
  .copied = N_("Shares copied"),
  .values_begin = opinion_values,
  .values_make = fl_plot_text_make,
  .values_end = g_free,
};

typedef struct
{
  float *values; /* owned */
  DsImageHabit habit;
} SeenScene;

static void
seen_clear (gpointer data)
{
  g_free (((SeenScene *) data)->values);
}

static void
seen_paint (gpointer data, cairo_t *cr, const FlTheme *theme, double width, double height)
{
  SeenScene *scene = data;

  fl_part_magnify (cr, theme, width, height);
  fl_image_paint (cr, theme, 0, 0, MIN (width, height), scene->values, scene->habit.width, scene->habit.height,
                  MIN (scene->habit.ground, scene->habit.ink), MAX (scene->habit.ground, scene->habit.ink));
}

static gpointer
seen_values (FlPlot *plot)
{
  const SeenScene *scene = fl_scene_plot_get_scene (FL_SCENE_PLOT (plot));

  return scene != NULL ? fl_image_csv (scene->values, scene->habit.width, scene->habit.height) : NULL;
}

static const FlPlotHands seen_hands = {
  .file = N_("drawing"),
  .table = N_("What the network is given"),
  .nothing = N_("Draw something first"),
  .copied = N_("Values copied"),
  .values_begin = seen_values,
  .values_make = fl_plot_text_make,
  .values_end = g_free,
};

static void
show_opinion (FlDrawView *self, const float *shares)
{
  OpinionScene *scene = g_atomic_rc_box_new0 (OpinionScene);

  scene->data = ds_prepared_ref (self->data);
  scene->shares = shares != NULL ? g_memdup2 (shares, self->data->n_classes * sizeof (float)) : NULL;
  scene->opinion = (FlOpinion){ self->data->n_classes, scene->shares, (const char *const *) self->data->class_names };
  fl_scene_plot_take (FL_SCENE_PLOT (self->opinion), scene, opinion_clear, FL_PLOT_NOW);
}

static void
show_pass (FlDrawView *self, const Pass *pass)
{
  g_autofree char *text = NULL;
  SeenScene *seen = g_atomic_rc_box_new0 (SeenScene);
  char number[32];

  seen->values = g_memdup2 (pass->raw, (gsize) pass->habit.width * pass->habit.height * sizeof (float));
  seen->habit = pass->habit;
  fl_scene_plot_take (FL_SCENE_PLOT (self->seen), seen, seen_clear, FL_PLOT_NOW);
  show_opinion (self, pass->shares);
  if (pass->shares == NULL)
    text = g_strdup_printf (_("Predicted: %s"), fl_format_number (pass->value, number, sizeof number));
  else if (pass->sure)
    text = g_strdup_printf (_("The network says %s, %.3g %% sure"), self->data->class_names[pass->best],
                            fl_percent ((double) pass->shares[pass->best]));
  else
    text = g_strdup_printf (_("The network says %s"), self->data->class_names[pass->best]);
  gtk_label_set_text (GTK_LABEL (self->said), text);
  fl_scene_plot_describe (FL_SCENE_PLOT (self->opinion), text, !fl_session_is_playing (self->session));
}

static void
show_nothing (FlDrawView *self)
{
  gtk_label_set_text (GTK_LABEL (self->said), _("Draw something the network has learned"));
  fl_scene_plot_take (FL_SCENE_PLOT (self->seen), NULL, NULL, FL_PLOT_NOW);
  fl_scene_plot_describe (FL_SCENE_PLOT (self->opinion), "", TRUE);
  if (self->data != NULL)
    show_opinion (self, NULL);
}

static void
passed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  FlDrawView *self = FL_DRAW_VIEW (object);
  g_autoptr (GError) error = NULL;
  const Pass *pass = g_task_get_task_data (G_TASK (result));
  gboolean good = g_task_propagate_boolean (G_TASK (result), &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  g_clear_object (&self->cancellable);
  if (self->session == NULL)
    return;
  if (!good)
    gtk_label_set_text (GTK_LABEL (self->said), error->message);
  else if (pass->frame->data == self->data && !fl_draw_pad_is_empty (FL_DRAW_PAD (self->pad)))
    show_pass (self, pass);
  if (self->again)
    ask (self);
}

static void
ask (FlDrawView *self)
{
  NnFrame *frame = fl_session_get_frame (self->session);
  const FlInkPoint *points;
  const float *image;
  g_autoptr (GTask) task = NULL;
  Pass *pass;

  self->again = self->cancellable != NULL;
  if (frame == NULL)
    show_nothing (self);
  if (self->again || self->data == NULL || frame == NULL || frame->data != self->data)
    return;
  self->run = frame->run;
  self->version = frame->version;
  if (fl_draw_pad_is_empty (FL_DRAW_PAD (self->pad)))
    {
      show_nothing (self);
      return;
    }
  image = fl_draw_pad_get_image (FL_DRAW_PAD (self->pad));
  pass = g_new0 (Pass, 1);
  pass->frame = nn_frame_ref (frame);
  pass->habit = self->habit;
  points = fl_draw_pad_get_points (FL_DRAW_PAD (self->pad), &pass->n);
  pass->points = g_memdup2 (points, pass->n * sizeof *points);
  pass->fit = image == NULL;
  pass->raw = image != NULL ? g_memdup2 (image, self->data->raw_inputs * sizeof (float)) : g_new0 (float, self->data->raw_inputs);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, passed_cb, NULL);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, pass, pass_free);
  g_task_run_in_thread (task, run_pass);
}

/* ---- following the training ---- */

static gboolean
timer_cb (gpointer data)
{
  FlDrawView *self = data;
  NnFrame *frame = fl_session_get_frame (self->session);

  self->timer = 0;
  if (frame != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)) && (frame->run != self->run || frame->version != self->version))
    ask (self);
  return G_SOURCE_REMOVE;
}

static void
frame_cb (FlDrawView *self)
{
  if (self->timer == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->timer = g_timeout_add (PACE_MS, timer_cb, self);
}

void
fl_draw_view_sync (FlDrawView *self)
{
  DsPrepared *data = fl_session_get_data (self->session);
  DsImageHabit habit;
  g_autofree char *note = NULL;

  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && data == self->data && fl_session_get_frame (self->session) == NULL)
    show_nothing (self);
  if (data == self->data || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  g_clear_pointer (&self->data, ds_prepared_unref);
  if (data == NULL || !ds_image_habit (data, &habit))
    return;
  self->data = ds_prepared_ref (data);
  if (memcmp (&habit, &self->habit, sizeof habit) != 0)
    {
      self->habit = habit;
      fl_draw_pad_set_habit (FL_DRAW_PAD (self->pad), &habit);
    }
  note = g_strdup_printf (habit.by_mass ? _("As the training images are: scaled to %.0f × %.0f of %u × %u pixels, the centre of its mass where theirs is")
                                        : _("As the training images are: scaled to %.0f × %.0f of %u × %u pixels, its middle where theirs is"),
                          habit.box_width, habit.box_height, habit.width, habit.height);
  fl_set_tooltip (self->seen, note);
  gtk_widget_set_visible (self->opinion, data->n_classes > 0);
  ask (self);
}

static void
sample_cb (FlDrawView *self)
{
  gsize from, n, row;
  g_autofree char *text = NULL;

  if (self->data == NULL)
    return;
  from = self->data->n_validation > 0 ? self->data->n_train : 0; /* what it has not learned, if there is any */
  n = self->data->n_validation > 0 ? self->data->n_validation : self->data->n_train;
  row = from + (gsize) ((guint64) ++self->samples * STRIDE % n);
  fl_draw_pad_set_image (FL_DRAW_PAD (self->pad), self->data->raw + row * self->data->raw_inputs);
  if (self->data->n_classes > 0)
    text = g_strdup_printf (_("row %u, %s"), self->data->source_row[row] + 1, self->data->class_names[(guint) self->data->y[row]]);
  else
    text = g_strdup_printf (_("row %u"), self->data->source_row[row] + 1);
  gtk_label_set_text (GTK_LABEL (self->note), text);
}

static void
clear_cb (FlDrawView *self)
{
  fl_draw_pad_clear (FL_DRAW_PAD (self->pad));
  gtk_widget_grab_focus (self->pad);
}

static void
back_cb (FlDrawView *self)
{
  fl_draw_pad_take_back (FL_DRAW_PAD (self->pad));
  gtk_widget_grab_focus (self->pad);
}

/* The pad as a table is what becomes of the drawing: the values the network is given. */
static gboolean
table_key_cb (GtkWidget *pad, GVariant *args, gpointer view)
{
  return gtk_widget_activate_action (FL_DRAW_VIEW (view)->seen, "plot.show-table", NULL);
}

static void
add_table_key (FlDrawView *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>t"),
                                                          gtk_callback_action_new (table_key_cb, self, NULL)));
  gtk_widget_add_controller (self->pad, keys);
}

static void
drawn_cb (FlDrawView *self)
{
  gtk_widget_set_sensitive (self->back, fl_draw_pad_has_past (FL_DRAW_PAD (self->pad)));
  if (fl_draw_pad_get_image (FL_DRAW_PAD (self->pad)) == NULL)
    gtk_label_set_text (GTK_LABEL (self->note), "");
  ask (self);
}

/* ---- building ---- */

static void
fl_draw_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (fl_draw_view_parent_class)->map (widget);
  fl_draw_view_sync (FL_DRAW_VIEW (widget));
  frame_cb (FL_DRAW_VIEW (widget));
}

static void
fl_draw_view_dispose (GObject *object)
{
  FlDrawView *self = FL_DRAW_VIEW (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->tools);
  g_clear_pointer (&self->data, ds_prepared_unref);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (fl_draw_view_parent_class)->dispose (object);
}

static void
fl_draw_view_class_init (FlDrawViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_draw_view_dispose;
  GTK_WIDGET_CLASS (klass)->map = fl_draw_view_map;
}

static GtkWidget *
new_button (FlDrawView *self, const char *title, const char *help, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_with_label (title);

  gtk_widget_add_css_class (button, "card-button");
  fl_set_tooltip (button, help);
  g_signal_connect_swapped (button, "clicked", clicked, self);
  return button;
}

static GtkWidget *
new_answer (FlDrawView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *caption = gtk_label_new (_("What the network is given"));

  self->opinion = fl_scene_plot_new (_("Opinion of the network"), opinion_paint);
  fl_plot_hands_attach (FL_PLOT (self->opinion), &opinion_hands);
  gtk_widget_set_size_request (self->opinion, 90, 90);
  gtk_widget_set_vexpand (self->opinion, TRUE);
  gtk_widget_set_hexpand (self->opinion, TRUE);
  fl_set_tooltip (self->opinion, _("How likely the network takes each class to be"));
  self->seen = fl_scene_plot_new (_("What the network is given"), seen_paint);
  fl_plot_hands_attach (FL_PLOT (self->seen), &seen_hands);
  gtk_widget_set_size_request (self->seen, 44, 44);
  gtk_label_set_wrap (GTK_LABEL (caption), TRUE);
  gtk_label_set_xalign (GTK_LABEL (caption), 0);
  gtk_widget_add_css_class (caption, "card-hint");
  gtk_box_append (GTK_BOX (row), self->seen);
  gtk_box_append (GTK_BOX (row), caption);
  gtk_box_append (GTK_BOX (box), self->opinion);
  gtk_box_append (GTK_BOX (box), row);
  return box;
}

static void
fl_draw_view_init (FlDrawView *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10), *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "draw-page");
  self->tools = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  self->back = new_button (self, _("Take back"), _("Undo the last stroke, or clearing (Backspace)"), G_CALLBACK (back_cb));
  gtk_widget_set_sensitive (self->back, FALSE);
  gtk_box_append (GTK_BOX (self->tools), self->back);
  gtk_box_append (GTK_BOX (self->tools), new_button (self, _("Clear"), _("An empty sheet (Escape)"), G_CALLBACK (clear_cb)));
  self->said = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->said), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->said), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->said, "score-summary");
  self->pad = fl_draw_pad_new ();
  gtk_widget_set_hexpand (self->pad, TRUE);
  gtk_widget_set_vexpand (self->pad, TRUE);
  add_table_key (self);
  gtk_box_append (GTK_BOX (row), self->pad);
  gtk_box_append (GTK_BOX (row), new_answer (self));
  self->note = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (self->note), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->note, "card-hint");
  gtk_box_append (GTK_BOX (foot), new_button (self, _("Take a sample"), _("Start from an image of the data the network has not learned from"),
                                              G_CALLBACK (sample_cb)));
  gtk_box_append (GTK_BOX (foot), self->note);
  gtk_box_append (GTK_BOX (self), self->said);
  gtk_box_append (GTK_BOX (self), row);
  gtk_box_append (GTK_BOX (self), foot);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  g_signal_connect_swapped (self->pad, "changed", G_CALLBACK (drawn_cb), self);
}

GtkWidget *
fl_draw_view_get_tools (FlDrawView *self)
{
  return self->tools;
}

GtkWidget *
fl_draw_view_new (FlSession *session)
{
  FlDrawView *self = g_object_new (FL_TYPE_DRAW_VIEW, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "frame", G_CALLBACK (frame_cb), self, G_CONNECT_SWAPPED);
  show_nothing (self);
  return GTK_WIDGET (self);
}
