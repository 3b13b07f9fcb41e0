/** Entry of the page: the theme, the port to the core, the window's frame. */
import '@mantine/core/styles.css';
import './shell/app.css';
import { MantineProvider } from '@mantine/core';
import { createRoot } from 'react-dom/client';
import { startCore } from './core.ts';
import { App } from './shell/App.tsx';
import { guardKeys } from './shell/lock.ts';
import { theme } from './shell/theme.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no #root');
guardKeys();
startCore();
createRoot(root).render(
  <MantineProvider theme={theme} forceColorScheme="light">
    <App />
  </MantineProvider>,
);
