/**
 * The two other offices, played inside the process: they take what is addressed to them, count a sender's
 * DocumentId once, and answer 01, then 03, 04, 05 and 06. What was answered is read from the axis itself, so a
 * restart goes on where it stopped.
 */
import { randomUUID } from 'node:crypto';
import type { EdxmlStatus } from '../domain/edxml.ts';
import { edxmlDocumentId, organId } from '../domain/ids.ts';
import { normalizeStatusCode } from '../domain/statuses.ts';
import { type Instant, parseEdxmlDate } from '../domain/time.ts';
import { writeStatus } from '../formats/edxml/index.ts';
import { readEnvelope } from './axis/envelope.ts';
import type { RecipientRow, TrainingAxis } from './axis/index.ts';
import { type Behaviour, oneIn, QUIET } from './day.ts';
import { OFFICES, type OfficeFacts } from './world.ts';

/** Milliseconds after arrival at which each status goes out. */
export interface ReplyDelays {
  readonly '01': number;
  readonly '03': number;
  readonly '04': number;
  readonly '05': number;
  readonly '06': number;
}
export const DEFAULT_DELAYS: ReplyDelays = { '01': 0, '03': 4_000, '04': 9_000, '05': 15_000, '06': 30_000 };
const CODES = ['01', '03', '04', '05', '06'] as const;
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  '01': 'Văn bản đã đến',
  '03': 'Đã tiếp nhận, vào sổ văn bản đến',
  '04': 'Đã phân công xử lý',
  '05': 'Đang xử lý',
  '06': 'Đã hoàn thành xử lý',
  '02': 'Từ chối tiếp nhận: sai nơi nhận',
  '13': 'Đề nghị lấy lại văn bản: gửi nhầm nơi nhận',
  '15': 'Đồng ý thu hồi',
};

interface Answerable {
  readonly office: OfficeFacts;
  readonly row: RecipientRow;
}

export class OtherOffices {
  readonly #axis: TrainingAxis;
  readonly #systemIds: ReadonlyMap<string, string>;
  readonly #delays: ReplyDelays;
  readonly #now: () => Instant;
  #working: Promise<void> | undefined;
  #behaviours: ReadonlyMap<string, Behaviour> = new Map();
  #asks: ((office: OfficeFacts, about: RecipientRow) => Promise<void>) | undefined;

  /** @param systemIds by organ code */
  constructor(axis: TrainingAxis, systemIds: ReadonlyMap<string, string>, delays = DEFAULT_DELAYS, now: () => Instant = Date.now) {
    this.#axis = axis;
    this.#systemIds = systemIds;
    this.#delays = delays;
    this.#now = now;
  }

  /**
   * From now on these offices answer in ways of their own; who is not named is quiet.
   * @param asks writes the letter by which an office asks back
   */
  behave(behaviours: ReadonlyMap<string, Behaviour>, asks?: (office: OfficeFacts, about: RecipientRow) => Promise<void>): void {
    this.#behaviours = behaviours;
    this.#asks = asks;
  }

