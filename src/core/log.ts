/** Structured log lines on standard error, for main to keep: redacted, without document content, PIN or key. */
import { pino } from 'pino';
import type { Log } from './context.ts';

/** Fields that never reach the log, wherever they stand. */
const NEVER = ['pin', 'key', 'secret', 'passphrase', 'recoveryCode', 'subject', 'content', 'name', 'text'];

export function createLog(): Log {
  const log = pino(
    {
      base: null,
      level: process.env.TRAM_LOG_LEVEL ?? 'info',
      redact: { paths: NEVER.flatMap((field) => [field, `*.${field}`]), censor: '[redacted]' },
    },
    pino.destination({ fd: 2, sync: true }),
  );
  return {
    info: (message, fields) => log.info(fields ?? {}, message),
    warn: (message, fields) => log.warn(fields ?? {}, message),
    error: (message, fields) => log.error(fields ?? {}, message),
  };
}
