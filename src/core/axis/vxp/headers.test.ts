import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  asciiDescription,
  callHeaders,
  hashFile,
  javaHashMapOrder,
  type RawHeader,
  recipientsParam,
  signedHeaders,
  uploadHeaders,
  vxpTimestamp,
} from './headers.ts';

const FILE = '../shared/corpus/vxp/vectors.json';
interface Vectors {
  readonly secret: string;
  readonly hmac: readonly {
    op: string;
    signHeaderKey: string;
    signHeader: string;
    hashHeader: string;
    headersLatin1: [string, string][];
    bodyLength: number;
  }[];
  readonly hashFile: readonly { contentUtf8: string; sha256: string; sdkHashFile: string }[];
}
const vectors = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Vectors) : undefined;

/** Builds the call again from its parameters, given in the order in which a caller would set them. */
function rebuild(v: Vectors['hmac'][number]): { key: string; json: string; hash: string; headers: RawHeader[] } {
  const all = JSON.parse(v.signHeader) as Record<string, string>;
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(all)) params[name.replace('XroadVnpt-', '')] = value;
  const { systemid = '', timestamp = '', 'Content-Type': contentType = '', ...rest } = params;
  const signed = signedHeaders({
    params: rest,
    contentType: contentType as 'application/json',
    systemId: systemid,
    secret: vectors?.secret ?? '',
    timestamp,
  });
  const host = v.headersLatin1.find(([name]) => name === 'Host')?.[1] ?? '';
  const shape = { signed, contentType, host, ...(v.op === 'downloadEdoc' ? {} : { contentLength: v.bodyLength }) };
  return {
    key: signed.signHeaderKey,
    json: signed.signHeader,
    hash: signed.hashHeader,
    headers: v.op === 'sendEdoc' ? uploadHeaders(shape) : callHeaders(shape),
  };
}

describe.skipIf(vectors === undefined)('the calls of the official kit [needs ../shared/corpus/vxp]', () => {
  it.each((vectors?.hmac ?? []).map((v, i) => [`${i} ${v.op} ${v.signHeaderKey}`, v] as const))(
    'are made again byte for byte: %s',
    (_, v) => {
      const made = rebuild(v);
      expect(made.key).toBe(v.signHeaderKey);
      expect(made.json).toBe(v.signHeader);
      expect(made.hash).toBe(v.hashHeader);
      expect(made.headers.map(([name, value]) => `${name}: ${value}`)).toEqual(v.headersLatin1.map(([name, value]) => `${name}: ${value}`));
    },
  );
  it('hash a file without the zeros of small bytes, or with them where the axis wants it', () => {
    for (const v of vectors?.hashFile ?? []) {
      const digest = Buffer.from(v.sha256, 'hex');
      expect(hashFile(digest, 'unpadded')).toBe(v.sdkHashFile);
      expect(hashFile(digest, 'padded')).toBe(v.sha256);
    }
  });
});

describe('the order of signed names', () => {
  it('is that of a Java HashMap, which grows at the thirteenth name', () => {
    const twelve = ['systemid', 'timestamp', 'Content-Type', 'servicetype', 'messagetype', 'fromDate', 'toDate', 'from', 'to'];
    expect(javaHashMapOrder(twelve)).toEqual([
      'fromDate',
      'systemid',
      'servicetype',
      'messagetype',
      'toDate',
      'from',
      'to',
      'timestamp',
      'Content-Type',
    ]);
    const thirteen = [...twelve, 'docId', 'filePath', 'hash-file', 'status'];
    expect(javaHashMapOrder(thirteen)).toEqual([
      'systemid',
      'messagetype',
      'docId',
      'toDate',
      'filePath',
      'fromDate',
      'servicetype',
      'hash-file',
      'from',
      'to',
      'timestamp',
      'Content-Type',
      'status',
    ]);
  });
});

describe('header values', () => {
  it('carry the time of Vietnam with milliseconds after a literal plus', () => {
    expect(vxpTimestamp(Date.UTC(2026, 10, 21, 11, 37, 3, 374))).toBe('21112026T183703+0374');
    expect(vxpTimestamp(Date.UTC(2026, 11, 31, 17, 0, 0, 5))).toBe('01012027T000000+0005');
  });
  it('are ASCII: a description loses its marks, an organ code that is not ASCII is refused', () => {
    expect(asciiDescription('Tệp đính kèm\nbị hỏng – Đóng lại')).toBe('Tep dinh kem bi hong ? Dong lai');
    expect(recipientsParam(['H99.242', 'H99.243'])).toBe('["H99.242","H99.243"]');
    expect(() => recipientsParam(['H99.Đ'])).toThrow('axis.not_ascii');
  });
});
