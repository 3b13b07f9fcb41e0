/**
 * Chẩn đoán: everything that support needs to know of this machine and its store, and nothing that is somebody's: no name,
 * no subject, no file name, no path, no address but the axis's host, no secret, no serial number.
 */
import { cpus, freemem, release, totalmem } from 'node:os';
import { basename } from 'node:path';
import type { ExchangeStatus } from '../../contract/page/exchange.ts';
import type { TokenCalls } from '../../contract/token/index.ts';
import type { Client } from '../../contract/wire.ts';
import type { StepResult } from '../../domain/connection.ts';
import {
  supportMoment as moment,
  type SupportLine,
  type SupportReport,
  supportSize as size,
  supportYes as yes,
} from '../../domain/supportWords.ts';
import { readCertificate } from '../../formats/cms/index.ts';
import type { Maintenance } from '../maintenance/index.ts';
import type { Store } from '../store/types.ts';
import { importedCertificates } from '../tokens/index.ts';
import type { Tallied } from './tally.ts';

export interface SupportParts {
  readonly store: Store;
  readonly mode: string;
  readonly version: string;
  readonly host: string;
  readonly status: ExchangeStatus;
  readonly maintenance: Pick<Maintenance, 'state'>;
  readonly freeDisk?: () => Promise<number>;
  readonly tokens: { readonly pkcs11?: Pick<Client<TokenCalls>, 'list'> };
  readonly restarts: Readonly<Record<string, number>>;
  readonly startedAt: number;
  readonly tally: readonly Tallied[];
  /** A test of each connection that was made just now. */
  readonly tested?: readonly { readonly organId: string; readonly steps: readonly StepResult[] }[];
}
const line = (label: string, value: string | number): SupportLine => ({ label, value: String(value) });

export async function supportReport(parts: SupportParts): Promise<SupportReport> {
  return {
    at: parts.store.now(),
    sections: [
      { key: 'program', lines: programLines(parts) },
      { key: 'store', lines: await storeLines(parts) },
      { key: 'backup', lines: backupLines(parts) },
      { key: 'exchange', lines: exchangeLines(parts) },
      { key: 'connections', lines: connectionLines(parts) },
      { key: 'signing', lines: await signingLines(parts) },
      { key: 'processes', lines: processLines(parts) },
      { key: 'errors', lines: errorLines(parts) },
    ],
  };
}

function programLines({ version, host, mode, startedAt, store }: SupportParts): SupportLine[] {
  const { node, v8, electron, chrome } = process.versions as NodeJS.ProcessVersions & { electron?: string; chrome?: string };
  return [
    line('Phiên bản', version),
    line('Chế độ', mode === 'training' ? 'tập huấn' : 'thật'),
    line('Chạy trên', `${host}, Node ${node}, V8 ${v8}${electron ? `, Electron ${electron}` : ''}${chrome ? `, Chromium ${chrome}` : ''}`),
    line('Hệ điều hành', `${process.platform} ${release()} ${process.arch}`),
    line('Bộ xử lý', `${cpus().length} lõi`),
    line('Bộ nhớ', `${size(totalmem())}, còn trống ${size(freemem())}, phần mềm dùng ${size(process.memoryUsage.rss())}`),
    line('Mở lúc', moment(startedAt)),
    line('Giờ máy', `${moment(store.now())} (múi giờ ${Intl.DateTimeFormat().resolvedOptions().timeZone})`),
  ];
}

async function storeLines({ store, maintenance, freeDisk }: SupportParts): Promise<SupportLine[]> {
  const number = (sql: string): number => Number(store.db.prepare(sql).pluck().get() ?? 0);
  const pages = number('PRAGMA page_count') * number('PRAGMA page_size');
  const { check, reconcile } = maintenance.state();
  return [
    line('Bước dữ liệu (migration)', number('PRAGMA user_version')),
    line('SQLite', String(store.db.prepare('SELECT sqlite_version()').pluck().get())),
    line('Cơ sở dữ liệu', size(pages)),
    line('Tệp trong kho', `${number('SELECT count(*) FROM blob')}, ${size(number('SELECT coalesce(sum(size), 0) FROM blob'))}`),
    line('Văn bản đến, đi', `${number('SELECT count(*) FROM incoming')}, ${number('SELECT count(*) FROM outgoing')}`),
    line('Số đã cấp', number('SELECT count(*) FROM book_number')),
    line('Sổ', number('SELECT count(*) FROM book')),
    line('Dòng nhật ký', number('SELECT count(*) FROM audit')),
    line('Dòng nhập nhanh chưa vào sổ', number('SELECT coalesce(sum(count), 0) FROM entry_sheet')),
    line('Chờ lập chỉ mục', number('SELECT count(*) FROM search_dirty')),
    line('Kiểm tra kho lần cuối', moment(check?.endedAt)),
    line('Kết quả kiểm tra', check === undefined ? 'chưa có' : check.findings.map(({ code }) => code).join(', ') || 'nguyên vẹn'),
    line('Chờ đối chiếu sau khôi phục', yes(reconcile)),
    ...(freeDisk === undefined ? [] : [line('Đĩa còn trống', await freeDisk().then(size, () => 'không đọc được'))]),
  ];
}

