/* Everything that is wrong with a pair of files, not only what is met first. */
#pragma once
#include "../ds-problem.h"

G_BEGIN_DECLS

typedef struct
{
  DsProblems *problems; /* borrowed, or NULL */
  GError *first;        /* owned */
} DsFindings;

/* Takes the error. */
void ds_findings_take (DsFindings *findings, GError *error);
void ds_find (DsFindings *findings, DsError code, const char *format, ...) G_GNUC_PRINTF (3, 4);

G_END_DECLS
