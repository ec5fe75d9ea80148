/* Broken projects: each message names the place, what was found and what is possible. */
#include "fl-project.h"

#include <string.h>

/* A good project of several lines; each case replaces one line. Line numbers are those of the cases. */
static const char *const good[] = {
  "{",                                                                                 /* 1 */
  "  \"fallline\": 1,",                                                                /* 2 */
  "  \"name\": \"Broken\",",                                                           /* 3 */
  "  \"seed\": 7,",                                                                    /* 4 */
  "  \"data\": {",                                                                     /* 5 */
  "    \"source\": {\"type\": \"generator\", \"name\": \"spirals\", \"samples\": 500},", /* 6 */
  "    \"task\": \"classification\",",                                                 /* 7 */
  "    \"features\": [\"x1\", \"x2\"],",                                               /* 8 */
  "    \"standardize\": true,",                                                        /* 9 */
  "    \"validation_share\": 0.25, \"test_share\": 0",                                 /* 10 */
  "  },",                                                                              /* 11 */
  "  \"network\": [",                                                                  /* 12 */
  "    {\"type\": \"dense\", \"units\": 8, \"activation\": \"tanh\"},",                /* 13 */
  "    {\"type\": \"dense\", \"units\": \"auto\"}",                                    /* 14 */
  "  ],",                                                                              /* 15 */
  "  \"training\": {",                                                                 /* 16 */
  "    \"loss\": \"binary_cross_entropy\",",                                           /* 17 */
  "    \"optimizer\": {\"type\": \"adam\", \"learning_rate\": 0.01},",                 /* 18 */
  "    \"regularization\": {\"l1\": 0, \"l2\": 0.001},",                               /* 19 */
  "    \"batch_size\": 16, \"shuffle\": true,",                                        /* 20 */
  "    \"schedule\": {\"type\": \"constant\"},",                                       /* 21 */
  "    \"clip_norm\": null,",                                                          /* 22 */
  "    \"stop\": {\"epochs\": 500, \"loss_below\": null, \"patience\": null}",         /* 23 */
  "  }",                                                                               /* 24 */
  "}",                                                                                 /* 25 */
};

