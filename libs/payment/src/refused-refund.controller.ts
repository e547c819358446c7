import { actorOf, Caller, Super, type CallerIdentity } from '@app/auth';
import { IdParam, SuccessMessage } from '@app/common';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ReturnedOutsideBody } from './refund.dto';
import { RefusedRefundService } from './refused-refund.service';

@ApiTags('refund')
@Controller('admin/refund')
@Super()
export class RefusedRefundController {
  constructor(private readonly refused: RefusedRefundService) {}

  /** 放弃退款 Closes a refund that WeChat refuses for good; its money can be refunded anew, under another number. */
  @Post(':id/give_up')
  @HttpCode(201)
  async giveUp(@Caller() admin: CallerIdentity, @Param() { id }: IdParam): Promise<SuccessMessage> {
    await this.refused.end(id, { to: 'given_up' }, actorOf(admin));
    return new SuccessMessage();
  }

  /** 登记线下退款 The merchant has given the money back outside WeChat, which refuses the refund for good. Cannot be undone. */
  @Post(':id/returned_outside')
  @HttpCode(201)
  @Super('owner')
  async returnedOutside(
    @Caller() admin: CallerIdentity,
    @Param() { id }: IdParam,
    @Body() { note }: ReturnedOutsideBody,
  ): Promise<SuccessMessage> {
    await this.refused.end(id, { to: 'returned_outside', note }, actorOf(admin));
    return new SuccessMessage();
  }
}
