/**
 * Where every end of every channel is: held in this process, in a child, or on its way. Messages of one end arrive in
 * order even while it moves; when a process dies, the ends it held close.
 */
import { type Envelope, HostPort, type Link } from './port.ts';

/** What main says to a child. */
export type ToChild =
  | { readonly k: 'parent'; readonly data: unknown; readonly ports: readonly string[] }
  | { readonly k: 'port'; readonly id: string; readonly envelope: Envelope }
  /** The end was taken over by main; answered `fenced` after all that came for it was sent back. */
  | { readonly k: 'fence'; readonly id: string };
/** What a child says to main. */
export type FromChild =
  | { readonly k: 'parent'; readonly data: unknown; readonly ports: readonly string[] }
  | { readonly k: 'port'; readonly id: string; readonly data: unknown; readonly ports: readonly string[] }
  | { readonly k: 'close'; readonly id: string }
  | { readonly k: 'bounce'; readonly id: string; readonly envelope: Envelope }
  | { readonly k: 'fenced'; readonly id: string };
export interface ChildLink {
  send(message: ToChild): void;
}

interface End {
  readonly peer: string;
  at:
    | { readonly kind: 'here'; readonly port: HostPort }
    | { readonly kind: 'child'; readonly child: ChildLink }
    | { readonly kind: 'moving' };
  /** Kept while the end moves. */
  waiting: Envelope[];
  /** Sent back by the child it left, older than `waiting`. */
  returned: Envelope[];
  /** The child it left, until that child has sent back all that came too late. */
  fence: ChildLink | undefined;
}

const ends = new Map<string, End>();
let next = 1;

const link: Link = {
  send: (from, data, ports) => {
    // Electron refuses what cannot be copied at the place that sends it.
    const copy = peerIsInChild(from) ? data : structuredClone(data);
    for (const id of ports) leaveMain(id);
    forward(from, { data: copy, ports });
  },
  close: (id) => closeEnd(id),
  arrive: (id) => {
    const port = new HostPort(id, link);
    const end = ends.get(id);
    if (end === undefined) port.receive({ closed: true });
    else settle(id, end, { kind: 'here', port });
    return port;
  },
};

/** A new channel, both ends in this process. */
export function newChannel(): readonly [HostPort, HostPort] {
  const a = `p${next++}`;
  const b = `p${next++}`;
  const make = (id: string, peer: string): HostPort => {
    const port = new HostPort(id, link);
    ends.set(id, { peer, at: { kind: 'here', port }, waiting: [], returned: [], fence: undefined });
    return port;
  };
  return [make(a, b), make(b, a)];
}

/** Ends that leave this process with a message to a child. */
export function sendToChild(child: ChildLink, data: unknown, ports: readonly HostPort[]): void {
  for (const { id } of ports) leaveMain(id);
  child.send({ k: 'parent', data, ports: ports.map((port) => port.id) });
  for (const { id } of ports) arriveInChild(child, id);
}

/** What a child said, but for what is meant for the listeners of its parent port. */
export function fromChild(child: ChildLink, message: Exclude<FromChild, { k: 'parent' }>): void {
  switch (message.k) {
    case 'port':
      for (const id of message.ports) leaveChild(child, id);
      forward(message.id, { data: message.data, ports: message.ports });
      return;
    case 'close':
      closeEnd(message.id);
      return;
    case 'bounce':
      if (!('closed' in message.envelope)) for (const id of message.envelope.ports) leaveChild(child, id);
      ends.get(message.id)?.returned.push(message.envelope);
      return;
    case 'fenced':
      fenceDone(message.id);
      return;
  }
}
/** Ends that came with a message to the parent port. */
export function arriveFromChild(child: ChildLink, ids: readonly string[]): HostPort[] {
  for (const id of ids) leaveChild(child, id);
  return ids.map((id) => link.arrive(id));
}
/** The child is no more: what it held closes. */
export function childGone(child: ChildLink): void {
  for (const [id, end] of [...ends]) {
    if (end.at.kind === 'child' && end.at.child === child) closeEnd(id);
    else if (end.fence === child) fenceDone(id);
  }
}

function peerIsInChild(id: string): boolean {
  const end = ends.get(ends.get(id)?.peer ?? '');
  return end?.at.kind === 'child' && end.fence === undefined;
}
function forward(from: string, envelope: Envelope): void {
  const to = ends.get(from)?.peer;
  const end = to === undefined ? undefined : ends.get(to);
  if (to === undefined || end === undefined) {
    if (!('closed' in envelope)) for (const id of envelope.ports) closeEnd(id);
    return;
  }
  if (end.at.kind === 'moving' || end.fence) end.waiting.push(envelope);
  else hand(to, end, envelope);
}
function hand(id: string, end: End, envelope: Envelope): void {
  if (end.at.kind === 'here') end.at.port.receive(envelope);
  else if (end.at.kind === 'child') {
    end.at.child.send({ k: 'port', id, envelope });
    if (!('closed' in envelope)) for (const moved of envelope.ports) arriveInChild(end.at.child, moved);
  }
  if ('closed' in envelope) ends.delete(id);
}
function settle(id: string, end: End, at: End['at']): void {
  end.at = at;
  if (end.fence || at.kind === 'moving') return;
  for (const envelope of [...end.returned.splice(0), ...end.waiting.splice(0)]) hand(id, end, envelope);
}
function leaveMain(id: string): void {
  const end = ends.get(id);
  if (end?.at.kind !== 'here') return;
  const kept = end.at.port.detach();
  end.at = { kind: 'moving' };
  end.waiting.unshift(...kept);
}
function leaveChild(child: ChildLink, id: string): void {
  const end = ends.get(id);
  // A child can give away only what it holds.
  if (end?.at.kind !== 'child' || end.at.child !== child) return;
  end.at = { kind: 'moving' };
  end.fence = child;
  child.send({ k: 'fence', id });
}
function arriveInChild(child: ChildLink, id: string): void {
  const end = ends.get(id);
  if (end === undefined) child.send({ k: 'port', id, envelope: { closed: true } });
  else settle(id, end, { kind: 'child', child });
}
function fenceDone(id: string): void {
  const end = ends.get(id);
  if (end === undefined) return;
  end.fence = undefined;
  settle(id, end, end.at);
}
function closeEnd(id: string): void {
  const end = ends.get(id);
  if (end === undefined) return;
  forward(id, { closed: true });
  ends.delete(id);
}
