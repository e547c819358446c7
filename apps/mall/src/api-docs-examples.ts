const PARCELS = { parcels: [{ carrier: 'ZTO', tracking_no: '73100001234567' }] };
const LINE = { sku_id: 2, count: 1 };
const TEA = { name: '雨前龙井', summary: '清明前后采的嫩芽', category_id: 1, picture_id: 1 };
const SKU = { spec: '500克', price: '19.90', code: 'TEA-500', default: true };

/**
 * The bodies that Swagger UI fills in, by their class. Run from login to refund in a fresh sandbox, each is
 * accepted: what it would make up itself has every optional field, and `string` for most.
 */
export const bodyExamples: Record<string, object> = {
  PlaceOrderBody: { products: [{ product_id: 2, count: 1 }] },
  IdParam: { id: 1 },
  ProductBody: { ...TEA, picture_ids: [1, 2], skus: [SKU], on_sale: true },
  ProductChange: { price: '19.90' },
  SkuBody: { spec: '500克', price: '19.90', code: 'TEA-500' },
  SkuChange: { price: '19.90' },
  CategoryChange: { name: '山茶' },
  ThemeChange: { name: '今日采茶' },
  BannerChange: { name: '首页' },
  ShipBody: PARCELS,
  ShipmentBody: PARCELS,
  DeliveryBody: { id: 1, ...PARCELS },
  RefundBody: { amount: '0.01', reason: '少发一件' },
  RefundLineBody: LINE,
  DisputeBody: { reason: '金额不符' },
  AfterSaleBody: { kind: 'refund_only', reason: '破损' },
  ReturnBody: { carrier: '顺丰速运', tracking_no: 'SF1234567890123' },
  RefuseBody: { reason: '商品已使用' },
  ReceivedBody: { restock: true },
  AcknowledgeBody: { note: '已在商户平台核对' },
  RoleBody: { role: 'operator' },
  AdminBody: { account: 'wang', role: 'operator', secret: 'correct-horse-battery' },
};