function backupLines({ maintenance }: SupportParts): SupportLine[] {
  const { backup, job } = maintenance.state();
  return [
    line('Nơi sao lưu', backup.targets.length),
    line('Lần cuối', moment(backup.last?.at)),
    ...(backup.last === undefined ? [] : [line('Lần cuối gồm', `${backup.last.files} tệp, ${size(backup.last.bytes)}`)]),
    ...backup.targets.map((target, i) =>
      line(
        `Nơi ${i + 1}`,
        `đang có: ${yes(target.here)}, đĩa khác: ${yes(target.otherDisk)}, lần cuối ${moment(target.last?.at)}${target.error ? `, lỗi ${target.error.code}` : ''}`,
      ),
    ),
    ...(job === undefined ? [] : [line('Đang làm', `${job.kind} ${job.done}/${job.total}`)]),
  ];
}

function exchangeLines({ store, status }: SupportParts): SupportLine[] {
  const counts = (sql: string): string =>
    (store.db.prepare(sql).all() as { state: string; n: number }[]).map(({ state, n }) => `${state} ${n}`).join(', ') || 'không có';
  const oldest = store.db
    .prepare<[], number | null>(`SELECT min(queued_at) FROM dispatch WHERE state IN ('queued','sending','unknown')`)
    .pluck()
    .get();
  const agencies = store.db.prepare('SELECT count(*) AS n, max(seen_at) AS at FROM agency').get() as { n: number; at: number | null };
  return [
    line('Đường truyền', status.line.kind),
    line('Văn bản chờ gửi, trạng thái chờ gửi', `${status.waitingDocuments}, ${status.waitingStatuses}`),
    line('Chưa rõ kết quả, bị từ chối', `${status.unknown}, ${status.refused}`),
    line('Chờ lâu nhất từ', moment(oldest)),
    line('Gói gửi theo trạng thái', counts('SELECT state, count(*) AS n FROM dispatch GROUP BY state')),
    line('Gói nhận theo trạng thái', counts('SELECT state, count(*) AS n FROM package GROUP BY state')),
    line('Văn bản lỗi, chờ xử lý', status.quarantined),
    line('Lệch giờ với Trục', status.clockDriftMs === undefined ? 'chưa đo' : `${Math.round(status.clockDriftMs / 1000)} giây`),
    line('Đang tạm dừng gửi', yes(status.paused === true)),
    ...(status.intakeTrouble ? [line('Ngừng nhận vì', status.intakeTrouble.code)] : []),
    ...(status.refusedConnection ? [line('Kết nối không được dùng', status.refusedConnection.code)] : []),
    line('Danh bạ', `${agencies.n} cơ quan, cập nhật ${moment(agencies.at)}`),
  ];
}

/** The host alone: what stands behind it, and who signs in there, is nobody's business here. */
function hostOf(endpoint: string): string {
  try {
    const url = new URL(endpoint);
    return `${url.protocol}//${url.host}`;
  } catch {
    return endpoint === '' ? 'chưa cài đặt' : 'địa chỉ không đọc được';
  }
}
function connectionLines({ store, tested }: SupportParts): SupportLine[] {
  const organs = store.db.prepare('SELECT organ_id, endpoint, closed_on FROM organ ORDER BY position, organ_id').all() as {
    organ_id: string;
    endpoint: string;
    closed_on: string | null;
  }[];
  const last = store.db.prepare<[string], { at: number; result: string }>(
    `SELECT at, result FROM audit WHERE act = 'connection.test' AND object = ? ORDER BY seq DESC LIMIT 1`,
  );
  return organs.flatMap(({ organ_id: organ, endpoint, closed_on: closed }) => {
    const before = last.get(organ);
    const steps = tested?.find((one) => one.organId === organ)?.steps;
    return [
      line(`Cơ quan ${organ}`, `${hostOf(endpoint)}${closed === null ? '' : ', đã đóng'}`),
      ...(before === undefined
        ? []
        : [line(`Cơ quan ${organ}, thử kết nối ${moment(before.at)}`, /^[a-z_.]+$/.test(before.result) ? before.result : 'ok')]),
      ...(steps ?? []).map(({ step, outcome, ...more }) =>
        line(`Cơ quan ${organ}, bước ${step}`, 'error' in more && more.error ? `${outcome} ${more.error.code}` : outcome),
      ),
    ];
  });
}

