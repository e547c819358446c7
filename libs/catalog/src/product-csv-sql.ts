/** Every product that the rows name by its id or by a sku's id or code; whoever writes holds them. */
const NAMED = `
  select id from product where deleted_at is null and (id = any($1::int4[]) or id in (
    select product_id from sku where id = any($2::int4[]) or code = any($3::text[])))`;

export const LOCK_NAMED = `${NAMED} order by id for no key update`;

/** No category goes away under a product that is put into it. */
export const HOLD_CATEGORIES = 'select from category order by id for key share';

export const KNOWN_GOODS = `
  with mine as materialized (${NAMED})
  select
    (select coalesce(json_agg(json_build_object('id', id, 'name', name, 'summary', summary,
       'categoryId', category_id, 'onSale', on_sale, 'pictureId', picture_id, 'defaultSkuId', default_sku_id)), '[]')
       from product where id in (select id from mine)) as products,
    (select coalesce(json_agg(json_build_object('id', id, 'productId', product_id, 'spec', spec,
       'priceFen', price_fen, 'code', code, 'isEnabled', disabled_at is null) order by id), '[]')
       from sku where product_id in (select id from mine)) as skus,
    (select coalesce(json_agg(json_build_object('id', id, 'name', name)), '[]') from category) as categories,
    array(select id from picture where id = any($4::int4[])) as "pictureIds"`;

/** Ids are drawn first, so that a product and its skus are written in one statement. */
export const CREATE_PRODUCTS = `
  with draft as materialized (
    select nextval(pg_get_serial_sequence('product', 'id'))::int4 as id, wish.*
    from jsonb_to_recordset($1::jsonb) as wish (
      name text, summary text, "categoryId" int4, "onSale" boolean, "pictureId" int4, skus jsonb)
  ), made as (
    insert into product (id, name, summary, category_id, on_sale, picture_id, created_at)
    overriding system value
    select id, name, summary, "categoryId", "onSale", "pictureId", now() + $2::interval from draft
  ), sized as (
    insert into sku (product_id, spec, price_fen, code, position)
    select draft.id, sku.spec, sku."priceFen", sku.code, place
    from draft, jsonb_array_elements(draft.skus) with ordinality as one (body, place),
      jsonb_to_record(one.body) as sku (spec text, "priceFen" int8, code text)
    returning id
  )
  insert into sku_stock (sku_id, stock, stocked) select id, 0, 0 from sized`;

export const CHANGE_PRODUCTS = `
  UPDATE product SET name = wish.name, summary = wish.summary, category_id = wish."categoryId",
         on_sale = wish."onSale", picture_id = wish."pictureId", default_sku_id = wish."defaultSkuId"
    FROM jsonb_to_recordset($1::jsonb) AS wish (
         id int4, name text, summary text, "categoryId" int4, "onSale" boolean, "pictureId" int4, "defaultSkuId" int4)
   WHERE product.id = wish.id`;

/** Of skus that are new, each found by its code. */
export const SET_DEFAULT_SKUS = `
  UPDATE product SET default_sku_id = sku.id FROM sku
   WHERE sku.product_id = product.id AND sku.code = ANY($1::text[])`;

export const CREATE_SKUS = `
  with sized as (
    insert into sku (product_id, spec, price_fen, code, position)
    select wish."productId", wish.spec, wish."priceFen", wish.code,
      (select coalesce(max(position), 0) from sku where product_id = wish."productId") + place
    from jsonb_array_elements($1::jsonb) with ordinality as one (body, place),
      jsonb_to_record(one.body) as wish ("productId" int4, spec text, "priceFen" int8, code text)
    returning id
  )
  insert into sku_stock (sku_id, stock, stocked) select id, 0, 0 from sized`;

/** In one statement, at whose end alone the unique keys are checked: two sizes may swap names. */
export const CHANGE_SKUS = `
  update sku set spec = wish.spec, price_fen = wish."priceFen", code = wish.code
  from jsonb_to_recordset($1::jsonb) as wish (id int4, spec text, "priceFen" int8, code text)
  where sku.id = wish.id`;

export interface ProductCsvRow {
  skuId: number;
  code: string | null;
  productId: number;
  name: string;
  summary: string | null;
  category: string | null;
  spec: string;
  priceFen: number;
  onSale: boolean;
  pictureId: number;
  isDefault: boolean;
  stock: number;
  reserved: number;
  sold: number;
}

/** A page of what is offered, above the last sku that was read. */
export const EXPORT_GOODS = `
  SELECT sku.id AS "skuId", sku.code, product.id AS "productId", product.name, product.summary,
         category.name AS category, sku.spec, sku.price_fen AS "priceFen", product.on_sale AS "onSale",
         product.picture_id AS "pictureId", sku.id IS NOT DISTINCT FROM product.default_sku_id AS "isDefault",
         COALESCE(stock, 0) AS stock, COALESCE(reserved, 0) AS reserved, COALESCE(sold, 0) AS sold
    FROM sku JOIN product ON product.id = sku.product_id
    LEFT JOIN category ON category.id = product.category_id
    LEFT JOIN sku_stock ON sku_stock.sku_id = sku.id
   WHERE sku.id > $1 AND sku.disabled_at IS NULL AND product.deleted_at IS NULL
   ORDER BY sku.id LIMIT $2`;
