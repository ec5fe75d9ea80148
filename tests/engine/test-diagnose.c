/* Each finding on a run that shows it and on one that does not; and the autopsy of a run that blew up. */
#include <math.h>
#include <string.h>

#include "ds-rng.h"
#include "nn-diagnose.h"
#include "nn-test-run.h"
#include "nn-words.h"

static NnDiagnosis *
diagnose (NnFrame *frame)
{
  g_autoptr (NnDataFacts) facts = nn_data_facts_new (frame->data);
  NnDiagnosis *diagnosis = nn_diagnose (frame, facts);

  for (guint i = 0; i < diagnosis->n; i++)
    g_test_message ("%s: %s %s", diagnosis->findings[i].type->id, diagnosis->findings[i].title, diagnosis->findings[i].evidence);
  return diagnosis;
}

/* Trains spec for so many epochs (0: only starts). */
static NnFrame *
train (const NnSpec *spec, DsPrepared *data, guint64 batch, guint64 epochs)
{
  g_autoptr (NnSpec) ended = nn_test_with (nn_spec_ref (spec), batch, TRUE, epochs);
  g_autoptr (NnTrainer) trainer = NULL;

  if (epochs > 0)
    return nn_test_train (ended, data, 1);
  trainer = nn_test_start (ended, data, 1);
  return nn_test_settle (trainer);
}

/* Says what the run shows; checks that it is there, or is not, and that its words and remedies are. */
static void
check_run (NnFrame *frame, const char *id, gboolean wanted)
{
  g_autoptr (NnDiagnosis) diagnosis = diagnose (frame);
  const NnFinding *finding = nn_diagnosis_find (diagnosis, id);

  g_test_message ("%s at step %d: loss %g, validation %g", id, (int) frame->step, frame->train_loss, frame->validation_loss);
  if (!wanted)
    {
      g_assert_null (finding);
      return;
    }
  g_assert_nonnull (finding);
  g_assert_cmpuint (strlen (finding->title), >, 10);
  g_assert_cmpuint (strlen (finding->evidence), >, 10);
  g_assert_nonnull (strstr (finding->evidence, "healthy"));
  g_assert_true (isfinite (finding->measured) && isfinite (finding->threshold));
  g_assert_cmpint (finding->layer, <, (int) frame->n_layers);
  g_assert_true (finding->n_remedies > 0);
  for (guint i = 0; i < finding->n_remedies; i++)
    {
      NnProblem problem = nn_problem (frame->data);
      g_autoptr (NnPlan) plan = nn_plan_new (finding->remedies[i].spec, &problem, NULL, NULL);

      g_assert_nonnull (plan); /* it can be trained */
      g_assert_nonnull (finding->remedies[i].title);
      g_assert_true (!nn_spec_equal (finding->remedies[i].spec, frame->spec)
                     || memcmp (&finding->remedies[i].prepare, &frame->data->options, sizeof (DsPrepareOptions)) != 0);
    }
}

/* Each remedy, tried from the start for as long: the finding is gone, or the loss is lower. */
static void
check_remedies (NnFrame *bad, const char *id, guint64 batch, guint64 epochs)
{
  g_autoptr (NnDiagnosis) diagnosis = diagnose (bad);
  const NnFinding *finding = nn_diagnosis_find (diagnosis, id);

  g_assert_nonnull (finding);
  for (guint i = 0; i < finding->n_remedies; i++)
    {
      g_autoptr (NnFrame) mended = train (finding->remedies[i].spec, bad->data, batch, epochs);
      g_autoptr (NnDiagnosis) after = diagnose (mended);

      g_test_message ("%s: %s: loss %g, it was %g", id, finding->remedies[i].title, mended->train_loss, bad->train_loss);
      g_assert_true (nn_diagnosis_find (after, id) == NULL || mended->train_loss < bad->train_loss);
      g_assert_cmpint (mended->stop, !=, NN_STOP_DIVERGED);
    }
}

typedef struct
{
  const char *id, *generator;
  const char *layers, *loss, *optimizer;
  double rate;
  guint64 batch, epochs;
  const char *healthy; /* layers of the run that does not show it; NULL: the same */
  double healthy_rate; /* 0: the same */
} Case;

