/* The catalogue, and making a table from a generator. */
#include "registry.h"

#include <glib/gi18n-lib.h>

#include "../ds-source.h"
#include "ds-generator.h"

#define DS_GENERATOR(name) extern const DsGenerator ds_generator_##name;
#include "../datasets.inc"
#undef DS_GENERATOR

static const DsType *const catalogue[] = {
#define DS_GENERATOR(name) &ds_generator_##name.type,
#include "../datasets.inc"
#undef DS_GENERATOR
};

const DsType *const *
ds_generators (guint *n)
{
  if (n)
    *n = G_N_ELEMENTS (catalogue);
  return catalogue;
}

DsTask
ds_generator_task (const DsType *generator)
{
  return ((const DsGenerator *) generator)->task;
}

guint
ds_generator_inputs (const DsType *generator)
{
  return ((const DsGenerator *) generator)->inputs;
}

static DsColumn *
make_columns (const DsGenerator *generator, const DsItem *item)
{
  DsColumn *columns = g_new0 (DsColumn, generator->inputs + 1), *target = &columns[generator->inputs];

  for (guint i = 0; i < generator->inputs; i++)
    columns[i].name = generator->inputs == 1 ? g_strdup ("x") : g_strdup_printf ("x%u", i + 1);
  target->role = DS_ROLE_TARGET;
  if (generator->task == DS_REGRESSION)
    {
      target->name = g_strdup ("y");
      return columns;
    }
  target->name = g_strdup ("class");
  target->kind = DS_COLUMN_CLASS;
  target->n_classes = generator->classes_param ? (guint) ds_item_get (item, generator->classes_param) : generator->n_classes;
  target->classes = ds_letter_names (target->n_classes);
  return columns;
}

DsDataset *
ds_generate (const DsItem *item, guint64 seed, GError **error)
{
  const DsGenerator *generator = (const DsGenerator *) item->type;
  gsize rows = ds_item_get (item, "samples");
  float *values = g_try_malloc_n (rows, (generator->inputs + 1) * sizeof (float));

  if (!values)
    {
      g_set_error (error, DS_ERROR, DS_ERROR_TOO_BIG, _("there is no memory for %zu points"), rows);
      return NULL;
    }
  generator->fill (item, seed, rows, values);
  return ds_dataset_new_take (rows, generator->inputs + 1, make_columns (generator, item), values, _(item->type->title));
}

char **
ds_letter_names (guint n)
{
  char **names = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    names[i] = g_strdup_printf ("%c", 'A' + i % 26);
  return names;
}
