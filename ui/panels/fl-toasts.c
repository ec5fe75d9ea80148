#include "fl-toasts.h"

#define TOASTS "fl-toasts"
#define COMING_US 700000 /* coming into view in place of another takes libadwaita 500 ms */

typedef struct
{
  GtkWidget *overlay; /* borrowed: it owns this */
  GQueue waiting;     /* of AdwToast, owned */
  AdwToast *shown;    /* owned; NULL: none */
  gint64 since;       /* time of its first frame; 0: not drawn yet. The clock on the wall runs on where no frame is drawn. */
  guint tick;         /* while it is coming into view */
  gboolean unwanted;  /* goes once it has come */
} Toasts;

static void show_next (Toasts *self);

static void
toasts_free (gpointer data)
{
  Toasts *self = data;

  if (self->shown != NULL)
    g_signal_handlers_disconnect_by_data (self->shown, self);
  g_clear_object (&self->shown);
  g_queue_clear_full (&self->waiting, g_object_unref);
  g_free (self);
}

static Toasts *
toasts_of (GtkWidget *overlay)
{
  Toasts *self = g_object_get_data (G_OBJECT (overlay), TOASTS);

  if (self == NULL)
    {
      self = g_new0 (Toasts, 1);
      self->overlay = overlay;
      g_object_set_data_full (G_OBJECT (overlay), TOASTS, self, toasts_free);
    }
  return self;
}

/* By its time, a click, or fl_toasts_dismiss(). */
static void
dismissed_cb (Toasts *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (self->overlay, self->tick);
  self->tick = 0;
  g_signal_handlers_disconnect_by_data (self->shown, self);
  g_clear_object (&self->shown);
  if (gtk_widget_get_root (self->overlay) != NULL) /* a window that closes takes its toast away, and wants no other */
    show_next (self);
}

static gboolean
tick_cb (GtkWidget *overlay, GdkFrameClock *clock, gpointer user_data)
{
  Toasts *self = user_data;
  gint64 now = gdk_frame_clock_get_frame_time (clock);

  if (self->since == 0)
    self->since = now;
  if (now - self->since < COMING_US)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  if (self->unwanted)
    adw_toast_dismiss (self->shown);
  return G_SOURCE_REMOVE;
}

static void
show_next (Toasts *self)
{
  if (self->shown != NULL || g_queue_is_empty (&self->waiting))
    return;
  self->shown = g_queue_pop_head (&self->waiting);
  self->since = 0;
  self->unwanted = FALSE;
  g_signal_connect_swapped (self->shown, "dismissed", G_CALLBACK (dismissed_cb), self);
  self->tick = gtk_widget_add_tick_callback (self->overlay, tick_cb, self, NULL);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->overlay), g_object_ref (self->shown));
}

static gboolean
is_said (Toasts *self, const char *markup)
{
  AdwToast *last = g_queue_is_empty (&self->waiting) ? self->shown : g_queue_peek_tail (&self->waiting);

  return last != NULL && !(last == self->shown && self->unwanted) && adw_toast_get_button_label (last) == NULL
         && g_strcmp0 (adw_toast_get_title (last), markup) == 0;
}

void
fl_toasts_say (GtkWidget *widget, const char *text)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  g_autofree char *markup = g_markup_escape_text (text, -1); /* a toast reads markup */

  if (overlay == NULL)
    return;
  if (!is_said (toasts_of (overlay), markup))
    fl_toasts_add (overlay, adw_toast_new (markup), FALSE);
  else if (g_queue_is_empty (&toasts_of (overlay)->waiting) && toasts_of (overlay)->tick == 0) /* it may be about to go */
    fl_toasts_add (overlay, adw_toast_new (markup), TRUE);
}

#define ANSWER "fl-toasts-answer"

void
fl_toasts_answer (GtkWidget *widget, const char *text)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  g_autofree char *markup = g_markup_escape_text (text, -1);
  AdwToast *toast;

  if (overlay == NULL)
    return;
  for (GList *at = toasts_of (overlay)->waiting.head, *next; at != NULL; at = next)
    {
      next = at->next;
      if (g_object_get_data (at->data, ANSWER) != NULL)
        fl_toasts_dismiss (overlay, at->data);
    }
  toast = toasts_of (overlay)->shown;
  if (toast != NULL && g_object_get_data (G_OBJECT (toast), ANSWER) != NULL)
    {
      fl_toasts_keep (overlay, toast);
      if (fl_toasts_is_coming (overlay, toast))
        {
          adw_toast_set_title (toast, markup);
          return;
        }
      fl_toasts_dismiss (overlay, toast);
    }
  toast = adw_toast_new (markup);
  g_object_set_data (G_OBJECT (toast), ANSWER, toast);
  fl_toasts_add (overlay, toast, FALSE);
}

void
fl_toasts_add (GtkWidget *overlay, AdwToast *toast, gboolean now)
{
  Toasts *self = toasts_of (overlay);

  if (now)
    g_queue_push_head (&self->waiting, toast);
  else
    g_queue_push_tail (&self->waiting, toast);
  if (now && self->shown != NULL)
    fl_toasts_dismiss (overlay, self->shown);
  show_next (self);
}

void
fl_toasts_dismiss (GtkWidget *overlay, AdwToast *toast)
{
  Toasts *self = toasts_of (overlay);

  if (toast == self->shown && self->tick != 0)
    self->unwanted = TRUE;
  else if (toast == self->shown)
    adw_toast_dismiss (toast);
  else if (g_queue_remove (&self->waiting, toast))
    {
      g_signal_emit_by_name (toast, "dismissed");
      g_object_unref (toast);
    }
}

gboolean
fl_toasts_is_coming (GtkWidget *overlay, AdwToast *toast)
{
  Toasts *self = toasts_of (overlay);

  return toast == self->shown ? self->tick != 0 : g_queue_find (&self->waiting, toast) != NULL;
}

void
fl_toasts_keep (GtkWidget *overlay, AdwToast *toast)
{
  Toasts *self = toasts_of (overlay);

  if (toast == self->shown)
    self->unwanted = FALSE;
}
