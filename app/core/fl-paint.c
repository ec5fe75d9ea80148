#include "fl-paint.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ds-missing.h"
#include "fl-edit.h"

/* --- points ------------------------------------------------------------------------------------------------------------ */

static DsPoint *
point_at (const GArray *points, gsize i)
{
  return &g_array_index (points, DsPoint, i);
}

static gboolean
inside_disc (const DsPoint *point, const FlDisc *disc)
{
  double dx = (point->x1 - disc->x) / disc->rx, dy = (point->x2 - disc->y) / disc->ry;

  return dx * dx + dy * dy <= 1;
}

gsize
fl_paint_spray (GArray *points, const FlDisc *disc, guint n, double jitter, float label, DsRng *rng)
{
  if (points->len >= FL_PAINT_MAX_POINTS)
    return 0;
  n = MIN (n, FL_PAINT_MAX_POINTS - points->len);
  for (guint i = 0; i < n; i++)
    {
      double r = jitter * sqrt (ds_rng_uniform (rng)), turn = 2 * G_PI * ds_rng_uniform (rng); /* even over the area */
      DsPoint point = { (float) (disc->x + r * disc->rx * cos (turn)), (float) (disc->y + r * disc->ry * sin (turn)), label };

      g_array_append_val (points, point);
    }
  return n;
}

gsize
fl_paint_erase (GArray *points, const FlDisc *disc)
{
  guint kept = 0, was = points->len;

  for (guint i = 0; i < was; i++)
    if (!inside_disc (point_at (points, i), disc))
      *point_at (points, kept++) = *point_at (points, i);
  g_array_set_size (points, kept);
  return was - kept;
}

gsize
fl_paint_flip (GArray *points, const FlDisc *disc, float label)
{
  gsize changed = 0;

  for (guint i = 0; i < points->len; i++)
    {
      DsPoint *point = point_at (points, i);

      if (point->label == label || !inside_disc (point, disc))
        continue;
      point->label = label;
      changed++;
    }
  return changed;
}

GArray *
fl_paint_pick (const GArray *points, const FlDisc *disc)
{
  GArray *picked = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 i = 0; i < points->len; i++)
    if (inside_disc (point_at (points, i), disc))
      g_array_append_val (picked, i);
  return picked;
}

void
fl_paint_move (GArray *points, const GArray *picked, double dx, double dy)
{
  for (guint k = 0; k < picked->len; k++)
    {
      DsPoint *point = point_at (points, g_array_index (picked, guint32, k));

      point->x1 = (float) (point->x1 + dx);
      point->x2 = (float) (point->x2 + dy);
    }
}

/* Even-odd: how often does a ray to the right cross the loop? */
static gboolean
inside_loop (const DsPoint *point, const double *loop, guint n)
{
  gboolean inside = FALSE;

  for (guint i = 0, k = n - 1; i < n; k = i++)
    {
      double xi = loop[2 * i], yi = loop[2 * i + 1], xk = loop[2 * k], yk = loop[2 * k + 1];

      if ((yi > point->x2) != (yk > point->x2) && point->x1 < (xk - xi) * (point->x2 - yi) / (yk - yi) + xi)
        inside = !inside;
    }
  return inside;
}

gsize
fl_paint_set_part (GArray *points, const double *loop, guint n, DsPart part)
{
  gsize changed = 0;

  for (guint i = 0; n >= 3 && i < points->len; i++)
    {
      DsPoint *point = point_at (points, i);

      if (point->part == part || !inside_loop (point, loop, n))
        continue;
      point->part = part;
      changed++;
    }
  return changed;
}

/* --- from any two-input data to points --------------------------------------------------------------------------------- */

static gboolean
has_two_numbers (const DsPrepared *data)
{
  const DsDataset *dataset = data->dataset;

  return data->raw_inputs == 2 && data->targets == 1 && ds_dataset_n_inputs (dataset) == 2
         && ds_dataset_column (dataset, ds_dataset_input (dataset, 0))->kind == DS_COLUMN_NUMBER
         && ds_dataset_column (dataset, ds_dataset_input (dataset, 1))->kind == DS_COLUMN_NUMBER;
}

const char *
fl_paint_refusal (const FlProject *project, const DsPrepared *data)
{
  gsize rows = project->source->kind == DS_SOURCE_POINTS ? project->source->n_points : data != NULL ? data->rows : 0;

  if (rows > FL_PAINT_MAX_POINTS)
    return _("These are too many rows to paint on; at most 20,000 are possible");
  if (project->source->kind == DS_SOURCE_POINTS)
    return NULL;
  if (data == NULL)
    return _("The data are still loading");
  if (!has_two_numbers (data))
    return _("Only data with two inputs can be painted on; choose others in the gallery");
  if (data->n_classes > FL_PAINT_MAX_CLASSES)
    return _("These are too many classes to paint");
  return NULL;
}

static char **
letters (const DsSource *source)
{
  guint n = 2;
  char **names;

  for (gsize i = 0; i < source->n_points; i++)
    {
      float label = source->points[i].label;

      if (label != floorf (label) || label < 0 || label >= 26)
        return NULL;
      n = MAX (n, (guint) label + 1);
    }
  names = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    names[i] = g_strdup_printf ("%c", 'A' + (int) i);
  return names;
}

