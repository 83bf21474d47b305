import type { Texts } from '@/i18n';
import type en from './en';

const texts: Texts<typeof en> = {
  title: 'Diese Unterhaltung teilen',
  about: 'Wer den Link hat, sieht sie so, wie sie jetzt ist, mit ihren Bildern und ohne Anmeldung. Was später dazukommt, ist nicht zu sehen.',
  ends: 'Der Link endet',
  never: 'Wenn du ihn beendest',
  after_one: 'Nach {{count}} Tag',
  after_other: 'Nach {{count}} Tagen',
  make: 'Link erstellen',
  link: 'Link',
  once: 'Heb ihn auf: Er wird nur jetzt gezeigt.',
  copy: 'Link kopieren',
  links: 'Links zu dieser Unterhaltung',
  since: 'Erstellt am {{day}}',
  forever: 'bis du ihn beendest',
  until: 'bis {{day}}',
  end: 'Den Link vom {{day}} beenden',
  ended: 'Der Link führt jetzt ins Leere.',
  none: 'Du hast nichts geteilt.',
  all: 'Geteilte Links',
  shared: 'Geteilt, wie sie am {{day}} war',
  gone: 'Dieser Link führt ins Leere.',
  goneHint: 'Vielleicht wurde er beendet, oder es fehlt ein Stück von ihm.',
  archive: {
    title: 'Exportieren und importieren',
    export: 'Exportieren',
    exportHelp: 'Eine Datei mit allen deinen Unterhaltungen und ihren Bildern. Sie lässt sich hier oder auf einem anderen Server importieren.',
    exportAll: 'Alles exportieren',
    import: 'Importieren',
    importHelp: 'Eine exportierte Datei oder das JSON einer Unterhaltung. Was schon hier ist, bleibt, wie es ist.',
    choose: 'Datei wählen …',
    sending: '{{name}}: {{percent}} % gesendet',
    reading: '{{name}} wird gelesen …',
    imported_one: '{{count}} Unterhaltung importiert',
    imported_other: '{{count}} Unterhaltungen importiert',
    skipped: '{{count}} schon vorhanden',
    failed: '{{name}} wurde nicht importiert: {{reason}}',
  },
};

export default texts;