static const Case cases[] = {
  { "symmetric-weights", "xor", "dense 8 tanh zeros; dense auto linear zeros", "binary_cross_entropy", "adam", 0.01, 20, 0, "dense 8 tanh; dense auto", 0 },
  { "symmetric-weights", "xor", "dense 8 tanh zeros; dense auto linear zeros", "binary_cross_entropy", "adam", 0.01, 20, 30, "dense 8 tanh zeros; dense auto", 0 },
  { "vanishing-gradient", "spirals",
    "dense 10 sigmoid; dense 10 sigmoid; dense 10 sigmoid; dense 10 sigmoid; dense 10 sigmoid; dense 10 sigmoid; dense 10 sigmoid; dense auto",
    "binary_cross_entropy", "sgd", 0.1, 16, 20, "dense 10 tanh; dense 10 tanh; dense 10 tanh; dense 10 tanh; dense auto", 0 },
  { "exploding-gradient", "spirals", "dense 64 relu normal; dense 64 relu normal; dense 64 relu normal; dense 64 relu normal; dense auto linear normal", "mse",
    "adam", 1e-5, 16, 3, "dense 64 relu he_uniform; dense 64 relu he_uniform; dense auto linear", 0 },
  { "dead-units", "spirals", "dense 16 relu he_uniform; dense 16 relu he_uniform; dense auto", "binary_cross_entropy", "adam", 3, 16, 20, NULL, 0.01 },
  { "saturation", "spirals", "dense 64 hard_tanh normal; dense 64 hard_tanh normal; dense 64 hard_tanh normal; dense auto", "binary_cross_entropy", "sgd", 1e-4, 16, 10,
    "dense 64 tanh; dense 64 tanh; dense 64 tanh; dense auto", 0 },
  { "learning-rate-high", "spirals", "dense 8 tanh; dense 8 tanh; dense auto", "binary_cross_entropy", "adam", 3, 16, 30, NULL, 0.01 },
  { "learning-rate-high", "plane", "dense auto linear", "mse", "sgd", 5, 16, 30, NULL, 0.01 },
  { "learning-rate-low", "xor", "dense 8 tanh; dense auto", "binary_cross_entropy", "sgd", 1e-5, 16, 20, NULL, 0.1 },
  { "learning-rate-low", "plane", "dense 8 tanh; dense auto linear", "mse", "adam", 1e-6, 16, 20, NULL, 0.01 },
  { "underfitting", "circles", "dense auto", "binary_cross_entropy", "adam", 0.01, 16, 600, "dense 8 tanh; dense auto", 0 },
  { "underfitting", "circles", "dense auto", "binary_cross_entropy", "adam", 0.01, 16, 150, "dense 8 tanh; dense auto", 0 }, /* one valley: no leap to wait for */
  { "underfitting", "bumps", "dense auto linear", "mse", "adam", 0.01, 16, 600, "dense 16 tanh; dense auto linear", 0 },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (DsPrepared) rows = nn_test_generator (c->generator, 300, 0.02, 0, 0.2, 4);
  g_autoptr (NnSpec) sick = nn_test_spec (c->layers, c->loss, c->optimizer, c->rate);
  g_autoptr (NnSpec) well = nn_test_spec (c->healthy != NULL ? c->healthy : c->layers, c->loss, c->optimizer, c->healthy_rate > 0 ? c->healthy_rate : c->rate);
  g_autoptr (NnFrame) bad = train (sick, rows, c->batch, c->epochs), good = train (well, rows, c->batch, c->epochs);

  check_run (bad, c->id, TRUE);
  check_run (good, c->id, FALSE);
  if (c->epochs > 0)
    check_remedies (bad, c->id, c->batch, c->epochs);
}

