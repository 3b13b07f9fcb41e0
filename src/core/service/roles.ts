/** Which call asks for which role: a closed table, so that a new call does not compile until someone has decided. */
import type { PageCalls } from '../../contract/page/index.ts';
import type { AppError } from '../../domain/errors.ts';
import type { Role } from '../../domain/roles.ts';

/** `open`: also without a session; `any`: every signed-in person; else one of the roles. */
type Needs = 'open' | 'any' | readonly Role[];
const DESK: readonly Role[] = ['clerk'];
const ADMINISTRATOR: readonly Role[] = ['administrator'];
const ADMINISTRATOR_OR_DESK: readonly Role[] = ['administrator', 'clerk'];
const DESK_OR_LEADER: readonly Role[] = ['clerk', 'leader'];
const DESK_OR_OFFICER: readonly Role[] = ['clerk', 'officer'];

const NEEDS: Readonly<Record<keyof PageCalls, Needs>> = {
  'app.state': 'open',
  'setup.defaults': 'open',
  'setup.begin': 'open',
  'setup.confirm': 'open',
  'session.unlock': 'open',
  'session.lock': 'any',
  'incoming.list': 'any',
  'incoming.get': 'any',
  'incoming.nextNumber': 'any',
  'incoming.register': DESK,
  // The leader by hand or the clerk from the paper slip (record keeping, 4).
  'incoming.instruct': DESK_OR_LEADER,
  'incoming.progress': DESK_OR_OFFICER,
  'incoming.finish': DESK_OR_OFFICER,
  'incoming.return': DESK,
  'incoming.createPaper': DESK,
  'incoming.decideDuplicate': DESK,
  'incoming.answerRecall': DESK,
  'incoming.orphans': 'any',
  'quarantine.list': 'any',
  'outgoing.list': 'any',
  'outgoing.get': 'any',
  'outgoing.saveDraft': DESK_OR_OFFICER,
  'outgoing.sampleDraft': DESK_OR_OFFICER,
  'outgoing.nextNumber': 'any',
  'outgoing.number': DESK,
  'outgoing.issue': DESK,
  'outgoing.cancel': DESK,
  'outgoing.takeBack': DESK,
  'outgoing.amend': DESK_OR_OFFICER,
  'outgoing.sendAgain': DESK,
  // The leader signs with the leader's own token, at this desk too: the token and its PIN are the proof.
  'signing.choices': DESK_OR_LEADER,
  'signing.begin': DESK_OR_LEADER,
  'signing.perform': DESK_OR_LEADER,
  'signing.performAll': DESK_OR_LEADER,
  'signing.cancel': DESK_OR_LEADER,
  // A module is code that runs beside the keys.
  'token.modules.list': ADMINISTRATOR,
  'token.modules.add': ADMINISTRATOR,
  'token.modules.remove': ADMINISTRATOR,
  'token.restart': DESK_OR_LEADER,
  'token.certificates.list': DESK_OR_LEADER,
  'token.certificates.import': DESK_OR_LEADER,
  'token.certificates.remove': DESK_OR_LEADER,
  'token.pin.begin': DESK_OR_LEADER,
  'token.pin.end': DESK_OR_LEADER,
  'exchange.status': 'any',
  'exchange.queue': 'any',
  'exchange.sendNow': DESK,
  'training.network': 'any',
  'training.pin': 'any',
  'secrecy.answer': DESK_OR_OFFICER,
  'folder.state': 'any',
  'folder.saveKeyFile': ADMINISTRATOR_OR_DESK,
  // Whose key is believed decides whose documents are taken in.
  'folder.addPeer': ADMINISTRATOR_OR_DESK,
  'folder.confirmPeer': ADMINISTRATOR_OR_DESK,
  'folder.removePeer': ADMINISTRATOR_OR_DESK,
  'folder.export': DESK,
  'folder.import': DESK,
  'folder.plain': DESK,
  'folder.slipBack': DESK,
  'folder.ofDocument': 'any',
  'directory.search': 'any',
  'directory.refresh': ADMINISTRATOR_OR_DESK,
  'directory.state': 'any',
  'directory.agency': 'any',
  'directory.changes': 'any',
  'directory.questions': 'any',
  // Whether a code that changed is believed decides where documents go.
  'directory.answer': ADMINISTRATOR,
  'directory.groups.list': 'any',
  'directory.groups.get': 'any',
  'directory.groups.preview': 'any',
  'directory.groups.save': DESK,
  'directory.groups.accept': DESK,
  'directory.groups.remove': DESK,
  'codelists.list': 'any',
  'codelists.get': 'any',
  'codelists.documentKinds': 'any',
  'codelists.words': 'any',
  'codelists.import': ADMINISTRATOR,
  'codelists.reset': ADMINISTRATOR,
  'packages.signing': ADMINISTRATOR,
  'packages.setSigning': ADMINISTRATOR,
  'registers.books': 'any',
  'registers.entries': 'any',
  'registers.cancelNumber': DESK,
  'registers.print': DESK,
  'files.info': 'any',
  'files.read': 'any',
  'files.saveOutside': DESK,
  'upload.begin': DESK_OR_OFFICER,
  'upload.chunk': DESK_OR_OFFICER,
  'upload.finish': DESK_OR_OFFICER,
  // The age of the last backup, and that a store waits, are for everyone to see.
  'maintenance.state': 'any',
  'maintenance.check': ADMINISTRATOR,
  'maintenance.backup': ['clerk', 'administrator'],
  'maintenance.cancel': ['clerk', 'administrator'],
  'maintenance.chooseBackupFolder': ADMINISTRATOR,
  'maintenance.removeBackupFolder': ADMINISTRATOR,
  'maintenance.setKeep': ADMINISTRATOR,
  'audit.export': ADMINISTRATOR,
  'reconcile.state': 'any',
  'reconcile.compare': ADMINISTRATOR,
  'reconcile.confirmBook': ADMINISTRATOR,
  'reconcile.finish': ADMINISTRATOR,
  'deadlines.list': 'any',
  'deadlines.rules': 'any',
  'deadlines.setRules': ADMINISTRATOR,
  'deadlines.print': 'any',
  'calendar.year': 'any',
  'calendar.setDay': ADMINISTRATOR,
  'calendar.clearDay': ADMINISTRATOR,
  'calendar.setWeek': ADMINISTRATOR,
  'urgent.list': 'any',
  'urgent.own': 'any',
  'outages.list': 'any',
  'outages.print': DESK_OR_LEADER,
};

/** Why a call may not be made: nobody signed in, or not this role; undefined when it may. */
export function refusal(call: keyof PageCalls, roles: readonly Role[] | undefined): AppError | undefined {
  const needs = NEEDS[call];
  if (needs === 'open') return undefined;
  if (roles === undefined) return { code: 'session.locked' };
  if (needs === 'any' || needs.some((role) => roles.includes(role))) return undefined;
  return { code: 'session.not_allowed' };
}
