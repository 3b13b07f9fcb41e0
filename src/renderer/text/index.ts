/**
 * Every word on the screen comes from one Vietnamese catalogue; nothing else in the page holds text. Another language is a
 * file in `catalogues/`; it is chosen before anything is shown, since words are read once.
 */
import { createInstance } from 'i18next';
import type { AppError } from '../../domain/errors.ts';
import type { Catalogue } from './catalogue.ts';
import { screens } from './vi/index.ts';

const OWN = { language: 'vi', name: 'Tiếng Việt' };
const others = Object.values(import.meta.glob<Catalogue>('./catalogues/*.json', { eager: true, import: 'default' }));
/** Languages there are; more than one only where a catalogue was put beside the Vietnamese one. */
export const languages = (): readonly { readonly language: string; readonly name: string }[] => [OWN, ...others];
const CHOICE = 'language';
function chosenLanguage(): string {
  try {
    const choice = others.length === 0 ? null : localStorage.getItem(CHOICE);
    return others.find(({ language }) => language === choice)?.language ?? OWN.language;
  } catch {
    return OWN.language;
  }
}
export const language = (): string => i18n.language;
/** From the next start of the page on. */
export function chooseLanguage(next: string): void {
  localStorage.setItem(CHOICE, next);
  location.reload();
}

const i18n = createInstance();
void i18n.init({
  lng: chosenLanguage(),
  fallbackLng: OWN.language,
  resources: {
    vi: { screens },
    ...Object.fromEntries(others.map((catalogue) => [catalogue.language, { screens: catalogue.screens, errors: catalogue.errors }])),
  },
  defaultNS: 'screens',
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
  interpolation: { escapeValue: false },
  // A sentence with a hole is better than one with braces in it.
  missingInterpolationHandler: () => '…',
});

/** A screen reader speaks the language of the words. */
const speak = (): void => {
  if (typeof document !== 'undefined') document.documentElement.lang = i18n.language;
};
speak();

export type TextKey = keyof typeof screens;
/** Puts a catalogue beside the Vietnamese one; what it leaves out stands in Vietnamese. Resolves once its words are those shown. */
export async function showCatalogue({ language: code, screens: words, errors }: Catalogue): Promise<void> {
  i18n.addResourceBundle(code, 'screens', words);
  i18n.addResourceBundle(code, 'errors', errors);
  await i18n.changeLanguage(code);
  speak();
}
type Params = Readonly<Record<string, string | number>>;
export const t = (key: TextKey, params?: Params): string => i18n.t(key, params ?? {});

/** A key that is made from data (`state.arrived`): its text, or the fallback where the catalogue has none. */
export const textOr = (key: string, fallback: string, params?: Params): string => (i18n.exists(key) ? i18n.t(key, params ?? {}) : fallback);

/** Reads the errors' sentences; asked for once, as soon as the page is shown. Until then an error is told by the general sentence. */
export async function loadErrorTexts(): Promise<void> {
  const { errors } = await import('./vi/errors.ts');
  i18n.addResourceBundle('vi', 'errors', errors);
}
export const hasErrorText = (code: string): boolean => i18n.exists(code, { ns: 'errors' });
/** What happened, what is safe, what to do. An unknown code gets the general sentence with the code shown. */
export function errorText(error: AppError): string {
  return hasErrorText(error.code) ? i18n.t(error.code, { ns: 'errors', ...error.params }) : t('error.general', { code: error.code });
}
