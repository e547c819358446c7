import { PICTURE_PATH_SQL } from './picture-path';

/**
 * A product as lists show it: with the price and the stock of its default sku, or the lowest price and all stock where
 * the shopper has to choose; `from` adds what is wanted and in which order.
 */
function cards(from: string): string {
  return `
    SELECT product.id, product.name, product.summary, product.picture_id AS "pictureId",
           ${PICTURE_PATH_SQL} AS img, offer.price_fen AS "priceFen", offer.stock
      FROM product
      JOIN picture ON picture.id = product.picture_id
     CROSS JOIN LATERAL (
       SELECT min(price_fen) AS price_fen, COALESCE(sum(stock), 0) AS stock
         FROM sku LEFT JOIN sku_stock ON sku_stock.sku_id = sku.id
        WHERE sku.product_id = product.id AND sku.disabled_at IS NULL
          AND sku.id = COALESCE(product.default_sku_id, sku.id)
     ) offer
     WHERE product.on_sale AND offer.price_fen IS NOT NULL AND ${from}`;
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

export const RECENT = cards('true ORDER BY product.created_at DESC, product.id DESC LIMIT $1');
export const OF_CATEGORY = cards('product.category_id = $1 ORDER BY product.id');
export const KNOWN_PRODUCTS = `
  select id from product where id = any($1::int4[]) and deleted_at is null order by id for key share`;
export const OF_IDS = cards('product.id = ANY($1::int4[]) ORDER BY product.id');

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

/** What an order asks of a sku. */
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
  /** Whether a line that names no sku means this one: the product's default, or the only one that is enabled. */
  isMeant: boolean;
}

export const OFFERS = `
  SELECT sku.id AS "skuId", product.id AS "productId", product.name, sku.spec,
         sku.price_fen AS "priceFen", ${PICTURE_PATH_SQL} AS img, COALESCE(sku_stock.stock, 0) AS stock,
         product.on_sale AS "onSale",
         sku.id IS NOT DISTINCT FROM COALESCE(product.default_sku_id, (
           SELECT min(sibling.id) FROM sku sibling
            WHERE sibling.product_id = product.id AND sibling.disabled_at IS NULL
           HAVING count(*) = 1)) AS "isMeant"
    FROM product
    JOIN picture ON picture.id = product.picture_id
    JOIN sku ON sku.product_id = product.id AND sku.disabled_at IS NULL
    LEFT JOIN sku_stock ON sku_stock.sku_id = sku.id
   WHERE product.id = ANY($1::int4[]) AND EXISTS (
     SELECT FROM unnest($1::int4[], $2::int4[]) AS wanted (product_id, sku_id)
      WHERE wanted.product_id = product.id AND COALESCE(wanted.sku_id, sku.id) = sku.id)
   ORDER BY sku.id`;
