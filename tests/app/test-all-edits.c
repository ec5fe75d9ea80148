/* A thousand edits of every kind a person can make, and a thousand steps back: the project is the same to the byte at every step,
 * and at every step forth again. A new kind of edit is a function and a row in kinds[]. */
#include "fl-edit.h"
#include "fl-findings.h"
#include "fl-random.h"
#include "fl-remedy.h"
#include "fl-stroke.h"

#include <math.h>
#include <string.h>

#define EDITS 1000
#define LEAST_OF_A_KIND 3u

/* Each tries one edit; TRUE: the document says that it was made. */
typedef gboolean (*Try) (FlDocument *document, GRand *rand);

static const FlProject *
project_of (FlDocument *document)
{
  return fl_document_get_project (document);
}

static const NnSpec *
spec_of (FlDocument *document)
{
  return project_of (document)->spec;
}

static guint
any_layer (FlDocument *document, GRand *rand)
{
  return (guint) g_rand_int_range (rand, 0, (gint32) spec_of (document)->n_layers);
}

static const DsType *
any_type (GRand *rand, NnRegistry registry)
{
  guint n;
  const DsType *const *types = nn_registry (registry, &n);

  return types[g_rand_int_range (rand, 0, (gint32) n)];
}

/* --- layers ------------------------------------------------------------------------------------------------------------ */

static gboolean
insert_layer (FlDocument *document, GRand *rand)
{
  DsItem layer = fl_edit_new_layer (document, any_type (rand, NN_LAYERS)->id);

  return spec_of (document)->n_layers < 12 && fl_edit_insert_layer (document, any_layer (document, rand), &layer);
}

static gboolean
remove_layer (FlDocument *document, GRand *rand)
{
  return fl_edit_remove_layer (document, any_layer (document, rand));
}

static gboolean
move_layer (FlDocument *document, GRand *rand)
{
  guint from = any_layer (document, rand);

  return fl_edit_move_layer (document, from, any_layer (document, rand));
}

static gboolean
duplicate_layer (FlDocument *document, GRand *rand)
{
  return spec_of (document)->n_layers < 12 && fl_edit_duplicate_layer (document, any_layer (document, rand));
}

static gboolean
change_units (FlDocument *document, GRand *rand)
{
  return fl_edit_change_units (document, any_layer (document, rand), g_rand_int_range (rand, -3, 4));
}

static gboolean
set_trainable (FlDocument *document, GRand *rand)
{
  return fl_edit_set_trainable (document, any_layer (document, rand), g_rand_boolean (rand));
}

static gboolean
set_layer (FlDocument *document, GRand *rand)
{
  guint index = any_layer (document, rand);
  const DsType *type = g_rand_boolean (rand) ? spec_of (document)->layers[index].type : any_type (rand, NN_LAYERS);
  DsItem item = fl_random_item (rand, type);

  return fl_edit_set_layer (document, index, &item, type->n_params > 0 ? type->params[0].id : NULL);
}

static gboolean
toggle_frozen (FlDocument *document, GRand *rand)
{
  gboolean bias = g_rand_boolean (rand);
  NnFrozenEntry entry = { bias ? NN_FROZEN_BIAS : NN_FROZEN_WEIGHT, (guint) g_rand_int_range (rand, 0, 2),
                          bias ? NN_FROZEN_VECTOR : g_rand_int_range (rand, 0, 2) };

  return fl_edit_toggle_frozen (document, any_layer (document, rand), &entry);
}

/* --- training ---------------------------------------------------------------------------------------------------------- */

static gboolean
set_loss (FlDocument *document, GRand *rand)
{
  DsItem loss = fl_random_item (rand, any_type (rand, NN_LOSSES));

  if (project_of (document)->prepare.task == DS_REGRESSION && !nn_loss_for_regression (loss.type))
    return FALSE;
  return fl_edit_set_loss (document, &loss, NULL);
}

static gboolean
set_optimizer (FlDocument *document, GRand *rand)
{
  DsItem optimizer = fl_random_item (rand, any_type (rand, NN_OPTIMIZERS));

  return fl_edit_set_optimizer (document, &optimizer, g_rand_boolean (rand) ? "learning_rate" : NULL);
}

static gboolean
set_training (FlDocument *document, GRand *rand)
{
  NnSpec spec = *spec_of (document);

  spec.schedule = fl_random_item (rand, any_type (rand, NN_SCHEDULES));
  spec.batch_size = (guint64) g_rand_int_range (rand, 0, 100);
  spec.l2 = g_rand_double (rand);
  spec.shuffle = g_rand_boolean (rand);
  spec.clip_norm = g_rand_boolean (rand) ? NAN : 1 + g_rand_double (rand);
  return fl_edit_set_training (document, &spec, "change training", "training");
}

