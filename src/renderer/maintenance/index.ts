/** Quản trị: backup and check of the store, the audit in a file, and the reconciliation after a restore. */
export { MaintenanceScreen as default } from './Screen.tsx';
