import { errorCatalogue, type AppConfig } from '@app/common';

/** The sections of the docs, in the order of a purchase; those for WeChat and for machines at the end. */
export const tags: [name: string, description: string][] = [
  ['token', 'Login 登录'],
  ['user', 'The shopper himself 用户'],
  ['banner', 'Home page banner 首页轮播'],
  ['theme', 'Themes 专题'],
  ['category', 'Categories 分类'],
  ['product', 'Products 商品'],
  ['address', "The shopper's address 收货地址"],
  ['order', 'Orders 订单'],
  ['payment', 'Payment 支付'],
  ['refund', 'Refunds 退款'],
  ['reconciliation', 'Reconciliation 对账'],
  ['notice', 'What WeChat told 微信通知'],
  ['job', 'Failed background work 失败任务'],
  ['admin', 'Admins and their acts 管理员'],
  ['notify', 'For WeChat alone 微信回调'],
  ['picture', 'Pictures 图片'],
  ['health', 'For machines 健康检查'],
];

/** The first page of the docs: a purchase step by step, then every refusal. */
export function descriptionOf(config: AppConfig): string {
  return [config.WORLD === 'sandbox' ? firstPurchase(config) : '', errorTable()].join('\n\n');
}

function firstPurchase({ WECHAT_API_URL }: AppConfig): string {
  return `
**Sandbox 沙箱: money is simulated, nobody pays 钱是假的。**

### A first purchase 第一次购买
1. **Log in 登录**: \`POST /api/v1/token/user\` with \`{"code":"user:ann:1"}\`. Any \`user:<name>:<nonce>\` logs in once 每个只能用一次；换个数字再来。
2. **Authorize 授权**: press the *Authorize* button, paste the token 把 token 粘进去。
3. **Look around 逛逛**: \`GET /api/v1/product/recent\`, note an \`id\` 记下一个商品 id。
4. **Address 地址**: \`POST /api/v1/address\`, the example will do 用示例即可。
5. **Order 下单**: \`POST /api/v1/order\` with \`{"products":[{"product_id":2,"count":1}]}\` → \`order_id\`.
6. **Prepay 预支付**: \`POST /api/v1/pay/pre_order\` with \`{"id":<order_id>}\` → \`cashier_url\`.
7. **Pay 付款**: open \`cashier_url\` and press pay 打开收银台点支付 (or \`POST ${WECHAT_API_URL}/sim/pay\` with the \`prepay_id\`).
8. **See 查看**: \`GET /api/v1/order/<order_id>\` has \`status: 2\`, paid 已支付。

The merchant 商家: \`POST /api/v1/token/app\` with the account and secret printed at start 用启动时打印的帐号和密钥, then authorize with that token.`;
}

function errorTable(): string {
  const rows = Object.entries(errorCatalogue).map(
    ([name, { status, error_code, msg }]) => `| ${name} | ${status} | ${error_code} | ${msg} |`,
  );
  return `
### Errors 错误码
Every error has one shape 错误格式统一: \`{"msg", "error_code", "request_url"}\`. \`msg\` of a parameter error is an object, field by field.
401 means: log in again 重新登录.

| name | HTTP | error_code | msg |
| --- | --- | --- | --- |
${rows.join('\n')}`;
}
