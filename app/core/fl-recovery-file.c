#include "fl-recovery-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "ds-readers.h"
#include "ds-write.h"
#include "fl-file.h"
#include "fl-json.h"
#include "fl-project-private.h"

#define STATE ".json"
#define LOCK ".lock"
#define BROKEN ".broken"
#define MAX_BYTES (FL_PROJECT_MAX_BYTES + 65536u) /* a project, and what stands around it */

struct _FlRecoveryFile
{
  char *folder, *id;
  int lock; /* an open file that is locked */
};

/* --- what is in it ----------------------------------------------------------------------------------------------------- */

FlUnsaved *
fl_unsaved_new (FlProject *project, GFile *file, const char *mark)
{
  FlUnsaved *unsaved = g_new0 (FlUnsaved, 1);

  unsaved->project = fl_project_ref (project);
  unsaved->file = file != NULL ? g_object_ref (file) : NULL;
  unsaved->mark = g_strdup (mark);
  unsaved->time = g_get_real_time () / G_USEC_PER_SEC;
  return unsaved;
}

void
fl_unsaved_free (FlUnsaved *unsaved)
{
  if (unsaved == NULL)
    return;
  fl_project_unref (unsaved->project);
  g_clear_object (&unsaved->file);
  g_free (unsaved->mark);
  g_free (unsaved);
}

/* Where there is no file, relative paths are meant from where this program was started. */
static char *
project_text (const FlUnsaved *unsaved)
{
  g_autoptr (DsSource) source = NULL;
  g_autoptr (FlProject) project = NULL;

  if (unsaved->file != NULL)
    return fl_project_to_json (unsaved->project);
  source = fl_project_absolute_source (unsaved->project, NULL);
  project = fl_project_with_source (unsaved->project, source);
  return fl_project_to_json (project);
}

/* The project as it would be saved, and beside it what else there is to know. Names of files need not be UTF-8: they go as URIs. */
static char *
to_text (const FlUnsaved *unsaved)
{
  g_autofree char *uri = unsaved->file != NULL ? g_file_get_uri (unsaved->file) : NULL;
  g_autofree char *project = project_text (unsaved), *line = NULL;
  json_t *about = json_pack ("{s:I, s:s?, s:s?}", "time", (json_int_t) unsaved->time, "file", uri, "mark", unsaved->mark);

  line = fl_json_write_line (about);
  json_decref (about);
  return g_strconcat ("{\"unsaved\": ", line, ",\n\"project\":\n", project, "}\n", NULL);
}

static FlUnsaved *
from_tree (json_t *tree, const char *name, GError **error)
{
  json_t *about = json_object_get (tree, "unsaved"), *inner = json_object_get (tree, "project");
  const char *uri = json_string_value (json_object_get (about, "file"));
  g_autoptr (FlProject) project = NULL;
  g_autoptr (GFile) file = NULL;
  g_autofree char *text = NULL;
  FlUnsaved *unsaved;

  if (!json_is_object (about) || !json_is_object (inner))
    {
      g_set_error (error, FL_ERROR, FL_ERROR_SYNTAX, _("%s: these are no unsaved changes of a project"), name);
      return NULL;
    }
  text = fl_json_write (inner);
  project = fl_project_parse (text, strlen (text), name, error);
  if (project == NULL)
    return NULL;
  file = uri != NULL ? g_file_new_for_uri (uri) : NULL;
  unsaved = fl_unsaved_new (project, file, json_string_value (json_object_get (about, "mark")));
  unsaved->time = json_integer_value (json_object_get (about, "time"));
  return unsaved;
}

static FlUnsaved *
read_state (const char *path, GError **error)
{
  FlJsonText text = { NULL };
  g_autofree char *contents = ds_file_read (path, MAX_BYTES, FALSE, &text.length, error);
  g_autofree char *name = g_filename_display_basename (path);
  FlUnsaved *unsaved;
  json_t *tree;

  if (contents == NULL)
    return NULL;
  text.text = contents;
  text.name = name;
  tree = fl_json_parse (&text, error);
  if (tree == NULL)
    return NULL;
  unsaved = from_tree (tree, name, error);
  json_decref (tree);
  return unsaved;
}

/* --- the file and its lock --------------------------------------------------------------------------------------------- */

char *
fl_recovery_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "fallline", "recovery", NULL);
}

static char *
path_of (const FlRecoveryFile *self, const char *ending)
{
  g_autofree char *name = g_strconcat (self->id, ending, NULL);

  return g_build_filename (self->folder, name, NULL);
}

/* NULL with errno set where somebody has the lock, or there can be none. */
static FlRecoveryFile *
lock (const char *folder, const char *id)
{
  FlRecoveryFile *self = g_new0 (FlRecoveryFile, 1);
  g_autofree char *path = NULL;

  self->folder = g_strdup (folder);
  self->id = g_strdup (id);
  path = path_of (self, LOCK);
  self->lock = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (self->lock >= 0 && flock (self->lock, LOCK_EX | LOCK_NB) == 0)
    return self;
  {
    int code = errno;

    fl_recovery_file_leave (self);
    errno = code;
  }
  return NULL;
}

