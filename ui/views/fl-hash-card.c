#include "fl-hash-card.h"
#include "fl-axis.h"

#include <glib/gi18n-lib.h>

#include "fl-copy.h"
#include "fl-tooltip.h"
#include "nn-weights.h"

#define SHORT 12 /* hex digits to read aloud */

struct _FlHashCard
{
  GtkWidget parent_instance;
  GtkWidget *box;                           /* owned child */
  GtkWidget *value, *detail, *copy;         /* borrowed */
  FlSession *session;                       /* owned */
  char *hash;                               /* the whole of it, or NULL */
};

G_DEFINE_FINAL_TYPE (FlHashCard, fl_hash_card, GTK_TYPE_WIDGET)

static void
hash_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const NnFrame *frame = data;

  g_task_return_pointer (task, nn_weights_sha256 (frame->weights, frame->n_weights), g_free);
}

static void
hashed_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  FlHashCard *self = FL_HASH_CARD (object);
  const NnFrame *frame = g_task_get_task_data (G_TASK (result));
  g_autofree char *hash = g_task_propagate_pointer (G_TASK (result), NULL);
  g_autofree char *brief = NULL, *detail = NULL, *step = fl_format_whole (frame->step), *epoch = fl_format_whole (frame->epoch);

  if (hash == NULL || self->session == NULL)
    return;
  brief = g_strndup (hash, SHORT);
  detail = g_strdup_printf (_("at step %s, epoch %s. Who sees the same has the same run, to the last bit."), step, epoch);
  gtk_label_set_text (GTK_LABEL (self->value), brief);
  gtk_label_set_text (GTK_LABEL (self->detail), detail);
  gtk_widget_set_sensitive (self->copy, TRUE);
  g_free (self->hash);
  self->hash = g_steal_pointer (&hash);
}

void
fl_hash_card_refresh (FlHashCard *self)
{
  NnFrame *frame;
  g_autoptr (GTask) task = NULL;

  fl_session_update (self->session);
  frame = fl_session_get_frame (self->session);
  gtk_label_set_text (GTK_LABEL (self->value), "…");
  gtk_label_set_text (GTK_LABEL (self->detail), frame == NULL ? _("There are no weights yet.") : "");
  gtk_widget_set_sensitive (self->copy, FALSE);
  if (frame == NULL)
    return;
  task = g_task_new (self, NULL, hashed_cb, NULL);
  g_task_set_task_data (task, nn_frame_ref (frame), (GDestroyNotify) nn_frame_unref);
  g_task_run_in_thread (task, hash_thread);
}

static void
copy_cb (FlHashCard *self)
{
  if (self->hash != NULL)
    fl_copy_text (GTK_WIDGET (self), self->hash);
}

static void
fl_hash_card_dispose (GObject *object)
{
  FlHashCard *self = FL_HASH_CARD (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->session);
  g_clear_pointer (&self->hash, g_free);
  G_OBJECT_CLASS (fl_hash_card_parent_class)->dispose (object);
}

static void
fl_hash_card_class_init (FlHashCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_hash_card_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
fl_hash_card_init (FlHashCard *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->value = gtk_label_new ("…");
  gtk_label_set_selectable (GTK_LABEL (self->value), TRUE);
  gtk_widget_add_css_class (self->value, "hash");
  self->detail = gtk_label_new ("");
  gtk_label_set_wrap (GTK_LABEL (self->detail), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->detail), 34);
  gtk_widget_add_css_class (self->detail, "card-hint");
  self->copy = gtk_button_new_with_label (_("Copy all of it"));
  fl_set_tooltip (self->copy, _("Copy all 64 digits of the SHA-256, as “fallline train --json” gives it"));
  g_signal_connect_swapped (self->copy, "clicked", G_CALLBACK (copy_cb), self);
  gtk_box_append (GTK_BOX (self->box), self->value);
  gtk_box_append (GTK_BOX (self->box), self->detail);
  gtk_box_append (GTK_BOX (self->box), self->copy);
}

GtkWidget *
fl_hash_card_new (FlSession *session)
{
  FlHashCard *self = g_object_new (FL_TYPE_HASH_CARD, NULL);

  self->session = g_object_ref (session);
  return GTK_WIDGET (self);
}
