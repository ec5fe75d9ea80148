/* What the files of the window share. */
#pragma once
#include "fl-recovery.h"
#include "fl-window.h"

G_BEGIN_DECLS

struct _FlWindow
{
  AdwApplicationWindow parent_instance;

  /* Owned */
  FlDocument *document;
  FlSession *session;
  GSettings *settings; /* NULL where the schema is not installed */
  FlRecovery *recovery;
  GPtrArray *found;    /* FlFound that wait for an answer, the first of them on show; NULL: there were none */
  GMenu *undo_section, *recent_menu;
  char *undo_text, *redo_text; /* what undo_section shows */

  /* Borrowed: widgets of the window */
  GtkWidget *toasts, *flap, *stack;
  GtkWidget *train_view; /* NULL if there is none */
  GtkWidget *found_bar; /* an FlHintBar; NULL: nothing was found */
  GtkWidget *kept_bar;  /* likewise; NULL: what is not saved could always be kept */
  GtkWidget *header; /* the FlHeaderLayout */
  GtkWidget *tabs_bar; /* where the tabs are in a narrow window */
  GtkWidget *train_button, *train_label, *train_icons[2], *panel_button, *speed_button, *speed_labels[2], *spinner;
  GtkWidget *name_label, *summary_label, *name_entry;

  guint fold_source, views_source; /* idle sources to come, or 0 */
  char *opening;    /* name of the file that is being read; NULL: none */
  FlProgress *opening_progress; /* of reading it; owned */
  GtkWidget *opening_row;       /* says so; borrowed */
  guint busy;       /* reading or writing under way besides the session's */
  gboolean folded;  /* as handled last */
  gboolean closing; /* the person has decided about unsaved changes */
  gboolean told_of_weights; /* that a saved project has none */
};

typedef void (*FlWindowThen) (FlWindow *self, gpointer data);

/* fl-window.c */
gboolean fl_window_is_comparing (FlWindow *self); /* the race is on show: Train, Step and Reset are its */
void fl_window_toast (FlWindow *self, const char *text);
void fl_window_say_saved (FlWindow *self);
void fl_window_add_busy (FlWindow *self, int change); /* the spinner turns while the sum is above 0 */

/* fl-window-header.c */
GtkWidget *fl_window_header_new (FlWindow *self);
void fl_window_header_update (FlWindow *self);
void fl_window_header_update_undo (FlWindow *self);
GtkWidget *fl_window_squeezed (GtkWidget *wide, GtkWidget *narrow); /* shows the first if there is room for it */
/* Gives a menu button its menu, whose items are made when it is first opened. */
void fl_window_set_menu (GtkWidget *button, GMenu *menu);

/* fl-window-speed.c */
GtkWidget *fl_window_speed_button_new (FlWindow *self);
void fl_window_speed_start (FlWindow *self); /* once the button, the session and the settings are there */

/* fl-window-time.c */
GMenuModel *fl_window_history_menu_new (void);
void fl_window_time_start (FlWindow *self); /* once the session and the settings are there */
void fl_window_time_update (FlWindow *self);

/* fl-window-focus.c */
void fl_window_focus_start (FlWindow *self); /* once header, panel and views are there */
void fl_window_focus_end (FlWindow *self);
void fl_window_focus_view (FlWindow *self);  /* into the view on show, where the focus is not in it yet */
/* Once what is being done is done: into the view on show, where what had the focus is gone. */
void fl_window_focus_kept (FlWindow *self);
void fl_window_focus_pane (FlWindow *self, gboolean next);

/* fl-window-actions.c */
void fl_window_add_actions (FlWindow *self);
void fl_window_update_actions (FlWindow *self);

/* fl-window-files.c */
void fl_window_open (FlWindow *self);
void fl_window_stop_opening (FlWindow *self); /* what is being read is not wanted any more */
void fl_window_open_example (FlWindow *self, const char *id);
void fl_window_save (FlWindow *self);
void fl_window_save_as (FlWindow *self);
/* Calls `then` at once, or after the person has saved or discarded unsaved changes; else never. data is freed by `destroy`. */
void fl_window_confirm (FlWindow *self, FlWindowThen then, gpointer data, GDestroyNotify destroy);

/* A dialog to choose a file to write; `chosen` gets its path. name: what to suggest. filters: pairs of title and pattern,
 * NULL-terminated; the first pattern's ending is added where the person types none. */
typedef void (*FlWindowChosen) (FlWindow *self, GFile *file, gpointer data);
void fl_window_choose_target (FlWindow *self, const char *title, const char *name, const char *const *filters,
                              FlWindowChosen chosen, gpointer data, GDestroyNotify destroy);
void fl_window_choose_source (FlWindow *self, const char *title, const char *const *filters, FlWindowChosen chosen, gpointer data,
                              GDestroyNotify destroy);
void fl_window_choose_folder (FlWindow *self, const char *title, FlWindowChosen chosen);

/* Puts a row of its own between header and views. */
void fl_window_add_row (FlWindow *self, GtkWidget *row);

/* fl-window-recovery.c */
void fl_window_recovery_start (FlWindow *self);
void fl_window_recovery_end (FlWindow *self); /* the window is closed in good order */

/* fl-export.c */
void fl_window_export_picture (FlWindow *self);
void fl_window_export_weights (FlWindow *self);
void fl_window_load_weights (FlWindow *self);
void fl_window_load_weights_file (FlWindow *self, GFile *file);
void fl_window_export_history (FlWindow *self);
void fl_window_save_data (FlWindow *self);

/* fl-import.c */
void fl_window_import (FlWindow *self);
void fl_window_import_folder (FlWindow *self);
void fl_window_import_file (FlWindow *self, GFile *file);

/* fl-drop.c */
/* child, onto which files may be dragged. */
GtkWidget *fl_window_drop_area_new (FlWindow *self, GtkWidget *child);
/* What dropping these GFiles does; FALSE: nothing. */
gboolean fl_window_drop_files (FlWindow *self, GSList *files);

G_END_DECLS
