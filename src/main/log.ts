/** The shell's own log: one JSON line an event, on the console and in a small file; never a document's content, a PIN or a key. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

type Fields = Readonly<Record<string, unknown>>;
export interface MainLog {
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
}

const MAX_BYTES = 1024 * 1024;

/** Writes to `path`, keeping one older file beside it; warnings and errors go to the console too. */
export function fileLog(path: string): MainLog {
  mkdirSync(dirname(path), { recursive: true });
  const write = (level: 'info' | 'warn' | 'error', message: string, fields: Fields = {}): void => {
    const line = `${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`;
    if (level !== 'info') process.stderr.write(line);
    try {
      if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > MAX_BYTES) renameSync(path, `${path}.1`);
      appendFileSync(path, line);
    } catch {
      // A full disk must not end the shell; the console still has it.
    }
  };
  return {
    info: (message, fields) => write('info', message, fields),
    warn: (message, fields) => write('warn', message, fields),
    error: (message, fields) => write('error', message, fields),
  };
}
