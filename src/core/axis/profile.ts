/**
 * Connection profiles: how each organ of ours reaches the axis, kept in the encrypted store, secrets and private keys with
 * it. What a page is shown of a profile never holds a secret.
 */
import { X509Certificate } from 'node:crypto';
import type { CertificateFacts, ConnectionView } from '../../contract/page/connections.ts';
import { type ClientCertificate, type ConnectionSettings, DEFAULT_SETTINGS } from '../../domain/connection.ts';
import { Failure } from '../../domain/errors.ts';
import { type OrganId, organId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { Store } from '../store/types.ts';
import { createDialer, tlsOptions } from './http/dial.ts';
import { restTransport } from './rest/index.ts';
import type { Transport } from './types.ts';
import { endpointUrl, vxpTransport } from './vxp/index.ts';

/** An organ of ours with its connection. */
export interface OrganConnection {
  readonly organId: OrganId;
  readonly endpoint: string;
  readonly systemId: string;
  readonly secret: string;
  readonly settings: ConnectionSettings;
}
export type ClosableTransport = Transport & { close?(): void };

interface Row {
  readonly organ_id: string;
  readonly name: string;
  readonly endpoint: string;
  readonly system_id: string;
  readonly secret: string;
  readonly settings: string | null;
}
const settingsOf = (text: string | null): ConnectionSettings =>
  text === null ? DEFAULT_SETTINGS : { ...DEFAULT_SETTINGS, ...(JSON.parse(text) as Partial<ConnectionSettings>) };
const connectionOf = (row: Row): OrganConnection => ({
  organId: organId(row.organ_id),
  endpoint: row.endpoint,
  systemId: row.system_id,
  secret: row.secret,
  settings: settingsOf(row.settings),
});
const rows = (store: Store): Row[] =>
  store.db
    .prepare(
      'SELECT o.organ_id, o.name, o.endpoint, o.system_id, o.secret, c.settings FROM organ o LEFT JOIN connection c ON c.organ_id = o.organ_id ORDER BY o.organ_id',
    )
    .all() as Row[];

/** Organs of ours that have a connection. */
export const connections = (store: Store): OrganConnection[] =>
  rows(store)
    .filter((row) => row.endpoint !== '')
    .map(connectionOf);

/** Organs that share one connected system (same endpoint, system id and settings) share one connection. */
export function grouped(organs: readonly OrganConnection[]): [OrganConnection, ...OrganConnection[]][] {
  const groups = new Map<string, [OrganConnection, ...OrganConnection[]]>();
  for (const organ of organs) {
    const key = JSON.stringify([organ.endpoint, organ.systemId, organ.settings]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [organ]);
    else group.push(organ);
  }
  return [...groups.values()];
}

/** @throws Failure `axis.organ_unknown` */
export function connectionFor(store: Store, organ: string): OrganConnection {
  const row = rows(store).find((one) => one.organ_id === organ);
  if (row === undefined) throw new Failure('axis.organ_unknown', { organId: organ });
  return connectionOf(row);
}

/** What a person typed; `undefined` keeps what stands, `null` takes it away. */
export interface ConnectionChange {
  readonly organId: string;
  readonly endpoint: string;
  readonly systemId: string;
  readonly secret?: string | undefined;
  readonly settings: Omit<ConnectionSettings, 'authorities' | 'client' | 'proxy'>;
  readonly proxy?:
    | { readonly host: string; readonly port: number; readonly user?: string | undefined; readonly password?: string | undefined }
    | null
    | undefined;
  readonly authorities?: string | null | undefined;
  readonly client?:
    | { readonly kind: 'pem'; readonly certificate: string; readonly key: string; readonly passphrase?: string | undefined }
    | { readonly kind: 'pkcs12'; readonly bytes: string; readonly passphrase?: string | undefined }
    | null
    | undefined;
}

/**
 * The connection that a change would make; nothing is written.
 * @throws Failure `axis.endpoint_invalid`, `axis.client_certificate_unreadable`, `axis.authorities_unreadable`, `axis.organ_unknown`
 */
export function changed(store: Store, change: ConnectionChange): OrganConnection {
  const before = connectionFor(store, change.organId);
  if (change.endpoint !== '') endpointUrl(change.endpoint);
  const authorities = change.authorities === undefined ? before.settings.authorities : (change.authorities ?? undefined);
  const client = change.client === undefined ? before.settings.client : clientOf(change.client);
  const proxy = change.proxy === undefined ? before.settings.proxy : (change.proxy ?? undefined);
  const password =
    proxy?.password ??
    (proxy?.user !== undefined && proxy.user === before.settings.proxy?.user ? before.settings.proxy.password : undefined);
  tlsOptions({ ...(authorities === undefined ? {} : { authorities }), ...(client === undefined ? {} : { client }) });
  return {
    organId: before.organId,
    endpoint: change.endpoint,
    systemId: change.systemId,
    secret: change.secret ?? before.secret,
    settings: {
      ...change.settings,
      ...(authorities === undefined ? {} : { authorities }),
      ...(client === undefined ? {} : { client }),
      ...(proxy === undefined
        ? {}
        : {
            proxy: {
              host: proxy.host,
              port: proxy.port,
              ...(proxy.user === undefined ? {} : { user: proxy.user }),
              ...(password === undefined ? {} : { password }),
            },
          }),
    },
  };
}
function clientOf(typed: NonNullable<ConnectionChange['client']> | null): ClientCertificate | undefined {
  if (typed === null) return undefined;
  const { passphrase, ...rest } = typed;
  return passphrase === undefined ? rest : { ...rest, passphrase };
}
/** Call inside a transaction. */
export function saveConnection(store: Store, connection: OrganConnection): void {
  store.db
    .prepare('UPDATE organ SET endpoint = ?, system_id = ?, secret = ? WHERE organ_id = ?')
    .run(connection.endpoint, connection.systemId, connection.secret, connection.organId);
  store.db
    .prepare(
      'INSERT INTO connection (organ_id, settings, updated_at) VALUES (?, ?, ?) ON CONFLICT (organ_id) DO UPDATE SET settings = excluded.settings, updated_at = excluded.updated_at',
    )
    .run(connection.organId, JSON.stringify(connection.settings), store.now());
}

/** Every organ of ours with what a page may see of its connection. */
export function connectionViews(store: Store): ConnectionView[] {
  return rows(store).map((row) => {
    const { endpoint, systemId, secret, settings } = connectionOf(row);
    const { proxy, authorities, client, ...plain } = settings;
    return {
      organId: row.organ_id,
      name: row.name,
      endpoint,
      systemId,
      hasSecret: secret !== '',
      transport: plain.transport,
      securityServer: plain.securityServer,
      hashFileForm: plain.hashFileForm,
      listByDates: plain.listByDates,
      timeouts: plain.timeouts,
      ...(proxy === undefined
        ? {}
        : { proxy: { host: proxy.host, port: proxy.port, ...(proxy.user === undefined ? {} : { user: proxy.user }) } }),
      ...(authorities === undefined ? {} : { authorities: pemFacts(authorities) }),
      ...(client === undefined ? {} : { client: client.kind === 'pem' ? (pemFacts(client.certificate)[0] ?? {}) : {} }),
    };
  });
}
/** Names and ends of the certificates of a PEM text; at most ten. */
function pemFacts(pem: string): CertificateFacts[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  return blocks.slice(0, 10).map((block) => {
    try {
      const certificate = new X509Certificate(block);
      return { name: commonName(certificate.subject), until: Date.parse(certificate.validTo) };
    } catch {
      return {};
    }
  });
}
export const commonName = (subject: string): string =>
  /(?:^|\n)CN=([^\n]*)/.exec(subject)?.[1] ?? subject.replaceAll('\n', ', ').slice(0, 200);

/** The transport of a connection. @throws Failure as the transport and its certificates do */
export function transportOf(
  connection: OrganConnection,
  extra: { readonly now?: () => Instant; readonly findByDocumentId?: boolean } = {},
): ClosableTransport {
  const { endpoint, systemId, secret, settings } = connection;
  const { transport, timeouts, proxy, authorities, client, credentialCodes, hashFileForm, listByDates } = settings;
  const dialer = createDialer({
    connectMs: timeouts.connectMs,
    ...(proxy === undefined ? {} : { proxy }),
    ...(authorities === undefined ? {} : { authorities }),
    ...(client === undefined ? {} : { client }),
  });
  const common = {
    endpoint,
    systemId,
    secret,
    dialer,
    timeouts,
    ...(credentialCodes === undefined ? {} : { credentialCodes }),
    ...(extra.now === undefined ? {} : { now: extra.now }),
  };
  if (transport === 'rest') return restTransport(common);
  return vxpTransport({ ...common, hashFileForm, listByDates, findByDocumentId: extra.findByDocumentId ?? false });
}
