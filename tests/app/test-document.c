/* The document: a thousand edits back and forth, groups, the save point, opening and saving. */
#include "fl-document.h"
#include "fl-random.h"
#include "fl-remedy.h"

#include <glib/gstdio.h>
#include <string.h>

static FlProject *
first (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  return fl_random_project (rand);
}

static void
count_cb (FlDocument *document, guint *count)
{
  (*count)++;
}

static void
test_thousand_edits (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (21);
  g_autoptr (FlProject) project = first ();
  g_autoptr (FlDocument) document = fl_document_new (project);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (texts, fl_project_to_json (fl_document_get_project (document)));
  while (texts->len <= 1000)
    {
      g_autoptr (FlProject) next = fl_random_edit (rand, fl_document_get_project (document));

      if (fl_project_equal (next, fl_document_get_project (document)))
        continue;
      fl_document_edit (document, next, "edit", NULL);
      g_ptr_array_add (texts, fl_project_to_json (fl_document_get_project (document)));
    }
  for (guint i = 1000; i > 0; i--)
    {
      g_autofree char *now = fl_project_to_json (fl_document_get_project (document));

      g_assert_cmpstr (now, ==, texts->pdata[i]);
      g_assert_true (fl_document_can_undo (document));
      fl_document_undo (document);
    }
  g_assert_false (fl_document_can_undo (document));
  g_assert_false (fl_document_is_modified (document));
  for (guint i = 0; i <= 1000; i++)
    {
      g_autofree char *now = fl_project_to_json (fl_document_get_project (document));

      g_assert_cmpstr (now, ==, texts->pdata[i]);
      g_assert_cmpint (fl_document_can_redo (document), ==, i < 1000);
      fl_document_redo (document);
    }
}

/* Any walk of edits, undos and redos agrees with a plain list of texts. */
static void
test_random_walk (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (22);
  g_autoptr (FlProject) project = first ();
  g_autoptr (FlDocument) document = fl_document_new (project);
  g_autoptr (GPtrArray) model = g_ptr_array_new_with_free_func (g_free);
  guint position = 0;

  g_ptr_array_add (model, fl_project_to_json (project));
  for (int i = 0; i < 2000; i++)
    {
      g_autofree char *now = NULL;

      if (g_rand_int_range (rand, 0, 3) == 0)
        {
          fl_document_undo (document);
          position -= position > 0;
        }
      else if (g_rand_int_range (rand, 0, 3) == 0)
        {
          fl_document_redo (document);
          position += position + 1 < model->len;
        }
      else
        {
          g_autoptr (FlProject) next = fl_random_edit (rand, fl_document_get_project (document));

          if (fl_project_equal (next, fl_document_get_project (document)))
            continue;
          fl_document_edit (document, next, "edit", NULL);
          g_ptr_array_set_size (model, ++position);
          g_ptr_array_add (model, fl_project_to_json (next));
        }
      now = fl_project_to_json (fl_document_get_project (document));
      g_assert_cmpstr (now, ==, model->pdata[position]);
      g_assert_cmpint (fl_document_can_undo (document), ==, position > 0);
      g_assert_cmpint (fl_document_can_redo (document), ==, position + 1 < model->len);
    }
}

static void
edit_seed (FlDocument *document, guint64 seed, const char *label, const char *group)
{
  NnSpec spec = *fl_document_get_project (document)->spec;
  g_autoptr (FlProject) next = NULL;

  spec.seed = seed;
  next = fl_project_with_spec (fl_document_get_project (document), &spec);
  fl_document_edit (document, next, label, group);
}

static guint64
seed_of (FlDocument *document)
{
  return fl_document_get_project (document)->spec->seed;
}

static void
test_groups (void)
{
  g_autoptr (FlProject) project = first ();
  g_autoptr (FlDocument) document = fl_document_new (project);
  guint changed = 0;

  g_signal_connect (document, "changed", G_CALLBACK (count_cb), &changed);
  for (guint i = 1; i <= 10; i++)
    edit_seed (document, i, "drag", "seed");
  g_assert_cmpuint (changed, ==, 10);
  g_assert_cmpstr (fl_document_undo_label (document), ==, "drag");
  fl_document_undo (document);
  g_assert_cmpuint (seed_of (document), ==, project->spec->seed);
  g_assert_false (fl_document_can_undo (document));
  fl_document_redo (document);
  g_assert_cmpuint (seed_of (document), ==, 10);

  edit_seed (document, 11, "drag", "seed"); /* after a redo a new drag begins */
  fl_document_end_group (document);
  edit_seed (document, 12, "drag", "seed");
  edit_seed (document, 13, "other", "another");
  edit_seed (document, 14, "alone", NULL);
  edit_seed (document, 15, "alone", NULL);
  for (guint64 expected = 14; expected >= 10; expected--)
    {
      fl_document_undo (document);
      g_assert_cmpuint (seed_of (document), ==, expected);
    }

  edit_seed (document, 20, "drag", "seed");
  g_usleep (1600 * 1000);
  edit_seed (document, 21, "drag", "seed");
  fl_document_undo (document);
  g_assert_cmpuint (seed_of (document), ==, 20);
}

