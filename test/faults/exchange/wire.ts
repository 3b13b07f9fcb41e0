/**
 * A line between a workstation and the axis on which things go wrong: connections refused, reset, half open, slow, cut in
 * the middle of a body, answers swallowed after the axis did the work, gateways that answer in its place.
 */
import { createServer, connect as dial, type Server, type Socket } from 'node:net';

export const WIRE_FAULTS = [
  'reset',
  'half_open',
  'slow',
  'cut_request',
  'cut_answer',
  'swallow_answer',
  'gateway_error',
  'captive_portal',
] as const;
export type WireFault = (typeof WIRE_FAULTS)[number];

const page = (status: string): string => {
  const body = '<html><body>Vui lòng đăng nhập mạng</body></html>';
  return `HTTP/1.1 ${status}\r\nContent-Type: text/html\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`;
};

export interface FaultyLine {
  readonly url: string;
  /** Chance of a fault at each request; 0 makes the line good. */
  setChance(chance: number): void;
  /** Stops listening for a time: connections are refused. */
  refuse(ms: number): Promise<void>;
  readonly faults: () => number;
  close(): Promise<void>;
}

export async function openLine(target: () => number, random: () => number): Promise<FaultyLine> {
  let chance = 0;
  let count = 0;
  let port = 0;
  const sockets = new Set<Socket>();
  const server: Server = createServer((client) => {
    sockets.add(client);
    client.on('close', () => sockets.delete(client));
    carry(client, target(), () => {
      if (random() >= chance) return undefined;
      count++;
      return { fault: WIRE_FAULTS[Math.floor(random() * WIRE_FAULTS.length)] ?? 'reset', at: Math.floor(random() ** 2 * 200_000) };
    });
  });
  const listen = (): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        port = (server.address() as { port: number }).port;
        resolve();
      });
    });
  const shut = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await listen();
  return {
    url: `http://127.0.0.1:${port}`,
    setChance: (next) => {
      chance = next;
    },
    async refuse(ms) {
      count++;
      await shut();
      await new Promise((resolve) => setTimeout(resolve, ms));
      await listen();
    },
    faults: () => count,
    close: shut,
  };
}

interface Drawn {
  readonly fault: WireFault;
  /** Bytes that still pass. */
  readonly at: number;
}

/** One connection; a fault is drawn anew at each request that it carries. */
function carry(client: Socket, port: number, draw: () => Drawn | undefined): void {
  const axis = dial(port, '127.0.0.1');
  let drawn: Drawn | undefined;
  let up = 0;
  let down = 0;
  let answering = true;
  const both = (end: (socket: Socket) => void): void => {
    end(client);
    end(axis);
  };
  const gone = (): void => both((s) => s.destroy());
  for (const socket of [client, axis]) socket.on('error', gone).on('close', gone);

  client.on('data', (chunk) => {
    if (answering) {
      answering = false;
      up = 0;
      down = 0;
      drawn = draw();
      if (drawn?.fault === 'gateway_error' || drawn?.fault === 'captive_portal') {
        axis.destroy();
        client.removeAllListeners('data').resume();
        client.end(page(drawn.fault === 'gateway_error' ? '503 Service Unavailable' : '200 OK'));
        return;
      }
    }
    up += chunk.length;
    if (drawn?.fault === 'half_open') return;
    if (drawn?.fault === 'reset' && up > drawn.at % 20_000) return both((s) => s.resetAndDestroy());
    if (drawn?.fault === 'cut_request' && up > drawn.at) {
      axis.write(chunk.subarray(0, Math.max(0, chunk.length - (up - drawn.at))), gone);
      return;
    }
    pass(chunk, client, axis, drawn);
  });
  axis.on('data', (chunk) => {
    answering = true;
    down += chunk.length;
    if (drawn?.fault === 'swallow_answer') return;
    if (drawn?.fault === 'cut_answer' && down > drawn.at % 5_000) {
      client.write(chunk.subarray(0, Math.max(0, chunk.length - (down - (drawn.at % 5_000)))), gone);
      return;
    }
    pass(chunk, axis, client, drawn);
  });
}

function pass(chunk: Buffer, from: Socket, to: Socket, drawn: Drawn | undefined): void {
  if (drawn?.fault === 'slow') {
    from.pause();
    setTimeout(() => {
      if (!to.destroyed) to.write(chunk);
      from.resume();
    }, 20);
    return;
  }
  if (to.write(chunk)) return;
  from.pause();
  to.once('drain', () => from.resume());
}
