/* Each thing that can be wrong has a way to mend it, tried on a copy of the spec. A try counts when the copy can be planned, or
 * when another complaint takes the place of the present one: then several things were wrong, and one is mended. */
#include "fl-remedy.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "fl-edit.h"

typedef struct
{
  const NnSpec *spec;
  const NnProblem *problem;
  const GError *complaint;
  int layer; /* the one it is about, or -1 */
  FlRemedy *found;
  gboolean whole; /* found leaves nothing wrong */
} Search;

/* How much is free changes by the moment, and with it the words. */
static gboolean
is_same (const Search *search, const GError *error, int layer)
{
  if (g_error_matches (error, NN_ERROR, NN_ERROR_TOO_BIG))
    return search->complaint->code == error->code;
  return layer == search->layer && strcmp (error->message, search->complaint->message) == 0;
}

/* Takes both texts. The first try that leaves nothing wrong wins; until there is one, the first that mends something. */
static void
try_out (Search *search, const NnSpec *next, char *button, char *label)
{
  g_autofree char *text = button;
  g_autofree char *step = label;
  g_autoptr (NnPlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  int layer;

  if (search->whole || nn_spec_equal (next, search->spec))
    return;
  plan = nn_plan_new (next, search->problem, &layer, &error);
  if (plan == NULL && (search->found != NULL || is_same (search, error, layer)))
    return;
  fl_remedy_free (search->found);
  search->found = g_new0 (FlRemedy, 1);
  search->found->button = g_steal_pointer (&text);
  search->found->label = g_steal_pointer (&step);
  search->found->spec = nn_spec_new (next);
  search->whole = plan != NULL;
}

/* --- numbers out of their range ---------------------------------------------------------------------------------------- */

static gboolean
is_out_of_range (const DsParam *param, double value)
{
  if (param->kind == DS_PARAM_CHOICE || ((param->flags & DS_PARAM_AUTO) && value == 0)
      || ((param->flags & DS_PARAM_NULLABLE) && isnan (value)))
    return FALSE;
  return !(value >= param->min && value <= param->max); /* NaN too */
}

/* item: one of next's. */
static void
try_range (Search *search, const NnSpec *next, DsItem *item)
{
  for (guint i = 0; i < item->type->n_params; i++)
    {
      const DsParam *param = &item->type->params[i];
      double was = item->values[i];

      if (!is_out_of_range (param, was))
        continue;
      item->values[i] = isnan (was) ? param->initial : CLAMP (was, param->min, param->max);
      try_out (search, next, g_strdup_printf (_("Set %s to %g"), _(param->title), item->values[i]),
               g_strdup_printf (_("change %s"), _(param->title)));
      item->values[i] = was;
    }
}

static void
try_ranges (Search *search)
{
  NnSpec next = *search->spec, usual;

  for (guint i = 0; i < next.n_layers; i++)
    try_range (search, &next, &next.layers[i]);
  try_range (search, &next, &next.loss);
  try_range (search, &next, &next.optimizer);
  try_range (search, &next, &next.schedule);
  nn_spec_defaults (&usual);
  next.l1 = isfinite (next.l1) && next.l1 >= 0 ? next.l1 : usual.l1;
  next.l2 = isfinite (next.l2) && next.l2 >= 0 ? next.l2 : usual.l2;
  next.clip_norm = isnan (next.clip_norm) || (isfinite (next.clip_norm) && next.clip_norm > 0) ? next.clip_norm : usual.clip_norm;
  next.gradient_noise = isfinite (next.gradient_noise) && next.gradient_noise >= 0 ? next.gradient_noise : usual.gradient_noise;
  next.batch_growth = isfinite (next.batch_growth) && next.batch_growth >= 1 ? next.batch_growth : usual.batch_growth;
  next.batch_growth_every = MAX (next.batch_growth_every, 1);
  next.stop_loss_below = isinf (next.stop_loss_below) ? usual.stop_loss_below : next.stop_loss_below;
  try_out (search, &next, g_strdup (_("Use the usual value")), g_strdup (_("change training")));
}

/* --- layers ------------------------------------------------------------------------------------------------------------ */

static char *
make_it (guint units)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Make it %u neuron", "Make it %u neurons", units), units);
}

