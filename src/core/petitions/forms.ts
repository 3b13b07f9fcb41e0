/**
 * Letters of a case, for the signer's ink and the seal: their words follow the act, their file is seen by those named only. What leaves for
 * the petitioner or another office has the head, number and Nơi nhận of a document (decree 30/2020, annex I). Titles and the order of
 * what is said are those of the models of the circulars on petitions as public software for inspectorates prints them; the models of
 * Circular 05/2021/TT-TTCP themselves were not at hand: whoever signs compares.
 */
import type { PetitionForm } from '../../contract/page/petitions.ts';
import type { PetitionKind } from '../../domain/petitions.ts';
import { type LegalDate, legalDateOf, printedDate } from '../../domain/time.ts';
import type { PrintPlace } from '../deadlines/print.ts';
import { printSheet } from '../print/index.ts';

export interface FormFacts {
  readonly form: PetitionForm;
  readonly kind: PetitionKind;
  readonly number: number;
  readonly kindWords: string;
  readonly receivedOn: LegalDate;
  readonly name: string;
  readonly address: string;
  readonly matter: string;
  readonly to: string;
  readonly text: string;
  readonly signerPosition: string;
  readonly signer: string;
  /** Who petitions is named; else the letter says that it is kept secret. */
  readonly named: boolean;
}
export const FORM_TITLES: Readonly<Record<PetitionForm, string>> = {
  receipt: 'Giấy biên nhận đơn',
  propose: 'Phiếu đề xuất xử lý đơn',
  accept: 'Thông báo về việc thụ lý đơn',
  refuse: 'Thông báo về việc không thụ lý đơn',
  transfer: 'Phiếu chuyển đơn',
  guide: 'Phiếu hướng dẫn',
  return: 'Phiếu trả đơn',
  extend: 'Thông báo gia hạn giải quyết đơn',
  stop: 'Thông báo đình chỉ giải quyết đơn',
  result: 'Thông báo kết quả giải quyết đơn',
};

/** Of some kinds the title says what it is about. */
export function formTitle(form: PetitionForm, kind: PetitionKind): string {
  if (kind === 'complaint' && form === 'refuse') return 'Thông báo về việc khiếu nại không đủ điều kiện thụ lý giải quyết';
  if (kind === 'complaint' && form === 'return') return 'Phiếu trả đơn khiếu nại';
  if (kind === 'denunciation' && form === 'transfer') return 'Phiếu chuyển đơn tố cáo';
  return FORM_TITLES[form];
}
/** What stays in the office, or is handed over on the spot, has no number of a document. */
const INSIDE: readonly PetitionForm[] = ['receipt', 'propose'];

function paragraphs(facts: FormFacts, office: string): string[] {
  const { form, matter, to, text, named } = facts;
  const [name, address] = named ? [facts.name, facts.address] : ['', ''];
  const day = printedDate(facts.receivedOn);
  const unsaid = named ? 'người gửi đơn' : 'công dân (họ tên, địa chỉ được giữ bí mật theo quy định)';
  const person = `${name || unsaid}${address ? `, địa chỉ: ${address}` : ''}`;
  const got = `Ngày ${day.slice(5)}, ${office} nhận được ${facts.kindWords} của ${person} (số ${facts.number} sổ tiếp nhận đơn thư), nội dung: ${matter}.`;
  const toPerson = `Kính gửi: ${name || 'Người gửi đơn'}`;
  const said = text ? [text] : [];
  const known = 'Vậy thông báo để ông (bà) được biết.';
  switch (form) {
    case 'receipt':
      return [got, ...said, 'Giấy này lập thành 02 bản, người nộp đơn giữ 01 bản.'];
    case 'propose':
      return [
        `Kính gửi: ${to}`,
        got,
        'Qua xem xét, đề xuất xử lý như sau:',
        ...said,
        'Ý kiến của người có thẩm quyền: ..............................................................................................',
      ];
    case 'accept':
      return [toPerson, got, 'Sau khi xem xét, đơn đủ điều kiện và được thụ lý giải quyết theo quy định của pháp luật.', ...said];
    case 'refuse':
      return [
        toPerson,
        got,
        `Căn cứ nội dung đơn và quy định của pháp luật, ${office} nhận thấy đơn không đủ điều kiện thụ lý giải quyết vì:`,
        ...said,
        known,
      ];
    case 'transfer':
      return [
        `Kính gửi: ${to}`,
        got,
        `Sau khi xem xét, nội dung đơn thuộc thẩm quyền giải quyết của ${to || 'quý cơ quan'}.`,
        ...said,
        'Xin chuyển đơn để được xem xét, giải quyết theo quy định; kết quả giải quyết xin thông báo lại.',
      ];
    case 'guide':
      return [
        toPerson,
        got,
        `Căn cứ nội dung đơn và quy định của pháp luật, ${office} nhận thấy đơn không thuộc thẩm quyền giải quyết của ${office}.`,
        `Đề nghị ông (bà) gửi đơn đến ${to || 'cơ quan có thẩm quyền'} để được giải quyết theo quy định.`,
        ...said,
      ];
    case 'return':
      return [
        toPerson,
        got,
        `Căn cứ nội dung đơn và quy định của pháp luật, ${office} trả lại đơn và giấy tờ kèm theo vì:`,
        ...said,
        known,
      ];
    case 'extend':
      return [toPerson, got, 'Vụ việc cần thêm thời gian để xem xét, thời hạn giải quyết được gia hạn, vì lý do sau:', ...said];
    case 'stop':
      return [toPerson, got, 'Việc giải quyết đơn được đình chỉ, vì lý do sau:', ...said];
    case 'result':
      return [toPerson, got, 'Kết quả giải quyết:', ...said];
  }
}

export const printPetitionForm = (facts: FormFacts, where: PrintPlace): Promise<Uint8Array> => {
  const { place, now, ...office } = where;
  return printSheet({
    ...office,
    title: formTitle(facts.form, facts.kind),
    ...(INSIDE.includes(facts.form)
      ? {}
      : { document: { number: 'Số: ......../.................' }, recipients: ['Như trên', 'Lưu: VT, hồ sơ vụ việc'] }),
    placeAndDate: `${place ? `${place}, ` : ''}${printedDate(legalDateOf(now))}`,
    paragraphs: paragraphs(facts, where.officeName),
    signers:
      facts.form === 'receipt'
        ? [{ title: 'NGƯỜI NỘP ĐƠN' }, { title: (facts.signerPosition || 'NGƯỜI NHẬN ĐƠN').toUpperCase(), name: facts.signer }]
        : [{ title: '' }, { title: facts.signerPosition.toUpperCase(), name: facts.signer }],
  });
};
