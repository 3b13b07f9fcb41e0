import { afterEach, beforeEach, expect, it } from 'vitest';
import { sendNext } from '../../src/core/axis/dispatch.ts';
import { TransportError } from '../../src/core/axis/failure.ts';
import { Gate } from '../../src/core/axis/gate.ts';
import { enqueueDocument, type Transport } from '../../src/core/axis/index.ts';
import { Pace, Throttle } from '../../src/core/axis/pace.ts';
import { systemClock } from '../../src/core/clock.ts';
import { edxmlDocumentId, organId, recordId } from '../../src/domain/ids.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

const OURS = organId('H99.242');
let kit: TestStore;
beforeEach(() => {
  kit = openTestStore();
});
afterEach(() => kit.remove());

/** An axis that takes the first upload without a word and refuses the second, as one does that knows the document already. */
function axisThatForgetsToAnswer(): Transport {
  let uploads = 0;
  const unused = (): never => {
    throw new Error('not asked here');
  };
  return {
    capabilities: { findByDocumentId: false, listsByDates: false, agencies: true, clock: true },
    check: unused,
    list: unused,
    fetch: unused,
    find: async () => undefined,
    acknowledge: unused,
    agencies: unused,
    async send(dispatch) {
      uploads++;
      for await (const _ of dispatch.read());
      if (uploads === 1) throw new TransportError('unknown_outcome', 'axis.no_answer');
      throw new TransportError('refused', 'axis.refused', { axisCode: '99', description: 'DocumentId da ton tai' });
    },
  };
}

it('a refusal after a send that may have arrived tells the clerk so, and never that nothing was sent', async () => {
  const { store } = kit;
  const outgoingId = recordId(store.newId());
  const blob = await store.vault.put(Buffer.from('<edXML/>'));
  store.tx(() => {
    store.vault.record(blob);
    store.db
      .prepare(
        `INSERT INTO outgoing (id, organ_id, state, priority, type_name, subject, folded, updated_at, seq, workstation_id) VALUES (?, ?, 'issued', 0, 'Công văn', 'Thử', 'thu', 0, ?, 'w')`,
      )
      .run(outgoingId, OURS, store.nextSeq());
    const documentId = edxmlDocumentId('H99.242,2026/11/20,01/UBND-VP');
    enqueueDocument(store, {
      organId: OURS,
      outgoingId,
      documentId,
      priority: 0,
      title: '01/UBND-VP',
      blob,
      recipients: [{ organId: 'H99.01', name: 'Sở Mẫu' }],
    });
  });
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  let now = 1_000_000;
  const clock = { ...systemClock, now: () => now, random: () => 0 };
  const parts = {
    store,
    clock,
    log,
    transport: axisThatForgetsToAnswer(),
    organs: [OURS],
    onPoint: () => undefined,
    pace: new Pace(clock),
    throttle: new Throttle(clock, () => 0),
    busy: new Set<never>(),
    onProgress: () => undefined,
    gate: new Gate(systemClock),
  };
  const row = () => store.db.prepare('SELECT state, error FROM dispatch').get() as { state: string; error: string };
  await sendNext(parts, { kind: 'document', size: 'small' });
  expect(row().state).toBe('unknown');
  now += 3600_000;
  await sendNext(parts, { kind: 'document', size: 'small' });
  expect(row().state).toBe('refused');
  expect(JSON.parse(row().error)).toMatchObject({ code: 'axis.refused_after_maybe_sent', params: { axisCode: '99' } });
});
