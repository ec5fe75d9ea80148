/* What a finding's button does: a project with a remedy is another value; trying it is one undo step; and a diagnosis that has been
 * overtaken changes nothing. */
#include <math.h>
#include <string.h>

#include "fl-edit.h"
#include "fl-findings.h"

static const char sick[]
    = "{\"fallline\": 1, \"seed\": 3, \"data\": {\"source\": {\"type\": \"points\", \"points\": [[100, 1, 0], [2100, 2, 1], [300, 3, 0], [1400, 2, 1], [1500, 1, 0], [600, 2, 1], [700, 3, 0],"
      " [1800, 1, 1]]}, \"task\": \"classification\", \"standardize\": false, \"validation_share\": 0}, \"network\": [{\"type\": \"dense\", \"units\": 4, \"activation\": \"tanh\"},"
      " {\"type\": \"dense\", \"units\": \"auto\"}], \"training\": {\"loss\": \"binary_cross_entropy\", \"optimizer\": {\"type\": \"adam\", \"learning_rate\": 0.5}, \"stop\": {\"epochs\": 5}}}";

typedef struct
{
  FlDocument *document;
  FlSession *session;
  FlFindings *findings;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FlProject) project = fl_project_parse (sick, strlen (sick), "sick", &error);

  g_assert_no_error (error);
  f->document = fl_document_new (project);
  f->session = fl_session_new (f->document);
  f->findings = fl_findings_new (f->session);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_unref (f->findings);
  g_object_unref (f->session);
  g_object_unref (f->document);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Until the diagnosis of the frame at `step` is there. */
