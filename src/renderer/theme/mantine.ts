/** The component library's palettes and defaults. Everything else takes its colours from `tokens.css`. */
import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** Ink of the register: a dark blue-green, calm beside the red that marks what is urgent. */
const ink: MantineColorsTuple = [
  '#eef5f7',
  '#dbe7ea',
  '#b4cfd6',
  '#8ab5c1',
  '#679fae',
  '#4f91a3',
  '#3a7f92',
  '#2a6879',
  '#1f5262',
  '#123c4a',
];

/** The red of the seal's ink and an amber, both dark enough to read on paper-white (WCAG 2.2, 1.4.3). */
const red: MantineColorsTuple = [
  '#fbeeec',
  '#f6d5d0',
  '#eeb3ab',
  '#e58c81',
  '#db6558',
  '#d14a3b',
  '#c8372a',
  '#be2c20',
  '#b42318',
  '#8c1d13',
];
const amber: MantineColorsTuple = [
  '#fdf5e6',
  '#fae8c8',
  '#f4d49a',
  '#ebbc66',
  '#dfa43d',
  '#cc8d22',
  '#b37712',
  '#9c650a',
  '#8f5604',
  '#8a4b00',
];

/** What is done and whole; as dark as the others. */
const green: MantineColorsTuple = [
  '#eef6f0',
  '#d8ebde',
  '#b3d8c0',
  '#8cc4a1',
  '#68b185',
  '#4ea06f',
  '#3d8f60',
  '#2f7d4f',
  '#23693f',
  '#1d5b38',
];

/** An alert is one of four kinds of notice (`shell/app.css`). */
function noteOf({ color = 'blue', className }: { readonly color?: string; readonly className?: string }): Record<string, string> {
  if (className === 'done-note') return {};
  const tone =
    color === 'red' ? 'urgent' : color === 'orange' || color === 'yellow' ? 'warn' : color === 'green' || color === 'teal' ? 'good' : '';
  return tone === ''
    ? { '--note-ink': 'var(--accent)' }
    : {
        '--note-ink': `var(--${tone}-ink)`,
        '--note-edge': `var(--${tone})`,
        '--note-ground': `var(--${tone}-ground)`,
        '--note-rule': tone === 'urgent' ? 'var(--urgent-chip)' : tone === 'warn' ? 'var(--warn-rule)' : 'var(--rule)',
      };
}

/** Base text is 16 px; the smallest that a clerk must read is 15 px. */
export const theme = createTheme({
  colors: { ink, red, green, yellow: amber, orange: amber },
  primaryColor: 'ink',
  primaryShade: 8,
  defaultRadius: 'sm',
  fontFamily: '"Segoe UI", "Noto Sans", Arimo, "Liberation Sans", "DejaVu Sans", sans-serif',
  fontFamilyMonospace: 'Consolas, Cousine, "Noto Sans Mono", "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '0.875rem', sm: '0.9375rem', md: '1rem', lg: '1.125rem', xl: '1.25rem' },
  headings: { fontWeight: '600', sizes: { h1: { fontSize: '1.4rem' }, h2: { fontSize: '1.25rem' }, h3: { fontSize: '1.05rem' } } },
  focusRing: 'always',
  components: {
    // One size of words on all buttons.
    Button: { defaultProps: { size: 'sm' }, vars: () => ({ root: { '--button-fz': '0.9375rem' } }) },
    // A place to press is 24 px at least (WCAG 2.2, 2.5.8).
    Checkbox: { defaultProps: { size: 'md' } },
    Radio: { defaultProps: { size: 'md' } },
    Badge: { defaultProps: { radius: 'sm' }, styles: { root: { fontSize: '0.875rem', height: 'auto', lineHeight: 1.35 } } },
    // What is typed stays out of the browser's own memory of forms, which it writes to disk.
    TextInput: { defaultProps: { autoComplete: 'off' } },
    Textarea: { defaultProps: { autoComplete: 'off' } },
    // The hint stands under its field, so that fields beside each other stay on one line.
    InputWrapper: {
      defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] },
      styles: { description: { fontSize: '0.9375rem', color: 'var(--dim)' }, error: { fontSize: '0.9375rem', color: 'var(--urgent)' } },
    },
    Alert: {
      vars: (_theme: unknown, props: { readonly color?: string; readonly className?: string }) => ({ root: noteOf(props) }),
      styles: {
        root: { padding: '7px 12px' },
        wrapper: { alignItems: 'center' },
        body: { gap: 2 },
        title: { color: 'var(--note-ink)', fontSize: '0.9375rem' },
        message: { color: 'var(--ink)', fontSize: '0.9375rem' },
      },
    },
    Modal: {
      defaultProps: { centered: true, size: 'lg', overlayProps: { backgroundOpacity: 0.35 }, transitionProps: { duration: 0 } },
      styles: { title: { fontWeight: 600, fontSize: '1.2rem' } },
    },
  },
});
