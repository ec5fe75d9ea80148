/* Makes what a person sets up for a race a step of the document's undo history, though it is no part of the project. UI thread. */
#pragma once
#include "fl-document.h"
#include "fl-race.h"

G_BEGIN_DECLS

/* What is taken back: a value. spec and data of the setup are not. */
typedef struct
{
  FlRaceSetup setup;
  guint selected; /* the racer whose settings are shown */
} FlRaceState;

typedef struct _FlRaceUndo FlRaceUndo;
/* owner: whose race, static. restore: shows a state again; it notes nothing. */
FlRaceUndo *fl_race_undo_new (FlDocument *document, const char *owner, void (*restore) (const FlRaceState *state, gpointer user_data),
                              gpointer user_data);
void fl_race_undo_free (FlRaceUndo *undo);
/* What there is, without a step that leads to it. */
void fl_race_undo_set (FlRaceUndo *undo, const FlRaceState *state);
/* A person has changed what there was into this. label, group: as fl_document_edit(). */
void fl_race_undo_note (FlRaceUndo *undo, const FlRaceState *state, const char *label, const char *group);

G_END_DECLS
