/** Every word on the screen comes from one Vietnamese catalogue; nothing else in the page holds text. */
import { createInstance } from 'i18next';
import type { AppError } from '../../domain/errors.ts';
import { screens } from './vi/index.ts';

const i18n = createInstance();
void i18n.init({
  lng: 'vi',
  resources: { vi: { screens } },
  defaultNS: 'screens',
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
  interpolation: { escapeValue: false },
  // A sentence with a hole is better than one with braces in it.
  missingInterpolationHandler: () => '…',
});

export type TextKey = keyof typeof screens;
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
