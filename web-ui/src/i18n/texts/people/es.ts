import type { Texts } from '@/i18n';
import type en from './en';

const texts: Texts<typeof en> = {
  users: {
    title: 'Usuarios',
    about: 'Quién tiene una cuenta aquí. Quien llega recibe un enlace y elige nombre y contraseña.',
    invite: 'Invitar a alguien',
    name: 'Nombre',
    role: 'Rol',
    roleOf: 'Rol de {{name}}',
    state: 'Puede entrar',
    mayLogIn: '{{name}} puede entrar',
    enabled: 'Sí',
    disabled: 'No',
    since: 'Desde',
    actions: 'Acciones',
    more: 'Más usuarios',
    reset: 'Nueva contraseña para {{name}}',
  },
  roles: {
    user: 'Usuario',
    admin: 'Administrador',
  },
  link: {
    link: 'Enlace',
    make: 'Crear un enlace',
    once: 'Para un solo uso, hasta el {{until}}. Solo se muestra ahora.',
    invitation: 'Quien abra el enlace crea una cuenta.',
    reset: 'Quien abra el enlace cambia la contraseña de la cuenta. Sus otras sesiones terminan.',
  },
  usage: {
    title: 'Uso',
    about: 'Lo que se preguntó y calculó, en tokens. Lo que está en curso aún no se cuenta.',
    by: 'Por',
    period: 'Periodo',
    days_one: 'El último día',
    days_other: 'Los últimos {{count}} días',
    each: {
      day: 'Día',
      user: 'Usuario',
      group: 'Grupo',
      model: 'Modelo',
      key: 'Clave de API',
    },
    requests: 'Peticiones',
    promptTokens: 'Prompts',
    pictureTokens: 'De imágenes',
    completionTokens: 'Respuestas',
    total: 'Tokens',
    nobody: 'Ninguno',
    none: 'No se preguntó nada en este tiempo.',
    chart: 'Tokens por día',
    chartIs: 'Tokens de cada uno de los últimos {{days}} días, como máximo {{most}}. Las cifras están en la tabla.',
    prompts: 'Prompts',
    answers: 'Respuestas',
    most: 'como máximo {{most}}',
  },
};

export default texts;
