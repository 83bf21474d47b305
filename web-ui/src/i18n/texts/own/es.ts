import type { Texts } from '@/i18n';
import type en from './en';

const texts: Texts<typeof en> = {
  title: 'Mi cuenta',
  usage: {
    title: 'Uso',
    about: 'Lo que ha usado y lo que puede usar. Los prompts, las respuestas y las imágenes cuentan en tokens; una respuesta cuenta cuando termina.',
    today: 'Hoy',
    month: 'Este mes',
    now: 'Ahora',
    nowIs: 'Se cuenta de nuevo a cada momento',
    resets: 'Empieza de nuevo {{in}}: {{at}}',
  },
  keys: {
    title: 'Claves de API',
    about: 'Con una clave, un programa suyo pregunta en su nombre, dentro de sus límites. Cree una para cada programa y así podrá revocarla por separado.',
    new: 'Nueva clave',
    none: 'Aún no hay ninguna.',
    name: 'Nombre',
    nameHelp: 'Para qué es la clave, y así reconocerla.',
    may: 'Puede',
    lastUsed: 'Último uso',
    expires: 'Caduca',
    made: 'Creada',
    actions: 'Acciones',
    never: 'Nunca',
    noEnd: 'Nunca',
    expired: 'Caducó el {{day}}',
    inDays: 'En {{count}} días',
    onDay: 'El día que usted elija',
    lastDay: 'Último día',
    make: 'Crear la clave',
    madeTitle: 'La clave «{{name}}»',
    key: 'Clave',
    once: 'Cópiela ahora: solo se muestra esta vez. Los programas la envían como «Authorization: Bearer KEY».',
    revoke: 'Revocar {{name}}',
    revokeTitle: '¿Revocar la clave «{{name}}»?',
    revokeText: 'Desde ahora se rechazan los programas que la usan. No se puede deshacer.',
    revokeIt: 'Revocar',
    revoked: 'La clave «{{name}}» está revocada.',
  },
  scopes: {
    read: 'Leer',
    chat: 'Preguntar',
    admin: 'Administrar',
  },
  scopesHelp: {
    read: 'Ver modelos, conversaciones y respuestas.',
    chat: 'Eso, y preguntar y cambiar lo que es suyo.',
    admin: 'Todo lo que pueden hacer los administradores.',
  },
};

export default texts;
