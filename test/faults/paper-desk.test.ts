/**
 * The office with its line down from start to finish, on the real processes: papers in, documents out on paper and
 * electronically, copies, petitions; the core ended twice by SIGKILL on the way; then the line comes back.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readAll } from '../../demo/count.ts';
import { type Desk, newPassphrase, openDesk } from '../../demo/desk.ts';
import type { SigningAct } from '../../src/contract/page/signing.ts';
import { Failure } from '../../src/domain/errors.ts';
import { OFFICES } from '../../src/training/world.ts';
import { setUp } from './journey.ts';

const passphrase = newPassphrase();
const dir = mkdtempSync(join(tmpdir(), 'tvt-paper-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const PAPERS = 30;
const HELD = 3;
const PAIRS = 3;

let ends = 0;
/** Runs one act; where the core was ended under it, signs in again and looks whether it was done before doing it once more. */
async function again<T>(desk: Desk, done: () => Promise<T | undefined>, act: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return (await done()) ?? (await act());
    } catch (error) {
      if (!(error instanceof Failure) || error.error.code !== 'contract.closed') throw error;
      ends++;
      await signIn(desk);
    }
  }
}
async function signIn(desk: Desk): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    try {
      const state = await desk.call['app.state']({});
      if (state.phase !== 'ready') await desk.call['session.unlock']({ mode: 'training', way: 'passphrase', secret: passphrase });
      return;
    } catch (error) {
      if (!(error instanceof Failure) || error.error.code !== 'contract.closed') throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
      desk.reconnect();
    }
  }
  throw new Error('the core did not come back');
}
async function signFile(desk: Desk, id: string, act: SigningAct, pin: string): Promise<void> {
  const { choices } = await desk.call['signing.choices']({ id, act });
  const choice = choices.find((one) => one.refused === undefined);
  if (!choice) throw new Error(`no token for ${act}: ${JSON.stringify(choices.map((one) => one.refused))}`);
  const { actId } = await desk.call['signing.begin']({ id, act, serial: choice.serial, certificateSha256: choice.certificateSha256 });
  const answer = await desk.sendPin(actId, 'training', pin);
  if (!answer.ok) throw new Failure(answer.error.code, answer.error.params);
  await desk.call['signing.perform']({ actId });
}
const sample = async (desk: Desk, subject: string): Promise<string> =>
  (await desk.call['outgoing.sampleDraft']({ subject, recipient: 'Sở Mẫu' })).uploadId;

interface Known {
  readonly number: string;
  readonly notation: string;
  readonly date: string;
  readonly sender: string;
}
/** Papers in both orders: before their twins on the axis (1–3), after them (4, 5), behind what Zalo brought (6, 7), before it (28–30). */
const AXIS_FIRST = 2;
const [ZALO_FIRST, ITS_PAPER] = [PAIRS + AXIS_FIRST + 1, PAIRS + AXIS_FIRST + 2];

/** What came on paper, by Zalo, by post; some of it the axis holds for us or brought before, some Zalo brought first or brings again. */
async function papersIn(desk: Desk, onAxis: readonly Known[], here: readonly (Known & { id: string })[]): Promise<void> {
  const idOf = async (subject: string): Promise<string | undefined> => {
    const { rows } = await desk.call['incoming.list']({ states: [], text: subject, offset: 0, limit: 5 });
    return rows.find((row) => row.subject === subject)?.id;
  };
  for (let n = 1; n <= PAPERS; n++) {
    const twin = here[n - 1 - PAIRS];
    const held = n > PAPERS - HELD;
    const subject = `Giấy đến ${n}`;
    const own = n === ITS_PAPER ? ZALO_FIRST : held ? n - HELD : n;
    const facts = onAxis[n - 1] ??
      twin ?? { number: String(500 + own), notation: 'CV-GIAY', date: '2026-11-02', sender: 'Hội Giấy tỉnh Mẫu' };
    const { number, notation, date, sender } = facts;
    const mergeInto = twin?.id ?? (n === ITS_PAPER ? await idOf(`Giấy đến ${ZALO_FIRST}`) : undefined);
    await again(
      desk,
      () => idOf(subject),
      async () => {
        const made = await desk.call['incoming.createPaper']({
          ...{
            number,
            notation,
            date,
            sender,
            subject,
            typeName: 'Công văn',
            signer: 'Người Ký',
            priority: 0,
            uploadIds: [],
            register: true,
          },
          channel: held || n === ZALO_FIRST ? 'zalo' : n % 2 === 0 ? 'post' : 'hand',
          notDuplicate: held,
          ...(mergeInto === undefined ? {} : { mergeInto }),
        });
        return made.id;
      },
    );
  }
  // What Zalo brought again is joined with the paper that is here.
  const { rows } = await desk.call['paper.held']({});
  expect(rows).toHaveLength(HELD);
  for (const row of rows) {
    // Told apart when it was taken in: the clerk looks again.
    const code = row.code;
    const { rows: all } = await desk.call['incoming.list']({ states: ['registered'], text: code, offset: 0, limit: 5 });
    const into = all.find((one) => one.code === code);
    if (into) await desk.call['paper.join']({ id: row.id, otherId: into.id });
  }
}

