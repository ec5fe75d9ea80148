/* The document: an array of project values and a position in it.
 *
 * An edit cuts what lies ahead of the position and adds a value; undo and redo only move the position. Projects are immutable and
 * share their parts, so a thousand steps are cheap. `label` of a state names the edit that led to it. What is only noted is a
 * state of the same project that says besides what was and what became. */
#include "fl-document-private.h"
#include "fl-file.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define MAX_STATES 1001 /* a thousand steps back */
#define GROUP_TIME (1500 * G_TIME_SPAN_MILLISECOND)

typedef struct
{
  FlProject *project;
  char *label; /* of the edit that led here; NULL for the first */
  char *group; /* edits of this group may still be merged into it */
  char *owner; /* of what led here, where that was no edit of the project; or NULL */
  GBytes *before, *after; /* what it was and became */
  gint64 time; /* of the last of them */
  guint64 version;
} State;

G_DEFINE_FINAL_TYPE (FlDocument, fl_document, G_TYPE_OBJECT)

enum
{
  CHANGED,
  STATE_CHANGED,
  NOTED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
state_free (gpointer data)
{
  State *state = data;

  fl_project_unref (state->project);
  g_free (state->label);
  g_free (state->group);
  g_free (state->owner);
  g_clear_pointer (&state->before, g_bytes_unref);
  g_clear_pointer (&state->after, g_bytes_unref);
  g_free (state);
}

static State *
state_new (FlDocument *self, FlProject *project, const char *label, const char *group)
{
  State *state = g_new0 (State, 1);

  state->project = fl_project_ref (project);
  state->label = g_strdup (label);
  state->group = g_strdup (group);
  state->time = g_get_monotonic_time ();
  state->version = ++self->last_version;
  return state;
}

static State *
state_at (FlDocument *self, guint position)
{
  return g_ptr_array_index (self->states, position);
}

static void
set_project (State *state, FlProject *project)
{
  fl_project_ref (project);
  fl_project_unref (state->project);
  state->project = project;
}

static void
fl_document_finalize (GObject *object)
{
  FlDocument *self = FL_DOCUMENT (object);

  g_ptr_array_unref (self->states);
  fl_project_unref (self->saved);
  g_clear_object (&self->file);
  g_free (self->mark);
  ds_dataset_unref (self->rows);
  g_free (self->held);
  G_OBJECT_CLASS (fl_document_parent_class)->finalize (object);
}

static void
fl_document_class_init (FlDocumentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fl_document_finalize;
  signals[CHANGED] = g_signal_new ("changed", FL_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[NOTED] = g_signal_new ("noted", FL_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BYTES);
  signals[STATE_CHANGED] = g_signal_new ("state-changed", FL_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
fl_document_init (FlDocument *self)
{
  self->states = g_ptr_array_new_with_free_func (state_free);
}

/* Another project altogether: what came before cannot be undone into it. */
void
fl_document_load (FlDocument *self, FlProject *project)
{
  FlProject *kept = fl_project_ref (project);

  g_ptr_array_set_size (self->states, 0);
  g_ptr_array_add (self->states, state_new (self, kept, NULL, NULL));
  fl_project_unref (self->saved);
  self->saved = kept;
  self->position = 0;
  self->generation++;
  g_clear_pointer (&self->rows, ds_dataset_unref);
}

void
fl_document_emit (FlDocument *self)
{
  g_object_ref (self);
  g_signal_emit (self, signals[CHANGED], 0);
  g_signal_emit (self, signals[STATE_CHANGED], 0);
  g_object_unref (self);
}

FlDocument *
fl_document_new (FlProject *project)
{
  FlDocument *self = g_object_new (FL_TYPE_DOCUMENT, NULL);

  fl_document_load (self, project);
  return self;
}

FlProject *
fl_document_get_project (FlDocument *self)
{
  g_return_val_if_fail (FL_IS_DOCUMENT (self), NULL);
  return state_at (self, self->position)->project;
}

/* The state on top takes the edit in if it belongs to the same drag; a saved state never changes, unless it is what was noted that does. */
static gboolean
merges (FlDocument *self, const char *owner, const char *group)
{
  State *top = state_at (self, self->position);

  return group != NULL && self->position > 0 && self->position == self->states->len - 1 && g_strcmp0 (top->group, group) == 0
         && g_strcmp0 (top->owner, owner) == 0
         && (g_get_monotonic_time () - top->time <= GROUP_TIME || g_strcmp0 (self->held, group) == 0) && (owner != NULL || top->project != self->saved);
}

/* Takes it. */
static void
push (FlDocument *self, State *state)
{
  g_ptr_array_set_size (self->states, self->position + 1);
  g_ptr_array_add (self->states, state);
  if (self->states->len > MAX_STATES)
    g_ptr_array_remove_index (self->states, 0);
  self->position = self->states->len - 1;
}

void
fl_document_edit (FlDocument *self, FlProject *next, const char *label, const char *group)
{
  g_return_if_fail (FL_IS_DOCUMENT (self));
  g_return_if_fail (next != NULL);

  if (label == NULL)
    fl_document_load (self, next);
  else if (fl_project_equal (next, fl_document_get_project (self))
           && nn_spec_same_places (next->spec, fl_document_get_project (self)->spec))
    return;
  else if (merges (self, NULL, group))
    {
      State *top = state_at (self, self->position);

      set_project (top, next);
      if (g_strcmp0 (top->label, label) != 0)
        {
          g_free (top->label);
          top->label = g_strdup (label);
        }
      top->time = g_get_monotonic_time ();
    }
  else
    push (self, state_new (self, next, label, group));
  fl_document_emit (self);
}

void
fl_document_note (FlDocument *self, const char *owner, GBytes *before, GBytes *after, const char *label, const char *group)
{
  State *top;
  guint64 version;

  g_return_if_fail (FL_IS_DOCUMENT (self));
  top = state_at (self, self->position);
  if (merges (self, owner, group))
    {
      g_bytes_unref (top->after);
      top->after = g_bytes_ref (after);
      top->time = g_get_monotonic_time ();
      return;
    }
  version = top->version; /* the project is the same */
  top = state_new (self, top->project, label, group);
  top->version = version;
  top->owner = g_strdup (owner);
  top->before = g_bytes_ref (before);
  top->after = g_bytes_ref (after);
  push (self, top);
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

void
fl_document_forget (FlDocument *self, const char *owner, gboolean (*is) (GBytes *after, gpointer user_data), gpointer user_data)
{
  guint before;

  g_return_if_fail (FL_IS_DOCUMENT (self));
  before = self->states->len;
  for (guint i = before - 1; i > 0; i--)
    {
      const State *state = state_at (self, i);

      if (g_strcmp0 (state->owner, owner) != 0 || !is (state->after, user_data))
        continue;
      g_ptr_array_remove_index (self->states, i); /* the one below holds the same project */
      self->position -= i <= self->position;
    }
  if (self->states->len < before)
    g_signal_emit (self, signals[STATE_CHANGED], 0);
}

void
fl_document_hold_group (FlDocument *self, const char *group)
{
  g_return_if_fail (FL_IS_DOCUMENT (self));
  g_free (self->held);
  self->held = g_strdup (group);
}

void
fl_document_end_group (FlDocument *self)
{
  g_return_if_fail (FL_IS_DOCUMENT (self));
  g_clear_pointer (&self->held, g_free);
  g_clear_pointer (&state_at (self, self->position)->group, g_free);
}

gboolean
fl_document_can_undo (FlDocument *self)
{
  return self->position > 0;
}

gboolean
fl_document_can_redo (FlDocument *self)
{
  return self->position + 1 < self->states->len;
}

const char *
fl_document_undo_label (FlDocument *self)
{
  return fl_document_can_undo (self) ? state_at (self, self->position)->label : NULL;
}

const char *
fl_document_redo_label (FlDocument *self)
{
  return fl_document_can_redo (self) ? state_at (self, self->position + 1)->label : NULL;
}

/* Where the step between the two states is one only noted, its owner is told once the project is the one it was made in. */
static void
move (FlDocument *self, int by)
{
  const State *step = state_at (self, by < 0 ? self->position : self->position + 1);
  g_autoptr (GBytes) value = step->owner != NULL ? g_bytes_ref (by < 0 ? step->before : step->after) : NULL;
  GQuark owner = g_quark_from_string (step->owner);

  g_object_ref (self);
  fl_document_end_group (self);
  self->position += by;
  fl_document_end_group (self);
  state_at (self, self->position)->time = 0; /* what comes next is a step of its own */
  fl_document_emit (self);
  if (value != NULL)
    g_signal_emit (self, signals[NOTED], owner, value);
  g_object_unref (self);
}

void
fl_document_undo (FlDocument *self)
{
  g_return_if_fail (FL_IS_DOCUMENT (self));
  if (fl_document_can_undo (self))
    move (self, -1);
}

void
fl_document_redo (FlDocument *self)
{
  g_return_if_fail (FL_IS_DOCUMENT (self));
  if (fl_document_can_redo (self))
    move (self, 1);
}

/* --- the file ---------------------------------------------------------------------------------------------------------- */

GFile *
fl_document_get_file (FlDocument *self)
{
  return self->file;
}

void
fl_document_set_file (FlDocument *self, GFile *file)
{
  g_return_if_fail (FL_IS_DOCUMENT (self));
  if (!g_set_object (&self->file, file))
    return;
  g_clear_pointer (&self->mark, g_free);
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

gboolean
fl_document_is_modified (FlDocument *self)
{
  return self->saved == NULL || !fl_project_equal (self->saved, fl_document_get_project (self));
}

void
fl_document_mark_saved (FlDocument *self, FlProject *project)
{
  g_return_if_fail (FL_IS_DOCUMENT (self));
  fl_project_ref (project);
  fl_project_unref (self->saved);
  self->saved = project;
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

const char *
fl_document_get_mark (FlDocument *self)
{
  return self->mark;
}

void
fl_document_restore (FlDocument *self, FlProject *project, FlProject *saved, GFile *file, const char *mark)
{
  char *kept;

  g_return_if_fail (FL_IS_DOCUMENT (self));
  kept = g_strdup (mark);
  g_set_object (&self->file, file);
  g_free (self->mark);
  self->mark = kept;
  fl_document_load (self, saved != NULL ? saved : project);
  if (saved != NULL)
    push (self, state_new (self, project, _("restore unsaved changes"), NULL));
  else
    g_clear_pointer (&self->saved, fl_project_unref);
  fl_document_emit (self);
}

guint
fl_document_get_generation (FlDocument *self)
{
  return self->generation;
}

guint64
fl_document_get_version (FlDocument *self)
{
  g_return_val_if_fail (FL_IS_DOCUMENT (self), 0);
  return state_at (self, self->position)->version;
}

char *
fl_document_get_base_dir (FlDocument *self)
{
  return fl_file_folder (self->file);
}

/* The file has moved: every state of the history has to find its data from there. */
void
fl_document_rebase (FlDocument *self, const char *from_dir, const char *to_dir)
{
  for (guint i = 0; i < self->states->len; i++)
    {
      g_autoptr (FlProject) moved = fl_project_rebase (state_at (self, i)->project, from_dir, to_dir);
      set_project (state_at (self, i), moved);
    }
}

DsDataset *
fl_document_take_rows (FlDocument *self)
{
  const FlProject *project = fl_document_get_project (self), *opened = state_at (self, 0)->project;

  if (self->rows != NULL && (project->prepare.task != opened->prepare.task || !ds_source_equal (project->source, opened->source)))
    g_clear_pointer (&self->rows, ds_dataset_unref);
  return g_steal_pointer (&self->rows);
}