static gboolean
set_seed (FlDocument *document, GRand *rand)
{
  return fl_edit_set_seed (document, g_rand_int (rand));
}

/* --- data -------------------------------------------------------------------------------------------------------------- */

static gboolean
set_generator (FlDocument *document, GRand *rand)
{
  guint n;
  const DsType *const *types = ds_generators (&n);
  const DsSource *source = project_of (document)->source;
  gboolean same = source->kind == DS_SOURCE_GENERATOR && g_rand_boolean (rand);
  DsItem generator = fl_random_item (rand, same ? source->generator.type : types[g_rand_int_range (rand, 0, (gint32) n)]);

  if (ds_type_find_param (generator.type, "samples") >= 0)
    ds_item_set (&generator, "samples", g_rand_int_range (rand, 20, 100), NULL);
  return fl_edit_set_generator (document, &generator, same ? "noise" : NULL);
}

/* What an import ends with. */
static gboolean
import (FlDocument *document, GRand *rand)
{
  char *inputs[] = { (char *) "größe", (char *) "a \"quoted\", b", NULL };
  DsSource values = { .kind = DS_SOURCE_CSV, .path = (char *) "some folder/tàble.csv", .inputs = inputs, .target = (char *) "class",
                      .delimiter = ";,\t"[g_rand_int_range (rand, 0, 3)], .missing = g_rand_boolean (rand) ? DS_MISSING_MEAN : DS_MISSING_DROP };
  g_autoptr (DsSource) source = ds_source_new (&values);

  return fl_edit_set_source (document, source, g_rand_boolean (rand) ? DS_CLASSIFICATION : DS_REGRESSION, "tàble.csv");
}

static gboolean
set_prepare (FlDocument *document, GRand *rand)
{
  DsPrepareOptions options = project_of (document)->prepare;

  options.standardize = g_rand_boolean (rand);
  options.unique_rows = g_rand_boolean (rand);
  options.validation_share = floor (g_rand_double (rand) * 100) / 200;
  return fl_edit_set_prepare (document, &options, "change preparation", NULL);
}

static gboolean
rename_project (FlDocument *document, GRand *rand)
{
  g_autofree char *name = g_strdup_printf ("„Näme“ %u", g_rand_int (rand) % 1000);
  g_autoptr (FlProject) next = fl_project_with_name (project_of (document), name);

  fl_document_edit (document, next, "rename project", NULL);
  return TRUE;
}

/* --- painting ---------------------------------------------------------------------------------------------------------- */

static gboolean
paint_start (FlDocument *document, GRand *rand)
{
  return project_of (document)->source->kind != DS_SOURCE_POINTS && fl_paint_start (document);
}

static gboolean
paint_clear (FlDocument *document, GRand *rand)
{
  return g_rand_int_range (rand, 0, 4) == 0 && fl_paint_clear (document, NULL);
}

static gboolean
paint_class (FlDocument *document, GRand *rand)
{
  return fl_paint_add_class (document, NULL);
}

static gboolean
stroke (FlDocument *document, GRand *rand, FlTool tool)
{
  FlToolSettings settings = { tool, 0.8, 0.8, 3, 1, (float) g_rand_int_range (rand, 0, 2),
                              g_rand_boolean (rand) ? DS_PART_VALIDATION : DS_PART_TRAINING };
  double x = g_rand_double_range (rand, -2, 2), y = g_rand_double_range (rand, -2, 2);
  g_autoptr (DsPrepared) data = fl_project_prepare (project_of (document), NULL, NULL, NULL, NULL);
  FlStroke *under_way = fl_stroke_begin (document, data, &settings, g_rand_int (rand), x, y);

  if (under_way == NULL)
    return FALSE;
  fl_stroke_to (under_way, x + 1.5, y);
  fl_stroke_to (under_way, x + 1.5, y + 1.5);
  fl_stroke_to (under_way, x - 0.5, y + 1.5);
  return fl_stroke_end (under_way) > 0;
}

static gboolean
brush (FlDocument *document, GRand *rand)
{
  return stroke (document, rand, FL_TOOL_BRUSH);
}

static gboolean
erase (FlDocument *document, GRand *rand)
{
  return stroke (document, rand, FL_TOOL_ERASER);
}

static gboolean
move_points (FlDocument *document, GRand *rand)
{
  return stroke (document, rand, FL_TOOL_MOVE);
}

static gboolean
flip (FlDocument *document, GRand *rand)
{
  return stroke (document, rand, FL_TOOL_FLIP);
}

static gboolean
lasso (FlDocument *document, GRand *rand)
{
  return stroke (document, rand, FL_TOOL_LASSO);
}

/* --- remedies ---------------------------------------------------------------------------------------------------------- */

