import type { OrderEventReason } from './order-life.service';

/** What happened, as the merchant reads it. */
export const ORDER_EVENT_WORDS: Record<OrderEventReason, string> = {
  place: '下单',
  prepay: '发起支付',
  settle: '支付成功',
  settle_short: '已支付，但缺货',
  settle_late: '订单关闭后才支付，款项退回',
  settle_second: '重复支付，款项退回',
  settle_disputed: '支付金额不符，待处理',
  give_stock: '补货完成，可以发货',
  closing: '开始关闭订单',
  close: '订单已关闭',
  ship: '发货',
  reship: '重新发货',
  receive: '确认收货',
  refund: '申请退款',
  refund_success: '退款成功',
  refund_closed: '退款关闭，未退成',
  refund_abnormal: '退款异常，需在微信商户平台处理',
  after_sale: '顾客申请售后',
  after_sale_withdraw: '顾客撤回售后',
  after_sale_agree: '商家同意售后',
  after_sale_refuse: '商家拒绝售后',
  after_sale_return: '顾客寄回商品',
  after_sale_received: '商家收到退货',
};
