/* Views are the tabs of the window: one file and one row in views.inc each. */
#pragma once
#include <gtk/gtk.h>
#include "fl-session.h"

G_BEGIN_DECLS

typedef struct
{
  const char *id;    /* "train" */
  const char *title; /* N_() marked */
  const char *icon;
  GtkWidget *(*create) (FlSession *session);
} FlViewType;

const FlViewType *const *fl_views (guint *n);

/* What makes them: fl_train_view_new () and so on. A floating reference, as of every new widget. */
#define FL_VIEW(id, title, icon) GtkWidget *fl_##id##_view_new (FlSession *session);
#include "views.inc"
#undef FL_VIEW

/* Where the keyboard begins in a view: what the view is about, and not a button that Space, the key of Train, would press. Can be said
 * of several widgets: the first one on show is meant. */
void fl_view_start_at (GtkWidget *widget);
/* Moves the focus to where the keyboard begins in `view`, or to its first widget. FALSE: nothing there takes it. */
gboolean fl_view_enter (GtkWidget *view);

/* The Train view: network canvas, inspector, decision boundary and loss chart. Property "slow-motion" (boolean): the next step is walked
 * through (FlSlowMotion). */
int fl_train_view_get_selected_layer (GtkWidget *train_view); /* -1: none */
void fl_train_view_select_layer (GtkWidget *train_view, int layer);
GtkWidget *fl_train_view_get_strip (GtkWidget *train_view); /* below the cards: of time travel, or of slow motion */
/* Opens the worked example at the row chosen, or the first one. */
void fl_train_view_explain (GtkWidget *train_view);

/* For a part of a page that scrolls to and fro only: the wheel over it moves the page up and down, which GTK's scroller keeps from it. */
void fl_view_let_wheel_through (GtkWidget *scrolled_window);

/* The Compare view: variants of the project race from the same weights. While it is on show, the window's Train, Step and Reset are
 * the race's. */
#define FL_COMPARE_VIEW_ID "compare"

G_END_DECLS