/* A table of two inputs and a class, each row as `fill` gives it. */
static DsPrepared *
table (guint rows, void (*fill) (DsRng *rng, guint row, float *values), gboolean standardize)
{
  DsColumn *columns = g_new0 (DsColumn, 3);
  float *values = g_new (float, 3 * (gsize) rows);
  DsPrepareOptions options = { .task = DS_CLASSIFICATION, .standardize = standardize, .validation_share = 0.3 };
  DsRng rng = ds_rng (11, DS_RNG_DATA, 0);
  g_autoptr (DsDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;

  for (guint c = 0; c < 3; c++)
    columns[c].name = g_strdup_printf ("c%u", c);
  columns[2].role = DS_ROLE_TARGET;
  columns[2].kind = DS_COLUMN_CLASS;
  columns[2].n_classes = 2;
  columns[2].classes = g_new0 (char *, 3);
  columns[2].classes[0] = g_strdup ("no");
  columns[2].classes[1] = g_strdup ("yes");
  for (guint r = 0; r < rows; r++)
    fill (&rng, r, values + 3 * (gsize) r);
  dataset = ds_dataset_new_take (rows, 3, columns, values, "a table");
  DsPrepared *data = ds_prepare (dataset, &options, 1, &error);
  g_assert_no_error (error);
  return data;
}

static void
fill_plain (DsRng *rng, guint row, float *values)
{
  values[0] = (float) ds_rng_normal (rng);
  values[1] = (float) ds_rng_normal (rng);
  values[2] = values[0] + values[1] > 0;
}

static void
fill_unscaled (DsRng *rng, guint row, float *values)
{
  fill_plain (rng, row, values);
  values[1] = 2000 + 300 * values[1];
}

/* 5 % yes. */
static void
fill_imbalanced (DsRng *rng, guint row, float *values)
{
  fill_plain (rng, row, values);
  values[2] = row % 20 == 0;
}

/* Half of the rows come twice. */
static void
fill_repeated (DsRng *rng, guint row, float *values)
{
  if (row % 2 == 1)
    memcpy (values, values - 3, 3 * sizeof (float));
  else
    fill_plain (rng, row, values);
}

/* The class has nothing to do with the inputs. */
static void
fill_noise (DsRng *rng, guint row, float *values)
{
  fill_plain (rng, row, values);
  values[2] = ds_rng_normal (rng) > 0;
}

/* Told apart by a line, but one answer in six is wrong: no network can know more. */
static void
fill_disputed (DsRng *rng, guint row, float *values)
{
  fill_plain (rng, row, values);
  if (ds_rng_below (rng, 8) == 0)
    values[2] = 1 - values[2];
}

static void
check_tables (const char *id, DsPrepared *bad, DsPrepared *good, const char *layers, guint64 batch, guint64 epochs)
{
  g_autoptr (NnSpec) spec = nn_test_spec (layers, "binary_cross_entropy", "adam", 0.01);
  g_autoptr (NnFrame) sick = train (spec, bad, batch, epochs), well = train (spec, good, batch, epochs);

  check_run (sick, id, TRUE);
  check_run (well, id, FALSE);
}

static void
test_unscaled (void)
{
  g_autoptr (DsPrepared) bad = table (200, fill_unscaled, FALSE), good = table (200, fill_unscaled, TRUE), plain = table (200, fill_plain, FALSE);

  check_tables ("unscaled-inputs", bad, good, "dense 4 tanh; dense auto", 16, 0);
  check_tables ("unscaled-inputs", bad, plain, "dense 4 tanh; dense auto", 16, 0);
}

/* One in thirty, in a cloud of its own beside the others and partly among them. */
static void
fill_rare (DsRng *rng, guint row, float *values)
{
  float by = row % 30 == 0 ? 1.5f : 0;

  values[0] = by + (float) ds_rng_normal (rng);
  values[1] = by + (float) ds_rng_normal (rng);
  values[2] = row % 30 == 0;
}

static void
test_imbalance (void)
{
  g_autoptr (DsPrepared) bad = table (200, fill_imbalanced, TRUE), good = table (200, fill_plain, TRUE);

  check_tables ("class-imbalance", bad, good, "dense 4 tanh; dense auto", 16, 0);
}

/* Whatever the loss, the remedy wins its race by what imbalance matters for, and leaves nothing to be found. */
static void
test_imbalance_remedy (void)
{
  static const char *const losses[] = { "binary_cross_entropy", "cross_entropy", "focal", "hinge", "mse" };
  g_autoptr (DsPrepared) rare = table (1200, fill_rare, TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (losses); i++)
    {
      g_autoptr (NnSpec) spec = nn_test_spec ("dense 6 tanh; dense auto", losses[i], "adam", 0.01);
      g_autoptr (NnFrame) bad = train (spec, rare, 16, 40), mended = NULL;
      g_autoptr (NnDiagnosis) diagnosis = diagnose (bad), after = NULL;
      const NnFinding *finding = nn_diagnosis_find (diagnosis, "class-imbalance");

      g_assert_nonnull (finding);
      g_assert_cmpuint (finding->n_remedies, ==, 1);
      mended = train (finding->remedies[0].spec, rare, 16, 40);
      g_test_message ("%s, %s: balanced accuracy %g, it was %g", losses[i], finding->remedies[0].title, mended->validation_balanced, bad->validation_balanced);
      g_assert_cmpfloat (mended->validation_balanced, >, bad->validation_balanced + 0.1);
      after = diagnose (mended);
      g_assert_cmpuint (after->n, ==, 0);
    }
}

static void
test_leak (void)
{
  g_autoptr (DsPrepared) bad = table (200, fill_repeated, TRUE), good = table (200, fill_plain, TRUE);

  DsPrepareOptions options = bad->options;
  g_autoptr (DsPrepared) cured = NULL;

  check_tables ("leak", bad, good, "dense 4 tanh; dense auto", 16, 0);
  options.unique_rows = TRUE; /* its remedy */
  cured = ds_prepare (bad->dataset, &options, 5, NULL);
  check_tables ("leak", bad, cured, "dense 4 tanh; dense auto", 16, 0);
}

static void
test_overfitting (void)
{
  g_autoptr (DsPrepared) bad = table (80, fill_noise, TRUE), good = table (400, fill_plain, TRUE);

  g_autoptr (NnSpec) spec = nn_test_spec ("dense 32 tanh; dense 32 tanh; dense auto", "binary_cross_entropy", "adam", 0.01);
  g_autoptr (NnFrame) sick = NULL;
  g_autoptr (NnDiagnosis) diagnosis = NULL;
  const NnFinding *finding;

  check_tables ("overfitting", bad, good, "dense 32 tanh; dense 32 tanh; dense auto", 16, 300);
  sick = train (spec, bad, 16, 300);
  diagnosis = diagnose (sick);
  finding = nn_diagnosis_find (diagnosis, "overfitting");
  for (guint i = 0; i < finding->n_remedies; i++)
    {
      g_autoptr (NnFrame) mended = train (finding->remedies[i].spec, bad, 16, 300);

      g_assert_cmpfloat (mended->validation_loss, <, 0.9 * sick->validation_loss);
    }
}

/* The validation loss stays where it was, far behind the training loss: few rows and much noise, as a lesson begins. */
static void
test_overfitting_gap (void)
{
  g_autoptr (DsPrepared) few = nn_test_generator ("spirals", 120, 0.53, 0, 0.25, 12), other = nn_test_generator ("spirals", 120, 0.53, 0, 0.25, 10);
  g_autoptr (NnSpec) spec = nn_test_spec ("dense 8 tanh; dense 8 tanh; dense auto", "binary_cross_entropy", "adam", 0.01);
  g_autoptr (NnFrame) bad = train (spec, few, 16, 400), good = train (spec, other, 16, 800);

  check_run (bad, "overfitting", TRUE);
  check_run (good, "overfitting", FALSE);
}

static void
test_plateau (void)
{
  g_autoptr (DsPrepared) bad = table (1500, fill_disputed, TRUE), good = table (1500, fill_plain, TRUE);

  check_tables ("plateau", bad, good, "dense auto", 64, 500);
}

static void
test_small_batch_norm (void)
{
  g_autoptr (DsPrepared) data = table (100, fill_plain, TRUE);
  g_autoptr (NnSpec) spec = nn_test_spec ("dense 4 tanh; batch_norm; dense auto", "binary_cross_entropy", "adam", 0.01);
  g_autoptr (NnSpec) plain = nn_test_spec ("dense 4 tanh; layer_norm; dense auto", "binary_cross_entropy", "adam", 0.01);
  g_autoptr (NnFrame) bad = train (spec, data, 4, 0), good = train (spec, data, 16, 0), other = train (plain, data, 4, 0);

  check_run (bad, "small-batch-norm", TRUE);
  check_run (good, "small-batch-norm", FALSE);
  check_run (other, "small-batch-norm", FALSE);
}

/* Over two samples a batch norm answers +1 and -1 whatever it is given, so that no gradient passes: the batch is the cause to name. */
static void
test_small_batch_explains (void)
{
  g_autoptr (DsPrepared) data = nn_test_generator ("spirals", 300, 0.05, 0, 0.2, 4);
  g_autoptr (NnSpec) spec = nn_test_spec ("dense 8 tanh; batch_norm; dense 8 tanh; dense auto", "binary_cross_entropy", "adam", 0.01);
  g_autoptr (NnFrame) bad = train (spec, data, 2, 40);

  check_run (bad, "small-batch-norm", TRUE);
  check_run (bad, "vanishing-gradient", FALSE);
}

static void
test_order (void)
{
  g_autoptr (DsPrepared) data = table (200, fill_imbalanced, FALSE);
  g_autoptr (NnSpec) spec = nn_test_spec ("dense 8 tanh zeros; dense auto linear zeros", "binary_cross_entropy", "adam", 0.01);
  g_autoptr (NnFrame) frame = train (spec, data, 16, 0);
  g_autoptr (NnDiagnosis) diagnosis = diagnose (frame);

  g_assert_cmpuint (diagnosis->n, ==, 2);
  g_assert_cmpstr (diagnosis->findings[0].type->id, ==, "symmetric-weights");
  g_assert_cmpint (diagnosis->findings[0].severity, >, diagnosis->findings[1].severity);
}

/* What "too low" offers first brings the steps into the healthy band, however low the rate was; where gradients explode nobody is told
 * to take longer steps. */
static void
test_low_rate_remedy (void)
{
  static const double rates[] = { 1e-7, 1e-6, 1e-5 };
  g_autoptr (DsPrepared) data = nn_test_generator ("plane", 300, 0.02, 0, 0.2, 4);
  g_autoptr (DsPrepared) spirals = nn_test_generator ("spirals", 300, 0.02, 0, 0.2, 4);
  g_autoptr (NnSpec) wild = nn_test_spec ("dense 64 relu normal; dense 64 relu normal; dense 64 relu normal; dense 64 relu normal; dense auto linear normal",
                                          "mse", "adam", 1e-5);
  g_autoptr (NnFrame) exploding = train (wild, spirals, 16, 6);

  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      g_autoptr (NnSpec) spec = nn_test_spec ("dense 8 tanh; dense auto linear", "mse", "adam", rates[i]);
      g_autoptr (NnFrame) frame = train (spec, data, 16, 20), mended = NULL;
      g_autoptr (NnDiagnosis) diagnosis = diagnose (frame);
      const NnFinding *finding = nn_diagnosis_find (diagnosis, "learning-rate-low");

      g_assert_nonnull (finding);
      mended = train (finding->remedies[0].spec, data, 16, 20);
      g_assert_cmpfloat (mended->train_loss, <, 0.5 * frame->train_loss);
      check_run (mended, "learning-rate-low", FALSE);
    }
  check_run (exploding, "exploding-gradient", TRUE);
  check_run (exploding, "learning-rate-low", FALSE);
}