async function signingLines({ store, tokens, mode }: SupportParts): Promise<SupportLine[]> {
  const expiry = (der: Uint8Array): string => {
    try {
      return moment(readCertificate(der).notAfter);
    } catch {
      return 'không đọc được';
    }
  };
  const lines = importedCertificates(store).map((der, i) => line(`Chứng thư nhập tay ${i + 1}, hết hạn`, expiry(der)));
  const anchors = Number(store.db.prepare(`SELECT count(*) FROM sqlite_schema WHERE name = 'trust_certificate'`).pluck().get() ?? 0);
  if (anchors > 0) {
    const kept = store.db.prepare('SELECT count(*) FROM trust_certificate').pluck().get();
    lines.push(line('Chứng thư tin cậy thêm', String(kept)));
  }
  if (tokens.pkcs11 === undefined)
    return [...lines, line('USB ký số', mode === 'training' ? 'tập huấn, không dùng thiết bị thật' : 'phần ký số chưa chạy')];
  try {
    const found = await tokens.pkcs11.list({});
    for (const module of found.modules)
      lines.push(
        line(
          `Trình điều khiển ${basename(module.path.replaceAll('\\', '/'))}`,
          module.loaded ? 'đã nạp' : (module.error?.code ?? 'chưa nạp'),
        ),
      );
    found.tokens.forEach((token, i) => {
      const ends = token.certificates.map(({ der }) => expiry(der)).join(', ') || 'không có chứng thư';
      lines.push(line(`USB ký số ${i + 1} (${token.module}), chứng thư hết hạn`, ends));
      const flags = Object.entries(token.flags)
        .filter(([, set]) => set === true)
        .map(([flag]) => flag);
      if (flags.length > 0) lines.push(line(`USB ký số ${i + 1}, trạng thái`, flags.join(', ')));
    });
    if (found.tokens.length === 0) lines.push(line('USB ký số', 'chưa cắm'));
  } catch (error) {
    lines.push(line('USB ký số', `không đọc được (${error instanceof Error ? error.message.slice(0, 40).replace(/[^a-z_.]/g, '') : ''})`));
  }
  return lines;
}

const PROCESS_WORDS: Readonly<Record<string, string>> = {
  parser: 'Phần đọc tệp',
  token: 'Phần USB ký số',
  'training-token': 'Phần tập huấn',
};
const processLines = ({ restarts, status }: SupportParts): SupportLine[] => [
  ...Object.entries(restarts).map(([name, times]) => line(`${PROCESS_WORDS[name] ?? name}, số lần phải chạy lại`, Math.max(0, times - 1))),
  line('Phần đọc tệp đang vắng', yes(status.parserDown === true)),
];

function errorLines({ store, tally }: SupportParts): SupportLine[] {
  const codes = (sql: string): SupportLine[] =>
    (store.db.prepare(sql).all() as { code: string | null; n: number }[]).flatMap(({ code, n }) =>
      code !== null && /^[a-z][a-z0-9_.]*$/.test(code) ? [line(code, `${n} gói`)] : [],
    );
  return [
    ...codes(
      `SELECT json_extract(error, '$.code') AS code, count(*) AS n FROM dispatch WHERE error IS NOT NULL AND state <> 'accepted' GROUP BY 1 ORDER BY n DESC LIMIT 20`,
    ),
    ...codes(
      `SELECT json_extract(reason, '$.code') AS code, count(*) AS n FROM package WHERE reason IS NOT NULL GROUP BY 1 ORDER BY n DESC LIMIT 20`,
    ),
    ...tally.slice(0, 40).map(({ code, place, count, last }) => line(`${code} (${place})`, `${count} lần, lần cuối ${moment(last)}`)),
  ];
}
