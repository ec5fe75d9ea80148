/* A run as one picture. Drawn into memory, then put in place with one rename: a failed write leaves no torn file. */
#include "fl-picture.h"

#include "ds-write.h"
#include "fl-axes.h"
#include "fl-curve-paint.h"
#include "fl-field-paint.h"
#include "fl-text-private.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define WIDTH 1200.0
#define HEIGHT 560.0
#define MARGIN 24.0
#define HEAD 72.0
#define CARD_HEIGHT 396.0
#define LEFT_WIDTH 548.0
#define GAP 16.0
#define SCALE 2.0

typedef enum
{
  FORMAT_NONE,
  FORMAT_PNG,
  FORMAT_SVG,
  FORMAT_PDF
} Format;

typedef struct
{
  cairo_t *cr;
  const FlTheme *theme;
  const char *title;
  const NnFrame *frame;
  double scale; /* device pixels a unit of the field's image */
} Painter;

static Format
format_of (const char *path)
{
  static const struct
  {
    const char *ending;
    Format format;
  } known[] = { { ".png", FORMAT_PNG }, { ".svg", FORMAT_SVG }, { ".pdf", FORMAT_PDF } };
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_has_suffix (lower, known[i].ending))
      return known[i].format;
  return FORMAT_NONE;
}

gboolean
fl_picture_format_known (const char *path, GError **error)
{
  if (format_of (path) != FORMAT_NONE)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME,
               _("“%s” does not say which kind of picture is wanted: its name must end in .png, .svg or .pdf"), path);
  return FALSE;
}

static void
card (Painter *p, double x, double y, double width, double height, const char *title, const char *note)
{
  FlTextStyle heading = { 15, PANGO_WEIGHT_BOLD, 0, 0.5 }, small = { 11.5, PANGO_WEIGHT_NORMAL, 1, 0.5 };

  fl_rounded_path (p->cr, x + 0.5, y + 0.5, width - 1, height - 1, 12);
  fl_set_source (p->cr, p->theme->card, 1);
  cairo_fill_preserve (p->cr);
  fl_set_source (p->cr, p->theme->border, 1);
  cairo_set_line_width (p->cr, 1);
  cairo_stroke (p->cr);
  fl_draw_text (p->cr, p->theme, p->theme->text, heading, x + 18, y + 24, title);
  if (note != NULL)
    fl_draw_text_full (p->cr, p->theme, p->theme->dim, small, x + width - 18, y + 24, note, width - 190, 0);
}

static void
paint_title (Painter *p)
{
  FlTextStyle big = { 24, PANGO_WEIGHT_BOLD, 0, 0.5 }, small = { 13, PANGO_WEIGHT_NORMAL, 1, 0.5 };
  NnProblem problem = nn_problem (p->frame->data);
  g_autoptr (NnPlan) plan = nn_plan_new (p->frame->spec, &problem, NULL, NULL);
  g_autofree char *summary = plan ? nn_plan_summary (plan) : g_strdup ("");
  double room = WIDTH - 2 * MARGIN - fl_text_width (p->cr, p->theme, small, summary) - 24;

  fl_draw_text_full (p->cr, p->theme, p->theme->text, big, MARGIN + 2, 36, p->title ? p->title : "", MAX (room, 200), 0);
  fl_draw_text (p->cr, p->theme, p->theme->dim, small, WIDTH - MARGIN - 2, 38, summary);
}

/* How the data became a picture of two inputs, where it has more; caller frees. */
static char *
boundary_note (const DsPrepared *data, const NnProbeRequest *request)
{
  if (data->raw_inputs <= 2 || data->raw_names == NULL || request->axis_y == NN_PROBE_NO_AXIS)
    return NULL;
  if (data->raw_inputs == 3)
    return g_strdup_printf (_("%s and %s; the third input at its mean"), data->raw_names[request->axis_x],
                            data->raw_names[request->axis_y]);
  return g_strdup_printf (_("%s and %s; the other %u inputs at their mean"), data->raw_names[request->axis_x],
                          data->raw_names[request->axis_y], data->raw_inputs - 2);
}