static gboolean
tells (const char *text, double number)
{
  return strstr (text, NN_WORD (number)) != NULL;
}

static void
test_autopsy (void)
{
  g_autoptr (DsPrepared) data = nn_test_generator ("plane", 200, 0.02, 0, 0.2, 4);
  g_autoptr (NnSpec) spec = nn_test_spec ("dense 8 relu he_uniform; dense auto linear", "mse", "sgd", 5), calm = nn_test_spec ("dense 8 relu; dense auto linear", "mse", "sgd", 0.01);
  g_autoptr (NnFrame) bad = train (spec, data, 16, 50), good = train (calm, data, 16, 5);
  g_autoptr (NnAutopsy) autopsy = nn_autopsy_new (bad), none = nn_autopsy_new (good);

  g_assert_cmpint (bad->stop, ==, NN_STOP_DIVERGED);
  g_assert_null (none);
  g_assert_nonnull (autopsy);
  g_test_message ("%s %s %s", autopsy->what, autopsy->cause, autopsy->kept);
  g_assert_cmpint (autopsy->layer, ==, bad->diverged_layer);
  g_assert_cmpuint (autopsy->step, ==, bad->step);
  g_assert_nonnull (strstr (autopsy->cause, "healthy"));
  /* The trainer's message and the autopsy speak of the same pass, in the same numbers. */
  g_assert_true (isfinite (bad->diverged_output) && isfinite (bad->diverged_loss));
  NnFrame later = *bad; /* steps are written as everywhere */
  later.step = 1234567;
  g_autoptr (NnAutopsy) late = nn_autopsy_new (&later);
  g_assert_true (g_str_has_prefix (late->what, "At step 1,234,567 ") && g_str_has_suffix (late->kept, "before step 1,234,567."));
  g_assert_true (tells (autopsy->what, bad->diverged_output) && tells (autopsy->what, bad->diverged_loss));
  g_assert_true (tells (bad->message, bad->diverged_output) && tells (bad->message, bad->diverged_loss));
  for (gsize i = 0; i < bad->n_weights; i++) /* what is shown is sound */
    g_assert_true (isfinite (bad->weights[i]));
  check_run (bad, "learning-rate-high", TRUE);
}

