/** The page's calls around a document: meetings, reminders, notes, undoing, drafts as typed, the form check. */
import type { deskWorkCalls } from '../../contract/page/deskWork.ts';
import type { Handlers } from '../../contract/wire.ts';
import { Failure } from '../../domain/errors.ts';
import { recordId } from '../../domain/ids.ts';
import { type LegalDate, legalDate } from '../../domain/time.ts';
import { deadlineRules, officeCalendar, openInParts } from '../deadlines/index.ts';
import { formCheck } from '../documents/formCheck.ts';
import { dropKeptDraft, keepDraft, keptDraft, keptDrafts } from '../documents/keptDrafts.ts';
import { addNote, notesOf, removeNote } from '../documents/notes.ts';
import { discardDraft, restoreDraft, undoIncoming, undoState } from '../documents/undo.ts';
import { cancelMeeting, listMeetings, meetingsOf, printWeek, proposeMeeting, saveMeeting } from '../meetings/index.ts';
import { makeReminder, remindersOf, reminderWords, slowOnes } from '../reminders/index.ts';
import { momentOf, ofOneMoment, UNWATCHED } from '../working/index.ts';
import { optional } from './optional.ts';
import { keepPrint, printPlace } from './print.ts';
import { currentOrgan, listedOrgans, ownRows, type Session, signedIn } from './session.ts';

const DAY_MS = 86_400_000;
const store = (session: Session) => signedIn(session).workstation.store;

/** Tells the page of the document that a meeting belongs to, and the week's list. */
function meetingChanged(
  session: Session,
  of: { readonly incomingId?: string | undefined; readonly outgoingId?: string | undefined },
): void {
  const { workstation } = signedIn(session);
  if (of.incomingId !== undefined) workstation.changed('incoming', of.incomingId);
  if (of.outgoingId !== undefined) workstation.changed('outgoing', of.outgoingId);
  workstation.changed('deadlines');
}
function documentOfMeeting(session: Session, id: string) {
  const row = store(session)
    .db.prepare<[string], { incoming_id: string | null; outgoing_id: string | null }>(
      'SELECT incoming_id, outgoing_id FROM meeting WHERE id = ?',
    )
    .get(id);
  return { incomingId: row?.incoming_id ?? undefined, outgoingId: row?.outgoing_id ?? undefined };
}