const draftOf = (subject: string, uploadIds: string[], recipients: object[]) => ({
  typeName: 'Công văn',
  subject,
  content: '',
  competence: 'TM. ỦY BAN NHÂN DÂN',
  signerPosition: 'CHỦ TỊCH',
  signer: 'Nguyễn Văn Mẫu',
  priority: 0,
  toPlaces: [],
  recipients: recipients as { name: string }[],
  uploadIds,
});
async function draft(desk: Desk, subject: string, recipients: object[]): Promise<string> {
  return again(
    desk,
    async () => {
      const { rows } = await desk.call['outgoing.list']({ states: [], text: subject, offset: 0, limit: 5 });
      return rows.find((row) => row.subject === subject)?.id;
    },
    async () => (await desk.call['outgoing.saveDraft'](draftOf(subject, [await sample(desk, subject)], recipients))).id,
  );
}
async function signing(desk: Desk): Promise<{ pin: string }> {
  return desk.call['training.pin']({});
}
/** From draft to issued, looking at the state before each step. */
async function carryOn(desk: Desk, id: string, way: 'electronic' | 'printed' | 'by_hand', pin: string): Promise<void> {
  for (;;) {
    const state = await again(
      desk,
      async () => undefined,
      async () => (await desk.call['outgoing.get']({ id })).state,
    );
    if (state === 'issued') return;
    await again(
      desk,
      async () => ((await desk.call['outgoing.get']({ id })).state === state ? undefined : true),
      async () => {
        if (state === 'draft' && way === 'by_hand') await desk.call['paper.signedByHand']({ id, signedOn: '2026-11-02' });
        else if (state === 'draft') await desk.sign(id, 'leader', (choice) => choice.kind === 'training', pin);
        else if (state === 'leader_signed') await desk.call['outgoing.number']({ id });
        else if (state === 'numbered' && way === 'electronic') await desk.sign(id, 'agency', (choice) => choice.kind === 'training', pin);
        else {
          if (way === 'printed') {
            const { count } = await desk.call['paper.printForSeal']({ id, copies: 3, duplex: false });
            expect(count.copies).toBe(3);
          }
          const issued = await desk.call['outgoing.issue']({ id });
          expect([way, issued.dispatched]).toEqual([way, way === 'electronic']);
        }
        return true;
      },
    );
  }
}

