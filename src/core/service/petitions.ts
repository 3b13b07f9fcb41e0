/** The page's calls on petitions: the room itself says who is named for a case. */
import type { petitionCalls } from '../../contract/page/petitions.ts';
import type { Handlers } from '../../contract/wire.ts';
import { Failure } from '../../domain/errors.ts';
import type { LegalDate } from '../../domain/time.ts';
import { officeCalendar } from '../deadlines/index.ts';
import { dropKeptForm } from '../documents/keptForms.ts';
import {
  actOnPetition,
  addPetitionFiles,
  changePetition,
  getPetition,
  listPetitions,
  namePerson,
  petitionClocks,
  petitionDayOff,
  petitionForm,
  printPetitionBook,
  redactPetition,
  registerPetition,
  samePetitions,
  setPetitionClocks,
  unnamePerson,
} from '../petitions/index.ts';
import type { Workstation } from '../workstation.ts';
import { optional } from './optional.ts';
import { keepPrint, printPlace } from './print.ts';
import { currentOrgan, type Session, signedIn } from './session.ts';

const calendarOf = ({ store, holidays }: Workstation) => officeCalendar(store, holidays());

export const petitionHandlers: Handlers<typeof petitionCalls, Session> = {
  'petitions.list': (query, session) => {
    const { workstation, actor } = signedIn(session);
    return listPetitions(workstation.store, actor, calendarOf(workstation), currentOrgan(session).organId, optional(query));
  },
  'petitions.get': ({ id }, session) => {
    const { workstation, actor } = signedIn(session);
    return getPetition(workstation.store, actor, calendarOf(workstation), id);
  },
  'petitions.same': (said, session) => ({
    rows: samePetitions(signedIn(session).workstation.store, currentOrgan(session).organId, said),
  }),
  'petitions.register': (input, session) => {
    const { workstation, actor } = signedIn(session);
    const receivedOn = input.receivedOn as LegalDate;
    const made = registerPetition(workstation.store, actor, currentOrgan(session).organId, { ...optional(input), receivedOn });
    // The form it was typed in is sent: who petitions stands in the case alone from here on.
    for (const of of ['', ...(input.scanGroupIds ?? [])])
      dropKeptForm(workstation.store, actor, currentOrgan(session).organId, { form: 'petition', of });
    workstation.changed('petitions');
    if (input.scanGroupIds) workstation.scanning?.bound();
    return made;
  },
  'petitions.change': ({ id, ...input }, session) => {
    const { workstation, actor } = signedIn(session);
    changePetition(workstation.store, actor, id, input);
    workstation.changed('petitions', id);
    return {};
  },
  'petitions.act': ({ id, on, ...input }, session) => {
    const { workstation, actor } = signedIn(session);
    actOnPetition(workstation.store, actor, id, { ...optional(input), on: on as LegalDate });
    workstation.changed('petitions', id);
    return {};
  },
  'petitions.addFiles': ({ id, uploadIds }, session) => {
    const { workstation, actor } = signedIn(session);
    addPetitionFiles(workstation.store, actor, id, uploadIds);
    workstation.changed('petitions', id);
    return {};
  },
  'petitions.name': ({ id, personId }, session) => {
    const { workstation, actor } = signedIn(session);
    namePerson(workstation.store, actor, id, personId);
    workstation.changed('petitions', id);
    return {};
  },
  'petitions.unname': ({ id, personId }, session) => {
    const { workstation, actor } = signedIn(session);
    unnamePerson(workstation.store, actor, id, personId);
    workstation.changed('petitions', id);
    return {};
  },
  'petitions.form': async ({ id, ...input }, session) => {
    const { workstation, actor } = signedIn(session);
    const made = await petitionForm(workstation.store, actor, id, optional(input), printPlace(workstation, currentOrgan(session)));
    workstation.changed('petitions', id);
    return made;
  },
  'petitions.redact': async ({ id, pages }, session) => {
    const { workstation, actor } = signedIn(session);
    const { store, scanning } = workstation;
    if (!scanning) throw new Failure('scan.cannot_read_here');
    const made = await redactPetition({ store, pictures: scanning }, actor, id, pages);
    workstation.changed('petitions', id);
    return made;
  },
  'petitions.print': async ({ year, ...make }, session) => {
    const { workstation, actor } = signedIn(session);
    const organ = currentOrgan(session);
    const pdf = await printPetitionBook(
      workstation.store,
      actor,
      calendarOf(workstation),
      organ.organId,
      year,
      printPlace(workstation, organ),
      make,
    );
    return keepPrint(workstation.store, actor, pdf, `Sổ tiếp nhận đơn thư ${year}.${make.as}`, 'petitions.print', 'book', organ.organId);
  },
  'petitions.clocks': (_input, session) => {
    const { store } = signedIn(session).workstation;
    return { clocks: [...petitionClocks(store)], dayOff: petitionDayOff(store) };
  },
  'petitions.setClocks': ({ clocks, dayOff }, session) => {
    const { workstation, actor } = signedIn(session);
    setPetitionClocks(workstation.store, actor, clocks, dayOff);
    workstation.changed('petitions');
    return {};
  },
};
