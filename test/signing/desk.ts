/** A store with drafts in it and a signing room over software keys: what the tests of acts share. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ParserCalls } from '../../src/contract/parser/index.ts';
import type { TokenCalls, TokenInfo } from '../../src/contract/token/index.ts';
import type { Client } from '../../src/contract/wire.ts';
import { systemClock } from '../../src/core/clock.ts';
import { type Actor, WORKSTATION } from '../../src/core/context.ts';
import { createSigning, type Signing, type SigningChosen, type SigningParts } from '../../src/core/signing/index.ts';
import { openStore, type Store } from '../../src/core/store/index.ts';
import { createVerify } from '../../src/core/verify/index.ts';
import { Failure } from '../../src/domain/errors.ts';
import type { BlobId } from '../../src/domain/ids.ts';
import { legalDateOf } from '../../src/domain/time.ts';
import type { PdfVerdict } from '../../src/domain/verdict.ts';
import { readCertificate } from '../../src/formats/cms/index.ts';
import { renderLetter } from '../../src/formats/letter/index.ts';
import { parserHandlers } from '../../src/parser/handlers.ts';
import { facts, pdfHandlers } from '../../src/parser/pdf/index.ts';
import { putEmptyStore } from '../support/store.ts';
import { fonts, type TestKey } from './kit.ts';

export const NOW = Date.now() + 60_000;
const log = { info: () => {}, warn: () => {}, error: () => {} };
const FLAGS = {
  pinCountLow: false,
  pinFinalTry: false,
  pinLocked: false,
  pinToBeChanged: false,
  protectedPath: false,
  minPin: 4,
  maxPin: 8,
};
export const parsing = (() => {
  const handlers = parserHandlers(async () => ({ ...pdfHandlers, facts }));
  return new Proxy({} as Client<ParserCalls>, {
    get: (_t, name: keyof ParserCalls) => async (input: never) => handlers[name](input, undefined),
  });
})();

/** Keys in memory behind the token's contract; counts the signatures it was asked for. */
export class SoftKeys {
  readonly keys: readonly TestKey[];
  signed = 0;
  constructor(keys: readonly TestKey[]) {
    this.keys = keys;
  }
  get client(): Client<TokenCalls> {
    const acts = new Map<string, TestKey>();
    const sha = (key: TestKey): string => readCertificate(key.certificate).sha256;
    const certificates = this.keys.map((key, i) => ({ sha256: sha(key), keyId: String(i + 1), der: key.certificate }));
    const token: TokenInfo = {
      kind: 'training',
      module: '',
      serial: 'T1',
      label: 'Khóa thử',
      manufacturer: '',
      flags: FLAGS,
      certificates,
    };
    return {
      list: async () => ({ tokens: [token], modules: [] }),
      beginAct: async ({ actId, certificateSha256 }) => {
        const key = this.keys.find((k) => sha(k) === certificateSha256);
        if (key) acts.set(actId, key);
        return { mechanisms: [] };
      },
      sign: async ({ actId, data }) => {
        this.signed++;
        return { signature: acts.get(actId)?.sign(data) ?? new Uint8Array(256) };
      },
      decrypt: async () => ({ plain: new Uint8Array() }),
      endAct: async () => ({}),
      beginPinChange: async () => ({}),
      endPinChange: async () => ({ changed: false }),
      inspect: async () => ({ sha256: '' }),
      ping: async () => ({}),
    };
  }
}

export interface SigningDesk {
  readonly store: Store;
  readonly dir: string;
  room(over?: Partial<SigningParts>): Signing;
  draft(file?: Uint8Array, signer?: string): Promise<string>;
  attach(id: string, name: string, bytes: Uint8Array, detected?: string): Promise<void>;
  number(id: string): void;
  state(id: string): string;
  file(id: string): { id: string; blob_id: BlobId; stage: string; verdict: PdfVerdict };
  files(id: string): { name: string; stage: string; role: string; verdict: string | null }[];
  bytes(blob: BlobId): Promise<Buffer>;
  /** Begins and performs; the code of what was refused, or `done`. */
  act(signing: Signing, chosen: Omit<SigningChosen, 'serial' | 'certificateSha256'>, key: TestKey, actor?: Actor): Promise<string>;
  close(): void;
}

