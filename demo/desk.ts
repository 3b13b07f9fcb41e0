/**
 * A workstation without a window: main's own supervisor on plain Node processes, and a client that asks what a page
 * would ask. The demo and the fault tests sit at this desk.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as standIn from '../build/electron-host/utility-process.ts';
import { PAGE_EVENT, type PageCalls } from '../src/contract/page/index.ts';
import type { SignerChoice } from '../src/contract/page/outgoing.ts';
import { fromMessagePort } from '../src/contract/ports.ts';
import type { PinAnswer } from '../src/contract/token/index.ts';
import { type Client, type Connection, connect, type Port } from '../src/contract/wire.ts';
import { Failure } from '../src/domain/errors.ts';
import { createSupervisor, noKeyStore, parserPermissions, type Supervisor, type SupervisorOptions } from '../src/main/supervisor.ts';

/** The stand-in's classes name each other where the supervisor asks for any port of the kind, so the types are told once. */
const { utilityProcess, MessageChannelMain } = standIn as unknown as Pick<SupervisorOptions, 'utilityProcess' | 'MessageChannelMain'>;

const root = fileURLToPath(new URL('..', import.meta.url));
const entry = (room: string): string => join(root, 'src', room, 'index.ts');

export interface DeskOptions {
  readonly profilesDir: string;
  /** Environment of the processes (PKCS#11 modules, fault points). */
  readonly env?: Readonly<Record<string, string>>;
  /** Documents waiting on a new training axis. */
  readonly documents: number;
  readonly autoReply: boolean;
  readonly onCoreEnded?: () => void;
  readonly verbose?: boolean;
  /** Stands for the dialog in which a person chooses a driver. */
  readonly chooseModule?: () => Promise<string | undefined>;
  /** Stands for the dialog in which a person says where a copy is to lie; nobody says it by default. */
  readonly chooseSavePath?: SupervisorOptions['chooseSavePath'];
}

export interface Desk {
  readonly supervisor: Supervisor;
  /** Asks as the page would; a new port is taken by `reconnect` after the core ended. */
  readonly call: Client<PageCalls>;
  reconnect(): void;
  /** The next event of these topics, or undefined after the time. */
  nextEvent(topics: readonly string[], ms: number): Promise<string | undefined>;
  /** A port as a page gets it, without the client on top. */
  rawPort(): Port;
  /** Polls until the condition holds; throws `desk.timeout` with the label. */
  until<T>(label: string, ms: number, probe: () => Promise<T | undefined>): Promise<T>;
  /** The one message a page sends on the one-shot port of an act. */
  sendPin(actId: string, kind: 'pkcs11' | 'training', pin: string): Promise<PinAnswer>;
  /** Signs as the page does: begin, PIN over its one-shot port, perform. */
  sign(documentId: string, act: 'leader' | 'agency', pick: (choice: SignerChoice) => boolean, pin: string): Promise<void>;
  readFile(fileId: string): Promise<Uint8Array>;
  upload(name: string, bytes: Uint8Array): Promise<string>;
  stop(): Promise<void>;
}

const PIECE = 262_144;

