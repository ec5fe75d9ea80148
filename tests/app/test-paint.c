/* Painting: what tools do to points, and what strokes do to document, file and run. */
#include <string.h>
#include <math.h>
#include "fl-edit.h"
#include "fl-session.h"
#include "fl-stroke.h"

static const FlToolSettings brush = { FL_TOOL_BRUSH, 0.5, 0.5, 4, 1, 1, DS_PART_DRAWN };

static GArray *
some_points (guint n)
{
  GArray *points = g_array_new (FALSE, FALSE, sizeof (DsPoint));
  DsRng rng = ds_rng (5, DS_RNG_PAINT, 77);

  for (guint i = 0; i < n; i++)
    {
      DsPoint point = { 4 * ds_rng_uniform (&rng) - 2, 4 * ds_rng_uniform (&rng) - 2, i % 3 };

      g_array_append_val (points, point);
    }
  return points;
}

static void
test_spray (void)
{
  g_autoptr (GArray) a = some_points (0), b = some_points (0), one = some_points (0);
  FlDisc disc = { 1, -2, 0.5, 0.25 };
  DsRng first = ds_rng (9, DS_RNG_PAINT, 0), again = first, third = first;
  guint left = 0;

  g_assert_cmpuint (fl_paint_spray (a, &disc, 500, 1, 2, &first), ==, 500);
  g_assert_cmpuint (fl_paint_spray (b, &disc, 500, 1, 2, &again), ==, 500);
  g_assert_cmpmem (a->data, 500 * sizeof (DsPoint), b->data, 500 * sizeof (DsPoint));
  for (guint i = 0; i < 500; i++)
    {
      const DsPoint *p = &g_array_index (a, DsPoint, i);
      double r = hypot ((p->x1 - 1) / 0.5, (p->x2 + 2) / 0.25);

      g_assert_cmpfloat (r, <=, 1 + 1e-6);
      g_assert_cmpfloat (p->label, ==, 2);
      left += r < sqrt (0.5); /* half of the area */
    }
  g_assert_cmpuint (left, >, 200);
  g_assert_cmpuint (left, <, 300);
  fl_paint_spray (one, &disc, 1, 0, 0, &third);
  g_assert_cmpfloat (g_array_index (one, DsPoint, 0).x1, ==, 1);
  g_assert_cmpfloat (g_array_index (one, DsPoint, 0).x2, ==, -2);
  g_assert_cmpuint (fl_paint_spray (a, &disc, G_MAXUINT, 1, 2, &first), ==, FL_PAINT_MAX_POINTS - 500);
  g_assert_cmpuint (fl_paint_spray (a, &disc, 1, 1, 2, &first), ==, 0);
}

/* Erasing where was just painted leaves what was there, in its order, where nothing else was in the disc. */
static void
test_erase (void)
{
  g_autoptr (GArray) points = some_points (200), before = some_points (200);
  FlDisc away = { 10, 10, 1, 1 }, here = { 0, 0, 1, 1 };
  DsRng rng = ds_rng (1, DS_RNG_PAINT, 0);
  gsize gone;

  fl_paint_spray (points, &away, 50, 1, 0, &rng);
  away.rx = away.ry = 1.001;
  g_assert_cmpuint (fl_paint_erase (points, &away), ==, 50);
  g_assert_cmpmem (points->data, points->len * sizeof (DsPoint), before->data, before->len * sizeof (DsPoint));
  gone = fl_paint_erase (points, &here);
  g_assert_cmpuint (gone, >, 10);
  g_assert_cmpuint (points->len, ==, 200 - gone);
  g_assert_cmpuint (fl_paint_erase (points, &here), ==, 0);
}

