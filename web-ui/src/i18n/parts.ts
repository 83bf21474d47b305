import type { BackendModule, ResourceKey } from 'i18next';

const texts = import.meta.glob<{ default: ResourceKey }>('./texts/*/*.ts');

/** Brings the texts of a part of the page with that part, in the language that is shown. */
export const partTexts: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, part, done) => {
    const load = texts[`./texts/${part}/${language}.ts`];
    if (load === undefined) {
      done(null, {});
    } else {
      load().then(
        (loaded) => done(null, loaded.default),
        (error: unknown) => done(error instanceof Error ? error : String(error), false),
      );
    }
  },
};
