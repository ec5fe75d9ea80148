#include "fl-network-scene.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-data-paint.h"
#include "fl-field-paint.h"
#include "fl-network-paint.h"

static gboolean
picture_fits (const FlTopology *topology, const NnPicture *picture)
{
  if (picture == NULL || picture->map_size == 0 || picture->n_layers + 1 != topology->n_columns)
    return FALSE;
  for (guint i = 1; i < topology->n_columns; i++)
    if (picture->map_units[i - 1] > topology->columns[i].units)
      return FALSE;
  return picture->input_units <= topology->columns[0].units;
}

FlNetworkScene *
fl_network_scene_new (FlTopology *topology, const FlPlaces *places, int selected, NnFrame *frame, FlTopology *frame_topology,
                      NnPicture *picture)
{
  FlNetworkScene *scene = g_new0 (FlNetworkScene, 1);

  scene->topology = fl_topology_ref (topology);
  scene->places = *places;
  scene->selected = selected;
  if (frame != NULL && frame_topology != NULL && frame_topology->n_weights == frame->n_weights &&
      fl_topology_same_shape (topology, frame_topology))
    {
      scene->frame = nn_frame_ref (frame);
      scene->frame_topology = fl_topology_ref (frame_topology);
    }
  if (picture_fits (topology, picture))
    scene->picture = nn_picture_ref (picture);
  return scene;
}

void
fl_network_scene_free (FlNetworkScene *scene)
{
  fl_topology_unref (scene->topology);
  fl_topology_unref (scene->frame_topology);
  nn_frame_unref (scene->frame);
  nn_picture_unref (scene->picture);
  g_free (scene);
}

/* Links */

static void
collect_links (const FlNetworkScene *scene, guint c, GArray *links, double *scale)
{
  const FlColumn *column = &scene->frame_topology->columns[c];
  guint sources = scene->topology->columns[column->source].units;
  const float *weights = scene->frame->weights + column->weight_offset;

  for (guint u = 0; u < column->units; u++)
    for (guint s = 0; s < sources; s++)
      {
        FlSegment segment;
        float weight = weights[(gsize) u * sources + s];

        if (!isfinite (weight) || !fl_places_link (&scene->places, scene->topology, c, u, s, &segment))
          continue;
        *scale = MAX (*scale, fabsf (weight));
        g_array_append_val (links, ((FlLink){ segment.x0, segment.y0, segment.x1, segment.y1, weight }));
      }
}

/* A padlock some eight pixels high on a ground of its own: training leaves what it lies on as it is. */
static void
paint_lock (cairo_t *cr, const FlTheme *theme, double x, double y)
{
  cairo_new_path (cr);
  cairo_arc (cr, x, y, 7, 0, 2 * G_PI);
  fl_set_source (cr, theme->card, 1);
  cairo_fill_preserve (cr);
  fl_set_source (cr, theme->text, 0.6);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  fl_set_source (cr, theme->text, 1);
  cairo_rectangle (cr, x - 3, y - 1, 6, 4.5);
  cairo_fill (cr);
  cairo_arc (cr, x, y - 1, 2, G_PI, 2 * G_PI);
  cairo_set_line_width (cr, 1.2);
  cairo_stroke (cr);
}

/* The middle of a link's curve, or the corner where a bias is painted. */
static void
paint_locks (const FlNetworkScene *scene, cairo_t *cr, const FlTheme *theme, guint c)
{
  const FlColumn *column = &scene->topology->columns[c];
  const NnFrozen *frozen = column->layer >= 0 ? scene->topology->spec->frozen[column->layer] : NULL;

  for (guint i = 0; frozen != NULL && !column->slim && !column->folded && i < frozen->n; i++)
    {
      const NnFrozenEntry *entry = &frozen->entries[i];
      FlSegment link;
      double x, y, size;

      if (entry->row >= column->units)
        continue;
      if (entry->kind == NN_FROZEN_BIAS && fl_places_unit (&scene->places, scene->topology, c, entry->row, &x, &y, &size))
        paint_lock (cr, theme, x + 1, y + size - 1);
      else if (entry->col >= 0 && (guint) entry->col < scene->topology->columns[column->source].units &&
               fl_places_link (&scene->places, scene->topology, c, entry->row, (guint) entry->col, &link))
        paint_lock (cr, theme, (link.x0 + link.x1) / 2, (link.y0 + link.y1) / 2);
    }
}

