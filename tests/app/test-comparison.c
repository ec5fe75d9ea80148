/* A race is fair: the same weights, the same batches, the same work; each lane gives the bits it gives alone; all rest together. */
#include <locale.h>

#include "fl-race-fixture.h"
#include "fl-vary.h"
#include "nn-weights.h"

static const char short_spirals[]
    = "{\"fallline\": 1, \"seed\": 3, \"data\": {\"source\": {\"type\": \"generator\", \"name\": \"spirals\", \"noise\": 0.05}, \"task\": \"classification\"},"
      " \"network\": [{\"type\": \"dense\", \"units\": 8, \"activation\": \"tanh\"}, {\"type\": \"dense\", \"units\": \"auto\"}],"
      " \"training\": {\"loss\": \"binary_cross_entropy\", \"optimizer\": {\"type\": \"adam\", \"learning_rate\": 0.01}, \"stop\": {\"epochs\": 12}}}";

static void
test_same_start (Fixture *f, gconstpointer data)
{
  FlComparison *race = optimizers (f);
  const NnFrame *first = lane_frame (race, 0);

  g_assert_true (fl_comparison_same_weights (race));
  g_assert_true (fl_comparison_same_batches (race));
  g_assert_true (fl_comparison_same_loss (race));
  for (guint i = 1; i < fl_comparison_n_lanes (race); i++)
    {
      const NnFrame *other = lane_frame (race, i);

      g_assert_cmpuint (other->step, ==, 0);
      g_assert_cmpmem (first->weights, first->n_weights * sizeof (float), other->weights, other->n_weights * sizeof (float));
      g_assert_true (first->data == other->data);
    }
  /* The first batch's loss, before any step, is the same one: so are its rows. */
  fl_comparison_step (race);
  WAIT_FOR (f, all_at_least (race, 1));
  first = lane_frame (race, 0);
  for (guint i = 1; i < fl_comparison_n_lanes (race); i++)
    g_assert_cmpfloat (nn_series_row (first->steps, 0)[NN_STEP_LOSS], ==, nn_series_row (lane_frame (race, i)->steps, 0)[NN_STEP_LOSS]);
}

static void
test_rest_together (Fixture *f, gconstpointer data)
{
  FlComparison *race = optimizers (f);

  for (guint round = 0; round < 3; round++)
    {
      guint64 from = lane_frame (race, 0)->step;

      fl_comparison_play (race);
      g_assert_true (fl_comparison_is_playing (race));
      WAIT_FOR (f, all_at_least (race, from + 200));
      fl_comparison_pause (race);
      g_assert_false (fl_comparison_is_playing (race));
      WAIT_FOR (f, all_in (race, NN_PAUSED));
      for (guint i = 1; i < fl_comparison_n_lanes (race); i++)
        g_assert_cmpuint (lane_frame (race, i)->step, ==, lane_frame (race, 0)->step);
    }
  fl_comparison_reset (race);
  WAIT_FOR (f, lane_frame (race, 0)->step == 0 && lane_frame (race, 1)->step == 0);
}

/* While they run, nobody is further ahead than is promised. */
static void
test_skew (Fixture *f, gconstpointer data)
{
  FlComparison *race = optimizers (f);

  fl_comparison_play (race);
  for (guint64 at = 500; at <= 3000; at += 500)
    {
      guint64 least = G_MAXUINT64, most = 0;

      WAIT_FOR (f, all_at_least (race, at));
      fl_comparison_pause (race);
      WAIT_FOR (f, all_in (race, NN_PAUSED));
      for (guint i = 0; i < fl_comparison_n_lanes (race); i++)
        {
          least = MIN (least, lane_frame (race, i)->evaluations);
          most = MAX (most, lane_frame (race, i)->evaluations);
        }
      g_assert_cmpuint (most - least, <=, NN_RACE_SLACK);
      fl_comparison_play (race);
    }
}

/* Rows whose gradients it has computed; a row counts each time. */
static guint64
work_of (const NnFrame *frame)
{
  guint64 rows = frame->data->n_train, batch = (rows + frame->steps_per_epoch - 1) / frame->steps_per_epoch;

  return frame->steps_per_epoch == 1 ? frame->evaluations * rows : frame->epoch * rows + frame->step_in_epoch * batch;
}

