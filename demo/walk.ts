/** The main job, step by step, as a clerk would do it on the screen. */

import type { IncomingRow } from '../src/contract/page/incoming.ts';
import type { SignerChoice } from '../src/contract/page/outgoing.ts';
import type { Desk } from './desk.ts';
import type { DemoTokens } from './tokens.ts';

export interface Walked {
  readonly token: string;
  /** Dispatches that waited while the line was cut. */
  readonly queuedOffline: number;
}
type Say = (line: string) => void;

const MINUTE = 60_000;
/** What a new training world has waiting; a few more come while the trainee works. */
const FIRST_DOCUMENTS = 32;
const RECIPIENTS = [
  { organId: 'H99.01', name: 'Sở Mẫu' },
  { organId: 'H99.243', name: 'UBND xã Thử Nghiệm' },
];

export async function walk(desk: Desk, tokens: DemoTokens, caDir: string, passphrase: string, say: Say): Promise<Walked> {
  await setUp(desk, passphrase, say);
  await tokens.make(caDir);
  say(tokens.kind === 'pkcs11' ? 'USB ký số: SoftHSM qua PKCS#11' : 'USB ký số: khóa tập huấn (không tìm thấy mô-đun PKCS#11)');
  const pin = tokens.kind === 'pkcs11' ? tokens.pin : (await desk.call['training.pin']({})).pin;
  const sign = { pin, pick: (choice: SignerChoice) => choice.kind === tokens.kind };

  await receive(desk, say);
  await handle(desk, say);
  await answer(desk, 'Về việc báo cáo kết quả thực hiện', RECIPIENTS, sign, say);
  const queuedOffline = await outage(desk, sign, say);
  await settle(desk, say);
  return { token: tokens.name, queuedOffline };
}

async function setUp(desk: Desk, passphrase: string, say: Say): Promise<void> {
  const facts = await desk.call['setup.defaults']({ mode: 'training' });
  const { setupId, recoveryCode } = await desk.call['setup.begin']({
    mode: 'training',
    organId: facts.organId,
    officeName: facts.officeName,
    parentName: facts.parentName,
    place: facts.place,
    organAbbreviation: 'UBND',
    clerkName: facts.clerkName,
    leaderName: facts.leaderName,
    leaderPosition: facts.leaderPosition,
    useOsKeyStore: false,
    passphrase,
  });
  await desk.call['setup.confirm']({ setupId, recoveryCode });
  say(`Chế độ tập huấn: ${facts.officeName} (${facts.organId}); đã nhập lại mã khôi phục`);
}

async function receive(desk: Desk, say: Say): Promise<void> {
  let last = -1;
  await desk.until('documents arrive', 2 * MINUTE, async () => {
    const { total } = await desk.call['incoming.list']({ states: [], text: '', offset: 0, limit: 1 });
    const { rows } = await desk.call['quarantine.list']({});
    const settled = total + rows.length >= FIRST_DOCUMENTS && total === last;
    last = total;
    await new Promise((resolve) => setTimeout(resolve, settled ? 0 : 400));
    return settled ? true : undefined;
  });
  say(`Đã nhận ${last} văn bản đến từ Trục liên thông`);
}

async function allIncoming(desk: Desk, states: IncomingRow['state'][]): Promise<IncomingRow[]> {
  const rows: IncomingRow[] = [];
  for (;;) {
    const page = await desk.call['incoming.list']({ states, text: '', offset: rows.length, limit: 200 });
    rows.push(...page.rows);
    if (page.rows.length === 0 || rows.length >= page.total) return rows;
  }
}

/** Registers, instructs, reports, finishes; returns the unsigned one with its reason. */
async function handle(desk: Desk, say: Say): Promise<void> {
  const arrived = (await allIncoming(desk, ['arrived'])).reverse();
  const [unsigned] = arrived.filter((row) => row.verdict === 'unsigned');
  if (unsigned) {
    await desk.call['incoming.return']({ id: unsigned.id, reason: 'unsigned', text: '' });
    say(`Trả lại nơi gửi: ${unsigned.code} (không có chữ ký số)`);
  }
  const kept = arrived.filter((row) => row.id !== unsigned?.id);
  for (const row of kept) await desk.call['incoming.register']({ id: row.id });
  say(`Vào sổ văn bản đến ${kept.length} văn bản`);
  const [{ date }, facts] = [await desk.call['incoming.nextNumber']({}), await desk.call['setup.defaults']({ mode: 'training' })];
  const instructed = kept.slice(0, 6);
  for (const row of instructed) {
    await desk.call['incoming.instruct']({
      id: row.id,
      leader: facts.leaderName,
      text: 'Giao Văn phòng chủ trì tham mưu, báo cáo kết quả đúng hạn.',
      lead: 'Văn phòng HĐND và UBND',
      coHandlers: ['Phòng Kinh tế'],
      slipDate: date,
    });
  }
  say(`Ghi ý kiến chỉ đạo ${instructed.length} văn bản`);
  for (const row of instructed.slice(0, 4)) await desk.call['incoming.progress']({ id: row.id, text: 'Đang tổng hợp số liệu' });
  const done = instructed.slice(0, 2).map((row) => row.id);
  await desk.call['incoming.finish']({ ids: done, outcome: 'done' });
  const filed = kept.slice(6).map((row) => row.id);
  await desk.call['incoming.finish']({ ids: filed, outcome: 'for_information' });
  say(`Hoàn thành ${done.length} văn bản; kết thúc – để biết, lưu ${filed.length} văn bản`);
}

