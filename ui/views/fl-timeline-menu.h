/* The menu of a timeline: all of the run again where it is zoomed, and the states it can go back to, as a table. The right button,
 * Shift+F10 and the menu key open it, Ctrl+T the table at once. UI thread. */
#pragma once
#include "fl-timeline.h"

G_BEGIN_DECLS

void fl_timeline_menu_attach (FlTimeline *timeline);

G_END_DECLS
