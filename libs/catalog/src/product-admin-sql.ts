import { PICTURE_PATH_SQL } from './picture-path';

export interface AdminSkuRow {
  id: number;
  spec: string;
  code: string | null;
  priceFen: number;
  isEnabled: boolean;
  stock: number;
  reserved: number;
  sold: number;
}

export interface AdminProductRow {
  id: number;
  name: string;
  summary: string | null;
  categoryId: number | null;
  pictureId: number;
  img: string;
  onSale: boolean;
  defaultSkuId: number | null;
  createdAt: Date;
  skus: AdminSkuRow[];
}

const COLUMNS = `
  product.id, product.name, product.summary, product.category_id as "categoryId",
  product.picture_id as "pictureId", ${PICTURE_PATH_SQL} as img, product.on_sale as "onSale",
  product.default_sku_id as "defaultSkuId", product.created_at as "createdAt",
  coalesce((select json_agg(json_build_object(
      'id', sku.id, 'spec', spec, 'code', code, 'priceFen', price_fen, 'isEnabled', disabled_at is null,
      'stock', coalesce(stock, 0), 'reserved', coalesce(reserved, 0), 'sold', coalesce(sold, 0)
    ) order by sku.position, sku.id)
    from sku left join sku_stock on sku_stock.sku_id = sku.id
    where sku.product_id = product.id), '[]') as skus`;

/** Without an index: a shop has thousands of products, and one merchant who looks. */
export const LIST_PRODUCTS = `
  select ${COLUMNS} from product join picture on picture.id = product.picture_id
  where deleted_at is null and position(lower($1::text) in lower(product.name)) > 0
    and ($2::int4 is null or category_id = $2) and ($3::boolean is null or on_sale = $3)
  order by product.id desc limit $4 offset $5`;

export interface AdminProductPage extends AdminProductRow {
  imgs: { id: number; path: string }[];
  properties: { name: string; detail: string }[];
}

export const ADMIN_PRODUCT = `
  select ${COLUMNS},
    coalesce((select json_agg(json_build_object('id', picture.id, 'path', ${PICTURE_PATH_SQL})
      order by position, product_picture.id)
      from product_picture join picture on picture.id = product_picture.picture_id
      where product_id = product.id), '[]') as imgs,
    coalesce((select json_agg(json_build_object('name', property.name, 'detail', detail) order by position, property.id)
      from product_property property where product_id = product.id), '[]') as properties
  from product join picture on picture.id = product.picture_id
  where product.id = $1 and deleted_at is null`;

export interface LockedProduct {
  name: string;
  summary: string | null;
  categoryId: number | null;
  pictureId: number;
}

/** A change of a product or of its skus holds its row. */
export const LOCK_PRODUCT = `
  SELECT name, summary, category_id AS "categoryId", picture_id AS "pictureId"
    FROM product WHERE id = $1 AND deleted_at IS NULL FOR NO KEY UPDATE`;

export const INSERT_PRODUCT = `
  insert into product (name, summary, category_id, picture_id, on_sale, created_at)
  values ($1, $2, $3, $4, $5, now() + $6::interval) returning id`;

export const UPDATE_PRODUCT = `
  update product set name = $2, summary = $3, category_id = $4, picture_id = $5 where id = $1`;

export const SET_ON_SALE = 'update product set on_sale = $2 where id = $1';

/** Its category may go, its skus' codes may be used again. */
export const DELETE_PRODUCT = `
  with freed as (update sku set code = null where product_id = $1 and code is not null)
  update product set on_sale = false, category_id = null, deleted_at = now() + $2::interval where id = $1`;

export const CLEAR_PICTURES = 'delete from product_picture where product_id = $1';
export const INSERT_PICTURES = `
  insert into product_picture (product_id, picture_id, position)
  select $1, id, n from unnest($2::int4[]) with ordinality as wanted (id, n)`;

export const CLEAR_PROPERTIES = 'delete from product_property where product_id = $1';
export const INSERT_PROPERTIES = `
  insert into product_property (product_id, name, detail, position)
  select $1, name, detail, n from unnest($2::text[], $3::text[]) with ordinality as wanted (name, detail, n)`;

/** With counters of their own from the first day, at nothing. */
export const INSERT_SKUS = `
  with made as (
    insert into sku (product_id, spec, price_fen, code, position)
    select $1, spec, price_fen, code, n + (select count(*) from sku where product_id = $1)
    from unnest($2::text[], $3::int8[], $4::text[]) with ordinality as wanted (spec, price_fen, code, n)
    returning id, position
  ), counted as (
    insert into sku_stock (sku_id, stock, stocked) select id, 0, 0 from made
  )
  select id from made order by position`;

export const SKUS_OF_PRODUCT = `
  select id, spec, price_fen as "priceFen", code, disabled_at is null as "isEnabled"
  from sku where product_id = $1 order by position, id`;

export const PRODUCT_OF_SKU = `
  SELECT product.id, default_sku_id AS "defaultSkuId" FROM sku JOIN product ON product.id = sku.product_id
   WHERE sku.id = $1 AND deleted_at IS NULL FOR NO KEY UPDATE OF product`;

export const UPDATE_SKU = `
  update sku set spec = $2, price_fen = $3, code = $4,
    disabled_at = case when $5 then null else coalesce(disabled_at, now() + $6::interval) end
  where id = $1`;

export const SET_DEFAULT_SKU = 'UPDATE product SET default_sku_id = $2 WHERE id = $1';

export const CATEGORY_EXISTS = 'select id from category where id = $1 for key share';
