#include "fl-stroke.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-edit.h"

#define SPACING 0.5      /* radii between two dabs */
#define MOST_DABS 400    /* of one movement: a jump across the screen with the finest tool */

struct _FlStroke
{
  FlDocument *document; /* owned */
  FlToolSettings settings;
  DsSource *source;     /* owned: as it was, without the points */
  DsTask task;
  GArray *points;       /* owned */
  GArray *picked;       /* MOVE: owned */
  GArray *loop;         /* LASSO: owned */
  FlProject *seen;      /* owned: what this stroke has made of the project */
  DsRng rng;
  char *group;
  guint was_classes;
  double x, y;          /* of the last dab */
  gsize changed;
};

/* "Undo " comes before it. */
static char *
label_of (const FlStroke *self)
{
  gulong n = self->changed;

  switch (self->settings.tool)
    {
    case FL_TOOL_BRUSH:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "paint %lu point", "paint %lu points", n), n);
    case FL_TOOL_ERASER:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "erase %lu point", "erase %lu points", n), n);
    case FL_TOOL_MOVE:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "move %lu point", "move %lu points", n), n);
    case FL_TOOL_FLIP:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "flip %lu label", "flip %lu labels", n), n);
    case FL_TOOL_LASSO:
    default:
      return self->settings.part == DS_PART_VALIDATION ? g_strdup (_("move to validation")) : g_strdup (_("move to training"));
    }
}

static void
commit (FlStroke *self)
{
  g_autofree char *label = label_of (self);
  g_autoptr (DsSource) next = NULL;
  DsSource values = *self->source;

  values.points = (DsPoint *) (gpointer) self->points->data;
  values.n_points = self->points->len;
  next = ds_source_new (&values);
  fl_edit_set_points (self->document, next, self->task, self->was_classes, label, self->group);
  fl_project_unref (self->seen);
  self->seen = fl_project_ref (fl_document_get_project (self->document));
}

static gboolean
has_limits (const FlToolSettings *settings)
{
  return settings->low[0] < settings->high[0] && settings->low[1] < settings->high[1];
}

/* Takes out the points from `first` on that nobody could see; returns how many are left of them. */
static gsize
keep_visible (FlStroke *self, guint first)
{
  const FlToolSettings *settings = &self->settings;
  guint kept = first;

  for (guint i = first; i < self->points->len; i++)
    {
      DsPoint point = g_array_index (self->points, DsPoint, i);

      if (has_limits (settings) && (point.x1 < settings->low[0] || point.x1 > settings->high[0] || point.x2 < settings->low[1]
                                    || point.x2 > settings->high[1]))
        continue;
      g_array_index (self->points, DsPoint, kept++) = point;
    }
  g_array_set_size (self->points, kept);
  return kept - first;
}

/* How far the picked points can go along one axis without one of them leaving what is seen. Those outside of it may come in. */
static double
hold_back (FlStroke *self, int axis, double way)
{
  double low = INFINITY, high = -INFINITY;

  if (!has_limits (&self->settings))
    return way;
  for (guint k = 0; k < self->picked->len; k++)
    {
      const DsPoint *point = &g_array_index (self->points, DsPoint, g_array_index (self->picked, guint32, k));
      double at = axis == 0 ? point->x1 : point->x2;

      low = MIN (low, at);
      high = MAX (high, at);
    }
  if (way > 0)
    return CLAMP (way, 0, MAX (self->settings.high[axis] - high, 0));
  return CLAMP (way, MIN (self->settings.low[axis] - low, 0), 0);
}

/* One touch of the tool. TRUE where it changed something. */
static gboolean
dab (FlStroke *self, double x, double y)
{
  FlDisc disc = { x, y, self->settings.rx, self->settings.ry };
  guint before = self->points->len;
  gsize n = 0;

  switch (self->settings.tool)
    {
    case FL_TOOL_BRUSH:
      fl_paint_spray (self->points, &disc, self->settings.density, self->settings.jitter, self->settings.label, &self->rng);
      n = keep_visible (self, before);
      break;
    case FL_TOOL_ERASER:
      n = fl_paint_erase (self->points, &disc);
      break;
    case FL_TOOL_FLIP:
      n = fl_paint_flip (self->points, &disc, self->settings.label);
      break;
    case FL_TOOL_MOVE:
    case FL_TOOL_LASSO:
    default:
      break;
    }
  self->changed += n;
  return n > 0;
}

