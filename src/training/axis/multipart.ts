/** The parts of a `multipart/form-data` body (RFC 7578) as its bytes come: small fields are kept, the file is handed out. */

export type FilePart = Buffer;
const MAX_HEADER = 16 * 1024;
const MAX_FIELD = 4 * 1024;

export class MultipartReader {
  readonly fields = new Map<string, string>();
  sawFile = false;
  ended = false;
  readonly #mark: Buffer;
  #rest: Buffer = Buffer.from('\r\n');
  #state: 'preamble' | 'header' | 'field' | 'file' | 'over' = 'preamble';
  #name = '';
  #value: Buffer[] = [];

  constructor(boundary: string) {
    this.#mark = Buffer.from(`\r\n--${boundary}`);
  }

  /** @returns bytes of the file, in order */
  push(chunk: Buffer): Buffer[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const out: Buffer[] = [];
    while (this.#step(out)) {
      // until more bytes are needed
    }
    return out;
  }

  #step(out: Buffer[]): boolean {
    if (this.#state === 'over') {
      this.#rest = Buffer.alloc(0);
      return false;
    }
    if (this.#state === 'header') return this.#header();
    const at = this.#rest.indexOf(this.#mark);
    const content = at < 0 ? this.#rest.subarray(0, Math.max(0, this.#rest.length - this.#mark.length)) : this.#rest.subarray(0, at);
    this.#content(Buffer.from(content), out);
    if (at < 0) {
      this.#rest = this.#rest.subarray(content.length);
      return false;
    }
    // After the mark: CRLF and a part's header, or `--` and the end.
    if (this.#rest.length < at + this.#mark.length + 2) {
      this.#rest = this.#rest.subarray(at);
      return false;
    }
    const next = this.#rest.subarray(at + this.#mark.length, at + this.#mark.length + 2).toString('latin1');
    if (this.#state === 'field') this.fields.set(this.#name, Buffer.concat(this.#value).toString('utf8'));
    this.#value = [];
    this.#rest = this.#rest.subarray(at + this.#mark.length + 2);
    this.ended = next === '--';
    this.#state = next === '\r\n' ? 'header' : 'over';
    return true;
  }
  #content(bytes: Buffer, out: Buffer[]): void {
    if (this.#state === 'file' && bytes.length > 0) out.push(bytes);
    if (this.#state === 'field' && bytes.length > 0 && this.#value.length < MAX_FIELD) this.#value.push(bytes);
  }
  #header(): boolean {
    const end = this.#rest.indexOf('\r\n\r\n');
    if (end < 0) {
      if (this.#rest.length > MAX_HEADER) this.#state = 'over';
      return false;
    }
    const text = this.#rest.subarray(0, end).toString('utf8');
    const disposition = /content-disposition:[^\r\n]*/i.exec(text)?.[0] ?? '';
    this.#name = /[; ]name="([^"]*)"/.exec(disposition)?.[1] ?? '';
    const isFile = /filename="/.test(disposition);
    if (isFile) this.sawFile = true;
    this.#state = isFile ? 'file' : 'field';
    this.#rest = this.#rest.subarray(end + 4);
    return true;
  }
}
