import type { ErrorName } from '@app/common';

/** What stands behind every door of the API, so it is said once. */
export const COMMON_REFUSALS = [
  'tooLarge',
  'unsupportedMediaType',
  'tooManyRequests',
  'internalError',
  'databaseUnavailable',
] as const satisfies ErrorName[];

/** WeChat's own errcode goes on to the client with these, in the place of the catalogue's. */
export const WITH_WECHATS_CODE: ReadonlySet<ErrorName> = new Set<ErrorName>([
  'loginCodeInvalid',
  'loginRefused',
  'loginTooFrequent',
  'loginUnavailable',
]);

const KEYED = ['idempotencyKeyReused', 'idempotencyKeyInFlight'] as const;
const SKU_RULES = ['specMissing', 'specTaken', 'codeTaken'] as const;
const PLANNED = ['nothingToRefund', 'refundTooLate', 'tooManyRefunds', 'wrongState'] as const;

/** What a route refuses beside the doors' (scope, role, parameters); written as `test/clients` proves it. */
const REFUSALS: Record<string, readonly ErrorName[]> = {
  'POST token/user': [...WITH_WECHATS_CODE, 'forbidden'],
  'POST token/app': ['badCredentials'],
  'POST token/verify': [],
  'DELETE token': [],
  'POST user/phone': ['phoneCodeInvalid', 'phoneTooFrequent', 'wechatUnavailable', 'shopperNotFound'],
  'POST user/erase': ['accountInUse', 'shopperNotFound'],
  'POST admin/shopper/{id}/erase': ['accountInUse', 'shopperNotFound'],

  'GET banner/{id}': ['bannerNotFound'],
  'GET theme': ['themeNotFound'],
  'GET theme/{id}': ['themeNotFound'],
  'GET product/recent': ['productNotFound'],
  'GET product/by_category': ['productNotFound'],
  'GET product/{id}': ['productNotFound'],
  'GET category/all': ['categoryNotFound'],
  'GET admin/banner': [],
  'POST admin/banner': [],
  'PUT admin/banner/{id}': ['bannerNotFound'],
  'PUT admin/banner/{id}/item': ['bannerNotFound'],
  'DELETE admin/banner/{id}': ['bannerNotFound', 'bannerInUse'],
  'GET admin/theme': [],
  'POST admin/theme': [],
  'PUT admin/theme/{id}': ['themeNotFound'],
  'PUT admin/theme/{id}/product': ['themeNotFound'],
  'DELETE admin/theme/{id}': ['themeNotFound', 'themeInUse'],
  'GET admin/category': [],
  'POST admin/category': [],
  'PUT admin/category/order': [],
  'PUT admin/category/{id}': ['categoryNotFound'],
  'DELETE admin/category/{id}': ['categoryNotFound', 'categoryInUse'],
  'GET admin/picture': [],
  'POST admin/picture': ['pictureUnsupported', 'pictureDamaged', 'pictureOversized'],
  'GET admin/product': [],
  'POST admin/product': SKU_RULES,
  'GET admin/product/{id}': ['productNotFound'],
  'PUT admin/product/{id}': ['productNotFound', 'severalSkus'],
  'DELETE admin/product/{id}': ['productNotFound'],
  'POST admin/product/{id}/on_sale': ['productNotFound'],
  'POST admin/product/{id}/off_sale': ['productNotFound'],
  'PUT admin/product/{id}/property': ['productNotFound'],
  'POST admin/product/{id}/sku': ['productNotFound', ...SKU_RULES],
  'PUT admin/sku/{id}': ['skuNotFound', ...SKU_RULES],
  'POST admin/sku/{id}/enable': ['skuNotFound', ...SKU_RULES],
  'POST admin/sku/{id}/disable': ['skuNotFound', ...SKU_RULES, 'lastSku'],
  'POST admin/sku/{id}/stock': ['skuNotFound', 'stockTooLow', 'stockTooHigh', ...KEYED],
  'GET admin/sku/{id}/ledger': ['skuNotFound'],
  'GET admin/product.csv': [],
  'GET admin/stock.csv': [],
  'POST admin/product/csv': ['csvRejected'],
  'POST admin/stock/csv': ['csvRejected'],

  'POST address': [],
  'GET address': ['addressNotFound'],

  'POST order': [
    'addressMissing',
    'orderProductNotFound',
    'provinceUnknown',
    'provinceNotServed',
    'tooManyOpenOrders',
    ...KEYED,
  ],
  'POST order/quote': ['addressMissing', 'orderProductNotFound', 'provinceUnknown', 'provinceNotServed'],
  'GET admin/freight': [],
  'PUT admin/freight': [],
  'GET admin/order': [],
  'GET admin/order.csv': [],
  'GET admin/order/{id}': ['orderNotFound'],
  'POST admin/order/{id}/replace': ['orderNotFound', 'wrongState'],
  'GET order/by_user': [],
  'GET order/paginate': [],
  'GET order/{id}': ['orderNotFound'],
  'GET order/{id}/parcel': ['orderNotFound'],
  'POST order/{id}/cancel': ['orderNotFound', 'wrongState'],
  'POST order/{id}/received': ['orderNotFound', 'wrongState'],
  'GET admin/order/{id}/timeline': ['orderNotFound'],
  'POST admin/order/{id}/close': ['orderNotFound', 'wrongState'],
  'POST pay/pre_order': [
    'orderNotFound',
    'orderAlreadyPaid',
    'wrongState',
    'wechatUnavailable',
    'shopperNotFound',
  ],
  'POST pay/confirm': ['orderNotFound'],
  'GET admin/transaction': [],

  'PUT order/delivery': ['orderNotFound', 'orderNotShippable', 'wrongState'],
  'POST admin/order/{id}/ship': ['orderNotFound', 'orderNotShippable', 'wrongState'],
  'POST admin/order/{id}/reship': ['orderNotFound', 'wrongState'],
  'GET admin/carrier': [],
  'GET admin/shipping': [],
  'POST admin/shipping/csv': ['csvRejected'],

  'POST admin/order/{id}/refund': ['orderNotFound', 'refundDiffers', 'refundAboveCap', ...PLANNED, ...KEYED],
  'POST admin/order/{id}/refund/preview': ['orderNotFound', 'refundAboveCap', ...PLANNED],
  'POST admin/transaction/{id}/refund': [
    'transactionNotFound',
    'refundAboveCap',
    'nothingToRefund',
    'wrongState',
  ],
  'POST admin/order/{id}/give_stock': ['orderNotFound', 'wrongState', 'stillOutOfStock'],
  'GET admin/refund': [],
  'POST admin/refund/{id}/retry': ['refundNotFound'],
  'POST admin/refund/{id}/give_up': ['refundNotRefused', 'wechatUnavailable'],
  'POST admin/refund/{id}/returned_outside': ['refundNotRefused', 'wechatUnavailable'],

  'POST order/{id}/after-sale': [
    'orderNotFound',
    'wrongState',
    'afterSaleOpen',
    'tooManyAfterSales',
    'afterSaleState',
    'nothingToRefund',
    ...KEYED,
  ],
  'GET order/{id}/after-sale': ['orderNotFound'],
  'POST after-sale/{id}/withdraw': ['afterSaleNotFound', 'afterSaleState'],
  'POST after-sale/{id}/return': ['afterSaleNotFound', 'afterSaleState'],
  'GET admin/after-sale': [],
  'POST admin/after-sale/{id}/agree': ['afterSaleNotFound', 'afterSaleState', 'refundAboveCap', ...PLANNED],
  'POST admin/after-sale/{id}/refuse': ['afterSaleNotFound', 'afterSaleState'],
  'POST admin/after-sale/{id}/received': [
    'afterSaleNotFound',
    'afterSaleState',
    'refundAboveCap',
    ...PLANNED,
  ],

  'GET admin/summary': [],
  'GET admin/summary.svg': [],
  'GET admin/alert': [],
  'GET admin/case': [],
  'POST admin/case/{id}/acknowledge': ['caseNotFound', 'caseOver'],
  'GET admin/bill': [],
  'POST admin/bill/{date}/fetch': ['billNotFound'],
  'POST admin/bill/{date}/acknowledge': ['billNotFound'],
  'GET admin/notice': [],
  'GET admin/notice/{id}': ['noticeNotFound'],
  'POST admin/notice/{id}/replay': ['noticeNotFound', 'noticeUnreadable', 'noticeUnconfirmed'],
  'GET admin/job/failed': [],
  'POST admin/job/failed/{id}/retry': ['jobNotFound'],
  'DELETE admin/job/failed/{id}': ['jobNotFound'],

  'GET admin/act': [],
  'GET admin/admin': [],
  'POST admin/admin': ['accountTaken'],
  'POST admin/admin/{id}/role': ['adminNotFound', 'lastOwner'],
  'POST admin/admin/{id}/disable': ['adminNotFound', 'lastOwner'],
  'POST admin/admin/{id}/enable': ['adminNotFound'],
  'POST admin/admin/{id}/secret': ['adminNotFound', 'ownSecret'],
  'POST admin/admin/{id}/unlock': ['adminNotFound'],
  'GET admin/me': ['adminNotFound'],
  'POST admin/me/secret': ['adminNotFound', 'wrongSecret'],

  'GET /images/{file}': ['routeNotFound'],
  'GET /health/live': [],
  'GET /health/ready': [],
};

/** Undefined for a route that nobody has written down. */
export function ownRefusalsOf(method: string, path: string): readonly ErrorName[] | undefined {
  return REFUSALS[`${method.toUpperCase()} ${path.replace('/api/v1/', '')}`];
}

export const writtenRoutes: readonly string[] = Object.keys(REFUSALS);
