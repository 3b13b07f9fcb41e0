/** Text on its way out: NFC, escaped, and only what XML 1.0 (§2.2) and the field's library take. */
import { Failure } from '../../domain/errors.ts';
import { fieldLabel } from './labels.ts';

/** Control characters but tab and line feed, lone surrogates and the two non-characters. */
const REFUSED = /[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u;

export const hasRefusedCharacter = (text: string): boolean => REFUSED.test(text.replace(/\r\n?|\n|\t/g, ''));

/** `& < >` escaped, quotes not, line ends as CRLF (they read back as LF), trimmed. `edxml.control_character`. */
export function escapeText(field: string, text: string): string {
  if (hasRefusedCharacter(text)) throw new Failure('edxml.control_character', { field: fieldLabel(field) });
  return text
    .trim()
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/\r\n?|\n/g, '\r\n');
}

type Value = string | number | boolean | undefined;

/** Lines of pretty-printed elements; empty values and empty parents are never written. */
export class Lines {
  readonly #lines: string[] = [];
  #indent: number;
  readonly #prefix: string;
  constructor(indent: number, prefix: string) {
    this.#indent = indent;
    this.#prefix = prefix;
  }
  /** `exact` text (ids) is not normalised. */
  value(name: string, value: Value, exact = false): this {
    if (value === undefined) return this;
    const text = String(value);
    const escaped = escapeText(name, exact ? text : text.normalize('NFC'));
    if (escaped !== '') this.#push(`<${this.#prefix}${name}>${escaped}</${this.#prefix}${name}>`);
    return this;
  }
  /** Left out when `write` wrote nothing, unless `always`. */
  parent(name: string, write: (lines: this) => void, attributes = '', always = false): this {
    const at = this.#lines.length;
    this.#push(`<${this.#prefix}${name}${attributes}>`);
    this.#indent++;
    write(this);
    this.#indent--;
    if (this.#lines.length > at + 1) this.#push(`</${this.#prefix}${name}>`);
    else {
      this.#lines.length = at;
      if (always) this.#push(`<${this.#prefix}${name}${attributes} />`);
    }
    return this;
  }
  /** A written element right behind the last line: without it the text is as if it had never been there. */
  behind(element: string): this {
    this.#lines.push(`${this.#lines.pop() ?? ''}${element}`);
    return this;
  }
  toString(): string {
    return this.#lines.map((line) => `${line}\r\n`).join('');
  }
  #push(line: string): void {
    this.#lines.push(`${'  '.repeat(this.#indent)}${line}`);
  }
}
