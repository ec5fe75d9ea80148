/* Memory that is not there: of all allocations that may be refused, on the way from a file of data to trained and saved weights, each
 * is refused once. What follows must be an error in words, or the very same weights; never a crash, never a leak (with LeakSanitizer).
 * And those that may not be refused (GLib ends the program then) must be small whatever the input is.
 *
 * The linker puts the functions below in the place of those that data/ and engine/ call (-Wl,--wrap). */
#include <glib/gstdio.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "ds-source.h"
#include "nn-checkpoint.h"
#include "nn-predict.h"
#include "nn-test-run.h"
#include "nn-weights.h"

/* The largest of what does not depend on the input is the directory of a curve. */
#define SMALL (128 * 1024)

static atomic_long calls, refuse_at, refused;
static atomic_size_t largest;

static gboolean
is_refused (void)
{
  long call = atomic_fetch_add (&calls, 1) + 1;

  if (call != atomic_load (&refuse_at))
    return FALSE;
  atomic_store (&refused, 1);
  return TRUE;
}

static void
note (gsize bytes)
{
  gsize before = atomic_load (&largest);

  while (bytes > before && !atomic_compare_exchange_weak (&largest, &before, bytes))
    ;
}

#define REFUSABLE(name_, parameters_, arguments_)                         \
  gpointer __real_##name_ parameters_;                                    \
  gpointer __wrap_##name_ parameters_;                                    \
  gpointer __wrap_##name_ parameters_                                     \
  {                                                                       \
    return is_refused () ? NULL : __real_##name_ arguments_;              \
  }
#define FINAL(name_, parameters_, arguments_, bytes_)                     \
  gpointer __real_##name_ parameters_;                                    \
  gpointer __wrap_##name_ parameters_;                                    \
  gpointer __wrap_##name_ parameters_                                     \
  {                                                                       \
    note (bytes_);                                                        \
    return __real_##name_ arguments_;                                     \
  }

REFUSABLE (g_try_malloc, (gsize n), (n))
REFUSABLE (g_try_malloc0, (gsize n), (n))
REFUSABLE (g_try_malloc_n, (gsize n, gsize size), (n, size))
REFUSABLE (g_try_malloc0_n, (gsize n, gsize size), (n, size))
REFUSABLE (g_try_realloc, (gpointer old, gsize n), (old, n))
REFUSABLE (g_try_realloc_n, (gpointer old, gsize n, gsize size), (old, n, size))
FINAL (g_malloc, (gsize n), (n), n)
FINAL (g_malloc0, (gsize n), (n), n)
FINAL (g_malloc_n, (gsize n, gsize size), (n, size), n *size)
FINAL (g_malloc0_n, (gsize n, gsize size), (n, size), n *size)
FINAL (g_realloc, (gpointer old, gsize n), (old, n), n)
FINAL (g_realloc_n, (gpointer old, gsize n, gsize size), (old, n, size), n *size)
FINAL (g_memdup2, (gconstpointer old, gsize n), (old, n), n)

int __real_posix_memalign (void **memory, size_t alignment, size_t n);
int __wrap_posix_memalign (void **memory, size_t alignment, size_t n);
int
__wrap_posix_memalign (void **memory, size_t alignment, size_t n)
{
  return is_refused () ? 12 : __real_posix_memalign (memory, alignment, n);
}

/* --- The way ---------------------------------------------------------------------------------------------------- */

static char *folder;

static char *
file_in_folder (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static DsPrepared *
load (guint rows, GError **error)
{
  g_autofree char *path = file_in_folder (rows > 1000 ? "large.csv" : "small.csv");
  DsSource values = { .kind = DS_SOURCE_CSV, .path = path, .target = (char *) "kind", .header = -1 };
  g_autoptr (DsSource) source = ds_source_new (&values);
  g_autoptr (DsDataset) dataset = ds_source_load (source, DS_CLASSIFICATION, NULL, 1, NULL, NULL, error);
  DsPrepareOptions options = { .task = DS_CLASSIFICATION, .standardize = TRUE, .validation_share = 0.2 };

  return dataset != NULL ? ds_prepare (dataset, &options, 1, error) : NULL;
}

/* States that there was no memory for are not there; those that are can be seen, or there is none for that either. */
static void
look_back (const NnFrame *frame)
{
  if (frame == NULL || frame->history == NULL)
    return;
  for (guint64 step = 0; step <= frame->step; step++)
    {
      g_autoptr (NnMoment) moment = nn_history_replay (frame->history, step, NULL, NULL, NULL);
      g_autoptr (NnFrame) then = moment != NULL ? nn_history_frame (frame->history, moment) : NULL;

      g_assert_true (then == NULL || then->step == step);
    }
}

static NnFrame *
train (const NnSpec *spec, DsPrepared *data, GError **error)
{
  NnProblem problem = nn_problem (data);
  g_autofree float *weights = nn_weights_initial (spec, &problem, error);
  g_autoptr (NnPlan) plan = nn_plan_new (spec, &problem, NULL, NULL);
  g_autofree char *path = file_in_folder ("run.safetensors");
  g_autoptr (NnTrainer) trainer = weights != NULL ? nn_trainer_new (spec, data, 2, error) : NULL;
  g_autoptr (NnCheckpoint) checkpoint = NULL;
  g_autoptr (NnCheckpoint) loaded = NULL;
  NnFrame *frame;

  if (trainer == NULL)
    return NULL;
  nn_trainer_set_frame_rate (trainer, 0);
  nn_trainer_set_history_budget (trainer, NN_HISTORY_BUDGET);
  if (!nn_trainer_set_weights (trainer, weights, plan->n_weights))
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SYSTEM, "the weights were not set");
      return NULL;
    }
  for (guint i = 0; i < 3; i++)
    nn_trainer_step (trainer);
  checkpoint = nn_trainer_capture (trainer, error);
  if (checkpoint == NULL || !nn_checkpoint_save (checkpoint, path, error))
    return NULL;
  loaded = nn_checkpoint_load (path, spec, data, error);
  if (loaded == NULL)
    return NULL;
  nn_trainer_restore (trainer, loaded);
  nn_trainer_step (trainer);
  g_assert_true (nn_trainer_wait (trainer, 60));
  frame = nn_trainer_take_frame (trainer);
  look_back (frame);
  if (frame == NULL)
    g_set_error (error, NN_ERROR, NN_ERROR_SYSTEM, "the last frame was lost");
  else if (frame->step != 4)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SYSTEM, "the last frame was lost, an older one is there");
      g_clear_pointer (&frame, nn_frame_unref);
    }
  return frame;
}

