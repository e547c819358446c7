import { Super } from '@app/auth';
import { AppConfig, CreatedMessage, DomainError, IdParam, SuccessMessage } from '@app/common';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  AdminProductDetail,
  AdminProductsPage,
  AdminProductView,
  ProductBody,
  ProductHead,
  ProductQuery,
  PropertiesBody,
} from './product-admin.dto';
import { ProductAdminService } from './product-admin.service';
import { ProductChange } from './product-change.dto';
import { faultOfSkus } from './sku-rules';

@ApiTags('product')
@Controller('admin/product')
@Super()
export class ProductAdminController {
  constructor(
    private readonly products: ProductAdminService,
    private readonly config: AppConfig,
  ) {}

  /** 商品列表 All goods, on sale or not, the newest first. */
  @Get()
  async list(@Query() query: ProductQuery): Promise<AdminProductsPage> {
    const rows = await this.products.list(query);
    return {
      current_page: query.page,
      data: rows.map((row) => AdminProductView.of(row, this.config)),
    };
  }

  /** 新建商品 Its skus begin with nothing in stock; the first is the default one 默认规格, unless the body says otherwise. */
  @Post()
  @HttpCode(201)
  async create(@Body() body: ProductBody): Promise<CreatedMessage> {
    const skus = ProductBody.skusOf(body);
    const fault = faultOfSkus(skus.map(({ spec }) => ({ spec, isEnabled: true })));
    if (fault) throw new DomainError(fault);
    return CreatedMessage.of(
      await this.products.create(ProductHead.wishOf(body), skus, body.on_sale ?? false),
    );
  }

  /** 商品详情 One product as the merchant sees it. */
  @Get(':id')
  async one(@Param() { id }: IdParam): Promise<AdminProductDetail> {
    return AdminProductDetail.page(await this.products.one(id), this.config);
  }

  /** 修改商品 Only what is said is changed 只改所填字段; orders keep the name and the price that they were placed with. */
  @Put(':id')
  async change(@Param() { id }: IdParam, @Body() body: ProductChange): Promise<SuccessMessage> {
    await this.products.change(id, ProductChange.editOf(body), ProductChange.choiceOf(body));
    return new SuccessMessage();
  }

  /** 上架 Shoppers see it. */
  @Post(':id/on_sale')
  @HttpCode(201)
  async putOnSale(@Param() { id }: IdParam): Promise<SuccessMessage> {
    await this.products.putOnSale(id, true);
    return new SuccessMessage();
  }

  /** 下架 Nobody can order it any more; orders that were placed stay. */
  @Post(':id/off_sale')
  @HttpCode(201)
  async takeOffSale(@Param() { id }: IdParam): Promise<SuccessMessage> {
    await this.products.putOnSale(id, false);
    return new SuccessMessage();
  }

  /** 删除商品 Off sale for good, and out of this list; orders that were placed stay. */
  @Delete(':id')
  async remove(@Param() { id }: IdParam): Promise<SuccessMessage> {
    await this.products.remove(id);
    return new SuccessMessage();
  }

  /** 商品参数 Replaces the list of properties. */
  @Put(':id/property')
  async putProperties(
    @Param() { id }: IdParam,
    @Body() { properties }: PropertiesBody,
  ): Promise<SuccessMessage> {
    await this.products.putProperties(id, properties);
    return new SuccessMessage();
  }
}