static void
test_equal_edit_is_none (void)
{
  g_autoptr (FlProject) project = first ();
  g_autoptr (FlDocument) document = fl_document_new (project);

  edit_seed (document, project->spec->seed, "nothing", NULL);
  g_assert_false (fl_document_can_undo (document));
  g_assert_null (fl_document_undo_label (document));
}

static void
test_save_point (void)
{
  g_autoptr (FlProject) project = first ();
  g_autoptr (FlDocument) document = fl_document_new (project);
  guint generation = fl_document_get_generation (document);

  g_assert_false (fl_document_is_modified (document));
  edit_seed (document, 1, "drag", "seed");
  g_assert_true (fl_document_is_modified (document));
  fl_document_mark_saved (document, fl_document_get_project (document));
  g_assert_false (fl_document_is_modified (document));
  edit_seed (document, 2, "drag", "seed"); /* the saved state must stay reachable, drag or not */
  g_assert_true (fl_document_is_modified (document));
  fl_document_undo (document);
  g_assert_false (fl_document_is_modified (document));
  fl_document_undo (document);
  g_assert_true (fl_document_is_modified (document));
  fl_document_redo (document);
  g_assert_false (fl_document_is_modified (document));

  g_assert_cmpuint (fl_document_get_generation (document), ==, generation);
  edit_seed (document, 3, NULL, NULL); /* a load */
  g_assert_cmpuint (fl_document_get_generation (document), !=, generation);
  g_assert_false (fl_document_can_undo (document));
  g_assert_false (fl_document_is_modified (document));
}

static void
test_bounded (void)
{
  g_autoptr (FlProject) project = first ();
  g_autoptr (FlDocument) document = fl_document_new (project);
  guint steps = 0;

  for (guint i = 1; i <= 1500; i++)
    edit_seed (document, i, "edit", NULL);
  for (; fl_document_can_undo (document); steps++)
    fl_document_undo (document);
  g_assert_cmpuint (steps, ==, 1000);
  g_assert_cmpuint (seed_of (document), ==, 500);
  g_assert_true (fl_document_is_modified (document));
}

