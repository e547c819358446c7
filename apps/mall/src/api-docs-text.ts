import { errorCatalogue, type AppConfig } from '@app/common';

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
<details><summary>Errors 错误码</summary>

Every error has one shape 错误格式统一: \`{"msg", "error_code", "request_url"}\`. \`msg\` of a parameter error is an object, field by field.
401 means: log in again 重新登录.

| name | HTTP | error_code | msg |
| --- | --- | --- | --- |
${rows.join('\n')}

</details>`;
}
