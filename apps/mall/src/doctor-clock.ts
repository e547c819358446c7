import { advice, fault, ok, type Finding } from './doctor-check';

/** WeChat refuses a call that is five minutes off, and its messages are refused here when they are. */
const REFUSED_SECONDS = 300;
const WARN_SECONDS = 60;

/** This machine's clock against a host's Date header, which counts whole seconds. */
export function judgeClock(host: string, date: string | undefined, now: Date): Finding {
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs))
    return advice(
      { en: `${host} does not say what time it is.`, zh: `${host} 未返回时间。` },
      { en: 'See to it that NTP is on.', zh: '请确认本机已开启 NTP。' },
    );

  const offset = Math.round((now.getTime() - theirs) / 1000);
  const isFast = offset > 0;
  const off = Math.abs(offset);
  if (off < WARN_SECONDS) return ok(`within ${off} s of ${host}.`, `与 ${host} 相差 ${off} 秒。`);
  const seen = {
    en: `This machine's clock is ${off} s ${isFast ? 'ahead of' : 'behind'} that of ${host}.`,
    zh: `本机时钟比 ${host} ${isFast ? '快' : '慢'} ${off} 秒。`,
  };
  const todo = {
    en: 'Set this machine’s clock right and switch NTP on: beyond five minutes WeChat refuses every call.',
    zh: '请校准本机时钟并开启 NTP：相差超过 5 分钟，微信会拒绝所有请求。',
  };
  return off < REFUSED_SECONDS ? advice(seen, todo) : fault(seen, todo);
}