/* "auto" is for the last layer with units only. */
static void
try_hidden_units (Search *search)
{
  NnSpec next = *search->spec;
  int i = search->layer >= 0 ? ds_type_find_param (next.layers[search->layer].type, "units") : -1;

  if (i < 0 || search->layer == fl_output_layer (&next) || next.layers[search->layer].values[i] != 0)
    return;
  next.layers[search->layer].values[i] = 8;
  try_out (search, &next, make_it (8), g_strdup (_("change neurons")));
}

/* As many outputs as data and loss need; then the loss that suits the data; then both. */
static void
try_outputs (Search *search)
{
  NnSpec next = *search->spec;
  int output = fl_output_layer (&next);
  gboolean classes = search->problem->n_classes > 0;
  const DsType *loss = fl_edit_default_loss (classes ? DS_CLASSIFICATION : DS_REGRESSION, search->problem->n_classes);
  g_autoptr (NnPlan) plan = NULL;
  g_autofree char *title = fl_title_in_sentence (_(loss->title));

  if (output >= 0)
    {
      ds_item_set (&next.layers[output], "units", 0, NULL);
      plan = nn_plan_new (&next, search->problem, NULL, NULL);
      if (plan != NULL)
        try_out (search, &next, make_it (plan->layers[output].out), g_strdup (_("change neurons")));
      next.layers[output] = search->spec->layers[output];
    }
  if (next.loss.type == loss)
    return;
  next.loss = ds_item (loss);
  if (output >= 0 && nn_loss_prediction (loss) == NN_PREDICT_PROBABILITY && ds_type_find_param (next.layers[output].type, "activation") >= 0)
    ds_item_set_choice (&next.layers[output], "activation", "linear", NULL);
  for (guint both = 0; both < 2 && !search->whole; both++)
    {
      if (both == 1 && output >= 0)
        ds_item_set (&next.layers[output], "units", 0, NULL);
      try_out (search, &next, g_strdup_printf (_("Use %s"), title), g_strdup (_("change loss function")));
    }
}

static void
try_output_layer (Search *search)
{
  NnSpec next = *search->spec;

  if (fl_output_layer (&next) >= 0 || next.n_layers >= NN_MAX_LAYERS)
    return;
  next.frozen[next.n_layers] = NULL;
  next.ids[next.n_layers] = 0;
  next.layers[next.n_layers] = ds_item (nn_registry_find (NN_LAYERS, "dense"));
  ds_item_set (&next.layers[next.n_layers++], "units", 0, NULL);
  try_out (search, &next, g_strdup (_("Add an output layer")), g_strdup (_("add output layer")));
}

static void
try_without_layer (Search *search)
{
  NnSpec next = *search->spec;

  if (search->layer < 0 || search->layer == fl_output_layer (&next) || next.n_layers < 2)
    return;
  fl_edit_take_out (&next, (guint) search->layer);
  try_out (search, &next, g_strdup (_("Remove this layer")), g_strdup (_("remove layer")));
}

/* --- training ---------------------------------------------------------------------------------------------------------- */

static void
try_optimizer (Search *search)
{
  NnSpec next = *search->spec;
  const DsType *adam = nn_registry_find (NN_OPTIMIZERS, "adam");

  if (next.optimizer.type == adam)
    return;
  next.optimizer = ds_item (adam);
  try_out (search, &next, g_strdup_printf (_("Use %s"), _(adam->title)), g_strdup (_("change optimizer")));
}

/* --- memory ------------------------------------------------------------------------------------------------------------ */

