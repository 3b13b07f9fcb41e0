/** The command line's end of a process's pipe. */
import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { FRAMES_FD, FrameReader, toFrame } from '../contract/frames.ts';

export class Pipe {
  readonly #socket: Socket;
  #listener: ((message: unknown) => void) | undefined;
  constructor(child: ChildProcess) {
    const reader = new FrameReader();
    this.#socket = child.stdio[FRAMES_FD] as Socket;
    this.#socket.on('data', (piece: Buffer) => {
      try {
        for (const message of reader.push(piece)) this.#listener?.(message);
      } catch {
        // What is no message ends the process that sent it.
        child.kill('SIGKILL');
      }
    });
    // A process that ended is told by its exit.
    this.#socket.on('error', () => undefined);
  }
  set onMessage(listener: (message: unknown) => void) {
    this.#listener = listener;
  }
  /** The message's bytes are wiped once they are sent. @throws RangeError, DOMException for what cannot be sent */
  send(message: unknown): void {
    const frame = toFrame(message);
    this.#socket.write(frame, () => frame.fill(0));
  }
  /** The other side reads the end of the pipe; nobody here waits for it. */
  end(): void {
    this.#socket.end();
    this.#socket.unref();
  }
}
