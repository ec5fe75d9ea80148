#include "fl-project.h"

#include "fl-config.h"
#include "fl-edit.h"
#include "fl-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

G_DEFINE_QUARK (fl-error-quark, fl_error)

FlProject *
fl_project_new (const FlProject *values)
{
  FlProject *self = g_atomic_rc_box_new0 (FlProject);

  *self = *values;
  self->name = g_strdup (values->name != NULL ? values->name : "");
  self->source = ds_source_ref (values->source);
  self->spec = nn_spec_ref (values->spec);
  self->original = g_strdup (values->original);
  return self;
}

FlProject *
fl_project_ref (FlProject *project)
{
  return g_atomic_rc_box_acquire (project);
}

static void
clear_project (gpointer data)
{
  FlProject *self = data;

  g_free (self->name);
  ds_source_unref (self->source);
  nn_spec_unref (self->spec);
  g_free (self->original);
}

void
fl_project_unref (FlProject *project)
{
  if (project != NULL)
    g_atomic_rc_box_release_full (project, clear_project);
}

gboolean
fl_project_equal (const FlProject *a, const FlProject *b)
{
  if (a == b)
    return TRUE;
  if (strcmp (a->name, b->name) != 0 || !ds_prepare_options_equal (&a->prepare, &b->prepare) || !a->task_given != !b->task_given
      || !a->loss_open != !b->loss_open || !ds_source_equal (a->source, b->source) || !nn_spec_equal (a->spec, b->spec))
    return FALSE;
  if (g_strcmp0 (a->original, b->original) == 0)
    return TRUE;
  {
    /* Unknown keys whose layer is gone no longer count: compare what would be written. */
    g_autofree char *text_a = fl_project_to_json (a);
    g_autofree char *text_b = fl_project_to_json (b);
    return strcmp (text_a, text_b) == 0;
  }
}

FlProject *
fl_project_with_spec (const FlProject *project, const NnSpec *spec)
{
  g_autoptr (NnSpec) copy = nn_spec_new (spec);
  FlProject values = *project;

  if (!ds_item_equal (&spec->loss, &project->spec->loss))
    values.loss_open = FALSE;
  values.spec = copy;
  return fl_project_new (&values);
}

FlProject *
fl_project_with_source (const FlProject *project, DsSource *source)
{
  FlProject values = *project;

  values.source = source;
  return fl_project_new (&values);
}

FlProject *
fl_project_with_prepare (const FlProject *project, const DsPrepareOptions *prepare)
{
  FlProject values = *project;

  if (prepare->task != project->prepare.task)
    values.task_given = TRUE;
  values.prepare = *prepare;
  return fl_project_new (&values);
}

FlProject *
fl_project_with_name (const FlProject *project, const char *name)
{
  FlProject values = *project;

  values.name = (char *) name;
  return fl_project_new (&values);
}

/* --- data -------------------------------------------------------------------------------------------------------------- */

static guint
count_classes (const DsDataset *dataset)
{
  if (ds_dataset_n_targets (dataset) == 0)
    return 0;
  return ds_dataset_column (dataset, ds_dataset_target (dataset, 0))->n_classes;
}

/* Work that is a part of longer work, and tells of it so. */
typedef struct
{
  DsProgress progress; /* or NULL */
  gpointer user_data;
  double from, to;
} Part;

static gboolean
part_cb (double share, gpointer user_data)
{
  const Part *part = user_data;

  return part->progress == NULL || part->progress (share < 0 ? share : part->from + share * (part->to - part->from), part->user_data);
}

/* The task as given, or as the data have it: then they are read here, and once more after this. */
static gboolean
find_task (const FlProject *project, const char *base_dir, Part *part, DsTask *task, GError **error)
{
  Part first = { part->progress, part->user_data, 0, 0.5 };

  *task = project->prepare.task;
  if (project->task_given)
    return TRUE;
  part->from = first.to;
  return ds_source_guess_task (project->source, base_dir, part_cb, &first, task, error);
}

/* With nothing open: n_classes counts where the loss is open and the task is classification. A new reference. */
static FlProject *
settle (const FlProject *project, DsTask task, guint n_classes)
{
  FlProject values = *project;
  NnSpec spec = *project->spec;
  g_autoptr (NnSpec) copy = NULL;

  if (project->task_given && !project->loss_open)
    return fl_project_ref ((FlProject *) project);
  values.prepare.task = task;
  values.task_given = TRUE;
  if (project->loss_open)
    spec.loss = ds_item (fl_edit_default_loss (task, n_classes));
  values.loss_open = FALSE;
  copy = nn_spec_new (&spec);
  values.spec = copy;
  return fl_project_new (&values);
}

