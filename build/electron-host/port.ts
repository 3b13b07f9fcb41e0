/** The stand-in for Electron's `MessagePortMain`, the same in the main process and in its children. */
import { EventEmitter } from 'node:events';

/** What waits for or travels to one end of a channel; `ports` are ids of ends that travel along. */
export type Envelope = { readonly data: unknown; readonly ports: readonly string[] } | { readonly closed: true };
/** How an end reaches the hub in the main process. */
export interface Link {
  send(from: string, data: unknown, ports: readonly string[]): void;
  close(id: string): void;
  /** Makes the ends named in a message that is being handed to a listener. */
  arrive(id: string): HostPort;
}

export interface HostMessageEvent {
  readonly data: unknown;
  readonly ports: HostPort[];
}

/** One end of a channel that is held here. Messages are kept until `start`, as in Electron. */
export class HostPort extends EventEmitter {
  readonly id: string;
  readonly #link: Link;
  #queue: Envelope[] = [];
  #started = false;
  #draining = false;
  #gone = false;
  /** Whether somebody here was handed this end; before that nobody could hear it. */
  #claimed: boolean;

  constructor(id: string, link: Link, claimed = true) {
    super();
    this.id = id;
    this.#link = link;
    this.#claimed = claimed;
  }

  postMessage(data: unknown, transfer: readonly HostPort[] = []): void {
    if (this.#gone) return;
    const ids = transfer.map((port) => port.id);
    this.#link.send(this.id, data, ids);
  }
  start(): void {
    this.#started = true;
    this.#drainSoon();
  }
  close(): void {
    if (this.#gone) return;
    this.#link.close(this.id);
    this.#end();
  }

  /** Handed to a listener of the message it came with. */
  claim(): this {
    this.#claimed = true;
    this.#drainSoon();
    return this;
  }
  /** Called by whoever moves messages. */
  receive(envelope: Envelope): void {
    if (this.#gone) return;
    this.#queue.push(envelope);
    this.#drainSoon();
  }
  /** Takes the end away from here, with what it has not handed on. */
  detach(): Envelope[] {
    this.#gone = true;
    return this.#queue.splice(0);
  }

  #drainSoon(): void {
    if (this.#draining || !this.#claimed || this.#queue.length === 0) return;
    // An end that was never started still tells that the other side closed.
    if (!this.#started && !this.#queue.every((envelope) => 'closed' in envelope)) return;
    this.#draining = true;
    setImmediate(() => this.#drain());
  }
  #drain(): void {
    this.#draining = false;
    try {
      for (let envelope = this.#queue.shift(); envelope !== undefined; envelope = this.#queue.shift()) {
        if ('closed' in envelope) {
          this.#end();
          return;
        }
        const ports = envelope.ports.map((id) => this.#link.arrive(id));
        this.emit('message', { data: envelope.data, ports } satisfies HostMessageEvent);
      }
    } finally {
      // A listener that threw must not keep back what came after.
      this.#drainSoon();
    }
  }
  #end(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#queue = [];
    this.emit('close');
  }
}
