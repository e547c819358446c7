import { AuthModule } from '@app/auth';
import { Module } from '@nestjs/common';
import { CatalogService } from './catalog.service';
import { CategoryAdminController } from './category-admin.controller';
import { CategoryAdminService } from './category-admin.service';
import { CategoryController } from './category.controller';
import { CsvController } from './csv.controller';
import { PictureAdminController } from './picture-admin.controller';
import { PictureController } from './picture.controller';
import { PictureService } from './picture.service';
import { ProductAdminController } from './product-admin.controller';
import { ProductAdminService } from './product-admin.service';
import { ProductCsvService } from './product-csv.service';
import { ProductController } from './product.controller';
import { SkuAdminController } from './sku-admin.controller';
import { SkuAdminService } from './sku-admin.service';
import { StockAdminController } from './stock-admin.controller';
import { StockAdminService } from './stock-admin.service';
import { StockCsvService } from './stock-csv.service';
import { StockService } from './stock.service';

@Module({
  imports: [AuthModule],
  controllers: [
    CsvController,
    ProductController,
    CategoryController,
    PictureController,
    PictureAdminController,
    ProductAdminController,
    SkuAdminController,
    StockAdminController,
    CategoryAdminController,
  ],
  providers: [
    CatalogService,
    PictureService,
    StockService,
    ProductAdminService,
    SkuAdminService,
    StockAdminService,
    CategoryAdminService,
    ProductCsvService,
    StockCsvService,
  ],
  exports: [CatalogService, PictureService, StockService],
})
export class CatalogModule {}
