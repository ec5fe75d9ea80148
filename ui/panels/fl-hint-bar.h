/* FlHintBar: a strip at the bottom that is there only while there is something to say, with what can be done about it. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FL_TYPE_HINT_BAR (fl_hint_bar_get_type ())
G_DECLARE_FINAL_TYPE (FlHintBar, fl_hint_bar, FL, HINT_BAR, GtkWidget)

typedef struct
{
  const char *icon;
  const char *title;  /* one sentence */
  const char *detail; /* or NULL */
  const char *button; /* its label, or NULL */
  gboolean serious;   /* something went wrong (else: for your information); announced as an alert */
  const char *refusal; /* the label of a second button, in place of the one that closes the message; or NULL */
  void (*refuse) (gpointer user_data); /* what that does */
} FlHint;

GtkWidget *fl_hint_bar_new (void);
/* What is in `hint` is copied. The button calls `act` (may be NULL) with `user_data`. The same hint again changes nothing;
 * one that a person closed stays closed until another comes. */
void fl_hint_bar_show (FlHintBar *self, const FlHint *hint, void (*act) (gpointer user_data), gpointer user_data);
void fl_hint_bar_hide (FlHintBar *self);
gboolean fl_hint_bar_is_shown (FlHintBar *self);

G_END_DECLS
