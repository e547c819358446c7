/** Before what no later request brings back. */
const FINAL = '**不可撤销。**';

/** What each route of the merchant does, in whole sentences; what cannot be undone says so first. */
export const guides: Record<string, string> = {
  'POST token/app':
    '填帐号 ac 和密码 se 登录，令牌自动保存，之后的请求都会带上。帐号或密码不对时回答“授权失败”。',
  'DELETE token': '退出登录，当前令牌立即失效，再用要重新登录。',
  'GET order/paginate': '旧版后台用的订单列表，新的在前；不填 status 时只列状态 1 至 4。平时请用“查单”。',
  'PUT order/delivery': '旧版后台用的发货：请求内容里写订单编号 id 和包裹。平时请用下面的“发货”。',

  'GET admin/alert': '需要您知道的事：新订单到账、缺货、售后申请、发货期限、差异、备份失败等，新的在前。',
  'GET admin/case':
    '需要人处理的差异：本店账目与微信不一致，或退款、通知卡住了。advice 写着该怎么办；state 填 open 只看待处理的。',
  'POST admin/case/{id}/acknowledge': `${FINAL}确认这一件已经处理，写上处理说明；同一件差异不会再次打开。`,
  'GET admin/summary': '一天的订单数、收款、退款、热销商品和每小时收款；不填日期就是今天。',
  'GET admin/summary.svg': '一天的经营日报画成一张图；不填日期就是今天。',

  'GET admin/order':
    '按订单号、电话、商品、状态、下单时间查订单，新的在前。待发货填 status=2；refunded 是已退金额，after_sale 是未完结的售后。',
  'GET admin/order.csv':
    '下载配货单，用 Excel 直接打开；默认是待发货的订单。商品和金额已扣除退款，未完结的售后单独一列；填上快递公司和快递单号，可用“批量发货”导入。',
  'GET admin/order/{id}':
    '一个订单的全部：商品（含规格编号 sku_id）、收货地址、收款、退款、包裹、售后、时间线。',
  'GET admin/order/{id}/timeline': '订单经历过的每一步：什么时候、谁、为什么。',
  'POST admin/order/{id}/close': `${FINAL}关闭一个还没付款的订单，占用的库存退回可售；已付款的订单不能关闭，请退款。`,
  'POST admin/order/{id}/replace':
    '给还没付款的订单改价：关闭原订单，按新价格生成一个同样商品的新订单。如果顾客刚好付了款，原订单保留，不再改价。',
  'GET admin/freight': '当前的运费规则：基础运费、满额包邮、按省加收或不发货；没有设置时一律包邮。',
  'PUT admin/freight':
    '重新设置整套运费规则，只影响以后的订单。没写的项就没有了：请先查看“运费规则”，把要保留的一起写上。',

  'POST admin/order/{id}/ship':
    '已付款的订单发货，顾客会收到通知，并在一秒内告诉微信。分批发货时 is_last 填 false，全部发完再填 true。发货前请先看有没有未完结的售后。',
  'POST admin/order/{id}/reship':
    '单号填错或换了快递时，用新的包裹代替原来的；微信收到发货信息后只能改一次。',
  'GET admin/carrier': '微信认识的快递公司及其编码；发货时写编码、名称或简称都可以。',
  'GET admin/shipping': '每个订单的发货信息：微信是否已经知道、最迟什么时候要发货；快到期的在前。',
  'POST admin/shipping/csv':
    '用表格批量发货，需要“订单号、快递公司、快递单号”三列，可直接用填好的配货单。要么全部成功，要么一行都不发，并逐行说明原因；建议先 dry_run 试运行。',

  'GET admin/after-sale':
    '顾客的售后申请，新的在前；state 填 asked 只看待处理的。lines 写着申请的商品和件数。',
  'POST admin/after-sale/{id}/agree': `${FINAL}同意售后申请：仅退款的立即退款；退货退款的等顾客寄回商品。退款被微信关闭后，可再点一次重新退款。`,
  'POST admin/after-sale/{id}/refuse': `${FINAL}拒绝售后申请，请写明理由，顾客会看到。`,
  'POST admin/after-sale/{id}/received': `${FINAL}确认已收到顾客寄回的商品，随即退款；restock 填 true 时商品退回可售库存。`,

  'POST admin/order/{id}/refund': `${FINAL}退款给顾客，一秒内向微信提出：整单写 {}，按件写 lines，按金额写 amount。请先用“退款预览”看会退多少。`,
  'POST admin/order/{id}/refund/preview':
    '只计算同样的内容会退多少钱，不会真的退款；把得到的金额填进退款的 confirm，金额有变时就不会退。',
  'POST admin/transaction/{id}/refund': `${FINAL}退还一笔没有订单可用的款项：金额不符、迟到、重复付款，或缺货。`,
  'POST admin/order/{id}/give_stock': '付款后缺货的订单补上了货：从现在起算已付款，可以发货。',
  'GET admin/refund': '退款单列表，新的在前；可按状态或订单查。',
  'POST admin/refund/{id}/retry': '处理好微信拒绝的原因（如余额不足）后，用同一个退款单号再向微信提出。',
  'POST admin/refund/{id}/give_up': `${FINAL}放弃一笔被微信最终拒绝的退款；这笔钱之后可以用新的单号再退。`,
  'POST admin/refund/{id}/returned_outside': `${FINAL}登记：微信最终拒绝的退款，您已用其他方式（如银行转账）退给了顾客。`,
  'GET admin/transaction': '微信报告的每一笔收款，以及本店怎样处理了它，新的在前。',

  'GET admin/product': '全部商品，无论是否上架，新的在前。skus 里的 id 就是改价、入库要填的规格编号。',
  'POST admin/product':
    '新建商品：先用“上传图片”得到图片编号填进 picture_id。新商品没有库存，默认不上架；入库后再上架。',
  'GET admin/product/{id}': '一个商品的全部：规格、价格、库存、图片、参数。',
  'PUT admin/product/{id}':
    '修改商品，改价也可以（只有一个规格时）。只改所填的字段，没写的不变，写 null 清空；已下的订单保持原来的名称和价格。',
  'DELETE admin/product/{id}': `${FINAL}删除商品：永远下架，不再出现在列表里；已下的订单不受影响。只是暂时不卖请用“下架”。`,
  'POST admin/product/{id}/on_sale': '上架：顾客可以看到并购买这个商品。',
  'POST admin/product/{id}/off_sale': '下架：顾客不能再下单，已下的订单不受影响；随时可以再上架。',
  'PUT admin/product/{id}/property':
    '重新设置整份商品参数（产地、净含量等），原来的会被替换：要保留的请一起写上。',
  'POST admin/product/{id}/sku':
    '给商品增加一个规格；如果原来的规格还没有名称，请先给它起名。新规格没有库存。',
  'PUT admin/sku/{id}':
    '改价，或修改规格的名称、编码。只改所填的字段，没写的不变；还没付款的订单保持原来的价格。',
  'POST admin/sku/{id}/disable':
    '停用规格：不能再下单，随时可以启用。最后一个启用的规格不能停用；停用默认规格后，第一个启用的规格成为默认。',
  'POST admin/sku/{id}/enable': '重新启用停用的规格，顾客又可以下单。',
  'POST admin/sku/{id}/stock':
    '入库（kind 填 IN），或盘点调整（kind 填 ADJUST，可以是负数）；count 是增减的件数，不是调整后的数量。营业中也可以放心使用。',
  'GET admin/sku/{id}/ledger': '一个规格的库存怎样变化：入库、占用、售出、退回，每一笔的原因，新的在前。',
  'GET admin/product.csv': '下载全部商品的表格，用 Excel 直接打开；改好后可再导入。',
  'GET admin/stock.csv': '下载全部规格的库存表格；填上最后几列，可用“导入库存”入库。',
  'POST admin/product/csv':
    '用表格新建和修改商品：列名与“导出商品”相同，没有的列保持不变。要么全部成功，要么一行都不改；同一份文件重复导入不会有变化。建议先 dry_run 试运行。',
  'POST admin/stock/csv':
    '用表格入库：列名与“导出库存”相同，“变动数量”是增减的件数，“单号”防止重复入库。要么全部成功，要么一行都不改。建议先 dry_run 试运行。',
  'POST admin/picture':
    '上传一张图片（JPEG、PNG、WebP、GIF，最大 5 MB），得到图片编号 id。同一张图片只存一份；拍摄时间、地点等信息会去掉。',
  'GET admin/picture': '全部图片及其编号，新的在前。',
  'GET admin/category': '全部分类，按顾客看到的顺序。',
  'POST admin/category': '新建一个分类，排在最后；图片编号由“上传图片”得到。',
  'PUT admin/category/order': '重新排列分类：按想要的顺序写分类编号，没写的排在后面。',
  'PUT admin/category/{id}': '修改分类的名称、说明或图片。只改所填的字段，没写的不变。',
  'DELETE admin/category/{id}': `${FINAL}删除一个分类；里面还有商品时不能删除。`,

  'GET admin/theme': '全部专题及其商品，下架的商品也在其中。',
  'POST admin/theme': '新建一个专题；图片编号由“上传图片”得到，商品用“专题商品”设置。',
  'PUT admin/theme/{id}': '修改专题的名称、说明或图片。只改所填的字段，没写的不变。',
  'DELETE admin/theme/{id}': `${FINAL}删除一个专题；轮播图正指向它时不能删除。`,
  'PUT admin/theme/{id}/product':
    '重新设置专题的整份商品列表，按显示的顺序写商品编号；没写的就不在专题里了。',
  'GET admin/banner': '全部轮播图及其内容；小程序首页显示 1 号轮播图。',
  'POST admin/banner': '新建一个轮播图；小程序首页只显示 1 号轮播图。',
  'PUT admin/banner/{id}': '修改轮播图的名称或说明。只改所填的字段，没写的不变。',
  'DELETE admin/banner/{id}': `${FINAL}删除一个轮播图；里面还有图片时不能删除，请先清空。`,
  'PUT admin/banner/{id}/item':
    '重新设置轮播图的整份图片，以及点每张图片打开什么；没写的图片就不在轮播图里了。',

  'GET admin/bill': '微信每天的账单：是否已下载、与本店账目是否一致，新的在前。',
  'POST admin/bill/{date}/fetch': '重新下载某一天的微信账单，并再次与本店账目核对。',
  'POST admin/bill/{date}/acknowledge': `${FINAL}把某一天账单的全部待处理差异一次确认，写上处理说明。`,
  'GET admin/notice': '微信发来的支付、退款等通知，以及本店怎样处理，新的在前；多用于排查问题。',
  'GET admin/notice/{id}': '一条微信通知的原文，可能含有顾客信息，只读角色看不到。',
  'POST admin/notice/{id}/replay':
    '把一条通知再验证、处理一次，就像微信重发了一样；没有要做的事时不会有变化。',
  'GET admin/job/failed': '反复尝试后仍失败的后台任务，新的在前；多用于排查问题。',
  'POST admin/job/failed/{id}/retry': '原因处理好以后，让失败的任务马上再试。',
  'DELETE admin/job/failed/{id}': `${FINAL}删除一个失败的任务，它要做的事就不会做了。`,

  'GET admin/me': '我是哪个帐号、什么角色；用来确认是否已登录。',
  'POST admin/me/secret': '修改自己的密码，需要原密码；自己在别处的登录立即失效。',
  'GET admin/admin': '全部管理员帐号及其角色，停用的也在其中。',
  'POST admin/admin': '新增一个能登录后台的帐号；密码至少 12 个字符，请不要用示例里的密码。',
  'POST admin/admin/{id}/role':
    '修改一个管理员的角色：所有者、运营或只读；对方需要重新登录。最后一个所有者不能降级。',
  'POST admin/admin/{id}/disable': '停用一个管理员，对方立即退出；随时可以启用。最后一个所有者不能停用。',
  'POST admin/admin/{id}/enable': '重新启用一个停用的管理员，密码不变。',
  'POST admin/admin/{id}/secret': '给别的管理员重新设置密码，对方立即退出；自己的密码请用“修改密码”。',
  'POST admin/admin/{id}/unlock': '解除因输错五次密码而来的锁定，不用再等 15 分钟。',
  'GET admin/act': '管理员做过或被拒绝的每一步操作，新的在前，保留 400 天。',
  'POST admin/shopper/{id}/erase': `${FINAL}应顾客要求注销：姓名、电话、地址等永远抹去，订单金额保留；还有未完结的订单或退款时不能注销。`,
};
