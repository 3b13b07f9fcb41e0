import { describe, expect, it } from 'vitest';
import { BadEnvelope, EnvelopeReader } from './envelope.ts';

function read(json: string | Buffer, chunk: number): { data: Buffer; fields: Record<string, unknown>; streamed: boolean } {
  const reader = new EnvelopeReader('data');
  const bytes = Buffer.from(json as string);
  const out: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += chunk) out.push(...reader.push(bytes.subarray(at, at + chunk)));
  const { fields, streamed, tail } = reader.finish();
  return { data: Buffer.concat([...out, tail]), fields: Object.fromEntries(fields), streamed };
}
const payload = Buffer.from(Array.from({ length: 1000 }, (_, i) => (i * 37) & 0xff));
const base64 = payload.toString('base64');

describe('a package inside JSON', () => {
  const shapes: Record<string, string> = {
    'fields before it': `{"status":"OK","ErrorCode":"0","ErrorDesc":"","data":"${base64}"}`,
    'fields after it, white space everywhere': `\ufeff { "data" : "${base64}" ,\n "status":"OK" , "ErrorCode" : 0, "ErrorDesc":"\\u0111"\t}\n`,
    'escaped slashes': `{"data":"${base64.replaceAll('/', '\\/')}","status":"OK","ErrorCode":"0"}`,
    'line breaks inside, escaped and plain': `{"data":"${base64.replace(/(.{76})/g, '$1\\r\\n')}\n","status":"OK","ErrorCode":"0"}`,
    'URL-safe alphabet without padding': `{"data":"${payload.toString('base64url')}","status":"OK","ErrorCode":"0"}`,
    'nested fields beside it': `{"x":{"data":"no","y":[1,"}",{"z":"\\""}]},"data":"${base64}","status":"OK","ErrorCode":"0"}`,
    'unicode escapes': `{"d\\u0061ta":"${base64.replaceAll('A', '\\u0041')}","status":"OK","ErrorCode":"0"}`,
  };
  it.each(Object.entries(shapes))('comes out whole with %s, however the bytes are cut', (_, json) => {
    for (const chunk of [1, 2, 3, 5, 7, 64, 100_000]) {
      const got = read(json, chunk);
      expect(got.data.equals(payload)).toBe(true);
      expect(got.fields.status).toBe('OK');
    }
  });
  it('keeps what stands in `data` when it is no text', () => {
    expect(read('{"data":[],"status":"FAIL","ErrorCode":"24"}', 3)).toMatchObject({
      streamed: false,
      fields: { data: [], ErrorCode: '24' },
    });
    expect(read('{"data":null,"status":"OK","ErrorCode":"0"}', 3)).toMatchObject({ streamed: false });
  });
  const broken: Record<string, string> = {
    'an HTML page': '<html><body>Đăng nhập mạng</body></html>',
    'a cut answer': `{"status":"OK","ErrorCode":"0","data":"${base64.slice(0, 100)}`,
    'raw XML instead of base64': '{"status":"OK","ErrorCode":"0","data":"<edXML:edXMLEnvelope/>"}',
    'an answer with more after it': '{"status":"OK","ErrorCode":"0","data":""}{"x":1}',
    'data twice': '{"data":"AAAA","data":"AAAA","status":"OK","ErrorCode":"0"}',
    'data after padding': '{"data":"AAA=AAAA","status":"OK","ErrorCode":"0"}',
    'an empty answer': '',
    'a flood beside the data': `{"x":"${'y'.repeat(70_000)}","data":""}`,
  };
  it.each(Object.entries(broken))('is refused as %s', (_, json) => {
    for (const chunk of [1, 7, 100_000]) expect(() => read(json, chunk)).toThrow(BadEnvelope);
  });
});
