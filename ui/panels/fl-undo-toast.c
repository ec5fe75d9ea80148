/* One offer at a time in each place for toasts. */
#include "fl-undo-toast.h"

#include <glib/gi18n-lib.h>

#include "fl-edit.h"
#include "fl-toasts.h"
#include "fl-topology.h"

#define OFFER "fl-undo-offer"

typedef struct
{
  AdwToast *toast;      /* owned */
  FlDocument *document; /* owned */
  FlProject *project;   /* owned: what the edit led to */
  char *label;          /* owned: its name on the way back */
  FlWayBack back;       /* without undo: the document's */
} Offer;

static void
free_data (const FlWayBack *back)
{
  if (back->free != NULL)
    back->free (back->data);
}

static void
end (const FlWayBack *back)
{
  if (back->over != NULL)
    back->over (back->data);
  free_data (back);
}

static void
offer_free (gpointer data)
{
  Offer *offer = data;

  end (&offer->back);
  g_signal_handlers_disconnect_by_data (offer->document, offer);
  g_signal_handlers_disconnect_by_data (offer->toast, offer);
  g_object_unref (offer->toast);
  g_object_unref (offer->document);
  fl_project_unref (offer->project);
  g_free (offer->label);
  g_free (offer);
}

/* Is it still the last thing done, or can it be taken back all the same? */
static gboolean
holds (const Offer *offer)
{
  if (offer->back.holds != NULL)
    return offer->back.holds (offer->back.data);
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
}

/* Something was done, or only a file saved. */
static void
state_changed_cb (Offer *offer)
{
  if (!holds (offer))
    fl_toasts_dismiss (g_object_get_data (G_OBJECT (offer->toast), OFFER), offer->toast);
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
  gboolean undo = holds (offer);
  FlWayBack back = offer->back;

  offer->back = (FlWayBack){ 0 };
  forget (offer); /* the toast goes by itself once it is clicked */
  if (undo && back.undo != NULL)
    back.undo (back.data);
  else if (undo)
    fl_document_undo (document);
  end (&back);
}

static void
add_toast (GtkWidget *toasts, FlDocument *document, const char *markup, const FlWayBack *back)
{
  AdwToast *toast = adw_toast_new (markup);
  Offer *offer = g_new0 (Offer, 1);

  adw_toast_set_button_label (toast, _("Undo"));
  offer->toast = g_object_ref (toast);
  offer->document = g_object_ref (document);
  if (back->seconds > 0)
    adw_toast_set_timeout (toast, back->seconds);
  offer->back = *back;
  note_last (offer);
  g_object_set_data (G_OBJECT (toast), OFFER, toasts);
  g_object_set_data_full (G_OBJECT (toasts), OFFER, offer, offer_free);
  g_signal_connect_swapped (toast, "button-clicked", G_CALLBACK (undo_cb), offer);
  g_signal_connect_swapped (toast, "dismissed", G_CALLBACK (forget), offer);
  g_signal_connect_swapped (document, "state-changed", G_CALLBACK (state_changed_cb), offer);
  fl_toasts_add (toasts, toast, TRUE); /* not behind what was said before: it is to be taken back now */
}

void
fl_offer_way_back (GtkWidget *widget, FlDocument *document, const FlWayBack *back)
{
  GtkWidget *toasts = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  g_autofree char *markup = g_markup_escape_text (back->text, -1); /* a toast reads markup */
  Offer *offer = toasts != NULL ? g_object_get_data (G_OBJECT (toasts), OFFER) : NULL;
  gboolean same = offer != NULL && offer->document == document && offer->back.undo == back->undo && back->data == offer->back.data;

  if (same && (fl_toasts_is_coming (toasts, offer->toast) || holds (offer)))
    {
      fl_toasts_keep (toasts, offer->toast);
      adw_toast_set_title (offer->toast, markup);
      note_last (offer);
      toasts = NULL;
    }
  if (toasts == NULL)
    {
      free_data (back);
      return;
    }
  if (offer != NULL)
    fl_toasts_dismiss (toasts, offer->toast);
  add_toast (toasts, document, markup, back);
}

void
fl_offer_undo (GtkWidget *widget, FlDocument *document, const char *text)
{
  fl_offer_way_back (widget, document, &(FlWayBack){ .text = text });
}

void
fl_offer_check (GtkWidget *toasts)
{
  Offer *offer = g_object_get_data (G_OBJECT (toasts), OFFER);

  if (offer != NULL && !holds (offer))
    fl_toasts_dismiss (toasts, offer->toast);
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
