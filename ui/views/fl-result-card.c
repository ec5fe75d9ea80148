#include "fl-result-card.h"

#include <glib/gi18n-lib.h>

#include "fl-draw-view.h"
#include "fl-mistakes-view.h"
#include "fl-row-image.h"
#include "fl-scores-view.h"
#include "fl-tooltip.h"
#include "fl-wrap-box.h"
#include "fl-wrap-row.h"

#define MOST_PAGES 6

/* A page is built when it is first shown: most are not, and the window is there sooner. */
typedef struct
{
  const char *id;
  GtkWidget *button; /* borrowed */
  gboolean built;
} Page;

struct _FlResultCard
{
  GtkBox parent_instance;
  FlSession *session; /* owned */
  GtkWidget *tabs, *tools, *stack, *plane; /* borrowed */
  GtkWidget *boundary, *scores, *mistakes, *draw; /* borrowed; all but the first NULL until they are shown */
  Page pages[MOST_PAGES];
  guint n_pages;
};

G_DEFINE_FINAL_TYPE (FlResultCard, fl_result_card, GTK_TYPE_BOX)

/* The list of mistakes stands below the plane, so that one sees where they lie. */
static gboolean
is_plane (const char *id)
{
  return g_str_equal (id, "boundary") || g_str_equal (id, "mistakes");
}

/* Two pixels of many say nothing about an image: its mistakes have the page for themselves. */
static void
show_plane (FlResultCard *self)
{
  gboolean images = fl_row_image_size (fl_session_get_data (self->session), NULL, NULL);

  gtk_widget_set_visible (self->boundary, !images || self->mistakes == NULL || !gtk_widget_get_visible (self->mistakes));
  gtk_widget_set_visible (self->pages[self->n_pages - 1].button, images); /* drawing */
  if (!images && fl_session_get_data (self->session) != NULL && g_strcmp0 (fl_result_card_get_page (self), "draw") == 0)
    fl_result_card_show_page (self, "boundary");
}

static GtkWidget *
build_page (FlResultCard *self, const char *id)
{
  if (g_str_equal (id, "boundary"))
    return fl_boundary_view_get_tools (FL_BOUNDARY_VIEW (self->boundary));
  if (g_str_equal (id, "scores"))
    {
      self->scores = fl_scores_view_new (self->session);
      gtk_stack_add_named (GTK_STACK (self->stack), self->scores, id);
      return fl_scores_view_get_tools (FL_SCORES_VIEW (self->scores));
    }
  if (g_str_equal (id, "mistakes"))
    {
      self->mistakes = fl_mistakes_view_new (self->session);
      gtk_widget_set_size_request (self->mistakes, -1, 110);
      gtk_paned_set_end_child (GTK_PANED (self->plane), self->mistakes);
      return fl_mistakes_view_get_tools (FL_MISTAKES_VIEW (self->mistakes));
    }
  self->draw = fl_draw_view_new (self->session);
  gtk_stack_add_named (GTK_STACK (self->stack), self->draw, id);
  return fl_draw_view_get_tools (FL_DRAW_VIEW (self->draw));
}

static void
show (FlResultCard *self, Page *page)
{
  if (!page->built)
    gtk_stack_add_named (GTK_STACK (self->tools), build_page (self, page->id), page->id);
  page->built = TRUE;
  gtk_stack_set_visible_child_name (GTK_STACK (self->tools), page->id);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), is_plane (page->id) ? "plane" : page->id);
  if (self->mistakes != NULL)
    gtk_widget_set_visible (self->mistakes, g_str_equal (page->id, "mistakes"));
  show_plane (self);
}

static void
toggled_cb (FlResultCard *self, GtkToggleButton *button)
{
  for (guint i = 0; i < self->n_pages; i++)
    if (self->pages[i].button == GTK_WIDGET (button) && gtk_toggle_button_get_active (button))
      show (self, &self->pages[i]);
}

