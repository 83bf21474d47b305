import type { Texts } from '@/i18n';
import type en from './en';

const texts: Texts<typeof en> = {
  title: 'Compartir esta conversación',
  about: 'Quien tenga el enlace la verá tal como está ahora, con sus imágenes y sin iniciar sesión. Lo que se escriba después no se verá.',
  ends: 'El enlace termina',
  never: 'Cuando tú lo termines',
  after_one: 'Después de {{count}} día',
  after_other: 'Después de {{count}} días',
  make: 'Crear un enlace',
  link: 'Enlace',
  once: 'Guárdalo: solo se muestra ahora.',
  copy: 'Copiar el enlace',
  links: 'Enlaces a esta conversación',
  since: 'Creado el {{day}}',
  forever: 'hasta que lo termines',
  until: 'hasta el {{day}}',
  end: 'Terminar el enlace del {{day}}',
  ended: 'El enlace ya no lleva a nada.',
  none: 'No has compartido nada.',
  all: 'Enlaces compartidos',
  shared: 'Compartida tal como estaba el {{day}}',
  gone: 'Este enlace no lleva a nada.',
  goneHint: 'Quizá ha terminado o le falta una parte.',
  archive: {
    title: 'Exportar e importar',
    export: 'Exportar',
    exportHelp: 'Un archivo con todas tus conversaciones y sus imágenes. Se puede importar aquí o en otro servidor.',
    exportAll: 'Exportar todo',
    import: 'Importar',
    importHelp: 'Un archivo exportado, o el JSON de una conversación. Lo que ya está aquí queda como está.',
    choose: 'Elegir un archivo…',
    sending: '{{name}}: {{percent}} % enviado',
    reading: 'Leyendo {{name}}…',
    imported_one: '{{count}} conversación importada',
    imported_other: '{{count}} conversaciones importadas',
    skipped: '{{count}} ya presentes',
    failed: '{{name}} no se ha importado: {{reason}}',
  },
};

export default texts;
