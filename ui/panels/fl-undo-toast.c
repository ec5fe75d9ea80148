/* One offer at a time in each place for toasts. libadwaita 1.2 frees a toast that goes while it is still coming into view and then
 * writes to it: a young one is given other words instead, or goes a moment later. */
#include "fl-undo-toast.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "fl-edit.h"
#include "fl-topology.h"

#define OFFER "fl-undo-offer"
#define YOUNG_US 700000 /* coming into view in place of another takes libadwaita 500 ms */

typedef struct
{
  AdwToast *toast;      /* owned */
  FlDocument *document; /* owned */
  FlProject *project;   /* owned: what the edit led to */
  char *label;          /* owned: its name on the way back */
  gint64 shown;
  guint later;          /* source of the dismissal that waits */
} Offer;

static void
offer_free (gpointer data)
{
  Offer *offer = data;

  g_signal_handlers_disconnect_by_data (offer->document, offer);
  g_signal_handlers_disconnect_by_data (offer->toast, offer);
  g_clear_handle_id (&offer->later, g_source_remove);
  g_object_unref (offer->toast);
  g_object_unref (offer->document);
  fl_project_unref (offer->project);
  g_free (offer->label);
  g_free (offer);
}

static gboolean
is_young (const Offer *offer)
{
  return g_get_monotonic_time () - offer->shown < YOUNG_US;
}

/* Is it still the last thing done? */
static gboolean
is_last (const Offer *offer)
{
  return fl_document_get_project (offer->document) == offer->project
         && g_strcmp0 (fl_document_undo_label (offer->document), offer->label) == 0;
}

static void
note_last (Offer *offer)
{
  fl_project_unref (offer->project);
  g_free (offer->label);
  offer->project = fl_project_ref (fl_document_get_project (offer->document));
  offer->label = g_strdup (fl_document_undo_label (offer->document));
  g_clear_handle_id (&offer->later, g_source_remove);
}

static void
dismiss (GtkWidget *toasts)
{
  const Offer *offer = g_object_get_data (G_OBJECT (toasts), OFFER);
  g_autoptr (AdwToast) toast = g_object_ref (offer->toast);

  g_object_set_data (G_OBJECT (toasts), OFFER, NULL);
  adw_toast_dismiss (toast);
}

static gboolean
later_cb (gpointer toasts)
{
  Offer *offer = g_object_get_data (toasts, OFFER);

  offer->later = 0;
  dismiss (toasts);
  return G_SOURCE_REMOVE;
}

/* Something was done, or only a file saved. */
static void
state_changed_cb (Offer *offer)
{
  GtkWidget *toasts = g_object_get_data (G_OBJECT (offer->toast), OFFER);

  if (is_last (offer))
    return;
  if (!is_young (offer))
    dismiss (toasts);
  else if (offer->later == 0)
    offer->later = g_timeout_add (YOUNG_US / 1000, later_cb, toasts);
}

static void
forget (Offer *offer)
{
  g_object_set_data (g_object_get_data (G_OBJECT (offer->toast), OFFER), OFFER, NULL);
}

static void
undo_cb (Offer *offer)
{
  g_autoptr (FlDocument) document = g_object_ref (offer->document);
  gboolean undo = is_last (offer);

  forget (offer); /* the toast goes by itself once it is clicked */
  if (undo)
    fl_document_undo (document);
}

static void
add_toast (GtkWidget *toasts, FlDocument *document, const char *markup)
{
  AdwToast *toast = adw_toast_new (markup);
  Offer *offer = g_new0 (Offer, 1);

  adw_toast_set_button_label (toast, _("Undo"));
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH); /* not behind what was said before: it is to be taken back now */
  offer->toast = g_object_ref (toast);
  offer->document = g_object_ref (document);
  offer->shown = g_get_monotonic_time ();
  note_last (offer);
  g_object_set_data (G_OBJECT (toast), OFFER, toasts);
  g_object_set_data_full (G_OBJECT (toasts), OFFER, offer, offer_free);
  g_signal_connect_swapped (toast, "button-clicked", G_CALLBACK (undo_cb), offer);
  g_signal_connect_swapped (toast, "dismissed", G_CALLBACK (forget), offer);
  g_signal_connect_swapped (document, "state-changed", G_CALLBACK (state_changed_cb), offer);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (toasts), toast);
}

void
fl_offer_undo (GtkWidget *widget, FlDocument *document, const char *text)
{
  GtkWidget *toasts = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  g_autofree char *markup = g_markup_escape_text (text, -1); /* a toast reads markup */
  Offer *offer;

  if (toasts == NULL)
    return;
  offer = g_object_get_data (G_OBJECT (toasts), OFFER);
  if (offer != NULL && offer->document == document && (is_young (offer) || is_last (offer)))
    {
      adw_toast_set_title (offer->toast, markup);
      note_last (offer);
      return;
    }
  if (offer != NULL)
    dismiss (toasts);
  add_toast (toasts, document, markup);
}

gboolean
fl_remove_layer (GtkWidget *widget, FlDocument *document, guint layer)
{
  const NnSpec *spec = fl_document_get_project (document)->spec;
  g_autofree char *name = layer < spec->n_layers ? fl_layer_name (spec, layer) : NULL;
  g_autofree char *text = NULL;

  if (!fl_edit_remove_layer (document, layer))
    return FALSE;
  text = g_strdup_printf (_("%s removed"), name);
  fl_offer_undo (widget, document, text);
  return TRUE;
}