static void
column_edges (const FlNetworkScene *scene, guint c, double *left, double *right, double *top, double *bottom)
{
  const FlColumnPlace *place = &scene->places.columns[c];

  if (place->card_width > 0)
    {
      double width, height;

      fl_places_card (&scene->places, c, left, top, &width, &height);
      *right = *left + width;
      *bottom = *top + height;
      return;
    }
  *left = place->x;
  *right = place->x + scene->places.size;
  *top = place->y;
  *bottom = place->y + place->pitch * (MAX (1, place->shown) - 1) + scene->places.size;
}

/* All links of a folded column at once: a soft band. */
static void
paint_band (const FlNetworkScene *scene, cairo_t *cr, const FlTheme *theme, guint from, guint to)
{
  double left, right, top0, bottom0, top1, bottom1, unused, half;

  column_edges (scene, from, &unused, &right, &top0, &bottom0);
  column_edges (scene, to, &left, &unused, &top1, &bottom1);
  half = (right + left) / 2;
  for (guint i = 0; i < 3; i++)
    {
      double inset0 = (bottom0 - top0) * 0.14 * i, inset1 = (bottom1 - top1) * 0.14 * i;

      cairo_move_to (cr, right, top0 + 4 + inset0);
      cairo_curve_to (cr, half, top0 + 4 + inset0, half, top1 + 4 + inset1, left, top1 + 4 + inset1);
      cairo_line_to (cr, left, bottom1 - 4 - inset1);
      cairo_curve_to (cr, half, bottom1 - 4 - inset1, half, bottom0 - 4 - inset0, right, bottom0 - 4 - inset0);
      cairo_close_path (cr);
      fl_set_source (cr, theme->dim, 0.10);
      cairo_fill (cr);
    }
}

static void
paint_links (const FlNetworkScene *scene, cairo_t *cr, const FlTheme *theme)
{
  g_autoptr (GArray) links = g_array_new (FALSE, FALSE, sizeof (FlLink));
  double scale = 1e-9;

  for (guint c = 1; c < scene->topology->n_columns; c++)
    {
      const FlColumn *column = &scene->topology->columns[c];

      if (column->slim)
        continue;
      if (column->folded || scene->topology->columns[column->source].folded || (!column->linked && scene->topology->n_weights > 0))
        paint_band (scene, cr, theme, column->source, c);
      else if (scene->frame != NULL && scene->frame_topology->columns[c].linked)
        collect_links (scene, c, links, &scale);
    }
  if (links->len > 0)
    fl_links_paint (cr, theme, (const FlLink *) links->data, links->len, scale);
}

/* Maps */

static void
softmax_map (const NnPicture *picture, const float *maps, guint units, guint unit, float *values)
{
  gsize pixels = (gsize) picture->map_size * picture->map_size;

  for (gsize i = 0; i < pixels; i++)
    {
      float top = -INFINITY, sum = 0;

      for (guint u = 0; u < units; u++)
        top = MAX (top, maps[u * pixels + i]);
      for (guint u = 0; u < units; u++)
        sum += expf (maps[u * pixels + i] - top);
      values[i] = expf (maps[unit * pixels + i] - top) / sum;
    }
}

gboolean
fl_network_map (const FlTopology *topology, const NnPicture *picture, guint column, guint unit, float *values, double *range)
{
  gsize pixels = (gsize) picture->map_size * picture->map_size;
  const float *maps = column == 0 ? picture->input_maps : picture->maps[column - 1];
  guint units = column == 0 ? picture->input_units : picture->map_units[column - 1];
  const float *map;

  if (maps == NULL || unit >= units)
    return FALSE;
  map = maps + unit * pixels;
  if (topology->columns[column].output)
    {
      double middle = (topology->target_low + topology->target_high) / 2;
      double half = (topology->target_high - topology->target_low) / 2;

      if (topology->prediction != NN_PREDICT_PROBABILITY)
        memcpy (values, map, pixels * sizeof (float));
      else if (units > 1)
        softmax_map (picture, maps, units, unit, values);
      else
        for (gsize i = 0; i < pixels; i++)
          values[i] = 1 / (1 + expf (-map[i]));
      for (gsize i = 0; i < pixels; i++)
        values[i] -= middle;
      *range = half > 0 ? half : 1;
    }
  else
    {
      float most = 0.2f; /* a map of next to nothing shall look like nothing */

      for (gsize i = 0; i < pixels; i++)
        {
          values[i] = map[i];
          if (fabsf (map[i]) > most && isfinite (map[i]))
            most = fabsf (map[i]);
        }
      *range = most;
    }
  return TRUE;
}

