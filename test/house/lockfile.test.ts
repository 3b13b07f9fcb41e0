import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Locked {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
const packages = (JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> }).packages;

test('the lock file holds every platform’s part of a package, else `npm ci` refuses it where a registry lacks one', () => {
  // Found at any depth: npm may have hoisted it, or kept it under its parent.
  const held = new Set(Object.keys(packages).map((path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)));
  const missing = Object.values(packages).flatMap((p) => Object.keys(p.optionalDependencies ?? {}).filter((name) => !held.has(name)));
  expect(missing).toEqual([]);
});

test('the lock file names no registry host', () => {
  expect(Object.values(packages).filter((p) => p.resolved !== undefined)).toEqual([]);
});
