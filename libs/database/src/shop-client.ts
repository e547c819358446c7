import { Client, type ClientConfig } from 'pg';

/**
 * A connection whose server stopped answering is hung up on, whatever was asked: back in the pool its next
 * statement would wait behind the lost one, or find itself inside that one's transaction with its locks.
 */
export class ShopClient extends Client {
  constructor(config?: ClientConfig) {
    super(config);
    // PostgreSQL's last words may come in one breath with an answer, while the connection passes from the pool to
    // its next user and neither listens: without anybody listening, an error event ends the process. Whoever has
    // the connection then learns of its death from his next statement.
    this.on('error', () => undefined);
  }

  // pg's query has a dozen forms, all of which pass through here unchanged.
  override query: Client['query'] = ((...asked: Parameters<Client['query']>) => {
    const answer: unknown = super.query(...asked);
    if (answer instanceof Promise) answer.catch((error: unknown) => this.hangUpOnSilence(error));
    return answer;
  }) as Client['query'];

  private hangUpOnSilence(error: unknown): void {
    if (!/Query read timeout/.test(String(error))) return;
    const { connection } = this as unknown as { connection: { stream: { destroy(): void } } };
    connection.stream.destroy();
  }
}
