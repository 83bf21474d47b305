import type { Texts } from '@/i18n';
import type en from './en';

const texts: Texts<typeof en> = {
  title: 'Protokoll',
  about: 'Wer was tat, wann, von wo, und was daraus wurde. Nichts, was Menschen schreiben, steht darin, und kein Geheimnis. Einträge kommen nur hinzu.',
  none: 'Nichts dergleichen wurde getan.',
  at: 'Wann',
  who: 'Wer',
  nobody: 'Nicht angemeldet',
  deletedAccount: 'Gelöschtes Konto',
  action: 'Was',
  subject: 'Woran',
  result: 'Ergebnis',
  details: 'Einzelheiten',
  detailsOf: 'Einzelheiten: {{action}}, {{at}}',
  more: 'Frühere Einträge',
  filter: 'Filter',
  person: 'Person',
  anyAction: 'Alles',
  anyResult: 'Jedes Ergebnis',
  from: 'Von',
  to: 'Bis',
  clear: 'Filter leeren',
  identifier: 'Name im Protokoll',
  detail: 'Weiteres',
  address: 'Adresse',
  status: 'Status',
  key: 'API-Schlüssel',
  event: 'Eintrag',
  all: 'Alles zu „{{area}}“',
  results: {
    done: 'Getan',
    refused: 'Abgewiesen',
    failed: 'Gescheitert',
  },
  areas: {
    backend: 'Backends',
    conversation: 'Unterhaltungen',
    deployment: 'Deployments',
    group: 'Gruppen',
    invitation: 'Einladungen',
    key: 'API-Schlüssel',
    model: 'Modelle',
    password: 'Passwörter',
    quota: 'Limits',
    session: 'Anmeldungen',
    share: 'Geteilte Links',
    user: 'Konten',
  },
  actions: {
    backend: {
      create: 'Backend hinzugefügt',
      change: 'Backend geändert',
      delete: 'Backend gelöscht',
      load: 'Backend geladen',
      unload: 'Backend entladen',
    },
    conversation: {
      delete: 'Unterhaltung gelöscht',
      export: 'Unterhaltungen exportiert',
      import: 'Unterhaltungen importiert',
    },
    deployment: {
      create: 'Deployment hinzugefügt',
      change: 'Deployment geändert',
      delete: 'Deployment gelöscht',
    },
    group: {
      create: 'Gruppe erstellt',
      change: 'Gruppe beschrieben',
      delete: 'Gruppe gelöscht',
      'add-member': 'Mitglied hinzugefügt',
      'remove-member': 'Mitglied entfernt',
    },
    invitation: {
      create: 'Einladung erstellt',
    },
    key: {
      create: 'API-Schlüssel erstellt',
      revoke: 'API-Schlüssel widerrufen',
    },
    model: {
      restrict: 'Modell beschränkt',
      open: 'Modell für alle geöffnet',
    },
    password: {
      change: 'Passwort geändert',
      link: 'Link für ein Passwort erstellt',
      reset: 'Passwort per Link gesetzt',
    },
    quota: {
      create: 'Limits gesetzt',
      change: 'Limits geändert',
      delete: 'Limits gelöscht',
    },
    session: {
      login: 'Anmeldung',
      logout: 'Abmeldung',
    },
    share: {
      create: 'Link geteilt',
      revoke: 'Geteilter Link beendet',
    },
    user: {
      create: 'Konto erstellt',
      change: 'Konto geändert',
      delete: 'Konto gelöscht',
      export: 'Eigene Daten exportiert',
    },
  },
};

export default texts;
