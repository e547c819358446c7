/** A test that proves a rule: the spec, and the words that its title begins with. */
export type Proof = readonly [file: string, title: string];

export interface Rule {
  zh: string;
  en: string;
  /** The documents that say so, by what they are about. */
  source: string;
  proofs: readonly Proof[];
}

const MATRIX = 'test/wechat/fault-matrix.spec.ts';
const TRAPS = 'test/wechat/shop-traps.spec.ts';
const MONEY = 'test/notify/money.spec.ts';
const V3_NOTICE = 'test/notify/v3.spec.ts';
const GENUINE = 'test/notify/genuine.spec.ts';
const CLOSING = 'test/payment/closing.spec.ts';
const ROTATION = 'test/proof/rotation.spec.ts';
const V2_GATEWAY = 'libs/wechat/src/v2-gateway.spec.ts';
const V3_GATEWAY = 'libs/wechat/src/v3-gateway.spec.ts';
const V3_ANSWER = 'libs/wechat/src/v3-authentic.spec.ts';
const HTTP = 'libs/wechat/src/wechat-http.spec.ts';

/** What WeChat Pay’s documents ask of whoever goes live, and what proves that we do it. */
export const ACCEPTANCE: readonly Rule[] = [
  {
    zh: '每个应答都要验签，验签不过视为结果未知',
    en: 'Verify every answer; one that does not verify is no answer',
    source: 'v2 安全规范; v3 如何验证签名',
    proofs: [
      [V2_GATEWAY, 'a bad sign'],
      [V3_GATEWAY, 'an answer that proves nothing is unknown'],
      [V3_ANSWER, 'an answer of v3, by WeChat’s known answers'],
    ],
  },
  {
    zh: '每个回调通知先验签，再处理',
    en: 'Verify every notice before anything else is done with it',
    source: '支付结果通知',
    proofs: [
      ['test/notify/forged.spec.ts', 'a notice is refused and changes nothing, when its sign'],
      [V3_NOTICE, 'a v3 notice is refused and changes nothing, when'],
    ],
  },
  {
    zh: '识别签名探测流量（SIGNTEST），不得应答成功',
    en: 'Refuse the probes that are signed wrongly on purpose',
    source: 'v3 应对签名探测',
    proofs: [[V3_NOTICE, '[D3-11] a probe, behind which the true notice comes at once']],
  },
  {
    zh: '校验通知中的订单金额与商户侧订单金额一致',
    en: 'Compare amount and currency with the order',
    source: '支付结果通知·特别提醒',
    proofs: [
      [MONEY, '[D1-6] is disputed where it is %s'],
      [V3_NOTICE, '[D1-6] of a payment that does not match its order'],
    ],
  },
  {
    zh: '校验 appid、商户号',
    en: 'Compare appid and merchant number',
    source: '支付结果通知',
    proofs: [
      [MONEY, 'of another %s is refused, though our key signed it'],
      [V3_NOTICE, 'of another %s is acknowledged, kept as foreign'],
    ],
  },
  {
    zh: '前端返回成功不可信，以后台查单或通知为准',
    en: 'Never trust the client’s "success": query before believing',
    source: '小程序调起支付',
    proofs: [[TRAPS, '[D1-23] is not paid because the phone says so']],
  },
  {
    zh: '未收到通知时主动查单',
    en: 'Query of your own accord where no notice comes',
    source: '查询订单; 最佳实践',
    proofs: [
      ['test/walk/purchase-v3.spec.ts', '[D1-29] whose notices are lost is found paid by a query'],
      [CLOSING, 'finds a payment whose notice was lost'],
    ],
  },
  {
    zh: '同一通知会重复、并发到达，须加锁并幂等处理',
    en: 'Take notices that repeat, and that come at the same moment, once: under a lock',
    source: '支付结果通知·特别提醒',
    proofs: [
      [GENUINE, '[D1-1] repeated fifteen times, also after shipping'],
      ['test/notify/rush.spec.ts', '[D1-2] of one payment sell the goods once'],
    ],
  },
  {
    zh: '先落库再应答；5 秒内应答，业务处理异步进行',
    en: 'Store, then answer, within five seconds, and with nothing else in the way',
    source: '支付结果通知',
    proofs: [
      [V3_NOTICE, '[D1-25] is a failure of ours, undone as a whole'],
      ['test/notify/trouble.spec.ts', 'hears FAIL in time where its order stays locked'],
      [TRAPS, '[D1-26] is settled within a moment while nothing else of WeChat answers'],
    ],
  },
  {
    zh: '应答格式严格符合规范',
    en: 'Answer in exactly the words that WeChat reads',
    source: '支付结果通知',
    proofs: [[GENUINE, '[D2-14] is answered with exactly the words that WeChat reads']],
  },
  {
    zh: '通知地址为公网可达的完整路径，不带参数、不校验登录态',
    en: 'No query string and no login check on notify_url',
    source: 'notify_url 填写规范',
    proofs: [
      [TRAPS, '[D1-28] tells WeChat an address without query'],
      [GENUINE, '[D1-4] [D1-5] is taken with %s'],
    ],
  },
  {
    zh: '禁用 XML 外部实体（XXE）',
    en: 'Disallow DTDs',
    source: '关于 XML 解析存在的安全问题指引',
    proofs: [['libs/wechat/src/v2-xml.spec.ts', '[D2-6] a DTD']],
  },
  {
    zh: '一笔订单始终使用同一商户订单号，重新支付时参数不变',
    en: 'One number for one order for its whole life, asked for with the same words',
    source: '统一下单; JSAPI 下单',
    proofs: [
      [TRAPS, '[D1-8] [D1-10] keeps its number at every tap'],
      [TRAPS, '[D1-9] is asked for with its first words'],
    ],
  },
  {
    zh: '超时、系统错误、应答不明时，用原参数重试或查单，不得当作失败',
    en: 'No answer is not a failure: repeat with the same keys, or query',
    source: '错误码; 通用规则',
    proofs: [
      [MATRIX, '%s: the wait is bounded, the outcome right, the work done once'],
      ['test/wechat/shop-faults.spec.ts', 'is untouched while its prepay meets %s'],
    ],
  },
  {
    zh: '关单成功后才释放库存；下单 5 分钟后才能关单；ORDERPAID 视为已支付',
    en: 'Release goods after a confirmed close alone, five minutes on; ORDERPAID means paid',
    source: '关闭订单',
    proofs: [
      [CLOSING, '[D1-11] [D2-17] keeps the goods until WeChat may be told'],
      [CLOSING, '[D1-24] never gives the goods back while WeChat does not answer'],
      [TRAPS, '[D1-12] that is paid while its close is on the way'],
    ],
  },
  {
    zh: '已关闭订单后到的款项原路退回',
    en: 'Give money back that comes for a closed order',
    source: '最佳实践',
    proofs: [[TRAPS, '[D1-13] that was closed gives the money back by itself']],
  },
  {
    zh: '退款结果不明须用原退款单号重试；仅退款关闭后才可换号',
    en: 'Repeat an unknown refund under its number; a new number after CLOSED alone',
    source: '申请退款·注意',
    proofs: [
      ['libs/wechat/src/v2-refund-gateway.spec.ts', '[D1-14] is asked for again under the same number'],
      [
        'libs/wechat/src/v3-refund-gateway.spec.ts',
        '[D1-14], [D3-16] is asked for again under the same number',
      ],
      [TRAPS, '[D1-15] [D1-16] is paid until its refund is a success'],
    ],
  },
  {
    zh: '退款受理不等于退款成功，以查询或通知为准',
    en: 'Accepted is not refunded: the query or the notice says so',
    source: '申请退款',
    proofs: [[TRAPS, '[D1-15] [D1-16] is paid until its refund is a success']],
  },
  {
    zh: '退款总额不超过订单金额，同一订单两次退款间隔一分钟以上',
    en: 'Never refund more than was paid, and parts of it a minute apart',
    source: '申请退款·注意',
    proofs: [
      [TRAPS, '[D1-17] is refunded once where two refunds'],
      [TRAPS, '[D1-17] has its partial refunds made a minute apart'],
    ],
  },
  {
    zh: '金额以分为单位的整数',
    en: 'Money in whole fen',
    source: '参数规定',
    proofs: [['libs/common/src/fen.spec.ts', '[D1-7] reads %s yuan as %i fen']],
  },
  {
    zh: '密钥、证书不进客户端与日志，个人信息不进日志',
    en: 'Keys off clients and logs, people off logs',
    source: '安全规范',
    proofs: [
      [MATRIX, '[D1-22] none of them leaves a secret or a person in the log'],
      [HTTP, '[D1-22] a call that %s leaves no secret in its outcome'],
    ],
  },
  {
    zh: '支持密钥与证书平滑轮换（API 密钥、商户证书、平台证书、微信支付公钥）',
    en: 'Change every key while orders are being paid, without a restart',
    source: '更换密钥; 平台证书更新指引; 公钥切换指引',
    proofs: [
      [ROTATION, 'the v2 key changes at WeChat'],
      [ROTATION, 'the v3 key changes at WeChat'],
      [ROTATION, 'the merchant’s key and certificate are replaced on the disk'],
      [ROTATION, 'the platform certificate gets a successor, which is downloaded'],
      [ROTATION, 'notices go from the certificate over to the public key'],
    ],
  },
  {
    zh: '校验服务器证书，不跟随跳转',
    en: 'Verify the host’s certificate, follow no redirect',
    source: '安全规范',
    proofs: [
      [HTTP, 'is not spoken with an unknown authority'],
      [HTTP, '[D3-23] that redirects is not followed'],
    ],
  },
  {
    zh: '请求时间戳误差不超过 5 分钟',
    en: 'A clock within five minutes of WeChat’s',
    source: 'v3 签名生成',
    proofs: [
      [V3_ANSWER, '[D3-10] tells by how much a clock is wrong'],
      ['test/start/doctor.spec.ts', '[D3-10] tells a clock that is off'],
    ],
  },
  {
    zh: '每日下载账单对账',
    en: 'Fetch the bill of every day to reconcile',
    source: '下载交易账单',
    proofs: [
      ['libs/wechat/src/v2-bill-gateway.spec.ts', '[D2-15] that comes as text'],
      ['libs/wechat/src/v3-bill-gateway.spec.ts', '[D1-29] is asked for and fetched'],
    ],
  },
  {
    zh: '发货后上传发货信息',
    en: 'Tell WeChat what was shipped',
    source: '小程序发货信息管理',
    proofs: [
      ['libs/wechat/src/mini-program-client.spec.ts', 'is uploaded, or refused with WeChat’s own code'],
    ],
  },
];
