/**
 * The whole path as somebody walks it who starts again after every end of the core: each step looks at what the store
 * holds and does only what is missing.
 */
import type { Desk } from '../../demo/desk.ts';
import { Failure } from '../../src/domain/errors.ts';

export const JOURNEY_DOCUMENTS = 4;
const PIN_KIND = 'training';

/** Sets a training profile up; done once, before any fault. */
export async function setUp(desk: Desk, passphrase: string): Promise<void> {
  const facts = await desk.call['setup.defaults']({ mode: 'training' });
  const { setupId, recoveryCode } = await desk.call['setup.begin']({
    mode: 'training',
    ...facts,
    organAbbreviation: 'UBND',
    useOsKeyStore: false,
    passphrase,
  });
  await desk.call['setup.confirm']({ setupId, recoveryCode });
}

/** Walks until the end, starting again whenever the core was ended under it; returns how often that was. */
export async function walkThrough(desk: Desk, passphrase: string): Promise<number> {
  let ends = 0;
  for (;;) {
    try {
      await signIn(desk, passphrase);
      await steps(desk);
      return ends;
    } catch (error) {
      if (!(error instanceof Failure) || error.error.code !== 'contract.closed') throw error;
      ends++;
      if (ends > 3) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
      desk.reconnect();
    }
  }
}

async function signIn(desk: Desk, passphrase: string): Promise<void> {
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

async function steps(desk: Desk): Promise<void> {
  await arrivals(desk);
  await work(desk);
  await answer(desk);
  const waiting = async () => (await desk.call['exchange.queue']({})).rows;
  await desk
    .until('everything left', 60_000, async () => ((await waiting()).length === 0 ? true : undefined))
    .catch(async (error: unknown) => {
      throw new Error(`still waiting: ${JSON.stringify([await waiting(), await desk.call['exchange.status']({})])}`, { cause: error });
    });
}

async function arrivals(desk: Desk): Promise<void> {
  await desk.until('the documents arrive', 60_000, async () => {
    const { total } = await desk.call['incoming.list']({ states: [], text: '', offset: 0, limit: 1 });
    const { rows } = await desk.call['quarantine.list']({});
    return total + rows.length >= JOURNEY_DOCUMENTS ? true : undefined;
  });
}

async function work(desk: Desk): Promise<void> {
  const { rows: arrived } = await desk.call['incoming.list']({ states: ['arrived'], text: '', offset: 0, limit: 50 });
  for (const row of arrived.reverse()) await desk.call['incoming.register']({ id: row.id });
  const { date } = await desk.call['incoming.nextNumber']({});
  const { rows: registered } = await desk.call['incoming.list']({ states: ['registered'], text: '', offset: 0, limit: 50 });
  const { rows: assigned } = await desk.call['incoming.list']({ states: ['assigned', 'finished'], text: '', offset: 0, limit: 50 });
  const [first, ...rest] = registered;
  if (first && assigned.length === 0) {
    await desk.call['incoming.instruct']({
      id: first.id,
      leader: 'Nguyễn Văn Mẫu',
      text: 'Giao Văn phòng',
      lead: 'Văn phòng',
      coHandlers: [],
      slipDate: date,
    });
  } else if (first) rest.unshift(first);
  if (rest.length > 0) await desk.call['incoming.finish']({ ids: rest.map((row) => row.id), outcome: 'for_information' });
}

async function answer(desk: Desk): Promise<void> {
  const { rows } = await desk.call['outgoing.list']({ states: [], text: '', offset: 0, limit: 10 });
  const id = rows[0]?.id ?? (await draft(desk));
  const { pin } = await desk.call['training.pin']({});
  for (;;) {
    const { state } = await desk.call['outgoing.get']({ id });
    if (state === 'draft') await desk.sign(id, 'leader', (choice) => choice.kind === PIN_KIND, pin);
    else if (state === 'leader_signed') await desk.call['outgoing.number']({ id });
    else if (state === 'numbered') await desk.sign(id, 'agency', (choice) => choice.kind === PIN_KIND, pin);
    else if (state === 'agency_signed') await desk.call['outgoing.issue']({ id });
    else return;
  }
}

async function draft(desk: Desk): Promise<string> {
  const sample = await desk.call['outgoing.sampleDraft']({ subject: 'Về việc trả lời', recipient: 'Sở Mẫu' });
  const { id } = await desk.call['outgoing.saveDraft']({
    typeName: 'Công văn',
    subject: 'Về việc trả lời',
    content: '',
    competence: 'TM. ỦY BAN NHÂN DÂN',
    signerPosition: 'CHỦ TỊCH',
    signer: 'Nguyễn Văn Mẫu',
    priority: 0,
    toPlaces: ['Như trên', 'Lưu: VT'],
    recipients: [
      { organId: 'H99.01', name: 'Sở Mẫu' },
      { organId: 'H99.243', name: 'UBND xã Thử Nghiệm' },
    ],
    uploadIds: [sample.uploadId],
  });
  return id;
}
