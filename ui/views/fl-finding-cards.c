/* The cards are made anew only when other findings come; new numbers of the same ones change texts in place, so that a button keeps
 * its focus while training runs. */
#include "fl-finding-cards.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-axis.h"
#include "fl-tooltip.h"
#include "fl-view.h"

#define MOST 16

typedef struct
{
  GtkWidget *title, *evidence; /* borrowed labels */
} Card;

struct _FlFindingCards
{
  GtkBox parent_instance;
  FlFindings *findings; /* owned */
  FlSession *session;   /* owned */
  char *shape;          /* which cards there are */
  Card cards[MOST];
  guint n;
};

G_DEFINE_FINAL_TYPE (FlFindingCards, fl_finding_cards, GTK_TYPE_BOX)

enum
{
  LAYER,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* Kinds, gravity and remedies of what is to be shown: the same text, the same cards. */
static char *
shape_of (FlFindings *findings)
{
  const NnDiagnosis *diagnosis = fl_findings_get (findings);
  GString *text = g_string_new (diagnosis == NULL ? "-" : fl_findings_get_autopsy (findings) != NULL ? "autopsy" : "");

  for (guint i = 0; diagnosis != NULL && i < diagnosis->n; i++)
    {
      const NnFinding *finding = &diagnosis->findings[i];

      g_string_append_printf (text, "|%s:%d:%d", finding->type->id, finding->severity, finding->layer);
      for (guint k = 0; k < finding->n_remedies; k++)
        g_string_append_printf (text, ":%s", finding->remedies[k].title);
    }
  return g_string_free (text, FALSE);
}

static GtkWidget *
wrapped_label (const char *text, const char *css)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), FALSE);
  gtk_widget_add_css_class (label, css);
  return label;
}

static void
say_too_late (GtkWidget *widget)
{
  gtk_widget_error_bell (widget);
}

static void
try_cb (FlFindingCards *self, GtkButton *button)
{
  guint finding = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "fl-finding"));
  guint remedy = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "fl-remedy"));
  const NnDiagnosis *diagnosis = fl_findings_get (self->findings);

  if (diagnosis == NULL || finding >= diagnosis->n || remedy >= diagnosis->findings[finding].n_remedies
      || !fl_findings_try (self->findings, &diagnosis->findings[finding].remedies[remedy]))
    say_too_late (GTK_WIDGET (button));
}

static void
race_cb (FlFindingCards *self, GtkButton *button)
{
  guint finding = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "fl-finding"));
  guint remedy = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "fl-remedy"));
  const NnDiagnosis *diagnosis = fl_findings_get (self->findings);

  if (diagnosis == NULL || finding >= diagnosis->n || remedy >= diagnosis->findings[finding].n_remedies
      || !fl_findings_race (self->findings, &diagnosis->findings[finding].remedies[remedy], NULL))
    say_too_late (GTK_WIDGET (button));
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.view", "s", FL_COMPARE_VIEW_ID);
}

static void
halve_cb (FlFindingCards *self, GtkButton *button)
{
  if (!fl_findings_restore_and_halve (self->findings))
    say_too_late (GTK_WIDGET (button));
}

static void
show_layer_cb (FlFindingCards *self, GtkButton *button)
{
  g_signal_emit (self, signals[LAYER], 0, GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "fl-layer")));
}

static GtkWidget *
new_buttons (void)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_widget_add_css_class (line, "finding-buttons");
  return line;
}

/* Where there is little room each gives way a little; its tooltip says all of it. */
static GtkWidget *
append_button (GtkWidget *line, const char *text, const char *tooltip)
{
  GtkWidget *button = gtk_button_new (), *label = gtk_label_new (text);
  g_autofree char *whole = g_strdup_printf ("%s\n%s", text, tooltip);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_button_set_child (GTK_BUTTON (button), label);
  fl_set_tooltip (button, whole);
  gtk_widget_add_css_class (button, "card-button");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_box_append (GTK_BOX (line), button);
  return button;
}

