/** Cài đặt › Kết nối: how each organ reaches the axis, and a test that says step by step what failed. */
import { z } from 'zod';
import {
  type ConnectionTimeouts,
  SECURITY_SERVERS,
  type SecurityServer,
  type StepResult,
  TRANSPORT_KINDS,
  type TransportKind,
} from '../../domain/connection.ts';
import { line } from '../bytes.ts';
import { call } from '../wire.ts';

/** What can be read of a certificate; empty where it cannot (a PKCS#12 file). */
export interface CertificateFacts {
  readonly name?: string;
  /** Instant of its end. */
  readonly until?: number;
}
/** A connection as a page sees it: never a secret. */
export interface ConnectionView {
  readonly organId: string;
  readonly name: string;
  readonly endpoint: string;
  readonly systemId: string;
  readonly hasSecret: boolean;
  readonly transport: TransportKind;
  readonly securityServer: SecurityServer;
  readonly hashFileForm: 'unpadded' | 'padded';
  readonly listByDates: boolean;
  readonly timeouts: ConnectionTimeouts;
  readonly proxy?: { readonly host: string; readonly port: number; readonly user?: string };
  readonly authorities?: readonly CertificateFacts[];
  readonly client?: CertificateFacts;
}

const seconds = (max: number) => z.number().int().min(1_000).max(max);
const pem = z.string().max(256 * 1024);
const client = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pem'), certificate: pem, key: pem, passphrase: z.string().max(200).optional() }),
  z.strictObject({ kind: z.literal('pkcs12'), bytes: z.base64().max(256 * 1024), passphrase: z.string().max(200).optional() }),
]);
const change = z.strictObject({
  organId: line(50).pipe(z.string().min(1)),
  endpoint: line(500),
  systemId: line(200),
  /** Absent: what stands is kept. */
  secret: line(500).optional(),
  settings: z.strictObject({
    transport: z.enum(TRANSPORT_KINDS),
    securityServer: z.enum(SECURITY_SERVERS),
    hashFileForm: z.enum(['unpadded', 'padded']),
    listByDates: z.boolean(),
    timeouts: z.strictObject({ connectMs: seconds(120_000), answerMs: seconds(600_000), idleMs: seconds(600_000) }),
  }),
  /** Absent: kept; null: none. A password that is not given stays while the user stays. */
  proxy: z
    .strictObject({
      host: line(255).pipe(z.string().min(1)),
      port: z.number().int().min(1).max(65_535),
      user: line(200).optional(),
      password: line(200).optional(),
    })
    .nullable()
    .optional(),
  authorities: pem.nullable().optional(),
  client: client.nullable().optional(),
});
export type ConnectionInput = z.infer<typeof change>;

export const connectionCalls = {
  'connections.list': call<{ connections: ConnectionView[] }>()(z.strictObject({})),
  /** Writes it and connects anew. */
  'connections.save': call<Record<string, never>>()(change),
  /** Tries what is typed, saved or not: name, TCP, TLS, certificate, axis, credential, clock. */
  'connections.test': call<{ steps: StepResult[] }>()(change),
} as const;
