import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from '../given/shop';

export interface Heard {
  path: string;
  body: { msgtype?: string; text?: { content: string } };
  /** Which alert it is of. */
  key: string;
  words: string;
}

type Mood = (answer: ServerResponse) => void;

/** A group's robot as 企业微信 has them, on this machine: it writes down what it is told. */
export class Robot {
  readonly heard: Heard[] = [];
  private moods: Mood[] = [];
  private sulksAt = '';
  private server?: Server;

  async open(): Promise<string> {
    this.server = createServer((request, answer) => {
      let text = '';
      request.on('data', (chunk) => (text += chunk));
      request.on('end', () => {
        const body = JSON.parse(text);
        const content: string = body.text?.content ?? body.text;
        this.heard.push({
          path: request.url!,
          body,
          key: /编号 (\S+)$/.exec(content)?.[1] ?? body.key,
          words: content,
        });
        const mood = content.includes(this.sulksAt) ? this.moods.shift() : undefined;
        if (mood) mood(answer);
        else answer.end(JSON.stringify({ errcode: 0, errmsg: 'ok' }));
      });
    });
    await new Promise<void>((resolve) => this.server!.listen(0, '127.0.0.1', resolve));
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/cgi-bin/webhook/send?key=secret-of-the-robot`;
  }

  /** How it answers the next messages that hold these words, one each; then it takes them. */
  sulk(words: string, moods: Mood[]): void {
    this.sulksAt = words;
    this.moods = moods;
  }

  /** What it was told of a kind, once that is so many messages. */
  async of(kind: string, count = 1): Promise<Heard[]> {
    return eventually(
      async () => this.heard.filter(({ key }) => key.startsWith(`${kind}:`)),
      (seen) => seen.length >= count,
    );
  }

  async close(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve));
  }
}