static gboolean
mend_network (FlDocument *document, GRand *rand)
{
  gboolean classes = project_of (document)->prepare.task == DS_CLASSIFICATION;
  NnProblem problem = { .inputs = 2, .targets = 1, .n_classes = classes ? (guint) g_rand_int_range (rand, 2, 4) : 0, .rows = 100 };
  g_autoptr (FlRemedy) remedy = fl_remedy_find (spec_of (document), &problem);

  return remedy != NULL && fl_remedy_apply (remedy, document);
}

/* As Diagnose applies one: network and preparation in one step. */
static gboolean
try_remedy (FlDocument *document, GRand *rand)
{
  NnSpec values = *spec_of (document);
  g_autoptr (NnSpec) spec = NULL;
  g_autoptr (FlProject) next = NULL;
  NnRemedy remedy = { .prepare = project_of (document)->prepare };

  values.l2 = g_rand_double (rand) / 100;
  remedy.spec = spec = nn_spec_new (&values);
  remedy.prepare.standardize = !remedy.prepare.standardize;
  next = fl_remedy_edit (project_of (document), &remedy);
  fl_document_edit (document, next, "remedy", NULL);
  return TRUE;
}

static const struct
{
  const char *name;
  Try try;
} kinds[] = {
  { "insert a layer", insert_layer }, { "remove a layer", remove_layer }, { "move a layer", move_layer },
  { "duplicate a layer", duplicate_layer }, { "change units", change_units }, { "freeze a layer", set_trainable },
  { "change a layer", set_layer }, { "freeze a weight", toggle_frozen }, { "loss", set_loss }, { "optimizer", set_optimizer },
  { "training", set_training }, { "seed", set_seed }, { "generator", set_generator }, { "import", import }, { "preparation", set_prepare },
  { "name", rename_project }, { "empty canvas", paint_start }, { "clear points", paint_clear }, { "add a class", paint_class },
  { "brush", brush }, { "brush", brush }, { "eraser", erase }, { "move points", move_points }, { "flip labels", flip }, { "lasso", lasso },
  { "mend the network", mend_network }, { "remedy", try_remedy },
};

static char *
text_of (FlDocument *document)
{
  return fl_project_to_json (fl_document_get_project (document));
}

static void
test_all_edits (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autoptr (FlProject) project = fl_project_default ();
  g_autoptr (FlDocument) document = fl_document_new (project);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  guint made[G_N_ELEMENTS (kinds)] = { 0 }, tries = 0;

  g_ptr_array_add (texts, text_of (document));
  while (texts->len <= EDITS)
    {
      guint kind = (guint) g_rand_int_range (rand, 0, G_N_ELEMENTS (kinds));
      const FlProject *before = fl_document_get_project (document);
      gboolean said = kinds[kind].try (document, rand);
      g_autofree char *now = text_of (document);
      gboolean changed = g_strcmp0 (now, g_ptr_array_index (texts, texts->len - 1)) != 0;

      fl_document_end_group (document); /* a step each, however quickly they come */
      g_assert_cmpuint (++tries, <, 20 * EDITS);
      if (changed && !said)
        g_error ("\"%s\" changed the project and says that it did not", kinds[kind].name);
      if (fl_document_get_project (document) == before) /* an edit to the same value is none; layers alike that change places are one */
        continue;
      made[kind]++;
      g_ptr_array_add (texts, g_steal_pointer (&now));
    }
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (made[i] < LEAST_OF_A_KIND)
      g_error ("\"%s\" happened %u times only", kinds[i].name, made[i]);

  for (guint i = EDITS; i > 0; i--)
    {
      g_autofree char *now = text_of (document);

      g_assert_cmpstr (now, ==, g_ptr_array_index (texts, i));
      g_assert_true (fl_document_can_undo (document));
      fl_document_undo (document);
    }
  g_assert_false (fl_document_can_undo (document));
  g_assert_false (fl_document_is_modified (document));
  for (guint i = 0; i <= EDITS; i++)
    {
      g_autofree char *now = text_of (document);

      g_assert_cmpstr (now, ==, g_ptr_array_index (texts, i));
      fl_document_redo (document);
    }
  g_assert_false (fl_document_can_redo (document));
}

/* What such edits make can be written, read and written again without a difference. */
static void
test_survives_a_file (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);
  g_autoptr (FlProject) project = fl_project_default ();
  g_autoptr (FlDocument) document = fl_document_new (project);

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *text = NULL, *again = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (FlProject) read = NULL;

      kinds[g_rand_int_range (rand, 0, G_N_ELEMENTS (kinds))].try (document, rand);
      text = text_of (document);
      read = fl_project_parse (text, strlen (text), "edits", &error);
      if (error != NULL)
        g_error ("%s in\n%s", error->message, text);
      again = fl_project_to_json (read);
      g_assert_cmpstr (again, ==, text);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/all-edits/a-thousand-and-back", test_all_edits);
  g_test_add_func ("/all-edits/survive-a-file", test_survives_a_file);
  return g_test_run ();
}
