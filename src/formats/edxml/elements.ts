/**
 * Looking things up in the message's tree: by local name in the namespaces of the field, any order, empty as absent.
 * What nobody asked for is warned of once at the end.
 */
import type { EdxmlWarning, UnknownElement } from '../../domain/edxml.ts';
import { secrecyDegree } from '../../domain/secrecy.ts';
import { type Instant, type LegalDate, parseEdxmlDate, parseEdxmlTimestamp } from '../../domain/time.ts';
import type { XmlElement } from './cut.ts';

/** Namespaces seen in the field, without their trailing slash, lower case; '' is none at all. */
const NAMESPACES = new Set([
  '',
  'http://www.mic.gov.vn/tbt/qcvn_102_2016',
  'http://www.e-doc.vn/schema',
  'http://www.go.vn/edoc',
  'http://schemas.xmlsoap.org/soap/envelope',
  'http://www.w3.org/2003/05/soap-envelope',
]);
const MAX_WARNINGS = 50;
/** Unknown elements that are shown; the original holds them all. */
const MAX_UNKNOWN = 50;
const MAX_UNKNOWN_TEXT = 1000;
/** No variant puts a part of the structure deeper than this. */
const DEEPEST_PART = 8;
const SECRECY_NAMES = /^(secre|security|confidential|domat|do_mat|mucdomat|matdo)/i;

/** Longer than any name of the field: cleaning it is not worth the time that a hostile one could cost. */
const MAX_URI = 100;
let last = { uri: '', known: true };
/** One message asks this of the same namespace over and over. */
export function known({ uri }: XmlElement): boolean {
  if (last.uri !== uri) last = { uri, known: uri.length <= MAX_URI && NAMESPACES.has(uri.replace(/\/+$/, '').toLowerCase()) };
  return last.known;
}
const isEmpty = (element: XmlElement): boolean =>
  element.text.trim() === '' && element.content === undefined && element.href === undefined && element.children.every(isEmpty);

export class Reading {
  readonly #warnings: EdxmlWarning[] = [];
  readonly #warned = new Set<string>();
  readonly #seen = new Set<XmlElement>();
  /** Text of the first element that names a degree of secrecy. */
  secrecyMark: string | undefined;

