/**
 * Guided lessons of training. A lesson begins with a document that the training axis sends for it; its steps are proved by
 * the store: what became of that document, what stands in the books, what the axis has. Progress is kept for each person.
 */
import type { LessonView } from '../../contract/page/lessons.ts';
import type { IncomingState } from '../../domain/documents.ts';
import { Failure } from '../../domain/errors.ts';
import { LESSON_IDS, LESSONS, type LessonId, type StepId, stepsDone, stuckAt } from '../../domain/lessons.ts';
import { legalDateOf, screenDate, screenHour } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { type PrintFonts, printSheet } from '../print/index.ts';
import type { Store } from '../store/types.ts';

/** What the lessons need of the training world. */
export interface LessonWorld {
  /** Sends a document to this office; says what it is. */
  send(): Promise<{ organId: string; code: string; documentId: string }>;
  /** The sender asks for it back. */
  takeBack(about: { organId: string; code: string; documentId: string }): Promise<void>;
  /** The line is cut by the trainee. */
  cut(): boolean;
}
interface Running {
  readonly lesson: LessonId;
  readonly startedAt: number;
  readonly about: { readonly organId: string; readonly code: string; readonly documentId: string };
  readonly done: Partial<Record<StepId, number>>;
  /** The store's sequence when the line was cut. */
  readonly cutSeq?: number;
  readonly asked?: boolean;
}
interface Finished {
  readonly lesson: LessonId;
  readonly startedAt: number;
  readonly endedAt: number;
  /** Times it was begun. */
  readonly begun: number;
}
interface Progress {
  readonly running?: Running;
  readonly finished: readonly Finished[];
  readonly begun: Partial<Record<LessonId, number>>;
}
const keyOf = (actor: Actor): string => `lessons.${actor.personId ?? ''}`;
const progressOf = (store: Store, actor: Actor): Progress =>
  JSON.parse(store.setting(keyOf(actor)) ?? '{"finished":[],"begun":{}}') as Progress;
const keep = (store: Store, actor: Actor, progress: Progress): void => store.setSetting(keyOf(actor), JSON.stringify(progress));

/** Begins a lesson, in place of one under way. */
export async function beginLesson(store: Store, actor: Actor, world: LessonWorld, lesson: LessonId): Promise<void> {
  // Over a cut line nothing would come.
  if (world.cut()) throw new Failure('lessons.line_cut');
  const about = await world.send();
  const progress = progressOf(store, actor);
  store.tx(() => {
    keep(store, actor, {
      ...progress,
      begun: { ...progress.begun, [lesson]: (progress.begun[lesson] ?? 0) + 1 },
      running: { lesson, startedAt: store.now(), about, done: {} },
    });
    record(store, actor, 'lesson.begin', store.workstationId, lesson);
  }, 'lesson:begin');
}
export function leaveLesson(store: Store, actor: Actor): void {
  const { running: _, ...rest } = progressOf(store, actor);
  keep(store, actor, rest);
}

/** Looks at what the store holds now, keeps what is newly done, and lets the other office do its part. */
export async function lookAtLesson(store: Store, actor: Actor, world: LessonWorld): Promise<LessonView> {
  const progress = progressOf(store, actor);
  const { running } = progress;
  if (running === undefined) return viewOf(store, progress);
  const seq = Number(store.db.prepare('SELECT last FROM sequence').pluck().get());
  const cutSeq = cutFrom(running, world, seq);
  const facts: Facts = { store, running: { ...running, ...(cutSeq === undefined ? {} : { cutSeq }) }, cut: world.cut() };
  const kept = Object.keys(running.done) as StepId[];
  const before = kept.filter((step) => stillDone(step, facts));
  const done = stepsDone(running.lesson, before, (step) => HOLDS[step](facts));
  const asks = running.lesson === 'recall' && done.includes('registered') && running.asked !== true;
  if (asks) await world.takeBack(running.about);
  const fresh = done.filter((step) => !before.includes(step));
  if (fresh.length === 0 && before.length === kept.length && cutSeq === running.cutSeq && !asks) return viewOf(store, progress);
  const now = store.now();
  const { cutSeq: _, ...rest } = running;
  const next: Running = {
    ...rest,
    done: Object.fromEntries(done.map((step) => [step, running.done[step] ?? now])),
    ...(cutSeq === undefined || !done.includes('cut') ? {} : { cutSeq }),
    ...(asks || running.asked ? { asked: true } : {}),
  };
  const whole = done.length === LESSONS[running.lesson].length;
  const ended: Finished = {
    lesson: running.lesson,
    startedAt: running.startedAt,
    endedAt: now,
    begun: progress.begun[running.lesson] ?? 1,
  };
  const first = whole && !progress.finished.some((one) => one.lesson === running.lesson && one.startedAt === running.startedAt);
  const written: Progress = { ...progress, running: next, finished: first ? [...progress.finished, ended].slice(-50) : progress.finished };
  store.tx(() => {
    keep(store, actor, written);
    if (first) record(store, actor, 'lesson.finish', store.workstationId, running.lesson);
  }, 'lesson:look');
  return viewOf(store, written);
}

