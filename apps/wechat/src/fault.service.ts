import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, send } from './answer';
import {
  type CalledEndpoint,
  type FaultKind,
  type FaultyEndpoint,
  type Forgery,
  forgeryOf,
  isUndone,
  type UndoneKind,
} from './faults';

export const SLOW_MS = 3000;
/** Longer than any caller waits. */
const HELD_MS = 60_000;
const HTML = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

/** What WeChat says of itself when it did nothing. */
export type Excuse = Extract<UndoneKind, 'systemError' | 'http429' | 'http202'>;

/** How an endpoint does its work and words its answer. */
export interface Speaker {
  contentType: string;
  speak(forgery?: Forgery): Answer;
  excuse(kind: Excuse): Answer;
}

/** The days on which WeChat is not itself. The plan lives in memory: a restart heals everything. */
@Injectable()
export class FaultService {
  private readonly plans = new Map<FaultyEndpoint, { kind: FaultKind; left: number }>();

  plan(endpoint: FaultyEndpoint, kind: FaultKind, times: number): void {
    if (kind === 'none') this.plans.delete(endpoint);
    else this.plans.set(endpoint, { kind, left: times });
  }

  list(): { endpoint: FaultyEndpoint; kind: FaultKind; times: number }[] {
    return [...this.plans].map(([endpoint, { kind, left }]) => ({ endpoint, kind, times: left }));
  }

  /** The fault of the next call that it fits, which uses it up; a negative number of times never ends. */
  take(endpoint: FaultyEndpoint, fits: (kind: FaultKind) => boolean = () => true): FaultKind | undefined {
    const plan = this.plans.get(endpoint);
    if (!plan || !fits(plan.kind)) return undefined;
    if (plan.left > 0) plan.left -= 1;
    if (plan.left === 0) this.plans.delete(endpoint);
    return plan.kind;
  }

  /** Answers as the plan says; without one, plainly. */
  async answer(endpoint: CalledEndpoint, reply: FastifyReply, speaker: Speaker): Promise<void> {
    const kind = this.take(endpoint);
    if (kind && isUndone(kind)) return leaveUndone(kind, reply, speaker);

    const answer = speaker.speak(forgeryOf(kind));
    if (kind === 'lostAnswer') return hangUp(reply);
    if (kind === 'slow') await sleep(SLOW_MS, undefined, { ref: false });
    send(reply, kind === 'truncated' ? half(answer) : answer);
  }
}

function leaveUndone(kind: UndoneKind, reply: FastifyReply, speaker: Speaker): void {
  const { contentType } = speaker;
  const acts: Record<UndoneKind, () => unknown> = {
    timeout: () => hold(reply),
    reset: () => reset(reply),
    http500: () => send(reply, { status: 500, contentType: 'text/html', body: HTML }),
    empty: () => send(reply, { status: 200, contentType, body: '' }),
    html: () => send(reply, { status: 200, contentType: 'text/html', body: HTML }),
    redirect: () => reply.redirect('/elsewhere', 302),
    systemError: () => send(reply, speaker.excuse('systemError')),
    http429: () => send(reply, speaker.excuse('http429')),
    http202: () => send(reply, speaker.excuse('http202')),
  };
  acts[kind]();
}

function half(answer: Answer): Answer {
  const { body } = answer;
  const end = body.length / 2;
  return { ...answer, body: typeof body === 'string' ? body.slice(0, end) : body.subarray(0, end) };
}

function hold(reply: FastifyReply): void {
  reply.hijack();
  const end = setTimeout(() => reply.raw.destroy(), HELD_MS).unref();
  reply.raw.once('close', () => clearTimeout(end));
}

function hangUp(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.socket?.destroy();
}

function reset(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.socket?.resetAndDestroy();
}
