/** What waits for which signature: drafts for their leader, numbered documents for the agency. */
import type { WaitingRow } from '../../contract/page/signing.ts';
import type { OutgoingState } from '../../domain/documents.ts';
import type { OutgoingRecord } from '../documents/outgoing.ts';
import type { Store } from '../store/types.ts';
import { agencyTurn, leaderTurn, signingOf } from './joint.ts';
import { currentFiles } from './targets.ts';

/** The screen is for a day's work. */
const MOST = 200;

export function waitingDocuments(store: Store, organs?: readonly string[]): { leader: WaitingRow[]; agency: WaitingRow[] } {
  return { leader: rowsOf(store, 'draft', organs), agency: rowsOf(store, 'numbered', organs) };
}

function rowsOf(store: Store, state: Extract<OutgoingState, 'draft' | 'numbered'>, organs: readonly string[] | undefined): WaitingRow[] {
  const documents = store.db
    .prepare(
      `SELECT * FROM outgoing WHERE state = ? AND (? IS NULL OR organ_id IN (SELECT value FROM json_each(?)))
       ORDER BY priority DESC, seq LIMIT ?`,
    )
    .all(state, organs === undefined ? null : 1, JSON.stringify(organs ?? []), MOST) as OutgoingRecord[];
  const size = store.db.prepare<[string], number>('SELECT size FROM blob WHERE id = ?').pluck();
  return documents.flatMap((document) => {
    const { main } = currentFiles(store, document.id);
    if (!main) return [];
    const { parties } = signingOf(store, document);
    const party = (state === 'draft' ? leaderTurn : agencyTurn)(main.verdict, parties);
    return [
      {
        id: document.id,
        fileId: main.id,
        name: main.name,
        size: size.get(main.blobId) ?? 0,
        pages: main.pages ?? 0,
        code: document.code,
        typeName: document.type_name,
        subject: document.subject,
        signer: state === 'draft' ? (party?.name ?? document.signer) : document.signer,
        updatedAt: document.updated_at,
        ...(party && parties.length > 1
          ? { turn: { position: party.position, of: parties.length, name: state === 'draft' ? party.name : party.agency } }
          : {}),
      },
    ];
  });
}
