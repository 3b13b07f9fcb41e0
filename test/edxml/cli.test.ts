/** The command line over packages, as a person runs it. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { EdxmlDocument } from '../../src/domain/edxml.ts';
import { writeStatus } from '../../src/formats/edxml/index.ts';
import { attachment, readBytes, sample, write } from '../../src/formats/edxml/testing.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'edxml-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (...names: string[]): string => join(folder, ...names);
const edxml = (...args: string[]) => {
  const ran = spawnSync(process.execPath, [join(root, 'src', 'cli', 'edxml.ts'), ...args], {
    encoding: 'utf8',
    env: { ...process.env, INIT_CWD: folder },
  });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
};
const has = (tool: string): boolean => spawnSync(tool, ['--version']).status === 0;
const pdf = Buffer.from('%PDF-1.7\nnội dung');
const note = Buffer.from('ghi chú '.repeat(3000));

describe('npm run edxml', () => {
  it('read prints the model and saves the files; write takes them and makes a package that reads the same', async () => {
    const bytes = await write(sample, [attachment('a.pdf', pdf, 'Mô tả'), attachment('ghi chú.txt', note), attachment('a.pdf', note)]);
    writeFileSync(at('một.edxml'), bytes);
    const first = edxml('read', 'một.edxml', '--json', '--attachments', 'tệp');
    expect([first.code, first.err]).toEqual([0, '']);
    expect(readdirSync(at('tệp')).sort()).toEqual(['a (2).pdf', 'a.pdf', 'ghi chú.txt']);
    expect(readFileSync(at('tệp', 'ghi chú.txt')).equals(note)).toBe(true);
    writeFileSync(at('một.json'), first.out);
    const made = edxml('write', 'một.json', '--attach', 'tệp/a.pdf', 'tệp/ghi chú.txt', 'tệp/a (2).pdf', '--out', 'hai.edxml');
    expect([made.code, made.err, made.out]).toEqual([0, '', '']);
    const again = edxml('read', 'hai.edxml', '--json');
    expect(JSON.parse(again.out)).toEqual(JSON.parse(first.out));
    expect(edxml('read', 'hai.edxml').out).toContain('Trích yếu: V/v báo cáo thử nghiệm');
  });

  it('a status message goes both ways', () => {
    const status = writeStatus({
      kind: 'status',
      from: sample.from,
      responseFor: sample.responseFor[0] ?? {},
      statusCode: '13',
      description: 'Yêu cầu lấy lại',
      timestamp: Date.UTC(2026, 10, 20),
    });
    writeFileSync(at('13.edxml'), status);
    const read = edxml('read', '13.edxml', '--json');
    writeFileSync(at('13.json'), read.out);
    expect(edxml('write', '13.json', '--out', '13-2.edxml').code).toBe(0);
    expect(readFileSync(at('13-2.edxml')).equals(status)).toBe(true);
  });

  it('a refusal prints its code and its sentence and ends with 1, leaving nothing', () => {
    writeFileSync(at('hỏng.edxml'), '1212<?xml version="1.0"?><edXML/>');
    const refused = edxml('read', 'hỏng.edxml', '--json', '--attachments', 'không');
    expect([refused.code, refused.err.split(':')[0]]).toEqual([1, 'edxml.not_xml']);
    expect(refused.err).toContain('không phải là tệp edXML');
    expect(JSON.parse(refused.out)).toMatchObject({ refused: { code: 'edxml.not_xml' } });
    expect(existsSync(at('không'))).toBe(false);
    expect(edxml('read', 'không có').code).toBe(2);
    expect(edxml('write', 'hỏng.edxml').code).toBe(2);
  });

  it('write tells each wrong field by its name, what is no model, and files that do not fit', () => {
    const model = { ...sample, subject: 'x'.repeat(501), code: { number: '1', notation: '' }, attachments: [] };
    writeFileSync(at('sai.json'), JSON.stringify(model));
    const wrong = edxml('write', 'sai.json', '--out', 'sai.edxml');
    expect([wrong.code, existsSync(at('sai.edxml'))]).toEqual([1, false]);
    expect(wrong.err).toMatch(/edxml\.field_too_long: Mục “Trích yếu” dài quá 500/);
    expect(wrong.err).toMatch(/edxml\.field_missing: .*Ký hiệu văn bản/);
    writeFileSync(at('lạ.json'), JSON.stringify({ ...sample, otherInfo: { priority: 9, appendixes: [] } }));
    expect(edxml('write', 'lạ.json', '--out', 'x').err).toContain(
      'edxml.model_invalid: Tệp mô tả văn bản không đúng cấu trúc tại otherInfo.priority',
    );
    writeFileSync(at('thiếu.json'), JSON.stringify({ ...sample, attachments: [{ name: 'a.pdf' }] }));
    expect(edxml('write', 'thiếu.json', '--out', 'x').err).toContain('edxml.attachments_differ');
  });

  it('a document without DocumentId gets one by the convention', async () => {
    const { documentId: _none, ...rest } = sample;
    writeFileSync(at('không mã.json'), JSON.stringify(rest));
    expect(edxml('write', 'không mã.json', '--out', 'mã.edxml').code).toBe(0);
    const { message } = await readBytes(readFileSync(at('mã.edxml')));
    expect((message as EdxmlDocument).documentId).toBe('H99.01,2026/11/20,125/SM-VP');
  });

  it.skipIf(!has('xmlsec1'))('write signs with a key given, as xmlsec1 verifies [needs xmlsec1]', () => {
    spawnSync('openssl', ['req', '-x509', '-nodes', '-subj', '/CN=x', '-newkey', 'rsa:2048', '-keyout', at('k.pem'), '-out', at('c.pem')]);
    writeFileSync(at('ký.json'), JSON.stringify(sample));
    writeFileSync(at('k.pdf'), pdf);
    const made = edxml('write', 'ký.json', '--attach', 'k.pdf', '--sign-key', 'k.pem', '--sign-cert', 'c.pem', '--out', 'ký.edxml');
    expect([made.code, made.err]).toEqual([0, '']);
    expect(spawnSync('xmlsec1', ['--verify', '--trusted-pem', at('c.pem'), at('ký.edxml')]).status).toBe(0);
    expect(JSON.parse(edxml('read', 'ký.edxml', '--json').out)).toMatchObject({
      packageSignature: 'verified',
      packageSigner: { subject: 'CN=x' },
    });
    expect(edxml('write', 'ký.json', '--sign-key', 'c.pem', '--out', 'x').err).toContain('edxml.signing_key_unreadable');
  });
});

const corpus = join(root, '..', 'shared', 'corpus', 'edxml');
const samples = existsSync(corpus) ? readdirSync(corpus) : [];
describe.skipIf(samples.length === 0)('the kit’s own messages [needs ../shared/corpus/edxml]', () => {
  it.each(samples)('%s: read, written by its model and files, and read again, it is the same', (name) => {
    const read = edxml('read', join(corpus, name), '--json', '--attachments', name);
    if (read.code === 1) {
      expect(read.err).toMatch(/^edxml\.[a-z_]+: \S/);
      return;
    }
    writeFileSync(at('m.json'), read.out);
    const files = existsSync(at(name)) ? readdirSync(at(name)).map((file) => join(name, file)) : [];
    const made = edxml('write', 'm.json', ...files.flatMap((file) => ['--attach', file]), '--out', 'm.edxml');
    expect([made.code, made.err]).toEqual([0, '']);
    // What the writer always says, and what only the first message's own bytes were.
    const plain = (json: string) => {
      const { warnings: _w, packageSignature: _p, steeringType, otherInfo, attachments, ...rest } = JSON.parse(json);
      const labels = attachments?.map(({ contentType: _c, name: file, ...one }: { contentType?: string; name: string }) => ({
        ...one,
        name: file.toLowerCase(),
      }));
      return { ...rest, steeringType: steeringType ?? 0, otherInfo: { direction: false, ...otherInfo }, attachments: labels };
    };
    expect(plain(edxml('read', 'm.edxml', '--json').out)).toEqual(plain(read.out));
  });
});
