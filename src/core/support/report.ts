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
  supportState,
  supportYes as yes,
} from '../../domain/supportWords.ts';
import { readCertificate } from '../../formats/cms/index.ts';
import type { Maintenance } from '../maintenance/index.ts';
import type { askInThread } from '../store/backup/index.ts';
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
  /** Reads the store beside the desk's work, as it was committed last; absent in tests, where it is read in place. */
  readonly ask?: (queries: readonly string[]) => ReturnType<typeof askInThread>;
  readonly tokens: { readonly pkcs11?: Pick<Client<TokenCalls>, 'list'> };
  readonly restarts: Readonly<Record<string, number>>;
  readonly startedAt: number;
  readonly tally: readonly Tallied[];
  /** A test of each connection that was made just now. */
  readonly tested?: readonly { readonly organId: string; readonly steps: readonly StepResult[] }[];
}
const line = (label: string, value: string | number): SupportLine => ({ label, value: String(value) });

const QUERIES = {
  schema: 'PRAGMA user_version',
  pages: 'SELECT page_count * page_size AS n FROM pragma_page_count, pragma_page_size',
  sqlite: 'SELECT sqlite_version() AS text',
  blobs: 'SELECT count(*) AS n, coalesce(sum(size), 0) AS bytes FROM blob',
  incoming: 'SELECT count(*) AS n FROM incoming',
  outgoing: 'SELECT count(*) AS n FROM outgoing',
  numbers: 'SELECT count(*) AS n FROM book_number',
  books: 'SELECT count(*) AS n FROM book',
  audit: 'SELECT count(*) AS n FROM audit',
  entry: 'SELECT coalesce(sum(count), 0) AS n FROM entry_sheet',
  unindexed: 'SELECT count(*) AS n FROM search_dirty',
  oldest: `SELECT min(queued_at) AS n FROM dispatch WHERE state IN ('queued','sending','unknown')`,
  agencies: 'SELECT count(*) AS n, max(seen_at) AS at FROM agency',
  dispatches: 'SELECT state, count(*) AS n FROM dispatch GROUP BY state',
  packages: 'SELECT state, count(*) AS n FROM package GROUP BY state',
  organs: `SELECT organ_id, endpoint, closed_on, t.at, (SELECT result FROM audit WHERE seq = t.seq) AS result FROM organ
    LEFT JOIN (SELECT object, max(seq) AS seq, at FROM audit WHERE act = 'connection.test' GROUP BY object) t ON t.object = organ_id
    ORDER BY position, organ_id`,
  dispatchErrors: `SELECT json_extract(error, '$.code') AS code, count(*) AS n FROM dispatch WHERE error IS NOT NULL AND state <> 'accepted'
    GROUP BY 1 ORDER BY n DESC LIMIT 20`,
  packageErrors: `SELECT json_extract(reason, '$.code') AS code, count(*) AS n FROM package WHERE reason IS NOT NULL GROUP BY 1 ORDER BY n DESC LIMIT 20`,
} as const;
type Row = Readonly<Record<string, string | number | null>>;
type Read = Readonly<Record<keyof typeof QUERIES, readonly Row[]>>;
/** What is counted in the store: whole tables are walked for it, so beside the desk's work. */
async function readStore({ store, ask }: SupportParts): Promise<Read> {
  const names = Object.keys(QUERIES) as (keyof typeof QUERIES)[];
  const queries = names.map((name) => QUERIES[name]);
  const found = ask ? await ask(queries) : queries.map((sql) => store.db.prepare<[], Row>(sql).all());
  return Object.fromEntries(names.map((name, i) => [name, found[i] ?? []])) as unknown as Read;
}
const count = ([row]: readonly Row[], column = 'n'): number => Number(row?.[column] ?? 0);

