import { PICTURE_PATH_SQL } from './picture-path';

/** A product as lists show it; `from` adds what is wanted and in which order. */
function cards(from: string): string {
  return `
    select product.id, product.name, product.summary, product.picture_id as "pictureId",
      ${PICTURE_PATH_SQL} as img, offer.price_fen as "priceFen", offer.stock
    from product
    join picture on picture.id = product.picture_id
    cross join lateral (
      select min(price_fen) as price_fen, coalesce(sum(stock), 0) as stock
      from sku left join sku_stock on sku_stock.sku_id = sku.id
      where sku.product_id = product.id and sku.disabled_at is null
    ) offer
    where product.on_sale and offer.price_fen is not null and ${from}`;
}

export interface CardRow {
  id: number;
  name: string;
  summary: string | null;
  pictureId: number;
  img: string;
  priceFen: number;
  stock: number;
}

export const RECENT = cards('true order by product.created_at desc, product.id desc limit $1');
export const OF_CATEGORY = cards('product.category_id = $1 order by product.id');
export const KNOWN_PRODUCTS = `
  select id from product where id = any($1::int4[]) and deleted_at is null order by id for key share`;
export const OF_IDS = cards('product.id = any($1::int4[]) order by product.id');

export interface ProductRow extends CardRow {
  skus: { id: number; spec: string; priceFen: number; stock: number }[];
  imgs: { id: number; order: number; path: string }[];
  properties: { name: string; detail: string }[];
}

export const PRODUCT = `
  select card.*,
    (select json_agg(json_build_object(
        'id', sku.id, 'spec', spec, 'priceFen', price_fen, 'stock', coalesce(sku_stock.stock, 0)
      ) order by sku.position, sku.id)
      from sku left join sku_stock on sku_stock.sku_id = sku.id
      where sku.product_id = card.id and sku.disabled_at is null) as skus,
    coalesce((select json_agg(json_build_object(
        'id', product_picture.id, 'order', position, 'path', ${PICTURE_PATH_SQL}
      ) order by position, product_picture.id)
      from product_picture join picture on picture.id = picture_id
      where product_id = card.id), '[]') as imgs,
    coalesce((select json_agg(json_build_object('name', name, 'detail', detail) order by position, id)
      from product_property where product_id = card.id), '[]') as properties
  from (${cards('product.id = $1')}) card`;

export interface CategoryRow {
  id: number;
  name: string;
  description: string;
  pictureId: number;
  img: string;
}

export const CATEGORIES = `
  select category.id, name, description, picture_id as "pictureId", ${PICTURE_PATH_SQL} as img
  from category join picture on picture.id = category.picture_id
  order by position, category.id`;

/** What an order asks of a sku; `variants` tells whether the product's name alone says which sku is meant. */
export interface Offer {
  skuId: number;
  productId: number;
  name: string;
  spec: string;
  priceFen: number;
  /** Path below IMAGE_URL. */
  img: string;
  stock: number;
  onSale: boolean;
  variants: number;
}

export const OFFERS = `
  select sku.id as "skuId", product.id as "productId", product.name, sku.spec,
    sku.price_fen as "priceFen", ${PICTURE_PATH_SQL} as img, coalesce(sku_stock.stock, 0) as stock,
    product.on_sale as "onSale",
    (select count(*)::int4 from sku sibling
      where sibling.product_id = product.id and sibling.disabled_at is null) as variants
  from product
  join picture on picture.id = product.picture_id
  join sku on sku.product_id = product.id and sku.disabled_at is null
  left join sku_stock on sku_stock.sku_id = sku.id
  where product.id = any($1::int4[]) and exists (
    select from unnest($1::int4[], $2::int4[]) as wanted (product_id, sku_id)
    where wanted.product_id = product.id and coalesce(wanted.sku_id, sku.id) = sku.id)
  order by sku.id`;
