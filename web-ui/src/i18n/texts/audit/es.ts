import type { Texts } from '@/i18n';
import type en from './en';

const texts: Texts<typeof en> = {
  title: 'Registro',
  about: 'Quién hizo qué, cuándo, desde dónde y con qué resultado. No contiene nada de lo que la gente escribe, ni ningún secreto. Solo se añaden entradas.',
  none: 'No se hizo nada de eso.',
  at: 'Cuándo',
  who: 'Quién',
  nobody: 'Sin sesión',
  deletedAccount: 'Cuenta borrada',
  action: 'Qué',
  subject: 'A qué',
  result: 'Resultado',
  details: 'Detalles',
  detailsOf: 'Detalles de {{action}}, {{at}}',
  more: 'Entradas anteriores',
  filter: 'Filtro',
  person: 'Persona',
  anyAction: 'Todo',
  anyResult: 'Cualquier resultado',
  from: 'Desde',
  to: 'Hasta',
  clear: 'Vaciar el filtro',
  identifier: 'Nombre en el registro',
  detail: 'Más',
  address: 'Dirección',
  status: 'Estado',
  key: 'Clave de API',
  event: 'Entrada',
  all: 'Todo de «{{area}}»',
  results: {
    done: 'Hecho',
    refused: 'Rechazado',
    failed: 'Fallido',
  },
  areas: {
    backend: 'Backends',
    conversation: 'Conversaciones',
    deployment: 'Despliegues',
    group: 'Grupos',
    invitation: 'Invitaciones',
    key: 'Claves de API',
    model: 'Modelos',
    password: 'Contraseñas',
    quota: 'Límites',
    session: 'Entradas',
    share: 'Enlaces compartidos',
    user: 'Cuentas',
  },
  actions: {
    backend: {
      create: 'Backend añadido',
      change: 'Backend cambiado',
      delete: 'Backend borrado',
      load: 'Backend cargado',
      unload: 'Backend descargado',
    },
    conversation: {
      delete: 'Conversación borrada',
      export: 'Conversaciones exportadas',
      import: 'Conversaciones importadas',
    },
    deployment: {
      create: 'Despliegue añadido',
      change: 'Despliegue cambiado',
      delete: 'Despliegue borrado',
    },
    group: {
      create: 'Grupo creado',
      change: 'Grupo descrito',
      delete: 'Grupo borrado',
      'add-member': 'Miembro añadido',
      'remove-member': 'Miembro quitado',
    },
    invitation: {
      create: 'Invitación creada',
    },
    key: {
      create: 'Clave de API creada',
      revoke: 'Clave de API revocada',
    },
    model: {
      restrict: 'Modelo restringido',
      open: 'Modelo abierto a todos',
    },
    password: {
      change: 'Contraseña cambiada',
      link: 'Enlace para contraseña creado',
      reset: 'Contraseña puesta por enlace',
    },
    quota: {
      create: 'Límites puestos',
      change: 'Límites cambiados',
      delete: 'Límites borrados',
    },
    session: {
      login: 'Entrada',
      logout: 'Salida',
    },
    share: {
      create: 'Enlace compartido',
      revoke: 'Enlace compartido terminado',
    },
    user: {
      create: 'Cuenta creada',
      change: 'Cuenta cambiada',
      delete: 'Cuenta borrada',
      export: 'Datos propios exportados',
    },
  },
};

export default texts;