FlProject *
fl_project_resolve (const FlProject *project, const char *base_dir, DsProgress progress, gpointer user_data, GError **error)
{
  g_autoptr (DsDataset) dataset = NULL;
  Part part = { progress, user_data, 0, 1 };
  DsTask task;

  if (!find_task (project, base_dir, &part, &task, error))
    return NULL;
  if (!project->loss_open || task != DS_CLASSIFICATION)
    return settle (project, task, 0);
  dataset = ds_source_load (project->source, task, base_dir, project->spec->seed, part_cb, &part, error);
  return dataset != NULL ? settle (project, task, count_classes (dataset)) : NULL;
}

FlProject *
fl_project_settle_or_keep (const FlProject *project, const char *base_dir, DsProgress progress, gpointer user_data)
{
  FlProject *whole = fl_project_resolve (project, base_dir, progress, user_data, NULL);

  return whole != NULL ? whole : fl_project_ref ((FlProject *) project);
}

DsPrepared *
fl_project_prepare (const FlProject *project, const char *base_dir, DsProgress progress, gpointer user_data, GError **error)
{
  g_autoptr (DsDataset) dataset = NULL;
  DsPrepareOptions options = project->prepare;
  Part part = { progress, user_data, 0, 1 };

  if (!find_task (project, base_dir, &part, &options.task, error))
    return NULL;
  dataset = ds_source_load (project->source, options.task, base_dir, project->spec->seed, part_cb, &part, error);
  if (dataset == NULL)
    return NULL;
  return ds_prepare_while (dataset, &options, project->spec->seed, progress, user_data, error);
}

/* What the engine or a reader says becomes "the file is fine, but": it may still be opened to be mended. */
static gboolean
fail_unfit (GError *problem, GError **error)
{
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  g_set_error_literal (error, FL_ERROR, FL_ERROR_UNFIT, problem->message);
  g_error_free (problem);
  return FALSE;
}

static gboolean
check_plan (const FlProject *whole, const DsPrepared *data, const char *path, GError **error)
{
  NnProblem fit = nn_problem (data);
  GError *problem = NULL;
  int layer;
  NnPlan *plan = nn_plan_new (whole->spec, &fit, &layer, &problem);

  if (plan != NULL)
    nn_plan_check_frozen (plan, whole->spec, &layer, &problem);
  if (problem != NULL)
    fl_project_prefix_place (path, layer, &problem);
  nn_plan_free (plan);
  return problem == NULL || fail_unfit (problem, error);
}

FlProject *
fl_project_fit (const FlProject *project, const char *path, DsProgress progress, gpointer user_data, DsDataset **rows, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (DsDataset) dataset = NULL;
  g_autoptr (DsPrepared) data = NULL;
  g_autoptr (FlProject) whole = NULL;
  Part part = { progress, user_data, 0, 1 };
  GError *problem = NULL;
  DsTask task;

  *rows = NULL;
  if (project->source->kind == DS_SOURCE_POINTS && project->source->n_points == 0) /* an empty canvas is there to be painted on */
    return fl_project_settle_or_keep (project, folder, progress, user_data);
  /* The data may be large: they are read once for all there is to know. */
  if (find_task (project, folder, &part, &task, &problem)
      && (dataset = ds_source_load (project->source, task, folder, project->spec->seed, part_cb, &part, &problem)) != NULL)
    {
      whole = settle (project, task, count_classes (dataset));
      data = ds_prepare_while (dataset, &whole->prepare, whole->spec->seed, progress, user_data, &problem);
    }
  if (data == NULL)
    {
      fail_unfit (problem, error);
      return NULL;
    }
  if (!check_plan (whole, data, path, error))
    return NULL;
  if (ds_source_has_files (project->source))
    *rows = g_steal_pointer (&dataset);
  return g_steal_pointer (&whole);
}

/* --- moving ------------------------------------------------------------------------------------------------------------ */

