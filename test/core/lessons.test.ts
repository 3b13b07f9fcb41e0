/** The guided lessons through the real core and the training axis: steps are proved by what was done, in their order. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, newPassphrase, openDesk } from '../../demo/desk.ts';
import { LESSON_IDS, LESSONS, stepsDone, stuckAt } from '../../src/domain/lessons.ts';
import { supportText } from '../../src/renderer/text/vi/support.ts';
import { setUp } from '../faults/journey.ts';

let profilesDir: string;
let desk: Desk;
beforeAll(async () => {
  profilesDir = mkdtempSync(join(tmpdir(), 'tvt-lesson-'));
  desk = openDesk({ profilesDir, documents: 0, autoReply: false });
  await setUp(desk, newPassphrase());
}, 60_000);
afterAll(async () => {
  await desk.stop();
  rmSync(profilesDir, { recursive: true, force: true });
});
const done = async (): Promise<string[]> => {
  const { running } = await desk.call['lessons.look']({});
  return running?.steps.flatMap(({ step, doneAt }) => (doneAt === undefined ? [] : [step])) ?? [];
};
/** Looks until the lesson's step is proved. */
const until = (step: string) =>
  desk.until(`step ${step}`, 30_000, async () => {
    await desk.call['exchange.sendNow']({});
    return (await done()).includes(step as never) ? true : undefined;
  });
async function begun(lesson: (typeof LESSON_IDS)[number]): Promise<string> {
  await desk.call['lessons.begin']({ lesson });
  await until('come');
  const { running } = await desk.call['lessons.look']({});
  return running?.documentId ?? '';
}

describe('a lesson', () => {
  it('has a text for each of its steps, and none is done before the one before it', () => {
    for (const id of LESSON_IDS) {
      expect(supportText).toHaveProperty([`lesson.${id}`]);
      for (const step of LESSONS[id]) for (const part of ['step', 'how']) expect(supportText).toHaveProperty([`lesson.${part}.${step}`]);
    }
    expect(stepsDone('arrival', [], (step) => step !== 'registered')).toEqual(['come']);
    expect(stepsDone('outage', ['come', 'cut'], () => false)).toEqual(['come', 'cut']);
  });

  it('says when its next step cannot be done any more with its document', () => {
    expect(stuckAt('registered', 'arrived')).toBe(false);
    expect(stuckAt('instructed', 'finished')).toBe(true);
    expect(stuckAt('drafted', 'finished')).toBe(false);
    expect(stuckAt('worked', 'registered')).toBe(true);
    expect(stuckAt('cut', 'registered')).toBe(true);
    expect(stuckAt('cut', 'arrived')).toBe(false);
    expect(stuckAt('answered', 'returned')).toBe(true);
    expect(stuckAt('told', 'recalled')).toBe(false);
    expect(stuckAt(undefined, 'finished')).toBe(false);
  });

  it('of a first arrival sees each act as it is done, and the result sheet says so', async () => {
    const id = await begun('arrival');
    expect(await done()).toEqual(['come']);
    await desk.call['incoming.register']({ id });
    expect(await done()).toEqual(['come', 'registered']);
    await desk.call['incoming.instruct']({
      id,
      leader: 'Nguyễn Văn A',
      text: 'Giao',
      lead: 'Văn phòng',
      coHandlers: [],
      slipDate: new Date().toISOString().slice(0, 10),
    });
    await desk.call['incoming.finish']({ ids: [id], outcome: 'done' });
    await until('reported');
    expect(await done()).toEqual([...LESSONS.arrival]);
    const { lessons } = await desk.call['lessons.look']({});
    expect(lessons.find((one) => one.id === 'arrival')).toMatchObject({ begun: 1, finishedAt: expect.any(Number) });
    expect((await desk.call['lessons.print']({})).size).toBeGreaterThan(2_000);
  }, 60_000);

  it('of a recall lets the sender ask only after the learner registered it, and sees the answer', async () => {
    const id = await begun('recall');
    expect((await desk.call['incoming.get']({ id })).amendments).toEqual([]);
    await desk.call['incoming.register']({ id });
    await until('asked');
    const [amendment] = (await desk.call['incoming.get']({ id })).amendments;
    await desk.call['incoming.answerRecall']({ amendmentId: amendment?.id ?? '', agree: true, text: '' });
    await until('told');
    expect(await done()).toEqual([...LESSONS.recall]);
  }, 60_000);

  it('of an outage is worked while the line is cut, and ends when everything has left', async () => {
    const id = await begun('outage');
    await desk.call['training.network']({ cut: true });
    expect(await done()).toEqual(['come', 'cut']);
    // Begun anew over a cut line nothing would come.
    await expect(desk.call['lessons.begin']({ lesson: 'reply' })).rejects.toThrow('lessons.line_cut');
    await desk.call['incoming.register']({ id });
    expect(await done()).toEqual(['come', 'cut', 'worked', 'waiting']);
    await desk.call['training.network']({ cut: false });
    await until('drained');
    expect(await done()).toEqual([...LESSONS.outage]);
  }, 60_000);

  it('of an outage does not count what was registered after the line was joined again', async () => {
    const id = await begun('outage');
    await desk.call['training.network']({ cut: true });
    expect(await done()).toEqual(['come', 'cut']);
    await desk.call['training.network']({ cut: false });
    // Led back to the step that is needed again.
    expect(await done()).toEqual(['come']);
    await desk.call['incoming.register']({ id });
    expect((await desk.call['lessons.look']({})).running?.stuck).toBe(true);
    await desk.call['training.network']({ cut: true });
    expect(await done()).toEqual(['come', 'cut']);
    await desk.call['training.network']({ cut: false });
  }, 60_000);

  it('of a reply that was thrown away leads back to writing one, and takes the next', async () => {
    const id = await begun('reply');
    await desk.call['incoming.register']({ id });
    const draft = async (): Promise<string> => {
      const sample = await desk.call['outgoing.sampleDraft']({ subject: 'Về việc trả lời', recipient: 'Sở Mẫu' });
      const { id: draftId } = await desk.call['outgoing.saveDraft']({
        ...{ typeName: 'Công văn', subject: 'Về việc trả lời', content: '', competence: '', signerPosition: 'CHỦ TỊCH' },
        ...{ signer: 'Nguyễn Văn Mẫu', priority: 0, toPlaces: ['Như trên'], replyToId: id },
        recipients: [{ organId: 'H99.01', name: 'Sở Mẫu' }],
        uploadIds: [sample.uploadId],
      });
      return draftId;
    };
    const first = await draft();
    expect(await done()).toEqual(['come', 'registered', 'drafted']);
    await desk.call['outgoing.cancel']({ id: first, reason: 'Viết lại', allowedBy: 'Lê Văn Thử' });
    expect(await done()).toEqual(['come', 'registered']);
    await draft();
    expect(await done()).toEqual(['come', 'registered', 'drafted']);
  }, 60_000);

  it('is left and begun again without what was done before', async () => {
    await desk.call['lessons.leave']({});
    expect((await desk.call['lessons.look']({})).running).toBeUndefined();
    const id = await begun('reply');
    expect(await done()).toEqual(['come']);
    // Sent back instead of registered: the step cannot be done any more, and the learner is told.
    expect((await desk.call['lessons.look']({})).running?.stuck).toBeUndefined();
    await desk.call['incoming.return']({ id, reason: 'other', text: 'Bài tập' });
    expect((await desk.call['lessons.look']({})).running?.stuck).toBe(true);
  }, 60_000);
});
