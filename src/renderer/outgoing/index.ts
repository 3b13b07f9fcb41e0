/** Văn bản đi: the list, the draft, one document on its way from draft to issue, its recipients' board. */
export { OutgoingScreen as default } from './Screen.tsx';