/* "../data/x.csv": `path` as seen from `dir`, both absolute and canonical. A path that shares nothing stays absolute. */
static char *
relative_to (const char *path, const char *dir)
{
  g_auto (GStrv) to = g_strsplit (path, G_DIR_SEPARATOR_S, -1);
  g_auto (GStrv) from = g_strsplit (dir, G_DIR_SEPARATOR_S, -1);
  g_autoptr (GString) out = g_string_new (NULL);
  guint same = 0;

  while (to[same] != NULL && from[same] != NULL && strcmp (to[same], from[same]) == 0)
    same++;
  if (same <= 1)
    return g_strdup (path);
  for (guint i = same; from[i] != NULL; i++)
    g_string_append (out, ".." G_DIR_SEPARATOR_S);
  for (guint i = same; to[i] != NULL; i++)
    g_string_append_printf (out, "%s%s", to[i], to[i + 1] != NULL ? G_DIR_SEPARATOR_S : "");
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
rebase_path (const char *path, const char *from_dir, const char *to_dir)
{
  g_autofree char *full = NULL;
  g_autofree char *dir = g_canonicalize_filename (to_dir, NULL);

  if (path == NULL)
    return NULL;
  full = g_canonicalize_filename (path, from_dir);
  if (g_path_is_absolute (path))
    {
      g_autofree char *prefix = g_strconcat (dir, G_DIR_SEPARATOR_S, NULL);
      return g_strdup (g_str_has_prefix (full, prefix) ? full + strlen (prefix) : path);
    }
  return relative_to (full, dir);
}

FlProject *
fl_project_rebase (const FlProject *project, const char *from_dir, const char *to_dir)
{
  DsSource values = *project->source;
  g_autofree char *path = NULL, *images = NULL, *labels = NULL;
  g_autofree char *from = from_dir != NULL ? g_canonicalize_filename (from_dir, NULL) : g_get_current_dir ();
  g_autoptr (DsSource) source = NULL;

  if (to_dir == NULL || !ds_source_has_files (&values))
    return fl_project_ref ((FlProject *) project);
  values.path = path = rebase_path (values.path, from, to_dir);
  values.images = images = rebase_path (values.images, from, to_dir);
  values.labels = labels = rebase_path (values.labels, from, to_dir);
  source = ds_source_new (&values);
  if (ds_source_equal (source, project->source))
    return fl_project_ref ((FlProject *) project);
  return fl_project_with_source (project, source);
}

DsSource *
fl_project_absolute_source (const FlProject *project, const char *dir)
{
  DsSource values = *project->source;
  g_autofree char *path = NULL, *images = NULL, *labels = NULL;

  if (!ds_source_has_files (&values))
    return ds_source_ref (project->source);
  values.path = path = values.path != NULL ? g_canonicalize_filename (values.path, dir) : NULL;
  values.images = images = values.images != NULL ? g_canonicalize_filename (values.images, dir) : NULL;
  values.labels = labels = values.labels != NULL ? g_canonicalize_filename (values.labels, dir) : NULL;
  return ds_source_new (&values);
}

/* --- examples ---------------------------------------------------------------------------------------------------------- */

char *
fl_samples_path (const char *name)
{
  const char *folders[] = { FL_SOURCE_SAMPLES, FL_INSTALLED_SAMPLES };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *file = g_strconcat (name, ".fallline", NULL);
      g_autofree char *path = g_build_filename (folders[i], file, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&path);
    }
  return NULL;
}

/* The shipped spirals project once more, for a program moved away from its samples. */
static const char spirals_text[]
    = "{\"fallline\": 1, \"name\": \"Two spirals\", \"seed\": 7,"
      " \"data\": {\"source\": {\"type\": \"generator\", \"name\": \"spirals\", \"samples\": 500, \"noise\": 0.05, \"classes\": 2},"
      " \"task\": \"classification\", \"standardize\": true, \"validation_share\": 0.25, \"test_share\": 0},"
      " \"network\": [{\"type\": \"dense\", \"units\": 8, \"activation\": \"tanh\"},"
      " {\"type\": \"dense\", \"units\": 8, \"activation\": \"tanh\"},"
      " {\"type\": \"dense\", \"units\": \"auto\", \"activation\": \"linear\"}],"
      " \"training\": {\"loss\": \"binary_cross_entropy\", \"optimizer\": {\"type\": \"adam\", \"learning_rate\": 0.01},"
      " \"regularization\": {\"l1\": 0, \"l2\": 3e-5},"
      " \"batch_size\": 16, \"stop\": {\"epochs\": 3000}}}";

FlProject *
fl_project_default (void)
{
  g_autofree char *path = fl_samples_path ("spirals");
  FlProject *project = path != NULL ? fl_project_load (path, NULL) : NULL;

  if (project == NULL)
    project = fl_project_parse (spirals_text, strlen (spirals_text), "spirals.fallline", NULL);
  return project;
}
