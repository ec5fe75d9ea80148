#include "ds-transforms.h"

#include <math.h>
#include <string.h>

static const char *const names[DS_N_FEATURES] = { "x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)" };

const char *
ds_feature_name (guint bit_index)
{
  g_return_val_if_fail (bit_index < DS_N_FEATURES, NULL);
  return names[bit_index];
}

DsFeatures
ds_feature_from_name (const char *name)
{
  for (guint bit = 0; bit < DS_N_FEATURES; bit++)
    if (g_strcmp0 (names[bit], name) == 0)
      return 1u << bit;
  return 0;
}

guint
ds_features_compute (guint mask, const float *raw, double *features)
{
  double x1 = raw[0], x2 = raw[1];
  guint n = 0;

  if (mask & DS_FEATURE_X1)
    features[n++] = x1;
  if (mask & DS_FEATURE_X2)
    features[n++] = x2;
  if (mask & DS_FEATURE_X1_SQUARED)
    features[n++] = x1 * x1;
  if (mask & DS_FEATURE_X2_SQUARED)
    features[n++] = x2 * x2;
  if (mask & DS_FEATURE_X1_X2)
    features[n++] = x1 * x2;
  if (mask & DS_FEATURE_SIN_X1)
    features[n++] = sin (x1);
  if (mask & DS_FEATURE_SIN_X2)
    features[n++] = sin (x2);
  return n;
}

guint
ds_features_count (guint mask)
{
  guint n = 0;

  for (guint bit = 0; bit < DS_N_FEATURES; bit++)
    n += mask >> bit & 1;
  return n;
}

char *
ds_pretty_name (const char *name)
{
  static const char *const subscripts[] = { "₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉" };

  /* "x" and digits alone: other names are words whose digits mean something else. */
  if (name[0] != 'x' || name[1] == '\0' || name[1 + strspn (name + 1, "0123456789")] != '\0')
    return g_strdup (name);
  GString *pretty = g_string_new ("x");
  for (const char *digit = name + 1; *digit; digit++)
    g_string_append (pretty, subscripts[*digit - '0']);
  return g_string_free (pretty, FALSE);
}

char *
ds_feature_title (guint bit_index, const char *a, const char *b)
{
  g_autofree char *first = ds_pretty_name (a), *second = ds_pretty_name (b);
  gboolean short_names = g_str_has_prefix (first, "x") && g_str_has_prefix (second, "x") && strlen (first) < 6;

  switch (1u << bit_index)
    {
    case DS_FEATURE_X1:
      return g_strdup (first);
    case DS_FEATURE_X2:
      return g_strdup (second);
    case DS_FEATURE_X1_SQUARED:
      return g_strconcat (first, "²", NULL);
    case DS_FEATURE_X2_SQUARED:
      return g_strconcat (second, "²", NULL);
    case DS_FEATURE_X1_X2:
      return g_strconcat (first, short_names ? "" : " · ", second, NULL);
    case DS_FEATURE_SIN_X1:
      return g_strconcat ("sin ", first, NULL);
    case DS_FEATURE_SIN_X2:
    default:
      return g_strconcat ("sin ", second, NULL);
    }
}