  readonly #unknown: UnknownElement[] = [];
  /** What the standard does not have, gathered by `leftovers`. */
  get unknownElements(): readonly UnknownElement[] {
    return this.#unknown;
  }
  get warnings(): readonly EdxmlWarning[] {
    return this.#warnings;
  }
  /** Each warning (code and name) once. */
  warn(code: string, params?: Readonly<Record<string, string | number>>): void {
    const key = `${code} ${JSON.stringify(params ?? {})}`;
    if (this.#warned.has(key) || this.#warnings.length >= MAX_WARNINGS) return;
    this.#warned.add(key);
    this.#warnings.push(params === undefined ? { code } : { code, params });
  }
  see(element: XmlElement): void {
    this.#seen.add(element);
  }
  /** Non-empty children of that name. */
  all(parent: XmlElement | undefined, local: string): readonly XmlElement[] {
    const found = parent?.children.filter((c) => c.local === local && known(c)) ?? [];
    for (const element of found) this.#seen.add(element);
    return found.filter((c) => !isEmpty(c));
  }
  /** The last of them counts, as it does for the field's library. */
  one(parent: XmlElement | undefined, ...locals: readonly string[]): XmlElement | undefined {
    const found = locals.flatMap((local) => this.all(parent, local));
    if (found.length > 1) this.warn('edxml.repeated_element', { name: locals[0] ?? '' });
    return found.at(-1);
  }
  /** Trimmed, NFC; empty is absent. */
  text(parent: XmlElement | undefined, local: string): string | undefined {
    return this.value(this.one(parent, local));
  }
  value(element: XmlElement | undefined): string | undefined {
    const text = element?.text.trim().normalize('NFC');
    return text === undefined || text === '' ? undefined : text;
  }
  texts(parent: XmlElement | undefined, local: string): readonly string[] {
    return this.all(parent, local).flatMap((element) => this.value(element) ?? []);
  }
  /** Trimmed only: ids are compared exactly as they came. */
  exact(parent: XmlElement | undefined, local: string): string | undefined {
    const text = this.one(parent, local)?.text.trim();
    return text === undefined || text === '' ? undefined : text;
  }
  date(parent: XmlElement | undefined, local: string): LegalDate | undefined {
    return this.#parsed(parent, local, parseEdxmlDate);
  }
  timestamp(parent: XmlElement | undefined, local: string): Instant | undefined {
    return this.#parsed(parent, local, (text) => {
      const day = parseEdxmlDate(text);
      // A day without an hour is better than nothing: it begins.
      return parseEdxmlTimestamp(text) ?? (day && parseEdxmlTimestamp(`${day.replaceAll('-', '/')} 00:00:00`));
    });
  }
  integer(parent: XmlElement | undefined, local: string): number | undefined {
    return this.#parsed(parent, local, (text) => {
      const value = /^[+-]?\d{1,9}$/.test(text) ? Number(text) : undefined;
      return value === undefined ? undefined : value + 0;
    });
  }
  flag(parent: XmlElement | undefined, local: string): boolean | undefined {
    return this.#parsed(parent, local, (text) => (/^(1|true)$/i.test(text) ? true : /^(0|false)$/i.test(text) ? false : undefined));
  }
  #parsed<T>(parent: XmlElement | undefined, local: string, parse: (text: string) => T | undefined): T | undefined {
    const text = this.text(parent, local);
    if (text === undefined) return undefined;
    const value = parse(text);
    if (value === undefined) this.warn('edxml.bad_value', { name: local });
    return value;
  }
  /** Warns of what stands in the parts that were read and was not asked for; secrecy marks are picked up here. */
  leftovers(root: XmlElement, path = root.local): void {
    for (const child of root.children) {
      const at = `${path}/${child.local.slice(0, 60)}`;
      if (this.#seen.has(child)) {
        this.leftovers(child, at);
      } else if (!isEmpty(child)) {
        this.warn(known(child) ? 'edxml.unknown_element' : 'edxml.unknown_namespace', { name: child.local.slice(0, 60) });
        this.#secrecy(child);
        this.#keep(child, at);
      }
    }
  }
  #keep(element: XmlElement, path: string): void {
    if (this.#unknown.length >= MAX_UNKNOWN) return;
    const text = element.text.trim().normalize('NFC').slice(0, MAX_UNKNOWN_TEXT);
    if (text !== '') this.#unknown.push({ path, text });
    for (const child of element.children) this.#keep(child, `${path}/${child.local.slice(0, 60)}`);
  }
  #secrecy(element: XmlElement): void {
    const text = element.text.trim().normalize('NFC');
    if (text !== '' && (SECRECY_NAMES.test(element.local) || secrecyDegree(text))) this.markSecrecy(text);
    for (const child of element.children) this.#secrecy(child);
  }
  /** A text that is a degree stands over one that only stands in such an element. */
  markSecrecy(text: string): void {
    if (this.secrecyMark === undefined || (secrecyDegree(text) && !secrecyDegree(this.secrecyMark))) this.secrecyMark = text.slice(0, 100);
  }
}

/** First element of the tree, breadth first, that the test accepts; only namespaces of the field are entered. */
export function find(root: XmlElement, test: (element: XmlElement) => boolean): readonly XmlElement[] | undefined {
  if (!known(root)) return undefined;
  if (test(root)) return [root];
  const queue: (readonly XmlElement[])[] = [[root]];
  for (let i = 0; i < queue.length; i++) {
    const path = queue[i] ?? [];
    for (const child of path.at(-1)?.children ?? []) {
      if (!known(child)) continue;
      if (test(child)) return [...path, child];
      if (child.children.length > 0 && path.length < DEEPEST_PART) queue.push([...path, child]);
    }
  }
  return undefined;
}
