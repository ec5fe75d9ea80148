/* FlFindingCards: the findings of a run, a card each: what it is, the evidence, and buttons that try a remedy. A diverged run's
 * autopsy comes first; where nothing is found, one line says what was looked for. While the
 * project cannot train, it says why instead.
 *
 * Signal "layer" (int layer): a person wants to see that layer. */
#pragma once
#include <gtk/gtk.h>
#include "fl-findings.h"

G_BEGIN_DECLS

#define FL_TYPE_FINDING_CARDS (fl_finding_cards_get_type ())
G_DECLARE_FINAL_TYPE (FlFindingCards, fl_finding_cards, FL, FINDING_CARDS, GtkBox)

GtkWidget *fl_finding_cards_new (FlFindings *findings, FlSession *session);

G_END_DECLS