/* icon, title, evidence and room for buttons below. */
static GtkWidget *
new_card (FlFindingCards *self, const char *icon, const char *css, const char *title, const char *evidence, GtkWidget *buttons)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *image = gtk_image_new_from_icon_name (icon);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  Card *texts = &self->cards[self->n++];

  gtk_widget_add_css_class (card, "train-card");
  gtk_widget_add_css_class (card, "finding");
  gtk_widget_add_css_class (card, css);
  gtk_widget_set_valign (image, GTK_ALIGN_START);
  texts->title = wrapped_label (title, "finding-title");
  texts->evidence = wrapped_label (evidence, "finding-evidence");
  gtk_widget_set_hexpand (column, TRUE);
  gtk_box_append (GTK_BOX (column), texts->title);
  gtk_box_append (GTK_BOX (column), texts->evidence);
  if (buttons != NULL)
    gtk_box_append (GTK_BOX (column), buttons);
  gtk_box_append (GTK_BOX (card), image);
  gtk_box_append (GTK_BOX (card), column);
  gtk_box_append (GTK_BOX (self), card);
  return card;
}

/* For who does not want to see first. */
static void
append_apply (FlFindingCards *self, GtkWidget *line, const NnRemedy *remedy)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("object-select-symbolic");
  g_autofree char *name = g_strdup_printf (_("Apply at once: %s"), remedy->title);
  g_autofree char *whole = g_strdup_printf ("%s\n%s", name, remedy->fresh ? _("Changes the project and trains it from fresh weights; Undo takes the settings back. Where layers or data change, it brings the whole earlier run back")
                                                                         : _("Changes the project and trains on; Undo takes the settings back and keeps what was learned. Where layers or data change, it brings the whole earlier run back"));

  fl_set_tooltip (button, whole);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_add_css_class (button, "card-button");
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (try_cb), self);
  gtk_box_append (GTK_BOX (line), button);
}

static void
mark_remedy (GtkWidget *button, guint finding, guint remedy)
{
  g_object_set_data (G_OBJECT (button), "fl-finding", GUINT_TO_POINTER (finding));
  g_object_set_data (G_OBJECT (button), "fl-remedy", GUINT_TO_POINTER (remedy));
}

static void
add_remedies (FlFindingCards *self, GtkWidget *line, guint index, const NnFinding *finding)
{
  for (guint i = 0; i < finding->n_remedies; i++)
    {
      const NnRemedy *remedy = &finding->remedies[i];
      g_autofree char *text = g_strdup_printf (_("Race: %s"), remedy->title);
      GtkWidget *button = append_button (line, text, remedy->fresh ? _("A second run beside this one, both from fresh weights, shows whether it helps; the project stays as it is")
                                                                   : _("A second run beside this one, both from here, shows whether it helps; the project stays as it is"));

      mark_remedy (button, index, i);
      if (i == 0)
        gtk_widget_add_css_class (button, "suggested-action");
      g_signal_connect_swapped (button, "clicked", G_CALLBACK (race_cb), self);
      append_apply (self, line, remedy);
      mark_remedy (gtk_widget_get_last_child (line), index, i);
    }
}

static void
add_finding (FlFindingCards *self, guint index, const NnFinding *finding)
{
  static const char *const icons[] = { "dialog-information-symbolic", "dialog-warning-symbolic", "dialog-error-symbolic" };
  static const char *const classes[] = { "note", "warning", "serious" };
  GtkWidget *line = new_buttons ();

  add_remedies (self, line, index, finding);
  if (finding->layer >= 0)
    {
      GtkWidget *show = append_button (line, _("Show layer"), _("Select this layer in the charts below"));

      g_object_set_data (G_OBJECT (show), "fl-layer", GINT_TO_POINTER (finding->layer));
      gtk_widget_add_css_class (show, "flat");
      g_signal_connect_swapped (show, "clicked", G_CALLBACK (show_layer_cb), self);
    }
  new_card (self, icons[finding->severity], classes[finding->severity], finding->title, finding->evidence, line);
  fl_set_tooltip (self->cards[self->n - 1].evidence, _(finding->type->basis));
}

