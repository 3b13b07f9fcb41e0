/** The training world at work: axis, keys, tokens, the other offices; made in its folder, found again at every start. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import type { TrainingCalls, TrainingDay, TrainingPlay, TrainingPlayed, TrainingWorld } from '../contract/training/index.ts';
import type { Handlers } from '../contract/wire.ts';
import { Failure } from '../domain/errors.ts';
import { edxmlDocumentId, organId } from '../domain/ids.ts';
import type { LetterFonts } from '../formats/letter/index.ts';
import { openAxis, type RecipientRow, type TrainingAxis } from './axis/index.ts';
import { businessOf, DAYS, documentIdOf, type Step } from './day.ts';
import { buildPackage, openWorkshop, type Plan, planDocuments, sampleDraft, type Workshop } from './documents.ts';
import { sealImage, signatureImage } from './images.ts';
import { openKeys } from './keys.ts';
import { DEFAULT_DELAYS, OtherOffices, type ReplyDelays } from './offices.ts';
import { loadFonts } from './resources.ts';
import type { Sample } from './samples.ts';
import { TRAINING_PIN, TrainingTokens } from './token.ts';
import { answerQuery } from './tsa.ts';
import { loadOffices, OFFICES, type OfficeFacts, writePrivate } from './world.ts';

/** Documents that are there when the world is; making one takes a tenth of a second, so the others follow at once but behind. */
const AT_START = 12;
/** Of the first documents, how many come in later, one after the other. */
const LATE_DOCUMENTS = 4;
const LATE_EVERY_MS = 40_000;
/** Documents of lessons: their numbers begin beyond those of the scripted days. */
const LESSON_NUMBERS = 8_000;
const LESSON_PLANS = 12;
const ROUND_MS = 1_000;
const PAUSE_MS = 200;

export interface TrainingOptions {
  readonly replyDelays?: ReplyDelays;
  readonly lateEveryMs?: number;
  /** Instead of what is asked for: so many documents wait in a new world, and none comes later. */
  readonly documents?: number;
  readonly roundMs?: number;
  readonly onUnexpected?: (error: unknown) => void;
}
interface Running {
  readonly world: TrainingWorld;
  readonly axis: TrainingAxis;
  readonly offices: OtherOffices;
  readonly fonts: LetterFonts;
  readonly timers: NodeJS.Timeout[];
  readonly shop: Workshop;
  readonly submit: (bytes: Uint8Array, from: OfficeFacts, timestamp: string, deduplicate: boolean) => Promise<void>;
  day?: { readonly name: TrainingDay; sent: number; readonly total: number; stopped: boolean };
  /** Ends when the first documents are all sent, or the world closes. */
  readonly following: Promise<void>;
}

export class Training {
  readonly #options: TrainingOptions;
  #starting: Promise<Running> | undefined;
  #closing = false;
  #days: Promise<unknown> = Promise.resolve();
  #tokens: (tokens: TrainingTokens) => void = () => {};
  /** Ready once the world was started. */
  readonly tokens: Promise<TrainingTokens>;

  constructor(options: TrainingOptions = {}) {
    this.#options = options;
    this.tokens = new Promise((resolve) => {
      this.#tokens = resolve;
    });
  }

