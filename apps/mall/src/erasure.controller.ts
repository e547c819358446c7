import { actorOf, Caller, Exclusive, ShopperId, Super, type CallerIdentity } from '@app/auth';
import { IdParam, SuccessMessage } from '@app/common';
import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ErasureService } from './erasure.service';

@ApiTags('user')
@Controller()
export class ErasureController {
  constructor(private readonly erasure: ErasureService) {}

  /** 注销账户 The shopper is forgotten for good; refused while an order or a refund of his is open. */
  @Post('user/erase')
  @HttpCode(201)
  @Exclusive()
  async mine(@ShopperId() shopperId: number, @Caller() caller: CallerIdentity): Promise<SuccessMessage> {
    await this.erasure.erase(shopperId, actorOf(caller));
    return new SuccessMessage();
  }

  /** 注销用户 The same at a shopper's request, by the merchant. */
  @Post('admin/shopper/:id/erase')
  @HttpCode(201)
  @Super('owner')
  async ofShopper(@Param() { id }: IdParam, @Caller() admin: CallerIdentity): Promise<SuccessMessage> {
    await this.erasure.erase(id, actorOf(admin));
    return new SuccessMessage();
  }
}