static const struct
{
  guint line;
  const char *text;     /* what stands there instead */
  const char *expected; /* start of the message, behind "broken.fallline:" */
  const char *also;     /* further on in the message, or NULL */
} cases[] = {
  { 1, "[", "2:13: not valid JSON", NULL },
  { 2, "", "1:1: this is JSON, but not a Fall Line project", "\"fallline\": 1" },
  { 2, "  \"fallline\": \"1\",", "2:15: \"fallline\" must be 1", "found \"1\"" },
  { 2, "  \"fallline\": 0,", "2:15: \"fallline\" must be 1", "found 0" },
  { 2, "  \"fallline\": 2,", "2:15: made by a newer Fall Line", "update" },
  { 2, "  \"fallline\": 1.5,", "2:15: \"fallline\" must be 1", "found 1.5" },
  { 3, "  \"name\": 3,", "3:11: \"name\" must be a text, found 3", NULL },
  { 3, "  \"name\": \"a\", \"name\": \"b\",", "3:", "duplicate" },
  { 3, "  \"name\": \"a", "3:", "not valid JSON" },
  { 3, "  \"name\": \"\\ud800\",", "3:", "not valid JSON" },
  { 3, "  \"name\": \"\xff\",", "3:", "not valid JSON" },
  { 3, "  'name': 3,", "3:3: not valid JSON", NULL },
  { 3, "  // a comment", "3:3: not valid JSON", NULL },
  { 4, "  \"seed\": -1,", "4:11: \"seed\" must be a whole number from 0", "found -1" },
  { 4, "  \"seed\": 1.5,", "4:11: \"seed\" must be a whole number", "found 1.5" },
  { 4, "  \"seed\": 1e400,", "4:", "not valid JSON" },
  { 4, "  \"seed\": NaN,", "4:11: NaN and Infinity are not numbers", NULL },
  { 4, "  \"seed\": Infinity,", "4:11: NaN and Infinity are not numbers", NULL },
  { 4, "  \"seed\": 99999999999999999999,", "4:", "not valid JSON" },
  { 5, "  \"dat\": {", "1:1: the key \"data\" is missing", NULL },
  { 6, "    \"sorce\": {},", "5:11: \"data\" has no \"source\"", NULL },
  { 6, "    \"source\": \"iris.csv\",", "6:15: \"source\" must be an object, found \"iris.csv\"", NULL },
  { 6, "    \"source\": {},", "6:15: this source has no \"type\"; possible: generator, csv", NULL },
  { 6, "    \"source\": {\"type\": \"sql\"},", "6:24: unknown source type \"sql\"; possible: generator, csv, idx, npy, images, points", NULL },
  { 6, "    \"source\": {\"type\": \"generator\"},", "6:15: this generator has no \"name\"; possible: spirals", NULL },
  { 6, "    \"source\": {\"type\": \"generator\", \"name\": \"spiral\"},", "6:45: unknown generator \"spiral\"; possible: spirals", NULL },
  { 6, "    \"source\": {\"type\": \"generator\", \"name\": \"spirals\", \"samples\": 1e9},", "6:67: \"samples\" must be a whole number between 20 and", "found 1000000000" },
  { 6, "    \"source\": {\"type\": \"generator\", \"name\": \"spirals\", \"samples\": 100.5},", "6:67: \"samples\" must be a whole number", "found 100.5" },
  { 6, "    \"source\": {\"type\": \"generator\", \"name\": \"spirals\", \"noise\": \"much\"},", "6:65: \"noise\" must be a number between 0 and 1, found \"much\"", NULL },
  { 6, "    \"source\": {\"type\": \"csv\"},", "6:15: \"path\" is missing", NULL },
  { 6, "    \"source\": {\"type\": \"csv\", \"path\": \"\"},", "6:39: \"path\" must be a text that is not empty", NULL },
  { 6, "    \"source\": {\"type\": \"csv\", \"path\": \"a\", \"inputs\": []},", "6:54: \"inputs\" must be a list of column names", NULL },
  { 6, "    \"source\": {\"type\": \"csv\", \"path\": \"a\", \"inputs\": [\"u\", 3]},", "6:60: item 2 of \"inputs\" must be a text, found 3", NULL },
  { 6, "    \"source\": {\"type\": \"csv\", \"path\": \"a\", \"inputs\": [\"u\", \"u\"]},", "6:60: column \"u\" is named twice", NULL },
  { 6, "    \"source\": {\"type\": \"csv\", \"path\": \"a\", \"inputs\": [\"u\"], \"target\": \"u\"},", "6:54: \"u\" is the target", NULL },
  { 6, "    \"source\": {\"type\": \"csv\", \"path\": \"a\", \"delimiter\": \"--\"},", "6:57: \"delimiter\" must be one of", "found \"--\"" },
  { 6, "    \"source\": {\"type\": \"csv\", \"path\": \"a\", \"missing\": \"guess\"},", "6:55: \"missing\" must be \"drop\" or \"mean\"", NULL },
  { 6, "    \"source\": {\"type\": \"csv\", \"path\": \"a\", \"split\": 3},", "6:53: \"split\" must be a text", NULL },
  { 6, "    \"source\": {\"type\": \"csv\", \"path\": \"a\", \"inputs\": [\"u\"], \"split\": \"u\"},", "6:70: \"u\" is an input and cannot be the split too", NULL },
  { 6, "    \"source\": {\"type\": \"csv\", \"path\": \"a\", \"target\": \"u\", \"split\": \"u\"},", "6:68: \"u\" is the target and cannot be the split too", NULL },
  { 6, "    \"source\": {\"type\": \"npy\", \"inputs\": \"a\", \"columns\": {\"column1\": \"word\"}},", "6:69: \"column1\" must be \"class\" or \"number\"", NULL },
  { 6, "    \"source\": {\"type\": \"npy\", \"inputs\": \"a\", \"columns\": {}, \"types\": {}},", "6:70: \"types\" goes with a list of \"columns\"", NULL },
  { 6, "    \"source\": {\"type\": \"idx\", \"images\": \"a\"},", "6:15: \"labels\" is missing", NULL },
  { 6, "    \"source\": {\"type\": \"points\"},", "6:15: \"points\" must be a list", "found nothing" },
  { 6, "    \"source\": {\"type\": \"points\", \"points\": [[1, 2, 0], [1, 2]]},", "6:56: item 2 of \"points\" must be a list of three numbers", NULL },
  { 6, "    \"source\": {\"type\": \"points\", \"points\": [[1, \"x\", 0]]},", "6:49: item 2 of item 1 of \"points\" must be a number", NULL },
  { 6, "    \"source\": {\"type\": \"points\", \"points\": [[1, 2, 0, \"holdout\"]]},", "6:55: item 4 of item 1 of \"points\" must be", "validation" },
  { 6, "    \"source\": {\"type\": \"points\", \"classes\": [\"a\", \"a\"], \"points\": []},", "6:51: \"a\" is there twice", NULL },
  { 6, "    \"source\": {\"type\": \"points\", \"inputs\": [\"a\"], \"points\": []},", "6:44: \"inputs\" must be a list of two names", NULL },
  { 6, "    \"source\": {\"type\": \"points\", \"points\": [[1, 1e300, 0]]},", "6:49: item 2 of item 1 of \"points\" must be a number", NULL },
  { 7, "    \"task\": \"clustering\",", "7:13: \"task\" must be \"classification\" or \"regression\", found \"clustering\"", NULL },
  { 7, "    \"task\": \"regression\",", "7:13: the generator \"spirals\" makes data for classification", NULL },
  { 8, "    \"features\": [\"x1\", \"x3\"],", "8:24: unknown feature \"x3\"; possible: x1, x2, x1^2", NULL },
  { 8, "    \"features\": \"x1\",", "8:17: \"features\" must be a list", NULL },
  { 8, "    \"features\": [],", "8:17: \"features\" must be a list of at least one feature", NULL },
  { 9, "    \"unique_rows\": 1,", "9:20: \"unique_rows\" must be true or false, found 1", NULL },
  { 9, "    \"standardize\": \"yes\",", "9:20: \"standardize\" must be true or false, found \"yes\"", NULL },
  { 10, "    \"validation_share\": 1", "10:25: \"validation_share\" must be a number between 0 and 0.9, found 1", NULL },
  { 10, "    \"validation_share\": 0.5, \"test_share\": 0.5", "10:44: \"validation_share\" and \"test_share\" together", NULL },
  { 12, "  \"network\": 3, \"n\": [", "12:14: \"network\" must be a list of layers, found 3", NULL },
  { 12, "  \"network\": [], \"n\": [", "12:14: \"network\" has no layers", NULL },
  { 13, "    {\"type\": \"dens\", \"units\": 8},", "13:14: unknown layer type \"dens\"; possible: dense", "dropout" },
  { 13, "    {\"units\": 8},", "13:5: this layer type has no \"type\"; possible: dense", NULL },
  { 13, "    7,", "13:5: item 1 of \"network\" must be a name or an object", "found 7" },
  { 13, "    {\"type\": \"dense\", \"units\": -3},", "13:32: \"units\" must be a whole number between 1 and", "found -3" },
  { 13, "    {\"type\": \"dense\", \"units\": 0},", "13:32: \"units\" must be a whole number between 1 and", "\"auto\", found 0" },
  { 13, "    {\"type\": \"dense\", \"units\": 1000000000},", "13:32: \"units\" must be a whole number between 1 and", "found 1000000000" },
  { 13, "    {\"type\": \"dense\", \"units\": 8, \"activation\": \"tan\"},", "13:49: unknown activation \"tan\"; possible: ", "tanh" },
  { 13, "    {\"type\": \"dense\", \"units\": 8, \"activation\": 1},", "13:49: \"activation\" must be one of", "found 1" },
  { 13, "    {\"type\": \"dense\", \"units\": 8, \"init\": \"zero\"},", "13:43: unknown init \"zero\"; possible: ", "glorot_uniform" },
  { 13, "    {\"type\": \"dense\", \"frozen\": 1},", "13:33: \"frozen\" must be a list of names", "found 1" },
  { 13, "    {\"type\": \"dense\", \"frozen\": [1]},", "13:34: item 1 of \"frozen\" must be \"weight[NEURON,SOURCE]\"", "found 1" },
  { 13, "    {\"type\": \"dense\", \"frozen\": [\"bias[0]\", \"scale[0]\"]},", "13:45: item 2 of \"frozen\" must be \"weight[NEURON,SOURCE]\"", "found \"scale[0]\"" },
  { 13, "    {\"type\": \"dense\", \"units\": 8, \"bias\": 1},", "13:43: \"bias\" must be true or false, found 1", NULL },
  { 13, "    {\"type\": \"dropout\", \"rate\": 1.5},", "13:33: \"rate\" must be a number between 0 and", "found 1.5" },
  { 17, "    \"loss\": \"rmse\",", "17:13: unknown loss \"rmse\"; possible: ", "cross_entropy" },
  { 17, "    \"loss\": {\"type\": \"hinge\", \"class_weight\": \"even\"},", "17:47: unknown class_weight \"even\"; possible: ", "none, balanced" },
  { 17, "    \"loss\": {\"type\": \"huber\", \"delta\": 0},", "17:40: \"delta\" must be a number between", "found 0" },
  { 18, "    \"optimizer\": {\"type\": \"adamm\"},", "18:27: unknown optimizer \"adamm\"; possible: ", "adam" },
  { 18, "    \"optimizer\": {\"type\": \"adam\", \"learning_rate\": \"fast\"},", "18:52: \"learning_rate\" must be a number between 0", "found \"fast\"" },
  { 18, "    \"optimizer\": {\"type\": \"adam\", \"learning_rate\": null},", "18:52: \"learning_rate\" must be a number", "found null" },
  { 18, "    \"optimizer\": {\"type\": \"adam\", \"learning_rate\": NaN},", "18:52: NaN and Infinity", NULL },
  { 19, "    \"regularization\": 0.1,", "19:23: \"regularization\" must be an object, found 0.1", NULL },
  { 19, "    \"regularization\": {\"l2\": -1},", "19:30: \"l2\" must be a number between 0 and", "found -1" },
  { 20, "    \"batch_size\": 0,", "20:19: \"batch_size\" must be a whole number between 1", "\"all\", found 0" },
  { 20, "    \"batch_size\": \"some\",", "20:19: \"batch_size\" must be", "\"all\", found \"some\"" },
  { 20, "    \"batch_growth\": {\"factor\": 0.5},", "20:32: \"factor\" must be a number between 1 and", "found 0.5" },
  { 20, "    \"gradient_noise\": -1,", "20:23: \"gradient_noise\" must be a number between 0 and", "found -1" },
  { 20, "    \"shuffle\": 1,", "20:16: \"shuffle\" must be true or false, found 1", NULL },
  { 21, "    \"schedule\": {\"type\": \"sometimes\"},", "21:26: unknown schedule \"sometimes\"; possible: constant", NULL },
  { 22, "    \"clip_norm\": 0,", "22:18: \"clip_norm\" must be a number between", "null, found 0" },
  { 23, "    \"stop\": {\"epochs\": 0}", "23:24: \"epochs\" must be a whole number between 1", "found 0" },
  { 23, "    \"stop\": {\"patience\": 2.5}", "23:26: \"patience\" must be a whole number", "found 2.5" },
  { 23, "    \"stop\": []", "23:13: \"stop\" must be an object, found a list", NULL },
  { 24, "  },", "25:1: not valid JSON", NULL },
  { 25, "", "25:1: not valid JSON", NULL },
  { 25, "} }", "25:3: not valid JSON", NULL },
};