/** From when work over the cut line counts. Joined again before any was done, the next cut counts anew: what was done meanwhile proves nothing. */
function cutFrom({ done, cutSeq }: Running, world: LessonWorld, seq: number): number | undefined {
  if (done.worked !== undefined) return cutSeq;
  return world.cut() ? (cutSeq ?? seq) : undefined;
}

/** Steps about the reply itself: it may be thrown away, cancelled, and written anew. */
const OF_REPLY: readonly StepId[] = ['drafted', 'signed', 'numbered', 'sealed', 'issued'];
/**
 * What was proved stays proved, but for what the next step stands on and is there no more: the line that was joined before any
 * work, the reply that was cancelled. The learner is led back to it, and not told to press what is not offered.
 */
function stillDone(step: StepId, facts: Facts): boolean {
  const { lesson, done, cutSeq } = facts.running;
  if (lesson === 'outage' && step === 'cut') return done.worked !== undefined || (facts.cut && cutSeq !== undefined);
  if (lesson === 'reply' && OF_REPLY.includes(step)) return done.issued !== undefined || HOLDS[step](facts);
  return true;
}

interface Facts {
  readonly store: Store;
  readonly running: Running;
  readonly cut: boolean;
}
interface DocumentRow {
  readonly id: string;
  readonly state: IncomingState;
  readonly arrival_number: number | null;
  readonly instruction: string | null;
}
const document = ({ store, running }: Facts): DocumentRow | undefined =>
  store.db
    .prepare<[string, string], DocumentRow>(
      'SELECT id, state, arrival_number, instruction FROM incoming WHERE document_id = ? AND sender_organ_id = ? ORDER BY seq LIMIT 1',
    )
    .get(running.about.documentId, running.about.organId);
const REPLY_STATES = ['draft', 'leader_signed', 'numbered', 'agency_signed', 'issued'];
/** The furthest reply to the lesson's document has come at least to this state. */
function replyAt(facts: Facts, state: string): boolean {
  const row = document(facts);
  if (row === undefined) return false;
  const states = facts.store.db.prepare<[string], string>('SELECT state FROM outgoing WHERE reply_to_id = ?').pluck().all(row.id);
  return states.some((one) => REPLY_STATES.indexOf(one) >= REPLY_STATES.indexOf(state));
}
const some = ({ store }: Facts, sql: string, ...values: readonly (string | number)[]): boolean =>
  store.db.prepare(sql).get(...values) !== undefined;
const ofDocument = (facts: Facts, sql: string): boolean => {
  const row = document(facts);
  return row !== undefined && some(facts, sql, row.id);
};

