import 'i18next';
import type { en } from './en';
import type account from './texts/account/en';
import type admin from './texts/admin/en';
import type audit from './texts/audit/en';
import type groups from './texts/groups/en';
import type limits from './texts/limits/en';
import type own from './texts/own/en';
import type people from './texts/people/en';
import type share from './texts/share/en';
import type vision from './texts/vision/en';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en; account: typeof account; admin: typeof admin; audit: typeof audit; groups: typeof groups; limits: typeof limits; own: typeof own; people: typeof people; share: typeof share; vision: typeof vision };
  }
}
