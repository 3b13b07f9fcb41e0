/** On paper: the list of what is due with whom to tell, and the confirmation of an outage. */
import type { DeadlineRow, OutageView } from '../../contract/page/deadlines.ts';
import type { DeadlineKind } from '../../domain/deadlines.ts';
import { PETITION_KIND_NAMES } from '../../domain/petitions.ts';
import { type Instant, type LegalDate, legalDateOf, printedDate, screenDate, screenHour } from '../../domain/time.ts';
import { type PrintFonts, printSheet } from '../print/index.ts';
import type { OutageLine } from './outages.ts';

export interface PrintPlace {
  readonly officeName: string;
  readonly parentName: string;
  readonly place: string;
  readonly now: Instant;
  readonly watermark?: string;
  readonly fonts: PrintFonts;
}
const head = ({ place, now, ...rest }: PrintPlace) => ({
  ...rest,
  placeAndDate: `${place ? `${place}, ` : ''}${printedDate(legalDateOf(now))}`,
});
const moment = (at: Instant): string => `${screenHour(at)} ${screenDate(legalDateOf(at))}`;

const WHAT: Readonly<Record<DeadlineKind, string>> = {
  register: 'Vào sổ văn bản đến',
  answer: 'Trả lời đề nghị của nơi gửi',
  submit: 'Trình, xin ý kiến chỉ đạo',
  handle: 'Giải quyết',
  issue: 'Cấp số, phát hành',
  receipt: 'Chờ nơi nhận báo đã nhận',
  reply: 'Chờ nơi nhận trả lời',
  deliver: 'Gửi đến trước giờ hẹn',
  petitionAccept: 'Thụ lý đơn',
  petitionResolve: 'Giải quyết đơn',
};

/** Of a petition its kind and day, nothing of who petitions or why. */
const petitionWords = ({ kind, receivedOn }: NonNullable<DeadlineRow['petition']>): string =>
  `Đơn thư (${PETITION_KIND_NAMES[kind].toLowerCase()}) nhận ngày ${screenDate(receivedOn as LegalDate)}`;

/** Rows that are due or late, as a list to be carried around the office. */
export const printDeadlines = (rows: readonly DeadlineRow[], where: PrintPlace): Promise<Uint8Array> =>
  printSheet({
    ...head(where),
    title: 'Danh sách việc đến hạn, quá hạn',
    subtitle: `Lập lúc ${moment(where.now)}`,
    landscape: true,
    table: {
      headings: ['TT', 'Việc', 'Số, ký hiệu', 'Trích yếu nội dung', 'Người, đơn vị', 'Thời hạn', 'Quá hạn (giờ làm việc)', 'Báo cáo'],
      widths: [4, 13, 11, 30, 17, 11, 8, 12],
      rows: rows.map((row, i) => [
        String(i + 1),
        WHAT[row.kind],
        row.code,
        row.petition ? petitionWords(row.petition) : row.subject,
        row.who,
        moment(row.latest),
        row.lateMinutes > 0 ? (row.lateMinutes / 60).toFixed(1).replace('.', ',') : '',
        row.tell.join('; '),
      ]),
      empty: 'Không có việc nào đến hạn hoặc quá hạn.',
    },
    signers: [{ title: 'NGƯỜI LẬP' }, { title: 'NGƯỜI NHẬN' }],
  });

const CAUSE: Readonly<Record<string, string>> = {
  no_network: 'không kết nối được mạng truyền số liệu chuyên dùng',
  axis_silent: 'có mạng nhưng Trục liên thông không trả lời',
  credential_refused: 'Trục liên thông không chấp nhận thông tin kết nối của đơn vị',
};
/** From the workstation's own log; says what it cannot know. */
export function printOutage(outage: OutageView, lines: readonly OutageLine[], where: PrintPlace): Promise<Uint8Array> {
  const end = outage.to === undefined ? 'chưa kết thúc khi lập bản này' : `đến ${moment(outage.to)}`;
  const causes = outage.kinds.map((kind) => CAUSE[kind] ?? '').filter(Boolean);
  return printSheet({
    ...head(where),
    title: 'Xác nhận thời gian gián đoạn liên thông văn bản',
    paragraphs: [
      `Theo nhật ký của máy trạm văn thư, kết nối với Trục liên thông văn bản gián đoạn từ ${moment(outage.from)} ${end}.`,
      `Ghi nhận của máy trạm: ${causes.join('; ')}.`,
      ...(outage.restarts > 0
        ? [`Trong thời gian này phần mềm được mở lại ${outage.restarts} lần; khi phần mềm không mở, tình trạng mạng không được ghi nhận.`]
        : []),
      `Văn bản phát hành trong thời gian gián đoạn: ${outage.queued}; đã gửi xong khi lập bản này: ${outage.sent}. Văn bản tiếp nhận bằng cách khác: ${outage.received}.`,
    ],
    table: {
      headings: ['TT', 'Số, ký hiệu', 'Trích yếu nội dung', 'Nơi nhận', 'Phát hành lúc', 'Trục nhận lúc'],
      widths: [4, 13, 31, 24, 13, 13],
      rows: lines.map((line, i) => [
        String(i + 1),
        line.code,
        line.subject,
        line.recipients,
        moment(line.queuedAt),
        line.acceptedAt === null ? 'chưa gửi được' : moment(line.acceptedAt),
      ]),
      empty: 'Không có văn bản nào phát hành trong thời gian này.',
    },
    signers: [{ title: 'VĂN THƯ' }, { title: 'CHÁNH VĂN PHÒNG' }],
  });
}
