#include "fl-wake.h"

#include <stdatomic.h>

struct _FlWake
{
  GMainContext *context;
  void (*func) (gpointer target);
  gpointer target; /* main thread only */
  atomic_int refs;
  atomic_bool waiting;
};

FlWake *
fl_wake_new (void (*func) (gpointer target), gpointer target)
{
  FlWake *wake = g_new0 (FlWake, 1);

  wake->context = g_main_context_ref_thread_default ();
  wake->func = func;
  wake->target = target;
  atomic_init (&wake->refs, 1);
  atomic_init (&wake->waiting, FALSE);
  return wake;
}

FlWake *
fl_wake_ref (FlWake *wake)
{
  atomic_fetch_add_explicit (&wake->refs, 1, memory_order_relaxed);
  return wake;
}

void
fl_wake_unref (FlWake *wake)
{
  if (atomic_fetch_sub_explicit (&wake->refs, 1, memory_order_acq_rel) == 1)
    {
      g_main_context_unref (wake->context);
      g_free (wake);
    }
}

static gboolean
call_cb (gpointer data)
{
  FlWake *wake = data;

  atomic_store_explicit (&wake->waiting, FALSE, memory_order_release);
  if (wake->target != NULL)
    wake->func (wake->target);
  return G_SOURCE_REMOVE;
}

static void
unref_cb (gpointer data)
{
  fl_wake_unref (data);
}

void
fl_wake_up (gpointer data)
{
  FlWake *wake = data;
  GSource *source;

  if (atomic_exchange_explicit (&wake->waiting, TRUE, memory_order_acq_rel))
    return;
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, call_cb, fl_wake_ref (wake), unref_cb);
  g_source_attach (source, wake->context);
  g_source_unref (source);
}

void
fl_wake_cancel (FlWake *wake)
{
  wake->target = NULL;
}

gpointer
fl_wake_target (FlWake *wake)
{
  return wake->target;
}
