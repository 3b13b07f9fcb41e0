/**
 * A document as a stream of canonical bytes with its one enveloped signature left out and kept (xmldsig §6.6.4).
 * Only markup goes through the XML parser, a tag at a time; text of any length passes by. The caller has read the
 * document before: that it is well formed, without DTD and within limits is known.
 */
import { type SaxesAttributeNS, SaxesParser } from 'saxes';
import { Failure } from '../../domain/errors.ts';
import { type Canonicalization, EMPTY_SCOPE, type KeptElement, type Scope, type StartTag, startTag } from './canonical.ts';
import { CanonicalText } from './text.ts';

export const XMLDSIG = 'http://www.w3.org/2000/09/xmldsig#';
const LESS = 0x3c;
const GREATER = 0x3e;
const BRACKET = 0x5d;
const CDATA = Buffer.from('<![CDATA[', 'latin1');
const CDATA_END = Buffer.from(']]>', 'latin1');
/** More prefixes in scope than any honest message has; each is looked at for each tag. */
const MAX_PREFIXES = 64;
/** Canonical text gathered before it is handed on. */
const GATHER = 32 * 1024;

export interface CanonicalSettings {
  readonly how: Canonicalization;
  readonly emit: (bytes: Uint8Array) => void;
}

/** Push the document's UTF-8 bytes, then `finish`. Throws `edxml.*` for what is not well formed after all. */
export class CanonicalStream {
  readonly #settings: CanonicalSettings;
  readonly #parser = new SaxesParser({ xmlns: true, position: false });
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  readonly #text: CanonicalText;
  readonly #scopes: Scope[] = [];
  readonly #written: Scope[] = [];
  readonly #kept: KeptElement[] = [];
  #mode: 'text' | 'markup' | 'cdata' = 'text';
  #held: Buffer = Buffer.alloc(0);
  #events = 0;
  #before = 0;
  #depth = 0;
  #afterRoot = false;
  /** Depths of open elements that carry `xml:` attributes. */
  readonly #inheritable: number[] = [];
  #waiting = '';
  /** xmldsig signatures seen; nested ones count. */
  signatures = 0;
  /** The first one, whole once its end was read. */
  signature: KeptElement | undefined;
  /** Whether `xml:lang` or its like stands above it: inclusive form would take that over (C14N 1.0 §2.4). */
  inherits = false;

  constructor(settings: CanonicalSettings) {
    this.#settings = settings;
    this.#text = new CanonicalText((bytes) => this.#characters(bytes));
    this.#listen();
  }

  /** True when the signature was read whole. */
  get captured(): boolean {
    return this.signature !== undefined && this.#kept.length === 0;
  }

