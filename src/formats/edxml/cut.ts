/**
 * The streaming half of the reader: markup goes through saxes into a small tree, the content of attachments is cut
 * out of the bytes before any XML parser or text decoder sees it. Every limit is checked while reading.
 */
import { type SaxesAttributeNS, SaxesParser } from 'saxes';
import { Failure } from '../../domain/errors.ts';
import { Base64Decoder } from './base64.ts';
import { utf8Chunks } from './input.ts';
import type { EdxmlLimits } from './limits.ts';

/** One element of the message's markup, without the content of attachments. */
export interface XmlElement {
  readonly local: string;
  readonly uri: string;
  /** Value of `href` in whatever namespace (xlink). */
  readonly href?: string;
  readonly children: XmlElement[];
  text: string;
  /** On `ContentTransferEncoded` of an `Attachment`: where its bytes went. */
  content?: CutContent;
}
export interface CutContent {
  write(bytes: Uint8Array): void;
  /** `strays`: characters that were no base64. */
  finish(strays: number): void;
}

const LESS = 0x3c;
const GREATER = 0x3e;
const BRACKET = 0x5d;
const CDATA = Buffer.from('<![CDATA[', 'latin1');
const CDATA_END = Buffer.from(']]>', 'latin1');
/** Prefixes that the field's samples use outside their declaration, and what they mean there. */
const UNDECLARED = {
  edXML: 'http://www.mic.gov.vn/TBT/QCVN_102_2016',
  xlink: 'http://www.w3.org/1999/xlink',
  xsi: 'http://www.w3.org/2001/XMLSchema-instance',
};
const ENCODINGS = new Set(['utf-8', 'utf8', 'utf-16', 'utf-16le', 'utf-16be', 'us-ascii', 'ascii']);

/**
 * Reads the whole message; `open` is asked for a place when an attachment's content begins. Refusals are `Failure`s
 * with the codes of `limits.ts`, or `edxml.empty`, `edxml.not_xml`, `edxml.not_well_formed`, `edxml.doctype_refused`,
 * `edxml.bad_encoding`.
 */
export function cutMessage(chunks: Iterable<Uint8Array>, limits: EdxmlLimits, open: () => CutContent): XmlElement {
  const cutter = new Cutter(limits, open);
  for (const chunk of utf8Chunks(chunks)) cutter.push(chunk);
  return cutter.finish();
}

class Cutter {
  readonly #limits: EdxmlLimits;
  readonly #open: () => CutContent;
  readonly #parser = new SaxesParser({ xmlns: true, position: false, additionalNamespaces: UNDECLARED });
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  readonly #stack: XmlElement[] = [];
  #root: XmlElement | undefined;
  #decoder: Base64Decoder | undefined;
  #mode: 'markup' | 'content' | 'cdata' = 'markup';
  /** Markup events so far; inside content the cut goes on only after the one that `<` began. */
  #events = 0;
  #before = -1;
  /** A `<…` or `]…` whose kind the next chunk decides. */
  #held: Buffer = Buffer.alloc(0);
  #started = false;
  #elements = 0;
  #attributes = 0;
  #depth = 0;
  #markup = 0;
  #sinceTag = 0;

  constructor(limits: EdxmlLimits, open: () => CutContent) {
    this.#limits = limits;
    this.#open = open;
    this.#listen();
  }

