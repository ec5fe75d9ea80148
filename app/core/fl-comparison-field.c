/* Fields made in one go, and what goes over from a race to the project and back. */
#include "fl-comparison-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "fl-vary.h"

/* What is raced as optimizers: each at its usual learning rate, the project's own as it is. */
static const struct
{
  const char *type, *name;
  double momentum; /* NAN: it has none */
} optimizers[] = {
  { "sgd", N_("SGD"), 0 },
  { "sgd", N_("Momentum"), 0.9 },
  { "adagrad", N_("AdaGrad"), NAN },
  { "rmsprop", N_("RMSprop"), 0 },
  { "adam", N_("Adam"), NAN },
};

/* Of the project's own: a tenth to ten times. */
static const double factors[] = { 0.1, 0.3, 1, 3, 10 };

static gboolean
is_own (const DsItem *own, guint i)
{
  gboolean moves = ds_type_find_param (own->type, "momentum") >= 0 && ds_item_get (own, "momentum") > 0;

  return g_str_equal (own->type->id, optimizers[i].type) && (isnan (optimizers[i].momentum) || moves == (optimizers[i].momentum > 0));
}

static FlProject *
with_optimizer (const FlProject *project, const DsItem *optimizer)
{
  NnSpec values = *project->spec;
  g_autoptr (NnSpec) spec = NULL;

  values.optimizer = *optimizer;
  spec = nn_spec_new (&values);
  return fl_project_with_spec (project, spec);
}

static void
begin_field (FlComparison *self)
{
  fl_comparison_begin_change (self);
  fl_comparison_set_aside (self);
}

gboolean
fl_comparison_race_optimizers (FlComparison *self, GError **error)
{
  FlProject *project = fl_comparison_get_project (self, error);
  const DsItem *own;
  gboolean own_races = FALSE, fine = TRUE;

  if (project == NULL)
    return FALSE;
  own = &project->spec->optimizer;
  begin_field (self);
  for (guint i = 0; fine && i < G_N_ELEMENTS (optimizers); i++)
    {
      DsItem item = ds_item (nn_registry_find (NN_OPTIMIZERS, optimizers[i].type));
      g_autoptr (FlProject) variant = NULL;

      if (optimizers[i].momentum > 0)
        ds_item_set (&item, "momentum", optimizers[i].momentum, NULL);
      own_races |= is_own (own, i);
      variant = with_optimizer (project, is_own (own, i) ? own : &item);
      fine = fl_comparison_add (self, variant, _(optimizers[i].name), error);
    }
  if (fine && !own_races)
    fine = fl_comparison_add (self, project, _(own->type->title), error);
  return fl_comparison_finish_change (self, fine, _("race optimizers"));
}

static double
round_to_two_digits (double value)
{
  char text[32];

  return g_ascii_strtod (g_ascii_formatd (text, sizeof text, "%.2g", value), NULL);
}

gboolean
fl_comparison_race_learning_rates (FlComparison *self, GError **error)
{
  FlProject *project = fl_comparison_get_project (self, error);
  gboolean fine = TRUE;

  if (project == NULL)
    return FALSE;
  if (ds_type_find_param (project->spec->optimizer.type, "learning_rate") < 0)
    {
      g_set_error (error, FL_ERROR, FL_ERROR_VALUE, _("%s has no learning rate"), _(project->spec->optimizer.type->title));
      return FALSE;
    }
  begin_field (self);
  for (guint i = 0; fine && i < G_N_ELEMENTS (factors); i++)
    {
      DsItem item = project->spec->optimizer;
      double rate = ds_item_get (&item, "learning_rate");
      g_autoptr (FlProject) variant = NULL;
      g_autofree char *name = NULL;

      if (factors[i] != 1)
        rate = round_to_two_digits (rate * factors[i]);
      if (!ds_item_set (&item, "learning_rate", rate, NULL))
        continue; /* beyond what it may be */
      variant = with_optimizer (project, &item);
      name = g_strdup_printf (_("Rate %g"), rate);
      fine = fl_comparison_add (self, variant, name, error);
    }
  return fl_comparison_finish_change (self, fine, _("race learning rates"));
}

gboolean
fl_comparison_add_this (FlComparison *self, GError **error)
{
  FlProject *project = fl_comparison_get_project (self, error);
  g_autofree char *name = NULL, *label = NULL;

  if (project == NULL)
    return FALSE;
  name = self->session->run != NULL ? g_strdup (fl_run_get_name (self->session->run)) : g_strdup (_("This run"));
  label = g_strdup_printf (_("add “%s” to the race"), name);
  fl_comparison_begin_change (self);
  return fl_comparison_finish_change (self, fl_comparison_add (self, project, name, error), label);
}

