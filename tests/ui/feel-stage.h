/* The window on its stage, and ways through it. */
#pragma once
#include <adwaita.h>

#include "fl-document.h"
#include "fl-window.h"

G_BEGIN_DECLS

extern AdwApplication *application; /* NULL: no display */

/* After g_test_init: starts the application, where there is a display. */
void feel_stage_init (void);

typedef struct
{
  FlDocument *document;
  FlWindow *window;
} Stage;

void run_for (guint milliseconds);

/* FALSE: skipped, there is no display. */
gboolean stage_open (Stage *stage);
/* In a window of that size. One that is there already is better not given another: GTK 4.8 then paints, now and again, what it has not
 * placed yet, and complains. */
gboolean stage_open_at (Stage *stage, int width, int height);
void stage_close (Stage *stage);

typedef void (*Visit) (GtkWidget *widget, gpointer data);

/* Every widget that can be seen, popovers that are open included. */
void walk (GtkWidget *widget, Visit visit, gpointer data);
void in_every_view (Stage *stage, void (*look) (Stage *stage, const char *view));

/* Something is wrong with the widget: says so, with what it is in, and counts it. */
extern guint faults;
void fault (GtkWidget *widget, const char *what);

/* The last shown widget of that name; NULL: none. */
GtkWidget *find_named (GtkWidget *window, const char *css_name);
/* A window in front of another; NULL: none. */
GtkWindow *newest_window (void);

G_END_DECLS
