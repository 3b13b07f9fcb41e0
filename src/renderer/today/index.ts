/** Hôm nay: what is to be done now, by urgency and deadline, for whoever works here. */
export { TodayScreen as default } from './Screen.tsx';
