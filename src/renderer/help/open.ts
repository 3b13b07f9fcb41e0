/** Whether the guide stands beside the work, and at which page. Small, so that the start-up bundle holds no more of it. */
import { create } from 'zustand';

export const useHelp = create<{
  readonly open: boolean /** Absent = the page of the screen in sight. */;
  readonly page?: string | undefined;
}>(() => ({
  open: false,
}));
export const toggleHelp = (): void => useHelp.setState(({ open }) => ({ open: !open, page: undefined }));
export const openHelp = (page?: string): void => useHelp.setState({ open: true, page });