export const deskWorkHandlers: Handlers<typeof deskWorkCalls, Session> = {
  'meetings.propose': ({ side, id }, session) => {
    const proposal = proposeMeeting(store(session), side, id);
    return proposal ? { proposal } : {};
  },
  'meetings.save': (given, session) => {
    const { workstation, actor } = signedIn(session);
    const id = saveMeeting(workstation.store, actor, { ...optional(given), organId: currentOrgan(session).organId });
    meetingChanged(session, documentOfMeeting(session, id));
    return { id };
  },
  'meetings.cancel': ({ id }, session) => {
    cancelMeeting(store(session), signedIn(session).actor, id, true);
    meetingChanged(session, documentOfMeeting(session, id));
    return {};
  },
  'meetings.restore': ({ id }, session) => {
    cancelMeeting(store(session), signedIn(session).actor, id, false);
    meetingChanged(session, documentOfMeeting(session, id));
    return {};
  },
  'meetings.ofDocument': ({ side, id }, session) => ({ rows: meetingsOf(store(session), side, id) }),
  'meetings.list': ({ from, days }, session) => ({
    rows: listMeetings(store(session), dayOf(from), days, listedOrgans(session).organs),
  }),
  'meetings.print': async ({ from }, session) => {
    const { workstation, actor } = signedIn(session);
    const first = dayOf(from);
    const last = new Date(Date.parse(`${first}T00:00:00Z`) + 6 * DAY_MS).toISOString().slice(0, 10) as LegalDate;
    const organ = currentOrgan(session);
    const rows = listMeetings(workstation.store, first, 7, listedOrgans(session).organs);
    const pdf = await printWeek(rows, first, last, printPlace(workstation, organ));
    return keepPrint(workstation.store, actor, pdf, `Lịch họp tuần ${first}.pdf`, 'meeting.print', 'week', organ.organId);
  },

  'reminders.make': (given, session) => {
    const { workstation, actor } = signedIn(session);
    const made = makeReminder(workstation.store, actor, optional(given));
    workstation.changed(given.side, given.id);
    return made;
  },
  'reminders.words': ({ side, id, who }, session) => ({ text: reminderWords(store(session), side, id, who) }),
  'reminders.ofDocument': ({ side, id }, session) => ({ rows: remindersOf(store(session), side, id) }),
  'reminders.slow': async (_input, session) => {
    const { workstation } = signedIn(session);
    const { store } = workstation;
    const read = () => openInParts(store, officeCalendar(store, workstation.holidays()), deadlineRules(store));
    const rows = await ofOneMoment(momentOf(store), read, UNWATCHED);
    const { organs } = listedOrgans(session);
    const own = organs === undefined ? rows : rows.filter((row) => organs.includes(row.organId));
    return slowOnes(store, ownRows(session, own));
  },

  'notes.ofDocument': ({ side, id }, session) => {
    const { workstation, actor } = signedIn(session);
    return { rows: notesOf(workstation.store, actor, side, id) };
  },
  'notes.add': ({ side, id, text }, session) => {
    const { workstation, actor } = signedIn(session);
    const noteId = addNote(workstation.store, actor, side, id, text);
    workstation.changed(side, id);
    return { id: noteId };
  },
  'notes.remove': ({ id }, session) => tidied(session, id, true),
  'notes.restore': ({ id }, session) => tidied(session, id, false),

  'undo.state': ({ id }, session) => undoState(store(session), id),
  'undo.incoming': ({ id, historyId }, session) => {
    const { workstation, actor } = signedIn(session);
    const undone = undoIncoming(workstation.store, actor, recordId(id), historyId);
    workstation.changed('incoming', id);
    workstation.changed('exchange');
    return undone;
  },
  'outgoing.discard': ({ id }, session) => {
    const { workstation, actor } = signedIn(session);
    discardDraft(workstation.store, actor, id);
    workstation.changed('outgoing', id);
    return {};
  },
  'outgoing.restore': ({ id }, session) => {
    const { workstation, actor } = signedIn(session);
    restoreDraft(workstation.store, actor, id);
    workstation.changed('outgoing', id);
    return {};
  },

  'drafts.keep': ({ form, draft }, session) => {
    const { workstation, actor } = signedIn(session);
    return { at: keepDraft(workstation.store, actor, currentOrgan(session).organId, form, draft) };
  },
  'drafts.kept': ({ form }, session) => {
    const { workstation, actor } = signedIn(session);
    const kept = keptDraft(workstation.store, actor, currentOrgan(session).organId, form);
    return kept ? { kept } : {};
  },
  'drafts.list': (_input, session) => {
    const { workstation, actor } = signedIn(session);
    return { rows: keptDrafts(workstation.store, actor, currentOrgan(session).organId) };
  },
  'drafts.drop': ({ form }, session) => {
    const { workstation, actor } = signedIn(session);
    dropKeptDraft(workstation.store, actor, currentOrgan(session).organId, form);
    return {};
  },
  'outgoing.formCheck': ({ id, uploadId, typed }, session) => {
    const { workstation } = signedIn(session);
    return formCheck(workstation.store, workstation.parsing, {
      ...optional({ id, uploadId, typed }),
      organId: currentOrgan(session).organId,
    });
  },
};

function tidied(session: Session, noteId: string, removed: boolean): Record<string, never> {
  const { workstation, actor } = signedIn(session);
  const { side, id } = removeNote(workstation.store, actor, noteId, removed);
  workstation.changed(side, id);
  return {};
}
function dayOf(text: string): LegalDate {
  const day = legalDate(text);
  if (!day) throw new Failure('meetings.no_such_day');
  return day;
}
