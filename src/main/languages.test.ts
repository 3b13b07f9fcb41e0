import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MAX_LANGUAGE_BYTES } from '../domain/languages.ts';
import { LanguageFiles } from './languages.ts';
import { machineSettings } from './machine-settings.ts';
import { PAGE_ORIGIN, pageFiles } from './page-files.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tram-van-thu-languages-'));
  mkdirSync(join(dir, 'page'));
  writeFileSync(join(dir, 'page', 'index.html'), '<!doctype html><html lang="vi"><body></body></html>');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const settings = () => machineSettings(join(dir, 'window.json'), () => undefined);
const files = () => new LanguageFiles(join(dir, 'languages'), settings());
const ask = (languages: LanguageFiles, path: string) => pageFiles(join(dir, 'page'), languages)(new Request(`${PAGE_ORIGIN}${path}`));

describe('languages of this machine', () => {
  test('a file that is put there is listed, chosen over a restart, told to the page before a word is drawn, and served as data', async () => {
    await files().put('en', '{"language":"en"}');
    expect(await files().list()).toEqual(['en']);
    expect(await (await ask(files(), '/index.html')).text()).toContain('<html lang="vi">');
    files().choose('en');
    expect(files().chosen()).toBe('en');
    expect(await (await ask(files(), '/index.html')).text()).toContain('<html lang="en">');
    const answer = await ask(files(), '/languages/en.json');
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      200,
      'application/json; charset=utf-8',
      '{"language":"en"}',
    ]);
    await files().remove('en');
    expect([await files().list(), files().chosen()]).toEqual([[], undefined]);
    expect((await ask(files(), '/languages/en.json')).status).toBe(404);
  });
  test('nothing but a plain file of at most 4 MB by its two letters is read or written', async () => {
    const folder = join(dir, 'languages');
    mkdirSync(join(folder, 'fr.json'), { recursive: true });
    writeFileSync(join(folder, 'en.json'), ' '.repeat(MAX_LANGUAGE_BYTES + 1));
    writeFileSync(join(folder, 'vi.json'), '{}');
    writeFileSync(join(folder, 'english.json'), '{}');
    writeFileSync(join(dir, 'secret.json'), '{}');
    symlinkSync(join(dir, 'nowhere'), join(folder, 'de.json'));
    expect(await files().list()).toEqual(['de', 'en', 'fr']);
    for (const one of ['en', 'fr', 'de', 'vi', '../secret', 'EN', '']) expect([one, await files().read(one)]).toEqual([one, undefined]);
    for (const path of ['/languages/../window.json', '/languages/%2e%2e/secret.json', '/languages/vi.json', '/languages/xx.json'])
      expect([path, (await ask(files(), path)).status]).toEqual([path, 404]);
    await expect(files().put('../secret', 'x')).rejects.toThrow();
    files().choose('"><script>' as string);
    expect([files().chosen(), settings().get().language]).toEqual([undefined, 'vi']);
  });
  test('one that comes with the product is offered and served; one of the same name in the folder stands before it', async () => {
    mkdirSync(join(dir, 'shipped'));
    writeFileSync(join(dir, 'shipped', 'en.json'), 'shipped');
    writeFileSync(join(dir, 'shipped', 'README.md'), '');
    const both = new LanguageFiles(join(dir, 'languages'), settings(), join(dir, 'shipped'));
    const text = async () => (await ask(both, '/languages/en.json')).text();
    expect([await both.list(), await both.own(), await text()]).toEqual([['en'], [], 'shipped']);
    await both.remove('en');
    expect(await text()).toBe('shipped');
    await both.put('en', 'own');
    await both.put('fr', '{}');
    expect([await both.list(), await both.own(), await text()]).toEqual([['en', 'fr'], ['en', 'fr'], 'own']);
    await both.remove('en');
    expect([await both.own(), await text()]).toEqual([['fr'], 'shipped']);
  });
  test('a file that could not be written whole leaves the one before', async () => {
    await files().put('en', 'before');
    mkdirSync(join(dir, 'languages', 'en.json.new'));
    await expect(files().put('en', 'after')).rejects.toThrow();
    expect(new TextDecoder().decode(await files().read('en'))).toBe('before');
  });
});
