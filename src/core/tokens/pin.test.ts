import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import type { TokenCalls } from '../../contract/token/index.ts';
import type { Client } from '../../contract/wire.ts';
import { auditRows } from '../audit/index.ts';
import { WORKSTATION } from '../context.ts';
import { TokenRoom } from './index.ts';

let t: TestStore;
beforeEach(() => {
  t = openTestStore();
});
afterEach(() => t.remove());
const room = (pkcs11?: Partial<Client<TokenCalls>>): TokenRoom =>
  new TokenRoom({ store: t.store, shell: {} as never, tokens: pkcs11 ? { pkcs11: pkcs11 as Client<TokenCalls> } : {} });

test('a change of PIN whose process ended before it answered is told as not known, and written down so', async () => {
  const tokens = room({ beginPinChange: async () => ({}), endPinChange: () => Promise.reject(new Error('the process ended')) });
  const { actId } = await tokens.beginPinChange({ serial: 'SN1' });
  expect(await tokens.endPinChange(WORKSTATION, actId)).toEqual({ changed: false, error: { code: 'token.pin_change_unknown' } });
  expect([...auditRows(t.store)].map(({ act, object, result }) => [act, object, result])).toEqual([
    ['token.pin_change', 'SN1', 'token.pin_change_unknown'],
  ]);
});
test('without a process for devices nothing is asked of one, and that is said', async () => {
  await expect(room().plugged()).rejects.toThrow('signing.token_process_gone');
  await expect(room().beginPinChange({ serial: 'SN1' })).rejects.toThrow('signing.token_process_gone');
});
