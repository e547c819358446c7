import type { Random } from '@app/common';
import type { FastifyReply } from 'fastify';
import { STATUS_CODES } from 'node:http';
import { TLSSocket } from 'node:tls';
import { type Answer, send } from './answer';
import type { Forgery, UndoneKind } from './faults';

/** Longer than any caller waits. */
const HELD_MS = 60_000;
const DRIP_MS = 500;
const GARBAGE_BYTES = 600;
const FLOOD_BYTES = 8 * 1024 * 1024;
/** 成功, in GBK. */
const GBK = Buffer.from('b3c9b9a6', 'hex');

/** What WeChat says of itself when it did nothing. */
export type Excuse = Extract<UndoneKind, 'systemError' | 'http429' | 'http202'>;

/** How an endpoint does its work and words its answer. */
export interface Speaker {
  contentType: string;
  speak(forgery?: Forgery): Answer;
  excuse(kind: Excuse): Answer;
}

/** Does nothing of what was asked, in one of the many ways there are. */
export function leaveUndone(
  kind: UndoneKind,
  reply: FastifyReply,
  { speaker, random }: { speaker: Speaker; random: Random },
): void {
  const { contentType } = speaker;
  const say = (body: string | Buffer) => send(reply, { status: 200, contentType, body });
  const acts: Record<UndoneKind, () => unknown> = {
    timeout: () => hold(reply),
    reset: () => reset(reply),
    hangUp: () => hangUp(reply),
    http404: () => send(reply, page(404)),
    http500: () => send(reply, page(500)),
    http502: () => send(reply, page(502)),
    http503: () => send(reply, page(503)),
    http429: () => send(reply, inOwnWords(speaker.excuse('http429'), 429)),
    http202: () => send(reply, inOwnWords(speaker.excuse('http202'), 202)),
    empty: () => say(''),
    html: () => send(reply, { ...page(502), status: 200 }),
    redirect: () => reply.redirect('/elsewhere', 302),
    garbage: () => say(random.bytes(GARBAGE_BYTES)),
    notUtf8: () => say(inGbk(contentType)),
    tooLarge: () => say(Buffer.alloc(FLOOD_BYTES, ' ')),
    cutShort: () => cutShort(reply, contentType),
    drip: () => drip(reply, contentType),
    systemError: () => send(reply, speaker.excuse('systemError')),
  };
  acts[kind]();
}

/** Ends the connection without a word. */
export function hangUp(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.socket?.destroy();
}

/** Where WeChat has no words for this status, the web server in front of it speaks. */
function inOwnWords(excuse: Answer, status: number): Answer {
  return excuse.status === status ? excuse : page(status);
}

function page(status: number): Answer {
  const title = `${status} ${STATUS_CODES[status]}`;
  const body = `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
  return { status, contentType: 'text/html', body };
}

function inGbk(contentType: string): Buffer {
  if (!contentType.includes('xml')) return around(GBK, '{"message":"', '"}');
  return around(GBK, '<xml><return_code>SUCCESS</return_code><return_msg>', '</return_msg></xml>');
}

function around(inner: Buffer, before: string, after: string): Buffer {
  return Buffer.concat([Buffer.from(before), inner, Buffer.from(after)]);
}

function hold(reply: FastifyReply): void {
  reply.hijack();
  const end = setTimeout(() => reply.raw.destroy(), HELD_MS).unref();
  reply.raw.once('close', () => clearTimeout(end));
}

/** A reset is TCP's; over TLS, which hides the connection from us, it is a hang-up. */
function reset(reply: FastifyReply): void {
  const { socket } = reply.raw;
  if (socket instanceof TLSSocket) return hangUp(reply);
  reply.hijack();
  socket?.resetAndDestroy();
}

function cutShort(reply: FastifyReply, contentType: string): void {
  reply.hijack();
  reply.raw.writeHead(200, { 'content-type': contentType, 'content-length': '4096' });
  reply.raw.write(contentType.includes('xml') ? '<xml>' : '{"', () => reply.raw.socket?.end());
}

function drip(reply: FastifyReply, contentType: string): void {
  reply.hijack();
  reply.raw.writeHead(200, { 'content-type': contentType });
  reply.raw.write(' ');
  const drops = setInterval(() => reply.raw.write(' '), DRIP_MS).unref();
  reply.raw.once('close', () => clearInterval(drops));
}
