/**
 * Hands the page its ports: one to the core, and a one-shot port for the PIN of each act; and passes on the few words that
 * page and main exchange. What is said on the ports passes by here unseen. See `contract/page/ports.ts` and `talk.ts`.
 */
import { ipcRenderer } from 'electron';
import { PAGE_PORT, PIN_PORT } from '../contract/page/ports.ts';
import { TALK } from '../contract/page/talk.ts';

window.addEventListener('message', ({ source, ports, data }) => {
  // A question has no port; an answer, which comes from here, has one.
  if (source !== window || ports.length > 0 || typeof data !== 'object' || data === null) return;
  if (data.type === PAGE_PORT && data.closed === undefined) ipcRenderer.send(PAGE_PORT);
  else if (data.type === PIN_PORT && data.kind !== undefined) ipcRenderer.send(PIN_PORT, { actId: data.actId, kind: data.kind });
  else if (data.type === TALK && data.say !== undefined) ipcRenderer.send(TALK, data.say);
});
// With a port: the answer. Without: there is none, or (`closed`) the process behind the one given before ended.
for (const type of [PAGE_PORT, PIN_PORT]) {
  ipcRenderer.on(type, ({ ports }, answer: { readonly actId?: string; readonly closed?: true }) =>
    window.postMessage({ type, ...answer }, '*', [...ports]),
  );
}
ipcRenderer.on(TALK, (_event, tell: unknown) => window.postMessage({ type: TALK, tell }, '*'));
