/* A session in a main loop, for tests: static functions, so that each test file has its own. */
#pragma once
#include "fl-edit.h"
#include "fl-session.h"

#include <math.h>
#include <string.h>

typedef struct
{
  FlDocument *document;
  FlSession *session;
  guint frames, changes;
} Fixture;

static void
count_cb (FlSession *session, guint *count)
{
  (*count)++;
}

static FlProject *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  FlProject *project = fl_project_parse (text, strlen (text), "s.fallline", &error);

  g_assert_no_error (error);
  return project;
}

static const char spirals[]
    = "{\"fallline\": 1, \"seed\": 3, \"data\": {\"source\": {\"type\": \"generator\", \"name\": \"spirals\", \"noise\": 0.05}, \"task\": \"classification\"},"
      " \"network\": [{\"type\": \"dense\", \"units\": 8, \"activation\": \"tanh\"}, {\"type\": \"dense\", \"units\": \"auto\"}],"
      " \"training\": {\"loss\": \"binary_cross_entropy\", \"optimizer\": {\"type\": \"adam\", \"learning_rate\": 0.01}, \"stop\": {\"epochs\": null}}}";

static void
set_up (Fixture *f, gconstpointer text)
{
  g_autoptr (FlProject) project = parse (text != NULL ? text : spirals);

  f->document = fl_document_new (project);
  f->session = fl_session_new (f->document);
  f->frames = f->changes = 0;
  g_signal_connect (f->session, "frame", G_CALLBACK (count_cb), &f->frames);
  g_signal_connect (f->session, "changed", G_CALLBACK (count_cb), &f->changes);
}

static void
tear_down (Fixture *f, gconstpointer text)
{
  g_object_add_weak_pointer (G_OBJECT (f->session), (gpointer *) &f->session);
  g_object_unref (f->session);
  g_assert_null (f->session);
  for (int i = 0; i < 20; i++) /* wake-ups and loads still on their way find nobody, and nothing bad happens */
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_object_unref (f->document);
}

static gboolean
timeout_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Runs the main loop and takes frames until the condition holds. */
#define WAIT_FOR(f, condition)                                                                                                           \
  G_STMT_START                                                                                                                           \
  {                                                                                                                                      \
    gboolean late = FALSE;                                                                                                               \
    guint id = g_timeout_add (20000, timeout_cb, &late);                                                                                 \
    while (fl_session_update ((f)->session), !(condition))                                                                               \
      {                                                                                                                                  \
        if (late)                                                                                                                        \
          g_error ("still waiting for %s", #condition);                                                                                  \
        g_main_context_iteration (NULL, FALSE);                                                                                          \
        g_usleep (500);                                                                                                                  \
      }                                                                                                                                  \
    if (!late)                                                                                                                           \
      g_source_remove (id);                                                                                                              \
  }                                                                                                                                      \
  G_STMT_END

static NnFrame *
frame (Fixture *f)
{
  return fl_session_get_frame (f->session);
}

static void
wait_ready (Fixture *f)
{
  WAIT_FOR (f, !fl_session_is_loading (f->session) && frame (f) != NULL);
}

static void
set_learning_rate (Fixture *f, double rate)
{
  DsItem optimizer = fl_document_get_project (f->document)->spec->optimizer;

  ds_item_set (&optimizer, "learning_rate", rate, NULL);
  fl_edit_set_optimizer (f->document, &optimizer, "learning_rate");
}
