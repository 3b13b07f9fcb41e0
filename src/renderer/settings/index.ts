/** Cài đặt: one screen of sections, each owned by the room whose settings it shows (`sections.ts` is the table). */
export { SettingsScreen as default } from './Screen.tsx';
