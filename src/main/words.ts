/** The few words that main itself shows, in the language that was chosen for the screens. Never a word of a document. */
import type { DeskState } from '../contract/shell/index.ts';
import { type Texts, usableTexts } from '../domain/catalogue.ts';
import { SHELL_TEXTS, type ShellKey } from '../domain/shellTexts.ts';

/** The product's name is the same in every language. */
export const NAME = 'Trạm Văn thư';
interface Language {
  readonly language: string;
  readonly screens: Texts;
}
let spoken: { readonly texts: Texts; readonly plural: Intl.PluralRules } | undefined;
/** From here on in this language; undefined = Vietnamese. What of it cannot be used stands in Vietnamese. */
export function speak(chosen: Language | undefined): void {
  const own = Object.entries(chosen?.screens ?? {}).filter(([key]) => key.startsWith('shell.'));
  spoken = chosen && {
    texts: usableTexts(Object.fromEntries(own), SHELL_TEXTS).texts,
    plural: new Intl.PluralRules(chosen.language),
  };
}
/** @param count fills `{{count}}`, and chooses the language's plural form (`…_one`, `…_other`) as on the screens */
export function word(key: ShellKey, count?: number): string {
  const texts = spoken?.texts ?? {};
  const form = count === undefined ? undefined : `${key}_${spoken?.plural.select(count) ?? 'other'}`;
  const text = [form, `${key}_other`, key].map((one) => (one === undefined ? undefined : texts[one])).find((one) => one !== undefined);
  return (text ?? SHELL_TEXTS[key]).replaceAll('{{count}}', String(count ?? ''));
}

const TASKS = ['draft', 'paper', 'search'] as const;
export const tasks = () => TASKS.map((to) => ({ to, title: word(`shell.task.${to}`), description: word(`shell.task.${to}Hint`) }));

/** One line a fact, the gravest first: the tray's tooltip and the head of its menu. */
export function stateWords(state: DeskState): string[] {
  if (!state.open) return [word('shell.closed')];
  return [
    ...(state.urgent > 0 ? [word('shell.urgent', state.urgent)] : []),
    word(`shell.line.${state.line}`),
    state.waiting > 0 ? word('shell.waiting', state.waiting) : word('shell.waitingNone'),
    ...(state.arrived > 0 ? [word('shell.arrived', state.arrived)] : []),
    ...(state.training ? [word('shell.training')] : []),
  ];
}
/** Windows cuts a tooltip at 127 characters. */
export const tooltip = (state: DeskState): string => [NAME, ...stateWords(state)].join('\n').slice(0, 127);
