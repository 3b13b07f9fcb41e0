/**
 * Every word on the screen comes from one Vietnamese catalogue; nothing else in the page holds text. Another language is a
 * file of this machine (decision 26): the page is told by its own `lang` which one was chosen, and reads it before anything is
 * drawn, since words are read once. What it leaves out, or cannot be used of it, stands in Vietnamese.
 */
import { createInstance } from 'i18next';
import { type Catalogue, readCatalogue, usableTexts } from '../../domain/catalogue.ts';
import type { AppError } from '../../domain/errors.ts';
import { isLanguageCode } from '../../domain/languages.ts';
import { screens } from './vi/index.ts';

export const OWN_LANGUAGE = 'vi';
/** The chosen file, as far as it can be read: a page without words of its own would be worse than one in Vietnamese. */
function chosenCatalogue(): Catalogue | undefined {
  const code = typeof document === 'undefined' ? OWN_LANGUAGE : document.documentElement.lang;
  if (!isLanguageCode(code)) return undefined;
  try {
    // Words are read while modules are evaluated, so a page in another language waits here for its small file of this
    // machine. An `await` at this place would part every page into twice as many pieces (the bundler keeps what waits alone).
    const request = new XMLHttpRequest();
    request.open('GET', addressOf(code), false);
    request.send();
    return request.status === 200 ? judged(code, request.responseText).catalogue : undefined;
  } catch {
    return undefined;
  }
}
const addressOf = (code: string): string => `./languages/${code}.json`;
function judged(code: string, text: string): ReturnType<typeof readCatalogue> {
  const read = readCatalogue(text);
  return read.catalogue && read.catalogue.language !== code ? { fault: 'languages.language' } : read;
}
/** A file of the folder of languages, or what is wrong with it as a whole. @throws where there is none */
export async function readLanguage(code: string): Promise<ReturnType<typeof readCatalogue>> {
  const answer = await fetch(addressOf(code));
  return answer.ok ? judged(code, await answer.text()) : { fault: 'languages.size' };
}
const other = chosenCatalogue();
export const language = (): string => i18n.language;

const i18n = createInstance();
void i18n.init({
  lng: other?.language ?? OWN_LANGUAGE,
  fallbackLng: OWN_LANGUAGE,
  resources: {
    vi: { screens },
    ...(other ? { [other.language]: { screens: usableTexts(other.screens, screens).texts } } : {}),
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
/** Puts a catalogue beside the Vietnamese one, as a start of the page in it does. Resolves once its words are those shown. */
export async function showCatalogue(catalogue: Catalogue): Promise<void> {
  const { language: code } = catalogue;
  const { screens: all, errors } = await ownTexts();
  i18n.addResourceBundle(code, 'screens', usableTexts(catalogue.screens, all).texts);
  i18n.addResourceBundle(code, 'errors', usableTexts(catalogue.errors, errors).texts);
  await i18n.changeLanguage(code);
  speak();
}
/** All Vietnamese texts, for whoever translates them. */
export async function ownTexts(): Promise<Record<'screens' | 'errors', Readonly<Record<string, string>>>> {
  const [{ errors }, { auditLogText }] = await Promise.all([import('./vi/errors.ts'), import('./vi/auditLog.ts')]);
  return { screens: { ...screens, ...auditLogText }, errors };
}
type Params = Readonly<Record<string, string | number>>;
/** Texts and what fills them are words: nothing in them is read as a reference to other texts. */
const PLAIN = { nest: false } as const;
export const t = (key: TextKey, params?: Params): string => i18n.t(key, { ...params, ...PLAIN });

/** Words that go onto paper or into a document, whatever language the screens are in. */
export const onPaper = (key: TextKey, params?: Params): string => i18n.t(key, { ...params, ...PLAIN, lng: OWN_LANGUAGE });

/** Words of a screen that bring their own, so that the page does not start with them; read with the screen, before it is drawn. */
export function addTexts(texts: Readonly<Record<string, string>>): void {
  i18n.addResourceBundle(OWN_LANGUAGE, 'screens', texts);
  if (other) i18n.addResourceBundle(other.language, 'screens', usableTexts(other.screens, texts).texts);
}

/** A key that is made from data (`state.arrived`): its text, or the fallback where the catalogue has none. */
export const textOr = (key: string, fallback: string, params?: Params): string =>
  i18n.exists(key) ? i18n.t(key, { ...params, ...PLAIN }) : fallback;

/** Reads the errors' sentences; asked for once, as soon as the page is shown. Until then an error is told by the general sentence. */
export async function loadErrorTexts(): Promise<void> {
  const { errors } = await import('./vi/errors.ts');
  i18n.addResourceBundle(OWN_LANGUAGE, 'errors', errors);
  if (other) i18n.addResourceBundle(other.language, 'errors', usableTexts(other.errors, errors).texts);
}
export const hasErrorText = (code: string): boolean => i18n.exists(code, { ns: 'errors' });
/** What happened, what is safe, what to do. An unknown code gets the general sentence with the code shown. */
export function errorText(error: AppError): string {
  return hasErrorText(error.code)
    ? i18n.t(error.code, { ...error.params, ...PLAIN, ns: 'errors' })
    : t('error.general', { code: error.code });
}