export function openDesk(options: DeskOptions): Desk {
  const quiet = (): void => undefined;
  const loud = (message: string, fields?: unknown): void => console.error(message, fields ?? '');
  const say = options.verbose ? loud : quiet;
  const supervisor = createSupervisor({
    utilityProcess,
    MessageChannelMain,
    entries: {
      core: entry('core'),
      parser: entry('parser'),
      imaging: entry('parser/imaging'),
      reader: entry('reader'),
      token: entry('token'),
      training: entry('training'),
    },
    profilesDir: options.profilesDir,
    resourcesDir: join(root, 'resources'),
    version: '0.1.0',
    host: 'node',
    osKeyStore: noKeyStore,
    chooseSavePath: options.chooseSavePath ?? (() => Promise.resolve(undefined)),
    ...(options.chooseModule ? { chooseModule: options.chooseModule } : {}),
    log: { info: quiet, warn: say, error: loud },
    parserExecArgv: parserPermissions({ codeDirs: [root], profilesDir: options.profilesDir }),
    env: { ...cleanEnvironment(), TRAM_LOG_LEVEL: options.verbose ? 'info' : 'error', ...options.env },
    training: { documents: options.documents, autoReply: options.autoReply },
    onEnded: (process) => {
      if (process === 'core') options.onCoreEnded?.();
    },
  });
  supervisor.start();
  let connection: Connection<PageCalls> = attach();
  function rawPort(): Port {
    const { port1, port2 } = new MessageChannelMain();
    supervisor.attachPage(port2);
    return fromMessagePort(port1);
  }
  function attach(): Connection<PageCalls> {
    return connect<PageCalls>(rawPort());
  }
  const call = new Proxy({} as Client<PageCalls>, {
    get: (_target, name) => (name === 'then' ? undefined : connection.call[name as keyof PageCalls]),
  });

  const sendPin = (actId: string, kind: 'pkcs11' | 'training', pin: string): Promise<PinAnswer> =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannelMain();
      const port = fromMessagePort(port1);
      port.onMessage((answer) => {
        resolve(answer as PinAnswer);
        port.close();
      });
      port.onClose(() => resolve({ ok: false, error: { code: 'signing.not_done' } }));
      supervisor.pinPort(actId, kind, port2);
      port.post({ pin: new TextEncoder().encode(pin) });
    });

  return {
    supervisor,
    rawPort,
    sendPin,
    call,
    reconnect() {
      connection.close();
      connection = attach();
    },
    nextEvent: (topics, ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => done(undefined), ms);
        const off = connection.on(PAGE_EVENT, (event) => {
          const { topic } = event as { topic: string };
          if (topics.includes(topic)) done(topic);
        });
        const done = (topic: string | undefined): void => {
          clearTimeout(timer);
          off();
          resolve(topic);
        };
      }),
    async until(label, ms, probe) {
      const end = Date.now() + ms;
      for (;;) {
        const found = await probe();
        if (found !== undefined) return found;
        if (Date.now() > end) throw new Error(`desk.timeout: ${label}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    async sign(documentId, act, pick, pin) {
      const { choices } = await call['signing.choices']({ id: documentId, act });
      const choice = choices.find((c) => c.refused === undefined && pick(c));
      if (!choice) throw new Error(`no token for the ${act}’s signature`);
      const { actId } = await call['signing.begin']({
        id: documentId,
        act,
        serial: choice.serial,
        certificateSha256: choice.certificateSha256,
      });
      const answer = await sendPin(actId, choice.kind, pin);
      if (!answer.ok) {
        await call['signing.cancel']({ actId });
        throw new Failure(answer.error.code, answer.error.params);
      }
      await call['signing.perform']({ actId });
    },
    async readFile(fileId) {
      const { size } = await call['files.info']({ fileId });
      const whole = new Uint8Array(size);
      for (let offset = 0; offset < size; offset += PIECE) {
        const { bytes } = await call['files.read']({ fileId, offset, length: PIECE });
        whole.set(bytes, offset);
      }
      return whole;
    },
    async upload(name, bytes) {
      const { uploadId } = await call['upload.begin']({ name, size: bytes.byteLength });
      for (let offset = 0; offset < bytes.byteLength; offset += PIECE) {
        await call['upload.chunk']({ uploadId, offset, bytes: bytes.slice(offset, offset + PIECE) });
      }
      await call['upload.finish']({ uploadId });
      return uploadId;
    },
    async stop() {
      connection.close();
      await supervisor.stop();
    },
  };
}

/** The environment without npm's own variables and without Node options. */
function cleanEnvironment(): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [key, value] of Object.entries(process.env)) {
    if (value !== undefined && !key.startsWith('npm_') && key !== 'NODE_OPTIONS') kept[key] = value;
  }
  return kept;
}

/** A passphrase for desks that nobody but a test or the demo opens. */
export const newPassphrase = (): string => `${randomUUID()}-tap-huan`;