static void
test_flip_and_move (void)
{
  g_autoptr (GArray) points = some_points (200), before = some_points (200), picked = NULL, none = NULL;
  FlDisc here = { 0, 0, 1, 1 };
  gsize flipped = fl_paint_flip (points, &here, 1);

  picked = fl_paint_pick (points, &here);
  g_assert_cmpuint (flipped, >, 0);
  g_assert_cmpuint (flipped, <, picked->len); /* some were ones */
  g_assert_cmpuint (fl_paint_flip (points, &here, 1), ==, 0);
  fl_paint_move (points, picked, 100, -50);
  none = fl_paint_pick (points, &here);
  g_assert_cmpuint (none->len, ==, 0);
  for (guint i = 0; i < 200; i++)
    {
      const DsPoint *is = &g_array_index (points, DsPoint, i), *was = &g_array_index (before, DsPoint, i);
      gboolean moved = was->x1 * was->x1 + was->x2 * was->x2 <= 1;

      g_assert_cmpfloat_with_epsilon (is->x1 - was->x1, moved ? 100 : 0, 1e-5);
      g_assert_cmpfloat_with_epsilon (is->x2 - was->x2, moved ? -50 : 0, 1e-5);
      g_assert_cmpfloat (is->label, ==, moved ? 1 : was->label);
    }
}

static void
test_lasso (void)
{
  g_autoptr (GArray) points = some_points (300);
  const double loop[] = { -1, -1, 1, -1, 0, 0, 1, 1, -1, 1 }; /* a square with a notch on its right */
  gsize n = fl_paint_set_part (points, loop, 5, DS_PART_VALIDATION), found = 0;

  for (guint i = 0; i < 300; i++)
    {
      const DsPoint *p = &g_array_index (points, DsPoint, i);
      gboolean inside = fabs (p->x1) < 1 && fabs (p->x2) < 1 && !(p->x1 > 0 && fabs (p->x2) < p->x1);

      g_assert_cmpint (p->part, ==, inside ? DS_PART_VALIDATION : DS_PART_DRAWN);
      found += inside;
    }
  g_assert_cmpuint (n, ==, found);
  g_assert_cmpuint (n, >, 10);
  g_assert_cmpuint (fl_paint_set_part (points, loop, 2, DS_PART_TRAINING), ==, 0);
  g_assert_cmpuint (fl_paint_set_part (points, loop, 5, DS_PART_TRAINING), ==, n);
}

/* ---- documents ---- */

