import type { Language } from '../../kernel/web/language.ts';

type Translated = Exclude<Language, 'en'>;

/** What kind of line of the history it is; in English the recorded sentence says so itself. */
const titles: Readonly<Record<string, Readonly<Record<Translated, string>>>> = {
  'order.received': { de: 'Auftrag eingegangen', fr: 'Commande reçue', es: 'Pedido recibido' },
  'order.released': { de: 'Freigegeben', fr: 'Lancée', es: 'Liberado' },
  'order.held': { de: 'Gesperrt', fr: 'Bloquée', es: 'Retenido' },
  'order.started': { de: 'Begonnen', fr: 'Commencée', es: 'Empezado' },
  'order.reopened': { de: 'Wieder aufgenommen', fr: 'Reprise', es: 'Reanudado' },
  'order.cancelled': { de: 'Storniert', fr: 'Annulée', es: 'Anulado' },
  'order.closed': { de: 'Abgeschlossen', fr: 'Clôturée', es: 'Cerrado' },
  'order.back_ordered': { de: 'Rückstand', fr: 'Reliquat', es: 'Pendiente de existencias' },
  'order.back_order_withdrawn': {
    de: 'Rückstand aufgehoben',
    fr: 'Reliquat annulé',
    es: 'Pendiente retirado',
  },
  'credit.approved': { de: 'Kredit genehmigt', fr: 'Crédit accordé', es: 'Crédito aprobado' },
  'credit.held': { de: 'Kreditsperre', fr: 'Blocage de crédit', es: 'Retenido por crédito' },
  'credit.reconsidered': { de: 'Kredit neu geprüft', fr: 'Crédit réexaminé', es: 'Crédito reconsiderado' },
  'stock.reserved': { de: 'Bestand reserviert', fr: 'Stock réservé', es: 'Existencias reservadas' },
  'stock.short': { de: 'Bestand reicht nicht', fr: 'Stock insuffisant', es: 'Faltan existencias' },
  'pick.shorted': { de: 'Fehlmenge', fr: 'Manquant', es: 'Falta' },
  'pick.short_undone': { de: 'Fehlmenge zurückgenommen', fr: 'Manquant repris', es: 'Falta deshecha' },
  'parcel.sealed': { de: 'Paket verschlossen', fr: 'Colis scellé', es: 'Bulto cerrado' },
  'parcel.reopened': { de: 'Paket wieder geöffnet', fr: 'Colis rouvert', es: 'Bulto reabierto' },
  'parcel.weighed': { de: 'Paket gewogen', fr: 'Colis pesé', es: 'Bulto pesado' },
  'parcel.tags_checked': { de: 'RFID geprüft', fr: 'RFID contrôlé', es: 'RFID comprobado' },
  'parcel.photographed': { de: 'Paket fotografiert', fr: 'Colis photographié', es: 'Bulto fotografiado' },
  'parcel.overridden': { de: 'Trotz Abweichung', fr: 'Malgré un écart', es: 'Pese a una diferencia' },
  'parcel.stopped': { de: 'Paket angehalten', fr: 'Colis arrêté', es: 'Bulto detenido' },
  'parcel.packaging_chosen': { de: 'Verpackung gewählt', fr: 'Emballage choisi', es: 'Embalaje elegido' },
  'parcel.loaded': { de: 'Verladen', fr: 'Chargé', es: 'Cargado' },
  'parcel.unloaded': { de: 'Abgeladen', fr: 'Déchargé', es: 'Descargado' },
  'document.printed': { de: 'Gedruckt', fr: 'Imprimé', es: 'Impreso' },
  'shipment.dispatched': { de: 'Versandt', fr: 'Expédiée', es: 'Expedido' },
  'carrier.in_transit': { de: 'Unterwegs', fr: 'En route', es: 'En camino' },
  'carrier.delivered': { de: 'Zugestellt', fr: 'Livré', es: 'Entregado' },
  'carrier.exception': { de: 'Schwierigkeit unterwegs', fr: 'Incident en route', es: 'Incidencia en camino' },
  'service.started': { de: 'Dienst begonnen', fr: 'Prestation commencée', es: 'Servicio empezado' },
  'service.interrupted': {
    de: 'Dienst unterbrochen',
    fr: 'Prestation interrompue',
    es: 'Servicio interrumpido',
  },
  'service.completed': { de: 'Dienst erbracht', fr: 'Prestation achevée', es: 'Servicio completado' },
  'return.started': { de: 'Retoure begonnen', fr: 'Retour commencé', es: 'Devolución empezada' },
  'return.received': { de: 'Zurückgekommen', fr: 'Revenu', es: 'Devuelto' },
  'return.undone': {
    de: 'Doch nicht zurückgekommen',
    fr: 'Finalement pas revenu',
    es: 'Devolución deshecha',
  },
  'return.closed': { de: 'Retoure abgeschlossen', fr: 'Retour clôturé', es: 'Devolución cerrada' },
  'invoice.issued': { de: 'Rechnung ausgestellt', fr: 'Facture émise', es: 'Factura emitida' },
  'payment.matched': { de: 'Zahlung zugeordnet', fr: 'Règlement lettré', es: 'Cobro conciliado' },
  'exception.settled': { de: 'Ausnahme erledigt', fr: 'Anomalie réglée', es: 'Incidencia resuelta' },
};

/** The kind of a line of the history, where it is not told in English. */
export function historyWords(type: string, language: Language): string | null {
  return language === 'en' ? null : (titles[type]?.[language] ?? null);
}
