import type { Outcome, Trade } from '@app/wechat';
import { advice, fault, ok, type Finding, type Words } from './doctor-check';

const MERCHANT_PORTAL = 'pay.weixin.qq.com → 账户中心 → API安全';
const APP_PORTAL = 'mp.weixin.qq.com → 开发管理 → 开发设置';

type Rule = [pattern: RegExp, todo: Words];

/** What WeChat said to a signed v3 question about an order that nobody placed. */
export function judgeV3(outcome: Outcome<Trade>): Finding {
  return judge(outcome, 'v3', [...V3_REFUSALS, ...V3_DOUBTS]);
}

/** The same of v2. */
export function judgeV2(outcome: Outcome<Trade>): Finding {
  return judge(outcome, 'v2', V2_RULES);
}

/** What WeChat said to the AppSecret. */
export function judgeAppSecret(outcome: Outcome<unknown>, isSandbox: boolean): Finding {
  // Not every stand-in gives access tokens.
  if (isSandbox && outcome.kind === 'unknown' && outcome.cause === 'HTTP 404')
    return advice(
      { en: 'This simulated WeChat gives no access tokens.', zh: '该模拟微信不提供 access_token。' },
      { en: 'The AppSecret is tried out against the real one.', zh: 'AppSecret 请在正式环境检查。' },
    );
  return judge(outcome, 'AppSecret', APP_RULES);
}

function judge(outcome: Outcome<unknown>, what: string, rules: Rule[]): Finding {
  if (outcome.kind === 'ok') return ok(`${what} is accepted, its answer is genuine.`, '校验通过。');
  const said = outcome.kind === 'rejected' ? `${outcome.code} ${outcome.message}`.trim() : outcome.cause;
  const seen = { en: `WeChat answers: ${said}.`, zh: `微信应答：${said}。` };
  const [, todo] = rules.find(([pattern]) => pattern.test(said)) ?? [];
  if (todo) return fault(seen, todo);
  const again = {
    en: 'Run the doctor again; if it stays, look the code up at developers.weixin.qq.com or pay.weixin.qq.com.',
    zh: '请稍后再运行 doctor；若仍如此，请在微信官方文档查询该错误码。',
  };
  return BUSY.test(said) ? advice(seen, again) : fault(seen, again);
}

/** WeChat is unwell, or we are too fast: no setting is wrong. */
const BUSY =
  /^(WeChat is busy|-1\b|45009|45011|SYSTEMERROR|BANKERROR|FREQUENCY|RATELIMIT|SERVICEUNAVAILABLE|HTTP (429|5\d\d))/;

function change(settings: string, where: string): Words {
  return {
    en: `Compare ${settings} with what stands at ${where}.`,
    zh: `请核对 ${settings}，与 ${where} 处一致。`,
  };
}

const KEY_PAIR = change('WECHAT_PAY_MCH_KEY_FILE', `${MERCHANT_PORTAL} → 商户API证书`);
const SERIAL = change('WECHAT_PAY_MCH_SERIAL', `${MERCHANT_PORTAL} → 商户API证书`);
const MCH_ID = change('WECHAT_PAY_MCH_ID', 'pay.weixin.qq.com → 账户中心 → 商户信息');
const BINDING = change('WECHAT_APP_ID, WECHAT_PAY_MCH_ID', 'pay.weixin.qq.com → 产品中心 → AppID账号管理');
const WECHATS_KEY = change(
  'WECHAT_PAY_PUBLIC_KEY_ID, WECHAT_PAY_PUBLIC_KEY_FILE, WECHAT_PAY_PLATFORM_CERT_FILES',
  `${MERCHANT_PORTAL} → 微信支付公钥 / 平台证书`,
);
const V2_KEY = change('WECHAT_PAY_V2_KEY', `${MERCHANT_PORTAL} → APIv2密钥`);
const CLOCK: Words = {
  en: 'Set this machine’s clock right and switch NTP on.',
  zh: '请校准本机时钟并开启 NTP。',
};
const PRODUCT = change('the product JSAPI支付', 'pay.weixin.qq.com → 产品中心 → 我的产品');

/** SIGN_ERROR says in Chinese which part of the Authorization it dislikes. */
const V3_REFUSALS: Rule[] = [
  [/^SIGNERROR.*(序列号|serial)/i, SERIAL],
  [/^SIGNERROR.*(时间|timestamp)/i, CLOCK],
  [/^SIGNERROR.*(商户号|mchid)/i, MCH_ID],
  [/^SIGNERROR/, KEY_PAIR],
  [/^MCHNOTEXISTS/, MCH_ID],
  [/^APPIDMCHIDNOTMATCH/, BINDING],
  [/^NOAUTH/, PRODUCT],
];

