import type { Outcome } from '@app/wechat';
import { beforeAll, describe, expect, it } from 'vitest';
import { KINDS_OF, type CalledEndpoint } from '../../apps/wechat/src/faults';
import { eventually } from '../given/shop';
import { startRig } from '../simulator/rig';
import { CALLS, type Subject } from './fault-calls';
import {
  expectationOf,
  isDoneAnyway,
  isEndless,
  mayArriveTwice,
  SPELLS,
  type Cell,
  type Spell,
} from './fault-expectation';
import { FaultWorld, GOODS, PATIENCE, PHONE, type Patience } from './fault-world';

/** What a busy machine adds to a caller's limit. */
const BUSY_MS = 1500;

const ENDPOINTS = Object.keys(CALLS) as CalledEndpoint[];
/** One call asks both: they are not spoilt at the same moment. */
const CHAINS: CalledEndpoint[][] = [
  ['v3query', 'v3certificates'],
  ['v3tradebill', 'v3billfile'],
];

/** For ever is tried everywhere; the other spells, unless FAULTS=all, at an eighth of the endpoints a day. */
const eighth = Math.floor(Date.now() / 86_400_000) % 8;
const tried = ENDPOINTS.filter((_, index) => process.env.FAULTS === 'all' || index % 8 === eighth);
const spellsAt = (endpoint: CalledEndpoint) =>
  (Object.keys(SPELLS) as Spell[]).filter((spell) => spell === 'forEver' || tried.includes(endpoint));
const cells: Cell[] = ENDPOINTS.flatMap((endpoint) =>
  KINDS_OF[endpoint].flatMap((kind) => spellsAt(endpoint).map((spell) => ({ endpoint, kind, spell }))),
);

interface Suffered {
  cell: Cell;
  subject: Subject;
  first: Outcome<unknown>;
  ms: number;
  /** Of the calls after it, while they were unknown, and of one when all was well again. */
  last: Outcome<unknown>;
  /** Before the last call, and after it. */
  traces: [unknown, unknown];
}

const suffered: Suffered[] = [];
let world: FaultWorld;
let doing: ReadonlySet<string>;

beforeAll(async () => {
  world = await new FaultWorld(await startRig()).open();
  const { kinds } = await world.faults();
  doing = new Set(kinds.filter(({ work_done }) => work_done).map(({ kind }) => kind));
  await world.payment('v2');
  await world.untilNextMorning();
  const ready: [Cell, Subject][] = [];
  for (const cell of cells) ready.push([cell, await CALLS[cell.endpoint](world)]);
  // A v2 order is closed after five minutes at the earliest, a parcel told of after one.
  await world.later(301);
  await world.fetchToken();

  const chains = [...CHAINS, ...ENDPOINTS.filter((one) => !CHAINS.flat().includes(one)).map((one) => [one])];
  const endless = ready.filter(([cell]) => isEndless(cell));
  await Promise.all(chains.map((chain) => inTurn(endless.filter(([cell]) => chain.includes(cell.endpoint)))));
  const quick = ready.filter(([cell]) => !isEndless(cell));
  await inTurn(quick.filter(([cell]) => cell.endpoint === 'v3certificates'));
  const rest = quick.filter(([cell]) => cell.endpoint !== 'v3certificates');
  await Promise.all([inTurn(rest.filter(isOfV3)), inTurn(rest.filter((one) => !isOfV3(one)))]);
}, 300_000);

function isOfV3([cell]: [Cell, Subject]): boolean {
  return cell.endpoint.startsWith('v3');
}

async function inTurn(some: [Cell, Subject][]): Promise<void> {
  for (const [cell, subject] of some) suffered.push(await suffer(cell, subject));
}

