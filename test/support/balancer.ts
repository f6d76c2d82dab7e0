import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { pipeline } from 'node:stream';
import type { Running } from '../platform/running.ts';

/** Hands connections to several servers of this machine in turn, as a Service does. */
export interface Balancer extends Running {
  readonly port: number;
  /** How many clients are connected. */
  readonly connections: number;
  /** The ports that get new connections from now on; what is open goes on. */
  use(ports: readonly number[]): void;
}

/** Starts a balancer on a free port of the loopback address. */
export async function startBalancer(ports: readonly number[]): Promise<Balancer> {
  let endpoints = ports;
  let next = 0;
  const open = new Set<Socket>();
  let connections = 0;
  const server = createServer((client) => {
    connections += 1;
    client.once('close', () => (connections -= 1));
    const port = endpoints[next++ % endpoints.length];
    if (port === undefined) return client.destroy();
    const upstream = connect(port, '127.0.0.1');
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
    }
    // An end that breaks off ends the other too, and is told there.
    pipeline(client, upstream, client, () => {});
    return undefined;
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return connections;
    },
    use(other) {
      endpoints = other;
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