/* The way back: what it comes to stands on it. NULL: the optimizer has no learning rate. */
static GtkWidget *
append_way_back (GtkWidget *line, const FlTamerRate *tamer)
{
  g_autofree char *text = NULL, *whole = NULL;
  GtkWidget *button;
  char rate[32];

  if (isnan (tamer->rate))
    return NULL;
  if (!tamer->known)
    {
      button = append_button (line, _("Trying lower learning rates…"), _("Short trainings from the last sound weights find out which one holds"));
      gtk_widget_set_sensitive (button, FALSE);
      return button;
    }
  fl_format_number (tamer->rate, rate, sizeof rate);
  if (tamer->halvings == 1)
    text = g_strdup_printf (_("Restore and halve the learning rate, to %s"), rate);
  else
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Restore and halve the learning rate %u time, to %s",
                                         "Restore and halve the learning rate %u times, to %s", tamer->halvings), tamer->halvings, rate);
  whole = g_strconcat (_("Goes on from the last sound weights. "),
                       !tamer->holds         ? _("No rate held in a short training: see to the data and the initial weights, too. ")
                       : tamer->halvings > 1 ? _("In a short training this rate held, and twice of it did not. ")
                                             : _("In a short training this rate held. "),
                       _("Undo takes the rate back"), NULL);
  button = append_button (line, text, whole);
  gtk_widget_add_css_class (button, "suggested-action");
  return button;
}

static void
add_autopsy (FlFindingCards *self, const NnAutopsy *autopsy)
{
  g_autofree char *text = g_strjoin (" ", autopsy->cause, autopsy->kept, NULL);
  FlTamerRate tamer = fl_findings_get_tamer_rate (self->findings);
  GtkWidget *line, *button;

  if (autopsy->step == 0) /* no rate would help */
    {
      new_card (self, "dialog-error-symbolic", "serious", autopsy->what, text, NULL);
      return;
    }
  line = new_buttons ();
  button = append_way_back (line, &tamer);
  if (button != NULL)
    g_signal_connect_swapped (button, "clicked", G_CALLBACK (halve_cb), self);
  new_card (self, "dialog-error-symbolic", "serious", autopsy->what, text, line);
}

/* How much there is to go by: what no finding says depends on it. */
typedef enum
{
  NOT_TRAINED,
  TOO_EARLY, /* most checks want a few epochs and dozens of steps */
  UNSKILLED, /* nothing is wrong, and little is known yet */
  TRAINED
} Ripeness;

/* What a network must know beyond a constant answer for its run to be called healthy. */
#define SKILLED 0.5

static Ripeness
ripeness_of (FlFindings *findings)
{
  const NnFrame *frame = fl_findings_get_frame (findings);
  const NnDiagnosis *diagnosis = fl_findings_get (findings);

  if (frame == NULL || frame->step == 0)
    return NOT_TRAINED;
  if (frame->step < 50 || frame->epoch < 5)
    return TOO_EARLY;
  return diagnosis != NULL && diagnosis->explained < SKILLED ? UNSKILLED : TRAINED;
}

static void
add_all_clear (FlFindingCards *self)
{
  static const char *const titles[] = { N_ ("Nothing found in data and initial weights."), N_ ("Nothing found so far; it is early."),
                                        N_ ("Nothing found so far, but little is learned yet."),
                                        N_ ("Nothing found: this run is healthy.") };
  Ripeness ripeness = ripeness_of (self->findings);

  new_card (self, "emblem-ok-symbolic", "healthy", _(titles[ripeness]),
            ripeness != NOT_TRAINED ? _("Looked for: vanishing and exploding gradients, dead and saturated neurons, a learning rate too high or too low, over- and underfitting, plateaus, equal weights, unscaled inputs, unequal classes, repeated rows, batches too small for batch norm.")
                    : _("Train, and gradients, activations and losses are looked at as well."),
            NULL);
}

