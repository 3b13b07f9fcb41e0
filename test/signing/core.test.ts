import { createPublicKey, verify as cryptoVerify, X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ParserCalls } from '../../src/contract/parser/index.ts';
import type { TokenCalls, TokenInfo } from '../../src/contract/token/index.ts';
import type { Client } from '../../src/contract/wire.ts';
import { systemClock } from '../../src/core/clock.ts';
import { WORKSTATION } from '../../src/core/context.ts';
import { createSigning, type Signing, type SigningParts } from '../../src/core/signing/index.ts';
import { openStore, type Store } from '../../src/core/store/index.ts';
import { createVerify, summarizeDocument } from '../../src/core/verify/index.ts';
import { Failure } from '../../src/domain/errors.ts';
import type { BlobId } from '../../src/domain/ids.ts';
import type { Mode } from '../../src/domain/profile.ts';
import { legalDateOf } from '../../src/domain/time.ts';
import { readCertificate } from '../../src/formats/cms/index.ts';
import { renderLetter } from '../../src/formats/letter/index.ts';
import { parserHandlers } from '../../src/parser/handlers.ts';
import { facts, pdfHandlers } from '../../src/parser/pdf/index.ts';
import { putEmptyStore } from '../support/store.ts';
import { sealImage, signatureImage } from './images.ts';
import { fonts, has, makePki, type TestKey, type TestPki, WorkDir } from './kit.ts';

const NOW = Date.now() + 60_000;
const log = { info: () => {}, warn: () => {}, error: () => {} };

class SoftToken {
  readonly keys: readonly TestKey[];
  readonly ended: string[] = [];
  /** What the next `sign` does instead of signing. */
  fault: (() => never) | undefined;
  wrong = false;
  constructor(keys: readonly TestKey[]) {
    this.keys = keys;
  }
  get client(): Client<TokenCalls> {
    const acts = new Map<string, TestKey>();
    const sha = (key: TestKey): string => readCertificate(key.certificate).sha256;
    const token: TokenInfo = {
      kind: 'training',
      module: '',
      serial: 'T1',
      label: 'Khóa thử',
      manufacturer: '',
      flags: {
        pinCountLow: false,
        pinFinalTry: false,
        pinLocked: false,
        pinToBeChanged: false,
        protectedPath: false,
        minPin: 4,
        maxPin: 8,
      },
      certificates: this.keys.map((key, i) => ({ sha256: sha(key), keyId: String(i + 1), der: key.certificate })),
    };
    return {
      list: async () => ({ tokens: [token], modules: [] }),
      beginAct: async ({ actId, certificateSha256 }) => {
        const key = this.keys.find((k) => sha(k) === certificateSha256);
        if (key) acts.set(actId, key);
        return { mechanisms: [] };
      },
      sign: async ({ actId, data }) => {
        this.fault?.();
        const signature = acts.get(actId)?.sign(data) ?? new Uint8Array(256);
        return { signature: this.wrong ? new Uint8Array(signature.length) : signature };
      },
      decrypt: async () => ({ plain: new Uint8Array() }),
      endAct: async ({ actId }) => {
        this.ended.push(actId);
        return {};
      },
      beginPinChange: async () => ({}),
      endPinChange: async () => ({ changed: false }),
      inspect: async () => ({ sha256: '' }),
      ping: async () => ({}),
    };
  }
}

