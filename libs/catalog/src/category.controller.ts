import { Public } from '@app/auth';
import { AppConfig } from '@app/common';
import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CatalogService } from './catalog.service';
import { CategoryDto } from './category.dto';

@ApiTags('category')
@Public()
@Controller('category')
export class CategoryController {
  constructor(
    private readonly catalog: CatalogService,
    private readonly config: AppConfig,
  ) {}

  /** 全部分类 All categories. */
  @Get('all')
  async all(): Promise<CategoryDto[]> {
    const categories = await this.catalog.categories();
    return categories.map((category) => CategoryDto.of(category, this.config));
  }
}
