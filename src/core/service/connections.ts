/** The page's calls on connection profiles. */
import type { ConnectionInput, connectionCalls } from '../../contract/page/connections.ts';
import type { Handlers } from '../../contract/wire.ts';
import { Failure } from '../../domain/errors.ts';
import { organId } from '../../domain/ids.ts';
import { connectionRefusal } from '../../domain/profile.ts';
import { record } from '../audit/index.ts';
import { changedConnection, connectionViews, diagnose, type OrganConnection, saveConnection, transportOf } from '../axis/index.ts';
import { systemClock } from '../clock.ts';
import type { Actor } from '../context.ts';
import type { Workstation } from '../workstation.ts';
import { mayOrgan, type Session, signedIn } from './session.ts';

/** @throws Failure also where this mode may not use the connection */
function asTyped({ store, mode }: Workstation, actor: Actor, input: ConnectionInput): OrganConnection {
  if (!mayOrgan(actor, organId(input.organId))) throw new Failure('session.other_organ');
  const connection = changedConnection(store, input);
  const refused = connection.endpoint === '' ? undefined : connectionRefusal(mode, connection.endpoint, connection.organId);
  if (refused !== undefined) throw new Failure(refused.code, refused.params);
  return connection;
}

export const connectionHandlers: Handlers<typeof connectionCalls, Session> = {
  'connections.list': (_input, session) => {
    const { workstation, actor } = signedIn(session);
    return { connections: connectionViews(workstation.store).filter((one) => mayOrgan(actor, organId(one.organId))) };
  },
  'connections.save': async (input, session) => {
    const { workstation, actor } = signedIn(session);
    const { store } = workstation;
    const connection = asTyped(workstation, actor, input);
    store.tx(() => {
      saveConnection(store, connection);
      record(store, actor, 'connection.save', connection.organId, connection.endpoint);
    }, 'connection:saved');
    await workstation.reconnect();
    return {};
  },
  'connections.test': async (input, session) => {
    const { workstation, actor } = signedIn(session);
    const connection = asTyped(workstation, actor, input);
    const steps = await diagnose({ connection, transport: transportOf(connection), clock: systemClock });
    const failed = steps.find((step) => step.outcome === 'failed');
    workstation.store.tx(
      () => record(workstation.store, actor, 'connection.test', connection.organId, failed?.error?.code ?? 'ok'),
      'connection:tested',
    );
    return { steps };
  },
};