  push(chunk: Buffer): void {
    let bytes = chunk;
    if (this.#held.byteLength > 0) {
      bytes = Buffer.concat([this.#held, chunk]);
      this.#held = Buffer.alloc(0);
    }
    if (!this.#started) this.#start(bytes);
    for (let at = 0; at < bytes.byteLength; ) {
      if (this.#mode === 'markup') at = this.#markupStep(bytes, at);
      else if (this.#mode === 'content') at = this.#contentStep(bytes, at);
      else at = this.#cdataStep(bytes, at);
    }
  }

  finish(): XmlElement {
    if (!this.#started && this.#root === undefined && this.#markup === 0) throw new Failure('edxml.empty');
    if (this.#held.byteLength > 0 || this.#mode !== 'markup') throw new Failure('edxml.not_well_formed');
    this.#parser.write(this.#decoded());
    this.#parser.close();
    if (this.#root === undefined) throw new Failure('edxml.not_well_formed');
    return this.#root;
  }

  /** Leading junk is told apart from broken XML, since it happens and has its own advice. */
  #start(bytes: Buffer): void {
    const first = bytes.find((b) => b !== 0x20 && b !== 0x09 && b !== 0x0a && b !== 0x0d);
    if (first === undefined) return;
    if (first !== LESS) throw new Failure('edxml.not_xml');
    this.#started = true;
  }

  #markupStep(bytes: Buffer, at: number): number {
    const greater = bytes.indexOf(GREATER, at);
    const end = greater < 0 ? bytes.byteLength : greater + 1;
    this.#markup += end - at;
    this.#sinceTag += end - at;
    if (this.#sinceTag > this.#limits.text) throw new Failure('edxml.text_too_long');
    if (this.#markup > this.#limits.markup) throw new Failure('edxml.too_large');
    this.#parser.write(this.#decoded(bytes.subarray(at, end)));
    // The parser tells of a comment at its `--`, which a chunk may end behind: only a `>` ends markup.
    if (this.#decoder && greater >= 0 && this.#events !== this.#before && this.#stack.at(-1)?.content) this.#mode = 'content';
    return end;
  }

  #contentStep(bytes: Buffer, at: number): number {
    const less = bytes.indexOf(LESS, at);
    const end = less < 0 ? bytes.byteLength : less;
    if (end > at) this.#decoder?.push(bytes.subarray(at, end));
    if (less < 0) return end;
    const ahead = bytes.subarray(less, less + CDATA.byteLength);
    if (!CDATA.subarray(0, ahead.byteLength).equals(ahead)) {
      this.#mode = 'markup';
      this.#before = this.#events;
      return less;
    }
    if (ahead.byteLength < CDATA.byteLength) return this.#hold(bytes, less);
    this.#mode = 'cdata';
    return less + CDATA.byteLength;
  }

  #cdataStep(bytes: Buffer, at: number): number {
    const bracket = bytes.indexOf(BRACKET, at);
    const end = bracket < 0 ? bytes.byteLength : bracket;
    if (end > at) this.#decoder?.push(bytes.subarray(at, end));
    if (bracket < 0) return end;
    const ahead = bytes.subarray(bracket, bracket + CDATA_END.byteLength);
    if (!CDATA_END.subarray(0, ahead.byteLength).equals(ahead)) return bracket + 1;
    if (ahead.byteLength < CDATA_END.byteLength) return this.#hold(bytes, bracket);
    this.#mode = 'content';
    return bracket + CDATA_END.byteLength;
  }

  #hold(bytes: Buffer, from: number): number {
    this.#held = Buffer.from(bytes.subarray(from));
    return bytes.byteLength;
  }

  /** Without bytes: the end. Only this may call the text broken; what the caller's places throw is not the message's fault. */
  #decoded(bytes?: Buffer): string {
    try {
      return bytes ? this.#utf8.decode(bytes, { stream: true }) : this.#utf8.decode();
    } catch (error) {
      throw new Failure('edxml.bad_encoding', undefined, { cause: error });
    }
  }

  #listen(): void {
    const parser = this.#parser;
    parser.on('error', (error) => {
      throw new Failure('edxml.not_well_formed', undefined, { cause: error });
    });
    parser.on('doctype', () => {
      throw new Failure('edxml.doctype_refused');
    });
    parser.on('xmldecl', (declaration) => {
      if (declaration.encoding && !ENCODINGS.has(declaration.encoding.toLowerCase())) throw new Failure('edxml.bad_encoding');
    });
    parser.on('opentagstart', () => {
      this.#attributes = 0;
      if (++this.#elements > this.#limits.elements) throw new Failure('edxml.too_large');
      if (++this.#depth > this.#limits.depth) throw new Failure('edxml.too_deep');
    });
    parser.on('attribute', () => {
      if (++this.#attributes > this.#limits.attributes) throw new Failure('edxml.too_many_attributes');
    });
    parser.on('opentag', (tag) => this.#openTag(tag.local, tag.uri, tag.attributes));
    parser.on('closetag', () => this.#closeTag());
    parser.on('text', (text) => this.#text(text));
    parser.on('cdata', (text) => this.#text(text));
    parser.on('comment', () => void this.#events++);
    parser.on('processinginstruction', () => void this.#events++);
  }

  #openTag(local: string, uri: string, attributes: Record<string, SaxesAttributeNS>): void {
    this.#events++;
    this.#sinceTag = 0;
    const href = Object.values(attributes).find((a) => a.local === 'href')?.value;
    const element: XmlElement = { local, uri, children: [], text: '', ...(href === undefined ? {} : { href }) };
    const parent = this.#stack.at(-1);
    if (parent) parent.children.push(element);
    else this.#root = element;
    this.#stack.push(element);
    if (local === 'ContentTransferEncoded' && parent?.local === 'Attachment' && !this.#decoder) {
      const content = this.#open();
      element.content = content;
      this.#decoder = new Base64Decoder((bytes) => content.write(bytes));
      // The tag itself is the event; a self-closing one is closed before the cut could begin.
      this.#before = -1;
    }
  }

  #closeTag(): void {
    this.#events++;
    this.#sinceTag = 0;
    this.#depth--;
    const element = this.#stack.pop();
    if (!element?.content || !this.#decoder) return;
    element.content.finish(this.#decoder.finish().strays);
    this.#decoder = undefined;
  }

  #text(text: string): void {
    const element = this.#stack.at(-1);
    if (element) element.text += text;
  }
}
