/* What makes a plot something one can handle: Ctrl+wheel zooms about the pointer, dragging moves, double click and 0 fit; while the plot
 * has the focus arrows move, + − zoom, Shift with arrows reads values and Alt with arrows moves what can be dragged; the right button,
 * Shift+F10 and the menu key open a menu. Where a plot's own keys take the arrows, those with Shift move. UI thread. */
#pragma once
#include "fl-plot.h"

G_BEGIN_DECLS

typedef struct
{
  /* All four, or none where the plot's painter shows what fl-part.h says. */
  void (*grip) (FlPlot *plot);                      /* remember what is shown: moves are given from here */
  void (*move) (FlPlot *plot, double dx, double dy); /* logical pixels since the grip */
  void (*zoom) (FlPlot *plot, double x, double y, double factor); /* about a place of the widget; NaN: the middle */
  void (*fit) (FlPlot *plot);
  /* Moves a read-out of values to the left (-1) or right (1), or ends it (0); FALSE: nothing was done. NULL: it has none. */
  gboolean (*read) (FlPlot *plot, int direction);

  /* Where a plot has something of its own to drag: whether a drag that begins at x, y is for that; then where it goes. NULL: none. */
  gboolean (*catch) (FlPlot *plot, double x, double y);
  void (*slide) (FlPlot *plot, double x, double y, gboolean done);
  /* The same by Alt and an arrow: how far right and up, -1 to 1 each; with Shift a tenth. NULL: by the pointer alone. */
  void (*nudge) (FlPlot *plot, double right, double up);
  const char *sliding; /* the pointer meanwhile: a CSS cursor; NULL: as when moving */
  void (*click) (FlPlot *plot, double x, double y); /* a single click, which may yet become a double one; NULL: means nothing */

  const char *file; /* N_() name to suggest for a picture, without ending */
  const char *table;  /* N_() title of the values as a table */
  const char *nothing; /* N_() what to say where there are no values; NULL: that training brings them */
  const char *copied; /* N_() what to say after the values were copied */
  /* The values as CSV text: begin gathers what is needed (UI thread; NULL: there is nothing yet), make writes them (any
   * thread; caller frees), end frees what begin gave. */
  gpointer (*values_begin) (FlPlot *plot);
  char *(*values_make) (gpointer values, GError **error);
  void (*values_end) (gpointer values);
} FlPlotHands;

/* hands: static. Actions "plot.copy-image", "plot.save-image", "plot.copy-values", "plot.show-table" (Ctrl+T) and "plot.fit" become known at the plot. */
void fl_plot_hands_attach (FlPlot *plot, const FlPlotHands *hands);

/* One sentence that says the gestures. */
const char *fl_plot_hands_hint (void);

/* A button for the head of a plot's card that fits the plot; hidden until it is shown while the plot is zoomed. */
GtkWidget *fl_plot_hands_fit_button (FlPlot *plot);

/* fl-plot-menu.c: the actions and the menu without any way to it. fit: of a plot that can be zoomed, or NULL. */
void fl_plot_menu_install (FlPlot *plot, const FlPlotHands *hands, void (*fit) (FlPlot *plot));
/* Other values of a plot, or those of another widget, as a table. title: of the window; values: NULL where there are none yet; make and
 * end as in FlPlotHands. */
void fl_plot_show_table (GtkWidget *plot, const char *title, gpointer values, char *(*make) (gpointer values, GError **error),
                         void (*end) (gpointer values));
char *fl_plot_text_make (gpointer text, GError **error); /* values_make where values_begin has made the text; ends with g_free() */
void fl_plot_menu_popup (FlPlot *plot, double x, double y); /* NaN: at the middle */

G_END_DECLS
