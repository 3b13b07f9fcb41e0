import { expect, it } from 'vitest';
import { Failure } from '../../domain/errors.ts';
import { diskFailure } from './disk.ts';

it.each([
  ['ENOSPC', 'store.disk_full'],
  ['EDQUOT', 'store.disk_full'],
  ['EROFS', 'store.read_only'],
  ['EACCES', 'store.read_only'],
  ['EIO', 'store.disk_error'],
])('a disk that says %s is told as %s', (said, code) => {
  const failure = diskFailure(Object.assign(new Error(said), { code: said }));
  expect(failure).toBeInstanceOf(Failure);
  expect((failure as Failure).error.code).toBe(code);
});
it('any other error stays what it is', () => {
  const error = new Error('x');
  expect(diskFailure(error)).toBe(error);
});
