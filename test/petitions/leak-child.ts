/**
 * A workstation on its real processes with one petition in it, at which everything is asked that a page can ask:
 * `leak-child.ts DIR`. Answers and files go to DIR/out; what the processes say on the way is this process's own output.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { newPassphrase, openDesk } from '../../demo/desk.ts';
import { pageCalls } from '../../src/contract/page/index.ts';
import { Failure } from '../../src/domain/errors.ts';
import { setUp } from '../faults/journey.ts';
import { SECRETS } from './leak-words.ts';

const [dir = ''] = process.argv.slice(2);
const out = join(dir, 'out');
mkdirSync(out, { recursive: true });

/** Answered to the persons named for a case: they are meant to see it. Or they end what is asked here. */
const NOT_ASKED =
  /^(?:petitions\.(?:get|form|redact|act|change|name|unname|addFiles|register)|session\.|setup\.|restore\.|handover\.|app\.|training\.|upload\.|people\.|accounts\.)/;

type Schema = Record<string, unknown> & {
  properties?: Record<string, Schema>;
  required?: string[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  items?: Schema;
};
/** Something of that shape; free words say nothing. */
function sample(schema: Schema): unknown {
  if ('const' in schema) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  const [first] = schema.anyOf ?? schema.oneOf ?? [];
  if (first) return sample(first);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        (Array.isArray(schema.required) ? schema.required : []).map((key) => [key, sample(schema.properties?.[key] ?? {})]),
      );
    case 'array':
      return Array.from({ length: Number(schema.minItems ?? 0) }, () => sample(schema.items || {}));
    case 'integer':
    case 'number':
      return Math.max(Number(schema.minimum ?? 0), Number(schema.exclusiveMinimum ?? -1) + 1);
    case 'boolean':
      return false;
    case 'string':
      return 'zz';
    default:
      return new Uint8Array(1);
  }
}
function put(value: unknown, path: readonly PropertyKey[], leaf: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return leaf;
  if (Array.isArray(value)) return value.map((one, n) => (n === key ? put(one, rest, leaf) : one));
  const held = typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>) : {};
  return { ...held, [key]: put(held[key], rest, leaf) };
}
/** An input the contract takes; undefined where none was found. */
function inputFor(input: z.ZodType, leaves: readonly unknown[]): unknown {
  let value = sample(z.toJSONSchema(input, { unrepresentable: 'any', io: 'input' }) as Schema);
  const tried = new Map<string, number>();
  for (let n = 0; n < 60; n++) {
    const parsed = input.safeParse(value);
    if (parsed.success) return value;
    const { path } = parsed.error.issues[0] ?? { path: [] };
    const key = path.join('.');
    const next = tried.get(key) ?? 0;
    if (next >= leaves.length) return undefined;
    tried.set(key, next + 1);
    value = put(value, path, leaves[next]);
  }
  return undefined;
}
const text = (value: unknown): string =>
  JSON.stringify(value, (_key, held: unknown) => (held instanceof Uint8Array ? Buffer.from(held).toString('latin1') : held)) ?? '';

let saved = 0;
const desk = openDesk({
  ...{ profilesDir: join(dir, 'profiles'), documents: 1, autoReply: false, verbose: true },
  env: { TRAM_LOG_LEVEL: 'trace' },
  // Whatever is saved outside lies there to be looked through.
  chooseSavePath: (name) => Promise.resolve(join(out, `saved ${++saved} ${name.replaceAll('/', '-')}`)),
});
const asked: string[] = [];
let files = 0;
async function ask(name: string, input: unknown): Promise<void> {
  let answer: unknown;
  try {
    answer = await (desk.call as Record<string, (input: unknown) => Promise<unknown>>)[name]?.(input);
  } catch (error) {
    answer = { refused: error instanceof Failure ? error.error : String(error) };
  }
  asked.push(name);
  writeFileSync(join(out, `${String(asked.length).padStart(3, '0')} ${name}.json`), text(answer));
  const { fileId, name: fileName } = (answer ?? {}) as { fileId?: unknown; name?: unknown };
  if (typeof fileId === 'string')
    writeFileSync(join(out, `${++files} ${String(fileName).replaceAll('/', '-')}`), await desk.readFile(fileId));
}

try {
  await setUp(desk, newPassphrase());
  const { name, address, phone, matter, against } = SECRETS;
  const scan = await desk.call['outgoing.sampleDraft']({ subject: matter, recipient: name });
  const sealed = { name, address, phone, identity: '', matter, against };
  const facts = { kind: 'denunciation' as const, channel: 'hand' as const, receivedOn: '2026-01-05', people: 1, readers: [] };
  const { id } = await desk.call['petitions.register']({ ...facts, ...sealed, uploadIds: [scan.uploadId], notSame: false });
  const own = await desk.upload(`Đơn của ${name}.pdf`, new TextEncoder().encode(`không phải PDF: ${name}`));
  await desk.call['petitions.addFiles']({ id, uploadIds: [own] });
  await desk.call['petitions.act']({ id, act: 'accept', on: '2026-01-06', text: `đã mời ${name}` });
  await desk.call['petitions.form']({
    id,
    form: 'accept',
    to: '',
    text: `mời ${name}`,
    signerPosition: 'Chủ tịch',
    signer: 'Nguyễn Văn Mẫu',
  });
  // Refusals are said in words and counted: of them nobody learns who it was.
  await ask('petitions.register', { ...facts, name, address, matter, phone: '', identity: '', against: '', uploadIds: [], notSame: false });
  await ask('petitions.register', { ...facts, ...sealed, receivedOn: '2099-01-01', uploadIds: [], notSame: true });
  await ask('petitions.act', { id, act: 'accept', on: '2026-01-06', text: name });
  await ask('upload.finish', { uploadId: own });
  for (const as of ['pdf', 'xlsx', 'docx'] as const) await ask('petitions.print', { year: '2026', as, paper: 'A4', cover: true });
  for (const show of ['open', 'mine', 'all'] as const) await ask('petitions.list', { show });
  await ask('petitions.same', { name, address, matter });
  for (const wanted of [name, address, matter, 'Kín Đáo']) {
    await ask('search.find', { text: wanted, filters: {}, offset: 0, limit: 20 });
    await ask('incoming.list', { states: [], text: wanted, offset: 0, limit: 20 });
    await ask('outgoing.list', { states: [], text: wanted, offset: 0, limit: 20 });
  }
  const { readers } = await desk.call['petitions.get']({ id });
  const leaves = [id, '2026-01-05', '2026', '2026-01', 'H99.01', readers[0]?.id ?? '', 1, {}, [], ['zz'], [id], '0'.repeat(64), '', true];
  const skipped: string[] = [];
  for (const [call, { input }] of Object.entries(pageCalls)) {
    if (NOT_ASKED.test(call)) continue;
    const value = inputFor(input as z.ZodType, leaves);
    if (value === undefined) skipped.push(call);
    else await ask(call, value);
  }
  writeFileSync(join(dir, 'asked.json'), JSON.stringify({ asked, skipped, files, saved }));
} finally {
  await desk.stop();
}
process.exit(0);