  readonly handlers: Handlers<TrainingCalls, undefined> = {
    start: async (input) => {
      this.#starting ??= this.#start(input).catch((error: unknown) => {
        this.#starting = undefined;
        throw error;
      });
      return (await this.#starting).world;
    },
    day: async ({ name, pace }) => this.#playDay(await this.#running(), name, pace ?? 1),
    play: async (act) => this.#act(await this.#running(), act),
    dayState: async () => {
      const { day } = await this.#running();
      return day === undefined ? {} : { day: { name: day.name, sent: day.sent, total: day.total } };
    },
    faults: async (faults) => {
      await (await this.#running()).axis.setFaults(faults);
      return {};
    },
    sampleDraft: async ({ subject, recipient }) => {
      const { fonts } = await this.#running();
      return { name: 'Du thao.pdf', pdf: await sampleDraft(fonts, subject, recipient, Date.now()) };
    },
    ledger: async () => ({
      packages: (await this.#running()).axis.ledger().map((r) => ({
        docId: r.docId,
        from: r.from,
        to: r.to,
        messageType: r.messageType,
        documentId: r.documentId,
        ...(r.statusCode === '' ? {} : { statusCode: r.statusCode }),
        sha256: r.sha256,
        state: r.state,
      })),
    }),
  };

  /** What the other offices received, a sender's DocumentId counted once. */
  async received(): Promise<Readonly<Record<string, number>>> {
    return (await this.#running()).offices.received();
  }

  async close(): Promise<void> {
    if (this.#starting === undefined) return;
    const running = await this.#starting;
    this.#starting = undefined;
    this.#closing = true;
    for (const timer of running.timers) clearInterval(timer);
    await running.following;
    await this.#days;
    await running.offices.round();
    await running.axis.close();
    this.#closing = false;
  }

  readonly #report = (error: unknown): void => (this.#options.onUnexpected ?? console.error)(error);

  #running(): Promise<Running> {
    return this.#starting ?? Promise.reject(new Failure('training.not_started'));
  }

  async #start(input: { dir: string; documents: number; autoReply: boolean }): Promise<Running> {
    const { dir } = input;
    const offices = loadOffices(dir);
    const fonts = loadFonts();
    const keys = await openKeys(join(dir, 'keys'));
    const axis = await openOnSamePort(dir, offices, this.#options.onUnexpected, (query) => answerQuery(query, keys.timestamp, Date.now()));
    const systemIds = new Map(offices.map((o) => [o.organId, o.systemId]));
    const others = new OtherOffices(axis, systemIds, this.#options.replyDelays ?? DEFAULT_DELAYS);
    const shop = await openWorkshop(fonts, keys);
    const [here] = OFFICES;
    const submit: Running['submit'] = async (bytes, from, timestamp, deduplicate) => {
      const systemId = systemIds.get(from.organId) ?? '';
      await axis.submit(bytes, { systemId, timestamp, messageType: 'edoc', deduplicate, to: [here.organId] });
    };
    const send = async (plan: Plan): Promise<void> =>
      submit(await buildPackage(shop, plan), plan.office, `${plan.number}/${plan.notation}`, true);
    const { now, soon, late } = this.#firstDocuments(dir, input, axis);
    for (const plan of now) await send(plan);
    const timers = input.autoReply ? this.#play(others, late, send) : [];
    this.#tokens(new TrainingTokens(keys));
    const world: TrainingWorld = {
      axisUrl: axis.url,
      tsaUrl: `${axis.url}/tsa`,
      offices,
      trustAnchors: [keys.ca],
      pin: TRAINING_PIN,
      people: { leader: here.leader, leaderPosition: here.leaderPosition, clerk: here.clerk },
      signatureImage: await signatureImage(fonts.regular, here.leader),
      sealImage: await sealImage(fonts.bold, here.name),
    };
    return { world, axis, offices: others, fonts, timers, shop, submit, following: this.#follow(soon, send) };
  }

  async #follow(plans: readonly Plan[], send: (plan: Plan) => Promise<void>): Promise<void> {
    for (const plan of plans) {
      // Whoever asks something meanwhile is answered between two documents.
      await nextTurn();
      if (this.#closing) return;
      await send(plan).catch(this.#report);
    }
  }

  /** Steps that are due at once follow each other; the others come at their time. */
  #playDay(running: Running, name: TrainingDay, pace: number): { cutsLine: boolean; total: number } {
    const script = DAYS[name];
    const steps = script.steps(Date.now());
    if (running.day) running.day.stopped = true;
    const day = { name, sent: 0, total: steps.length, stopped: false };
    running.day = day;
    const [, department, neighbour] = OFFICES;
    const behaviours = new Map([
      [department.organId, script.behaviours[0]],
      [neighbour.organId, script.behaviours[1]],
    ]);
    running.offices.behave(behaviours, (office, about) => this.#askBack(running, office, about));
    const play = async (): Promise<void> => {
      const begun = Date.now();
      for (const step of steps) {
        await this.#pause(step.at * pace - (Date.now() - begun));
        if (day.stopped || this.#closing) return;
        await this.#playStep(running, step).catch(this.#report);
        day.sent++;
      }
    };
    this.#days = Promise.all([this.#days, play()]);
    return { cutsLine: script.cutsLine, total: steps.length };
  }
  /** A closing world does not wait for the next step. */
  async #pause(ms: number): Promise<void> {
    for (let left = ms; left > 0 && !this.#closing; left -= PAUSE_MS) await delay(Math.min(left, PAUSE_MS));
  }

  async #playStep({ shop, submit, offices }: Running, step: Step): Promise<void> {
    const [here, , neighbour] = OFFICES;
    const { plan, about, kind } = step;
    const stamp = `${plan.number}/${plan.notation} ${kind}`;
    if (kind === 'take_back' && about !== undefined)
      return offices.takeBack(about.office, here.organId, { code: `${about.number}/${about.notation}`, documentId: documentIdOf(about) });
    if (kind === 'again' && about !== undefined) return submit(await buildPackage(shop, about), about.office, stamp, false);
    const { business, about: responseFor } = businessOf(step, here.organId);
    const unusual = { business, responseFor, poison: kind === 'poison', ...(kind === 'misdirected' ? { to: neighbour } : {}) };
    return submit(await buildPackage(shop, plan, unusual), plan.office, stamp, true);
  }

  /** What a lesson asks of another office. */
  async #act({ shop, submit, offices, axis }: Running, act: TrainingPlay): Promise<TrainingPlayed> {
    const [here, department, neighbour] = OFFICES;
    if (act.what === 'take_back') {
      const office = [department, neighbour].find(({ organId: code }) => code === act.about.organId) ?? department;
      await offices.takeBack(office, here.organId, act.about);
      return act.about;
    }
    // A plain document with both signatures: a lesson is about its own steps.
    const plans = planDocuments(LESSON_PLANS, Date.now()).filter(
      ({ sample }) => sample.priority === undefined && sample.signed === undefined,
    );
    const taken = new Set(axis.ledger().map((row) => JSON.stringify([row.from, row.code])));
    for (let number = LESSON_NUMBERS; ; number++) {
      const plan = plans[number % plans.length];
      if (plan === undefined) throw new Failure('training.not_started');
      const code = `${number}/${plan.notation}`;
      if (taken.has(JSON.stringify([plan.office.organId, code]))) continue;
      const lesson: Plan = { ...plan, number: String(number) };
      await submit(await buildPackage(shop, lesson), lesson.office, `${code} lesson`, true);
      return { organId: lesson.office.organId, code, documentId: documentIdOf(lesson) };
    }
  }

  /** A letter that asks about a document of ours. */
  async #askBack({ shop, submit, axis }: Running, office: OfficeFacts, about: RecipientRow): Promise<void> {
    const [first] = planDocuments(1, Date.now());
    if (first === undefined) return;
    const number = String(7000 + ((about.code.length * 131 + (about.documentId.codePointAt(about.documentId.length - 1) ?? 0)) % 2000));
    if (axis.ledger().some((row) => row.from === office.organId && row.code === `${number}/${office.notation}`)) return;
    const sample: Sample = {
      from: 'department',
      type: 'Công văn',
      subject: `đề nghị làm rõ nội dung văn bản số ${about.code}`,
      dueIn: 3,
      body: [
        `${office.name} nhận được văn bản số ${about.code} của Ủy ban nhân dân xã Ví Dụ. Để có cơ sở tổng hợp, đề nghị làm rõ số liệu và bổ sung tài liệu kèm theo.`,
      ],
    };
    const plan: Plan = { ...first, sample, office, number, notation: office.notation, subject: sample.subject };
    const responseFor = [{ organId: organId(about.from), code: about.code, documentId: edxmlDocumentId(about.documentId) }];
    await submit(await buildPackage(shop, plan, { responseFor }), office, `${number} asks`, true);
  }

  /** The documents of a new world, by when they are to be sent; what an earlier start sent is not among them. */
  #firstDocuments(
    dir: string,
    input: { documents: number; autoReply: boolean },
    axis: TrainingAxis,
  ): { now: readonly Plan[]; soon: readonly Plan[]; late: Plan[] } {
    const path = join(dir, 'documents.json');
    const { documents } = this.#options;
    const begun: { at: number; count: number } = existsSync(path)
      ? JSON.parse(readFileSync(path, 'utf8'))
      : { at: Date.now(), count: documents ?? input.documents };
    if (!existsSync(path)) writePrivate(path, JSON.stringify(begun));
    // The plan is the same at every start: a document is known by its sender and code.
    const known = new Set(axis.ledger().map((r) => JSON.stringify([r.from, r.code])));
    const plans = planDocuments(begun.count, begun.at);
    const isKnown = (p: Plan): boolean => known.has(JSON.stringify([p.office.organId, `${p.number}/${p.notation}`]));
    const late = documents === undefined && input.autoReply && begun.count > LATE_DOCUMENTS ? LATE_DOCUMENTS : 0;
    const cut = begun.count - late;
    const first = plans.slice(0, cut).filter((p) => !isKnown(p));
    return { now: first.slice(0, AT_START), soon: first.slice(AT_START), late: plans.slice(cut).filter((p) => !isKnown(p)) };
  }

  #play(others: OtherOffices, late: Plan[], send: (plan: Plan) => Promise<void>): NodeJS.Timeout[] {
    const rounds = setInterval(() => void others.round().catch(this.#report), this.#options.roundMs ?? ROUND_MS);
    const arrivals = setInterval(() => {
      const next = late.shift();
      if (next === undefined) clearInterval(arrivals);
      else void send(next).catch(this.#report);
    }, this.#options.lateEveryMs ?? LATE_EVERY_MS);
    return [rounds, arrivals];
  }
}

/** The address stays the same from start to start where its port is free. */
async function openOnSamePort(
  dir: string,
  offices: TrainingWorld['offices'],
  onUnexpected: ((error: unknown) => void) | undefined,
  timestamp: (query: Uint8Array) => Uint8Array,
): Promise<TrainingAxis> {
  const file = join(dir, 'port');
  const kept = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  const options = { dir: join(dir, 'axis'), offices, timestamp, ...(onUnexpected === undefined ? {} : { onUnexpected }) };
  const axis = await openAxis({ ...options, port: kept }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    return openAxis(options);
  });
  writePrivate(file, new URL(axis.url).port);
  return axis;
}