/* Rows of a table as points, in the table's order. */
static DsSource *
from_table (const DsPrepared *data)
{
  const DsDataset *dataset = data->dataset;
  const float *values = ds_dataset_values (dataset);
  const guint8 *parts = ds_dataset_parts (dataset);
  guint n_columns = ds_dataset_n_columns (dataset), target = ds_dataset_target (dataset, 0);
  guint at[2] = { ds_dataset_input (dataset, 0), ds_dataset_input (dataset, 1) };
  gsize n = ds_dataset_rows (dataset);
  g_autofree DsPoint *points = g_new0 (DsPoint, MAX (n, 1));
  char *inputs[3] = { ds_dataset_column (dataset, at[0])->name, ds_dataset_column (dataset, at[1])->name, NULL };
  DsSource source = { .kind = DS_SOURCE_POINTS, .points = points, .n_points = n, .target = ds_dataset_column (dataset, target)->name,
                      .class_names = ds_dataset_column (dataset, target)->classes };

  /* names that would be given anyway need not stand in the file */
  if (g_str_equal (source.target, data->n_classes > 0 ? "class" : "y"))
    source.target = NULL;
  if (g_strcmp0 (inputs[0], "x1") != 0 || g_strcmp0 (inputs[1], "x2") != 0)
    source.inputs = inputs;
  for (gsize row = 0; row < n; row++)
    {
      const float *from = values + row * n_columns;
      float raw[2] = { from[at[0]], from[at[1]] };

      ds_fill_missing (data, raw); /* a point is somewhere */
      points[row] = (DsPoint){ raw[0], raw[1], from[target], parts != NULL ? parts[row] : DS_PART_DRAWN };
    }
  return ds_source_new (&source);
}

DsSource *
fl_paint_source (const FlProject *project, const DsPrepared *data)
{
  DsSource values = *project->source;
  g_auto (GStrv) classes = NULL;

  if (fl_paint_refusal (project, data) != NULL)
    return NULL;
  if (values.kind != DS_SOURCE_POINTS)
    return from_table (data);
  if (project->prepare.task == DS_REGRESSION || values.class_names != NULL)
    return ds_source_ref (project->source);
  /* From here on the classes stay, also those whose last point goes. Labels that are no letters are numbered by value. */
  values.class_names = classes = letters (project->source);
  if (classes == NULL)
    return data != NULL && data->n_classes > 0 && ds_dataset_rows (data->dataset) == values.n_points ? from_table (data) : NULL;
  return ds_source_new (&values);
}

char **
fl_paint_first_classes (void)
{
  static char a[] = "A", b[] = "B", *two[] = { a, b, NULL };

  return two;
}

DsSource *
fl_paint_empty (const DsSource *source)
{
  DsSource values = { .kind = DS_SOURCE_POINTS, .class_names = fl_paint_first_classes () };

  if (source != NULL)
    {
      values = *source;
      values.points = NULL;
      values.n_points = 0;
    }
  return ds_source_new (&values);
}

/* --- edits ------------------------------------------------------------------------------------------------------------- */

gboolean
fl_paint_clear (FlDocument *document, const DsPrepared *data)
{
  const FlProject *project = fl_document_get_project (document);
  g_autoptr (DsSource) source = fl_paint_source (project, data), empty = NULL;

  if (source == NULL || source->n_points == 0)
    return FALSE;
  empty = fl_paint_empty (source);
  return fl_edit_set_points (document, empty, project->prepare.task, data != NULL ? data->n_classes : 0, _("clear all points"), NULL);
}

gboolean
fl_paint_start (FlDocument *document)
{
  g_autoptr (DsSource) source = fl_paint_empty (NULL);

  return fl_edit_set_source (document, source, DS_CLASSIFICATION, _("Painted points"));
}

/* Is it a name no class has yet? */
static gboolean
is_free (char **classes, const char *name)
{
  return !g_strv_contains ((const char *const *) classes, name);
}

gboolean
fl_paint_add_class (FlDocument *document, const DsPrepared *data)
{
  const FlProject *project = fl_document_get_project (document);
  g_autoptr (DsSource) source = fl_paint_source (project, data), more = NULL;
  char *classes[FL_PAINT_MAX_CLASSES + 1] = { 0 }, name[2] = "A";
  DsSource values;
  guint n;

  if (source == NULL || source->class_names == NULL || (n = g_strv_length (source->class_names)) >= FL_PAINT_MAX_CLASSES)
    return FALSE;
  for (guint i = 0; i < n; i++)
    classes[i] = source->class_names[i];
  name[0] = (char) ('A' + n); /* sorted behind the letters before it, so that a table of these points reads the same */
  while (name[0] < 'Z' && !is_free (source->class_names, name))
    name[0]++;
  classes[n] = name;
  values = *source;
  values.class_names = classes;
  more = ds_source_new (&values);
  return fl_edit_set_points (document, more, project->prepare.task, n, _("add class"), NULL);
}
