import { afterEach, beforeEach, expect, it } from 'vitest';
import { codeOf, type Desk, openDesk } from '../../../test/desk/support.ts';
import { readSettings, saveSettings } from './settings.ts';

let desk: Desk;
beforeEach(() => {
  desk = openDesk();
});
afterEach(() => desk.kit.remove());

it('a time-stamp service on this very machine is for training alone; the setting stays as it was', () => {
  const { store } = desk.kit;
  const input = { ...readSettings(store), tsaUrl: 'http://127.0.0.1:9/tsa', profiles: [] };
  expect(codeOf(() => saveSettings(store, desk.clerk, 'real', input))).toBe('signing.tsa_loopback');
  expect(readSettings(store).tsaUrl).toBe('');
  expect(codeOf(() => saveSettings(store, desk.clerk, 'training', input))).toBe('done');
  expect(codeOf(() => saveSettings(store, desk.clerk, 'training', { ...input, level: 'B-LTA', tsaUrl: '' }))).toBe('signing.tsa_needed');
});
