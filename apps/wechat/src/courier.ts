import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Agent, request } from 'undici';

export const PATIENCE_MS = 5000;
const MAX_ANSWER_BYTES = 64 * 1024;

export interface Receipt {
  /** 0 where no answer came back. */
  status: number;
  body: Buffer;
  error?: string;
}

/** A notice, ready to be sent. */
export interface Letter {
  headers: Record<string, string>;
  body: string;
}

/** Carries a notice to the merchant: five seconds, no redirects followed, a bounded answer. */
@Injectable()
export class Courier implements OnApplicationShutdown {
  private readonly agent = new Agent({ connections: 64 });

  post(url: string, letter: Letter): Promise<Receipt> {
    return this.carry('POST', url, letter);
  }

  get(url: string): Promise<Receipt> {
    return this.carry('GET', url);
  }

  private async carry(method: 'GET' | 'POST', url: string, letter?: Letter): Promise<Receipt> {
    try {
      const { statusCode, body } = await request(url, {
        method,
        headers: { ...letter?.headers, 'user-agent': 'Mozilla/4.0' },
        body: letter?.body,
        dispatcher: this.agent,
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      return { status: statusCode, body: await bounded(body) };
    } catch (error) {
      return { status: 0, body: Buffer.alloc(0), error: reasonOf(error) };
    }
  }

  onApplicationShutdown(): Promise<void> {
    return this.agent.destroy();
  }
}

async function bounded(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MAX_ANSWER_BYTES) throw new Error('the answer is larger than 64 KiB');
  }
  return Buffer.concat(chunks);
}

function reasonOf(error: unknown): string {
  const { code, name, message } = error as { code?: string; name?: string; message?: string };
  if (name === 'TimeoutError') return `no answer within ${PATIENCE_MS / 1000} s`;
  return typeof code === 'string' ? code : (message ?? 'failed');
}