static char *
project_with (guint line, const char *text)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_string_append_printf (out, "%s%s", i + 1 == line ? text : good[i], i + 1 < G_N_ELEMENTS (good) ? "\n" : "");
  return g_string_free (out, FALSE);
}

static void
test_good (void)
{
  g_autofree char *text = project_with (0, "");
  g_autoptr (GError) error = NULL;
  g_autoptr (FlProject) project = fl_project_parse (text, strlen (text), "broken.fallline", &error);

  g_assert_no_error (error);
  g_assert_nonnull (project);
}

static void
test_case (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *text = project_with (cases[i].line, cases[i].text);
  g_autofree char *expected = g_strconcat ("broken.fallline:", cases[i].expected, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (FlProject) project = fl_project_parse (text, strlen (text), "broken.fallline", &error);

  g_assert_null (project);
  g_assert_nonnull (error);
  if (!g_str_has_prefix (error->message, expected) || (cases[i].also != NULL && strstr (error->message, cases[i].also) == NULL))
    {
      g_test_message ("line: %s", cases[i].text);
      g_test_message ("found: %s", error->message);
      g_test_message ("expected: %s … %s", expected, cases[i].also != NULL ? cases[i].also : "");
      g_test_fail_printf ("another message");
    }
}

static void
refused (const char *text, gsize length, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FlProject) project = fl_project_parse (text, length, "b.fallline", &error);

  g_assert_null (project);
  g_assert_nonnull (error);
  if (strstr (error->message, expected) == NULL)
    g_error ("found: %s\nexpected: %s", error->message, expected);
}

