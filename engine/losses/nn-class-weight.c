#include "nn-class-weight.h"

#include <glib/gi18n-lib.h>

enum
{
  NONE,
  BALANCED,
  N_WEIGHTINGS
};

static const DsType none = { "none", N_("None"), N_("Every row counts alike."), NULL, NULL, 0 };
static const DsType balanced = { "balanced", N_("Balanced"), N_("Every class counts alike, however many rows it has."), NULL, NULL, 0 };

const DsType *const *
nn_class_weightings (guint *n)
{
  static const DsType *const types[] = { [NONE] = &none, [BALANCED] = &balanced };

  *n = N_WEIGHTINGS;
  return types;
}

gboolean
nn_loss_weighs_classes (const DsItem *loss)
{
  int param = ds_type_find_param (loss->type, NN_CLASS_WEIGHT);

  return param >= 0 && loss->values[param] == BALANCED;
}

gboolean
nn_class_weights (const DsItem *loss, const NnProblem *problem, double *weights)
{
  guint present = 0;

  if (!nn_loss_weighs_classes (loss) || problem->n_classes == 0 || problem->class_rows == NULL)
    return FALSE;
  for (guint c = 0; c < problem->n_classes; c++)
    present += problem->class_rows[c] > 0;
  for (guint c = 0; c < problem->n_classes; c++)
    weights[c] = problem->class_rows[c] > 0 ? (double) problem->rows / ((double) present * (double) problem->class_rows[c]) : 1;
  return TRUE;
}