static void
set_title (Page *page, const char *title)
{
  GtkWidget *label = gtk_button_get_child (GTK_BUTTON (page->button));

  if (g_str_equal (gtk_label_get_text (GTK_LABEL (label)), title))
    return;
  gtk_label_set_text (GTK_LABEL (label), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (page->button), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

/* A line through points bounds nothing. */
static void
name_plane (FlResultCard *self)
{
  const DsPrepared *data = fl_session_get_data (self->session);

  set_title (&self->pages[0], data != NULL && data->n_classes == 0 ? _("Fit") : _("Boundary"));
}

static void
add_page (FlResultCard *self, const char *id, const char *title, const char *help)
{
  Page *page = &self->pages[self->n_pages++];
  GtkWidget *label = gtk_label_new (title);

  *page = (Page){ id, gtk_toggle_button_new (), FALSE };
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END); /* narrow, rather than wider than the card */
  gtk_button_set_child (GTK_BUTTON (page->button), label);
  gtk_widget_add_css_class (page->button, "card-tab");
  gtk_widget_add_css_class (page->button, "flat");
  fl_set_tooltip (page->button, help);
  gtk_accessible_update_property (GTK_ACCESSIBLE (page->button), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (page->button),
                               self->n_pages > 1 ? GTK_TOGGLE_BUTTON (self->pages[0].button) : NULL);
  g_signal_connect_swapped (page->button, "toggled", G_CALLBACK (toggled_cb), self);
  fl_wrap_box_append (FL_WRAP_BOX (self->tabs), page->button);
}

void
fl_result_card_show_page (FlResultCard *self, const char *id)
{
  for (guint i = 0; i < self->n_pages; i++)
    if (g_str_equal (self->pages[i].id, id))
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->pages[i].button), TRUE);
}

const char *
fl_result_card_get_page (FlResultCard *self)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (self->tools));
}

FlBoundaryView *
fl_result_card_get_boundary (FlResultCard *self)
{
  return FL_BOUNDARY_VIEW (self->boundary);
}

void
fl_result_card_sync (FlResultCard *self)
{
  fl_boundary_view_sync (fl_result_card_get_boundary (self));
  if (self->scores != NULL)
    fl_scores_view_sync (FL_SCORES_VIEW (self->scores));
  if (self->mistakes != NULL)
    fl_mistakes_view_sync (FL_MISTAKES_VIEW (self->mistakes));
  if (self->draw != NULL)
    fl_draw_view_sync (FL_DRAW_VIEW (self->draw));
  name_plane (self);
  show_plane (self);
}

static void
fl_result_card_dispose (GObject *object)
{
  g_clear_object (&FL_RESULT_CARD (object)->session);
  G_OBJECT_CLASS (fl_result_card_parent_class)->dispose (object);
}

static void
fl_result_card_class_init (FlResultCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_result_card_dispose;
}

static void
fl_result_card_init (FlResultCard *self)
{
  GtkWidget *head;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "train-card");
  self->tabs = fl_wrap_box_new (2, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->tabs, "card-tabs");
  gtk_widget_set_valign (self->tabs, GTK_ALIGN_CENTER);
  self->tools = gtk_stack_new ();
  gtk_stack_set_hhomogeneous (GTK_STACK (self->tools), FALSE);
  gtk_stack_set_vhomogeneous (GTK_STACK (self->tools), FALSE);
  gtk_widget_set_valign (self->tools, GTK_ALIGN_CENTER);
  head = fl_wrap_row_new (self->tabs, self->tools);
  gtk_widget_add_css_class (head, "card-head");
  gtk_widget_add_css_class (head, "tabbed");
  self->stack = gtk_stack_new ();
  gtk_stack_set_hhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_stack_set_vhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_widget_set_vexpand (self->stack, TRUE);
  gtk_box_append (GTK_BOX (self), head);
  gtk_box_append (GTK_BOX (self), self->stack);
}

GtkWidget *
fl_result_card_new (FlSession *session)
{
  FlResultCard *self = g_object_new (FL_TYPE_RESULT_CARD, NULL);

  self->session = g_object_ref (session);
  self->boundary = fl_boundary_view_new (session);
  self->plane = gtk_paned_new (GTK_ORIENTATION_VERTICAL);
  gtk_paned_set_start_child (GTK_PANED (self->plane), self->boundary);
  gtk_paned_set_shrink_start_child (GTK_PANED (self->plane), FALSE);
  gtk_paned_set_shrink_end_child (GTK_PANED (self->plane), FALSE);
  gtk_stack_add_named (GTK_STACK (self->stack), self->plane, "plane");
  add_page (self, "boundary", _("Boundary"), _("What the network makes of every place of the plane"));
  add_page (self, "scores", _("Scores"), _("How good the network is, in numbers: confusion matrix, scores of each class, ROC curves"));
  add_page (self, "mistakes", _("Mistakes"), _("The rows the network gets wrong, the worst first; choose one to see it in the plot"));
  add_page (self, "draw", _("Draw"), _("Draw an image and see live what the network takes it for"));
  fl_result_card_show_page (self, "boundary");
  return GTK_WIDGET (self);
}
