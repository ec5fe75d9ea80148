/* FlProject: one project as an immutable, reference-counted value: name, data source, preparation, network, training.
 * Reading and writing `.fallline` files (JSON, by Jansson). No GTK here. */
#pragma once
#include <gio/gio.h>
#include "ds-prepared.h"
#include "ds-source.h"
#include "nn-spec.h"

G_BEGIN_DECLS

#define FL_ERROR (fl_error_quark ())
GQuark fl_error_quark (void);
typedef enum
{
  FL_ERROR_SYNTAX, /* not JSON, or not a project */
  FL_ERROR_VALUE,  /* a key with an impossible value */
  FL_ERROR_UNFIT,  /* the file is sound, but its data cannot be read, or its network does not fit them */
  FL_ERROR_CHANGED /* somebody else has written the file since it was read */
} FlError;

/* Fields are read-only once in an FlProject made by fl_project_new(). */
typedef struct
{
  char *name;
  DsSource *source;         /* ref */
  DsPrepareOptions prepare;
  gboolean task_given;      /* FALSE: the file left "task" out; it is guessed when the data are there */
  NnSpec *spec;             /* ref; spec->seed is the project's seed */
  char *original;           /* the unknown keys of the file it was read from, as JSON, to keep them; or NULL */
  gboolean loss_open;       /* TRUE: the file left "loss" out; it is chosen when the data are there */
} FlProject;

FlProject *fl_project_new (const FlProject *values); /* deep copy / new refs */
FlProject *fl_project_ref (FlProject *project);
void fl_project_unref (FlProject *project);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlProject, fl_project_unref)
gboolean fl_project_equal (const FlProject *a, const FlProject *b);

/* One edit: a copy with one part replaced. */
FlProject *fl_project_with_spec (const FlProject *project, const NnSpec *spec);
FlProject *fl_project_with_source (const FlProject *project, DsSource *source);
FlProject *fl_project_with_prepare (const FlProject *project, const DsPrepareOptions *prepare);
FlProject *fl_project_with_name (const FlProject *project, const char *name);

/* Errors name file, line and column, what was found and what is possible. `name` stands for the file in messages. */
FlProject *fl_project_parse (const char *text, gsize length, const char *name, GError **error);
FlProject *fl_project_load (const char *path, GError **error); /* blocking */

/* JSON with two-space indents, keys in the order of the contract, unknown keys of `original` kept. Byte-identical for equal
 * projects. Caller frees. */
char *fl_project_to_json (const FlProject *project);
/* Atomic and durable; blocking. */
gboolean fl_project_save (const FlProject *project, const char *path, GError **error);
/* The project as it has to read when its file moves from one folder to another (NULL: it had none): relative paths of data
 * are rewritten so that they name the same files, and files below to_dir become relative. A new reference. */
FlProject *fl_project_rebase (const FlProject *project, const char *from_dir, const char *to_dir);

/* Its source with all paths absolute (those in it are relative to dir), so that a project saved elsewhere still has the same data. A new
 * reference. */
DsSource *fl_project_absolute_source (const FlProject *project, const char *dir);

/* Loads and prepares the data, blocking. base_dir: the project file's folder, or NULL. */
DsPrepared *fl_project_prepare (const FlProject *project, const char *base_dir, DsProgress progress, gpointer user_data,
                                GError **error);

/* What the file left open, settled from the data: "task" and "loss". A new reference to a project with nothing open. Blocking;
 * free of charge where nothing is open. */
FlProject *fl_project_resolve (const FlProject *project, const char *base_dir, DsProgress progress, gpointer user_data, GError **error);

/* The same; what the data cannot settle stays open. */
FlProject *fl_project_settle_or_keep (const FlProject *project, const char *base_dir, DsProgress progress, gpointer user_data);

/* Do the data load, and does the network fit them? The project with nothing open, as of fl_project_resolve(); NULL with FL_ERROR_UNFIT,
 * which names file, line and column (or G_IO_ERROR_CANCELLED). path: the file the project was loaded from. rows: gets what was read
 * from files, for who needs it next (unref it), or NULL. Blocking. */
FlProject *fl_project_fit (const FlProject *project, const char *path, DsProgress progress, gpointer user_data, DsDataset **rows,
                           GError **error);
/* Puts file, line and column of layer `layer` of a project file in front of an error's message; of what stands under "training"
 * where layer is -1. */
void fl_project_prefix_place (const char *path, int layer, GError **error);

/* A ready example's path in the installed or source data/samples ("spirals"), or NULL. Caller frees. */
char *fl_samples_path (const char *name);
/* What the window opens on: the shipped spirals project, or the same built in where the file is missing. */
FlProject *fl_project_default (void);

G_END_DECLS
