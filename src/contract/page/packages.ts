/** How our own packages are signed (xmldsig), which is not the signatures inside their PDFs. */
import { z } from 'zod';
import { call } from '../wire.ts';

/** `certificate`: a key and certificate file that the axis or the province gave to this connection. */
export interface PackageSigning {
  readonly kind: 'none' | 'machine' | 'certificate';
  /** Of the certificate in use. */
  readonly subject?: string;
  /** Unix milliseconds. */
  readonly validTo?: number;
}

export const packageCalls = {
  'packages.signing': call<PackageSigning>()(z.strictObject({})),
  /** `key`: PEM, not encrypted; `certificates`: PEM, the connection's own first. */
  'packages.setSigning': call<PackageSigning>()(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('none') }),
      z.strictObject({ kind: z.literal('machine') }),
      z.strictObject({ kind: z.literal('certificate'), key: z.string().max(20_000), certificates: z.string().max(100_000) }),
    ]),
  ),
} as const;
