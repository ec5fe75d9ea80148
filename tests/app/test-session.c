/* The session: loading, playing, edits in mid-run, resets, and that what goes wrong leaves the run as it was. */
#include "fl-session-fixture.h"

#include <glib/gstdio.h>

#include "fl-paint.h"
#include "fl-stroke.h"

static void
test_load_and_play (Fixture *f, gconstpointer text)
{
  fl_session_play (f->session); /* remembered */
  g_assert_true (fl_session_is_playing (f->session));
  g_assert_true (fl_session_is_loading (f->session));
  g_assert_null (fl_session_get_data (f->session));
  WAIT_FOR (f, frame (f) != NULL && frame (f)->step > 200);
  g_assert_nonnull (fl_session_get_data (f->session));
  g_assert_nonnull (fl_session_get_plan (f->session));
  g_assert_null (fl_session_get_problem (f->session, NULL));
  g_assert_cmpuint (f->frames, >, 0);

  fl_session_pause (f->session);
  g_assert_false (fl_session_is_playing (f->session));
  WAIT_FOR (f, frame (f)->state == NN_PAUSED);
  {
    guint64 step = frame (f)->step;

    fl_session_step (f->session);
    WAIT_FOR (f, frame (f)->step == step + 1);
    g_assert_cmpint (frame (f)->state, ==, NN_PAUSED);
  }
}

static void
test_reset (Fixture *f, gconstpointer text)
{
  g_autofree float *initial = NULL;
  gsize n;

  wait_ready (f);
  n = frame (f)->n_weights;
  initial = g_memdup2 (frame (f)->weights, n * sizeof (float));
  fl_session_play (f->session);
  WAIT_FOR (f, frame (f)->step > 50);
  fl_session_pause (f->session);
  WAIT_FOR (f, frame (f)->state == NN_PAUSED);
  g_assert_cmpint (memcmp (initial, frame (f)->weights, n * sizeof (float)), !=, 0);
  fl_session_reset (f->session);
  WAIT_FOR (f, frame (f)->step == 0);
  g_assert_cmpmem (initial, n * sizeof (float), frame (f)->weights, frame (f)->n_weights * sizeof (float));
}

/* Hyperparameters and noise keep the run; another generator starts a new one. */
static void
test_edits_in_mid_run (Fixture *f, gconstpointer text)
{
  DsItem generator;
  guint64 run, step;
  DsPrepared *data;

  wait_ready (f);
  fl_session_play (f->session);
  WAIT_FOR (f, frame (f)->step > 100);
  run = frame (f)->run;
  step = frame (f)->step;
  set_learning_rate (f, 0.002);
  WAIT_FOR (f, frame (f)->learning_rate == 0.002);
  g_assert_cmpuint (frame (f)->run, ==, run);
  g_assert_cmpuint (frame (f)->step, >, step);
  fl_document_undo (f->document);
  WAIT_FOR (f, frame (f)->learning_rate == 0.01);

  data = ds_prepared_ref (fl_session_get_data (f->session));
  generator = fl_document_get_project (f->document)->source->generator;
  for (int i = 1; i <= 20; i++) /* a drag */
    {
      ds_item_set (&generator, "noise", i / 100.0, NULL);
      fl_edit_set_generator (f->document, &generator, "noise");
      g_main_context_iteration (NULL, FALSE);
    }
  WAIT_FOR (f, !fl_session_is_loading (f->session) && frame (f)->data == fl_session_get_data (f->session));
  g_assert_true (fl_session_get_data (f->session) != data);
  ds_prepared_unref (data);
  g_assert_cmpuint (frame (f)->run, ==, run);
  g_assert_cmpuint (frame (f)->step, >, step);
  g_assert_true (fl_session_is_playing (f->session));

  {
    guint n;
    const DsType *const *types = ds_generators (&n);
    DsItem circles = ds_item (ds_type_find (types, n, "circles"));

    step = frame (f)->step;
    fl_session_pause (f->session);
    WAIT_FOR (f, frame (f)->state == NN_PAUSED);
    fl_edit_set_generator (f->document, &circles, NULL);
    WAIT_FOR (f, !fl_session_is_loading (f->session) && frame (f)->data == fl_session_get_data (f->session) && frame (f)->step == 0);
    g_assert_cmpuint (frame (f)->run, !=, run);
  }
}

