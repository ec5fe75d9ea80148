#include "fl-race-undo.h"

struct _FlRaceUndo
{
  FlDocument *document; /* owned */
  const char *owner;
  void (*restore) (const FlRaceState *state, gpointer user_data);
  gpointer user_data;
  gulong handler;
  GBytes *present; /* owned; NULL: not known yet */
};

static GBytes *
pack (const FlRaceState *state)
{
  FlRaceState packed = *state;

  packed.setup.spec = NULL;
  packed.setup.data = NULL;
  return g_bytes_new (&packed, sizeof packed);
}

static void
noted_cb (FlRaceUndo *self, GBytes *value)
{
  g_bytes_unref (self->present);
  self->present = g_bytes_ref (value);
  self->restore (g_bytes_get_data (value, NULL), self->user_data);
}

FlRaceUndo *
fl_race_undo_new (FlDocument *document, const char *owner, void (*restore) (const FlRaceState *state, gpointer user_data), gpointer user_data)
{
  FlRaceUndo *self = g_new0 (FlRaceUndo, 1);
  g_autofree char *signal = g_strdup_printf ("noted::%s", owner);

  self->document = g_object_ref (document);
  self->owner = owner;
  self->restore = restore;
  self->user_data = user_data;
  self->handler = g_signal_connect_swapped (document, signal, G_CALLBACK (noted_cb), self);
  return self;
}

void
fl_race_undo_free (FlRaceUndo *self)
{
  if (self == NULL)
    return;
  g_signal_handler_disconnect (self->document, self->handler);
  g_object_unref (self->document);
  g_clear_pointer (&self->present, g_bytes_unref);
  g_free (self);
}

void
fl_race_undo_set (FlRaceUndo *self, const FlRaceState *state)
{
  g_clear_pointer (&self->present, g_bytes_unref);
  self->present = pack (state);
}

void
fl_race_undo_note (FlRaceUndo *self, const FlRaceState *state, const char *label, const char *group)
{
  GBytes *next = pack (state);
  g_autofree char *own = group != NULL ? g_strdup_printf ("%s %s", self->owner, group) : NULL;

  fl_document_note (self->document, self->owner, self->present, next, label, own);
  g_bytes_unref (self->present);
  self->present = next;
}