async function suffer(cell: Cell, subject: Subject): Promise<Suffered> {
  const { ask, again = ask, trace } = subject;
  const { patient } = world.clients;
  const times = timesOf(cell);
  await world.plan(cell.endpoint, cell.kind, times);
  const start = performance.now();
  const first = await ask(world.clients[patienceFor(cell)]);
  const ms = performance.now() - start;

  // Whoever does not wait may be gone before his call arrives: it must not meet the fault of another one.
  if (isEndless(cell) && !mayArriveTwice(cell.endpoint))
    await eventually(
      () => world.leftAt(cell.endpoint),
      (left) => left < times,
    );

  let [last, calls] = [first, 1];
  for (; cell.spell === 'fiveTimes' && !isEndless(cell) && calls < 5 && last.kind === 'unknown'; calls += 1)
    last = await again(patient);
  await world.plan(cell.endpoint, 'none');
  const before = await trace?.();
  if (last.kind !== 'ok') last = await again(patient);
  return { cell, subject, first, ms, last, traces: [before, await trace?.()] };
}

/** What is for ever cannot be counted; where it must be, a million will do. */
function timesOf({ spell, ...cell }: Cell): number {
  return spell === 'forEver' && isEndless(cell) ? 1_000_000 : SPELLS[spell];
}

function patienceFor({ spell, ...cell }: Cell): Patience {
  if (!isEndless(cell)) return 'patient';
  return spell === 'once' ? 'brief' : 'none';
}

function word(outcome: Outcome<unknown>, cell: Cell): string {
  if (outcome.kind !== 'rejected') return outcome.kind;
  return isDoneAnyway(cell, outcome.code) ? 'ok' : outcome.code;
}

describe.each(ENDPOINTS)(
  '%s: the wait is bounded, the outcome right, the work done once, whether WeChat',
  (endpoint) => {
    it.each(KINDS_OF[endpoint])('%s', (kind) => {
      const here = suffered.filter(({ cell }) => cell.endpoint === endpoint && cell.kind === kind);

      expect(here.map(({ cell }) => cell.spell)).toEqual(spellsAt(endpoint));
      for (const { cell, subject, first, ms, last, traces } of here) {
        const found = {
          spell: cell.spell,
          first: word(first, cell),
          last: word(last, cell),
        };
        expect(found).toEqual({ spell: cell.spell, ...expectationOf(cell, doing.has(kind)) });
        expect(ms).toBeLessThan(PATIENCE[patienceFor(cell)].callMs + BUSY_MS);
        if (last.kind === 'ok' && subject.says !== undefined)
          expect({ value: last.value }).toMatchObject({ value: subject.says });
        const [before, after] = traces;
        if (subject.trace) expect(after).toBeDefined();
        if (before !== undefined) expect(after).toEqual(before);
      }
    });
  },
);

it('[D1-22] none of them leaves a secret or a person in the log, or in an outcome', () => {
  const { config } = world.rig;
  const secrets = {
    appSecret: config.WECHAT_APP_SECRET,
    v2Key: config.WECHAT_PAY_V2_KEY[0]!,
    v3Key: config.WECHAT_PAY_V3_KEY[0]!,
    merchantKey: world.merchantKey,
    openid: world.openid,
    phone: PHONE,
    goods: GOODS,
    token: world.tokenShelf.kept!.token.slice(0, 40),
    authorization: 'WECHATPAY2-SHA256-RSA2048',
    signature: 'signature="',
    body: '<![CDATA[',
  };
  const said = suffered.flatMap(({ first, last }) => [first, last]).filter(({ kind }) => kind !== 'ok');

  const text = [...world.log, ...said.map((outcome) => JSON.stringify(outcome))].join('\n');

  expect(world.log.length).toBeGreaterThan(cells.length);
  expect(Object.entries(secrets).filter(([, secret]) => text.includes(secret))).toEqual([]);
});

it('says which of them were tried', () => {
  const counts = `${cells.length} spells of ${new Set(cells.map(({ kind }) => kind)).size} faults`;
  const rest = tried.length < ENDPOINTS.length ? `, once and five times at: ${tried.join(' ')}` : '';

  process.stdout.write(`${counts} at ${ENDPOINTS.length} endpoints${rest}\n`);

  expect(ENDPOINTS).toHaveLength(21);
});