static void
assert_nothing_shown (Fixture *f)
{
  g_assert_nonnull (fl_session_get_problem (f->session, NULL));
  g_assert_false (fl_session_is_playing (f->session));
  g_assert_null (frame (f));
  g_assert_null (fl_session_get_live_frame (f->session));
  g_assert_null (fl_session_get_moment (f->session));
}

/* Nothing is shown and nothing trains; Step, the timeline and Branch do not change that. */
static void
assert_waits (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  guint frames;

  assert_nothing_shown (f);
  fl_session_step (f->session);
  g_assert_false (fl_session_seek (f->session, 1, TRUE));
  g_assert_false (fl_session_branch (f->session, &error));
  g_assert_nonnull (error);
  for (int i = 0; i < 100; i++) /* the last frame of the run that has stopped comes in */
    {
      g_main_context_iteration (NULL, FALSE);
      g_assert_false (fl_session_update (f->session));
      g_usleep (500);
    }
  frames = f->frames;
  for (int i = 0; i < 50; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
    }
  g_assert_cmpuint (f->frames, ==, frames);
  assert_nothing_shown (f);
}

/* A network that cannot train is named; the run waits out of sight, and goes on from where it was. */
static void
test_problem (Fixture *f, gconstpointer text)
{
  DsItem bce = fl_document_get_project (f->document)->spec->loss, three;
  int layer = -2;
  guint64 step, run;

  wait_ready (f);
  fl_session_play (f->session);
  WAIT_FOR (f, frame (f)->step > 10);
  step = frame (f)->step;
  run = frame (f)->run;
  {
    NnSpec spec = *fl_document_get_project (f->document)->spec;

    ds_item_set (&spec.layers[0], "units", 0, NULL); /* "auto" is for the output only */
    fl_edit_set_training (f->document, &spec, "break it", NULL);
  }
  g_assert_nonnull (fl_session_get_problem (f->session, &layer));
  g_assert_cmpint (layer, ==, 0);
  g_assert_null (fl_session_get_plan (f->session));
  assert_waits (f);
  fl_document_undo (f->document);
  g_assert_true (fl_session_is_playing (f->session)); /* by itself */
  WAIT_FOR (f, frame (f)->step > step);
  g_assert_cmpuint (frame (f)->run, ==, run);
  g_assert_null (fl_session_get_problem (f->session, &layer));
  g_assert_cmpint (layer, ==, -1);
  g_assert_nonnull (fl_session_get_plan (f->session));

  /* three classes come: the loss follows, and with bce forced back there is a problem in words */
  three = fl_document_get_project (f->document)->source->generator;
  ds_item_set (&three, "classes", 3, NULL);
  fl_edit_set_generator (f->document, &three, "classes");
  WAIT_FOR (f, !fl_session_is_loading (f->session));
  g_assert_null (fl_session_get_problem (f->session, NULL));
  fl_edit_set_loss (f->document, &bce, NULL);
  g_assert_nonnull (fl_session_get_problem (f->session, NULL));
  fl_session_pause (f->session); /* calls off what waits */
  fl_document_undo (f->document);
  g_assert_null (fl_session_get_problem (f->session, NULL));
  g_assert_false (fl_session_is_playing (f->session));
  g_assert_nonnull (frame (f));
}

static void
test_missing_file (Fixture *f, gconstpointer text)
{
  DsSource values = { .kind = DS_SOURCE_CSV, .path = (char *) "no-such-file.csv", .header = -1 };
  g_autoptr (DsSource) missing = ds_source_new (&values);
  DsPrepared *data;
  guint64 step;

  wait_ready (f);
  fl_session_play (f->session);
  WAIT_FOR (f, frame (f)->step > 10);
  step = frame (f)->step;
  data = fl_session_get_data (f->session);
  fl_edit_set_source (f->document, missing, DS_CLASSIFICATION, "Missing");
  WAIT_FOR (f, !fl_session_is_loading (f->session));
  g_assert_nonnull (fl_session_get_problem (f->session, NULL));
  g_assert_nonnull (strstr (fl_session_get_problem (f->session, NULL), "no-such-file.csv"));
  g_assert_true (fl_session_get_data (f->session) == data);
  assert_waits (f);

  set_learning_rate (f, 0.003); /* no second try for an edit elsewhere, and the words stay */
  g_assert_false (fl_session_is_loading (f->session));
  g_assert_nonnull (fl_session_get_problem (f->session, NULL));
  assert_waits (f);
  fl_document_undo (f->document);
  fl_document_undo (f->document);
  WAIT_FOR (f, !fl_session_is_loading (f->session));
  g_assert_null (fl_session_get_problem (f->session, NULL));
  WAIT_FOR (f, frame (f)->step > step);
}

