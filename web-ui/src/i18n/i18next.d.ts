import 'i18next';
import type { en } from './en';
import type vision from './texts/vision/en';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en; vision: typeof vision };
  }
}
