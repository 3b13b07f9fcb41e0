/** Entry of the page: the look, the port to the core, the window's frame. */
import './theme/mantine.css';
import './theme/tokens.css';
import './shell/app.css';
import { createRoot } from 'react-dom/client';
import { startCore } from './core.ts';
import { sayMissing } from './parts/missing.ts';
import { App } from './shell/App.tsx';
import { keepFocus } from './shell/focus.ts';
import { guardKeys } from './shell/lock.ts';
import { keepPresses } from './shell/press.ts';
import { startTalk } from './shell/talk.ts';
import { loadErrorTexts } from './text/index.ts';
import { startLook } from './theme/look.ts';
import { Root } from './theme/Root.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no #root');
startLook();
guardKeys();
keepFocus();
keepPresses();
sayMissing();
startCore();
startTalk();
// A page that is loaded anew tries again.
void loadErrorTexts().catch((error: unknown) => console.error(error));
createRoot(root).render(
  <Root>
    <App />
  </Root>,
);
