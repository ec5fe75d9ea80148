/* FlDrawPad: a sheet to draw on, with the mouse, a pen, or the keys: arrows move, Space puts the pen down and lifts it, Backspace
 * takes back, Escape and Delete clear. An image may lie under the drawing.
 *
 * Signal "changed": something was drawn or cleared. */
#pragma once
#include <gtk/gtk.h>
#include "fl-ink.h"

G_BEGIN_DECLS

#define FL_TYPE_DRAW_PAD (fl_draw_pad_get_type ())
G_DECLARE_FINAL_TYPE (FlDrawPad, fl_draw_pad, FL, DRAW_PAD, GtkWidget)

GtkWidget *fl_draw_pad_new (void);
/* What images look like; also clears, for good. */
void fl_draw_pad_set_habit (FlDrawPad *self, const DsImageHabit *habit);
void fl_draw_pad_clear (FlDrawPad *self);
/* Undoes the last stroke, clearing or image, of fifty at most. */
void fl_draw_pad_take_back (FlDrawPad *self);
gboolean fl_draw_pad_has_past (FlDrawPad *self);
/* values (height, width) of the habit, copied; the drawing goes. */
void fl_draw_pad_set_image (FlDrawPad *self, const float *values);
const float *fl_draw_pad_get_image (FlDrawPad *self);                     /* borrowed; NULL: none */
const FlInkPoint *fl_draw_pad_get_points (FlDrawPad *self, guint *n);      /* borrowed */
gboolean fl_draw_pad_is_empty (FlDrawPad *self);

G_END_DECLS
