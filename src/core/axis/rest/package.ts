/**
 * The package inside a gateway's `getEdoc` answer. `data.edxml` is the message, as text or base64; its files are inside
 * it, or beside it in `data.attachments`. Where they are beside it they are put where the standard has them
 * (`AttachmentEncoded`, after the envelope), so that what is kept is one whole message.
 */
import type { StringPiece } from '../http/jsonStream.ts';
import { BadEnvelope, Base64Decoder } from '../vxp/envelope.ts';

/** Enough for the closing tag of the message. */
const HELD_BYTES = 4096;
const MARK = 'AttachmentEncoded';

export const isEdxml = (path: string): boolean => path === 'data.edxml';
const FILE = /^data\.attachments\.(\d{1,3})\.(fileName|fileContent)$/;
export const isWanted = (path: string): boolean => isEdxml(path) || FILE.test(path);

/** Turns the strings of the answer into the bytes of the package, in order. */
export class PackageAssembler {
  #form: 'unknown' | 'xml' | 'base64' = 'unknown';
  readonly #base64 = new Base64Decoder();
  /** The last bytes of the message: held back until it is known whether files follow. */
  #held = Buffer.alloc(0);
  #complete = false;
  #ended = false;
  #opened = false;
  #closing = '';
  /** Of the file that is being read. */
  #file: { index: string; name: string; began: boolean } = { index: '', name: '', began: false };
  #nameBytes: Buffer[] = [];

  push(piece: StringPiece): Buffer[] {
    return isEdxml(piece.path) ? this.#message(piece) : this.#attachment(piece);
  }
  /** What is left; throws where there was no message. */
  finish(): Buffer[] {
    if (!this.#ended) throw new BadEnvelope('no message in the answer');
    if (this.#opened) return [Buffer.from(`</${MARK}>${this.#closing}`)];
    return [this.#held];
  }

  #message({ bytes, end }: StringPiece): Buffer[] {
    if (this.#ended) throw new BadEnvelope('the message came twice');
    const decoded = [...this.#decoded(bytes), ...(end && this.#form === 'base64' ? [this.#base64.finish()] : [])];
    if (end) this.#ended = true;
    const all = Buffer.concat([this.#held, ...decoded]);
    if (!this.#complete && all.includes(MARK)) this.#complete = true;
    const out = all.subarray(0, Math.max(0, all.length - HELD_BYTES));
    this.#held = Buffer.from(all.subarray(out.length));
    return out.length > 0 ? [out] : [];
  }
  #decoded(bytes: Buffer): Buffer[] {
    if (bytes.length === 0) return [];
    if (this.#form === 'unknown') {
      const first = bytes.find((b) => b > 0x20 && b !== 0xef && b !== 0xbb && b !== 0xbf);
      if (first === undefined) return [bytes];
      this.#form = first === 0x3c ? 'xml' : 'base64';
    }
    return this.#form === 'xml' ? [bytes] : [this.#base64.push(bytes.toString('latin1'))];
  }

  #attachment({ path, bytes, end }: StringPiece): Buffer[] {
    const [, index = '', field] = FILE.exec(path) ?? [];
    // The message has its files, or they stand before it and are then inside it too, or they cannot be placed.
    if (this.#complete) return [];
    if (!this.#ended) throw new BadEnvelope('files before the message');
    if (index !== this.#file.index) this.#file = { index, name: '', began: false };
    if (field === 'fileName') {
      this.#nameBytes.push(bytes);
      if (end) {
        this.#file.name = Buffer.concat(this.#nameBytes).toString('utf8');
        this.#nameBytes = [];
      }
      return [];
    }
    const out: Buffer[] = [];
    if (!this.#opened) out.push(this.#openList());
    if (!this.#file.began) {
      this.#file.began = true;
      out.push(Buffer.from(`<Attachment><AttachmentName>${escaped(this.#file.name)}</AttachmentName><ContentTransferEncoded>`));
    }
    if (!/^[A-Za-z0-9+/=_\s-]*$/.test(bytes.toString('latin1'))) throw new BadEnvelope('a file is not base64');
    out.push(bytes);
    if (end) out.push(Buffer.from('</ContentTransferEncoded></Attachment>'));
    return out;
  }
  /** The message up to its closing tag, which comes last. */
  #openList(): Buffer {
    const at = this.#held.lastIndexOf('</');
    if (at < 0) throw new BadEnvelope('the message has no end');
    this.#opened = true;
    this.#closing = this.#held.toString('utf8', at);
    const before = this.#held.subarray(0, at);
    return Buffer.concat([before, Buffer.from(`<${MARK}>`)]);
  }
}
const ENTITIES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };
const escaped = (text: string): string => text.replace(/\p{Cc}/gu, ' ').replace(/[<>&]/g, (c) => ENTITIES[c] ?? '');
