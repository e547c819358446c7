import type { AlertKind } from '@app/alert';
import type { AdminRole } from '@app/auth';
import type { OrderEventReason, OrderStatus } from '@app/order';
import type { CaseKind } from '@app/reconciliation';

/** What each value of a field means, in Chinese and English. */
type Words<T extends string | number> = Record<T, string>;

const ORDER_STATUS: Words<OrderStatus> = {
  1: '未支付 unpaid',
  2: '已支付，待发货 paid, to be shipped',
  3: '已发货 shipped',
  4: '已支付，缺货 paid, out of stock',
  5: '已处理：缺货后退款了结 handled: out of stock, settled by a refund',
  6: '已收货 received',
  7: '已关闭 closed',
  8: '已全额退款 refunded in full',
};

const EVENT: Words<OrderEventReason> = {
  place: '下单 placed',
  prepay: '预支付 asked WeChat to be paid',
  settle: '入账 paid',
  settle_short: '缺货入账 paid, but out of stock',
  settle_late: '关闭后才付款，应退 paid after it was closed: goes back',
  settle_second: '重复付款，应退 paid twice: goes back',
  settle_disputed: '金额不符 paid a wrong amount',
  give_stock: '补货 got its goods',
  closing: '开始关单 begins to close',
  close: '关单 closed',
  ship: '发货 shipped',
  reship: '重新发货 shipped anew',
  receive: '收货 received',
  refund: '请求退款 refund requested',
  refund_success: '退款成功 refunded',
  refund_closed: '退款被关闭 refund closed',
  refund_abnormal: '退款异常 refund abnormal',
  after_sale: '申请售后 after-sale asked for',
  after_sale_withdraw: '撤销售后 after-sale withdrawn',
  after_sale_agree: '同意售后 after-sale agreed',
  after_sale_refuse: '拒绝售后 after-sale refused',
  after_sale_return: '退货寄出 goods on their way back',
  after_sale_received: '收到退货 goods are back',
};

const REFUND_STATE: Words<string> = {
  requested: '已请求，微信尚未受理 requested, not accepted yet',
  processing: '微信已受理 accepted by WeChat',
  success: '退款成功 money is back',
  closed: '已关闭，不会再退 closed for good',
  abnormal: '异常，请到商户平台处理 abnormal: to be mended in the merchant portal',
};

const AFTER_SALE_KIND: Words<string> = {
  refund_only: '仅退款 money back, goods stay',
  return_refund: '退货退款 goods come back first',
};

const AFTER_SALE_STATE: Words<string> = {
  asked: '待商家处理 waits for the merchant',
  agreed: '已同意，待退货 agreed, waits for the goods',
  returning: '退货途中 goods on their way back',
  refunding: '退款中 refund under way',
  refund_closed: '退款被微信关闭 WeChat closed the refund',
  done: '已完成 done',
  refused: '已拒绝 refused',
  withdrawn: '已撤销 withdrawn',
};

const DISPOSITION: Words<string> = {
  fulfilled: '已入账 the order is paid',
  held: '缺货，钱暂留 out of stock, money is held',
  to_refund: '应退（迟到或重复） late or second money: goes back',
  disputed: '金额不符 a wrong amount',
};

const LOGISTICS: Words<string> = {
  express: '快递，需填包裹 express, with parcels',
  same_city: '同城，商家自送 brought by the merchant',
  virtual: '虚拟商品，无需配送 nothing to bring',
  pick_up: '到店自提 fetched by the shopper',
};

const SHIPPING_STATE: Words<string> = {
  unshipped: '已付款，未发货 paid, not shipped',
  wanted: '正在上传微信 on its way to WeChat',
  uploaded: '已上传，还有包裹 uploaded, more parcels to come',
  done: '微信已知 WeChat knows',
  person: '微信拒绝，待人工 refused by WeChat: a person’s',
  refused: '已退款或已收货，不再上传 refunded or received before',
  not_managed: '微信不要求上传 WeChat does not want it',
};

const CASE_KIND: Words<CaseKind> = {
  payment_unknown: '微信有付款，本店没有 a payment unknown to us',
  payment_missing: '本店有付款，微信没有 a payment missing in the bill',
  payment_differs: '付款不一致 a payment differs',
  refund_unknown: '微信有退款，本店没有 a refund unknown to us',
  refund_missing: '本店有退款，微信没有 a refund missing in the bill',
  refund_differs: '退款不一致 a refund differs',
  line_strange: '账单行无法识别 a strange line of a bill',
  bill_none: '有收款却无账单 no bill of a day with payments',
  bill_overdue: '账单超过一天未取到 a bill not to be had for a day',
  bill_unread: '账单有行无法读取 lines of a bill that cannot be read',
  notice_unsettled: '通知无法入账 a notice that cannot be settled',
  notice_foreign: '别家的通知 a notice of another merchant',
  money_disputed: '付款金额不符 a payment of a wrong amount',
  money_owed: '应退的款项还未全部退回 money owed that is not all on its way back',
  refund_refused: '微信拒绝退款 a refund refused by WeChat',
  refund_abnormal: '退款异常 an abnormal refund',
  refund_closed: '商家的退款被关闭 a refund of the merchant was closed',
  promise_broken: '账目自相矛盾 the books contradict themselves',
  verify_overdue: '账目核查中断 the books are not verified',
};

