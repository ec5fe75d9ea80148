/* What the files of the document share. */
#pragma once
#include "fl-document.h"

G_BEGIN_DECLS

struct _FlDocument
{
  GObject parent_instance;

  /* Owned */
  GPtrArray *states;
  GFile *file;
  char *mark; /* of the file as it was read or written last; NULL: not known */
  FlProject *saved; /* what the file holds, or what was loaded; NULL: nothing on the stack is saved */

  DsDataset *rows; /* read to open the project, and not taken yet; or NULL */

  char *held; /* a group that is one step however long it takes; or NULL */

  guint position;
  guint generation;
  guint64 last_version;
  guint saving; /* how many are under way: the file is about to be another, and ours */
};

/* fl-document.c */
/* Another project altogether: what came before cannot be undone into it. Tells nobody. */
void fl_document_load (FlDocument *self, FlProject *project);
void fl_document_emit (FlDocument *self); /* "changed" and "state-changed" */
/* The file has moved from one folder to another: every state of the history has to find its data from there. */
void fl_document_rebase (FlDocument *self, const char *from_dir, const char *to_dir);

G_END_DECLS