static gboolean
paint_boundary (Painter *p, GError **error)
{
  const DsPrepared *data = p->frame->data;
  FlBoundary boundary = { .data = data, .show_points = TRUE, .hover_x = NAN, .hover_y = NAN };
  FlBoundaryLayout layout;
  NnProbeRequest request;
  g_autoptr (NnPicture) picture = NULL;
  g_autofree char *note = NULL;
  double width = LEFT_WIDTH - 32, height = CARD_HEIGHT - 60;

  nn_probe_request_init (&request, data);
  if (data->raw_inputs > 2)
    {
      fl_axes_choose (data, &request.axis_x, &request.axis_y);
      fl_axes_range (data, request.axis_x, &request.x0, &request.x1);
      fl_axes_range (data, request.axis_y, &request.y0, &request.y1);
    }
  boundary.axis_x = request.axis_x;
  boundary.axis_y = request.axis_y;
  boundary.x0 = request.x0;
  boundary.x1 = request.x1;
  boundary.y0 = request.y0;
  boundary.y1 = request.y1;
  note = boundary_note (data, &request);
  card (p, MARGIN, HEAD, LEFT_WIDTH, CARD_HEIGHT, request.axis_y == NN_PROBE_NO_AXIS ? _("Fit") : _("Decision boundary"), note);
  cairo_save (p->cr);
  cairo_translate (p->cr, MARGIN + 16, HEAD + 46);
  fl_boundary_layout (p->cr, p->theme, width, height, &boundary, &layout);
  request.width = (guint) (layout.width * p->scale);
  request.height = request.axis_y == NN_PROBE_NO_AXIS ? 1 : (guint) (layout.height * p->scale);
  request.map_size = 0;
  picture = nn_probe_evaluate (p->frame, &request, error);
  if (picture != NULL)
    {
      boundary.picture = picture;
      fl_boundary_paint (p->cr, p->theme, width, height, &boundary, NULL);
    }
  cairo_restore (p->cr);
  return picture != NULL;
}

static void
paint_chart (Painter *p)
{
  const NnFrame *frame = p->frame;
  double x = MARGIN + LEFT_WIDTH + GAP, width = WIDTH - MARGIN - x, low, high, positive;
  g_autoptr (FlCurve) train = NULL, validation = NULL, batch = NULL;
  FlChart chart = { .hover_x = NAN, .x_title = _("epochs") };

  if (frame->epochs != NULL)
    {
      train = fl_curve_new (frame->epochs, NN_EPOCH, NN_TRAIN_LOSS);
      validation = fl_curve_new (frame->epochs, NN_EPOCH, NN_VALIDATION_LOSS);
      fl_curve_update (train, 0);
      fl_curve_update (validation, 0);
    }
  if (frame->steps != NULL && frame->steps_per_epoch > 0)
    {
      batch = fl_curve_new (frame->steps, NN_STEP_STEP, NN_STEP_LOSS);
      fl_curve_update (batch, 0);
      chart.batch_x = (FlChartSteps){ frame->epochs, (double) frame->steps_per_epoch };
    }
  chart.train = train;
  chart.validation = validation;
  chart.batch = batch;
  /* Logarithmic where the curve falls so far that a straight scale would hide its end. */
  if (train != NULL && fl_curve_range (train, NULL, NULL, &low, &high, &positive))
    chart.log_y = low > 0 && positive > 0 && high / positive > 20;
  card (p, x, HEAD, width, CARD_HEIGHT, _("Loss"), chart.log_y ? _("by epoch, log scale") : _("by epoch"));
  cairo_save (p->cr);
  cairo_translate (p->cr, x + 12, HEAD + 46);
  fl_chart_paint (p->cr, p->theme, width - 24, CARD_HEIGHT - 60, &chart, NULL);
  cairo_restore (p->cr);
}

static char *
number (double value)
{
  char text[32];

  return g_strdup (fl_format_number (value, text, sizeof text));
}

static char *
percent (double share)
{
  return isfinite (share) ? g_strdup_printf ("%.1f %%", share * 100) : NULL;
}

