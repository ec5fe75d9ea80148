/* What the images of a table have in common, so that a drawing can be made to look like one of them. Any thread. */
#pragma once
#include "ds-prepared.h"

G_BEGIN_DECLS

typedef struct
{
  guint width, height;
  double ground, ink;           /* values of the ground and of full ink */
  double box_width, box_height; /* mean size of what is drawn, pixels */
  gboolean by_mass;             /* the images agree more on where the centre of mass lies than on where the middle of the box lies */
  double center_x, center_y;    /* mean place of the one they agree on, pixels from the top left corner */
} DsImageHabit;

/* Where the ink of one image is. */
typedef struct
{
  double mass_x, mass_y;             /* centre of mass */
  double left, top, width, height;   /* box of what is ink by at least a fifth of the range */
} DsImageInk;

/* Measured on up to 500 training rows, evenly taken. What is at the edge of the images more is the ground, the other end of the
 * range the ink. FALSE where the inputs are not an image's pixels. */
gboolean ds_image_habit (const DsPrepared *data, DsImageHabit *habit);

/* Of values (height, width); FALSE where there is no ink. */
gboolean ds_image_measure (const DsImageHabit *habit, const float *values, DsImageInk *ink);

/* The place of an image that the habit speaks of: centre of mass, or middle of the box. */
void ds_image_anchor (const DsImageHabit *habit, const DsImageInk *ink, double *x, double *y);

/* Inputs with names like p00 or pixel_3, a square number of them, are an image, row by row: sets its size. */
void ds_image_find (DsDataset *dataset);

G_END_DECLS
