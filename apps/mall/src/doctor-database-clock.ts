import { withClient } from '@app/database';
import { advice, fault, ok, type Finding, type Words } from './doctor-check';

/** An order's times are the database's: at five minutes behind, WeChat refuses one that is due to end. */
const REFUSED_SECONDS = 300;
const WARN_SECONDS = 60;

/** Seconds by which the database's clock is ahead of this machine's, both as they are: a moved sandbox moves neither. */
export async function databaseAheadSeconds(url: string): Promise<number> {
  return withClient(url, async (client) => {
    const asked = Date.now();
    const { rows } = await client.query<{ ms: number }>(
      'SELECT (extract(epoch FROM now()) * 1000)::float8 AS ms',
    );
    const halfway = (asked + Date.now()) / 2;
    return Math.round((rows[0]!.ms - halfway) / 1000);
  });
}

export function judgeDatabaseClock(aheadSeconds: number): Finding {
  const off = Math.abs(aheadSeconds);
  const isAhead = aheadSeconds > 0;
  if (off < WARN_SECONDS)
    return ok(`the database's is within ${off} s of this machine's.`, `数据库与本机相差 ${off} 秒。`);
  const seen = {
    en: `The database's clock is ${off} s ${isAhead ? 'ahead of' : 'behind'} this machine's.`,
    zh: `数据库的时钟比本机${isAhead ? '快' : '慢'} ${off} 秒。`,
  };
  const todo = {
    en: `Set both clocks right and switch NTP on, on the database’s machine too: ${isAhead ? AHEAD.en : BEHIND.en}`,
    zh: `请校准两台机器的时钟并开启 NTP（数据库所在机器也要）：${isAhead ? AHEAD.zh : BEHIND.zh}`,
  };
  return off < REFUSED_SECONDS ? advice(seen, todo) : fault(seen, todo);
}

const BEHIND: Words = {
  en: 'orders end by its clock, and WeChat takes no order that ended already, so that every payment answers 503.',
  zh: '订单按数据库的时间到期，微信不接受已经过期的订单，支付会一律返回 503。',
};
const AHEAD: Words = {
  en: 'orders, refunds and bills go by its clock, and come too early.',
  zh: '订单到期、退款与对账都按数据库的时间，会提前发生。',
};
