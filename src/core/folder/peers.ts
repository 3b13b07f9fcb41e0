/** Our own keys for what is carried by hand, and the workstations that people confirmed by voice. */
import type { PeerRow } from '../../contract/page/folder.ts';
import { byWord } from '../../domain/collate.ts';
import { Failure } from '../../domain/errors.ts';
import {
  fingerprint,
  generateKeys,
  keyId,
  type PrivateKeys,
  type PublicKeys,
  publicOf,
  readKeyFile,
  sameFingerprint,
  writeKeyFile,
} from '../../formats/bundle/index.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { listOwnOrgans } from '../documents/organs.ts';
import type { Store } from '../store/types.ts';

const SETTING = 'folder.keys';

/** Made at the first need; the private halves lie in the encrypted database and nowhere else. */
export function ownKeys(store: Store): PrivateKeys {
  const held = store.setting(SETTING);
  if (held !== undefined) return JSON.parse(held) as PrivateKeys;
  const keys = generateKeys();
  store.tx(() => store.setSetting(SETTING, JSON.stringify(keys)), 'folder:keys');
  return keys;
}
export const ownKeyId = (store: Store): string => keyId(publicOf(ownKeys(store))).toString('hex');
export const ownFingerprint = (store: Store): string => fingerprint(publicOf(ownKeys(store)));

/** The file for the other office: public halves and the organs served here. */
export const ownKeyFile = (store: Store): string =>
  writeKeyFile(
    ownKeys(store),
    listOwnOrgans(store).map(({ organId, name }) => ({ organId, name })),
    store.now(),
  );

export interface Peer {
  readonly id: string;
  readonly key_id: string;
  readonly name: string;
  readonly organs: readonly { readonly organId: string; readonly name: string }[];
  readonly keys: PublicKeys;
  readonly state: 'new' | 'confirmed' | 'removed';
  readonly last_number: number;
  readonly confirmed_at: number | null;
  readonly confirmed_by: string | null;
  readonly confirmed_with: string | null;
}
type PeerRecord = Omit<Peer, 'organs' | 'keys'> & { readonly organs: string; readonly sign_key: Buffer; readonly seal_key: Buffer };
const peerOf = ({ organs, sign_key, seal_key, ...row }: PeerRecord): Peer => ({
  ...row,
  organs: JSON.parse(organs) as Peer['organs'],
  keys: { sign: sign_key, seal: seal_key },
});

export function peerById(store: Store, id: string): Peer {
  const row = store.db.prepare(`SELECT * FROM peer WHERE id = ? AND state <> 'removed'`).get(id) as PeerRecord | undefined;
  if (!row) throw new Failure('folder.no_such_peer');
  return peerOf(row);
}
export function peerByKey(store: Store, key: string): Peer | undefined {
  const row = store.db.prepare(`SELECT * FROM peer WHERE key_id = ? AND state <> 'removed'`).get(key) as PeerRecord | undefined;
  return row && peerOf(row);
}
export const listPeers = (store: Store): Peer[] =>
  (store.db.prepare(`SELECT * FROM peer WHERE state <> 'removed' ORDER BY seq`).all() as PeerRecord[])
    .map(peerOf)
    .sort(byWord(({ name }) => name));

/** Is this peer's key believed for messages of this organ? */
export const speaksFor = (peer: Peer, organ: string | undefined): boolean => peer.organs.some(({ organId }) => organId === organ);

/**
 * Takes in another workstation's key file; nothing goes to it or comes from it before it was confirmed. A file of a known
 * key that names other organs than before has to be confirmed again.
 * @throws Failure of `readKeyFile`, `folder.own_key`
 */
export function addPeer(store: Store, actor: Actor, text: string): string {
  const file = readKeyFile(text);
  const key = keyId(file.keys).toString('hex');
  if (key === ownKeyId(store)) throw new Failure('folder.own_key');
  const organs = JSON.stringify(file.organs);
  const name = file.organs
    .map((organ) => organ.name)
    .join(', ')
    .slice(0, 300);
  return store.tx(() => {
    const known = store.db.prepare('SELECT id, organs, state FROM peer WHERE key_id = ?').get(key) as
      | { id: string; organs: string; state: string }
      | undefined;
    if (known) {
      if (known.organs !== organs || known.state === 'removed')
        store.db
          .prepare(
            `UPDATE peer SET organs = ?, name = ?, state = 'new', confirmed_at = NULL, confirmed_by = NULL, confirmed_with = NULL WHERE id = ?`,
          )
          .run(organs, name, known.id);
      return known.id;
    }
    const id = store.newId();
    store.db
      .prepare(
        `INSERT INTO peer (id, key_id, name, organs, sign_key, seal_key, state, added_at, seq) VALUES (?, ?, ?, ?, ?, ?, 'new', ?, ?)`,
      )
      .run(id, key, name, organs, Buffer.from(file.keys.sign), Buffer.from(file.keys.seal), store.now(), store.nextSeq());
    record(store, actor, 'folder.peer_add', id, key.slice(0, 16));
    return id;
  }, 'folder:peer');
}

