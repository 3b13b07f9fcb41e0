/** Letters of a case, for the signer's ink and the seal: their words follow the act, their file is seen by those named only. */
import type { PetitionForm } from '../../contract/page/petitions.ts';
import { type LegalDate, legalDateOf, printedDate } from '../../domain/time.ts';
import type { PrintPlace } from '../deadlines/print.ts';
import { printSheet } from '../print/index.ts';

export interface FormFacts {
  readonly form: PetitionForm;
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
  return: 'Phiếu trả lại đơn',
  extend: 'Thông báo gia hạn giải quyết đơn',
  stop: 'Thông báo đình chỉ giải quyết đơn',
  result: 'Thông báo kết quả giải quyết đơn',
};

function paragraphs(facts: FormFacts, office: string): string[] {
  const { form, matter, to, text, named } = facts;
  const [name, address] = named ? [facts.name, facts.address] : ['', ''];
  const day = printedDate(facts.receivedOn);
  const unsaid = named ? 'người gửi đơn' : 'công dân (họ tên, địa chỉ được giữ bí mật theo quy định)';
  const person = `${name || unsaid}${address ? `, địa chỉ: ${address}` : ''}`;
  const got = `Ngày ${day.slice(5)}, ${office} nhận được ${facts.kindWords} của ${person} (số ${facts.number} sổ tiếp nhận đơn thư), nội dung: ${matter}.`;
  const toPerson = `Kính gửi: ${name || 'Người gửi đơn'}`;
  const said = text ? [text] : [];
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
      return [toPerson, got, 'Sau khi xem xét, đơn không được thụ lý giải quyết, vì lý do sau:', ...said];
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
        `Nội dung đơn không thuộc thẩm quyền giải quyết của ${office}.`,
        `Đề nghị gửi đơn đến ${to || 'cơ quan có thẩm quyền'} để được giải quyết theo quy định.`,
        ...said,
      ];
    case 'return':
      return [toPerson, got, 'Đơn và giấy tờ kèm theo được trả lại, vì lý do sau:', ...said];
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
    title: FORM_TITLES[facts.form],
    placeAndDate: `${place ? `${place}, ` : ''}${printedDate(legalDateOf(now))}`,
    paragraphs: paragraphs(facts, where.officeName),
    signers:
      facts.form === 'receipt'
        ? [{ title: 'NGƯỜI NỘP ĐƠN' }, { title: (facts.signerPosition || 'NGƯỜI NHẬN ĐƠN').toUpperCase(), name: facts.signer }]
        : [{ title: '' }, { title: facts.signerPosition.toUpperCase(), name: facts.signer }],
  });
};