async function copiesAndPetitions(desk: Desk, electronicId: string, paperId: string, pin: string): Promise<void> {
  const { files: electronic } = await desk.call['outgoing.get']({ id: electronicId });
  const fileId = electronic[0]?.id ?? '';
  const make = {
    pages: '',
    parts: '',
    copies: 2,
    forWhom: 'Trạm Y tế xã',
    competence: 'TL. CHỦ TỊCH',
    signerPosition: 'CHÁNH VĂN PHÒNG',
    signer: 'Trần Thị Mẫu',
    block: 'own_page' as const,
    note: '',
  };
  const first = await desk.call['copies.make']({ ...make, form: 'SY', direction: 'ep', fileId });
  expect([first.code, first.print !== undefined]).toEqual(['01/SY-UBND', true]);
  await desk.call['copies.make']({ ...make, form: 'SL', direction: 'ep', fileId, block: 'foot' });
  await desk.call['copies.make']({
    ...make,
    form: 'SY',
    direction: 'pp',
    source: { code: '1/CV', agency: 'Hội Giấy', subject: 'Về việc giấy' },
  });
  const extract = await desk.call['copies.make']({ ...make, form: 'TrS', direction: 'ee', fileId, pages: '1' });
  await signFile(desk, extract.toSign?.fileId ?? '', 'extract', pin);
  const { files: scan } = await desk.call['incoming.get']({ id: paperId });
  const uploadId = scan.length > 0 ? undefined : await sample(desk, 'Bản quét giấy');
  const fromPaper = await desk.call['copies.make']({
    ...make,
    form: 'SY',
    direction: 'pe',
    ...(uploadId ? { uploadId, source: { code: '9/CV', agency: 'Hội Giấy', subject: 'Giấy ngoài' } } : { fileId: scan[0]?.id ?? '' }),
  });
  expect(fromPaper.code).toBe('05/SY-UBND');
  await signFile(desk, fromPaper.toSign?.fileId ?? '', 'copy', pin);
  const { rows } = await desk.call['copies.list']({});
  expect(rows.map((row) => [row.number, row.signed !== undefined])).toEqual([
    [5, true],
    [4, true],
    [3, false],
    [2, false],
    [1, false],
  ]);
  for (let n = 1; n <= 3; n++) {
    const { number } = await desk.call['petitions.register']({
      kind: n === 1 ? 'denunciation' : 'complaint',
      channel: 'hand',
      receivedOn: '2026-11-02',
      people: 1,
      name: `Phạm Văn Kín ${n}`,
      address: 'Thôn Hạ',
      phone: '',
      identity: '',
      matter: 'Về việc thu hồi đất',
      against: '',
      readers: [],
      uploadIds: [],
      notSame: false,
    });
    expect(number).toBe(n);
  }
}

it('thirty papers, twenty documents, five copies, three petitions without a line and with the core killed twice: nothing is lost, doubled or unexplained', async () => {
  const mark = join(dir, 'killed');
  const desk = openDesk({
    profilesDir: dir,
    documents: AXIS_FIRST,
    autoReply: false,
    env: { TRAM_KILL_AT: 'tx:before-commit:incoming:paper#11,tx:after-commit:outgoing:issue#7', TRAM_KILL_MARK: mark },
  });
  try {
    await desk.call['setup.defaults']({ mode: 'training' });
    await setUp(desk, passphrase);
    // The office was connected once: it has the directory, and what came before the line went down has its numbers.
    await desk.call['directory.refresh']({});
    const before = await desk.until('what came before is here', 60_000, async () => {
      const { rows } = await desk.call['incoming.list']({ states: ['arrived'], text: '', offset: 0, limit: 50 });
      return rows.length === AXIS_FIRST ? rows : undefined;
    });
    const here: (Known & { id: string })[] = [];
    for (const { id, code, date, sender } of before) {
      await desk.call['incoming.register']({ id });
      const [number = '', notation = ''] = code.split(/\/(.*)/s);
      here.push({ id, number, notation, date: date ?? '', sender });
    }
    await desk.supervisor.training().faults({ refuse: true });
    // Others go on writing to this office: it lies on the axis until the line is back.
    const onAxis: Known[] = [];
    for (let n = 0; n < PAIRS; n++) {
      const { organId, documentId } = await desk.supervisor.training().play({ what: 'document' });
      const [, day = '', code = ''] = documentId.split(',');
      const [number = '', notation = ''] = code.split(/\/(.*)/s);
      onAxis.push({
        number,
        notation,
        date: day.replaceAll('/', '-'),
        sender: OFFICES.find((office) => office.organId === organId)?.name ?? organId,
      });
    }
    const { pin } = await signing(desk);
    await papersIn(desk, onAxis, here);
    const electronic: string[] = [];
    for (let n = 0; n < 10; n++) {
      const id = await draft(desk, `Điện tử ${n}`, [
        { organId: 'H99.01', name: 'Sở Mẫu', ...(n === 0 ? { medium: 'both' } : {}) },
        ...(n % 2 === 0 ? [{ organId: 'H99.243', name: 'UBND xã Thử Nghiệm' }] : []),
      ]);
      await carryOn(desk, id, 'electronic', pin);
      electronic.push(id);
    }
    for (let n = 0; n < 10; n++) {
      const way = n % 2 === 0 ? 'printed' : 'by_hand';
      const id = await draft(desk, `Ra giấy ${n}`, [
        { name: 'Hội Giấy tỉnh Mẫu', carry: 'post' },
        { name: 'Trường Mẫu', carry: 'hand' },
      ]);
      await carryOn(desk, id, way, pin);
    }
    const { rows: registered } = await desk.call['incoming.list']({ states: ['registered'], text: '', offset: 0, limit: 50 });
    const onPaper = registered.find((row) => row.channel !== 'axis');
    await copiesAndPetitions(desk, electronic[0] ?? '', onPaper?.id ?? '', pin);
    expect(ends).toBeGreaterThanOrEqual(2);
    expect([existsSync(mark), existsSync(`${mark}.1`)]).toEqual([true, true]);

    await desk.supervisor.training().faults({ refuse: false });
    await desk.call['exchange.sendNow']({});
    await desk.until('the axis’s own documents arrive', 60_000, async () => {
      const { rows } = await desk.call['incoming.list']({ states: ['arrived'], text: '', offset: 0, limit: 50 });
      return rows.filter((row) => row.channel === 'axis').length === PAIRS ? true : undefined;
    });
    const { rows: arrived } = await desk.call['incoming.list']({ states: ['arrived'], text: '', offset: 0, limit: 50 });
    for (const row of arrived) {
      const { rows: likely } = await desk.call['paper.likely']({ id: row.id, sender: '', number: '', notation: '', subject: '' });
      expect(likely[0]?.arrivalNumber).toBeGreaterThan(0);
      await desk.call['paper.join']({ id: row.id, otherId: likely[0]?.id ?? '' });
    }
    await desk.until('everything left', 60_000, async () => ((await desk.call['exchange.queue']({})).rows.length === 0 ? true : undefined));
    await everyNumberAndDelivery(desk);
  } finally {
    await desk.stop();
  }
}, 180_000);

