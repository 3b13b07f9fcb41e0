/** Loaded with `--import` before a utility process's own entry: gives it `process.parentPort` in Electron's shape. */
import './clock.ts';
import { EventEmitter } from 'node:events';
import { flushCompileCache, getCompileCacheDir } from 'node:module';
import type { FromChild, ToChild } from './hub.ts';
import { type Envelope, HostPort, type Link } from './port.ts';

const held = new Map<string, HostPort>();
const send = (message: FromChild): void => {
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
};
const link: Link = {
  send: (id, data, ports) => {
    // What waits in an end that leaves goes back to main, ahead of all that comes later.
    send({ k: 'port', id, data, ports });
    for (const moved of ports) leave(moved);
  },
  close: (id) => {
    held.delete(id);
    send({ k: 'close', id });
  },
  arrive: (id) => hold(id).claim(),
};
function hold(id: string): HostPort {
  const known = held.get(id);
  if (known) return known;
  const port = new HostPort(id, link, false);
  port.once('close', () => held.delete(id));
  held.set(id, port);
  return port;
}
function leave(id: string): void {
  const port = held.get(id);
  held.delete(id);
  for (const envelope of port?.detach() ?? []) bounce(id, envelope);
}
function bounce(id: string, envelope: Envelope): void {
  send({ k: 'bounce', id, envelope });
  if (!('closed' in envelope)) for (const moved of envelope.ports) leave(moved);
}

class ParentPort extends EventEmitter {
  readonly #early: Extract<ToChild, { k: 'parent' }>[] = [];
  constructor() {
    super();
    this.on('newListener', (event) => {
      if (event === 'message') setImmediate(() => this.#flush());
    });
  }
  receive(message: Extract<ToChild, { k: 'parent' }>): void {
    // The ends are held from now on: messages for them may follow at once.
    for (const id of message.ports) hold(id);
    this.#early.push(message);
    this.#flush();
  }
  #flush(): void {
    while (this.listenerCount('message') > 0) {
      const message = this.#early.shift();
      if (message === undefined) return;
      this.emit('message', { data: message.data, ports: message.ports.map(link.arrive) });
    }
  }
  postMessage(data: unknown, transfer: readonly HostPort[] = []): void {
    const ports = transfer.map((port) => port.id);
    send({ k: 'parent', data, ports });
    for (const id of ports) leave(id);
  }
}
const parentPort = new ParentPort();
Object.defineProperty(process, 'parentPort', { value: parentPort });

process.on('message', (message: ToChild) => {
  switch (message.k) {
    case 'parent':
      return parentPort.receive(message);
    case 'port': {
      const port = held.get(message.id);
      if (!('closed' in message.envelope)) for (const id of message.envelope.ports) hold(id);
      if (port) port.receive(message.envelope);
      else bounce(message.id, message.envelope);
      return;
    }
    case 'fence':
      return send({ k: 'fenced', id: message.id });
  }
});
// As in Electron: a utility process ends with the main process, and Ctrl+C in a terminal is main's to answer.
process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => {});
// Where the run keeps compiled code: a process that is ended by a signal would never write what it compiled.
if (getCompileCacheDir() !== undefined) setTimeout(flushCompileCache, 2_000).unref();
