import { actorOf, Caller, Super, type CallerIdentity } from '@app/auth';
import { IdParam } from '@app/common';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ReplaceBody, ReplacedOrder } from './replacing.dto';
import { ReplacingService } from './replacing.service';

@ApiTags('order')
@Controller('admin')
@Super()
export class ReplacingController {
  constructor(private readonly replacing: ReplacingService) {}

  /**
   * 改价 Another order of the same goods at other prices in the place of one that is not paid; the old one is closed
   * first. Where it turns out to be paid it stays, and none takes its place.
   */
  @Post('order/:id/replace')
  @HttpCode(201)
  async replace(
    @Caller() admin: CallerIdentity,
    @Param() { id }: IdParam,
    @Body() body: ReplaceBody,
  ): Promise<ReplacedOrder> {
    const wish = { ...ReplaceBody.pricesOf(body), actor: actorOf(admin) };
    return ReplacedOrder.of(await this.replacing.replace(id, wish));
  }
}
