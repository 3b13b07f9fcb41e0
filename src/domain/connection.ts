/**
 * How an organ of ours reaches the axis: the kind of transport, where it is, by which way, and with which certificates.
 * Pure: what a profile may say, and which parts of it are never shown again.
 */

/** `vxp`: the calls of the national software kit; `rest`: a provincial gateway. */
export const TRANSPORT_KINDS = ['vxp', 'rest'] as const;
export type TransportKind = (typeof TRANSPORT_KINDS)[number];
/** Máy chủ bảo mật: the office's own, or the province's that several offices share. */
export const SECURITY_SERVERS = ['shared', 'own'] as const;
export type SecurityServer = (typeof SECURITY_SERVERS)[number];

export interface ConnectionTimeouts {
  /** Until TCP (and TLS) stand, ms. */
  readonly connectMs: number;
  /** From the last byte sent to the answer's headers, ms. */
  readonly answerMs: number;
  /** Longest silence while a body flows either way, ms. */
  readonly idleMs: number;
}
export const DEFAULT_TIMEOUTS: ConnectionTimeouts = { connectMs: 10_000, answerMs: 60_000, idleMs: 120_000 };

/** A forward proxy that opens tunnels (HTTP CONNECT, RFC 9110 §9.3.6). */
export interface ProxySettings {
  readonly host: string;
  readonly port: number;
  readonly user?: string;
  readonly password?: string;
}
/** The certificate by which this machine shows itself (mutual TLS). */
export type ClientCertificate =
  | { readonly kind: 'pem'; readonly certificate: string; readonly key: string; readonly passphrase?: string }
  /** PKCS#12 (RFC 7292), base64. */
  | { readonly kind: 'pkcs12'; readonly bytes: string; readonly passphrase?: string };

/** All that a connection has besides endpoint, system id and secret, which stand with the organ. */
export interface ConnectionSettings {
  readonly transport: TransportKind;
  readonly securityServer: SecurityServer;
  /** How `hash-file` is written; the kit leaves out the zeros of small bytes. */
  readonly hashFileForm: 'unpadded' | 'padded';
  /** This axis lists by dates only: the list is asked for day by day, with overlap. */
  readonly listByDates: boolean;
  readonly timeouts: ConnectionTimeouts;
  readonly proxy?: ProxySettings;
  /** PEM of the only authorities that this connection trusts; absent = the well-known ones. */
  readonly authorities?: string;
  readonly client?: ClientCertificate;
  /** Error codes by which this axis says that system id or secret are wrong. */
  readonly credentialCodes?: readonly string[];
}
export const DEFAULT_SETTINGS: ConnectionSettings = {
  transport: 'vxp',
  securityServer: 'shared',
  hashFileForm: 'unpadded',
  listByDates: false,
  timeouts: DEFAULT_TIMEOUTS,
};

/** The steps of a connection test, in their order; each needs the ones before it. */
export const TEST_STEPS = ['name', 'tcp', 'tls', 'certificate', 'axis', 'credential', 'clock'] as const;
export type TestStep = (typeof TEST_STEPS)[number];
export type StepOutcome = 'ok' | 'failed' | 'not_reached' | 'not_needed';
export interface StepResult {
  readonly step: TestStep;
  readonly outcome: StepOutcome;
  /** What failed and what to do, or what was found. */
  readonly error?: { readonly code: string; readonly params?: Readonly<Record<string, string | number>> };
  /** Short facts for the person who reads the test: an address, a certificate's name, a drift. */
  readonly found?: string;
}
/** Drift from which a clock counts as wrong. */
export const DRIFT_LIMIT_MS = 5 * 60_000;
