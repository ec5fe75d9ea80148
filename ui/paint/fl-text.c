/* Text through Pango. Metrics are not hinted, so that the same text takes the same room at every device scale. */
#include "fl-text-private.h"

#include <math.h>

static PangoLayout *
make_layout (cairo_t *cr, const FlTheme *theme, FlTextStyle style, const char *text)
{
  PangoLayout *layout = pango_cairo_create_layout (cr);
  PangoContext *context = pango_layout_get_context (layout);
  PangoFontDescription *font = pango_font_description_new ();
  PangoAttrList *attributes = pango_attr_list_new ();
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY); /* colour fringes look wrong on cached surfaces */
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_context_set_round_glyph_positions (context, FALSE);

  pango_font_description_set_family (font, theme->font);
  pango_font_description_set_absolute_size (font, fl_em (theme, style.size) * PANGO_SCALE);
  pango_font_description_set_weight (font, style.weight ? style.weight : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);

  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1")); /* digits that do not dance */
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, text ? text : "", -1);
  return layout;
}

static void
layout_size (PangoLayout *layout, double *width, double *height)
{
  int w, h;

  pango_layout_get_size (layout, &w, &h);
  *width = (double) w / PANGO_SCALE;
  *height = (double) h / PANGO_SCALE;
}

static void
ellipsize (PangoLayout *layout, double max_width)
{
  double w, h;

  layout_size (layout, &w, &h);
  if (max_width > 0 && w > max_width)
    {
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
      pango_layout_set_width (layout, (int) (max_width * PANGO_SCALE));
    }
}

void
fl_draw_text_full (cairo_t *cr, const FlTheme *theme, FlColor color, FlTextStyle style, double x, double y, const char *text,
                   double max_width, double halo)
{
  PangoLayout *layout = make_layout (cr, theme, style, text);
  double w, h;

  ellipsize (layout, max_width);
  layout_size (layout, &w, &h);
  if (max_width > 0 && w > max_width)
    w = max_width;
  cairo_save (cr);
  cairo_new_path (cr);
  cairo_move_to (cr, x - w * style.halign, y - h * style.valign);
  if (halo > 0)
    {
      pango_cairo_layout_path (cr, layout);
      fl_set_source (cr, theme->card, halo);
      cairo_set_line_width (cr, 3);
      cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
      cairo_stroke (cr);
      cairo_move_to (cr, x - w * style.halign, y - h * style.valign);
    }
  fl_set_source (cr, color, 1);
  pango_cairo_show_layout (cr, layout);
  cairo_new_path (cr);
  cairo_restore (cr);
  g_object_unref (layout);
}

void
fl_draw_text (cairo_t *cr, const FlTheme *theme, FlColor color, FlTextStyle style, double x, double y, const char *text)
{
  fl_draw_text_full (cr, theme, color, style, x, y, text, 0, 0);
}

void
fl_draw_text_up (cairo_t *cr, const FlTheme *theme, FlColor color, FlTextStyle style, double x, double y, const char *text,
                 double max_length)
{
  style.halign = style.valign = 0.5;
  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_rotate (cr, -G_PI / 2);
  fl_draw_text_full (cr, theme, color, style, 0, 0, text, max_length, 0);
  cairo_restore (cr);
}

void
fl_measure_text (cairo_t *cr, const FlTheme *theme, FlTextStyle style, const char *text, double *width, double *height)
{
  PangoLayout *layout = make_layout (cr, theme, style, text);
  double w, h;

  layout_size (layout, &w, &h);
  if (width)
    *width = w;
  if (height)
    *height = h;
  g_object_unref (layout);
}

double
fl_text_width (cairo_t *cr, const FlTheme *theme, FlTextStyle style, const char *text)
{
  double w;

  fl_measure_text (cr, theme, style, text, &w, NULL);
  return w;
}

char *
fl_pretty_name (const char *name)
{
  static const char *const low[] = { "₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉" };

  if (name != NULL && g_ascii_isalpha (name[0]) && g_ascii_isdigit (name[1]) && (name[2] == '\0' || (g_ascii_isdigit (name[2]) && name[3] == '\0')))
    return g_strdup_printf ("%c%s%s", name[0], low[name[1] - '0'], name[2] ? low[name[2] - '0'] : "");
  return g_strdup (name ? name : "");
}

void
fl_rounded_path (cairo_t *cr, double x, double y, double width, double height, double radius)
{
  double r = MIN (radius, MIN (width, height) / 2);

  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - r, y + r, r, -G_PI / 2, 0);
  cairo_arc (cr, x + width - r, y + height - r, r, 0, G_PI / 2);
  cairo_arc (cr, x + r, y + height - r, r, G_PI / 2, G_PI);
  cairo_arc (cr, x + r, y + r, r, G_PI, 3 * G_PI / 2);
  cairo_close_path (cr);
}
