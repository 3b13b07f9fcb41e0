/** Packages from the two other offices: letters in the decree's layout, signed by leader and agency, wrapped in edXML. */
import { randomUUID } from 'node:crypto';
import type { Business, Organization, ResponseFor } from '../domain/edxml.ts';
import { conventionalDocumentId } from '../domain/edxml.ts';
import { organId } from '../domain/ids.ts';
import { type Instant, type LegalDate, legalDateOf, signingTime } from '../domain/time.ts';
import { documentChunks, type OutgoingAttachment } from '../formats/edxml/index.ts';
import { decodePng, type Rgba } from '../formats/image/index.ts';
import {
  type Letter,
  type LetterBlock,
  type LetterFonts,
  type LetterPlaces,
  renderLetter,
  renderLetterWithPlaces,
} from '../formats/letter/index.ts';
import { sealImage, signatureImage } from './images.ts';
import type { TrainingKeys } from './keys.ts';
import { textDocument, workbook } from './office-files.ts';
import { signPdf } from './pdf-signing.ts';
import { SAMPLE_TYPES, SAMPLES, type Sample } from './samples.ts';
import { OFFICES, type OfficeFacts } from './world.ts';

export const WATERMARK = 'TẬP HUẤN';
const [HERE, DEPARTMENT, NEIGHBOUR] = OFFICES;
const URGENCY = ['', 'KHẨN', 'THƯỢNG KHẨN', 'HỎA TỐC', 'HỎA TỐC'] as const;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Everything that making a document takes. */
export interface Workshop {
  readonly fonts: LetterFonts;
  readonly keys: TrainingKeys;
  readonly marks: ReadonlyMap<string, { readonly signature: Rgba; readonly seal: Rgba }>;
}
export async function openWorkshop(fonts: LetterFonts, keys: TrainingKeys): Promise<Workshop> {
  const marks = await Promise.all(
    [DEPARTMENT, NEIGHBOUR].map(async (office) => {
      const signature = await decodePng(await signatureImage(fonts.regular, office.leader));
      return [office.organId, { signature, seal: await decodePng(await sealImage(fonts.bold, office.name)) }] as const;
    }),
  );
  return { fonts, keys, marks: new Map(marks) };
}

/** When and under which number the n-th document was signed: the past working week, office hours, oldest first. */
export interface Plan {
  readonly sample: Sample;
  readonly office: OfficeFacts;
  readonly number: string;
  readonly notation: string;
  readonly subject: string;
  readonly signedAt: Instant;
  readonly date: LegalDate;
}
export function planDocuments(count: number, now: Instant): readonly Plan[] {
  const perOffice = new Map([
    [DEPARTMENT.organId, 1187],
    [NEIGHBOUR.organId, 412],
  ]);
  return Array.from({ length: count }, (_, i) => {
    const sample = SAMPLES[i % SAMPLES.length] as Sample;
    const office = sample.from === 'department' ? DEPARTMENT : NEIGHBOUR;
    const number = (perOffice.get(office.organId) ?? 0) + 1;
    perOffice.set(office.organId, number);
    const round = Math.floor(i / SAMPLES.length);
    const signedAt = signedAtOf(now, Math.floor(((count - 1 - i) * 7) / count), i);
    const { abbreviation } = SAMPLE_TYPES[sample.type];
    const unit = sample.from === 'department' ? 'SM' : 'UBND';
    return {
      sample,
      office,
      number: String(number),
      notation: abbreviation === '' ? office.notation : `${abbreviation}-${unit}`,
      subject: round === 0 ? sample.subject : `${sample.subject} (đợt ${round + 1})`,
      signedAt,
      date: legalDateOf(signedAt),
    };
  });
}
/** Some office hour of that day, or of the last working day before it: never at a weekend, never in the future. */
function signedAtOf(now: Instant, daysBack: number, i: number): Instant {
  const OFFSET = 7 * HOUR_MS;
  const OPENS = 7.5 * HOUR_MS;
  const share = ((i * 37) % 53) / 53;
  for (let day = Math.floor((now + OFFSET) / DAY_MS) - daysBack; ; day--) {
    const weekday = new Date(day * DAY_MS).getUTCDay();
    const opens = day * DAY_MS - OFFSET + OPENS;
    // An hour is left for what follows the leader's signature; today counts once its first hours are over.
    const length = Math.min(8.5 * HOUR_MS, now - HOUR_MS - opens);
    if (weekday !== 0 && weekday !== 6 && length > HOUR_MS / 2) return Math.floor((opens + share * length) / 1000) * 1000;
  }
}

