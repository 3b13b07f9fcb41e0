/**
 * What main and core ask of each other; no page can reach it. The core's parent port carries `shell` messages:
 * main → core `coreMessage` (with ports), and one rpc port on which the core asks main (`shellCalls`).
 */
import { z } from 'zod';
import { MAX_LANGUAGE_BYTES } from '../../domain/languages.ts';
import { bytes } from '../bytes.ts';
import type { MachineHabits } from '../page/look.ts';
import { moduleEntry } from '../token/index.ts';
import { type TrainingDayState, type TrainingPlayed, type TrainingWorld, trainingDay, trainingPlay } from '../training/index.ts';
import { call } from '../wire.ts';

/** First message to the core's parent port, with the port on which the core may ask main. */
export const startMessage = z.strictObject({
  type: z.literal('start'),
  /** Folder that holds the profiles: `training/` and `real/`. */
  profilesDir: z.string(),
  /** Folder of the data that ships with the product (fonts, trust bundle, code lists), in source and built runs alike. */
  resourcesDir: z.string(),
  version: z.string(),
  /** Folder of this machine, outside all profiles, in which it remembers which stores are its own; absent = it does not. */
  machineDir: z.string().optional(),
  /** `electron` or `electron-host`, for the page to say. */
  host: z.enum(['electron', 'electron-host', 'node']),
});
/** A page that passed main's check of frame and origin; comes with its port. One port = one signed-in session. */
export const pagePortMessage = z.strictObject({ type: z.literal('page-port') });
/** A utility process (re)started; comes with the port that speaks its contract. */
export const processPortMessage = z.strictObject({
  type: z.literal('process-port'),
  process: z.enum(['parser', 'token', 'training-token', 'imaging', 'reader']),
  /** Which of the readers. */
  index: z.number().int().min(0).max(7).optional(),
});
/** Screen locked or system suspended: page sessions and token logins end. */
export const lockMessage = z.strictObject({ type: z.literal('lock') });
/** Looks at the axis now, whatever the next time was. */
export const receiveMessage = z.strictObject({ type: z.literal('receive') });
/** Stop in good order; the core answers by ending its process. */
export const stopMessage = z.strictObject({ type: z.literal('stop') });
export const coreMessage = z.discriminatedUnion('type', [
  startMessage,
  pagePortMessage,
  processPortMessage,
  lockMessage,
  receiveMessage,
  stopMessage,
]);
export type CoreMessage = z.infer<typeof coreMessage>;

/** What the tray says of the workstation: figures and states, never a word of a document. */
export const deskState = z.strictObject({
  /** A store is open. */
  open: z.boolean(),
  /** Somebody is signed in. */
  signedIn: z.boolean(),
  training: z.boolean(),
  line: z.enum(['connected', 'down', 'unknown']),
  /** Documents and statuses that wait to go out. */
  waiting: z.number().int().min(0),
  /** Arrivals that nobody registered yet. */
  arrived: z.number().int().min(0),
  /** Urgent arrivals that nobody owns. */
  urgent: z.number().int().min(0),
});
export type DeskState = z.infer<typeof deskState>;

export const shellCalls = {
  /** For the tray; urgent arrivals more than before are told by a notification of the system. */
  tellDesk: call<Record<string, never>>()(deskState),
  /** What of the system's habits is on; with an input it is set first. */
  habits: call<MachineHabits>()(z.strictObject({ set: z.strictObject({ openAtLogin: z.boolean(), keepInTray: z.boolean() }).optional() })),
  /** The folder of languages of this machine, the codes of all there are, and of those in the folder: others come with the product. */
  languages: call<{ folder: string; languages: string[]; own: string[] }>()(z.strictObject({})),
  /** `choose` draws the page anew. */
  changeLanguage: call<Record<string, never>>()(
    z.strictObject({
      act: z.enum(['put', 'remove', 'choose']),
      language: z.string().regex(/^[a-z]{2}$/),
      text: z.string().max(MAX_LANGUAGE_BYTES).optional(),
    }),
  ),
  /** Electron safeStorage by main; `available:false` where there is none or it would be plain text. */
  osKeyStore: call<{ available: boolean }>()(z.strictObject({})),
  osWrap: call<{ wrapped: Uint8Array }>()(z.strictObject({ plain: bytes })),
  osUnwrap: call<{ plain: Uint8Array }>()(z.strictObject({ wrapped: bytes })),
  /** Ends a utility process that passed its limits; a new one follows with a `process-port` message. */
  restartProcess: call<Record<string, never>>()(
    z.strictObject({
      process: z.enum(['parser', 'token', 'imaging', 'reader']),
      /** Which of the readers. */
      index: z.number().int().min(0).max(7).optional(),
      /** Drivers that were left alone are tried again. */
      forgive: z.boolean().optional(),
    }),
  ),
  /** So many processes that read pages run from now on; a new one follows with a `process-port` message. */
  keepReaders: call<Record<string, never>>()(z.strictObject({ count: z.number().int().min(0).max(8) })),
  /** What each of them holds in memory, bytes, by its index; `null` where the system does not say. They cannot answer while they read. */
  readerMemory: call<{ bytes: (number | null)[] }>()(z.strictObject({})),
  /** Starts the process that decodes pictures where it does not run; its port follows with a `process-port` message. */
  startImaging: call<Record<string, never>>()(z.strictObject({})),
  /** Starts the training world of a training profile (or returns the one that runs). */
  startTraining: call<TrainingWorld>()(z.strictObject({ dir: z.string().max(4096) })),
  trainingFaults: call<Record<string, never>>()(z.strictObject({ refuse: z.boolean() })),
  trainingDay: call<{ cutsLine: boolean; total: number }>()(trainingDay),
  trainingPlay: call<TrainingPlayed>()(trainingPlay),
  trainingDayState: call<{ day?: TrainingDayState }>()(z.strictObject({})),
  trainingSampleDraft: call<{ name: string; pdf: Uint8Array }>()(
    z.strictObject({ subject: z.string().max(500), recipient: z.string().max(300) }),
  ),
  /** Asks for the file of a PKCS#11 module; undefined = the person cancelled. */
  chooseModule: call<{ path?: string }>()(z.strictObject({})),
  /** The modules an administrator allowed, for the token process from now on. */
  setTokenModules: call<Record<string, never>>()(z.strictObject({ modules: z.array(moduleEntry).max(50) })),
  /** Asks for a folder: on another disk for backups, to carry by hand, to take in from; undefined = the person cancelled. */
  chooseFolder: call<{ path?: string }>()(z.strictObject({ purpose: z.enum(['backup', 'carry', 'take', 'scanner']).optional() })),
  /** Asks where to save a file outside the store; undefined = the person cancelled. */
  chooseSavePath: call<{ path?: string }>()(z.strictObject({ suggestedName: z.string().max(200) })),
  /** Hands a temporary copy of a profile to the program that the system has for it; false where there is none. */
  openPath: call<{ opened: boolean }>()(z.strictObject({ path: z.string().max(4096) })),
} as const;
export type ShellCalls = typeof shellCalls;
