import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type AddObject, Face } from './fonts.ts';
import { Ref, spell } from './objects.ts';

const regular = readFileSync(fileURLToPath(new URL('../../../resources/fonts/Tinos-Regular.ttf', import.meta.url)));
/** Objects of an embedded face, streams opened. */
function embedded(bytes: Uint8Array, lines: readonly string[]): string[] {
  const objects: string[] = [];
  const add: AddObject = (dict, data) => {
    objects.push(`${spell(dict)} ${data ? inflateSync(data).toString('hex') : ''}`);
    return new Ref(objects.length, 0);
  };
  const face = new Face(bytes);
  const drawn = lines.map((line) => face.line(line).hex);
  face.embed(add, 'TVTAAA');
  return [...drawn, ...objects];
}

test('the font of a look is the same however often its words were drawn before, and other words have their own', () => {
  const others = Array.from({ length: 40 }, (_, i) => [`Đã ký ngày ${i + 1}`]);
  for (const lines of [['Đã ký'], ['Ký nháy', 'ngày 22/11'], ['ý kã Đ'], ...others, ['Đã ký']]) {
    // A face that nothing was drawn with yet: its bytes are another buffer.
    expect(embedded(regular, lines)).toEqual(embedded(Buffer.from(regular), lines));
    expect(embedded(regular, lines)).toEqual(embedded(regular, lines));
  }
});