  push(chunk: Buffer): void {
    let bytes = chunk;
    if (this.#held.byteLength > 0) {
      bytes = Buffer.concat([this.#held, chunk]);
      this.#held = Buffer.alloc(0);
    }
    for (let at = 0; at < bytes.byteLength; ) {
      if (this.#mode === 'text') at = this.#textStep(bytes, at);
      else if (this.#mode === 'markup') at = this.#markupStep(bytes, at);
      else at = this.#cdataStep(bytes, at);
    }
  }
  finish(): void {
    if (this.#depth > 0 || this.#mode !== 'text' || this.#held.byteLength > 0) throw new Failure('edxml.not_well_formed');
    this.#flush();
  }

  #textStep(bytes: Buffer, at: number): number {
    const less = bytes.indexOf(LESS, at);
    const end = less < 0 ? bytes.byteLength : less;
    if (end > at && this.#depth > 0) this.#text.push(bytes.subarray(at, end));
    if (less < 0) return end;
    const ahead = bytes.subarray(less, less + CDATA.byteLength);
    const cdata = CDATA.subarray(0, ahead.byteLength).equals(ahead);
    if (cdata && ahead.byteLength < CDATA.byteLength) return this.#hold(bytes, less);
    this.#text.end();
    this.#mode = cdata ? 'cdata' : 'markup';
    this.#before = this.#events;
    return cdata ? less + CDATA.byteLength : less;
  }
  #cdataStep(bytes: Buffer, at: number): number {
    const bracket = bytes.indexOf(BRACKET, at);
    const end = bracket < 0 ? bytes.byteLength : bracket;
    if (end > at) this.#text.push(bytes.subarray(at, end), true);
    if (bracket < 0) return end;
    const ahead = bytes.subarray(bracket, bracket + CDATA_END.byteLength);
    const over = CDATA_END.subarray(0, ahead.byteLength).equals(ahead);
    if (over && ahead.byteLength < CDATA_END.byteLength) return this.#hold(bytes, bracket);
    if (!over) {
      this.#text.push(bytes.subarray(bracket, bracket + 1), true);
      return bracket + 1;
    }
    this.#text.end();
    this.#mode = 'text';
    return bracket + CDATA_END.byteLength;
  }
  /** Up to the `>` that ends the tag, comment or instruction that `<` began. */
  #markupStep(bytes: Buffer, at: number): number {
    const greater = bytes.indexOf(GREATER, at);
    const end = greater < 0 ? bytes.byteLength : greater + 1;
    let text: string;
    try {
      text = this.#utf8.decode(bytes.subarray(at, end), { stream: true });
    } catch (error) {
      throw new Failure('edxml.bad_encoding', undefined, { cause: error });
    }
    this.#parser.write(text);
    // The parser tells of a comment at its `--`, which a chunk may end behind: only a `>` ends markup.
    if (greater >= 0 && this.#events !== this.#before) this.#mode = 'text';
    return end;
  }
  #hold(bytes: Buffer, from: number): number {
    this.#held = Buffer.from(bytes.subarray(from));
    return bytes.byteLength;
  }

  #listen(): void {
    const parser = this.#parser;
    parser.on('error', (error) => {
      throw new Failure('edxml.not_well_formed', undefined, { cause: error });
    });
    parser.on('doctype', () => {
      throw new Failure('edxml.doctype_refused');
    });
    parser.on('xmldecl', () => void this.#events++);
    parser.on('opentag', (tag) => this.#open(tag));
    parser.on('closetag', (tag) => this.#close(tag.name));
    parser.on('comment', (comment) => {
      this.#events++;
      this.#kept.at(-1)?.children.push({ comment });
    });
    parser.on('processinginstruction', ({ target, body }) => {
      this.#events++;
      const instruction = `<?${target}${body === '' ? '' : ` ${body}`}?>`;
      const kept = this.#kept.at(-1);
      if (kept) kept.children.push({ instruction });
      else if (this.#depth > 0) this.#write(instruction);
      else this.#write(this.#afterRoot ? `\n${instruction}` : `${instruction}\n`);
    });
  }

  #open(tag: { name: string; prefix: string; local: string; uri: string; attributes: Record<string, SaxesAttributeNS> }): void {
    this.#events++;
    this.#depth++;
    const { name, prefix, local, uri } = tag;
    const all = Object.values(tag.attributes);
    const declarations = all.filter(isDeclaration);
    const scope = this.#scoped(declarations);
    const start: StartTag = {
      name,
      prefix,
      local,
      uri,
      attributes: declarations.length === 0 ? all : all.filter((a) => !isDeclaration(a)),
      declared: declarations.map(declaredPrefix),
      scope,
    };
    const isSignature = local === 'Signature' && uri === XMLDSIG;
    if (isSignature) this.signatures++;
    const parent = this.#kept.at(-1);
    if (parent || (isSignature && this.signature === undefined)) {
      const kept: KeptElement = { ...start, children: [] };
      parent?.children.push(kept);
      if (!this.signature) this.inherits = this.#inheritable.length > 0;
      this.signature ??= kept;
      this.#kept.push(kept);
      return;
    }
    if (all.some((a) => a.prefix === 'xml')) this.#inheritable.push(this.#depth);
    const written = startTag(start, this.#written.at(-1) ?? EMPTY_SCOPE, this.#settings.how, this.#depth === 1);
    this.#written.push(written.written);
    this.#write(written.text);
  }
  #scoped(declarations: readonly SaxesAttributeNS[]): Scope {
    const outer = this.#scopes.at(-1) ?? EMPTY_SCOPE;
    let scope = outer;
    if (declarations.length > 0) {
      scope = new Map([...outer, ...declarations.map((d) => [declaredPrefix(d), d.value] as const)]);
      if (scope.size > MAX_PREFIXES) throw new Failure('edxml.too_large');
    }
    this.#scopes.push(scope);
    return scope;
  }
  #close(name: string): void {
    this.#events++;
    if (this.#inheritable.at(-1) === this.#depth) this.#inheritable.pop();
    this.#depth--;
    this.#scopes.pop();
    if (this.#kept.length > 0) this.#kept.pop();
    else {
      this.#written.pop();
      this.#write(`</${name}>`);
    }
    if (this.#depth === 0) this.#afterRoot = true;
  }

  #characters(bytes: Uint8Array): void {
    const kept = this.#kept.at(-1);
    if (kept) {
      // As Latin-1 that carries UTF-8, whole: a piece may end inside a character.
      const last = kept.children.at(-1);
      const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
      if (typeof last === 'string') kept.children[kept.children.length - 1] = last + text;
      else kept.children.push(text);
      return;
    }
    if (bytes.byteLength < 1024) this.#write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'), 'latin1');
    else {
      this.#flush();
      this.#settings.emit(bytes);
    }
  }
  /** Small pieces are gathered, as Latin-1 that carries UTF-8. */
  #write(text: string, encoding: 'utf8' | 'latin1' = 'utf8'): void {
    this.#waiting += encoding === 'latin1' ? text : Buffer.from(text, 'utf8').toString('latin1');
    if (this.#waiting.length > GATHER) this.#flush();
  }
  #flush(): void {
    if (this.#waiting !== '') this.#settings.emit(Buffer.from(this.#waiting, 'latin1'));
    this.#waiting = '';
  }
}

const isDeclaration = (a: SaxesAttributeNS): boolean => a.prefix === 'xmlns' || a.name === 'xmlns';
const declaredPrefix = (a: SaxesAttributeNS): string => (a.name === 'xmlns' ? '' : a.local);
