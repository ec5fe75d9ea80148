/* Types, parameters and items: how every catalogue of the program describes itself.
 *
 * A *type* (generator, layer, loss, optimizer ...) is a constant descriptor: id, title, help, parameters.
 * An *item* is a small value: a type and its parameter values. Files, forms, undo and `fallline list`
 * work on these two alone, so that nothing else in the program switches on a type.
 *
 * All functions here are pure and may be called on any thread. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

#define DS_MAX_PARAMS 10

typedef struct _DsType DsType;

typedef enum
{
  DS_PARAM_REAL,
  DS_PARAM_INT,
  DS_PARAM_BOOL,
  DS_PARAM_CHOICE /* the value is an index into choices() */
} DsParamKind;

typedef enum
{
  DS_PARAM_PLAIN = 0,
  DS_PARAM_LOG = 1 << 0,     /* a form shows a logarithmic slider */
  DS_PARAM_AUTO = 1 << 1,    /* 0 stands for "auto": written as that word in files */
  DS_PARAM_NULLABLE = 1 << 2, /* NaN stands for null ("none") */
  DS_PARAM_LATER = 1 << 3 /* came after files had been written without it: at its default it is left out of them */
} DsParamFlags;

typedef struct
{
  const char *id;    /* the key in files: "learning_rate" */
  const char *title; /* N_() marked; forms translate it */
  const char *unit;  /* "%", "rad", or NULL */
  const char *help;  /* N_() marked, one line */
  DsParamKind kind;
  DsParamFlags flags;
  double min, max; /* inclusive */
  double initial;  /* the default; for CHOICE see initial_choice */
  double step;     /* a spin button's increment; 0: chosen by the form */
  const DsType *const *(*choices) (guint *n); /* CHOICE only */
  const char *initial_choice;                 /* CHOICE only: id of the default */
} DsParam;

struct _DsType
{
  const char *id;    /* stored in files, never renamed */
  const char *title; /* N_() marked */
  const char *help;  /* N_() marked, one line */
  const char *group; /* N_() marked palette group, or NULL */
  const DsParam *params;
  guint n_params;
  const char *formula; /* what it computes, in one line of mathematics, or NULL: the same in every language */
  const char *training_formula; /* likewise, in a step of training; NULL: the same */
  const char *gradient_formula; /* of a layer with a formula: the way back through it, outside training; or NULL */
};

typedef struct
{
  const DsType *type;
  double values[DS_MAX_PARAMS];
} DsItem;

/* All parameters at their defaults. */
DsItem ds_item (const DsType *type);

/* Index of parameter `id`, or -1. */
int ds_type_find_param (const DsType *type, const char *id);

/* The value; the parameter must exist (programmer's error otherwise). */
double ds_item_get (const DsItem *item, const char *id);

/* Sets a value after checking kind and range; on error (DS_ERROR_VALUE) the item is unchanged and the
 * message names type, parameter, value and range. */
gboolean ds_item_set (DsItem *item, const char *id, double value, GError **error);

/* Sets a CHOICE by the id of one of its choices; the error lists what is possible. */
gboolean ds_item_set_choice (DsItem *item, const char *id, const char *choice, GError **error);

/* The chosen type of a CHOICE. */
const DsType *ds_item_choice (const DsItem *item, const char *id);

gboolean ds_item_equal (const DsItem *a, const DsItem *b);

/* Is parameter i one that files leave out as it is (DS_PARAM_LATER, at its default)? */
gboolean ds_item_left_out (const DsItem *item, guint i);

/* Finds by id in a list; NULL if there is none. */
const DsType *ds_type_find (const DsType *const *list, guint n, const char *id);

/* "a, b, c": every id of a list, for error messages. Caller frees. */
char *ds_type_list_ids (const DsType *const *list, guint n);

G_END_DECLS
