import { describe, expect, it } from 'vitest';
import { connectionRefusal } from './profile.ts';

describe('a connection for real work', () => {
  const loopback = [
    'http://127.0.0.1:8280',
    'http://127.9.8.7/',
    'https://localhost/axis',
    'http://LOCALHOST.:80',
    'http://truc.localhost',
    'http://[::1]:8080',
    'http://[0:0:0:0:0:0:0:1]/',
    'http://0.0.0.0',
    'http://[::]/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://0/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::ffff:0:127.0.0.1]/',
    'http://[::127.0.0.1]/',
    'http://[64:ff9b::127.0.0.1]/',
    'http://[::ffff:0.0.0.0]/',
    'http://１２７.0.0.1/',
  ];
  it.each(loopback)('is refused to this very machine, however it is written: %s', (endpoint) => {
    expect(connectionRefusal('real', endpoint, 'H01.2')?.code).toBe('axis.loopback_in_real');
    expect(connectionRefusal('training', endpoint, 'H99.242')).toBeUndefined();
  });
  it.each([
    'http://10.1.2.3:8280',
    'https://truc.example.vn/xroad',
    'http://[2001:db8::1]/',
    'http://128.0.0.1',
    'http://[::ffff:10.0.0.1]',
  ])('is allowed to %s', (endpoint) => expect(connectionRefusal('real', endpoint, 'H01.2')).toBeUndefined());
  it.each(['H99', 'H99.242', ' h99.01 ', '000.00.15.H99'])('is refused for the training organ %s', (organ) => {
    expect(connectionRefusal('real', 'https://truc.example.vn', organ)?.code).toBe('axis.training_organ_in_real');
  });
  it('is refused for what is no address', () => {
    for (const endpoint of ['', 'truc', 'ftp://truc.example.vn', 'file:///etc'])
      expect(connectionRefusal('real', endpoint, 'H01.2')?.code).toBe('axis.endpoint_invalid');
  });
});

it('a training profile never speaks as a real organ', () => {
  expect(connectionRefusal('training', 'http://127.0.0.1:1', 'H01.2')?.code).toBe('axis.real_organ_in_training');
});
