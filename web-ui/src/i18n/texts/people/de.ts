import type { Texts } from '@/i18n';
import type en from './en';

const texts: Texts<typeof en> = {
  users: {
    title: 'Personen',
    about: 'Wer hier ein Konto hat. Wer neu ist, bekommt einen Link und wählt Namen und Passwort.',
    invite: 'Jemanden einladen',
    name: 'Name',
    role: 'Rolle',
    roleOf: 'Rolle von {{name}}',
    state: 'Darf sich anmelden',
    mayLogIn: '{{name}} darf sich anmelden',
    enabled: 'Ja',
    disabled: 'Nein',
    since: 'Seit',
    actions: 'Aktionen',
    more: 'Weitere Personen',
    reset: 'Neues Passwort für {{name}}',
  },
  roles: {
    user: 'Person',
    admin: 'Verwaltung',
  },
  link: {
    link: 'Link',
    make: 'Link erstellen',
    once: 'Für ein Mal, bis {{until}}. Er wird nur jetzt gezeigt.',
    invitation: 'Wer den Link öffnet, legt ein Konto an.',
    reset: 'Wer den Link öffnet, setzt das Passwort des Kontos. Seine anderen Anmeldungen enden.',
  },
  usage: {
    title: 'Nutzung',
    about: 'Was gefragt und berechnet wurde, in Tokens. Laufendes ist noch nicht gezählt.',
    by: 'Nach',
    period: 'Zeitraum',
    days_one: 'Der letzte Tag',
    days_other: 'Die letzten {{count}} Tage',
    each: {
      day: 'Tag',
      user: 'Person',
      group: 'Gruppe',
      model: 'Modell',
      key: 'API-Schlüssel',
    },
    requests: 'Anfragen',
    promptTokens: 'Prompts',
    pictureTokens: 'Davon Bilder',
    completionTokens: 'Antworten',
    total: 'Tokens',
    nobody: 'Keine',
    none: 'In dieser Zeit wurde nichts gefragt.',
    chart: 'Tokens je Tag',
    chartIs: 'Tokens an jedem der letzten {{days}} Tage, höchstens {{most}}. Die Zahlen stehen in der Tabelle.',
    prompts: 'Prompts',
    answers: 'Antworten',
    most: 'höchstens {{most}}',
  },
};

export default texts;
