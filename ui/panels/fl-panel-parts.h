/* What the side panels are put together from: headings, captioned controls, numbers with a list of usual values. UI thread. */
#pragma once
#include "fl-number-field.h"

G_BEGIN_DECLS

GtkWidget *fl_heading_new (const char *text);
/* A small title above a control, help as tooltip. */
GtkWidget *fl_captioned_new (const char *title, const char *help, GtkWidget *control);
/* A line with a switch at its end; the switch is given back for its state. */
GtkWidget *fl_switch_line_new (const char *title, const char *help, GtkWidget **toggle);
/* "this network needs 41 GB" as a sentence: a capital before it, a full stop behind. Caller frees. */
char *fl_sentence (const char *message);
/* label is shown while all of it fits, and else not at all: half a hint helps nobody. */
GtkWidget *fl_whole_or_none_new (GtkWidget *label);
/* One line of small dim text that wraps. */
GtkWidget *fl_note_new (const char *text);

/* A number field joined to a button with the usual values. title: its accessible name. presets are copied. */
GtkWidget *fl_preset_field_new (const char *title, const FlNumber *number, const double *presets, guint n,
                                FlNumberChanged changed, gpointer user_data);
void fl_preset_field_set (GtkWidget *field, double value); /* never calls back */

/* For the `focus` of a widget class whose last focusable part is a list: Tab would go through all of its rows, which may be
 * thousands. TRUE when the focus was among the rows; *moved then says whether it has gone to the column heads, else it goes on to
 * what is beside the container. Arrows go from row to row as ever. */
gboolean fl_focus_past_rows (GtkWidget *container, GtkDirectionType direction, gboolean *moved);

G_END_DECLS
