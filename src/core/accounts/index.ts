/**
 * Who may open a workstation and who acts at it: the ways into a profile (each a wrapping of its data key), the people
 * and their roles, and the workstation's own machine key. It promises: no secret and no name in plaintext on the disk,
 * one answer for every wrong secret, and never a moment at which no way in is left.
 */
export { hasKeyFile, mendKeyFile, type Way } from './key-file.ts';
export { createMachineKey, machinePublicKey, machineSign, machineVerify } from './machine.ts';
export {
  actingFor,
  actorOf,
  changePerson,
  createPerson,
  endPerson,
  findPerson,
  listPeople,
  type Person,
  type PersonFacts,
  requireRole,
} from './people.ts';
export {
  checkPassphrase,
  listProfiles,
  MIN_PASSPHRASE,
  type OpenProfile,
  type OpenProfileOptions,
  openProfile,
  type PreparedProfile,
  type PrepareOptions,
  type ProfileFacts,
  prepareProfile,
} from './profile.ts';
export { forgetFormer, type Proof, type RekeyOptions, rekeyProfile, settleRekey } from './rekey/index.ts';
export { type AccountsParts, AccountsRoom, tokenKey, tokensThatDecrypt } from './room.ts';
export {
  addWayIn,
  type DailySecret,
  giveWaysTo,
  keepNames,
  listWaysIn,
  type NewRecoveryCode,
  opensWay,
  prepareRecoveryCode,
  readNames,
  removeWayIn,
  removeWaysOf,
  replaceWayIn,
  type WayIn,
  waysOf,
} from './ways.ts';
export type { OsKeyStore, TokenKey, WaySecret } from './wrapping.ts';
