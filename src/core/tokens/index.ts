/**
 * The core's room for signing devices apart from signing itself: which modules may be loaded, certificates imported by hand,
 * change of PIN, the watch over the token process. No PIN comes here. A module is named by main's own dialog, looked at by the
 * token process without being run, kept with the hash of its bytes, and loaded only as those bytes.
 */
import { basename } from 'node:path';
import type { ImportedCertificate, ModuleRow, PluggedToken } from '../../contract/page/tokens.ts';
import type { ShellCalls } from '../../contract/shell/index.ts';
import type { TokenCalls } from '../../contract/token/index.ts';
import type { Client } from '../../contract/wire.ts';
import { expiryWarning } from '../../domain/certificateExpiry.ts';
import { type AppError, Failure } from '../../domain/errors.ts';
import { readCertificate } from '../../formats/cms/index.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';
import {
  allowModule,
  forbidModule,
  importCertificate,
  importedCertificates,
  type KeptModule,
  keptModules,
  removeCertificate,
} from './kept.ts';

export { importedCertificates } from './kept.ts';
export { limitsOfEnvironment, type TokenLimits, type TokenWatchOptions, watchToken } from './watch.ts';

export interface TokenRoomParts {
  readonly store: Store;
  readonly shell: Pick<Client<ShellCalls>, 'chooseModule' | 'setTokenModules' | 'restartProcess'>;
  /** The token process that runs now; read at each call. */
  readonly tokens: { readonly pkcs11?: Client<TokenCalls> };
}

export class TokenRoom {
  readonly #parts: TokenRoomParts;
  readonly #changes = new Map<string, { readonly serial: string; readonly client: Client<TokenCalls> }>();
  constructor(parts: TokenRoomParts) {
    this.#parts = parts;
  }

  /** Hands the allowed modules to main, which gives them to the token process. */
  async applyModules(): Promise<void> {
    const modules = keptModules(this.#parts.store).map(({ path, sha256 }) => ({ path, sha256 }));
    await this.#parts.shell.setTokenModules({ modules });
  }

  /** What is plugged in now; nothing where no driver runs. */
  async plugged(): Promise<PluggedToken[]> {
    const { tokens } = await this.#client().list({});
    return tokens.map(({ serial, label, flags }) => ({ serial, label, pinLocked: flags.pinLocked, pinFinalTry: flags.pinFinalTry }));
  }

  /** Allowed modules and those found in known places, each with its state now. */
  async modules(): Promise<ModuleRow[]> {
    const kept = keptModules(this.#parts.store);
    const { modules: reports } = await this.#client().list({});
    const found = new Map(reports.map((report) => [report.path, report]));
    const rowOf = (path: string, allowed?: KeptModule): ModuleRow => {
      const report = found.get(path);
      return {
        path,
        name: basename(path),
        allowed: allowed !== undefined,
        loaded: report?.loaded ?? false,
        ...(allowed ? { sha256: allowed.sha256, at: allowed.at, by: allowed.by } : {}),
        ...(report?.error ? { error: report.error } : {}),
      };
    };
    const others = reports.filter((report) => !kept.some(({ path }) => path === report.path));
    return [...kept.map((module) => rowOf(module.path, module)), ...others.map(({ path }) => rowOf(path))];
  }

  /** Asks for a file by main's dialog; undefined when the person cancelled. */
  async addModule(actor: Actor): Promise<string | undefined> {
    const { path } = await this.#parts.shell.chooseModule({});
    if (path === undefined) return undefined;
    const { sha256, error } = await this.#client().inspect({ path });
    if (error) throw new Failure(error.code, error.params);
    allowModule(this.#parts.store, actor, { path, sha256 });
    await this.applyModules();
    return path;
  }
  async removeModule(actor: Actor, path: string): Promise<void> {
    forbidModule(this.#parts.store, actor, path);
    await this.applyModules();
  }
  /** A new process, for readers that a driver sees only at its start and for modules that were left alone. */
  async restart(): Promise<void> {
    await this.#parts.shell.restartProcess({ process: 'token', forgive: true });
  }

  certificates(): ImportedCertificate[] {
    return importedCertificates(this.#parts.store).flatMap((der) => rowOfCertificate(der, this.#parts.store.now()));
  }
  importCertificate(actor: Actor, data: Uint8Array): ImportedCertificate {
    const [row] = rowOfCertificate(importCertificate(this.#parts.store, actor, data), this.#parts.store.now());
    if (!row) throw new Failure('token.not_a_certificate');
    return row;
  }
  removeCertificate(actor: Actor, sha256: string): void {
    removeCertificate(this.#parts.store, actor, sha256);
  }

  /** Opens a change of PIN; both PINs then go to the token process by another way. */
  async beginPinChange(input: { readonly serial: string; readonly finalTryAccepted?: boolean }): Promise<{ actId: string }> {
    const client = this.#client();
    const actId = this.#parts.store.newId();
    await client.beginPinChange({ actId, ...input });
    this.#changes.set(actId, { serial: input.serial, client });
    return { actId };
  }
  /** What came of it, as the token process saw it, and audited so. */
  async endPinChange(actor: Actor, actId: string): Promise<{ changed: boolean; error?: AppError }> {
    const change = this.#changes.get(actId);
    if (!change) throw new Failure('token.no_such_act');
    this.#changes.delete(actId);
    const { store } = this.#parts;
    const outcome = await change.client
      .endPinChange({ actId })
      .catch(() => ({ changed: false, error: { code: 'token.pin_change_unknown' } }));
    const result = outcome.changed ? 'ok' : (outcome.error?.code ?? 'token.cancelled');
    store.tx(() => record(store, actor, 'token.pin_change', change.serial, result), 'token:pin');
    return outcome;
  }
  /** Ends what is open: screen locked, profile closed. */
  async close(): Promise<void> {
    const open = [...this.#changes];
    this.#changes.clear();
    await Promise.allSettled(open.map(([actId, { client }]) => client.endPinChange({ actId })));
  }

  #client(): Client<TokenCalls> {
    const { pkcs11 } = this.#parts.tokens;
    if (!pkcs11) throw new Failure('signing.token_process_gone');
    return pkcs11;
  }
}

function rowOfCertificate(der: Uint8Array, now: number): ImportedCertificate[] {
  try {
    const facts = readCertificate(der);
    const expiry = expiryWarning(facts.notAfter, now);
    return [
      {
        sha256: facts.sha256,
        commonName: facts.subject.commonName ?? '',
        organization: facts.subject.organization ?? '',
        issuer: facts.issuer.commonName ?? facts.issuer.organization ?? '',
        validFrom: facts.notBefore,
        validTo: facts.notAfter,
        ...(expiry ? { expiry } : {}),
      },
    ];
  } catch {
    return [];
  }
}
