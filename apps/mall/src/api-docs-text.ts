import { errorCatalogue, type AppConfig } from '@app/common';

/** The first page of the docs: the merchant's day, a purchase step by step, then every refusal. */
export function descriptionOf(config: AppConfig): string {
  return [...(config.WORLD === 'sandbox' ? [SANDBOX, DAY, firstPurchase(config)] : [DAY]), errorTable()].join(
    '\n\n',
  );
}

const SANDBOX = '**Sandbox 沙箱: money is simulated, nobody pays 钱是假的。**';

const DAY = `
### A merchant's day 商家的一天
1. **Log in 登录**: open *登录 Log in*, \`POST /api/v1/token/app\`, fill in account and secret, press *Execute*. The token stays, also after a reload 填帐号和密码，点 Execute；令牌自动保存，刷新后仍在。
2. **The day 今日**: \`GET /api/v1/admin/alert\`, \`GET /api/v1/admin/case?state=open\`: what happened, and what waits for you 提醒与待处理的差异。
3. **Goods 商品**: change a price 改价 \`PUT /api/v1/admin/sku/{id}\` with \`{"price":"19.90"}\` alone, the sku's id is in \`GET /api/v1/admin/product\` 规格ID见商品列表；只改所填字段; take in stock 入库 \`POST /api/v1/admin/sku/{id}/stock\`; many at once by spreadsheet 批量用表格 \`…/product.csv\`, \`…/stock.csv\`.
4. **Orders to ship 待发货**: \`GET /api/v1/admin/order\` with status 2 → \`id\`.
5. **Ship 发货**: \`POST /api/v1/admin/order/{id}/ship\`; codes of carriers are in \`GET /api/v1/admin/carrier\` 快递公司编码。
6. **Give money back 退款**: \`POST /api/v1/admin/order/{id}/refund\`: whole with \`{}\`, by line with \`lines\`, or by \`amount\` 整单、按件、按金额。
7. **The day's picture 日报图**: \`GET /api/v1/admin/summary.svg\`, of today where no date is given 不填日期就是今天.
8. **Log out 退出**: \`DELETE /api/v1/token\`.`;

function firstPurchase({ WECHAT_API_URL }: AppConfig): string {
  return `
<details><summary>A first purchase 第一次购买</summary>

1. **Log in 登录**: \`POST /api/v1/token/user\` with \`{"code":"user:ann:1"}\`. Any \`user:<name>:<nonce>\` logs in once 每个只能用一次；换个数字再来。
2. **Look around 逛逛**: \`GET /api/v1/product/recent\`, note an \`id\` 记下一个商品 id。
3. **Address 地址**: \`POST /api/v1/address\`, the example will do 用示例即可。
4. **Order 下单**: \`POST /api/v1/order\` with \`{"products":[{"product_id":2,"count":1}]}\` → \`order_id\`.
5. **Prepay 预支付**: \`POST /api/v1/pay/pre_order\` with \`{"id":<order_id>}\` → \`cashier_url\`.
6. **Pay 付款**: open \`cashier_url\` and press pay 打开收银台点支付 (or \`POST ${WECHAT_API_URL}/sim/pay\` with the \`prepay_id\`).
7. **See 查看**: \`GET /api/v1/order/<order_id>\` has \`status: 2\`, paid 已支付。

The merchant's account and secret are printed at start 商家的帐号和密钥在启动时打印。

</details>`;
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
