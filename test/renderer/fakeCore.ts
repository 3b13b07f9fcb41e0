/** An in-memory stand-in for the core that answers every call of the page with invented data. Tests only. */
import type { UrgentRow } from '../../src/contract/page/deadlines.ts';
import type { ExchangeStatus } from '../../src/contract/page/exchange.ts';
import type { IncomingDetail } from '../../src/contract/page/incoming.ts';
import type { PageCalls, PageEvent } from '../../src/contract/page/index.ts';
import type { OutgoingDetail, SignerChoice } from '../../src/contract/page/outgoing.ts';
import type { AppState } from '../../src/contract/page/session.ts';
import type { Handlers } from '../../src/contract/wire.ts';
import {
  afterIncomingAct,
  afterOutgoingAct,
  type IncomingAct,
  incomingActs,
  type OutgoingAct,
  outgoingActs,
} from '../../src/domain/documents.ts';
import { Failure } from '../../src/domain/errors.ts';
import type { Mode } from '../../src/domain/profile.ts';
import type { Role } from '../../src/domain/roles.ts';
import { legalDateOf } from '../../src/domain/time.ts';
import { fakeBooks } from './fakeBooks.ts';
import { fakeCare } from './fakeCare.ts';
import { fakeCodeLists } from './fakeCodeLists.ts';
import { incomingDoc, NOW, outgoingDoc, QUARANTINE, uuid } from './fakeData.ts';
import { fakeDeadlines } from './fakeDeadlines.ts';
import { deskOfIncoming, deskOfOutgoing, fakeDesk } from './fakeDesk.ts';
import { fakeDirectory } from './fakeDirectory.ts';
import { fakeDossiers } from './fakeDossiers.ts';
import { fakeEntry } from './fakeEntry.ts';
import { fakeExchange } from './fakeExchange.ts';
import { fakeFolder } from './fakeFolder.ts';
import { fakeKept } from './fakeKept.ts';
import { fakeLists } from './fakeLists.ts';
import { fakeLook } from './fakeLook.ts';
import { fakeMaintenance } from './fakeMaintenance.ts';
import { fakePaper } from './fakePaper.ts';
import { fakePeople, ME, ORGANS } from './fakePeople.ts';
import { fakeProvince } from './fakeProvince.ts';
import { fakeReading } from './fakeReading.ts';
import { fakeScanning } from './fakeScanning.ts';
import { fakeSearch } from './fakeSearch.ts';
import { type FakeSigning, signingCalls } from './fakeSigning.ts';
import { fakeSupport } from './fakeSupport.ts';
import { fakeTokens } from './fakeTokens.ts';
import { fakeVerify } from './fakeVerify.ts';

interface Options {
  readonly fresh: boolean;
  readonly rows: number;
  /** The store waits for its reconciliation. */
  readonly waiting?: boolean;
  /** The first number of a year that nobody has answered for. */
  readonly newYear?: boolean;
  /** Organs served; one by default. */
  readonly organs?: number;
  /** Of the person signed in; clerk, officer and administrator by default. */
  readonly roles?: readonly Role[];
  readonly emit: (event: PageEvent) => void;
}
const CODE = 'K7QM-2XTR-9PVD-HW4C-5NJB-8FGA-3YSE-6ZUL';
const YEAR = NOW + 365 * 86_400_000;
const choice = (n: number, change: Partial<SignerChoice>): SignerChoice => ({
  serial: `SN${n}`,
  certificateSha256: String(n).repeat(64).slice(0, 64),
  kind: 'training',
  tokenLabel: 'Khóa tập huấn',
  commonName: 'Lê Thị Ví Dụ',
  organization: 'Ủy ban nhân dân xã Ví Dụ',
  issuer: 'Trạm Văn thư – CA tập huấn',
  validFrom: NOW - YEAR / 100,
  validTo: YEAR,
  holder: 'person',
  pinCountLow: false,
  pinFinalTry: false,
  pinLocked: false,
  minPin: 4,
  maxPin: 16,
  ...change,
});

