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
};

export default texts;