describe.skipIf(!has('openssl'))('acts of signing in the workstation [needs openssl]', () => {
  let dir: string;
  let store: Store;
  let pki: TestPki;
  let leader: TestKey;
  let agency: TestKey;
  let token: SoftToken;
  let documentId: string;
  let draft: Uint8Array;
  let work: WorkDir;

  const parsing = (() => {
    const handlers = parserHandlers(async () => ({ ...pdfHandlers, facts }));
    return new Proxy({} as Client<ParserCalls>, {
      get: (_t, name: keyof ParserCalls) => async (input: never) => handlers[name](input, undefined),
    });
  })();
  const room = (over: Partial<SigningParts> & { mode?: Mode } = {}): Signing => {
    const verify = createVerify({
      parsing,
      mode: over.mode ?? 'training',
      anchors: () => [pki.root],
      intermediates: () => [],
      now: () => NOW,
    });
    return createSigning({ store, mode: 'training', parsing, verify, tokens: { training: token.client }, log, now: () => NOW, ...over });
  };
  const current = () =>
    store.db
      .prepare("SELECT id, blob_id, stage, verdict, pages FROM file WHERE outgoing_id = ? AND role = 'main' AND current = 1")
      .get(documentId) as {
      id: string;
      blob_id: BlobId;
      stage: string;
      verdict: string;
    };
  const state = (): string => (store.db.prepare('SELECT state FROM outgoing WHERE id = ?').get(documentId) as { state: string }).state;
  const sha = (key: TestKey): string => readCertificate(key.certificate).sha256;
  const run = async (signing: Signing, act: 'leader' | 'agency', key: TestKey) => {
    const { actId } = await signing.begin({ id: documentId, act, serial: 'T1', certificateSha256: sha(key) }, WORKSTATION);
    return signing.perform({ actId }, WORKSTATION);
  };
  const code = async (work: Promise<unknown>): Promise<string> => {
    try {
      await work;
      return 'done';
    } catch (error) {
      return error instanceof Failure ? error.error.code : String(error);
    }
  };
  const number = (): void => {
    store.tx(() => {
      store.db
        .prepare("UPDATE outgoing SET state = 'numbered', number = 5, code = '05/UBND-VP', notation = 'UBND-VP', date = ? WHERE id = ?")
        .run(legalDateOf(NOW), documentId);
    });
  };

  beforeAll(() => {
    pki = makePki();
    leader = pki.issue('/CN=Nguyễn Văn Mẫu/title=Chủ tịch/O=Ủy ban nhân dân xã Ví Dụ');
    agency = pki.issue('/CN=Ủy ban nhân dân xã Ví Dụ/O=Ủy ban nhân dân xã Ví Dụ', { bits: 3072 });
  });
  afterAll(() => pki.remove());
  beforeEach(async () => {
    token = new SoftToken([leader, agency]);
    work = new WorkDir();
    dir = mkdtempSync(join(tmpdir(), 'tvt-core-'));
    store = openStore({ dir: join(dir, 'store'), keys: putEmptyStore(join(dir, 'store')), clock: systemClock });
    draft = await renderLetter(
      {
        parentAgency: 'Ủy ban nhân dân huyện Mẫu',
        agency: 'Ủy ban nhân dân xã Ví Dụ',
        notation: 'UBND-VP',
        place: 'Ví Dụ',
        subject: 'trả lời văn bản mẫu',
        addressees: ['Sở Mẫu'],
        body: [],
        signer: { competence: 'TM. ỦY BAN NHÂN DÂN', position: 'CHỦ TỊCH', fullName: 'Nguyễn Văn Mẫu' },
        recipients: ['Như trên', 'Lưu: VT'],
        createdAt: NOW,
      },
      { regular: fonts('regular'), bold: fonts('bold'), italic: fonts('italic'), boldItalic: fonts('boldItalic') },
    );
    const blob = await store.vault.put(draft);
    documentId = store.newId();
    store.tx(() => {
      store.vault.record(blob);
      store.setSetting('signing.signature_image', signatureImage());
      store.setSetting('signing.seal_image', sealImage());
      store.db.prepare("INSERT INTO organ (organ_id, name, place, abbreviation) VALUES ('H99.1', 'UBND xã Ví Dụ', 'Ví Dụ', 'UBND')").run();
      store.db
        .prepare(
          `INSERT INTO outgoing (id, organ_id, state, priority, type_name, subject, signer, folded, updated_at, seq, workstation_id)
           VALUES (?, 'H99.1', 'draft', 0, 'Công văn', 'trả lời', 'Nguyễn Văn Mẫu', '', 0, 1, 'w')`,
        )
        .run(documentId);
      store.db
        .prepare(
          "INSERT INTO file (id, outgoing_id, role, position, name, detected, blob_id, created_at, seq) VALUES (?, ?, 'main', 0, 'a.pdf', 'pdf', ?, 0, 1)",
        )
        .run(store.newId(), documentId, blob.id);
    });
  });
  afterEach(() => {
    store.close();
    work.remove();
    rmSync(dir, { recursive: true, force: true });
  });

  it('takes a draft through the leader’s and the agency’s act to a file with both signatures, appended only', async () => {
    const signing = room();
    expect(await run(signing, 'leader', leader)).toMatchObject({ signatures: 1 });
    expect([state(), current().stage]).toEqual(['leader_signed', 'leader_signed']);
    const once = await store.vault.readAll(current().blob_id);
    expect(Buffer.from(once.subarray(0, draft.length)).equals(draft)).toBe(true);
    number();
    expect(await run(signing, 'agency', agency)).toMatchObject({ signatures: 3 });
    expect([state(), current().stage]).toEqual(['agency_signed', 'agency_signed']);
    const full = await store.vault.readAll(current().blob_id);
    expect(Buffer.from(full.subarray(0, once.length)).equals(once)).toBe(true);
    const verdict = JSON.parse(current().verdict);
    expect(verdict.summary).toBe('intact');
    expect(verdict.signatures.map((s: { holder: string }) => s.holder)).toEqual(['person', 'agency', 'agency']);
    expect(summarizeDocument([verdict])).toEqual({ verdict: 'intact', signatures: 'both', signer: 'trusted' });
    const [l, , seal] = verdict.signatures.map((s: { rectangle: { x: number; y: number; width: number; height: number } }) => s.rectangle);
    expect(seal.x + seal.width).toBeCloseTo(l.x + l.width / 3, 1);
    expect(seal.y + seal.height / 2).toBeCloseTo(l.y + l.height / 2, 1);
    expect(seal.width).toBeCloseTo((36 * 72) / 25.4, 1);
    expect(token.ended).toHaveLength(2);
    expect(store.db.prepare('SELECT outcome FROM signing_act ORDER BY seq').all()).toEqual([{ outcome: 'done' }, { outcome: 'done' }]);
    if (has('pdfsig')) {
      const said = work.run('pdfsig', '-nocert', work.write('full.pdf', full)).out;
      expect(said.match(/Signature is Valid\./g)).toHaveLength(3);
    }
    if (process.env.TVT_KEEP_SAMPLE) work.run('cp', work.write('full.pdf', full), process.env.TVT_KEEP_SAMPLE);
  });

  it('changes nothing when the token dies in the middle, says so, and the next act works', async () => {
    const signing = room();
    token.fault = () => {
      throw new Failure('contract.closed');
    };
    expect(await code(run(signing, 'leader', leader))).toBe('signing.not_done');
    expect([state(), current().stage]).toEqual(['draft', 'original']);
    expect(store.db.prepare('SELECT outcome FROM signing_act').all()).toEqual([{ outcome: 'signing.not_done' }]);
    expect(store.db.prepare('SELECT count(*) AS n FROM blob').get()).toEqual({ n: 1 });
    expect(token.ended).toHaveLength(1);
    token.fault = undefined;
    expect(await code(run(signing, 'leader', leader))).toBe('done');
  });

  it('does not let a second signature of the agency’s act that fails leave half an act', async () => {
    const signing = room();
    await run(signing, 'leader', leader);
    number();
    let signed = 0;
    token.fault = (() => {
      if (++signed === 2) throw new Failure('token.removed');
    }) as () => never;
    expect(await code(run(signing, 'agency', agency))).toBe('token.removed');
    expect([state(), current().stage]).toEqual(['numbered', 'leader_signed']);
  });

  it('checks what the token signed with the certificate’s own key', async () => {
    token.wrong = true;
    expect(await code(run(room(), 'leader', leader))).toBe('signing.signature_wrong');
    expect(state()).toBe('draft');
    const key = createPublicKey(new X509Certificate(leader.certificate).publicKey.export({ type: 'spki', format: 'pem' }));
    expect(cryptoVerify('sha256', Buffer.from('x'), key, leader.sign(Buffer.from('x')))).toBe(true);
  });

  it('refuses the wrong certificate for an act, by its reason, in the list and at the beginning', async () => {
    const other = pki.issue('/CN=Ủy ban nhân dân xã Khác/O=Ủy ban nhân dân xã Khác', { training: false });
    token = new SoftToken([leader, agency, other]);
    const signing = room();
    const { choices } = await signing.choices({ id: documentId, act: 'leader' });
    expect(choices.map((c) => c.refused?.code)).toEqual([undefined, 'signing.agency_certificate_for_leader', 'signing.real_certificate']);
    expect(await code(run(signing, 'leader', agency))).toBe('signing.agency_certificate_for_leader');
    expect(await code(run(room({ mode: 'real', tokens: { pkcs11: token.client } }), 'leader', leader))).toBe(
      'signing.training_certificate',
    );
    await run(signing, 'leader', leader);
    number();
    expect(await code(run(signing, 'agency', leader))).toBe('signing.leader_certificate_for_agency');
    expect(await code(run(room({ now: () => NOW + 400 * 86_400_000 }), 'agency', agency))).toBe('signing.certificate_expired');
  });

  it('keeps the order: no agency signature before the number, no leader’s twice', async () => {
    const signing = room();
    expect(await code(run(signing, 'agency', agency))).toBe('documents.act_not_allowed');
    await run(signing, 'leader', leader);
    expect(await code(run(signing, 'leader', leader))).toBe('documents.act_not_allowed');
    expect(await code(run(signing, 'agency', agency))).toBe('documents.act_not_allowed');
  });

  it('ends an act that was cancelled or cut off by a crash as not done', async () => {
    const signing = room();
    const { actId } = await signing.begin({ id: documentId, act: 'leader', serial: 'T1', certificateSha256: sha(leader) }, WORKSTATION);
    await signing.cancel({ actId }, WORKSTATION);
    expect(await code(signing.perform({ actId }, WORKSTATION))).toBe('signing.no_such_act');
    await signing.begin({ id: documentId, act: 'leader', serial: 'T1', certificateSha256: sha(leader) }, WORKSTATION);
    room();
    expect(store.db.prepare('SELECT outcome FROM signing_act ORDER BY seq').all()).toEqual([
      { outcome: 'signing.cancelled' },
      { outcome: 'signing.cut_off' },
    ]);
    // Told once, where the next step is taken.
    room();
    const told = store.db.prepare("SELECT 1 FROM history WHERE outgoing_id = ? AND act = 'outgoing.signing_cut_off'").all(documentId);
    expect(told).toHaveLength(1);
  });
});

