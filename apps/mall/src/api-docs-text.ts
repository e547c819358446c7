import { errorCatalogue, type AppConfig } from '@app/common';

/** The first page of the docs: the merchant's day, a purchase step by step, then every refusal. Routes in it become links. */
export function descriptionOf(config: AppConfig): string {
  return [...(config.WORLD === 'sandbox' ? [SANDBOX, DAY, firstPurchase(config)] : [DAY]), errorTable()].join(
    '\n\n',
  );
}

const SANDBOX = '**Sandbox 沙箱: money is simulated, nobody pays 钱是假的。**';

const DAY = `
### 商家的一天 A merchant's day
点蓝色的链接直接打开那张表单；填好红框后点“执行”。编号框开始都是空的：只会改您填的那一个。找不到时在下面的查找框输入“改价”“入库”“退款”。
A link opens its form; fill in what is marked red and press *Execute*. Ids begin empty, so that nothing changes but what you name.

1. **登录 Log in**: \`POST /api/v1/token/app\`，填帐号 \`ac\` 和密码 \`se\` 后执行；以后每个请求自动带上令牌，刷新后仍在 the token stays.
2. **今日 The day**: \`GET /api/v1/admin/alert\` 提醒 what happened，\`GET /api/v1/admin/case?state=open\` 待人工处理的差异 what waits for a person.
3. **待发货 Orders to ship**: \`GET /api/v1/admin/order\`，status 填 2；或下载配货单 \`GET /api/v1/admin/order.csv\`，已扣除退款 net of refunds.
4. **发货 Ship**: \`POST /api/v1/admin/order/{id}/ship\`，快递公司写名称或编码（\`GET /api/v1/admin/carrier\`）；配货单填上单号可整批发货 many by file: \`POST /api/v1/admin/shipping/csv\`.
5. **售后 After-sale**: \`GET /api/v1/admin/after-sale?state=asked\`，同意 agree \`POST /api/v1/admin/after-sale/{id}/agree\`，拒绝 refuse \`POST /api/v1/admin/after-sale/{id}/refuse\`，收到退货 goods are back \`POST /api/v1/admin/after-sale/{id}/received\`.
6. **退款 Give money back**: 先看 look first \`POST /api/v1/admin/order/{id}/refund/preview\`，再退 \`POST /api/v1/admin/order/{id}/refund\`：整单 whole \`{}\`，按件 by line \`{"lines":[{"sku_id":2,"count":1}]}\`，按金额 by amount \`{"amount":"1.00"}\`；规格编号 sku_id 见 \`GET /api/v1/admin/order/{id}\`.
7. **改价 Change a price**: \`PUT /api/v1/admin/sku/{id}\`，只写 \`{"price":"19.90"}\`，其余不变 the rest stays；规格编号在 \`GET /api/v1/admin/product\` 的 \`skus\` 里.
8. **入库 Take in stock**: \`POST /api/v1/admin/sku/{id}/stock\`；批量 many \`GET /api/v1/admin/stock.csv\`、\`POST /api/v1/admin/stock/csv\`.
9. **上新 New product with picture**: 先上传图片 picture first \`POST /api/v1/admin/picture\`，把得到的 \`id\` 填进 \`picture_id\`：\`POST /api/v1/admin/product\`；入库后上架 then put on sale \`POST /api/v1/admin/product/{id}/on_sale\`.
10. **日报图 The day's picture**: \`GET /api/v1/admin/summary.svg\`，不填日期就是今天 today by itself.
11. **退出 Log out**: \`DELETE /api/v1/token\`.

[显示或收起技术细节 Show or fold technical details](#details)`;

function firstPurchase({ WECHAT_API_URL }: AppConfig): string {
  return `
<details><summary>第一次购买 A first purchase</summary>

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
<details><summary>错误码 Errors</summary>

Every error has one shape 错误格式统一: \`{"msg", "error_code", "request_url"}\`. \`msg\` of a parameter error is an object, field by field.
401 means: log in again 重新登录.

| name | HTTP | error_code | msg |
| --- | --- | --- | --- |
${rows.join('\n')}

</details>`;
}
