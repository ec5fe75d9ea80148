/* Weights files: the round trip, every way a file can be broken that we could think of, and two thousand it could not. */
#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "ds-rng.h"
#include "nn-weights.h"

/* 3 -> 4 -> (batch norm) -> 2, as nn_plan_new() would lay it out. */
static const NnTensor tensors[] = {
  { "0.weight", 0, 4, 3, 0, TRUE, TRUE },  { "0.bias", 0, 4, 0, 12, FALSE, TRUE },
  { "2.weight", 1, 4, 0, 16, TRUE, TRUE }, { "2.bias", 1, 4, 0, 20, FALSE, TRUE },
  { "2.running_mean", 1, 4, 0, 24, FALSE, FALSE }, { "2.running_var", 1, 4, 0, 28, FALSE, FALSE },
  { "3.weight", 2, 2, 4, 32, TRUE, TRUE }, { "3.bias", 2, 2, 0, 40, FALSE, TRUE },
};
static const NnPlan plan = {
  .n_layers = 3, .n_tensors = G_N_ELEMENTS (tensors), .layers = { { 3, 4 }, { 4, 4 }, { 4, 2 } }, .tensors = (NnTensor *) tensors,
  .n_weights = 42, .n_parameters = 34, .inputs = 3, .outputs = 2,
};

static void
make_weights (float *weights)
{
  DsRng rng = ds_rng (5, DS_RNG_INIT, 0);

  for (guint i = 0; i < plan.n_weights; i++)
    weights[i] = (float) ds_rng_normal (&rng);
  for (guint i = 28; i < 32; i++)
    weights[i] = fabsf (weights[i]);
}

static char *
scratch (const char *file)
{
  static char *dir = NULL;

  if (dir == NULL)
    dir = g_dir_make_tmp ("test-weights-XXXXXX", NULL);
  return g_build_filename (dir, file, NULL);
}

static void
remove_scratch (const char *path)
{
  g_autofree char *dir = g_path_get_dirname (path);

  g_unlink (path);
  g_rmdir (dir);
}

static char *
saved_bytes (gsize *n)
{
  g_autofree char *path = scratch ("w.safetensors");
  const char *metadata[] = { "program", "Fall Line \"quoted\"", "epoch", "12", NULL };
  g_autoptr (GError) error = NULL;
  float weights[42];
  char *bytes = NULL;

  make_weights (weights);
  g_assert_true (nn_weights_save (path, &plan, weights, metadata, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &bytes, n, NULL));
  g_unlink (path);
  return bytes;
}

static void
test_round_trip (void)
{
  g_autofree char *path = scratch ("round.safetensors");
  g_autoptr (GError) error = NULL;
  g_autofree float *back = NULL;
  float weights[42];

  make_weights (weights);
  g_assert_true (nn_weights_save (path, &plan, weights, NULL, &error));
  g_assert_true (nn_weights_save (path, &plan, weights, NULL, &error)); /* over what is there */
  back = nn_weights_load (path, &plan, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (back, sizeof weights, weights, sizeof weights);
  remove_scratch (path);
}

static void
test_layout (void)
{
  gsize n;
  g_autofree char *bytes = saved_bytes (&n);
  guint64 length;
  g_autofree char *header = NULL;
  float weights[42];

  make_weights (weights);
  memcpy (&length, bytes, 8);
  length = GUINT64_FROM_LE (length);
  g_assert_cmpuint (length % 8, ==, 0);
  g_assert_cmpuint (n, ==, 8 + length + sizeof weights);
  header = g_strndup (bytes + 8, length);
  g_assert_true (header[0] == '{');
  g_assert_nonnull (strstr (header, "\"0.weight\":{\"dtype\":\"F32\",\"shape\":[4,3],\"data_offsets\":[0,48]}"));
  g_assert_nonnull (strstr (header, "\"0.bias\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[48,64]}"));
  g_assert_nonnull (strstr (header, "\"program\":\"Fall Line \\\"quoted\\\"\""));
  g_assert_cmpmem (bytes + 8 + length, sizeof weights, weights, sizeof weights);
}

static void
test_sha256 (void)
{
  g_autofree char *none = nn_weights_sha256 (NULL, 0);
  float *weights = g_new (float, 5000);
  g_autofree char *got = NULL;
  g_autofree char *expected = NULL;

  g_assert_cmpstr (none, ==, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (guint i = 0; i < 5000; i++)
    weights[i] = (float) i * 0.25f;
  got = nn_weights_sha256 (weights, 5000);
#if G_BYTE_ORDER == G_LITTLE_ENDIAN
  expected = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) weights, 20000);
  g_assert_cmpstr (got, ==, expected);
#endif
  g_free (weights);
}

