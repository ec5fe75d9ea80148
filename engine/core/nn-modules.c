/* Compiled once per backend: the list that a layer expands to. */
#include "nn-op.h"

NnModule *
nn_modules_add (NnModules *modules, const NnOpType *op, const DsItem *item, guint in, guint out)
{
  g_assert (modules->n < NN_MAX_MODULES);
  NnModule *module = &modules->modules[modules->n++];
  *module = (NnModule) { .op = op, .in = in, .out = out, .item = item };
  return module;
}