#define EASY (G_GUINT64_CONSTANT (1) << 30) /* bytes: what just fits into memory would stand still for minutes, and the rest of the machine with it */

static gboolean
fits (const Search *search, const NnSpec *next)
{
  g_autoptr (NnPlan) plan = nn_plan_new (next, search->problem, NULL, NULL);

  return plan != NULL && plan->bytes <= EASY;
}

static void
try_batch (Search *search)
{
  NnSpec next = *search->spec;

  next.batch_growth = 1;
  for (next.batch_size = 4096; next.batch_size > 32 && !fits (search, &next); next.batch_size /= 2)
    ;
  try_out (search, &next, g_strdup_printf (_("Use batches of %.0f"), (double) next.batch_size), g_strdup (_("change batch size")));
}

/* Of one row a whole-batch layer leaves nothing. */
static void
try_larger_batch (Search *search)
{
  NnSpec next = *search->spec;

  if (next.batch_size != 1)
    return;
  next.batch_size = 32;
  try_out (search, &next, g_strdup_printf (_("Use batches of %.0f"), (double) next.batch_size), g_strdup (_("change batch size")));
}

/* The widest hidden layer, halved until the network fits; where that is not enough, each in turn. */
static void
try_narrower (Search *search)
{
  NnSpec next = *search->spec;
  int output = fl_output_layer (&next), widest = -1;
  double most = 1, less;

  for (int i = 0; i < output; i++)
    if (ds_type_find_param (next.layers[i].type, "units") >= 0 && ds_item_get (&next.layers[i], "units") > most)
      {
        most = ds_item_get (&next.layers[i], "units");
        widest = i;
      }
  if (widest < 0)
    return;
  for (less = 1; less * 2 < most;)
    less *= 2;
  for (; less >= 1; less /= 2)
    {
      ds_item_set (&next.layers[widest], "units", less, NULL);
      if (fits (search, &next))
        break;
    }
  if (less < 1)
    {
      /* None of one layer's numbers helps: all wide ones come down to a number that is easily borne. */
      for (int i = 0; i < output; i++)
        if (ds_type_find_param (next.layers[i].type, "units") >= 0 && ds_item_get (&search->spec->layers[i], "units") > 64)
          ds_item_set (&next.layers[i], "units", 64, NULL);
      try_out (search, &next, g_strdup (_("Make wide layers 64 neurons")), g_strdup (_("change neurons")));
      return;
    }
  try_out (search, &next, make_it ((guint) less), g_strdup (_("change neurons")));
}

/* --------------------------------------------------------------------------------------------------------------------- */

FlRemedy *
fl_remedy_find (const NnSpec *spec, const NnProblem *problem)
{
  Search search = { spec, problem, NULL, -1, NULL, FALSE };
  g_autoptr (GError) error = NULL;
  g_autoptr (NnPlan) plan = nn_plan_new (spec, problem, &search.layer, &error);

  if (plan != NULL || problem->inputs == 0)
    return NULL;
  search.complaint = error;
  if (g_error_matches (error, NN_ERROR, NN_ERROR_TOO_BIG))
    {
      try_batch (&search);
      try_narrower (&search);
      try_optimizer (&search); /* of all rows at once */
    }
  else if (g_error_matches (error, NN_ERROR, NN_ERROR_VALUE))
    try_ranges (&search);
  else
    {
      try_larger_batch (&search);
      try_hidden_units (&search);
      try_output_layer (&search);
      try_outputs (&search);
      try_optimizer (&search);
    }
  try_without_layer (&search);
  return search.found;
}

void
fl_remedy_free (FlRemedy *remedy)
{
  if (remedy == NULL)
    return;
  g_free (remedy->button);
  g_free (remedy->label);
  nn_spec_unref (remedy->spec);
  g_free (remedy);
}

gboolean
fl_remedy_apply (const FlRemedy *remedy, FlDocument *document)
{
  return fl_edit_set_training (document, remedy->spec, remedy->label, NULL);
}
