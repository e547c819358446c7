import { Random } from '@app/common';
import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, send } from './answer';
import { hangUp, leaveUndone, type Speaker } from './fault-acts';
import {
  type CalledEndpoint,
  type FaultKind,
  FAULTY_ENDPOINTS,
  type FaultyEndpoint,
  forgeryOf,
  isUndone,
} from './faults';

export type { Excuse, Speaker } from './fault-acts';
export const SLOW_MS = 3000;

export interface PlannedFault {
  endpoint: FaultyEndpoint;
  kind: FaultKind;
  /** How many calls it will still spoil; -1 for ever. */
  times: number;
}

/** The days on which WeChat is not itself. The plan lives in memory: a restart heals everything. */
@Injectable()
export class FaultService {
  private readonly plans = new Map<FaultyEndpoint, { kind: FaultKind; left: number }>();

  constructor(private readonly random: Random) {}

  plan(endpoint: FaultyEndpoint, kind: FaultKind, times: number): void {
    if (kind === 'none' || times === 0) this.plans.delete(endpoint);
    else this.plans.set(endpoint, { kind, left: times });
  }

  list(): PlannedFault[] {
    return FAULTY_ENDPOINTS.map((endpoint) => this.planned(endpoint)).filter((plan) => plan !== undefined);
  }

  planned(endpoint: FaultyEndpoint): PlannedFault | undefined {
    const plan = this.plans.get(endpoint);
    return plan && { endpoint, kind: plan.kind, times: plan.left };
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
    if (kind && isUndone(kind)) return leaveUndone(kind, reply, { speaker, random: this.random });

    const answer = speaker.speak(forgeryOf(kind));
    if (kind === 'lostAnswer') return hangUp(reply);
    if (kind === 'slow') await sleep(SLOW_MS, undefined, { ref: false });
    send(reply, kind === 'truncated' ? half(answer) : answer);
  }
}

function half(answer: Answer): Answer {
  const { body } = answer;
  const end = body.length / 2;
  return { ...answer, body: typeof body === 'string' ? body.slice(0, end) : body.subarray(0, end) };
}
