/**
 * Base64 (RFC 4648 §4 and §5) read as the field writes it: line breaks, spaces, the URL alphabet, missing padding,
 * character references for line ends, padded pieces one after the other. Clean runs go to the runtime's decoder in
 * whole blocks; only a block that it did not take in full is walked by hand.
 */

const BLOCK = 64 * 1024;
/** 1 for a character of either alphabet, 2 for white space, 0 for anything else. */
const KIND = new Uint8Array(256);
for (const c of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_') KIND[c.charCodeAt(0)] = 1;
for (const c of ' \t\r\n') KIND[c.charCodeAt(0)] = 2;
const WHITE = [0x0a, 0x0d, 0x20, 0x09] as const;
const AMPERSAND = 0x26;
const SEMICOLON = 0x3b;
const EQUALS = 0x3d;
/** Longest character reference worth reading (`&#x00002F;`). */
const MAX_REFERENCE = 12;

export class Base64Decoder {
  readonly #emit: (bytes: Uint8Array) => void;
  readonly #out = Buffer.allocUnsafeSlow((BLOCK / 4) * 3 + 64);
  /** Up to three characters that wait for the rest of their group. */
  #carry = '';
  /** A character reference under way, from its `&`. */
  #reference = '';
  #strays = 0;
  /** `emit` gets bytes that are valid only during the call. */
  constructor(emit: (bytes: Uint8Array) => void) {
    this.#emit = emit;
  }
  push(text: Buffer): void {
    for (let at = 0; at < text.byteLength; at += BLOCK) this.#block(text.subarray(at, at + BLOCK));
  }
  /** Ends the text; `strays` counts characters that belong to no base64. */
  finish(): { strays: number } {
    if (this.#reference !== '') this.#strays++;
    this.#endGroup();
    return { strays: this.#strays };
  }
  #block(text: Buffer): void {
    if (this.#reference !== '') {
      this.#byHand(text);
      return;
    }
    let start = 0;
    while (this.#carry.length > 0 && start < text.byteLength) {
      const code = text[start] ?? 0;
      if (KIND[code] === 0) {
        this.#byHand(text.subarray(start));
        return;
      }
      start++;
      if (KIND[code] === 1) this.#take(String.fromCharCode(code));
    }
    const rest = start === 0 ? text : text.subarray(start);
    if (rest.byteLength > 0 && !this.#inOneGo(rest)) this.#byHand(rest);
  }
  #take(character: string): void {
    this.#carry += character;
    if (this.#carry.length < 4) return;
    const whole = this.#carry;
    this.#carry = '';
    this.#emit(Buffer.from(whole, 'base64'));
  }
  /** True when the block was clean: the number of bytes that came out is the proof. */
  #inOneGo(text: Buffer): boolean {
    let significant = text.byteLength;
    for (const white of WHITE) significant -= count(text, white);
    let hold = significant % 4;
    const expected = ((significant - hold) / 4) * 3;
    let cut = text.byteLength;
    let carry = '';
    while (hold > 0 && cut > 0) {
      const code = text[--cut] ?? 0;
      if (KIND[code] === 2) continue;
      if (KIND[code] === 0) return false;
      carry = String.fromCharCode(code) + carry;
      hold--;
    }
    const written = this.#out.write(text.toString('latin1', 0, cut), 0, 'base64');
    if (written !== expected) return false;
    if (written > 0) this.#emit(this.#out.subarray(0, written));
    this.#carry = carry;
    return true;
  }
  #byHand(text: Buffer): void {
    const clean = Buffer.allocUnsafe(text.byteLength + 4);
    let filled = clean.write(this.#carry, 0, 'latin1');
    this.#carry = '';
    const flush = (): void => {
      const whole = filled - (filled % 4);
      this.#carry = clean.toString('latin1', whole, filled);
      filled = 0;
      if (whole > 0) this.#emit(Buffer.from(clean.toString('latin1', 0, whole), 'base64'));
    };
    for (let i = 0; i < text.byteLength; i++) {
      let code = text[i] ?? 0;
      if (this.#reference !== '') {
        this.#reference += String.fromCharCode(code);
        if (code !== SEMICOLON && this.#reference.length < MAX_REFERENCE) continue;
        code = referred(this.#reference);
        this.#reference = '';
      } else if (code === AMPERSAND) {
        this.#reference = '&';
        continue;
      }
      const kind = KIND[code];
      if (kind === 1) clean[filled++] = code;
      else if (code === EQUALS) {
        flush();
        this.#endGroup();
      } else if (kind === 0) this.#strays++;
    }
    flush();
  }
  /** Padding or the end: two characters are one byte, three are two, one alone is nothing. */
  #endGroup(): void {
    if (this.#carry.length === 1) this.#strays++;
    if (this.#carry.length > 1) this.#emit(Buffer.from(this.#carry, 'base64'));
    this.#carry = '';
  }
}

/** Code of the character that `&#…;` means; 0 (no base64) for any other reference. */
function referred(reference: string): number {
  const m = /^&#(?:x([0-9a-f]{1,6})|(\d{1,7}));$/i.exec(reference);
  const code = m ? (m[1] ? Number.parseInt(m[1], 16) : Number(m[2])) : 0;
  return code < 256 ? code : 0;
}

/**
 * How often a byte stands in the text. Lines are usually equally long, so the place one line further is looked at
 * first; a wrong guess counts too few, which the check of `inOneGo` notices.
 */
function count(text: Buffer, byte: number): number {
  let n = 0;
  let last = -1;
  for (let i = text.indexOf(byte); i >= 0; ) {
    n++;
    const guess = 2 * i - last;
    last = i;
    i = n > 1 && text[guess] === byte ? guess : text.indexOf(byte, i + 1);
  }
  return n;
}