interface Signing {
  readonly pin: string;
  readonly pick: (choice: SignerChoice) => boolean;
}

/** Draft, ký ban hành, cấp số, ký số của cơ quan, phát hành. */
async function answer(
  desk: Desk,
  subject: string,
  recipients: { organId?: string; name: string }[],
  signing: Signing,
  say: Say,
): Promise<void> {
  const [reply] = await allIncoming(desk, ['assigned', 'in_progress']);
  const facts = await desk.call['setup.defaults']({ mode: 'training' });
  const sample = await desk.call['outgoing.sampleDraft']({ subject, recipient: recipients[0]?.name ?? '' });
  const { id } = await desk.call['outgoing.saveDraft']({
    typeName: 'Công văn',
    subject,
    content: subject,
    competence: 'TM. ỦY BAN NHÂN DÂN',
    signerPosition: facts.leaderPosition,
    signer: facts.leaderName,
    priority: 1,
    toPlaces: ['Như trên', 'Lưu: VT'],
    recipients,
    uploadIds: [sample.uploadId],
    ...(reply ? { replyToId: reply.id } : {}),
  });
  await desk.sign(id, 'leader', signing.pick, signing.pin);
  const { code } = await desk.call['outgoing.number']({ id });
  await desk.sign(id, 'agency', signing.pick, signing.pin);
  await desk.call['outgoing.issue']({ id });
  say(`Dự thảo → ký ban hành → số ${code} → ký số của cơ quan → phát hành: ${recipients.map((r) => r.name).join(', ')}`);
}

async function outage(desk: Desk, signing: Signing, say: Say): Promise<number> {
  await desk.until('statuses leave before the outage', 2 * MINUTE, async () =>
    (await desk.call['exchange.queue']({})).rows.length === 0 ? true : undefined,
  );
  await desk.call['training.network']({ cut: true });
  await desk.until('the line is seen to be down', MINUTE, async () =>
    (await desk.call['exchange.status']({})).line.kind === 'no_network' ? true : undefined,
  );
  say('Ngắt mạng: vẫn vào sổ, ký số, tiếp nhận bình thường');
  const scan = await desk.call['outgoing.sampleDraft']({ subject: 'Bản quét công văn giấy', recipient: 'UBND xã Ví Dụ' });
  const { date } = await desk.call['incoming.nextNumber']({});
  const paper = await desk.call['incoming.createPaper']({
    channel: 'post',
    sender: 'Hội Cựu chiến binh tỉnh Mẫu',
    number: '18',
    notation: 'CV-CCB',
    date,
    typeName: 'Công văn',
    subject: 'Về việc phối hợp tổ chức gặp mặt cựu chiến binh',
    signer: 'Hoàng Văn Giấy',
    priority: 0,
    uploadIds: [scan.uploadId],
    register: true,
    notDuplicate: false,
  });
  say(`Tiếp nhận văn bản giấy khi mất mạng, số đến ${paper.arrivalNumber}`);
  const [open] = await allIncoming(desk, ['in_progress']);
  if (open) await desk.call['incoming.finish']({ ids: [open.id], outcome: 'done' });
  await answer(desk, 'Về việc cử cán bộ phối hợp trong thời gian mất kết nối', RECIPIENTS.slice(0, 1), signing, say);
  const { rows } = await desk.call['exchange.queue']({});
  say(`Chờ gửi: ${rows.length} gói`);
  await desk.call['training.network']({ cut: false });
  say('Nối lại mạng');
  return rows.length;
}

/** Until everything left, and every recipient reported 06. */
async function settle(desk: Desk, say: Say): Promise<void> {
  await desk.until('the queue drains', 2 * MINUTE, async () =>
    (await desk.call['exchange.queue']({})).rows.length === 0 ? true : undefined,
  );
  say('Có mạng lại: đã gửi hết, không gửi trùng');
  await desk.until('every recipient reports', 3 * MINUTE, async () => {
    const { rows } = await desk.call['outgoing.list']({ states: ['issued'], text: '', offset: 0, limit: 200 });
    const boards = await Promise.all(rows.map((row) => desk.call['outgoing.get']({ id: row.id })));
    return boards.every((board) => board.deliveries.every((d) => d.statusCode === '06')) ? true : undefined;
  });
  say('Nơi nhận đã báo: đã đến, đã tiếp nhận, phân công, đang xử lý, hoàn thành');
}
