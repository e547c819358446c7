/** What a gap between WeChat's books and ours can be, and what else waits for a person. */
export const CASE_KINDS = [
  'payment_unknown',
  'payment_missing',
  'payment_differs',
  'refund_unknown',
  'refund_missing',
  'refund_differs',
  'line_strange',
  'bill_none',
  'bill_overdue',
  'bill_unread',
  'notice_unsettled',
  'notice_foreign',
  'money_disputed',
  'money_owed',
  'refund_refused',
  'refund_abnormal',
  'refund_closed',
  'promise_broken',
  'verify_overdue',
] as const;
export type CaseKind = (typeof CASE_KINDS)[number];

export interface Advice {
  zh: string;
  en: string;
}

/** What is the matter, and what a person must do. */
export const CASE_ADVICE: Record<CaseKind, Advice> = {
  payment_unknown: {
    zh: '微信账单里有这笔付款，本店没有这个订单。请到商户平台查看付款来源；若是别的系统收的款，确认即可，若属误收，请在商户平台退款。',
    en: 'WeChat’s bill has a payment for an order that this shop does not have. Look in the merchant portal whose it is: acknowledge it where another system took the money, else refund it in the portal.',
  },
  payment_missing: {
    zh: '本店记有这笔付款，当日微信账单里没有。请到商户平台按微信订单号核对，并重新下载账单；仍不一致请联系微信支付。',
    en: 'Our books have a payment that WeChat’s bill of its day has not. Look it up in the merchant portal and fetch the bill again; where they still disagree, ask WeChat Pay.',
  },
  payment_differs: {
    zh: '同一笔付款的金额、币种或订单号与微信账单不同。请以商户平台为准核对，未查清前不要发货或退款。',
    en: 'A payment has another amount, currency or order number in WeChat’s bill. The merchant portal is right; neither ship nor refund until it is understood.',
  },
  refund_unknown: {
    zh: '微信账单里有这笔退款，本店没有对应的付款。请到商户平台查看是谁发起的退款。',
    en: 'WeChat’s bill has a refund whose payment this shop does not have. Look in the merchant portal who made it.',
  },
  refund_missing: {
    zh: '微信已受理这笔退款，账单里却没有。请到商户平台按商户退款单号核对；仍不一致请联系微信支付。',
    en: 'WeChat accepted a refund that its bill has not. Look it up in the merchant portal by its number; where they still disagree, ask WeChat Pay.',
  },
  refund_differs: {
    zh: '同一退款单号的金额或所属付款与微信账单不同。请以商户平台为准核对，并补退或向顾客说明差额。',
    en: 'A refund has another amount or payment in WeChat’s bill. The merchant portal is right: refund the rest, or settle the difference with the shopper.',
  },
  line_strange: {
    zh: '微信账单里有一行既不是付款也不是退款。请到商户平台查看该笔交易。',
    en: 'WeChat’s bill has a line that is neither a payment nor a refund. Look the trade up in the merchant portal.',
  },
  bill_none: {
    zh: '微信说这一天没有账单，本店却记有付款。请确认商户号正确，稍后重新下载账单。',
    en: 'WeChat says that there is no bill of a day on which we booked payments. Check the merchant’s number, and fetch the bill again later.',
  },
  bill_overdue: {
    zh: '账单一天多仍未取到，这一天还没有对账。请查看原因（trouble），检查商户密钥与证书，再重新下载。',
    en: 'The bill could not be had for more than a day, so its day is not reconciled. See its trouble, check the merchant’s keys and certificate, and fetch it again.',
  },
  bill_unread: {
    zh: '微信账单里有几行无法读取（行号与原因见facts.lines），其余各行已照常核对。请到商户平台下载当日账单，核对这几行。',
    en: 'Some lines of WeChat’s bill could not be read (facts.lines says which and why); the others were compared. Download the bill of that day in the merchant portal, and check these lines.',
  },
  notice_unsettled: {
    zh: '收到已验签的通知，但没有订单可以入账（或与账上不符）。请到商户平台按事件号查看这笔钱；属于本店的，订单出现后会自动入账。',
    en: 'WeChat reported money that belongs to no order of ours, or contradicts our books. Look it up in the merchant portal; where its order appears, it is settled by itself.',
  },
  notice_foreign: {
    zh: '收到别的小程序或商户号的通知。请检查通知地址是否被其他系统共用。',
    en: 'A notice was of another app or merchant. Check whether another system uses this shop’s notify address.',
  },
  money_disputed: {
    zh: '付款金额与订单不符，订单未变。请联系顾客；要退回这笔钱，用“退还争议款”（admin/transaction/:id/refund）。',
    en: 'A payment is of another amount than its order, which stays as it is. Talk to the shopper; to give the money back, use admin/transaction/:id/refund.',
  },
  money_owed: {
    zh: '这笔款项应退给顾客，还有一部分没有退款单在退。本店会自动再退；要立即退，用“退还该笔款项”（admin/transaction/:id/refund）。',
    en: 'Money must go back to the shopper, and no refund owns the rest of it. The shop refunds it by itself; to refund at once, use admin/transaction/:id/refund.',
  },
  refund_refused: {
    zh: '微信拒绝了这笔退款。请按原因处理（如充值余额、检查权限），再用“重试退款”；微信不能再退的，线下退还后用“登记线下退款”，或用“放弃退款”另行决定。',
    en: 'WeChat refuses a refund. Mend what its code says (funds, rights), then retry the refund. Where WeChat can refund no more, give the money back by other means and use admin/refund/:id/returned_outside, or give the refund up.',
  },
  refund_abnormal: {
    zh: '退款异常，钱没有退到顾客。请到商户平台处理异常退款，处理后本店会自动记账。',
    en: 'A refund is abnormal: the money did not reach the shopper. Handle it in the merchant portal; the shop then records it by itself.',
  },
  refund_closed: {
    zh: '商家发起的退款已关闭，钱没有退给顾客，也没有新的退款。请重新退款，或确认不再退。',
    en: 'A refund that the merchant asked for was closed: its money did not go back, and no other refund was asked for. Refund again, or acknowledge that nothing more goes back.',
  },
  promise_broken: {
    zh: '账目核查发现不符。请运行 npm run verify 查看明细，并在修复前暂停发货与退款。',
    en: 'The shop’s own books contradict themselves. Run npm run verify for details, and neither ship nor refund until it is mended.',
  },
  verify_overdue: {
    zh: '账目核查两天多没有完成，期间账目若有不符不会被发现。请运行 npm run verify，并按原因（facts.trouble）与日志修复；恢复后自动消除。',
    en: 'The books were not verified for more than two days: a contradiction in them would not be noticed. Run npm run verify, and mend what facts.trouble and the log say; it is over when a nightly verification ends.',
  },
};