/* Dabs at even distances from the last one towards x, y. */
static gboolean
go_along (FlStroke *self, double x, double y)
{
  double dx = x - self->x, dy = y - self->y, way = hypot (dx / self->settings.rx, dy / self->settings.ry);
  double step = MAX (SPACING, way / MOST_DABS);
  gboolean changed = FALSE;

  for (double at = step; at <= way; at += step)
    {
      self->x = x - dx * (1 - at / way);
      self->y = y - dy * (1 - at / way);
      changed |= dab (self, self->x, self->y);
    }
  return changed;
}

FlStroke *
fl_stroke_begin (FlDocument *document, const DsPrepared *data, const FlToolSettings *settings, guint64 number, double x, double y)
{
  FlProject *project = fl_document_get_project (document);
  g_autoptr (DsSource) source = fl_paint_source (project, data);
  FlDisc disc = { x, y, settings->rx, settings->ry };
  FlStroke *self;

  if (source == NULL)
    return NULL;
  self = g_new0 (FlStroke, 1);
  self->document = g_object_ref (document);
  self->settings = *settings;
  self->source = fl_paint_empty (source);
  self->task = project->prepare.task;
  self->was_classes = source->class_names != NULL ? g_strv_length (source->class_names) : 0;
  self->points = g_array_new (FALSE, FALSE, sizeof (DsPoint));
  g_array_append_vals (self->points, source->points, (guint) source->n_points);
  self->seen = fl_project_ref (project);
  self->rng = ds_rng (project->spec->seed, DS_RNG_PAINT, number);
  self->group = g_strdup_printf ("stroke-%" G_GUINT64_FORMAT, number);
  self->x = x;
  self->y = y;
  self->loop = g_array_new (FALSE, FALSE, sizeof (double));
  if (settings->tool == FL_TOOL_MOVE)
    self->picked = fl_paint_pick (self->points, &disc);
  fl_document_end_group (document);
  fl_document_hold_group (document, self->group);
  if (settings->tool == FL_TOOL_LASSO)
    g_array_append_vals (self->loop, (double[]){ x, y }, 2);
  else if (dab (self, x, y))
    commit (self);
  return self;
}

void
fl_stroke_to (FlStroke *self, double x, double y)
{
  double dx, dy;

  if (fl_document_get_project (self->document) != self->seen)
    return; /* somebody has undone it meanwhile, or changed something else: this stroke is over */
  switch (self->settings.tool)
    {
    case FL_TOOL_LASSO:
      g_array_append_vals (self->loop, (double[]){ x, y }, 2);
      break;
    case FL_TOOL_MOVE:
      dx = self->picked->len > 0 ? hold_back (self, 0, x - self->x) : 0;
      dy = self->picked->len > 0 ? hold_back (self, 1, y - self->y) : 0;
      if (dx == 0 && dy == 0)
        break;
      fl_paint_move (self->points, self->picked, dx, dy);
      self->x += dx;
      self->y += dy;
      self->changed = self->picked->len;
      commit (self);
      break;
    case FL_TOOL_BRUSH:
    case FL_TOOL_ERASER:
    case FL_TOOL_FLIP:
    default:
      if (go_along (self, x, y))
        commit (self);
      break;
    }
}

static gsize
finish (FlStroke *self, gboolean act)
{
  gsize changed;

  if (act && self->settings.tool == FL_TOOL_LASSO && fl_document_get_project (self->document) == self->seen)
    {
      self->changed
          = fl_paint_set_part (self->points, (const double *) (gpointer) self->loop->data, self->loop->len / 2, self->settings.part);
      if (self->changed > 0)
        commit (self);
    }
  fl_document_end_group (self->document);
  changed = self->changed;
  fl_project_unref (self->seen);
  ds_source_unref (self->source);
  g_array_unref (self->points);
  g_array_unref (self->loop);
  g_clear_pointer (&self->picked, g_array_unref);
  g_object_unref (self->document);
  g_free (self->group);
  g_free (self);
  return changed;
}

gsize
fl_stroke_end (FlStroke *self)
{
  return finish (self, TRUE);
}

void
fl_stroke_drop (FlStroke *self)
{
  finish (self, FALSE);
}

const double *
fl_stroke_get_loop (const FlStroke *self, guint *n)
{
  *n = self->loop->len / 2;
  return (const double *) (gpointer) self->loop->data;
}