/* The table with one of its columns, or its target, times a factor. */
static DsPrepared *
scaled_table (double input, double target)
{
  DsPrepared *data = nn_test_table (60, 3, 0, 1, 0.2, 3);

  for (gsize i = 0; i < data->rows; i++)
    {
      ((float *) data->x)[i * data->inputs] *= (float) input;
      ((float *) data->y)[i] *= (float) target;
    }
  return data;
}

static void
check_cause (double input, double target, double rate, const char *what, const char *cause, gboolean at_start)
{
  g_autoptr (DsPrepared) data = scaled_table (input, target);
  g_autoptr (NnSpec) spec = nn_test_spec ("dense 8 relu; dense auto linear", "mse", "sgd", rate);
  g_autoptr (NnFrame) frame = train (spec, data, 16, 20);
  g_autoptr (NnAutopsy) autopsy = nn_autopsy_new (frame);

  g_assert_nonnull (autopsy);
  g_test_message ("%s %s | %s", autopsy->what, autopsy->cause, frame->message);
  g_assert_cmpint (frame->step == 0, ==, at_start);
  g_assert_nonnull (strstr (autopsy->what, what));
  g_assert_nonnull (strstr (autopsy->cause, cause));
  g_assert_cmpint (strstr (frame->message, "Try a learning rate") == NULL, ==, at_start);
  g_assert_cmpint (strstr (frame->message, cause) != NULL, ==, at_start);
}

