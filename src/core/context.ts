/** What every room of the core is handed besides the store. */
import type { PageEvent } from '../contract/page/index.ts';
import type { RecordId } from '../domain/ids.ts';
import type { Role } from '../domain/roles.ts';

/** Structured log without document content, PIN or key. */
export interface Log {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}
export interface Events {
  /** Tells the pages what changed; call after the transaction, never in it. */
  emit(event: PageEvent): void;
}
/** Who acts: a signed-in person, or the workstation itself. */
export interface Actor {
  readonly personId?: RecordId;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Organs they work for; absent = every one. */
  readonly organs?: readonly string[];
  /** Who did it, where the actor only enters it (ghi thay): from a slip of paper, in most cases. */
  readonly onBehalfOf?: { readonly personId: RecordId; readonly name: string; readonly slipDate?: string };
}
export const WORKSTATION: Actor = { name: 'Trạm Văn thư', roles: [] };
