import type { Texts } from '@/i18n';
import type en from './en';

const texts: Texts<typeof en> = {
  login: 'Iniciar sesión',
  name: 'Nombre',
  displayName: 'Nombre que ven los demás',
  password: 'Contraseña',
  passwordHelp: 'Al menos 12 caracteres.',
  welcome: 'Te damos la bienvenida a Azulejo',
  aboutInvitation: 'Elige un nombre y una contraseña para tu cuenta.',
  make: 'Crear la cuenta',
  newPassword: 'Contraseña nueva',
  aboutReset: 'Las demás sesiones de esta cuenta terminan.',
  set: 'Guardar la contraseña',
};

export default texts;
