/* The loss around the network's weights. The engine's thread evaluates it; a tick callback, present only while something moves, brings
 * its pictures and the newest states to the plots. While a run trains the plane is laid anew now and then, no more often than leaves
 * the training three quarters of the machine; in between the path goes on over the plane there is. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdatomic.h>
#include <string.h>

#include "fl-landscape-parts.h"
#include "fl-landscape-paths.h"
#include "fl-landscape-words.h"
#include "fl-panel-parts.h"
#include "fl-session.h"
#include "fl-tooltip.h"
#include "fl-weight-pair.h"
#include "nn-landscape.h"

#define PATH_US 100000       /* the path goes on at most this often */
#define CENTRE_US 1500000    /* the plane is laid anew at most this often while training */
#define SPEECH_US 1000000
#define BESIDE 820           /* width from which the plots lie side by side: both are looked into closely */

#define FL_TYPE_LANDSCAPE_PAGE (fl_landscape_page_get_type ())
G_DECLARE_FINAL_TYPE (FlLandscapePage, fl_landscape_page, FL, LANDSCAPE_PAGE, GtkWidget)

struct _FlLandscapePage
{
  GtkWidget parent_instance;

  FlSession *session;     /* owned */
  NnLandscape *landscape; /* owned */
  NnLandscapePicture *picture; /* owned: shown */
  NnSpec *named;          /* ref: whose weights there are to choose from */

  GtkWidget *box; /* owned child */
  GtkWidget *plane, *weights, *height, *size, *rows, *again;
  GtkWidget *levels, *surface, *levels_remark, *surface_remark, *statement, *head, *progress, *progress_box, *time_left;

  FlLandscapePaths paths;
  NnLandscapeRequest request;
  gboolean wanted;      /* a request is to be sent */
  gboolean cancelled;   /* what was asked for last */
  guint tick;
  atomic_bool woken;
  guint64 version, run; /* of the frame in the trail */
  gboolean was_playing;
  gint64 asked_path, asked_plane, plane_took, spoken;
};

G_DEFINE_FINAL_TYPE (FlLandscapePage, fl_landscape_page, GTK_TYPE_WIDGET)

static const char *const planes[NN_N_PLANES] = { N_("Two random directions"), N_("Principal components"), N_("Two weights") };
static const char *const heights[] = { N_("Linear"), N_("Logarithmic") };
static const guint sizes[] = { 17, 65, 129, 257, 513 }; /* to choose from; the first pictures are coarser */
static const char *const size_words[] = { N_("17 × 17"), N_("65 × 65"), N_("129 × 129"), N_("257 × 257"), N_("513 × 513") };
static const gsize row_counts[] = { 500, 2000, 10000, 0 };
static const char *const row_words[] = { N_("500 at most"), N_("2,000 at most"), N_("10,000 at most"), N_("All") };

static void start_ticking (FlLandscapePage *self);

/* Asking */

static void
want (FlLandscapePage *self)
{
  self->wanted = TRUE;
  start_ticking (self);
}

/* The plane goes through the state there is now. */
static void
centre (FlLandscapePage *self)
{
  self->request.centre++;
  self->cancelled = FALSE;
  self->asked_plane = g_get_monotonic_time ();
  want (self);
}

static void
ask (FlLandscapePage *self)
{
  FlRange range;
  g_autoptr (GPtrArray) trails = NULL;

  if (!self->wanted || nn_trail_length (self->paths.trail) == 0)
    return;
  self->request.fit = !fl_terrain_plot_get_range (FL_TERRAIN_PLOT (self->levels), &range);
  if (!self->request.fit)
    {
      self->request.x0 = range.x0;
      self->request.x1 = range.x1;
      self->request.y0 = range.y0;
      self->request.y1 = range.y1;
    }
  trails = fl_landscape_paths_list (&self->paths);
  nn_landscape_request (self->landscape, &self->request, (NnTrail *const *) trails->pdata, trails->len);
  if (self->picture == NULL && !self->cancelled)
    gtk_label_set_text (GTK_LABEL (self->statement), _("Evaluating the loss around the weights…"));
  self->wanted = FALSE;
  self->asked_path = g_get_monotonic_time ();
}

/* Showing */

static FlSpot *
spots_of (const NnLandscapePath *path)
{
  FlSpot *spots = g_new (FlSpot, MAX (path->n, 1));

  for (guint i = 0; i < path->n; i++)
    spots[i] = (FlSpot){ path->points[i].x, path->points[i].y };
  return spots;
}