/* --- Other element types ------------------------------------------------------------------------ */

static const NnTensor one_tensor[] = { { "0.weight", 0, 2, 2, 0, TRUE, TRUE } };
static const NnPlan one = {
  .n_layers = 1, .n_tensors = 1, .layers = { { 2, 2 } }, .tensors = (NnTensor *) one_tensor, .n_weights = 4, .inputs = 2, .outputs = 2,
};

/* A file with any header text and n_data bytes. */
static guint8 *
file_of (const char *header, const void *data, gsize n_data, gsize *n)
{
  guint64 length = strlen (header), stored = GUINT64_TO_LE (length);
  guint8 *bytes = g_malloc (8 + length + n_data);

  memcpy (bytes, &stored, 8);
  memcpy (bytes + 8, header, length);
  if (n_data > 0)
    memcpy (bytes + 8 + length, data, n_data);
  *n = 8 + length + n_data;
  return bytes;
}

static void
check_converted (const char *header, const void *data, gsize n_data, const float *expected)
{
  gsize n;
  g_autofree guint8 *bytes = file_of (header, data, n_data, &n);
  g_autoptr (GError) error = NULL;
  g_autofree float *weights = nn_weights_parse (bytes, n, "net.safetensors", &one, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpfloat (weights[i], ==, expected[i]);
}

static void
test_types (void)
{
  const guint16 half[4] = { GUINT16_TO_LE (0x3c00), GUINT16_TO_LE (0xc100), GUINT16_TO_LE (0x0001), GUINT16_TO_LE (0x7bff) };
  const float half_values[4] = { 1, -2.5f, 5.9604644775390625e-8f, 65504 };
  const guint16 brain[4] = { GUINT16_TO_LE (0x3f80), GUINT16_TO_LE (0xc020), GUINT16_TO_LE (0x0000), GUINT16_TO_LE (0x4049) };
  const float brain_values[4] = { 1, -2.5f, 0, 3.140625f };
#if G_BYTE_ORDER == G_LITTLE_ENDIAN
  const double twice[4] = { 1, -2.5, 0.1, 1e-300 };
  const float twice_values[4] = { 1, -2.5f, 0.1f, 0 };

  check_converted ("{\"0.weight\":{\"dtype\":\"F64\",\"shape\":[2,2],\"data_offsets\":[0,32]}}", twice, 32, twice_values);
#endif
  check_converted ("{\"0.weight\":{\"dtype\":\"F16\",\"shape\":[2,2],\"data_offsets\":[0,8]}}", half, 8, half_values);
  check_converted ("{\"0.weight\":{\"dtype\":\"BF16\",\"shape\":[2,2],\"data_offsets\":[0,8]}}", brain, 8, brain_values);
  /* Other order, tensors nobody asks for, of types we do not read, and metadata are all fine. */
  check_converted ("{\"__metadata__\":{\"a\":\"b\"},\"1.num_batches_tracked\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[8,16]},"
                   "\"0.weight\":{\"dtype\":\"BF16\",\"shape\":[2,2],\"data_offsets\":[0,8]},"
                   "\"z\":{\"dtype\":\"F8_E4M3\",\"shape\":[3],\"data_offsets\":[16,19]}}    ",
                   "\x80\x3f\x20\xc0\x00\x00\x49\x40........abc", 19, brain_values);
}

/* --- Broken files ------------------------------------------------------------------------------- */

#define W "\"0.weight\":"
#define GOOD W "{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]}"

static const struct
{
  const char *header;
  gsize n_data;
  const char *words; /* must be in the message, besides the file's name */
} broken[] = {
  { "{" GOOD "}", 15, "cut off" },
  { "{" GOOD "}", 17, "goes on to byte 17" },
  { "{" GOOD "}", 0, "cut off" },
  { "{}", 0, "no tensor \"0.weight\"" },
  { "{}", 16, "goes on to byte 16" },
  { "{\"0.bias\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]}}", 16, "the file has \"0.bias\"" },
  { "{" W "{\"dtype\":\"F32\",\"shape\":[4,1],\"data_offsets\":[0,16]}}", 16, "has shape [4, 1], the project needs [2, 2]" },
  { "{" W "{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}", 16, "has shape [4], the project needs [2, 2]" },
  { "{" W "{\"dtype\":\"F32\",\"shape\":[2,2,1],\"data_offsets\":[0,16]}}", 16, "[2, 2, 1]" },
  { "{" W "{\"dtype\":\"F32\",\"shape\":[1,1,1,1,1,1,1,1,4],\"data_offsets\":[0,16]}}", 16, "9 dimensions" },
  { "{" W "{\"dtype\":\"F32\",\"shape\":[4,2],\"data_offsets\":[0,16]}}", 16, "does not take the 16 bytes" },
  { "{" W "{\"dtype\":\"F64\",\"shape\":[2,2],\"data_offsets\":[0,16]}}", 16, "does not take the 16 bytes" },
  { "{" W "{\"dtype\":\"I32\",\"shape\":[2,2],\"data_offsets\":[0,16]}}", 16, "of type I32" },
  { "{" W "{\"dtype\":\"Q32\",\"shape\":[2,2],\"data_offsets\":[0,16]}}", 16, "of type Q32" },
  { "{" W "{\"dtype\":32,\"shape\":[2,2],\"data_offsets\":[0,16]}}", 16, "\"dtype\"" },
  { "{" W "{\"shape\":[2,2],\"data_offsets\":[0,16]}}", 16, "\"dtype\"" },
  { "{" W "{\"dtype\":\"F32\",\"data_offsets\":[0,16]}}", 16, "\"shape\"" },
  { "{" W "{\"dtype\":\"F32\",\"shape\":[2,2]}}", 16, "\"data_offsets\"" },
  { "{" W "{\"dtype\":\"F32\",\"shape\":[2,-2],\"data_offsets\":[0,16]}}", 16, "size number 2" },
  { "{" W "{\"dtype\":\"F32\",\"shape\":[2,2.0],\"data_offsets\":[0,16]}}", 16, "size number 2" },
  { "{" W "{\"dtype\":\"F32\",\"shape\":[\"2\",2],\"data_offsets\":[0,16]}}", 16, "size number 1" },
  { "{" W "{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,16]}}", 16, "than a computer can count" },
  { "{" W "{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,16]}}", 16, "size number 1" },
  { "{" W "{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[16,0]}}", 16, "before its start" },
  { "{" W "{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0]}}", 16, "data_offsets" },
  { "{" W "{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[-16,0]}}", 16, "data_offsets" },
  { "{" W "{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,9007199254740992]}}", 16, "cut off" },
  { "{" W "{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,18446744073709551615]}}", 16, "not JSON" },
  { "{" W "{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[4,20]}}", 20, "belong to no tensor" },
  { "{" GOOD ",\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[12,20]}}", 20, "overlaps" },
  { "{" GOOD ",\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[20,28]}}", 28, "belong to no tensor" },
  { "{" GOOD ",\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[16,20]}}", 20, "\"a\" of shape [2]" },
  { "{" GOOD "," GOOD "}", 16, "not JSON" },
  { "{" W "{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]}}", 16, "not JSON" },
  { "{" W "[]}", 16, "not an object" },
  { "{" W "null}", 16, "not an object" },
  { "{" GOOD "", 16, "not JSON" },
  { "{" GOOD "} x", 16, "not JSON" },
  { "{\xff\xfe" GOOD "}", 16, "not JSON" },
  { " {" GOOD "}", 16, "not a safetensors file" },
  { "[]", 16, "not a safetensors file" },
  { "", 16, "not a safetensors file" },
};

static void
check_refused (const guint8 *bytes, gsize n, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *exact = g_memdup2 (bytes, n); /* so that a checker of memory sees a byte too far */
  float *weights = nn_weights_parse (exact, n, "net.safetensors", &one, &error);

  g_assert_null (weights);
  g_assert_error (error, NN_ERROR, NN_ERROR_FILE);
  if (strstr (error->message, words) == NULL || !g_str_has_prefix (error->message, "net.safetensors: "))
    g_error ("message \"%s\" does not say \"%s\"", error->message, words);
}

static void
test_broken (void)
{
  const float zeros[8] = { 0 };
  guint8 short_bytes[8] = { 0 };
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autofree char *deep_header = g_strconcat ("{\"0.weight\":", deep, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      gsize n;
      g_autofree guint8 *bytes = file_of (broken[i].header, zeros, broken[i].n_data, &n);

      check_refused (bytes, n, broken[i].words);
    }
  for (gsize n = 0; n < 8; n++)
    check_refused (short_bytes, n, "too few");
  check_refused (short_bytes, 8, "not a safetensors file");
  memset (short_bytes, 0xff, 8);
  check_refused (short_bytes, 8, "not a safetensors file");
  {
    gsize n;
    g_autofree guint8 *bytes = file_of (deep_header, zeros, 16, &n);

    check_refused (bytes, n, "not JSON");
    bytes[0]++; /* the header now reaches into the data */
    check_refused (bytes, n, "not JSON");
    bytes[4] = 1; /* 4 GB of header */
    check_refused (bytes, n, "not a safetensors file");
  }
}

static void
test_not_finite (void)
{
  const guint32 patterns[] = { 0x7fc00000, 0x7f800000, 0xff800000 };
  const char *header = "{" GOOD "}";

  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      guint32 data[4] = { 0, 0, 0, GUINT32_TO_LE (patterns[i]) };
      gsize n;
      g_autofree guint8 *bytes = file_of (header, data, sizeof data, &n);

      check_refused (bytes, n, "at [1, 1]; every value must be a finite float32");
    }
#if G_BYTE_ORDER == G_LITTLE_ENDIAN
  {
    double big[4] = { 0, 1e39, 0, 0 };
    gsize n;
    g_autofree guint8 *bytes = file_of ("{\"0.weight\":{\"dtype\":\"F64\",\"shape\":[2,2],\"data_offsets\":[0,32]}}", big, sizeof big, &n);

    check_refused (bytes, n, "1e+39 at [0, 1]");
  }
#endif
}

