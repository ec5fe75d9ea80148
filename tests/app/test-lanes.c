/* Who races: lanes come and go as steps of the document's history, and what they have in common is said truly. */
#include "fl-race-fixture.h"

static void
test_room_and_way_back (Fixture *f, gconstpointer data)
{
  FlComparison *race = optimizers (f);
  g_autoptr (FlLane) second = fl_lane_ref (fl_comparison_get_lane (race, 1));
  guint n = fl_comparison_n_lanes (race);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (fl_document_undo_label (f->document), ==, "race optimizers");
  g_assert_false (fl_document_is_modified (f->document)); /* a race is no part of the project */
  fl_comparison_remove (race, second);
  g_assert_cmpuint (fl_comparison_n_lanes (race), ==, n - 1);
  fl_document_undo (f->document);
  g_assert_true (fl_comparison_get_lane (race, 1) == second);
  WAIT_FOR (f, all_there (race)); /* begins anew */
  fl_document_redo (f->document);
  g_assert_cmpuint (fl_comparison_n_lanes (race), ==, n - 1);
  fl_document_undo (f->document);
  fl_comparison_play (race);
  WAIT_FOR (f, all_at_least (race, 50));
  fl_comparison_pause (race);
  WAIT_FOR (f, all_in (race, NN_PAUSED));

  /* An edit of the project in between is taken back in its turn. Who made room for a field comes back as it was. */
  set_learning_rate (f, 0.02);
  g_assert_true (fl_comparison_race_learning_rates (race, &error));
  g_assert_true (fl_comparison_get_lane (race, 1) != second);
  fl_document_undo (f->document);
  g_assert_true (fl_comparison_get_lane (race, 1) == second);
  g_assert_cmpuint (lane_frame (race, 1)->step, >=, 50);
  g_assert_false (fl_comparison_is_playing (race));
  g_assert_cmpstr (fl_document_undo_label (f->document), !=, "race optimizers");
  fl_document_undo (f->document);
  fl_document_undo (f->document);
  g_assert_cmpuint (fl_comparison_n_lanes (race), ==, 0);
  g_assert_false (fl_document_can_undo (f->document));
  fl_document_redo (f->document);
  g_assert_true (fl_comparison_get_lane (race, 1) == second);

  /* All or nothing. */
  while (fl_comparison_n_lanes (race) < NN_RACE_LANES - 1)
    g_assert_true (fl_comparison_add_this (race, &error));
  g_assert_false (fl_comparison_add_variants (race, "training.batch_size=4,8", "Batch size", &error));
  g_assert_error (error, FL_ERROR, FL_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_cmpuint (fl_comparison_n_lanes (race), ==, NN_RACE_LANES - 1);
  g_assert_true (fl_comparison_add_this (race, &error));
  g_assert_false (fl_comparison_add_this (race, &error));
  g_assert_error (error, FL_ERROR, FL_ERROR_VALUE);
  g_assert_true (g_str_has_prefix (fl_document_undo_label (f->document), "add "));
  /* Another document ends it. */
  g_autoptr (FlProject) other = parse (spirals);
  fl_document_edit (f->document, other, NULL, NULL);
  g_assert_cmpuint (fl_comparison_n_lanes (race), ==, 0);
  g_assert_false (fl_document_can_undo (f->document));
}

/* A lane that began where the run was begins there again, not at the initial weights. */
static void
test_branch_comes_back (Fixture *f, gconstpointer data)
{
  FlComparison *race = fl_session_get_comparison (f->session);
  g_autoptr (GError) error = NULL;
  guint64 from;

  wait_ready (f);
  fl_session_play (f->session);
  WAIT_FOR (f, frame (f)->step >= 300);
  fl_session_pause (f->session);
  WAIT_FOR (f, frame (f)->state == NN_PAUSED);
  from = frame (f)->step;
  g_assert_true (fl_comparison_try (race, fl_document_get_project (f->document), "Once more", FALSE, &error));
  g_assert_no_error (error);
  fl_comparison_pause (race);
  fl_comparison_remove (race, fl_comparison_get_lane (race, 1));
  fl_document_undo (f->document);
  g_assert_cmpstr (fl_comparison_get_lane (race, 1)->name, ==, "Once more");
  WAIT_FOR (f, all_there (race));
  g_assert_cmpuint (lane_frame (race, 1)->step, >=, from);
}

static const char *
value_of (const GPtrArray *rows, const char *title, guint i)
{
  for (guint r = 0; r < rows->len; r++)
    if (g_str_equal (((const FlDifference *) rows->pdata[r])->title, title))
      return ((const FlDifference *) rows->pdata[r])->values[i];
  return NULL;
}

/* A run of other data may be looked at beside the first, but nothing is claimed to be the same, and nobody wins. */
static void
test_other_source (Fixture *f, gconstpointer data)
{
  FlComparison *race = fl_session_get_comparison (f->session);
  const FlProject *projects[NN_RACE_LANES];
  g_autoptr (FlProject) circles = NULL, wider = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  DsSource source = { .kind = DS_SOURCE_GENERATOR };
  DsPrepareOptions options;
  guint n;

  wait_ready (f);
  g_assert_true (fl_comparison_add_this (race, &error));
  for (guint i = 0; source.generator.type == NULL || !g_str_equal (source.generator.type->id, "circles"); i++)
    source.generator = ds_item (ds_generators (&n)[i]);
  g_autoptr (DsSource) shared = ds_source_new (&source);
  circles = fl_project_with_source (fl_document_get_project (f->document), shared);
  fl_document_edit (f->document, circles, "circles", NULL);
  wait_ready (f);
  g_assert_true (fl_comparison_add_this (race, &error));
  g_assert_no_error (error);
  fl_comparison_step (race);
  WAIT_FOR (f, all_at_least (race, 1));
  g_assert_true (fl_comparison_same_weights (race));
  g_assert_false (fl_comparison_same_rows (race));
  g_assert_false (fl_comparison_same_batches (race));
  for (guint metric = 0; metric < FL_N_METRICS; metric++)
    g_assert_null (fl_comparison_get_winner (race, metric));
  rows = fl_differences (projects, fl_comparison_get_projects (race, projects));
  g_assert_cmpstr (value_of (rows, "Dataset", 0), ==, "Spirals");
  g_assert_cmpstr (value_of (rows, "Dataset", 1), ==, "Circles");
  g_assert_nonnull (value_of (rows, "Noise", 0));

  /* As many neurons of more inputs have other weights; other shares leave other rows to train on. */
  fl_comparison_remove (race, fl_comparison_get_lane (race, 0));
  options = circles->prepare;
  options.features |= DS_FEATURE_X1 | DS_FEATURE_X2 | DS_FEATURE_X1_SQUARED;
  options.validation_share = 0.5;
  wider = fl_project_with_prepare (circles, &options);
  fl_document_edit (f->document, wider, "wider", NULL);
  wait_ready (f);
  g_assert_true (fl_comparison_add_this (race, &error));
  WAIT_FOR (f, all_there (race));
  g_assert_true (fl_comparison_same_rows (race));
  g_assert_false (fl_comparison_same_weights (race));
  g_assert_false (fl_comparison_same_batches (race));
}

/* Who diverges never wins; who is left does. */
static void
test_diverged (Fixture *f, gconstpointer data)
{
  static const char line[] = "{\"fallline\": 1, \"seed\": 3, \"data\": {\"source\": {\"type\": \"generator\", \"name\": \"line\"}, \"task\": \"regression\","
                             " \"standardize\": false}, \"network\": [{\"type\": \"dense\", \"units\": \"auto\"}], \"training\": {\"loss\": \"mse\","
                             " \"optimizer\": {\"type\": \"sgd\", \"learning_rate\": 0.05}, \"stop\": {\"epochs\": 20}}}";
  FlComparison *race = fl_session_get_comparison (f->session);
  g_autoptr (FlProject) project = parse (line);
  g_autoptr (GError) error = NULL;

  fl_document_edit (f->document, project, NULL, NULL);
  wait_ready (f);
  g_assert_true (fl_comparison_add_this (race, &error));
  g_assert_true (fl_comparison_add_variants (race, "training.optimizer.learning_rate=5,10", "Rate", &error));
  fl_comparison_play (race);
  WAIT_FOR (f, !fl_comparison_is_playing (race) && all_in (race, NN_STOPPED));
  g_assert_true (fl_lane_has_diverged (fl_comparison_get_lane (race, 1)));
  g_assert_true (fl_lane_has_diverged (fl_comparison_get_lane (race, 2)));
  for (guint metric = 0; metric <= FL_METRIC_TRAIN_LOSS; metric++)
    g_assert_true (fl_comparison_get_winner (race, metric) == fl_comparison_get_lane (race, 0));
  fl_comparison_remove (race, fl_comparison_get_lane (race, 0));
  g_assert_null (fl_comparison_get_winner (race, FL_METRIC_TRAIN_LOSS));
}

/* A lattice with noisy labels; so many of its points come a second time. */
static FlProject *
lattice (guint copies)
{
  GString *text = g_string_new ("{\"fallline\": 1, \"seed\": 3, \"data\": {\"source\": {\"type\": \"points\", \"points\": [");

  for (guint i = 0; i < 300 + copies; i++)
    {
      guint k = i % 300, x = k % 20, y = k / 20;

      g_string_append_printf (text, "%s[%u, %u, %u]", i > 0 ? ", " : "", x, y, k % 7 == 0 ? x <= y : x > y);
    }
  g_string_append (text, "]}, \"validation_share\": 0.25}, \"network\": [{\"type\": \"dense\", \"units\": 4}, {\"type\": \"dense\", \"units\": \"auto\"}],"
                         " \"training\": {\"loss\": \"binary_cross_entropy\", \"batch_size\": 32, \"stop\": {\"epochs\": 20}}}");
  g_autofree char *all = g_string_free (text, FALSE);
  return parse (all);
}

static FlProject *
without_copies (const FlProject *project)
{
  DsPrepareOptions options = project->prepare;

  options.unique_rows = TRUE;
  return fl_project_with_prepare (project, &options);
}

/* Whoever is trained on copies of its validation rows is judged, like its rival, by rows that are new to both; it trains as it does alone,
 * and who takes it over has all its rows again. */
static void
test_leak (Fixture *f, gconstpointer data)
{
  FlComparison *race = fl_session_get_comparison (f->session);
  g_autoptr (FlProject) project = lattice (100), unique = without_copies (project);
  g_autoptr (GError) error = NULL;
  g_autofree float *alone = NULL;
  gsize n, judges;
  FlLane *leaking, *honest;

  fl_document_edit (f->document, project, NULL, NULL);
  wait_ready (f);
  fl_session_play (f->session);
  WAIT_FOR (f, frame (f)->state == NN_STOPPED);
  n = frame (f)->n_weights;
  alone = g_memdup2 (frame (f)->weights, n * sizeof *alone);

  g_assert_true (fl_comparison_try (race, unique, "Unique", TRUE, &error));
  g_assert_no_error (error);
  g_assert_true (fl_comparison_same_rows (race));
  WAIT_FOR (f, all_in (race, NN_STOPPED));
  leaking = fl_comparison_get_lane (race, 0);
  honest = fl_comparison_get_lane (race, 1);
  judges = fl_comparison_n_judges (race);
  g_test_message ("judged by %zu rows; of their own they have %zu and %zu", judges, leaking->own->n_validation, honest->own->n_validation);
  g_assert_cmpuint (judges, >=, 30);
  g_assert_cmpuint (leaking->data->n_validation, ==, judges);
  g_assert_cmpuint (honest->data->n_validation, ==, judges);
  g_assert_cmpuint (leaking->own->n_validation, ==, 100);
  g_assert_cmpuint (honest->own->n_validation, ==, 75);
  g_assert_cmpmem (lane_frame (race, 0)->weights, n * sizeof (float), alone, n * sizeof (float));
  g_assert_nonnull (fl_comparison_get_winner (race, FL_METRIC_VALIDATION_LOSS));
  g_assert_null (fl_comparison_get_winner (race, FL_METRIC_TRAIN_LOSS)); /* of other rows */
  g_assert_null (fl_comparison_get_leaking (race));
  g_assert_false (fl_comparison_same_batches (race));

  fl_document_undo (f->document);
  g_assert_cmpuint (fl_comparison_n_lanes (race), ==, 0);
  fl_document_redo (f->document);
  WAIT_FOR (f, all_there (race));
  g_assert_cmpuint (fl_comparison_n_judges (race), ==, judges);

  g_assert_true (fl_comparison_adopt (race, fl_comparison_get_lane (race, 0), &error));
  g_assert_no_error (error);
  wait_ready (f);
  WAIT_FOR (f, frame (f)->data->n_validation == 100);
  g_assert_cmpuint (frame (f)->data->rows, ==, 400);
}

/* Where every row has a copy, hardly any is new: nobody is ahead, and it is said whose score is no score. */
static void
test_leak_everywhere (Fixture *f, gconstpointer data)
{
  FlComparison *race = fl_session_get_comparison (f->session);
  g_autoptr (FlProject) project = lattice (900), unique = without_copies (project);
  g_autoptr (GError) error = NULL;

  fl_document_edit (f->document, project, NULL, NULL);
  wait_ready (f);
  g_assert_true (fl_comparison_try (race, unique, "Unique", TRUE, &error));
  WAIT_FOR (f, all_in (race, NN_STOPPED));
  g_assert_false (fl_comparison_same_rows (race));
  g_assert_cmpuint (fl_comparison_n_judges (race), ==, 0);
  g_assert_null (fl_comparison_get_winner (race, FL_METRIC_VALIDATION_LOSS));
  g_assert_true (fl_comparison_get_leaking (race) == fl_comparison_get_lane (race, 0));
}

#define ADD(path, test) g_test_add ("/lanes/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("room-and-way-back", test_room_and_way_back);
  ADD ("branch-comes-back", test_branch_comes_back);
  ADD ("other-source", test_other_source);
  ADD ("diverged", test_diverged);
  ADD ("leak", test_leak);
  ADD ("leak-everywhere", test_leak_everywhere);
  return g_test_run ();
}
