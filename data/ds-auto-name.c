#include "ds-auto-name.h"

char *
ds_auto_name (guint index)
{
  return g_strdup_printf ("column%u", index + 1);
}

gboolean
ds_dataset_is_nameless (const DsDataset *dataset)
{
  for (guint c = 0; c < ds_dataset_n_columns (dataset); c++)
    {
      g_autofree char *name = ds_auto_name (c);
      if (!g_str_equal (ds_dataset_column (dataset, c)->name, name))
        return FALSE;
    }
  return TRUE;
}
