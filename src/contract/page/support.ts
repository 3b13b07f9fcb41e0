/** Chẩn đoán: what support needs to know, and nothing that is somebody's. */
import { z } from 'zod';
import type { SupportReport } from '../../domain/supportWords.ts';
import { call } from '../wire.ts';

export const supportCalls = {
  /** `test`: goes the way of each connection step by step first (administrators; it may take a minute). */
  'support.report': call<SupportReport>()(z.strictObject({ test: z.boolean() })),
  /** Saves it as a text file through main's dialog. */
  'support.save': call<{ saved: boolean }>()(z.strictObject({})),
  /** The page "khi máy hỏng" as PDF; read it by `files.read`. */
  'support.deadMachine': call<{ fileId: string; size: number; name: string }>()(z.strictObject({})),
} as const;
