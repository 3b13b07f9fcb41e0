/** The page's calls on fast entry. */
import { writeFile } from 'node:fs/promises';
import type { EntryFacts, EntrySheet, entryCalls } from '../../contract/page/entry.ts';
import type { Handlers } from '../../contract/wire.ts';
import { byPersonName } from '../../domain/collate.ts';
import { splitRecipients } from '../../domain/entry/index.ts';
import type { BookDirection } from '../../domain/registers.ts';
import { legalDateOf } from '../../domain/time.ts';
import { listPeople } from '../accounts/index.ts';
import { record } from '../audit/index.ts';
import { documentKinds } from '../codelists/index.ts';
import { listGroups, recipientMatcher } from '../directory/index.ts';
import {
  clearSheet,
  commitSheetInSteps,
  judgeSheetInSteps,
  openSheet,
  readMapped,
  saveSheet,
  sheetById,
  takeTable,
  templateOf,
} from '../entry/index.ts';
import { listBooks, numberSource } from '../registers/index.ts';
import type { Store } from '../store/types.ts';
import { optional } from './optional.ts';
import { currentOrgan, type Session, signedIn } from './session.ts';
import { watched } from './work.ts';

const MAX_PROBLEMS = 1_000;
const OFFERED = 300;
const MOST_RECIPIENTS = 100;
/** Names are offered from the newest documents: a book of twenty years is not read for them. */
const NEWEST = 5_000;
const newest = (list: 'incoming' | 'outgoing'): string =>
  `(SELECT * FROM ${list} INDEXED BY ${list}_order WHERE organ_id = ? ORDER BY seq DESC LIMIT ${NEWEST})`;

function factsOf(store: Store, organId: string, direction: BookDirection): EntryFacts {
  const list = <T>(sql: string): T[] => store.db.prepare(sql).all(organId) as T[];
  const signers =
    direction === 'outgoing'
      ? `SELECT signer AS name, signer_position AS position FROM ${newest('outgoing')} WHERE signer <> '' GROUP BY signer, signer_position ORDER BY max(coalesce(date, '9999')) DESC, max(seq) DESC LIMIT ${OFFERED}`
      : `SELECT signer AS name, '' AS position FROM ${newest('incoming')} WHERE signer <> '' GROUP BY signer ORDER BY max(arrived_at) DESC LIMIT ${OFFERED}`;
  const organ = store.db
    .prepare<[string], { name: string; position: string }>(
      'SELECT leader_name AS name, leader_position AS position FROM organ WHERE organ_id = ?',
    )
    .get(organId);
  const known = list<{ name: string; position: string }>(signers);
  const leader = direction === 'outgoing' && organ && organ.name !== '' && !known.some(({ name }) => name === organ.name) ? [organ] : [];
  return {
    today: legalDateOf(store.now()),
    kinds: documentKinds(store),
    books: listBooks(store)
      .filter((book) => book.organId === organId && book.closedOn === undefined && book.rule.direction === direction)
      .map(({ id, name, rule }) => ({ id, name, rule, numbers: numberSource(store, id) })),
    senders: list<{ name: string }>(
      `SELECT sender_name AS name FROM ${newest('incoming')} GROUP BY sender_name ORDER BY max(arrived_at) DESC LIMIT ${OFFERED}`,
    ).map(({ name }) => name),
    signers: [...known, ...leader],
    units: listPeople(store)
      .map(({ name }) => name)
      .sort(byPersonName),
    groups: direction === 'outgoing' ? listGroups(store).map(({ name }) => name) : [],
  };
}

export const entryHandlers: Handlers<typeof entryCalls, Session> = {
  'entry.open': ({ direction }, session): EntrySheet => {
    const { workstation, actor } = signedIn(session);
    const { organId } = currentOrgan(session);
    const { id, mode, defaults, finished, rows, updatedAt } = openSheet(workstation.store, actor, organId, direction);
    return { id, direction, mode, defaults, finished, rows, updatedAt, facts: factsOf(workstation.store, organId, direction) };
  },
  'entry.save': ({ sheetId, defaults, ...change }, session) => {
    const { workstation, actor } = signedIn(session);
    saveSheet(workstation.store, actor, sheetId, {
      ...optional(change),
      ...(defaults === undefined ? {} : { defaults: optional(defaults) }),
    });
    return {};
  },
  'entry.clear': ({ sheetId }, session) => {
    const { workstation, actor } = signedIn(session);
    clearSheet(workstation.store, actor, sheetId);
    return {};
  },
  'entry.check': ({ sheetId, workId }, session) =>
    watched(session, workId, async (steps) => {
      const { workstation, actor } = signedIn(session);
      const sheet = sheetById(workstation.store, actor, sheetId);
      const { lines: _, problems, ...report } = await judgeSheetInSteps(workstation.store, sheet, workstation.directory.search, steps);
      return { ...report, problems: problems.slice(0, MAX_PROBLEMS) };
    }),
  'entry.commit': ({ sheetId, workId }, session) =>
    watched(session, workId, async (steps) => {
      const { workstation, actor } = signedIn(session);
      const { direction } = sheetById(workstation.store, actor, sheetId);
      const done = await commitSheetInSteps(workstation.store, actor, sheetId, workstation.directory.search, steps);
      workstation.changed(direction);
      workstation.changed('registers');
      if (direction === 'outgoing') workstation.changed('paper');
      workstation.exchange.wake();
      return done;
    }),
  'entry.recipients': ({ text }, session) => {
    const { workstation } = signedIn(session);
    const match = recipientMatcher(workstation.store, workstation.directory.search, currentOrgan(session).organId);
    return { recipients: splitRecipients(text.normalize('NFC')).slice(0, MOST_RECIPIENTS).map(match) };
  },
  'entry.read': ({ workId, ...input }, session) =>
    watched(session, workId, (steps) => {
      const { workstation } = signedIn(session);
      return readMapped(workstation.store, workstation.parsing, optional(input), steps);
    }),
  'entry.take': ({ mapping, workId, ...input }, session) =>
    watched(session, workId, (steps) => {
      const { workstation, actor } = signedIn(session);
      return takeTable(workstation.store, workstation.parsing, actor, { ...optional(input), mapping: optional(mapping) }, steps);
    }),
  'entry.template': async ({ direction, mode }, session) => {
    const { workstation, actor } = signedIn(session);
    const { name, bytes } = templateOf(direction, mode);
    const path = await workstation.chooseSavePath(name);
    if (path === undefined) return { saved: false };
    await writeFile(path, bytes);
    workstation.store.tx(() => record(workstation.store, actor, 'entry.template', 'template', 'ok'), 'entry:template');
    return { saved: true };
  },
};