const HOLDS: Readonly<Record<StepId, (facts: Facts) => boolean>> = {
  come: (facts) => document(facts) !== undefined,
  registered: (facts) => typeof document(facts)?.arrival_number === 'number',
  instructed: (facts) => typeof document(facts)?.instruction === 'string',
  finished: (facts) => document(facts)?.state === 'finished',
  // Of each step the sender was told, and the axis has it.
  reported: (facts) =>
    ofDocument(facts, `SELECT 1 FROM dispatch WHERE incoming_id = ? AND kind = 'status' AND status_code = '06' AND state = 'accepted'`),
  drafted: (facts) => replyAt(facts, 'draft'),
  signed: (facts) => replyAt(facts, 'leader_signed'),
  numbered: (facts) => replyAt(facts, 'numbered'),
  sealed: (facts) => replyAt(facts, 'agency_signed'),
  issued: (facts) => replyAt(facts, 'issued'),
  received: (facts) =>
    ofDocument(
      facts,
      `SELECT 1 FROM delivery v JOIN dispatch d ON d.id = v.dispatch_id JOIN outgoing o ON o.id = d.outgoing_id
       WHERE o.reply_to_id = ? AND v.state = 'delivered' LIMIT 1`,
    ),
  cut: ({ cut }) => cut,
  // What is done after the line was joined again proves nothing.
  worked: (facts) =>
    facts.cut && some(facts, 'SELECT 1 FROM book_number WHERE seq > ? LIMIT 1', facts.running.cutSeq ?? Number.MAX_SAFE_INTEGER),
  waiting: (facts) =>
    some(
      facts,
      `SELECT 1 FROM dispatch WHERE seq > ? AND state IN ('queued', 'sending', 'unknown') LIMIT 1`,
      facts.running.cutSeq ?? Number.MAX_SAFE_INTEGER,
    ),
  joined: ({ cut }) => !cut,
  drained: (facts) =>
    some(facts, `SELECT 1 FROM dispatch WHERE seq > ? LIMIT 1`, facts.running.cutSeq ?? Number.MAX_SAFE_INTEGER) &&
    !some(facts, `SELECT 1 FROM dispatch WHERE seq > ? AND state <> 'accepted' LIMIT 1`, facts.running.cutSeq ?? Number.MAX_SAFE_INTEGER),
  asked: (facts) => ofDocument(facts, `SELECT 1 FROM amendment WHERE incoming_id = ? AND direction = 'in' LIMIT 1`),
  answered: (facts) =>
    ofDocument(facts, `SELECT 1 FROM amendment WHERE incoming_id = ? AND direction = 'in' AND state IN ('agreed', 'refused') LIMIT 1`),
  told: (facts) =>
    ofDocument(
      facts,
      `SELECT 1 FROM dispatch WHERE incoming_id = ? AND kind = 'status' AND status_code IN ('15', '16') AND state = 'accepted'`,
    ),
};

function viewOf(store: Store, { running, finished, begun }: Progress): LessonView {
  const row = running && document({ store, running, cut: false });
  const steps: readonly StepId[] = running ? LESSONS[running.lesson] : [];
  const next = steps.find((step) => running?.done[step] === undefined);
  return {
    lessons: LESSON_IDS.map((id) => {
      const last = finished.filter((one) => one.lesson === id).at(-1);
      return { id, steps: LESSONS[id].length, begun: begun[id] ?? 0, ...(last ? { finishedAt: last.endedAt } : {}) };
    }),
    ...(running
      ? {
          running: {
            lesson: running.lesson,
            code: running.about.code,
            steps: LESSONS[running.lesson].map((step) => ({
              step,
              ...(running.done[step] === undefined ? {} : { doneAt: running.done[step] }),
            })),
            ...(row ? { documentId: row.id } : {}),
            ...(stuckAt(next, row?.state) ? { stuck: true as const } : {}),
          },
        }
      : {}),
  };
}

const TITLES: Readonly<Record<LessonId, string>> = {
  arrival: 'Văn bản đến đầu tiên',
  reply: 'Soạn và gửi văn bản trả lời',
  outage: 'Làm việc khi mất kết nối',
  recall: 'Nơi gửi đề nghị lấy lại văn bản',
};
/** Phiếu kết quả: each lesson with when it was done and at which try, to be signed. */
export function printResults(
  store: Store,
  actor: Actor,
  place: { readonly officeName: string; readonly parentName: string; readonly placeAndDate: string; readonly fonts: PrintFonts },
): Promise<Uint8Array> {
  const { finished, begun } = progressOf(store, actor);
  const moment = (at: number): string => `${screenHour(at)} ${screenDate(legalDateOf(at))}`;
  const done = LESSON_IDS.filter((id) => finished.some((one) => one.lesson === id)).length;
  return printSheet({
    ...place,
    watermark: 'TẬP HUẤN',
    title: 'Phiếu kết quả tập huấn',
    subtitle: `Người học: ${actor.name}`,
    paragraphs: [`Đã hoàn thành ${done}/${LESSON_IDS.length} bài. Máy tự kiểm tra từng bước theo dữ liệu trong sổ tập huấn.`],
    table: {
      headings: ['Bài', 'Số bước', 'Kết quả', 'Hoàn thành lúc', 'Thời gian làm (phút)', 'Số lần làm'],
      widths: [34, 9, 16, 18, 13, 10],
      rows: LESSON_IDS.map((id) => {
        const last = finished.filter((one) => one.lesson === id).at(-1);
        return [
          TITLES[id],
          String(LESSONS[id].length),
          last ? 'Hoàn thành' : 'Chưa hoàn thành',
          last ? moment(last.endedAt) : '',
          last ? String(Math.max(1, Math.round((last.endedAt - last.startedAt) / 60_000))) : '',
          String(begun[id] ?? 0),
        ];
      }),
      empty: '',
    },
    signers: [{ title: 'NGƯỜI HỌC', name: actor.name }, { title: 'NGƯỜI HƯỚNG DẪN' }],
  });
}
