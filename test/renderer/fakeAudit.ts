/** An invented audit log of twelve thousand rows, for the page on an invented core. */
import type { AuditLine, AuditObject } from '../../src/contract/page/audit.ts';
import type { PageCalls } from '../../src/contract/page/index.ts';
import type { Handlers } from '../../src/contract/wire.ts';
import { AUDIT_TOPICS, BY_WORKSTATION } from '../../src/domain/auditActs.ts';
import { foldVietnamese } from '../../src/domain/secrecy.ts';
import { legalDateOf } from '../../src/domain/time.ts';
import { uuid } from './fakeData.ts';

const HOUR = 3_600_000;
const ROWS = 12_733;
type Act = Pick<AuditLine, 'act' | 'result'> & Partial<Pick<AuditLine, 'object' | 'resultOf' | 'onBehalfOf' | 'own' | 'role'>>;
const arrived: AuditObject = { kind: 'incoming', id: uuid(1), label: '118/UBND-VP', arrivalNumber: 1287 };
const sent: AuditObject = { kind: 'outgoing', id: uuid(2), label: '45/QĐ-UBND' };
const ACTS: readonly Act[] = [
  { act: 'session.begin', result: 'ok', object: { kind: 'workstation' } },
  { act: 'incoming.arrive', result: 'ok', object: arrived, own: true },
  { act: 'incoming.register', result: 'number 1287', object: arrived },
  { act: 'incoming.instruct', result: 'ok', object: arrived, onBehalfOf: 'Nguyễn Thị Hoàng Phương Thảo Vy' },
  { act: 'outgoing.number', result: '45/QĐ-UBND', object: sent },
  { act: 'signing.leader', result: 'token.cancelled', object: sent, role: 'leader' },
  { act: 'outgoing.issue', result: '45/QĐ-UBND', object: sent },
  {
    act: 'file.save_outside',
    result: 'ok',
    object: {
      kind: 'file',
      label: 'Báo cáo kết quả thực hiện nhiệm vụ phát triển kinh tế - xã hội 9 tháng đầu năm và phương hướng quý IV.docx',
      of: sent,
    },
  },
  { act: 'petitions.register', result: 'number 12', object: { kind: 'petition' } },
  { act: 'incoming.return', result: 'Văn bản gửi nhầm địa chỉ, đề nghị gửi lại đúng đơn vị giải quyết theo thẩm quyền', object: arrived },
  {
    act: 'register.close',
    result: '2025 sha256:3f9a07c1d2e4b58660a1f7c3924e8d5b77c0a91e6d3f42b8150c9e7a64d2b3f8',
    object: { kind: 'book', id: uuid(3), label: 'Sổ đăng ký văn bản đi' },
  },
  { act: 'backup.make', result: '1284 files', object: { kind: 'workstation' }, own: true },
  { act: 'person.change', result: 'clerk,officer', object: { kind: 'person', id: uuid(4), label: 'Trần Văn Mẫu' }, role: 'administrator' },
  { act: 'rules.save', result: 'active auto', object: { kind: 'rule', id: uuid(5), label: 'Công văn về đất đai giao địa chính' } },
];
const people = ['Lê Thị Ví Dụ', 'Trần Văn Mẫu'];
const START = Date.now();
function row(i: number): AuditLine & { readonly personId: string } {
  const { own, role, ...act } = ACTS[i % ACTS.length] as Act;
  return {
    seq: ROWS - i,
    at: START - i * HOUR,
    person: own ? 'Trạm Văn thư' : (people[i % 2] ?? ''),
    personId: own ? BY_WORKSTATION : uuid(1 + (i % 2)),
    own: own ?? false,
    ...(own ? {} : { role: role ?? 'clerk' }),
    ...act,
  };
}
const all = Array.from({ length: ROWS }, (_, i) => row(i));

export const fakeAudit: Pick<Handlers<PageCalls, undefined>, 'audit.list' | 'audit.check'> = {
  'audit.list': ({ from, to, person, topic, act, object, text, after, limit = 100 }) => {
    const acts: readonly string[] | undefined = act ? [act] : topic ? AUDIT_TOPICS[topic] : undefined;
    const rows = all.filter((one) => {
      const day = legalDateOf(one.at);
      return (
        (from === undefined || day >= from) &&
        (to === undefined || day <= to) &&
        (person === undefined || one.personId === person) &&
        (acts === undefined || acts.includes(one.act)) &&
        (object === undefined || one.object?.id === object) &&
        (text === undefined || foldVietnamese(`${one.result} ${one.person}`).includes(foldVietnamese(text))) &&
        (after === undefined || one.seq < after.seq)
      );
    });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      rows: page.map(({ personId: _, ...line }) => line),
      ...(rows.length > limit && last ? { next: { seq: last.seq, at: last.at } } : {}),
    };
  },
  'audit.check': () => ({ ok: true, rows: ROWS, seq: ROWS, hash: '3f9a07c1d2e4b58660a1f7c3924e8d5b77c0a91e6d3f42b8150c9e7a64d2b3f8' }),
};
