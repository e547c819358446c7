import { Clock, DomainError } from '@app/common';
import { named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { canonicalJson } from './canonical-json';

/** Whoever gets the lock works on the key until his transaction ends, however that ends. */
const LOCK = `
  select n::int4 as n from unnest($1::int8[]) with ordinality as wanted (lock, n)
  where pg_try_advisory_xact_lock(lock)`;

/** A statement of its own, after LOCK: only then does it see what the lock's former owner committed. */
const READ = `
  select caller, key, request_hash as hash, status, answer
  from idempotency_key join unnest($1::text[], $2::text[]) as wanted (caller, key) using (caller, key)
  where created_at > now() + $3::interval - interval '24 hours'`;

/** A row is only ever replaced when its 24 hours are over: else its key would have been claimed as a replay. */
const KEEP = `
  insert into idempotency_key (caller, key, request_hash, status, answer, created_at)
  select caller, key, hash, status, answer::jsonb, now() + $6::interval
  from unnest($1::text[], $2::text[], $3::bytea[], $4::int2[], $5::text[]) as kept (caller, key, hash, status, answer)
  order by caller, key
  on conflict (caller, key) do update
    set request_hash = excluded.request_hash, status = excluded.status,
        answer = excluded.answer, created_at = excluded.created_at`;

export interface ClaimRequest {
  /** `shopper:7`: the keys of two callers never meet. */
  caller: string;
  key: string;
  hash: Buffer;
}

export type Claim =
  | { kind: 'new' }
  | { kind: 'replay'; status: number; answer: unknown }
  | { kind: 'inFlight' }
  | { kind: 'reused' };

export interface Answered extends ClaimRequest {
  status: number;
  answer: unknown;
}

/**
 * Makes a repeated request harmless: the first 2xx answer of a key is kept for 24 hours with the work it
 * answers, in the same transaction, so there is never one without the other.
 */
@Injectable()
export class IdempotencyKeys {
  constructor(private readonly clock: Clock) {}

  /** Of everything that makes a request this request; the order of its fields does not. */
  hashOf(body: unknown): Buffer {
    return createHash('sha256').update(canonicalJson(body)).digest();
  }

  /**
   * One claim for each request, in the same order. Never waits: a key under work elsewhere, or earlier in the
   * same list, is `inFlight`.
   */
  async claim(tx: EntityManager, requests: ClaimRequest[]): Promise<Claim[]> {
    const mine = await this.lock(tx, [...new Set(requests.map(nameOf))].toSorted());
    const kept = await this.read(tx, requests);
    return requests.map((request) => {
      const answer = kept.get(nameOf(request));
      if (answer) return repeated(request, answer);
      return mine.delete(nameOf(request)) ? { kind: 'new' } : { kind: 'inFlight' };
    });
  }

  /** Does the work once for a key, and answers a repeat of the request as the first time; without a key, plainly. */
  async once<T>(tx: EntityManager, request: ClaimRequest | undefined, work: () => Promise<T>): Promise<T> {
    if (!request) return work();
    const [claim] = await this.claim(tx, [request]);
    if (claim?.kind === 'replay') return claim.answer as T;
    if (claim?.kind !== 'new')
      throw new DomainError(claim?.kind === 'reused' ? 'idempotencyKeyReused' : 'idempotencyKeyInFlight');
    const answer = await work();
    await this.keep(tx, [{ ...request, status: 201, answer }]);
    return answer;
  }

  /** Keeps what claimed keys were answered; only for keys that were `new`, and only 2xx. */
  async keep(tx: EntityManager, answers: Answered[]): Promise<void> {
    if (answers.length === 0) return;
    await named(tx, 'idempotency.keep', KEEP, [
      answers.map(({ caller }) => caller),
      answers.map(({ key }) => key),
      answers.map(({ hash }) => hash),
      answers.map(({ status }) => status),
      answers.map(({ answer }) => JSON.stringify(answer)),
      this.clock.offset,
    ]);
  }

  private async lock(tx: EntityManager, names: string[]): Promise<Set<string>> {
    const rows = await named<{ n: number }>(tx, 'idempotency.lock', LOCK, [names.map(lockOf)]);
    return new Set(rows.map(({ n }) => names[n - 1]!));
  }

  private async read(tx: EntityManager, requests: ClaimRequest[]): Promise<Map<string, Answered>> {
    const rows = await named<Answered>(tx, 'idempotency.read', READ, [
      requests.map(({ caller }) => caller),
      requests.map(({ key }) => key),
      this.clock.offset,
    ]);
    return new Map(rows.map((row) => [nameOf(row), row]));
  }
}

function repeated({ hash }: ClaimRequest, { hash: keptHash, status, answer }: Answered): Claim {
  return keptHash.equals(hash) ? { kind: 'replay', status, answer } : { kind: 'reused' };
}

/** Neither half contains a space. */
function nameOf({ caller, key }: { caller: string; key: string }): string {
  return `${caller} ${key}`;
}

/** 64 bits of a hash: two keys that share one by accident would at worst call each other in flight. */
function lockOf(name: string): string {
  return createHash('sha256').update(`idempotency ${name}`).digest().readBigInt64BE().toString();
}
