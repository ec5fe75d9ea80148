/* FlTerrain: heights over a plane with paths and marks on them, as the contour and the surface show it. Immutable once shared,
 * reference-counted; fields are set between new() and the first ref. Any thread. */
#pragma once
#include "fl-axis.h"
#include "fl-zoom.h"

G_BEGIN_DECLS

#define FL_TERRAIN_PATHS 8

typedef struct
{
  double x, y;
} FlSpot;

typedef struct
{
  char *name;     /* owned */
  guint color;    /* of theme->classes */
  FlSpot *spots;  /* (n) owned */
  guint n;
  guint shown;    /* the first so many are drawn; the last of them is the present one */
} FlTerrainPath;

typedef enum
{
  FL_MARK_START,   /* a filled disc that can be dragged */
  FL_MARK_OPTIMUM  /* a cross */
} FlMarkKind;

typedef struct
{
  FlMarkKind kind;
  double x, y;
  char *label; /* owned, may be NULL */
} FlTerrainMark;

typedef enum
{
  FL_ARROW_WHOLE,
  FL_ARROW_DASHED, /* a part of another */
  FL_ARROW_FAINT   /* what would have been: grey, dashed */
} FlArrowStyle;

typedef struct
{
  double x0, y0, x1, y1;
  guint color;     /* of theme->classes */
  FlArrowStyle style;
  char *label;     /* owned, may be NULL */
} FlTerrainArrow;

typedef struct
{
  FlRange box;          /* what the grid covers */
  guint size;           /* 0: no grid yet */
  float *values;        /* (size, size), row 0 at box.y1; owned copy */
  gboolean log;         /* equal ratios at equal heights */
  double low, high;     /* the lowest value, and the one where colours and heights end: 99 of 100 values lie below */
  double shift, floor;  /* of the logarithm: log (max (value - shift, floor)) */
  char *x_label, *y_label; /* owned */
  guint n_paths;
  FlTerrainPath paths[FL_TERRAIN_PATHS];
  guint n_marks, n_arrows;
  FlTerrainMark marks[16];
  FlTerrainArrow arrows[8];
} FlTerrain;

FlTerrain *fl_terrain_new (void);
FlTerrain *fl_terrain_ref (FlTerrain *terrain);
void fl_terrain_unref (FlTerrain *terrain); /* NULL is fine */
/* Copies (size, size) values and measures them. */
void fl_terrain_set_grid (FlTerrain *terrain, const FlRange *box, guint size, const float *values, gboolean log);
/* Copies name; spots are taken over. Nothing beyond FL_TERRAIN_PATHS. */
void fl_terrain_add_path (FlTerrain *terrain, const char *name, guint color, FlSpot *spots, guint n, guint shown);
void fl_terrain_add_mark (FlTerrain *terrain, FlMarkKind kind, double x, double y, const char *label);
void fl_terrain_add_arrow (FlTerrain *terrain, double x0, double y0, double x1, double y1, guint color, FlArrowStyle style,
                           const char *label);

/* 0 at the lowest value, 1 at `high` and above; NaN for what is not finite. */
double fl_terrain_height (const FlTerrain *terrain, double value);
/* The value between the grid's places; NaN outside. */
double fl_terrain_value (const FlTerrain *terrain, double x, double y);
/* Cuts a straight step off at the edges of `range`, however far out it begins and ends. FALSE: no part of it is inside. */
gboolean fl_terrain_clip (const FlRange *range, FlSpot *from, FlSpot *to);
/* Round values for level lines, ascending. Returns how many, at most 16. */
guint fl_terrain_levels (const FlTerrain *terrain, double levels[16]);
/* Low is bright, high is dark (viridis turned round): as 0xffRRGGBB. */
const guint32 *fl_terrain_colors (void); /* (256) for height 0 .. 1 */

typedef enum
{
  FL_LEGEND_ALWAYS,
  FL_LEGEND_WHERE_ROOM /* the names stand beside the picture, too: a small picture goes without */
} FlLegendUse;

typedef struct
{
  const FlTerrain *terrain;
  FlRange shown;
  double hover_x, hover_y; /* pixels, or NaN */
  const char *empty;       /* what to say while there is no grid */
  FlLegendUse legend;
} FlContourMap;

typedef struct
{
  double left, top, width, height;
  FlAxis x, y;
} FlContourLayout;

typedef enum
{
  FL_LEGEND_MEASURE,
  FL_LEGEND_PAINT
} FlLegendWork;

/* A disc of a path's colour as it is beside the picture; the rim keeps it apart from a dark ground, as it does the path. */
void fl_terrain_disc (cairo_t *cr, const FlTheme *theme, guint color, double x, double y, double radius);

/* The names of the paths in lines of their own, where there are two or more. Returns their height, 0 without any. */
double fl_terrain_legend (cairo_t *cr, const FlTheme *theme, const FlTerrain *terrain, double left, double top, double width,
                          FlLegendWork work);
/* Is there to be one in a picture of this size? */
gboolean fl_terrain_has_legend (cairo_t *cr, const FlTheme *theme, const FlTerrain *terrain, FlLegendUse use, double width, double height);

/* The level lines' picture. layout may be NULL. */
void fl_contour_map_paint (cairo_t *cr, const FlTheme *theme, double width, double height, const FlContourMap *map, FlContourLayout *layout);

typedef struct
{
  double yaw, pitch; /* radians; pitch 0 .. pi/2: from the side, from above */
  double zoom;       /* 1: all of it */
} FlCamera;

/* The same as a surface seen from the camera, with a depth buffer. empty: as above. */
void fl_surface_paint (cairo_t *cr, const FlTheme *theme, double width, double height, const FlTerrain *terrain, const FlCamera *camera,
                       FlLegendUse legend, const char *empty);

G_END_DECLS