/* "training.loss=x: unknown loss …" to "Loss: unknown loss …": the person has chosen the setting by its title, not by its key. */
static void
say_title (GError **error, const char *variants, const char *what)
{
  gsize key = strcspn (variants, "=");
  const char *rest = error != NULL && strncmp ((*error)->message, variants, key) == 0 ? strstr ((*error)->message, ": ") : NULL;
  char *message = rest != NULL ? g_strconcat (what, rest, NULL) : NULL;

  if (message == NULL)
    return;
  g_free ((*error)->message);
  (*error)->message = message;
}

gboolean
fl_comparison_add_variants (FlComparison *self, const char *variants, const char *what, GError **error)
{
  FlProject *project = fl_comparison_get_project (self, error);
  g_autoptr (FlVary) vary = project != NULL ? fl_vary_new (project) : NULL;
  gboolean fine = TRUE;

  if (vary == NULL)
    return FALSE;
  if (!fl_vary_add (vary, variants, error) || !fl_vary_list (vary, 0, 0, error))
    {
      say_title (error, variants, what);
      return FALSE;
    }
  fl_comparison_begin_change (self);
  for (guint i = 0; fine && i < fl_vary_n_trials (vary); i++)
    {
      g_autoptr (FlProject) variant = fl_vary_project (vary, i, error);
      g_autofree char *value = fl_vary_value (vary, i, 0), *text = fl_setting_text (fl_vary_key (vary, 0), value);
      g_autofree char *name = g_strdup_printf ("%s %s", what, text);

      fine = variant != NULL && fl_comparison_add (self, variant, name, error);
    }
  return fl_comparison_finish_change (self, fine, _("add variants to the race"));
}

void
fl_comparison_remove (FlComparison *self, FlLane *lane)
{
  g_autofree char *label = g_strdup_printf (_("take “%s” out of the race"), lane->name);

  if (!g_ptr_array_find (self->lanes, lane, NULL))
    return;
  fl_comparison_begin_change (self);
  fl_comparison_take_out (self, lane);
  fl_comparison_finish_change (self, TRUE, label);
}

/* --- a remedy against the run as it is -------------------------------------------------------------- */

static gboolean
add_branch (FlComparison *self, FlProject *project, const char *name, NnHistory *history, NnMoment *moment, GError **error)
{
  g_autoptr (FlLane) lane = fl_comparison_new_lane (self, project, name, error);

  lane->data = ds_prepared_ref (nn_moment_data (moment));
  if (!fl_comparison_begin (self, lane, history, moment, error))
    return FALSE;
  fl_comparison_append (self, lane);
  return TRUE;
}

/* Two from their initial weights. Where only one knows copies of what judges it, both are judged by rows that are new to both. */
static gboolean
add_both (FlComparison *self, FlProject *present, FlProject *project, const char *name, GError **error)
{
  const char *own = _("Unchanged");

  if (!present->prepare.unique_rows == !project->prepare.unique_rows)
    return fl_comparison_add (self, present, own, error) && fl_comparison_add (self, project, name, error);
  return fl_comparison_add_judged (self, present, own, project, error) && fl_comparison_add_judged (self, project, name, present, error);
}

gboolean
fl_comparison_try (FlComparison *self, FlProject *project, const char *name, gboolean fresh, GError **error)
{
  FlProject *present = fl_comparison_get_project (self, error);
  g_autoptr (NnHistory) history = NULL;
  g_autoptr (NnMoment) moment = NULL;
  g_autofree char *label = NULL;
  gboolean fine;

  if (present == NULL)
    return FALSE;
  fl_session_pause (self->session);
  moment = fl_session_take_moment (self->session, &history);
  begin_field (self);
  /* Other data, or no state to begin from: both start together. */
  if (fresh || moment == NULL || !ds_prepare_options_equal (&project->prepare, &present->prepare)
      || !nn_spec_equal (nn_moment_spec (moment), present->spec) || nn_moment_data (moment) != self->session->data)
    fine = add_both (self, present, project, name, error);
  else
    fine = add_branch (self, present, _("Unchanged"), history, moment, error)
           && add_branch (self, project, name, history, moment, error);
  label = g_strdup_printf (_("try “%s”"), name);
  if (fl_comparison_finish_change (self, fine, label))
    fl_comparison_play (self);
  return fine;
}

gboolean
fl_comparison_adopt (FlComparison *self, FlLane *lane, GError **error)
{
  g_autofree char *label = NULL;

  if (lane->run == NULL)
    {
      g_set_error (error, FL_ERROR, FL_ERROR_VALUE, "%s", lane->problem != NULL ? lane->problem : _("The data are still being read; try again in a moment"));
      return FALSE;
    }
  fl_comparison_pause (self);
  label = g_strdup_printf (_("take over “%s”"), lane->name);
  return fl_session_adopt (self->session, lane->run, label, error);
}
