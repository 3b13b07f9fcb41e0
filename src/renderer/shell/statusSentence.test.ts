import { beforeAll, describe, expect, test } from 'vitest';
import type { ExchangeStatus } from '../../contract/page/exchange.ts';
import { errorText, loadErrorTexts } from '../text/index.ts';
import { afterOutageSentence, statusSentence } from './statusSentence.ts';

/** 09 giờ 14 ngày 21/11/2026, Asia/Ho_Chi_Minh. */
const at = Date.UTC(2026, 10, 21, 2, 14);
const now = at + 20 * 60_000;
const status = (change: Partial<ExchangeStatus>): ExchangeStatus => ({
  line: { kind: 'connected' },
  waitingDocuments: 0,
  waitingStatuses: 0,
  unknown: 0,
  refused: 0,
  quarantined: 0,
  ...change,
});

beforeAll(loadErrorTexts);
describe('the status line says in the agreed words', () => {
  test('that all is well', () => expect(statusSentence(status({}), now)).toBe('Đã kết nối Trục liên thông · Không có văn bản chờ gửi'));
  test('that there is no network, what waits, and what still works', () =>
    expect(statusSentence(status({ line: { kind: 'no_network', since: at }, waitingDocuments: 7 }), now)).toBe(
      'Chưa kết nối được mạng truyền số liệu chuyên dùng từ 09 giờ 14 · 7 văn bản chờ gửi · Vẫn vào sổ, ký số, tiếp nhận bình thường',
    ));
  test('that the axis does not answer and when it is tried again', () =>
    expect(statusSentence(status({ line: { kind: 'axis_silent', since: at, nextTry: at + 26 * 60_000 }, waitingDocuments: 7 }), now)).toBe(
      'Có mạng nhưng Trục liên thông chưa trả lời · 7 văn bản chờ gửi · Tự gửi lại lúc 09 giờ 40',
    ));
  test('which part of the workstation stays away, and a connection that may not be used', () => {
    expect(statusSentence(status({ parserDown: true }), now)).toContain('Bộ phận đọc văn bản đã dừng');
    expect(statusSentence(status({ trainingDown: true, line: { kind: 'no_network', since: at } }), now)).toMatch(/^Trục tập huấn đã dừng/);
    const refused = statusSentence(status({ refusedConnection: { code: 'axis.loopback_in_real' } }), now);
    expect(refused).toContain(errorText({ code: 'axis.loopback_in_real' }));
  });
  test('what is uncertain and what was refused, never “sent”', () =>
    expect(statusSentence(status({ unknown: 1, refused: 2, waitingDocuments: 3, waitingStatuses: 4 }), now)).toBe(
      'Đã kết nối Trục liên thông · 3 văn bản chờ gửi · 4 trạng thái chờ báo · 1 văn bản chưa rõ nơi nhận đã có hay chưa, đang hỏi lại · 2 văn bản Trục liên thông không nhận, cần chọn lại nơi nhận',
    ));
  test('the day too, when the outage began before today', () =>
    expect(statusSentence(status({ line: { kind: 'no_network', since: at } }), at + 86_400_000)).toContain('09 giờ 14 ngày 21/11/2026'));
  test('a drift of the clock only from five minutes on', () => {
    expect(statusSentence(status({ clockDriftMs: -299_000 }), now)).not.toContain('Đồng hồ');
    expect(statusSentence(status({ clockDriftMs: -480_000 }), now)).toContain('Đồng hồ máy lệch 8 phút');
  });
  test('what went out and came in after an outage', () =>
    expect(afterOutageSentence(status({ afterOutage: { at, sent: 12, toSend: 12, received: 31 } }), now)).toBe(
      'Đã có kết nối lúc 09 giờ 14. Đã gửi 12/12, nhận 31 văn bản',
    ));
});
