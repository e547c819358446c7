export { CatalogModule } from './catalog.module';
export { CatalogService } from './catalog.service';
export type { CardRow, Offer } from './catalog-sql';
export { Category } from './category.entity';
export { PictureDto } from './picture.dto';
export { Picture } from './picture.entity';
export { PICTURE_ROUTE, pictureUrl } from './picture-path';
export { PictureService } from './picture.service';
export { ProductSummaryDto } from './product.dto';
export { Product, ProductPicture, ProductProperty, Sku } from './product.entity';
export { SkuStock, StockLedger } from './stock.entity';
export { StockShort, type StockMove } from './stock-move';
export { StockService, type ProductLine } from './stock.service';
import { Category } from './category.entity';
import { Picture } from './picture.entity';
import { Product, ProductPicture, ProductProperty, Sku } from './product.entity';
import { SkuStock, StockLedger } from './stock.entity';

/** The tables of this room. */
export const catalogEntities = [
  Category,
  Picture,
  Product,
  ProductPicture,
  ProductProperty,
  Sku,
  SkuStock,
  StockLedger,
];