static void
test_negative_variance (void)
{
  gsize n;
  g_autofree char *bytes = saved_bytes (&n);
  g_autoptr (GError) error = NULL;
  const float negative = -1;

  memcpy (bytes + n - sizeof (float) * (42 - 29), &negative, sizeof negative);
  g_assert_null (nn_weights_parse ((guint8 *) bytes, n, "net.safetensors", &plan, &error));
  g_assert_nonnull (strstr (error->message, "\"2.running_var\" holds -1 at [1]; a variance cannot be negative"));
}

/* Whatever bytes come: weights that are finite, or an error with words. Never a crash, a hang or a silent NULL. */
static void
test_mutations (void)
{
  gsize n, refused = 0;
  g_autofree char *original = saved_bytes (&n);
  DsRng rng = ds_rng (11, DS_RNG_DATA, 0);

  for (guint round = 0; round < 2000; round++)
    {
      g_autoptr (GError) error = NULL;
      gsize length = ds_rng_below (&rng, 4) == 0 ? ds_rng_below (&rng, (guint32) n + 1) : n;
      g_autofree guint8 *bytes = g_malloc (length + 1);
      g_autofree float *weights = NULL;
      guint changes = 1 + ds_rng_below (&rng, 6);

      bytes = g_realloc (bytes, MAX (length, 1));
      memcpy (bytes, original, length);
      for (guint i = 0; i < changes && length > 0; i++)
        {
          guint32 at = ds_rng_below (&rng, (guint32) length);

          if (ds_rng_below (&rng, 2) == 0)
            bytes[at] ^= (guint8) (1 << ds_rng_below (&rng, 8));
          else
            bytes[at] = (guint8) "{}[]\",:0123456789eE+-. \\u\xff"[ds_rng_below (&rng, 27)];
        }
      weights = nn_weights_parse (bytes, length, "m", &plan, &error);
      g_assert_true ((weights == NULL) == (error != NULL));
      refused += weights == NULL;
      for (guint i = 0; weights != NULL && i < 42; i++)
        g_assert_true (isfinite (weights[i]));
    }
  g_assert_cmpuint (refused, >, 500);
  g_assert_cmpuint (refused, <, 2000);
}

