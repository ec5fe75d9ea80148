/* Short messages over the window's views, one at a time and in order. Everything that is said by a toast is said through here:
 * libadwaita 1.2 aborts where a toast that was put off for a more urgent one comes back before it has gone out of view, and writes to
 * freed memory where one goes while it is still coming into view. So its overlay is given one toast at a time, all of one priority,
 * and none goes before it has been there for some frames. UI thread. */
#pragma once
#include <adwaita.h>

G_BEGIN_DECLS

/* Says the text, no markup, in the window that holds the widget; where there is no place for toasts, nothing. What has just been
 * said, or waits as the last to be said, is not said twice. */
void fl_toasts_say (GtkWidget *widget, const char *text);

/* As fl_toasts_say(), about what has just been tried: in place of the answer before, which is about something that is over. */
void fl_toasts_answer (GtkWidget *widget, const char *text);

/* Shows a toast (taken), `now` before all that wait and in place of the one that is there. overlay: an AdwToastOverlay. */
void fl_toasts_add (GtkWidget *overlay, AdwToast *toast, gboolean now);
/* Lets it go as soon as it can, shown or not; it emits "dismissed" then. */
void fl_toasts_dismiss (GtkWidget *overlay, AdwToast *toast);
/* Does it wait, or is it still coming into view? Then it may say something else, and stays for it. */
gboolean fl_toasts_is_coming (GtkWidget *overlay, AdwToast *toast);
/* Never mind fl_toasts_dismiss(), if it is there yet. */
void fl_toasts_keep (GtkWidget *overlay, AdwToast *toast);

G_END_DECLS
