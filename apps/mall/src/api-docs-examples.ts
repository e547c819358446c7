const PARCELS = { parcels: [{ carrier: 'ZTO', tracking_no: '73100001234567' }] };
const LINE = { sku_id: 2, count: 1 };
/** An id, or a value that replaces another one, is for a person to fill in: as it stands it is refused. */
const NO_ID = 0;

/**
 * The bodies that Swagger UI fills in, by their class: what it would make up itself has every optional field, and
 * `string` for most. An example names what its route is for, and changes nothing that its reader has not named.
 */
export const bodyExamples: Record<string, object> = {
  PlaceOrderBody: { products: [{ product_id: 2, count: 1 }] },
  IdParam: { id: 1 },
  ProductBody: {
    name: '雨前龙井',
    summary: '清明前后采的嫩芽',
    picture_id: NO_ID,
    skus: [{ price: '19.90' }],
    on_sale: false,
  },
  PropertiesBody: { properties: [{ name: '', detail: '' }] },
  StockBody: { kind: 'IN', count: 10, reason: '到货' },
  CategoryBody: { name: '山茶', picture_id: NO_ID },
  CategoryOrder: { ids: [NO_ID] },
  ThemeBody: { name: '今日采茶', topic_picture_id: NO_ID, head_picture_id: NO_ID },
  ThemeProductsBody: { product_ids: [NO_ID] },
  BannerItemsBody: { items: [{ picture_id: NO_ID, type: 1, key_word: NO_ID }] },
  FreightBody: { base: '', free_from: null, provinces: [] },
  ReplaceBody: { lines: [{ sku_id: NO_ID, price: '18.00' }] },
  ProductChange: { price: '19.90' },
  SkuBody: { spec: '500克', price: '19.90', code: 'TEA-500' },
  SkuChange: { price: '19.90' },
  CategoryChange: { name: '山茶' },
  ThemeChange: { name: '今日采茶' },
  BannerChange: { name: '首页' },
  ShipBody: PARCELS,
  ShipmentBody: PARCELS,
  DeliveryBody: { id: NO_ID, ...PARCELS },
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