static void
opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GError **error = user_data;

  fl_document_open_finish (FL_DOCUMENT (object), result, error);
  if (*error == NULL)
    *error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_EXISTS, "opened");
}

static void
test_open (Fixture *f, gconstpointer text)
{
  g_autofree char *dir = g_dir_make_tmp ("fallline-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "x.fallline", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) result = NULL;
  FlProject *project = fl_document_get_project (f->document);
  guint64 run, step;

  wait_ready (f);
  fl_session_play (f->session);
  WAIT_FOR (f, frame (f)->step > 10);
  run = frame (f)->run;
  step = frame (f)->step;

  g_assert_true (g_file_set_contents (path, "{\"fallline\": 1, \"data\": 5}", -1, NULL));
  fl_document_open_async (f->document, file, NULL, opened_cb, &result);
  WAIT_FOR (f, result != NULL);
  g_assert_error (result, FL_ERROR, FL_ERROR_VALUE);
  g_clear_error (&result);
  g_assert_true (fl_document_get_project (f->document) == project);
  g_assert_true (fl_session_is_playing (f->session));
  WAIT_FOR (f, frame (f)->step > step);
  g_assert_cmpuint (frame (f)->run, ==, run);

  /* the very same project opened anew: paused, at the start, with new curves */
  g_assert_true (g_file_set_contents (path, spirals, -1, NULL));
  fl_document_open_async (f->document, file, NULL, opened_cb, &result);
  WAIT_FOR (f, result != NULL);
  g_assert_error (result, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_assert_false (fl_session_is_playing (f->session));
  WAIT_FOR (f, !fl_session_is_loading (f->session) && frame (f) != NULL && frame (f)->step == 0 && frame (f)->run != run);
  g_remove (path);
  g_rmdir (dir);
}

static void
open_text (Fixture *f, const char *text)
{
  g_autofree char *dir = g_dir_make_tmp ("fallline-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "x.fallline", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) result = NULL;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  fl_document_open_async (f->document, file, NULL, opened_cb, &result);
  WAIT_FOR (f, result != NULL);
  g_assert_error (result, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_remove (path);
  g_rmdir (dir);
}

/* A project that cannot train, or that has no data, has no run: not the one of the project before either, in no respect. */
static void
test_open_broken (Fixture *f, gconstpointer text)
{
  static const char bare[] = "{\"fallline\": 1, \"data\": {\"source\": {\"type\": \"points\", \"points\": []}, \"task\": \"classification\"},"
                             " \"network\": [{\"type\": \"dense\", \"units\": \"auto\"}]}";
  static const char one_class[]
      = "{\"fallline\": 1, \"data\": {\"source\": {\"type\": \"points\", \"points\": [[1, 1, 0], [2, 1, 0], [1, 2, 0], [2, 2, 0]]},"
        " \"task\": \"classification\"}, \"network\": [{\"type\": \"dense\", \"units\": \"auto\"}]}";
  static const char *const broken[] = { bare, one_class };

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      wait_ready (f);
      fl_session_play (f->session);
      WAIT_FOR (f, frame (f)->step > 10);
      open_text (f, broken[i]);
      g_assert_null (frame (f)); /* while the data are read, too */
      WAIT_FOR (f, !fl_session_is_loading (f->session));
      g_assert_nonnull (fl_session_get_problem (f->session, NULL));
      g_assert_cmpint (fl_session_get_data (f->session) != NULL, ==, i == 1);
      g_assert_null (fl_session_get_run (f->session));
      g_assert_cmpuint (g_list_model_get_n_items (fl_session_get_runs (f->session)), ==, 0);
      g_assert_false (fl_session_seek (f->session, 5, TRUE));
      assert_waits (f);
      open_text (f, spirals);
      wait_ready (f);
      g_assert_cmpuint (frame (f)->step, ==, 0);
      g_assert_false (fl_session_is_playing (f->session)); /* that Train was for another project */
    }
}

/* On an empty canvas nothing learned elsewhere is to be seen, nor on the first points; Undo brings it back. */
static void
test_empty_canvas (Fixture *f, gconstpointer text)
{
  FlToolSettings settings = { FL_TOOL_BRUSH, 0.5, 0.5, 4, 1, 1, DS_PART_DRAWN };
  guint64 run, step;

  wait_ready (f);
  fl_session_play (f->session);
  WAIT_FOR (f, frame (f)->step > 10);
  run = frame (f)->run;
  step = frame (f)->step;
  g_assert_true (fl_paint_start (f->document));
  WAIT_FOR (f, !fl_session_is_loading (f->session));
  g_assert_null (fl_session_get_data (f->session));
  assert_waits (f);
  fl_stroke_end (fl_stroke_begin (f->document, NULL, &settings, 0, 1, 1));
  WAIT_FOR (f, !fl_session_is_loading (f->session) && fl_session_get_data (f->session) != NULL);
  assert_waits (f); /* of one class */
  fl_document_undo (f->document);
  fl_document_undo (f->document);
  WAIT_FOR (f, frame (f) != NULL && frame (f)->step > step);
  g_assert_cmpuint (frame (f)->run, ==, run);
}

static void
test_stops (Fixture *f, gconstpointer text)
{
  NnSpec spec = *fl_document_get_project (f->document)->spec;

  spec.stop_epochs = 5;
  fl_edit_set_training (f->document, &spec, "stop early", NULL);
  wait_ready (f);
  fl_session_play (f->session);
  WAIT_FOR (f, !fl_session_is_playing (f->session));
  g_assert_cmpint (frame (f)->state, ==, NN_STOPPED);
  g_assert_cmpint (frame (f)->stop, ==, NN_STOP_EPOCHS);
  g_assert_cmpuint (frame (f)->epoch, ==, 5);
  fl_session_reset (f->session);
  WAIT_FOR (f, frame (f)->step == 0);
  fl_session_play (f->session);
  g_assert_true (fl_session_is_playing (f->session));
  WAIT_FOR (f, !fl_session_is_playing (f->session));
  g_assert_cmpuint (frame (f)->epoch, ==, 5);
}

static void
test_set_weights (Fixture *f, gconstpointer text)
{
  g_autofree float *weights = NULL;

  wait_ready (f);
  weights = g_memdup2 (frame (f)->weights, frame (f)->n_weights * sizeof (float));
  weights[0] = 1.5f;
  g_assert_true (fl_session_set_weights (f->session, weights, frame (f)->n_weights, "load weights"));
  WAIT_FOR (f, frame (f)->weights[0] == 1.5f);
}

/* A weight set by hand is an undo step of the run: nothing of the project, and nothing of the other weights. */
static void
test_set_weight (Fixture *f, gconstpointer text)
{
  guint n;
  const DsType *const *types = ds_generators (&n);
  float before, other;
  DsItem circles;

  wait_ready (f);
  fl_session_step (f->session);
  WAIT_FOR (f, frame (f)->step == 1);
  before = frame (f)->weights[3];
  other = frame (f)->weights[4];
  g_assert_true (fl_session_set_weight (f->session, 3, 1.5f, "change weight"));
  WAIT_FOR (f, frame (f)->weights[3] == 1.5f);
  g_assert_cmpfloat (frame (f)->weights[4], ==, other);
  g_assert_cmpstr (fl_document_undo_label (f->document), ==, "change weight");
  g_assert_false (fl_document_is_modified (f->document));
  g_assert_true (fl_session_set_weight (f->session, 3, 1.6f, "change weight")); /* in quick succession: the same step */
  g_assert_true (fl_session_set_weight (f->session, 4, -2.0f, "change weight"));
  WAIT_FOR (f, frame (f)->weights[3] == 1.6f && frame (f)->weights[4] == -2.0f);
  fl_document_undo (f->document);
  WAIT_FOR (f, frame (f)->weights[4] == other);
  g_assert_cmpfloat (frame (f)->weights[3], ==, 1.6f);
  fl_document_undo (f->document);
  WAIT_FOR (f, frame (f)->weights[3] == before);
  g_assert_false (fl_document_can_undo (f->document));
  fl_document_redo (f->document);
  WAIT_FOR (f, frame (f)->weights[3] == 1.6f);

  /* A run that has begun anew has none of the weights that were set, and offers no step of theirs, back or forth. */
  g_assert_true (fl_document_can_undo (f->document) && fl_document_can_redo (f->document));
  fl_session_reset (f->session);
  g_assert_false (fl_document_can_undo (f->document) || fl_document_can_redo (f->document));
  WAIT_FOR (f, frame (f)->step == 0);

  /* Nor has one on other data; undo may outrun their loading. */
  g_assert_true (fl_session_set_weight (f->session, 3, 2.5f, "change weight"));
  circles = ds_item (ds_type_find (types, n, "circles"));
  g_assert_true (fl_edit_set_generator (f->document, &circles, NULL));
  fl_document_undo (f->document);
  fl_document_undo (f->document);
  WAIT_FOR (f, !fl_session_is_loading (f->session));
  fl_document_redo (f->document);
  fl_document_redo (f->document);
  WAIT_FOR (f, !fl_session_is_loading (f->session));
  g_assert_cmpstr (fl_document_undo_label (f->document), ==, "choose circles");
  fl_document_undo (f->document);
  WAIT_FOR (f, !fl_session_is_loading (f->session));
  g_assert_false (fl_document_can_undo (f->document));
  g_assert_false (fl_session_set_weight (f->session, frame (f)->n_weights, 1, "change weight"));
  g_assert_false (fl_session_set_weight (f->session, 0, NAN, "change weight"));
}

/* The way back past other networks: the step finds its weight in the network it was set in. */
static void
test_weight_and_layers (Fixture *f, gconstpointer text)
{
  float before;

  wait_ready (f);
  before = frame (f)->weights[0];
  g_assert_true (fl_session_set_weight (f->session, 0, 7.5f, "change weight"));
  WAIT_FOR (f, frame (f)->weights[0] == 7.5f);
  g_assert_true (fl_edit_change_units (f->document, 0, 1));
  g_assert_true (fl_edit_remove_layer (f->document, 0));
  fl_document_undo (f->document);
  fl_document_undo (f->document);
  WAIT_FOR (f, frame (f)->spec == fl_document_get_project (f->document)->spec);
  fl_document_undo (f->document);
  WAIT_FOR (f, frame (f)->weights[0] == before);
}

static void
test_speed (Fixture *f, gconstpointer text)
{
  gint64 start;
  guint64 step;

  fl_session_set_speed (f->session, 100);
  wait_ready (f);
  fl_session_play (f->session);
  WAIT_FOR (f, frame (f)->step > 5);
  start = g_get_monotonic_time ();
  step = frame (f)->step;
  WAIT_FOR (f, g_get_monotonic_time () - start > 500 * 1000);
  g_assert_cmpuint (frame (f)->step - step, <, 100); /* about 50; an unhurried machine may do less */
  g_assert_cmpuint (frame (f)->step - step, >, 5);
  fl_session_set_speed (f->session, 0);
  step = frame (f)->step;
  WAIT_FOR (f, frame (f)->step > step + 2000);
}

/* Dropped while data are loading and while it plays at full speed. */
static void
test_dropped (Fixture *f, gconstpointer text)
{
  for (int i = 0; i < 10; i++)
    {
      FlSession *session = fl_session_new (f->document);

      fl_session_play (session);
      if (i % 2 == 0)
        for (int k = 0; k < 20; k++)
          {
            g_main_context_iteration (NULL, FALSE);
            g_usleep (500);
          }
      g_object_unref (session);
    }
}

#define ADD(name, func) g_test_add ("/session/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("load-and-play", test_load_and_play);
  ADD ("reset", test_reset);
  ADD ("edits-in-mid-run", test_edits_in_mid_run);
  ADD ("problem", test_problem);
  ADD ("missing-file", test_missing_file);
  ADD ("open", test_open);
  ADD ("open-broken", test_open_broken);
  ADD ("empty-canvas", test_empty_canvas);
  ADD ("stops", test_stops);
  ADD ("set-weights", test_set_weights);
  ADD ("set-weight", test_set_weight);
  ADD ("weight-and-layers", test_weight_and_layers);
  ADD ("speed", test_speed);
  ADD ("dropped", test_dropped);
  return g_test_run ();
}