static void
test_limits (void)
{
  g_autoptr (GString) deep = g_string_new ("{\"fallline\": 1, \"x\": ");
  g_autoptr (GString) layers = g_string_new ("{\"fallline\": 1, \"data\": {\"source\": {\"type\": \"generator\", \"name\": \"xor\"}}, \"network\": [");
  g_autofree char *big = g_malloc0 ((65u << 20) + 1);
  /* Jansson passes over the zero byte; looking for the place of the mistake behind it never ended. */
  static const char looped[] = "{\"fallline\": 1, \"data\": {\"source\": {\"type\": \"generator\", \"name\": \"xor\"}}, \"network\": [{\"bias\": true\0},"
                               " {\"type\": \"none\"}]}";

  for (int i = 0; i < 100000; i++)
    g_string_append_c (deep, '[');
  refused (deep->str, deep->len, "nested more than 100 deep");
  for (int i = 0; i < 65; i++)
    g_string_append (layers, i > 0 ? ", {\"type\": \"dense\"}" : "{\"type\": \"dense\"}");
  g_string_append (layers, "]}");
  refused (layers->str, layers->len, "\"network\" has 65 layers; at most 64");

  memset (big, ' ', 65u << 20);
  refused (big, (4u << 20) + 1, "are too many for a project");
  memcpy (big, "\"points\"", 8);
  refused (big, 65u << 20, "are too many for a project");
  refused ("", 0, "the file is empty");
  refused (" \n ", 3, "the file is empty");
  refused ("\"text\"", 6, "must be an object");
  refused ("{\"fallline\":1}\0{}", 17, "b.fallline:1:15: not valid JSON: a zero byte");
  refused (looped, sizeof looped - 1, "b.fallline:1:100: not valid JSON: a zero byte");
  refused ("{\"name\": \"\\u0000\"}", 18, "b.fallline:1:10: not valid JSON: \\u0000 is a zero byte");
  refused ("\xff\xfe{\0}", 6, "b.fallline:1:1: the text is encoded as UTF-16");
  refused ("\xfe\xff\0{\0}", 6, "b.fallline:1:1: the text is encoded as UTF-16");
  refused ("{\0}", 4, "b.fallline:1:1: the text is encoded as UTF-16");
  refused ("PK\x03\x04 zip", 8, "not valid JSON");
}

