import type { OpenAPIObject } from '@nestjs/swagger';

export interface Section {
  name: string;
  about: string;
  /** Tags of controllers; `tag/scope` takes the routes of that scope alone, and goes before the bare tag. */
  holds: readonly string[];
}

/** The docs from top to bottom: a merchant's day, then the shopper's routes, WeChat's and the machines'. */
export const sections: readonly Section[] = [
  {
    name: '登录 Log in',
    about:
      '先在这里登录，之后每个请求自动带上令牌 Start here: every later request carries the token by itself',
    holds: ['token'],
  },
  {
    name: '今日 The day',
    about: '提醒与待人工处理的差异 What happened, and what waits for a person',
    holds: ['alert', 'case', 'summary'],
  },
  {
    name: '订单 Orders',
    about: '查找订单、查看经过 Find orders, and see what happened to them',
    holds: ['order/super', 'order/primary'],
  },
  {
    name: '发货 Shipping',
    about: '快递、同城、自提；微信收到的发货信息 Parcels, and what WeChat knows of them',
    holds: ['shipping'],
  },
  {
    name: '售后 After-sale',
    about: '顾客的退款与退货申请 What shoppers want back: agree or refuse',
    holds: ['after-sale/super'],
  },
  {
    name: '退款 Refunds',
    about: '整单、按件、按金额退款 Money that goes back: whole, by line or by amount',
    holds: ['refund'],
  },
  {
    name: '资金 Money',
    about: '微信报告的收款；关闭未付款订单 Payments that WeChat reported; closing unpaid orders',
    holds: ['payment/super'],
  },
  {
    name: '商品与库存 Goods and stock',
    about: '商品、规格、分类、图片、库存 Products, sizes, categories, pictures, stock',
    holds: ['product/super', 'category/super', 'picture/super'],
  },
  {
    name: '首页 Home page',
    about: '轮播与专题 Banner and themes',
    holds: ['banner/super', 'theme/super'],
  },
  {
    name: '对账 Reconciliation',
    about: '微信账单与本店账目 WeChat’s daily bills against the shop’s own books',
    holds: ['reconciliation'],
  },
  {
    name: '通知与任务 Notices and jobs',
    about: '微信发来的通知、失败的后台任务 What WeChat told, and background work that failed',
    holds: ['notice', 'job'],
  },
  {
    name: '人员 People',
    about: '管理员、角色、操作日志、注销用户 Admins, roles, the log of acts, forgetting a shopper',
    holds: ['admin', 'user/super'],
  },
  {
    name: '顾客：逛店 Shopper: browsing',
    about: '小程序的首页、分类、商品页 What the mini-program shows to everybody',
    holds: ['banner', 'theme', 'category', 'product', 'picture'],
  },
  {
    name: '顾客：下单 Shopper: buying',
    about: '收货地址、下单、支付、收货 Address, order, payment, receipt',
    holds: ['address', 'order', 'payment'],
  },
  {
    name: '顾客：售后与账户 Shopper: after-sale and account',
    about: '申请售后、手机号、注销 Asking for money back, phone number, leaving',
    holds: ['after-sale', 'user'],
  },
  {
    name: '微信 WeChat',
    about: '仅供微信调用 Called by WeChat alone',
    holds: ['notify'],
  },
  {
    name: '监控 Machines',
    about: '健康检查 Health checks',
    holds: ['health'],
  },
];

const nameOfHeld = new Map(sections.flatMap(({ name, holds }) => holds.map((tag) => [tag, name])));

/** Undefined for a tag that stands in no section: its routes come last, under the bare tag. */
export function sectionOf(tag: string, scope: string): string | undefined {
  return nameOfHeld.get(`${tag}/${scope}`) ?? nameOfHeld.get(tag);
}

/** The sections that the document uses, as OpenAPI's list of tags. */
export function tagsOf({ paths }: OpenAPIObject): NonNullable<OpenAPIObject['tags']> {
  const used = new Set(
    Object.values(paths).flatMap((item) =>
      [item.get, item.post, item.put, item.delete].flatMap((operation) => operation?.tags ?? []),
    ),
  );
  return sections
    .filter(({ name }) => used.has(name))
    .map(({ name, about }) => ({ name, description: about }));
}
