import { Pool, type Dispatcher } from 'undici';
import { holdAgainstDocument } from './documented';

export interface Answer {
  status: number;
  // A test reads what it expects; a wrong shape fails it.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
  headers: Record<string, string | string[] | undefined>;
}

const pools = new Map<string, Pool>();

/** Speaks JSON as the mini-program does: header `token`, nothing else. */
export class Client {
  constructor(
    private readonly base: string,
    private readonly token?: string,
  ) {}

  with(token: string): Client {
    return new Client(this.base, token);
  }

  /** The same caller at another base address. */
  at(base: string): Client {
    return new Client(base, this.token);
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('GET', path, { headers });
  }

  post(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('POST', path, {
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body ?? {}),
    });
  }

  put(path: string, body: unknown): Promise<Answer> {
    return this.send('PUT', path, {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  delete(path: string): Promise<Answer> {
    return this.send('DELETE', path, {});
  }

  async send(
    method: Dispatcher.HttpMethod,
    path: string,
    { headers = {}, body }: { headers?: Record<string, string>; body?: string | Buffer },
  ): Promise<Answer> {
    const { origin, pathname } = new URL(this.base);
    const pool = pools.get(origin) ?? new Pool(origin, { connections: 64 });
    pools.set(origin, pool);
    const url = `${pathname === '/' ? '' : pathname}${path}`;
    const answer = await pool.request({
      method,
      path: url,
      headers: { ...(this.token !== undefined && { token: this.token }), ...headers },
      body,
    });
    const told = { status: answer.statusCode, body: parsed(await answer.body.text()) };
    holdAgainstDocument({ method, path: url, ...told });
    return { ...told, headers: answer.headers };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