FlRecoveryFile *
fl_recovery_file_new (const char *folder, GError **error)
{
  g_autofree char *id = g_uuid_string_random ();
  FlRecoveryFile *self = g_mkdir_with_parents (folder, 0700) == 0 ? lock (folder, id) : NULL;

  if (self == NULL)
    {
      int code = errno;
      g_autofree char *name = g_filename_display_name (folder);

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), _("%s cannot be written: %s"), name, g_strerror (code));
    }
  return self;
}

gboolean
fl_recovery_file_write (FlRecoveryFile *self, const FlUnsaved *unsaved, GError **error)
{
  g_autofree char *text = to_text (unsaved), *path = path_of (self, STATE);

  return ds_write_file (path, text, strlen (text), error);
}

void
fl_recovery_file_leave (FlRecoveryFile *self)
{
  if (self->lock >= 0)
    close (self->lock);
  g_free (self->folder);
  g_free (self->id);
  g_free (self);
}

/* The lock goes last: as long as it is there, nobody takes what remains for something left behind. */
void
fl_recovery_file_remove (FlRecoveryFile *self)
{
  g_autofree char *state = path_of (self, STATE), *lock_path = path_of (self, LOCK);

  g_unlink (state);
  g_unlink (lock_path);
  fl_recovery_file_leave (self);
}

/* --- what was left behind ---------------------------------------------------------------------------------------------- */

void
fl_found_free (FlFound *found)
{
  if (found == NULL)
    return;
  g_clear_pointer (&found->file, fl_recovery_file_leave);
  fl_unsaved_free (found->unsaved);
  fl_project_unref (found->saved);
  g_free (found->problem);
  g_free (found);
}

/* Out of the way, so that it is spoken of once, but not gone: somebody may still make something of it. Takes file. */
static char *
put_aside (FlRecoveryFile *file, const GError *error)
{
  g_autofree char *state = path_of (file, STATE), *aside = path_of (file, BROKEN), *shown = g_filename_display_name (aside);

  g_rename (state, aside);
  fl_recovery_file_remove (file);
  return g_strdup_printf (_("%s. The file is kept as %s."), error->message, shown);
}

/* What the changes were made to, with nothing open, as it was opened then. NULL where the file is gone or another, or there was none. */
static FlProject *
read_saved (const FlUnsaved *unsaved)
{
  g_autofree char *path = unsaved->file != NULL && unsaved->mark != NULL ? g_file_get_path (unsaved->file) : NULL;
  g_autofree char *mark = path != NULL ? fl_file_mark (path) : NULL, *folder = fl_file_folder (unsaved->file);
  g_autoptr (FlProject) project = NULL;

  if (g_strcmp0 (mark, unsaved->mark) != 0 || mark == NULL)
    return NULL;
  project = fl_project_load (path, NULL);
  return project != NULL ? fl_project_settle_or_keep (project, folder, NULL, NULL) : NULL;
}

/* Takes file. NULL: there is nothing in it. */
static FlFound *
look_into (FlRecoveryFile *file)
{
  g_autofree char *path = path_of (file, STATE);
  g_autoptr (GError) error = NULL;
  FlFound *found;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      fl_recovery_file_remove (file);
      return NULL;
    }
  found = g_new0 (FlFound, 1);
  found->unsaved = read_state (path, &error);
  if (found->unsaved != NULL)
    {
      found->file = file;
      found->saved = read_saved (found->unsaved);
    }
  else
    found->problem = put_aside (file, error);
  return found;
}

/* What a write that was cut short left beside the state. */
static void
sweep (const FlRecoveryFile *file, GPtrArray *names)
{
  g_autofree char *beside = g_strconcat (file->id, STATE ".", NULL);

  for (guint i = 0; i < names->len; i++)
    if (g_str_has_prefix (g_ptr_array_index (names, i), beside))
      {
        g_autofree char *path = g_build_filename (file->folder, g_ptr_array_index (names, i), NULL);

        g_unlink (path);
      }
}

static GPtrArray *
names_in (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  return names;
}

/* "4f1c" of "4f1c.json", "4f1c.lock", "4f1c.json.X81K2B"; NULL of what was put aside or is none of ours. Caller frees. */
static char *
id_of (const char *name)
{
  const char *dot = strchr (name, '.');

  if (dot == NULL || dot == name || !(g_str_has_prefix (dot, STATE) || g_str_equal (dot, LOCK)))
    return NULL;
  return g_strndup (name, (gsize) (dot - name));
}

static int
latest_first (gconstpointer a, gconstpointer b)
{
  const FlFound *x = *(FlFound *const *) a, *y = *(FlFound *const *) b;
  gint64 tx = x->unsaved != NULL ? x->unsaved->time : 0, ty = y->unsaved != NULL ? y->unsaved->time : 0;

  return tx > ty ? -1 : tx < ty;
}

GPtrArray *
fl_recovery_find (const char *folder)
{
  g_autoptr (GPtrArray) names = names_in (folder);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_found_free);

  for (guint i = 0; i < names->len; i++)
    {
      char *id = id_of (g_ptr_array_index (names, i));
      FlRecoveryFile *file = id != NULL && !g_hash_table_contains (seen, id) ? lock (folder, id) : NULL;
      FlFound *found = NULL;

      if (file != NULL)
        {
          sweep (file, names);
          found = look_into (file);
        }
      if (found != NULL)
        g_ptr_array_add (all, found);
      if (id != NULL)
        g_hash_table_add (seen, id);
    }
  g_ptr_array_sort (all, latest_first);
  return all;
}