static void
show_terrain (FlLandscapePage *self, FlPlotHurry hurry)
{
  static const char *const axes[NN_N_PLANES][2] = { { N_("first direction"), N_("second direction") },
                                                    { N_("first component"), N_("second component") } };
  const NnLandscapePicture *p = self->picture;
  FlTerrain *terrain = fl_terrain_new ();
  FlRange box = { p->x0, p->x1, p->y0, p->y1 };
  const NnLandscapePoint *last;

  fl_terrain_set_grid (terrain, &box, p->size, p->values, gtk_drop_down_get_selected (GTK_DROP_DOWN (self->height)) == 1);
  terrain->x_label = g_strdup (p->kind == NN_PLANE_WEIGHTS ? p->x_name : _(axes[p->kind][0]));
  terrain->y_label = g_strdup (p->kind == NN_PLANE_WEIGHTS ? p->y_name : _(axes[p->kind][1]));
  for (guint i = 0; i < p->n_paths; i++)
    fl_terrain_add_path (terrain, self->paths.names[i], self->paths.colors[i], spots_of (&p->paths[i]), p->paths[i].n, p->paths[i].n);
  last = &p->paths[0].points[0];
  fl_terrain_add_mark (terrain, FL_MARK_START, last->x, last->y, NULL);
  if (isfinite (p->lowest) && !p->flat)
    fl_terrain_add_mark (terrain, FL_MARK_OPTIMUM, p->lowest_x, p->lowest_y, _("lowest here"));
  fl_terrain_plot_set (FL_TERRAIN_PLOT (self->levels), terrain, hurry);
  fl_terrain_plot_set (FL_TERRAIN_PLOT (self->surface), terrain, hurry);
  fl_terrain_unref (terrain);
}

static void
show_statement (FlLandscapePage *self)
{
  const NnLandscapePicture *p = self->picture;
  g_autofree char *about = fl_landscape_statement (p), *whose = fl_landscape_paths_say (&self->paths, p);
  const char *left = self->cancelled && !p->fine ? _(" Left as coarse as it was when it was cancelled; Centre begins anew.") : "";
  g_autofree char *text = g_strconcat (about, whose, left, NULL), *size = g_strdup_printf (_("%u × %u"), p->size, p->size);

  gtk_label_set_text (GTK_LABEL (self->statement), text);
  gtk_label_set_text (GTK_LABEL (self->levels_remark), size);
}

static void
describe (FlLandscapePage *self)
{
  const NnLandscapePicture *p = self->picture;
  g_autofree char *text = NULL;
  gint64 now = g_get_monotonic_time ();

  if (now - self->spoken < SPEECH_US && !p->fine)
    return;
  self->spoken = now;
  text = fl_landscape_description (p);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->levels), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->surface), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
take_picture (FlLandscapePage *self)
{
  NnLandscapePicture *picture = nn_landscape_take (self->landscape);

  if (picture == NULL)
    return;
  if (picture->fine && (self->picture == NULL || !self->picture->fine))
    self->plane_took = g_get_monotonic_time () - self->asked_plane;
  nn_landscape_picture_unref (self->picture);
  self->picture = picture;
  show_terrain (self, FL_PLOT_PACED);
  show_statement (self);
  describe (self);
}

static void
show_time_left (FlLandscapePage *self)
{
  double seconds = nn_landscape_seconds_left (self->landscape);
  g_autofree char *text = seconds < 3    ? g_strdup ("")
                          : seconds < 90 ? g_strdup_printf (_("about %.0f s"), 5 * ceil (seconds / 5))
                                         : g_strdup_printf (_("about %.0f min"), ceil (seconds / 60));

  if (strcmp (gtk_label_get_text (GTK_LABEL (self->time_left)), text) != 0)
    gtk_label_set_text (GTK_LABEL (self->time_left), text);
}

static void
show_progress (FlLandscapePage *self)
{
  gboolean busy = !self->cancelled && nn_landscape_busy (self->landscape) && g_get_monotonic_time () - self->asked_plane > 300000
                  && nn_landscape_progress (self->landscape) < 1;

  gtk_stack_set_visible_child (GTK_STACK (self->head), busy ? self->progress_box : self->levels_remark);
  if (!busy)
    return;
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), nn_landscape_progress (self->landscape));
  show_time_left (self);
}

