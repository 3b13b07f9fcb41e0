/** A tiny utility process for the tunnel's tests: answers on every port it is given. */
import type { HostPort } from '../../../build/electron-host/port.ts';

interface Command {
  readonly do: 'echo' | 'give-back' | 'count' | 'hold' | 'greet';
}
const parent = process.parentPort as unknown as {
  on(event: 'message', listener: (event: { data: unknown; ports: HostPort[] }) => void): void;
  postMessage(message: unknown, ports?: HostPort[]): void;
};
parent.on('message', ({ data, ports }) => {
  const [port] = ports;
  if (!port) return parent.postMessage({ echo: data });
  const command = (data as Command).do;
  if (command === 'give-back') return parent.postMessage({ given: true }, [port]);
  if (command === 'hold') return port.start();
  if (command === 'greet') {
    port.on('message', (event) => parent.postMessage({ heard: event.data }));
    port.start();
    return port.postMessage('Xin chào');
  }
  let count = 0;
  port.on('message', (event) => port.postMessage(command === 'count' ? { count: ++count, data: event.data } : event.data));
  port.on('close', () => parent.postMessage({ closed: true }));
  port.start();
});
