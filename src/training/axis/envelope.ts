/**
 * What the axis must know of a message to route it: kind, sender, recipients, identity. It deliberately looks no
 * further than that: a broken attachment or a badly formed message must reach its receiver, whose reader refuses it.
 */
import { open } from 'node:fs/promises';

export interface Envelope {
  readonly kind: 'document' | 'status';
  readonly from?: string;
  readonly to: readonly string[];
  readonly documentId?: string;
  readonly code?: string;
  readonly subject?: string;
  readonly statusCode?: string;
  /** As it stands in the message. */
  readonly promulgationDate?: string;
  /** 0 new, 1 revoke, 2 update, 3 replace. */
  readonly businessType: number;
}

const HEAD_BYTES = 1024 * 1024;

/** Reads the envelope of a stored package; `undefined` where it is no edXML message. */
export async function readEnvelope(path: string): Promise<Envelope | undefined> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return envelopeOf(buffer.subarray(0, bytesRead).toString('utf8'));
  } finally {
    await file.close();
  }
}

function element(xml: string, name: string): string | undefined {
  const m = new RegExp(`<(?:[\\w.-]+:)?${name}(?:\\s[^>]*)?>([\\s\\S]*?)</(?:[\\w.-]+:)?${name}\\s*>`).exec(xml);
  return m?.[1];
}
function elements(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<(?:[\\w.-]+:)?${name}(?:\\s[^>]*)?>([\\s\\S]*?)</(?:[\\w.-]+:)?${name}\\s*>`, 'g'))].map(
    (m) => m[1] ?? '',
  );
}
function text(xml: string | undefined, name: string): string | undefined {
  const raw = xml === undefined ? undefined : element(xml, name);
  const value = raw
    ?.replace(/&#x([0-9a-f]+);/gi, (_, h: string) => String.fromCodePoint(Number.parseInt(h, 16)))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&apos;/g, "'")
    .replace(/&amp;/g, '&')
    .trim();
  return value === '' || value === 'null' ? undefined : value;
}

export function envelopeOf(xml: string): Envelope | undefined {
  if (!/<(?:[\w.-]+:)?edXML[\s>]/i.test(xml)) return undefined;
  const header = element(xml, 'MessageHeader') ?? element(xml, 'Status');
  if (header === undefined) return undefined;
  const from = text(element(header, 'From'), 'OrganId');
  const statusCode = text(header, 'StatusCode');
  const kind = statusCode === undefined ? 'document' : 'status';
  const about = element(header, 'ResponseFor');
  const to =
    kind === 'status'
      ? [text(about, 'OrganId')]
      : elements(header.replace(/<(?:[\w.-]+:)?ToPlaces[\s\S]*?<\/(?:[\w.-]+:)?ToPlaces\s*>/g, ''), 'To').map((o) => text(o, 'OrganId'));
  const withoutAnswers = header.replace(/<(?:[\w.-]+:)?ResponseFor(?:\s[^>]*)?>[\s\S]*?<\/(?:[\w.-]+:)?ResponseFor\s*>/g, '');
  const documentId = text(kind === 'status' ? about : withoutAnswers, 'DocumentId');
  const code = text(about, 'Code');
  const number = text(withoutAnswers, 'CodeNumber');
  const notation = text(withoutAnswers, 'CodeNotation');
  const ownCode = number === undefined ? undefined : `${number}/${notation ?? ''}`;
  const shown = kind === 'status' ? code : ownCode;
  const subject = text(header, 'Subject');
  const promulgationDate = text(kind === 'status' ? about : withoutAnswers, 'PromulgationDate');
  return {
    kind,
    ...(from === undefined ? {} : { from }),
    to: to.filter((o) => o !== undefined),
    ...(documentId === undefined ? {} : { documentId }),
    ...(shown === undefined ? {} : { code: shown }),
    ...(subject === undefined ? {} : { subject }),
    ...(statusCode === undefined ? {} : { statusCode }),
    ...(promulgationDate === undefined ? {} : { promulgationDate }),
    businessType: Number(text(xml, 'BussinessDocType') ?? '0') || 0,
  };
}
