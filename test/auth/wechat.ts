import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface WeChat {
  url: string;
  /** The queries of all calls so far. */
  calls: URLSearchParams[];
  close(): Promise<void>;
}

/**
 * Answers code2Session as WeChat does, with what the code asks for: `user:alice` logs alice in,
 * `errcode:40029` is refused so, `silence` is never answered.
 */
export async function openWeChat(): Promise<WeChat> {
  const calls: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://wechat');
    calls.push(searchParams);
    answer(searchParams.get('js_code') ?? '', response);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
}

function answer(code: string, response: ServerResponse): void {
  const [kind, detail] = code.split(':');
  response.setHeader('content-type', 'text/plain');
  if (kind === 'user')
    response.end(JSON.stringify({ openid: `o${detail}`.padEnd(28, '_'), session_key: 'c2Vzc2lvbg==' }));
  else if (kind === 'errcode')
    response.end(JSON.stringify({ errcode: Number(detail), errmsg: `wechat text about ${code}, rid: 1` }));
  else if (kind === 'html') response.writeHead(502).end('<html>bad gateway</html>');
  else response.destroy();
}
