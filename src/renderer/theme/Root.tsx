/** The component library under the look that is chosen. */
import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLook } from './look.ts';
import { theme } from './mantine.ts';

export function Root({ children }: { readonly children: ReactNode }) {
  const shown = useLook((s) => s.shown);
  return (
    <MantineProvider theme={theme} forceColorScheme={shown === 'light' ? 'light' : 'dark'}>
      {children}
    </MantineProvider>
  );
}