static void
test_unreadable (void)
{
  g_autoptr (GError) error = NULL;
  float weights[42] = { 0 };

  g_assert_null (nn_weights_load ("/nowhere/at-all.safetensors", &plan, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_null (nn_weights_load ("/", &plan, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_false (nn_weights_save ("/nowhere/at-all.safetensors", &plan, weights, NULL, &error));
  g_assert_nonnull (error);
}

/* --- Carrying over ------------------------------------------------------------------------------- */

typedef struct
{
  NnPlan plan;
  NnTensor tensors[16];
  float weights[512];
} Net;

/* Dense layers of these units; weights count up from `base` so that every value tells where it came from. */
static void
make_net (Net *net, const guint *units, guint n_layers, float base)
{
  gsize at = 0;

  memset (net, 0, sizeof *net);
  net->plan.n_layers = n_layers;
  net->plan.tensors = net->tensors;
  for (guint i = 0; i < n_layers; i++)
    {
      NnTensor *weight = &net->tensors[2 * i], *bias = weight + 1;

      net->plan.layers[i].in = units[i];
      net->plan.layers[i].out = units[i + 1];
      *weight = (NnTensor){ "", i, units[i + 1], units[i], at, TRUE, TRUE };
      *bias = (NnTensor){ "", i, units[i + 1], 0, at + units[i] * units[i + 1], FALSE, TRUE };
      g_snprintf (weight->name, sizeof weight->name, "%u.weight", 2 * i);
      g_snprintf (bias->name, sizeof bias->name, "%u.bias", 2 * i);
      at = bias->offset + units[i + 1];
      net->plan.n_tensors += 2;
    }
  g_assert_cmpuint (at, <=, G_N_ELEMENTS (net->weights));
  net->plan.n_weights = at;
  for (gsize i = 0; i < at; i++)
    net->weights[i] = base + (float) i;
}

/* Entry (row, col) of layer's weight; col -1: of its bias. */
static float
entry (const Net *net, guint layer, guint row, int col)
{
  const NnTensor *weight = &net->tensors[2 * layer];

  return col < 0 ? net->weights[weight[1].offset + row] : net->weights[weight->offset + row * weight->cols + (guint) col];
}

static void
test_carry_units (void)
{
  Net from, to, fresh;

  make_net (&from, (guint[]){ 2, 4, 3, 1 }, 3, 1000);
  make_net (&to, (guint[]){ 2, 6, 3, 1 }, 3, 0);
  fresh = to;
  nn_weights_carry (&from.plan, from.weights, &to.plan, to.weights);
  for (guint row = 0; row < 6; row++)
    for (int col = -1; col < 2; col++)
      g_assert_cmpfloat (entry (&to, 0, row, col), ==, row < 4 ? entry (&from, 0, row, col) : entry (&fresh, 0, row, col));
  for (guint row = 0; row < 3; row++)
    for (int col = -1; col < 6; col++)
      g_assert_cmpfloat (entry (&to, 1, row, col), ==, col < 4 ? entry (&from, 1, row, col) : entry (&fresh, 1, row, col));
  for (int col = -1; col < 3; col++)
    g_assert_cmpfloat (entry (&to, 2, 0, col), ==, entry (&from, 2, 0, col));
}

static void
test_carry_inserted (void)
{
  Net from, to, fresh;

  make_net (&from, (guint[]){ 2, 4, 1 }, 2, 1000);
  make_net (&to, (guint[]){ 2, 4, 4, 1 }, 3, 0);
  fresh = to;
  nn_weights_carry (&from.plan, from.weights, &to.plan, to.weights);
  g_assert_cmpfloat (entry (&to, 0, 3, 1), ==, entry (&from, 0, 3, 1));
  g_assert_cmpfloat (entry (&to, 1, 2, 2), ==, entry (&fresh, 1, 2, 2));
  g_assert_cmpfloat (entry (&to, 2, 0, 3), ==, entry (&from, 1, 0, 3));
  g_assert_cmpfloat (entry (&to, 2, 0, -1), ==, entry (&from, 1, 0, -1));

  /* And taken out again: the outer layers still know what they know. */
  make_net (&from, (guint[]){ 2, 4, 1 }, 2, 0);
  nn_weights_carry (&to.plan, to.weights, &from.plan, from.weights);
  g_assert_cmpfloat (entry (&from, 0, 3, 1), ==, entry (&to, 0, 3, 1));
  g_assert_cmpfloat (entry (&from, 1, 0, 3), ==, entry (&to, 2, 0, 3));
}

/* Layers of one shape, one of them gone: the one that stays keeps its own weights, not those of its neighbour. */
static void
test_carry_known (void)
{
  Net from, to;

  make_net (&from, (guint[]){ 2, 4, 4, 4, 1 }, 4, 1000);
  make_net (&to, (guint[]){ 2, 4, 4, 1 }, 3, 0);
  for (guint i = 0; i < 4; i++)
    from.plan.layers[i].id = 10 + i;
  to.plan.layers[0].id = 10;
  to.plan.layers[1].id = 12;
  to.plan.layers[2].id = 13;
  nn_weights_carry (&from.plan, from.weights, &to.plan, to.weights);
  g_assert_cmpfloat (entry (&to, 0, 3, 1), ==, entry (&from, 0, 3, 1));
  g_assert_cmpfloat (entry (&to, 1, 2, 2), ==, entry (&from, 2, 2, 2));
  g_assert_cmpfloat (entry (&to, 2, 0, 3), ==, entry (&from, 3, 0, 3));
}

static void
test_carry_equal (void)
{
  Net from, to;

  make_net (&from, (guint[]){ 3, 5, 5, 2 }, 3, 1000);
  make_net (&to, (guint[]){ 3, 5, 5, 2 }, 3, 0);
  nn_weights_carry (&from.plan, from.weights, &to.plan, to.weights);
  g_assert_cmpmem (to.weights, to.plan.n_weights * 4, from.weights, from.plan.n_weights * 4);
}

/* A third class painted beside two: what one unit knew of them stays true of the outputs of both, and the way back gives the unit. */
static void
test_carry_third_class (void)
{
  Net pair, three, fresh, back;

  make_net (&pair, (guint[]){ 2, 4, 1 }, 2, 1000);
  pair.plan.n_classes = 2;
  pair.plan.outputs = 1;
  make_net (&three, (guint[]){ 2, 4, 3 }, 2, 0);
  three.plan.n_classes = three.plan.outputs = 3;
  fresh = three;
  nn_weights_carry (&pair.plan, pair.weights, &three.plan, three.weights);
  for (int col = -1; col < 4; col++)
    {
      g_assert_cmpfloat (entry (&three, 1, 1, col) - entry (&three, 1, 0, col), ==, entry (&pair, 1, 0, col));
      g_assert_cmpfloat (entry (&three, 1, 0, col), ==, -entry (&three, 1, 1, col));
      g_assert_cmpfloat (entry (&three, 1, 2, col), ==, entry (&fresh, 1, 2, col));
    }
  back = pair;
  memset (back.weights, 0, sizeof back.weights);
  nn_weights_carry (&three.plan, three.weights, &back.plan, back.weights);
  g_assert_cmpmem (back.weights, pair.plan.n_weights * 4, pair.weights, pair.plan.n_weights * 4);
}

/* Batch norm added or removed does not give a dense layer another kind's numbers. */
static void
test_carry_other_kind (void)
{
  NnTensor dense[] = { { "0.weight", 0, 4, 4, 0, TRUE, TRUE }, { "0.bias", 0, 4, 0, 16, FALSE, TRUE } };
  NnTensor norm[] = { { "0.weight", 0, 4, 0, 0, TRUE, TRUE }, { "0.bias", 0, 4, 0, 4, FALSE, TRUE }, { "0.running_mean", 0, 4, 0, 8, FALSE, FALSE },
                      { "0.running_var", 0, 4, 0, 12, FALSE, FALSE } };
  NnPlan a = { .n_layers = 1, .n_tensors = 2, .layers = { { 4, 4 } }, .tensors = dense, .n_weights = 20 };
  NnPlan b = { .n_layers = 1, .n_tensors = 4, .layers = { { 4, 4 } }, .tensors = norm, .n_weights = 16 };
  float from[20], to[16];

  for (guint i = 0; i < 20; i++)
    from[i] = 100 + (float) i;
  for (guint i = 0; i < 16; i++)
    to[i] = (float) i;
  nn_weights_carry (&a, from, &b, to);
  g_assert_cmpfloat (to[0], ==, 0);
  g_assert_cmpfloat (to[8], ==, 8);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/weights/layout", test_layout);
  g_test_add_func ("/weights/sha256", test_sha256);
  g_test_add_func ("/weights/types", test_types);
  g_test_add_func ("/weights/broken", test_broken);
  g_test_add_func ("/weights/not-finite", test_not_finite);
  g_test_add_func ("/weights/negative-variance", test_negative_variance);
  g_test_add_func ("/weights/mutations", test_mutations);
  g_test_add_func ("/weights/unreadable", test_unreadable);
  g_test_add_func ("/weights/carry/equal", test_carry_equal);
  g_test_add_func ("/weights/carry/units", test_carry_units);
  g_test_add_func ("/weights/carry/inserted", test_carry_inserted);
  g_test_add_func ("/weights/carry/known", test_carry_known);
  g_test_add_func ("/weights/carry/third-class", test_carry_third_class);
  g_test_add_func ("/weights/carry/other-kind", test_carry_other_kind);
  g_test_add_func ("/weights/round-trip", test_round_trip); /* last: it clears the scratch folder away */
  return g_test_run ();
}
