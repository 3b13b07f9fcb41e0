/** The sentence of every error code, one file a room; read right after the page is there, so that the start-up bundle is without it. */
const rooms = import.meta.glob<Record<string, Record<string, string>>>('./errors/*.ts', { eager: true });
export const errors: Readonly<Record<string, string>> = Object.assign(
  {},
  ...Object.values(rooms).flatMap((room) => Object.values(room)),
) as Record<string, string>;