/* The weights to choose from: those of the network there is. */
static void
fill_weights (FlLandscapePage *self, const NnFrame *frame)
{
  NnProblem problem = nn_problem (frame->data);
  NnPlan *plan;
  gboolean first = self->named == NULL, two;
  gsize chosen[2];

  if (self->named == frame->spec)
    return;
  plan = nn_plan_new (frame->spec, &problem, NULL, NULL);
  if (plan == NULL || plan->n_weights < 2)
    {
      g_clear_pointer (&plan, nn_plan_free);
      return;
    }
  g_clear_pointer (&self->named, nn_spec_unref);
  self->named = nn_spec_ref (frame->spec);
  two = plan->n_weights == 2;
  if (!fl_weight_pair_take (self->weights, plan, chosen))
    return;
  self->request.weight_x = chosen[0];
  self->request.weight_y = chosen[1];
  if (first && two) /* nothing is left out on the plane of both */
    gtk_drop_down_set_selected (GTK_DROP_DOWN (self->plane), NN_PLANE_WEIGHTS);
}

/* Frames */

/* Without a network there is nothing to look at: no picture of the last one stays. */
static void
forget (FlLandscapePage *self)
{
  const char *problem = fl_session_get_problem (self->session, NULL);

  gtk_label_set_text (GTK_LABEL (self->statement), problem != NULL ? problem : _("Nothing to show yet"));
  if (nn_trail_length (self->paths.trail) == 0)
    return;
  nn_landscape_cancel (self->landscape);
  fl_landscape_paths_forget (&self->paths);
  nn_landscape_picture_unref (nn_landscape_take (self->landscape));
  g_clear_pointer (&self->picture, nn_landscape_picture_unref);
  fl_terrain_plot_set (FL_TERRAIN_PLOT (self->levels), NULL, FL_PLOT_NOW);
  fl_terrain_plot_set (FL_TERRAIN_PLOT (self->surface), NULL, FL_PLOT_NOW);
  gtk_label_set_text (GTK_LABEL (self->levels_remark), "");
  gtk_accessible_reset_property (GTK_ACCESSIBLE (self->levels), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  gtk_accessible_reset_property (GTK_ACCESSIBLE (self->surface), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  self->version = self->run = 0;
}

static void
follow (FlLandscapePage *self, NnFrame *frame)
{
  gboolean playing = fl_landscape_paths_is_playing (&self->paths), other_run = frame->run != self->run;
  gint64 now = g_get_monotonic_time ();

  if (frame->version != self->version || other_run)
    {
      self->version = frame->version;
      self->run = frame->run;
      fill_weights (self, frame);
      nn_trail_add (self->paths.trail, frame);
      if (other_run)
        fl_terrain_plot_forget_range (FL_TERRAIN_PLOT (self->levels));
      if (other_run || (frame->state != NN_RUNNING && !self->cancelled))
        centre (self);
      else if (frame->state != NN_RUNNING || now - self->asked_path >= PATH_US)
        self->wanted = TRUE;
    }
  /* Who cancelled it wants the machine for something else: it goes on when asked to. */
  if (self->was_playing && !playing && !self->cancelled)
    centre (self);
  self->was_playing = playing;
  if (playing && !self->cancelled && !nn_landscape_busy (self->landscape) && now - self->asked_plane > MAX (CENTRE_US, 4 * self->plane_took))
    centre (self);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  FlLandscapePage *self = FL_LANDSCAPE_PAGE (widget);
  NnFrame *frame;

  fl_session_update (self->session);
  frame = fl_landscape_paths_frame (&self->paths);
  if (frame != NULL && fl_session_get_problem (self->session, NULL) == NULL)
    {
      follow (self, frame);
      ask (self);
      take_picture (self);
    }
  else
    {
      forget (self);
      self->wanted = FALSE;
    }
  show_progress (self);
  if (gtk_widget_get_mapped (widget) && (fl_landscape_paths_is_playing (&self->paths) || self->wanted || nn_landscape_busy (self->landscape)))
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
start_ticking (FlLandscapePage *self)
{
  if (self->tick == 0 && self->session != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static gboolean
woke_cb (gpointer data)
{
  FlLandscapePage *self = data;

  atomic_store (&self->woken, FALSE);
  if (self->landscape != NULL)
    start_ticking (self);
  return G_SOURCE_REMOVE;
}

/* The landscape's thread. */
static void
wake (gpointer data)
{
  FlLandscapePage *self = data;

  if (!atomic_exchange (&self->woken, TRUE))
    g_idle_add_full (G_PRIORITY_DEFAULT, woke_cb, g_object_ref (self), g_object_unref);
}

/* The path is followed while another page is shown, too. */
static void
frame_cb (FlLandscapePage *self)
{
  NnFrame *frame = fl_landscape_paths_frame (&self->paths);

  if (frame != NULL && !gtk_widget_get_mapped (GTK_WIDGET (self)))
    nn_trail_add (self->paths.trail, frame);
  start_ticking (self);
}

/* Controls */

static void
plane_cb (FlLandscapePage *self)
{
  self->request.kind = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->plane));
  gtk_widget_set_visible (self->weights, self->request.kind == NN_PLANE_WEIGHTS);
  gtk_widget_set_visible (self->again, self->request.kind == NN_PLANE_RANDOM);
  fl_terrain_plot_forget_range (FL_TERRAIN_PLOT (self->levels));
  centre (self);
}

static void
weights_cb (const gsize weights[2], gpointer user_data)
{
  FlLandscapePage *self = user_data;

  self->request.weight_x = weights[0];
  self->request.weight_y = weights[1];
  fl_terrain_plot_forget_range (FL_TERRAIN_PLOT (self->levels));
  centre (self);
}

static void
height_cb (FlLandscapePage *self)
{
  if (self->picture != NULL)
    show_terrain (self, FL_PLOT_NOW);
}

static void
size_cb (FlLandscapePage *self)
{
  self->request.size = sizes[gtk_drop_down_get_selected (GTK_DROP_DOWN (self->size))];
  centre (self);
}

static void
rows_cb (FlLandscapePage *self)
{
  self->request.max_rows = row_counts[gtk_drop_down_get_selected (GTK_DROP_DOWN (self->rows))];
  centre (self);
}

static void
again_cb (FlLandscapePage *self)
{
  self->request.seed++;
  centre (self);
}

static void
centre_cb (FlLandscapePage *self)
{
  fl_terrain_plot_forget_range (FL_TERRAIN_PLOT (self->levels));
  centre (self);
}

static void
cancel_cb (FlLandscapePage *self)
{
  nn_landscape_cancel (self->landscape);
  self->cancelled = TRUE;
  show_progress (self);
  if (self->picture != NULL)
    show_statement (self);
  else
    gtk_label_set_text (GTK_LABEL (self->statement), _("Left before there was anything to show. Centre begins anew; a coarser grid or fewer rows are quicker."));
}

static GtkWidget *
words (FlLandscapePage *self, const char *name, const char *const *list, guint n, guint selected, GCallback changed)
{
  GtkWidget *chooser = fl_words_new (name, list, n, selected);

  g_signal_connect_swapped (chooser, "notify::selected", changed, self);
  return chooser;
}

static GtkWidget *
controls (FlLandscapePage *self)
{
  GtkWidget *column = fl_column_new ();
  GtkBox *box = GTK_BOX (column);

  self->plane = words (self, _("Plane"), planes, NN_N_PLANES, NN_PLANE_RANDOM, G_CALLBACK (plane_cb));
  gtk_box_append (box, fl_captioned_new (_("Plane"), _("Which slice through the space of the weights is shown"), self->plane));
  self->weights = fl_weight_pair_new (weights_cb, self);
  gtk_widget_set_visible (self->weights, FALSE);
  gtk_box_append (box, self->weights);
  self->again = fl_column_button_new (_("Other directions"), _("Draw two other random directions"), G_CALLBACK (again_cb), self);
  gtk_box_append (box, self->again);
  gtk_box_append (box, fl_column_button_new (_("Centre"), _("Lay the plane through the present weights, and show all of it"), G_CALLBACK (centre_cb), self));
  self->height = words (self, _("Height"), heights, G_N_ELEMENTS (heights), 1, G_CALLBACK (height_cb));
  gtk_box_append (box, fl_captioned_new (_("Height"), _("Whether equal differences or equal ratios of the loss are equally high"), self->height));
  self->size = words (self, _("Grid"), size_words, G_N_ELEMENTS (size_words), 2, G_CALLBACK (size_cb));
  gtk_box_append (box, fl_captioned_new (_("Grid"), _("How many places the loss is evaluated at, in the end"), self->size));
  self->rows = words (self, _("Training rows"), row_words, G_N_ELEMENTS (row_words), 1, G_CALLBACK (rows_cb));
  gtk_box_append (box, fl_captioned_new (_("Training rows"), _("How many rows the loss is taken over; fewer are faster and an approximation"), self->rows));
  gtk_box_append (box, fl_note_new (_("The black disc is the start, the coloured one the present state. The line is the path, projected onto the plane.")));
  return column;
}

/* In the head of the first card, so that what is stated has its whole width. */
static GtkWidget *
progress (FlLandscapePage *self)
{
  GtkWidget *cancel = gtk_button_new_with_label (_("Cancel"));

  self->progress_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  self->progress = gtk_progress_bar_new ();
  gtk_widget_set_valign (self->progress, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Evaluating the loss"), -1);
  gtk_widget_set_valign (cancel, GTK_ALIGN_CENTER);
  fl_set_tooltip (cancel, _("Leave the picture as fine as it is now"));
  gtk_widget_add_css_class (cancel, "card-button");
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (cancel_cb), self);
  self->time_left = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->time_left, "card-hint");
  gtk_label_set_ellipsize (GTK_LABEL (self->time_left), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (self->progress_box), self->progress);
  gtk_box_append (GTK_BOX (self->progress_box), cancel);
  gtk_box_append (GTK_BOX (self->progress_box), self->time_left);
  gtk_widget_add_css_class (self->progress_box, "landscape-progress");
  gtk_widget_set_halign (self->progress_box, GTK_ALIGN_END);
  return self->progress_box;
}

/* The one place in the head of the first card tells how fine the picture is, or how far it has come. */
static void
share_head (FlLandscapePage *self)
{
  GtkWidget *head = gtk_widget_get_parent (self->levels_remark);

  self->head = gtk_stack_new ();
  gtk_widget_set_hexpand (self->head, TRUE);
  g_object_ref (self->levels_remark);
  gtk_box_remove (GTK_BOX (head), self->levels_remark);
  gtk_stack_add_child (GTK_STACK (self->head), self->levels_remark);
  gtk_stack_add_child (GTK_STACK (self->head), progress (self));
  g_object_unref (self->levels_remark);
  gtk_box_append (GTK_BOX (head), self->head);
}

static GtkWidget *
foot (FlLandscapePage *self)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_widget_add_css_class (card, "train-card");
  gtk_widget_add_css_class (card, "landscape-foot");
  self->statement = fl_note_new (_("Nothing to show yet"));
  gtk_widget_set_hexpand (self->statement, TRUE);
  gtk_label_set_width_chars (GTK_LABEL (self->statement), 20);
  gtk_box_append (GTK_BOX (card), self->statement);
  return card;
}

static void
build (FlLandscapePage *self)
{
  const char *empty = _("The loss around the weights appears here");
  GtkWidget *column = controls (self), *first, *second;

  self->levels = fl_terrain_plot_new (FL_TERRAIN_LEVELS, _("Loss landscape"), empty);
  self->surface = fl_terrain_plot_new (FL_TERRAIN_SURFACE, _("Loss surface"), empty);
  g_signal_connect_swapped (self->levels, "range-changed", G_CALLBACK (centre), self);
  first = fl_terrain_card_new (_("Loss landscape"), self->levels, &self->levels_remark);
  share_head (self);
  second = fl_terrain_card_new (_("Surface"), self->surface, &self->surface_remark);
  gtk_label_set_text (GTK_LABEL (self->surface_remark), _("drag to turn"));
  self->box = fl_landscape_layout_new (column, first, second, foot (self), BESIDE);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

static void
fl_landscape_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (fl_landscape_page_parent_class)->map (widget);
  want (FL_LANDSCAPE_PAGE (widget));
}

static void
fl_landscape_page_dispose (GObject *object)
{
  FlLandscapePage *self = FL_LANDSCAPE_PAGE (object);

  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  g_clear_pointer (&self->landscape, nn_landscape_free);
  fl_landscape_paths_clear (&self->paths);
  g_clear_pointer (&self->picture, nn_landscape_picture_unref);
  g_clear_pointer (&self->named, nn_spec_unref);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (fl_landscape_page_parent_class)->dispose (object);
}

static void
fl_landscape_page_class_init (FlLandscapePageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_landscape_page_dispose;
  GTK_WIDGET_CLASS (klass)->map = fl_landscape_page_map;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
fl_landscape_page_init (FlLandscapePage *self)
{
  self->request = (NnLandscapeRequest){ .kind = NN_PLANE_RANDOM, .fit = TRUE, .size = 129, .max_rows = 2000 };
}

GtkWidget *
fl_landscape_page_new (gpointer session)
{
  FlLandscapePage *self = g_object_new (FL_TYPE_LANDSCAPE_PAGE, NULL);

  self->session = g_object_ref (session);
  fl_landscape_paths_init (&self->paths, self->session);
  self->landscape = nn_landscape_new ();
  nn_landscape_set_listener (self->landscape, wake, self);
  build (self);
  g_signal_connect_object (session, "frame", G_CALLBACK (frame_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "changed", G_CALLBACK (want), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->paths.comparison, "frame", G_CALLBACK (frame_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->paths.comparison, "changed", G_CALLBACK (want), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