  /** One look at the axis: takes what waits, answers what is due. Calls that overlap share one round. */
  round(): Promise<void> {
    this.#working ??= this.#round().finally(() => {
      this.#working = undefined;
    });
    return this.#working;
  }

  /** Documents each office received, a sender's DocumentId counted once. */
  received(): Readonly<Record<string, number>> {
    return Object.fromEntries(OFFICES.slice(1).map((office) => [office.organId, this.#documents(office).length]));
  }

  async #round(): Promise<void> {
    for (const office of OFFICES.slice(1)) {
      for (const row of this.#axis.store.waiting([office.organId], 'edoc')) this.#axis.store.mark(row.docId, [office.organId], 'done', '');
      for (const row of this.#axis.store.waiting([office.organId], 'status')) {
        if (normalizeStatusCode(row.statusCode) === '13') await this.#agreeToRecall({ office, row });
        this.#axis.store.mark(row.docId, [office.organId], 'done', '');
      }
      const answered = this.#answered(office);
      for (const row of this.#documents(office)) await this.#answer({ office, row }, answered);
    }
  }

  /** The first package of each sender's DocumentId that this office has taken. */
  #documents(office: OfficeFacts): readonly RecipientRow[] {
    const first = new Map<string, RecipientRow>();
    for (const row of this.#axis.ledger()) {
      if (row.to !== office.organId || row.messageType !== 'edoc' || row.state !== 'done') continue;
      const key = JSON.stringify([row.from, row.documentId || row.docId]);
      if (!first.has(key)) first.set(key, row);
    }
    return [...first.values()];
  }

  /** Which statuses this office has sent, to whom and about what. */
  #answered(office: OfficeFacts): ReadonlySet<string> {
    const sent = this.#axis.ledger().filter((r) => r.messageType === 'status' && r.from === office.organId);
    return new Set(sent.map((r) => JSON.stringify([r.to, r.documentId, r.statusCode])));
  }

  async #answer({ office, row }: Answerable, answered: ReadonlySet<string>): Promise<void> {
    const { slower, refusesOneIn, asksOneIn } = this.#behaviours.get(office.organId) ?? QUIET;
    const age = this.#now() - row.updatedAt;
    const isAnswered = (code: string): boolean => answered.has(JSON.stringify([row.from, row.documentId, code]));
    if (isAnswered('02')) return;
    for (const code of CODES) {
      if (isAnswered(code)) continue;
      if (age < this.#delays[code] * slower) return;
      // Before it is registered, or never.
      if (code === '03' && oneIn(refusesOneIn, row.documentId)) return this.#send({ office, row }, '02');
      await this.#send({ office, row }, code);
      if (code === '05' && oneIn(asksOneIn, row.documentId)) await this.#asks?.(office, row);
    }
  }

  /** Status 13 names our organ as the one asked; the answer goes to who asked. */
  #agreeToRecall({ office, row }: Answerable): Promise<void> {
    return this.#send({ office, row }, '15');
  }

  /** Asks for a document of its own back (status 13), before or after it was registered there. */
  async takeBack(office: OfficeFacts, from: string, about: { readonly code: string; readonly documentId: string }): Promise<void> {
    const message: EdxmlStatus = {
      kind: 'status',
      from: { organId: organId(office.organId), organizationInCharge: office.parentName, organName: office.name },
      responseFor: { organId: organId(from), code: about.code, documentId: edxmlDocumentId(about.documentId) },
      staffInfo: { department: 'Văn thư', staff: office.clerk },
      statusCode: '13',
      description: DESCRIPTIONS['13'] ?? '',
      timestamp: this.#now(),
    };
    await this.#submit(office, message);
  }

  async #send({ office, row }: Answerable, statusCode: string): Promise<void> {
    const envelope = await readEnvelope(this.#axis.store.pathOf(row.docId));
    const date = envelope?.promulgationDate === undefined ? undefined : parseEdxmlDate(envelope.promulgationDate);
    const message: EdxmlStatus = {
      kind: 'status',
      from: { organId: organId(office.organId), organizationInCharge: office.parentName, organName: office.name },
      responseFor: {
        organId: organId(row.from),
        ...(row.code === '' ? {} : { code: row.code }),
        ...(row.documentId === '' ? {} : { documentId: edxmlDocumentId(row.documentId) }),
        ...(date === undefined ? {} : { promulgationDate: date }),
      },
      staffInfo: { department: 'Văn thư', staff: office.clerk },
      statusCode,
      description: DESCRIPTIONS[statusCode] ?? '',
      timestamp: this.#now(),
    };
    await this.#submit(office, message);
  }

  async #submit(office: OfficeFacts, message: EdxmlStatus): Promise<void> {
    await this.#axis.submit(writeStatus(message), {
      systemId: this.#systemIds.get(office.organId) ?? '',
      timestamp: randomUUID(),
      messageType: 'status',
      deduplicate: true,
    });
  }
}
