/* An activation by itself: y = f (x), elementwise. */
#include <glib/gi18n-lib.h>
#include "nn-registry.h"
#include "nn-tables.h"

enum
{
  FUNCTION
};

static const DsType *const *
activations (guint *n)
{
  return nn_registry (NN_ACTIVATIONS, n);
}

static const DsParam params[] = {
  { "function", N_("Function"), NULL, N_("The function applied to every value."), DS_PARAM_CHOICE, DS_PARAM_PLAIN, 0, 0, 0, 0, activations, "relu" },
};

static gboolean
shape (const DsItem *item, guint in, guint auto_units, guint *out, GError **error)
{
  *out = in;
  return TRUE;
}

static void
expand (const DsItem *item, guint in, guint out, NnModules *modules)
{
  nn_modules_add (modules, &NN_SYMBOL (nn_op_activation), item, in, out)->activation = nn_tables.activations[(guint) item->values[FUNCTION]];
}

/* Lanes [l0, l1) of every unit; in one call where they lie together. */
static void
forward (NnOp *op, const NnPass *pass)
{
  if (pass->l0 == 0 && pass->l1 == op->ld)
    {
      op->activation->forward (op->x, op->y, op->out * op->ld);
      return;
    }
  for (guint o = 0; o < op->out; o++)
    op->activation->forward (op->x + o * op->ld + pass->l0, op->y + o * op->ld + pass->l0, pass->l1 - pass->l0);
}

static void
backward (NnOp *op, const NnPass *pass)
{
  if (op->dx == NULL)
    return;
  const nn_real *s = op->activation->from_output ? op->y : op->x;
  if (pass->l0 == 0 && pass->l1 == op->ld)
    {
      op->activation->backward (s, op->dy, op->dx, op->out * op->ld);
      return;
    }
  for (guint o = 0; o < op->out; o++)
    {
      gsize at = o * op->ld + pass->l0;
      op->activation->backward (s + at, op->dy + at, op->dx + at, pass->l1 - pass->l0);
    }
}

const NnOpType NN_SYMBOL (nn_op_activation) = {
  .name = "activation",
  .forward = forward,
  .backward = backward,
  .in_place = TRUE,
  .needs_output = TRUE,
};

const NnLayerType NN_SYMBOL (nn_layer_activation) = {
  .type = { "activation", N_("Activation"), N_("A function applied to every value by itself."), N_("Functions"), params, G_N_ELEMENTS (params) },
  .shape = shape,
  .expand = expand,
};