async function everyNumberAndDelivery(desk: Desk): Promise<void> {
  const { incoming, outgoing } = await readAll(desk);
  const numbers = incoming.flatMap((one) => (one.arrivalNumber === undefined ? [] : [one.arrivalNumber])).sort((a, b) => a - b);
  // Two from the axis, and every paper but those under a twin's number and those that Zalo brought.
  expect(numbers).toEqual(Array.from({ length: PAPERS - HELD - 1 }, (_, i) => i + 1));
  // Each pair has one number: the copy has none and stands under the one that has.
  const merged = incoming.filter((one) => one.state === 'merged');
  expect(merged).toHaveLength(HELD + PAIRS + AXIS_FIRST + 1);
  for (const one of merged) {
    expect(one.arrivalNumber).toBeUndefined();
    expect(one.mergedInto?.arrivalNumber).toBeGreaterThan(0);
  }
  // Each order of each pair: the axis under the paper, the paper under the axis, Zalo under the paper.
  const pairs = merged.map((one) => `${one.channel} under ${incoming.find((other) => other.id === one.mergedInto?.id)?.channel}`);
  expect(pairs.filter((pair) => pair.startsWith('axis')).length).toBe(PAIRS);
  expect(pairs.filter((pair) => pair.endsWith('under axis')).length).toBe(AXIS_FIRST);
  expect(pairs.filter((pair) => pair.startsWith('zalo')).length).toBe(HELD + 1);
  expect(outgoing.map((one) => one.state)).toEqual(Array.from({ length: 20 }, () => 'issued'));
  expect(outgoing.map((one) => one.code).sort()).toEqual(
    Array.from({ length: 20 }, (_, i) => `${String(i + 1).padStart(2, '0')}/UBND-VP`).sort(),
  );
  for (const book of (await desk.call['registers.books']({})).books) {
    const { gaps } = await desk.call['registers.year']({ bookId: book.id, period: book.periods[0] ?? '' });
    expect(gaps).toEqual([]);
  }
  const { packages } = await desk.supervisor.training().ledger({});
  const ours = packages.filter((row) => row.from === 'H99.242' && row.messageType === 'edoc').map((row) => `${row.documentId} ${row.to}`);
  expect(ours).toHaveLength(15);
  expect(new Set(ours).size).toBe(15);
  // Every sender over the axis was told the one number once, also of what stands under a paper.
  const told = packages
    .filter((row) => row.from === 'H99.242' && row.messageType === 'status' && row.statusCode === '03')
    .map((row) => row.documentId);
  expect([told.length, new Set(told).size]).toEqual([PAIRS + AXIS_FIRST, PAIRS + AXIS_FIRST]);
  // What leaves on paper stands in its list until it went: twenty papers and the one that goes both ways.
  expect((await desk.call['paper.deliveries']({ show: 'not_sent' })).notSent).toBe(21);
}
