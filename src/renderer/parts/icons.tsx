/** The few line icons of the frame, drawn here: nothing is fetched. Decorative: the words beside them carry the meaning. */
const PATHS = {
  incoming: 'M4 13v5a1 1 0 0 0 1 1h14a1 1 0 0 0 1-1v-5M12 4v10m-4-4 4 4 4-4',
  outgoing: 'M4 13v5a1 1 0 0 0 1 1h14a1 1 0 0 0 1-1v-5M12 14V4m-4 4 4-4 4 4',
  paper: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6m-6 4h6',
  queue: 'M12 7v5l3 2m6-2a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z',
  quarantine: 'M12 9v4m0 3.5v.1M10.3 4.3 2.9 17a2 2 0 0 0 1.7 3h14.8a2 2 0 0 0 1.7-3L13.7 4.3a2 2 0 0 0-3.4 0Z',
  registers: 'M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3V4Zm0 13a3 3 0 0 1 3-3h11M9 8h6',
  directory: 'M4 20V6l8-3v17M12 9l8 3v8M2 20h20M7 9h2m-2 4h2m-2 4h2m7-3h1m-1 3h1',
  maintenance: 'M4 6c0-3 16-3 16 0s-16 3-16 0Zm0 0v12c0 3 16 3 16 0V6M4 12c0 3 16 3 16 0',
  today: 'M5 5h14v15H5zM5 10h14M9 3v4m6-4v4m-6 8 2 2 4-4',
  verify: 'M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6l7-3Zm-3.5 9 2.5 2.5 4.5-5',
  settings: 'M4 7h9m4 0h3M4 17h3m4 0h9M17 7a2 2 0 1 1-4 0 2 2 0 0 1 4 0ZM11 17a2 2 0 1 1-4 0 2 2 0 0 1 4 0Z',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  back: 'M19 12H5m6-6-6 6 6 6',
  plus: 'M12 5v14M5 12h14',
  search: 'M20 20l-4.5-4.5M17 10.5a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0Z',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  key: 'M14.5 9.5 21 3m-3 3 2 2m-9.5 1.5a4.5 4.5 0 1 0 3 3.5 4.5 4.5 0 0 0-3-3.5Z',
  save: 'M12 4v11m-4-4 4 4 4-4M5 20h14',
  turn: 'M19 5v5h-5M19 10a7.5 7.5 0 1 0 .6 4.5',
  pages: 'M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z',
  print: 'M7 9V4h10v5M7 17H5a1 1 0 0 1-1-1v-5a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v5a1 1 0 0 1-1 1h-2M7 14h10v6H7z',
} as const;
export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.8}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
