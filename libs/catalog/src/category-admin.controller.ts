import { Super } from '@app/auth';
import { AppConfig, CreatedMessage, IdParam, SuccessMessage } from '@app/common';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CategoryBody, CategoryChange, CategoryOrder } from './category-admin.dto';
import { CategoryAdminService } from './category-admin.service';
import { CategoryDto } from './category.dto';

@ApiTags('category')
@Controller('admin/category')
@Super()
export class CategoryAdminController {
  constructor(
    private readonly categories: CategoryAdminService,
    private readonly config: AppConfig,
  ) {}

  /** 分类列表 In the order in which clients show them. */
  @Get()
  async list(): Promise<CategoryDto[]> {
    const rows = await this.categories.list();
    return rows.map((row) => CategoryDto.of(row, this.config));
  }

  /** 新建分类 */
  @Post()
  @HttpCode(201)
  async create(@Body() body: CategoryBody): Promise<CreatedMessage> {
    return CreatedMessage.of(await this.categories.create(CategoryBody.wishOf(body)));
  }

  /** 分类排序 */
  @Put('order')
  async order(@Body() { ids }: CategoryOrder): Promise<SuccessMessage> {
    await this.categories.order(ids);
    return new SuccessMessage();
  }

  /** 修改分类 Only what is said is changed 只改所填字段. */
  @Put(':id')
  async change(@Param() { id }: IdParam, @Body() body: CategoryChange): Promise<SuccessMessage> {
    await this.categories.change(id, CategoryChange.editOf(body));
    return new SuccessMessage();
  }

  /** 删除分类 Refused while a product stands in it. */
  @Delete(':id')
  async remove(@Param() { id }: IdParam): Promise<SuccessMessage> {
    await this.categories.remove(id);
    return new SuccessMessage();
  }
}
