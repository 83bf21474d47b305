import type { Texts } from '@/i18n';
import type en from './en';

const texts: Texts<typeof en> = {
  login: 'Anmelden',
  name: 'Name',
  displayName: 'Name, wie ihn andere sehen',
  password: 'Passwort',
  passwordHelp: 'Mindestens 12 Zeichen.',
  welcome: 'Willkommen bei Azulejo',
  aboutInvitation: 'Wähle einen Namen und ein Passwort für dein Konto.',
  make: 'Konto anlegen',
  newPassword: 'Neues Passwort',
  aboutReset: 'Andere Anmeldungen dieses Kontos enden.',
  set: 'Passwort setzen',
  aboutProvider: 'Melde dich mit deinem Konto beim Anmeldedienst an.',
  problems: {
    'login-not-allowed': 'Du darfst diesen Server nicht nutzen. Frage, wer ihn betreibt.',
    'claim-missing': 'Der Anmeldedienst sagt nicht, wer du bist. Frage, wer diesen Server betreibt.',
    'switched-off': 'Dein Konto ist hier abgeschaltet. Frage jemanden aus der Verwaltung.',
    'login-refused': 'Der Anmeldedienst hat dich nicht eingelassen.',
    'login-stale': 'Diese Anmeldung begann in einem anderen Browser oder vor zu langer Zeit. Melde dich noch einmal an.',
    'login-not-valid': 'Was der Anmeldedienst über dich sagt, ist veraltet oder nicht für diese Anmeldung. Melde dich noch einmal an.',
    'provider-unreachable': 'Der Anmeldedienst antwortet nicht. Versuche es später noch einmal.',
    'provider-failed': 'Der Anmeldedienst hat mit einem Fehler geantwortet. Versuche es später noch einmal.',
    other: 'Aus der Anmeldung wurde nichts. Melde dich noch einmal an.',
  },
};

export default texts;
