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

#define ADD(path, test) g_test_add ("/lanes/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("room-and-way-back", test_room_and_way_back);
  ADD ("branch-comes-back", test_branch_comes_back);
  ADD ("other-source", test_other_source);
  ADD ("diverged", test_diverged);
  return g_test_run ();
}