double
fl_network_map_value (const FlTopology *topology, const NnPicture *picture, guint column, guint unit, guint pixel)
{
  gsize pixels = (gsize) picture->map_size * picture->map_size;
  const float *maps = column == 0 ? picture->input_maps : picture->maps[column - 1];
  guint units = column == 0 ? picture->input_units : picture->map_units[column - 1];
  double top = -INFINITY, sum = 0;

  if (maps == NULL || unit >= units || pixel >= pixels)
    return NAN;
  if (!topology->columns[column].output || topology->prediction != NN_PREDICT_PROBABILITY)
    return (double) maps[unit * pixels + pixel];
  if (units == 1)
    return 1 / (1 + exp (-(double) maps[pixel]));
  for (guint u = 0; u < units; u++)
    top = MAX (top, (double) maps[u * pixels + pixel]);
  for (guint u = 0; u < units; u++)
    sum += exp ((double) maps[u * pixels + pixel] - top);
  return exp ((double) maps[unit * pixels + pixel] - top) / sum;
}

static void
rounded_path (cairo_t *cr, double x, double y, double width, double height, double radius)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - radius, y + radius, radius, -G_PI_2, 0);
  cairo_arc (cr, x + width - radius, y + height - radius, radius, 0, G_PI_2);
  cairo_arc (cr, x + radius, y + height - radius, radius, G_PI_2, G_PI);
  cairo_arc (cr, x + radius, y + radius, radius, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
}