const PEOPLE: AppState['profiles'][number]['people'] = [
  { id: ME, name: 'Trần Thị Văn Thư', ways: ['os', 'passphrase'] },
  { id: '01900000-0000-7000-8000-000000000002', name: 'Nguyễn Văn Mẫu', ways: ['passphrase', 'token'] },
  { id: '01900000-0000-7000-8000-000000000003', name: 'Lê Thị Thử', ways: ['passphrase'] },
];
const ME_NOW = { id: ME, name: 'Trần Thị Văn Thư', position: 'Văn thư', roles: ['clerk', 'officer', 'administrator'] as readonly Role[] };

export class FakeCore {
  readonly signing: FakeSigning = {};
  readonly pin = '12345678';
  /** Shown by the signing dialogue; specs change it. */
  choices: SignerChoice[] = [
    choice(1, {}),
    choice(2, {
      commonName: 'Ủy ban nhân dân xã Ví Dụ',
      holder: 'agency',
      refused: { code: 'signing.agency_certificate_for_leader' },
    }),
    choice(3, { kind: 'pkcs11', tokenLabel: 'USB ký số 0412', commonName: 'Phạm Văn Thử', pinLocked: true }),
  ];
  readonly #options: Options;
  readonly #people = fakePeople();
  #organs({ organs = 1 }: Options) {
    return ORGANS.slice(0, organs).map(({ organId, name }, i) => ({ organId, own: true as const, name, arrived: i * 2 }));
  }
  readonly #care: ReturnType<typeof fakeMaintenance>;
  #pdf: Uint8Array | undefined;
  #status: ExchangeStatus = {
    line: { kind: 'connected' },
    waitingDocuments: 0,
    waitingStatuses: 0,
    unknown: 0,
    refused: 0,
    quarantined: QUARANTINE.length,
    trainingCut: false,
  };
  #app: AppState;
  #incoming: IncomingDetail[] = [];
  readonly #urgentCame: UrgentRow[] = [];
  #outgoing: OutgoingDetail[] = [];
  #me: typeof ME_NOW;
  #next = 1287;
  #sure = true;
  constructor(options: Options) {
    this.#options = options;
    this.#me = { ...ME_NOW, roles: options.roles ?? ME_NOW.roles };
    this.#sure = options.newYear !== true;
    this.#care = fakeMaintenance(options.waiting ?? false, () => options.emit({ topic: 'exchange' }));
    const office = {
      mode: 'training' as const,
      organId: 'H99.2',
      name: 'Ủy ban nhân dân xã Ví Dụ',
      leaderName: 'Nguyễn Văn Mẫu',
      leaderPosition: 'Chủ tịch',
    };
    const base = { osKeyStore: true, host: 'node' as const, version: '0.1.0' };
    this.#app = options.fresh
      ? { ...base, phase: 'start', profiles: [] }
      : {
          ...base,
          phase: 'ready',
          profiles: [{ mode: 'training', officeName: office.name, waysIn: ['os', 'passphrase', 'recovery'], people: PEOPLE }],
          office,
          me: this.#me,
          organs: this.#organs(options),
        };
  }
  /** Somebody with these roles signs in instead; the page is told by whoever asks for it. */
  signIn(roles: readonly Role[]): void {
    this.#me = { ...this.#me, roles };
    this.#app = { ...this.#app, me: this.#me };
  }
  /** For what walks through all screens. */
  firstIds(): { incoming: string; outgoing: string } {
    return { incoming: this.#incoming[1]?.id ?? '', outgoing: this.#outgoing[1]?.id ?? '' };
  }
  /** One more document comes, above all others; answers with its number. */
  arrive(): string {
    const doc: IncomingDetail = {
      ...incomingDoc(0, this.#pdf?.byteLength ?? 0),
      id: crypto.randomUUID(),
      code: `${900 + this.#incoming.length}/SNV-VP`,
      arrivedAt: Math.max(...this.#incoming.map(({ arrivedAt }) => arrivedAt)) + 1_000,
    };
    this.#incoming = [doc, ...this.#incoming];
    this.#options.emit({ topic: 'incoming', id: doc.id });
    return doc.code;
  }
  /** The sender asks for this one back. */
  askBack(id: string): void {
    const { amendments, sender } = this.#doc(id);
    const asked = {
      id: crypto.randomUUID(),
      kind: 'take_back',
      state: 'open',
      organName: sender,
      reason: '',
      askedAt: Date.now(),
      originalId: id,
    } as const;
    this.#set(id, { amendments: [...amendments, asked] });
  }
  arriveUrgent(): void {
    const { sender, subject } = incomingDoc(0, 0);
    const id = crypto.randomUUID();
    const code = `${this.#urgentCame.length + 10}/CĐ-PTDS`;
    this.#urgentCame.push({ id, organId: 'H99.242', priority: 3, sender, code, subject, arrivedAt: Date.now() });
    this.#options.emit({ topic: 'incoming', id });
  }
  async #data(): Promise<void> {
    if (this.#pdf) return;
    this.#pdf = new Uint8Array(await (await fetch('/sample.pdf')).arrayBuffer());
    const size = this.#pdf.byteLength;
    this.#incoming = Array.from({ length: this.#options.rows }, (_, n) => incomingDoc(n, size));
    this.#outgoing = Array.from({ length: Math.min(this.#options.rows, 40) }, (_, n) => outgoingDoc(n, size));
  }
  #set(id: string, change: Partial<IncomingDetail>): void {
    this.#incoming = this.#incoming.map((d) => (d.id === id ? { ...d, ...change } : d));
    this.#options.emit({ topic: 'incoming', id });
  }
  #setOut(id: string, change: Partial<OutgoingDetail>): void {
    this.#outgoing = this.#outgoing.map((d) => (d.id === id ? { ...d, ...change } : d));
    this.#options.emit({ topic: 'outgoing', id });
  }
  #act(id: string, act: IncomingAct, change: Partial<IncomingDetail>): void {
    const doc = this.#doc(id);
    const after = afterIncomingAct(doc.state, act);
    if (!after.ok) throw new Failure(after.error.code, after.error.params);
    this.#set(id, { ...change, state: after.value, acts: incomingActs(after.value) });
  }
  #actOut(id: string, act: OutgoingAct, change: Partial<OutgoingDetail>): void {
    const after = afterOutgoingAct(this.#out(id).state, act);
    if (!after.ok) throw new Failure(after.error.code, after.error.params);
    this.#setOut(id, { ...change, state: after.value, acts: outgoingActs(after.value) });
  }
  #doc(id: string): IncomingDetail {
    const doc = this.#incoming.find((d) => d.id === id);
    if (!doc) throw new Failure('documents.not_found');
    return doc;
  }
  #out(id: string): OutgoingDetail {
    const doc = this.#outgoing.find((d) => d.id === id);
    if (!doc) throw new Failure('documents.not_found');
    return doc;
  }
  /** Changes the line's state; specs and screenshots call it. */
  setStatus(change: Partial<ExchangeStatus>): void {
    this.#status = { ...this.#status, ...change };
    this.#options.emit({ topic: 'exchange' });
  }

  handlers(): Handlers<PageCalls, undefined> {
    return { ...this.#session(), ...this.#incomingCalls(), ...this.#outgoingCalls(), ...this.#rest(), ...this.#people };
  }
  #session(): Pick<
    Handlers<PageCalls, undefined>,
    'app.state' | 'setup.defaults' | 'setup.agencies' | 'setup.begin' | 'setup.confirm' | Extract<keyof PageCalls, `session.${string}`>
  > {
    const ready = (mode: Mode): AppState => {
      const office = { mode, organId: 'H99.2', name: 'Ủy ban nhân dân xã Ví Dụ', leaderName: 'Nguyễn Văn Mẫu', leaderPosition: 'Chủ tịch' };
      return {
        ...this.#app,
        phase: 'ready',
        profiles: [{ mode, officeName: office.name, waysIn: ['os', 'passphrase', 'recovery'], people: PEOPLE }],
        office,
        me: this.#me,
        organs: this.#organs(this.#options),
      };
    };
    return {
      'app.state': () => this.#app,
      'setup.agencies': () => ({ rows: [{ organId: 'H99.242', name: 'Ủy ban nhân dân xã Ví Dụ' }], total: 1 }),
      'setup.defaults': ({ mode }) => ({
        organId: mode === 'training' ? 'H99.2' : '',
        officeName: mode === 'training' ? 'Ủy ban nhân dân xã Ví Dụ' : '',
        parentName: '',
        place: mode === 'training' ? 'Ví Dụ' : '',
        clerkName: mode === 'training' ? 'Trần Thị Văn Thư' : '',
        leaderName: mode === 'training' ? 'Lê Thị Ví Dụ' : '',
        leaderPosition: mode === 'training' ? 'CHỦ TỊCH' : '',
      }),
      'setup.begin': () => ({ setupId: crypto.randomUUID(), recoveryCode: CODE }),
      'setup.confirm': ({ recoveryCode }) => {
        const plain = (code: string): string => code.toUpperCase().replace(/[^A-Z0-9]/g, '');
        if (plain(recoveryCode) !== plain(CODE)) throw new Failure('accounts.recovery_code_differs');
        this.#app = ready('training');
        return this.#app;
      },
      'session.unlock': () => {
        this.#app = ready('training');
        return this.#app;
      },
      'session.lock': () => {
        const { me: _, organs: _o, ...rest } = this.#app;
        this.#app = { ...rest, phase: 'locked' };
        return this.#app;
      },
      'session.tokens': () => ({ tokens: [] }),
      'session.tokenBegin': () => ({ actId: crypto.randomUUID() }),
      'session.touch': () => ({}),
      'session.chooseOrgan': ({ organId }) => {
        const chosen = ORGANS.find((o) => o.organId === organId);
        const { office } = this.#app;
        if (chosen && office) this.#app = { ...this.#app, office: { ...office, organId, name: chosen.name } };
        return this.#app;
      },
    };
  }
  #incomingCalls() {
    const list = (states: readonly string[], text: string) =>
      this.#incoming.filter(
        (d) =>
          (states.length === 0 || states.includes(d.state)) &&
          `${d.code} ${d.subject} ${d.sender}`.toLowerCase().includes(text.toLowerCase()),
      );
    const calls: Pick<
      Handlers<PageCalls, undefined>,
      Exclude<Extract<keyof PageCalls, `incoming.${string}`>, 'incoming.correct'> | Extract<keyof PageCalls, `quarantine.${string}`>
    > = {
      ...deskOfIncoming,
      'incoming.list': async ({ states, text, offset, limit }) => {
        await this.#data();
        const rows = list(states, text);
        const counts = {
          arrived: 0,
          registered: 0,
          assigned: 0,
          in_progress: 0,
          finished: 0,
          returned: 0,
          withdrawn: 0,
          recalled: 0,
          merged: 0,
        };
        for (const d of this.#incoming) counts[d.state]++;
        return { rows: rows.slice(offset, offset + limit), total: rows.length, counts };
      },
      'incoming.get': ({ id }) => this.#doc(id),
      'incoming.nextNumber': () => ({ numbers: 'here', number: this.#next, date: legalDateOf(Date.now()) }),
      'incoming.register': ({ id }) => {
        if (!this.#sure) {
          const params = { bookId: uuid(2), book: 'Sổ đăng ký văn bản đến', period: '2027', last: '2026' };
          throw new Failure('registers.period_unsure', params);
        }
        const given = { arrivalNumber: this.#next++, arrivalDate: legalDateOf(Date.now()) };
        this.#act(id, 'register', given);
        return given;
      },
      'incoming.instruct': ({ id, ...instruction }) => {
        const { dueDate, ...words } = instruction;
        this.#act(id, 'instruct', { instruction: { ...words, ...(dueDate === undefined ? {} : { dueDate }) } });
        return {};
      },
      'incoming.progress': ({ id }) => {
        this.#act(id, 'progress', {});
        return {};
      },
      'incoming.finish': ({ ids }) => {
        const finished: string[] = [];
        const failed: { id: string; code: string }[] = [];
        for (const id of ids) {
          if (this.#doc(id).acts.includes('finish')) {
            this.#act(id, 'finish', {});
            finished.push(id);
          } else failed.push({ id, code: 'documents.act_not_allowed' });
        }
        return { finished, failed };
      },
      'incoming.return': ({ id }) => {
        this.#act(id, 'return', {});
        return {};
      },
      'incoming.createPaper': ({ register, notDuplicate, subject }) => {
        if (subject.includes('trùng') && !notDuplicate) {
          throw new Failure('documents.duplicate', { code: '125/SNV-VP', number: 1203, date: '20/11/2026', sender: 'Sở Nội vụ' });
        }
        const doc = { ...incomingDoc(0, this.#pdf?.byteLength ?? 0), id: crypto.randomUUID(), subject };
        this.#incoming = [doc, ...this.#incoming];
        if (!register) return { id: doc.id };
        this.#act(doc.id, 'register', { arrivalNumber: this.#next++, arrivalDate: legalDateOf(Date.now()) });
        return { id: doc.id, arrivalNumber: this.#next - 1 };
      },
      'incoming.registerPending': () => ({}),
      'incoming.orphans': () => ({
        rows: [
          {
            id: uuid(77),
            kind: 'take_back',
            organName: 'Sở Mẫu',
            documentId: 'H99.01,2026/11/18,77/SM-VP',
            reason: 'Gửi nhầm nơi nhận',
            askedAt: Date.now() - 3_600_000,
          },
        ],
      }),
      'incoming.decideDuplicate': () => ({}),
      'incoming.answerRecall': ({ amendmentId, agree, text }) => {
        this.#incoming = this.#incoming.map((d) => ({
          ...d,
          amendments: d.amendments.map((a) =>
            a.id === amendmentId
              ? { ...a, state: agree ? ('agreed' as const) : ('refused' as const), answeredAt: Date.now(), answer: text }
              : a,
          ),
        }));
        return {};
      },
      'quarantine.list': () => ({ rows: QUARANTINE }),
      'quarantine.return': () => ({}),
      'quarantine.readAgain': () => ({}),
      'quarantine.close': () => ({}),
      'quarantine.saveOriginal': () => ({ saved: true }),
    };
    return calls;
  }
  #outgoingCalls() {
    const calls: Pick<Handlers<PageCalls, undefined>, Extract<keyof PageCalls, `outgoing.${string}` | `signing.${string}`>> = {
      ...deskOfOutgoing,
      'outgoing.list': async ({ states, text, offset, limit }) => {
        await this.#data();
        const rows = this.#outgoing.filter(
          (d) => (states.length === 0 || states.includes(d.state)) && `${d.code} ${d.subject}`.toLowerCase().includes(text.toLowerCase()),
        );
        const counts = { draft: 0, leader_signed: 0, numbered: 0, agency_signed: 0, issued: 0, cancelled: 0 };
        for (const d of this.#outgoing) counts[d.state]++;
        return { rows: rows.slice(offset, offset + limit), total: rows.length, counts };
      },
      'outgoing.get': ({ id }) => this.#out(id),
      'outgoing.remarks': ({ id, language, note }) => {
        this.#outgoing = this.#outgoing.map((d) => (d.id === id ? { ...d, language, note } : d));
        this.#options.emit({ topic: 'outgoing', id });
        return {};
      },
      'outgoing.saveDraft': (draft) => {
        const { dueDate, replyToId, id, uploadIds, language, note, ...rest } = draft;
        const doc: OutgoingDetail = {
          ...outgoingDoc(0, this.#pdf?.byteLength ?? 0),
          ...rest,
          priority: 0,
          recipients: rest.recipients.map(({ organId, name }) => ({ name, ...(organId === undefined ? {} : { organId }) })),
          id: id ?? crypto.randomUUID(),
        };
        this.#outgoing = [doc, ...this.#outgoing.filter((d) => d.id !== doc.id)];
        return { id: doc.id };
      },
      'outgoing.sampleDraft': () => ({ uploadId: crypto.randomUUID(), name: 'du-thao-mau.pdf', size: 48_000 }),
      'outgoing.nextNumber': () => ({ numbers: 'here', number: 216, code: '216/UBND-VP', date: legalDateOf(Date.now()) }),
      'outgoing.number': ({ id }) => {
        const given = { number: 216, code: '216/UBND-VP', date: legalDateOf(Date.now()) };
        this.#actOut(id, 'number', { code: given.code, date: given.date });
        return given;
      },
      'outgoing.issue': ({ id }) => {
        this.#actOut(id, 'issue', { dispatch: 'queued' });
        return { dispatched: true, paper: 0 };
      },
      'outgoing.cancel': ({ id }) => {
        this.#actOut(id, 'cancel', {});
        return {};
      },
      'signing.choices': () => ({ choices: this.choices, notes: [] }),
      'signing.begin': ({ id, act, also }) => {
        this.#signing = { id, act };
        this.#together = [id, ...(also ?? [])];
        return { actId: crypto.randomUUID() };
      },
      'signing.perform': async () => {
        await this.holding();
        if (!this.#signing) throw new Failure('signing.no_act');
        this.#actOut(this.#signing.id, this.#signing.act === 'leader' ? 'leader_sign' : 'agency_sign', {});
        return { fileId: uuid(1), signatures: 1 };
      },
      'outgoing.numberPending': () => ({}),
      'outgoing.takeBack': () => ({ withdrawn: 0, asked: 1 }),
      'outgoing.amend': ({ id }) => ({ id }),
      'outgoing.sendAgain': () => ({}),
      'signing.performAll': async () => {
        await this.holding();
        // The token is taken away before the last one.
        const ids = this.#together;
        return {
          results: ids.map((one, i) =>
            i < ids.length - 1 || ids.length < 3 ? { id: one, fileId: uuid(1) } : { id: one, error: { code: 'token.removed' } },
          ),
        };
      },
      ...signingCalls({
        set: this.signing,
        fileId: () => uuid(1),
        size: () => this.#pdf?.byteLength ?? 0,
        waiting: () =>
          this.#outgoing.slice(0, 4).map((d) => ({
            id: d.id,
            fileId: d.files[0]?.id ?? uuid(1),
            name: d.files[0]?.name ?? 'cong-van.pdf',
            size: this.#pdf?.byteLength ?? 0,
            pages: 1,
            code: d.code,
            typeName: d.typeName,
            subject: d.subject,
            signer: d.signer,
            updatedAt: d.updatedAt,
          })),
      }),
      'signing.progress': () => ({ done: this.hold?.done ?? 0, total: this.hold?.total ?? 0, results: [] }),
    };
    return calls;
  }
  #signing: { id: string; act: string } | undefined;
  #together: readonly string[] = [];
  /** Where given, long work stands still until it is let go: for looking at its progress. */
  hold: { readonly phase: 'check' | 'read' | 'make' | 'write'; readonly done: number; readonly total: number } | undefined;
  #letGo: (() => void)[] = [];
  holding(): Promise<void> {
    return this.hold === undefined ? Promise.resolve() : new Promise((resolve) => this.#letGo.push(resolve));
  }
  goOn(): void {
    this.hold = undefined;
    for (const go of this.#letGo.splice(0)) go();
  }
  #rest() {
    const own: Omit<
      Handlers<PageCalls, undefined>,
      Exclude<
        Extract<
          keyof PageCalls,
          `${'app' | 'setup' | 'session' | 'incoming' | 'quarantine' | 'outgoing' | 'signing' | 'people' | 'ways' | 'rekey' | 'lock' | 'office'}.${string}`
        >,
        'incoming.correct'
      >
    > = {
      'work.look': () => (this.hold === undefined ? {} : { now: { ...this.hold, canStop: this.hold.phase !== 'write' } }),
      'work.stop': () => ({ stopped: false }),
      ...fakeSearch(() => this.#incoming),
      ...fakeDossiers(
        () => [this.#incoming, this.#outgoing],
        (topic) => this.#options.emit({ topic }),
      ),
      ...fakeDesk((topic) => this.#options.emit({ topic })),
      ...fakeLists({
        ready: () => this.#data(),
        incoming: () => this.#incoming,
        outgoing: () => this.#outgoing,
        register: (id) => {
          const given = { arrivalNumber: this.#next++, arrivalDate: legalDateOf(Date.now()) };
          this.#act(id, 'register', given);
          return given;
        },
        next: () => this.#next,
        act: (id, act, change) => this.#act(id, act, change),
        set: (id, change) => this.#set(id, change),
        holding: () => this.holding(),
        emit: (topic) => this.#options.emit({ topic }),
      }),
      'exchange.status': () => this.#status,
      ...fakeExchange(
        () => this.#status,
        () => this.#options.emit({ topic: 'exchange' }),
      ),
      'exchange.sendNow': () => ({}),
      ...fakeFolder(),
      ...fakeLook(),
      ...fakeKept(),
      ...fakePaper(),
      ...fakeReading(),
      ...fakeScanning(() => this.#options.emit({ topic: 'scanning' })),
      ...fakeProvince(),
      ...fakeEntry(),
      ...fakeSupport(),
      'secrecy.answer': () => ({}),
      ...fakeCare(),
      'packages.signing': () => ({ kind: 'none' }),
      'packages.setSigning': ({ kind }) => ({ kind }),
      'training.network': ({ cut }) => {
        this.setStatus(
          cut
            ? { trainingCut: true, line: { kind: 'no_network', since: Date.now() - 1_200_000 }, waitingDocuments: 3, waitingStatuses: 1 }
            : {
                trainingCut: false,
                line: { kind: 'connected' },
                waitingDocuments: 0,
                waitingStatuses: 0,
                afterOutage: { at: Date.now(), sent: 4, toSend: 4, received: 2 },
              },
        );
        return {};
      },
      'training.startDay': () => ({ total: 47 }),
      'training.day': () => ({ day: { name: 'busy_day', sent: 12, total: 47 } }),
      'training.pin': () => ({ pin: this.pin }),
      ...fakeDirectory(),
      ...fakeTokens(),
      ...fakeDeadlines(() => this.#options.emit({ topic: 'incoming' }), this.#urgentCame),
      ...fakeCodeLists(),
      ...fakeVerify(),
      ...this.#care,
      ...fakeBooks(
        () => this.#incoming,
        () => this.#pdf?.byteLength ?? 0,
      ),
      'registers.sure': () => {
        this.#sure = true;
        return {};
      },
      'files.info': () => ({ size: this.#pdf?.byteLength ?? 0, name: 'a.pdf', detected: 'pdf' }),
      'files.read': ({ offset, length }) => ({ bytes: this.#pdf?.slice(offset, offset + length) ?? new Uint8Array() }),
      'files.saveOutside': () => ({ saved: true }),
      // Of the paper that was scanned, whose file had lost its table.
      'originals.list': ({ incomingId }) => ({
        files:
          incomingId === uuid(4)
            ? [
                { id: uuid(900_005), name: 'QUET_20261120_0815.pdf', size: 4_812_345, mended: true },
                { id: uuid(900_006), name: 'QUET_20261120_0816.tif', size: 14_812_345, mended: false },
              ]
            : [],
      }),
      'originals.save': () => ({ saved: true }),
      'files.attach': () => ({ fileId: uuid(1) }),
      'files.saveMade': () => ({ saved: true }),
      'upload.begin': ({ name, size }) => {
        if (size === 0) throw new Failure('files.empty', { name });
        return { uploadId: crypto.randomUUID() };
      },
      'upload.chunk': () => ({}),
      'files.printed': () => ({}),
      'upload.drop': () => ({}),
      'upload.finish': ({ uploadId }) => ({ uploadId, detected: 'pdf', pages: 3, size: 240_000 }),
    };
    return own;
  }
}
