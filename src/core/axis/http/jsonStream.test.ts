import { describe, expect, it } from 'vitest';
import { BadEnvelope } from '../vxp/envelope.ts';
import { JsonStream } from './jsonStream.ts';

function read(json: string | Buffer, chunk: number, wanted = 'data.x'): { text: string; values: Record<string, unknown> } {
  const stream = new JsonStream((path) => path === wanted);
  const bytes = Buffer.from(json as string);
  const out: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += chunk) out.push(...stream.push(bytes.subarray(at, at + chunk)).map((piece) => piece.bytes));
  return { text: Buffer.concat(out).toString('utf8'), values: Object.fromEntries(stream.finish()) };
}
const CHUNKS = [1, 2, 3, 7, 64, 100_000];

describe('a JSON answer read as it comes', () => {
  const cases = {
    'before and after other fields': ['{"success":true,"data":{"a":1,"x":"Kính gửi","b":[1,{"c":"d"}]},"code":0}', 'Kính gửi'],
    'with escapes, a pair of halves, white space': [' {\n"data" : { "x" : "\\u0110\\ud83d\\ude00\\n\\"\\/\\\\" } } ', 'Đ😀\n"/\\'],
    'with a byte order mark': [`\ufeff{"data":{"x":""}}`, ''],
    'with the same name elsewhere': ['{"x":"no","data":{"y":{"x":"no"},"x":"yes"}}', 'yes'],
  } as const;
  it.each(Object.entries(cases))('hands out the string %s, however the bytes are cut', (_, [json, text]) => {
    for (const chunk of CHUNKS) expect(read(json, chunk).text).toBe(text);
  });
  it('keeps every other value by its place', () => {
    const { values } = read('{"success":true,"n":-1.5e3,"o":null,"list":[],"data":{"b":[1,{"c":"d"}],"x":"t"},"empty":{}}', 3);
    expect(values).toEqual({ success: true, n: -1500, o: null, 'data.b.0': 1, 'data.b.1.c': 'd' });
  });
  const broken = {
    'an HTML page': '<html></html>',
    'a cut text': '{"data":{"x":"abc',
    'more after the end': '{"data":{"x":""}}{}',
    'no value': '{"data":}',
    'a wrong bracket': '{"data":[}',
    'nothing at all': '',
    'a flood beside the data': `{"y":"${'y'.repeat(300_000)}"}`,
    'a deep nest': '['.repeat(100),
  };
  it.each(Object.entries(broken))('refuses %s', (_, json) => {
    for (const chunk of [1, 7, 100_000]) expect(() => read(json, chunk)).toThrow(BadEnvelope);
  });
});
