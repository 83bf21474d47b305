import type { Texts } from '@/i18n';
import type en from './en';

const texts: Texts<typeof en> = {
  title: 'Mein Konto',
  usage: {
    title: 'Nutzung',
    about: 'Was Sie genutzt haben und nutzen dürfen. Prompts, Antworten und Bilder zählen in Tokens; eine Antwort zählt, wenn sie endet.',
    today: 'Heute',
    month: 'Diesen Monat',
    now: 'Jetzt',
    nowIs: 'In jedem Moment neu gezählt',
    resets: 'Beginnt neu {{in}}: {{at}}',
  },
  keys: {
    title: 'API-Schlüssel',
    about: 'Mit einem Schlüssel fragt eines Ihrer Programme in Ihrem Namen, innerhalb Ihrer Limits. Machen Sie für jedes Programm einen, damit Sie ihn einzeln widerrufen können.',
    new: 'Neuer Schlüssel',
    none: 'Es gibt noch keine.',
    name: 'Name',
    nameHelp: 'Wofür der Schlüssel ist, damit Sie ihn wiedererkennen.',
    may: 'Darf',
    lastUsed: 'Zuletzt benutzt',
    expires: 'Läuft ab',
    made: 'Erstellt',
    actions: 'Aktionen',
    never: 'Nie',
    noEnd: 'Nie',
    expired: 'Abgelaufen am {{day}}',
    inDays: 'In {{count}} Tagen',
    onDay: 'An einem Tag Ihrer Wahl',
    lastDay: 'Letzter Tag',
    make: 'Schlüssel erstellen',
    madeTitle: 'Der Schlüssel „{{name}}“',
    key: 'Schlüssel',
    once: 'Kopieren Sie ihn jetzt: Er wird nur dieses eine Mal gezeigt. Programme senden ihn als „Authorization: Bearer KEY“.',
    revoke: '{{name}} widerrufen',
    revokeTitle: 'Den Schlüssel „{{name}}“ widerrufen?',
    revokeText: 'Programme, die ihn benutzen, werden ab jetzt abgewiesen. Das lässt sich nicht rückgängig machen.',
    revokeIt: 'Widerrufen',
    revoked: 'Der Schlüssel „{{name}}“ ist widerrufen.',
  },
  scopes: {
    read: 'Lesen',
    chat: 'Fragen',
    admin: 'Verwalten',
  },
  scopesHelp: {
    read: 'Modelle, Unterhaltungen und Antworten sehen.',
    chat: 'Das, und fragen und ändern, was Ihnen gehört.',
    admin: 'Alles, was die Verwaltung kann.',
  },
};

export default texts;
