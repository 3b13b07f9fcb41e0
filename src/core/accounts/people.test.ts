import { createVerify } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { recordId } from '../../domain/ids.ts';
import {
  actorOf,
  createMachineKey,
  createPerson,
  endPerson,
  findPerson,
  listPeople,
  machinePublicKey,
  machineSign,
  requireRole,
} from './index.ts';

let t: TestStore;
beforeEach(() => {
  t = openTestStore();
});
afterEach(() => t.remove());

describe('people', () => {
  it('hold one or several roles, and stay on record when they leave', () => {
    const { store } = t;
    const clerk = store.tx(() => createPerson(store, { name: ' Nguyễn Thị Mẫu ', position: 'Văn thư', roles: ['clerk', 'administrator'] }));
    const leader = store.tx(() => createPerson(store, { name: 'Trần Văn Ví', roles: ['leader'] }));
    expect(listPeople(store).map((p) => [p.name, p.roles])).toEqual([
      ['Nguyễn Thị Mẫu', ['clerk', 'administrator']],
      ['Trần Văn Ví', ['leader']],
    ]);
    store.tx(() => endPerson(store, leader.id));
    expect(listPeople(store).map((p) => p.id)).toEqual([clerk.id]);
    expect(listPeople(store, true)).toHaveLength(2);
    expect(findPerson(store, leader.id).endedAt).toBeTypeOf('number');
  });

  it('need a name and a role that exists', () => {
    const { store } = t;
    for (const facts of [
      { name: ' ', roles: ['clerk'] as const },
      { name: 'A', roles: [] },
    ]) {
      expect(() => store.tx(() => createPerson(store, facts))).toThrow('accounts.person_incomplete');
    }
    expect(() => findPerson(store, recordId('none'))).toThrow('accounts.person_unknown');
  });

  it('may do only what one of their roles allows', () => {
    const { store } = t;
    const clerk = actorOf(store.tx(() => createPerson(store, { name: 'Lê Thị Thử', roles: ['clerk'] })));
    requireRole(clerk, 'leader', 'clerk');
    expect(() => requireRole(clerk, 'administrator')).toThrow('accounts.role_needed');
  });
});

describe('the machine key', () => {
  it('signs so that anyone with the public key can check, and stays the same', () => {
    expect(() => machineSign(t.store, new Uint8Array(1))).toThrow('accounts.machine_key_missing');
    t.store.tx(() => createMachineKey(t.store));
    const publicKey = machinePublicKey(t.store);
    const bytes = Buffer.from('đầu nhật ký');
    const signature = machineSign(t.store, bytes);
    t.reopen();
    t.store.tx(() => createMachineKey(t.store));
    expect(machinePublicKey(t.store)).toBe(publicKey);
    expect(createVerify('sha256').update(bytes).verify(publicKey, signature)).toBe(true);
    expect(createVerify('sha256').update('khác').verify(publicKey, signature)).toBe(false);
  });
});
