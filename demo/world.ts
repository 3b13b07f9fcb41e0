/** Where a training world keeps its CA and keys. */
import { join } from 'node:path';

export const keysFolder = (worldDir: string): string => join(worldDir, 'keys');
