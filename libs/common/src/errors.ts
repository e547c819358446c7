import { HttpStatus } from '@nestjs/common';

interface CatalogueRow {
  status: HttpStatus;
  error_code: number;
  msg: string;
}

/** Every refusal the shop can speak: name → HTTP status, error_code, words for the shopper. */
export const errorCatalogue = {
  invalidParameter: { status: 400, error_code: 10000, msg: '参数错误' },
  invalidToken: { status: 401, error_code: 10001, msg: 'Token已过期或无效Token' },
  forbidden: { status: 403, error_code: 10001, msg: '权限不够' },
  routeNotFound: { status: 404, error_code: 10001, msg: 'global:your required resource are not found' },
  badCredentials: { status: 401, error_code: 10004, msg: '授权失败' },
  productNotFound: { status: 404, error_code: 20000, msg: '指定的商品不存在，请检查参数' },
  pictureUnsupported: { status: 415, error_code: 20010, msg: '只支持JPEG、PNG、WebP和GIF图片' },
  pictureDamaged: { status: 400, error_code: 20011, msg: '图片已损坏' },
  pictureOversized: { status: 400, error_code: 20012, msg: '图片的宽和高须为1至8000像素' },
  skuNotFound: { status: 404, error_code: 20013, msg: '指定的规格不存在' },
  lastSku: { status: 409, error_code: 20014, msg: '商品至少要有一个启用的规格；不再销售请下架商品' },
  specMissing: { status: 409, error_code: 20015, msg: '商品有多个规格时，每个规格都要有名称' },
  specTaken: { status: 409, error_code: 20016, msg: '该商品已有同名规格' },
  codeTaken: { status: 409, error_code: 20017, msg: '编码已被其他规格使用' },
  severalSkus: { status: 409, error_code: 20018, msg: '商品有多个规格，请按规格改价' },
  categoryInUse: { status: 409, error_code: 20019, msg: '该分类下还有商品，不能删除' },
  themeInUse: { status: 409, error_code: 20020, msg: '轮播图正指向该专题，不能删除' },
  bannerInUse: { status: 409, error_code: 20021, msg: '轮播图还有内容，请先清空' },
  stockTooLow: { status: 409, error_code: 20022, msg: '可售库存不足，不能减少这么多' },
  stockTooHigh: { status: 409, error_code: 20023, msg: '库存超出上限' },
  csvRejected: { status: 400, error_code: 20024, msg: '文件有误，未导入任何内容' },
  themeNotFound: { status: 404, error_code: 30000, msg: '指定主题不存在，请检查主题ID' },
  adminNotFound: { status: 404, error_code: 30010, msg: '管理员不存在，请检查ID' },
  accountTaken: { status: 409, error_code: 30011, msg: '该账号已存在' },
  lastOwner: { status: 409, error_code: 30012, msg: '最后一个所有者不能停用或降级' },
  wrongSecret: { status: 403, error_code: 30013, msg: '原密码不正确' },
  ownSecret: { status: 409, error_code: 30014, msg: '修改自己的密码需要提供原密码' },
  noticeNotFound: { status: 404, error_code: 30020, msg: '通知不存在，请检查ID' },
  noticeUnreadable: { status: 409, error_code: 30021, msg: '通知原文已清除，或已无法用现有密钥验证' },
  noticeUnconfirmed: { status: 409, error_code: 30022, msg: '微信未确认该退款，请稍后再试' },
  jobNotFound: { status: 404, error_code: 30025, msg: '失败任务不存在，请检查ID' },
  bannerNotFound: { status: 404, error_code: 40000, msg: '请求的Banner不存在' },
  categoryNotFound: { status: 404, error_code: 50000, msg: '指定类目不存在，请检查参数' },
  shopperNotFound: { status: 404, error_code: 60000, msg: '用户不存在' },
  addressNotFound: { status: 404, error_code: 60001, msg: '用户地址不存在' },
  addressMissing: { status: 404, error_code: 60001, msg: '用户收货地址不存在，下单失败' },
  provinceUnknown: { status: 409, error_code: 60002, msg: '无法识别收货地址的省份，请修改收货地址' },
  orderNotFound: { status: 404, error_code: 80000, msg: '订单不存在，请检查ID' },
  orderProductNotFound: { status: 404, error_code: 80000, msg: '商品不存在，订单创建失败' },
  orderNotShippable: {
    status: 403,
    error_code: 80002,
    msg: '还没付款呢，想干嘛？或者你已经更新过订单了，不要再刷了',
  },
  orderAlreadyPaid: { status: 400, error_code: 80003, msg: '订单已支付过啦' },
  loginCodeInvalid: { status: 400, error_code: 40029, msg: '登录凭证无效，请重新登录' },
  loginRefused: { status: 403, error_code: 40226, msg: '该微信账号暂时无法登录' },
  loginTooFrequent: { status: 429, error_code: 45011, msg: '登录太频繁，请稍后再试' },
  loginUnavailable: { status: 503, error_code: -1, msg: '微信登录暂时不可用，请稍后再试' },
  phoneCodeInvalid: { status: 400, error_code: 40029, msg: '手机号凭证无效，请重新授权' },
  phoneTooFrequent: { status: 429, error_code: 45011, msg: '获取手机号太频繁，请稍后再试' },
  tooLarge: { status: 413, error_code: 10000, msg: '请求内容过大' },
  unsupportedMediaType: { status: 415, error_code: 10000, msg: '不支持的请求格式' },
  wechatUnavailable: { status: 503, error_code: 90001, msg: '微信支付暂时不可用，请稍后再试' },
  databaseUnavailable: { status: 503, error_code: 90002, msg: '服务暂时不可用，请稍后再试' },
  tooManyRequests: { status: 429, error_code: 90003, msg: '请求太频繁，请稍后再试' },
  idempotencyKeyReused: { status: 422, error_code: 90004, msg: 'Idempotency-Key已用于另一个请求' },
  idempotencyKeyInFlight: { status: 409, error_code: 90005, msg: '相同的请求正在处理中' },
  wrongState: { status: 409, error_code: 90006, msg: '订单当前状态不允许此操作' },
  tooManyOpenOrders: { status: 409, error_code: 90007, msg: '待付款订单太多，请先支付或取消' },
  stillOutOfStock: { status: 409, error_code: 90006, msg: '商品仍然缺货' },
  nothingToRefund: { status: 409, error_code: 90008, msg: '没有可退的金额' },
  refundAboveCap: { status: 403, error_code: 90014, msg: '超出操作员当日的退款限额' },
  refundDiffers: { status: 409, error_code: 90015, msg: '应退金额与确认的金额不符' },
  refundTooLate: { status: 409, error_code: 90009, msg: '支付已超过一年，不能退款' },
  tooManyRefunds: { status: 409, error_code: 90010, msg: '一笔支付最多退款50次' },
  afterSaleNotFound: { status: 404, error_code: 80005, msg: '售后单不存在，请检查ID' },
  afterSaleOpen: { status: 409, error_code: 90011, msg: '所选商品已有进行中的售后' },
  tooManyAfterSales: { status: 409, error_code: 90020, msg: '该订单的售后申请次数已达上限，请联系商家' },
  afterSaleState: { status: 409, error_code: 90006, msg: '售后单当前状态不允许此操作' },
  accountInUse: { status: 409, error_code: 90013, msg: '还有未完结的订单或退款，暂时不能注销' },
  refundNotFound: { status: 404, error_code: 80004, msg: '退款单不存在或已结束' },
  refundNotRefused: { status: 409, error_code: 90016, msg: '微信没有最终拒绝这笔退款，不能这样处理' },
  provinceNotServed: { status: 409, error_code: 80010, msg: '暂不发货到该省份' },
  transactionNotFound: { status: 404, error_code: 80006, msg: '资金流水不存在' },
  caseNotFound: { status: 404, error_code: 80007, msg: '对账差异不存在' },
  caseOver: { status: 409, error_code: 90012, msg: '该对账差异已处理' },
  billNotFound: { status: 404, error_code: 80008, msg: '该日没有需要核对的账单' },
  /** A bug of ours: never expected, always logged. */
  internalError: { status: 500, error_code: 999, msg: '服务器内部错误' },
} as const satisfies Record<string, CatalogueRow>;

export type ErrorName = keyof typeof errorCatalogue;

/** The `msg` of a parameter error: the first complaint of each field. */
export type FieldMessages = Record<string, string>;

export interface ErrorBody {
  msg: string | FieldMessages;
  error_code: number;
  /** Path and query of the request, no host. */
  request_url: string;
}

interface Details {
  msg?: string | FieldMessages;
  error_code?: number;
  cause?: unknown;
}

/** A refusal from the catalogue; `details` may be more precise in words or pass WeChat's error_code on. */
export class DomainError extends Error {
  readonly status: number;
  readonly error_code: number;
  readonly msg: string | FieldMessages;

  constructor(
    readonly refusal: ErrorName,
    { msg, error_code, cause }: Details = {},
  ) {
    const row = errorCatalogue[refusal];
    super(refusal, { cause });
    this.status = row.status;
    this.error_code = error_code ?? row.error_code;
    this.msg = msg ?? row.msg;
  }

  /** A parameter error in its object form. */
  static field(name: string, message: string): DomainError {
    return new DomainError('invalidParameter', { msg: { [name]: message } });
  }
}