/**
 * The digits that were read aloud by the other office, typed in here.
 * @param heardFrom whom the clerk spoke to, kept with the confirmation
 * @throws Failure `folder.fingerprint_differs`
 */
export function confirmPeer(store: Store, actor: Actor, id: string, digits: string, heardFrom: string): void {
  const peer = peerById(store, id);
  if (!sameFingerprint(digits, fingerprint(peer.keys))) throw new Failure('folder.fingerprint_differs', { name: peer.name });
  store.tx(() => {
    store.db
      .prepare(`UPDATE peer SET state = 'confirmed', confirmed_at = ?, confirmed_by = ?, confirmed_with = ? WHERE id = ?`)
      .run(store.now(), actor.name, heardFrom, id);
    record(store, actor, 'folder.peer_confirm', id, peer.key_id.slice(0, 16));
  }, 'folder:confirm');
}
export function removePeer(store: Store, actor: Actor, id: string): void {
  peerById(store, id);
  store.tx(() => {
    store.db.prepare(`UPDATE peer SET state = 'removed' WHERE id = ?`).run(id);
    record(store, actor, 'folder.peer_remove', id, 'ok');
  }, 'folder:remove');
}

const CARRIED_TO = `EXISTS (SELECT 1 FROM bundle_item i JOIN bundle b ON b.id = i.bundle_id WHERE i.dispatch_id = d.id AND b.peer_id = @peer AND b.state = 'written')`;

export function peerRows(store: Store): PeerRow[] {
  const last = store.db.prepare(
    `SELECT max(CASE WHEN direction = 'out' AND state = 'written' THEN at END) AS sent, max(CASE WHEN direction = 'in' THEN at END) AS received,
       count(CASE WHEN direction = 'out' AND state = 'written' AND receipt_at IS NULL THEN 1 END) AS unconfirmed FROM bundle WHERE peer_id = ?`,
  );
  return listPeers(store).map((peer) => {
    const { sent, received, unconfirmed } = last.get(peer.id) as { sent: number | null; received: number | null; unconfirmed: number };
    return {
      id: peer.id,
      name: peer.name,
      organs: peer.organs,
      state: peer.state === 'confirmed' ? 'confirmed' : 'new',
      ...(peer.state === 'confirmed' ? { fingerprint: fingerprint(peer.keys) } : {}),
      ...(peer.confirmed_at === null
        ? {}
        : { confirmed: { at: peer.confirmed_at, by: peer.confirmed_by ?? '', heardFrom: peer.confirmed_with ?? '' } }),
      unconfirmedBundles: unconfirmed,
      waiting: waitingFor(store, peer),
      ...(sent === null ? {} : { lastSent: sent }),
      ...(received === null ? {} : { lastReceived: received }),
    };
  });
}

/** Documents and statuses that a bundle to this peer would carry now. */
function waitingFor(store: Store, peer: Peer): { documents: number; statuses: number } {
  const organs = JSON.stringify(peer.organs.map(({ organId }) => organId));
  return store.db
    .prepare(
      `SELECT count(CASE WHEN d.kind = 'document' THEN 1 END) AS documents, count(CASE WHEN d.kind = 'status' THEN 1 END) AS statuses
       FROM dispatch d WHERE d.state IN ('queued', 'sending', 'unknown', 'refused') AND NOT ${CARRIED_TO}
         AND EXISTS (SELECT 1 FROM delivery v WHERE v.dispatch_id = d.id AND v.organ_id IN (SELECT value FROM json_each(@organs)))
         AND NOT EXISTS (SELECT 1 FROM outgoing o WHERE o.id = d.outgoing_id AND d.kind = 'document' AND o.frozen_at IS NOT NULL)`,
    )
    .get({ peer: peer.id, organs }) as { documents: number; statuses: number };
}
