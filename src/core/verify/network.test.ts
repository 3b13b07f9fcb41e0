import { describe, expect, it } from 'vitest';
import { Failure } from '../../domain/errors.ts';
import { fetchBounded, lookUp } from './network.ts';

const code = (error: unknown): string => (error instanceof Failure ? error.error.code : String(error));
describe('addresses that certificates name', () => {
  it('never lead to this machine or its link, however they are written', async () => {
    const hosts = ['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0.0.0.0', '[::1]', '[::]', '[::ffff:127.0.0.1]', '[fe80::1]'];
    for (const host of [...hosts, '169.254.169.254', 'localhost', 'localhost.', 'a.localhost', '255.255.255.255'])
      expect(await fetchBounded({ url: `http://${host}/x`, maxBytes: 10 }, {}).catch(code), host).toBe('verify.net_refused');
    for (const url of ['file:///etc/hosts', 'ftp://vi-du.vn/x', 'http://a:b@vi-du.vn/x', 'http://', 'x'])
      expect(await fetchBounded({ url, maxBytes: 10 }, {}).catch(code), url).toBe('verify.net_refused');
  });
  const found = (name: string, redirected: boolean): Promise<string> =>
    new Promise((resolve) => lookUp(name, {}, redirected, (error, address) => resolve(error ? code(error) : String(address))));
  it('are looked up before they are believed: a name for this machine is refused, one inside only where an answer sent us there', async () => {
    expect(await found('localhost', false)).toBe('verify.net_refused');
    expect(await found('10.1.2.3', false)).toBe('10.1.2.3');
    for (const inside of ['10.1.2.3', '172.16.0.1', '192.168.1.1', '100.64.0.1', 'fd00::1'])
      expect(await found(inside, true)).toBe('verify.net_refused');
    expect(await found('203.0.113.5', true)).toBe('203.0.113.5');
  });
});
