import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { createMachineKey, machinePublicKey } from '../accounts/machine.ts';
import { WORKSTATION } from '../context.ts';
import { auditRows, head, record, signedHead, signHead, verifyChain, verifyRows, verifySignedHead } from './index.ts';

let t: TestStore;
beforeEach(() => {
  t = openTestStore();
  t.store.tx(() => createMachineKey(t.store));
});
afterEach(() => t.remove());

const write = (count: number): void => {
  for (let i = 0; i < count; i++) t.store.tx(() => record(t.store, WORKSTATION, 'note.add', `văn bản ${i}`));
};
/** What someone with the key of the store could do behind the workstation's back. */
const tamper = (sql: string): void => {
  t.store.db.exec('DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete;');
  t.store.db.exec(sql);
};

describe('the audit log', () => {
  it('holds as a chain that begins with zeros, also after opening again', () => {
    expect(verifyChain(t.store)).toEqual({ ok: true, rows: 0, head: { seq: 0, hash: '0'.repeat(64) } });
    write(5);
    const rows = [...auditRows(t.store)];
    expect(rows[0]?.previous).toBe('0'.repeat(64));
    expect(rows.map((row) => row.person)).toEqual(Array(5).fill('Trạm Văn thư'));
    expect(verifyChain(t.reopen())).toEqual({ ok: true, rows: 5, head: head(t.store) });
  });

  it('has no row without its act, and no act without its row', () => {
    expect(() => record(t.store, WORKSTATION, 'note.add', 'x')).toThrow('inside a transaction');
    expect(() =>
      t.store.tx(() => {
        record(t.store, WORKSTATION, 'note.add', 'x');
        throw new Error('act failed');
      }),
    ).toThrow('act failed');
    expect(head(t.store).seq).toBe(0);
  });

  it.each([
    ['a changed result', "UPDATE audit SET result = 'khác' WHERE seq = 3", 3, 'hash'],
    ['a changed person', "UPDATE audit SET person = 'Người khác' WHERE seq = 2", 2, 'hash'],
    ['a row taken out of the middle', 'DELETE FROM audit WHERE seq = 3', 4, 'previous'],
    [
      'two rows exchanged',
      'UPDATE audit SET seq = 99 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = 99',
      2,
      'previous',
    ],
    ['the first row taken away', 'DELETE FROM audit WHERE seq = 1', 2, 'previous'],
  ])('shows %s', (_what, sql, seq, why) => {
    write(5);
    tamper(sql);
    expect(verifyChain(t.store)).toEqual({ ok: false, seq, why });
  });

  it('shows an end that was cut off behind a signed head', () => {
    write(5);
    expect(signHead(t.store)?.seq).toBe(5);
    write(2);
    expect(verifyChain(t.store).ok).toBe(true);
    tamper('DELETE FROM audit WHERE seq >= 5');
    expect(verifyChain(t.store)).toEqual({ ok: false, seq: 5, why: 'head_missing' });
  });

  it('can be checked outside by the public key alone, and a forged head is refused', () => {
    write(3);
    signHead(t.store);
    const signed = signedHead(t.store);
    if (signed === undefined) throw new Error('no head was signed');
    expect(verifySignedHead(signed, machinePublicKey(t.store))).toBe(true);
    expect(verifyRows([...auditRows(t.store)], signed).ok).toBe(true);
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(verifySignedHead(signed, String(publicKey.export({ type: 'spki', format: 'pem' })))).toBe(false);
    t.store.setSetting('audit_signed_head', JSON.stringify({ ...signed, seq: 2 }));
    expect(verifyChain(t.store)).toEqual({ ok: false, seq: 2, why: 'head_signature' });
  });
});