static char *
score_and_save (const NnFrame *frame, GError **error)
{
  NnProblem problem = nn_problem (frame->data);
  g_autoptr (NnPredictor) predictor = nn_predictor_new (frame->spec, &problem, error);
  g_autofree char *path = file_in_folder ("weights.safetensors");
  g_autofree float *loaded = NULL;
  double loss, accuracy;

  if (predictor == NULL)
    return NULL;
  nn_predictor_score (predictor, frame->weights, frame->data->x, frame->data->y, frame->data->rows, &loss, &accuracy);
  if (!nn_weights_save (path, nn_predictor_plan (predictor), frame->weights, NULL, error))
    return NULL;
  loaded = nn_weights_load (path, nn_predictor_plan (predictor), error);
  return loaded != NULL ? nn_weights_sha256 (loaded, frame->n_weights) : NULL;
}

/* From the file to saved weights; their checksum, or NULL with an error. */
static char *
whole_way (guint rows, const NnSpec *spec, GError **error)
{
  g_autoptr (DsPrepared) data = load (rows, error);
  g_autoptr (NnFrame) frame = data != NULL ? train (spec, data, error) : NULL;

  return frame != NULL ? score_and_save (frame, error) : NULL;
}

static NnSpec *
spec_of (guint units, guint64 batch)
{
  g_autofree char *layers = g_strdup_printf ("dense %u tanh; batch_norm; dense auto", units);
  g_autoptr (NnSpec) plain = nn_test_with (nn_test_spec (layers, "cross_entropy", "adam", 0.01), batch, TRUE, 0);
  NnSpec values = *plain;

  values.stop_patience = 5;
  return nn_spec_new (&values);
}

static void
test_refusals (void)
{
  g_autoptr (NnSpec) spec = spec_of (20, 100);
  g_autoptr (GError) none = NULL;
  g_autofree char *right = whole_way (400, spec, &none);
  guint errors = 0;
  long n;

  g_assert_no_error (none);
  for (n = 1;; n++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *found = NULL;

      atomic_store (&calls, 0);
      atomic_store (&refused, 0);
      atomic_store (&refuse_at, n);
      found = whole_way (400, spec, &error);
      atomic_store (&refuse_at, 0);
      if (!atomic_load (&refused))
        break;
      g_assert_true ((found == NULL) == (error != NULL));
      if (error != NULL)
        {
          g_assert_cmpuint (strlen (error->message), >, 10);
          errors++;
        }
      else
        g_assert_cmpstr (found, ==, right);
    }
  g_test_message ("%ld allocations refused, %u with an error", n - 1, errors);
  g_assert_cmpint (n, >, 20);
  g_assert_cmpuint (errors, >, 10);
}

static void
check_final_ones (guint rows, guint units, guint64 batch)
{
  g_autoptr (NnSpec) spec = spec_of (units, batch);
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;

  atomic_store (&largest, 0);
  found = whole_way (rows, spec, &error);
  g_assert_no_error (error);
  g_test_message ("the largest allocation that may not fail: %zu bytes", (gsize) atomic_load (&largest));
  g_assert_cmpuint (atomic_load (&largest), <, SMALL);
}

/* Many rows, then many weights. */
static void
test_final_ones_are_small (void)
{
  check_final_ones (40000, 3, 40000);
  check_final_ones (400, 15000, 50);
}

static void
write_data (const char *name, guint rows)
{
  g_autofree char *path = file_in_folder (name);
  g_autoptr (GString) text = g_string_new ("a,b,colour,kind\n");

  for (guint i = 0; i < rows; i++)
    g_string_append_printf (text, "%u.%u,%u,%s,%s\n", i % 17, i % 9, i % 23, i % 3 == 0 ? "red" : "blue", i % 5 < 2 ? "one" : "two");
  g_assert_true (g_file_set_contents (path, text->str, (gssize) text->len, NULL));
}

int
main (int argc, char **argv)
{
  static const char *const names[] = { "small.csv", "large.csv", "run.safetensors", "weights.safetensors" };
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("memory-XXXXXX", NULL);
  g_assert_nonnull (folder);
  write_data ("small.csv", 400);
  write_data ("large.csv", 40000);
  g_test_add_func ("/memory/refusals", test_refusals);
  g_test_add_func ("/memory/final-ones-are-small", test_final_ones_are_small);
  result = g_test_run ();
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = file_in_folder (names[i]);

      g_unlink (path);
    }
  g_rmdir (folder);
  g_free (folder);
  return result;
}