/* A step of L-BFGS costs what dozens of epochs of another take: the same work is done all the same, and all come to rest. */
static void
test_uneven (Fixture *f, gconstpointer data)
{
  FlComparison *race = fl_session_get_comparison (f->session);
  g_autoptr (GError) error = NULL;
  guint64 least, most;

  wait_ready (f);
  g_assert_true (fl_comparison_add_variants (race, "training.optimizer=sgd,lbfgs", "Optimizer", &error));
  g_assert_true (fl_comparison_add_variants (race, "training.batch_size=all,1", "Batch size", &error));
  g_assert_no_error (error);
  g_assert_cmpstr (fl_comparison_get_lane (race, 1)->name, ==, "Optimizer L-BFGS");
  for (guint round = 1; round <= 2; round++)
    {
      fl_comparison_play (race);
      WAIT_FOR (f, all_there (race) && work_of (lane_frame (race, 0)) > round * 1500);
      fl_comparison_pause (race);
      WAIT_FOR (f, all_in (race, NN_PAUSED));
      least = most = work_of (lane_frame (race, 0));
      for (guint i = 1; i < 4; i++)
        {
          least = MIN (least, work_of (lane_frame (race, i)));
          most = MAX (most, work_of (lane_frame (race, i)));
        }
      g_assert_cmpuint (most - least, <, NN_RACE_SLACK * lane_frame (race, 0)->data->n_train);
    }
}

/* Held back by their speed and by one another, lanes count what training takes alone. */
static void
test_seconds (Fixture *f, gconstpointer data)
{
  FlComparison *race = optimizers (f);

  fl_session_set_speed (f->session, 40);
  fl_comparison_play (race);
  WAIT_FOR (f, all_at_least (race, 30));
  fl_comparison_pause (race);
  WAIT_FOR (f, all_in (race, NN_PAUSED));
  for (guint i = 0; i < fl_comparison_n_lanes (race); i++)
    {
      g_assert_cmpfloat (lane_frame (race, i)->seconds, >, 0);
      g_assert_cmpfloat (lane_frame (race, i)->seconds, <, 0.3); /* 30 steps at 40 a second are 0.75 */
    }
}

/* One lane more catches up while the others wait. */
static void
test_catch_up (Fixture *f, gconstpointer data)
{
  FlComparison *race = optimizers (f);
  guint n = fl_comparison_n_lanes (race);
  g_autoptr (GError) error = NULL;

  fl_comparison_play (race);
  WAIT_FOR (f, all_at_least (race, 1000));
  g_assert_true (fl_comparison_add_this (race, &error));
  g_assert_no_error (error);
  WAIT_FOR (f, all_at_least (race, 1200));
  fl_comparison_pause (race);
  WAIT_FOR (f, all_in (race, NN_PAUSED));
  g_assert_cmpuint (lane_frame (race, n)->step, ==, lane_frame (race, 0)->step);
}

/* The bits of a lane are those of its project alone. */
static void
test_same_bits (Fixture *f, gconstpointer data)
{
  FlComparison *race = optimizers (f);

  fl_comparison_play (race);
  WAIT_FOR (f, all_in (race, NN_STOPPED));
  WAIT_FOR (f, !fl_comparison_is_playing (race));
  for (guint i = 0; i < fl_comparison_n_lanes (race); i++)
    {
      const FlLane *lane = fl_comparison_get_lane (race, i);
      const NnFrame *raced = lane_frame (race, i);
      g_autoptr (DsPrepared) alone = fl_project_prepare (lane->project, NULL, NULL, NULL, NULL);
      g_autoptr (NnTrainer) trainer = nn_trainer_new (lane->project->spec, alone, 0, NULL);
      g_autoptr (NnFrame) end = NULL;

      nn_trainer_play (trainer);
      g_assert_true (nn_trainer_wait (trainer, 30));
      end = nn_trainer_take_frame (trainer);
      g_assert_cmpuint (end->epoch, ==, 12);
      g_assert_cmpmem (raced->weights, raced->n_weights * sizeof (float), end->weights, end->n_weights * sizeof (float));
    }
  g_assert_nonnull (fl_comparison_get_winner (race, FL_METRIC_VALIDATION_LOSS));
}

