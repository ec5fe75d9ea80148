#include "fl-edit-two.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fl-edit.h"
#include "nn-registry.h"

gboolean
fl_two_keeps_data (FlTwoKind kind, const DsPrepared *data)
{
  if (data == NULL || data->raw_inputs < 1 || data->raw_inputs > 2)
    return FALSE;
  return kind == FL_TWO_LOGISTIC ? data->n_classes == 2 : data->n_classes == 0 && data->targets == 1;
}

static const DsType *
generator_of (const char *id)
{
  guint n;
  const DsType *const *all = ds_generators (&n);

  for (guint i = 0; i < n; i++)
    if (strcmp (all[i]->id, id) == 0)
      return all[i];
  return NULL;
}

/* A line; or two clouds that overlap, so that the loss has a lowest point. Both lie round the origin. */
static DsSource *
ready_source (FlTwoKind kind)
{
  DsItem item = ds_item (generator_of (kind == FL_TWO_LOGISTIC ? "gaussians" : "line"));
  DsSource values = { .kind = DS_SOURCE_GENERATOR };

  ds_item_set (&item, "samples", 300, NULL);
  if (kind == FL_TWO_LOGISTIC)
    {
      ds_item_set (&item, "noise", 0.6, NULL);
      ds_item_set (&item, "clusters", 2, NULL);
    }
  values.generator = item;
  return ds_source_new (&values);
}

static NnSpec *
single_unit (const NnSpec *spec, FlTwoKind kind, gboolean bias)
{
  NnSpec draft = *spec;

  for (guint i = 0; i < NN_MAX_LAYERS; i++)
    {
      draft.frozen[i] = NULL;
      draft.ids[i] = 0;
    }
  draft.n_layers = 1;
  draft.layers[0] = ds_item (nn_registry_find (NN_LAYERS, "dense"));
  ds_item_set (&draft.layers[0], "units", 0, NULL); /* as many as the data want: one */
  ds_item_set (&draft.layers[0], "bias", bias, NULL);
  draft.loss = ds_item (fl_edit_default_loss (kind == FL_TWO_LOGISTIC ? DS_CLASSIFICATION : DS_REGRESSION, 2));
  return nn_spec_new (&draft);
}

gboolean
fl_edit_make_two (FlDocument *document, FlTwoKind kind, const DsPrepared *data)
{
  const FlProject *project = fl_document_get_project (document);
  FlProject values = *project;
  gboolean keeps = fl_two_keeps_data (kind, data), two_inputs = keeps ? data->raw_inputs == 2 : kind == FL_TWO_LOGISTIC;
  g_autoptr (DsSource) source = keeps ? ds_source_ref (project->source) : ready_source (kind);
  g_autoptr (NnSpec) spec = single_unit (project->spec, kind, !two_inputs);
  g_autoptr (FlProject) next = NULL;

  values.source = source;
  values.spec = spec;
  values.prepare.task = kind == FL_TWO_LOGISTIC ? DS_CLASSIFICATION : DS_REGRESSION;
  values.task_given = TRUE;
  values.loss_open = FALSE;
  if (!two_inputs)
    values.prepare.features = 0;
  else if (values.prepare.features != 0 || !keeps)
    values.prepare.features = DS_FEATURE_X1 | DS_FEATURE_X2;
  if (!keeps)
    {
      values.prepare.standardize = FALSE; /* so that weights are in units of the data */
      values.name = (char *) (kind == FL_TWO_LOGISTIC ? _("Logistic regression") : _("Linear regression"));
    }
  next = fl_project_new (&values);
  if (fl_project_equal (next, project))
    return FALSE;
  fl_document_edit (document, next, kind == FL_TWO_LOGISTIC ? _("make it a logistic regression") : _("make it a linear regression"), NULL);
  return TRUE;
}
