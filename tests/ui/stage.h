/* What tests of widgets share: a view of a document in a window, ways to find a widget in it, and ways to wait. */
#pragma once
#include <adwaita.h>

#include "fl-document.h"
#include "fl-session.h"

G_BEGIN_DECLS

typedef struct
{
  FlDocument *document;
  FlSession *session;
  GtkWidget *window, *view;
} Stage;

/* In place of g_test_init: starts GTK too, where there is a display. */
void stage_init (int *argc, char ***argv);

/* FALSE: there is no display, and the test is skipped. */
gboolean stage_ready (void);

/* Shows a view of the project, which may be a window itself; NULL is the project a new window has. FALSE: skipped. */
gboolean stage_open (Stage *stage, FlProject *project, GtkWidget *(*new_view) (FlSession *session));
/* By way of hiding it: GTK 4.8 paints, now and again, what it has not placed yet in a window that is given another size in sight. */
void stage_resize (GtkWidget *window, int width, int height);
void stage_close (Stage *stage);

/* The project of a new window with changed settings, owned by the caller; it trains without an end. */
FlProject *stage_project (void (*change) (NnSpec *values));

/* Before the session's frames can be had, somebody has to fetch them: what a window with a view of its own does in each turn. */
void stage_follow (GtkWidget *window, FlSession *session);

void run_for (guint milliseconds);

/* Runs the main loop until the condition holds; the test fails after 20 s. */
#define WAIT_FOR(condition)                                                                                                              \
  G_STMT_START                                                                                                                           \
  {                                                                                                                                      \
    gint64 deadline_ = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;                                                                \
    while (!(condition))                                                                                                                 \
      {                                                                                                                                  \
        if (g_get_monotonic_time () > deadline_)                                                                                         \
          g_error ("%s:%d: still waiting for %s", __FILE__, __LINE__, #condition);                                                       \
        if (!g_main_context_iteration (NULL, FALSE))                                                                                     \
          g_usleep (1000);                                                                                                               \
      }                                                                                                                                  \
  }                                                                                                                                      \
  G_STMT_END

/* The first and the n-th widget of a type at or below root, depth first, hidden ones included; NULL: none. */
GtkWidget *find (GtkWidget *root, GType type);
GtkWidget *nth (GtkWidget *root, GType type, guint n);
guint count (GtkWidget *root, GType type);

/* The first whose tooltip begins so, hidden ones included. */
GtkWidget *with_tooltip (GtkWidget *root, const char *start);

typedef gboolean (*Match) (GtkWidget *widget, gconstpointer what);

/* The first that can be seen and matches; the second waits for it, and fails the test after 20 s. */
GtkWidget *find_shown (GtkWidget *root, Match match, gconstpointer what);
GtkWidget *await_shown (GtkWidget *root, Match match, gconstpointer what);

/* Matches: a label that begins so, one that has this part, a button that says just this. */
gboolean is_label (GtkWidget *widget, gconstpointer start);
gboolean is_label_with (GtkWidget *widget, gconstpointer part);
gboolean is_button (GtkWidget *widget, gconstpointer label);

G_END_DECLS