const CASE_STATE: Words<string> = {
  open: '待处理 open',
  healed: '已自愈 healed by itself',
  acknowledged: '已确认 acknowledged by a person',
};

const BILL_STATE: Words<string> = {
  wanted: '待下载 not fetched yet',
  fetched: '已下载 fetched',
  none: '当日无交易 a day without trade',
  failed: '稍后重试 tried again later',
};

const ALERT_KIND: Words<AlertKind> = {
  orders_paid: '新订单到账 orders were paid',
  short_stock: '付款后缺货 paid, out of stock',
  after_sale: '售后申请 an after-sale request',
  ship_deadline: '一天内须发货 to be shipped within a day',
  upload_person: '微信拒绝发货信息 WeChat refused shipping information',
  case_open: '出现差异 a case opened',
  certificate: '证书将过期 a certificate expires',
  backup_failed: '备份失败 a backup failed',
  digest: '昨日日报 yesterday’s digest',
};

const NOTICE_OUTCOME: Words<string> = {
  ...DISPOSITION,
  recorded: '退款已记录 refund recorded',
  repeated: '重复通知 told before',
  failed: '付款失败通知 a payment that failed',
  foreign: '别家的，待人工 another’s: a person’s',
  other: '其他 something else',
  parked: '等待其订单 waits for its order',
  orphan: '无此订单，待人工 no such order: a person’s',
  conflict: '与账不符，待人工 contradicts the books: a person’s',
};

const GATEWAY: Words<string> = {
  v2: '微信支付 v2 WeChat Pay v2',
  v3: '微信支付 v3 WeChat Pay v3',
  push: '小程序消息推送 the mini-program’s message push',
};

const ROLE: Words<AdminRole> = {
  owner: '所有者 everything',
  operator: '运营 all but admins and erasing shoppers',
  reader: '只读 looks only',
};

const BANNER_TYPE: Words<number> = { 0: '无 nothing', 1: '商品 a product', 2: '专题 a theme' };

const STOCK_CHANGE: Words<string> = {
  IN: '入库 goods came in',
  ADJUST: '盘点调整，可为负 counted anew, may be negative',
};

const DRY_RUN: Words<string> = { true: '试运行 nothing is kept', false: '执行 all rows, or none' };

const SIGN_TYPE: Words<string> = {
  RSA: '微信支付 v3 WeChat Pay v3',
  'HMAC-SHA256': '微信支付 v2 WeChat Pay v2',
  MD5: '微信支付 v2 WeChat Pay v2',
};

const V3_CODE: Words<string> = { SUCCESS: '收到 taken', FAIL: '未收到，请重发 not taken, to be repeated' };

/** By `Schema.field` of an answer or a body, and by `METHOD path ?query`. */
export const wordsAt: Record<string, Words<string>> = {
  'OrderRow.status': ORDER_STATUS,
  'OrderDetail.status': ORDER_STATUS,
  'ConfirmedStatus.status': ORDER_STATUS,
  'OrderEventView.from': ORDER_STATUS,
  'OrderEventView.to': ORDER_STATUS,
  'OrderEventView.reason': EVENT,
  'GET order/paginate ?status': ORDER_STATUS,
  'RefundView.state': REFUND_STATE,
  'GET admin/refund ?state': REFUND_STATE,
  'AfterSaleBody.kind': AFTER_SALE_KIND,
  'AfterSaleView.kind': AFTER_SALE_KIND,
  'AfterSaleView.state': AFTER_SALE_STATE,
  'OrderDeskRow.after_sale': AFTER_SALE_STATE,
  'GET admin/after-sale ?state': AFTER_SALE_STATE,
  'TransactionView.disposition': DISPOSITION,
  'GET admin/transaction ?disposition': DISPOSITION,
  'ShipmentBody.logistics': LOGISTICS,
  'ShipBody.logistics': LOGISTICS,
  'DeliveryBody.logistics': LOGISTICS,
  'ShippingView.logistics': LOGISTICS,
  'ShippingView.state': SHIPPING_STATE,
  'GET admin/shipping ?state': SHIPPING_STATE,
  'CaseView.kind': CASE_KIND,
  'CaseView.state': CASE_STATE,
  'GET admin/case ?kind': CASE_KIND,
  'GET admin/case ?state': CASE_STATE,
  'BillView.state': BILL_STATE,
  'AlertView.kind': ALERT_KIND,
  'NoticeView.outcome': NOTICE_OUTCOME,
  'NoticeDetail.outcome': NOTICE_OUTCOME,
  'ReplayedNotice.outcome': NOTICE_OUTCOME,
  'GET admin/notice ?outcome': NOTICE_OUTCOME,
  'NoticeView.gateway': GATEWAY,
  'NoticeDetail.gateway': GATEWAY,
  'GET admin/notice ?gateway': GATEWAY,
  'MeView.role': ROLE,
  'AdminView.role': ROLE,
  'AdminBody.role': ROLE,
  'RoleBody.role': ROLE,
  'BannerItemDto.type': BANNER_TYPE,
  'BannerItemBody.type': BANNER_TYPE,
  'StockBody.kind': STOCK_CHANGE,
  'POST admin/shipping/csv ?dry_run': DRY_RUN,
  'PaymentParameters.signType': SIGN_TYPE,
  'V3Answer.code': V3_CODE,
};