static FlDocument *
document_of (const char *source, const char *more)
{
  g_autofree char *text = g_strdup_printf ("{\"fallline\": 1, \"seed\": 3, \"data\": {\"source\": %s%s}, \"network\": [{\"type\": \"dense\", "
                                           "\"units\": 4, \"activation\": \"tanh\"}, {\"type\": \"dense\", \"units\": \"auto\"}], \"training\": {\"stop\": {\"epochs\": null}}}", source, more);
  g_autoptr (GError) error = NULL;
  g_autoptr (FlProject) project = fl_project_parse (text, strlen (text), "test", &error), whole = NULL;

  g_assert_no_error (error);
  whole = fl_project_resolve (project, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return fl_document_new (whole);
}

static DsPrepared *
data_of (FlDocument *document)
{
  g_autoptr (GError) error = NULL;
  DsPrepared *data = fl_project_prepare (fl_document_get_project (document), NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return data;
}

static char *
json_of (FlDocument *document)
{
  return fl_project_to_json (fl_document_get_project (document));
}

static void
check_json (FlDocument *document, const char *expected)
{
  g_autofree char *json = json_of (document);

  g_assert_cmpstr (json, ==, expected);
}

/* The file of what is there reads back as what is there. */
static void
check_file (FlDocument *document)
{
  g_autofree char *json = json_of (document), *again = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (FlProject) back = fl_project_parse (json, strlen (json), "test", &error);

  g_assert_no_error (error);
  g_assert_true (ds_source_equal (back->source, fl_document_get_project (document)->source));
  again = fl_project_to_json (back);
  g_assert_cmpstr (again, ==, json);
}

static void
stroke (FlDocument *document, const FlToolSettings *settings, guint64 number, guint places)
{
  g_autoptr (DsPrepared) data = data_of (document);
  FlStroke *s = fl_stroke_begin (document, data, settings, number, -2, -2);

  g_assert_nonnull (s);
  for (guint i = 1; i <= places; i++)
    fl_stroke_to (s, -2 + 5.0 * i / places, i * 2 > places ? 2 : -2);
  fl_stroke_end (s);
}

#define SPIRALS "{\"type\": \"generator\", \"name\": \"spirals\", \"samples\": 200}"

/* Every tool: one step on the stack, undone to the byte. The first one makes points of a generator. */
static void
test_strokes (void)
{
  g_autoptr (FlDocument) document = document_of (SPIRALS, ", \"validation_share\": 0.25");
  g_autoptr (DsPrepared) before = data_of (document);
  static const char *const labels[] = { "paint", "erase", "move", "flip", "move to validation" };

  for (guint tool = 0; tool < FL_N_TOOLS; tool++)
    {
      g_autofree char *was = json_of (document), *is = NULL;
      double radius = tool == FL_TOOL_ERASER ? 0.4 : 1.5;
      FlToolSettings settings = { tool, radius, radius, 3, 0.5, 1, DS_PART_VALIDATION };

      stroke (document, &settings, tool, 7);
      is = json_of (document);
      g_assert_cmpstr (was, !=, is);
      g_assert_true (g_str_has_prefix (fl_document_undo_label (document), labels[tool]));
      check_file (document);
      fl_document_undo (document);
      check_json (document, was);
      fl_document_redo (document);
      check_json (document, is);
      g_assert_cmpint (fl_document_get_project (document)->source->kind, ==, DS_SOURCE_POINTS);
    }
  for (guint tool = 0; tool < FL_N_TOOLS; tool++)
    fl_document_undo (document);
  g_assert_false (fl_document_can_undo (document));
  g_assert_cmpint (fl_document_get_project (document)->source->kind, ==, DS_SOURCE_GENERATOR);
  {
    /* the first rows of the first stroke are the generator's, in their order and in their part */
    g_autoptr (DsPrepared) painted = NULL;
    FlToolSettings nothing = brush;

    nothing.density = 1;
    stroke (document, &nothing, 0, 0);
    painted = data_of (document);
    g_assert_cmpuint (painted->rows, ==, 201);
    g_assert_cmpmem (ds_dataset_values (painted->dataset), 600 * sizeof (float), ds_dataset_values (before->dataset),
                     600 * sizeof (float));
    g_assert_cmpuint (painted->n_classes, ==, 2);
    g_assert_cmpfloat (painted->options.validation_share, ==, 0.25);
  }
}

/* How often the pointer is seen makes no difference to the ink, and the same stroke is the same points. */
static void
test_even (void)
{
  g_autoptr (FlDocument) a = document_of (SPIRALS, ""), b = document_of (SPIRALS, "");
  g_autoptr (DsPrepared) data = data_of (a);
  gsize n[2];
  FlDocument *documents[] = { a, b };

  for (guint k = 0; k < 2; k++)
    {
      FlStroke *s = fl_stroke_begin (documents[k], data, &brush, 4, 0, 0);

      for (guint i = 1; i <= (k ? 60 : 1); i++)
        fl_stroke_to (s, 10.0 * i / (k ? 60 : 1), 0);
      n[k] = fl_stroke_end (s);
    }
  g_assert_cmpuint (n[0], ==, 4 * 41);
  g_assert_cmpuint (ABS ((int) n[0] - (int) n[1]), <=, 4); /* rounding may leave the last dab out */
}

/* A stroke ends where it is undone under the hand. */
static void
test_undone_in_mid_stroke (void)
{
  g_autoptr (FlDocument) document = document_of (SPIRALS, "");
  g_autoptr (DsPrepared) data = data_of (document);
  g_autofree char *was = json_of (document);
  FlStroke *s = fl_stroke_begin (document, data, &brush, 0, 0, 0);

  fl_stroke_to (s, 3, 0);
  fl_document_undo (document);
  check_json (document, was);
  fl_stroke_to (s, 5, 5);
  check_json (document, was);
  fl_stroke_end (s);
  check_json (document, was);
}

/* What is picked stops where the first of its points would leave what is seen, and keeps its shape. */
static void
test_limits (void)
{
  g_autoptr (FlDocument) document = document_of (SPIRALS, "");
  g_autoptr (DsPrepared) data = data_of (document);
  FlToolSettings move = { FL_TOOL_MOVE, 100, 100, .low = { -10, -10 }, .high = { 10, 10 } };
  const DsSource *source;
  float right = -INFINITY, apart, was;
  FlStroke *s;

  g_assert_true (fl_paint_add_class (document, data));
  source = fl_document_get_project (document)->source;
  apart = source->points[1].x1 - source->points[0].x1;
  was = source->points[0].x2;
  s = fl_stroke_begin (document, NULL, &move, 0, 0, 0);
  fl_stroke_to (s, 50, 0);
  fl_stroke_to (s, 60, 0.25); /* up along the edge */
  fl_stroke_end (s);
  source = fl_document_get_project (document)->source;
  for (gsize i = 0; i < source->n_points; i++)
    right = MAX (right, source->points[i].x1);
  g_assert_cmpfloat_with_epsilon (right, 10, 1e-5);
  g_assert_cmpfloat_with_epsilon (source->points[1].x1 - source->points[0].x1, apart, 1e-5);
  g_assert_cmpfloat_with_epsilon (source->points[0].x2, was + 0.25, 1e-5);
}

static void
test_classes (void)
{
  g_autoptr (FlDocument) document = document_of (SPIRALS, "");
  g_autofree char *was = json_of (document);
  g_autoptr (DsPrepared) data = data_of (document);
  FlToolSettings eraser = { FL_TOOL_ERASER, 100, 100 };

  g_assert_cmpstr (fl_document_get_project (document)->spec->loss.type->id, ==, "binary_cross_entropy");
  g_assert_true (fl_paint_add_class (document, data));
  g_assert_cmpstr (fl_document_get_project (document)->spec->loss.type->id, ==, "cross_entropy"); /* one unit tells no three apart */
  for (guint i = 4; i <= FL_PAINT_MAX_CLASSES; i++)
    g_assert_true (fl_paint_add_class (document, NULL));
  g_assert_false (fl_paint_add_class (document, NULL));
  g_assert_cmpuint (g_strv_length (fl_document_get_project (document)->source->class_names), ==, FL_PAINT_MAX_CLASSES);
  check_file (document);
  stroke (document, &eraser, 0, 0); /* all gone, and the classes stay */
  g_assert_cmpuint (fl_document_get_project (document)->source->n_points, ==, 0);
  g_assert_cmpuint (g_strv_length (fl_document_get_project (document)->source->class_names), ==, FL_PAINT_MAX_CLASSES);
  check_file (document);
  while (fl_document_can_undo (document))
    fl_document_undo (document);
  check_json (document, was);
  g_assert_true (fl_paint_clear (document, data));
  g_assert_cmpuint (fl_document_get_project (document)->source->n_points, ==, 0);
  g_assert_false (fl_paint_clear (document, NULL));
}

static void
test_regression (void)
{
  g_autoptr (FlDocument) document = document_of ("{\"type\": \"generator\", \"name\": \"bumps\", \"samples\": 60}", "");
  FlToolSettings settings = brush;
  const DsSource *source;

  settings.label = 0.75f;
  stroke (document, &settings, 0, 0);
  source = fl_document_get_project (document)->source;
  g_assert_cmpint (fl_document_get_project (document)->prepare.task, ==, DS_REGRESSION);
  g_assert_null (source->class_names);
  g_assert_cmpfloat (source->points[source->n_points - 1].label, ==, 0.75);
  g_assert_false (fl_paint_add_class (document, NULL));
  check_file (document);
}

/* ---- the run ---- */

static gboolean
timeout_cb (gpointer data)
{
  g_error ("still waiting");
  return G_SOURCE_REMOVE;
}

#define WAIT_FOR(session, condition)                                  \
  G_STMT_START                                                        \
  {                                                                   \
    guint id = g_timeout_add_seconds (30, timeout_cb, NULL);          \
    while (fl_session_update (session), !(condition))                 \
      {                                                               \
        g_main_context_iteration (NULL, FALSE);                       \
        g_usleep (300);                                               \
      }                                                               \
    g_source_remove (id);                                             \
  }                                                                   \
  G_STMT_END

static gboolean
settled (FlSession *session)
{
  NnFrame *frame = fl_session_get_frame (session);

  return !fl_session_is_loading (session) && frame != NULL && frame->data == fl_session_get_data (session);
}

/* A stroke over a running generator: the trainer takes the points, the run goes on; so it does when all is undone. */
static void
test_paint_while_training (void)
{
  g_autoptr (FlDocument) document = document_of (SPIRALS, "");
  g_autoptr (FlSession) session = fl_session_new (document);
  guint64 run, step;
  FlStroke *s;

  WAIT_FOR (session, settled (session));
  fl_session_play (session);
  WAIT_FOR (session, fl_session_get_frame (session)->step > 50);
  run = fl_session_get_frame (session)->run;
  s = fl_stroke_begin (document, fl_session_get_data (session), &brush, 0, -3, 0);
  for (guint i = 1; i <= 60; i++)
    {
      fl_stroke_to (s, -3 + i * 0.1, 0);
      g_main_context_iteration (NULL, FALSE);
    }
  g_assert_cmpuint (fl_stroke_end (s), >, 40);
  step = fl_session_get_frame (session)->step;
  WAIT_FOR (session, settled (session) && fl_session_get_data (session)->rows == fl_document_get_project (document)->source->n_points
                         && fl_session_get_frame (session)->step > step);
  g_assert_cmpuint (fl_session_get_frame (session)->run, ==, run);
  g_assert_true (fl_session_is_playing (session));

  fl_document_undo (document);
  step = fl_session_get_frame (session)->step;
  WAIT_FOR (session, settled (session) && fl_session_get_data (session)->rows == 200 && fl_session_get_frame (session)->step > step);
  g_assert_cmpuint (fl_session_get_frame (session)->run, ==, run);
}

/* From nothing: told what is missing, no crash, and training as soon as it can be. */
static void
test_empty_canvas (void)
{
  g_autoptr (FlDocument) document = document_of (SPIRALS, "");
  g_autoptr (FlSession) session = fl_session_new (document);
  FlToolSettings settings = brush;

  WAIT_FOR (session, settled (session));
  g_assert_true (fl_paint_start (document));
  WAIT_FOR (session, !fl_session_is_loading (session));
  g_assert_null (fl_session_get_data (session));
  g_assert_nonnull (fl_session_get_problem (session, NULL));
  settings.label = 0;
  fl_stroke_end (fl_stroke_begin (document, NULL, &settings, 0, 1, 1));
  WAIT_FOR (session, !fl_session_is_loading (session) && fl_session_get_data (session) != NULL);
  g_assert_cmpuint (fl_session_get_data (session)->rows, ==, 4);
  g_assert_nonnull (fl_session_get_problem (session, NULL)); /* of one class */
  g_assert_nonnull (strstr (fl_session_get_problem (session, NULL), "two points of each class"));
  settings.label = 1;
  fl_stroke_end (fl_stroke_begin (document, fl_session_get_data (session), &settings, 1, -1, -1));
  WAIT_FOR (session, settled (session) && fl_session_get_data (session)->rows == 8);
  g_assert_null (fl_session_get_problem (session, NULL));
  fl_session_play (session);
  WAIT_FOR (session, fl_session_get_frame (session)->step > 20);
  g_assert_cmpuint (fl_session_get_frame (session)->data->rows, ==, 8);
  while (fl_document_can_undo (document))
    fl_document_undo (document);
  WAIT_FOR (session, settled (session) && fl_session_get_data (session)->rows == 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/spray", test_spray);
  g_test_add_func ("/paint/erase", test_erase);
  g_test_add_func ("/paint/flip-and-move", test_flip_and_move);
  g_test_add_func ("/paint/lasso", test_lasso);
  g_test_add_func ("/paint/strokes", test_strokes);
  g_test_add_func ("/paint/even", test_even);
  g_test_add_func ("/paint/undone-in-mid-stroke", test_undone_in_mid_stroke);
  g_test_add_func ("/paint/limits", test_limits);
  g_test_add_func ("/paint/classes", test_classes);
  g_test_add_func ("/paint/regression", test_regression);
  g_test_add_func ("/paint/while-training", test_paint_while_training);
  g_test_add_func ("/paint/empty-canvas", test_empty_canvas);
  return g_test_run ();
}
