import { Public } from '@app/auth';
import { AppConfig, IdParam } from '@app/common';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CatalogService } from './catalog.service';
import { ProductCardDto, ProductDto, RecentQuery } from './product.dto';

@ApiTags('product')
@Public()
@Controller('product')
export class ProductController {
  constructor(
    private readonly catalog: CatalogService,
    private readonly config: AppConfig,
  ) {}

  /** 最新商品 The newest products first. */
  @Get('recent')
  async recent(@Query() { count }: RecentQuery): Promise<ProductCardDto[]> {
    const cards = await this.catalog.recent(count);
    return cards.map((card) => ProductCardDto.of(card, this.config));
  }

  /** 分类下的商品 All products of a category. */
  @Get('by_category')
  async ofCategory(@Query() { id }: IdParam): Promise<ProductCardDto[]> {
    const cards = await this.catalog.ofCategory(id);
    return cards.map((card) => ProductCardDto.of(card, this.config));
  }

  /** 商品详情 One product with its pictures, properties and, where there are several, skus. */
  @Get(':id')
  async one(@Param() { id }: IdParam): Promise<ProductDto> {
    return ProductDto.of(await this.catalog.product(id), this.config);
  }
}
