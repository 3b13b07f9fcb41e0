/** Writes PDFs and incremental updates object by object, in any form: what an attacker's tool would do. */
import { deflateSync } from 'node:zlib';
import { bytesSource, PdfDocument } from '../../src/formats/pdf/index.ts';
import { Dict, type PdfObject, Ref, spell } from '../../src/formats/pdf/objects.ts';

export type Objects = Readonly<Record<number, string>>;
export interface UpdateForm {
  /** `table` by default; `hybrid` lists the objects in a hidden stream only; `none` writes neither list nor trailer. */
  readonly xref?: 'table' | 'stream' | 'hybrid' | 'packed' | 'none';
  /** Over the trailer's own entries. */
  readonly trailer?: Readonly<Record<string, string>>;
  /** Numbers to be freed. */
  readonly free?: readonly number[];
  /** Entries that point somewhere else than to what was written. */
  readonly at?: Readonly<Record<number, number>>;
  /** Objects that are written but listed nowhere. */
  readonly unlisted?: readonly string[];
}
export const open = (pdf: Uint8Array): PdfDocument => PdfDocument.open(bytesSource(pdf));
export const stream = (data: string, dict = ''): string => `<<${dict}/Length ${data.length}>>\nstream\n${data}\nendstream`;

/** A file of these objects with a classic table. */
export function build(objects: Objects, root: number): Buffer {
  let out = '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n';
  const offsets = new Map<number, number>();
  for (const [num, body] of Object.entries(objects)) {
    offsets.set(Number(num), out.length);
    out += `${num} 0 obj\n${body}\nendobj\n`;
  }
  const size = Math.max(...offsets.keys()) + 1;
  const rows = Array.from({ length: size }, (_, num) => {
    const offset = offsets.get(num);
    return offset === undefined ? '0000000000 65535 f\r\n' : `${String(offset).padStart(10, '0')} 00000 n\r\n`;
  });
  const xref = out.length;
  out += `xref\n0 ${size}\n${rows.join('')}trailer\n<</Size ${size} /Root ${root} 0 R>>\nstartxref\n${xref}\n%%EOF\n`;
  return Buffer.from(out, 'latin1');
}

export function update(pdf: Uint8Array, objects: Objects, form: UpdateForm = {}): Buffer {
  const doc = open(pdf);
  let out = Buffer.from(pdf).toString('latin1');
  if (!out.endsWith('\n')) out += '\n';
  const kind = form.xref ?? 'table';
  const offsets = new Map<number, number>();
  const packed = kind === 'packed' ? Object.entries(objects) : [];
  let next = Math.max(doc.nextNumber(), ...Object.keys(objects).map((n) => Number(n) + 1));
  for (const [num, body] of kind === 'packed' ? [] : Object.entries(objects)) {
    offsets.set(Number(num), out.length);
    out += `${num} 0 obj\n${body}\nendobj\n`;
  }
  for (const body of form.unlisted ?? []) out += `${body}\n`;
  if (kind === 'none') return Buffer.from(out, 'latin1');
  for (const [num, offset] of Object.entries(form.at ?? {})) offsets.set(Number(num), offset);
  const container = next;
  if (packed.length > 0) {
    next++;
    const head: string[] = [];
    let body = '';
    for (const [num, text] of packed) {
      head.push(`${num} ${body.length}`);
      body += `${text} `;
    }
    const index = `${head.join(' ')} `;
    const data = deflateSync(Buffer.from(index + body, 'latin1')).toString('latin1');
    offsets.set(container, out.length);
    out += `${container} 0 obj\n${stream(data, `/Type /ObjStm /N ${packed.length} /First ${index.length} /Filter /FlateDecode `)}\nendobj\n`;
  }
  const root = spell(doc.trailer.get('Root'));
  const entries: Record<string, string> = { Root: root, Prev: String(doc.sections[0]?.offset), ...form.trailer };
  const spelled = (): string =>
    Object.entries({ Size: String(next), ...entries })
      .map(([k, v]) => `/${k} ${v}`)
      .join(' ');
  const xrefStream = (): string => {
    const num = next++;
    const at = out.length;
    const rows: [number, number, number, number][] = [
      ...[...offsets].map(([n, o]): [number, number, number, number] => [n, 1, o, 0]),
      ...packed.map(([n], i): [number, number, number, number] => [Number(n), 2, container, i]),
      ...(form.free ?? []).map((n): [number, number, number, number] => [n, 0, 0, 0]),
      [num, 1, at, 0],
    ];
    const data = Buffer.alloc(rows.length * 7);
    rows.forEach(([, type, a, b], i) => {
      data.writeUInt8(type, i * 7);
      data.writeUInt32BE(a, i * 7 + 1);
      data.writeUInt16BE(b, i * 7 + 5);
    });
    const dict = `/Type /XRef /W [1 4 2] /Index [${rows.map(([n]) => `${n} 1`).join(' ')}] ${spelled()} `;
    return `${num} 0 obj\n${stream(data.toString('latin1'), dict)}\nendobj\n`;
  };
  if (kind === 'stream' || kind === 'packed') {
    const at = out.length;
    out += `${xrefStream()}startxref\n${at}\n%%EOF\n`;
    return Buffer.from(out, 'latin1');
  }
  if (kind === 'hybrid') {
    entries.XRefStm = String(out.length);
    out += xrefStream();
    offsets.clear();
  }
  const at = out.length;
  const rows = [...offsets].map(([num, offset]) => `${num} 1\n${String(offset).padStart(10, '0')} 00000 n\r\n`);
  for (const num of form.free ?? []) rows.push(`${num} 1\n0000000000 00001 f\r\n`);
  out += `xref\n${rows.length === 0 ? '0 0\n' : rows.join('')}trailer\n<<${spelled()}>>\nstartxref\n${at}\n%%EOF\n`;
  return Buffer.from(out, 'latin1');
}

/** An object's dictionary with entries changed or (undefined) taken away, spelled. */
export function edited(pdf: Uint8Array, num: number, changes: Readonly<Record<string, string | undefined>>): string {
  const doc = open(pdf);
  const dict = doc.dict(new Ref(num, 0)) ?? new Dict();
  const entries = [...dict.entries].filter(([key]) => !(key in changes)).map(([key, value]) => `/${key} ${spell(value)}`);
  for (const [key, value] of Object.entries(changes)) if (value !== undefined) entries.push(`/${key} ${value}`);
  return `<<${entries.join(' ')}>>`;
}
export const spelled = (value: PdfObject): string => spell(value);