/** An answer that came, and is not believed. */
const V3_DOUBTS: Rule[] = [
  [/does not verify: timestamp/, CLOCK],
  [/does not verify|cannot be used|is missing|another app or merchant/, WECHATS_KEY],
];

/** v2 refuses unsigned and in Chinese where it does not know who asks. */
const V2_RULES: Rule[] = [
  [/SIGNERROR|签名|the sign does not verify/i, V2_KEY],
  [/APPIDMCHIDNOTMATCH|不匹配/i, BINDING],
  [/MCHID|mch_id|商户号|another app or merchant/i, MCH_ID],
  [/APPID/i, change('WECHAT_APP_ID', `${APP_PORTAL} → 开发者ID`)],
  [/NOAUTH/, PRODUCT],
];

const APP_RULES: Rule[] = [
  [/^(40125|41004)\b/, change('WECHAT_APP_SECRET', `${APP_PORTAL} → 开发者ID (AppSecret)`)],
  [/^(40013|41002)\b/, change('WECHAT_APP_ID', `${APP_PORTAL} → 开发者ID`)],
  [
    /^(40164|89503|89506|89507)\b/,
    {
      en: `Put this machine's address on the list at ${APP_PORTAL} → IP白名单, and let an administrator confirm it.`,
      zh: `请在 ${APP_PORTAL} → IP白名单 加入本机出口 IP，并由管理员确认。`,
    },
  ],
];

/** Whether what WeChat sealed under the API v3 key opened. */
export function judgeSeal(outcome: Outcome<boolean>): Finding {
  if (outcome.kind === 'ok' && !outcome.value)
    return fault(
      {
        en: 'WECHAT_PAY_V3_KEY does not open what WeChat seals: no v3 notice could be read.',
        zh: 'WECHAT_PAY_V3_KEY 无法解密微信的数据：v3 通知将无法读取。',
      },
      change('WECHAT_PAY_V3_KEY', `${MERCHANT_PORTAL} → APIv3密钥`),
    );
  if (outcome.kind === 'ok') return ok('it opens what WeChat seals.', '可解密微信的数据。');
  return ok(
    '32 bytes; WeChat gives this merchant nothing to try it on before the first notice.',
    '32 字节；该商户须待首个通知才能验证。',
  );
}

/** The two keys of API安全, as far as one can see without WeChat. */
export function judgeApiKeys(v2: readonly string[], v3: readonly string[]): Finding {
  if (!v3.some((key) => v2.includes(key))) return ok('well formed.', '格式正确。');
  return fault(
    {
      en: 'WECHAT_PAY_V3_KEY is the same as WECHAT_PAY_V2_KEY.',
      zh: 'WECHAT_PAY_V3_KEY 与 WECHAT_PAY_V2_KEY 相同。',
    },
    {
      en: `They are two keys: set another API v3 key at ${MERCHANT_PORTAL} → APIv3密钥 and in WECHAT_PAY_V3_KEY.`,
      zh: `两者是不同的密钥：请在 ${MERCHANT_PORTAL} → APIv3密钥 另设，并填入 WECHAT_PAY_V3_KEY。`,
    },
  );
}

/** What a visit with the merchant's certificate came to. */
export function judgeCertificateShown(status: number, body: string): Finding {
  if (status !== 400 || !/SSL certificate/i.test(body))
    return ok('the certificate is accepted.', '商户证书已被接受。');
  return fault(
    { en: 'The host of refunds does not accept the merchant’s certificate.', zh: '退款接口不接受商户证书。' },
    change('WECHAT_PAY_MCH_CERT_FILE, WECHAT_PAY_MCH_KEY_FILE', `${MERCHANT_PORTAL} → 商户API证书`),
  );
}

/** Whether WeChat keeps the money until shipping is told; nothing to do while the shop tells it. */
export function judgeTradeManaged(outcome: Outcome<boolean>): Finding {
  if (outcome.kind === 'ok')
    return outcome.value
      ? ok('managed: each order is settled after its shipping is told.', '已纳入发货信息管理。')
      : ok('WeChat does not ask for it yet.', '微信尚未要求该小程序上传发货信息。');
  const said = outcome.kind === 'rejected' ? `${outcome.code} ${outcome.message}` : outcome.cause;
  return advice(
    { en: `WeChat answers: ${said}.`, zh: `微信应答：${said}。` },
    {
      en: 'Open 发货信息管理 at mp.weixin.qq.com → 功能 → 发货信息管理 before the first order.',
      zh: '请在首单前于 mp.weixin.qq.com → 功能 → 发货信息管理 开通。',
    },
  );
}