export async function openDesk(keys: SoftKeys, anchors: readonly Uint8Array[]): Promise<SigningDesk> {
  const dir = mkdtempSync(join(tmpdir(), 'tvt-desk-'));
  const store = openStore({ dir: join(dir, 'store'), keys: putEmptyStore(join(dir, 'store')), clock: systemClock });
  store.tx(() => {
    store.db.prepare("INSERT INTO organ (organ_id, name, place, abbreviation) VALUES ('H99.1', 'UBND xã Ví Dụ', 'Ví Dụ', 'UBND')").run();
  });
  const insertFile = async (
    id: string,
    role: string,
    position: number,
    name: string,
    bytes: Uint8Array,
    detected: string,
  ): Promise<void> => {
    const blob = await store.vault.put(bytes);
    store.tx(() => {
      store.vault.record(blob);
      store.db
        .prepare(
          'INSERT INTO file (id, outgoing_id, role, position, name, detected, blob_id, created_at, seq) VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?)',
        )
        .run(store.newId(), id, role, position, name, detected, blob.id, store.nextSeq());
    });
  };
  const code = async (work: Promise<unknown>): Promise<string> => {
    try {
      await work;
      return 'done';
    } catch (error) {
      return error instanceof Failure ? error.error.code : String(error);
    }
  };
  return {
    store,
    dir,
    room(over = {}) {
      const mode = over.mode ?? 'training';
      const verify = createVerify({ parsing, mode, anchors: () => anchors, intermediates: () => [], now: () => NOW });
      const tokens = mode === 'training' ? { training: keys.client } : { pkcs11: keys.client };
      return createSigning({
        store,
        mode,
        parsing,
        verify,
        tokens,
        trust: () => anchors,
        network: () => ({ loopback: true }),
        log,
        now: () => NOW,
        ...over,
      });
    },
    async draft(file, signer = 'Nguyễn Văn Mẫu') {
      const id = store.newId();
      store.tx(() => {
        store.db
          .prepare(
            `INSERT INTO outgoing (id, organ_id, state, priority, type_name, subject, competence, signer_position, signer, folded, updated_at, seq, workstation_id)
             VALUES (?, 'H99.1', 'draft', 0, 'Công văn', 'trả lời', 'TM. ỦY BAN NHÂN DÂN', 'CHỦ TỊCH', ?, '', 0, ?, 'w')`,
          )
          .run(id, signer, store.nextSeq());
      });
      await insertFile(id, 'main', 0, 'van-ban.pdf', file ?? (await letter(signer)), 'pdf');
      return id;
    },
    attach: (id, name, bytes, detected = 'pdf') => insertFile(id, 'attachment', 1, name, bytes, detected),
    number: (id) =>
      store.tx(() => {
        store.db
          .prepare("UPDATE outgoing SET state = 'numbered', number = 5, code = '05/UBND-VP', notation = 'UBND-VP', date = ? WHERE id = ?")
          .run(legalDateOf(NOW), id);
      }),
    state: (id) => store.db.prepare('SELECT state FROM outgoing WHERE id = ?').pluck().get(id) as string,
    file(id) {
      const row = store.db.prepare("SELECT * FROM file WHERE outgoing_id = ? AND role = 'main' AND current = 1").get(id) as {
        id: string;
        blob_id: BlobId;
        stage: string;
        verdict: string;
      };
      return { ...row, verdict: JSON.parse(row.verdict ?? 'null') as PdfVerdict };
    },
    files: (id) =>
      store.db
        .prepare('SELECT name, stage, role, verdict FROM file WHERE outgoing_id = ? AND current = 1 ORDER BY position')
        .all(id) as never,
    bytes: async (blob) => Buffer.from(await store.vault.readAll(blob)),
    async act(signing, chosen, key, actor = WORKSTATION) {
      const certificateSha256 = readCertificate(key.certificate).sha256;
      return code(
        (async () => {
          const { actId } = await signing.begin({ ...chosen, serial: 'T1', certificateSha256 }, actor);
          await signing.perform({ actId }, actor);
        })(),
      );
    },
    close() {
      store.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export const letter = (signer: string): Promise<Uint8Array> =>
  renderLetter(
    {
      parentAgency: 'Ủy ban nhân dân huyện Mẫu',
      agency: 'Ủy ban nhân dân xã Ví Dụ',
      notation: 'UBND-VP',
      place: 'Ví Dụ',
      subject: 'trả lời văn bản mẫu',
      addressees: ['Sở Mẫu'],
      body: [{ kind: 'paragraph', text: 'Ủy ban nhân dân xã Ví Dụ trả lời như sau.' }],
      signer: { competence: 'TM. ỦY BAN NHÂN DÂN', position: 'CHỦ TỊCH', fullName: signer },
      recipients: ['Như trên', 'Lưu: VT'],
      createdAt: NOW,
    },
    { regular: fonts('regular'), bold: fonts('bold'), italic: fonts('italic'), boldItalic: fonts('boldItalic') },
  );
