/** Where a key may act: nothing acts on a dialogue's back, nor on an open list of choices. */
export const inDialog = (): boolean => document.querySelector('[role="dialog"]:not([data-aside])') !== null;