export async function supportReport(parts: SupportParts): Promise<SupportReport> {
  const read = await readStore(parts);
  return {
    at: parts.store.now(),
    sections: [
      { key: 'program', lines: programLines(parts) },
      { key: 'store', lines: await storeLines(parts, read) },
      { key: 'backup', lines: backupLines(parts) },
      { key: 'exchange', lines: exchangeLines(parts, read) },
      { key: 'connections', lines: connectionLines(parts, read) },
      { key: 'signing', lines: await signingLines(parts) },
      { key: 'processes', lines: processLines(parts) },
      { key: 'errors', lines: errorLines(parts, read) },
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

async function storeLines({ maintenance, freeDisk }: SupportParts, read: Read): Promise<SupportLine[]> {
  const { check, reconcile } = maintenance.state();
  return [
    line('Bước dữ liệu (migration)', count(read.schema, 'user_version')),
    line('SQLite', String(read.sqlite[0]?.text)),
    line('Cơ sở dữ liệu', size(count(read.pages))),
    line('Tệp trong kho', `${count(read.blobs)}, ${size(count(read.blobs, 'bytes'))}`),
    line('Văn bản đến, đi', `${count(read.incoming)}, ${count(read.outgoing)}`),
    line('Số đã cấp', count(read.numbers)),
    line('Sổ', count(read.books)),
    line('Dòng nhật ký', count(read.audit)),
    line('Dòng nhập nhanh chưa vào sổ', count(read.entry)),
    line('Chờ lập chỉ mục', count(read.unindexed)),
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

const instantOf = (value: Row[string] | undefined): number | undefined => (typeof value === 'number' ? value : undefined);

function exchangeLines({ status }: SupportParts, read: Read): SupportLine[] {
  const counts = (rows: readonly Row[]): string =>
    rows.map(({ state, n }) => `${supportState(String(state))} ${n}`).join(', ') || 'không có';
  return [
    line('Đường truyền', supportState(status.line.kind)),
    line('Văn bản chờ gửi, trạng thái chờ gửi', `${status.waitingDocuments}, ${status.waitingStatuses}`),
    line('Chưa rõ kết quả, bị từ chối', `${status.unknown}, ${status.refused}`),
    line('Chờ lâu nhất từ', moment(instantOf(read.oldest[0]?.n))),
    line('Gói gửi theo trạng thái', counts(read.dispatches)),
    line('Gói nhận theo trạng thái', counts(read.packages)),
    line('Văn bản lỗi, chờ xử lý', status.quarantined),
    line('Lệch giờ với Trục', status.clockDriftMs === undefined ? 'chưa đo' : `${Math.round(status.clockDriftMs / 1000)} giây`),
    line('Đang tạm dừng gửi', yes(status.paused === true)),
    ...(status.intakeTrouble ? [line('Ngừng nhận vì', status.intakeTrouble.code)] : []),
    ...(status.refusedConnection ? [line('Kết nối không được dùng', status.refusedConnection.code)] : []),
    line('Danh bạ', `${count(read.agencies)} cơ quan, cập nhật ${moment(instantOf(read.agencies[0]?.at))}`),
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
function connectionLines({ tested }: SupportParts, { organs }: Read): SupportLine[] {
  return organs.flatMap(({ organ_id: organ, endpoint, closed_on: closed, at, result }) => {
    const steps = tested?.find((one) => one.organId === organ)?.steps;
    return [
      line(`Cơ quan ${organ}`, `${hostOf(String(endpoint))}${closed === null ? '' : ', đã đóng'}`),
      ...(typeof at !== 'number'
        ? []
        : [line(`Cơ quan ${organ}, thử kết nối ${moment(at)}`, /^[a-z_.]+$/.test(String(result)) ? String(result) : 'ok')]),
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

function errorLines({ tally }: SupportParts, read: Read): SupportLine[] {
  const codes = (rows: readonly Row[]): SupportLine[] =>
    rows.flatMap(({ code, n }) => (typeof code === 'string' && /^[a-z][a-z0-9_.]*$/.test(code) ? [line(code, `${n} gói`)] : []));
  return [
    ...codes(read.dispatchErrors),
    ...codes(read.packageErrors),
    ...tally.slice(0, 40).map(({ code, place, count, last }) => line(`${code} (${place})`, `${count} lần, lần cuối ${moment(last)}`)),
  ];
}