/* Nothing was looked at: saying that nothing was found would be untrue, and what was found before is about other data. */
static void
add_problem (FlFindingCards *self, const char *problem)
{
  const char *text = fl_session_get_run (self->session) != NULL ? _("Training waits until this is changed; what was learned so far is kept.")
                                                                : _("Training waits until this is changed.");

  new_card (self, "dialog-warning-symbolic", "warning", problem, text, NULL);
}

static void
add_findings (FlFindingCards *self)
{
  const NnDiagnosis *diagnosis = fl_findings_get (self->findings);
  const NnAutopsy *autopsy = fl_findings_get_autopsy (self->findings);

  if (autopsy != NULL)
    add_autopsy (self, autopsy);
  for (guint i = 0; diagnosis != NULL && i < diagnosis->n && self->n < MOST; i++)
    add_finding (self, i, &diagnosis->findings[i]);
  if (self->n == 0 && diagnosis != NULL)
    add_all_clear (self);
}

static void
rebuild (FlFindingCards *self, const char *problem)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_box_remove (GTK_BOX (self), child);
  self->n = 0;
  if (problem != NULL)
    add_problem (self, problem);
  else
    add_findings (self);
}

static void
set_texts (FlFindingCards *self)
{
  const NnDiagnosis *diagnosis = fl_findings_get (self->findings);
  guint at = fl_findings_get_autopsy (self->findings) != NULL ? 1 : 0;

  for (guint i = 0; diagnosis != NULL && i < diagnosis->n && at + i < self->n; i++)
    {
      gtk_label_set_text (GTK_LABEL (self->cards[at + i].title), diagnosis->findings[i].title);
      gtk_label_set_text (GTK_LABEL (self->cards[at + i].evidence), diagnosis->findings[i].evidence);
    }
}

static void
changed_cb (FlFindingCards *self)
{
  const char *problem = fl_session_get_problem (self->session, NULL);
  g_autofree char *kinds = shape_of (self->findings);
  g_autofree char *shape = problem != NULL ? g_strdup_printf ("!%s", problem)
                                           : g_strdup_printf ("%d%s", (int) ripeness_of (self->findings), kinds);
  gboolean same = g_strcmp0 (shape, self->shape) == 0;

  if (same && problem != NULL)
    return;
  if (same && fl_findings_get_autopsy (self->findings) == NULL)
    {
      set_texts (self);
      return;
    }
  g_free (self->shape);
  self->shape = g_steal_pointer (&shape);
  rebuild (self, problem);
}

/* Findings come with their own signal; of the session only a problem that comes or goes matters. */
static void
session_cb (FlFindingCards *self)
{
  gboolean problem = fl_session_get_problem (self->session, NULL) != NULL, shown = self->shape != NULL && *self->shape == '!';

  if (problem || shown)
    changed_cb (self);
}

static void
fl_finding_cards_dispose (GObject *object)
{
  FlFindingCards *self = FL_FINDING_CARDS (object);

  g_clear_object (&self->findings);
  g_clear_object (&self->session);
  g_clear_pointer (&self->shape, g_free);
  G_OBJECT_CLASS (fl_finding_cards_parent_class)->dispose (object);
}

static void
fl_finding_cards_class_init (FlFindingCardsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_finding_cards_dispose;
  signals[LAYER] = g_signal_new ("layer", FL_TYPE_FINDING_CARDS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
fl_finding_cards_init (FlFindingCards *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 8);
}

GtkWidget *
fl_finding_cards_new (FlFindings *findings, FlSession *session)
{
  FlFindingCards *self = g_object_new (FL_TYPE_FINDING_CARDS, NULL);

  self->findings = g_object_ref (findings);
  self->session = g_object_ref (session);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Findings"), -1);
  g_signal_connect_object (findings, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "changed", G_CALLBACK (session_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);
  return GTK_WIDGET (self);
}