static void
figure (Painter *p, double *x, FlColor color, const char *name, char *value)
{
  FlTextStyle small = { 12, PANGO_WEIGHT_NORMAL, 0, 0.5 }, large = { 18, PANGO_WEIGHT_BOLD, 0, 0.5 };
  double top = HEAD + CARD_HEIGHT + 24;

  if (value != NULL)
    {
      fl_draw_text (p->cr, p->theme, p->theme->dim, small, *x, top, name);
      fl_draw_text (p->cr, p->theme, color, large, *x, top + 24, value);
      *x += MAX (fl_text_width (p->cr, p->theme, small, name), fl_text_width (p->cr, p->theme, large, value)) + 40;
    }
  g_free (value);
}

static void
paint_numbers (Painter *p)
{
  const NnFrame *f = p->frame;
  const FlTheme *t = p->theme;
  double x = MARGIN + 2;
  NnProblem problem = nn_problem (f->data);
  g_autoptr (NnPlan) plan = nn_plan_new (f->spec, &problem, NULL, NULL);

  figure (p, &x, t->text, _("Epoch"), number ((double) f->epoch));
  figure (p, &x, t->train, _("Training loss"), number (f->train_loss));
  figure (p, &x, t->validation, _("Validation loss"), isfinite (f->validation_loss) ? number (f->validation_loss) : NULL);
  figure (p, &x, t->train, _("Training accuracy"), percent (f->train_accuracy));
  figure (p, &x, t->validation, _("Validation accuracy"), percent (f->validation_accuracy));
  if (plan != NULL)
    figure (p, &x, t->text, _("Parameters"), number ((double) plan->n_parameters));
  figure (p, &x, t->text, _("Learning rate"), number (f->learning_rate));
  figure (p, &x, t->text, _("Seed"), g_strdup_printf ("%" G_GUINT64_FORMAT, f->spec->seed));
}

static gboolean
paint (cairo_surface_t *surface, const char *title, const NnFrame *frame, gboolean dark, double scale, GError **error)
{
  Painter p = { .cr = cairo_create (surface), .theme = fl_theme_get (dark, FALSE), .title = title, .frame = frame, .scale = scale };
  gboolean good;

  fl_set_source (p.cr, p.theme->ground, 1);
  cairo_paint (p.cr);
  paint_title (&p);
  good = paint_boundary (&p, error);
  if (good)
    {
      paint_chart (&p);
      paint_numbers (&p);
    }
  cairo_destroy (p.cr);
  return good;
}

static cairo_status_t
take_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *
make_surface (Format format, const char *title, GByteArray *bytes)
{
  cairo_surface_t *surface;

  switch (format)
    {
    case FORMAT_SVG:
      surface = cairo_svg_surface_create_for_stream (take_bytes, bytes, WIDTH, HEIGHT);
      cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
      return surface;
    case FORMAT_PDF:
      surface = cairo_pdf_surface_create_for_stream (take_bytes, bytes, WIDTH, HEIGHT);
      if (title != NULL)
        cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
      cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Fall Line");
      return surface;
    case FORMAT_PNG:
    case FORMAT_NONE:
    default:
      surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (WIDTH * SCALE), (int) (HEIGHT * SCALE));
      cairo_surface_set_device_scale (surface, SCALE, SCALE);
      return surface;
    }
}

gboolean
fl_picture_write (const char *path, const char *title, const NnFrame *frame, gboolean dark, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_status_t status;
  cairo_surface_t *surface;
  Format format = format_of (path);
  gboolean good;

  if (!fl_picture_format_known (path, error))
    return FALSE;
  surface = make_surface (format, title, bytes);
  good = paint (surface, title, frame, dark, format == FORMAT_PNG ? SCALE : 3, error);
  if (good && format == FORMAT_PNG)
    cairo_surface_write_to_png_stream (surface, take_bytes, bytes);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (good && (status != CAIRO_STATUS_SUCCESS || bytes->len == 0))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The picture could not be drawn: %s."), cairo_status_to_string (status));
      return FALSE;
    }
  return good && ds_write_file (path, bytes->data, bytes->len, error);
}
