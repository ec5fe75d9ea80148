/* A number to type, step with the arrow keys or scroll: a spin button without a fixed number of digits, with a unit behind
 * the number and a word ("auto", "all", "none") for one special value. UI thread. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  double min, max;  /* of ordinary values, inclusive */
  double step;      /* one press of an arrow key; 0: one in the leading digit */
  gboolean whole;   /* whole numbers only */
  double factor;    /* shown number = value * factor (100 for a share shown in %); 0 stands for 1 */
  const char *unit; /* shown behind the number, or NULL; static */
  const char *word; /* translated word for `special`, or NULL; static */
  double special;   /* 0 or NaN */
  gboolean given;   /* the word is shown where that is the value, but is not for a person to choose */
} FlNumber;

typedef void (*FlNumberChanged) (double value, gpointer user_data);

/* number is copied. compact: no buttons at the sides. */
GtkWidget *fl_number_field_new (const char *accessible_name, const FlNumber *number, gboolean compact, FlNumberChanged changed,
                                gpointer user_data);
/* Shows value; never calls back. Text being typed is left alone if the value is the one already there. */
void fl_number_field_set (GtkWidget *field, double value);
double fl_number_field_get (GtkWidget *field);
/* Other limits; the value goes to the nearest one without calling back. Not for a field with a word. */
void fl_number_field_set_range (GtkWidget *field, double min, double max);
void fl_number_field_choose (GtkWidget *field, double value); /* as if typed: calls back if it is another value */
char *fl_number_field_text (GtkWidget *field, double value);   /* how it would be shown; caller frees */

/* Can this letter be part of what is typed into it: a number, its unit, its word? A blank never is. Any spin button will do. */
gboolean fl_number_field_can_hold (GtkWidget *field, gunichar letter);

/* The wheel over widget scrolls the panel it is in; it does not change what nobody meant to change. Fields and sliders do so by themselves. */
void fl_leave_wheel_alone (GtkWidget *widget);

char *fl_number_text (const FlNumber *number, double value);   /* the same without a field; caller frees */
char *fl_number_range (const FlNumber *number); /* "from 1 to 1024", "from 0 on, or “none”"; caller frees */

/* A slider with the number beside its title: "Noise      12 %" above it. Logarithmic where asked; then it spans three decades
 * to each side of `middle`, within min and max, while the number may be anything in range. */
typedef struct
{
  FlNumber number;
  gboolean log;
  double middle;
} FlSlider;

GtkWidget *fl_slider_row_new (const char *title, const char *help, const FlSlider *slider, FlNumberChanged changed,
                              gpointer user_data);
void fl_slider_row_set (GtkWidget *row, double value); /* never calls back */

G_END_DECLS
