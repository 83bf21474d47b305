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
  aboutProvider: 'Inicia sesión con la cuenta que tienes en tu proveedor.',
  problems: {
    'login-not-allowed': 'No puedes usar este servidor. Pregunta a quien lo administra.',
    'claim-missing': 'El proveedor de inicio de sesión no dice quién eres. Pregunta a quien administra este servidor.',
    'switched-off': 'Tu cuenta está desactivada aquí. Pregunta a un administrador.',
    'login-refused': 'El proveedor de inicio de sesión no te ha dejado entrar.',
    'login-stale': 'Este inicio de sesión empezó en otro navegador o hace demasiado tiempo. Inicia sesión de nuevo.',
    'login-not-valid': 'Lo que el proveedor dice de ti está caducado o no es para este inicio de sesión. Inicia sesión de nuevo.',
    'provider-unreachable': 'El proveedor de inicio de sesión no responde. Inténtalo más tarde.',
    'provider-failed': 'El proveedor de inicio de sesión ha respondido con un error. Inténtalo más tarde.',
    other: 'No se ha podido iniciar sesión. Inténtalo de nuevo.',
  },
};

export default texts;
