import {
  connect,
  createServer,
  type AddressInfo,
  type NetConnectOpts,
  type Server,
  type Socket,
} from 'node:net';

/** What becomes of a connection on which certain words travel to the server. */
export interface Mishap {
  words: string;
  /** Whether the server still hears them. */
  heard: boolean;
  /** So many bytes of the server's answer get through. */
  answerBytes: number;
  /** A cut is noticed at once; behind a stall both sides wait for each other. */
  kind: 'cut' | 'stall';
}

/** Stands before a server and passes bytes on, until it is told to fail. */
export class TcpProxy {
  private readonly sockets = new Set<Socket>();
  private readonly prepared: Mishap[] = [];

  private constructor(
    private readonly server: Server,
    private readonly target: NetConnectOpts,
  ) {
    server.on('connection', (near) => this.join(near));
  }

  static async open(target: NetConnectOpts): Promise<TcpProxy> {
    const proxy = new TcpProxy(createServer(), target);
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** The next connection that carries the words suffers it, the one after that what was prepared next. */
  prepare(mishap: Mishap): void {
    this.prepared.push(mishap);
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(near: Socket): void {
    const far = connect(this.target);
    this.tie(near, far);
    this.tie(far, near);
    let broken: Mishap | undefined;
    let left = Infinity;

    near.on('data', (bytes) => {
      const deaf = broken !== undefined;
      broken ??= this.taken(bytes);
      if (broken) left = Math.min(left, broken.answerBytes);
      if (!deaf && broken?.heard !== false) far.write(bytes);
      else if (broken?.kind === 'cut') near.destroy();
    });
    far.on('data', (bytes) => {
      near.write(bytes.subarray(0, left));
      left -= bytes.length;
      if (left <= 0 && broken?.kind === 'cut') near.end();
    });
  }

  private tie(socket: Socket, other: Socket): void {
    this.sockets.add(socket);
    socket.setNoDelay(true).on('error', () => other.destroy());
    socket.once('close', () => this.sockets.delete(socket) && other.destroy());
  }

  /** A mishap happens once. */
  private taken(bytes: Buffer): Mishap | undefined {
    const [next] = this.prepared;
    return next && bytes.includes(next.words) ? this.prepared.shift() : undefined;
  }
}
