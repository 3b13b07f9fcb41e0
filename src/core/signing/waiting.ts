/** What waits for which signature: drafts for their leader, numbered documents for the agency; each with what the table of powers says against it. */
import type { CutOff, SigningAct, WaitingRow } from '../../contract/page/signing.ts';
import { expiryWarning } from '../../domain/certificateExpiry.ts';
import type { OutgoingState } from '../../domain/documents.ts';
import type { AppError } from '../../domain/errors.ts';
import type { CertificateFacts } from '../../formats/cms/index.ts';
import type { OutgoingRecord } from '../documents/outgoing.ts';
import type { Store } from '../store/types.ts';
import { agencyTurn, leaderTurn, notCovered, overrideOf, type Party, type SigningOf, signingOf } from './joint.ts';
import { currentFiles, type SourceFile } from './targets.ts';
import { agencyRefusals, leaderAdvice } from './work.ts';

/** The screen is for a day's work. */
const MOST = 200;

export function waitingDocuments(
  store: Store,
  now: number,
  organs?: readonly string[],
): { leader: WaitingRow[]; agency: WaitingRow[]; expiring: { name: string; days: number; step: number }[]; cutOff?: CutOff } {
  const waiting = { leader: rowsOf(store, 'draft', now, organs), agency: rowsOf(store, 'numbered', now, organs) };
  const cutOff = cutOffList(store, [...waiting.leader, ...waiting.agency]);
  return { ...waiting, expiring: expiringOf(store, now), ...(cutOff ? { cutOff } : {}) };
}

/** Of the last list of documents, where it ended with the program: how many it signed, how many of it still wait. */
function cutOffList(store: Store, waiting: readonly WaitingRow[]): CutOff | undefined {
  const rows = store.db
    .prepare(
      `SELECT act, outgoing_id, begun_at, outcome FROM signing_act
       WHERE begun_at = (SELECT begun_at FROM signing_act ORDER BY seq DESC LIMIT 1) ORDER BY seq`,
    )
    .all() as { act: SigningAct; outgoing_id: string | null; begun_at: number; outcome: string | null }[];
  const [first] = rows;
  if (!first || rows.length < 2 || !rows.some((row) => row.outcome === CUT_OFF)) return undefined;
  const ids = new Set(waiting.map((row) => row.id));
  const left = rows.filter((row) => row.outcome !== 'done' && row.outgoing_id !== null && ids.has(row.outgoing_id)).length;
  return left === 0 ? undefined : { act: first.act, at: first.begun_at, signed: rows.filter((row) => row.outcome === 'done').length, left };
}
/** Outcome of an act that a crash left without an end. */
export const CUT_OFF = 'signing.cut_off';

/** Certificates that were signed with here: name and end of each, by fingerprint. */
const USED = 'signing.used_certificates';
const MAX_USED = 50;
type Used = Readonly<Record<string, { readonly name: string; readonly notAfter: number }>>;
const usedOf = (store: Store): Used => JSON.parse(store.setting(USED) ?? '{}') as Used;
export function rememberUsed(store: Store, certificate: CertificateFacts): void {
  const known = usedOf(store);
  if (known[certificate.sha256]) return;
  const name = certificate.subject.commonName ?? '';
  // A renewed certificate takes the place of the one before.
  const others = Object.entries(known).filter(([, old]) => old.name !== name);
  const kept = Object.fromEntries([...others, [certificate.sha256, { name, notAfter: certificate.notAfter }]].slice(-MAX_USED));
  store.setSetting(USED, JSON.stringify(kept));
}
function expiringOf(store: Store, now: number): { name: string; days: number; step: number }[] {
  return Object.values(usedOf(store)).flatMap(({ name, notAfter }) => {
    const warning = expiryWarning(notAfter, now);
    return warning ? [{ name, days: warning.days, step: warning.step }] : [];
  });
}

/** By the verdict that is kept with the file, where it has one; the act itself judges it anew, and the certificate with it. */
function against(store: Store, now: number, document: OutgoingRecord, signing: SigningOf, party: Party, main: SourceFile): AppError[] {
  if (document.state === 'draft') return leaderAdvice(store, document, signing, party, { now });
  if (!main.verdict) return [];
  return notCovered(agencyRefusals(store, document, signing, party, main.verdict, { now }), overrideOf(store, main.id));
}

function rowsOf(
  store: Store,
  state: Extract<OutgoingState, 'draft' | 'numbered'>,
  now: number,
  organs: readonly string[] | undefined,
): WaitingRow[] {
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
    const signing = signingOf(store, document);
    const { parties } = signing;
    const party = (state === 'draft' ? leaderTurn : agencyTurn)(main.verdict, parties);
    const [refused] = party ? against(store, now, document, signing, party, main) : [];
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
        ...(refused ? { refused } : {}),
        ...(party && parties.length > 1
          ? { turn: { position: party.position, of: parties.length, name: state === 'draft' ? party.name : party.agency } }
          : {}),
      },
    ];
  });
}