/** What is out of the ordinary in a package. */
export interface Unusual {
  readonly business?: Omit<Business, 'staffInfo'>;
  readonly responseFor?: readonly ResponseFor[];
  /** Addressed to this office instead of the workstation's. */
  readonly to?: OfficeFacts;
  /** The first file calls itself a PDF and is none. */
  readonly poison?: boolean;
}
/** The document as a package for this workstation's office, ready for the axis. */
export async function buildPackage(shop: Workshop, plan: Plan, unusual: Unusual = {}): Promise<Uint8Array> {
  const { sample, office } = plan;
  const letter = letterOf(plan);
  const made = await renderLetterWithPlaces(letter, shop.fonts);
  const main = signLetter(shop, plan, made.pdf, made.places);
  const name = `${plan.number}-${plan.notation}.pdf`;
  const files = [file(name, unusual.poison ? workbook([[plan.subject]]) : main), ...(await extraFile(shop, plan))];
  const due = sample.dueIn === undefined ? undefined : legalDateOf(plan.signedAt + sample.dueIn * DAY_MS);
  const chunks = documentChunks(
    {
      kind: 'document',
      from: organization(office),
      to: [organization(unusual.to ?? HERE)],
      documentId: conventionalDocumentId(organId(office.organId), plan.date, plan.number, plan.notation),
      code: { number: plan.number, notation: plan.notation },
      promulgation: { place: office.place, date: plan.date },
      documentType: { type: SAMPLE_TYPES[sample.type].code, typeDetail: 0, typeName: sample.type },
      subject: sample.type === 'Công văn' ? `V/v ${plan.subject}` : plan.subject,
      signer: {
        ...(office.competence === undefined ? {} : { competence: office.competence }),
        position: office.leaderPosition,
        fullName: office.leader,
      },
      ...(due === undefined ? {} : { dueDate: due }),
      toPlaces: letter.recipients,
      otherInfo: {
        priority: sample.priority ?? 0,
        promulgationAmount: 1,
        pageAmount: made.places.pages,
        direction: false,
        appendixes: [],
      },
      responseFor: unusual.responseFor ?? [],
      steeringType: 0,
      taskCodes: [],
      trace: [{ organId: organId(office.organId), timestamp: plan.signedAt + 20 * 60_000 }],
      business: {
        ...(unusual.business ?? { type: 0, reason: 'Văn bản điện tử mới', paper: false, replacements: [] }),
        staffInfo: { department: 'Văn thư', staff: office.clerk },
      },
    },
    files,
    randomUUID,
  );
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

const organization = (office: OfficeFacts): Organization => ({
  organId: organId(office.organId),
  organizationInCharge: office.parentName,
  organName: office.name,
  email: `vanthu@${office.organId.toLowerCase()}.example`,
});
const file = (name: string, content: Uint8Array): OutgoingAttachment => ({
  name,
  size: content.byteLength,
  async *read() {
    yield content;
  },
});

/** Cell 2: a department stands under its province; a commune's committee is written in two lines, with nobody above. */
export function letterHead(office: OfficeFacts): Pick<Letter, 'agency' | 'parentAgency'> {
  return office.name.startsWith('UBND xã')
    ? { agency: `Ủy ban nhân dân\n${office.name.slice(5)}` }
    : { agency: office.name, parentAgency: office.parentName };
}
const signerOf = (office: OfficeFacts): Letter['signer'] => ({
  ...(office.competence === undefined ? {} : { competence: office.competence }),
  position: office.leaderPosition,
  fullName: office.leader,
});

function letterOf(plan: Plan): Letter {
  const { sample, office } = plan;
  const plain = sample.type === 'Công văn';
  const addressed = plain || sample.type === 'Giấy mời' || sample.type === 'Tờ trình';
  const to = sample.from === 'department' && sample.type !== 'Giấy mời' ? 'Ủy ban nhân dân các xã' : 'Ủy ban nhân dân xã Ví Dụ';
  const urgency = URGENCY[sample.priority ?? 0];
  return {
    ...letterHead(office),
    number: plan.number,
    notation: plan.notation,
    place: office.place,
    date: plan.date,
    ...(plain ? {} : { typeName: sample.type }),
    subject: plan.subject,
    addressees: addressed ? [to] : [],
    body: bodyOf(sample, office),
    signer: signerOf(office),
    recipients: [addressed ? 'Như trên' : to, sample.from === 'department' ? 'Ban Giám đốc' : 'TT. Đảng ủy, HĐND xã', 'Lưu: VT'],
    ...(urgency ? { urgency } : {}),
    watermark: WATERMARK,
    createdAt: plan.signedAt - 30 * 60_000,
  };
}

function bodyOf(sample: Sample, office: OfficeFacts): readonly LetterBlock[] {
  const table: readonly LetterBlock[] = sample.table === undefined ? [] : [{ kind: 'table', ...sample.table }];
  const paragraph = (text: string): LetterBlock => ({ kind: 'paragraph', text });
  if (sample.type === 'Quyết định')
    return [
      { kind: 'centre', text: `${office.leaderPosition} ${office.name.toUpperCase()}` },
      { kind: 'basis', text: `Căn cứ quy định về chức năng, nhiệm vụ, quyền hạn của ${office.name};` },
      { kind: 'basis', text: 'Theo đề nghị của Chánh Văn phòng.' },
      { kind: 'centre', text: 'QUYẾT ĐỊNH:' },
      ...sample.body.map((text, i) => paragraph(`Điều ${i + 1}. ${text}`)),
      ...table,
    ];
  const closing =
    sample.type === 'Công văn'
      ? [paragraph(sample.dueIn === undefined ? 'Trân trọng./.' : 'Rất mong nhận được sự phối hợp, trả lời đúng thời hạn./.')]
      : [];
  const numbered = ['Kế hoạch', 'Báo cáo', 'Hướng dẫn'].includes(sample.type);
  return [...sample.body.map((text, i) => paragraph(numbered ? `${i + 1}. ${text}` : text)), ...table, ...closing];
}

function signLetter(shop: Workshop, plan: Plan, pdf: Uint8Array, places: LetterPlaces): Uint8Array {
  const { office, sample } = plan;
  const marks = shop.marks.get(office.organId);
  if (sample.signed === 'none' || marks === undefined) return pdf;
  const byLeader = signPdf(
    pdf,
    {
      fieldName: 'LanhDao',
      page: places.signature.page,
      rectangle: places.signature,
      appearance: { kind: 'image', ...marks.signature },
      signerName: office.leader,
      location: office.place,
      signingTime: plan.signedAt,
    },
    shop.keys.key(office.organId, 'leader'),
    shop.fonts,
  );
  if (sample.signed === 'leader') return byLeader;
  return signPdf(
    byLeader,
    {
      fieldName: 'CoQuan',
      page: places.seal.page,
      rectangle: places.seal,
      appearance: { kind: 'image', ...marks.seal },
      signerName: office.name,
      location: office.place,
      signingTime: plan.signedAt + 15 * 60_000,
    },
    shop.keys.key(office.organId, 'agency'),
    shop.fonts,
  );
}

/** A second file. A PDF of its own carries the agency's text signature top right (Decree 30, annex I, II.8). */
async function extraFile(shop: Workshop, plan: Plan): Promise<readonly OutgoingAttachment[]> {
  const { sample, office } = plan;
  if (sample.extra === undefined) return [];
  if (sample.extra === 'docx')
    return [file('De cuong kem theo.docx', textDocument([`Đề cương kèm theo văn bản số ${plan.number}/${plan.notation}`, ...sample.body]))];
  const rows = [
    ['STT', 'Nội dung', 'Số lượng', 'Ghi chú'],
    ...['Hồ sơ tiếp nhận', 'Hồ sơ đã giải quyết', 'Hồ sơ đang giải quyết', 'Hồ sơ quá hạn'].map((label, i) => [
      String(i + 1),
      label,
      '',
      '',
    ]),
  ];
  if (sample.extra === 'xlsx') return [file('Bieu mau kem theo.xlsx', workbook(rows))];
  const pdf = await renderLetter(
    {
      ...letterHead(office),
      number: plan.number,
      notation: plan.notation,
      place: office.place,
      date: plan.date,
      typeName: 'Phụ lục',
      subject: 'Mẫu danh mục hồ sơ',
      addressees: [],
      body: [{ kind: 'table', widths: [1, 5, 2, 2], rows }],
      signer: signerOf(office),
      recipients: ['Như văn bản chính'],
      watermark: WATERMARK,
      createdAt: plan.signedAt - 30 * 60_000,
    },
    shop.fonts,
  );
  const at = plan.signedAt + 16 * 60_000;
  const signed = signPdf(
    pdf,
    {
      fieldName: 'CoQuan',
      page: 1,
      rectangle: { x: 400, y: 800, width: 170, height: 28 },
      appearance: {
        kind: 'text',
        color: 'black',
        lines: [
          { text: `${plan.number}/${plan.notation}`, size: 10 },
          { text: signingTime(at), size: 10 },
        ],
      },
      signerName: office.name,
      signingTime: at,
    },
    shop.keys.key(office.organId, 'agency'),
    shop.fonts,
  );
  return [file('Phu luc.pdf', signed)];
}

/** A draft reply of this office: number and date are left to the clerk, the signer's block to leader and agency. */
export async function sampleDraft(fonts: LetterFonts, typed: string, recipient: string, now: Instant): Promise<Uint8Array> {
  const paragraph = (text: string): LetterBlock => ({ kind: 'paragraph', text });
  // The letter writes it before the subject itself.
  const subject = typed.replace(/^(?:V\/v|Về việc)\s+/iu, '');
  return renderLetter(
    {
      ...letterHead(HERE),
      notation: HERE.notation,
      place: HERE.place,
      subject,
      addressees: [recipient],
      body: [
        paragraph(`Ủy ban nhân dân xã Ví Dụ nhận được văn bản của ${recipient}. Sau khi xem xét, Ủy ban nhân dân xã có ý kiến như sau:`),
        paragraph('1. Thống nhất với nội dung văn bản; giao công chức chuyên môn phối hợp thực hiện theo đúng tiến độ.'),
        paragraph('2. Số liệu, tài liệu liên quan được tổng hợp và gửi kèm theo quy định.'),
        paragraph('Ủy ban nhân dân xã Ví Dụ trân trọng phúc đáp./.'),
      ],
      signer: signerOf(HERE),
      recipients: ['Như trên', 'Chủ tịch, các Phó Chủ tịch UBND xã', 'Lưu: VT'],
      watermark: WATERMARK,
      createdAt: now,
    },
    fonts,
  );
}