static void
test_rates_and_adopt (Fixture *f, gconstpointer data)
{
  FlComparison *race;
  g_autoptr (GError) error = NULL;
  const NnFrame *raced;
  double was, rate;

  wait_ready (f);
  race = fl_session_get_comparison (f->session);
  was = ds_item_get (&fl_document_get_project (f->document)->spec->optimizer, "learning_rate");
  g_assert_true (fl_comparison_race_learning_rates (race, &error));
  WAIT_FOR (f, all_there (race));
  fl_comparison_play (race);
  WAIT_FOR (f, all_at_least (race, 100));
  fl_comparison_pause (race);
  WAIT_FOR (f, all_in (race, NN_PAUSED));
  raced = lane_frame (race, 0);
  rate = ds_item_get (&fl_comparison_get_lane (race, 0)->project->spec->optimizer, "learning_rate");
  g_assert_cmpfloat_with_epsilon (rate, was / 10, 1e-12);
  g_assert_true (fl_comparison_adopt (race, fl_comparison_get_lane (race, 0), &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (ds_item_get (&fl_document_get_project (f->document)->spec->optimizer, "learning_rate"), ==, rate);
  WAIT_FOR (f, frame (f)->step == raced->step);
  g_assert_cmpmem (frame (f)->weights, frame (f)->n_weights * sizeof (float), raced->weights, raced->n_weights * sizeof (float));
  fl_document_undo (f->document);
  WAIT_FOR (f, !fl_session_is_loading (f->session));
  g_assert_cmpfloat (ds_item_get (&fl_document_get_project (f->document)->spec->optimizer, "learning_rate"), ==, was);
  g_assert_cmpuint (fl_comparison_n_lanes (race), ==, 5); /* the race is still there */
}

static void
test_variants (Fixture *f, gconstpointer data)
{
  FlComparison *race;
  const FlProject *projects[NN_RACE_LANES];
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  const FlDifference *row;

  wait_ready (f);
  race = fl_session_get_comparison (f->session);
  g_assert_true (fl_comparison_add_this (race, &error));
  g_assert_true (fl_comparison_add_variants (race, "training.batch_size=4,all", "Batch size", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (fl_comparison_get_projects (race, projects), ==, 3);
  g_assert_cmpstr (fl_comparison_get_lane (race, 1)->name, ==, "Batch size 4");
  rows = fl_differences (projects, 3);
  g_assert_cmpuint (rows->len, ==, 1);
  row = rows->pdata[0];
  g_assert_cmpstr (row->title, ==, "Batch size");
  g_assert_cmpstr (row->values[1], ==, "4");
  g_assert_cmpstr (row->values[2], ==, "all");
  g_assert_true (fl_comparison_same_weights (race));
  g_assert_false (fl_comparison_same_batches (race));
  g_assert_false (fl_comparison_add_variants (race, "training.batch_size=fast", "Batch size", &error));
  g_assert_error (error, FL_ERROR, FL_ERROR_VALUE);
  g_assert_true (g_str_has_prefix (error->message, "Batch size: \"batch_size\" must be a whole number"));
  g_clear_error (&error);
  /* Another seed needs other data, which are prepared on the side. */
  g_assert_true (fl_comparison_add_variants (race, "seed=9", "Seed", &error));
  WAIT_FOR (f, all_there (race));
  g_assert_false (fl_comparison_same_weights (race));
  g_assert_true (lane_frame (race, 3)->data != lane_frame (race, 0)->data);
}

/* What differs is said in words and numbers as the reader writes them; and read so. */
static void
test_words (Fixture *f, gconstpointer data)
{
  g_autofree char *old = g_strdup (setlocale (LC_NUMERIC, NULL));
  g_autofree char *type = fl_setting_text ("training.optimizer.type", "rmsprop"), *init = fl_setting_text ("network[0].init", "glorot_uniform");
  g_autofree char *layer = fl_setting_text ("network[1].type", "batch_norm"), *text = fl_setting_text ("data.features", "[\"x1\"]");
  g_autofree char *plain = fl_vary_typed ("0.1;0.2, 3,4");

  g_assert_cmpstr (type, ==, "RMSprop");
  g_assert_cmpstr (init, !=, "glorot_uniform");
  g_assert_cmpstr (layer, !=, "batch_norm");
  g_assert_cmpstr (text, ==, "[\"x1\"]");
  g_assert_cmpstr (plain, ==, "0.1,0.2, 3,4");
  if (setlocale (LC_NUMERIC, "de_DE.UTF-8") == NULL)
    g_test_skip ("this system has no German locale");
  else
    {
      g_autofree char *rate = fl_setting_text ("training.optimizer.learning_rate", "0.01"), *tiny = fl_setting_text ("x", "1e-8");
      g_autofree char *typed = fl_vary_typed ("0,01; 0,1, 0.5");

      g_assert_cmpstr (rate, ==, "0,01");
      g_assert_cmpstr (tiny, ==, "1e\u22128");
      g_assert_cmpstr (typed, ==, "0.01, 0.1, 0.5");
    }
  setlocale (LC_NUMERIC, old);
}

/* The present run against one with another setting, both from where the run is. */
static void
test_try (Fixture *f, gconstpointer data)
{
  FlComparison *race;
  NnSpec values;
  g_autoptr (NnSpec) spec = NULL;
  g_autoptr (FlProject) other = NULL;
  g_autoptr (GError) error = NULL;
  guint64 from;

  wait_ready (f);
  fl_session_play (f->session);
  WAIT_FOR (f, frame (f)->step >= 300);
  fl_session_pause (f->session);
  WAIT_FOR (f, frame (f)->state == NN_PAUSED);
  set_learning_rate (f, 0.01); /* as it is: nothing happens */
  from = frame (f)->step;
  values = *fl_document_get_project (f->document)->spec;
  ds_item_set (&values.optimizer, "learning_rate", 0.001, NULL);
  spec = nn_spec_new (&values);
  other = fl_project_with_spec (fl_document_get_project (f->document), spec);
  race = fl_session_get_comparison (f->session);
  g_assert_true (fl_comparison_try (race, other, "Slower", FALSE, &error));
  g_assert_no_error (error);
  g_assert_true (fl_comparison_is_playing (race));
  g_assert_cmpuint (lane_frame (race, 0)->step, >=, from);
  WAIT_FOR (f, all_at_least (race, from + 300));
  g_assert_cmpfloat (lane_frame (race, 0)->learning_rate, ==, 0.01);
  g_assert_cmpfloat (lane_frame (race, 1)->learning_rate, ==, 0.001);
  /* The race and the run rest for one another. */
  fl_session_play (f->session);
  g_assert_false (fl_comparison_is_playing (race));
}

/* Looking back, both begin at what is shown, not at what came of it later. */
static void
test_try_from_the_past (Fixture *f, gconstpointer data)
{
  FlComparison *race = fl_session_get_comparison (f->session);
  g_autoptr (GError) error = NULL;
  guint64 at;

  wait_ready (f);
  fl_session_play (f->session);
  WAIT_FOR (f, frame (f)->step >= 300);
  fl_session_pause (f->session);
  WAIT_FOR (f, frame (f)->state == NN_PAUSED);
  fl_session_seek (f->session, 100, TRUE);
  WAIT_FOR (f, frame (f)->step == 100);
  at = nn_moment_step (fl_session_get_moment (f->session));
  g_assert_true (fl_comparison_try (race, fl_document_get_project (f->document), "Again", FALSE, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (at, ==, 100);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpuint (nn_moment_step (fl_comparison_get_lane (race, i)->moment), ==, at);
  WAIT_FOR (f, all_at_least (race, at + 50));
}

/* A lane whose rows are prepared another way has rows of its own; losses of different kinds have no winner. */
static void
test_other_rows (Fixture *f, gconstpointer data)
{
  static const char twins[] = "{\"fallline\": 1, \"seed\": 3, \"data\": {\"source\": {\"type\": \"points\", \"points\": [[0, 1, 0], [0, 1, 0], [0, 1, 0], [2, 1, 1], [2, 1, 1],"
                              " [3, 3, 1], [3, 3, 1], [1, 4, 0], [1, 4, 0]]}, \"validation_share\": 0}, \"network\": [{\"type\": \"dense\", \"units\": \"auto\"}],"
                              " \"training\": {\"loss\": \"binary_cross_entropy\", \"stop\": {\"epochs\": 3}}}";
  FlComparison *race = fl_session_get_comparison (f->session);
  g_autoptr (GError) error = NULL;
  g_autoptr (FlProject) project = fl_project_parse (twins, strlen (twins), "twins", &error), unique = NULL, focal = NULL;
  g_autoptr (NnSpec) spec = NULL;
  DsPrepareOptions options;
  NnSpec values;

  g_assert_no_error (error);
  fl_document_edit (f->document, project, "twins", NULL);
  wait_ready (f);
  options = project->prepare;
  options.unique_rows = TRUE;
  unique = fl_project_with_prepare (project, &options);
  g_assert_true (fl_comparison_try (race, unique, "Unique", TRUE, &error));
  g_assert_no_error (error);
  WAIT_FOR (f, all_in (race, NN_STOPPED) && all_at_least (race, 3));
  g_assert_cmpuint (lane_frame (race, 0)->data->n_train, ==, 9);
  g_assert_cmpuint (lane_frame (race, 1)->data->n_train, ==, 4);

  values = *project->spec;
  values.loss = ds_item (nn_registry_find (NN_LOSSES, "focal"));
  spec = nn_spec_new (&values);
  focal = fl_project_with_spec (project, spec);
  g_assert_null (fl_comparison_get_winner (race, FL_METRIC_TRAIN_LOSS)); /* of other rows */
  g_assert_true (fl_comparison_try (race, focal, "Focal", TRUE, &error));
  g_assert_no_error (error);
  WAIT_FOR (f, all_in (race, NN_STOPPED) && all_at_least (race, 3));
  g_assert_null (fl_comparison_get_winner (race, FL_METRIC_TRAIN_LOSS));
}

/* A network that calls everything by the name of the large class against the same with class weights, from where it is: their losses
 * cannot be compared, and by accuracy the forgetful one may win; by balanced accuracy it does not. */
static void
test_class_weights (Fixture *f, gconstpointer data)
{
  FlComparison *race = fl_session_get_comparison (f->session);
  GString *text = g_string_new ("{\"fallline\": 1, \"seed\": 3, \"data\": {\"source\": {\"type\": \"points\", \"points\": [");
  g_autoptr (GError) error = NULL;
  g_autoptr (FlProject) project = NULL, weighed = NULL;
  const FlProject *projects[NN_RACE_LANES];
  g_autoptr (GPtrArray) rows = NULL;
  guint n;
  g_autoptr (NnSpec) spec = NULL;
  NnSpec values;
  FlLane *winner;

  for (guint i = 0; i < 200; i++) /* a lattice; one in twenty-five in its upper corner, among the others */
    g_string_append_printf (text, "%s[%u, %u, %u]", i > 0 ? ", " : "", i % 25 == 0 ? 8 + i % 3 : i % 14, i % 25 == 0 ? 8 + i % 4 : i / 14, i % 25 == 0);
  g_string_append (text, "]}, \"validation_share\": 0}, \"network\": [{\"type\": \"dense\", \"units\": \"auto\"}], \"training\": {\"loss\": \"binary_cross_entropy\","
                         " \"optimizer\": {\"type\": \"adam\", \"learning_rate\": 0.02}, \"stop\": {\"epochs\": 60}}}");
  project = fl_project_parse (text->str, text->len, "rare", &error);
  g_string_free (text, TRUE);
  g_assert_no_error (error);
  fl_document_edit (f->document, project, "rare", NULL);
  wait_ready (f);
  values = *project->spec;
  g_assert_true (ds_item_set_choice (&values.loss, "class_weight", "balanced", NULL));
  spec = nn_spec_new (&values);
  weighed = fl_project_with_spec (project, spec);
  g_assert_true (fl_comparison_try (race, weighed, "Weighed", FALSE, &error));
  g_assert_no_error (error);
  n = fl_comparison_get_projects (race, projects);
  rows = fl_differences (projects, n);
  g_assert_cmpuint (rows->len, ==, 1); /* the loss function is the same, however files write it */
  g_assert_cmpstr (((FlDifference *) rows->pdata[0])->title, ==, "Class weights");
  g_assert_cmpstr (((FlDifference *) rows->pdata[0])->values[0], ==, "None");
  g_assert_cmpstr (((FlDifference *) rows->pdata[0])->values[1], ==, "Balanced");
  WAIT_FOR (f, all_in (race, NN_STOPPED) && all_at_least (race, 100));
  g_assert_false (fl_comparison_can_compare (race, FL_METRIC_VALIDATION_LOSS));
  g_assert_true (fl_comparison_can_compare (race, FL_METRIC_BALANCED_ACCURACY));
  g_assert_null (fl_comparison_get_winner (race, FL_METRIC_VALIDATION_LOSS));
  winner = fl_comparison_get_winner (race, FL_METRIC_BALANCED_ACCURACY);
  g_assert_nonnull (winner);
  g_assert_cmpstr (winner->name, ==, "Weighed");
  g_assert_cmpfloat (fl_lane_score (winner, FL_METRIC_BALANCED_ACCURACY), >, 0.75);
}

/* Two straight lines: equal at x = 2, y = 0.6; the first one lies below from there on. A third one never crosses. */
static void
test_crossing (void)
{
  NnRaceCurve curves[3];
  NnCrossing found[NN_RACE_LANES * (NN_RACE_LANES - 1) / 2];
  g_autoptr (NnCrossings) crossings = NULL;

  for (guint i = 0; i < 3; i++)
    {
      NnSeries *series = nn_series_new (2);

      /* The second curve has only every other row: between them it is a straight line. */
      for (guint x = 0; x <= 4; x += i == 1 ? 4 : 1)
        nn_series_append (series, (double[]) { x, i == 0 ? 1 - 0.2 * x : i == 1 ? 0.8 - 0.1 * x : 2 });
      curves[i] = (NnRaceCurve){ series, series, 0, 1 };
    }
  crossings = nn_crossings_new (curves, 3, 0);
  g_assert_false (nn_crossings_update (crossings, 0));
  g_assert_cmpuint (nn_crossings_get (crossings, found), ==, 1);
  g_assert_cmpuint (found[0].winner, ==, 0);
  g_assert_cmpuint (found[0].loser, ==, 1);
  g_assert_cmpfloat_with_epsilon (found[0].x, 2, 1e-9);
  g_assert_cmpfloat_with_epsilon (found[0].y, 0.6, 1e-9);
  /* The lead changes back: only the last change counts. */
  nn_series_append (curves[0].y, (double[]) { 8, 1 });
  nn_series_append (curves[1].y, (double[]) { 8, 0 });
  nn_crossings_update (crossings, 0);
  g_assert_cmpuint (nn_crossings_get (crossings, found), ==, 1);
  g_assert_cmpuint (found[0].winner, ==, 1);
  g_assert_cmpfloat_with_epsilon (found[0].x, 4 + 0.2 / 0.3, 1e-9);
  for (guint i = 0; i < 3; i++)
    nn_series_unref (curves[i].y);
}

#define ADD(path, text, test) g_test_add ("/comparison/" path, Fixture, text, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/comparison/crossing", test_crossing);
  ADD ("same-start", NULL, test_same_start);
  ADD ("rest-together", NULL, test_rest_together);
  ADD ("skew", NULL, test_skew);
  ADD ("catch-up", NULL, test_catch_up);
  ADD ("same-bits", short_spirals, test_same_bits);
  ADD ("rates-and-adopt", NULL, test_rates_and_adopt);
  ADD ("variants", NULL, test_variants);
  ADD ("uneven", NULL, test_uneven);
  ADD ("seconds", NULL, test_seconds);
  ADD ("words", NULL, test_words);
  ADD ("try", NULL, test_try);
  ADD ("try-from-the-past", NULL, test_try_from_the_past);
  ADD ("other-rows", NULL, test_other_rows);
  ADD ("class-weights", NULL, test_class_weights);
  return g_test_run ();
}
