/** The page's calls on connection profiles. */
import type { ConnectionInput, connectionCalls } from '../../contract/page/connections.ts';
import type { Handlers } from '../../contract/wire.ts';
import { Failure } from '../../domain/errors.ts';
import { connectionRefusal } from '../../domain/profile.ts';
import { record } from '../audit/index.ts';
import { changedConnection, connectionViews, diagnose, type OrganConnection, saveConnection, transportOf } from '../axis/index.ts';
import { systemClock } from '../clock.ts';
import type { Workstation } from '../workstation.ts';
import { type Session, signedIn } from './session.ts';

/** @throws Failure also where this mode may not use the connection */
function asTyped({ store, mode }: Workstation, input: ConnectionInput): OrganConnection {
  const connection = changedConnection(store, input);
  const refused = connection.endpoint === '' ? undefined : connectionRefusal(mode, connection.endpoint, connection.organId);
  if (refused !== undefined) throw new Failure(refused.code, refused.params);
  return connection;
}

export const connectionHandlers: Handlers<typeof connectionCalls, Session> = {
  'connections.list': (_input, session) => ({ connections: connectionViews(signedIn(session).workstation.store) }),
  'connections.save': async (input, session) => {
    const { workstation, actor } = signedIn(session);
    const { store } = workstation;
    const connection = asTyped(workstation, input);
    store.tx(() => {
      saveConnection(store, connection);
      record(store, actor, 'connection.save', connection.organId, connection.endpoint);
    }, 'connection:saved');
    await workstation.exchange.reconnect();
    return {};
  },
  'connections.test': async (input, session) => {
    const { workstation, actor } = signedIn(session);
    const connection = asTyped(workstation, input);
    const steps = await diagnose({ connection, transport: transportOf(connection), clock: systemClock });
    const failed = steps.find((step) => step.outcome === 'failed');
    workstation.store.tx(
      () => record(workstation.store, actor, 'connection.test', connection.organId, failed?.error?.code ?? 'ok'),
      'connection:tested',
    );
    return { steps };
  },
};
