import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { readStored, store } from '@/lib/storage';
import { en } from './en';
import { partTexts } from './parts';

export type Texts<T> = { [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };
export type Translation = Texts<typeof en>;

export const languages = { en: 'English', es: 'Español', zh: '中文', de: 'Deutsch' } as const;
export type Language = keyof typeof languages;

const STORED = 'azulejo.language';
const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur']);

function preferred(): Language {
  const wanted = [readStored(STORED), ...navigator.languages].map((tag) => tag?.split('-')[0]);
  return wanted.find((tag): tag is Language => tag !== undefined && tag in languages) ?? 'en';
}

const loaders: Partial<Record<Language, () => Promise<Translation>>> = {
  de: () => import('./de').then((file) => file.de),
  es: () => import('./es').then((file) => file.es),
  zh: () => import('./zh').then((file) => file.zh),
};

export async function setLanguage(language: Language): Promise<void> {
  const load = loaders[language];
  if (load !== undefined && !i18next.hasResourceBundle(language, 'translation')) {
    i18next.addResourceBundle(language, 'translation', await load());
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  document.documentElement.dir = RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr';
}

export async function chooseLanguage(language: Language): Promise<void> {
  store(STORED, language);
  await setLanguage(language);
}

export async function startTranslation(): Promise<void> {
  await i18next.use(initReactI18next).use(partTexts).init({
    lng: 'en',
    fallbackLng: 'en',
    // Parts that are loaded when needed have their texts with them.
    partialBundledLanguages: true,
    resources: { en: { translation: en } },
    // React escapes already.
    interpolation: { escapeValue: false },
  });
  await setLanguage(preferred());
}
