/**
 * Backups. They promise: a backup is a store that opens (it was opened, before it counted), encrypted as it is and
 * useless without a way in; one that was broken off is none; the workstation goes on meanwhile. A restored store
 * neither sends nor numbers before it was reconciled with the axis.
 */
export { backupRoot, findBackup, generations, type Manifest, readManifest } from './layout.ts';
export { type BackupOptions, type MadeBackup, makeBackup, superseded } from './make.ts';
export { checkBackup, clearRestoredMark, type RestoreOptions, restoreBackup, restoredMark } from './restore.ts';
