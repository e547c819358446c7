import { StartFault } from './start-fault';

type Headers = Record<string, string>;

export function get(url: string, headers: Headers = {}) {
  return ask(url, { headers });
}

export function post(url: string, body: object, headers: Headers = {}) {
  return ask(url, { ...json(body, headers), method: 'POST' });
}

function json(body: object, headers: Headers): RequestInit {
  return { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

/** Whatever is not a success ends the story. */
async function ask(url: string, request: RequestInit) {
  const answer = await fetch(url, request);
  const text = await answer.text();
  if (!answer.ok)
    throw new StartFault(`${request.method ?? 'GET'} ${url} answered ${answer.status}: ${text}`);
  return JSON.parse(text);
}
