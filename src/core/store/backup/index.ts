/**
 * Backups. They promise: a backup is a store that opens (it was opened, before it counted), encrypted as it is and
 * useless without a way in; one that was broken off is none; the workstation goes on meanwhile. A restore touches
 * nothing before its copy holds, and sets aside what was there. A restored store neither sends nor numbers before it
 * was reconciled with the axis.
 */
export { type DestroyedAct, destroyedActs, destroyedNames } from './destroyed.ts';
export { type HandedOver, noteHandedOver, readHandedOver } from './handed-over.ts';
export { fileHolds, type HeldFile, heldFiles, nameColumn, openBackupDatabase, placeOf } from './held.ts';
export { BACKUP_FILES, backupRoot, findBackup, findBackups, generations, type Manifest, readManifest, vaultOf } from './layout.ts';
export { type BackupOptions, type MadeBackup, makeBackup } from './make.ts';
export {
  checkBackup,
  clearRestoredMark,
  dropStaged,
  finishSwitch,
  type ProvedBackup,
  proveBackup,
  type RestoredMark,
  type RestoreOptions,
  restoreBackup,
  restoredMark,
  type Staged,
  type StageOptions,
  stageBackup,
  switchIn,
} from './restore.ts';
export { askInThread } from './worker.ts';
