/* Types, parameters and items. */
#include <math.h>
#include <string.h>

#include "ds-error.h"
#include "ds-type.h"

static const DsType red = { "red", "Red", "", NULL, NULL, 0 };
static const DsType green = { "green", "Green", "", NULL, NULL, 0 };
static const DsType *const colours[] = { &red, &green };

static const DsType *const *
list_colours (guint *n)
{
  *n = G_N_ELEMENTS (colours);
  return colours;
}

static const DsParam params[] = {
  { "rate", "Rate", NULL, "", DS_PARAM_REAL, DS_PARAM_LOG, 0.001, 1, 0.01, 0 },
  { "units", "Units", NULL, "", DS_PARAM_INT, DS_PARAM_AUTO, 1, 64, 8, 1 },
  { "bias", "Bias", NULL, "", DS_PARAM_BOOL, DS_PARAM_PLAIN, 0, 1, 1, 0 },
  { "colour", "Colour", NULL, "", DS_PARAM_CHOICE, DS_PARAM_PLAIN, 0, 0, 0, 0, list_colours, "green" },
  { "patience", "Patience", NULL, "", DS_PARAM_INT, DS_PARAM_NULLABLE, 1, 100, NAN, 1 },
};
static const DsType thing = { "thing", "Thing", "", NULL, params, G_N_ELEMENTS (params) };

static void
test_defaults (void)
{
  DsItem item = ds_item (&thing);

  g_assert_cmpfloat (ds_item_get (&item, "rate"), ==, 0.01);
  g_assert_cmpfloat (ds_item_get (&item, "units"), ==, 8);
  g_assert_cmpfloat (ds_item_get (&item, "bias"), ==, 1);
  g_assert_true (ds_item_choice (&item, "colour") == &green);
  g_assert_true (isnan (ds_item_get (&item, "patience")));
  g_assert_cmpint (ds_type_find_param (&thing, "bias"), ==, 2);
  g_assert_cmpint (ds_type_find_param (&thing, "nonsense"), ==, -1);
}

/* Setting fails, changes nothing, and says the words. */
static void
assert_refused (const char *id, double value, const char *const *words)
{
  g_autoptr (GError) error = NULL;
  DsItem item = ds_item (&thing), before = item;

  g_assert_false (ds_item_set (&item, id, value, &error));
  g_assert_error (error, DS_ERROR, DS_ERROR_VALUE);
  g_assert_true (ds_item_equal (&item, &before));
  for (; *words; words++)
    g_assert_nonnull (strstr (error->message, *words));
  g_assert_false (ds_item_set (&item, id, value, NULL));
}

static void
test_ranges (void)
{
  assert_refused ("rate", 2, (const char *[]){ "thing", "\"rate\"", " 2;", "from 0.001 to 1", NULL });
  assert_refused ("rate", 0, (const char *[]){ "rate", NULL });
  assert_refused ("rate", NAN, (const char *[]){ "rate", NULL });
  assert_refused ("units", 2.5, (const char *[]){ "2.5", "whole number", "auto", NULL });
  assert_refused ("units", 65, (const char *[]){ "65", "64", NULL });
  assert_refused ("units", INFINITY, (const char *[]){ "inf", NULL });
  assert_refused ("bias", 0.5, (const char *[]){ "true or false", NULL });
  assert_refused ("colour", 2, (const char *[]){ "red, green", NULL });
  assert_refused ("patience", 0, (const char *[]){ "null", NULL });
  assert_refused ("nonsense", 0, (const char *[]){ "nonsense", "rate, units, bias, colour, patience", NULL });
}

static void
test_set (void)
{
  g_autoptr (GError) error = NULL;
  DsItem item = ds_item (&thing);

  g_assert_true (ds_item_set (&item, "rate", 0.001, &error));
  g_assert_true (ds_item_set (&item, "units", 0, &error)); /* auto */
  g_assert_true (ds_item_set (&item, "units", 64, &error));
  g_assert_true (ds_item_set (&item, "patience", 10, &error));
  g_assert_true (ds_item_set (&item, "patience", NAN, &error)); /* none */
  g_assert_true (ds_item_set (&item, "bias", 0, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (ds_item_get (&item, "units"), ==, 64);
}

static void
test_choice (void)
{
  g_autoptr (GError) error = NULL;
  DsItem item = ds_item (&thing);

  g_assert_true (ds_item_set_choice (&item, "colour", "red", &error));
  g_assert_true (ds_item_choice (&item, "colour") == &red);
  g_assert_false (ds_item_set_choice (&item, "colour", "blue", &error));
  g_assert_error (error, DS_ERROR, DS_ERROR_VALUE);
  g_assert_cmpstr (error->message, ==, "thing: \"colour\" is \"blue\"; possible are red, green");
  g_clear_error (&error);
  g_assert_false (ds_item_set_choice (&item, "rate", "red", &error));
  g_assert_error (error, DS_ERROR, DS_ERROR_VALUE);
}

static void
test_equal (void)
{
  DsItem a = ds_item (&thing), b = ds_item (&thing), other = ds_item (&red);

  g_assert_true (ds_item_equal (&a, &b)); /* with NaN in both */
  ds_item_set (&b, "patience", 3, NULL);
  g_assert_false (ds_item_equal (&a, &b));
  g_assert_false (ds_item_equal (&a, &other));
}

static void
test_find (void)
{
  g_autofree char *ids = ds_type_list_ids (colours, 2);

  g_assert_cmpstr (ids, ==, "red, green");
  g_assert_true (ds_type_find (colours, 2, "green") == &green);
  g_assert_null (ds_type_find (colours, 2, "blue"));
  g_assert_null (ds_type_find (colours, 2, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/type/defaults", test_defaults);
  g_test_add_func ("/type/ranges", test_ranges);
  g_test_add_func ("/type/set", test_set);
  g_test_add_func ("/type/choice", test_choice);
  g_test_add_func ("/type/equal", test_equal);
  g_test_add_func ("/type/find", test_find);
  return g_test_run ();
}
