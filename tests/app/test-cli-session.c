/* The window's way of training and the command line's end with the same bits: frames at 60 Hz, pauses, steps, another speed, edits that
 * touch no arithmetic, undo in mid-run, a reset. */
#include "fl-document.h"
#include "fl-program.h"
#include "fl-session.h"

#include "ds-rng.h"
#include "nn-weights.h"

#include <string.h>

#define TRAINING                                                                                                                     \
  "{\"optimizer\": {\"type\": \"adam\", \"learning_rate\": 0.01}, \"batch_size\": 11, \"schedule\": {\"type\": \"exponential\", " \
  "\"factor\": 0.99}, \"stop\": {\"epochs\": %u}}"
#define EPOCHS 60

static const char *const networks[] = {
  TANH,
  "[{\"type\": \"dense\", \"units\": 12}, {\"type\": \"batch_norm\"}, {\"type\": \"activation\", \"function\": \"relu\"}, {\"type\": \"dropout\", "
  "\"rate\": 0.2}, {\"type\": \"dense\", \"units\": \"auto\"}]",
};

/* Edits that are none to the arithmetic. */
static void
edit (FlDocument *document, guint what)
{
  FlProject *now = fl_document_get_project (document);
  NnSpec values = *now->spec;
  g_autoptr (FlProject) next = NULL;

  values.stop_patience = 100000 + what;
  next = what % 3 == 0 ? fl_project_with_name (now, what % 2 == 0 ? "One name" : "Another") : fl_project_with_spec (now, &values);
  if (what % 5 == 4 && fl_document_can_undo (document))
    fl_document_undo (document);
  else
    fl_document_edit (document, next, "edit", NULL);
}

static void
meddle (FlSession *session, FlDocument *document, DsRng *rng, guint tick)
{
  switch (ds_rng_below (rng, 6))
    {
    case 0:
      fl_session_pause (session);
      break;
    case 1:
      fl_session_step (session);
      break;
    case 2:
      fl_session_set_speed (session, ds_rng_below (rng, 2) == 0 ? 0 : 4000);
      break;
    case 3:
      edit (document, tick);
      break;
    default:
      fl_session_play (session);
      break;
    }
}

/* As the window does: the main loop, and a look for a frame every 1/60 second. */
static char *
bits_of_session (const char *path, guint64 seed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FlProject) read = fl_project_load (path, &error);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (FlProject) project = read != NULL ? fl_project_resolve (read, folder, NULL, NULL, &error) : NULL;
  FlDocument *document;
  FlSession *session;
  DsRng rng = ds_rng (seed, DS_RNG_SEARCH, 0);
  gint64 next = g_get_monotonic_time ();
  const NnFrame *frame = NULL;
  char *bits;

  g_assert_no_error (error);
  document = fl_document_new (project);
  session = fl_session_new (document);
  fl_session_set_speed (session, 4000);
  fl_session_play (session);
  for (guint tick = 0; frame == NULL || frame->stop != NN_STOP_EPOCHS; tick++)
    {
      g_assert_cmpuint (tick, <, 3600);
      while (g_get_monotonic_time () < next)
        {
          g_main_context_iteration (NULL, FALSE);
          g_usleep (1000);
        }
      next += G_USEC_PER_SEC / 60;
      fl_session_update (session);
      frame = fl_session_get_frame (session);
      if (frame != NULL && frame->stop != NN_STOP_EPOCHS && tick < 60)
        meddle (session, document, &rng, tick);
      else if (tick == 60)
        {
          fl_session_set_speed (session, 0);
          fl_session_play (session);
        }
    }
  g_assert_cmpuint (frame->epoch, ==, EPOCHS);
  bits = nn_weights_sha256 (frame->weights, frame->n_weights);
  g_object_unref (session);
  g_object_unref (document);
  return bits;
}

static void
test_same_bits (void)
{
  g_autofree char *training = g_strdup_printf (TRAINING, EPOCHS), *path = fl_program_file ("s.fallline");

  for (guint i = 0; i < G_N_ELEMENTS (networks); i++)
    {
      fl_program_write_project ("s.fallline", SPIRALS, networks[i], training);
      g_auto (FlResult) result = RUN ("train", "s.fallline", "--json", "--threads", "1");
      json_t *json = fl_program_json (&result);

      g_assert_cmpint (result.code, ==, 0);
      for (guint64 seed = 0; seed < 2; seed++)
        {
          g_autofree char *bits = bits_of_session (path, seed);

          g_assert_cmpstr (bits, ==, fl_json_string_of (json, "weights_sha256"));
        }
      json_decref (json);
    }
}

int
main (int argc, char **argv)
{
  int code;

  g_test_init (&argc, &argv, NULL);
  fl_program_begin ();
  g_test_add_func ("/cli-session/same-bits", test_same_bits);
  code = g_test_run ();
  fl_program_end ();
  return code;
}