static void
done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
open_and_wait (FlDocument *document, GFile *file, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  fl_document_open_async (document, file, NULL, done_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return fl_document_open_finish (document, result, error);
}

static gboolean
open_anyway_and_wait (FlDocument *document, GFile *file, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  fl_document_open_anyway_async (document, file, NULL, done_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return fl_document_open_finish (document, result, error);
}

static gboolean
save_and_wait (FlDocument *document, GFile *file, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  fl_document_save_async (document, file, done_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return fl_document_save_finish (document, result, error);
}

/* What another program writes meanwhile is not written over unasked; a file that is gone, or one save after another, is no such case. */
static void
check_changed_file (FlDocument *document, const char *path)
{
  static const char others[] = "{\"fallline\": 1, \"note\": \"somebody else's\"}";
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) first_save = NULL, second_save = NULL;
  g_autofree char *now = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (save_and_wait (document, file, &error));
  edit_seed (document, 77, "change seed", NULL);
  g_assert_true (g_file_set_contents (path, others, -1, NULL));
  g_assert_false (save_and_wait (document, file, &error));
  g_assert_error (error, FL_ERROR, FL_ERROR_CHANGED);
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (path, &now, NULL, NULL));
  g_assert_cmpstr (now, ==, others);
  g_assert_true (fl_document_is_modified (document));

  fl_document_save_anyway_async (document, file, done_cb, &first_save);
  fl_document_save_async (document, file, done_cb, &second_save);
  while (first_save == NULL || second_save == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (fl_document_save_finish (document, first_save, &error));
  g_assert_true (fl_document_save_finish (document, second_save, &error));
  g_assert_false (fl_document_is_modified (document));
  g_assert_true (save_and_wait (document, file, &error));
  g_remove (path);
  g_assert_true (save_and_wait (document, file, &error));
}

static FlProject *
csv_project (const char *path)
{
  DsSource values = { .kind = DS_SOURCE_CSV, .path = (char *) path, .header = -1 };
  g_autoptr (DsSource) source = ds_source_new (&values);
  g_autoptr (FlProject) project = first ();
  FlProject whole = *project;

  whole.source = source;
  whole.task_given = TRUE;
  whole.prepare.task = DS_CLASSIFICATION;
  whole.prepare.features = 0;
  return fl_project_new (&whole);
}

static void
test_open_and_save (void)
{
  g_autofree char *dir = g_dir_make_tmp ("fallline-XXXXXX", NULL);
  g_autofree char *sub = g_build_filename (dir, "sub", NULL), *in_dir = g_build_filename (dir, "a.fallline", NULL);
  g_autofree char *in_sub = g_build_filename (sub, "b.fallline", NULL), *broken_path = g_build_filename (dir, "c.fallline", NULL);
  g_autoptr (GFile) a = g_file_new_for_path (in_dir), b = g_file_new_for_path (in_sub), broken = g_file_new_for_path (broken_path);
  g_autoptr (FlProject) project = csv_project ("data/t.csv");
  g_autoptr (FlDocument) document = fl_document_new (project), other = NULL;
  g_autofree char *before = NULL, *after = NULL, *base = NULL;
  g_autoptr (GError) error = NULL;

  g_mkdir (sub, 0700);
  fl_document_set_file (document, a);
  edit_seed (document, 5, "change seed", NULL);
  g_assert_true (save_and_wait (document, a, &error));
  g_assert_false (fl_document_is_modified (document));
  g_assert_cmpstr (fl_document_get_project (document)->source->path, ==, "data/t.csv");

  /* saved elsewhere: the same file is meant, in the present and in the past */
  g_assert_true (save_and_wait (document, b, &error));
  g_assert_cmpstr (fl_document_get_project (document)->source->path, ==, "../data/t.csv");
  g_assert_false (fl_document_is_modified (document));
  g_assert_true (g_file_equal (fl_document_get_file (document), b));
  base = fl_document_get_base_dir (document);
  g_assert_cmpstr (base, ==, sub);
  fl_document_undo (document);
  g_assert_cmpstr (fl_document_get_project (document)->source->path, ==, "../data/t.csv");

  /* its data are not there: refused, unless it is opened to be mended */
  other = fl_document_new (project);
  g_assert_false (open_and_wait (other, b, &error));
  g_assert_error (error, FL_ERROR, FL_ERROR_UNFIT);
  g_clear_error (&error);
  g_assert_null (fl_document_get_file (other));
  g_assert_true (open_anyway_and_wait (other, b, &error));
  g_assert_cmpuint (seed_of (other), ==, 5);
  g_assert_false (fl_document_is_modified (other));
  g_assert_false (fl_document_can_undo (other));

  /* a broken file changes nothing at all */
  g_assert_true (g_file_set_contents (broken_path, "{\"fallline\": 1,", -1, NULL));
  edit_seed (other, 6, "change seed", NULL);
  before = fl_project_to_json (fl_document_get_project (other));
  g_assert_false (open_and_wait (other, broken, &error));
  g_assert_error (error, FL_ERROR, FL_ERROR_SYNTAX);
  g_assert_true (g_str_has_prefix (error->message, "c.fallline:1:"));
  g_clear_error (&error);
  after = fl_project_to_json (fl_document_get_project (other));
  g_assert_cmpstr (before, ==, after);
  g_assert_true (fl_document_can_undo (other));
  g_assert_true (g_file_equal (fl_document_get_file (other), b));

  /* a place that cannot be written: an error, and still unsaved */
  {
    g_autoptr (GFile) nowhere = g_file_new_for_path ("/no/such/folder/x.fallline");
    g_assert_false (save_and_wait (other, nowhere, &error));
    g_assert_nonnull (error);
    g_assert_true (fl_document_is_modified (other));
    g_assert_true (g_file_equal (fl_document_get_file (other), b));
  }
  check_changed_file (other, in_sub);
  g_remove (in_dir);
  g_remove (in_sub);
  g_remove (broken_path);
  g_rmdir (sub);
  g_rmdir (dir);
}

/* Where the task has to be found first, the data are read twice; then never again. */
static void
test_reading (void)
{
  g_autofree char *dir = g_dir_make_tmp ("fallline-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "p.fallline", NULL), *table = g_build_filename (dir, "t.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (FlProject) project = first ();
  g_autoptr (FlDocument) document = fl_document_new (project);
  g_autoptr (FlProgress) progress = fl_progress_new (), cancelled = fl_progress_new ();
  g_autoptr (GAsyncResult) result = NULL, refused = NULL, late = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DsDataset) rows = NULL;

  g_assert_true (g_file_set_contents (table, "a,b,y\n1,2,p\n2,1,q\n3,1,p\n4,2,q\n", -1, NULL));
  g_assert_true (g_file_set_contents (path, "{\"fallline\": 1, \"data\": {\"source\": {\"type\": \"csv\", \"path\": \"t.csv\"}},"
                                            " \"network\": [{\"type\": \"dense\", \"units\": \"auto\"}]}", -1, NULL));
  fl_progress_cancel (cancelled);
  fl_document_open_async (document, file, cancelled, done_cb, &refused);
  fl_document_open_async (document, file, progress, done_cb, &result);
  while (refused == NULL || result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (fl_document_open_finish (document, refused, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_true (fl_document_get_project (document) == project);
  g_assert_null (fl_document_get_file (document));

  g_assert_true (fl_document_open_finish (document, result, &error));
  g_assert_cmpfloat (fl_progress_get_share (progress), >, 0.5); /* the second time */
  rows = fl_document_take_rows (document);
  g_assert_cmpuint (ds_dataset_rows (rows), ==, 4);
  g_assert_null (fl_document_take_rows (document));

  /* cancelled when it was read already, but not yet here */
  fl_document_open_async (document, file, progress, done_cb, &late);
  while (late == NULL)
    g_main_context_iteration (NULL, TRUE);
  fl_progress_cancel (progress);
  g_assert_false (fl_document_open_finish (document, late, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_remove (path);
  g_remove (table);
  g_rmdir (dir);
}

/* A loss that the data cannot have is named where it stands; opened all the same, one remedy mends it. */
static void
test_loss_unfit (void)
{
  static const struct
  {
    const char *generator, *task, *loss, *words, *button;
  } cases[] = {
    { "line", "regression", "hinge", ":2:67: the loss \"Hinge\" needs classes", "Use mean squared error" },
    { "line", "regression", "cross_entropy", ":2:67: the loss \"Cross-entropy\" needs classes", "Use mean squared error" },
    { "spirals", "classification", "binary_cross_entropy", ":2:67: the loss \"Binary cross-entropy\" tells two classes apart", "Use cross-entropy" },
  };
  g_autofree char *dir = g_dir_make_tmp ("fallline-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "a.fallline", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (FlProject) empty = csv_project ("t.csv");
      g_autoptr (FlDocument) document = fl_document_new (empty);
      g_autoptr (DsPrepared) data = NULL;
      g_autoptr (FlRemedy) remedy = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *text
          = g_strdup_printf ("{\"fallline\": 1, \"data\": {\"source\": {\"type\": \"generator\", \"name\": \"%s\"%s}, \"task\": \"%s\"},\n"
                             " \"network\": [{\"type\": \"dense\", \"units\": 1}], \"training\": {\"loss\": \"%s\"}}",
                             cases[i].generator, i == 2 ? ", \"classes\": 3" : "", cases[i].task, cases[i].loss);
      NnProblem problem;

      g_assert_true (g_file_set_contents (path, text, -1, NULL));
      g_assert_false (open_and_wait (document, file, &error));
      g_assert_error (error, FL_ERROR, FL_ERROR_UNFIT);
      g_assert_nonnull (strstr (error->message, cases[i].words));
      g_clear_error (&error);
      g_assert_true (open_anyway_and_wait (document, file, &error));
      data = fl_project_prepare (fl_document_get_project (document), dir, NULL, NULL, &error);
      g_assert_no_error (error);
      problem = nn_problem (data);
      remedy = fl_remedy_find (fl_document_get_project (document)->spec, &problem);
      g_assert_cmpstr (remedy->button, ==, cases[i].button);
      g_assert_true (fl_remedy_apply (remedy, document));
      g_assert_null (fl_remedy_find (fl_document_get_project (document)->spec, &problem));
    }
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (dir), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document/thousand-edits", test_thousand_edits);
  g_test_add_func ("/document/random-walk", test_random_walk);
  g_test_add_func ("/document/groups", test_groups);
  g_test_add_func ("/document/equal-edit-is-none", test_equal_edit_is_none);
  g_test_add_func ("/document/save-point", test_save_point);
  g_test_add_func ("/document/bounded", test_bounded);
  g_test_add_func ("/document/open-and-save", test_open_and_save);
  g_test_add_func ("/document/loss-unfit", test_loss_unfit);
  g_test_add_func ("/document/reading", test_reading);
  return g_test_run ();
}