/* Where the data are to blame, it is not the learning rate that is blamed. */
static void
test_autopsy_of_data (void)
{
  check_cause (1e25, 1, 0.01, "though the outputs", "inputs reach", TRUE);
  check_cause (1, 1e25, 0.01, "though the outputs", "targets reach", TRUE);
  check_cause (1e8, 1, 0.01, "step", "Inputs of that batch reach", FALSE);
  check_cause (1, 1, 50, "step", "were too long", FALSE);
}

/* No sign of a NaN, which printf writes and which says nothing. */
static void
test_words (void)
{
  g_assert_cmpstr (NN_WORD (-fabs ((double) NAN)), ==, "NaN");
  g_assert_cmpstr (NN_WORD (copysign (NAN, -1)), ==, "NaN");
  g_assert_cmpstr (NN_WORD (INFINITY), ==, "∞");
  g_assert_cmpstr (NN_WORD (-INFINITY), ==, "−∞");
  g_assert_cmpstr (NN_WORD (3.14e-7), ==, "3.1e-7");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/diagnose/%u-%s", i, cases[i].id);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/diagnose/unscaled-inputs", test_unscaled);
  g_test_add_func ("/diagnose/class-imbalance", test_imbalance);
  g_test_add_func ("/diagnose/imbalance-remedy", test_imbalance_remedy);
  g_test_add_func ("/diagnose/leak", test_leak);
  g_test_add_func ("/diagnose/overfitting", test_overfitting);
  g_test_add_func ("/diagnose/overfitting-gap", test_overfitting_gap);
  g_test_add_func ("/diagnose/plateau", test_plateau);
  g_test_add_func ("/diagnose/small-batch-norm", test_small_batch_norm);
  g_test_add_func ("/diagnose/small-batch-explains", test_small_batch_explains);
  g_test_add_func ("/diagnose/order", test_order);
  g_test_add_func ("/diagnose/autopsy", test_autopsy);
  g_test_add_func ("/diagnose/autopsy-of-data", test_autopsy_of_data);
  g_test_add_func ("/diagnose/low-rate-remedy", test_low_rate_remedy);
  g_test_add_func ("/diagnose/words", test_words);
  return g_test_run ();
}