describe('texts of this room', () => {
  it('name every code that its sources use', () => {
    const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
    const sourcesIn = (folder: string): string[] =>
      readdirSync(new URL(`../../${folder}`, import.meta.url))
        .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
        .map((name) => read(`${folder}/${name}`));
    const sources = [
      ...sourcesIn('src/formats/pdf'),
      ...['index', 'verify', 'cms', 'chain', 'revisions', 'fonts'].map((f) => read(`src/parser/pdf/${f}.ts`)),
      ...sourcesIn('src/core/signing'),
      ...sourcesIn('src/core/office'),
      ...['signatureKinds', 'signaturePlaces', 'signingPowers', 'formProfiles'].map((f) => read(`src/domain/${f}.ts`)),
      read('src/core/verify/index.ts'),
      read('src/formats/image/index.ts'),
    ].join('\n');
    const texts = [
      ...['pdf', 'signing', 'office'].map((f) => read(`src/renderer/text/vi/errors/${f}.ts`)),
      read('src/domain/verifyWords.ts'),
    ].join('\n');
    // Keys of settings, and names of acts in history and audit.
    const settings = [
      ...['signing.signature_image', 'signing.seal_image', 'signing.seal_mm', 'signing.ts', 'signing.level', 'signing.number_by'],
      ...['signing.attachments', 'signing.settings', 'signing.allowed', 'signing.copy', 'signing.joint', 'signing.timestamp_'],
      ...[
        'signing.power',
        'signing.power_',
        'signing.power_removed',
        'signing.used_certificates',
        'signing.body',
        'signing.body_removed',
        'signing.agency_certificates',
        'signing.agency_certificate',
        'signing.agency_certificate_removed',
        'signing.form_',
      ],
    ];
    const used = [...sources.matchAll(/'((?:pdf|signing|verify|image|cms|office)\.[a-z_.]+)'/g)].map((m) => m[1] ?? '');
    for (const code of new Set(used)) if (!settings.includes(code)) expect(texts, code).toContain(`'${code}':`);
  });
});
