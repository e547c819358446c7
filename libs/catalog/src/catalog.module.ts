import { Module } from '@nestjs/common';
import { CatalogService } from './catalog.service';
import { CategoryController } from './category.controller';
import { PictureAdminController } from './picture-admin.controller';
import { PictureController } from './picture.controller';
import { PictureService } from './picture.service';
import { ProductController } from './product.controller';
import { StockService } from './stock.service';

@Module({
  controllers: [ProductController, CategoryController, PictureController, PictureAdminController],
  providers: [CatalogService, PictureService, StockService],
  exports: [CatalogService, PictureService, StockService],
})
export class CatalogModule {}
