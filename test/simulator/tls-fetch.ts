import type { AppConfig } from '@app/common';
import { readFileSync } from 'node:fs';
import { Agent, fetch, type RequestInit, Response } from 'undici';

/** What a connection trusts and shows, PEM. */
export interface Tls {
  ca: Buffer;
  cert?: Buffer | string;
  key?: Buffer | string;
}

export function merchantTls(config: AppConfig): Tls {
  return {
    ca: readFileSync(config.WECHAT_CA_FILE!),
    cert: readFileSync(config.WECHAT_PAY_MCH_CERT_FILE!),
    key: readFileSync(config.WECHAT_PAY_MCH_KEY_FILE!),
  };
}

/** One call on a connection of its own. */
export async function tlsFetch(url: string, { tls, ...init }: RequestInit & { tls: Tls }): Promise<Response> {
  const agent = new Agent({ connect: { ...tls } });
  try {
    const answer = await fetch(url, { ...init, dispatcher: agent });
    const bytes = await answer.arrayBuffer();
    return new Response(bytes, { status: answer.status, headers: answer.headers });
  } finally {
    await agent.destroy();
  }
}
