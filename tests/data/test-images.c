/* Folders of images: classes, sizes, colours, and files that are not what their name says. */
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>
#include <string.h>

#include "ds-readers.h"
#include "ds-survey.h"

static char *folder;

static void
paint (const char *name, const char *format, guint width, guint height, guint32 rgba)
{
  g_autoptr (GdkPixbuf) image = gdk_pixbuf_new (GDK_COLORSPACE_RGB, strcmp (format, "png") == 0, 8, width, height);
  g_autofree char *path = g_build_filename (folder, name, NULL), *parent = g_path_get_dirname (path);

  g_mkdir_with_parents (parent, 0700);
  gdk_pixbuf_fill (image, rgba);
  g_assert_true (gdk_pixbuf_save (image, path, format, NULL, NULL));
}

static void
put (const char *name, const char *bytes, gssize n)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, bytes, n, NULL));
}

static void
setup (void)
{
  paint ("10/a.png", "png", 20, 10, 0xff0000ff);
  paint ("10/b.PNG", "png", 8, 8, 0x00000000); /* nothing but transparency */
  paint ("9/c.jpg", "jpeg", 16, 16, 0x000000ff);
  paint ("9/d.jpeg", "jpeg", 300, 200, 0xffffffff);
  put ("9/letter.png", "Dear Sir", -1);
  put ("9/.hidden.png", "x", -1);
  put ("9/notes.txt", "x", -1);
  put ("readme.md", "x", -1);
}

static void
test_grey (void)
{
  DsProblems problems = { 0 };
  DsImageOptions options = { .width = 6, .height = 4, .problems = &problems };
  g_autoptr (GError) error = NULL;
  g_autoptr (DsDataset) table = ds_images_read (folder, &options, NULL, NULL, &error);
  guint width, height;

  g_assert_no_error (error);
  g_assert_cmpuint (ds_dataset_rows (table), ==, 4);
  g_assert_cmpuint (ds_dataset_n_inputs (table), ==, 24);
  g_assert_true (ds_dataset_image_size (table, &width, &height));
  g_assert_cmpuint (width, ==, 6);
  /* by value, not by letters: 9 before 10 */
  const DsColumn *target = ds_dataset_column (table, 24);
  g_assert_cmpstr (target->classes[0], ==, "9");
  g_assert_cmpstr (target->classes[1], ==, "10");
  const float *values = ds_dataset_values (table);
  g_assert_cmpfloat_with_epsilon (values[0], 0, 0.02);              /* black */
  g_assert_cmpfloat_with_epsilon (values[25], 1, 0.02);             /* white */
  g_assert_cmpfloat_with_epsilon (values[2 * 25 + 7], 0.299, 0.01); /* red */
  g_assert_cmpfloat_with_epsilon (values[3 * 25 + 7], 1, 1e-6);     /* on white */
  g_assert_cmpfloat (values[24], ==, 0);
  g_assert_cmpfloat (values[2 * 25 + 24], ==, 1);
  g_assert_cmpuint (problems.total, ==, 1);
  g_assert_nonnull (strstr (problems.list[0].text, "letter.png is neither a PNG nor a JPEG"));
  g_assert_nonnull (strstr (ds_dataset_notes (table)[1], "letter.png"));
  g_assert_nonnull (strstr (ds_dataset_notes (table)[2], "2 files"));
  ds_problems_clear (&problems);
}

static void
test_color (void)
{
  DsImageOptions options = { .width = 2, .height = 3, .color = TRUE };
  g_autoptr (DsDataset) table = ds_images_read (folder, &options, NULL, NULL, NULL);
  const float *red = ds_dataset_values (table) + 2 * 19;

  g_assert_cmpuint (ds_dataset_n_inputs (table), ==, 18);
  for (guint i = 0; i < 18; i++)
    g_assert_cmpfloat (red[i], ==, i < 6 ? 1 : 0);
  g_assert_cmpstr (ds_dataset_column (table, 17)->name, ==, "b2_1");
}

/* Without a size: that of the first, shrunk in proportion where it is large. */
static void
test_usual_size (void)
{
  g_autoptr (DsDataset) table = ds_images_read (folder, NULL, NULL, NULL, NULL);

  g_assert_cmpuint (ds_dataset_n_inputs (table), ==, 16 * 16);
}

/* Told before the images are read: of all five that are called so, also of the letter. */
static void
test_estimate (void)
{
  DsSource source = { .kind = DS_SOURCE_IMAGES, .path = folder };

  g_assert_cmpuint (ds_survey_estimate (&source), ==, 5 * (16 * 16 + 1) * sizeof (float));
  source.width = 2;
  source.height = 3;
  source.color = TRUE;
  g_assert_cmpuint (ds_survey_estimate (&source), ==, 5 * 19 * sizeof (float));
  source.path = (char *) "/nowhere";
  g_assert_cmpuint (ds_survey_estimate (&source), ==, 0);
}

static void
refuse (const char *name, const char *message)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (ds_images_read (path, NULL, NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, message));
}

static gboolean
stop_cb (double share, gpointer user_data)
{
  return share < 0.5;
}

static void
test_refused (void)
{
  g_autoptr (GError) error = NULL;

  refuse ("nowhere", "could not be opened");
  refuse ("9", "no subfolder holds");
  g_assert_null (ds_images_read (folder, NULL, stop_cb, NULL, &error));
  g_assert_cmpstr (g_quark_to_string (error->domain), ==, "g-io-error-quark");
}

static void
test_only_broken (void)
{
  g_autofree char *whole = g_build_filename (folder, "9", "c.jpg", NULL), *deep = g_build_filename (folder, "deep", "x", NULL), *bytes = NULL;

  g_assert_true (g_file_get_contents (whole, &bytes, NULL, NULL));
  g_mkdir_with_parents (deep, 0700);
  put ("deep/x/cut.jpg", bytes, 100);
  refuse ("deep", "none of its 1 images can be read");
  /* a header that announces 65535 × 65535 pixels costs nothing */
  put ("deep/x/cut.jpg", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xff\0\0\xff\xff\x08\x02\0\0\0\xb5\x14\xc4\x3b", 33);
  refuse ("deep", "none of its 1 images can be read");
}

/* A copy that was cut off shows its first lines, and nothing below them: no picture to learn from. */
static void
test_cut_off (void)
{
  static const char *const names[] = { "9/c.jpg", "9/d.jpeg", "10/a.png", "10/b.PNG" };

  g_autofree char *deep = g_build_filename (folder, "cut", "x", NULL), *cut = g_build_filename (folder, "cut", NULL);

  g_mkdir_with_parents (deep, 0700);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL), *bytes = NULL;
      gsize n;

      g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));
      for (gsize length = 1; length < n; length += n < 200 ? 1 : 7)
        {
          put ("cut/x/a.png", bytes, length);
          refuse ("cut", "none of its 1 images can be read");
        }
      put ("cut/x/a.png", bytes, n);
      g_autoptr (DsDataset) table = ds_images_read (cut, NULL, NULL, NULL, NULL);
      g_assert_cmpuint (ds_dataset_rows (table), ==, 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("fallline-images-XXXXXX", NULL);
  setup ();
  g_test_add_func ("/images/grey", test_grey);
  g_test_add_func ("/images/color", test_color);
  g_test_add_func ("/images/usual-size", test_usual_size);
  g_test_add_func ("/images/estimate", test_estimate);
  g_test_add_func ("/images/refused", test_refused);
  g_test_add_func ("/images/cut-off", test_cut_off);
  g_test_add_func ("/images/only-broken", test_only_broken);
  return g_test_run ();
}
