/**
 * An own structural look at a PDF by the rules of PDF/A-2b that can be seen without drawing it (ISO 19005-2). It finds what
 * such files usually get wrong; it is no validator, and whoever shows its answer says so.
 */
import { type PdfDocument, readPages } from '../pdf/index.ts';
import { Dict, isName, Name, type PdfObject, Ref, Stream } from '../pdf/objects.ts';

export type ArchiveFault =
  | 'header'
  | 'trailer_id'
  | 'encrypted'
  | 'no_metadata'
  | 'no_identification'
  | 'no_output_intent'
  | 'bad_profile'
  | 'font_not_embedded'
  | 'cmyk'
  | 'forbidden_filter'
  | 'interpolated'
  | 'script_or_action'
  | 'embedded_file'
  | 'page_size';

const MAX_OBJECTS = 200_000;

/** Clauses that the file breaks, each once, in order of looking. */
export function checkArchive(doc: PdfDocument): ArchiveFault[] {
  const faults = new Set<ArchiveFault>();
  const head = Buffer.from(doc.bytes.slice(0, 32)).toString('latin1');
  // 6.1.2: the header at the very beginning and four bytes over 127 in the comment after it.
  if (!/^%PDF-1\.[0-7]\r?\n?%[\x80-\xff]{4}/.test(head)) faults.add('header');
  if (doc.array(doc.trailer.get('ID'))?.length !== 2) faults.add('trailer_id');
  if (doc.encrypted) {
    faults.add('encrypted');
    return [...faults];
  }
  const { dict: catalog } = doc.catalog();
  checkMetadata(doc, catalog, faults);
  checkIntent(doc, catalog, faults);
  const names = doc.dict(catalog.get('Names'));
  if (names?.entries.has('EmbeddedFiles')) faults.add('embedded_file');
  if (names?.entries.has('JavaScript') || catalog.entries.has('AA')) faults.add('script_or_action');
  for (const page of readPages(doc)) {
    const [w, h] = [page.box[2] - page.box[0], page.box[3] - page.box[1]];
    if (Math.min(w, h) < 3 || Math.max(w, h) > 14_400) faults.add('page_size');
    if (page.dict.entries.has('AA')) faults.add('script_or_action');
  }
  checkObjects(doc, catalog, faults);
  return [...faults];
}

/** 6.6.2 and 6.6.4. */
function checkMetadata(doc: PdfDocument, catalog: Dict, faults: Set<ArchiveFault>): void {
  const stream = doc.resolve(catalog.get('Metadata'));
  if (!(stream instanceof Stream)) {
    faults.add('no_metadata');
    return;
  }
  const text = stream.dict.entries.has('Filter') ? '' : Buffer.from(doc.rawStream(stream)).toString('utf8');
  const value = (name: string): string | undefined =>
    new RegExp(`pdfaid:${name}\\s*(?:=\\s*["']\\s*([^"']*?)\\s*["']|>\\s*([^<]*?)\\s*<)`).exec(text)?.slice(1).find(Boolean);
  if (value('part') !== '2' || !/^[ABU]$/.test(value('conformance') ?? '')) faults.add('no_identification');
}

/** 6.2.3: an output intent with a profile, since colours are given by device. */
function checkIntent(doc: PdfDocument, catalog: Dict, faults: Set<ArchiveFault>): void {
  const intents = (doc.array(catalog.get('OutputIntents')) ?? []).map((i) => doc.dict(i));
  const intent = intents.find((i) => i && isName(doc.resolve(i.get('S')), 'GTS_PDFA1'));
  const profile = doc.resolve(intent?.get('DestOutputProfile') ?? null);
  if (!(profile instanceof Stream)) {
    faults.add('no_output_intent');
    return;
  }
  try {
    const bytes = Buffer.from(doc.streamData(profile));
    const sound = bytes.readUInt32BE(0) === bytes.byteLength && bytes.toString('latin1', 36, 40) === 'acsp' && (bytes[8] ?? 9) <= 4;
    if (!sound || doc.number(profile.dict.get('N')) !== 3 || bytes.toString('latin1', 16, 20) !== 'RGB ') faults.add('bad_profile');
  } catch {
    faults.add('bad_profile');
  }
}

const FORBIDDEN_ACTIONS = new Set([
  'Launch',
  'Sound',
  'Movie',
  'ResetForm',
  'ImportData',
  'Hide',
  'SetOCGState',
  'Rendition',
  'Trans',
  'GoTo3DView',
  'JavaScript',
]);

/** Everything the catalogue leads to: fonts (6.2.11.4), images (6.2.8), filters (6.1.7), actions (6.5.1). */
function checkObjects(doc: PdfDocument, catalog: Dict, faults: Set<ArchiveFault>): void {
  const seen = new Set<number>();
  const open: PdfObject[] = [catalog];
  for (let count = 0; open.length > 0 && count < MAX_OBJECTS; count++) {
    const next = open.pop() ?? null;
    if (next instanceof Ref) {
      if (seen.has(next.num)) continue;
      seen.add(next.num);
    }
    const value = doc.resolve(next);
    if (Array.isArray(value)) open.push(...(value as readonly PdfObject[]));
    const dict = value instanceof Stream ? value.dict : value instanceof Dict ? value : undefined;
    if (!dict) continue;
    look(doc, dict, value instanceof Stream, faults);
    for (const [key, part] of dict.entries) if (key !== 'Parent' && key !== 'P') open.push(part);
  }
}

function look(doc: PdfDocument, dict: Dict, stream: boolean, faults: Set<ArchiveFault>): void {
  const name = (key: string): string => {
    const value = doc.resolve(dict.get(key));
    return value instanceof Name ? value.name : '';
  };
  if (name('Type') === 'FontDescriptor' && !['FontFile', 'FontFile2', 'FontFile3'].some((key) => dict.entries.has(key)))
    faults.add('font_not_embedded');
  if (name('Type') === 'Font' && ['Type1', 'TrueType', 'MMType1'].includes(name('Subtype')) && !dict.entries.has('FontDescriptor'))
    faults.add('font_not_embedded');
  if (name('Subtype') === 'Image' && doc.resolve(dict.get('Interpolate')) === true) faults.add('interpolated');
  if (name('ColorSpace') === 'DeviceCMYK') faults.add('cmyk');
  if (stream) {
    const filters = [dict.get('Filter'), ...(doc.array(dict.get('Filter')) ?? [])].map((f) => doc.resolve(f));
    if (filters.some((f) => f instanceof Name && ['LZWDecode', 'Crypt'].includes(f.name))) faults.add('forbidden_filter');
    if (dict.entries.has('F')) faults.add('embedded_file');
  }
  if (FORBIDDEN_ACTIONS.has(name('S')) && (name('Type') === 'Action' || dict.entries.has('JS') || dict.entries.has('F')))
    faults.add('script_or_action');
}