static void
wait_diagnosis (Fixture *f, guint64 step)
{
  for (guint i = 0; i < 10000; i++)
    {
      NnFrame *frame = fl_findings_get_frame (f->findings);

      if (frame != NULL && frame->step == step)
        return;
      fl_session_update (f->session);
      fl_findings_refresh (f->findings);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_assert_not_reached ();
}

/* Until the rates have been tried. */
static void
wait_tamer (Fixture *f)
{
  for (guint i = 0; i < 20000 && !fl_findings_get_tamer_rate (f->findings).known; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_assert_true (fl_findings_get_tamer_rate (f->findings).known);
}

static void
test_try (Fixture *f, gconstpointer data)
{
  g_autoptr (FlProject) before = fl_project_ref (fl_document_get_project (f->document));
  const NnFinding *finding;
  g_autoptr (FlProject) other = NULL;

  wait_diagnosis (f, 0);
  finding = nn_diagnosis_find (fl_findings_get (f->findings), "unscaled-inputs");
  g_assert_nonnull (finding);
  g_assert_cmpuint (finding->n_remedies, ==, 1);
  other = fl_remedy_edit (before, &finding->remedies[0]);
  g_assert_true (other->prepare.standardize);
  g_assert_false (fl_project_equal (other, before)); /* a value of its own: nothing is edited yet */
  g_assert_true (fl_document_get_project (f->document) == before);
  g_assert_true (fl_findings_try (f->findings, &finding->remedies[0]));
  g_assert_true (fl_project_equal (fl_document_get_project (f->document), other));
  g_assert_true (fl_session_is_playing (f->session));
  g_assert_nonnull (strstr (fl_document_undo_label (f->document), finding->remedies[0].title));
  fl_session_pause (f->session);
  fl_document_undo (f->document);
  g_assert_true (fl_project_equal (fl_document_get_project (f->document), before));
}

/* Frames come in until the run rests. */
static NnFrame *
wait_stop (Fixture *f)
{
  for (guint i = 0; i < 10000; i++)
    {
      NnFrame *frame;

      fl_session_update (f->session);
      frame = fl_session_get_frame (f->session);
      if (!fl_session_is_loading (f->session) && !fl_session_is_playing (f->session) && frame != NULL && frame->state != NN_RUNNING)
        return frame;
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_assert_not_reached ();
}

/* The weights after a remedy of the data are those of a run that never saw the old data: nothing learned there is left. */
static void
test_fresh_on_new_data (Fixture *f, gconstpointer data)
{
  const NnFinding *finding;
  g_autoptr (FlDocument) document = NULL;
  g_autoptr (FlSession) session = NULL;
  Fixture pure;
  NnFrame *tried, *never;

  fl_session_play (f->session);
  while (fl_session_is_loading (f->session))
    g_main_context_iteration (NULL, TRUE);
  wait_stop (f);
  wait_diagnosis (f, fl_session_get_frame (f->session)->step);
  finding = nn_diagnosis_find (fl_findings_get (f->findings), "unscaled-inputs");
  g_assert_nonnull (finding);
  g_assert_true (finding->remedies[0].fresh);
  g_assert_true (fl_findings_try (f->findings, &finding->remedies[0]));
  g_assert_true (fl_session_is_loading (f->session)); /* the very case: reset before the data are there would not be enough */
  tried = wait_stop (f);
  g_assert_true (tried->data->options.standardize);
  g_assert_cmpuint (tried->epoch, ==, 5);

  pure.document = document = fl_document_new (fl_document_get_project (f->document));
  pure.session = session = fl_session_new (document);
  fl_session_play (session);
  never = wait_stop (&pure);
  g_assert_cmpuint (never->epoch, ==, 5);
  g_assert_cmpmem (tried->weights, tried->n_weights * sizeof (float), never->weights, never->n_weights * sizeof (float));
}

/* Undone before the data are there, a remedy leaves the run alone. */
static void
test_called_off (Fixture *f, gconstpointer data)
{
  const NnFinding *finding;
  NnFrame *frame;

  fl_session_play (f->session);
  while (fl_session_is_loading (f->session))
    g_main_context_iteration (NULL, TRUE);
  wait_stop (f);
  wait_diagnosis (f, fl_session_get_frame (f->session)->step);
  finding = nn_diagnosis_find (fl_findings_get (f->findings), "unscaled-inputs");
  g_assert_true (fl_findings_try (f->findings, &finding->remedies[0]));
  fl_session_pause (f->session);
  fl_document_undo (f->document);
  frame = wait_stop (f);
  g_assert_false (frame->data->options.standardize);
  g_assert_cmpuint (frame->epoch, >=, 5); /* what it had learned is still there */
}

/* Between the diagnosis and the click somebody changed the network. */
static void
test_overtaken (Fixture *f, gconstpointer data)
{
  const NnFinding *finding;
  DsItem layer;

  wait_diagnosis (f, 0);
  finding = nn_diagnosis_find (fl_findings_get (f->findings), "unscaled-inputs");
  g_assert_nonnull (finding);
  layer = fl_edit_new_layer (f->document, "dense");
  g_assert_true (fl_edit_insert_layer (f->document, 1, &layer));
  g_autoptr (FlProject) edited = fl_project_ref (fl_document_get_project (f->document));
  g_assert_false (fl_findings_try (f->findings, &finding->remedies[0]));
  g_assert_true (fl_document_get_project (f->document) == edited);
}

static void
test_halve (Fixture *f, gconstpointer data)
{
  wait_diagnosis (f, 0);
  g_assert_null (fl_findings_get_autopsy (f->findings));
  g_assert_true (fl_findings_restore_and_halve (f->findings));
  g_assert_cmpfloat_with_epsilon (ds_item_get (&fl_document_get_project (f->document)->spec->optimizer, "learning_rate"), 0.25, 1e-12);
  g_assert_true (fl_session_is_playing (f->session));
  fl_session_pause (f->session);
  fl_document_undo (f->document);
  g_assert_cmpfloat_with_epsilon (ds_item_get (&fl_document_get_project (f->document)->spec->optimizer, "learning_rate"), 0.5, 1e-12);
}

/* A rate of 1e6 blows up whatever the loss, but for optimizers that go by signs, whose loss may stay finite; one press brings
 * training back, and it stays. */
static void
test_back_from_a_wild_rate (void)
{
  static const char *const losses[] = { "binary_cross_entropy", "cross_entropy", "mse", "mae", "hinge" };
  static const char *const optimizers[] = { "sgd", "adam", "rmsprop", "adagrad", "adamw" };

  for (guint i = 0; i < G_N_ELEMENTS (losses) * G_N_ELEMENTS (optimizers); i++)
    {
      const char *loss = losses[i % G_N_ELEMENTS (losses)], *optimizer = optimizers[i / G_N_ELEMENTS (losses)];
      g_autofree char *text = g_strdup_printf (
          "{\"fallline\": 1, \"seed\": 3, \"data\": {\"source\": {\"type\": \"generator\", \"name\": \"moons\", \"samples\": 100}}, \"network\": [{\"type\": \"dense\","
          " \"units\": 4, \"activation\": \"tanh\"}, {\"type\": \"dense\", \"units\": \"auto\"}], \"training\": {\"loss\": \"%s\", \"optimizer\": {\"type\": \"%s\","
          " \"learning_rate\": 1e6}, \"stop\": {\"epochs\": 40}}}",
          loss, optimizer);
      g_autoptr (GError) error = NULL;
      g_autoptr (FlProject) project = fl_project_parse (text, strlen (text), "wild", &error);
      g_autoptr (FlDocument) document = NULL;
      g_autofree char *undo = NULL;
      FlTamerRate tamer;
      Fixture f;
      NnFrame *frame;

      g_assert_no_error (error);
      f.document = document = fl_document_new (project);
      f.session = fl_session_new (document);
      f.findings = fl_findings_new (f.session);
      fl_session_play (f.session);
      frame = wait_stop (&f);
      g_test_message ("%s, %s: stopped at step %d", loss, optimizer, (int) frame->step);
      g_assert_cmpint (frame->stop, ==, NN_STOP_DIVERGED);
      wait_diagnosis (&f, frame->step);
      g_assert_nonnull (fl_findings_get_autopsy (f.findings));
      wait_tamer (&f);
      tamer = fl_findings_get_tamer_rate (f.findings);
      g_test_message ("halved %u times: %g", tamer.halvings, tamer.rate);
      g_assert_true (tamer.holds);
      g_assert_cmpfloat (tamer.rate, ==, ldexp (1e6, -(int) tamer.halvings));
      undo = g_strdup (fl_document_undo_label (document));
      g_assert_true (fl_findings_restore_and_halve (f.findings));
      frame = wait_stop (&f);
      g_assert_cmpint (frame->stop, ==, NN_STOP_EPOCHS);
      g_assert_cmpuint (frame->epoch, ==, 40);
      wait_diagnosis (&f, frame->step);
      g_assert_null (fl_findings_get_autopsy (f.findings));
      fl_document_undo (document); /* one step, however often it was halved */
      g_assert_cmpfloat (ds_item_get (&fl_document_get_project (document)->spec->optimizer, "learning_rate"), ==, 1e6);
      g_assert_cmpstr (fl_document_undo_label (document), ==, undo);
      g_object_unref (f.findings);
      g_object_unref (f.session);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/remedies/try", Fixture, NULL, set_up, test_try, tear_down);
  g_test_add ("/remedies/fresh-on-new-data", Fixture, NULL, set_up, test_fresh_on_new_data, tear_down);
  g_test_add ("/remedies/called-off", Fixture, NULL, set_up, test_called_off, tear_down);
  g_test_add ("/remedies/overtaken", Fixture, NULL, set_up, test_overtaken, tear_down);
  g_test_add ("/remedies/halve", Fixture, NULL, set_up, test_halve, tear_down);
  g_test_add_func ("/remedies/back-from-a-wild-rate", test_back_from_a_wild_rate);
  return g_test_run ();
}
