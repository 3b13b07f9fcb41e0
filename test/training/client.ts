/** A small VXP client of the tests' own: signs what it is told to and speaks over a real socket. */
import { createHash, createHmac } from 'node:crypto';
import { request } from 'node:http';
import type { TrainingOffice } from '../../src/contract/training/index.ts';

export interface Reply {
  readonly status: number;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON the axis answers
  readonly json: any;
  readonly headers: NodeJS.Dict<string | string[]>;
}
export type Office = Pick<TrainingOffice, 'systemId' | 'secret'>;

export function signedHeaders(office: Office, params: Record<string, string>): Record<string, string> {
  const all: Record<string, string> = { systemid: office.systemId, timestamp: '21112026T190000+0001', ...params };
  all['Content-Type'] ??= 'application/json';
  const signHeader = JSON.stringify(Object.fromEntries(Object.entries(all).map(([k, v]) => [`XroadVnpt-${k}`, v])));
  const latin1 = (s: string): string => Buffer.from(s, 'utf8').toString('latin1');
  return {
    'Content-Type': all['Content-Type'],
    ...Object.fromEntries(Object.entries(all).map(([k, v]) => [`XroadVnpt-${k}`, latin1(v).replace(/\n/g, ' ')])),
    'XroadVnpt-sign-header-key': Object.keys(all).join(';'),
    'XroadVnpt-sign-header': latin1(signHeader),
    'XroadVnpt-hash-header': createHmac('sha256', office.secret).update(signHeader).digest('hex'),
  };
}

export function post(url: string, path: string, headers: Record<string, string>, body: Uint8Array = Buffer.alloc(0), method = 'POST') {
  return new Promise<Reply>((resolve, reject) => {
    const req = request(
      `${url}/${path}`,
      { method, headers: { ...headers, 'Content-Length': String(body.length) }, agent: false },
      (res) => {
        const chunks: Buffer[] = [];
        res.on('error', reject);
        res.on('data', (c: Buffer) => chunks.push(c));
        res.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: res.statusCode ?? 0, text, json: text.startsWith('{') ? JSON.parse(text) : undefined, headers: res.headers });
        });
      },
    );
    req.on('error', reject);
    req.end(body);
  });
}

export const callAxis = (url: string, office: Office, call: string, params: Record<string, string> = {}): Promise<Reply> =>
  post(url, call, signedHeaders(office, params));

export const sha256 = (b: Uint8Array): Buffer => createHash('sha256').update(b).digest();
export const padded = (b: Uint8Array): string => sha256(b).toString('hex');
export const unpadded = (b: Uint8Array): string => Array.from(sha256(b), (x) => x.toString(16)).join('');

export function send(
  url: string,
  office: Office,
  file: Uint8Array,
  params: Record<string, string>,
  body: Uint8Array = file,
): Promise<Reply> {
  const all = {
    servicetype: 'eDoc',
    messagetype: 'edoc',
    'hash-file': padded(file),
    'Content-Type': 'application/octet-stream',
    ...params,
  };
  return post(url, 'sendEdoc', signedHeaders(office, all), body);
}

const organ = (tag: string, id: string): string => `<edXML:${tag}><edXML:OrganId>${id}</edXML:OrganId></edXML:${tag}>`;
const wrap = (header: string, rest = ''): Buffer =>
  Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\r\n<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXML:edXMLEnvelope xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXML:edXMLHeader><edXML:MessageHeader>${header}</edXML:MessageHeader></edXML:edXMLHeader></edXML:edXMLEnvelope>${rest}</edXML>\r\n`,
  );
/** A document message just large enough for the axis. */
export const documentMessage = (from: string, to: readonly string[], number: number, filler = 0): Buffer =>
  wrap(
    `${organ('From', from)}${to.map((t) => organ('To', t)).join('')}<edXML:DocumentId>${from},2026/11/21,${number}/SM-VP</edXML:DocumentId><edXML:Code><edXML:CodeNumber>${number}</edXML:CodeNumber><edXML:CodeNotation>SM-VP</edXML:CodeNotation></edXML:Code><edXML:PromulgationInfo><edXML:PromulgationDate>2026/11/21</edXML:PromulgationDate></edXML:PromulgationInfo><edXML:Subject>V/v thử nghiệm ${number}</edXML:Subject>`,
    filler > 0
      ? `<AttachmentEncoded><Attachment><ContentId>cid:1</ContentId><AttachmentName>a.pdf</AttachmentName><ContentType>application/pdf</ContentType><edXML:ContentTransferEncoded xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">${'QUJD'.repeat(filler)}</edXML:ContentTransferEncoded></Attachment></AttachmentEncoded>`
      : '',
  );
export const statusMessage = (from: string, about: string, documentId: string, code: string): Buffer =>
  wrap(
    `${organ('From', from)}<edXML:ResponseFor><edXML:OrganId>${about}</edXML:OrganId><edXML:Code>1/SM-VP</edXML:Code><edXML:DocumentId>${documentId}</edXML:DocumentId></edXML:ResponseFor><edXML:StatusCode>${code}</edXML:StatusCode><edXML:Timestamp>2026/11/21 10:00:00</edXML:Timestamp>`,
  );
