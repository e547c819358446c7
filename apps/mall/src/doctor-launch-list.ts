import type { Say, Words } from './doctor-check';

/** What only a person can confirm: where it is set, and how one sees that it is done. */
export interface LaunchItem {
  title: Words;
  where: string;
  done: Words;
}

/** The settings that these points speak of, as far as they are known. */
export interface Launch {
  PUBLIC_URL?: string;
  WECHAT_APP_ID?: string;
  WECHAT_PAY_MCH_ID?: string;
  WECHAT_TEMPLATE_SHIPPED?: string;
}

const MINI = '小程序后台 mp.weixin.qq.com';
const PAY = '商户平台 pay.weixin.qq.com';

export function launchList(launch: Launch): LaunchItem[] {
  const { WECHAT_APP_ID: appId = 'AppID', WECHAT_PAY_MCH_ID: mchId = 'MCH_ID' } = launch;
  const url = URL.canParse(launch.PUBLIC_URL ?? '') ? launch.PUBLIC_URL! : 'https://PUBLIC_URL';
  return [
    ...miniProgramItems(appId, new URL(url)),
    ...merchantItems(appId, mchId),
    ...messageItems(url, launch.WECHAT_TEMPLATE_SHIPPED),
  ];
}

function miniProgramItems(appId: string, { origin, hostname }: URL): LaunchItem[] {
  return [
    {
      title: { en: `Request domain ${origin}`, zh: `request 合法域名 ${origin}` },
      where: `${MINI} → 开发管理 → 开发设置 → 服务器域名 → request合法域名`,
      done: {
        en: `The list shows ${origin}, and a phone logs in with the trial version while 不校验合法域名 is off.`,
        zh: `列表中有 ${origin}，且未勾选“不校验合法域名”时体验版能在真机登录。`,
      },
    },
    {
      title: { en: `ICP filing of ${hostname}`, zh: `域名 ICP 备案 ${hostname}` },
      where: '工信部 beian.miit.gov.cn → ICP备案查询',
      done: { en: 'The query finds the domain.', zh: '可以查到该域名的备案号。' },
    },
    {
      title: { en: `ICP filing of the mini-program ${appId}`, zh: `小程序备案 ${appId}` },
      where: `${MINI} → 设置 → 基本设置 → 小程序备案`,
      done: { en: 'It says 已备案.', zh: '状态为“已备案”。' },
    },
    {
      title: { en: 'Privacy guide', zh: '用户隐私保护指引' },
      where: `${MINI} → 设置 → 服务内容声明 → 用户隐私保护指引`,
      done: {
        en: 'It is approved and names what the shop asks for: address, phone number.',
        zh: '已审核通过，并写明收集的信息：收货地址、手机号。',
      },
    },
  ];
}

function merchantItems(appId: string, mchId: string): LaunchItem[] {
  return [
    {
      title: { en: `Binding of ${appId} and ${mchId}`, zh: `AppID–商户号绑定 ${appId} – ${mchId}` },
      where: `${PAY} → 产品中心 → AppID账号管理 → 关联AppID；${MINI} → 功能 → 微信支付 → 商户号管理`,
      done: { en: 'Both sides say 已关联.', zh: '两边均显示“已关联”。' },
    },
    {
      title: { en: 'JSAPI payment', zh: 'JSAPI 支付产品' },
      where: `${PAY} → 产品中心 → 我的产品 → JSAPI支付`,
      done: { en: 'It says 已开通.', zh: '状态为“已开通”。' },
    },
    {
      title: { en: 'API v3 key', zh: 'APIv3 密钥' },
      where: `${PAY} → 账户中心 → API安全 → APIv3密钥`,
      done: {
        en: 'It is set, and is the one in WECHAT_PAY_V3_KEY: without one WeChat sends no v3 notice.',
        zh: '已设置且与 WECHAT_PAY_V3_KEY 一致：未设置时微信不会发送 v3 通知。',
      },
    },
  ];
}

function messageItems(publicUrl: string, template?: string): LaunchItem[] {
  return [
    {
      title: { en: 'Shipping information', zh: '发货信息管理服务' },
      where: `${MINI} → 功能 → 发货信息管理（订单管理 → 发货管理）`,
      done: {
        en: 'It is open: without shipping information WeChat settles no money.',
        zh: '已开通：不上传发货信息，微信不会结算货款。',
      },
    },
    {
      title: { en: 'Subscribe message "shipped"', zh: '订阅消息“发货通知”' },
      where: `${MINI} → 功能 → 订阅消息 → 我的模板`,
      done: {
        en: `The template is there, and its id is WECHAT_TEMPLATE_SHIPPED (${template ?? 'not set: none is sent'}).`,
        zh: `模板已添加，其 ID 即 WECHAT_TEMPLATE_SHIPPED（${template ?? '未设置：不发送'}）。`,
      },
    },
    {
      title: { en: 'Message push', zh: '消息推送' },
      where: `${MINI} → 开发管理 → 开发设置 → 消息推送`,
      done: {
        en: `It is on, safe mode, JSON, URL ${publicUrl}/api/v1/wechat/push, Token and EncodingAESKey as WECHAT_PUSH_TOKEN and WECHAT_PUSH_AES_KEY.`,
        zh: `已启用：安全模式、JSON，URL 为 ${publicUrl}/api/v1/wechat/push，Token、EncodingAESKey 与 WECHAT_PUSH_TOKEN、WECHAT_PUSH_AES_KEY 一致。`,
      },
    },
  ];
}

export function tellLaunchList(items: LaunchItem[], say: Say): void {
  say('\nTo be confirmed by a person 须人工确认:');
  for (const { title, where, done } of items) {
    say(`☐ ${title.en} ${title.zh}`);
    say(`    ${where}`);
    say(`    ${done.en}`);
    say(`    ${done.zh}`);
  }
}