static void
test_features_need_two_inputs (void)
{
  static const char *const sources[] = { "{\"type\": \"generator\", \"name\": \"line\"}", "{\"type\": \"idx\", \"images\": \"a\", \"labels\": \"b\"}",
                                         "{\"type\": \"csv\", \"path\": \"a\", \"inputs\": [\"u\", \"v\", \"w\"]}" };

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"fallline\": 1, \"data\": {\"source\": %s,\n \"features\": [\"x1\"]}, \"network\": [{\"type\": \"dense\"}]}", sources[i]);
      refused (text, strlen (text), "b.fallline:2:14: \"features\" is for sources with two inputs");
    }
}

/* Keys written with escapes are the same keys, and places count characters, not bytes. */
static void
test_places (void)
{
  refused ("{\"fallline\": 1, \"se\\u0065d\": \"x\"}", strlen ("{\"fallline\": 1, \"se\\u0065d\": \"x\"}"), "b.fallline:1:30: \"seed\"");
  refused ("{\"fallline\": 1, \"ä\": [\"ö]}\\\"\", {}], \"seed\": \"x\"}", strlen ("{\"fallline\": 1, \"ä\": [\"ö]}\\\"\", {}], \"seed\": \"x\"}"), "b.fallline:1:45: \"seed\"");
  refused ("{\"fallline\": 1,\r\n\t\"seed\"\t:\r\n \"x\"}", strlen ("{\"fallline\": 1,\r\n\t\"seed\"\t:\r\n \"x\"}"), "b.fallline:3:2: \"seed\"");
}

static void
test_files (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (fl_project_load ("/no/such/file.fallline", &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_null (fl_project_load ("/", &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_null (fl_project_load ("/dev/zero", &error));
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project-errors/good", test_good);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("/project-errors/case-%02u-line-%u", i, cases[i].line);
      g_test_add_data_func (name, GUINT_TO_POINTER (i), test_case);
    }
  g_test_add_func ("/project-errors/limits", test_limits);
  g_test_add_func ("/project-errors/features", test_features_need_two_inputs);
  g_test_add_func ("/project-errors/places", test_places);
  g_test_add_func ("/project-errors/files", test_files);
  return g_test_run ();
}