void
fl_network_paint_map (cairo_t *cr, const FlTheme *theme, const float *values, guint map_size, double range, double x, double y,
                      double size, double radius)
{
  cairo_surface_t *surface = fl_map_surface (theme, values, map_size, range, 1);
  cairo_pattern_t *pattern = cairo_pattern_create_for_surface (surface);
  cairo_matrix_t matrix;

  cairo_matrix_init_scale (&matrix, map_size / size, map_size / size);
  cairo_matrix_translate (&matrix, -x, -y);
  cairo_pattern_set_matrix (pattern, &matrix);
  cairo_pattern_set_extend (pattern, CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter (pattern, CAIRO_FILTER_BILINEAR);
  cairo_set_source (cr, pattern);
  rounded_path (cr, x, y, size, size, radius);
  cairo_fill (cr);
  cairo_pattern_destroy (pattern);
  cairo_surface_destroy (surface);
}

static gboolean
is_selected (const FlNetworkScene *scene, guint c)
{
  return scene->selected >= 0 && scene->topology->columns[c].layer == scene->selected;
}

static void
paint_selected (cairo_t *cr, const FlTheme *theme, double x, double y, double width, double height, double radius)
{
  rounded_path (cr, x + 1, y + 1, width - 2, height - 2, radius - 1);
  cairo_set_line_width (cr, theme->contrast ? 3 : 2);
  fl_set_source (cr, theme->accent, 1);
  cairo_stroke (cr);
}

static void
paint_unit (const FlNetworkScene *scene, cairo_t *cr, const FlTheme *theme, guint c, guint u, float *values)
{
  gboolean folded = scene->topology->columns[c].folded;
  double x, y, size, range, radius = folded ? 4 : 8;

  if (!fl_places_unit (&scene->places, scene->topology, c, u, &x, &y, &size))
    return;
  if (scene->picture != NULL && fl_network_map (scene->topology, scene->picture, c, u, values, &range))
    fl_network_paint_map (cr, theme, values, scene->picture->map_size, range, x, y, size, radius);
  else
    {
      rounded_path (cr, x, y, size, size, radius);
      fl_set_source (cr, fl_color_mix (theme->card, theme->grid, 0.7), 1);
      cairo_fill (cr);
    }
  if (!folded && is_selected (scene, c))
    paint_selected (cr, theme, x, y, size, size, radius);
  else
    {
      rounded_path (cr, x + 0.5, y + 0.5, size - 1, size - 1, radius - 0.5);
      cairo_set_line_width (cr, 1);
      fl_set_source (cr, theme->text, theme->contrast ? 0.9 : 0.32);
      cairo_stroke (cr);
    }
}

static void
paint_biases (const FlNetworkScene *scene, cairo_t *cr, const FlTheme *theme, guint c)
{
  const FlColumn *column = &scene->frame_topology->columns[c];

  for (guint u = 0; u < scene->places.columns[c].shown; u++)
    {
      float bias = scene->frame->weights[column->bias_offset + u];
      double x, y, size;

      if (!fl_places_unit (&scene->places, scene->topology, c, u, &x, &y, &size) || !isfinite (bias))
        continue;
      rounded_path (cr, x - 3, y + size - 5, 8, 8, 2);
      fl_set_source (cr, theme->card, 1);
      cairo_fill (cr);
      rounded_path (cr, x - 2, y + size - 4, 6, 6, 1.5);
      fl_set_source (cr, fl_color_mix (theme->neutral, bias < 0 ? theme->negative : theme->positive, MIN (1, 0.25 + fabsf (bias))), 1);
      cairo_fill_preserve (cr);
      cairo_set_line_width (cr, 0.5);
      fl_set_source (cr, theme->text, 0.5);
      cairo_stroke (cr);
    }
}

/* Names beside inputs and outputs: cut with an ellipsis where there is no room. */
static void
paint_name (cairo_t *cr, const FlTheme *theme, const char *name, double x, double middle, double width, PangoAlignment align)
{
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cr);
  PangoFontDescription *font = pango_font_description_from_string (theme->font);
  int height;

  pango_font_description_set_absolute_size (font, fl_em (theme, 12) * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, name, -1);
  pango_layout_set_width (layout, width * PANGO_SCALE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_alignment (layout, align);
  pango_layout_get_pixel_size (layout, NULL, &height);
  cairo_move_to (cr, x, floor (middle - height / 2.0));
  fl_set_source (cr, theme->text, 1);
  pango_cairo_show_layout (cr, layout);
}

static void
paint_names (const FlNetworkScene *scene, cairo_t *cr, const FlTheme *theme)
{
  const FlTopology *topology = scene->topology;
  guint last = topology->n_columns - 1;
  double x, y, size;

  if (scene->places.name_width > 0)
    for (guint u = 0; u < topology->columns[0].units; u++)
      if (fl_places_unit (&scene->places, topology, 0, u, &x, &y, &size))
        paint_name (cr, theme, topology->data->input_names[u], x - 8 - scene->places.name_width, y + size / 2,
                    scene->places.name_width, PANGO_ALIGN_RIGHT);
  if (scene->places.out_width > 0)
    for (guint u = 0; u < topology->columns[last].units; u++)
      if (fl_places_unit (&scene->places, topology, last, u, &x, &y, &size))
        paint_name (cr, theme, topology->data->class_names[u], x + size + 8, y + size / 2, scene->places.out_width + 14, PANGO_ALIGN_LEFT);
}

/* Cards */

static void
paint_card_ground (const FlNetworkScene *scene, cairo_t *cr, const FlTheme *theme, guint c)
{
  double x, y, width, height;

  fl_places_card (&scene->places, c, &x, &y, &width, &height);
  rounded_path (cr, x, y, width, height, 9);
  fl_set_source (cr, theme->ground, 1);
  cairo_fill (cr);
  if (is_selected (scene, c))
    {
      paint_selected (cr, theme, x, y, width, height, 9);
      return;
    }
  rounded_path (cr, x + 0.5, y + 0.5, width - 1, height - 1, 8.5);
  cairo_set_line_width (cr, 1);
  fl_set_source (cr, theme->border, 1);
  cairo_stroke (cr);
}

static void
paint_slim (const FlNetworkScene *scene, cairo_t *cr, const FlTheme *theme, guint c)
{
  const FlColumn *column = &scene->topology->columns[c];
  FlTextStyle style = { 12, PANGO_WEIGHT_NORMAL, 0.5, 0.5 };

  paint_card_ground (scene, cr, theme, c);
  cairo_save (cr);
  cairo_translate (cr, scene->places.columns[c].center, scene->places.middle);
  cairo_rotate (cr, -G_PI_2);
  fl_draw_text (cr, theme, theme->text, style, 0, 0, column->title);
  cairo_restore (cr);
}

void
fl_network_paint_image (cairo_t *cr, const FlTheme *theme, const DsPrepared *data, gsize row, guint width, guint height, double x, double y,
                        double edge)
{
  double most = 0;

  for (guint i = 0; i < data->raw_inputs; i++)
    most = MAX (most, data->raw_max[i]);
  fl_image_paint (cr, theme, x, y, edge, data->raw + row * data->raw_inputs, width, height, 0, most);
}

/* Some of the pictures the network looks at, the first of each class, in place of maps that would say little. */
static void
paint_images (const FlNetworkScene *scene, cairo_t *cr, const FlTheme *theme, guint width, guint height)
{
  const DsPrepared *data = scene->topology->data;
  double x, y, card_width, card_height, edge;
  guint drawn = 0, fits;

  fl_places_card (&scene->places, 0, &x, &y, &card_width, &card_height);
  fits = CLAMP ((guint) (card_height / 70), 1, FL_IMAGES_ON_CARD);
  edge = MIN (card_width - 16, (card_height - 16 - fl_em (theme, 18)) / fits - 6);
  for (gsize row = 0; row < data->n_train && row < 2000 && drawn < fits; row++)
    {
      if (data->n_classes > 0 && (guint) data->y[row] != drawn)
        continue;
      fl_network_paint_image (cr, theme, data, row, width, height, x + (card_width - edge) / 2, y + 8 + drawn * (edge + 6), edge);
      drawn++;
    }
}

static void
paint_folded (const FlNetworkScene *scene, cairo_t *cr, const FlTheme *theme, guint c, float *values)
{
  const FlColumn *column = &scene->topology->columns[c];
  FlTextStyle style = { 11, PANGO_WEIGHT_NORMAL, 0.5, 1 };
  g_autofree char *caption = NULL;
  double x, y, card_width, card_height;

  paint_card_ground (scene, cr, theme, c);
  if (column->image_width > 0)
    {
      paint_images (scene, cr, theme, column->image_width, column->image_height);
      caption = g_strdup_printf ("%u × %u", column->image_width, column->image_height);
    }
  else
    {
      for (guint u = 0; u < scene->places.columns[c].shown; u++)
        paint_unit (scene, cr, theme, c, u, values);
      if (scene->places.columns[c].shown < column->units)
        caption = g_strdup_printf (_("%u of %u"), scene->places.columns[c].shown, column->units);
      else
        caption = g_strdup_printf ("%u", column->units);
    }
  fl_places_card (&scene->places, c, &x, &y, &card_width, &card_height);
  fl_draw_text (cr, theme, theme->dim, style, x + card_width / 2, y + card_height - 5, caption);
}

void
fl_network_scene_paint (FlNetworkScene *scene, cairo_t *cr, const FlTheme *theme)
{
  guint map_size = scene->picture != NULL ? scene->picture->map_size : 1;
  g_autofree float *values = g_new (float, (gsize) map_size * map_size);

  paint_links (scene, cr, theme);
  for (guint c = 0; c < scene->topology->n_columns; c++)
    {
      const FlColumn *column = &scene->topology->columns[c];

      if (column->slim)
        paint_slim (scene, cr, theme, c);
      else if (column->folded)
        paint_folded (scene, cr, theme, c, values);
      else
        {
          for (guint u = 0; u < scene->places.columns[c].shown; u++)
            paint_unit (scene, cr, theme, c, u, values);
          if (scene->frame != NULL && scene->frame_topology->columns[c].biased)
            paint_biases (scene, cr, theme, c);
        }
    }
  for (guint c = 1; c < scene->topology->n_columns; c++)
    paint_locks (scene, cr, theme, c);
  paint_names (scene, cr, theme);
}
